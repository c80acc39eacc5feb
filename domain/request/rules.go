package request

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
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
		return required(said(!e.Reason.IsZero(), "reason", "理由"), said(e.Rule != "", "rule", "依据"))
	case Entrusted:
		return r.judgeEntrusted(e, act)
	case Assigned:
		return required(said(e.Handler != "", "handler", "经办人"))
	case PassedOn:
		return r.judgePassedOn(e, act)
	case StepRecorded:
		return r.judgeStep(e)
	case Supervised:
		return required(said(e.By != "", "by", "督办单位"))
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

func judgeSubmitted(e Submitted, act domain.Act) error {
	if err := required(said(e.Matter != "", "matter", "事项"), said(e.Place != "", "place", "社区")); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Channel); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if most := set.Service.MaxPeoplePerRequest; e.People < 1 || e.People > most.Value {
		return most.Reject("people_out_of_range",
			"a request serves 1 to %d people, not %d: count them again",
			"一件申请服务 1 至 %d 人,不能是 %d 人:请核对人数", most.Value, e.People)
	}
	if _, err := domain.Evidence[domain.PlaceName](act, domain.StreamOf("community", e.Place)); err != nil {
		return err
	}
	_, err = termsOn(act, e.Matter, act.Day())
	return err
}

// judgeImported refuses only what says nothing: odd dates are what the source
// says.
func judgeImported(e Imported) error {
	if e.Number < 1 {
		return domain.Reject("number_out_of_range", "a case has a place in its source, from 1, not %d", "案件在来源中的序号从 1 开始,不能是 %d", e.Number)
	}
	if category, _ := domain.SplitStream(e.Source); category != "import" || domain.CheckStream(e.Source) != nil {
		return domain.Reject("not_an_import", "%q is not the stream of an import: name it, import-<digest>", "%q 不是导入来源:请写明 import-<摘要>", e.Source)
	}
	return nil
}

// termsOn is the terms of a matter that hold on a day.
func termsOn(act domain.Act, matter string, day domain.Date) (domain.ServiceTerms, error) {
	m, err := domain.Evidence[domain.ServiceMatter](act, domain.StreamOf("matter", matter))
	if err != nil {
		return domain.ServiceTerms{}, err
	}
	terms, ok := m.On(day)
	if !ok {
		return terms, domain.Reject("matter_not_listed",
			"matter %s is on no list on %s: choose another matter; what was submitted already is declined, with the delisting as the rule",
			"事项 %s 在 %s 不在任何清单上:请另选事项;已提交的,以事项取消为依据不予受理", matter, day)
	}
	return terms, nil
}

// acceptance is the event that acceptance gives on the terms of the day, so
// that a matter changed since the submission is handled as it stands (assumed).
func (r Request) acceptance(act domain.Act) (Accepted, error) {
	terms, err := termsOn(act, r.Matter, act.Day())
	if err != nil {
		return Accepted{}, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return Accepted{}, err
	}
	return Accepted{
		List:      terms.List,
		LimitDays: terms.LimitDays,
		Due:       set.Calendar().AddWorkdays(act.Day(), terms.LimitDays),
		TermsFrom: terms.From,
		Rules:     set.Name(),
	}, nil
}

func (r Request) judgeAccepted(e Accepted, act domain.Act) error {
	want, err := r.acceptance(act)
	if err != nil {
		return err
	}
	if e != want {
		return domain.Reject("not_on_its_terms",
			"the matter's terms of the day put it on the %s list with %d working days, due %s: record these",
			"按当日事项要求,应列入 %s 清单,时限 %d 个工作日,%s 前办结:请按此记录", string(want.List), want.LimitDays, want.Due)
	}
	return nil
}

func (r Request) judgeToldIncomplete(e ToldIncomplete, act domain.Act) error {
	if err := required(said(len(e.Missing) > 0, "missing", "需补正的材料")); err != nil {
		return err
	}
	terms, err := termsOn(act, r.Matter, act.Day())
	if err != nil {
		return err
	}
	return amongPapers(e.Missing, terms)
}

// judgeEntrusted: originals are those of the papers that the matter asks for
// (assumed), on the terms of the day of acceptance.
func (r Request) judgeEntrusted(e Entrusted, act domain.Act) error {
	if err := required(said(e.Agent != "", "agent", "代办员")); err != nil {
		return err
	}
	terms, err := termsOn(act, r.Matter, domain.DateOf(r.AcceptedAt, act.Zone))
	if err != nil {
		return err
	}
	return amongPapers(e.Originals, terms)
}

func amongPapers(papers []string, terms domain.ServiceTerms) error {
	for i, p := range papers {
		if !slices.Contains(terms.Papers, p) {
			return domain.Reject("not_its_paper",
				"%q is none of the papers that the matter asks for since %s (%q): name one of them, as it is written there",
				"%q 不在该事项自 %s 起要求的材料(%q)之内:请按清单填写", p, terms.From, terms.Papers)
		}
		if slices.Contains(papers[:i], p) {
			return domain.Reject("paper_twice", "%q is named twice: name it once", "%q 重复:每种材料只写一次", p)
		}
	}
	return nil
}

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
	if err := required(said(e.To != "", "to", "报送单位")); err != nil {
		return err
	}
	want, err := r.passingOn(act)
	if err != nil {
		return err
	}
	if want.To = e.To; e != want {
		return domain.Reject("numbers_differ",
			"it took %d working days and %d are allowed: record these numbers",
			"报送用时 %d 个工作日,时限 %d 个:请按此记录", want.WorkdaysTaken, want.WorkdaysAllowed)
	}
	return nil
}

func (r Request) judgeStep(e StepRecorded) error {
	if r.Imported {
		return nil
	}
	if !e.At.IsZero() || len(e.Attributes) > 0 || !e.Original.IsZero() {
		return domain.Reject("not_imported",
			"only the steps of an imported case bring a time and attributes of their own: leave them out",
			"只有导入案件的步骤自带时间和字段:请勿填写")
	}
	return required(said(e.Name != "", "name", "步骤"))
}

// judgeDueExtended: an extension comes before the due date has passed, counted
// from the day on which it is recorded, because it is the public that waits.
func (r Request) judgeDueExtended(e DueExtended, act domain.Act) error {
	if err := required(said(!e.Reason.IsZero(), "reason", "理由")); err != nil {
		return err
	}
	old := r.dueDay(act.Zone)
	switch {
	case old.IsZero():
		return domain.Reject("nothing_due", "the request has no due date that could be extended", "申请没有办结期限,无从延期")
	case act.PublicFrom().After(old):
		return domain.Reject("due_date_passed",
			"it was due on %s, and an extension comes before the due date has passed: complete it late, with its reason",
			"期限 %s 已过,延期须在期限届满前办理:请办结并说明逾期理由", old)
	case !e.Due.After(old):
		return domain.Reject("not_later", "it is due on %s already: an extension names a later day than that, not %s", "现期限为 %s:延期须晚于该日,不能是 %s", old, e.Due)
	}
	return nil
}

func judgeCompleted(e Completed, act domain.Act) error {
	if err := domain.CheckCode(e.Outcome); err != nil {
		return err
	}
	if e.On != act.Day() {
		return domain.Reject("another_day", "it was completed on %s, not on %s: record that day", "办结日期应为 %s,不是 %s", act.Day(), e.On)
	}
	switch e.Outcome {
	case Duplicate:
		return judgeDuplicate(e, act)
	case Referred:
		return required(said(e.Reference != "", "reference", "转办单位"))
	}
	if e.Reference != "" {
		return domain.Reject("no_reference",
			"only a duplicate and a referral have a reference: leave it out, or choose that outcome",
			"只有重复事项和转办才填写引用:请去掉,或改选结果")
	}
	return nil
}

func judgeDuplicate(e Completed, act domain.Act) error {
	if category, _ := domain.SplitStream(e.Reference); category != "request" || e.Reference == act.Stream || domain.CheckStream(e.Reference) != nil {
		return domain.Reject("reference_missing",
			"a duplicate names the other request as its reference, request-<id>, not %q",
			"重复事项须引用另一件申请 request-<编号>,不能是 %q", e.Reference)
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
		return scale.Reject("rating_out_of_range", "a mark is %s, not %d: give one of these", "评分为 %s,不能是 %d:请重新评分", scale.Value, e.Score)
	}
	return nil
}

// judgeReopened: the time limit counts anew from the day of reopening, on the
// terms on which the request was accepted (assumed). An imported case has no
// terms, and is given a day.
func (r Request) judgeReopened(e Reopened, act domain.Act) error {
	if err := required(said(!e.Reason.IsZero(), "reason", "理由")); err != nil {
		return err
	}
	if r.Imported {
		if e.Due.Before(act.Day()) {
			return domain.Reject("due_missing", "an imported case that is reopened on %s needs a due date that is not before: give one", "导入案件于 %s 重新办理,须填写不早于该日的期限", act.Day())
		}
		return nil
	}
	due, err := r.dueAnew(act)
	if err == nil && e.Due != due {
		err = domain.Reject("not_on_its_terms", "the time limit counts anew: %d working days, due %q; record that, or leave it out", "时限重新计算:%d 个工作日,期限 %q;请按此记录或不填", r.LimitDays, due.String())
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

// requirement is a field that must be filled in, by its JSON name.
type requirement struct {
	given         bool
	name, chinese string
}

func said(given bool, name, chinese string) requirement { return requirement{given, name, chinese} }

// required refuses with field_missing the first that is not given.
func required(fields ...requirement) error {
	for _, f := range fields {
		if !f.given {
			return domain.Reject("field_missing", "%[1]s is missing: it is required", "缺少%[2]s:为必填", f.name, f.chinese)
		}
	}
	return nil
}
