package web_test

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/xes"
)

const receiptLog = "../../../shared/data/receipt.xes.gz"

// The permit desk's public log becomes a board whose figures are those of the
// log.
func TestARealLog(t *testing.T) {
	if _, err := os.Stat(receiptLog); err != nil {
		lacking := t.Skipf
		if os.Getenv("CI") == "true" {
			lacking = t.Fatalf // what is never run is never noticed
		}
		lacking("NOT TESTED AGAINST THE REAL LOG: %s is not there; download receipt.xes.gz (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) and put it there", receiptLog)
	}
	s := founded(t)
	s.clock.Set("2016-07-15 10:00")
	program, err := s.Program(t.Context(), s.actor, ledger.ImportProgram)
	require.NoError(t, err)
	_, err = xes.Import(t.Context(), s.Ledger, receiptLog, func() (io.ReadCloser, error) { return os.Open(receiptLog) }, xes.ImportOptions{Actor: program})
	require.NoError(t, err)
	s.settle()
	var board struct {
		Requests struct {
			Total, Open, Closed, ClosedLate, MedianDays, PeopleServed int
			ByChannel, BySource                                       map[string]int
		}
	}
	s.json(t, "/board.json", &board)
	r := board.Requests
	require.Equal(t, []int{1434, 105, 1329, 377}, []int{r.Total, r.Open, r.Closed, r.ClosedLate})
	require.Equal(t, map[string]int{"Internet": 1250, "Desk": 109, "Post": 53, "e-mail": 21, "Intern": 1}, r.ByChannel)
	require.Zero(t, r.PeopleServed)
	require.Len(t, r.BySource, 1)
	figuresAreLists(t, s)
	require.Contains(t, s.get("/?lang=en").Body.String(), "Brought in from")
}
