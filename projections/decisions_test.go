package projections_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/projections"
)

func september(day int) domain.Date { return domain.NewDate(2016, 9, day) }

// proposal begins a decision of a community on its asset.
var proposal = decision.Proposed{
	Owner: "community-taian", Kind: domain.Leasing, Title: "出租大棚", TitleEnglish: "Lease of the greenhouse", Source: decision.PartyBranch,
	Amount: 5_000_000, Concerns: []string{"asset-7", "asset-9"}, Level: domain.VillageUnit, Procedure: domain.FourDiscussions,
	Meeting: domain.VillagersMeeting, On: september(1), Rules: "set-1",
}

// decidedOn is what is recorded of a decision, in order, from the proposal to the
// disclosure of the results.
func decidedOn() []domain.Event {
	return []domain.Event{
		proposal,
		decision.Consulted{Body: decision.TwoCommittees, On: september(2), Expected: 9, Present: 7, InFavour: 6, Quorum: 5, Needed: 4, Carried: true, Rules: "set-2"},
		decision.PartyReviewed{On: september(5), Expected: 45, AsOf: september(1), Present: 31, InFavour: 17, Quorum: 30, Needed: 16, Carried: true, Rules: "set-3"},
		decision.NoticeGiven{On: september(6), MeetingOn: september(16), Where: "w", NoticeDays: 10, From: september(6), Rules: "set-4"},
		decision.Voted{
			On: september(16), Base: domain.Adults, Method: decision.AtMeeting, Expected: 1000, AsOf: september(1), Recused: 2, Issued: 800, Returned: 700, Proxies: 30,
			InFavour: 400, Against: 250, Abstained: 40, Invalid: 10, Quorum: 501, Needed: 351, Quorate: true, Passed: true, Rules: "set-5",
		},
		decision.TownApproved{On: september(17), By: "office", Document: "paper"},
		decision.Adopted{On: september(18), Rules: "set-6"},
		decision.Disclosed{On: september(19), Where: "w", Workdays: 7, From: september(19), PostedUntil: september(28), Binds: september(29), Rules: "set-7"},
		decision.ObjectionRaised{Number: 1, On: september(20), Text: domain.Note("sealed"), Workdays: 10, AnswerBy: september(30), Rules: "set-8"},
		decision.ObjectionRaised{Number: 2, On: september(21), Text: domain.Note("sealed"), Workdays: 10, AnswerBy: domain.NewDate(2016, 10, 8), Rules: "set-8"},
		decision.ObjectionAnswered{Number: 1, On: september(22), Text: domain.Note("sealed")},
		decision.ObjectionAnswered{Number: 2, On: september(23), Text: domain.Note("sealed")},
		decision.ImplementationReported{On: september(29), Summary: "done", Workdays: 10, ResultsBy: domain.NewDate(2016, 10, 20), Rules: "set-9"},
		decision.ResultsDisclosed{On: domain.NewDate(2016, 10, 21), Where: "w"},
	}
}

// Each event of a decision shows in its row as it was recorded, and the rows that
// are kept up are those that are built anew.
func TestDecisionsByStep(t *testing.T) {
	log := newLog()
	log.add(t, "town-mizhou", town.Registered{ID: "mizhou", Name: "密州街道", NameEnglish: "Mizhou"}, monday)
	log.add(t, "community-taian", community.Registered{ID: "taian", Town: "town-mizhou", Name: "泰安社区", NameEnglish: "Tai'an"}, monday)
	c := config(t, log)
	c.CacheStates = 1 // so that states are folded anew
	v := running(t, c)
	want := projections.WholeDecision{Decision: projections.Decision{
		ID: "1", Owner: "community-taian", OwnerName: "泰安社区", OwnerNameEnglish: "Tai'an",
		Within: projections.Within{Community: "community-taian", CommunityName: "泰安社区", CommunityNameEnglish: "Tai'an", Town: "town-mizhou", TownName: "密州街道", TownNameEnglish: "Mizhou"},
		Kind:   domain.Leasing, Title: "出租大棚", TitleEnglish: "Lease of the greenhouse", Source: decision.PartyBranch, Amount: 5_000_000,
		Level: domain.VillageUnit, Procedure: domain.FourDiscussions, Meeting: domain.VillagersMeeting, Rules: "set-1", Proposed: september(1),
	}, Concerns: []string{"asset-7", "asset-9"}}
	steps := []func(*projections.WholeDecision){
		func(w *projections.WholeDecision) {
			w.Status, w.Next, w.WaitsSince = decision.StatusProposed, decision.Consultation, september(1)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Next, w.Consulted, w.WaitsSince = decision.StatusConsulted, decision.PartyReview, september(2), september(2)
			w.Discussions = append(w.Discussions, projections.Discussion{Body: "two-committees", On: september(2), Expected: 9, Present: 7, InFavour: 6, Quorum: 5, Needed: 4, Carried: true, Rules: "set-2"})
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Next, w.Reviewed, w.WaitsSince = decision.StatusReviewed, decision.TheVote, september(5), september(5)
			w.Discussions = append(w.Discussions, projections.Discussion{Body: projections.PartyMeeting, On: september(5), AsOf: september(1), Expected: 45, Present: 31, InFavour: 17, Quorum: 30, Needed: 16, Carried: true, Rules: "set-3"})
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Noticed, w.CalledFor, w.WaitsSince = decision.StatusNoticed, september(6), september(16), september(6)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Next, w.Voted, w.WaitsSince = decision.StatusCarried, "", september(16), september(16)
			w.Vote = projections.DecisionVote{
				Base: domain.Adults, Method: decision.AtMeeting, AsOf: september(1), Expected: 1000, Recused: 2, Issued: 800, Returned: 700, Proxies: 30,
				InFavour: 400, Against: 250, Abstained: 40, Invalid: 10, Quorum: 501, Needed: 351, Quorate: true, Passed: true, Rules: "set-5",
			}
		},
		func(w *projections.WholeDecision) {
			w.Status, w.TownDecided, w.TownOffice, w.TownDocument, w.WaitsSince = decision.StatusApproved, september(17), "office", "paper", september(17)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Adopted, w.WaitsSince = decision.StatusAdopted, september(18), september(18)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Disclosed, w.PostedUntil, w.Binds, w.PostingRules, w.WaitsSince = decision.StatusDisclosed, september(19), september(28), september(29), "set-7", september(19)
		},
		func(w *projections.WholeDecision) {
			w.Objections, w.OpenObjections, w.AnswerBy, w.WaitsSince = 1, 1, september(30), september(20)
			w.Raised = append(w.Raised, projections.DecisionObjection{Number: 1, Raised: september(20), AnswerBy: september(30)})
		},
		func(w *projections.WholeDecision) {
			w.Objections, w.OpenObjections, w.WaitsSince = 2, 2, september(21)
			w.Raised = append(w.Raised, projections.DecisionObjection{Number: 2, Raised: september(21), AnswerBy: domain.NewDate(2016, 10, 8)})
		},
		func(w *projections.WholeDecision) {
			w.OpenObjections, w.AnswerBy, w.WaitsSince = 1, domain.NewDate(2016, 10, 8), september(22)
			w.Raised[0].Answered = september(22)
		},
		func(w *projections.WholeDecision) {
			w.OpenObjections, w.AnswerBy, w.WaitsSince = 0, domain.Date{}, september(23)
			w.Raised[1].Answered = september(23)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.Implemented, w.ResultsBy, w.WaitsSince = decision.StatusImplemented, september(29), domain.NewDate(2016, 10, 20), september(29)
		},
		func(w *projections.WholeDecision) {
			w.Status, w.ResultsDisclosed, w.WaitsSince = decision.StatusClosed, domain.NewDate(2016, 10, 21), domain.Date{}
		},
	}
	for i, e := range decidedOn() {
		at := monday.Add(time.Duration(i) * time.Hour)
		position := log.add(t, "decision-1", e, at)
		waitFor(t, v, position)
		steps[i](&want)
		got := read(t, v, func(q *projections.Query) (projections.WholeDecision, error) { return q.WholeDecision("decision-1") })
		want.Origin = projections.Origin{Stream: "decision-1", Revision: int64(i), Position: position, RecordedAt: got.RecordedAt}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("after %s:\n got %+v\nwant %+v", e.EventType(), got, want)
		}
		checked(t, v)
	}
}

// checked holds the views against those that are built in one go.
func checked(t *testing.T, v *projections.Views) {
	t.Helper()
	got, err := v.Verify(t.Context())
	if err != nil || len(got.Differences) != 0 {
		t.Fatalf("incremental is not rebuilt: %+v, %v", got, err)
	}
}

// Both councils of a natural village, one of which does not carry it, and an
// objection that overturns a decision.
func TestDecisionsThatEnd(t *testing.T) {
	log := newLog()
	add := func(stream string, events ...domain.Event) {
		for _, e := range events {
			log.add(t, stream, e, monday)
		}
	}
	village := proposal
	village.Owner, village.Procedure, village.Concerns = "village-dong", domain.HouseholdDecision, nil
	add("decision-councils", village, decision.DiscussedByCouncils{
		On: september(3), PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, PartyQuorum: 3, PartyNeeded: 2,
		VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 3, VillagersQuorum: 5, VillagersNeeded: 4, Rules: "set-2",
	})
	all := decidedOn()
	add("decision-over", append(all[:10:10], decision.ObjectionAnswered{Number: 2, On: september(24), Upheld: true, Text: domain.Note("sealed")})...)
	add("decision-done", append(all[:9:9], decision.ObjectionAnswered{Number: 1, On: september(25), Upheld: true, Text: domain.Note("sealed")})...)
	withdrawn := proposal
	withdrawn.Delegation = "decision-over"
	add("decision-withdrawn", withdrawn, decision.Withdrawn{On: september(4), Reason: "why"})
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	checked(t, v)
	whole := func(stream string) projections.WholeDecision {
		return read(t, v, func(q *projections.Query) (projections.WholeDecision, error) { return q.WholeDecision(stream) })
	}

	d := whole("decision-councils")
	if d.Status != decision.StatusNotCarried || d.FailedAt != decision.Councils || d.Next != "" || d.WaitsSince != september(3) || d.OwnerName != "" {
		t.Errorf("got %+v", d)
	}
	want := []projections.Discussion{
		{Body: projections.PartyCouncil, On: september(3), Expected: 5, Present: 3, InFavour: 2, Quorum: 3, Needed: 2, Carried: true, Rules: "set-2"},
		{Body: projections.VillagersCouncil, On: september(3), Expected: 9, Present: 6, InFavour: 3, Quorum: 5, Needed: 4, Rules: "set-2"},
	}
	if !reflect.DeepEqual(d.Discussions, want) {
		t.Errorf("got %+v", d.Discussions)
	}
	d = whole("decision-over")
	if d.Status != decision.StatusOverturned || d.Ended != september(24) || d.OpenObjections != 1 || d.WaitsSince != september(24) || !d.Raised[1].Upheld {
		t.Errorf("the other objection is still to be answered: %+v", d)
	}
	if len(d.Resting) != 1 || d.Resting[0] != (projections.Resting{Stream: "decision-withdrawn", Step: "decision.proposed", Title: "出租大棚", TitleEnglish: "Lease of the greenhouse"}) {
		t.Errorf("got %+v", d.Resting)
	}
	if d = whole("decision-done"); d.Status != decision.StatusOverturned || !d.WaitsSince.IsZero() {
		t.Errorf("got %+v", d)
	}
	if d = whole("decision-withdrawn"); d.Status != decision.StatusWithdrawn || d.Ended != september(4) || !d.WaitsSince.IsZero() {
		t.Errorf("got %+v", d)
	}
	checkDecisionLists(t, v)
}

// checkDecisionLists holds orders, filters and counts of four decisions against
// each other.
func checkDecisionLists(t *testing.T, v *projections.Views) {
	t.Helper()
	streams := func(f projections.DecisionFilter, order string) []string {
		return read(t, v, func(q *projections.Query) ([]string, error) {
			all, total, err := q.Decisions(f, order, projections.Page{})
			if total != len(all) {
				t.Errorf("%d of %d", len(all), total)
			}
			var streams []string
			for _, d := range all {
				streams = append(streams, d.ID)
			}
			return streams, err
		})
	}
	on := september(30)
	for name, c := range map[string]struct {
		filter projections.DecisionFilter
		order  string
		want   []string
	}{
		"newest":     {projections.DecisionFilter{}, "newest", []string{"withdrawn", "done", "over", "councils"}},
		"waiting":    {projections.DecisionFilter{}, "waiting", []string{"councils", "over", "done", "withdrawn"}},
		"owner":      {projections.DecisionFilter{Owner: projections.Is("village-dong")}, "owner", []string{"councils"}},
		"status":     {projections.DecisionFilter{Status: projections.Is(decision.StatusOverturned)}, "oldest", []string{"over", "done"}},
		"procedure":  {projections.DecisionFilter{Procedure: projections.Is(domain.HouseholdDecision)}, "oldest", []string{"councils"}},
		"kind":       {projections.DecisionFilter{Kind: projections.Is(domain.Disposal)}, "oldest", nil},
		"open":       {projections.DecisionFilter{Pending: projections.ObjectionsOpen}, "oldest", []string{"over"}},
		"not late":   {projections.DecisionFilter{Pending: projections.ObjectionsLate, Today: on}, "oldest", nil},
		"late":       {projections.DecisionFilter{Pending: projections.ObjectionsLate, Today: on.AddDays(1)}, "oldest", []string{"over"}},
		"title":      {projections.DecisionFilter{Text: "大棚"}, "oldest", []string{"councils", "over", "done", "withdrawn"}},
		"id":         {projections.DecisionFilter{Text: "decision-ov"}, "oldest", []string{"over"}},
		"no pattern": {projections.DecisionFilter{Text: "%"}, "oldest", nil},
	} {
		if got := streams(c.filter, c.order); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	counts := read(t, v, func(q *projections.Query) (projections.DecisionCounts, error) { return q.DecisionCounts(on.AddDays(1)) })
	for status, n := range counts.ByStatus {
		if got := len(streams(projections.DecisionFilter{Status: projections.Is(status)}, "newest")); got != n {
			t.Errorf("%s: %d, and %d in the list", status, n, got)
		}
	}
	for pending, n := range counts.Pending {
		if got := len(streams(projections.DecisionFilter{Pending: pending, Today: on.AddDays(1)}, "newest")); got != n {
			t.Errorf("%s: %d, and %d in the list", pending, n, got)
		}
	}
	if len(counts.ByStatus) != 3 || counts.Pending[projections.ObjectionsLate] != 1 {
		t.Errorf("got %+v", counts)
	}
	err := v.Read(t.Context(), func(q *projections.Query) error {
		_, _, err := q.Decisions(projections.DecisionFilter{Pending: "rent"}, "newest", projections.Page{})
		return err
	})
	if err == nil {
		t.Error("nothing else is pending")
	}
}
