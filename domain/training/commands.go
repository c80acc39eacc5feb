package training

import "github.com/sunledger/sunledger/domain"

// Plan begins a class.
type Plan struct {
	Programme Programme   `json:"programme" en:"programme" zh:"培训项目"`
	Number    int         `json:"number" en:"number of the class in its programme and year, from 1" zh:"期次，从 1 起"`
	Organiser string      `json:"organiser,omitzero" en:"who holds it: community-<id>, town-<id> or county-self; left out, the county" zh:"举办单位：community-<编号>、town-<编号> 或 county-self（不填为市县）"`
	Title     string      `json:"title,omitzero" en:"title; it is public" zh:"培训主题（公开）"`
	From      domain.Date `json:"from" en:"first day, as planned" zh:"计划开班日期"`
	Days      int         `json:"days" en:"days, as planned" zh:"计划天数"`
	Venue     string      `json:"venue" en:"where; it is public" zh:"地点（公开）"`
	Province  Province    `json:"province,omitzero" en:"province, of a class held in another one" zh:"省份（仅在外省举办时填写）"`
	Places    int         `json:"places" en:"places" zh:"计划人数"`
}

// Hold records that a class took place.
type Hold struct {
	From     domain.Date `json:"from,omitzero" en:"first day; left out, as planned" zh:"开班日期（不填为计划日期）"`
	To       domain.Date `json:"to,omitzero" en:"last day; left out, after the days from the first" zh:"结束日期（不填按天数推算）"`
	Days     int         `json:"days,omitzero" en:"days of teaching; left out, as planned, or all from the first to the last" zh:"培训天数（不填为计划天数，填写结束日期的按起止日期计算）"`
	Venue    string      `json:"venue,omitzero" en:"where, if it was elsewhere than planned" zh:"地点（与计划不同时填写）"`
	Province Province    `json:"province,omitzero" en:"province, of a class held elsewhere than planned in another one" zh:"省份（改在外省举办时填写）"`
	People   int         `json:"people" en:"people who attended" zh:"参训人数"`
}

// Cancel ends a class that does not take place.
type Cancel struct {
	Reason string `json:"reason" en:"why; it is public" zh:"取消原因（公开）"`
}

// CommandType is training.plan.
func (Plan) CommandType() string { return "training.plan" }

// CommandType is training.hold.
func (Hold) CommandType() string { return "training.hold" }

// CommandType is training.cancel.
func (Cancel) CommandType() string { return "training.cancel" }

// PlacedAt is the organiser.
func (c Plan) PlacedAt() string { return orCounty(c.Organiser) }

// Relies names the organiser.
func (c Plan) Relies(Training) []domain.Ref { return domain.LatestOf(orCounty(c.Organiser)) }

func orCounty(organiser string) string {
	if organiser == "" {
		return domain.WholeCounty
	}
	return organiser
}

// Decide plans.
func (c Plan) Decide(_ Training, act domain.Act) ([]domain.Event, error) {
	most, err := mostBy(act)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Planned{
		Programme: c.Programme, Number: c.Number, Organiser: orCounty(c.Organiser), Title: c.Title, From: c.From, Days: c.Days,
		Venue: c.Venue, Province: c.Province, Places: c.Places, MostDays: most.days, MostPeople: most.people, Rules: most.rules,
	}}, nil
}

// Decide fills in what was held as it was planned.
func (c Hold) Decide(t Training, act domain.Act) ([]domain.Event, error) {
	most, err := mostBy(act)
	if err != nil {
		return nil, err
	}
	e := Held{
		From: c.From, To: c.To, Days: c.Days, Venue: c.Venue, Province: c.Province, People: c.People,
		MostDays: most.days, MostPeople: most.people, Rules: most.rules,
	}
	if e.From.IsZero() {
		e.From = t.From
	}
	if e.Venue == "" {
		e.Venue, e.Province = t.Venue, t.Province
	}
	switch {
	case e.Days == 0 && e.To.IsZero():
		e.Days = t.Days
	case e.Days == 0 && !e.To.Before(e.From):
		e.Days = daysOf(e.From, e.To)
	}
	if e.To.IsZero() {
		e.To = e.From.AddDays(e.Days - 1)
	}
	return []domain.Event{e}, nil
}

// Decide cancels.
func (c Cancel) Decide(Training, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Cancelled(c)}, nil
}
