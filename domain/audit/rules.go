package audit

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of audits. An event out of order is refused before any of
// them.
func (a Audit) Judge(e domain.Event, act domain.Act) error {
	if err := a.follows(e); err != nil {
		return err
	}
	if ByAuditors(e) {
		if err := a.byTheIndependent(act); err != nil {
			return err
		}
	}
	if err := onItsDay(e, act); err != nil {
		return err
	}
	switch e := e.(type) {
	case Planned:
		return judgePlanned(e, act)
	case Commissioned:
		return a.judgeCommissioned(e, act)
	case NoticeServed:
		return firstOf(domain.Require(domain.Said(e.Document, "document", "审计通知书文号")), asTheRuleSays(e, act))
	case EntryMeetingHeld:
		return a.judgeEntry(e, act)
	case FindingRaised:
		return judgeFinding(e)
	case FindingDropped:
		return domain.Require(domain.Said(e.Reason, "reason", "撤销理由"))
	case DraftSent:
		return asTheRuleSays(e, act)
	case ReportIssued:
		return a.judgeReport(e, act)
	case Disclosed:
		return judgeDisclosed(e)
	case RectificationOrdered:
		return firstOf(domain.Require(domain.Said(e.What, "what", "整改要求")), judgeDue(e.Due, act), asTheRuleSays(e, act))
	case RectificationReported:
		return firstOf(domain.CheckValue(e.Amount, "amount", "整改金额"), domain.Require(domain.Said(e.Document, "document", "整改材料")))
	case RectificationAccepted:
		return a.judgeAccepted(e)
	case RectificationRefused:
		return firstOf(domain.Require(domain.Said(e.Reason, "reason", "不予认定的理由")), judgeDue(e.Due, act), asTheRuleSays(e, act))
	case Referred:
		return domain.Require(domain.Said(e.To, "to", "受移送机关"), domain.Said(e.Document, "document", "移送文书"))
	case ReAudited:
		return a.judgeAgain(e, act)
	case Archived:
		return judgeArchived(e)
	case Cancelled:
		return domain.Require(domain.Said(e.Reason, "reason", "取消原因"))
	}
	return nil
}

// ByAuditors reports whether an event is the auditors' own work, which who acts
// must be independent for. What the audited does, and what is planned, is not.
func ByAuditors(e domain.Event) bool {
	switch e.(type) {
	case FindingRaised, FindingDropped, DraftSent, ReportIssued, RectificationOrdered, RectificationAccepted,
		RectificationRefused, Referred, ReAudited, Archived:
		return true
	}
	return false
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// onItsDay holds the day that an event names against that of the act.
func onItsDay(e domain.Event, act domain.Act) error {
	on, want := act.Day(), act.Day()
	switch e := e.(type) {
	case Commissioned:
		on = e.On
	case NoticeServed:
		on = e.On
	case EntryMeetingHeld:
		on = e.On
	case DraftSent:
		on = e.On
	case ResponseReceived:
		on = e.On
	case ReportIssued:
		on = e.On
	case Disclosed:
		on, want = e.On, act.PublicFrom()
	case RectificationOrdered:
		on = e.On
	case RectificationReported:
		on = e.On
	case RectificationAccepted:
		on = e.On
	case RectificationRefused:
		on = e.On
	case Referred:
		on = e.On
	case ReAudited:
		on = e.On
	case Archived:
		on = e.On
	}
	if on != want {
		return domain.Reject("numbers_differ", "it is done on %s, and not on %s: record that", "办理日为 %s，而不是 %s：请按此登记", want, on)
	}
	return nil
}

// withNumbers is an event with the numbers of a rule set; what is due that was
// left out is due as late as the rule allows. The days in which the audited may
// prepare and answer count from when it was told, and that is not before it was
// recorded.
func withNumbers(e domain.Event, set *rules.Set, act domain.Act) domain.Event {
	rule, days := set.Audit, set.Calendar()
	latest := days.AddWorkdays(act.Day(), rule.RectifyWithinWorkdays.Value)
	switch e := e.(type) {
	case Commissioned:
		e.MinAuditors, e.Rules = rule.MinAuditors.Value, set.Name()
		return e
	case NoticeServed:
		e.NoticeWorkdays, e.Rules = rule.NoticeWorkdays.Value, set.Name()
		e.EntryFrom = days.AddWorkdays(act.PublicFrom(), e.NoticeWorkdays)
		return e
	case DraftSent:
		e.ResponseWorkdays, e.Rules = rule.ResponseWorkdays.Value, set.Name()
		e.RespondBy = days.AddWorkdays(act.PublicFrom(), e.ResponseWorkdays)
		return e
	case ReportIssued:
		e.DiscloseWithinWorkdays, e.Rules = rule.DiscloseWithinWorkdays.Value, set.Name()
		e.DiscloseBy = days.AddWorkdays(act.Day(), e.DiscloseWithinWorkdays)
		return e
	case RectificationOrdered:
		e.WithinWorkdays, e.Rules = rule.RectifyWithinWorkdays.Value, set.Name()
		if e.Due.IsZero() {
			e.Due = latest
		}
		return e
	case RectificationRefused:
		e.WithinWorkdays, e.Rules = rule.RectifyWithinWorkdays.Value, set.Name()
		if e.Due.IsZero() {
			e.Due = latest
		}
		return e
	}
	return e
}

// asTheRuleSays refuses numbers other than those of the rule set of the day.
func asTheRuleSays[E interface {
	domain.Event
	comparable
}](e E, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if withNumbers(e, set, act) != domain.Event(e) {
		return differs(set)
	}
	return nil
}

func differs(set *rules.Set) error {
	return domain.Reject("numbers_differ", "the periods and days are those of %s: record what it says", "期限和日期须按 %s 计算：请按此登记", set.Name())
}

// judgeDue: there is time to put it right, and not more than the rule allows.
func judgeDue(due domain.Date, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Audit.RectifyWithinWorkdays
	latest := set.Calendar().AddWorkdays(act.Day(), rule.Value)
	switch {
	case due.Before(act.Day()):
		return domain.Reject("due_in_the_past", "it cannot be due on %s, before this is done on %s: give a later day", "整改期限 %s 不得早于办理日 %s：请填写更晚的日期", due, act.Day())
	case due.After(latest):
		return rule.Reject("due_too_late",
			"a rectification is due within %d working days, by %s, and not as late as %s: give an earlier day",
			"整改期限为 %d 个工作日，最晚 %s，不能是 %s：请填写更早的日期", rule.Value, latest, due)
	}
	return nil
}

// communityOf is the community that a collective lies in, or the community itself.
func communityOf(act domain.Act, audited string) (string, error) {
	switch category, _ := domain.SplitStream(audited); category {
	case "community":
		return audited, domain.BegunIn(act, audited)
	case "collective":
		if err := domain.CheckOwner(act, audited); err != nil {
			return "", err
		}
		place, err := domain.Evidence[domain.PlaceName](act, audited)
		if err != nil || len(place.Within) == 0 {
			return "", err
		}
		return place.Within[0], nil
	}
	return "", domain.Reject("not_audited",
		"%q is not the stream of what is audited: write collective-<id> or community-<id>",
		"%q 不是被审计单位：请写 collective-<编号> 或 community-<编号>", audited)
}

func judgePlanned(e Planned, act domain.Act) error {
	within, err := communityOf(act, e.Audited)
	if err != nil {
		return err
	}
	if e.Community != within {
		return domain.Reject("numbers_differ", "%s lies in %s: record that", "%s 在 %s：请按此登记", e.Audited, within)
	}
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.Require(
		domain.Said(e.Document, "document", "计划文件"),
		domain.Given(e.Kind != LeavingOffice || strings.TrimSpace(e.Official) != "", "official", "离任人员"),
		domain.Given(e.Kind != LeavingOffice || strings.TrimSpace(e.Post) != "", "post", "离任职务"),
		domain.Given(e.Kind != Special || strings.TrimSpace(e.Subject) != "", "subject", "专项事项"),
	); err != nil {
		return err
	}
	if e.Kind != LeavingOffice && e.Official+e.Post != "" || e.Kind != Special && e.Subject != "" {
		return domain.Reject("of_another_kind",
			"an official and a post are named where somebody leaves office, and a matter in a special audit: leave them out, or give that kind",
			"离任人员和职务仅用于离任审计，专项事项仅用于专项审计：请不填，或更改审计类型")
	}
	return judgePeriod(e, act)
}

// judgePeriod: a plan is for this year or the next, and what is audited ends with
// it. An annual audit is of a whole year.
func judgePeriod(e Planned, act domain.Act) error {
	switch year := act.Day().Year; {
	case e.Year != year && e.Year != year+1:
		return domain.Reject("year_of_another_plan", "the plan is for %d or %d, not for %d: correct the year", "计划年度应为 %d 或 %d，不能是 %d：请更正", year, year+1, e.Year)
	case e.From.IsZero() || e.To.IsZero() || e.To.Before(e.From):
		return domain.Reject("period_invalid", "what is audited is from a day to a later one, not from %s to %s", "审计期间止不得早于起（%s 至 %s）", e.From, e.To)
	case e.To.Year > e.Year:
		return domain.Reject("beyond_the_plan", "what is audited ends in %d at the latest, the year of the plan, not on %s: correct it", "审计期间须在计划年度 %d 内结束，不能至 %s：请更正", e.Year, e.To)
	case e.Kind == Annual && (e.From != domain.NewDate(e.From.Year, 1, 1) || e.To != domain.NewDate(e.From.Year, 12, 31)):
		return domain.Reject("not_a_year", "an annual audit is of a whole year, not from %s to %s: correct it, or plan a special one", "年度审计的期间为整年，不能是 %s 至 %s：请更正，或列为专项审计", e.From, e.To)
	}
	return nil
}

func (a Audit) judgeCommissioned(e Commissioned, act domain.Act) error {
	if err := domain.Require(
		domain.Said(e.By, "by", "委托单位"), domain.Said(e.Institution, "institution", "审计机构"), domain.Said(e.Document, "document", "委托文件"),
		domain.Given(a.Commissioned.IsZero() || strings.TrimSpace(e.Reason) != "", "reason", "更换原因"),
	); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if rule := set.Audit.MinAuditors; len(e.Auditors) < rule.Value {
		return rule.Reject("too_few_auditors", "%d auditors are named, and at least %d are needed: name more", "审计人员 %d 名，少于 %d 名：请增加", len(e.Auditors), rule.Value)
	}
	if want := withNumbers(e, set, act).(Commissioned); e.MinAuditors != want.MinAuditors || e.Rules != want.Rules {
		return differs(set)
	}
	a = a.commissioned(e)
	if err := eachOnce(a.Auditors); err != nil {
		return err
	}
	for _, s := range a.Accounts {
		if !domain.OfCategory(s, "account") {
			return domain.Reject("not_an_account", "%q is not the stream of an account: write account-<id>", "%q 不是账户：请写 account-<编号>", s)
		}
	}
	return a.independent(act)
}

// eachOnce: everybody is named, says who they are, and is there once.
func eachOnce(auditors []Member) error {
	for i, m := range auditors {
		if err := domain.Require(domain.Said(m.Name, "name", "审计人员姓名"), domain.Given(m.Person != uuid.Nil, "person", "本人")); err != nil {
			return err
		}
		if slices.ContainsFunc(auditors[:i], func(n Member) bool { return n.Person == m.Person }) {
			return domain.Reject("auditor_named_twice", "%s is named twice: name each auditor once", "%s 重复：每名审计人员只写一次", m.Name)
		}
	}
	return nil
}

// judgeEntry: the audited has the days of notice to prepare.
func (a Audit) judgeEntry(e EntryMeetingHeld, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Where, "where", "地点")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if act.Day().Before(a.EntryFrom) {
		return set.Audit.NoticeWorkdays.Reject("notice_too_short",
			"the notice was served on %s, and the fieldwork begins on %s at the earliest: hold the meeting then, or later",
			"审计通知书于 %s 送达，最早 %s 进点：请在该日或之后召开", a.Notified, a.EntryFrom)
	}
	return nil
}

func judgeFinding(e FindingRaised) error {
	if err := domain.CheckCode(e.Category); err != nil {
		return err
	}
	if err := domain.CheckValue(e.Amount, "amount", "涉及金额"); err != nil {
		return err
	}
	if err := domain.Require(domain.Given(len(e.Papers) > 0, "papers", "审计工作底稿"), domain.Given(!e.What.IsZero(), "what", "问题内容")); err != nil {
		return err
	}
	for _, p := range e.Papers {
		if err := domain.Require(domain.Said(p, "papers", "审计工作底稿")); err != nil {
			return err
		}
	}
	return nil
}

// judgeReport: what is audited is over, the audited had its say, and the auditors
// are still independent.
func (a Audit) judgeReport(e ReportIssued, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Document, "document", "报告文号")); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Opinion); err != nil {
		return err
	}
	if !act.Day().After(a.To) {
		return domain.Reject("period_not_over", "what is audited ends on %s: report on a later day", "审计期间至 %s：请在其后出具报告", a.To)
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if a.Responded.IsZero() && !act.Day().After(a.RespondBy) {
		return set.Audit.ResponseWorkdays.Reject("response_awaited",
			"the audited has not answered the draft, and may until %s: record the answer, or report on a later day",
			"被审计单位尚未反馈，期限至 %s：请登记反馈，或在其后出具报告", a.RespondBy)
	}
	n, amount := a.standing()
	if e.Findings != n || e.Amount != amount || e.Responded != !a.Responded.IsZero() {
		return domain.Reject("numbers_differ", "%d findings stand, of %s yuan in all: record that, and whether the audited answered", "问题共 %d 项，金额 %s 元：请按此登记，并如实注明是否反馈", n, amount)
	}
	if err := asTheRuleSays(e, act); err != nil {
		return err
	}
	return a.independent(act)
}

func judgeDisclosed(e Disclosed) error {
	if err := domain.Require(domain.Said(e.Where, "where", "公开地点"), domain.Said(e.Summary, "summary", "报告摘要")); err != nil {
		return err
	}
	for _, s := range e.Findings {
		if err := domain.Require(domain.Said(s.Text, "text", "问题内容")); err != nil {
			return err
		}
	}
	return nil
}

func (a Audit) judgeAccepted(e RectificationAccepted) error {
	if f, _ := a.finding(e.Finding); e.Amount != f.Answered {
		return domain.Reject("numbers_differ", "%s yuan were reported as put right: accept that, or refuse it", "报送的整改金额为 %s 元：请按此认定，或退回", f.Answered)
	}
	return nil
}

// judgeAgain: the later audit is another one of the same, and has its report.
func (a Audit) judgeAgain(e ReAudited, act domain.Act) error {
	if !domain.OfCategory(e.Audit, "audit") || e.Audit == act.Stream {
		return domain.Reject("not_another_audit", "%q is not the stream of another audit: write audit-<id>", "%q 不是另一审计项目：请写 audit-<编号>", e.Audit)
	}
	later, err := domain.Evidence[domain.AuditOnRecord](act, e.Audit)
	switch {
	case err != nil:
		return err
	case later.Audited != a.Audited:
		return domain.Reject("audit_of_another", "%s is of %s, not of %s: name one of the same", "%s 的被审计单位为 %s，不是 %s：请填写同一单位的审计", e.Audit, later.Audited, a.Audited)
	case later.Reported.IsZero() || later.Reported.Before(a.Reported):
		return domain.Reject("audit_not_later", "%s has no report that is later than this one, of %s: name one that does", "%s 没有晚于 %s 的审计报告：请填写其后完成的审计", e.Audit, a.Reported)
	}
	return nil
}

func judgeArchived(e Archived) error {
	if err := domain.Require(domain.Said(e.Number, "number", "档号")); err != nil {
		return err
	}
	for _, o := range e.Open {
		if err := domain.Require(domain.Said(o.Reason, "reason", "未整改原因")); err != nil {
			return err
		}
	}
	return nil
}
