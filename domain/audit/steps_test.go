package audit_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func TestNoReportBeforeFieldwork(t *testing.T) {
	notice, meeting, response := audit.ServeNotice{Document: "1"}, audit.HoldEntryMeeting{Where: "社区"}, audit.ReceiveResponse{}
	s := planned(t)
	s.When(notice).Rejected("not_commissioned")
	s.When(meeting).Rejected("not_commissioned")
	for _, c := range []any{finding(1), audit.DropFinding{Number: 1, Reason: "x"}, audit.SendDraft{}, response, report()} {
		s.When(c).Rejected("no_fieldwork")
		commissioned(t).When(c).Rejected("no_fieldwork")
		commissioned(t).When(notice).When(c).Rejected("no_fieldwork")
	}
	s = commissioned(t)
	s.When(meeting).Rejected("not_notified")
	s.When(audit.ServeNotice{}).Rejected("field_missing")
	s = s.When(notice).Accepted()
	s.When(notice).Rejected("already_notified")
	s.When(at("2016-09-05"), meeting).Rejected("notice_too_short")
	s.When(at("2016-09-06"), audit.HoldEntryMeeting{}).Rejected("field_missing")
	s = s.When(at("2016-09-06"), meeting).Accepted()
	s.When(meeting).Rejected("already_entered")
	s.When(notice).Rejected("already_notified")
	s.When(report()).Rejected("draft_not_sent")
	s.When(response).Rejected("draft_not_sent")
}

// The days of notice and of the answer count from when it was recorded.
func TestWhatIsRecordedLate(t *testing.T) {
	late := commissioned(t).RecordedLater(24 * time.Hour)
	late.When(audit.ServeNotice{Document: "1"}).Then(audit.NoticeServed{
		On: day("2016-09-01"), Document: "1", EntryFrom: day("2016-09-07"), NoticeWorkdays: 3, Rules: "zhucheng-2015",
	})
	late.Foreign().When(audit.ServeNotice{Document: "1"}).Then(audit.NoticeServed{
		On: day("2016-09-01"), Document: "1", EntryFrom: day("2016-09-06"), NoticeWorkdays: 3, Rules: "zhucheng-2015",
	})
	fieldwork(t).RecordedLater(24 * time.Hour).When(audit.SendDraft{}).
		Then(audit.DraftSent{On: day("2016-09-06"), RespondBy: day("2016-09-22"), ResponseWorkdays: 10, Rules: "zhucheng-2015"})
	reported(t).RecordedLater(24 * time.Hour).When(disclosing()).State(func(a audit.Audit) {
		if a.Disclosed != day("2016-09-23") {
			t.Errorf("the public learned of it on %s", a.Disclosed)
		}
	})
}

func TestReporting(t *testing.T) {
	s := drafted(t)
	s.When(at("2016-09-21"), report()).Rejected("response_awaited")
	s.When(at("2016-09-22"), report()).State(func(a audit.Audit) {
		if a.Stage != audit.StageReported || a.Findings[0].Status != audit.StatusStands || a.Findings[2].Status != audit.StatusDropped {
			t.Errorf("%+v", a)
		}
	})
	s.When(audit.ReceiveResponse{}).When(report()).Accepted()
	s.When(at("2016-09-22"), audit.IssueReport{Opinion: audit.Qualified}).Rejected("field_missing")
	s.When(at("2016-09-22"), audit.IssueReport{Document: "1"}).Rejected("code_unknown")
	s.When(audit.SendDraft{}).Rejected("draft_sent_already")

	// What is found after the draft is put to the audited, too.
	again := s.When(audit.ReceiveResponse{}).When(finding(yuan)).Accepted()
	again.When(report()).Rejected("draft_not_sent")
	again.When(audit.SendDraft{}).When(report()).Rejected("response_awaited")
	s.When(audit.ReceiveResponse{}).When(audit.DropFinding{Number: 1, Reason: "x"}).When(report()).State(func(a audit.Audit) {
		if a.Findings[0].Reported() || !a.Findings[1].Reported() {
			t.Errorf("%+v", a.Findings)
		}
	})

	// Nothing of what is audited is still to come.
	p := plan()
	p.Kind, p.Subject, p.From, p.To = audit.Special, "防汛", day("2016-06-01"), day("2016-09-10")
	early := county(t).When(p).When(commission()).When(audit.ServeNotice{Document: "1"}).When(at("2016-09-06"), audit.HoldEntryMeeting{Where: "社区"}).
		When(audit.SendDraft{}).When(audit.ReceiveResponse{}).Accepted()
	early.When(at("2016-09-10"), report()).Rejected("period_not_over")
	early.When(at("2016-09-11"), report()).Accepted()

	for _, c := range []any{
		commission(), audit.ServeNotice{Document: "1"}, audit.HoldEntryMeeting{Where: "x"}, finding(1), audit.DropFinding{Number: 1, Reason: "x"},
		audit.SendDraft{}, audit.ReceiveResponse{}, report(), audit.Cancel{Reason: "x"},
	} {
		reported(t).When(c).Rejected("reported_already")
	}
}

func TestFindings(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*audit.RaiseFinding)
	}{
		"category":    {"code_unknown", func(c *audit.RaiseFinding) { c.Category = "" }},
		"less":        {"amount_out_of_range", func(c *audit.RaiseFinding) { c.Amount = -1 }},
		"no money":    {"", func(c *audit.RaiseFinding) { c.Amount = 0 }},
		"too much":    {"amount_out_of_range", func(c *audit.RaiseFinding) { c.Amount = domain.MaxAmount + 1 }},
		"no papers":   {"field_missing", func(c *audit.RaiseFinding) { c.Papers = nil }},
		"empty paper": {"field_missing", func(c *audit.RaiseFinding) { c.Papers = []string{"1", " "} }},
		"nothing":     {"field_missing", func(c *audit.RaiseFinding) { c.What = domain.Text{} }},
	} {
		t.Run(name, func(t *testing.T) {
			command := finding(yuan)
			c.change(&command)
			if c.code == "" {
				fieldwork(t).When(command).Accepted()
			} else {
				fieldwork(t).When(command).Rejected(c.code)
			}
		})
	}
	s := drafted(t)
	for _, n := range []int{0, 4} {
		s.When(audit.DropFinding{Number: n, Reason: "x"}).Rejected("no_such_finding")
	}
	s.When(audit.DropFinding{Number: 3, Reason: "x"}).Rejected("dropped")
	s.When(audit.DropFinding{Number: 2}).Rejected("field_missing")
	s.When(audit.Refer{Finding: 1, To: "市纪委", Document: "移1"}).State(func(a audit.Audit) { // at once, before the report
		if f := a.Findings[0]; f.Referred != day("2016-09-06") || f.Closed() {
			t.Errorf("%+v", f)
		}
	})
}

func TestReplacingAuditors(t *testing.T) {
	s := drafted(t)
	again := commission()
	s.When(again).Rejected("field_missing") // nobody says why
	again.Reason = "任职回避"
	s = s.When(again).Accepted()
	s.State(func(a audit.Audit) {
		if a.Stage != audit.StageCommissioned || len(a.Findings) != 3 || !a.Entered.IsZero() || !a.Sent.IsZero() {
			t.Errorf("the fieldwork begins anew: %+v", a)
		}
	})
	s.When(report()).Rejected("no_fieldwork")
	s = s.When(audit.ServeNotice{Document: "2"}).Accepted() // on Tuesday the 6th
	s.When(at("2016-09-08"), audit.HoldEntryMeeting{Where: "社区"}).Rejected("notice_too_short")
	s.When(at("2016-09-09"), audit.HoldEntryMeeting{Where: "社区"}).Accepted()
}

func TestDisclosing(t *testing.T) {
	s := reported(t)
	for name, c := range map[string]struct {
		code   string
		change func(*audit.Disclose)
	}{
		"nowhere":       {"field_missing", func(c *audit.Disclose) { c.Where = "" }},
		"nothing":       {"field_missing", func(c *audit.Disclose) { c.Summary = "" }},
		"a word less":   {"field_missing", func(c *audit.Disclose) { c.Findings[1].Text = " " }},
		"one left out":  {"findings_not_all_disclosed", func(c *audit.Disclose) { c.Findings = c.Findings[:1] }},
		"one dropped":   {"findings_not_all_disclosed", func(c *audit.Disclose) { c.Findings = append(c.Findings, audit.Say{Finding: 3, Text: "x"}) }},
		"one twice":     {"findings_not_all_disclosed", func(c *audit.Disclose) { c.Findings[1].Finding = 1 }},
		"in any order":  {"findings_not_all_disclosed", func(c *audit.Disclose) { c.Findings[0], c.Findings[1] = c.Findings[1], c.Findings[0] }},
		"all of it":     {"", func(*audit.Disclose) {}},
		"nothing found": {"findings_not_all_disclosed", func(c *audit.Disclose) { c.Findings = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			command := disclosing()
			c.change(&command)
			if c.code == "" {
				s.When(command).State(func(a audit.Audit) {
					if a.Findings[0].Text != "白条抵库" || a.Findings[2].Text != "" {
						t.Errorf("%+v", a.Findings)
					}
				})
			} else {
				s.When(command).Rejected(c.code)
			}
		})
	}
	drafted(t).When(disclosing()).Rejected("not_reported")
	disclosed(t).When(disclosing()).Rejected("already_disclosed")
	fieldwork(t).When(audit.SendDraft{}).When(audit.ReceiveResponse{}).When(report()).When(audit.Disclose{Where: "公开栏", Summary: "没有问题"}).
		When(audit.Archive{Number: "1"}).Accepted()
}

func TestRectification(t *testing.T) {
	order := func(due string) audit.OrderRectification {
		c := audit.OrderRectification{Finding: 1, What: "追回"}
		if due != "" {
			c.Due = day(due)
		}
		return c
	}
	drafted(t).When(order("")).Rejected("not_reported")
	s := reported(t) // on 22 September; sixty working days later it is 20 December
	for due, code := range map[string]string{"2016-09-21": "due_in_the_past", "2016-09-22": "", "2016-12-20": "", "2016-12-21": "due_too_late"} {
		if code == "" {
			s.When(order(due)).Accepted()
		} else {
			s.When(order(due)).Rejected(code)
		}
	}
	s.When(order("")).State(func(a audit.Audit) {
		if a.Findings[0].Due != day("2016-12-20") {
			t.Errorf("as late as the rule allows: %s", a.Findings[0].Due)
		}
	})
	s.When(audit.OrderRectification{Finding: 1}).Rejected("field_missing")
	for _, n := range []int{0, 4} {
		s.When(audit.OrderRectification{Finding: n, What: "x"}).Rejected("no_such_finding")
		s.When(audit.Refer{Finding: n, To: "x", Document: "x"}).Rejected("no_such_finding")
	}
	s.When(audit.OrderRectification{Finding: 3, What: "x"}).Rejected("dropped")
	s.When(audit.Refer{Finding: 3, To: "x", Document: "x"}).Rejected("dropped")
	s.When(audit.ReportRectification{Finding: 1, Document: "x"}).Rejected("not_ordered")
	s.When(audit.AcceptRectification{Finding: 1}).Rejected("not_answered")
	s = s.When(order("2016-10-10")).Accepted()
	s.When(order("")).Rejected("ordered_already")
	s.When(audit.ReportRectification{Finding: 1, Amount: 3_000*yuan + 1, Document: "x"}).Rejected("more_than_found")
	s.When(audit.ReportRectification{Finding: 1, Amount: -1, Document: "x"}).Rejected("amount_out_of_range")
	s.When(audit.ReportRectification{Finding: 1, Amount: 1}).Rejected("field_missing")
	s.When(audit.RefuseRectification{Finding: 1, Reason: "x"}).Rejected("not_answered")
	s = s.When(at("2016-10-11"), audit.ReportRectification{Finding: 1, Amount: 3_000 * yuan, Document: "收据"}).Accepted() // a day late
	s.When(audit.ReportRectification{Finding: 1, Amount: 1, Document: "x"}).Rejected("answered_already")
	s.When(audit.RefuseRectification{Finding: 1}).Rejected("field_missing")
	s.When(audit.RefuseRectification{Finding: 1, Reason: "x", Due: day("2016-10-10")}).Rejected("due_in_the_past")
	s.When(audit.RefuseRectification{Finding: 1, Reason: "x", Due: day("2017-01-10")}).Rejected("due_too_late")
	s = s.When(audit.AcceptRectification{Finding: 1}).Accepted()
	s.When(audit.ReportRectification{Finding: 1, Document: "x"}).Rejected("rectified")
	s.When(order("")).Rejected("rectified")
	s.When(audit.AcceptRectification{Finding: 1}).Rejected("rectified")
	s = s.When(audit.Refer{Finding: 1, To: "市纪委", Document: "移1"}).Accepted() // the money is back, the offence stays
	s.When(audit.Refer{Finding: 1, To: "市纪委", Document: "移2"}).Rejected("referred_already")
	s.When(audit.Refer{Finding: 2, Document: "移2"}).Rejected("field_missing")
	s.When(audit.Refer{Finding: 2, To: "市纪委"}).Rejected("field_missing")
}

// Archived only when every finding is closed, or said to stand open.
func TestArchiving(t *testing.T) {
	open := func(numbers ...int) audit.Archive {
		c := audit.Archive{Number: "2016-1"}
		for _, n := range numbers {
			c.Open = append(c.Open, audit.Unrectified{Finding: n, Reason: "无力偿还"})
		}
		return c
	}
	reported(t).When(open(1, 2)).Rejected("not_disclosed")
	drafted(t).When(open(1, 2)).Rejected("not_reported")
	s := answered(t) // the first is answered, the second ordered
	for _, c := range []audit.Archive{open(), open(1), open(2), open(2, 1), open(1, 1, 2), open(1, 2, 3)} {
		s.When(c).Rejected("findings_not_closed")
	}
	none := open(1, 2)
	none.Open[0].Reason = ""
	s.When(none).Rejected("field_missing")
	s.When(audit.Archive{Open: open(1, 2).Open}).Rejected("field_missing")
	s.When(open(1, 2)).State(func(a audit.Audit) {
		if !a.Findings[0].StandsOpen || !a.Findings[0].Open() || a.Stage != audit.StageArchived {
			t.Errorf("%+v", a)
		}
	})
	s = s.When(audit.AcceptRectification{Finding: 1}).Accepted()
	s.When(open(1, 2)).Rejected("findings_not_closed")                                                   // the first is closed
	s.When(audit.Refer{Finding: 2, To: "x", Document: "x"}).When(open()).Rejected("findings_not_closed") // ordered as well
	s = s.When(open(2)).Accepted()
	s.When(open(2)).Rejected("already_archived")
	// What stands open may yet be put right.
	s.When(audit.ReportRectification{Finding: 2, Document: "x"}).When(audit.AcceptRectification{Finding: 2}).State(func(a audit.Audit) {
		if f := a.Findings[1]; f.StandsOpen || f.Open() {
			t.Errorf("%+v", f)
		}
	})
	disclosed(t).When(audit.Refer{Finding: 1, To: "x", Document: "x"}).When(open(2)).Accepted() // referred, and nothing ordered
	disclosed(t).When(audit.Refer{Finding: 1, To: "x", Document: "x"}).When(open(1, 2)).Rejected("findings_not_closed")
}

func TestAuditingAgain(t *testing.T) {
	on := func(audited, reported string) domain.AuditOnRecord {
		r := domain.AuditOnRecord{Audited: audited}
		if reported != "" {
			r.Reported = day(reported)
		}
		return r
	}
	s := answered(t).When(audit.AcceptRectification{Finding: 1}).Accepted()
	for name, c := range map[string]struct {
		code     string
		offered  any
		reopened []int
	}{
		"on the same day":   {"", on(economic, "2016-09-22"), []int{1}},
		"nothing opened":    {"", on(economic, "2016-09-22"), nil},
		"the day before":    {"audit_not_later", on(economic, "2016-09-21"), []int{1}},
		"no report":         {"audit_not_later", on(economic, ""), []int{1}},
		"of another":        {"audit_of_another", on(lianchi, "2016-09-22"), []int{1}},
		"not on record":     {"no_such_evidence", nil, []int{1}},
		"one not put right": {"not_rectified", on(economic, "2016-09-22"), []int{2}},
		"one twice":         {"not_rectified", on(economic, "2016-09-22"), []int{1, 1}},
		"none such":         {"no_such_finding", on(economic, "2016-09-22"), []int{4}},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.Evidence("audit-2", c.offered).When(audit.AuditAgain{Audit: "audit-2", Reopened: c.reopened})
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	s.When(audit.AuditAgain{Audit: "audit-1"}).Rejected("not_another_audit") // itself
	s.When(audit.AuditAgain{Audit: "decision-1"}).Rejected("not_another_audit")
	drafted(t).When(audit.AuditAgain{Audit: "audit-2"}).Rejected("not_reported")
	s.Evidence("audit-2", on(economic, "2016-09-22")).When(audit.AuditAgain{Audit: "audit-2", Reopened: []int{1}}).
		When(audit.OrderRectification{Finding: 1, What: "再追"}).Accepted()
}

func TestCancelling(t *testing.T) {
	for _, s := range []domaintest.Scenario{planned(t), commissioned(t), fieldwork(t), drafted(t)} {
		s.When(audit.Cancel{}).Rejected("field_missing")
		s = s.When(audit.Cancel{Reason: "合并审计"}).Accepted()
		s.State(func(a audit.Audit) {
			if r := a.Offers().(domain.AuditOnRecord); len(r.Findings) != 0 {
				t.Errorf("a cancelled audit found nothing: %+v", r)
			}
		})
		for _, c := range []any{commission(), audit.ServeNotice{Document: "1"}, finding(1), report(), audit.Cancel{Reason: "x"}, audit.Refer{Finding: 1, To: "x", Document: "x"}} {
			s.When(c).Rejected("cancelled")
		}
	}
	domaintest.CheckFold(t, catalogue.Audits, drafted(t).When(audit.Cancel{Reason: "x"}).Accepted().Facts()...)
}

// Who is audited is not amended.
func TestAmending(t *testing.T) {
	e := audit.Planned{Audited: economic, Community: lianchi, Year: 2016}
	changed := e
	changed.Year, changed.Official = 2017, "孙某"
	if err := e.Amends(changed); err != nil {
		t.Error(err)
	}
	changed.Audited = lianchi
	if domain.CodeOf(e.Amends(changed)) != "identity_stays" || domain.CodeOf(e.Amends(audit.Cancelled{})) != "identity_stays" {
		t.Error("who is audited is amended")
	}
}
