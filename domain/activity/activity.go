// Package activity is what an organisation of the Party or a community plans and
// holds every month on the day, or in the week, that the county has fixed for all:
// the Party activity week (党员活动周), the branch day (支部生活日), and the sunshine
// agenda day (阳光议事日).
//
// One stream is one activity of a kind, of one organiser, in one month; its id is
// made of the three, so that a second one cannot be planned beside it. It is held
// within its month or missed. What was neither held nor recorded as missed is
// overdue once its day has passed.
//
// The days are in the Publication section of the rule set. The branch day and the
// sunshine day are the disclosure day. The nth week of a month is its nth seven
// days, so that the second one, the 8th to the 14th, always has the 9th in it
// (assumed).
package activity

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Kind is a kind of activities.
type Kind string

// The kinds.
const (
	ActivityWeek Kind = "activity-week"
	BranchDay    Kind = "branch-day"
	SunshineDay  Kind = "sunshine-day"
)

// Codes lists the kinds with their names.
func (Kind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ActivityWeek), English: "Party activity week", Chinese: "党员活动周"},
		{Code: string(BranchDay), English: "branch day", Chinese: "支部生活日"},
		{Code: string(SunshineDay), English: "sunshine agenda day", Chinese: "阳光议事日"},
	}
}

// IDOf is the id of the stream of an activity: its month, its kind, and who
// organises it.
func IDOf(month string, kind Kind, organiser string) string {
	return month + "." + string(kind) + "." + organiser
}

// Activity is the state of one activity.
type Activity struct {
	// Organiser is a stream, partyorg-<id> or community-<id>; "" for an activity
	// that was not planned.
	Organiser string
	Kind      Kind
	// Month is written as 2016-09.
	Month string
	// From and To are the first and the last day that the rule set has fixed; for
	// a single day they are the same.
	From, To domain.Date
	// Held is the day on which it was held, or no date; Outside says that this is
	// not a fixed one, and What what was done, by how many people.
	Held    domain.Date
	Outside bool
	People  int
	What    string
	// Missed is the reason that was recorded, or "".
	Missed string
}

// Overdue reports whether it was neither held nor recorded as missed by the end of
// its last fixed day.
func (a Activity) Overdue(today domain.Date) bool {
	return a.Organiser != "" && a.Held.IsZero() && a.Missed == "" && today.After(a.To)
}

// PlacedAt is the organiser.
func (a Activity) PlacedAt() string { return a.Organiser }

// Evolve is the activity after a fact.
func (a Activity) Evolve(f domain.Fact) (Activity, error) {
	if err := a.follows(f.Event); err != nil {
		return a, err
	}
	switch e := f.Event.(type) {
	case Planned:
		a = Activity{Organiser: e.Organiser, Kind: e.Kind, Month: e.Month, From: e.From, To: e.To}
	case Held:
		a.Held, a.Outside, a.People, a.What = e.On, e.Outside, e.People, e.What
	case Missed:
		a.Missed = e.Reason
	}
	return a, nil
}

// follows is the legal order of steps: what is planned is held or missed, once.
func (a Activity) follows(e domain.Event) error {
	switch e.(type) {
	case Planned:
		if a.Organiser != "" {
			return domain.Reject("planned_already",
				"%[1]s has planned this for %[2]s already, and there is one of a kind a month: plan it for another month",
				"%[1]s 已计划 %[2]s 的该项活动，每月同类只有一次：请计划其他月份", a.Organiser, a.Month)
		}
		return nil
	case Held, Missed:
	default:
		return domain.Unknown(e)
	}
	switch {
	case a.Organiser == "":
		return domain.Reject("not_planned", "there is no such activity: plan it first", "活动尚未计划：请先登记计划")
	case !a.Held.IsZero():
		return domain.Reject("held_already", "the activity was held on %s: correct that record, if it is wrong", "活动已于 %s 开展：有误请更正", a.Held)
	case a.Missed != "":
		return domain.Reject("missed_already",
			"the activity is on record as missed (%s): void that record by a correction, if it was held", "活动已登记为未开展（%s）：如已开展请通过更正作废该记录", a.Missed)
	}
	return nil
}

// Judge is the policies of activities.
func (a Activity) Judge(e domain.Event, act domain.Act) error {
	if err := a.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Planned:
		return judgePlanned(e, act)
	case Held:
		return a.judgeHeld(e, act)
	case Missed:
		return a.judgeMissed(e, act)
	}
	return nil
}

// judgePlanned: who plans is on record, the days are the fixed ones, and the last
// of them has not passed.
func judgePlanned(e Planned, act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	from, to, set, err := fixed(e.Kind, e.Month, act)
	if err != nil {
		return err
	}
	if e.From != from || e.To != to || e.Rules != set.Name() {
		return domain.Reject("numbers_differ",
			"in %[1]s the rule set %[4]s has fixed %[2]s to %[3]s for it: record that", "规则集 %[4]s 确定的 %[1]s 日期为 %[2]s 至 %[3]s：请按此登记", e.Month, from, to, set.Name())
	}
	if id := IDOf(e.Month, e.Kind, e.Organiser); domain.CheckID(id) != nil || act.Stream != domain.StreamOf("activity", id) {
		return domain.Reject("id_invalid",
			"an activity stands in the stream that its month, its kind and its organiser give, activity-%[1]s, not in %[2]s",
			"活动须登记在按月份、类型和组织者确定的 activity-%[1]s，不能是 %[2]s", id, act.Stream)
	}
	if act.Day().After(to) {
		return domain.Reject("planned_too_late",
			"the last day for it was %s, and a plan comes before: plan it for another month", "该活动的最后日期 %s 已过，计划应在此之前：请计划其他月份", to)
	}
	return judgeOrganiser(e.Organiser, act)
}

func judgeOrganiser(stream string, act domain.Act) error {
	if domain.OfCategory(stream, "community") {
		return domain.BegunIn(act, stream)
	}
	if !domain.OfCategory(stream, "partyorg") {
		return domain.Reject("not_an_organiser",
			"%q is neither an organisation of the Party nor a community: write partyorg-<id> or community-<id>", "%q 不是党组织或社区：请写 partyorg-<编号> 或 community-<编号>", stream)
	}
	_, err := domain.Evidence[domain.PartyOrganisation](act, stream)
	return err
}

// fixed are the first and the last day of a kind in a month, and the rule set that
// says so.
func fixed(kind Kind, month string, act domain.Act) (from, to domain.Date, set *rules.Set, err error) {
	first, err := domain.ParseDate(month + "-01")
	if err != nil {
		return from, to, nil, domain.Reject("month_invalid", "%q is no month: write it as 2016-09", "%q 不是月份：格式如 2016-09", month)
	}
	if set, err = rules.Of(act); err != nil {
		return from, to, nil, err
	}
	if kind == ActivityWeek {
		last := 7 * set.Publication.ActivityWeekOfMonth.Value
		return first.AddDays(last - 7), first.AddDays(last - 1), set, nil
	}
	day := first.AddDays(set.Publication.DisclosureDayOfMonth.Value - 1)
	return day, day, set, nil
}

// outside reports whether a day is none of the fixed ones.
func (a Activity) outside(day domain.Date) bool { return day.Before(a.From) || day.After(a.To) }

// judgeHeld: an activity is held in the month that it is planned for, and the
// record says whether on a fixed day.
func (a Activity) judgeHeld(e Held, act domain.Act) error {
	if e.People < 1 || e.People > domain.MaxCounted {
		return domain.Reject("count_out_of_range", "1 to %d people take part, not %d: count again", "参加人数为 1 至 %d，不能是 %d：请核对", domain.MaxCounted, e.People)
	}
	if err := domain.Require(domain.Said(e.What, "what", "活动内容")); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.On, "on", "开展日期"); err != nil {
		return err
	}
	if monthOf(e.On) != a.Month {
		return domain.Reject("not_of_the_month",
			"the activity is that of %[2]s, and %[1]s is not in it: record it as missed, and plan one for the other month",
			"活动属于 %[2]s，%[1]s 不在该月：请登记为未开展，并另行计划", e.On, a.Month)
	}
	if e.Outside != a.outside(e.On) {
		return domain.Reject("numbers_differ",
			"the fixed days are %s to %s: record whether it was held on one of them", "固定日期为 %s 至 %s：请如实登记是否在固定日期开展", a.From, a.To)
	}
	return nil
}

func monthOf(day domain.Date) string { return fmt.Sprintf("%04d-%02d", day.Year, day.Month) }

// judgeMissed: nothing is missed before its last fixed day is over.
func (a Activity) judgeMissed(e Missed, act domain.Act) error {
	if !act.Day().After(a.To) {
		return domain.Reject("not_missed_yet",
			"the activity may be held until %s: record it as missed after that day", "活动可在 %s 前开展：请在该日之后登记未开展", a.To)
	}
	return domain.Require(domain.Said(e.Reason, "reason", "未开展原因"))
}
