package ledger

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// What counts is the day of recording where the ledger is, and of a history that
// was made up its own.
func TestDayThatCounts(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	at := func(s string) time.Time {
		parsed, err := time.Parse("2006-01-02 15:04", s) // UTC
		require.NoError(t, err)
		return parsed
	}
	occurred, recorded := at("2016-03-01 15:59"), at("2016-09-08 16:00")
	id := Identity{Location: shanghai}
	require.Equal(t, domain.NewDate(2016, 9, 9), id.dayOf(occurred, recorded))
	require.Equal(t, domain.NewDate(2016, 9, 8), id.dayOf(occurred, recorded.Add(-time.Minute)))
	id.Demonstration = true
	require.Equal(t, domain.NewDate(2016, 3, 1), id.dayOf(occurred, recorded))
	require.Equal(t, domain.NewDate(2016, 3, 2), id.dayOf(occurred.Add(time.Minute), recorded))
}
