package projections_test

import (
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/reform"
)

var (
	decisionStreams = []string{"decision-a", "decision-b", "decision-c"}
	reformStreams   = []string{"reform-x", "reform-y", "reform-z"}
)

// decisionFacts are events of a decision, one of each type or more, with numbers
// and days of their own. Most steps carry it. Of what is sealed there is a text
// that no view may hold.
func (w *writer) decisionFacts() []domain.Event {
	day := firstDay.AddDays(rapid.IntRange(0, 20).Draw(w.t, "day"))
	n := rapid.IntRange(1, 9).Draw(w.t, "number")
	carried := rapid.IntRange(0, 5).Draw(w.t, "carried") > 0
	facts := []domain.Event{
		decision.Proposed{
			Owner: "collective-x", Kind: domain.Leasing, Title: "出租", Source: decision.PartyBranch, Concerns: []string{"asset-a", "asset-b"}[:n%3%2+1],
			Level: domain.VillageUnit, Meeting: domain.VillagersMeeting, On: day, Rules: "r",
			Procedure:  []domain.Procedure{domain.FourDiscussions, domain.HouseholdDecision, domain.MembersDecision}[n%3],
			Delegation: []string{"", "", "decision-a"}[n/3%3],
		},
		decision.Consulted{Body: decision.TwoCommittees, On: day, Expected: 9, Present: n, InFavour: n, Quorum: 5, Needed: n, Carried: carried, Rules: "r"},
		decision.PartyReviewed{On: day, Expected: 45, AsOf: firstDay, Present: 30 + n, InFavour: n, Quorum: 30, Needed: 16, Carried: carried, Rules: "r"},
		decision.DiscussedByCouncils{
			On: day, PartyExpected: 5, PartyPresent: n, PartyInFavour: n, PartyQuorum: 3, PartyNeeded: 2,
			VillagersExpected: 9, VillagersPresent: n, VillagersInFavour: n, VillagersQuorum: 5, VillagersNeeded: 3, Carried: carried, Rules: "r",
		},
		decision.NoticeGiven{On: day, MeetingOn: day.AddDays(n), Where: "w", NoticeDays: 10, From: day, Rules: "r"},
		decision.Voted{
			On: day, Base: domain.Adults, Method: decision.AtMeeting, Expected: 100, AsOf: firstDay, Issued: 90, Returned: 80,
			InFavour: 60 + n, Against: 20 - n, Quorum: 51, Needed: 41, Quorate: true, Passed: carried, Rules: "r",
		},
		decision.Adopted{On: day, Rules: "r"},
		decision.Disclosed{On: day, Where: "w", Workdays: 7, From: day, PostedUntil: day.AddDays(n), Binds: day.AddDays(n + 1), Rules: "r"},
		decision.ObjectionRaised{Number: n, On: day, Text: domain.Note("sealed"), Workdays: 10, AnswerBy: day.AddDays(n), Rules: "r"},
		decision.ImplementationReported{On: day, Summary: "done", Workdays: 10, ResultsBy: day.AddDays(n), Rules: "r"},
		decision.ResultsDisclosed{On: day, Where: "w"},
	}
	for number := 1; number <= 9; number++ {
		facts = append(facts, decision.ObjectionAnswered{Number: number, On: day, Upheld: !carried, Text: domain.Note("sealed")})
	}
	for _, step := range []decision.Step{decision.Consultation, decision.PartyReview, decision.Councils, decision.TheVote, decision.TownApproval} {
		facts = append(facts, decision.Rejected{On: day, Step: step})
	}
	if carried {
		return append(facts, decision.TownApproved{On: day, By: "b", Document: "d"})
	}
	return append(facts,
		decision.TownRefused{On: day, By: "b", Document: "d"}, decision.Withdrawn{On: day, Reason: "r"}, decision.Lapsed{On: day, Days: 180, Rules: "r"})
}

// reformFacts are the steps of a reform, and what may come between and after them.
func reformFacts(collective string) []domain.Event {
	return append(reformSteps(collective),
		reform.ObjectionSettled{Number: 1, Accepted: true, On: domain.NewDate(2016, 12, 12), Text: domain.Note("采纳")},
		reform.MemberJoined{Number: 13, Person: member(13), Basis: reform.Birth, Decision: "decision-b", Document: domain.Note("出生证明")},
		reform.MemberLeft{Number: 1, Reason: reform.Death, Document: domain.Note("死亡证明")},
		reform.MemberInherited{From: 1, To: 2, Shares: 60, Document: domain.Note("公证书")},
		reform.MemberTransferred{From: 3, To: 13, Shares: 40, Document: domain.Note("协议")},
		reform.ReservesSetAside{Year: 2015, Profit: 5, Reserves: 5},
	)
}
