package node_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// following asks for a subscription to a whole stream.
func following(stream string) *streams.ReadReq {
	return &streams.ReadReq{Options: &streams.ReadReq_Options{
		CountOption: &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: named(stream), RevisionOption: &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}},
	}}
}

// follow subscribes to a stream with bare messages, and waits until it has
// caught up.
func follow(t testing.TB, ctx context.Context, client streams.StreamsClient, stream string) streams.Streams_ReadClient {
	call, err := client.Read(ctx, following(stream))
	require.NoError(t, err)
	for {
		m, err := call.Recv()
		require.NoError(t, err)
		if m.GetCaughtUp() != nil {
			return call
		}
	}
}

// watched is a store of which a test sees the reads of streams.
type watched struct {
	eventstore.Store
	mu    sync.Mutex
	reads map[string]int
	waits int // that have not returned
	// lingers is how long a wait takes to end with its context.
	lingers time.Duration
	// read, if set, is called when a read of a stream has yielded everything
	// that it found.
	read func(stream string, times int)
	// endIsSeen, if set, is closed before the end of everything is told.
	endIsSeen chan struct{}
	// fails is what reading everything fails with.
	fails error
}

func (w *watched) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		w.mu.Lock()
		w.reads[stream]++
		times := w.reads[stream]
		w.mu.Unlock()
		w.Store.ReadStream(ctx, stream, from)(yield)
		if w.read != nil {
			w.read(stream, times)
		}
	}
}

func (w *watched) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		w.mu.Lock()
		fails := w.fails
		w.mu.Unlock()
		if fails != nil {
			yield(eventstore.Recorded{}, fails)
			return
		}
		w.Store.ReadAll(ctx, after)(yield)
	}
}

func (w *watched) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	if w.endIsSeen != nil {
		<-w.endIsSeen
	}
	return w.Store.ReadAllBackward(ctx, before)
}

func (w *watched) Wait(ctx context.Context, after eventstore.Position) error {
	count := func(n int) {
		w.mu.Lock()
		w.waits += n
		w.mu.Unlock()
	}
	count(1)
	defer count(-1)
	err := w.Store.Wait(ctx, after)
	if err != nil {
		time.Sleep(w.lingers)
	}
	return err
}

func watch(t testing.TB) *watched { return &watched{Store: openStore(t), reads: map[string]int{}} }

// TestOthersGrow: a subscription to a stream does not read it when others grow.
func TestOthersGrow(t *testing.T) {
	store := watch(t)
	s := serve(t, node.Config{Store: store})
	client := s.client(nil)
	var quiet []*esdb.Subscription
	for n := range 50 {
		sub, err := client.SubscribeToStream(within(t), fmt.Sprintf("quiet-%d", n), esdb.SubscribeToStreamOptions{From: esdb.Start{}})
		quiet = append(quiet, subscribe(t, sub, err))
		expect(t, quiet[n], caughtUp)
	}
	sub, err := client.SubscribeToStream(within(t), "busy", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	busy := subscribe(t, sub, err)
	expect(t, busy, caughtUp)
	for n := range 200 {
		s.write("busy", eventstore.Revision(n-1), event(n))
		expect(t, busy, fmt.Sprintf(`{"n":%d}`, n))
	}
	store.mu.Lock()
	defer store.mu.Unlock()
	for n := range quiet {
		// Once more than the first time, if that was before the end of all
		// events was looked up.
		require.LessOrEqual(t, store.reads[fmt.Sprintf("quiet-%d", n)], 2)
	}
}

// TestNothingFallsBetween: what is appended just after a stream was read to its
// end, and before the subscription waits, is not forgotten.
func TestNothingFallsBetween(t *testing.T) {
	store := watch(t)
	store.endIsSeen = make(chan struct{})
	begun := sync.OnceFunc(func() { close(store.endIsSeen) })
	store.read = func(stream string, times int) {
		if times <= 5 {
			_, err := store.Append(context.Background(), stream, eventstore.Revision(times-2), event(times))
			if err != nil {
				t.Error(err)
			}
		}
		begun() // the first event is before the end from which all are followed
	}
	client := serve(t, node.Config{Store: store}).client(nil)
	for _, stream := range []string{"first", "second"} { // who begins to follow, and who joins
		sub, err := client.SubscribeToStream(within(t), stream, esdb.SubscribeToStreamOptions{From: esdb.Start{}})
		expect(t, subscribe(t, sub, err), caughtUp, e1, e2, e3, e4, e5)
	}
}

// TestFollowingFails: where all events cannot be followed, subscriptions to
// streams end, and do not wait for ever; the next ones begin anew.
func TestFollowingFails(t *testing.T) {
	store := watch(t)
	reads, goOn := make(chan struct{}), make(chan struct{})
	hold := sync.OnceFunc(func() {
		close(reads)
		<-goOn
	})
	store.read = func(stream string, _ int) {
		if stream == "slow" {
			hold()
		}
	}
	s := serve(t, node.Config{Store: store})
	release := sync.OnceFunc(func() { close(goOn) })
	t.Cleanup(release)
	client := s.streams()
	subs := []streams.Streams_ReadClient{follow(t, within(t), client, "a"), follow(t, within(t), client, "b")}
	slow, err := client.Read(within(t), following("slow"))
	require.NoError(t, err)
	<-reads
	store.mu.Lock()
	store.fails = &eventstore.CorruptError{}
	store.mu.Unlock()
	s.write("c", eventstore.NoStream, event(0))
	for _, sub := range subs {
		_, err := sub.Recv()
		require.Equal(t, codes.DataLoss, status.Code(err), "%v", err)
	}
	store.mu.Lock()
	store.fails = nil
	store.mu.Unlock()
	again := follow(t, within(t), client, "a")
	s.write("a", eventstore.NoStream, event(1))
	m, err := again.Recv()
	require.NoError(t, err)
	require.Equal(t, e1, string(m.GetEvent().GetEvent().GetData()))

	// Who was slow hears of it, too.
	release()
	for err = nil; err == nil; {
		_, err = slow.Recv()
	}
	require.Equal(t, codes.DataLoss, status.Code(err), "%v", err)
}

// TestLastLeaves: for subscriptions that have ended nothing waits for events,
// and when a node has ended nothing reads its store.
func TestLastLeaves(t *testing.T) {
	store := watch(t)
	store.lingers = 50 * time.Millisecond
	s := serve(t, node.Config{Store: store})
	waits := func() int {
		store.mu.Lock()
		defer store.mu.Unlock()
		return store.waits
	}
	ctx, cancel := context.WithCancel(within(t))
	for range 3 {
		follow(t, ctx, s.streams(), "stream")
	}
	until(t, func() bool { return waits() == 1 })
	cancel()
	until(t, func() bool { return waits() == 0 })
	follow(t, within(t), s.streams(), "stream")
	until(t, func() bool { return waits() == 1 })
	require.NoError(t, s.end())
	require.Zero(t, waits())
}
