package request

import "github.com/sunledger/sunledger/domain"

// Submitted begins a request. Who asks is not public, and may be left out: a
// question at the window needs no name.
type Submitted struct {
	Matter    string          `json:"matter" audience:"public" en:"code of the matter" zh:"事项编码"`
	Place     string          `json:"place" audience:"public" en:"id of the community" zh:"社区"`
	Channel   Channel         `json:"channel" audience:"public" en:"how it came in" zh:"渠道"`
	People    int             `json:"people" audience:"public" en:"people served, at least 1" zh:"服务人数"`
	Requester domain.Personal `json:"requester,omitzero" audience:"restricted" en:"who asks" zh:"申请人"`
	Summary   domain.Text     `json:"summary,omitzero" audience:"restricted" en:"what is asked for" zh:"诉求"`
}

// Accepted takes a request on. Its numbers are those of the judgement: the due
// date is that many working days after the day of acceptance, on the terms of
// that day.
type Accepted struct {
	List      domain.ServiceList `json:"list" audience:"public" en:"list of the matter" zh:"清单"`
	LimitDays int                `json:"limitDays" audience:"public" en:"time limit, in working days" zh:"时限（工作日）"`
	Due       domain.Date        `json:"due" audience:"public" en:"due date" zh:"办结期限"`
	TermsFrom domain.Date        `json:"termsFrom" audience:"public" en:"first day of the matter's terms that apply" zh:"适用事项版本起始日"`
	Rules     string             `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ToldIncomplete says, once, everything that is missing (一次性告知).
type ToldIncomplete struct {
	Missing []string `json:"missing" audience:"public" en:"papers that are missing, all of them" zh:"需补正的全部材料"`
}

// Declined refuses to take a request on.
type Declined struct {
	Reason domain.Text `json:"reason" audience:"restricted" en:"why it is not accepted" zh:"不予受理理由"`
	Rule   string      `json:"rule" audience:"public" en:"article or document that says so" zh:"依据"`
}

// Entrusted gives a request to an errand agent, with the originals handed over.
type Entrusted struct {
	Agent     string   `json:"agent" audience:"public" en:"agent: account or office" zh:"代办员"`
	Originals []string `json:"originals,omitempty" audience:"public" en:"papers handed over in the original" zh:"交接原件"`
}

// Assigned names the account that handles a request from now on.
type Assigned struct {
	Handler string `json:"handler" audience:"public" en:"account that handles it" zh:"经办人"`
}

// PassedOn brings a request to the office that decides. Being late is a fact
// like any other: both numbers stand here.
type PassedOn struct {
	To              string `json:"to" audience:"public" en:"office that it was passed on to" zh:"报送单位"`
	WorkdaysTaken   int    `json:"workdaysTaken" audience:"public" en:"working days since it was entrusted" zh:"报送用时（工作日）"`
	WorkdaysAllowed int    `json:"workdaysAllowed" audience:"public" en:"working days that the rule allows" zh:"报送时限（工作日）"`
	Rules           string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Supervised is an office urging the handler on (督办).
type Supervised struct {
	By   string      `json:"by" audience:"public" en:"office that supervises" zh:"督办单位"`
	Note domain.Text `json:"note,omitzero" audience:"restricted" en:"note" zh:"督办意见"`
}

// DueExtended moves the due date.
type DueExtended struct {
	Due    domain.Date `json:"due" audience:"public" en:"new due date" zh:"延长后的期限"`
	Reason domain.Text `json:"reason" audience:"restricted" en:"why" zh:"延期理由"`
}

// Completed gives a request its outcome.
type Completed struct {
	Outcome Outcome     `json:"outcome" audience:"public" en:"outcome" zh:"办理结果"`
	On      domain.Date `json:"on" audience:"public" en:"day of completion" zh:"办结日期"`
	// Reference is the stream of the other request where it is a duplicate,
	// the office where it is referred, and empty otherwise.
	Reference string      `json:"reference,omitzero" audience:"public" en:"the other request, or the office referred to" zh:"重复的申请或转办单位"`
	Note      domain.Text `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
}

// Replied answers the requester.
type Replied struct {
	How  ReplyForm   `json:"how" audience:"public" en:"form of the reply" zh:"回复方式"`
	Text domain.Text `json:"text,omitzero" audience:"restricted" en:"what was answered" zh:"回复内容"`
}

// OriginalsReturned says that the requester has all originals back.
type OriginalsReturned struct{}

// Rated is the requester's mark.
type Rated struct {
	Score int `json:"score" audience:"public" en:"mark, 1 (worst) to 5 (best)" zh:"评分（1–5）"`
}

// Reopened begins a concluded request anew. What was before stays on record.
type Reopened struct {
	Reason domain.Text `json:"reason" audience:"restricted" en:"why" zh:"重新办理理由"`
	// Due is absent where it was declined: it is due once it is accepted.
	Due domain.Date `json:"due,omitzero" audience:"public" en:"new due date" zh:"新的办结期限"`
}

// Withdrawn ends a request because the requester no longer wants it.
type Withdrawn struct {
	Reason domain.Text `json:"reason,omitzero" audience:"restricted" en:"why" zh:"撤回理由"`
}

// Filed puts a request into the archive.
type Filed struct{}

// EventType is request.submitted.
func (Submitted) EventType() string { return "request.submitted" }

// EventType is request.accepted.
func (Accepted) EventType() string { return "request.accepted" }

// EventType is request.told-incomplete.
func (ToldIncomplete) EventType() string { return "request.told-incomplete" }

// EventType is request.declined.
func (Declined) EventType() string { return "request.declined" }

// EventType is request.entrusted.
func (Entrusted) EventType() string { return "request.entrusted" }

// EventType is request.assigned.
func (Assigned) EventType() string { return "request.assigned" }

// EventType is request.passed-on.
func (PassedOn) EventType() string { return "request.passed-on" }

// EventType is request.supervised.
func (Supervised) EventType() string { return "request.supervised" }

// EventType is request.due-extended.
func (DueExtended) EventType() string { return "request.due-extended" }

// CountsFromRecording says that it is not inserted by a correction.
func (DueExtended) CountsFromRecording() {}

// EventType is request.completed.
func (Completed) EventType() string { return "request.completed" }

// EventType is request.replied.
func (Replied) EventType() string { return "request.replied" }

// EventType is request.originals-returned.
func (OriginalsReturned) EventType() string { return "request.originals-returned" }

// EventType is request.rated.
func (Rated) EventType() string { return "request.rated" }

// EventType is request.reopened.
func (Reopened) EventType() string { return "request.reopened" }

// EventType is request.withdrawn.
func (Withdrawn) EventType() string { return "request.withdrawn" }

// EventType is request.filed.
func (Filed) EventType() string { return "request.filed" }
