package request_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

func TestSubmit(t *testing.T) {
	s := known(t, onList(domain.AgentList, 5))
	status(t, s.When(submit).Then(submitted), request.StatusSubmitted)

	with := func(change func(*request.Submit)) request.Submit {
		c := submit
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		code   string
		change func(*request.Submit)
	}{
		"unknown matter":  {"no_such_evidence", func(c *request.Submit) { c.Matter = "M2" }},
		"no matter":       {"id_invalid", func(c *request.Submit) { c.Matter = "" }},
		"unknown place":   {"no_such_evidence", func(c *request.Submit) { c.Place = "c2" }},
		"no place":        {"id_invalid", func(c *request.Submit) { c.Place = "莲池" }},
		"unknown channel": {"code_unknown", func(c *request.Submit) { c.Channel = "letter" }},
		"nobody served":   {"people_out_of_range", func(c *request.Submit) { c.People = 0 }},
		"too many served": {"people_out_of_range", func(c *request.Submit) { c.People = 10_001 }},
	} {
		t.Run(name, func(t *testing.T) { s.When(with(c.change)).Rejected(c.code) })
	}
	s.When(with(func(c *request.Submit) { c.People = 10_000 })).Accepted()
	merged := s.Evidence("community-c1", domain.Offerings{domain.PlaceName{ID: "c1", Name: "莲池社区"}, domain.Unit{Merged: "community-c9"}})
	merged.When(submit).Rejected("merged")
	s.Rules(nil).When(submit).Rejected("no_rules_in_force")
	s.Given(submitted).When(submit).Rejected("already_exists")
}

func TestSubmitKnowsItsRequester(t *testing.T) {
	who := uuid.MustParse("6f1e2d3c-0000-4000-8000-000000000001")
	s := known(t, onList(domain.AgentList, 5))
	c := submit
	c.Requester = domain.About(who, "王秀英")
	if e := s.When(c).Events()[0].(request.Submitted); e.Requester.Subject != who {
		t.Errorf("subject %s, want %s", e.Requester.Subject, who)
	}
	c.Requester = domain.About(uuid.Nil, "王秀英")
	if e := s.When(c).Events()[0].(request.Submitted); e.Requester.Subject == uuid.Nil {
		t.Error("a requester of whom nothing is held got no subject")
	}
}

func TestMatterOverTime(t *testing.T) {
	m := onList(domain.AgentList, 5)
	m.Terms = append(m.Terms, domain.ServiceTerms{From: day("2016-09-20"), List: domain.GuidedList, LimitDays: 2, Papers: []string{book}})
	m.Delisted = day("2016-09-27")
	s := known(t, m).Given(at("2016-09-12"), submitted)

	s.When(at("2016-09-19 23:59"), request.Accept{}).Then(request.Accepted{
		List: domain.AgentList, LimitDays: 5, Due: day("2016-09-26"), TermsFrom: day("2016-01-01"), Rules: "zhucheng-2015",
	})
	s.When(at("2016-09-20 00:00"), request.Accept{}).Then(request.Accepted{
		List: domain.GuidedList, LimitDays: 2, Due: day("2016-09-22"), TermsFrom: day("2016-09-20"), Rules: "zhucheng-2015",
	})
	s.When(at("2016-09-19"), request.TellIncomplete{Missing: []string{card}}).Accepted()
	s.When(at("2016-09-20"), request.TellIncomplete{Missing: []string{card}}).Rejected("not_its_paper")

	s.When(at("2016-09-26"), request.Accept{}).Accepted()
	s.When(at("2016-09-27"), request.Accept{}).Rejected("matter_not_listed")
	s.When(at("2016-09-27"), request.Decline{Reason: why, Rule: "事项自2016-09-27取消"}).Accepted()
	known(t, m).When(at("2016-09-27"), submit).Rejected("matter_not_listed")
	known(t, m).When(at("2015-12-31"), submit).Rejected("matter_not_listed")
}

func TestDueDate(t *testing.T) {
	for _, c := range []struct {
		why, on, due string
		list         domain.ServiceList
		limit        int
	}{
		{"an immediate matter is due on the same day", "2016-09-28", "2016-09-28", domain.ImmediateList, 0},
		{"two days before the holiday", "2016-09-28", "2016-09-30", domain.GuidedList, 2},
		{"the Saturday after National Day was worked", "2016-09-28", "2016-10-08", domain.GuidedList, 3},
		{"the Sunday as well", "2016-09-28", "2016-10-09", domain.AgentList, 4},
		{"then the week goes on", "2016-09-28", "2016-10-10", domain.AgentList, 5},
		{"accepted within the holiday", "2016-10-03", "2016-10-08", domain.GuidedList, 1},
	} {
		t.Run(c.why, func(t *testing.T) {
			known(t, onList(c.list, c.limit)).Given(at(c.on), submitted).
				When(request.Accept{}).Then(request.Accepted{
				List: c.list, LimitDays: c.limit, Due: day(c.due), TermsFrom: day("2016-01-01"), Rules: "zhucheng-2015",
			})
		})
	}
}

func TestToldIncomplete(t *testing.T) {
	s := known(t, onList(domain.AgentList, 5)).Given(at("2016-09-28"), submitted)
	all := request.TellIncomplete{Missing: []string{book, card}}
	told := s.When(all).Then(request.ToldIncomplete{Missing: []string{book, card}})
	status(t, told, request.StatusIncomplete)

	told.When(request.TellIncomplete{Missing: []string{card}}).Rejected("already_told")
	status(t, told.When(request.Accept{}).Accepted(), request.StatusAccepted)
	told.When(request.Decline{Reason: why, Rule: "r"}).Accepted()
	s.When(request.TellIncomplete{}).Rejected("field_missing")
	s.When(request.TellIncomplete{Missing: []string{card, "驾驶证"}}).Rejected("not_its_paper")
	s.When(request.TellIncomplete{Missing: []string{card, card}}).Rejected("paper_twice")
	s.When(request.Accept{}).When(all).Rejected("already_accepted")

	// Once for good: reopening what was declined does not allow it again.
	told.When(request.Decline{Reason: why, Rule: "r"}).When(request.Reopen{Reason: why}).When(all).Rejected("already_told")
}

func TestDecline(t *testing.T) {
	s := known(t, onList(domain.AgentList, 5)).Given(at("2016-09-28"), submitted)
	s.When(request.Decline{Rule: "r"}).Rejected("field_missing")
	s.When(request.Decline{Reason: why}).Rejected("field_missing")
	declined := s.When(request.Decline{Reason: why, Rule: "r"}).Then(request.Declined{Reason: why, Rule: "r"})
	declined.When(request.Accept{}).Rejected("closed")
	declined.When(request.Supervise{By: "镇政府"}).Rejected("closed")
	declined.When(request.Rate{Score: 3}).Rejected("not_completed")
	declined.State(func(r request.Request) {
		if !r.AwaitsReply() || r.Open() {
			t.Errorf("awaits a reply: %t, open: %t", r.AwaitsReply(), r.Open())
		}
	})
	answered := declined.When(request.Reply{How: request.Written}).Accepted()
	status(t, answered, request.StatusDeclined)
	answered.When(request.Reply{How: request.Written}).Rejected("already_replied")
	answered.When(request.File{}).Rejected("not_completed")
	answered.When(request.Rate{Score: 3}).Rejected("not_completed")
	guided(t).When(request.Decline{Reason: why, Rule: "r"}).Rejected("already_accepted")
}
