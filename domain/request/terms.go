package request

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

func judgeSubmitted(e Submitted, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Matter, "matter", "事项"), domain.Said(e.Place, "place", "社区")); err != nil {
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
			"一件申请服务 1 至 %d 人，不能是 %d 人：请核对人数", most.Value, e.People)
	}
	if err := domain.BegunIn(act, communityOf(e.Place)); err != nil {
		return err
	}
	_, err = termsOn(act, e.Matter, act.Day())
	return err
}

// judgeImported refuses only what says nothing: odd dates are what the source
// says.
func judgeImported(e Imported) error {
	if e.Number < 1 {
		return domain.Reject("number_out_of_range", "a case has a place in its source, from 1, not %d", "办件在来源中的序号从 1 开始，不能是 %d", e.Number)
	}
	if category, _ := domain.SplitStream(e.Source); category != "import" || domain.CheckStream(e.Source) != nil {
		return domain.Reject("not_an_import", "%q is not the stream of an import: name it, import-<digest>", "%q 不是导入来源：请写明 import-<摘要>", e.Source)
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
			"事项 %s 在 %s 不在任何清单上：请另选事项；已提交的，以事项取消为依据不予受理", matter, day)
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
			"按当日事项要求，应列入 %s 清单，时限 %d 个工作日，%s 前办结：请按此记录", string(want.List), want.LimitDays, want.Due)
	}
	return nil
}

func (r Request) judgeToldIncomplete(e ToldIncomplete, act domain.Act) error {
	if err := domain.Require(domain.Given(len(e.Missing) > 0, "missing", "需补正的材料")); err != nil {
		return err
	}
	terms, err := termsOn(act, r.Matter, act.Day())
	if err != nil {
		return err
	}
	return amongPapers(e.Missing, terms)
}

// judgeEntrusted: originals are those of the papers that the matter asks for
// (assumed), on the terms on which the request was accepted. What was accepted
// is entrusted although the matter was changed or delisted since.
func (r Request) judgeEntrusted(e Entrusted, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Agent, "agent", "代办员")); err != nil {
		return err
	}
	m, err := domain.Evidence[domain.ServiceMatter](act, domain.StreamOf("matter", r.Matter))
	if err != nil {
		return err
	}
	m.Delisted = domain.Date{}
	terms, _ := m.On(r.termsFrom)
	return amongPapers(e.Originals, terms)
}

func amongPapers(papers []string, terms domain.ServiceTerms) error {
	for i, p := range papers {
		if !slices.Contains(terms.Papers, p) {
			return domain.Reject("not_its_paper",
				"%q is none of the papers that the matter asks for since %s (%q): name one of them, as it is written there",
				"%q 不在该事项自 %s 起要求的材料（%q）之内：请按清单填写", p, terms.From, terms.Papers)
		}
		if slices.Contains(papers[:i], p) {
			return domain.Reject("paper_twice", "%q is named twice: name it once", "%q 重复：每种材料只写一次", p)
		}
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
			"只有导入办件的步骤自带时间和字段：请勿填写")
	}
	return domain.Require(domain.Said(e.Name, "name", "步骤"))
}
