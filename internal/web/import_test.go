package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/xes"
)

const receiptLog = "../../../shared/data/receipt.xes.gz"

// beginning is the log up to the end of its nth case.
func beginning(t *testing.T, path string, n int) []byte {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	text, err := io.ReadAll(unzipped)
	require.NoError(t, err)
	cases := bytes.SplitAfterN(text, []byte("</trace>"), n+1)
	require.Len(t, cases, n+1)
	return append(bytes.Join(cases[:n], nil), "</log>"...)
}

// The permit desk's public log becomes a board whose figures are those of the
// log. Its first three hundred cases have all that a page can show of it; the
// board of the whole log is looked at by the script of cmd/sunledger that brings
// it in.
func TestARealLog(t *testing.T) {
	if _, err := os.Stat(receiptLog); err != nil {
		lacking := t.Skipf
		if os.Getenv("CI") == "true" {
			lacking = t.Fatalf // what is never run is never noticed
		}
		lacking("NOT TESTED AGAINST THE REAL LOG: %s is not there; download receipt.xes.gz (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) and put it there", receiptLog)
	}
	log := beginning(t, receiptLog, 300)
	s := founded(t)
	s.clock.Set("2016-07-15 10:00")
	program, err := s.Program(t.Context(), s.actor, ledger.ImportProgram)
	require.NoError(t, err)
	report, err := xes.Import(t.Context(), s.Ledger, receiptLog, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }, xes.ImportOptions{Actor: program})
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
	require.Equal(t, []int{225, 49}, []int{report.Ended, report.Late})
	require.Equal(t, []int{300, 75, 225, 49}, []int{r.Total, r.Open, r.Closed, r.ClosedLate})
	require.Equal(t, map[string]int{"Internet": 276, "e-mail": 9, "Post": 8, "Desk": 7}, r.ByChannel)
	require.Zero(t, r.PeopleServed)
	require.Len(t, r.BySource, 1)
	figuresAreLists(t, s)
	require.Contains(t, s.get("/?lang=en").Body.String(), "Brought in from")
}
