package request

import (
	"strings"

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
		return required(present(!e.Reason.IsZero(), "reason", "理由"), said(e.Rule, "rule", "依据"))
	case Entrusted:
		return r.judgeEntrusted(e, act)
	case Assigned:
		return required(said(e.Handler, "handler", "经办人"))
	case PassedOn:
		return r.judgePassedOn(e, act)
	case StepRecorded:
		return r.judgeStep(e)
	case Supervised:
		return required(said(e.By, "by", "督办单位"))
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

// requirement is a field that must be filled in, by its JSON name.
type requirement struct {
	given         bool
	name, chinese string
}

func present(given bool, name, chinese string) requirement { return requirement{given, name, chinese} }

// said is a text that is more than spaces.
func said(text, name, chinese string) requirement {
	return requirement{strings.TrimSpace(text) != "", name, chinese}
}

// required refuses with field_missing the first that is not given.
func required(fields ...requirement) error {
	for _, f := range fields {
		if !f.given {
			return domain.Reject("field_missing", "%[1]s is missing: it is required", "缺少%[2]s：为必填", f.name, f.chinese)
		}
	}
	return nil
}
