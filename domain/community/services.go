package community

import "github.com/sunledger/sunledger/domain"

// This file is where a community serves its people: its Party service centre
// (党群服务中心), the stations in its natural villages (党群服务站), and the platform
// on which matters are handled (智慧社区标准化平台).

// CentreOpened says that the service centre is at work.
type CentreOpened struct {
	On      domain.Date `json:"on" audience:"public" en:"day on which it opened" zh:"启用日期"`
	Address string      `json:"address" audience:"public" en:"where it is" zh:"地址"`
}

// StationOpened says that the service station of a natural village is at work.
type StationOpened struct {
	// Village is a stream, village-<id>.
	Village string      `json:"village" audience:"public" en:"natural village" zh:"自然村"`
	On      domain.Date `json:"on" audience:"public" en:"day on which it opened" zh:"启用日期"`
	Address string      `json:"address,omitzero" audience:"public" en:"where it is" zh:"地址"`
}

// CentreUpgraded says that the service centre was rebuilt or fitted out anew, and
// taken over.
type CentreUpgraded struct {
	On       domain.Date  `json:"on" audience:"public" en:"day on which it was taken over" zh:"验收日期"`
	What     string       `json:"what" audience:"public" en:"what was done" zh:"改造提升内容"`
	Cost     domain.Money `json:"cost" audience:"public" en:"what it cost" zh:"费用"`
	Document string       `json:"document" audience:"public" en:"report of the taking over" zh:"验收文件"`
}

// SmartPlatformCompleted says that the platform was taken over.
type SmartPlatformCompleted struct {
	On       domain.Date  `json:"on" audience:"public" en:"day on which it was taken over" zh:"验收日期"`
	Cost     domain.Money `json:"cost" audience:"public" en:"what it cost" zh:"费用"`
	Document string       `json:"document" audience:"public" en:"report of the taking over" zh:"验收文件"`
}

// EventType is community.centre-opened.
func (CentreOpened) EventType() string { return "community.centre-opened" }

// EventType is community.station-opened.
func (StationOpened) EventType() string { return "community.station-opened" }

// EventType is community.centre-upgraded.
func (CentreUpgraded) EventType() string { return "community.centre-upgraded" }

// EventType is community.smart-platform-completed.
func (SmartPlatformCompleted) EventType() string { return "community.smart-platform-completed" }

// OpenCentre records that the service centre is at work.
type OpenCentre struct {
	On      domain.Date `json:"on,omitzero" en:"day on which it opened; left out, today" zh:"启用日期（不填为当日）"`
	Address string      `json:"address" en:"where it is" zh:"地址"`
}

// OpenStation records that the service station of a natural village is at work.
type OpenStation struct {
	Village string      `json:"village" en:"natural village of the community, village-<id>" zh:"本社区自然村 village-<编号>"`
	On      domain.Date `json:"on,omitzero" en:"day on which it opened; left out, today" zh:"启用日期（不填为当日）"`
	Address string      `json:"address,omitzero" en:"where it is" zh:"地址"`
}

// UpgradeCentre records that the service centre was rebuilt or fitted out anew.
type UpgradeCentre struct {
	On       domain.Date  `json:"on,omitzero" en:"day on which it was taken over; left out, today" zh:"验收日期（不填为当日）"`
	What     string       `json:"what" en:"what was done; it is public" zh:"改造提升内容（公开）"`
	Cost     domain.Money `json:"cost,omitzero" en:"what it cost, in yuan" zh:"费用（元）"`
	Document string       `json:"document" en:"report of the taking over, with its date" zh:"验收文件（名称和日期）"`
}

// CompletePlatform records that the platform was taken over.
type CompletePlatform struct {
	On       domain.Date  `json:"on,omitzero" en:"day on which it was taken over; left out, today" zh:"验收日期（不填为当日）"`
	Cost     domain.Money `json:"cost,omitzero" en:"what it cost, in yuan" zh:"费用（元）"`
	Document string       `json:"document" en:"report of the taking over, with its date" zh:"验收文件（名称和日期）"`
}

// CommandType is community.open-centre.
func (OpenCentre) CommandType() string { return "community.open-centre" }

// CommandType is community.open-station.
func (OpenStation) CommandType() string { return "community.open-station" }

// CommandType is community.upgrade-centre.
func (UpgradeCentre) CommandType() string { return "community.upgrade-centre" }

// CommandType is community.complete-platform.
func (CompletePlatform) CommandType() string { return "community.complete-platform" }

// Decide opens the centre.
func (c OpenCentre) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{CentreOpened(c)}, nil
}

// Relies names the village.
func (c OpenStation) Relies(Community) []domain.Ref { return domain.LatestOf(c.Village) }

// Decide opens a station.
func (c OpenStation) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{StationOpened(c)}, nil
}

// Decide records the upgrade.
func (c UpgradeCentre) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{CentreUpgraded(c)}, nil
}

// Decide records the platform.
func (c CompletePlatform) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{SmartPlatformCompleted(c)}, nil
}

// orToday is a day, or that of the act where it was left out.
func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}

// mayOpenCentre: a community has one service centre.
func (c Community) mayOpenCentre() error {
	if !c.Centre.On.IsZero() {
		return domain.Reject("centre_open_already",
			"the service centre is open since %s, and a community has one: correct that day, if it is wrong",
			"社区党群服务中心已于 %s 启用，一个社区只有一个中心：日期有误请更正", c.Centre.On)
	}
	return nil
}

// mayOpenStation: a natural village has one service station.
func (c Community) mayOpenStation(e StationOpened) error {
	for _, s := range c.Stations {
		if s.Village == e.Village {
			return domain.Reject("station_open_already",
				"the service station of %s is open since %s, and a natural village has one: correct that record, if it is wrong",
				"%s 的党群服务站已于 %s 启用，一个自然村只有一个服务站：有误请更正", s.Village, s.On)
		}
	}
	return nil
}

// mayUpgrade: what is open is upgraded, and upgrades follow each other.
func (c Community) mayUpgrade(e CentreUpgraded) error {
	if err := c.centreOpenOn(e.On); err != nil {
		return err
	}
	if n := len(c.Upgrades); n > 0 && !e.On.After(c.Upgrades[n-1].On) {
		return domain.Reject("upgraded_already",
			"an upgrade of %s is on record, and upgrades follow each other: give a later day, or insert an older one by a correction",
			"已有 %s 的改造提升记录：请填写更晚的日期；补记较早的一次应通过更正插入", c.Upgrades[n-1].On)
	}
	return nil
}

// mayCompletePlatform: the platform stands in an open centre, and is completed
// once.
func (c Community) mayCompletePlatform(e SmartPlatformCompleted) error {
	if !c.Platform.On.IsZero() {
		return domain.Reject("platform_completed_already",
			"the platform was completed on %s, which is done once: correct that record, if it is wrong",
			"智慧社区平台已于 %s 建成，只登记一次：有误请更正", c.Platform.On)
	}
	return c.centreOpenOn(e.On)
}

func (c Community) centreOpenOn(day domain.Date) error {
	switch {
	case c.Centre.On.IsZero():
		return domain.Reject("centre_not_open",
			"the community has no service centre on record: record that it opened first", "社区党群服务中心尚未登记启用：请先登记")
	case day.Before(c.Centre.On):
		return domain.Reject("before_the_centre",
			"the service centre opened on %[2]s, and this was done on %[1]s: correct either day",
			"社区党群服务中心于 %[2]s 启用，晚于 %[1]s：请核对日期", day, c.Centre.On)
	}
	return nil
}

func judgeCentre(e CentreOpened, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Address, "address", "地址")); err != nil {
		return err
	}
	return domain.CheckPast(act, e.On, "on", "启用日期")
}

// judgeStation: the village is one of the community.
func judgeStation(e StationOpened, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "启用日期"); err != nil {
		return err
	}
	if !domain.OfCategory(e.Village, "village") {
		return domain.Reject("not_a_village", "%q is not the stream of a natural village: write village-<id>", "%q 不是自然村：请写 village-<编号>", e.Village)
	}
	name, err := domain.Evidence[domain.PlaceName](act, e.Village)
	if err != nil {
		return err
	}
	if len(name.Within) == 0 || name.Within[0] != act.Stream {
		return domain.Reject("village_of_another",
			"%[1]s does not belong to %[2]s: name a natural village that does", "%[1]s 不属于 %[2]s：请填写本社区的自然村", e.Village, act.Stream)
	}
	return nil
}

func judgeUpgrade(e CentreUpgraded, act domain.Act) error {
	if err := domain.Require(domain.Said(e.What, "what", "改造提升内容")); err != nil {
		return err
	}
	return judgeTakenOver(e.On, e.Cost, e.Document, act)
}

func judgeTakenOver(on domain.Date, cost domain.Money, document string, act domain.Act) error {
	if err := domain.Require(domain.Said(document, "document", "验收文件")); err != nil {
		return err
	}
	if err := domain.CheckValue(cost, "cost", "费用"); err != nil {
		return err
	}
	return domain.CheckPast(act, on, "on", "验收日期")
}
