package activity

import "github.com/sunledger/sunledger/domain"

// Plan begins an activity. Its days are those that the rule set has fixed.
type Plan struct {
	Organiser string `json:"organiser" en:"who holds it, partyorg-<id> or community-<id>" zh:"组织者 partyorg-<编号> 或 community-<编号>"`
	Kind      Kind   `json:"kind" en:"kind" zh:"类型"`
	Month     string `json:"month" en:"month, as 2016-09" zh:"月份，如 2016-09"`
}

// Hold records that an activity was held.
type Hold struct {
	On     domain.Date `json:"on,omitzero" en:"day, in the month that it is planned for; left out, today" zh:"开展日期（须在计划月份内；不填为当日）"`
	People int         `json:"people" en:"people who took part" zh:"参加人数"`
	What   string      `json:"what" en:"what was done; it is public" zh:"活动内容（公开）"`
}

// Miss records why an activity was not held.
type Miss struct {
	Reason string `json:"reason" en:"why; it is public" zh:"未开展原因（公开）"`
}

// CommandType is activity.plan.
func (Plan) CommandType() string { return "activity.plan" }

// CommandType is activity.hold.
func (Hold) CommandType() string { return "activity.hold" }

// CommandType is activity.miss.
func (Miss) CommandType() string { return "activity.miss" }

// StreamID is made of the month, the kind and the organiser, so that there is one
// of a kind a month.
func (c Plan) StreamID() string { return IDOf(c.Month, c.Kind, c.Organiser) }

// PlacedAt is the organiser.
func (c Plan) PlacedAt() string { return c.Organiser }

// Relies names the organiser.
func (c Plan) Relies(Activity) []domain.Ref { return domain.LatestOf(c.Organiser) }

// Decide plans.
func (c Plan) Decide(_ Activity, act domain.Act) ([]domain.Event, error) {
	from, to, set, err := fixed(c.Kind, c.Month, act)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Planned{Organiser: c.Organiser, Kind: c.Kind, Month: c.Month, From: from, To: to, Rules: set.Name()}}, nil
}

// Decide records that it was held, and whether on a fixed day.
func (c Hold) Decide(a Activity, act domain.Act) ([]domain.Event, error) {
	if c.On.IsZero() {
		c.On = act.Day()
	}
	return []domain.Event{Held{On: c.On, People: c.People, What: c.What, Outside: a.outside(c.On)}}, nil
}

// Decide records that it was missed.
func (c Miss) Decide(Activity, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Missed(c)}, nil
}
