package request_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
)

// requests is the aggregate without the wording and the roles of the catalogue.
var requests = domain.Define("request",
	domain.Records[request.Request](
		domain.Says(request.Submitted{}, "", ""), domain.Says(request.Imported{}, "", ""),
		domain.Says(request.Accepted{}, "", ""), domain.Says(request.ToldIncomplete{}, "", ""),
		domain.Says(request.Declined{}, "", ""), domain.Says(request.Entrusted{}, "", ""),
		domain.Says(request.Assigned{}, "", ""), domain.Says(request.PassedOn{}, "", ""),
		domain.Says(request.StepRecorded{}, "", ""), domain.Says(request.Supervised{}, "", ""),
		domain.Says(request.DueExtended{}, "", ""), domain.Says(request.Completed{}, "", ""),
		domain.Says(request.Replied{}, "", ""), domain.Says(request.OriginalsReturned{}, "", ""),
		domain.Says(request.Rated{}, "", ""), domain.Says(request.Reopened{}, "", ""),
		domain.Says(request.Withdrawn{}, "", ""), domain.Says(request.Filed{}, "", ""),
	),
	domain.Opens[request.Request, request.Submit]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Opens[request.Request, request.Import]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Accept]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.TellIncomplete]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Decline]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Entrust]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Assign]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.PassOn]("", "", domain.ErrandAgent.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.RecordStep]("", "", domain.ErrandAgent.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Supervise]("", "", domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.ExtendDue]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Complete]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Reply]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.ReturnOriginals]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Rate]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Reopen]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Withdraw]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.File]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
)

var (
	at   = domaintest.At
	why  = domain.Note("因材料需核实")
	card = "身份证"
	book = "户口簿"
)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// onList is a matter that stands on a list since the year began.
func onList(list domain.ServiceList, limit int) domain.ServiceMatter {
	return domain.ServiceMatter{Code: "M1", Terms: []domain.ServiceTerms{{
		From: day("2016-01-01"), List: list, Title: "老年优待证", Papers: []string{card, book}, LimitDays: limit,
	}}}
}

// known is an empty request in a county that has one community and one matter.
func known(t domaintest.TB, m domain.ServiceMatter) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, requests).
		Evidence("matter-M1", m).
		Evidence("community-c1", domain.Offerings{domain.PlaceName{ID: "c1", Name: "莲池社区"}, domain.Unit{Level: domain.VillageUnit}})
}

var (
	submit    = request.Submit{Matter: "M1", Place: "c1", Channel: request.Window, People: 1}
	submitted = request.Submitted{Matter: "M1", Place: "c1", Channel: request.Window, People: 1}
)

// accepted is a request that was accepted on Wednesday 28 September 2016, just
// before the National Day holiday (1 to 7 October; 8 and 9 October, a weekend,
// were worked).
func accepted(t domaintest.TB, list domain.ServiceList, limit int) domaintest.Scenario {
	t.Helper()
	return known(t, onList(list, limit)).
		Given(at("2016-09-28"), submitted).
		When(request.Accept{}).Accepted()
}

// entrusted is on the agent list, entrusted the day after with one original.
func entrusted(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return accepted(t, domain.AgentList, 10).
		When(at("2016-09-29"), request.Entrust{Agent: "agent-1", Originals: []string{card}}).Accepted()
}

// guided is on the guided list and due on Monday 10 October 2016.
func guided(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return accepted(t, domain.GuidedList, 5)
}

func completed(t domaintest.TB, o request.Outcome) domaintest.Scenario {
	t.Helper()
	return guided(t).When(at("2016-09-30"), request.Complete{Outcome: o}).Accepted()
}

func replied(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return completed(t, request.Solved).When(request.Reply{How: request.Spoken}).Accepted()
}

func status(t *testing.T, s domaintest.Scenario, want request.Status) {
	t.Helper()
	s.State(func(r request.Request) {
		t.Helper()
		if r.Status != want {
			t.Errorf("status %s, want %s", r.Status, want)
		}
	})
}
