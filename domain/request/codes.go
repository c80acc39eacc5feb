package request

import "github.com/sunledger/sunledger/domain"

// Channel is how a request came in. That of an imported case is whatever its
// source says.
type Channel string

// The channels.
const (
	Window Channel = "window"
	Phone  Channel = "phone"
	Online Channel = "online"
	Visit  Channel = "visit"
)

// Codes lists the channels with their names.
func (Channel) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Window), English: "window", Chinese: "窗口"},
		{Code: string(Phone), English: "phone", Chinese: "电话"},
		{Code: string(Online), English: "online", Chinese: "网上"},
		{Code: string(Visit), English: "home visit", Chinese: "上门"},
	}
}

// Outcome is what came of a request. Only Solved is solved.
type Outcome string

// The outcomes.
const (
	Solved           Outcome = "solved"
	CouldNotBeSolved Outcome = "could-not-be-solved"
	NotResponsible   Outcome = "not-responsible"
	Duplicate        Outcome = "duplicate" // the reference names the other request
	Referred         Outcome = "referred"  // the reference names the office
)

// Codes lists the outcomes with their names.
func (Outcome) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Solved), English: "solved", Chinese: "已解决"},
		{Code: string(CouldNotBeSolved), English: "could not be solved", Chinese: "未能解决"},
		{Code: string(NotResponsible), English: "not responsible", Chinese: "不属职责范围"},
		{Code: string(Duplicate), English: "duplicate", Chinese: "重复事项"},
		{Code: string(Referred), English: "referred", Chinese: "已转办"},
	}
}

// ReplyForm is how a requester was answered.
type ReplyForm string

// The forms of a reply.
const (
	Spoken      ReplyForm = "spoken"
	Written     ReplyForm = "written"
	ByPhone     ReplyForm = "phone"
	OnlineReply ReplyForm = "online"
)

// Codes lists the forms with their names.
func (ReplyForm) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Spoken), English: "spoken", Chinese: "当面"},
		{Code: string(Written), English: "written", Chinese: "书面"},
		{Code: string(ByPhone), English: "by phone", Chinese: "电话"},
		{Code: string(OnlineReply), English: "online", Chinese: "网上"},
	}
}

// Status is how far a request has come. The zero Status is a request that does
// not exist.
type Status string

// The statuses.
const (
	StatusSubmitted  Status = "submitted"  // waits for acceptance
	StatusIncomplete Status = "incomplete" // told what is missing, waits for it
	StatusAccepted   Status = "accepted"
	StatusEntrusted  Status = "entrusted" // an agent has the papers
	StatusHandling   Status = "handling"  // passed on, or a step was taken
	StatusCompleted  Status = "completed" // has an outcome, waits for the reply
	StatusReplied    Status = "replied"   // completed, and the requester knows
	StatusFiled      Status = "filed"
	StatusDeclined   Status = "declined" // not accepted
	StatusWithdrawn  Status = "withdrawn"
	// StatusEnded is an imported case with an end date. What came of it the
	// source does not say.
	StatusEnded Status = "ended"
)

// Codes lists the statuses with their names.
func (Status) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StatusSubmitted), English: "submitted", Chinese: "已提交"},
		{Code: string(StatusIncomplete), English: "papers missing", Chinese: "待补正"},
		{Code: string(StatusAccepted), English: "accepted", Chinese: "已受理"},
		{Code: string(StatusEntrusted), English: "entrusted", Chinese: "已委托"},
		{Code: string(StatusHandling), English: "being handled", Chinese: "办理中"},
		{Code: string(StatusCompleted), English: "completed, not yet replied", Chinese: "已办结，待回复"},
		{Code: string(StatusReplied), English: "replied", Chinese: "已回复"},
		{Code: string(StatusFiled), English: "filed", Chinese: "已归档"},
		{Code: string(StatusDeclined), English: "declined", Chinese: "不予受理"},
		{Code: string(StatusWithdrawn), English: "withdrawn", Chinese: "已撤回"},
		{Code: string(StatusEnded), English: "ended, outcome not on record", Chinese: "已结束（结果无记载）"},
	}
}

// Open reports whether something is still to be done towards an outcome.
func (s Status) Open() bool {
	switch s {
	case StatusSubmitted, StatusIncomplete, StatusAccepted, StatusEntrusted, StatusHandling:
		return true
	}
	return false
}
