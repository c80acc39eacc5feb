package request

import "github.com/sunledger/sunledger/domain"

func (r Request) mayEntrust() error {
	if err := r.onAgentList(); err != nil {
		return err
	}
	if r.entrusted {
		return domain.Reject("already_entrusted", "the request was entrusted to %s already: assign another handler if somebody else takes over", "申请已委托 %s：如换人，请改派经办人", r.Agent)
	}
	return nil
}

func (r Request) mayPassOn() error {
	if err := r.onAgentList(); err != nil {
		return err
	}
	if !r.entrusted {
		return domain.Reject("not_entrusted", "the request was not entrusted to an agent yet: the procedure of the agent list is accept, entrust, pass on", "尚未委托代办员：代办流程为受理、委托、报送")
	}
	if r.passedOn {
		return domain.Reject("already_passed_on", "the request was passed on already: record what follows as steps", "申请已报送：后续请记为协办步骤")
	}
	return nil
}

func (r Request) onAgentList() error {
	if err := r.inHand(); err != nil {
		return err
	}
	if r.List != domain.AgentList {
		return domain.Reject("not_on_agent_list",
			"the matter is on the %[1]s list, and only the agent list is entrusted and passed on: record a step, or complete it",
			"该事项属%[2]s清单，只有代办事项才委托、报送：请记录步骤或办结",
			domain.Label(r.List, string(r.List), domain.English), domain.Label(r.List, string(r.List), domain.Chinese))
	}
	return nil
}

func (r Request) mayTakeStep() error {
	if err := r.inHand(); err != nil {
		return err
	}
	return r.afterPassingOn()
}

// afterPassingOn holds an agent to the order: nothing is helped along, and
// nothing is solved, that was not passed on. Other outcomes may come earlier
// (assumed: what turns out a duplicate is passed on to nobody). What was passed
// on once need not be again after reopening.
func (r Request) afterPassingOn() error {
	if r.List == domain.AgentList && !r.everPassedOn {
		return domain.Reject("not_passed_on",
			"the request was not passed on yet: the procedure of the agent list is accept, entrust, pass on, assist, complete",
			"申请尚未报送：代办流程为受理、委托、报送、协办、办理")
	}
	return nil
}

func (r Request) mayReply() error {
	switch {
	case r.AwaitsReply():
		return nil
	case r.Answered:
		return domain.Reject("already_replied", "the requester was answered already: reopen the request if more is to be done", "已回复申请人：如需继续办理，请重新办理")
	}
	return domain.Reject("not_completed", "the request is neither completed nor declined, so there is nothing to reply yet: complete it first", "申请尚未办结，也未不予受理：请先办结")
}

// mayReturnOriginals keeps the order reply, originals returned, file. Who
// withdraws gets them back at once (assumed).
func (r Request) mayReturnOriginals() error {
	if !r.OriginalsHeld {
		return domain.Reject("no_originals", "no originals are held: there is nothing to return", "没有保管原件：无须退还")
	}
	if r.Status != StatusReplied && r.Status != StatusWithdrawn {
		return domain.Reject("not_replied", "originals are returned after the reply: reply first", "原件在回复后退还：请先回复")
	}
	return nil
}

func (r Request) mayRate() error {
	if err := r.completedAndReplied(); err != nil {
		return err
	}
	if r.rated {
		return domain.Reject("already_rated", "this completion was rated already: a request is rated once, and again only after it was reopened and completed anew", "本次办结已评价：每次办结只评价一次")
	}
	return nil
}

func (r Request) mayFile() error {
	if err := r.completedAndReplied(); err != nil {
		return err
	}
	if r.OriginalsHeld {
		return domain.Reject("originals_not_returned", "originals that were handed over are still held: return them first", "交接的原件尚未退还：请先退还原件")
	}
	return nil
}

// completedAndReplied: what was declined or withdrawn is never rated or filed.
func (r Request) completedAndReplied() error {
	switch r.Status {
	case StatusReplied:
		return nil
	case StatusCompleted:
		return domain.Reject("not_replied", "the requester was not answered yet, and only what is completed and replied is rated or filed: reply first", "尚未回复申请人，只有办结并回复的才能评价或归档：请先回复")
	}
	return domain.Reject("not_completed", "the request is not completed (%[1]s), and only what is completed and replied is rated or filed: complete it first", "申请未办结（%[2]s），只有办结并回复的才能评价或归档：请先办结", r.label(domain.English), r.label(domain.Chinese))
}

// mayReopen: what was withdrawn is asked for anew instead (assumed).
func (r Request) mayReopen() error {
	switch r.Status {
	case StatusCompleted, StatusReplied, StatusFiled, StatusDeclined, StatusEnded:
		return nil
	case StatusWithdrawn:
		return domain.Reject("withdrawn", "the requester withdrew the request: submit a new one", "申请人已撤回：请另行提交")
	case "":
		return domain.Reject("not_begun", "there is no such request: submit it first", "申请不存在：请先提交")
	}
	return domain.Reject("still_open", "the request is still open: go on with it", "申请仍在办理：请继续办理")
}
