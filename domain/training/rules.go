package training

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// MaxNumber is the greatest number that a class of a programme may have in a
// year: a greater one is a slip of the pen.
const MaxNumber = 9999

// Judge is the policies of classes. An event out of order is refused before any
// of them.
func (t Training) Judge(e domain.Event, act domain.Act) error {
	if err := t.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Planned:
		return judgePlanned(e, act)
	case Held:
		return judgeHeld(e, act)
	case Cancelled:
		return domain.Require(domain.Said(e.Reason, "reason", "取消原因"))
	}
	return nil
}

// most is what the rule set of a day has in one class at most.
type most struct {
	days, people int
	rules        string
}

func mostBy(act domain.Act) (most, error) {
	set, err := rules.Of(act)
	if err != nil {
		return most{}, err
	}
	return most{set.Income.MaxTrainingDays.Value, set.Income.MaxTrainingPeople.Value, set.Name()}, nil
}

func judgePlanned(e Planned, act domain.Act) error {
	if err := domain.CheckCode(e.Programme); err != nil {
		return err
	}
	if e.Number < 1 || e.Number > MaxNumber {
		return domain.Reject("number_out_of_range",
			"the classes of a programme are numbered from 1 to %d in a year, not %d: name the number",
			"每个培训项目的期次每年从 1 至 %d，不能是 %d：请填写期次", MaxNumber, e.Number)
	}
	if err := judgeOrganiser(e.Organiser, act); err != nil {
		return err
	}
	if err := domain.Require(
		domain.Given(!e.From.IsZero(), "from", "计划开班日期"), domain.Said(e.Venue, "venue", "地点"),
	); err != nil {
		return err
	}
	if err := checkProvince(e.Province); err != nil {
		return err
	}
	return judgeSize(e.Days, e.Places, "places", "计划人数", most{e.MostDays, e.MostPeople, e.Rules}, act)
}

// judgeOrganiser: a class is held by a community, a town or the county, on
// record.
func judgeOrganiser(organiser string, act domain.Act) error {
	level, ok := domain.LevelOf(organiser)
	switch {
	case !ok || domain.CheckStream(organiser) != nil:
		return domain.Reject("not_a_place",
			"%q holds no classes: write community-<id>, town-<id> or county-self",
			"%q 不能举办培训：请写 community-<编号>、town-<编号> 或 county-self", organiser)
	case level == domain.CommunityLevel:
		return domain.BegunIn(act, organiser)
	}
	_, err := domain.Evidence[domain.PlaceName](act, organiser)
	return err
}

func checkProvince(p Province) error {
	if p == "" {
		return nil
	}
	return domain.CheckCode(p)
}

// judgeSize holds the days and the people of a class against the most that the
// rule set of the day has in one.
func judgeSize(days, people int, name, chinese string, recorded most, act domain.Act) error {
	want, err := mostBy(act)
	if err != nil {
		return err
	}
	if recorded != want {
		return domain.Reject("numbers_differ",
			"a class has %d days and %d people at most, by %s: record that",
			"每期培训至多 %d 天、%d 人（%s）：请按此登记", want.days, want.people, want.rules)
	}
	set, err := rules.Of(act)
	switch {
	case err != nil:
		return err
	case days < 1 || days > want.days:
		return set.Income.MaxTrainingDays.Reject("days_out_of_range",
			"a class takes 1 to %d days, not %d: count them again", "每期培训为 1 至 %d 天，不能是 %d 天：请核对", want.days, days)
	case people < 1 || people > want.people:
		return set.Income.MaxTrainingPeople.Reject("people_out_of_range",
			"%[1]s of a class are 1 to %[3]d, not %[4]d: count them again",
			"每期%[2]s为 1 至 %[3]d，不能是 %[4]d：请核对", name, chinese, want.people, people)
	}
	return nil
}

// judgeHeld: a class is recorded once it is over, with the files that the rule
// set demands.
func judgeHeld(e Held, act domain.Act) error {
	if err := domain.CheckPast(act, e.To, "to", "结束日期"); err != nil {
		return err
	}
	if err := judgeSize(e.Days, e.People, "people", "参训人数", most{e.MostDays, e.MostPeople, e.Rules}, act); err != nil {
		return err
	}
	if err := domain.Require(
		domain.Given(!e.From.IsZero(), "from", "开班日期"), domain.Said(e.Venue, "venue", "地点"),
	); err != nil {
		return err
	}
	switch {
	case e.To.Before(e.From):
		return domain.Reject("ends_before_it_begins", "a class from %s does not end on %s: correct the days", "培训自 %s 开始，不能于 %s 结束：请更正日期", e.From, e.To)
	case e.Days > daysOf(e.From, e.To):
		return domain.Reject("more_days_than_there_are",
			"from %s to %s there are %d days, and not %d of teaching: count them again",
			"%s 至 %s 共 %d 天，培训不可能为 %d 天：请核对", e.From, e.To, daysOf(e.From, e.To), e.Days)
	}
	if err := checkProvince(e.Province); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	return act.Attached(set.Income.TrainingEvidence.Value...)
}

// daysOf is how many days there are from one day to another one, both counted.
func daysOf(from, to domain.Date) int {
	return int(to.Start(time.UTC).Sub(from.Start(time.UTC))/(24*time.Hour)) + 1
}
