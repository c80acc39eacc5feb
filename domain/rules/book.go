package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Book is every rule set that was loaded, and the calendar. It is safe for use
// by many at once.
type Book struct {
	sets     []*Set // by From, then by name
	calendar *Calendar
	// county is the one that On answers for, chosen or the only one there is.
	county string
	// several are the counties of a book for which none is chosen, if more than one.
	several []string
}

// newBook takes resolved sets.
func newBook(sets []*Set, calendar *Calendar) *Book {
	b := &Book{sets: slices.Clone(sets), calendar: calendar}
	slices.SortFunc(b.sets, func(s, t *Set) int {
		if c := s.From().Compare(t.From()); c != 0 {
			return c
		}
		return strings.Compare(s.Name(), t.Name())
	})
	var counties []string
	for _, s := range b.sets {
		if c := s.County(); c != "" && !slices.Contains(counties, c) {
			counties = append(counties, c)
		}
	}
	if len(counties) == 1 {
		b.county = counties[0]
	} else if len(counties) > 1 {
		slices.Sort(counties)
		b.several = counties
	}
	return b
}

// In is the book for one county, by its division code. For a county without
// sets of its own, and for "", the national ones serve.
func (b *Book) In(county string) *Book {
	in := *b
	in.county, in.several = county, nil
	return &in
}

// On is the set in force on a day: the latest of the county that holds by then,
// and the latest national one where the county has none yet. Before all of them
// it refuses with no_rules_in_force and names the earliest day.
//
// Without [Book.In] it answers for the only county that has sets; where several
// have, that is an error.
func (b *Book) On(day domain.Date) (*Set, error) {
	if b.several != nil {
		return nil, fmt.Errorf("there are rule sets of several counties, %s: say which one the ledger is of",
			strings.Join(b.several, ", "))
	}
	var own, national, first *Set
	for _, s := range b.sets {
		switch {
		case s.County() != "" && s.County() != b.county:
			continue
		case first == nil:
			first = s
		}
		switch {
		case s.From().After(day):
		case s.County() == "":
			national = s
		default:
			own = s
		}
	}
	switch {
	case own != nil:
		return own, nil
	case national != nil:
		return national, nil
	case first == nil:
		return nil, domain.Reject("no_rules_in_force",
			"no rule set is loaded for this county: add one", "没有加载适用于本县的规则集：请补充")
	}
	return nil, domain.Reject("no_rules_in_force",
		"no rule set holds on %s: the earliest, %s, holds from %s; check the day, or import what is older as a foreign history, which is not judged by rules",
		"%s 没有适用的规则集：最早的规则集 %s 自 %s 起施行；请核对日期，更早的历史请按外来历史导入，不按规则评判",
		day, first.Name(), first.From())
}

// Named is the set with a name, of any county. An unknown name is refused with
// unknown_rule_set, with the names that there are.
func (b *Book) Named(name string) (*Set, error) {
	names := make([]string, len(b.sets))
	for i, s := range b.sets {
		if s.Name() == name {
			return s, nil
		}
		names[i] = s.Name()
	}
	all := strings.Join(names, ", ")
	return nil, domain.Reject("unknown_rule_set",
		"there is no rule set %q: name one of %s, or load the file that holds it",
		"没有规则集 %q：请使用 %s 之一，或加载含有它的文件", name, all)
}

// Sets are all sets, of every county, by the day from which they hold. The slice
// is the caller's.
func (b *Book) Sets() []*Set { return slices.Clone(b.sets) }

// Calendar is the working days.
func (b *Book) Calendar() *Calendar { return b.calendar }
