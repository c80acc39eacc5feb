package audit

import "github.com/sunledger/sunledger/domain"

// Plan puts an audit into the plan of a year.
type Plan struct {
	Audited  string      `json:"audited" en:"collective or community that is audited, collective-<id> or community-<id>" zh:"被审计单位 collective-<编号> 或 community-<编号>"`
	Kind     Kind        `json:"kind" en:"kind of audit" zh:"审计类型"`
	Year     int         `json:"year,omitzero" en:"year of the plan; left out, this year" zh:"计划年度（不填为本年）"`
	From     domain.Date `json:"from,omitzero" en:"first day of what is audited; left out, that of the year before" zh:"审计期间起（不填为上年首日）"`
	To       domain.Date `json:"to,omitzero" en:"last day of what is audited; left out, that of the year before" zh:"审计期间止（不填为上年末日）"`
	Official string      `json:"official,omitzero" en:"name of the official who leaves, where one does; it is public" zh:"离任人员姓名（离任审计填写，公开）"`
	Post     string      `json:"post,omitzero" en:"post that the official leaves" zh:"离任职务（离任审计填写）"`
	Subject  string      `json:"subject,omitzero" en:"matter that a special audit is about; it is public" zh:"专项事项（专项审计填写，公开）"`
	Document string      `json:"document" en:"plan that it stands in, with its number" zh:"计划文件（名称和文号）"`
}

// Commission names who audits.
type Commission struct {
	By          string            `json:"by" en:"who commissions it, such as the town" zh:"委托单位（如镇街）"`
	Institution string            `json:"institution" en:"institution that audits" zh:"审计机构"`
	Names       []string          `json:"names" en:"names of the auditors; they are public" zh:"审计人员姓名（公开）"`
	People      []domain.Personal `json:"people" en:"the same people, in the same order, for finding out who would audit their own" zh:"审计人员本人（与姓名同序，用于核查回避）"`
	Accounts    []string          `json:"accounts,omitempty" en:"accounts of the auditors, account-<id>, of those who have one" zh:"审计人员账户 account-<编号>（没有不填）"`
	Kin         []domain.Personal `json:"kin,omitempty" en:"relatives that the auditors declared" zh:"审计人员申报的近亲属"`
	Document    string            `json:"document" en:"letter or contract, with its number" zh:"委托文件（名称和文号）"`
	Reason      string            `json:"reason,omitzero" en:"why others take the place of those before, where they do; it is public" zh:"更换原因（更换时填写，公开）"`
}

// ServeNotice tells the audited that auditors will come.
type ServeNotice struct {
	Document string `json:"document" en:"number of the notice" zh:"审计通知书文号"`
}

// HoldEntryMeeting begins the fieldwork.
type HoldEntryMeeting struct {
	Where string `json:"where" en:"place" zh:"地点"`
}

// RaiseFinding records what was found.
type RaiseFinding struct {
	Category Category     `json:"category" en:"what it is about" zh:"问题类别"`
	Amount   domain.Money `json:"amount,omitzero" en:"amount that it concerns; left out where no money is concerned" zh:"涉及金额（不涉及不填）"`
	Papers   []string     `json:"papers" en:"working papers, each with its number" zh:"审计工作底稿（编号）"`
	What     domain.Text  `json:"what" en:"what was found" zh:"问题内容"`
}

// DropFinding takes a finding back before the report.
type DropFinding struct {
	Number int    `json:"number" en:"number of the finding" zh:"问题序号"`
	Reason string `json:"reason" en:"why; it is public" zh:"撤销理由（公开）"`
}

// SendDraft puts the draft of the report to the audited.
type SendDraft struct{}

// ReceiveResponse records what the audited answers.
type ReceiveResponse struct {
	Disputes bool        `json:"disputes,omitzero" en:"yes where it disputes the draft" zh:"有异议时填是"`
	Text     domain.Text `json:"text,omitzero" en:"what it says" zh:"反馈意见"`
}

// IssueReport completes the audit.
type IssueReport struct {
	Document string  `json:"document" en:"number of the report" zh:"报告文号"`
	Opinion  Opinion `json:"opinion" en:"opinion" zh:"审计意见"`
}

// Say says of a finding in public what it is.
type Say struct {
	Finding int    `json:"finding" en:"number of the finding" zh:"问题序号"`
	Text    string `json:"text" max:"2000" en:"what was found; it is public" zh:"问题内容（公开）"`
}

// Disclose makes the report public.
type Disclose struct {
	Where    string `json:"where" en:"where it is posted" zh:"公开地点"`
	Summary  string `json:"summary" max:"4000" en:"what the report says; it is public" zh:"报告摘要（公开）"`
	Findings []Say  `json:"findings,omitempty" en:"every finding of the report, in order" zh:"报告中的全部问题（按序）"`
}

// OrderRectification says what has to be done about a finding.
type OrderRectification struct {
	Finding int         `json:"finding" en:"number of the finding" zh:"问题序号"`
	What    string      `json:"what" max:"2000" en:"what has to be done; it is public" zh:"整改要求（公开）"`
	Due     domain.Date `json:"due,omitzero" en:"last day to report it done; left out, as late as the rule allows" zh:"整改期限（不填为规则允许的最晚日）"`
}

// ReportRectification records what the audited has done.
type ReportRectification struct {
	Finding  int          `json:"finding" en:"number of the finding" zh:"问题序号"`
	Amount   domain.Money `json:"amount,omitzero" en:"amount put right, of that of the finding" zh:"整改金额（不超过问题金额）"`
	Document string       `json:"document" en:"report or voucher that shows it" zh:"整改材料"`
	What     domain.Text  `json:"what,omitzero" en:"what was done" zh:"整改情况"`
}

// AcceptRectification closes a finding.
type AcceptRectification struct {
	Finding int `json:"finding" en:"number of the finding" zh:"问题序号"`
}

// RefuseRectification leaves a finding open.
type RefuseRectification struct {
	Finding int         `json:"finding" en:"number of the finding" zh:"问题序号"`
	Reason  string      `json:"reason" max:"2000" en:"why; it is public" zh:"不予认定的理由（公开）"`
	Due     domain.Date `json:"due,omitzero" en:"last day to report it done; left out, as late as the rule allows" zh:"整改期限（不填为规则允许的最晚日）"`
}

// Refer hands a finding to an authority that looks into offences.
type Refer struct {
	Finding  int    `json:"finding" en:"number of the finding" zh:"问题序号"`
	To       string `json:"to" en:"authority that it goes to; it is public" zh:"受移送机关（公开）"`
	Document string `json:"document" en:"letter, with its number" zh:"移送文书（文号）"`
}

// AuditAgain says that a later audit looked at this one.
type AuditAgain struct {
	Audit    string `json:"audit" en:"later audit, audit-<id>" zh:"后续审计 audit-<编号>"`
	Reopened []int  `json:"reopened,omitempty" en:"numbers of findings whose rectification did not hold" zh:"整改不实、重新打开的问题序号"`
}

// Unrectified says why a finding stands open.
type Unrectified struct {
	Finding int    `json:"finding" en:"number of the finding" zh:"问题序号"`
	Reason  string `json:"reason" en:"why it stands open; it is public" zh:"未整改原因（公开）"`
}

// Archive ends the audit.
type Archive struct {
	Number string        `json:"number" en:"number in the archive" zh:"档号"`
	Open   []Unrectified `json:"open,omitempty" en:"findings that stand open, all of them in order" zh:"尚未整改的问题（全部，按序）"`
}

// Cancel ends an audit before its report.
type Cancel struct {
	Reason string `json:"reason" en:"why; it is public" zh:"取消原因（公开）"`
}

// CommandType is audit.plan.
func (Plan) CommandType() string { return "audit.plan" }

// CommandType is audit.commission.
func (Commission) CommandType() string { return "audit.commission" }

// CommandType is audit.serve-notice.
func (ServeNotice) CommandType() string { return "audit.serve-notice" }

// CommandType is audit.hold-entry-meeting.
func (HoldEntryMeeting) CommandType() string { return "audit.hold-entry-meeting" }

// CommandType is audit.raise-finding.
func (RaiseFinding) CommandType() string { return "audit.raise-finding" }

// CommandType is audit.drop-finding.
func (DropFinding) CommandType() string { return "audit.drop-finding" }

// CommandType is audit.send-draft.
func (SendDraft) CommandType() string { return "audit.send-draft" }

// CommandType is audit.receive-response.
func (ReceiveResponse) CommandType() string { return "audit.receive-response" }

// CommandType is audit.issue-report.
func (IssueReport) CommandType() string { return "audit.issue-report" }

// CommandType is audit.disclose.
func (Disclose) CommandType() string { return "audit.disclose" }

// CommandType is audit.order-rectification.
func (OrderRectification) CommandType() string { return "audit.order-rectification" }

// CommandType is audit.report-rectification.
func (ReportRectification) CommandType() string { return "audit.report-rectification" }

// CommandType is audit.accept-rectification.
func (AcceptRectification) CommandType() string { return "audit.accept-rectification" }

// CommandType is audit.refuse-rectification.
func (RefuseRectification) CommandType() string { return "audit.refuse-rectification" }

// CommandType is audit.refer.
func (Refer) CommandType() string { return "audit.refer" }

// CommandType is audit.audit-again.
func (AuditAgain) CommandType() string { return "audit.audit-again" }

// CommandType is audit.archive.
func (Archive) CommandType() string { return "audit.archive" }

// CommandType is audit.cancel.
func (Cancel) CommandType() string { return "audit.cancel" }
