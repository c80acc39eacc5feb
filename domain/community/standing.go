package community

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// This file is how a community stands: on the list of those that fall behind and
// are to be improved (整顿提升), or as a site that others look to.

// ListedForImprovement puts the community on the list of a year.
type ListedForImprovement struct {
	On       domain.Date `json:"on" audience:"public" en:"day on which it was listed" zh:"列入日期"`
	Year     int         `json:"year" audience:"public" en:"year of the list" zh:"年度"`
	Reason   Weakness    `json:"reason" audience:"public" en:"why" zh:"列入原因"`
	Note     domain.Text `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
	Document string      `json:"document" audience:"public" en:"document that has the list" zh:"依据文件"`
	// Due is the day by the end of which it is to be improved, Within the days
	// that the rule set gives for it.
	Due    domain.Date `json:"due" audience:"public" en:"day by which it is to be improved" zh:"整顿期限"`
	Within int         `json:"within" audience:"public" en:"days for it" zh:"整顿天数"`
	Rules  string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Improved takes the community off the list.
type Improved struct {
	On       domain.Date `json:"on" audience:"public" en:"day on which it was accepted" zh:"验收日期"`
	What     string      `json:"what" audience:"public" en:"what was done" zh:"整顿措施和成效"`
	Document string      `json:"document" audience:"public" en:"report" zh:"验收文件"`
}

// SiteDesignated makes the community a site of a kind.
type SiteDesignated struct {
	Kind  SiteKind    `json:"kind" audience:"public" en:"kind of site" zh:"类型"`
	On    domain.Date `json:"on" audience:"public" en:"day" zh:"确定日期"`
	About string      `json:"about" audience:"public" en:"its industry, brand or partners" zh:"产业、品牌或共建单位"`
	By    string      `json:"by" audience:"public" en:"who made it one" zh:"确定单位"`
	// Document may be missing of what a town made one.
	Document string `json:"document,omitzero" audience:"public" en:"document" zh:"依据文件"`
}

// SiteWithdrawn ends that.
type SiteWithdrawn struct {
	Kind   SiteKind    `json:"kind" audience:"public" en:"kind of site" zh:"类型"`
	On     domain.Date `json:"on" audience:"public" en:"first day on which it is none" zh:"撤销日期"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"撤销原因"`
}

// EventType is community.listed-for-improvement.
func (ListedForImprovement) EventType() string { return "community.listed-for-improvement" }

// EventType is community.improved.
func (Improved) EventType() string { return "community.improved" }

// EventType is community.site-designated.
func (SiteDesignated) EventType() string { return "community.site-designated" }

// EventType is community.site-withdrawn.
func (SiteWithdrawn) EventType() string { return "community.site-withdrawn" }

// ListForImprovement puts the community on the list of a year.
type ListForImprovement struct {
	On       domain.Date `json:"on,omitzero" en:"day on which it was listed; left out, today" zh:"列入日期（不填为当日）"`
	Year     int         `json:"year,omitzero" en:"year of the list, that of the day or the next; left out, that of the day" zh:"年度（列入当年或次年；不填为当年）"`
	Reason   Weakness    `json:"reason" en:"why" zh:"列入原因"`
	Note     domain.Text `json:"note,omitzero" en:"note" zh:"备注"`
	Document string      `json:"document" en:"document that has the list" zh:"依据文件"`
}

// Improve takes the community off the list.
type Improve struct {
	On       domain.Date `json:"on,omitzero" en:"day on which it was accepted; left out, today" zh:"验收日期（不填为当日）"`
	What     string      `json:"what" en:"what was done; it is public" zh:"整顿措施和成效（公开）"`
	Document string      `json:"document" en:"report, with its date" zh:"验收文件（名称和日期）"`
}

// DesignateSite makes the community a site of a kind.
type DesignateSite struct {
	Kind     SiteKind    `json:"kind" en:"kind of site" zh:"类型"`
	On       domain.Date `json:"on,omitzero" en:"day; left out, today" zh:"确定日期（不填为当日）"`
	About    string      `json:"about" en:"its industry, brand or partners; it is public" zh:"产业、品牌或共建单位（公开）"`
	By       string      `json:"by" en:"who made it one" zh:"确定单位"`
	Document string      `json:"document,omitzero" en:"document" zh:"依据文件"`
}

// WithdrawSite ends that.
type WithdrawSite struct {
	Kind   SiteKind    `json:"kind" en:"kind of site" zh:"类型"`
	On     domain.Date `json:"on,omitzero" en:"first day on which it is none; left out, today" zh:"撤销日期（不填为当日）"`
	Reason string      `json:"reason" en:"why; it is public" zh:"撤销原因（公开）"`
}

// CommandType is community.list-for-improvement.
func (ListForImprovement) CommandType() string { return "community.list-for-improvement" }

// CommandType is community.improve.
func (Improve) CommandType() string { return "community.improve" }

// CommandType is community.designate-site.
func (DesignateSite) CommandType() string { return "community.designate-site" }

// CommandType is community.withdraw-site.
func (WithdrawSite) CommandType() string { return "community.withdraw-site" }

// Decide lists.
func (c ListForImprovement) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	c.On = orToday(c.On, act)
	if c.Year == 0 {
		c.Year = c.On.Year
	}
	within := set.Organisation.ImproveWithinDays.Value
	return []domain.Event{ListedForImprovement{
		On: c.On, Year: c.Year, Reason: c.Reason, Note: c.Note, Document: c.Document,
		Due: c.On.AddDays(within), Within: within, Rules: set.Name(),
	}}, nil
}

// Decide takes it off the list.
func (c Improve) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{Improved(c)}, nil
}

// Decide designates.
func (c DesignateSite) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{SiteDesignated(c)}, nil
}

// Decide withdraws.
func (c WithdrawSite) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{SiteWithdrawn(c)}, nil
}

// Weakness is why a community is to be improved.
type Weakness string

// The weaknesses.
const (
	WeakTeam       Weakness = "weak-team"
	NoSecretary    Weakness = "no-secretary"
	NoActivities   Weakness = "no-activities"
	WeakEconomy    Weakness = "weak-economy"
	DisorderlyBook Weakness = "disorderly-finances"
	Conflicts      Weakness = "conflicts"
	PoorService    Weakness = "poor-service"
	OtherWeakness  Weakness = "other"
)

// Codes lists the weaknesses with their names.
func (Weakness) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(WeakTeam), English: "a weak and slack team", Chinese: "班子软弱涣散"},
		{Code: string(NoSecretary), English: "no fit secretary", Chinese: "没有合适书记人选"},
		{Code: string(NoActivities), English: "no Party activities to speak of", Chinese: "组织生活不正常"},
		{Code: string(WeakEconomy), English: "poverty, or a weak collective economy", Chinese: "贫困或集体经济薄弱"},
		{Code: string(DisorderlyBook), English: "disorderly finances", Chinese: "财务管理混乱"},
		{Code: string(Conflicts), English: "conflicts and petitions", Chinese: "矛盾纠纷和信访突出"},
		{Code: string(PoorService), English: "poor service", Chinese: "服务群众不力"},
		{Code: string(OtherWeakness), English: "other", Chinese: "其他"},
	}
}

// SiteKind is what a community is a site of.
type SiteKind string

// The kinds.
const (
	CharacteristicIndustry SiteKind = "characteristic-industry"
	ThreeSocieties         SiteKind = "three-societies" // supply and marketing cooperative, farmers' cooperative, community
	ThreeZones             SiteKind = "three-zones"     // community, industrial park, scenic area
	DemonstrationSite      SiteKind = "demonstration"
	BrandCommunity         SiteKind = "brand"
)

// Codes lists the kinds with their names.
func (SiteKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(CharacteristicIndustry), English: "characteristic industry", Chinese: "特色产业社区"},
		{Code: string(ThreeSocieties), English: "three-society co-building", Chinese: "三社共建示范点"},
		{Code: string(ThreeZones), English: "three-zone co-building", Chinese: "三区共建社区"},
		{Code: string(DemonstrationSite), English: "demonstration site of community building", Chinese: "社区建设示范点"},
		{Code: string(BrandCommunity), English: "brand community", Chinese: "品牌社区"},
	}
}

// Listing is a time on the list of those to be improved.
type Listing struct {
	On     domain.Date
	Year   int
	Reason Weakness
	Due    domain.Date
	// Improved is the day on which it was, or no date, and What what was done.
	Improved domain.Date
	What     string
}

// Site is a time as a site of a kind.
type Site struct {
	Kind      SiteKind
	On        domain.Date
	About, By string
	// Withdrawn is the first day on which it was none, or no date.
	Withdrawn domain.Date
	Reason    string
}

// site is the last time as a site of a kind, by its place.
func (c Community) site(kind SiteKind) (at int, found bool) {
	for i, s := range c.Sites {
		if s.Kind == kind {
			at, found = i, true
		}
	}
	return at, found
}

// mayList: one that is on the list is not listed again, and a year's list has it
// once.
func (c Community) mayList(e ListedForImprovement) error {
	n := len(c.Listings)
	if n == 0 {
		return nil
	}
	switch last := c.Listings[n-1]; {
	case last.Improved.IsZero():
		return domain.Reject("on_the_list",
			"the community is on the list since %s: record that it was improved first", "社区自 %s 起已在整顿名单：请先登记其整顿完成", last.On)
	case e.Year <= last.Year || e.On.Before(last.Improved):
		return domain.Reject("listed_already",
			"the community was on the list of %d, and improved on %s: list it for a later year, or insert an older time by a correction",
			"社区已列入 %d 年度名单，并于 %s 整顿完成：请列入以后年度；补记较早的一次应通过更正插入", last.Year, last.Improved)
	}
	return nil
}

// mayImprove: only what is on the list is taken off it, once.
func (c Community) mayImprove(e Improved) error {
	n := len(c.Listings)
	switch {
	case n == 0 || !c.Listings[n-1].Improved.IsZero():
		return domain.Reject("not_on_the_list",
			"the community is not on the list of those to be improved: list it first", "社区不在整顿名单：请先登记列入")
	case e.On.Before(c.Listings[n-1].On):
		return domain.Reject("before_the_list",
			"the community was listed on %[2]s, later than %[1]s: correct either day", "社区于 %[2]s 列入名单，晚于 %[1]s：请核对日期", e.On, c.Listings[n-1].On)
	}
	return nil
}

// mayDesignate: one site of a kind at a time.
func (c Community) mayDesignate(e SiteDesignated) error {
	at, found := c.site(e.Kind)
	if !found {
		return nil
	}
	english, chinese := domain.Label(e.Kind, string(e.Kind), domain.English), domain.Label(e.Kind, string(e.Kind), domain.Chinese)
	switch s := c.Sites[at]; {
	case s.Withdrawn.IsZero():
		return domain.Reject("site_already",
			"the community is a site of this kind (%[1]s) since %[3]s, and it is one at a time: withdraw that first",
			"社区自 %[3]s 起已是%[2]s，同类只能有一个：请先撤销", english, chinese, s.On)
	case e.On.Before(s.Withdrawn):
		return domain.Reject("site_already",
			"the community was a site of this kind (%[1]s) until it was withdrawn on %[3]s: begin on that day or later",
			"社区的%[2]s于 %[3]s 撤销：请填写该日或其后的日期", english, chinese, s.Withdrawn)
	}
	return nil
}

// mayWithdraw: only what stands is withdrawn, once.
func (c Community) mayWithdraw(e SiteWithdrawn) error {
	at, found := c.site(e.Kind)
	english, chinese := domain.Label(e.Kind, string(e.Kind), domain.English), domain.Label(e.Kind, string(e.Kind), domain.Chinese)
	switch {
	case !found || !c.Sites[at].Withdrawn.IsZero():
		return domain.Reject("not_a_site",
			"the community is no site of this kind (%[1]s): designate it first", "社区不是%[2]s：请先登记确定", english, chinese)
	case e.On.Before(c.Sites[at].On):
		return domain.Reject("before_the_site",
			"the community is a site of this kind (%[1]s) only since %[3]s: give that day or a later one",
			"社区自 %[3]s 起才是%[2]s：请填写该日或其后的日期", english, chinese, c.Sites[at].On)
	}
	return nil
}

func judgeListed(e ListedForImprovement, act domain.Act) error {
	if err := domain.CheckCode(e.Reason); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Document, "document", "依据文件")); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.On, "on", "列入日期"); err != nil {
		return err
	}
	if e.Year != e.On.Year && e.Year != e.On.Year+1 {
		return domain.Reject("year_out_of_range",
			"what is listed on %[1]s is listed for %[2]d or the year after, not for %[3]d: correct either",
			"%[1]s 列入的为 %[2]d 年度或次年名单，不能是 %[3]d 年度：请核对", e.On, e.On.Year, e.Year)
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	within := set.Organisation.ImproveWithinDays.Value
	if e.Within != within || e.Due != e.On.AddDays(within) || e.Rules != set.Name() {
		return domain.Reject("numbers_differ",
			"it is to be improved within %d days, by %s, according to %s: record that",
			"整顿期限为 %d 天，至 %s（%s）：请按此登记", within, e.On.AddDays(within), set.Name())
	}
	return nil
}

func judgeImproved(e Improved, act domain.Act) error {
	if err := domain.Require(domain.Said(e.What, "what", "整顿措施和成效")); err != nil {
		return err
	}
	return judgeAccepted(e.On, e.Document, act)
}

func judgeDesignated(e SiteDesignated, act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.About, "about", "产业、品牌或共建单位"), domain.Said(e.By, "by", "确定单位")); err != nil {
		return err
	}
	return domain.CheckPast(act, e.On, "on", "确定日期")
}

func judgeWithdrawn(e SiteWithdrawn, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Reason, "reason", "撤销原因")); err != nil {
		return err
	}
	return domain.CheckPast(act, e.On, "on", "撤销日期")
}
