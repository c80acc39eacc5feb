package domain_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

// noted is the only event of the made-up aggregate of these tests. Its state
// is the list of what was noted; a note "bad" is not admissible, "refused" is
// refused, and "(needs a)" comes right after "a" only.
type noted struct {
	What string `json:"what"`
}

func (noted) EventType() string { return "note.noted" }

type notes struct{ list string }

func (n notes) Evolve(f domain.Fact) (notes, error) {
	what := f.Event.(noted).What
	switch {
	case what == "bad":
		return n, errors.New("a bad note")
	case what == "refused", what == "(needs a)" && n.list != "a":
		return n, refused
	}
	n.list += what
	return n, nil
}

func (notes) Judge(domain.Event, domain.Act) error { return nil }

var refused = domain.Reject("note_refused", "refused", "不予记录")

var noteAggregate = domain.Define("note", domain.Records[notes](domain.Says(noted{}, "", "")))

func known(position uint64) *uint64 { return &position }

// day is a time n days into the test's month.
func day(n int) time.Time { return time.Date(2016, 9, n, 9, 0, 0, 0, time.UTC) }

// history numbers events: revision and position follow from the place, and
// each happened and was recorded on its own day.
func history(events ...domain.Event) []domain.Recorded {
	h := make([]domain.Recorded, len(events))
	for i, e := range events {
		h[i] = domain.Recorded{
			Fact:       domain.Fact{Event: e, OccurredAt: day(i + 1), Actor: fmt.Sprintf("actor-%d", i), Role: domain.Role(fmt.Sprintf("role-%d", i))},
			Stream:     "note-1",
			Revision:   int64(i),
			Position:   uint64(10 * (i + 1)),
			RecordedAt: day(i + 1),
		}
	}
	return h
}

func note(s string) domain.Event           { return noted{s} }
func payload(s string) domain.Payload      { return domain.Payload{Event: noted{s}} }
func approve(proposal int64) domain.Event  { return domain.CorrectionApproved{Proposal: proposal} }
func void(revisions ...int64) domain.Event { return domain.CorrectionProposed{Void: revisions} }
func amend(rev int64, s string) domain.Event {
	return domain.CorrectionProposed{Amend: []domain.Amendment{{Revision: rev, Event: payload(s), OccurredAt: day(2)}}}
}

func insert(after int64, s ...string) domain.Event {
	var p domain.CorrectionProposed
	for _, what := range s {
		p.Insert = append(p.Insert, domain.Insertion{After: after, Event: payload(what), OccurredAt: day(2)})
	}
	return p
}

func folded(t require.TestingT, asOf domain.AsOf, events ...domain.Event) string {
	f, err := noteAggregate.Fold(history(events...), asOf)
	require.NoError(t, err)
	return f.State.(notes).list
}

func TestCorrectionsInTheFold(t *testing.T) {
	a, b, c := note("a"), note("b"), note("c")
	tests := []struct {
		name   string
		events []domain.Event
		want   string
	}{
		{"none", []domain.Event{a, b, c}, "abc"},
		{"proposed only", []domain.Event{a, b, c, void(1)}, "abc"},
		{"rejected", []domain.Event{a, b, void(1), domain.CorrectionRejected{Proposal: 2}, c}, "abc"},
		{"void", []domain.Event{a, b, c, void(1), approve(3)}, "ac"},
		{"void two", []domain.Event{a, b, c, void(0, 2), approve(3)}, "b"},
		{"amend", []domain.Event{a, b, c, amend(1, "B"), approve(3)}, "aBc"},
		{"insert in the middle", []domain.Event{a, b, c, insert(0, "x", "y"), approve(3)}, "axybc"},
		{"inserts of two corrections, the later one further on", []domain.Event{a, b, insert(0, "x"), approve(2), insert(0, "y"), approve(4)}, "axyb"},
		{"the last approved decides, not the last proposed", []domain.Event{a, b, amend(0, "1"), amend(0, "2"), approve(3), approve(2)}, "1b"},
		{"amended twice", []domain.Event{a, amend(0, "1"), approve(1), amend(0, "2"), approve(3)}, "2"},
		{"void, then amended after all", []domain.Event{a, b, void(0), approve(2), amend(0, "A"), approve(4)}, "Ab"},
		{"a correction voided", []domain.Event{a, b, void(0), approve(2), void(3), approve(4)}, "ab"},
		{"the voiding of a correction voided", []domain.Event{a, b, void(0), approve(2), void(3), approve(4), void(5), approve(6)}, "b"},
		{"a voided correction brings back the one under it", []domain.Event{a, amend(0, "1"), approve(1), amend(0, "2"), approve(3), void(4), approve(5)}, "1"},
		{"approved twice acts once", []domain.Event{a, b, insert(0, "x"), approve(2), approve(2)}, "axb"},
		{"approved again after its approval was voided", []domain.Event{a, b, insert(0, "x"), approve(2), void(3), approve(4), approve(2)}, "axb"},
		{"approved again, it is the last word", []domain.Event{a, amend(0, "1"), amend(0, "2"), approve(1), approve(2), approve(1)}, "1"},
		{"an insertion voided with its correction", []domain.Event{a, b, insert(0, "x"), approve(2), void(3), approve(4)}, "ab"},
		{"inserted after what is void", []domain.Event{a, b, void(0), approve(2), insert(0, "x"), approve(4)}, "xb"},
		{"what is no longer recorded may have been bad", []domain.Event{a, amend(0, "A"), approve(1)}, "A"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, folded(t, domain.AsOf{}, test.events...))
		})
	}
}

func TestAnAmendmentKeepsTheActor(t *testing.T) {
	effects, err := domain.Effective(history(note("a"), note("b"), amend(1, "B"), approve(2), insert(0, "x"), approve(4)), domain.AsOf{})
	require.NoError(t, err)
	var got []string
	for _, e := range effects {
		got = append(got, fmt.Sprintf("%s by %s as %s from %d for %d", e.Event.(noted).What, e.Actor, e.Role, e.Revision, e.Amends))
	}
	require.Equal(t, []string{
		"a by actor-0 as role-0 from 0 for 0",
		"x by actor-4 as role-4 from 4 for -1",
		"B by actor-1 as role-1 from 2 for 1",
	}, got)
}

func TestAsOf(t *testing.T) {
	// Positions 10, 20, … recorded and occurred on days 1, 2, …; the amendment
	// says that b happened on day 2.
	events := []domain.Event{note("a"), note("b"), note("c"), amend(2, "C"), approve(3), note("d")}
	tests := []struct {
		asOf domain.AsOf
		want string
	}{
		{domain.AsOf{}, "abCd"},
		{domain.KnownAt(0), ""},
		{domain.KnownAt(9), ""},
		{domain.KnownAt(10), "a"},
		{domain.KnownAt(40), "abc"},
		{domain.KnownAt(49), "abc"},
		{domain.KnownAt(50), "abC"},
		{domain.AsOf{Stood: day(2)}, "abC"},
		{domain.AsOf{Stood: day(1)}, "a"},
		{domain.AsOf{Stood: day(1).Add(-1)}, ""},
		{domain.AsOf{Known: known(40), Stood: day(2)}, "ab"},
		{domain.AsOf{Known: known(60), Stood: day(6)}, "abCd"},
	}
	for _, test := range tests {
		require.Equal(t, test.want, folded(t, test.asOf, events...), "%+v", test.asOf)
	}
}

func TestAHistoryThatContradictsItselfIsAnError(t *testing.T) {
	for name, events := range map[string][]domain.Event{
		"approves nothing":           {note("a"), approve(0)},
		"approves what comes later":  {note("a"), approve(2), void(0)},
		"voids what comes later":     {note("a"), void(2), note("b")},
		"voids itself":               {note("a"), void(1)},
		"amends below the first":     {note("a"), amend(-1, "x")},
		"inserts after what is next": {note("a"), insert(2, "x"), note("b")},
		"inserts after itself":       {note("a"), insert(1, "x"), note("b")},
		"amends itself":              {note("a"), amend(1, "x")},
		"amends a proposal":          {note("a"), void(0), amend(1, "x")},
		"amends into a correction":   {note("a"), domain.CorrectionProposed{Amend: []domain.Amendment{{Event: domain.Payload{Event: approve(0)}}}}},
		"inserts a correction":       {note("a"), domain.CorrectionProposed{Insert: []domain.Insertion{{Event: domain.Payload{Event: approve(0)}}}}},
	} {
		_, err := noteAggregate.Fold(history(events...), domain.AsOf{})
		require.Error(t, err, name)
	}
}

func TestAnInadmissibleEventIsNamed(t *testing.T) {
	_, err := noteAggregate.Fold(history(note("a"), note("b"), amend(1, "bad"), approve(2)), domain.AsOf{})
	var inadmissible *domain.InadmissibleError
	require.ErrorAs(t, err, &inadmissible)
	require.Equal(t, int64(2), inadmissible.Revision)
	require.Equal(t, "note.noted", inadmissible.Type)
	require.EqualError(t, err, "note.noted at revision 2: a bad note")
}

// A log that is at fault is no refusal of whoever meets it, and a refused
// command says why in the words of the rule.
func TestAFaultOfTheHistoryIsNoRefusal(t *testing.T) {
	_, err := noteAggregate.Fold(history(note("a"), note("refused")), domain.AsOf{})
	require.Error(t, err)
	require.Empty(t, domain.CodeOf(err))

	_, err = noteAggregate.Admit(noteAggregate.Empty(), note("refused"), domain.Act{})
	require.Equal(t, refused, err, "unchanged, not wrapped")
}

// Notes that happened out of their order, as a foreign source has them.
func TestWhatRestsOnWhatIsCutOffHasNotHappened(t *testing.T) {
	h := history(note("a"), note("(needs a)"), note("c"))
	h[0].OccurredAt = day(9)
	for stood, want := range map[int]string{1: "", 2: "", 3: "c", 9: "a(needs a)c"} {
		f, err := noteAggregate.Fold(h, domain.AsOf{Stood: day(stood)})
		require.NoError(t, err)
		require.Equal(t, want, f.State.(notes).list, "stood on day %d", stood)
	}
}

// Only facts count, and the latest of them is not always the last.
func TestFoldedKnowsItsHistory(t *testing.T) {
	h := history(note("a"), note("b"), note("c"), void(2), approve(3))
	h[0].OccurredAt = day(20)
	f, err := noteAggregate.Fold(h, domain.AsOf{})
	require.NoError(t, err)
	require.Equal(t, 2, f.Facts)
	require.Equal(t, day(20), f.Last)
}

// The law of the fold: whatever was corrected, the state is that of a history
// in which the last word on every fact was written right the first time.
func TestFoldEqualsTheHistoryWrittenRightTheFirstTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "facts")
		var events []domain.Event
		want := make([]string, n) // what each fact adds up to, with its insertions
		own, after := make([]string, n), make([]string, n)
		for i := range n {
			own[i] = string(rune('a' + i))
			events = append(events, note(own[i]))
		}
		for k := range rapid.IntRange(0, 6).Draw(t, "corrections") {
			target := rapid.IntRange(0, n-1).Draw(t, "target")
			text := fmt.Sprint(k)
			var p domain.Event
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				p = void(int64(target))
			case 1:
				p = amend(int64(target), text)
			case 2:
				p = insert(int64(target), text)
			}
			events = append(events, p)
			if !rapid.Bool().Draw(t, "approved") {
				continue
			}
			events = append(events, approve(int64(len(events)-1)))
			switch e := p.(domain.CorrectionProposed); {
			case e.Void != nil:
				own[target] = ""
			case e.Amend != nil:
				own[target] = text
			default:
				after[target] += text
			}
		}
		all := ""
		for i := range want {
			all += own[i] + after[i]
		}
		require.Equal(t, all, folded(t, domain.AsOf{}, events...))
	})
}
