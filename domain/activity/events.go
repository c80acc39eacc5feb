package activity

import "github.com/sunledger/sunledger/domain"

// Planned begins an activity.
type Planned struct {
	// Organiser is a stream, partyorg-<id> or community-<id>.
	Organiser string `json:"organiser" audience:"public" en:"organisation of the Party or community" zh:"党组织或社区"`
	Kind      Kind   `json:"kind" audience:"public" en:"kind" zh:"类型"`
	Month     string `json:"month" audience:"public" en:"month" zh:"月份"`
	// From and To are the same where a single day is fixed.
	From  domain.Date `json:"from" audience:"public" en:"first fixed day" zh:"固定起始日"`
	To    domain.Date `json:"to" audience:"public" en:"last fixed day" zh:"固定截止日"`
	Rules string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Amends allows other fixed days. Whose activity it is, of which kind and month, is
// the name of its stream.
func (e Planned) Amends(to domain.Event) error {
	if n, ok := to.(Planned); !ok || n.Organiser != e.Organiser || n.Kind != e.Kind || n.Month != e.Month {
		return domain.Reject("identity_stays", "whose activity it is, its kind and its month are not amended: plan another", "活动的组织者、类型和月份不得更正：请另行计划")
	}
	return nil
}

// Held says that an activity was held.
type Held struct {
	On     domain.Date `json:"on" audience:"public" en:"day" zh:"开展日期"`
	People int         `json:"people" audience:"public" en:"people who took part" zh:"参加人数"`
	What   string      `json:"what" audience:"public" en:"what was done" zh:"活动内容"`
	// Outside says that the day is none of the fixed ones.
	Outside bool `json:"outside,omitzero" audience:"public" en:"not on a fixed day" zh:"不在固定日期"`
}

// Missed says that an activity was not held. Why is public.
type Missed struct {
	Reason string `json:"reason" audience:"public" en:"why" zh:"未开展原因"`
}

// EventType is activity.planned.
func (Planned) EventType() string { return "activity.planned" }

// EventType is activity.held.
func (Held) EventType() string { return "activity.held" }

// EventType is activity.missed.
func (Missed) EventType() string { return "activity.missed" }
