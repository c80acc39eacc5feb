package request

import "github.com/sunledger/sunledger/domain"

// The commands are as thin as the events are: they fill in what follows from
// the day, the matter and the rule set, and leave the rest to order and rules.

// Submit asks for a matter.
type Submit struct {
	Matter    string          `json:"matter" en:"code of the matter" zh:"事项编码"`
	Place     string          `json:"place" en:"id of the community, such as 370782101" zh:"社区编号"`
	Channel   Channel         `json:"channel" en:"how it came in" zh:"渠道"`
	People    int             `json:"people" en:"people served, at least 1" zh:"服务人数，至少 1"`
	Requester domain.Personal `json:"requester,omitzero" en:"who asks" zh:"申请人"`
	Summary   domain.Text     `json:"summary,omitzero" en:"what is asked for" zh:"诉求"`
}

// Accept takes a request on, with the list and the time limit of its matter.
type Accept struct{}

// TellIncomplete tells the requester, once, everything that is missing.
type TellIncomplete struct {
	Missing []string `json:"missing" en:"papers that are missing, all of them, as the matter names them" zh:"需补正的全部材料（按事项清单填写）"`
}

// Decline refuses to take a request on.
type Decline struct {
	Reason domain.Text `json:"reason" en:"why it is not accepted" zh:"不予受理理由"`
	Rule   string      `json:"rule" en:"article or document that says so; it is public" zh:"依据（公开）"`
}

// Entrust gives a request on the agent list to an agent.
type Entrust struct {
	Agent     string   `json:"agent" en:"agent: account or office" zh:"代办员账户或岗位"`
	Originals []string `json:"originals,omitempty" en:"papers handed over in the original, as the matter names them" zh:"交接原件（按事项清单填写）"`
}

// Assign names who handles a request from now on.
type Assign struct {
	Handler string `json:"handler" en:"account that handles it" zh:"经办人账户"`
}

// PassOn brings a request on the agent list to the office that decides.
type PassOn struct {
	To string `json:"to" en:"office that it is passed on to" zh:"报送单位"`
}

// RecordStep records what was done.
type RecordStep struct {
	Name string      `json:"name" en:"what was done; it is public" zh:"步骤（公开）"`
	Note domain.Text `json:"note,omitzero" en:"note" zh:"备注"`
}

// Supervise urges the handler on.
type Supervise struct {
	By   string      `json:"by" en:"office that supervises" zh:"督办单位"`
	Note domain.Text `json:"note,omitzero" en:"note" zh:"督办意见"`
}

// ExtendDue moves the due date before it has passed.
type ExtendDue struct {
	Due    domain.Date `json:"due" en:"new due date" zh:"延长后的期限"`
	Reason domain.Text `json:"reason" en:"why" zh:"延期理由"`
}

// Complete gives a request its outcome.
type Complete struct {
	Outcome   Outcome     `json:"outcome" en:"outcome" zh:"办理结果"`
	Reference string      `json:"reference,omitzero" en:"request-<id> of the other request where it is a duplicate, the office where it is referred" zh:"重复时填写另一申请 request-<编号>，转办时填写单位"`
	Note      domain.Text `json:"note,omitzero" en:"note" zh:"备注"`
}

// Reply answers the requester.
type Reply struct {
	How  ReplyForm   `json:"how" en:"form of the reply" zh:"回复方式"`
	Text domain.Text `json:"text,omitzero" en:"what was answered" zh:"回复内容"`
}

// ReturnOriginals gives the requester all originals back.
type ReturnOriginals struct{}

// Rate records the requester's mark.
type Rate struct {
	Score int `json:"score" en:"mark, 1 (worst) to 5 (best)" zh:"评分（1–5）"`
}

// Reopen begins a concluded request anew.
type Reopen struct {
	Reason domain.Text `json:"reason" en:"why" zh:"重新办理理由"`
	Due    domain.Date `json:"due,omitzero" en:"new due date, of an imported case only: otherwise the time limit counts anew" zh:"新的期限（仅限导入办件，其余按时限重新计算）"`
}

// Withdraw ends a request because the requester no longer wants it.
type Withdraw struct {
	Reason domain.Text `json:"reason,omitzero" en:"why" zh:"撤回理由"`
}

// File puts a request into the archive.
type File struct{}

// CommandType is request.submit.
func (Submit) CommandType() string { return "request.submit" }

// CommandType is request.accept.
func (Accept) CommandType() string { return "request.accept" }

// CommandType is request.tell-incomplete.
func (TellIncomplete) CommandType() string { return "request.tell-incomplete" }

// CommandType is request.decline.
func (Decline) CommandType() string { return "request.decline" }

// CommandType is request.entrust.
func (Entrust) CommandType() string { return "request.entrust" }

// CommandType is request.assign.
func (Assign) CommandType() string { return "request.assign" }

// CommandType is request.pass-on.
func (PassOn) CommandType() string { return "request.pass-on" }

// CommandType is request.record-step.
func (RecordStep) CommandType() string { return "request.record-step" }

// CommandType is request.supervise.
func (Supervise) CommandType() string { return "request.supervise" }

// CommandType is request.extend-due.
func (ExtendDue) CommandType() string { return "request.extend-due" }

// CommandType is request.complete.
func (Complete) CommandType() string { return "request.complete" }

// CommandType is request.reply.
func (Reply) CommandType() string { return "request.reply" }

// CommandType is request.return-originals.
func (ReturnOriginals) CommandType() string { return "request.return-originals" }

// CommandType is request.rate.
func (Rate) CommandType() string { return "request.rate" }

// CommandType is request.reopen.
func (Reopen) CommandType() string { return "request.reopen" }

// CommandType is request.withdraw.
func (Withdraw) CommandType() string { return "request.withdraw" }

// CommandType is request.file.
func (File) CommandType() string { return "request.file" }
