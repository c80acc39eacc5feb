package domain

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, without a zone: the date that a
// document carries, or a day on which something is due. The zero Date is no
// date. Dates compare with ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate is the given day; values outside their range carry over, as in
// [time.Date].
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// DateOf is the day on which t falls in a zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2006-01-02 (ISO 8601), years 0001 to 9999.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("%q is not a date: write it as 2016-09-09", s)
	}
	return DateOf(t, time.UTC), nil
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Start is the first moment of the day in a zone.
func (d Date) Start(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// AddDays is the day n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// AddMonths is the same day so many months later, or the last of that month.
func (d Date) AddMonths(n int) Date {
	month := NewDate(d.Year, d.Month+time.Month(n), 1)
	last := NewDate(month.Year, month.Month+1, 1).AddDays(-1)
	return NewDate(month.Year, month.Month, min(d.Day, last.Day))
}

// MonthsTo is how many months a period has that begins on d and whose last day
// is to; one begun counts whole. A month from the 15th ends on the 14th, and on
// the last day of a month that has no such day (Civil Code, art. 202). It is 0
// where to is before d.
func (d Date) MonthsTo(to Date) int {
	if to.Before(d) {
		return 0
	}
	n := 12*(to.Year-d.Year) + int(to.Month-d.Month)
	if next := d.AddMonths(n); next.Day != d.Day || to.Before(next) {
		return n
	}
	return n + 1
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare is -1, 0 or +1 as d is before, the same as or after e.
func (d Date) Compare(e Date) int {
	return d.Start(time.UTC).Compare(e.Start(time.UTC))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start(time.UTC).Weekday() }

// String is the day as 2006-01-02, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText is String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is ParseDate.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}
