package project

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of projects. An event out of order is refused before any
// of them.
func (p Project) Judge(e domain.Event, act domain.Act) error {
	if err := p.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Planned:
		return judgePlanned(e, act)
	case Progressed:
		return p.judgeProgressed(e, act)
	case Completed:
		return p.judgeCompleted(e, act)
	case Postponed:
		return p.judgePostponed(e, act)
	case Cancelled:
		if err := p.judgeDay(e.On, act); err != nil {
			return err
		}
		return domain.Require(domain.Said(e.Reason, "reason", "取消原因"))
	}
	return nil
}

// kindOf is whose project it is, by the owner's stream; "" for any other stream.
func kindOf(owner string) OwnerKind {
	switch {
	case domain.OfCategory(owner, "community"):
		return FirstSecretary
	case domain.OfCategory(owner, "partyorg"):
		return PartyOrganisation
	}
	return ""
}

func judgePlanned(e Planned, act domain.Act) error {
	if err := judgeOwner(e, act); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Title, "title", "项目名称")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Organisation.PlanYearsAhead
	switch day := act.Day(); {
	case e.On != day || e.LastYear != day.Year+rule.Value || e.Rules != set.Name():
		return domain.Reject("numbers_differ",
			"it is planned on the day of the act, %s, for %d at the latest, by %s: record that",
			"登记日期为办理日 %s，计划年度至多为 %d 年（%s）：请按此登记", day, day.Year+rule.Value, set.Name())
	case e.Year < day.Year || e.Year > e.LastYear:
		return rule.Reject("year_out_of_range",
			"a project is planned for %d to %d, and not for %d: what is over is planned no more, and what is far off not yet",
			"项目只能计划在 %d 至 %d 年，不能是 %d 年：已过去的年度不再计划，过远的年度暂不计划", day.Year, e.LastYear, e.Year)
	case e.Due.Year != e.Year || e.Due.Before(day):
		return domain.Reject("due_outside_the_year",
			"a project of %[1]d is due in that year, from %[2]s on, and not on %[3]q",
			"%[1]d 年度项目的完成期限须在该年度内且不早于 %[2]s，不能是 %[3]q", e.Year, day, e.Due.String())
	}
	return nil
}

// judgeOwner: a first secretary plans for the community while in office there; a
// Party organisation is on record.
func judgeOwner(e Planned, act domain.Act) error {
	want := kindOf(e.Owner)
	switch {
	case want == "":
		return domain.Reject("owner_unfit",
			"%q has no projects: write community-<id> for its first secretary, or partyorg-<id>",
			"%q 没有项目：第一书记项目请写 community-<编号>，党组织项目请写 partyorg-<编号>", e.Owner)
	case e.Kind != want:
		return domain.Reject("kind_differs",
			"a project of %[1]s is of the kind %[2]q, not %[3]q: record that", "%[1]s 的项目类型为 %[2]q，不是 %[3]q：请按此登记", e.Owner, string(want), string(e.Kind))
	case want == PartyOrganisation:
		_, err := domain.Evidence[domain.PlaceName](act, e.Owner)
		return err
	}
	if err := domain.BegunIn(act, e.Owner); err != nil {
		return err
	}
	secretaries, err := domain.Evidence[domain.FirstSecretaries](act, e.Owner)
	if err != nil {
		return err
	}
	if !secretaries.On(act.Day()) {
		return domain.Reject("no_first_secretary",
			"nobody is on record as first secretary of %[1]s on %[2]s, and it is the first secretary who plans there: record the appointment first",
			"%[2]s 没有 %[1]s 第一书记的任职记录，而此类项目由第一书记承担：请先登记任职", e.Owner, act.Day())
	}
	return nil
}

func (p Project) judgeProgressed(e Progressed, act domain.Act) error {
	if err := p.judgeDay(e.On, act); err != nil {
		return err
	}
	if e.Percent < 0 || e.Percent > 99 {
		return domain.Reject("percent_out_of_range",
			"a project under way is 1 to 99%% done, not %d: complete it when all of it is", "进行中的项目进度为 1 至 99，不能是 %d：全部完成的请登记完成", e.Percent)
	}
	if e.Percent == 0 {
		return domain.Require(domain.Said(e.Stage, "stage", "阶段（或进度）"))
	}
	return nil
}

// judgeCompleted: what was done shows in files.
func (p Project) judgeCompleted(e Completed, act domain.Act) error {
	if err := p.judgeDay(e.On, act); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Result, "result", "完成情况")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Organisation.CompletionFiles
	switch {
	case e.LeastFiles != rule.Value || e.Rules != set.Name():
		return domain.Reject("numbers_differ", "a completion needs %d files at least, by %s: record that", "完成须至少附 %d 份佐证文件（%s）：请按此登记", rule.Value, set.Name())
	case len(act.Attachments) < rule.Value:
		return rule.Reject("evidence_file_missing",
			"that a project was completed shows in %d files or more, and there are %d: attach them", "项目完成须至少附 %d 份佐证文件，现有 %d 份：请附上文件", rule.Value, len(act.Attachments))
	}
	return nil
}

// judgePostponed: a project is put off to a day that has not passed, and by no
// more together than the rule set allows.
func (p Project) judgePostponed(e Postponed, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Reason, "reason", "延期原因")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Organisation.PostponeMonths
	switch latest := p.FirstDue.AddMonths(rule.Value); {
	case e.Latest != latest || e.Rules != set.Name():
		return domain.Reject("numbers_differ", "it may be put off until %s, by %s: record that", "最迟可延至 %s（%s）：请按此登记", latest, set.Name())
	case e.To.Before(act.Day()):
		return domain.Reject("postponed_to_the_past", "%s is over: postpone to %s or a later day", "%s 已过：请延期至 %s 或更晚", e.To, act.Day())
	case e.To.After(latest):
		return rule.Reject("postponed_too_far",
			"a project that was first due on %s is put off by %d months at most, until %s, and not until %s: cancel it, and plan it for another year",
			"原定 %s 完成的项目至多延期 %d 个月，至 %s，不能至 %s：请取消后列入以后年度计划", p.FirstDue, rule.Value, latest, e.To)
	}
	return nil
}

// judgeDay: nothing happens before the plan, and nothing is recorded before it
// happens.
func (p Project) judgeDay(on domain.Date, act domain.Act) error {
	if err := domain.CheckPast(act, on, "on", "日期"); err != nil {
		return err
	}
	if on.Before(p.On) {
		return domain.Reject("before_the_plan", "the project was planned on %s, and %s is before that: correct the day", "该项目于 %s 登记计划，%s 在此之前：请更正日期", p.On, on)
	}
	return nil
}
