package esdb_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
)

// What a server between costs is what these benchmarks show: the same calls on
// an embedded log, and on the same log through client and node.
func both(b *testing.B, fill func(eventstore.Store), bench func(*testing.B, eventstore.Store)) {
	log := embedded(b)
	fill(log)
	address, _ := serve(b, log, "127.0.0.1:0")
	through, err := esdb.Open(b.Context(), connection(address))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, through.Close()) })
	b.Run("embedded", func(b *testing.B) { bench(b, log) })
	b.Run("server", func(b *testing.B) { bench(b, through) })
}

func sized(size int) eventstore.Event {
	e := event()
	e.Data = append(append([]byte(`"`), bytes.Repeat([]byte("x"), size-2)...), '"')
	return e
}

func BenchmarkReadAll(b *testing.B) {
	const events = 200_000
	var embedded float64 // events/s
	both(b, func(log eventstore.Store) {
		batch := make([]eventstore.Event, 1000)
		for i := range events / len(batch) {
			for j := range batch {
				batch[j] = sized(300)
			}
			_, err := log.Append(b.Context(), fmt.Sprintf("stream-%d", i), eventstore.NoStream, batch...)
			require.NoError(b, err)
		}
	}, func(b *testing.B, store eventstore.Store) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range store.ReadAll(context.Background(), 0) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != events {
				b.Fatalf("%d events", n)
			}
		}
		rate := float64(events) * float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(rate, "events/s")
		if _, through := store.(*esdb.Store); !through {
			embedded = rate
		} else if embedded > 0 { // it was run, too
			b.ReportMetric(rate/embedded, "of-embedded")
		}
	})
}

func BenchmarkReadStream(b *testing.B) {
	both(b, func(log eventstore.Store) {
		_, err := log.Append(b.Context(), "short", eventstore.NoStream, sized(300), sized(300), sized(300), sized(300), sized(300))
		require.NoError(b, err)
	}, func(b *testing.B, store eventstore.Store) {
		for b.Loop() {
			for _, err := range store.ReadStream(context.Background(), "short", 0) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 50} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			both(b, func(eventstore.Store) {}, func(b *testing.B, store eventstore.Store) {
				var left atomic.Int64
				left.Store(int64(b.N))
				var writing sync.WaitGroup
				for range writers {
					writing.Go(func() {
						for left.Add(-1) >= 0 {
							if _, err := store.Append(context.Background(), "s-"+uuid.NewString(), eventstore.NoStream, sized(300)); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				writing.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			})
		})
	}
}
