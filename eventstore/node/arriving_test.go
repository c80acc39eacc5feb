package node_test

import (
	"context"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// TestArriving: what an append holds while it arrives it gives back, however it
// ends.
func TestArriving(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	s.write("stream", eventstore.NoStream, event(0))
	ctx := func() context.Context { return as(within(t), writer) }
	held := func() { // until it is
		t.Helper()
		until(t, func() bool { return s.node.Arriving() > 0 })
	}
	large := event(5)
	large.Data = make([]byte, eventstore.MaxRecordBytes)
	send := func(call streams.Streams_AppendClient, e eventstore.Event) {
		require.NoError(t, call.Send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: proposed(e)}}))
	}
	begun := func(ctx context.Context) streams.Streams_AppendClient {
		call, err := s.streams().Append(ctx)
		require.NoError(t, err)
		require.NoError(t, call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options("new", esdb.Any{})}}))
		send(call, event(1))
		held()
		return call
	}
	for name, end := range map[string]func(){
		"appended": func() {
			_, err := begun(ctx()).CloseAndRecv()
			require.NoError(t, err)
		},
		"conflict": func() {
			answer, _, err := s.append(ctx(), "stream", esdb.NoStream{}, event(1))
			require.NoError(t, err)
			require.NotNil(t, answer.GetWrongExpectedVersion())
		},
		"refused": func() {
			call := begun(ctx())
			send(call, large)
			_, err := call.CloseAndRecv()
			require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
		},
		"cut off": func() {
			ctx, cancel := context.WithCancel(ctx())
			begun(ctx)
			cancel()
		},
		"batch": func() {
			b := s.batch(ctx())
			ids := []*shared.UUID{newID(), newID(), newID(), newID()}
			for _, id := range ids {
				b.send(id, toNew("of a batch"), false, event(1))
				held()
			}
			b.send(ids[0], nil, true, event(2))
			b.success(ids[0], "of a batch", 1)
			b.send(ids[1], nil, true, event(3))
			require.EqualValues(t, codes.AlreadyExists, b.answer(ids[1]).GetError().GetCode())
			b.send(ids[2], nil, false, large)
			b.failure(ids[2], codes.InvalidArgument, &shared.MaximumAppendSizeExceeded{MaxAppendSize: eventstore.MaxRecordBytes})
			e := event(1)
			require.EqualValues(t, e.Size(), s.node.Arriving(), "the last one is held, and nothing else")
			require.NoError(t, b.call.CloseSend())
		},
	} {
		t.Run(name, func(t *testing.T) {
			end()
			until(t, func() bool { return s.node.Arriving() == 0 })
		})
	}
}
