package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

const decided = "decision-7b1f7c5e"

// lawful is a decision of a collective to let an asset, adopted on the 1st,
// disclosed on the 2nd, and posted until the 13th.
func lawful() domain.Resolution {
	return domain.Resolution{
		Owner: "collective-1", Kind: domain.Leasing, Amount: 1000 * domain.Yuan, Concerns: []string{"asset-1", "asset-2"},
		Adopted: on("2016-09-01"), Disclosed: on("2016-09-02"), Binds: on("2016-09-14"),
	}
}

func TestRestOn(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		day    string
		change func(*domain.Resolution, *domain.Reliance)
	}{
		"as it should be":               {"", "", func(*domain.Resolution, *domain.Reliance) {}},
		"the first day after posting":   {"", "2016-09-14", func(*domain.Resolution, *domain.Reliance) {}},
		"the last day of posting":       {"decision_posted", "2016-09-13", func(*domain.Resolution, *domain.Reliance) {}},
		"the day of disclosure":         {"", "2016-09-02", func(r *domain.Resolution, _ *domain.Reliance) { r.Binds = r.Disclosed }},
		"the day before disclosure":     {"decision_not_disclosed", "2016-09-01", func(r *domain.Resolution, _ *domain.Reliance) { r.Binds = r.Adopted }},
		"the day of all three":          {"", "2016-09-01", func(r *domain.Resolution, _ *domain.Reliance) { r.Disclosed, r.Binds = r.Adopted, r.Adopted }},
		"the day before adoption":       {"decision_not_adopted", "2016-08-31", func(r *domain.Resolution, _ *domain.Reliance) { r.Binds = r.Adopted }},
		"not adopted":                   {"decision_not_adopted", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Adopted = domain.Date{} }},
		"not disclosed":                 {"decision_not_disclosed", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Disclosed, r.Binds = domain.Date{}, domain.Date{} }},
		"withdrawn":                     {"decision_void", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Void = true }},
		"an open objection":             {"objection_open", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Open = 1 }},
		"another owner's":               {"decision_of_another", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Owner = "collective-2" }},
		"another kind":                  {"decision_of_another_kind", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Kind = domain.Dividend }},
		"the other kind that will do":   {"", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Kind = domain.Transfer }},
		"no kind will do":               {"decision_of_another_kind", "", func(_ *domain.Resolution, n *domain.Reliance) { n.Kinds = nil }},
		"it names the other asset":      {"", "", func(_ *domain.Resolution, n *domain.Reliance) { n.Concerns = "asset-1" }},
		"it names another asset":        {"decision_not_about_it", "", func(_ *domain.Resolution, n *domain.Reliance) { n.Concerns = "asset-3" }},
		"it need not name anything":     {"", "", func(r *domain.Resolution, n *domain.Reliance) { r.Concerns, n.Concerns = nil, "" }},
		"the whole amount":              {"", "", func(_ *domain.Resolution, n *domain.Reliance) { n.Amount = 1000 * domain.Yuan }},
		"one fen more":                  {"beyond_the_decision", "", func(_ *domain.Resolution, n *domain.Reliance) { n.Amount = 1000*domain.Yuan + 1 }},
		"it names no amount":            {"", "", func(r *domain.Resolution, n *domain.Reliance) { r.Amount, n.Amount = 0, 1_000_000*domain.Yuan }},
		"the owner is told before void": {"decision_of_another", "", func(r *domain.Resolution, _ *domain.Reliance) { r.Owner, r.Void = "collective-2", true }},
	} {
		t.Run(name, func(t *testing.T) {
			r := lawful()
			need := domain.Reliance{
				Decision: decided, Owner: "collective-1", Kinds: []domain.MatterKind{domain.Leasing, domain.Transfer},
				Concerns: "asset-2", Amount: 500 * domain.Yuan,
			}
			c.change(&r, &need)
			if c.day == "" {
				c.day = "2016-10-01"
			}
			act := domain.Act{OccurredAt: on(c.day).Start(shanghai), Zone: shanghai}.
				WithEvidence(domain.Ref{Stream: decided, Revision: 9}, r)
			got, err := domain.RestOn(act, need)
			require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
			require.Equal(t, r, got)
			requireBothSentences(t, err)
		})
	}
}

// What a unit left that was merged is decided by the one that goes on in its place.
func TestRestOnTheDecisionOfASuccessor(t *testing.T) {
	r := lawful()
	r.Owner, r.Proposed = "collective-3", on("2016-08-20")
	need := domain.Reliance{Decision: decided, Owner: "collective-1", Kinds: []domain.MatterKind{r.Kind}}
	mergedOn := func(into, day string) any {
		return domain.Offerings{domain.Unit{Merged: into, MergedAt: on(day).Start(shanghai).Add(23 * time.Hour)}}
	}
	merged := func(into string) any { return mergedOn(into, "2016-08-19") }
	for name, c := range map[string]struct {
		units map[string]any
		code  string
	}{
		"not on record": {nil, "decision_of_another"},
		"not merged":    {map[string]any{"collective-1": merged("")}, "decision_of_another"},
		"into it":       {map[string]any{"collective-1": merged("collective-3")}, ""},
		"on the day of the proposal": {
			map[string]any{"collective-1": mergedOn("collective-3", "2016-08-20")}, "decided_before_the_merger"},
		"into another, into it since": {
			map[string]any{"collective-1": merged("collective-2"), "collective-2": mergedOn("collective-3", "2016-08-20")}, "decided_before_the_merger"},
		"into another since, into it": {
			map[string]any{"collective-1": mergedOn("collective-2", "2016-08-20"), "collective-2": merged("collective-3")}, "decided_before_the_merger"},
		"into another":           {map[string]any{"collective-1": merged("collective-2"), "collective-2": merged("")}, "decision_of_another"},
		"into another, into it":  {map[string]any{"collective-1": merged("collective-2"), "collective-2": merged("collective-3")}, ""},
		"into each other":        {map[string]any{"collective-1": merged("collective-2"), "collective-2": merged("collective-1")}, "decision_of_another"},
		"the other way":          {map[string]any{"collective-1": merged(""), "collective-3": merged("collective-1")}, "decision_of_another"},
		"into what is no record": {map[string]any{"collective-1": merged("collective-2")}, "decision_of_another"},
	} {
		act := domain.Act{OccurredAt: on("2016-10-01").Start(shanghai), Zone: shanghai}.WithEvidence(domain.Ref{Stream: decided, Revision: 9}, r)
		for stream, offers := range c.units {
			act = act.WithEvidence(domain.Ref{Stream: stream}, offers)
		}
		_, err := domain.RestOn(act, need)
		require.Equal(t, c.code, domain.CodeOf(err), "%s: %v", name, err)
	}
	one := domain.LatestOf("collective-1")
	require.Equal(t, domain.LatestOf("collective-1", "collective-2"), domain.Successors(one, merged("collective-2")))
	require.Equal(t, one, domain.Successors(one, merged("collective-1")))
	require.Equal(t, one, domain.Successors(one, merged("")))
	require.Equal(t, one, domain.Successors(one, nil))
}

func TestRestOnWhatIsNoDecision(t *testing.T) {
	act := domain.Act{Zone: shanghai}.
		WithEvidence(domain.Ref{Stream: decided, Revision: domain.Latest}, nil).
		WithEvidence(domain.Ref{Stream: "decision-2", Revision: 3}, domain.PlaceName{ID: "2"}).
		WithEvidence(domain.Ref{Stream: "asset-1", Revision: 3}, lawful())
	for decision, code := range map[string]string{
		"": "decision_missing", "7b1f7c5e": "decision_missing", "decision-": "decision_missing", "asset-1": "decision_missing",
		decided: "no_such_evidence", "decision-2": "no_such_evidence",
	} {
		_, err := domain.RestOn(act, domain.Reliance{Decision: decision, Owner: "collective-1"})
		require.Equal(t, code, domain.CodeOf(err), decision)
		requireBothSentences(t, err)
	}
	_, err := domain.RestOn(act, domain.Reliance{Decision: "decision-unnamed"})
	var unnamed *domain.UnnamedEvidenceError
	require.ErrorAs(t, err, &unnamed, "a mistake of the program is no refusal")
}

// requireBothSentences finds a format that does not fit its arguments.
func requireBothSentences(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var r *domain.Rejection
	require.ErrorAs(t, err, &r)
	for _, sentence := range []string{r.Message, r.Chinese} {
		require.NotEmpty(t, sentence)
		require.NotContains(t, sentence, "%!")
	}
}

func TestLatestOf(t *testing.T) {
	require.Equal(t,
		[]domain.Ref{{Stream: "decision-1", Revision: domain.Latest}, {Stream: "asset-2", Revision: domain.Latest}},
		domain.LatestOf("decision-1", "", "asset-2", "decision-1", "nonsense", "asset-"))
	require.Empty(t, domain.LatestOf())
	require.Empty(t, domain.LatestOf("", "x"))
}

func TestLeasesOverlap(t *testing.T) {
	claim := func(from, to string) domain.LeaseClaim { return domain.LeaseClaim{From: on(from), To: on(to)} }
	year := claim("2016-01-01", "2016-12-31")
	for name, c := range map[string]struct {
		other domain.LeaseClaim
		want  bool
	}{
		"itself":              {year, true},
		"inside":              {claim("2016-03-01", "2016-03-01"), true},
		"around":              {claim("2015-01-01", "2017-12-31"), true},
		"ends on its first":   {claim("2015-01-01", "2016-01-01"), true},
		"begins on its last":  {claim("2016-12-31", "2017-12-31"), true},
		"ends the day before": {claim("2015-01-01", "2015-12-31"), false},
		"begins the day after": {
			claim("2017-01-01", "2017-12-31"), false},
	} {
		require.Equal(t, c.want, year.Overlaps(c.other), name)
		require.Equal(t, c.want, c.other.Overlaps(year), "%s, the other way round", name)
	}
}

func TestAttached(t *testing.T) {
	act := domain.Act{Attachments: []domain.Attachment{{Kind: domain.Minutes}, {Kind: domain.Photograph}, {Kind: domain.Minutes}}}
	require.NoError(t, act.Attached())
	require.NoError(t, act.Attached(domain.Minutes))
	require.NoError(t, act.Attached(domain.Photograph, domain.Minutes))
	require.Equal(t, "evidence_file_missing", domain.CodeOf(domain.Act{}.Attached(domain.Minutes)))

	err := act.Attached(domain.Minutes, domain.SignInSheet, domain.Ballots)
	require.Equal(t, "evidence_file_missing", domain.CodeOf(err))
	require.ErrorContains(t, err, "sign-in sheet", "the first that is missing")
	requireBothSentences(t, err)
}
