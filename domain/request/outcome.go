package request

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

func judgeCompleted(e Completed, act domain.Act) error {
	if err := domain.CheckCode(e.Outcome); err != nil {
		return err
	}
	if e.On != act.Day() {
		return domain.Reject("another_day", "it was completed on %s, not on %s: record that day", "办结日期应为 %s，不是 %s", act.Day(), e.On)
	}
	switch e.Outcome {
	case Duplicate:
		return judgeDuplicate(e, act)
	case Referred:
		return domain.Require(domain.Said(e.Reference, "reference", "转办单位"))
	}
	if e.Reference != "" {
		return domain.Reject("no_reference",
			"only a duplicate and a referral have a reference: leave it out, or choose that outcome",
			"只有重复事项和转办才填写引用：请去掉，或改选结果")
	}
	return nil
}

func judgeDuplicate(e Completed, act domain.Act) error {
	if category, _ := domain.SplitStream(e.Reference); category != "request" || e.Reference == act.Stream || domain.CheckStream(e.Reference) != nil {
		return domain.Reject("reference_missing",
			"a duplicate names the other request as its reference, request-<id>, not %q",
			"重复事项须引用另一件申请 request-<编号>，不能是 %q", e.Reference)
	}
	_, err := domain.Evidence[domain.ServiceRequest](act, e.Reference)
	return err
}

// usualScale is that of an imported history, which no rule set governs.
var usualScale = rules.Range{From: 1, To: 5}

func (r Request) judgeRated(e Rated, act domain.Act) error {
	scale := rules.Rule[rules.Range]{Value: usualScale, Article: rules.Assumed}
	set, err := rules.Of(act)
	switch {
	case err == nil:
		scale = set.Service.RatingScale
	case !r.Imported:
		return err
	}
	if !scale.Value.Has(e.Score) {
		return scale.Reject("rating_out_of_range", "a mark is %s, not %d: give one of these", "评分为 %s，不能是 %d：请重新评分", scale.Value, e.Score)
	}
	return nil
}
