package partyorg

import "github.com/sunledger/sunledger/domain"

// Register begins an organisation.
type Register struct {
	ID          string      `json:"id" en:"id of the organisation, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Name        string      `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string      `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
	Kind        Kind        `json:"kind" en:"kind" zh:"类型"`
	Area        domain.Area `json:"area" en:"of the city or of the countryside" zh:"城乡类别"`
	Place       string      `json:"place" en:"town or community that it belongs to, town-<id> or community-<id>" zh:"所属镇街或社区 town-<编号> 或 community-<编号>"`
}

// Pair pairs an organisation of the city with the countryside.
type Pair struct {
	With string      `json:"with" en:"rural organisation or community, partyorg-<id> or community-<id>" zh:"农村党组织或社区 partyorg-<编号> 或 community-<编号>"`
	On   domain.Date `json:"on,omitzero" en:"day; left out, today" zh:"结对日期（不填为当日）"`
	What string      `json:"what" en:"what they build together; it is public" zh:"共建内容（公开）"`
}

// Unpair ends a pairing.
type Unpair struct {
	With   string      `json:"with" en:"rural organisation or community, partyorg-<id> or community-<id>" zh:"农村党组织或社区 partyorg-<编号> 或 community-<编号>"`
	On     domain.Date `json:"on,omitzero" en:"first day on which it is over; left out, today" zh:"解除日期（不填为当日）"`
	Reason string      `json:"reason" en:"why; it is public" zh:"解除原因（公开）"`
}

// CommandType is partyorg.register.
func (Register) CommandType() string { return "partyorg.register" }

// CommandType is partyorg.pair.
func (Pair) CommandType() string { return "partyorg.pair" }

// CommandType is partyorg.unpair.
func (Unpair) CommandType() string { return "partyorg.unpair" }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// PlacedAt is the place that it belongs to.
func (c Register) PlacedAt() string { return c.Place }

// Relies names the place.
func (c Register) Relies(Organisation) []domain.Ref { return domain.LatestOf(c.Place) }

// Relies names the other one.
func (c Pair) Relies(Organisation) []domain.Ref { return domain.LatestOf(c.With) }

// Decide registers.
func (c Register) Decide(Organisation, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide pairs.
func (c Pair) Decide(_ Organisation, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{Paired(c)}, nil
}

// Decide unpairs.
func (c Unpair) Decide(_ Organisation, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{Unpaired(c)}, nil
}

func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}
