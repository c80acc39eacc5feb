package rules

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// Set is a rule set as it is in force: every rule is there, its own or
// inherited. It is shared by all who hold it and must not be changed.
type Set struct {
	Sections

	head     head
	file     string
	calendar *Calendar
}

var _ domain.Rules = (*Set)(nil)

// head is what a set says of itself.
type head struct {
	Name    string      `json:"name"`
	English string      `json:"en"`
	Chinese string      `json:"zh"`
	From    domain.Date `json:"from"`
	County  string      `json:"county,omitzero"`
	Extends string      `json:"extends,omitzero"`
}

// Name is what events record of the set, such as zhucheng-2015.
func (s *Set) Name() string { return s.head.Name }

// Title is the name of the set for people.
func (s *Set) Title(lang domain.Lang) string {
	if lang == domain.Chinese {
		return s.head.Chinese
	}
	return s.head.English
}

// From is the first day on which the set holds. It holds until the next set of
// the same county begins.
func (s *Set) From() domain.Date { return s.head.From }

// County is the division code of the county that the set is for, six digits, or
// "" for a national one, which serves where a county has none of its own.
func (s *Set) County() string { return s.head.County }

// Extends is the name of the set that this one inherits from, or "".
func (s *Set) Extends() string { return s.head.Extends }

// Calendar is the working days, the same for all sets of a book.
func (s *Set) Calendar() *Calendar { return s.calendar }

// Of is the rule set that an act is judged by. It refuses with
// no_rules_in_force where there is none, as for an imported history: whoever
// records or judges such a history does not ask. Any other error is a mistake
// of the program.
func Of(act domain.Act) (*Set, error) {
	if act.Rules == nil {
		return nil, noRules(act)
	}
	set, ok := act.Rules.(*Set)
	if !ok {
		return nil, fmt.Errorf("rules %T do not come from package rules", act.Rules)
	}
	if set == nil {
		return nil, noRules(act)
	}
	return set, nil
}

// A day without a zone cannot be told, so the sentence names none.
func noRules(act domain.Act) error {
	if act.Zone == nil || act.OccurredAt.IsZero() {
		return domain.Reject("no_rules_in_force",
			"no rule set is in force for this: give a day on which one is",
			"此事项没有适用的规则集：请填写规则生效后的日期")
	}
	return domain.Reject("no_rules_in_force",
		"no rule set is in force on %s: give a day on which one is, or add a rule set that holds then",
		"%s 没有适用的规则集：请填写规则生效后的日期，或补充当时适用的规则集", act.Day())
}
