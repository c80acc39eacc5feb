package decision_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// decisions is the aggregate without the wording and the roles of the catalogue.
var decisions = domain.Define("decision",
	domain.Records[decision.Decision](
		domain.Says(decision.Proposed{}, "", ""), domain.Says(decision.Consulted{}, "", ""),
		domain.Says(decision.PartyReviewed{}, "", ""), domain.Says(decision.DiscussedByCouncils{}, "", ""),
		domain.Says(decision.NoticeGiven{}, "", ""), domain.Says(decision.Voted{}, "", ""),
		domain.Says(decision.TownApproved{}, "", ""), domain.Says(decision.TownRefused{}, "", ""),
		domain.Says(decision.Adopted{}, "", ""), domain.Says(decision.Rejected{}, "", ""),
		domain.Says(decision.Disclosed{}, "", ""), domain.Says(decision.ObjectionRaised{}, "", ""),
		domain.Says(decision.ObjectionAnswered{}, "", ""), domain.Says(decision.ImplementationReported{}, "", ""),
		domain.Says(decision.ResultsDisclosed{}, "", ""), domain.Says(decision.Withdrawn{}, "", ""),
		domain.Says(decision.Lapsed{}, "", ""),
	),
	domain.Opens[decision.Decision, decision.Propose]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Consult]("", "", recorder),
	domain.Accepts[decision.Decision, decision.ReviewByParty]("", "", recorder),
	domain.Accepts[decision.Decision, decision.DiscussByCouncils]("", "", recorder),
	domain.Accepts[decision.Decision, decision.GiveNotice]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Vote]("", "", recorder),
	domain.Accepts[decision.Decision, decision.ApproveByTown]("", "", recorder),
	domain.Accepts[decision.Decision, decision.RefuseByTown]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Conclude]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Disclose]("", "", recorder),
	domain.Accepts[decision.Decision, decision.RaiseObjection]("", "", recorder),
	domain.Accepts[decision.Decision, decision.AnswerObjection]("", "", recorder),
	domain.Accepts[decision.Decision, decision.ReportImplementation]("", "", recorder),
	domain.Accepts[decision.Decision, decision.DiscloseResults]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Withdraw]("", "", recorder),
	domain.Accepts[decision.Decision, decision.Lapse]("", "", recorder),
)

var (
	recorder = domain.Recorder.At(domain.CommunityLevel)

	at   = domaintest.At
	text = domain.Note("租金过低")
)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// The streams of three units, and what they offer: a community, a natural
// village with both councils, and a collective.
const (
	lianchi  = "community-lc"
	dongcun  = "village-dong"
	economic = "collective-lc"
)

var electorate = domain.Electorate{
	AsOf: day("2016-01-01"), Adults: 1000, Households: 300, Representatives: 30, PartyMembers: 45, Document: "户籍名册",
}

// term is that of a body of so many.
func term(members int) domain.Terms {
	return domain.Terms{{From: day("2016-01-01"), Members: members}}
}

func units() map[string]domain.Unit {
	small := electorate
	small.Adults, small.Households, small.PartyMembers = 240, 90, 12
	members := electorate
	members.Adults, members.Households, members.Members = 0, 0, 900
	return map[string]domain.Unit{
		lianchi:  {Level: domain.VillageUnit, Electorates: domain.Electorates{electorate}},
		dongcun:  {Level: domain.GroupUnit, Electorates: domain.Electorates{small}, PartyCouncil: term(5), VillagersCouncil: term(9)},
		economic: {Level: domain.VillageUnit, Electorates: domain.Electorates{members}, Collective: true},
	}
}

// county is an empty decision in a county with the three units. Minutes and
// sign-in sheet are at hand, which the rules of Zhucheng want of a vote.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	s := domaintest.For(t, decisions).Attaching(domain.Minutes, domain.SignInSheet)
	for stream, unit := range units() {
		s = offering(s, stream, unit)
	}
	return s
}

// since2025 is judged by the law of 2025 on collectives, which wants no files of
// a vote.
func since2025(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).Rules(domaintest.RuleSet(t, "collectives-law-2025")).Attaching().Given(at("2025-06-02"))
}

func offering(s domaintest.Scenario, stream string, u domain.Unit) domaintest.Scenario {
	_, id := domain.SplitStream(stream)
	return s.Evidence(stream, domain.Offerings{domain.PlaceName{ID: id, Name: id}, u})
}

// works is proposed to the villagers' representatives: nothing that is reserved.
var (
	works = decision.Propose{
		Owner: lianchi, Kind: domain.Expenditure, Title: "修缮社区办公用房", Source: decision.PartyBranch,
		Amount: 300000 * domain.Yuan, Concerns: []string{"asset-7"}, Meeting: domain.RepresentativesMeeting,
	}
	consult = decision.Consult{Expected: 9, Present: 7, InFavour: 6}
	review  = decision.ReviewByParty{Present: 30, InFavour: 16}
	// passing is a vote of the 30 representatives, 20 of them present.
	passing = decision.Vote{
		Base: domain.Representatives, Method: decision.AtMeeting, Issued: 20, Returned: 20, InFavour: 11, Against: 5, Abstained: 3, Invalid: 1,
	}
)

// toVote is ready for the representatives' vote, on 5 September 2016.
func toVote(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).
		When(at("2016-09-01"), works).
		When(at("2016-09-02"), consult).
		When(at("2016-09-05"), review).Accepted()
}

func adopted(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return toVote(t).When(at("2016-09-06"), passing).When(decision.Conclude{}).Accepted()
}

// posted is disclosed on Friday 30 September 2016, just before the National Day
// holiday: 1 to 7 October are off, and the weekend of 8 and 9 October is worked.
func posted(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return adopted(t).When(at("2016-09-30"), decision.Disclose{Where: "公示栏"}).Accepted()
}

func status(t *testing.T, s domaintest.Scenario, want decision.Status) {
	t.Helper()
	s.State(func(d decision.Decision) {
		t.Helper()
		if d.Status != want {
			t.Errorf("status %s, want %s", d.Status, want)
		}
	})
}

func resolution(t *testing.T, s domaintest.Scenario) (r domain.Resolution) {
	t.Helper()
	s.State(func(d decision.Decision) { r = d.Offers().(domain.Resolution) })
	return r
}
