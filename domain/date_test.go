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
