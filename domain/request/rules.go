package request

import (
	"github.com/sunledger/sunledger/domain"
)

// Judge is the policies of requests: terms, papers, deadlines and numbers. An
// event out of order is refused before any of them.
func (r Request) Judge(e domain.Event, act domain.Act) error {
	if err := r.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Submitted:
		return judgeSubmitted(e, act)
	case Imported:
		return judgeImported(e)
	case Accepted:
		return r.judgeAccepted(e, act)
	case ToldIncomplete:
		return r.judgeToldIncomplete(e, act)
	case Declined:
		return domain.Require(domain.Given(!e.Reason.IsZero(), "reason", "理由"), domain.Said(e.Rule, "rule", "依据"))
	case Entrusted:
		return r.judgeEntrusted(e, act)
	case Assigned:
		return domain.Require(domain.Said(e.Handler, "handler", "经办人"))
	case PassedOn:
		return r.judgePassedOn(e, act)
	case StepRecorded:
		return r.judgeStep(e)
	case Supervised:
		return domain.Require(domain.Said(e.By, "by", "督办单位"))
	case DueExtended:
		return r.judgeDueExtended(e, act)
	case Completed:
		return judgeCompleted(e, act)
	case Replied:
		return domain.CheckCode(e.How)
	case Rated:
		return r.judgeRated(e, act)
	case Reopened:
		return r.judgeReopened(e, act)
	}
	return nil
}
