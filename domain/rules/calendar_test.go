package rules_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

func day(t testing.TB, s string) domain.Date {
	t.Helper()
	d, err := domain.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func builtIn(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func isWeekend(d domain.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// The days from Monday to Friday that are off, and the weekend days that are
// worked, read off the notices by hand: the data gives whole holidays instead.
var differs = map[string]bool{ // true is worked
	"2015-01-01": false, "2015-01-02": false, "2015-01-04": true,
	"2015-02-15": true, "2015-02-18": false, "2015-02-19": false, "2015-02-20": false, "2015-02-23": false, "2015-02-24": false, "2015-02-28": true,
	"2015-04-06": false, "2015-05-01": false, "2015-06-22": false,
	"2015-09-03": false, "2015-09-04": false, "2015-09-06": true,
	"2015-10-01": false, "2015-10-02": false, "2015-10-05": false, "2015-10-06": false, "2015-10-07": false, "2015-10-10": true,

	"2016-01-01": false,
	"2016-02-06": true, "2016-02-08": false, "2016-02-09": false, "2016-02-10": false, "2016-02-11": false, "2016-02-12": false, "2016-02-14": true,
	"2016-04-04": false, "2016-05-02": false,
	"2016-06-09": false, "2016-06-10": false, "2016-06-12": true,
	"2016-09-15": false, "2016-09-16": false, "2016-09-18": true,
	"2016-10-03": false, "2016-10-04": false, "2016-10-05": false, "2016-10-06": false, "2016-10-07": false, "2016-10-08": true, "2016-10-09": true,

	"2017-01-02": false,
	"2017-01-22": true, "2017-01-27": false, "2017-01-30": false, "2017-01-31": false, "2017-02-01": false, "2017-02-02": false, "2017-02-04": true,
	"2017-04-01": true, "2017-04-03": false, "2017-04-04": false, "2017-05-01": false,
	"2017-05-27": true, "2017-05-29": false, "2017-05-30": false,
	"2017-09-30": true, "2017-10-02": false, "2017-10-03": false, "2017-10-04": false, "2017-10-05": false, "2017-10-06": false,
}

func TestEveryDayOfThePublishedYears(t *testing.T) {
	c := builtIn(t).Calendar()
	for d := day(t, "2014-12-01"); d.Before(day(t, "2018-02-01")); d = d.AddDays(1) {
		want, moved := differs[d.String()]
		if !moved {
			want = !isWeekend(d)
		}
		if moved && want != isWeekend(d) {
			t.Errorf("the table of this test says that %s, a %s, differs", d, d.Weekday())
		}
		if got := c.IsWorkday(d); got != want {
			t.Errorf("IsWorkday(%s, a %s) = %t", d, d.Weekday(), got)
		}
	}
}

// By the Regulation on Public Holidays (State Council order 644, 2013) a year
// has 11 days off besides the weekends, and those that fall on a weekend are
// made good. 2015 had one more, for the anniversary. So moving days about leaves
// the weekdays of the year less 11, or 12.
func TestWorkingDaysOfAYearFollowFromTheLaw(t *testing.T) {
	c := builtIn(t).Calendar()
	for _, year := range []struct{ year, feasts, want int }{{2015, 12, 249}, {2016, 11, 250}, {2017, 11, 249}} {
		last, end := domain.NewDate(year.year-1, 12, 31), domain.NewDate(year.year, 12, 31)
		weekdays, worked := 0, 0
		for d := last.AddDays(1); !d.After(end); d = d.AddDays(1) {
			if !isWeekend(d) {
				weekdays++
			}
			if c.IsWorkday(d) {
				worked++
			}
		}
		if worked != weekdays-year.feasts || worked != year.want {
			t.Errorf("%d has %d working days, want %d of %d weekdays", year.year, worked, year.want, weekdays)
		}
		if n := c.WorkdaysBetween(last, end); n != year.want {
			t.Errorf("WorkdaysBetween says that %d has %d working days, want %d", year.year, n, year.want)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	c := builtIn(t).Calendar()
	for _, test := range []struct {
		why, from string
		n         int
		want      string
	}{
		{"no day", "2016-09-05", 0, "2016-09-05"},
		{"no day, from a day off", "2016-10-01", 0, "2016-10-01"},
		{"a week without holidays", "2016-09-05", 3, "2016-09-08"},
		{"over a weekend", "2016-09-08", 3, "2016-09-13"},
		{"from a Saturday", "2016-09-10", 1, "2016-09-12"},
		{"from a Sunday", "2016-09-11", 1, "2016-09-12"},
		{"over Mid-Autumn, to the Sunday worked for it", "2016-09-14", 1, "2016-09-18"},
		{"over Mid-Autumn and the Sunday worked", "2016-09-14", 2, "2016-09-19"},
		{"from within a holiday", "2016-09-16", 1, "2016-09-18"},
		{"over National Day, to two worked weekend days", "2016-09-30", 2, "2016-10-09"},
		{"over National Day and beyond", "2016-09-29", 4, "2016-10-10"},
		{"from a worked Saturday", "2016-02-06", 1, "2016-02-14"},
		{"over New Year", "2015-12-31", 1, "2016-01-04"},
		{"from a published year into an assumed one", "2017-12-29", 1, "2018-01-01"},
		{"a whole year", "2015-12-31", 250, "2016-12-30"},
		{"back over a weekend", "2016-09-12", -1, "2016-09-09"},
		{"back from a day off", "2016-09-16", -1, "2016-09-14"},
		{"back over a holiday with a worked Sunday", "2016-09-19", -2, "2016-09-14"},
		{"before 1970", "1969-12-26", 1, "1969-12-29"},
	} {
		if got := c.AddWorkdays(day(t, test.from), test.n); got != day(t, test.want) {
			t.Errorf("%s: AddWorkdays(%s, %d) = %s, want %s", test.why, test.from, test.n, got, test.want)
		}
	}
}

func TestAddWorkdaysAtTheEdges(t *testing.T) {
	c := builtIn(t).Calendar()
	if got := c.AddWorkdays(domain.Date{}, 3); !got.IsZero() {
		t.Errorf("3 working days after no date are %s", got)
	}
	d := day(t, "2016-09-09")
	for _, sign := range []int{1, -1} {
		far, farther := c.AddWorkdays(d, sign*rules.MaxWorkdays), c.AddWorkdays(d, sign*(1<<62))
		if far != farther || c.WorkdaysBetween(d, far) != sign*rules.MaxWorkdays {
			t.Errorf("beyond the limit the date is %s, at it %s", farther, far)
		}
	}
	var none rules.Calendar
	if got := none.AddWorkdays(day(t, "2016-09-30"), 1); got != day(t, "2016-10-03") {
		t.Errorf("the zero calendar takes %s for the working day after 2016-09-30", got)
	}
}

func TestMoreDaysWorkedThanOff(t *testing.T) {
	b, err := rules.Load(folder("calendar/2013.json", `{"years": [{"year": 2013, "sources": ["notice"],
		"off": [{"from": "2013-01-05", "to": "2013-01-06", "en": "Weekend", "zh": "周末"}], "work": ["2012-12-29", "2012-12-30"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"2012-12-28", "2012-12-29", "2012-12-30", "2012-12-31"} {
		if got := b.Calendar().AddWorkdays(day(t, "2012-12-28"), n); got != day(t, want) {
			t.Errorf("working day %d after 2012-12-28 is %s, want %s", n, got, want)
		}
	}
}

// step walks day by day: slow, and plainly right.
func step(c *rules.Calendar, d domain.Date, n int) domain.Date {
	way := 1
	if n < 0 {
		way, n = -1, -n
	}
	for n > 0 {
		if d = d.AddDays(way); c.IsWorkday(d) {
			n--
		}
	}
	return d
}

func TestAddWorkdaysLaws(t *testing.T) {
	c := builtIn(t).Calendar()
	first, span := domain.NewDate(2013, 1, 1), 7*365
	rapid.Check(t, func(t *rapid.T) {
		d := first.AddDays(rapid.IntRange(0, span).Draw(t, "days"))
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		due := c.AddWorkdays(d, n)
		if want := step(c, d, n); due != want {
			t.Fatalf("AddWorkdays(%s, %d) = %s, day by day it is %s", d, n, due, want)
		}
		if n != 0 && !c.IsWorkday(due) {
			t.Errorf("AddWorkdays(%s, %d) = %s is not a working day", d, n, due)
		}
		if got := c.WorkdaysBetween(d, due); n >= 0 && got != n {
			t.Errorf("%d working days after %s is %s, but between them are %d", n, d, due, got)
		}
		if got := c.WorkdaysBetween(due, d); got != -c.WorkdaysBetween(d, due) {
			t.Errorf("there are %d working days one way, not the other", got)
		}
		if n > 0 {
			if later := c.AddWorkdays(d, n+1); !later.After(due) {
				t.Errorf("one day more than %s gives %s", due, later)
			}
			if next := c.AddWorkdays(d.AddDays(1), n); next.Before(due) {
				t.Errorf("beginning a day later than %s ends earlier, on %s", d, next)
			}
		}
	})
}

func TestAssumed(t *testing.T) {
	c := builtIn(t).Calendar()
	for year, want := range map[int]bool{2014: false, 2015: true, 2016: true, 2017: true, 2018: false, -1 << 62: false} {
		if c.Published(year) != want || (len(c.Sources(year)) > 0) != want {
			t.Errorf("Published(%d) = %t, with the sources %q", year, c.Published(year), c.Sources(year))
		}
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"2015-01-01", "2017-12-31", false}, {"2017-12-31", "2015-01-01", false}, {"2016-05-01", "2016-05-02", false},
		{"2014-12-31", "2015-01-05", true}, {"2017-12-29", "2018-01-02", true}, {"2014-01-01", "2019-01-01", true},
		{"2020-01-01", "2020-01-02", true},
	} {
		if got := c.Assumed(day(t, test.a), day(t, test.b)); got != test.want {
			t.Errorf("Assumed(%s, %s) = %t", test.a, test.b, got)
		}
	}
}

func BenchmarkAddWorkdays(b *testing.B) {
	c, d := builtIn(b).Calendar(), day(b, "2016-09-09")
	for b.Loop() {
		c.AddWorkdays(d, 20)
	}
}
