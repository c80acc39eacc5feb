package decision_test

import (
	"reflect"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// Four discussions, two disclosures, each event with all its numbers.
func TestFourDiscussionsTwoDisclosures(t *testing.T) {
	const set = "zhucheng-2015"
	s := county(t).
		When(at("2016-09-01"), works).
		Then(decision.Proposed{
			Owner: lianchi, Kind: domain.Expenditure, Title: "修缮社区办公用房", Source: decision.PartyBranch,
			Amount: 300000 * domain.Yuan, Concerns: []string{"asset-7"}, Level: domain.VillageUnit,
			Procedure: domain.FourDiscussions, Meeting: domain.RepresentativesMeeting, On: day("2016-09-01"), Rules: set,
		}).
		When(at("2016-09-02"), consult).
		Then(decision.Consulted{
			Body: decision.TwoCommittees, On: day("2016-09-02"), Expected: 9, Present: 7, InFavour: 6, Quorum: 5, Needed: 4, Carried: true, Rules: set,
		}).
		When(at("2016-09-05"), review).
		Then(decision.PartyReviewed{
			On: day("2016-09-05"), Expected: 45, AsOf: day("2016-01-01"), Present: 30, InFavour: 16, Quorum: 30, Needed: 16, Carried: true, Rules: set,
		}).
		When(decision.GiveNotice{MeetingOn: day("2016-09-06"), Where: "公示栏"}).
		Then(decision.NoticeGiven{On: day("2016-09-05"), MeetingOn: day("2016-09-06"), Where: "公示栏", From: day("2016-09-05"), Rules: set}).
		When(at("2016-09-06"), passing).
		Then(decision.Voted{
			On: day("2016-09-06"), Base: domain.Representatives, Method: decision.AtMeeting, Expected: 30, AsOf: day("2016-01-01"),
			Issued: 20, Returned: 20, InFavour: 11, Against: 5, Abstained: 3, Invalid: 1,
			Quorum: 20, Needed: 11, Quorate: true, Passed: true, Rules: set,
		}).
		When(decision.Conclude{}).
		Then(decision.Adopted{On: day("2016-09-06"), Rules: set}).
		When(at("2016-09-30"), decision.Disclose{Where: "公示栏"}).
		Then(decision.Disclosed{
			On: day("2016-09-30"), Where: "公示栏", Workdays: 7, From: day("2016-09-30"),
			PostedUntil: day("2016-10-14"), Binds: day("2016-10-15"), Rules: set,
		}).
		When(at("2016-10-11"), decision.RaiseObjection{Text: text}).
		Then(decision.ObjectionRaised{Number: 1, On: day("2016-10-11"), Text: text, Workdays: 10, AnswerBy: day("2016-10-25"), Rules: set}).
		When(at("2016-10-12"), decision.AnswerObjection{Number: 1, Text: text}).
		Then(decision.ObjectionAnswered{Number: 1, On: day("2016-10-12"), Text: text}).
		When(at("2016-11-01"), decision.ReportImplementation{Summary: "工程已竣工验收"}).
		Then(decision.ImplementationReported{On: day("2016-11-01"), Summary: "工程已竣工验收", Workdays: 10, ResultsBy: day("2016-11-15"), Rules: set}).
		When(at("2016-11-09"), decision.DiscloseResults{Where: "公示栏"}).
		Then(decision.ResultsDisclosed{On: day("2016-11-09"), Where: "公示栏"})
	s.State(func(d decision.Decision) {
		if d.Status != decision.StatusClosed || d.Vote.InFavour != 11 || d.Review.Quorum != 30 || d.Consultation.Needed != 4 ||
			d.Rules != set || d.PostingRules != set || d.Proposed != day("2016-09-01") || d.ResultsBy != day("2016-11-15") || d.ResultsDisclosed != day("2016-11-09") ||
			!reflect.DeepEqual(d.Objections, []decision.Objection{{Number: 1, Raised: day("2016-10-11"), AnswerBy: day("2016-10-25"), Answered: day("2016-10-12")}}) {
			t.Errorf("state %+v", d)
		}
		want := domain.Resolution{
			Owner: lianchi, Kind: domain.Expenditure, Amount: 300000 * domain.Yuan, Concerns: []string{"asset-7"},
			Proposed: day("2016-09-01"), Voted: day("2016-09-06"), Adopted: day("2016-09-06"), Disclosed: day("2016-09-30"), Binds: day("2016-10-15"),
		}
		if !reflect.DeepEqual(d.Offers(), want) || d.PlacedAt() != lianchi {
			t.Errorf("offers %+v, placed at %s", d.Offers(), d.PlacedAt())
		}
	})
	for _, command := range everything {
		s.When(command).Rejected("closed")
	}
	domaintest.CheckFold(t, decisions, s.Facts()...)
}

// A household decision in a natural village: both councils, then one ballot a
// household, from door to door.
func TestHouseholdDecision(t *testing.T) {
	s := household(t)
	s.When(consult).Rejected("not_of_this_procedure")
	s.When(review).Rejected("not_of_this_procedure")
	s = s.When(at("2016-09-03"), decision.DiscussByCouncils{
		PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4,
	}).Then(decision.DiscussedByCouncils{
		On: day("2016-09-03"), PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, PartyQuorum: 3, PartyNeeded: 2,
		VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4, VillagersQuorum: 5, VillagersNeeded: 4, Carried: true, Rules: "zhucheng-2015",
	}).When(at("2016-09-04"), decision.Vote{Method: decision.DoorToDoor, Issued: 88, Recused: 2, Returned: 60, Proxies: 3, InFavour: 31, Against: 29}).
		Then(decision.Voted{
			On: day("2016-09-04"), Base: domain.Households, Method: decision.DoorToDoor, Expected: 90, AsOf: day("2016-01-01"), Recused: 2,
			Issued: 88, Returned: 60, Proxies: 3, InFavour: 31, Against: 29, Quorum: 60, Needed: 31, Quorate: true, Passed: true, Rules: "zhucheng-2015",
		}).
		When(decision.Conclude{}).When(decision.Disclose{Where: "村口"}).
		When(at("2016-09-28"), decision.ReportImplementation{Summary: "道路已硬化"}).
		When(decision.DiscloseResults{Where: "村口"}).Accepted()
	status(t, s, decision.StatusClosed)
	domaintest.CheckFold(t, decisions, s.Facts()...)
}

// road is reserved to the villagers where a community decides; the households
// of a natural village decide it themselves.
func household(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).When(at("2016-09-01"), decision.Propose{
		Owner: dongcun, Kind: domain.PublicWorks, Title: "硬化村内道路", Source: decision.Villagers,
	}).Accepted()
}

func TestBothCouncilsHaveToCarryIt(t *testing.T) {
	discuss := decision.DiscussByCouncils{
		PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4,
	}
	for name, change := range map[string]func(*decision.DiscussByCouncils){
		"Party members, two of five present":    func(c *decision.DiscussByCouncils) { c.PartyPresent = 2 },
		"Party members, one of three in favour": func(c *decision.DiscussByCouncils) { c.PartyInFavour = 1 },
		"villagers, four of nine present":       func(c *decision.DiscussByCouncils) { c.VillagersPresent = 4 },
		"villagers, exactly half in favour":     func(c *decision.DiscussByCouncils) { c.VillagersInFavour = 3 },
	} {
		t.Run(name, func(t *testing.T) {
			c := discuss
			change(&c)
			s := household(t).When(c).Accepted()
			s.When(decision.Vote{Method: decision.DoorToDoor, Issued: 90, Returned: 90, InFavour: 90}).Rejected("not_carried")
			s.When(decision.Conclude{}).Then(decision.Rejected{On: day("2016-09-01"), Step: decision.Councils})
		})
	}
	for _, c := range []decision.DiscussByCouncils{
		{PartyExpected: 5, PartyPresent: 6, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4},
		{PartyExpected: 5, PartyPresent: 3, PartyInFavour: 4, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4},
		{PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersPresent: 0},
		{PartyExpected: 5, PartyPresent: 3, PartyInFavour: -1, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4},
	} {
		household(t).When(c).Rejected("numbers_impossible")
	}
}

// From May 2025 the members of a collective decide what belongs to it: two
// thirds of them take part, and two thirds of all are in favour.
func TestDecisionOfTheMembers(t *testing.T) {
	s := members(t)
	s.State(func(d decision.Decision) {
		if d.Procedure != domain.MembersDecision || d.Meeting != domain.MembersAssembly {
			t.Errorf("goes by %s, resolved by %s", d.Procedure, d.Meeting)
		}
	})
	s.When(decision.ReviewByParty{Present: 45, InFavour: 45}).Rejected("not_of_this_procedure")
	s.When(decision.GiveNotice{MeetingOn: day("2025-06-20"), Where: "公示栏"}).Rejected("step_missing")
	s = s.When(at("2025-06-03"), decision.Consult{Expected: 5, Present: 5, InFavour: 3}).
		Then(decision.Consulted{
			Body: decision.BoardOfCollective, On: day("2025-06-03"), Expected: 5, Present: 5, InFavour: 3, Quorum: 3, Needed: 3, Carried: true, Rules: "collectives-law-2025",
		})
	vote := decision.Vote{Method: decision.AtMeeting, Issued: 700, Returned: 700, InFavour: 600, Against: 100}
	s.When(at("2025-06-13"), vote).Rejected("notice_missing")
	s.When(at("2025-06-03"), decision.GiveNotice{MeetingOn: day("2025-06-12"), Where: "公示栏"}).Rejected("notice_too_short")
	s = s.When(at("2025-06-03"), decision.GiveNotice{MeetingOn: day("2025-06-13"), Where: "公示栏"}).Accepted()
	s.When(at("2025-06-12"), vote).Rejected("not_on_the_day_called")
	passed := s.When(at("2025-06-13"), vote).Then(decision.Voted{
		On: day("2025-06-13"), Base: domain.Members, Method: decision.AtMeeting, Expected: 900, AsOf: day("2016-01-01"), Issued: 700, Returned: 700,
		InFavour: 600, Against: 100, Quorum: 600, Needed: 600, Quorate: true, Passed: true, Rules: "collectives-law-2025",
	})
	passed.When(decision.Conclude{}).Accepted()
	domaintest.CheckFold(t, decisions, passed.Facts()...)

	// Almost all who came are not two thirds of all.
	vote = decision.Vote{Method: decision.AtMeeting, Issued: 600, Returned: 600, InFavour: 599, Against: 1}
	s.When(at("2025-06-13"), vote).State(func(d decision.Decision) {
		if !d.Vote.Quorate || d.Vote.Passed || d.FailedAt != decision.TheVote {
			t.Errorf("599 of 900 in favour: %+v", d.Vote)
		}
	})
	vote.Returned, vote.InFavour, vote.Against = 599, 599, 0
	s.When(at("2025-06-13"), vote).State(func(d decision.Decision) {
		if d.Vote.Quorate || d.Vote.Passed {
			t.Errorf("599 of 900 took part: %+v", d.Vote)
		}
	})
}

func members(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return since2025(t).When(lease(economic)).Accepted()
}

func lease(owner string) decision.Propose {
	return decision.Propose{Owner: owner, Kind: domain.Leasing, Title: "出租沿街商铺", Source: decision.Board, Concerns: []string{"asset-7"}}
}

func TestOnlyACollectiveHasMembers(t *testing.T) {
	since2025(t).When(lease(lianchi)).Rejected("not_a_collective")
	county(t).When(at("2016-09-01"), lease(lianchi)).Accepted()
}

// The representatives of the members, where the rules let them.
func TestRepresentativesOfTheMembers(t *testing.T) {
	c := lease(economic)
	c.Meeting = domain.MemberRepresentatives
	s := since2025(t).When(c).When(decision.Consult{Expected: 5, Present: 5, InFavour: 5}).
		When(decision.GiveNotice{MeetingOn: day("2025-06-12"), Where: "公示栏"}).Accepted()
	for favour, passed := range map[int]bool{19: false, 20: true} {
		s.When(at("2025-06-12"), decision.Vote{Method: decision.AtMeeting, Issued: 25, Returned: 25, InFavour: favour, Against: 25 - favour}).
			State(func(d decision.Decision) {
				if d.Vote.Passed != passed || d.Vote.Needed != 20 {
					t.Errorf("%d of 30 in favour: %+v", favour, d.Vote)
				}
			})
	}
}

// Steps out of order, each with the one that comes first.
func TestOrder(t *testing.T) {
	county(t).When(consult).Rejected("not_found")
	proposed := county(t).When(works).Accepted()
	proposed.When(works).Rejected("already_exists")
	consulted := proposed.When(consult).Accepted()
	reviewed := consulted.When(review).Accepted()
	voted := reviewed.When(passing).Accepted()
	done := voted.When(decision.Conclude{}).Accepted()
	shown := done.When(decision.Disclose{Where: "公示栏"}).Accepted()
	reported := shown.When(at("2016-10-10"), decision.ReportImplementation{Summary: "a"}).Accepted()
	councils := decision.DiscussByCouncils{PartyExpected: 1, PartyPresent: 1, PartyInFavour: 1, VillagersExpected: 1, VillagersPresent: 1, VillagersInFavour: 1}
	notice := decision.GiveNotice{MeetingOn: day("2016-12-01"), Where: "公示栏"}
	town := decision.ApproveByTown{By: "相州镇", Document: "相政发〔2016〕7号"}
	for _, c := range []struct {
		s       domaintest.Scenario
		command any
		code    string
	}{
		{proposed, review, "step_missing"}, {proposed, notice, "step_missing"}, {proposed, passing, "step_missing"},
		{proposed, councils, "not_of_this_procedure"}, {proposed, decision.Conclude{}, "not_voted"}, {proposed, town, "not_voted"},
		{proposed, decision.Disclose{Where: "a"}, "not_adopted"}, {proposed, decision.RaiseObjection{Text: text}, "not_disclosed"},
		{proposed, decision.AnswerObjection{Number: 1, Text: text}, "no_such_objection"},
		{proposed, decision.ReportImplementation{Summary: "a"}, "not_disclosed"}, {proposed, decision.DiscloseResults{Where: "a"}, "not_implemented"},
		{consulted, consult, "step_taken"}, {consulted, passing, "step_missing"},
		{reviewed, review, "step_taken"}, {reviewed, consult, "step_taken"},
		{voted, passing, "voted_already"}, {voted, notice, "voted_already"}, {voted, consult, "voted_already"},
		{voted, decision.Withdraw{Reason: "a"}, "voted_already"}, {voted, decision.Lapse{}, "voted_already"},
		{voted, decision.Disclose{Where: "a"}, "not_adopted"},
		{done, decision.Conclude{}, "adopted_already"}, {done, town, "adopted_already"}, {done, decision.Withdraw{Reason: "a"}, "voted_already"},
		{done, decision.RaiseObjection{Text: text}, "not_disclosed"}, {done, decision.ReportImplementation{Summary: "a"}, "not_disclosed"},
		{shown, decision.Disclose{Where: "a"}, "disclosed_already"}, {shown, decision.DiscloseResults{Where: "a"}, "not_implemented"},
		{reported, decision.ReportImplementation{Summary: "a"}, "implemented_already"}, {reported, decision.RaiseObjection{Text: text}, "posting_over"},
	} {
		c.s.When(c.command).Rejected(c.code)
	}
}

func TestRequiredTexts(t *testing.T) {
	toVote(t).When(decision.GiveNotice{MeetingOn: day("2016-09-30"), Where: " "}).Rejected("field_missing")
	toVote(t).When(decision.Withdraw{}).Rejected("field_missing")
	adopted(t).When(decision.Disclose{}).Rejected("field_missing")
	p := posted(t)
	p.When(decision.RaiseObjection{}).Rejected("field_missing")
	p.When(at("2016-10-15"), decision.ReportImplementation{}).Rejected("field_missing")
	p.When(decision.RaiseObjection{Text: text}).When(decision.AnswerObjection{Number: 1}).Rejected("field_missing")
	p.When(at("2016-10-15"), decision.ReportImplementation{Summary: "a"}).When(decision.DiscloseResults{}).Rejected("field_missing")
}

// everything is one command of each kind, sensible by itself.
var everything = []any{
	consult, review, passing, decision.Conclude{}, decision.Lapse{},
	decision.DiscussByCouncils{PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4},
	decision.GiveNotice{MeetingOn: domain.NewDate(2016, 12, 1), Where: "公示栏"},
	decision.ApproveByTown{By: "相州镇", Document: "相政发〔2016〕7号"}, decision.RefuseByTown{By: "相州镇", Document: "相政发〔2016〕8号"},
	decision.Disclose{Where: "公示栏"}, decision.RaiseObjection{Text: domain.Note("a")}, decision.AnswerObjection{Number: 1, Text: domain.Note("a")},
	decision.ReportImplementation{Summary: "a"}, decision.DiscloseResults{Where: "公示栏"}, decision.Withdraw{Reason: "a"},
}
