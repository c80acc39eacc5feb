package audit

import "github.com/sunledger/sunledger/domain"

// Planned begins an audit.
type Planned struct {
	// Audited is a collective or a community, Community the one that it lies in
	// or is.
	Audited   string `json:"audited" audience:"public" en:"collective or community that is audited" zh:"被审计单位"`
	Community string `json:"community" audience:"public" en:"community that it lies in" zh:"所在社区"`
	Year      int    `json:"year" audience:"public" en:"year of the plan" zh:"计划年度"`
	Kind      Kind   `json:"kind" audience:"public" en:"kind of audit" zh:"审计类型"`
	// Official and Post are given where somebody leaves office.
	Official string      `json:"official,omitzero" audience:"public" en:"official who leaves" zh:"离任人员"`
	Post     string      `json:"post,omitzero" audience:"public" en:"post that they leave" zh:"离任职务"`
	From     domain.Date `json:"from" audience:"public" en:"first day of what is audited" zh:"审计期间起"`
	To       domain.Date `json:"to" audience:"public" en:"last day of what is audited" zh:"审计期间止"`
	Subject  string      `json:"subject,omitzero" audience:"public" en:"matter that a special audit is about" zh:"专项事项"`
	Document string      `json:"document" audience:"public" en:"plan that it stands in" zh:"计划文件"`
}

// Amends allows everything but another audited.
func (e Planned) Amends(to domain.Event) error {
	if n, ok := to.(Planned); !ok || n.Audited != e.Audited || n.Community != e.Community {
		return domain.Reject("identity_stays", "who is audited is not amended: cancel the audit, and plan another", "被审计单位不得更正：请取消后另行列入计划")
	}
	return nil
}

// Auditor is one of those who audit. Who the person is serves to find out where
// they would audit their own.
type Auditor struct {
	Name   string          `json:"name" audience:"public" en:"name of the auditor" zh:"审计人员姓名"`
	Person domain.Personal `json:"person" audience:"restricted" en:"the person" zh:"本人"`
}

// Commissioned names who audits. Before the report they may be replaced, and the
// notice and the fieldwork then begin anew.
type Commissioned struct {
	On          domain.Date `json:"on" audience:"public" en:"day" zh:"委托日期"`
	By          string      `json:"by" audience:"public" en:"who commissions it" zh:"委托单位"`
	Institution string      `json:"institution" audience:"public" en:"institution that audits" zh:"审计机构"`
	Auditors    []Auditor   `json:"auditors" audience:"public" en:"auditors" zh:"审计人员"`
	// Accounts are streams, account-<id>, of those auditors who have one.
	Accounts []string          `json:"accounts,omitempty" audience:"public" en:"accounts of the auditors" zh:"审计人员账户"`
	Kin      []domain.Personal `json:"kin,omitempty" audience:"restricted" en:"relatives that the auditors declared" zh:"审计人员申报的近亲属"`
	Document string            `json:"document" audience:"public" en:"letter or contract" zh:"委托文件"`
	// Reason is given where others were commissioned before.
	Reason      string `json:"reason,omitzero" audience:"public" en:"why others take the place of those before" zh:"更换原因"`
	MinAuditors int    `json:"minAuditors" audience:"public" en:"auditors that the rule asks for" zh:"最少审计人员数"`
	Rules       string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// NoticeServed tells the audited that auditors will come.
type NoticeServed struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"送达日期"`
	Document string      `json:"document" audience:"public" en:"number of the notice" zh:"通知书文号"`
	// EntryFrom is the first day on which the auditors may begin.
	EntryFrom      domain.Date `json:"entryFrom" audience:"public" en:"first day of fieldwork" zh:"最早进点日期"`
	NoticeWorkdays int         `json:"noticeWorkdays" audience:"public" en:"working days of notice that the rule asks for" zh:"通知提前期（工作日）"`
	Rules          string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// EntryMeetingHeld begins the fieldwork (进点会).
type EntryMeetingHeld struct {
	On    domain.Date `json:"on" audience:"public" en:"day" zh:"进点日期"`
	Where string      `json:"where" audience:"public" en:"place" zh:"地点"`
}

// FindingRaised is something that the auditors found. What it is stays with those
// who audit and are audited until the report is disclosed.
type FindingRaised struct {
	Number   int      `json:"number" audience:"public" en:"number of the finding, from 1" zh:"问题序号"`
	Category Category `json:"category" audience:"public" en:"what it is about" zh:"问题类别"`
	// Amount is 0 where no money is concerned.
	Amount domain.Money `json:"amount,omitzero" audience:"public" en:"amount that it concerns" zh:"涉及金额"`
	Papers []string     `json:"papers" audience:"public" en:"working papers" zh:"审计工作底稿"`
	What   domain.Text  `json:"what" audience:"restricted" en:"what was found" zh:"问题内容"`
}

// FindingDropped takes a finding back before the report: it was answered.
type FindingDropped struct {
	Number int    `json:"number" audience:"public" en:"number of the finding" zh:"问题序号"`
	Reason string `json:"reason" audience:"public" en:"why" zh:"撤销理由"`
}

// DraftSent puts the draft of the report to the audited.
type DraftSent struct {
	On domain.Date `json:"on" audience:"public" en:"day" zh:"送达日期"`
	// RespondBy is the last day on which they may answer.
	RespondBy        domain.Date `json:"respondBy" audience:"public" en:"last day to answer" zh:"反馈截止日"`
	ResponseWorkdays int         `json:"responseWorkdays" audience:"public" en:"working days to answer that the rule gives" zh:"反馈期（工作日）"`
	Rules            string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ResponseReceived is what the audited answers to the draft.
type ResponseReceived struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"收到日期"`
	Disputes bool        `json:"disputes" audience:"public" en:"it disputes the draft" zh:"有异议"`
	Text     domain.Text `json:"text,omitzero" audience:"restricted" en:"what it says" zh:"反馈意见"`
}

// ReportIssued completes an audit. Its numbers are those of the findings that
// stand.
type ReportIssued struct {
	On       domain.Date  `json:"on" audience:"public" en:"day" zh:"出具日期"`
	Document string       `json:"document" audience:"public" en:"number of the report" zh:"报告文号"`
	Opinion  Opinion      `json:"opinion" audience:"public" en:"opinion" zh:"审计意见"`
	Findings int          `json:"findings" audience:"public" en:"findings" zh:"问题数"`
	Amount   domain.Money `json:"amount" audience:"public" en:"amount that they concern" zh:"问题金额"`
	// Responded says that the audited had answered the draft.
	Responded bool `json:"responded" audience:"public" en:"the audited answered the draft" zh:"被审计单位已反馈"`
	// DiscloseBy is the day by the end of which it is due to be disclosed.
	DiscloseBy             domain.Date `json:"discloseBy" audience:"public" en:"day by which it is disclosed" zh:"公开期限"`
	DiscloseWithinWorkdays int         `json:"discloseWithinWorkdays" audience:"public" en:"working days to disclose it that the rule gives" zh:"公开时限（工作日）"`
	Rules                  string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Statement says of a finding in public what it is.
type Statement struct {
	Finding int    `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	Text    string `json:"text" audience:"public" max:"2000" en:"what was found" zh:"问题内容"`
}

// Disclosed makes the report public, with every finding in it.
type Disclosed struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"公开日期"`
	Where    string      `json:"where" audience:"public" en:"where" zh:"公开地点"`
	Summary  string      `json:"summary" audience:"public" max:"4000" en:"what the report says" zh:"报告摘要"`
	Findings []Statement `json:"findings,omitempty" audience:"public" en:"findings" zh:"审计发现的问题"`
}

// RectificationOrdered says what the audited has to do about a finding.
type RectificationOrdered struct {
	Finding        int         `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	On             domain.Date `json:"on" audience:"public" en:"day" zh:"责令日期"`
	What           string      `json:"what" audience:"public" max:"2000" en:"what has to be done" zh:"整改要求"`
	Due            domain.Date `json:"due" audience:"public" en:"last day to report it done" zh:"整改期限"`
	WithinWorkdays int         `json:"withinWorkdays" audience:"public" en:"working days that the rule allows at most" zh:"最长整改期限（工作日）"`
	Rules          string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// RectificationReported is what the audited says that it has done.
type RectificationReported struct {
	Finding int         `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	On      domain.Date `json:"on" audience:"public" en:"day" zh:"报送日期"`
	// Amount is what was recovered, booked or otherwise put right, of the amount
	// of the finding.
	Amount   domain.Money `json:"amount,omitzero" audience:"public" en:"amount put right" zh:"整改金额"`
	Document string       `json:"document" audience:"public" en:"report or voucher that shows it" zh:"整改材料"`
	What     domain.Text  `json:"what,omitzero" audience:"restricted" en:"what was done" zh:"整改情况"`
}

// RectificationAccepted closes a finding.
type RectificationAccepted struct {
	Finding int          `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	On      domain.Date  `json:"on" audience:"public" en:"day" zh:"认定日期"`
	Amount  domain.Money `json:"amount,omitzero" audience:"public" en:"amount put right" zh:"整改金额"`
}

// RectificationRefused leaves a finding open, with another day.
type RectificationRefused struct {
	Finding        int         `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	On             domain.Date `json:"on" audience:"public" en:"day" zh:"退回日期"`
	Reason         string      `json:"reason" audience:"public" max:"2000" en:"why" zh:"不予认定的理由"`
	Due            domain.Date `json:"due" audience:"public" en:"last day to report it done" zh:"整改期限"`
	WithinWorkdays int         `json:"withinWorkdays" audience:"public" en:"working days that the rule allows at most" zh:"最长整改期限（工作日）"`
	Rules          string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Referred hands a finding to an authority that looks into offences (移送).
type Referred struct {
	Finding  int         `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"移送日期"`
	To       string      `json:"to" audience:"public" en:"authority that it goes to" zh:"受移送机关"`
	Document string      `json:"document" audience:"public" en:"letter" zh:"移送文书"`
}

// ReAudited says that a later audit looked at it again, and which of what was
// accepted did not hold.
type ReAudited struct {
	On domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	// Audit is the stream of the later one.
	Audit    string `json:"audit" audience:"public" en:"later audit" zh:"后续审计"`
	Reopened []int  `json:"reopened,omitempty" audience:"public" en:"findings whose rectification did not hold" zh:"重新打开的问题"`
}

// StandingOpen is a finding that nobody has put right, and why.
type StandingOpen struct {
	Finding int    `json:"finding" audience:"public" en:"number of the finding" zh:"问题序号"`
	Reason  string `json:"reason" audience:"public" en:"why it stands open" zh:"未整改原因"`
}

// Archived ends an audit. What is not closed it says in public.
type Archived struct {
	On     domain.Date    `json:"on" audience:"public" en:"day" zh:"归档日期"`
	Number string         `json:"number" audience:"public" en:"number in the archive" zh:"档号"`
	Open   []StandingOpen `json:"open,omitempty" audience:"public" en:"findings that stand open" zh:"尚未整改的问题"`
}

// Cancelled ends an audit before its report.
type Cancelled struct {
	Reason string `json:"reason" audience:"public" en:"why" zh:"取消原因"`
}

// EventType is audit.planned.
func (Planned) EventType() string { return "audit.planned" }

// EventType is audit.commissioned.
func (Commissioned) EventType() string { return "audit.commissioned" }

// EventType is audit.notice-served.
func (NoticeServed) EventType() string { return "audit.notice-served" }

// CountsFromRecording says that it is not inserted by a correction.
func (NoticeServed) CountsFromRecording() {}

// EventType is audit.entry-meeting-held.
func (EntryMeetingHeld) EventType() string { return "audit.entry-meeting-held" }

// EventType is audit.finding-raised.
func (FindingRaised) EventType() string { return "audit.finding-raised" }

// EventType is audit.finding-dropped.
func (FindingDropped) EventType() string { return "audit.finding-dropped" }

// EventType is audit.draft-sent.
func (DraftSent) EventType() string { return "audit.draft-sent" }

// CountsFromRecording says that it is not inserted by a correction.
func (DraftSent) CountsFromRecording() {}

// EventType is audit.response-received.
func (ResponseReceived) EventType() string { return "audit.response-received" }

// EventType is audit.report-issued.
func (ReportIssued) EventType() string { return "audit.report-issued" }

// EventType is audit.disclosed.
func (Disclosed) EventType() string { return "audit.disclosed" }

// CountsFromRecording says that it is not inserted by a correction.
func (Disclosed) CountsFromRecording() {}

// EventType is audit.rectification-ordered.
func (RectificationOrdered) EventType() string { return "audit.rectification-ordered" }

// EventType is audit.rectification-reported.
func (RectificationReported) EventType() string { return "audit.rectification-reported" }

// EventType is audit.rectification-accepted.
func (RectificationAccepted) EventType() string { return "audit.rectification-accepted" }

// EventType is audit.rectification-refused.
func (RectificationRefused) EventType() string { return "audit.rectification-refused" }

// EventType is audit.referred.
func (Referred) EventType() string { return "audit.referred" }

// EventType is audit.re-audited.
func (ReAudited) EventType() string { return "audit.re-audited" }

// EventType is audit.archived.
func (Archived) EventType() string { return "audit.archived" }

// EventType is audit.cancelled.
func (Cancelled) EventType() string { return "audit.cancelled" }
