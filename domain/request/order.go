package request

import "github.com/sunledger/sunledger/domain"

// follows is the legal order of steps: it refuses an event that does not come
// next. What each stage asks for is in stages.go; policies (numbers, deadlines,
// papers) are what Judge adds.
func (r Request) follows(e domain.Event) error {
	switch e.(type) {
	case Submitted, Imported:
		if r.Status != "" {
			return domain.Reject("already_begun", "the request has begun already: submit another one", "申请已存在：请另行提交")
		}
		return nil
	case Reopened:
		return r.mayReopen()
	}
	switch {
	case r.Status == "":
		return domain.Reject("not_begun", "there is no such request: submit it first", "申请不存在：请先提交")
	case r.Status == StatusFiled:
		return domain.Reject("filed", "the request is filed, and nothing follows but reopening: reopen it first", "申请已归档，归档后只能重新办理：请先重新办理")
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
				"已一次性告知，不得再次要求补正：请受理或不予受理")
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
			"该办件为导入，没有对应事项，无从适用：请记为办理步骤")
	}
	return r.anyFollows(e)
}

func (r Request) stillOpen() error {
	if r.Open() {
		return nil
	}
	return domain.Reject("closed",
		"the request is closed (%[1]s): reopen it first, or submit a new one",
		"申请已结束（%[2]s）：请先重新办理，或另行提交", r.label(domain.English), r.label(domain.Chinese))
}

func (r Request) label(lang domain.Lang) string {
	return domain.Label(r.Status, string(r.Status), lang)
}

func (r Request) beforeAcceptance() error {
	if err := r.stillOpen(); err != nil {
		return err
	}
	if r.Status != StatusSubmitted && r.Status != StatusIncomplete {
		return domain.Reject("already_accepted", "the request was accepted already: handle it, and complete it with its outcome", "申请已受理：请办理并办结")
	}
	return nil
}

// inHand is accepted and open.
func (r Request) inHand() error {
	if err := r.stillOpen(); err != nil {
		return err
	}
	if r.Status == StatusSubmitted || r.Status == StatusIncomplete {
		return domain.Reject("not_accepted", "the request is not accepted yet: accept it first", "申请尚未受理：请先受理")
	}
	return nil
}
