package projections_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// BenchmarkPastBoard asks for the board as of the last but one of 500,000 events
// in 100,000 streams, as it stood on a day; then again by a process that begins
// anew, and once more by the same one. It reports how long each took, opening
// the views included, in seconds, with the time of all processors for the first;
// and how long a time takes to be found in the log by a process that has not
// looked before, and again.
func BenchmarkPastBoard(b *testing.B) {
	const events = 500_000
	dir, views := b.TempDir(), b.TempDir()
	writeBenchLog(b, dir, events, events/5)
	store, err := pebble.Open(dir, pebble.WithCacheBytes(16<<20))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	known := uint64(0)
	for r, err := range store.ReadAllBackward(b.Context(), 1<<62) {
		if err != nil {
			b.Fatal(err)
		}
		known = uint64(r.Position) - 1
		break
	}
	asOf := domain.KnownAt(known)
	var first, again, once, processor time.Duration
	for b.Loop() {
		asOf.Stood = time.Date(2016, 12, 31, 0, 0, int(first), 0, time.UTC)
		before := processorTime(b)
		v, began := openBench(b, views, store)
		readPastBoard(b, v, asOf)
		first, processor = time.Since(began), processorTime(b)-before
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
		v, began = openBench(b, views, store)
		readPastBoard(b, v, asOf)
		again = time.Since(began)
		began = time.Now()
		readPastBoard(b, v, asOf)
		once = time.Since(began)
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
	}
	l, err := ledger.Open(b.Context(), ledger.Config{Store: store, Catalogue: catalogue.Standard})
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"s-find", "s-find-again"} {
		began := time.Now()
		if _, err := l.PositionAt(b.Context(), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), name)
	}
	b.ReportMetric(first.Seconds(), "s-first")
	b.ReportMetric(processor.Seconds(), "cpu-s-first")
	b.ReportMetric(again.Seconds(), "s-again")
	b.ReportMetric(once.Seconds(), "s-open")
}

func openBench(b *testing.B, views string, store *pebble.Store) (*projections.Views, time.Time) {
	began := time.Now()
	v, err := projections.Open(b.Context(), projections.Config{Dir: views, Store: store, Catalogue: catalogue.Standard})
	if err != nil {
		b.Fatal(err)
	}
	return v, began
}

func readPastBoard(b *testing.B, v *projections.Views, asOf domain.AsOf) {
	err := v.Past().Read(b.Context(), asOf, func(q *projections.Query) error {
		board, err := q.Board(domain.NewDate(2016, 12, 31))
		if err == nil && board.Total < 90_000 {
			b.Errorf("%d requests", board.Total)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
