package rules

import (
	"slices"
	"sort"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// MaxWorkdays is the most working days that [Calendar.AddWorkdays] counts, some
// four hundred years.
const MaxWorkdays = 100_000

// Calendar is the working days of China: Monday to Friday, less the public
// holidays, plus the weekend days that are worked in their place (调休), as the
// State Council announces them for each year. For a year without data, Monday to
// Friday is assumed. It is safe for use by many at once; the zero Calendar
// assumes every year.
type Calendar struct {
	// days are the days that differ from the week, ascending, as ordinals.
	// shift[i] is what days[:i+1] add to the count of working days.
	days  []int
	shift []int
	years []calendarYear // ascending
}

// IsWorkday reports whether d is a working day.
func (c *Calendar) IsWorkday(d domain.Date) bool {
	n := ordinal(d)
	return c.until(n) > c.until(n-1)
}

// AddWorkdays is the n-th working day after from: from itself does not count,
// whether it is a working day or not, and the result counts as the n-th. So a
// period of 3 working days that begins on a Monday ends on the Thursday of an
// ordinary week. For n = 0 it is from, even where that is a day off. For n < 0
// it is the n-th working day before from. No date gives no date; an n beyond
// [MaxWorkdays], either way, counts as MaxWorkdays.
func (c *Calendar) AddWorkdays(from domain.Date, n int) domain.Date {
	n = min(max(n, -MaxWorkdays), MaxWorkdays)
	day := ordinal(from)
	switch {
	case n == 0 || from.IsZero():
		return from
	case n > 0:
		return dateOf(c.find(c.until(day) + n))
	}
	return dateOf(c.find(c.until(day-1) + n + 1))
}

// WorkdaysBetween is the number of working days after a, up to and including b:
// the n for which AddWorkdays(a, n) is b, where b is a working day after a. It
// is negative, the number after b up to and including a, where b is before a.
func (c *Calendar) WorkdaysBetween(a, b domain.Date) int {
	return c.until(ordinal(b)) - c.until(ordinal(a))
}

// Published reports whether the holidays of a year are known. The notice for
// a year comes at the end of the year before, and may also move days at the end
// of that year.
func (c *Calendar) Published(year int) bool {
	_, ok := c.year(year)
	return ok
}

// Sources are the documents that the working days of a year rest on, or nil
// where Monday to Friday is assumed.
func (c *Calendar) Sources(year int) []string {
	i, ok := c.year(year)
	if !ok {
		return nil
	}
	return slices.Clone(c.years[i].Sources)
}

// Assumed reports whether a count from a to b rests, for any of its days, on
// the assumed week of Monday to Friday. A date computed with
// [Calendar.AddWorkdays] that does may change once the holidays are published:
// what is promised to somebody is recorded when it is promised.
func (c *Calendar) Assumed(a, b domain.Date) bool {
	from, to := min(a.Year, b.Year), max(a.Year, b.Year)
	i, ok := c.year(from)
	last := i + to - from
	return !ok || last >= len(c.years) || c.years[last].Year != to
}

func (c *Calendar) year(year int) (int, bool) {
	return slices.BinarySearchFunc(c.years, year, func(y calendarYear, year int) int { return y.Year - year })
}

// until counts the working days up to and including a day, from a zero that is
// the same for all days.
func (c *Calendar) until(day int) int {
	n := weekdaysUntil(day)
	if i := sort.SearchInts(c.days, day+1); i > 0 {
		n += c.shift[i-1]
	}
	return n
}

// find is the first day with until(day) >= count. The week alone is off by at
// most the days that differ from it, which bounds the search.
func (c *Calendar) find(count int) int {
	low := weekdayOf(count - len(c.days))
	high := weekdayOf(count + len(c.days))
	return low + sort.Search(high-low, func(i int) bool { return c.until(low+i) >= count })
}

// monday is the ordinal of a Monday, 29 December 1969.
const monday = -3

// ordinal counts days, 1 January 1970 being 0.
func ordinal(d domain.Date) int { return int(d.Start(time.UTC).Unix() / 86400) }

func dateOf(ordinal int) domain.Date {
	return domain.DateOf(time.Unix(int64(ordinal)*86400, 0), time.UTC)
}

// weekdaysUntil counts the days from Monday to Friday up to and including a
// day, those before the Monday of reference as negative.
func weekdaysUntil(day int) int {
	weeks, rest := floorDiv(day-monday, 7)
	return 5*weeks + min(rest+1, 5)
}

// weekdayOf is the first day with weekdaysUntil(day) = count.
func weekdayOf(count int) int {
	weeks, rest := floorDiv(count-1, 5)
	return monday + 7*weeks + rest
}

// floorDiv divides towards minus infinity, so that the rest is never negative.
func floorDiv(a, b int) (quotient, rest int) {
	quotient, rest = a/b, a%b
	if rest < 0 {
		return quotient - 1, rest + b
	}
	return quotient, rest
}
