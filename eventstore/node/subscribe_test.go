package node_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// next is what a subscription says next, in few words.
func next(t testing.TB, sub *esdb.Subscription) string {
	m := sub.Recv()
	switch {
	case m.EventAppeared != nil:
		return string(m.EventAppeared.Event.Data)
	case m.CaughtUp != nil:
		return "caught up"
	case m.CheckPointReached != nil:
		return fmt.Sprint("checkpoint ", m.CheckPointReached.Commit)
	}
	require.Fail(t, "the subscription ended", "%v", m.SubscriptionDropped)
	return ""
}

func expect(t testing.TB, sub *esdb.Subscription, want ...string) {
	for i := range want {
		require.Equal(t, want[i], next(t, sub), "message %d", i)
	}
}

func subscribe(t testing.TB, sub *esdb.Subscription, err error) *esdb.Subscription {
	require.NoError(t, err)
	t.Cleanup(func() { _ = sub.Close() })
	_, err = uuid.Parse(sub.Id())
	require.NoError(t, err, "the id of a subscription")
	return sub
}

const (
	e0, e1, e2, e3, e4, e5 = `{"n":0}`, `{"n":1}`, `{"n":2}`, `{"n":3}`, `{"n":4}`, `{"n":5}`
	caughtUp               = "caught up"
)

// TestSubscribeToStream: the start is not included, and other streams do not
// show.
func TestSubscribeToStream(t *testing.T) {
	s := serve(t, node.Config{})
	s.write("stream", eventstore.NoStream, events(0, 3)...)
	s.write("other", eventstore.NoStream, events(50, 52)...)
	client := s.client(nil)
	from := func(stream string, p esdb.StreamPosition) *esdb.Subscription {
		sub, err := client.SubscribeToStream(within(t), stream, esdb.SubscribeToStreamOptions{From: p})
		return subscribe(t, sub, err)
	}
	start, first, last, beyond, end, missing := from("stream", esdb.Start{}), from("stream", esdb.Revision(0)), from("stream", esdb.Revision(2)),
		from("stream", esdb.Revision(3)), from("stream", esdb.End{}), from("missing", esdb.Start{})
	missingEnd := from("missing", esdb.End{})
	expect(t, start, e0, e1, e2, caughtUp)
	expect(t, first, e1, e2, caughtUp)
	for _, sub := range []*esdb.Subscription{last, beyond, end, missing, missingEnd} {
		expect(t, sub, caughtUp)
	}
	s.write("other", 1, event(53))
	s.write("stream", 2, event(3))
	s.write("missing", eventstore.NoStream, event(5))
	s.write("stream", 3, event(4))
	for _, sub := range []*esdb.Subscription{start, first, last, end} {
		expect(t, sub, e3, e4)
	}
	expect(t, beyond, e4)
	expect(t, missing, e5)
	expect(t, missingEnd, e5)
}

func TestSubscribeToAll(t *testing.T) {
	s := serve(t, node.Config{})
	client := s.client(nil)
	from := func(p esdb.AllPosition) *esdb.Subscription {
		sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: p})
		return subscribe(t, sub, err)
	}
	empty, emptyEnd := from(esdb.Start{}), from(esdb.End{})
	expect(t, empty, caughtUp)
	expect(t, emptyEnd, caughtUp)
	p := uint64(s.write("a", eventstore.NoStream, event(0)))
	s.write("b", eventstore.NoStream, event(1))
	start, after, end := from(esdb.Start{}), from(esdb.Position{Commit: p, Prepare: p}), from(esdb.End{})
	expect(t, start, e0, e1, caughtUp)
	expect(t, after, e1, caughtUp)
	expect(t, end, caughtUp)
	expect(t, empty, e0, e1)
	expect(t, emptyEnd, e0, e1)
	s.write("a", 0, event(2))
	for _, sub := range []*esdb.Subscription{empty, emptyEnd, start, after, end} {
		expect(t, sub, e2)
	}
}

// TestCheckpoints: a filtered subscription is told how far it has come, though
// nothing that it asked for lies there.
func TestCheckpoints(t *testing.T) {
	s := serve(t, node.Config{})
	at := func(p eventstore.Position) string { return fmt.Sprint("checkpoint ", uint64(p)) }
	write := func(n int, typ string) eventstore.Position {
		e := event(n)
		e.Type = typ
		return s.write(fmt.Sprintf("stream-%d", n), eventstore.NoStream, e)
	}
	var p []eventstore.Position
	for n := range 8 {
		p = append(p, write(n, []string{"b", "a"}[n/5%2]))
	}
	client := s.client(nil)
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{
		From: esdb.Start{}, MaxSearchWindow: 2, CheckpointInterval: 3,
		Filter: &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{"a"}},
	})
	sub = subscribe(t, sub, err)
	expect(t, sub, e5, at(p[5]), `{"n":6}`, `{"n":7}`, at(p[7]), caughtUp)
	for n := 10; n < 22; n++ {
		p = append(p, write(n, "b"))
	}
	expect(t, sub, at(p[13]), at(p[19]))
	write(30, "a")
	expect(t, sub, `{"n":30}`)

	// Without a window it is 32.
	everything := reading()
	everything.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
	everything.FilterOption = byStream("", "stream-9")
	call, err := s.streams().Read(within(t), &streams.ReadReq{Options: everything})
	require.NoError(t, err)
	m, err := call.Recv()
	require.NoError(t, err)
	require.NotEmpty(t, m.GetConfirmation().GetSubscriptionId())
	m, err = call.Recv()
	require.NoError(t, err)
	require.NotNil(t, m.GetCheckpoint(), "at the end, after fewer than 32")
	m, err = call.Recv()
	require.NoError(t, err)
	require.NotNil(t, m.GetCaughtUp())
	for n := 40; n < 72; n++ {
		write(n, "b")
	}
	m, err = call.Recv()
	require.NoError(t, err)
	require.NotNil(t, m.GetCheckpoint(), "after 32")
}

// TestSubscribedSystemStream: what would wait for ever is refused.
func TestSubscribedSystemStream(t *testing.T) {
	s := serve(t, node.Config{})
	for stream, trailer := range map[string]string{"$ce-request": "$ce-request", "$ce-请": "$ce-%E8%AF%B7"} {
		call, err := s.streams().Read(within(t), &streams.ReadReq{Options: &streams.ReadReq_Options{
			CountOption: &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
			StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
				StreamIdentifier: named(stream), RevisionOption: &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
			}},
		}})
		require.NoError(t, err)
		_, err = call.Recv()
		require.Equal(t, codes.NotFound, status.Code(err), "%v", err)
		require.Equal(t, []string{"stream-not-found"}, call.Trailer().Get("exception"))
		require.Equal(t, []string{trailer}, call.Trailer().Get("stream-name"))
	}
}

// TestNoGapNoDouble: subscriptions begun while many write see every event
// once and in order, across the change from history to what is new.
func TestNoGapNoDouble(t *testing.T) {
	const writers, each, subscribers = 6, 60, 5
	s := serve(t, node.Config{})
	client := s.client(nil)
	ctx := within(t)
	var writing, following sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for n := range each {
				if _, err := s.store.Append(ctx, fmt.Sprintf("writer-%d", w), eventstore.Revision(n-1), event(w*each+n)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all := make([][]esdb.Position, subscribers)
	for i := range subscribers {
		following.Go(func() {
			options := esdb.SubscribeToAllOptions{From: esdb.Start{}}
			if i%2 == 1 {
				options.Filter = &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Regex: "^happened$"}
			}
			sub, err := client.SubscribeToAll(ctx, options)
			if err != nil {
				t.Error(err)
				return
			}
			defer sub.Close()
			for len(all[i]) < writers*each {
				m := sub.Recv()
				if m.SubscriptionDropped != nil {
					t.Error(m.SubscriptionDropped.Error)
					return
				}
				if m.EventAppeared != nil {
					all[i] = append(all[i], m.EventAppeared.Event.Position)
				}
			}
		})
	}
	for w := range writers {
		following.Go(func() {
			sub, err := client.SubscribeToStream(ctx, fmt.Sprintf("writer-%d", w), esdb.SubscribeToStreamOptions{From: esdb.Start{}})
			if err != nil {
				t.Error(err)
				return
			}
			defer sub.Close()
			for want := 0; want < each; {
				m := sub.Recv()
				if m.SubscriptionDropped != nil {
					t.Error(m.SubscriptionDropped.Error)
					return
				}
				if e := m.EventAppeared; e != nil {
					if e.Event.EventNumber != uint64(want) {
						t.Errorf("writer %d: got revision %d, want %d", w, e.Event.EventNumber, want)
						return
					}
					want++
				}
			}
		})
	}
	writing.Wait()
	following.Wait()
	var want []esdb.Position
	for r, err := range s.store.ReadAll(context.Background(), 0) {
		require.NoError(t, err)
		want = append(want, esdb.Position{Commit: uint64(r.Position), Prepare: uint64(r.Position)})
	}
	require.Len(t, want, writers*each)
	for i := range all {
		require.Equal(t, want, all[i], "subscriber %d", i)
	}
}
