package projections

import (
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Month is a month of the Gregorian calendar in the ledger's zone. The zero
// Month is no month. Months compare with ==.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month of a day.
func MonthOf(d domain.Date) Month { return Month{d.Year, d.Month} }

// IsZero reports whether m is no month.
func (m Month) IsZero() bool { return m == Month{} }

// Next is the month after m.
func (m Month) Next() Month {
	if m.Month == time.December {
		return Month{m.Year + 1, time.January}
	}
	return Month{m.Year, m.Month + 1}
}

// String is the month as 2006-01, or "" for no month.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, m.Month)
}

// MarshalText is String.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Months are the months from the first to the last. The zero Months is none.
type Months struct{ First, Last Month }

// MonthsOf are those of a year.
func MonthsOf(year int) Months { return Months{Month{year, time.January}, Month{year, time.December}} }

// Alone is m and no other month.
func (m Month) Alone() Months { return Months{m, m} }

// ParseMonths reads a month written as 2006-01, or a year as 2006.
func ParseMonths(s string) (Months, error) {
	if t, err := time.Parse("2006-01", s); err == nil && t.Year() != 0 {
		return Month{t.Year(), t.Month()}.Alone(), nil
	}
	if t, err := time.Parse("2006", s); err == nil && t.Year() != 0 {
		return MonthsOf(t.Year()), nil
	}
	return Months{}, fmt.Errorf("%q is neither a month nor a year: write it as 2016-09 or 2016", s)
}

// IsZero reports whether it is none.
func (m Months) IsZero() bool { return m == Months{} }

// A stored month is year*12 + month - 1, so that months count.
func (m Month) number() int64 { return int64(m.Year)*12 + int64(m.Month) - 1 }

func monthOfNumber(n int64) Month { return Month{int(n / 12), time.Month(n%12 + 1)} }

// A stored day is the number of days since 1970-01-01.
func dayNumber(d domain.Date) int64 {
	return d.Start(time.UTC).Unix() / (24 * 60 * 60)
}

func dayOfNumber(n int64) domain.Date {
	return domain.DateOf(time.Unix(n*24*60*60, 0), time.UTC)
}
