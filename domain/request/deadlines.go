package request

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// passingOn counts from the day after the one of entrusting.
func (r Request) passingOn(act domain.Act) (PassedOn, error) {
	set, err := rules.Of(act)
	if err != nil {
		return PassedOn{}, err
	}
	return PassedOn{
		WorkdaysTaken:   set.Calendar().WorkdaysBetween(domain.DateOf(r.EntrustedAt, act.Zone), act.Day()),
		WorkdaysAllowed: set.Service.PassOnWithinWorkdays.Value,
		Rules:           set.Name(),
	}, nil
}

func (r Request) judgePassedOn(e PassedOn, act domain.Act) error {
	if err := domain.Require(domain.Said(e.To, "to", "报送单位")); err != nil {
		return err
	}
	want, err := r.passingOn(act)
	if err != nil {
		return err
	}
	if want.To = e.To; e != want {
		return domain.Reject("numbers_differ",
			"the time taken in working days is %d, and %d is allowed: record these numbers",
			"报送用时 %d 个工作日，时限 %d 个：请按此记录", want.WorkdaysTaken, want.WorkdaysAllowed)
	}
	return nil
}

// judgeDueExtended: an extension comes before the due date has passed, counted
// from the day on which it is recorded, because it is the public that waits.
func (r Request) judgeDueExtended(e DueExtended, act domain.Act) error {
	if err := domain.Require(domain.Given(!e.Reason.IsZero(), "reason", "理由")); err != nil {
		return err
	}
	old := r.dueDay(act.Zone)
	switch {
	case old.IsZero():
		return domain.Reject("nothing_due", "the request has no due date that could be extended", "申请没有办结期限，无从延期")
	case act.PublicFrom().After(old):
		return domain.Reject("due_date_passed",
			"it was due on %s, and an extension comes before the due date has passed: complete it late, with its reason",
			"期限 %s 已过，延期须在期限届满前办理：请办结并说明逾期理由", old)
	case !e.Due.After(old):
		return domain.Reject("not_later", "it is due on %s already: an extension names a later day than that, not %s", "现期限为 %s：延期须晚于该日，不能是 %s", old, e.Due)
	}
	return nil
}

// judgeReopened: the time limit counts anew from the day of reopening, on the
// terms on which the request was accepted (assumed). An imported case has no
// terms, and is given a day.
func (r Request) judgeReopened(e Reopened, act domain.Act) error {
	if err := domain.Require(domain.Given(!e.Reason.IsZero(), "reason", "理由")); err != nil {
		return err
	}
	if r.Imported {
		if e.Due.Before(act.Day()) {
			return domain.Reject("due_missing", "an imported case that is reopened on %s needs a due date that is not before: give one", "导入办件于 %s 重新办理，须填写不早于该日的期限", act.Day())
		}
		return nil
	}
	due, err := r.dueAnew(act)
	if err == nil && e.Due != due {
		err = domain.Reject("not_on_its_terms", "the time limit counts anew: %d working days, due %q; record that, or leave it out", "时限重新计算：%d 个工作日，期限 %q；请按此记录或不填", r.LimitDays, due.String())
	}
	return err
}

// dueAnew is the due date of a native request that is reopened; no date where
// it was declined, since it is due once it is accepted.
func (r Request) dueAnew(act domain.Act) (domain.Date, error) {
	if r.Status == StatusDeclined {
		return domain.Date{}, nil
	}
	set, err := rules.Of(act)
	if err != nil {
		return domain.Date{}, err
	}
	return set.Calendar().AddWorkdays(act.Day(), r.LimitDays), nil
}
