package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// calendarFile is a file of calendar/: the notices of some years.
type calendarFile struct {
	Years []calendarYear `json:"years"`
}

// calendarYear is the notice for one year, with those that changed it. Its days
// lie in the year, or in December of the year before, which a notice may move.
type calendarYear struct {
	Year    int           `json:"year"`
	Sources []string      `json:"sources"`
	Off     []holiday     `json:"off"`
	Work    []domain.Date `json:"work"`

	file string
}

// holiday is days off in a row, weekends among them, and the feast that they
// are for.
type holiday struct {
	From    domain.Date `json:"from"`
	To      domain.Date `json:"to"`
	English string      `json:"en"`
	Chinese string      `json:"zh"`
}

// Sanity limits: no notice has come near them.
const (
	firstCalendarYear = 1949
	lastCalendarYear  = 2199
	maxDaysOffInARow  = 31
	maxDaysOfANotice  = 100
)

func decodeCalendar(file string, data []byte) (calendarFile, error) {
	var in calendarFile
	if err := decodeStrictly(file, data, &in); err != nil {
		return calendarFile{}, err
	}
	if len(in.Years) == 0 {
		return calendarFile{}, &FileError{File: file, Pointer: "/years", Problem: "there is no year", Remedy: "give at least one, or remove the file"}
	}
	for i, y := range in.Years {
		in.Years[i].file = file
		if at, err := y.check(); err != nil {
			return calendarFile{}, &FileError{File: file, Pointer: fmt.Sprintf("/years/%d%s", i, at),
				Problem: err.Error(), Remedy: "correct it after the notice of the State Council"}
		}
	}
	return in, nil
}

// check says where in the year something is wrong, and what.
func (y calendarYear) check() (at string, err error) {
	switch {
	case y.Year < firstCalendarYear || y.Year > lastCalendarYear:
		return "/year", fmt.Errorf("%d is not from %d to %d", y.Year, firstCalendarYear, lastCalendarYear)
	case len(y.Sources) == 0:
		return "/sources", fmt.Errorf("the source is missing")
	case len(y.Off) == 0:
		return "/off", fmt.Errorf("a year without a holiday")
	case len(y.Off) > maxDaysOfANotice || len(y.Work) > maxDaysOfANotice:
		return "", fmt.Errorf("more than %d days", maxDaysOfANotice)
	}
	for i, s := range y.Sources {
		if s == "" {
			return fmt.Sprintf("/sources/%d", i), fmt.Errorf("the source is empty")
		} else if err := checkText(s); err != nil {
			return fmt.Sprintf("/sources/%d", i), fmt.Errorf("the source %w", err)
		}
	}
	for i, h := range y.Off {
		if err := y.checkHoliday(h); err != nil {
			return fmt.Sprintf("/off/%d", i), err
		}
	}
	for i, d := range y.Work {
		if !y.covers(d) {
			return fmt.Sprintf("/work/%d", i), fmt.Errorf("%s is not a day of %d", d, y.Year)
		}
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			return fmt.Sprintf("/work/%d", i), fmt.Errorf("%s is a %s, which is worked anyway", d, w)
		}
	}
	return "", nil
}

func (y calendarYear) checkHoliday(h holiday) error {
	for _, s := range []string{h.English, h.Chinese} {
		if s == "" {
			return fmt.Errorf("the name of the holiday is missing in en or zh")
		}
		if err := checkText(s); err != nil {
			return fmt.Errorf("the name of the holiday %w", err)
		}
	}
	switch days := ordinal(h.To) - ordinal(h.From) + 1; {
	case !y.covers(h.From) || !y.covers(h.To):
		return fmt.Errorf("%q to %q are not days of %d", h.From, h.To, y.Year)
	case days < 1:
		return fmt.Errorf("%s ends before it begins", h.From)
	case days > maxDaysOffInARow:
		return fmt.Errorf("%d days off in a row are more than %d", days, maxDaysOffInARow)
	}
	return nil
}

func (y calendarYear) covers(d domain.Date) bool {
	return d.Year == y.Year || d.Year == y.Year-1 && d.Month == time.December
}

// newCalendar takes years that passed check. It refuses a year that is given
// twice, and a day that is named twice, in the same year or in two.
func newCalendar(years []calendarYear) (*Calendar, error) {
	c := &Calendar{years: slices.Clone(years)}
	slices.SortStableFunc(c.years, func(a, b calendarYear) int { return a.Year - b.Year })
	differs := map[int]int{} // by ordinal: +1 worked, -1 off, 0 a weekend day of a holiday
	for i, y := range c.years {
		if i > 0 && c.years[i-1].Year == y.Year {
			return nil, &FileError{File: y.file, Problem: fmt.Sprintf("the year %d is given twice, also in %s", y.Year, c.years[i-1].file), Remedy: "keep one"}
		}
		for _, h := range y.Off {
			for day := ordinal(h.From); day <= ordinal(h.To); day++ {
				if _, twice := differs[day]; twice {
					return nil, y.namedTwice(day)
				}
				differs[day] = weekdaysUntil(day-1) - weekdaysUntil(day)
			}
		}
		for _, d := range y.Work {
			if _, twice := differs[ordinal(d)]; twice {
				return nil, y.namedTwice(ordinal(d))
			}
			differs[ordinal(d)] = 1
		}
	}
	total := 0
	for day, by := range differs {
		if by != 0 {
			c.days = append(c.days, day)
		}
	}
	slices.Sort(c.days)
	for _, day := range c.days {
		total += differs[day]
		c.shift = append(c.shift, total)
	}
	return c, nil
}

func (y calendarYear) namedTwice(day int) error {
	return &FileError{File: y.file, Problem: fmt.Sprintf("%s is named twice, the second time for %d", dateOf(day), y.Year),
		Remedy: "a day is either off or worked: keep one"}
}
