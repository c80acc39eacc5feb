package audit

import "github.com/sunledger/sunledger/domain"

// Kind says what an audit is for.
type Kind string

// The kinds.
const (
	Annual        Kind = "annual"
	LeavingOffice Kind = "leaving-office" // of an official who leaves or ends a term
	Special       Kind = "special"        // of one matter
)

// Codes lists the kinds with their names.
func (Kind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Annual), English: "annual", Chinese: "年度审计"},
		{Code: string(LeavingOffice), English: "leaving office", Chinese: "离任审计"},
		{Code: string(Special), English: "special", Chinese: "专项审计"},
	}
}

// Category says what a finding is about.
type Category string

// The categories.
const (
	Bookkeeping Category = "bookkeeping"
	OffTheBooks Category = "off-the-books"
	Misuse      Category = "misuse"
	Undecided   Category = "undecided"
	Contracts   Category = "contracts"
	Assets      Category = "assets"
	Debts       Category = "debts"
	Disclosure  Category = "disclosure"
	Controls    Category = "controls"
	OtherMatter Category = "other"
)

// Codes lists the categories with their names.
func (Category) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Bookkeeping), English: "books and vouchers not in order", Chinese: "账务凭证不规范"},
		{Code: string(OffTheBooks), English: "income or spending off the books", Chinese: "账外收支"},
		{Code: string(Misuse), English: "collective money taken or misused", Chinese: "侵占挪用集体资金"},
		{Code: string(Undecided), English: "done without the decision that it needs", Chinese: "未经民主决策"},
		{Code: string(Contracts), English: "contracts, leases and rents", Chinese: "合同与承包租赁"},
		{Code: string(Assets), English: "assets not on record, or lost", Chinese: "资产管理"},
		{Code: string(Debts), English: "receivables and debts", Chinese: "债权债务"},
		{Code: string(Disclosure), English: "not disclosed, or late", Chinese: "财务公开不到位"},
		{Code: string(Controls), English: "rules lacking or not kept", Chinese: "制度缺失或未执行"},
		{Code: string(OtherMatter), English: "another matter", Chinese: "其他"},
	}
}

// Opinion is what the auditors say of the books as a whole.
type Opinion string

// The opinions.
const (
	Unqualified Opinion = "unqualified"
	Qualified   Opinion = "qualified"
	Adverse     Opinion = "adverse"
	Disclaimer  Opinion = "disclaimer"
)

// Codes lists the opinions with their names.
func (Opinion) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Unqualified), English: "unqualified", Chinese: "无保留意见"},
		{Code: string(Qualified), English: "qualified", Chinese: "保留意见"},
		{Code: string(Adverse), English: "adverse", Chinese: "否定意见"},
		{Code: string(Disclaimer), English: "disclaimer of opinion", Chinese: "无法表示意见"},
	}
}

// Stage is how far an audit has come. The zero Stage is one that does not exist.
type Stage string

// The stages.
const (
	StagePlanned      Stage = "planned"
	StageCommissioned Stage = "commissioned"
	StageNotified     Stage = "notified"
	StageFieldwork    Stage = "fieldwork"
	StageDrafted      Stage = "drafted"
	StageReported     Stage = "reported" // completed
	StageDisclosed    Stage = "disclosed"
	StageArchived     Stage = "archived"
	StageCancelled    Stage = "cancelled"
)

// Codes lists the stages with their names.
func (Stage) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StagePlanned), English: "planned", Chinese: "已列入计划"},
		{Code: string(StageCommissioned), English: "commissioned", Chinese: "已委托"},
		{Code: string(StageNotified), English: "notice served", Chinese: "已送达通知"},
		{Code: string(StageFieldwork), English: "fieldwork", Chinese: "现场审计"},
		{Code: string(StageDrafted), English: "draft with the audited", Chinese: "征求意见"},
		{Code: string(StageReported), English: "report issued", Chinese: "已出具报告"},
		{Code: string(StageDisclosed), English: "disclosed", Chinese: "已公开"},
		{Code: string(StageArchived), English: "archived", Chinese: "已归档"},
		{Code: string(StageCancelled), English: "cancelled", Chinese: "已取消"},
	}
}

// FindingStatus is how far the rectification of a finding has come.
type FindingStatus string

// The statuses.
const (
	StatusDraft     FindingStatus = "draft"   // no report yet
	StatusDropped   FindingStatus = "dropped" // before the report
	StatusStands    FindingStatus = "stands"  // reported, and nothing ordered
	StatusOrdered   FindingStatus = "ordered"
	StatusAnswered  FindingStatus = "answered" // the rectification was reported
	StatusRectified FindingStatus = "rectified"
)

// Codes lists the statuses with their names.
func (FindingStatus) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StatusDraft), English: "in the draft", Chinese: "待报告"},
		{Code: string(StatusDropped), English: "dropped", Chinese: "已撤销"},
		{Code: string(StatusStands), English: "open", Chinese: "未整改"},
		{Code: string(StatusOrdered), English: "rectification ordered", Chinese: "责令整改"},
		{Code: string(StatusAnswered), English: "rectification reported", Chinese: "已报整改，待认定"},
		{Code: string(StatusRectified), English: "put right", Chinese: "已整改"},
	}
}

// Turn is something that happened to a finding.
type Turn string

// The turns.
const (
	TurnRaised   Turn = "raised"
	TurnDropped  Turn = "dropped"
	TurnOrdered  Turn = "ordered"
	TurnAnswered Turn = "answered"
	TurnRefused  Turn = "refused"
	TurnAccepted Turn = "accepted"
	TurnReferred Turn = "referred"
	TurnReopened Turn = "reopened"
	TurnStated   Turn = "stated"
)

// Codes lists the turns with their names.
func (Turn) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(TurnRaised), English: "found", Chinese: "发现问题"},
		{Code: string(TurnDropped), English: "dropped before the report", Chinese: "报告前撤销"},
		{Code: string(TurnOrdered), English: "rectification ordered", Chinese: "责令整改"},
		{Code: string(TurnAnswered), English: "rectification reported", Chinese: "报送整改"},
		{Code: string(TurnRefused), English: "rectification refused", Chinese: "退回整改"},
		{Code: string(TurnAccepted), English: "rectification accepted", Chinese: "认定整改"},
		{Code: string(TurnReferred), English: "referred", Chinese: "移送"},
		{Code: string(TurnReopened), English: "opened again by a later audit", Chinese: "后续审计重新打开"},
		{Code: string(TurnStated), English: "said to stand open", Chinese: "公开注明尚未整改"},
	}
}
