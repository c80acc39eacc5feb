package node_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// begin calls a method that takes one message and sends so many bytes of one,
// but does not end it.
func begin(t testing.TB, ctx context.Context, conn *grpc.ClientConn, method string, size int) grpc.ClientStream {
	call, err := conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, method)
	require.NoError(t, err)
	err = call.SendMsg(&shared.StreamIdentifier{StreamName: make([]byte, size)})
	if err != nil {
		require.ErrorIs(t, err, io.EOF, "the node has answered")
	}
	return call
}

// answer is the code of what a call gets.
func answer(call grpc.ClientStream) (codes.Code, error) {
	err := call.RecvMsg(&shared.Empty{})
	return status.Code(err), err
}

// readBy reads by a connection, and says how that went.
func readBy(ctx context.Context, conn *grpc.ClientConn) error {
	call, err := streams.NewStreamsClient(conn).Read(ctx, &streams.ReadReq{Options: reading()})
	if err == nil {
		_, err = call.Recv()
	}
	return err
}

// served by a node with a reader, a writer and one event.
func serveGuarded(t *testing.T, limits node.Limits) *served {
	s := serveLimited(t, node.Config{Reader: reader, Writer: writer}, limits)
	s.write("stream", eventstore.NoStream, event(0))
	return s
}

// until waits for what is on its way.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for ctx := within(t); !done(); time.Sleep(time.Millisecond) {
		require.NoError(t, ctx.Err(), "it does not come")
	}
}

const features = serverfeatures.ServerFeatures_GetSupportedMethods_FullMethodName

// TestLookedAtFirst: who may not call is refused before its message has come.
func TestLookedAtFirst(t *testing.T) {
	t.Parallel()
	s := serveGuarded(t, node.Limits{RequestTime: time.Hour})
	for _, method := range []string{
		streams.Streams_Read_FullMethodName, streams.Streams_Append_FullMethodName, streams.Streams_BatchAppend_FullMethodName,
		streams.Streams_Delete_FullMethodName, streams.Streams_Tombstone_FullMethodName,
	} {
		call := begin(t, within(t), s.dial(), method, 10)
		code, err := answer(call)
		require.Equal(t, codes.PermissionDenied, code, "%s: %v", method, err)
		require.Equal(t, []string{"access-denied"}, call.Trailer().Get("exception"), method)
		code, err = answer(begin(t, as(within(t), stranger), s.dial(), method, 10))
		require.Equal(t, codes.Unauthenticated, code, "%s: %v", method, err)
	}
}

// TestStrangerBytes: a connection that shows no credentials is closed when it
// has sent more than little.
func TestStrangerBytes(t *testing.T) {
	s := serveGuarded(t, node.Limits{RequestTime: time.Hour})
	for _, c := range []*node.Credentials{nil, stranger} {
		call := begin(t, as(within(t), c), s.dial(), features, 1<<20)
		code, err := answer(call)
		require.Equal(t, codes.Unavailable, code, "%v", err)
	}
	// In many calls it is no more.
	conn, asked := s.dial(), 0
	code, err := codes.OK, error(nil)
	for ; code == codes.OK && asked < 20; asked++ {
		call := begin(t, within(t), conn, features, 20<<10)
		_ = call.CloseSend()
		code, err = answer(call)
	}
	require.Equal(t, codes.Unavailable, code, "%v", err)
	require.Greater(t, asked, 2)

	// Who shows them first may send it.
	for _, c := range []*node.Credentials{reader, writer} {
		conn := s.dial()
		require.NoError(t, readBy(as(within(t), c), conn))
		call := begin(t, within(t), conn, features, 1<<20)
		require.NoError(t, call.CloseSend())
		code, err := answer(call)
		require.Equal(t, codes.OK, code, "%v", err)
	}
}

// TestStrangerCalls: a connection that shows no credentials has few calls, and
// when it shows them it has more.
func TestStrangerCalls(t *testing.T) {
	s := serveGuarded(t, node.Limits{StrangerCalls: 3, RequestTime: time.Hour})
	conn := s.dial()
	ask := func() error {
		_, err := gossip.NewGossipClient(conn).Read(within(t), &shared.Empty{})
		return err
	}
	ctx, cancel := context.WithCancel(within(t))
	answers := make(chan codes.Code, 4)
	for range cap(answers) {
		call := begin(t, ctx, conn, features, 10)
		go func() {
			code, _ := answer(call)
			answers <- code
		}()
	}
	require.Equal(t, codes.ResourceExhausted, <-answers, "one of four")
	require.Equal(t, codes.ResourceExhausted, status.Code(ask()))
	_, err := gossip.NewGossipClient(s.dial()).Read(within(t), &shared.Empty{})
	require.NoError(t, err, "another stranger")
	require.NoError(t, readBy(as(within(t), reader), s.dial()))
	require.NoError(t, readBy(as(within(t), reader), conn))
	require.NoError(t, ask())
	cancel()
	for range 3 {
		require.Equal(t, codes.Canceled, <-answers)
	}

	// What has ended makes room.
	conn = s.dial()
	for range 20 {
		require.NoError(t, ask())
	}
}

// TestConnections: one too many takes the place of the oldest stranger's, and
// of nobody else's.
func TestConnections(t *testing.T) {
	s := serveGuarded(t, node.Limits{Connections: 4})
	closed := func(c net.Conn) bool {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(30*time.Second)))
		_, err := io.Copy(io.Discard, c)
		return err == nil || strings.Contains(err.Error(), "reset")
	}
	var silent []net.Conn
	for range 10 {
		c, err := net.Dial("tcp", s.address)
		require.NoError(t, err)
		defer func() { _ = c.Close() }()
		silent = append(silent, c)
	}
	for _, c := range silent[:6] {
		require.True(t, closed(c), "the oldest leave")
	}
	var known []*grpc.ClientConn
	for range 4 {
		known = append(known, s.dial())
		require.NoError(t, readBy(as(within(t), reader), known[len(known)-1]))
	}
	for _, c := range silent[6:] {
		require.True(t, closed(c), "strangers leave for a reader")
	}
	c, err := net.Dial("tcp", s.address)
	require.NoError(t, err)
	defer func() { _ = c.Close() }()
	require.True(t, closed(c), "there is no place for a stranger")
	late := s.dial()
	require.Equal(t, codes.Unavailable, status.Code(readBy(as(within(t), reader), late)))
	for _, c := range known {
		require.NoError(t, readBy(as(within(t), reader), c))
	}
	require.NoError(t, known[2].Close())
	until(t, func() bool { return readBy(as(within(t), reader), late) == nil })
}

// TestIdle: a connection without a call is closed, and its client goes on.
func TestIdle(t *testing.T) {
	s := serveLimited(t, node.Config{}, node.Limits{Idle: 50 * time.Millisecond})
	s.write("stream", eventstore.NoStream, event(0))
	conn := s.dial()
	for range 3 {
		require.NoError(t, readBy(within(t), conn))
		require.True(t, conn.WaitForStateChange(within(t), connectivity.Ready))
	}
}

// TestRequests: few requests of clients that may not append arrive at once, in
// which strangers have no part, and none may take for ever.
func TestRequests(t *testing.T) {
	s := serveGuarded(t, node.Limits{Requests: 1, RequestTime: time.Hour})
	known := s.dial()
	require.NoError(t, readBy(as(within(t), reader), known))
	begin(t, t.Context(), s.dial(), features, 10)
	require.NoError(t, readBy(as(within(t), reader), known), "a stranger takes nobody's turn")

	ctx, cancel := context.WithCancel(within(t))
	begin(t, as(ctx, reader), known, streams.Streams_Delete_FullMethodName, 6<<20)
	taken := func() bool {
		short, cancel := context.WithTimeout(within(t), 100*time.Millisecond)
		defer cancel()
		return status.Code(readBy(as(short, reader), known)) == codes.DeadlineExceeded
	}
	until(t, taken)
	require.NoError(t, readBy(as(within(t), writer), s.dial()), "a writer needs none")
	waiting := make(chan error, 1)
	go func() { waiting <- readBy(as(within(t), reader), known) }()
	cancel()
	require.NoError(t, <-waiting)

	hasty := serveGuarded(t, node.Limits{Requests: 1, RequestTime: 100 * time.Millisecond})
	for who, c := range map[string]*node.Credentials{"a stranger": nil, "a reader": reader} {
		code, err := answer(begin(t, as(within(t), c), hasty.dial(), features, 10))
		require.Equal(t, codes.DeadlineExceeded, code, "%s: %v", who, err)
		require.ErrorContains(t, err, "did not arrive within 100ms", who)
	}
}

// TestCalls: all connections together have so many calls.
func TestCalls(t *testing.T) {
	s := serveGuarded(t, node.Limits{Calls: 3})
	everything := reading()
	everything.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
	ctx, cancel := context.WithCancel(within(t))
	defer cancel()
	for range 3 {
		call, err := s.streams().Read(as(ctx, reader), &streams.ReadReq{Options: everything})
		require.NoError(t, err)
		_, err = call.Recv()
		require.NoError(t, err)
	}
	err := readBy(as(within(t), reader), s.dial())
	require.Equal(t, codes.ResourceExhausted, status.Code(err), "%v", err)
	cancel()
	until(t, func() bool { return readBy(as(within(t), reader), s.dial()) == nil })
}

// TestCallsOfOneConnection: one connection has a hundred.
func TestCallsOfOneConnection(t *testing.T) {
	s := serveGuarded(t, node.Limits{})
	everything := reading()
	everything.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
	conn := s.dial()
	open := func(ctx context.Context) error {
		call, err := streams.NewStreamsClient(conn).Read(as(ctx, reader), &streams.ReadReq{Options: everything})
		if err == nil {
			_, err = call.Recv()
		}
		return err
	}
	ctx, cancel := context.WithCancel(within(t))
	for range 100 {
		require.NoError(t, open(ctx))
	}
	short, stop := context.WithTimeout(within(t), time.Second)
	defer stop()
	require.Equal(t, codes.DeadlineExceeded, status.Code(open(short)), "one more waits")
	cancel()
	require.NoError(t, open(within(t)))
}

// TestMessageSize: the largest event fits into a message, and not much more.
func TestMessageSize(t *testing.T) {
	s := serveGuarded(t, node.Limits{})
	b := s.batch(as(within(t), writer))
	id := newID()
	large := event(1)
	large.Data = bytes.Repeat([]byte{'x'}, 1000<<10)
	b.send(id, toStream("large"), true, large, large, large, large, large, large, large, large)
	b.success(id, "large", 7)
	b.send(id, toStream("large"), true, large, large, large, large, large, large, large, large, large)
	_, err := b.call.Recv()
	require.Equal(t, codes.ResourceExhausted, status.Code(err), "%v", err)
	require.Len(t, s.contents("large"), 8)
}
