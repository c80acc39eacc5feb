package request_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
)

// The rule that judges a command judges a history too: an event whose numbers
// do not follow is refused, whoever made it.
func judged(t *testing.T, r request.Request, e domain.Event, code string) {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := book.On(day("2016-09-28"))
	if err != nil {
		t.Fatal(err)
	}
	act := domain.Act{OccurredAt: at("2016-09-28").UTC(), Zone: domaintest.Zone, Rules: set}.
		WithEvidence(domain.Ref{Stream: "matter-M1", Revision: 3}, onList(domain.GuidedList, 5))
	if err := r.Judge(e, act); domain.CodeOf(err) != code {
		t.Errorf("%+v: %v, want %q", e, err, code)
	}
}

func TestAcceptanceIsJudgedOnTheTerms(t *testing.T) {
	r := request.Request{Status: request.StatusSubmitted, Matter: "M1"}
	good := request.Accepted{List: domain.GuidedList, LimitDays: 5, Due: day("2016-10-10"), TermsFrom: day("2016-01-01"), Rules: "zhucheng-2015"}
	judged(t, r, good, "")
	for _, change := range []func(*request.Accepted){
		func(e *request.Accepted) { e.List = domain.ImmediateList },
		func(e *request.Accepted) { e.LimitDays = 6 },
		func(e *request.Accepted) { e.Due = day("2016-10-11") },
		func(e *request.Accepted) { e.TermsFrom = day("2016-02-01") },
		func(e *request.Accepted) { e.Rules = "another" },
	} {
		e := good
		change(&e)
		judged(t, r, e, "not_on_its_terms")
	}
}

func TestPassingOnIsJudgedByItsNumbers(t *testing.T) {
	var r request.Request
	entrusted(t).State(func(s request.Request) { r = s })
	r.EntrustedAt = at("2016-09-26").UTC()
	good := request.PassedOn{To: "镇民政办", WorkdaysTaken: 2, WorkdaysAllowed: 3, Rules: "zhucheng-2015"}
	judged(t, r, good, "")
	for _, change := range []func(*request.PassedOn){
		func(e *request.PassedOn) { e.WorkdaysTaken = 1 },
		func(e *request.PassedOn) { e.WorkdaysAllowed = 4 },
		func(e *request.PassedOn) { e.Rules = "another" },
	} {
		e := good
		change(&e)
		judged(t, r, e, "numbers_differ")
	}
}

func TestCompletionIsOfItsDay(t *testing.T) {
	r := request.Request{Status: request.StatusAccepted, List: domain.GuidedList}
	judged(t, r, request.Completed{Outcome: request.Solved, On: day("2016-09-28")}, "")
	judged(t, r, request.Completed{Outcome: request.Solved, On: day("2016-09-27")}, "another_day")
}

func TestReopeningIsJudgedOnItsLimit(t *testing.T) {
	r := request.Request{Status: request.StatusFiled, LimitDays: 1}
	judged(t, r, request.Reopened{Reason: why, Due: day("2016-09-29")}, "")
	judged(t, r, request.Reopened{Reason: why, Due: day("2016-09-30")}, "not_on_its_terms")
}
