package pebble_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

// The benchmarks of appending take turns with the plain file, a slice of the
// work each, so that both meet the same moods of the disk. of-limit is the
// plain file's time divided by the store's, 1 being as fast as the limit.

func BenchmarkAppendOne(b *testing.B) { benchmarkWriters(b, 1, 100) }

func BenchmarkAppend128(b *testing.B) { benchmarkWriters(b, 128, 5000) }

// benchmarkWriters has so many writers append one event a call to streams
// picked at random, each writer to its own.
func benchmarkWriters(b *testing.B, writers, slice int) {
	s, plain := openHistory(b), newPlainFile(b)
	randoms := make([]*rand.Rand, writers)
	for w := range randoms {
		randoms[w] = rand.New(rand.NewPCG(2, uint64(w)))
	}
	b.ReportAllocs()
	inTurns(b, slice, func(n int) {
		spread(b, writers, n, func(w int) error {
			i := w + writers*randoms[w].IntN(historyStreams/writers)
			_, err := s.Append(b.Context(), streamName(i), history.revisions[i], benchEvent(randoms[w]))
			history.revisions[i]++
			return err
		})
	}, func(n int) {
		spread(b, writers, n, func(w int) error {
			i := w + writers*randoms[w].IntN(historyStreams/writers)
			return plain.append(frame(nil, streamName(i), benchEvent(randoms[w])))
		})
	})
}

// spread has so many goroutines do n calls between them.
func spread(b *testing.B, writers, n int, do func(w int) error) {
	var done sync.WaitGroup
	for w := range writers {
		calls := n / writers
		if w < n%writers {
			calls++
		}
		done.Go(func() {
			for range calls {
				if err := do(w); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	done.Wait()
}

// BenchmarkAppendBatch appends 1,000 events a call to a new stream each time.
func BenchmarkAppendBatch(b *testing.B) {
	s, plain := openHistory(b), newPlainFile(b)
	random := rand.New(rand.NewPCG(3, 0))
	events := make([]eventstore.Event, 1000)
	for i := range events {
		events[i] = benchEvent(random)
	}
	b.ReportAllocs()
	inTurns(b, 10, func(n int) {
		for range n {
			if _, err := s.Append(b.Context(), "batch-"+randomID(random).String(), eventstore.NoStream, events...); err != nil {
				b.Fatal(err)
			}
		}
	}, func(n int) {
		for range n {
			if err := plain.append(frame(nil, "batch-"+randomID(random).String(), events...)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)*1000/b.Elapsed().Seconds(), "events/s")
}

// inTurns does the benchmark's b.N calls in slices, and after each slice as
// many of the limit's, which the benchmark's clock does not count.
func inTurns(b *testing.B, slice int, measured, limit func(n int)) {
	b.Helper()
	var limitTime time.Duration
	b.ResetTimer()
	for left := b.N; left > 0; left -= slice {
		n := min(slice, left)
		measured(n)
		b.StopTimer()
		start := time.Now()
		limit(n)
		limitTime += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(limitTime.Seconds()/b.Elapsed().Seconds(), "of-limit")
}
