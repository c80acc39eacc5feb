package decision

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

func (d Decision) judgeTown(on domain.Date, by, document string, act domain.Act) error {
	if err := domain.Require(domain.Said(by, "by", "单位"), domain.Said(document, "document", "文件")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if rule := set.Decisions.TownApproves; !rule.Value.Has(d.Kind) {
		return rule.Reject("town_not_asked", "the town does not approve this kind of matter: conclude the decision", "此类事项无须镇街批准：请直接作出结论")
	}
	return onItsDay(on, act)
}

func (d Decision) judgeAdopted(e Adopted, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if rule := set.Decisions.TownApproves; rule.Value.Has(d.Kind) && d.Status != StatusApproved {
		return rule.Reject("town_approval_missing", "the town approves this kind of matter before it is adopted: record its approval first", "此类事项须先经镇街批准：请先记录批准情况")
	}
	if e.Rules != set.Name() {
		return differs(set, "it is adopted", "确认通过")
	}
	return onItsDay(e.On, act)
}

// posting counts the working days from the day on which the public could know.
func posting(e Disclosed, act domain.Act) (Disclosed, *rules.Set, error) {
	if err := domain.Require(domain.Said(e.Where, "where", "公开地点")); err != nil {
		return e, nil, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, nil, err
	}
	e.On, e.From, e.Workdays, e.Rules = act.Day(), act.PublicFrom(), set.Decisions.PostingWorkdays.Value, set.Name()
	e.PostedUntil = set.Calendar().AddWorkdays(e.From, e.Workdays)
	e.Binds = e.PostedUntil.AddDays(1)
	return e, set, nil
}

func judgeDisclosed(e Disclosed, act domain.Act) error {
	want, set, err := posting(e, act)
	if err == nil && e != want {
		err = differs(set, "it is posted for %d working days from %s until %s, and binds from %s",
			"公示 %d 个工作日，自 %s 起算至 %s，%s 起可实施", want.Workdays, want.From, want.PostedUntil, want.Binds)
	}
	return err
}

// objection is due for an answer that many working days after it was raised,
// however late it is recorded.
func objection(e ObjectionRaised, act domain.Act) (ObjectionRaised, *rules.Set, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, nil, err
	}
	e.On, e.Workdays, e.Rules = act.Day(), set.Decisions.AnswerWithinWorkdays.Value, set.Name()
	e.AnswerBy = set.Calendar().AddWorkdays(e.On, e.Workdays)
	return e, set, nil
}

func (d Decision) judgeObjection(e ObjectionRaised, act domain.Act) error {
	if err := domain.Require(domain.Given(!e.Text.IsZero(), "text", "异议内容"), domain.Given(e.Number > 0, "number", "序号")); err != nil {
		return err
	}
	want, set, err := objection(e, act)
	if err != nil {
		return err
	}
	if want.On.After(d.PostedUntil) {
		return set.Decisions.PostingWorkdays.Reject("posting_over",
			"it was posted until %s, and objections come until then: propose another decision",
			"公示期至 %s，异议须在该日或之前提出：请另行提议", d.PostedUntil)
	}
	if e.On != want.On || e.Workdays != want.Workdays || e.AnswerBy != want.AnswerBy || e.Rules != want.Rules {
		return differs(set, "it was raised on %[2]s and is answered within %[1]d working days, by %[3]s",
			"提出于 %[2]s，须在 %[1]d 个工作日内（截至 %[3]s）答复", want.Workdays, want.On, want.AnswerBy)
	}
	return nil
}

func implementation(e ImplementationReported, act domain.Act) (ImplementationReported, *rules.Set, error) {
	if err := domain.Require(domain.Said(e.Summary, "summary", "实施情况")); err != nil {
		return e, nil, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, nil, err
	}
	e.On, e.Workdays, e.Rules = act.Day(), set.Decisions.ResultsWithinWorkdays.Value, set.Name()
	e.ResultsBy = set.Calendar().AddWorkdays(e.On, e.Workdays)
	return e, set, nil
}

func (d Decision) judgeImplementation(e ImplementationReported, act domain.Act) error {
	want, set, err := implementation(e, act)
	if err != nil {
		return err
	}
	if want.On.Before(d.Binds) {
		return set.Decisions.PostingWorkdays.Reject("still_posted",
			"it is posted for objection until %[1]s and binds from %[2]s: wait for that day",
			"公示期至 %[1]s，%[2]s 起方可实施：请等待", d.PostedUntil, d.Binds)
	}
	if e != want {
		return differs(set, "results are disclosed within %d working days of %s, by %s", "结果须在 %d 个工作日内公开，自 %s 起至 %s", want.Workdays, want.On, want.ResultsBy)
	}
	return nil
}
