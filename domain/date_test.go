package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

func TestParseDate(t *testing.T) {
	d, err := domain.ParseDate("2016-02-29")
	require.NoError(t, err)
	require.Equal(t, domain.Date{Year: 2016, Month: time.February, Day: 29}, d)
	for _, s := range []string{"", "2015-02-29", "2016-2-1", "2016/02/01", "2016-02-01T00:00:00Z", "0000-01-01", " 2016-02-01", "10000-01-01"} {
		_, err := domain.ParseDate(s)
		require.ErrorContains(t, err, "write it as 2016-09-09", s)
	}
}

func TestDateOfDependsOnTheZone(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	evening := time.Date(2016, 9, 8, 16, 0, 0, 0, time.UTC)
	require.Equal(t, domain.NewDate(2016, 9, 8), domain.DateOf(evening, time.UTC))
	require.Equal(t, domain.NewDate(2016, 9, 9), domain.DateOf(evening, shanghai))
}

func TestDateArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := domain.NewDate(rapid.IntRange(1, 3000).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		n := rapid.IntRange(-400, 400).Draw(t, "days")
		e := d.AddDays(n)
		require.Equal(t, d, e.AddDays(-n))
		require.Equal(t, n > 0, e.After(d))
		require.Equal(t, n < 0, e.Before(d))
		if e.Year > 0 {
			parsed, err := domain.ParseDate(e.String())
			require.NoError(t, err)
			require.Equal(t, e, parsed)
		}
	})
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from, to string
		months   int
	}{
		{"2016-09-01", "2016-08-31", 0},
		{"2016-09-01", "2016-09-01", 1},
		{"2016-09-01", "2016-09-30", 1},
		{"2016-09-01", "2016-10-01", 2},
		{"2016-09-15", "2017-09-14", 12},
		{"2016-09-15", "2017-09-15", 13},
		{"2016-01-31", "2016-02-29", 1}, // no 31 February: the month ends on its last day
		{"2016-01-31", "2016-03-01", 2},
		{"2016-01-31", "2016-03-30", 2},
		{"2016-01-31", "2016-03-31", 3},
		{"2016-02-29", "2017-02-28", 12},
		{"2016-02-29", "2017-03-01", 13},
		{"2000-01-01", "2019-12-31", 240},
		{"2000-01-01", "2020-01-01", 241},
	} {
		from, err := domain.ParseDate(c.from)
		require.NoError(t, err)
		to, err := domain.ParseDate(c.to)
		require.NoError(t, err)
		require.Equal(t, c.months, from.MonthsTo(to), "%s to %s", c.from, c.to)
	}
	require.Equal(t, domain.NewDate(2016, 2, 29), domain.NewDate(2016, 1, 31).AddMonths(1))
	require.Equal(t, domain.NewDate(2015, 12, 31), domain.NewDate(2016, 1, 31).AddMonths(-1))
}

// A longer period never has fewer months, and every month has 28 to 31 days.
func TestMonthsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := domain.NewDate(2016, time.January, rapid.IntRange(1, 1500).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 9000).Draw(t, "days"))
		n := from.MonthsTo(to)
		next := from.MonthsTo(to.AddDays(1))
		require.True(t, next == n || next == n+1)
		require.LessOrEqual(t, n, 1+12*(to.Year-from.Year)+int(to.Month)-int(from.Month))
		require.GreaterOrEqual(t, n, 12*(to.Year-from.Year)+int(to.Month)-int(from.Month))
	})
}
