package node_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// contents is what a stream holds.
func (s *served) contents(stream string) []eventstore.Event {
	var all []eventstore.Event
	for r, err := range s.store.ReadStream(context.Background(), stream, 0) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return nil
		}
		require.NoError(s.t, err)
		all = append(all, r.Event)
	}
	return all
}

// TestExpectations tries every expectation on streams of 0 and of 3 events,
// and repeats what succeeded.
func TestExpectations(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	ctx := as(within(t), writer)
	next := 1000
	for _, c := range []struct {
		expected any
		events   int // that the stream holds
		fits     bool
	}{
		{esdb.NoStream{}, 0, true},
		{esdb.NoStream{}, 3, false},
		{esdb.Any{}, 0, true},
		{esdb.Any{}, 3, true},
		{esdb.StreamExists{}, 0, false},
		{esdb.StreamExists{}, 3, true},
		{esdb.Revision(0), 0, false},
		{esdb.Revision(0), 3, false},
		{esdb.Revision(2), 0, false},
		{esdb.Revision(2), 3, true},
		{esdb.Revision(3), 3, false},
	} {
		t.Run(fmt.Sprintf("%T %v on %d", c.expected, c.expected, c.events), func(t *testing.T) {
			s := s.on(t)
			stream := fmt.Sprintf("stream-%d", next)
			before := events(next, next+c.events)
			added := events(next+10, next+12)
			next += 100
			if c.events > 0 {
				s.write(stream, eventstore.NoStream, before...)
			}
			answer, _, err := s.append(ctx, stream, c.expected, added...)
			require.NoError(t, err)
			if !c.fits {
				want := conflict(c.expected, c.events)
				require.True(t, proto.Equal(want, answer.GetWrongExpectedVersion()), "got %v, want %v", answer, want)
				require.Equal(t, before, s.contents(stream))
				return
			}
			revision := uint64(c.events + len(added) - 1)
			require.Equal(t, revision, answer.GetSuccess().GetCurrentRevision())
			require.IsType(t, &streams.AppendResp_Success_CurrentRevision{}, answer.GetSuccess().GetCurrentRevisionOption())
			position := answer.GetSuccess().GetPosition()
			require.Equal(t, position.GetCommitPosition(), position.GetPreparePosition())
			for r, err := range s.store.ReadAllBackward(context.Background(), eventstore.EndPosition) {
				require.NoError(t, err)
				require.Equal(t, uint64(r.Position), position.GetCommitPosition())
				break
			}

			// Repeated, at once and after others have appended, it answers as
			// the first time.
			again, _, err := s.append(ctx, stream, c.expected, added...)
			require.NoError(t, err)
			require.True(t, proto.Equal(answer, again), "got %v, first %v", again, answer)
			s.write(stream, eventstore.Revision(revision), events(next-50, next-30)...)
			again, _, err = s.append(ctx, stream, c.expected, added...)
			require.NoError(t, err)
			require.True(t, proto.Equal(answer, again), "got %v, first %v", again, answer)
			require.Equal(t, slices.Concat(before, added, events(next-50, next-30)), s.contents(stream))
		})
	}
}

// conflict is the answer of EventStoreDB, old fields and new.
func conflict(expected any, events int) *streams.AppendResp_WrongExpectedVersion {
	w := &streams.AppendResp_WrongExpectedVersion{
		CurrentRevisionOption:        &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: uint64(events - 1)},
		CurrentRevisionOption_20_6_0: &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: uint64(events - 1)},
	}
	if events == 0 {
		w.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}}
		w.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_NoStream_20_6_0{NoStream_20_6_0: &shared.Empty{}}
	}
	switch v := expected.(type) {
	case esdb.NoStream:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: math.MaxUint64}
	case esdb.StreamExists:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &shared.Empty{}}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_StreamExists_20_6_0{StreamExists_20_6_0: &shared.Empty{}}
	case esdb.StreamRevision:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: v.Value}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: v.Value}
	}
	return w
}

// TestNotQuiteRepeats: what looks like an earlier append but is another one is
// written.
func TestNotQuiteRepeats(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	ctx := as(within(t), writer)
	for name, again := range map[string][]eventstore.Event{
		"other order":     {event(2), event(1), event(0)},
		"a part and more": {event(1), event(2), event(3)},
		"not in a row":    {event(0), event(2)},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.on(t)
			stream := uuid.NewString()
			s.write(stream, eventstore.NoStream, events(0, 3)...)
			answer, _, err := s.append(ctx, stream, esdb.Any{}, again...)
			require.NoError(t, err)
			require.EqualValues(t, 2+len(again), answer.GetSuccess().GetCurrentRevision())
		})
	}
	t.Run("a part of it", func(t *testing.T) {
		s, stream := s.on(t), uuid.NewString()
		s.write(stream, eventstore.NoStream, events(0, 3)...)
		answer, _, err := s.append(ctx, stream, esdb.Any{}, events(0, 2)...)
		require.NoError(t, err)
		require.EqualValues(t, 1, answer.GetSuccess().GetCurrentRevision())
		require.Len(t, s.contents(stream), 3)
	})
	t.Run("the last of the events searched", func(t *testing.T) {
		s, stream := s.on(t), uuid.NewString()
		s.write(stream, eventstore.NoStream, events(0, 68)...)
		// The search takes the last 64.
		for _, c := range []struct{ again, revision int }{{4, 4}, {3, 68}} {
			answer, _, err := s.append(ctx, stream, esdb.Any{}, event(c.again))
			require.NoError(t, err)
			require.EqualValues(t, c.revision, answer.GetSuccess().GetCurrentRevision())
		}
	})
}

// TestAnyUnderContention: appends that do not say where they expect a stream
// all find their place.
func TestAnyUnderContention(t *testing.T) {
	s := serveTLS(t, node.Config{Writer: writer})
	client := s.client(writer)
	ctx := within(t)
	const writers, each = 8, 20
	var done sync.WaitGroup
	failed := make(chan error, writers*each)
	for w := range writers {
		done.Go(func() {
			for n := range each {
				e := event(w*each + n)
				if _, err := client.AppendToStream(ctx, "busy", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}},
					esdb.EventData{EventID: e.ID, EventType: e.Type, ContentType: esdb.ContentTypeJson, Data: e.Data, Metadata: e.Metadata}); err != nil {
					failed <- err
				}
			}
		})
	}
	done.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	seen := map[uuid.UUID]int{}
	for _, e := range s.contents("busy") {
		seen[e.ID]++
	}
	for n := range writers * each {
		require.Equal(t, 1, seen[event(n).ID], "event %d", n)
	}
	require.Len(t, seen, writers*each)
}

func TestAppendRefused(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	ctx := as(within(t), writer)
	nameless := event(0)
	nameless.Type = ""
	nobody := event(0)
	nobody.ID = uuid.Nil
	for name, c := range map[string]struct {
		stream    string
		expected  any
		events    []eventstore.Event
		code      codes.Code
		exception string
		says      string
	}{
		"metadata":       {"$$s", esdb.Any{}, events(0, 1), codes.PermissionDenied, "access-denied", "stream metadata is not kept"},
		"system stream":  {"$settings", esdb.Any{}, events(0, 1), codes.PermissionDenied, "access-denied", "belong to the store"},
		"no expectation": {"s", nil, events(0, 1), codes.InvalidArgument, "", "where it expects"},
		"nothing":        {"s", esdb.NoStream{}, nil, codes.InvalidArgument, "", "at least one"},
		"nothing to any": {"s", esdb.Any{}, nil, codes.InvalidArgument, "", "at least one"},
		"no stream name": {"", esdb.NoStream{}, events(0, 1), codes.InvalidArgument, "", "stream name"},
		"long name":      {string(make([]byte, 256)), esdb.Any{}, events(0, 1), codes.InvalidArgument, "", "stream name bytes"},
		"no type":        {"s", esdb.Any{}, []eventstore.Event{nameless}, codes.InvalidArgument, "", "event type"},
		"nil id":         {"s", esdb.Any{}, []eventstore.Event{nobody}, codes.InvalidArgument, "", "nil UUID"},
		"far revision":   {"s", esdb.Revision(math.MaxUint64), events(0, 1), codes.InvalidArgument, "", "out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.on(t)
			_, trailer, err := s.append(ctx, c.stream, c.expected, c.events...)
			require.Equal(t, c.code, status.Code(err), "%v", err)
			require.Contains(t, err.Error(), c.says)
			if c.exception == "" {
				require.Empty(t, trailer.Get("exception"))
			} else {
				require.Equal(t, []string{c.exception}, trailer.Get("exception"))
			}
		})
	}
	for name, messages := range map[string][]*streams.AppendReq{
		"nothing at all":   {},
		"events first":     {{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: proposed(event(0))}}},
		"an empty message": {{}},
		"options twice": {
			{Content: &streams.AppendReq_Options_{Options: options("s", esdb.Any{})}},
			{Content: &streams.AppendReq_Options_{Options: options("s", esdb.Any{})}},
		},
		"no id": {
			{Content: &streams.AppendReq_Options_{Options: options("s", esdb.Any{})}},
			{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{Metadata: map[string]string{"type": "t"}}}},
		},
		"type key missing": {
			{Content: &streams.AppendReq_Options_{Options: options("s", esdb.Any{})}},
			{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{Id: structured(event(0).ID)}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.on(t)
			call, err := s.streams().Append(ctx)
			require.NoError(t, err)
			for _, m := range messages {
				_ = call.Send(m)
			}
			_, err = call.CloseAndRecv()
			require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
			if name == "type key missing" {
				require.Equal(t, []string{"missing-required-metadata-property"}, call.Trailer().Get("exception"))
			}
		})
	}
	require.Empty(t, s.contents("s"))
}

// TestRefusedAppendIsHeardOut: a client may send the rest of an append that is
// refused already, so that it gets to the answer. It is more than is on its way
// before somebody receives it.
func TestRefusedAppendIsHeardOut(t *testing.T) {
	s := serveLimited(t, node.Config{Writer: writer}, node.Limits{Polite: time.Hour})
	call, err := s.streams().Append(as(within(t), writer))
	require.NoError(t, err)
	require.NoError(t, call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options("$settings", esdb.Any{})}}))
	part := event(0)
	part.Data = make([]byte, 256<<10)
	for range 12 {
		require.NoError(t, call.Send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: proposed(part)}}), "it is cut off")
	}
	_, err = call.CloseAndRecv()
	require.Equal(t, codes.PermissionDenied, status.Code(err), "%v", err)
}

// TestLimitsWhileArriving: what no store takes is refused before it has
// arrived whole. The client here never ends its call.
func TestLimitsWhileArriving(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	ctx := as(within(t), writer)
	large := event(0)
	large.Data = make([]byte, eventstore.MaxRecordBytes)
	megabyte := event(0)
	megabyte.Data = make([]byte, eventstore.MaxRecordBytes-len(megabyte.Type)-len(megabyte.Metadata))
	for name, c := range map[string]struct {
		event eventstore.Event
		sizes string
		says  string
	}{
		"record bytes":  {large, "1048576", "record bytes"},
		"append bytes":  {megabyte, "67108864", "bytes in one append"},
		"append events": {event(0), "", "events in one append"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.on(t)
			call, err := s.streams().Append(ctx)
			require.NoError(t, err)
			m := &streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options("s", esdb.NoStream{})}}
			sent := -1
			for ; call.Send(m) == nil; sent++ {
				m = &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: proposed(c.event)}}
				require.Less(t, sent, 50_000, "the node takes more than any store does")
			}
			err = call.RecvMsg(&streams.AppendResp{})
			require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
			require.Contains(t, err.Error(), c.says)
			if c.sizes != "" {
				require.Equal(t, []string{"maximum-append-size-exceeded"}, call.Trailer().Get("exception"))
				require.Equal(t, []string{c.sizes}, call.Trailer().Get("maximum-append-size"))
			}
		})
	}
	require.Empty(t, s.contents("s"))
}

// TestLargestAppend: what a store just takes, a node does.
func TestLargestAppend(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	ctx := as(within(t), writer)
	largest := event(0)
	largest.Data = make([]byte, eventstore.MaxRecordBytes-len(largest.Type)-len(largest.Metadata))
	for stream, all := range map[string][]eventstore.Event{
		"many":  events(0, eventstore.MaxAppendEvents),
		"large": {largest},
	} {
		answer, _, err := s.append(ctx, stream, esdb.NoStream{}, all...)
		require.NoError(t, err)
		require.EqualValues(t, len(all)-1, answer.GetSuccess().GetCurrentRevision())
		require.Equal(t, all, s.contents(stream))
	}
}

// TestAppendKeepsBytes: what a client appends is what the store holds.
func TestAppendKeepsBytes(t *testing.T) {
	s := serveTLS(t, node.Config{Writer: writer})
	client := s.client(writer)
	want := []eventstore.Event{
		{ID: uuid.New(), Type: "受理", Data: []byte{0, 1, 0xff}, Metadata: []byte("{ }\n")},
		{ID: uuid.New(), Type: "empty"},
	}
	var data []esdb.EventData
	for _, e := range want {
		data = append(data, esdb.EventData{EventID: e.ID, EventType: e.Type, Data: e.Data, Metadata: e.Metadata})
	}
	_, err := client.AppendToStream(within(t), "流-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, data...)
	require.NoError(t, err)
	got := s.contents("流-1")
	require.Len(t, got, 2)
	for i := range want {
		require.Equal(t, want[i].ID, got[i].ID)
		require.Equal(t, want[i].Type, got[i].Type)
		require.Equal(t, string(want[i].Data), string(got[i].Data))
		require.Equal(t, string(want[i].Metadata), string(got[i].Metadata))
	}
	_, err = client.AppendToStream(within(t), "流-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, esdb.EventData{EventType: "t"})
	var known *esdb.Error
	require.ErrorAs(t, err, &known)
	require.Equal(t, esdb.ErrorCodeWrongExpectedVersion, known.Code())
	require.Contains(t, err.Error(), "expecting 'no_stream' but got '1'")
}
