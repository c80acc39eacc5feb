package decision_test

import (
	"math"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// by is a vote of the 30 representatives.
func by(returned, inFavour int) decision.Vote {
	return decision.Vote{Method: decision.AtMeeting, Issued: returned, Returned: returned, InFavour: inFavour, Against: returned - inFavour}
}

// Two thirds of 30 are 20; over half of those present are in favour, and those
// who abstain or spoil their ballots are present.
func TestQuorumAndMajority(t *testing.T) {
	withInvalid := by(20, 11)
	withInvalid.InFavour, withInvalid.Against, withInvalid.Invalid, withInvalid.Abstained = 10, 8, 1, 1
	for name, c := range map[string]struct {
		vote            decision.Vote
		quorate, passed bool
		needed          int
	}{
		"exactly two thirds present":              {by(20, 11), true, true, 11},
		"one less than two thirds":                {by(19, 19), false, false, 10},
		"exactly half in favour":                  {by(20, 10), true, false, 11},
		"half in favour, the rest not against":    {withInvalid, true, false, 11},
		"an invalid ballot raises what is needed": {decision.Vote{Method: decision.AtMeeting, Issued: 22, Returned: 22, InFavour: 11, Against: 10, Invalid: 1}, true, false, 12},
		"without it, the same would pass":         {by(21, 11), true, true, 11},
		"ballots issued and not returned":         {decision.Vote{Method: decision.AtMeeting, Issued: 30, Returned: 20, InFavour: 11, Against: 9}, true, true, 11},
		"nobody came":                             {by(0, 0), false, false, 1},
		"all came, all in favour":                 {by(30, 30), true, true, 16},
	} {
		t.Run(name, func(t *testing.T) {
			s := toVote(t).When(c.vote).Accepted()
			s.State(func(d decision.Decision) {
				if d.Vote.Quorate != c.quorate || d.Vote.Passed != c.passed || d.Vote.Quorum != 20 || d.Vote.Needed != c.needed || d.Vote.Expected != 30 {
					t.Errorf("%+v", d.Vote)
				}
			})
			if c.passed {
				s.When(decision.Conclude{}).Then(decision.Adopted{On: day("2016-09-05"), Rules: "zhucheng-2015"})
				return
			}
			status(t, s, decision.StatusNotCarried)
			s.When(passing).Rejected("voted_already")
			s.When(decision.ApproveByTown{By: "a", Document: "b"}).Rejected("not_carried")
			s.When(decision.Disclose{Where: "a"}).Rejected("not_adopted")
			s = s.When(decision.Conclude{}).Then(decision.Rejected{On: day("2016-09-05"), Step: decision.TheVote})
			status(t, s, decision.StatusRejected)
			if r := resolution(t, s); !r.Adopted.IsZero() {
				t.Errorf("offers %+v", r)
			}
		})
	}
}

func TestBallotsAddUp(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*decision.Vote)
		code   string
	}{
		"one too few":                {func(v *decision.Vote) { v.Against-- }, "ballots_do_not_add_up"},
		"one too many":               {func(v *decision.Vote) { v.Invalid++ }, "ballots_do_not_add_up"},
		"more returned than issued":  {func(v *decision.Vote) { v.Returned++; v.Against++ }, "more_returned_than_issued"},
		"more issued than entitled":  {func(v *decision.Vote) { v.Issued = 31 }, "more_issued_than_entitled"},
		"all issued":                 {func(v *decision.Vote) { v.Issued = 30 }, ""},
		"issued to who was recused":  {func(v *decision.Vote) { v.Issued, v.Recused = 29, 2 }, "more_issued_than_entitled"},
		"issued to all the others":   {func(v *decision.Vote) { v.Issued, v.Recused = 28, 2 }, ""},
		"more recused than entitled": {func(v *decision.Vote) { v.Recused = 31 }, "more_issued_than_entitled"},
		"all by proxy":               {func(v *decision.Vote) { v.Proxies = 20 }, ""},
		"more proxies than returned": {func(v *decision.Vote) { v.Proxies = 21 }, "more_proxies_than_returned"},
		"negative":                   {func(v *decision.Vote) { v.Against, v.InFavour = -1, 17 }, "numbers_negative"},
		"negative abstentions":       {func(v *decision.Vote) { v.Abstained, v.Invalid = -1, 5 }, "numbers_negative"},
		"negative recusals":          {func(v *decision.Vote) { v.Recused = -1 }, "numbers_negative"},
		"sums that go round": {func(v *decision.Vote) {
			v.InFavour, v.Against, v.Abstained, v.Invalid = math.MaxInt, math.MaxInt, 22, 0
		}, "ballots_do_not_add_up"},
		"an unknown method":           {func(v *decision.Vote) { v.Method = "hands" }, "code_unknown"},
		"no method":                   {func(v *decision.Vote) { v.Method = "" }, "code_unknown"},
		"households":                  {func(v *decision.Vote) { v.Base = domain.Households }, "base_unfit"},
		"the only base is understood": {func(v *decision.Vote) { v.Base = "" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := passing
			c.change(&v)
			r := toVote(t).When(v)
			if c.code == "" {
				r.Accepted()
				return
			}
			r.Rejected(c.code)
		})
	}
}

// 30 expected: with 20 the quorum is there. Of the same 20 one is recused, and
// it breaks, although all others are in favour.
func TestARecusalBreaksTheQuorum(t *testing.T) {
	v := decision.Vote{Method: decision.AtMeeting, Recused: 1, Issued: 19, Returned: 19, InFavour: 19}
	toVote(t).When(v).State(func(d decision.Decision) {
		if d.Vote.Quorum != 20 || d.Vote.Quorate || d.Vote.Passed || d.FailedAt != decision.TheVote {
			t.Errorf("%+v", d.Vote)
		}
	})
}

// The number expected comes from the electorate of the day, and from nowhere
// else.
func TestElectorate(t *testing.T) {
	unit := units()[lianchi]
	grown := electorate
	grown.AsOf, grown.Representatives = day("2016-09-06"), 33
	unit.Electorates = domain.Electorates{electorate, grown}
	s := offering(toVote(t), lianchi, unit)
	for when, c := range map[string]struct{ expected, quorum int }{"2016-09-05": {30, 20}, "2016-09-06": {33, 22}} {
		s.When(at(when), by(20, 20)).State(func(d decision.Decision) {
			if d.Vote.Expected != c.expected || d.Vote.Quorum != c.quorum || d.Vote.Quorate != (c.quorum <= 20) {
				t.Errorf("on %s: %+v", when, d.Vote)
			}
		})
	}
	late := grown
	late.AsOf = day("2016-09-07")
	unit.Electorates = domain.Electorates{late}
	offering(toVote(t), lianchi, unit).When(at("2016-09-06"), passing).Rejected("no_electorate")
	offering(toVote(t), lianchi, unit).When(at("2016-09-07"), passing).Accepted()
	none := electorate
	none.Representatives, none.PartyMembers = 0, 0
	unit.Electorates = domain.Electorates{none}
	offering(toVote(t), lianchi, unit).When(passing).Rejected("nobody_entitled")
	consulted := county(t).When(works).When(consult).Accepted()
	offering(consulted, lianchi, unit).When(review).Rejected("nobody_entitled")
	unit.Electorates = nil
	offering(consulted, lianchi, unit).When(review).Rejected("no_electorate")
	toVote(t).Evidence(lianchi, nil).When(passing).Rejected("no_such_evidence")
}

// The villagers' meeting: over half of the adults, or two thirds of the
// households, and ten days' notice.
func TestVillagersMeeting(t *testing.T) {
	c := works
	c.Meeting, c.Amount = "", 0
	called := county(t).When(at("2016-09-01"), c).When(consult).When(review).
		When(decision.GiveNotice{MeetingOn: day("2016-09-11"), Where: "公示栏"}).Accepted()
	for _, c := range []struct {
		base              domain.VoterBase
		present, inFavour int
		quorate, passed   bool
	}{
		{domain.Adults, 500, 500, false, false},
		{domain.Adults, 501, 251, true, true},
		{domain.Adults, 502, 251, true, false},
		{domain.Households, 199, 199, false, false},
		{domain.Households, 200, 101, true, true},
		{domain.Households, 200, 100, true, false},
	} {
		v := by(c.present, c.inFavour)
		v.Base = c.base
		called.When(at("2016-09-11"), v).State(func(d decision.Decision) {
			if d.Meeting != domain.VillagersMeeting || d.Vote.Base != c.base || d.Vote.Quorate != c.quorate || d.Vote.Passed != c.passed {
				t.Errorf("%+v: %+v", c, d.Vote)
			}
		})
	}
	called.When(at("2016-09-11"), by(600, 600)).Rejected("base_unfit")
	v := by(30, 30)
	v.Base = domain.Representatives
	called.When(at("2016-09-11"), v).Rejected("base_unfit")
}

func TestNotice(t *testing.T) {
	c := works
	c.Meeting = ""
	ready := county(t).When(at("2016-09-01"), c).When(consult).When(review).Accepted()
	v := by(600, 600)
	v.Base = domain.Adults
	notice := func(on string) decision.GiveNotice {
		return decision.GiveNotice{MeetingOn: day(on), Where: "公示栏"}
	}
	ready.When(at("2016-09-20"), v).Rejected("notice_missing")
	ready.When(notice("2016-09-10")).Rejected("notice_too_short")
	ready.When(decision.GiveNotice{Where: "公示栏"}).Rejected("notice_too_short")
	called := ready.When(notice("2016-09-11")).Accepted()
	status(t, called, decision.StatusNoticed)
	called.When(at("2016-09-10"), v).Rejected("not_on_the_day_called")
	called.When(at("2016-09-11"), v).Accepted()
	called.When(at("2016-09-12"), v).Rejected("not_on_the_day_called")
	v.Method = decision.DoorToDoor
	called.When(at("2016-09-10"), v).Rejected("not_on_the_day_called")
	called.When(at("2016-09-12"), v).Accepted()

	// Called anew, it is the newer notice that counts.
	again := called.When(at("2016-09-08"), notice("2016-09-18")).Accepted()
	again.When(at("2016-09-11"), v).Rejected("not_on_the_day_called")
	again.When(at("2016-09-18"), v).Accepted()

	// The days count from when the public could know of it, save in a history
	// that was made up or brought in.
	late := ready.RecordedLater(3 * 24 * time.Hour)
	late.When(notice("2016-09-13")).Rejected("notice_too_short")
	late.When(notice("2016-09-14")).Then(decision.NoticeGiven{
		On: day("2016-09-01"), MeetingOn: day("2016-09-14"), Where: "公示栏", NoticeDays: 10, From: day("2016-09-04"), Rules: "zhucheng-2015",
	})
	late.Foreign().When(notice("2016-09-11")).Accepted()
}

// The Party meeting: two thirds of 45 are 30, and over half of them.
func TestPartyMeeting(t *testing.T) {
	s := county(t).When(works).When(consult).Accepted()
	for _, c := range []struct {
		present, inFavour int
		carried           bool
	}{{29, 29, false}, {30, 15, false}, {30, 16, true}, {45, 22, false}, {45, 23, true}, {0, 0, false}} {
		after := s.When(decision.ReviewByParty{Present: c.present, InFavour: c.inFavour}).Accepted()
		after.State(func(d decision.Decision) {
			if d.Review.Carried != c.carried {
				t.Errorf("%+v: %+v", c, d.Review)
			}
		})
		if !c.carried {
			after.When(passing).Rejected("not_carried")
			after.When(decision.Withdraw{Reason: "a"}).Rejected("not_carried")
			after.When(decision.Lapse{}).Rejected("not_carried")
			after.When(decision.Conclude{}).Then(decision.Rejected{On: day("2016-09-01"), Step: decision.PartyReview})
		}
	}
	for _, c := range []decision.ReviewByParty{{Present: 46, InFavour: 20}, {Present: 30, InFavour: 31}, {Present: 30, InFavour: -1}} {
		s.When(c).Rejected("numbers_impossible")
	}
}

func TestConsultation(t *testing.T) {
	s := county(t).When(works).Accepted()
	for _, c := range []struct {
		consult decision.Consult
		carried bool
	}{
		{decision.Consult{Expected: 8, Present: 4, InFavour: 4}, false},
		{decision.Consult{Expected: 8, Present: 5, InFavour: 3}, true},
		{decision.Consult{Expected: 8, Present: 6, InFavour: 3}, false},
	} {
		after := s.When(c.consult).Accepted()
		after.State(func(d decision.Decision) {
			if d.Consultation.Carried != c.carried {
				t.Errorf("%+v: %+v", c, d.Consultation)
			}
		})
		if !c.carried {
			after.When(review).Rejected("not_carried")
			after.When(decision.Conclude{}).Then(decision.Rejected{On: day("2016-09-01"), Step: decision.Consultation})
		}
	}
	s.When(decision.Consult{}).Rejected("numbers_impossible")
	s.When(decision.Consult{Expected: 8, Present: 9, InFavour: 9}).Rejected("numbers_impossible")
}

func TestVoteEvidence(t *testing.T) {
	s := toVote(t)
	s.Attaching().When(passing).Rejected("evidence_file_missing")
	s.Attaching(domain.Minutes).When(passing).Rejected("evidence_file_missing")
	s.Attaching(domain.SignInSheet, domain.Ballots).When(passing).Rejected("evidence_file_missing")
	s.Attaching(domain.SignInSheet, domain.Ballots, domain.Minutes).When(passing).Accepted()
}

// Proposed on 1 September 2016, it may be voted on for 180 days.
func TestLapsing(t *testing.T) {
	s := toVote(t)
	s.When(at("2017-02-28"), decision.Lapse{}).Rejected("not_lapsed")
	s.When(at("2017-02-28"), passing).Accepted()
	s.When(at("2017-02-28"), decision.Withdraw{Reason: "a"}).Accepted()
	for _, command := range []any{passing, decision.GiveNotice{MeetingOn: day("2017-03-20"), Where: "a"}, decision.Withdraw{Reason: "a"}} {
		s.When(at("2017-03-01"), command).Rejected("lapsed_by_time")
	}
	proposed := county(t).When(at("2016-09-01"), works).Accepted()
	proposed.When(at("2017-03-01"), consult).Rejected("lapsed_by_time")
	proposed.When(consult).When(at("2017-03-01"), review).Rejected("lapsed_by_time")
	lapsed := s.When(at("2017-03-01"), decision.Lapse{}).Then(decision.Lapsed{On: day("2017-03-01"), Days: 180, Rules: "zhucheng-2015"})
	status(t, lapsed, decision.StatusLapsed)
	lapsed.When(decision.Withdraw{Reason: "a"}).Rejected("closed")
	if !resolution(t, lapsed).Void {
		t.Error("what lapsed is not void")
	}
	// What was voted on in time is concluded whenever.
	s.When(at("2017-02-28"), passing).When(at("2017-06-01"), decision.Conclude{}).Accepted()
}

func TestWithdrawing(t *testing.T) {
	s := county(t).When(works).When(decision.Withdraw{Reason: "资金未落实"}).
		Then(decision.Withdrawn{On: day("2016-09-01"), Reason: "资金未落实"})
	if r := resolution(t, s); !r.Void {
		t.Errorf("offers %+v", r)
	}
	domaintest.CheckFold(t, decisions, s.Facts()...)
}

// A unit that was merged into another one decides nothing any more, wherever
// its decision stands.
func TestAMergedUnitDecidesNothing(t *testing.T) {
	unit := units()[lianchi]
	unit.Merged = "community-new"
	offering(county(t), lianchi, unit).When(works).Rejected("owner_merged")
	offering(toVote(t), lianchi, unit).When(passing).Rejected("owner_merged")
	offering(toVote(t), lianchi, unit).When(decision.GiveNotice{MeetingOn: day("2016-10-01"), Where: "a"}).Rejected("owner_merged")
	offering(county(t).When(works).Accepted(), lianchi, unit).When(consult).Rejected("owner_merged")
	// What it had decided is carried out.
	offering(posted(t), lianchi, unit).When(at("2016-10-15"), decision.ReportImplementation{Summary: "a"}).Accepted()
}

func TestAHouseholdDecisionNeedsBothCouncils(t *testing.T) {
	for name, change := range map[string]func(*domain.Unit){
		"no Party members' council": func(u *domain.Unit) { u.PartyCouncil = nil },
		"no villagers' council":     func(u *domain.Unit) { u.VillagersCouncil = nil },
		"constituted the day after": func(u *domain.Unit) { u.VillagersCouncil = domain.Terms{{From: day("2016-09-02"), Members: 9}} },
	} {
		unit := units()[dongcun]
		change(&unit)
		propose := decision.Propose{Owner: dongcun, Kind: domain.PublicWorks, Title: "硬化村内道路", Source: decision.Villagers}
		if code := domain.CodeOf(offering(county(t), dongcun, unit).When(at("2016-09-01"), propose).Err()); code != "councils_missing" {
			t.Errorf("%s: %q", name, code)
		}
		if code := domain.CodeOf(offering(household(t), dongcun, unit).When(councils).Err()); code != "councils_missing" {
			t.Errorf("%s: %q", name, code)
		}
	}
}

// councils is both councils of the village, each barely.
var councils = decision.DiscussByCouncils{
	PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 5, VillagersInFavour: 3,
}

// Who belongs to the councils is on record: those of the day.
func TestCouncilsAreThoseOnRecord(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*decision.DiscussByCouncils)
	}{
		"as on record":            {"", func(*decision.DiscussByCouncils) {}},
		"a Party member fewer":    {"not_as_constituted", func(c *decision.DiscussByCouncils) { c.PartyExpected = 4 }},
		"a Party member more":     {"not_as_constituted", func(c *decision.DiscussByCouncils) { c.PartyExpected = 6 }},
		"a villager fewer":        {"not_as_constituted", func(c *decision.DiscussByCouncils) { c.VillagersExpected = 8 }},
		"a villager more":         {"not_as_constituted", func(c *decision.DiscussByCouncils) { c.VillagersExpected = 10 }},
		"three who are everybody": {"not_as_constituted", func(c *decision.DiscussByCouncils) { c.PartyExpected, c.VillagersExpected = 3, 5 }},
	} {
		command := councils
		c.change(&command)
		if err := household(t).When(command).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	unit := units()[dongcun]
	unit.PartyCouncil = unit.PartyCouncil.With(domain.Term{From: day("2016-09-03"), Members: 7})
	s := offering(household(t), dongcun, unit)
	s.When(at("2016-09-02"), councils).Accepted()
	s.When(at("2016-09-03"), councils).Rejected("not_as_constituted")
}

// The two committees of a community are one body that consults, and some sit on
// both.
func TestCommitteesAreThoseOnRecord(t *testing.T) {
	none := domain.Terms(nil)
	until := func(last string) domain.Terms {
		return domain.Terms{{From: day("2013-01-01"), Until: day(last), Members: 5}}
	}
	later := domain.Terms{{From: day("2016-09-02"), Members: 5}}
	for _, c := range []struct {
		branch, committee domain.Terms
		expected          int
		code              string
	}{
		{term(5), term(7), 6, "not_as_constituted"}, {term(5), term(7), 7, ""}, {term(5), term(7), 12, ""}, {term(5), term(7), 13, "not_as_constituted"},
		{none, none, 1, ""}, {later, later, 1, ""}, // on 1 September
		{none, term(7), 7, "committees_missing"}, {term(5), none, 5, "committees_missing"}, {later, term(7), 7, "committees_missing"},
		{until("2016-08-31"), until("2016-08-31"), 1, "committees_missing"}, {until("2016-08-31"), later, 1, "committees_missing"},
		{until("2016-08-31"), term(7), 12, "committees_missing"}, {until("2016-09-01"), term(7), 12, ""},
		{until("2016-09-01"), until("2016-09-01"), 4, "not_as_constituted"}, {until("2016-09-01"), until("2016-09-01"), 5, ""},
	} {
		unit := units()[lianchi]
		unit.Branch, unit.Committee = c.branch, c.committee
		s := offering(county(t).When(works).Accepted(), lianchi, unit)
		if err := s.When(decision.Consult{Expected: c.expected, Present: 1, InFavour: 1}).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// The collective of a natural village has no councils of its own: those of the
// village discuss what belongs to it, and its electorate votes.
func TestACollectiveOfANaturalVillage(t *testing.T) {
	unit := units()[dongcun]
	unit.PartyCouncil, unit.VillagersCouncil, unit.Collective = nil, nil, true
	uncounted := unit
	uncounted.Electorates = nil
	offering(county(t), economic, uncounted).When(lease(economic)).Rejected("no_electorate")
	offering(county(t), economic, unit).When(lease(economic)).
		When(passing).Rejected("step_missing").
		When(decision.DiscussByCouncils{PartyExpected: 1, PartyPresent: 1, PartyInFavour: 1, VillagersExpected: 1, VillagersPresent: 1, VillagersInFavour: 1}).
		When(decision.Vote{Method: decision.DoorToDoor, Issued: 90, Returned: 60, InFavour: 31, Against: 29}).
		State(func(d decision.Decision) {
			if d.Procedure != domain.HouseholdDecision || !d.Vote.Passed || d.Vote.Expected != 90 {
				t.Errorf("%+v", d)
			}
		})
}

// Where it is on record whose the collective is, so is who discusses what belongs
// to it.
func TestCouncilsOfTheVillageDiscussForItsCollective(t *testing.T) {
	collective := units()[dongcun]
	collective.PartyCouncil, collective.VillagersCouncil, collective.Collective, collective.Councils = nil, nil, true, dongcun
	s := offering(county(t), economic, collective).When(lease(economic)).Accepted()
	s.State(func(d decision.Decision) {
		if d.Councils != dongcun {
			t.Errorf("%q discusses", d.Councils)
		}
	})
	s.When(councils).Accepted()
	for _, c := range []decision.DiscussByCouncils{
		{PartyExpected: 4, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 5, VillagersInFavour: 3},
		{PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 10, VillagersPresent: 6, VillagersInFavour: 4},
	} {
		s.When(c).Rejected("not_as_constituted")
	}
	without := units()[dongcun]
	without.VillagersCouncil = nil
	offering(s, dongcun, without).When(councils).Rejected("councils_missing")

	// What belongs to all of a community is discussed by its two committees.
	whole, community := units()[economic], units()[lianchi]
	whole.Councils = lianchi
	community.Branch, community.Committee = term(5), term(7)
	command := works
	command.Owner = economic
	s = offering(offering(county(t), economic, whole), lianchi, community).When(command).Accepted()
	s.When(decision.Consult{Expected: 7, Present: 6, InFavour: 6}).Accepted()
	s.When(decision.Consult{Expected: 13, Present: 7, InFavour: 6}).Rejected("not_as_constituted")
}
