package pebble_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// BenchmarkReadAll reads the first hundred thousand events a time, in turn with
// a plain file of the same events. of-limit is the store's rate divided by the
// file's.
func BenchmarkReadAll(b *testing.B) {
	s := openHistory(b)
	const n = 100_000
	path := plainCopy(b, s, n)
	var limitTime time.Duration
	b.ReportAllocs()
	for b.Loop() {
		got := 0
		for _, err := range s.ReadAll(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			if got++; got == n {
				break
			}
		}
		b.StopTimer()
		start := time.Now()
		if plain, err := readPlain(path); err != nil || plain != got {
			b.Fatal(plain, err)
		}
		limitTime += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(limitTime.Seconds()/b.Elapsed().Seconds(), "of-limit")
}

// plainCopy writes the first n events of the log into a plain file.
func plainCopy(b *testing.B, s *pebble.Store, n int) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "plain")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for r, err := range s.ReadAll(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		w.Write(frame(nil, r.Stream, r.Event))
		if n--; n == 0 {
			break
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkReadStream reads whole streams of five events picked at random, as
// many at a time as there are processors, in turn with five reads at random
// places of a plain file of a hundred thousand events.
func BenchmarkReadStream(b *testing.B) {
	s := openHistory(b)
	var five []string
	for n, rev := range history.revisions {
		if rev == 4 {
			five = append(five, streamName(n))
		}
	}
	plain, err := openPlain(plainCopy(b, s, 100_000))
	if err != nil {
		b.Fatal(err)
	}
	defer plain.f.Close()
	readers := runtime.GOMAXPROCS(0)
	randoms := make([]*rand.Rand, readers)
	for i := range randoms {
		randoms[i] = rand.New(rand.NewPCG(4, uint64(i)))
	}
	b.ReportAllocs()
	inTurns(b, 1000, func(n int) {
		spread(b, readers, n, func(w int) error {
			got := 0
			for _, err := range s.ReadStream(b.Context(), five[randoms[w].IntN(len(five))], 0) {
				if err != nil {
					return err
				}
				got++
			}
			if got != 5 {
				return fmt.Errorf("a stream of five has %d events", got)
			}
			return nil
		})
	}, func(n int) {
		spread(b, readers, n, func(w int) error {
			for range 5 {
				if err := plain.readAt(randoms[w].IntN(len(plain.offsets) - 1)); err != nil {
					return err
				}
			}
			return nil
		})
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "streams/s")
}

// BenchmarkOpen opens the log after it was closed and asks for its last event.
func BenchmarkOpen(b *testing.B) {
	history.once.Do(makeHistory)
	for b.Loop() {
		s, err := pebble.Open(filepath.Join(history.dir, "log"))
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range s.ReadAllBackward(b.Context(), eventstore.EndPosition) {
			if err != nil {
				b.Fatal(err)
			}
			break
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
