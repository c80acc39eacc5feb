package community

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// This file is what a community put up of its own, and the awards that it got for
// that afterwards, in the place of a subsidy (以奖代补).

// SignsInstalled says that notice boards, signs or plaques of the county's one
// standard were put up.
type SignsInstalled struct {
	On     domain.Date  `json:"on" audience:"public" en:"day on which they were up" zh:"安装日期"`
	Kind   SignKind     `json:"kind" audience:"public" en:"what they are" zh:"种类"`
	Number int          `json:"number" audience:"public" en:"how many" zh:"数量"`
	Amount domain.Money `json:"amount" audience:"public" en:"what they cost" zh:"费用"`
}

// AwardGranted says that the community was given money for what it had done.
type AwardGranted struct {
	On       domain.Date  `json:"on" audience:"public" en:"day on which it was granted" zh:"发放日期"`
	Purpose  AwardPurpose `json:"purpose" audience:"public" en:"what for" zh:"奖补事项"`
	Amount   domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	By       string       `json:"by" audience:"public" en:"who grants it" zh:"发放单位"`
	What     string       `json:"what,omitzero" audience:"public" en:"what else it is for" zh:"其他事项说明"`
	Document string       `json:"document" audience:"public" en:"document that grants it" zh:"奖补文件"`
	// Share is the greatest part of the cost that awards may come to.
	Share int    `json:"share" audience:"public" en:"greatest part of the cost, in hundredths of a percent" zh:"奖补占费用的上限（万分之）"`
	Rules string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// EventType is community.signs-installed.
func (SignsInstalled) EventType() string { return "community.signs-installed" }

// EventType is community.award-granted.
func (AwardGranted) EventType() string { return "community.award-granted" }

// InstallSigns records that notice boards, signs or plaques were put up.
type InstallSigns struct {
	On     domain.Date  `json:"on,omitzero" en:"day on which they were up; left out, today" zh:"安装日期（不填为当日）"`
	Kind   SignKind     `json:"kind" en:"what they are" zh:"种类"`
	Number int          `json:"number" en:"how many" zh:"数量"`
	Amount domain.Money `json:"amount,omitzero" en:"what they cost, in yuan" zh:"费用（元）"`
}

// GrantAward records that the community was given money for what it had done.
type GrantAward struct {
	On       domain.Date  `json:"on,omitzero" en:"day on which it was granted; left out, today" zh:"发放日期（不填为当日）"`
	Purpose  AwardPurpose `json:"purpose" en:"what for" zh:"奖补事项"`
	Amount   domain.Money `json:"amount" en:"amount in yuan" zh:"金额（元）"`
	By       string       `json:"by" en:"who grants it" zh:"发放单位"`
	What     string       `json:"what,omitzero" en:"what it is for, where the purpose is another one; it is public" zh:"其他事项说明（事项为其他时填写，公开）"`
	Document string       `json:"document" en:"document that grants it, with its number" zh:"奖补文件（名称和文号）"`
}

// CommandType is community.install-signs.
func (InstallSigns) CommandType() string { return "community.install-signs" }

// CommandType is community.grant-award.
func (GrantAward) CommandType() string { return "community.grant-award" }

// Decide records the signs.
func (c InstallSigns) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{SignsInstalled(c)}, nil
}

// Decide grants.
func (c GrantAward) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return []domain.Event{AwardGranted{
		On: orToday(c.On, act), Purpose: c.Purpose, Amount: c.Amount, By: c.By, What: c.What, Document: c.Document,
		Share: set.Organisation.AwardShare.Value, Rules: set.Name(),
	}}, nil
}

// SignKind is a kind of what is put up.
type SignKind string

// The kinds.
const (
	NoticeBoards SignKind = "notice-boards" // on which affairs are disclosed
	Signs        SignKind = "signs"
	Plaques      SignKind = "plaques"
)

// Codes lists the kinds with their names.
func (SignKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(NoticeBoards), English: "notice boards", Chinese: "公开栏"},
		{Code: string(Signs), English: "signs", Chinese: "标识标牌"},
		{Code: string(Plaques), English: "plaques", Chinese: "门牌匾额"},
	}
}

// AwardPurpose is what an award is for.
type AwardPurpose string

// The purposes.
const (
	ForSigns    AwardPurpose = "signs"
	ForUpgrade  AwardPurpose = "centre-upgrade"
	ForPlatform AwardPurpose = "smart-platform"
	ForOther    AwardPurpose = "other"
)

// Codes lists the purposes with their names.
func (AwardPurpose) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ForSigns), English: "notice boards, signs and plaques", Chinese: "公开栏、标识标牌和门牌"},
		{Code: string(ForUpgrade), English: "upgrade of the service centre", Chinese: "服务中心改造提升"},
		{Code: string(ForPlatform), English: "smart community platform", Chinese: "智慧社区平台"},
		{Code: string(ForOther), English: "another purpose", Chinese: "其他事项"},
	}
}

// Cost is what the community has spent on what awards of a purpose are for, and
// false where that is not on record.
func (c Community) Cost(of AwardPurpose) (sum domain.Money, known bool) {
	switch of {
	case ForSigns:
		for _, s := range c.Signs {
			sum += s.Amount
		}
	case ForUpgrade:
		for _, u := range c.Upgrades {
			sum += u.Cost
		}
	case ForPlatform:
		sum = c.Platform.Cost
	default:
		return 0, false
	}
	return sum, true
}

// Awarded is what the community was granted for a purpose.
func (c Community) Awarded(purpose AwardPurpose) (sum domain.Money) {
	for _, a := range c.Awards {
		if a.Purpose == purpose {
			sum += a.Amount
		}
	}
	return sum
}

func judgeSigns(e SignsInstalled, act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if e.Number < 1 || e.Number > domain.MaxCounted {
		return domain.Reject("count_out_of_range", "the number is 1 to %d, not %d: count again", "数量为 1 至 %d，不能是 %d：请核对", domain.MaxCounted, e.Number)
	}
	if err := domain.CheckValue(e.Amount, "amount", "费用"); err != nil {
		return err
	}
	return domain.CheckPast(act, e.On, "on", "安装日期")
}

// judgeAward: an award follows what it is for, and all awards for it come to a
// part of what that cost at most.
func (c Community) judgeAward(e AwardGranted, act domain.Act) error {
	if err := domain.CheckCode(e.Purpose); err != nil {
		return err
	}
	if err := domain.CheckAmount(e.Amount, "amount", "金额"); err != nil {
		return err
	}
	if err := domain.Require(
		domain.Said(e.By, "by", "发放单位"), domain.Said(e.Document, "document", "奖补文件"),
		domain.Given(e.Purpose != ForOther || strings.TrimSpace(e.What) != "", "what", "其他事项说明"),
	); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.On, "on", "发放日期"); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Organisation.AwardShare
	if e.Share != rule.Value || e.Rules != set.Name() {
		return domain.Reject("numbers_differ",
			"awards come to %d hundredths of a percent of the cost at most, by %s: record that",
			"奖补占费用的上限为万分之 %d（%s）：请按此登记", rule.Value, set.Name())
	}
	cost, known := c.Cost(e.Purpose)
	if !known {
		return nil
	}
	if most, before := partOf(cost, rule.Value), c.Awarded(e.Purpose); before+e.Amount > most {
		return rule.Reject("beyond_the_cost",
			"with this the awards for %[1]s come to %[3]s yuan, and they are %[4]s at most, of a cost of %[5]s on record: record what was done first, or grant less",
			"加上此项，%[2]s的奖补共 %[3]s 元，而按已登记费用 %[5]s 元最多为 %[4]s 元：请先登记已完成的事项，或减少金额",
			domain.Label(e.Purpose, string(e.Purpose), domain.English), domain.Label(e.Purpose, string(e.Purpose), domain.Chinese), before+e.Amount, most, cost)
	}
	return nil
}

// partOf is a part of an amount, in hundredths of a percent, rounded down.
func partOf(amount domain.Money, share int) domain.Money {
	const whole = 10_000
	return amount/whole*domain.Money(share) + amount%whole*domain.Money(share)/whole
}
