package projections

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// People is a count of people. It gives nothing away until [People.Show] has
// decided how it may be shown: as a number, or as a band where the number is so
// small that it points at somebody.
type People struct {
	n     int
	form  peopleForm
	below int // bounds the band
}

type peopleForm int

const (
	undecided peopleForm = iota
	exact
	under     // fewer than below, and not none
	concealed // below or more, and the number would tell one that is under
)

// PeopleOf is a count of which nothing is decided.
func PeopleOf(n int) People { return People{n: n} }

// Show is the count as anyone may see it: a number above 0 and below the
// minimum becomes a band, and every other is shown. A minimum of 0 shows every
// number.
func (p People) Show(below int) People {
	if p.n > 0 && p.n < below {
		return People{p.n, under, below}
	}
	return People{p.n, exact, 0}
}

// Plus is the count of both, of which nothing is decided.
func (p People) Plus(o People) People { return PeopleOf(p.n + o.n) }

// IsZero reports whether there are none, which is never a secret.
func (p People) IsZero() bool { return p.n == 0 }

// Exact is the number, where it may be shown.
func (p People) Exact() (n int, ok bool) {
	if p.form != exact {
		return 0, false
	}
	return p.n, true
}

// Band is what stands in the place of a number that is not shown, in words, and
// "" where it is.
func (p People) Band(lang domain.Lang) string {
	words := map[peopleForm][2]string{
		under:     {"under %d", "不足%d"},
		concealed: {"%d or more", "%d及以上"},
		undecided: {"—", "—"},
	}[p.form]
	switch {
	case p.form == exact:
		return ""
	case p.form == undecided:
		return words[0]
	case lang == domain.Chinese:
		return fmt.Sprintf(words[1], p.below)
	}
	return fmt.Sprintf(words[0], p.below)
}

// String is the number, or the band as programs read it: <10 or >=10.
func (p People) String() string {
	switch p.form {
	case exact:
		return strconv.Itoa(p.n)
	case under:
		return "<" + strconv.Itoa(p.below)
	case concealed:
		return ">=" + strconv.Itoa(p.below)
	}
	return "—"
}

// MarshalJSON is the number, or the band as a string. A count of which nothing
// was decided is an error, so that none gets out by oversight.
func (p People) MarshalJSON() ([]byte, error) {
	switch p.form {
	case undecided:
		return nil, errors.New("projections: a count of people that nobody decided to show")
	case exact:
		return []byte(p.String()), nil
	}
	return []byte(strconv.Quote(p.String())), nil
}

// SmallCountBelow is the minimum that [People.Show] takes: that of the rule set
// in force in a county on a day, and 0 where none is.
func SmallCountBelow(book *rules.Book, county string, today domain.Date) int {
	set, err := book.In(county).On(today)
	if err != nil {
		return 0
	}
	return set.Publication.SmallCountBelow.Value
}

// ShowPeople decides how every count of people of the board may be shown, those of
// the groups of one kind together with the total that they add up to.
func (b *Board) ShowPeople(below int) {
	for _, groups := range [][]Group{b.ByList, b.ByChannel, b.ByStatus, b.ByOutcome, b.ByPlace, b.ByMatter, b.BySource} {
		parts := make([]*People, len(groups))
		for i := range groups {
			parts[i] = &groups[i].People
		}
		ShowTogether(below, &b.People, parts...)
	}
}

// ShowTogether decides how counts may be shown that add up to a total. What is
// left of the total tells the only band among them: then further counts become
// bands, the smallest first, until no number follows. See docs/decisions/0021.
func ShowTogether(below int, total *People, parts ...*People) {
	*total = total.Show(below)
	for _, p := range parts {
		*p = p.Show(below)
	}
	if _, shown := total.Exact(); shown {
		conceal(parts, below)
	}
}

// ShowTotal decides how a total may be shown where what it adds up is shown one by
// one, each by the minimum alone: it becomes a band where a number under the minimum
// follows from it. The total of a choice of the parts, beside which that of all of them
// or of another choice may be asked for, is a band as soon as one of its own is: the
// difference of two would tell. See docs/decisions/0021.
func ShowTotal(below int, total *People, all bool, parts ...People) {
	shown := make([]*People, len(parts))
	for i, p := range parts {
		p = p.Show(below)
		shown[i] = &p
	}
	banded := slices.ContainsFunc(shown, func(p *People) bool { return p.form != exact })
	if *total = total.Show(below); total.form == exact && (banded && !all || betrayed(shown, below, 0)) {
		*total = People{total.n, concealed, below}
	}
}

func conceal(parts []*People, below int) {
	for {
		smallest := smallestShown(parts)
		if smallest == nil || !betrayed(parts, below, smallest.n) {
			return // where all are bands, nothing is left that could be kept back
		}
		*smallest = People{smallest.n, concealed, below}
	}
}

// smallestShown is the smallest number that is shown and not 0, or nil.
func smallestShown(parts []*People) (smallest *People) {
	for _, p := range parts {
		if p.form == exact && p.n > 0 && (smallest == nil || p.n < smallest.n) {
			smallest = p
		}
	}
	return smallest
}

// betrayed reports whether some number under the minimum is the only one that
// fits, for who knows the bands, what they add up to, and that nothing which
// was kept back is larger than what is shown.
func betrayed(parts []*People, below, shown int) bool {
	sum, small, large := 0, 0, 0
	for _, p := range parts {
		switch p.form {
		case under:
			sum, small = sum+p.n, small+1
		case concealed:
			sum, large = sum+p.n, large+1
		}
	}
	least := max(1, sum-(small-1)*(below-1)-large*shown)
	most := min(below-1, sum-(small-1)-large*below)
	return small > 0 && least >= most
}
