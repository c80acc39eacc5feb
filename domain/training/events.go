package training

import "github.com/sunledger/sunledger/domain"

// Planned begins a class. Its most days are those of the judgement.
type Planned struct {
	Programme Programme `json:"programme" audience:"public" en:"programme" zh:"培训项目"`
	// Number is that of the class in its programme and year, from 1.
	Number int `json:"number" audience:"public" en:"number of the class in its programme and year" zh:"期次"`
	// Organiser is the stream of a community, a town or the county.
	Organiser string      `json:"organiser" audience:"public" en:"community, town or county that holds it" zh:"举办单位"`
	Title     string      `json:"title,omitzero" audience:"public" en:"title" zh:"培训主题"`
	From      domain.Date `json:"from" audience:"public" en:"first day, as planned" zh:"计划开班日期"`
	Days      int         `json:"days" audience:"public" en:"days, as planned" zh:"计划天数"`
	Venue     string      `json:"venue" audience:"public" en:"where" zh:"地点"`
	// Province is that of a class held in another province.
	Province Province `json:"province,omitzero" audience:"public" en:"province, if it is another one" zh:"外省"`
	Places   int      `json:"places" audience:"public" en:"places" zh:"计划人数"`
	MostDays int      `json:"mostDays" audience:"public" en:"most days by the rule" zh:"天数上限"`
	// MostPeople is the most people that the rule has in one class.
	MostPeople int    `json:"mostPeople" audience:"public" en:"most people by the rule" zh:"人数上限"`
	Rules      string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Held says that a class took place, and with how many people.
type Held struct {
	From       domain.Date `json:"from" audience:"public" en:"first day" zh:"开班日期"`
	To         domain.Date `json:"to" audience:"public" en:"last day" zh:"结束日期"`
	Days       int         `json:"days" audience:"public" en:"days of teaching" zh:"培训天数"`
	Venue      string      `json:"venue" audience:"public" en:"where" zh:"地点"`
	Province   Province    `json:"province,omitzero" audience:"public" en:"province, if it is another one" zh:"外省"`
	People     int         `json:"people" audience:"public" en:"people who attended" zh:"参训人数"`
	MostDays   int         `json:"mostDays" audience:"public" en:"most days by the rule" zh:"天数上限"`
	MostPeople int         `json:"mostPeople" audience:"public" en:"most people by the rule" zh:"人数上限"`
	Rules      string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Cancelled ends a class that does not take place. Why is public.
type Cancelled struct {
	Reason string `json:"reason" audience:"public" en:"why" zh:"取消原因"`
}

// Amends allows everything but another organiser.
func (e Planned) Amends(to domain.Event) error {
	if n, ok := to.(Planned); !ok || n.Organiser != e.Organiser {
		return domain.Reject("identity_stays", "who holds a class is not amended: cancel it, and plan another", "培训的举办单位不得更正：请取消后另行登记")
	}
	return nil
}

// EventType is training.planned.
func (Planned) EventType() string { return "training.planned" }

// EventType is training.held.
func (Held) EventType() string { return "training.held" }

// EventType is training.cancelled.
func (Cancelled) EventType() string { return "training.cancelled" }
