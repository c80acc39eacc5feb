package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const (
	theSteps    = "audit: planned, commissioned, notice-served, entry-meeting-held, finding-raised, draft-sent, response-received, report-issued, disclosed"
	whatIsIn    = "planned (year, kind: annual, leaving office, special; period), commissioned (by whom, which institution)"
	independent = "nobody audits where they, or kin, hold a post or keep the books"
	fieldworkOf = "no report before fieldwork"
	completedIs = "completed = report issued"
	closing     = "every finding is closed by an accepted rectification or stands open in public"
	rectifying  = "rectification-ordered (due), rectification-reported, rectification-accepted / refused, referred (移送), re-audited"
	workdays    = "periods in working days, from the rule set"
)

func commissioning() audit.Commission {
	return audit.Commission{
		By: "镇人民政府", Institution: "会计师事务所", Document: "委1", Kin: []domain.Personal{villager(203)},
		Names: []string{"周某", "吴某"}, People: []domain.Personal{villager(201), villager(202)},
	}
}

// tellAudits tells of two audits of a collective, of which the second looks at the
// first again, of one of a year that is not over, and of one that was cancelled.
func tellAudits(t *testing.T) *story {
	s := newStory(t, "370782", "2016-09-01")
	s.auditor = ledgertest.Open(t, s.Ledger, s.actor, "审计员", "town-t1", domain.Auditor)
	s.places()
	s.do("accountant", s.recorder, "lc", community.Appoint{Post: community.Accountant, Name: "陈某", Person: villager(104), Kin: []domain.Personal{villager(105)}, From: day("2014-01-01")})
	by := func(step, of string, command any) { s.do(step, s.auditor, s.ids[of], command) }
	s.on("2016-09-02") // a Friday
	s.do("plan", s.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Annual, Document: "计1"})
	s.do("third", s.auditor, "", audit.Plan{Audited: "collective-v1", Kind: audit.Annual, Document: "计4"})
	by("commissioned", "plan", commissioning())
	by("notice", "plan", audit.ServeNotice{Document: "通1"})
	s.on("2016-09-07")
	by("entry", "plan", audit.HoldEntryMeeting{Where: "社区"})
	by("finding 1", "plan", audit.RaiseFinding{Category: audit.Misuse, Amount: 3_000 * yuan, Papers: []string{"底1"}, What: domain.Note("白条")})
	by("finding 2", "plan", audit.RaiseFinding{Category: audit.Disclosure, Papers: []string{"底2"}, What: domain.Note("未公开")})
	by("finding 3", "plan", audit.RaiseFinding{Category: audit.Bookkeeping, Amount: 500 * yuan, Papers: []string{"底3"}, What: domain.Note("缺凭证")})
	by("dropped", "plan", audit.DropFinding{Number: 3, Reason: "已补"})
	by("draft", "plan", audit.SendDraft{})
	s.on("2016-09-12")
	by("response", "plan", audit.ReceiveResponse{Disputes: true, Text: domain.Note("不服")})
	by("report", "plan", audit.IssueReport{Document: "报1", Opinion: audit.Qualified})
	by("disclosed", "plan", audit.Disclose{Where: "公开栏", Summary: "摘要", Findings: []audit.Say{{Finding: 1, Text: "白条"}, {Finding: 2, Text: "未公开"}}})
	by("ordered 1", "plan", audit.OrderRectification{Finding: 1, What: "追回"})
	by("ordered 2", "plan", audit.OrderRectification{Finding: 2, What: "补公开", Due: day("2016-09-30")})
	s.do("answered 1", s.accountant, s.ids["plan"], audit.ReportRectification{Finding: 1, Amount: 2_000 * yuan, Document: "收1"})
	by("refused 1", "plan", audit.RefuseRectification{Finding: 1, Reason: "未足额"})
	s.do("answered again 1", s.accountant, s.ids["plan"], audit.ReportRectification{Finding: 1, Amount: 3_000 * yuan, Document: "收2"})
	by("accepted 1", "plan", audit.AcceptRectification{Finding: 1})
	by("referred 2", "plan", audit.Refer{Finding: 2, To: "纪委", Document: "移1"})
	s.do("again", s.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Special, Subject: "整改", From: day("2015-01-01"), To: day("2016-08-31"), Document: "计2"})
	by("again commissioned", "again", commissioning())
	by("again notice", "again", audit.ServeNotice{Document: "通2"})
	s.do("early", s.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Special, Subject: "全年", From: day("2016-01-01"), To: day("2016-12-31"), Document: "计9"})
	by("early commissioned", "early", commissioning())
	by("early notice", "early", audit.ServeNotice{Document: "通9"})
	s.on("2016-09-20")
	by("again entry", "again", audit.HoldEntryMeeting{Where: "社区"})
	by("again draft", "again", audit.SendDraft{})
	by("early entry", "early", audit.HoldEntryMeeting{Where: "社区"})
	by("early draft", "early", audit.SendDraft{})
	s.on("2016-10-20")
	by("again report", "again", audit.IssueReport{Document: "报2", Opinion: audit.Unqualified})
	by("re-audited", "plan", audit.AuditAgain{Audit: s.stream("again"), Reopened: []int{1}})
	s.do("other", s.auditor, "", audit.Plan{Audited: "community-lc", Kind: audit.LeavingOffice, Official: "王建国", Post: "主任", Document: "计3"})
	by("cancelled", "other", audit.Cancel{Reason: "合并"})
	by("archived", "plan", audit.Archive{Number: "档1", Open: []audit.Unrectified{{Finding: 1, Reason: "无力偿还"}, {Finding: 2, Reason: "待查"}}})
	return s
}

var audits = []violation{
	{says: whatIsIn, rule: "already_planned", like: "plan", after: "plan", change: again},
	{says: whatIsIn, rule: "not_planned", like: "commissioned", change: func(p *planting) { p.another() }},
	{says: whatIsIn, rule: "not_audited", like: "plan", change: but(func(e *audit.Planned) { e.Audited = "village-dong" })},
	{says: whatIsIn, rule: "owner_merged", like: "plan", change: with(func(p *planting, e *audit.Planned) {
		e.Audited = "collective-g9"
		p.resting(e.Audited)
	})},
	{says: whatIsIn, rule: "numbers_differ", like: "plan", change: but(func(e *audit.Planned) { e.Community = "community-hj" })},
	{says: whatIsIn, rule: "code_unknown", like: "plan", change: but(func(e *audit.Planned) { e.Kind = "monthly" })},
	{says: whatIsIn, rule: "field_missing", like: "plan", change: but(func(e *audit.Planned) { e.Document = "" })},
	{says: whatIsIn, rule: "field_missing", like: "other", change: but(func(e *audit.Planned) { e.Official = "" })},
	{says: whatIsIn, rule: "field_missing", like: "other", change: but(func(e *audit.Planned) { e.Post = "" })},
	{says: whatIsIn, rule: "of_another_kind", like: "plan", change: but(func(e *audit.Planned) { e.Official = "王建国" })},
	{says: whatIsIn, rule: "year_of_another_plan", like: "plan", change: but(func(e *audit.Planned) { e.Year = 2015 })},
	{says: whatIsIn, rule: "period_invalid", like: "plan", change: but(func(e *audit.Planned) { e.To = day("2014-12-31") })},
	{says: whatIsIn, rule: "beyond_the_plan", like: "again", change: but(func(e *audit.Planned) { e.To = day("2017-01-01") })},
	{says: whatIsIn, rule: "not_a_year", like: "plan", change: but(func(e *audit.Planned) { e.To = day("2015-12-30") })},
	{says: whatIsIn, rule: "field_missing", like: "commissioned", change: but(func(e *audit.Commissioned) { e.By = "" })},
	{says: whatIsIn, rule: "field_missing", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Institution = "" })},
	{says: whatIsIn, rule: "field_missing", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors[0].Name = "" })},
	{says: whatIsIn, rule: "field_missing", like: "commissioned", after: "commissioned", change: again},
	{says: whatIsIn, rule: "too_few_auditors", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors = e.Auditors[:1] })},
	{says: whatIsIn, rule: "auditor_named_twice", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors[1] = e.Auditors[0] })},
	{says: whatIsIn, rule: "numbers_differ", like: "commissioned", change: but(func(e *audit.Commissioned) { e.MinAuditors = 1 })},
	{says: whatIsIn, rule: "numbers_differ", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Rules = "organic-law-2010" })},
	{says: whatIsIn, rule: "numbers_differ", like: "commissioned", change: but(func(e *audit.Commissioned) { e.On = day("2016-09-01") })},

	{says: independent, rule: "auditor_holds_post", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors[1].Person = villager(104) })},
	{says: independent, rule: "auditor_holds_post", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors[1].Person = villager(103) })},
	{says: independent, rule: "auditor_is_kin", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Auditors[1].Person = villager(105) })},
	{says: independent, rule: "auditor_is_kin", like: "commissioned", change: but(func(e *audit.Commissioned) { e.Kin = append(e.Kin, villager(101)) })},
	{says: independent, rule: "auditor_keeps_books", like: "commissioned", change: with(func(p *planting, e *audit.Commissioned) {
		e.Accounts = []string{"account-" + p.accountant.Account()}
		p.resting(e.Accounts...)
	})},
	{says: independent, rule: "auditor_holds_post", like: "report", prepare: func(s *story) {
		s.do("appointed", s.recorder, "lc", community.Appoint{Post: community.Cashier, Name: "周某", Person: villager(201), From: day("2016-09-10")})
	}, change: again},
	{says: independent, rule: "auditor_is_kin", like: "report", prepare: func(s *story) {
		s.do("appointed", s.recorder, "lc", community.Appoint{Post: community.Cashier, Name: "赵某", Person: villager(203), From: day("2016-09-10")})
	}, change: again},
	{says: independent, rule: "auditor_keeps_books", like: "finding 1", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "dropped", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "draft", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "report", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "ordered 1", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "accepted 1", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "refused 1", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "referred 2", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "re-audited", prepare: booksAndAudits, change: byTheTown},
	{says: independent, rule: "auditor_keeps_books", like: "archived", prepare: booksAndAudits, change: byTheTown},

	{says: theSteps, rule: "not_commissioned", like: "notice", change: func(p *planting) { p.in("third") }},
	{says: theSteps, rule: "already_notified", like: "notice", after: "notice", change: again},
	{says: theSteps, rule: "field_missing", like: "notice", change: but(func(e *audit.NoticeServed) { e.Document = "" })},
	{says: workdays, rule: "numbers_differ", like: "notice", change: but(func(e *audit.NoticeServed) { e.EntryFrom = e.EntryFrom.AddDays(-1) })},
	{says: workdays, rule: "numbers_differ", like: "notice", change: but(func(e *audit.NoticeServed) { e.NoticeWorkdays-- })},
	{says: workdays, rule: "numbers_differ", like: "notice", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 4) }},
	{says: fieldworkOf, rule: "not_notified", like: "entry", after: "commissioned", change: but(func(e *audit.EntryMeetingHeld) { e.On = day("2016-09-02") })},
	{says: workdays, rule: "notice_too_short", like: "entry", change: with(func(p *planting, e *audit.EntryMeetingHeld) {
		p.on("2016-09-06")
		e.On = day("2016-09-06")
	})},
	{says: theSteps, rule: "already_entered", like: "entry", after: "entry", change: again},
	{says: theSteps, rule: "field_missing", like: "entry", change: but(func(e *audit.EntryMeetingHeld) { e.Where = "" })},
	{says: fieldworkOf, rule: "no_fieldwork", like: "finding 1", after: "notice", change: again},
	{says: theSteps, rule: "number_differs", like: "finding 1", change: but(func(e *audit.FindingRaised) { e.Number = 2 })},
	{says: theSteps, rule: "code_unknown", like: "finding 1", change: but(func(e *audit.FindingRaised) { e.Category = "" })},
	{says: theSteps, rule: "amount_out_of_range", like: "finding 1", change: but(func(e *audit.FindingRaised) { e.Amount = -1 })},
	{says: theSteps, rule: "field_missing", like: "finding 1", change: but(func(e *audit.FindingRaised) { e.Papers = nil })},
	{says: theSteps, rule: "reported_already", like: "finding 1", after: "report", change: again},
	{says: theSteps, rule: "dropped", like: "dropped", after: "dropped", change: again},
	{says: theSteps, rule: "no_such_finding", like: "dropped", change: but(func(e *audit.FindingDropped) { e.Number = 4 })},
	{says: theSteps, rule: "field_missing", like: "dropped", change: but(func(e *audit.FindingDropped) { e.Reason = "" })},
	{says: fieldworkOf, rule: "no_fieldwork", like: "draft", after: "notice", change: again},
	{says: theSteps, rule: "draft_sent_already", like: "draft", after: "draft", change: again},
	{says: workdays, rule: "numbers_differ", like: "draft", change: but(func(e *audit.DraftSent) { e.RespondBy = e.RespondBy.AddDays(-1) })},
	{says: workdays, rule: "numbers_differ", like: "draft", change: but(func(e *audit.DraftSent) { e.ResponseWorkdays = 0 })},
	{says: theSteps, rule: "draft_not_sent", like: "response", after: "dropped", change: again},
	{says: theSteps, rule: "numbers_differ", like: "response", change: but(func(e *audit.ResponseReceived) { e.On = day("2016-09-13") })},
	{says: fieldworkOf, rule: "no_fieldwork", like: "report", after: "notice", change: but(func(e *audit.ReportIssued) { e.On = day("2016-09-02") })},
	{says: fieldworkOf, rule: "draft_not_sent", like: "report", after: "dropped", change: but(func(e *audit.ReportIssued) { e.On = day("2016-09-07") })},
	{says: "a response before the report, or its time lapsed", rule: "response_awaited", like: "again report", change: with(func(p *planting, e *audit.ReportIssued) {
		p.on("2016-10-09")
		e.On, e.DiscloseBy = day("2016-10-09"), day("2016-10-21")
	})},
	{says: theSteps, rule: "numbers_differ", like: "report", change: but(func(e *audit.ReportIssued) { e.Findings = 3 })},
	{says: theSteps, rule: "numbers_differ", like: "report", change: but(func(e *audit.ReportIssued) { e.Amount -= 1 })},
	{says: theSteps, rule: "numbers_differ", like: "report", change: but(func(e *audit.ReportIssued) { e.Responded = false })},
	{says: workdays, rule: "numbers_differ", like: "report", change: but(func(e *audit.ReportIssued) { e.DiscloseBy = e.DiscloseBy.AddDays(1) })},
	{says: theSteps, rule: "code_unknown", like: "report", change: but(func(e *audit.ReportIssued) { e.Opinion = "" })},
	{says: theSteps, rule: "field_missing", like: "report", change: but(func(e *audit.ReportIssued) { e.Document = "" })},
	{says: completedIs, rule: "reported_already", like: "report", after: "report", change: again},
	{says: completedIs, rule: "period_not_over", like: "again report", change: func(p *planting) { p.in("early") }},
	{says: "disclosure after the report", rule: "not_reported", like: "disclosed", after: "response", change: again},
	{says: closing, rule: "findings_not_all_disclosed", like: "disclosed", change: but(func(e *audit.Disclosed) { e.Findings = e.Findings[:1] })},
	{says: theSteps, rule: "field_missing", like: "disclosed", change: but(func(e *audit.Disclosed) { e.Summary = "" })},
	{says: theSteps, rule: "already_disclosed", like: "disclosed", after: "disclosed", change: again},
	{says: fromRecording, rule: "numbers_differ", like: "disclosed", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 1) }},

	{says: rectifying, rule: "not_reported", like: "ordered 1", after: "response", change: again},
	{says: rectifying, rule: "no_such_finding", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.Finding = 9 })},
	{says: rectifying, rule: "dropped", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.Finding = 3 })},
	{says: rectifying, rule: "ordered_already", like: "ordered 1", after: "ordered 1", change: again},
	{says: rectifying, rule: "field_missing", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.What = "" })},
	{says: workdays, rule: "due_too_late", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.Due = e.Due.AddDays(1) })},
	{says: workdays, rule: "due_in_the_past", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.Due = day("2016-09-11") })},
	{says: workdays, rule: "numbers_differ", like: "ordered 1", change: but(func(e *audit.RectificationOrdered) { e.WithinWorkdays++ })},
	{says: rectifying, rule: "not_ordered", like: "answered 1", after: "disclosed", change: again},
	{says: rectifying, rule: "more_than_found", like: "answered 1", change: but(func(e *audit.RectificationReported) { e.Amount = 3_000*yuan + 1 })},
	{says: rectifying, rule: "answered_already", like: "answered 1", after: "answered 1", change: again},
	{says: rectifying, rule: "field_missing", like: "answered 1", change: but(func(e *audit.RectificationReported) { e.Document = "" })},
	{says: rectifying, rule: "not_answered", like: "accepted 1", after: "ordered 2", change: again},
	{says: rectifying, rule: "numbers_differ", like: "accepted 1", change: but(func(e *audit.RectificationAccepted) { e.Amount-- })},
	{says: closing, rule: "rectified", like: "answered again 1", after: "accepted 1", change: again},
	{says: rectifying, rule: "not_answered", like: "refused 1", after: "ordered 2", change: again},
	{says: rectifying, rule: "field_missing", like: "refused 1", change: but(func(e *audit.RectificationRefused) { e.Reason = "" })},
	{says: workdays, rule: "due_too_late", like: "refused 1", change: but(func(e *audit.RectificationRefused) { e.Due = e.Due.AddDays(1) })},
	{says: workdays, rule: "numbers_differ", like: "refused 1", change: but(func(e *audit.RectificationRefused) { e.WithinWorkdays-- })},
	{says: rectifying, rule: "field_missing", like: "referred 2", change: but(func(e *audit.Referred) { e.To = "" })},
	{says: rectifying, rule: "referred_already", like: "referred 2", after: "referred 2", change: again},
	{says: rectifying, rule: "not_another_audit", like: "re-audited", change: but(func(e *audit.ReAudited) { e.Audit = "decision-x" })},
	{says: rectifying, rule: "audit_of_another", like: "re-audited", change: with(func(p *planting, e *audit.ReAudited) {
		p.Stream, e.Audit, e.Reopened = p.stream("again"), p.stream("third"), nil
		p.resting(e.Audit)
	})},
	{says: rectifying, rule: "audit_not_later", like: "re-audited", change: with(func(p *planting, e *audit.ReAudited) {
		p.Stream, e.Audit, e.Reopened = p.stream("again"), p.stream("plan"), nil
		p.resting(e.Audit)
	})},
	{says: rectifying, rule: "not_rectified", like: "re-audited", change: but(func(e *audit.ReAudited) { e.Reopened = []int{2} })},
	{says: closing, rule: "findings_not_closed", like: "archived", change: but(func(e *audit.Archived) { e.Open = e.Open[:1] })},
	{says: closing, rule: "findings_not_closed", like: "archived", change: but(func(e *audit.Archived) { e.Open = nil })},
	{says: closing, rule: "field_missing", like: "archived", change: but(func(e *audit.Archived) { e.Open[0].Reason = "" })},
	{says: closing, rule: "not_disclosed", like: "archived", change: with(func(p *planting, e *audit.Archived) { p.in("again"); e.Open = nil })},
	{says: closing, rule: "already_archived", like: "archived", after: "archived", change: again},
	{says: theSteps, rule: "field_missing", like: "cancelled", change: but(func(e *audit.Cancelled) { e.Reason = "" })},
	{says: theSteps, rule: "cancelled", like: "cancelled", after: "cancelled", change: again},
	{says: completedIs, rule: "reported_already", like: "cancelled", change: func(p *planting) { p.in("again") }},

	{says: "auditor role, town level", rule: "level_too_low", like: "finding 1", prepare: func(s *story) {
		s.town = ledgertest.Open(s.t, s.Ledger, s.actor, "社区审计员", "community-lc", domain.Auditor)
	}, change: byTheTown},
	{says: "auditor role, town level", rule: "outside_place", like: "finding 1", prepare: func(s *story) {
		s.town = ledgertest.Open(s.t, s.Ledger, s.actor, "另一镇审计员", "town-t2", domain.Auditor)
	}, change: byTheTown},
	{says: "auditor role, town level", rule: "role_missing", like: "accepted 1", change: func(p *planting) { p.by(p.recorder, domain.Auditor) }},
}

// booksAndAudits has one who audits in the town keep the books in a community.
func booksAndAudits(s *story) {
	s.town = ledgertest.Open(s.t, s.Ledger, s.actor, "会计兼审计", "town-t1", domain.Auditor)
	s.do("granted", s.actor, s.town.Account(), account.Grant{Roles: []domain.Role{domain.Accountant}, Place: "community-lc"})
}

func byTheTown(p *planting) { p.by(p.town, domain.Auditor) }

// Every rule of audits is broken once, in a history that is lawful but for that.
func TestEveryRuleOfTheAudits(t *testing.T) {
	s := tellAudits(t)
	found, _, err := findings(s.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found, "the story is lawful")
	s.plantAll(t, audits)
	if len(s.planted) < len(audits) {
		return // a part of the table was asked for
	}
	a, err := catalogue.Standard.Aggregate("audit-x")
	require.NoError(t, err)
	for _, e := range a.Events {
		require.Contains(t, s.planted, e.Prototype.EventType(), "no violation is an event of this type")
	}
}
