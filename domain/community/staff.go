package community

import "github.com/sunledger/sunledger/domain"

// This file is who works in a community without holding one of its posts: staff
// of the town whom it sends to the community (下沉), and professional social
// workers.

// StaffPosted says that somebody of a town's staff works in the community. They
// act in office, so their name is public.
type StaffPosted struct {
	// Town is a stream, town-<id>.
	Town string `json:"town" audience:"public" en:"town that sends them" zh:"派出镇街"`
	// Number is their place in the register of the town's staff, and says who
	// they are from then on.
	Number   int         `json:"number" audience:"public" en:"number on the register of the town's staff" zh:"镇街工作人员名册编号"`
	Name     string      `json:"name" audience:"public" en:"name" zh:"姓名"`
	Position string      `json:"position" audience:"public" en:"what they do there" zh:"社区岗位"`
	From     domain.Date `json:"from" audience:"public" en:"first day there" zh:"到岗日期"`
}

// StaffRecalled says that somebody of a town's staff works there no more.
type StaffRecalled struct {
	Town   string       `json:"town" audience:"public" en:"town that sent them" zh:"派出镇街"`
	Number int          `json:"number" audience:"public" en:"number on the register of the town's staff" zh:"镇街工作人员名册编号"`
	On     domain.Date  `json:"on" audience:"public" en:"last day there" zh:"最后在岗日"`
	Reason RecallReason `json:"reason" audience:"public" en:"why" zh:"离岗原因"`
}

// SocialWorkersCounted says how many professional social workers work in the
// community.
type SocialWorkersCounted struct {
	Number   int         `json:"number" audience:"public" en:"professional social workers" zh:"专业社工人数"`
	AsOf     domain.Date `json:"asOf" audience:"public" en:"day of the count" zh:"统计日期"`
	Document string      `json:"document" audience:"public" en:"register or report that the count stands in" zh:"依据文件"`
}

// EventType is community.staff-posted.
func (StaffPosted) EventType() string { return "community.staff-posted" }

// EventType is community.staff-recalled.
func (StaffRecalled) EventType() string { return "community.staff-recalled" }

// EventType is community.social-workers-counted.
func (SocialWorkersCounted) EventType() string { return "community.social-workers-counted" }

// PostStaff records that somebody of a town's staff works in the community.
type PostStaff struct {
	Town     string      `json:"town,omitzero" en:"town that sends them, town-<id>; left out, that of the community" zh:"派出镇街 town-<编号>（不填为社区所属镇街）"`
	Number   int         `json:"number" en:"number on the register of the town's staff, from 1" zh:"镇街工作人员名册编号（从 1 起）"`
	Name     string      `json:"name" en:"name; it is public" zh:"姓名（公开）"`
	Position string      `json:"position" en:"what they do there" zh:"社区岗位"`
	From     domain.Date `json:"from,omitzero" en:"first day there; left out, today" zh:"到岗日期（不填为当日）"`
}

// RecallStaff records that somebody of a town's staff works there no more.
type RecallStaff struct {
	Town   string       `json:"town,omitzero" en:"town that sent them, town-<id>; left out, that of the community" zh:"派出镇街 town-<编号>（不填为社区所属镇街）"`
	Number int          `json:"number" en:"number on the register of the town's staff" zh:"镇街工作人员名册编号"`
	On     domain.Date  `json:"on,omitzero" en:"last day there; left out, today" zh:"最后在岗日（不填为当日）"`
	Reason RecallReason `json:"reason" en:"why" zh:"离岗原因"`
}

// CountSocialWorkers records how many professional social workers work there.
type CountSocialWorkers struct {
	Number   int         `json:"number" en:"professional social workers; 0 is none" zh:"专业社工人数（没有填 0）"`
	AsOf     domain.Date `json:"asOf,omitzero" en:"day of the count, later than that of the last one; left out, today" zh:"统计日期（晚于上次统计；不填为当日）"`
	Document string      `json:"document" en:"register or report that the count stands in, with its date" zh:"依据文件（名称和日期）"`
}

// CommandType is community.post-staff.
func (PostStaff) CommandType() string { return "community.post-staff" }

// CommandType is community.recall-staff.
func (RecallStaff) CommandType() string { return "community.recall-staff" }

// CommandType is community.count-social-workers.
func (CountSocialWorkers) CommandType() string { return "community.count-social-workers" }

// Relies names the town.
func (c PostStaff) Relies(s Community) []domain.Ref {
	if c.Town == "" {
		c.Town = s.Town
	}
	return domain.LatestOf(c.Town)
}

// Decide posts.
func (c PostStaff) Decide(s Community, act domain.Act) ([]domain.Event, error) {
	if c.Town == "" {
		c.Town = s.Town
	}
	c.From = orToday(c.From, act)
	return []domain.Event{StaffPosted(c)}, nil
}

// Decide recalls.
func (c RecallStaff) Decide(s Community, act domain.Act) ([]domain.Event, error) {
	if c.Town == "" {
		c.Town = s.Town
	}
	c.On = orToday(c.On, act)
	return []domain.Event{StaffRecalled(c)}, nil
}

// Decide records a count.
func (c CountSocialWorkers) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.AsOf = orToday(c.AsOf, act)
	return []domain.Event{SocialWorkersCounted(c)}, nil
}

// RecallReason is why somebody of a town's staff works there no more.
type RecallReason string

// The reasons.
const (
	BackToTown    RecallReason = "back-to-town"
	Rotated       RecallReason = "rotated" // to another community
	LeftTheTown   RecallReason = "left"    // the town's staff
	AnotherRecall RecallReason = "other"
)

// Codes lists the reasons with their names.
func (RecallReason) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(BackToTown), English: "back to the town", Chinese: "返回镇街"},
		{Code: string(Rotated), English: "moved to another community", Chinese: "轮岗至其他社区"},
		{Code: string(LeftTheTown), English: "left the town's staff", Chinese: "调离镇街"},
		{Code: string(AnotherRecall), English: "other", Chinese: "其他"},
	}
}

// Posting is a time for which somebody of a town's staff works in a community.
type Posting struct {
	Town           string
	Number         int
	Name, Position string
	// From is the first day, and Until the last one of who was recalled, or no
	// date.
	From, Until domain.Date
	Reason      RecallReason
}

// posting is the last posting of somebody, by its place.
func (c Community) posting(town string, number int) (at int, found bool) {
	for i, p := range c.Staff {
		if p.Town == town && p.Number == number {
			at, found = i, true
		}
	}
	return at, found
}

// mayPost: who works there already is not posted there once more.
func (c Community) mayPost(e StaffPosted) error {
	at, found := c.posting(e.Town, e.Number)
	if !found {
		return nil
	}
	switch p := c.Staff[at]; {
	case p.Until.IsZero():
		return domain.Reject("posted_already",
			"number %[1]d of %[2]s, %[3]s, works here since %[4]s: record the last day of that first",
			"%[2]s 第 %[1]d 号工作人员 %[3]s 自 %[4]s 起已在本社区工作：请先登记其离岗", p.Number, p.Town, p.Name, p.From)
	case !e.From.After(p.Until):
		return domain.Reject("posted_already",
			"number %[1]d of %[2]s, %[3]s, worked here until %[4]s: begin after that day, or insert an older time by a correction",
			"%[2]s 第 %[1]d 号工作人员 %[3]s 在本社区工作至 %[4]s：请填写其后的日期；补记较早的一段应通过更正插入", p.Number, p.Town, p.Name, p.Until)
	}
	return nil
}

// mayRecall: only who works there is recalled, once.
func (c Community) mayRecall(e StaffRecalled) error {
	at, found := c.posting(e.Town, e.Number)
	if !found {
		return domain.Reject("not_posted",
			"number %[1]d of %[2]s is not on record here: correct the town or the number",
			"本社区没有 %[2]s 第 %[1]d 号工作人员的记录：请核对镇街和编号", e.Number, e.Town)
	}
	switch p := c.Staff[at]; {
	case !p.Until.IsZero():
		return domain.Reject("recalled_already",
			"%[1]s works here no more since %[2]s: correct that day, if it is wrong",
			"%[1]s 已于 %[2]s 离岗：日期有误请更正", p.Name, p.Until)
	case e.On.Before(p.From):
		return domain.Reject("period_invalid",
			"a term is from a day to a later one, not from %s to %s", "截止日不得早于起始日（%s 至 %s）", p.From, e.On)
	}
	return nil
}

// mayCount: counts follow each other.
func (c Community) mayCount(e SocialWorkersCounted) error {
	if !c.SocialWorkers.AsOf.IsZero() && !e.AsOf.After(c.SocialWorkers.AsOf) {
		return domain.Reject("counted_already",
			"there is a count as of %s on record: put it right by a correction, or give a later day",
			"已有截至 %s 的人数：有误请更正，或填写更晚的日期", c.SocialWorkers.AsOf)
	}
	return nil
}

func judgePosted(e StaffPosted, act domain.Act) error {
	if e.Number < 1 || e.Number > domain.MaxCounted {
		return domain.Reject("staff_number_invalid",
			"the number on the register of the town's staff is 1 to %d, not %d: look it up", "镇街工作人员名册编号为 1 至 %d，不能是 %d：请核对", domain.MaxCounted, e.Number)
	}
	if err := domain.Require(domain.Said(e.Name, "name", "姓名"), domain.Said(e.Position, "position", "社区岗位")); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.From, "from", "到岗日期"); err != nil {
		return err
	}
	return townOnRecord(e.Town, act)
}

func townOnRecord(town string, act domain.Act) error {
	if !domain.OfCategory(town, "town") {
		return domain.Reject("not_a_town", "%q is not the stream of a town: write town-<id>", "%q 不是镇街：请写 town-<编号>", town)
	}
	_, err := domain.Evidence[domain.PlaceName](act, town)
	return err
}

func judgeRecalled(e StaffRecalled, act domain.Act) error {
	if err := domain.CheckCode(e.Reason); err != nil {
		return err
	}
	return domain.CheckPast(act, e.On, "on", "最后在岗日")
}

func judgeSocialWorkers(e SocialWorkersCounted, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Document, "document", "依据文件")); err != nil {
		return err
	}
	if e.Number < 0 || e.Number > domain.MaxCounted {
		return domain.Reject("count_out_of_range",
			"the number of social workers is 0 to %d, not %d: count again", "社工人数为 0 至 %d，不能是 %d：请核对", domain.MaxCounted, e.Number)
	}
	return domain.CheckPast(act, e.AsOf, "asOf", "统计日期")
}
