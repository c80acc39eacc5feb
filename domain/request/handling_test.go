package request_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
)

func TestAgentProcedure(t *testing.T) {
	s := known(t, onList(domain.AgentList, 10)).
		When(at("2016-09-28"), submit).Accepted()
	for _, step := range []struct {
		when    string
		command any
		status  request.Status
	}{
		{"2016-09-28", request.Accept{}, request.StatusAccepted},
		{"2016-09-28", request.Assign{Handler: "clerk-1"}, request.StatusAccepted},
		{"2016-09-29", request.Entrust{Agent: "agent-1", Originals: []string{card, book}}, request.StatusEntrusted},
		{"2016-09-30", request.PassOn{To: "镇民政办"}, request.StatusHandling},
		{"2016-10-08", request.RecordStep{Name: "核对材料"}, request.StatusHandling},
		{"2016-10-09", request.Complete{Outcome: request.Solved}, request.StatusCompleted},
		{"2016-10-09", request.Reply{How: request.ByPhone, Text: domain.Note("已办好")}, request.StatusReplied},
		{"2016-10-10", request.ReturnOriginals{}, request.StatusReplied},
		{"2016-10-10", request.Rate{Score: 5}, request.StatusReplied},
		{"2016-10-11", request.File{}, request.StatusFiled},
	} {
		s = s.When(at(step.when), step.command).Accepted()
		status(t, s, step.status)
	}
	s.State(func(r request.Request) {
		if r.Agent != "agent-1" || r.Handler != "clerk-1" || r.Steps != 1 || r.Outcome != request.Solved {
			t.Errorf("state %+v", r)
		}
		if days, ok := r.Days(domaintest.Zone); !ok || days != 11 {
			t.Errorf("took %d days, %t", days, ok)
		}
	})
	domaintest.CheckFold(t, requests, s.Facts()...)
}

func TestAgentOrder(t *testing.T) {
	a := accepted(t, domain.AgentList, 10)
	a.When(request.PassOn{To: "镇民政办"}).Rejected("not_entrusted")
	a.When(request.RecordStep{Name: "核对"}).Rejected("not_passed_on")
	a.When(request.Complete{Outcome: request.Solved}).Rejected("not_passed_on")
	a.When(request.Complete{Outcome: request.NotResponsible}).Accepted()
	a.When(request.Entrust{}).Rejected("field_missing")
	a.When(request.Entrust{Agent: "a", Originals: []string{"驾驶证"}}).Rejected("not_its_paper")
	a.When(request.Entrust{Agent: "a", Originals: []string{card, card}}).Rejected("paper_twice")

	e := entrusted(t)
	e.When(request.Entrust{Agent: "b"}).Rejected("already_entrusted")
	e.When(request.Complete{Outcome: request.Solved}).Rejected("not_passed_on")
	e.When(request.PassOn{}).Rejected("field_missing")
	e.When(request.PassOn{To: "民政办"}).When(request.PassOn{To: "民政局"}).Rejected("already_passed_on")

	s := known(t, onList(domain.AgentList, 10)).Given(at("2016-09-28"), submitted)
	s.When(request.Entrust{Agent: "a"}).Rejected("not_accepted")
	s.When(request.PassOn{To: "a"}).Rejected("not_accepted")
	s.When(request.Complete{Outcome: request.Solved}).Rejected("not_accepted")
	s.When(request.ExtendDue{Due: day("2016-12-01"), Reason: why}).Rejected("not_accepted")
	domaintest.For(t, requests).When(request.Accept{}).Rejected("not_found")
}

// A matter may be changed, or taken off the lists, on the very day on which a
// request was accepted, or later: the request goes on as it was accepted.
func TestEntrustedOnTheTermsOfAcceptance(t *testing.T) {
	m := onList(domain.AgentList, 10)
	m.Terms = append(m.Terms, domain.ServiceTerms{From: day("2016-09-28"), List: domain.AgentList, LimitDays: 10, Papers: []string{book}})
	a := accepted(t, domain.AgentList, 10).Evidence("matter-M1", m)
	a.When(request.Entrust{Agent: "a", Originals: []string{card}}).Accepted()
	a.When(request.Entrust{Agent: "a", Originals: []string{"驾驶证"}}).Rejected("not_its_paper")

	m.Delisted = day("2016-09-28")
	a.Evidence("matter-M1", m).When(request.Entrust{Agent: "a", Originals: []string{card}}).Accepted()
}

func TestOtherLists(t *testing.T) {
	g := guided(t)
	g.When(request.Entrust{Agent: "a"}).Rejected("not_on_agent_list")
	g.When(request.PassOn{To: "a"}).Rejected("not_on_agent_list")
	status(t, g.When(request.RecordStep{Name: "陪同办理"}).Then(request.StepRecorded{Name: "陪同办理"}), request.StatusHandling)
	g.When(request.RecordStep{Name: " "}).Rejected("field_missing")

	i := accepted(t, domain.ImmediateList, 0)
	i.When(request.Entrust{Agent: "a"}).Rejected("not_on_agent_list")
	i.When(request.Complete{Outcome: request.Solved}).When(request.Reply{How: request.Spoken}).When(request.File{}).Accepted()
}

// The day after it is entrusted (Thursday 29 September) is the first: 30
// September, 8, 9 and 10 October are working days 1 to 4.
func TestPassingOn(t *testing.T) {
	for _, c := range []struct {
		when  string
		taken int
		late  bool
	}{
		{"2016-09-29", 0, false},
		{"2016-10-07", 1, false},
		{"2016-10-09", 3, false},
		{"2016-10-10", 4, true},
	} {
		t.Run(c.when, func(t *testing.T) {
			entrusted(t).When(at(c.when), request.PassOn{To: "镇民政办"}).
				Then(request.PassedOn{To: "镇民政办", WorkdaysTaken: c.taken, WorkdaysAllowed: 3, Rules: "zhucheng-2015"}).
				State(func(r request.Request) {
					if r.LatePassOn != c.late {
						t.Errorf("late: %t", r.LatePassOn)
					}
				})
		})
	}
}

func TestExtension(t *testing.T) {
	g := guided(t) // due on 2016-10-10
	extend := request.ExtendDue{Due: day("2016-10-20"), Reason: why}
	g.When(at("2016-10-10 23:59"), extend).Then(request.DueExtended(extend)).
		State(func(r request.Request) {
			if r.Due != day("2016-10-20") || r.Extended != 1 || r.Late(day("2016-10-20"), domaintest.Zone) {
				t.Errorf("due %s, extended %d", r.Due, r.Extended)
			}
		}).
		When(at("2016-10-20"), request.ExtendDue{Due: day("2016-10-21"), Reason: why}).Accepted()
	g.When(at("2016-10-11 00:00"), extend).Rejected("due_date_passed")
	g.RecordedLater(24*time.Hour).When(at("2016-10-10"), extend).Rejected("due_date_passed")
	g.RecordedLater(24*time.Hour).Foreign().When(at("2016-10-10"), extend).Accepted()
	g.When(request.ExtendDue{Due: day("2016-10-20")}).Rejected("field_missing")
	g.When(request.ExtendDue{Due: day("2016-10-10"), Reason: why}).Rejected("not_later")
	completed(t, request.Solved).When(extend).Rejected("closed")
}

func TestSupervision(t *testing.T) {
	s := known(t, onList(domain.AgentList, 10)).Given(at("2016-09-28"), submitted)
	s.When(request.Supervise{By: "镇政府", Note: why}).Then(request.Supervised{By: "镇政府", Note: why})
	s.When(request.Supervise{}).Rejected("field_missing")
	entrusted(t).When(request.Supervise{By: "镇政府"}).When(request.Supervise{By: "镇政府"}).
		State(func(r request.Request) {
			if r.Supervised != 2 {
				t.Errorf("supervised %d times", r.Supervised)
			}
		})
	completed(t, request.Solved).When(request.Supervise{By: "镇政府"}).Rejected("closed")
	s.When(request.Assign{}).Rejected("field_missing")
}

func TestWithdrawal(t *testing.T) {
	known(t, onList(domain.AgentList, 10)).Given(submitted).When(request.Withdraw{}).Accepted()
	w := entrusted(t).When(request.Withdraw{Reason: why}).Accepted()
	status(t, w, request.StatusWithdrawn)
	w.When(request.ReturnOriginals{}).Accepted().When(request.ReturnOriginals{}).Rejected("no_originals")
	w.When(request.Reopen{Reason: why}).Rejected("withdrawn")
	w.When(request.Reply{How: request.Spoken}).Rejected("not_completed")
	w.When(request.File{}).Rejected("not_completed")
	w.When(request.Withdraw{}).Rejected("closed")
	completed(t, request.Solved).When(request.Withdraw{}).Rejected("closed")
}
