package request

import "github.com/sunledger/sunledger/domain"

// follows is the legal order of steps: it refuses an event that does not come
// next. Policies (numbers, deadlines, papers) are in rules.go.
func (r Request) follows(e domain.Event) error {
	switch e.(type) {
	case Submitted, Imported:
		if r.Status != "" {
			return domain.Reject("already_begun", "the request has begun already: submit another one", "申请已存在:请另行提交")
		}
		return nil
	case Reopened:
		return r.mayReopen()
	}
	switch {
	case r.Status == "":
		return domain.Reject("not_begun", "there is no such request: submit it first", "申请不存在:请先提交")
	case r.Status == StatusFiled:
		return domain.Reject("filed", "the request is filed, and nothing follows but reopening: reopen it first", "申请已归档,归档后只能重新办理:请先重新办理")
	case r.Imported:
		return r.importedFollows(e)
	}
	return r.nativeFollows(e)
}

func (r Request) nativeFollows(e domain.Event) error {
	switch e := e.(type) {
	case Accepted, Declined:
		return r.beforeAcceptance()
	case ToldIncomplete:
		if r.told {
			return domain.Reject("already_told",
				"the requester was told what is missing, and that is done once (一次性告知): accept the request or decline it",
				"已一次性告知,不得再次要求补正:请受理或不予受理")
		}
		return r.beforeAcceptance()
	case Entrusted:
		return r.mayEntrust()
	case PassedOn:
		return r.mayPassOn()
	case StepRecorded:
		return r.mayTakeStep()
	case DueExtended:
		return r.inHand()
	case Completed:
		if err := r.inHand(); err != nil || e.Outcome != Solved {
			return err
		}
		return r.afterPassingOn()
	case OriginalsReturned:
		return r.mayReturnOriginals()
	}
	return r.anyFollows(e)
}

// anyFollows is the order that native and imported requests share.
func (r Request) anyFollows(e domain.Event) error {
	switch e.(type) {
	case Assigned, Supervised, Withdrawn:
		return r.stillOpen()
	case Replied:
		return r.mayReply()
	case Rated:
		return r.mayRate()
	case Filed:
		return r.mayFile()
	}
	return domain.Unknown(e)
}

// importedFollows: steps come in any order, even after the end (145 of the 1,434
// cases of the CoSeLoG log end before their last step). There is no matter, so
// nothing that rests on one follows.
func (r Request) importedFollows(e domain.Event) error {
	switch e.(type) {
	case StepRecorded:
		if r.Status == StatusWithdrawn {
			return r.stillOpen()
		}
		return nil
	case DueExtended, Completed:
		return r.stillOpen()
	case Accepted, ToldIncomplete, Declined, Entrusted, PassedOn, OriginalsReturned:
		return domain.Reject("imported_without_matter",
			"the case was imported and names no matter, so there are no terms to do this on: record it as a step",
			"该案件为导入,没有对应事项,无从适用:请记为办理步骤")
	}
	return r.anyFollows(e)
}

func (r Request) stillOpen() error {
	if r.Open() {
		return nil
	}
	return domain.Reject("closed",
		"the request is closed (%[1]s): reopen it first, or submit a new one",
		"申请已结束(%[2]s):请先重新办理,或另行提交", r.label(domain.English), r.label(domain.Chinese))
}

func (r Request) label(lang domain.Lang) string {
	return domain.Label(r.Status, string(r.Status), lang)
}

func (r Request) beforeAcceptance() error {
	if err := r.stillOpen(); err != nil {
		return err
	}
	if r.Status != StatusSubmitted && r.Status != StatusIncomplete {
		return domain.Reject("already_accepted", "the request was accepted already: handle it, and complete it with its outcome", "申请已受理:请办理并办结")
	}
	return nil
}

// inHand is accepted and open.
func (r Request) inHand() error {
	if err := r.stillOpen(); err != nil {
		return err
	}
	if r.Status == StatusSubmitted || r.Status == StatusIncomplete {
		return domain.Reject("not_accepted", "the request is not accepted yet: accept it first", "申请尚未受理:请先受理")
	}
	return nil
}

func (r Request) mayEntrust() error {
	if err := r.onAgentList(); err != nil {
		return err
	}
	if r.entrusted {
		return domain.Reject("already_entrusted", "the request was entrusted to %s already: assign another handler if somebody else takes over", "申请已委托 %s:如换人,请改派经办人", r.Agent)
	}
	return nil
}

func (r Request) mayPassOn() error {
	if err := r.onAgentList(); err != nil {
		return err
	}
	if !r.entrusted {
		return domain.Reject("not_entrusted", "the request was not entrusted to an agent yet: the procedure of the agent list is accept, entrust, pass on", "尚未委托代办员:代办流程为受理、委托、报送")
	}
	if r.passedOn {
		return domain.Reject("already_passed_on", "the request was passed on already: record what follows as steps", "申请已报送:后续请记为协办步骤")
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
			"该事项属%[2]s清单,只有代办事项才委托、报送:请记录步骤或办结",
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
			"申请尚未报送:代办流程为受理、委托、报送、协办、办理")
	}
	return nil
}

func (r Request) mayReply() error {
	switch {
	case r.AwaitsReply():
		return nil
	case r.Answered:
		return domain.Reject("already_replied", "the requester was answered already: reopen the request if more is to be done", "已回复申请人:如需继续办理,请重新办理")
	}
	return domain.Reject("not_completed", "the request is neither completed nor declined, so there is nothing to reply yet: complete it first", "申请尚未办结,也未不予受理:请先办结")
}

// mayReturnOriginals keeps the order reply, originals returned, file. Who
// withdraws gets them back at once (assumed).
func (r Request) mayReturnOriginals() error {
	if !r.OriginalsHeld {
		return domain.Reject("no_originals", "no originals are held: there is nothing to return", "没有保管原件:无须退还")
	}
	if r.Status != StatusReplied && r.Status != StatusWithdrawn {
		return domain.Reject("not_replied", "originals are returned after the reply: reply first", "原件在回复后退还:请先回复")
	}
	return nil
}

func (r Request) mayRate() error {
	if err := r.completedAndReplied(); err != nil {
		return err
	}
	if r.rated {
		return domain.Reject("already_rated", "this completion was rated already: a request is rated once, and again only after it was reopened and completed anew", "本次办结已评价:每次办结只评价一次")
	}
	return nil
}

func (r Request) mayFile() error {
	if err := r.completedAndReplied(); err != nil {
		return err
	}
	if r.OriginalsHeld {
		return domain.Reject("originals_not_returned", "originals that were handed over are still held: return them first", "交接的原件尚未退还:请先退还原件")
	}
	return nil
}

// completedAndReplied: what was declined or withdrawn is never rated or filed.
func (r Request) completedAndReplied() error {
	switch r.Status {
	case StatusReplied:
		return nil
	case StatusCompleted:
		return domain.Reject("not_replied", "the requester was not answered yet, and only what is completed and replied is rated or filed: reply first", "尚未回复申请人,只有办结并回复的才能评价或归档:请先回复")
	}
	return domain.Reject("not_completed", "the request is not completed (%[1]s), and only what is completed and replied is rated or filed: complete it first", "申请未办结(%[2]s),只有办结并回复的才能评价或归档:请先办结", r.label(domain.English), r.label(domain.Chinese))
}

// mayReopen: what was withdrawn is asked for anew instead (assumed).
func (r Request) mayReopen() error {
	switch r.Status {
	case StatusCompleted, StatusReplied, StatusFiled, StatusDeclined, StatusEnded:
		return nil
	case StatusWithdrawn:
		return domain.Reject("withdrawn", "the requester withdrew the request: submit a new one", "申请人已撤回:请另行提交")
	case "":
		return domain.Reject("not_begun", "there is no such request: submit it first", "申请不存在:请先提交")
	}
	return domain.Reject("still_open", "the request is still open: go on with it", "申请仍在办理:请继续办理")
}
