package node_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// benchEvents is how many events the reading benchmark reads, in streams of a
// hundred.
const benchEvents = 200_000

// benchEvent is about 300 bytes: JSON data of 200, and metadata of 100.
func benchEvent(random *rand.Rand) eventstore.Event {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(random.Uint32())
	}
	data := []byte(`{"sealedText":"`)
	for len(data) < 198 {
		data = append(data, 'a'+byte(random.IntN(26)))
	}
	return eventstore.Event{
		ID: id, Type: "request.accepted", Data: append(data, `"}`...),
		Metadata: fmt.Appendf(nil, `{"$correlationId":%q,"actor":%q}`, id, id),
	}
}

func fillStore(b *testing.B, s eventstore.Store) {
	random := rand.New(rand.NewPCG(1, 2))
	var done sync.WaitGroup
	slots := make(chan struct{}, 64)
	for n := range benchEvents / 100 {
		batch := make([]eventstore.Event, 100)
		for i := range batch {
			batch[i] = benchEvent(random)
		}
		slots <- struct{}{}
		done.Go(func() {
			_, err := s.Append(context.Background(), fmt.Sprintf("request-%d", n), eventstore.NoStream, batch...)
			<-slots
			if err != nil {
				panic(err)
			}
		})
	}
	done.Wait()
}

// BenchmarkReadAll reads everything from the bare store, and through the
// client and a node; the latter is reported as a ratio to the former, too.
func BenchmarkReadAll(b *testing.B) {
	s := serve(b, node.Config{})
	fillStore(b, s.store)
	var bare float64
	b.Run("store", func(b *testing.B) {
		bare = rate(b, benchEvents, func() {
			n := 0
			for _, err := range s.store.ReadAll(context.Background(), 0) {
				require.NoError(b, err)
				n++
			}
			require.Equal(b, benchEvents, n)
		})
	})
	b.Run("client", func(b *testing.B) {
		client := s.on(b).client(nil)
		through := rate(b, benchEvents, func() {
			all, err := client.ReadAll(context.Background(), esdb.ReadAllOptions{From: esdb.Start{}}, math.MaxUint64)
			require.NoError(b, err)
			defer all.Close()
			n := 0
			for ; ; n++ {
				if _, err := all.Recv(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
			require.Equal(b, benchEvents, n)
		})
		b.ReportMetric(through/bare, "ratio")
	})
}

// BenchmarkAppend appends one event a call, each writer to a stream of its
// own.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 50} {
		b.Run(fmt.Sprintf("%d writers", writers), func(b *testing.B) {
			s := serveTLS(b, node.Config{Writer: writer})
			var bare float64
			b.Run("store", func(b *testing.B) {
				bare = appendRate(b, writers, func(stream string, revision int, e eventstore.Event) error {
					_, err := s.store.Append(context.Background(), stream, eventstore.Revision(revision-1), e)
					return err
				})
			})
			b.Run("client", func(b *testing.B) {
				client := s.on(b).client(writer)
				through := appendRate(b, writers, func(stream string, revision int, e eventstore.Event) error {
					options := esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}
					if revision > 0 {
						options.ExpectedRevision = esdb.Revision(uint64(revision - 1))
					}
					_, err := client.AppendToStream(context.Background(), stream, options,
						esdb.EventData{EventID: e.ID, EventType: e.Type, ContentType: esdb.ContentTypeJson, Data: e.Data, Metadata: e.Metadata})
					return err
				})
				b.ReportMetric(through/bare, "ratio")
			})
		})
	}
}

// BenchmarkAppendBesideSubscriptions appends one event a call to one stream,
// while many subscriptions follow others; the rate is reported as a ratio to that
// without them, too.
func BenchmarkAppendBesideSubscriptions(b *testing.B) {
	s := serve(b, node.Config{})
	add := func(stream string, revision int, e eventstore.Event) error {
		_, err := s.store.Append(context.Background(), stream, eventstore.Revision(revision-1), e)
		return err
	}
	var alone float64
	b.Run("none", func(b *testing.B) { alone = appendRate(b, 1, add) })
	b.Run("200 subscriptions", func(b *testing.B) {
		s := s.on(b)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var client streams.StreamsClient
		for n := range 200 {
			if n%100 == 0 { // is what one connection may have open
				client = s.streams()
			}
			follow(b, ctx, client, fmt.Sprintf("other-%d", n))
		}
		b.ResetTimer()
		b.ReportMetric(appendRate(b, 1, add)/alone, "ratio")
	})
}

// rate runs what handles so many events, and reports how many that is a
// second.
func rate(b *testing.B, events int, run func()) float64 {
	b.ReportAllocs()
	began := time.Now()
	runs := 0
	for b.Loop() {
		run()
		runs++
	}
	perSecond := float64(events*runs) / time.Since(began).Seconds()
	b.ReportMetric(perSecond, "events/s")
	return perSecond
}

func appendRate(b *testing.B, writers int, add func(stream string, revision int, e eventstore.Event) error) float64 {
	began := time.Now()
	run := uuid.NewString()
	var next atomic.Int64
	var done sync.WaitGroup
	for w := range writers {
		random := rand.New(rand.NewPCG(uint64(began.UnixNano()), uint64(w)))
		done.Go(func() {
			for revision := 0; next.Add(1) <= int64(b.N); revision++ {
				if err := add(fmt.Sprintf("request-%s-%d", run, w), revision, benchEvent(random)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	done.Wait()
	perSecond := float64(b.N) / time.Since(began).Seconds()
	b.ReportMetric(perSecond, "events/s")
	return perSecond
}
