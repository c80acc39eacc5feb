package node_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// batch is one call of BatchAppend.
type batch struct {
	t    testing.TB
	call streams.Streams_BatchAppendClient
}

func (s *served) batch(ctx context.Context) *batch {
	call, err := s.streams().BatchAppend(ctx)
	require.NoError(s.t, err)
	return &batch{s.t, call}
}

func toStream(stream string) *streams.BatchAppendReq_Options {
	return &streams.BatchAppendReq_Options{
		StreamIdentifier:       named(stream),
		ExpectedStreamPosition: &streams.BatchAppendReq_Options_Any{Any: &emptypb.Empty{}},
	}
}

func toNew(stream string) *streams.BatchAppendReq_Options {
	o := toStream(stream)
	o.ExpectedStreamPosition = &streams.BatchAppendReq_Options_NoStream{NoStream: &emptypb.Empty{}}
	return o
}

func deadline(d time.Duration) *streams.BatchAppendReq_Options_Deadline {
	return &streams.BatchAppendReq_Options_Deadline{Deadline: durationpb.New(d)}
}

func (b *batch) send(id *shared.UUID, o *streams.BatchAppendReq_Options, final bool, events ...eventstore.Event) {
	r := &streams.BatchAppendReq{CorrelationId: id, Options: o, IsFinal: final}
	for _, e := range events {
		r.ProposedMessages = append(r.ProposedMessages, &streams.BatchAppendReq_ProposedMessage{
			Id: structured(e.ID), Metadata: map[string]string{"type": e.Type, "content-type": "application/json"}, Data: e.Data, CustomMetadata: e.Metadata,
		})
	}
	require.NoError(b.t, b.call.Send(r))
}

// answer receives the next answer, which is to the append id.
func (b *batch) answer(id *shared.UUID) *streams.BatchAppendResp {
	r, err := b.call.Recv()
	require.NoError(b.t, err)
	require.True(b.t, proto.Equal(id, r.CorrelationId), "got an answer to %v, want one to %v", r.CorrelationId, id)
	return r
}

func (b *batch) success(id *shared.UUID, stream string, revision uint64) *streams.BatchAppendResp_Success {
	r := b.answer(id)
	require.NotNil(b.t, r.GetSuccess(), "%v", r)
	require.Equal(b.t, stream, string(r.StreamIdentifier.StreamName))
	require.Equal(b.t, revision, r.GetSuccess().GetCurrentRevision())
	require.NotZero(b.t, r.GetSuccess().GetPosition().GetCommitPosition())
	require.Equal(b.t, r.GetSuccess().GetPosition().GetCommitPosition(), r.GetSuccess().GetPosition().GetPreparePosition())
	return r.GetSuccess()
}

// failure expects an error, and that its one detail is what is wanted.
func (b *batch) failure(id *shared.UUID, code codes.Code, want proto.Message) string {
	r := b.answer(id)
	require.NotNil(b.t, r.GetError(), "%v", r)
	require.EqualValues(b.t, code, r.GetError().GetCode(), "%v", r)
	// Read as the official protocol has it, with a detail and not a list.
	raw, err := proto.Marshal(r.GetError())
	require.NoError(b.t, err)
	var detail *anypb.Any
	for _, d := range r.GetError().GetDetails() {
		detail = d
	}
	require.NotNil(b.t, detail, "%x", raw)
	got, err := detail.UnmarshalNew()
	require.NoError(b.t, err)
	if bad, ok := want.(*shared.BadRequest); ok && bad.Message == "" {
		require.IsType(b.t, want, got)
		return r.GetError().GetMessage()
	}
	require.True(b.t, proto.Equal(want, got), "got %v, want %v", got, want)
	return r.GetError().GetMessage()
}

func newID() *shared.UUID { return structured(uuid.New()) }

// TestBatchAppend: appends of one call, in chunks and interleaved, are
// appended in the order in which they are complete.
func TestBatchAppend(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	b := s.batch(as(within(t), writer))
	one, two := newID(), &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}}
	b.send(one, toNew("one"), false, events(0, 2)...)
	b.send(two, toNew("two"), false, event(10))
	b.send(one, nil, false, event(2))
	b.send(two, nil, true, event(11))
	second := b.success(two, "two", 1)
	b.send(one, nil, true)
	first := b.success(one, "one", 2)
	require.Greater(t, first.GetPosition().GetCommitPosition(), second.GetPosition().GetCommitPosition())
	require.Equal(t, events(0, 3), s.contents("one"))
	require.Equal(t, events(10, 12), s.contents("two"))

	// The same again, and many at once.
	again := newID()
	b.send(again, toNew("one"), true, events(0, 3)...)
	require.True(t, proto.Equal(first, b.success(again, "one", 2)))
	var ids []*shared.UUID
	for n := range 50 {
		ids = append(ids, newID())
		b.send(ids[n], toStream("many"), true, event(100+n))
	}
	for n, id := range ids {
		b.success(id, "many", uint64(n))
	}
	require.NoError(t, b.call.CloseSend())
	require.ErrorContains(t, b.call.RecvMsg(&streams.BatchAppendResp{}), "EOF")
}

// TestBatchErrors: one append that fails is answered, and the call goes on.
func TestBatchErrors(t *testing.T) {
	var logged log
	s := serve(t, node.Config{Writer: writer, Logger: slog.New(slog.NewTextHandler(&logged, nil))})
	s.write("stream", eventstore.NoStream, events(0, 2)...)
	b := s.batch(as(within(t), writer))
	empty := &emptypb.Empty{}

	id := newID()
	b.send(id, toNew("stream"), true, event(5))
	b.failure(id, codes.AlreadyExists, &shared.WrongExpectedVersion{
		CurrentStreamRevisionOption:  &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: 1},
		ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: empty},
	})
	at := toStream("missing")
	at.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamPosition{StreamPosition: 7}
	b.send(id, at, true, event(5))
	b.failure(id, codes.AlreadyExists, &shared.WrongExpectedVersion{
		CurrentStreamRevisionOption:  &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: empty},
		ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: 7},
	})
	exists := toStream("missing")
	exists.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamExists{StreamExists: empty}
	b.send(id, exists, true, event(5))
	b.failure(id, codes.AlreadyExists, &shared.WrongExpectedVersion{
		CurrentStreamRevisionOption:  &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: empty},
		ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: empty},
	})

	b.send(id, toStream("$$stream"), true, event(5))
	require.Contains(t, b.failure(id, codes.PermissionDenied, &shared.AccessDenied{}), "metadata is not kept")

	large := event(5)
	large.Data = make([]byte, eventstore.MaxRecordBytes)
	b.send(id, toStream("stream"), false, large)
	b.failure(id, codes.InvalidArgument, &shared.MaximumAppendSizeExceeded{MaxAppendSize: eventstore.MaxRecordBytes})
	// Its further chunks are dropped, whatever they say.
	b.send(id, toStream("stream"), false, event(5))
	b.send(id, nil, true, event(5))

	bad := &shared.BadRequest{}
	b.send(id, toStream("stream"), true)
	require.Contains(t, b.failure(id, codes.InvalidArgument, bad), "at least one")
	b.send(id, &streams.BatchAppendReq_Options{StreamIdentifier: named("stream")}, true, event(5))
	b.failure(id, codes.InvalidArgument, bad)
	nameless := toStream("")
	nameless.StreamIdentifier = nil
	b.send(id, nameless, true, event(5))
	b.failure(id, codes.InvalidArgument, bad)
	b.send(nil, toStream("stream"), true, event(5))
	b.failure(nil, codes.InvalidArgument, bad)
	word := &shared.UUID{Value: &shared.UUID_String_{String_: "one"}}
	b.send(word, toStream("stream"), true, event(5))
	b.failure(word, codes.InvalidArgument, bad)

	// A chunk of nothing that is known is dropped.
	b.send(newID(), nil, true, event(5))
	b.send(id, toStream("stream"), true, event(9))
	b.success(id, "stream", 2)
	require.Equal(t, []eventstore.Event{event(0), event(1), event(9)}, s.contents("stream"))
	require.Empty(t, logged.String(), "none of it is a fault of the node")
}

// TestBatchDeadlines: an append that is late is answered with Timeout, whether
// it was late when it came or its rest never comes.
func TestBatchDeadlines(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	b := s.batch(as(within(t), writer))
	for _, late := range []func(*streams.BatchAppendReq_Options){
		func(o *streams.BatchAppendReq_Options) {
			o.DeadlineOption = deadline(0)
		},
		func(o *streams.BatchAppendReq_Options) {
			o.DeadlineOption = &streams.BatchAppendReq_Options_Deadline_21_10_0{Deadline_21_10_0: timestamppb.New(time.Now().Add(-time.Second))}
		},
	} {
		id, o := newID(), toStream("late")
		late(o)
		b.send(id, o, true, event(0))
		b.failure(id, codes.DeadlineExceeded, &shared.Timeout{})
	}
	id, o := newID(), toStream("late")
	o.DeadlineOption = deadline(50 * time.Millisecond)
	b.send(id, o, false, event(0))
	b.failure(id, codes.DeadlineExceeded, &shared.Timeout{})
	b.send(id, nil, true, event(1))

	id, o = newID(), toStream("in time")
	o.DeadlineOption = &streams.BatchAppendReq_Options_Deadline_21_10_0{Deadline_21_10_0: timestamppb.New(time.Now().Add(time.Minute))}
	b.send(id, o, true, event(0))
	b.success(id, "in time", 0)
	require.Empty(t, s.contents("late"))
}

// TestBatchIsBounded: what is unfinished is limited in number and in bytes,
// and what was refused makes room.
func TestBatchIsBounded(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	b := s.batch(as(within(t), writer))
	for range 1000 {
		b.send(newID(), toStream("s"), false)
	}
	id := newID()
	b.send(id, toStream("s"), true, event(1))
	_, err := b.call.Recv()
	require.Equal(t, codes.ResourceExhausted, status.Code(err), "%v", err)

	megabyte := event(2)
	megabyte.Data = make([]byte, eventstore.MaxRecordBytes-len(megabyte.Type)-len(megabyte.Metadata))
	b = s.batch(as(within(t), writer))
	var ids []*shared.UUID
	for range 64 {
		ids = append(ids, newID())
		b.send(ids[len(ids)-1], toStream("large"), false, megabyte)
	}
	b.send(id, toStream("large"), true, event(3))
	b.failure(id, codes.InvalidArgument, &shared.MaximumAppendSizeExceeded{MaxAppendSize: eventstore.MaxAppendBytes})
	b.send(ids[0], nil, true)
	b.success(ids[0], "large", 0)
	b.send(id, toStream("large"), true, event(3))
	b.success(id, "large", 1)
}
