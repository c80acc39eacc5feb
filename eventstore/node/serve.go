package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

const (
	// maxMessageBytes is the largest message that is received. One event of
	// the largest size fits, and so do the chunks of a batch.
	maxMessageBytes = 8 << 20
	// maxHeaderBytes is the most that the headers of a call may take.
	maxHeaderBytes = 16 << 10
	// windowBytes is how much of a call is taken before its message is wanted.
	windowBytes = 64 << 10
	// workers is how many goroutines are kept for calls. More calls at once
	// get goroutines of their own.
	workers = 64
	// maxCalls is how many calls one connection may have open. One more is not
	// refused: its client holds it back until another ends.
	maxCalls = 100
)

// errEnding is why a call ends when its node does.
var errEnding = errors.New("the node is shutting down")

// Serve answers calls on a listener until ctx ends; then it returns nil, after
// the appends that were accepted have been answered. Subscriptions and reads
// are cut short, and what is not finished within five seconds is broken off.
//
// The listener is closed in any case. One that other machines can reach is
// refused with an [*InsecureError] unless TLS and a reader's credentials are
// set.
func (n *Node) Serve(ctx context.Context, l net.Listener) error {
	if err := n.CheckListener(l); err != nil {
		return errors.Join(err, l.Close())
	}
	ending, end := context.WithCancelCause(context.Background())
	defer end(nil)
	server := n.server(&service{Node: n, address: l.Addr(), ending: ending, tail: &tail{store: n.store}})
	served := make(chan error, 1)
	go func() { served <- server.Serve(&door{Listener: l, limits: n.limits}) }()

	select {
	case <-ctx.Done():
		end(errEnding)
		finish(server, n.limits.patience)
		<-served // by now it has closed the listener
		return nil
	case err := <-served:
		end(errEnding)
		finish(server, n.limits.patience)
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
}

// finish lets accepted calls finish, with bounded patience: then they are broken
// off. It returns when none of them touches the store any more, which GracefulStop
// waits for in either case.
func finish(server *grpc.Server, patience time.Duration) {
	done := make(chan struct{})
	go func() {
		server.GracefulStop()
		close(done)
	}()
	impatient := time.AfterFunc(patience, server.Stop)
	<-done
	impatient.Stop()
}

// service answers the calls that come in by one listener.
type service struct {
	*Node
	address net.Addr
	ending  context.Context
	tail    *tail

	streams.UnimplementedStreamsServer
	serverfeatures.UnimplementedServerFeaturesServer
}

func (n *Node) server(s *service) *grpc.Server {
	options := []grpc.ServerOption{
		grpc.InTapHandle(s.recognise),
		grpc.StreamInterceptor(s.intercept),
		grpc.UnknownServiceHandler(unknown),
		grpc.ForceServerCodecV2(codec{}),
		grpc.MaxRecvMsgSize(maxMessageBytes),
		grpc.MaxHeaderListSize(maxHeaderBytes),
		grpc.MaxConcurrentStreams(maxCalls),
		// A client that has no call open may ping, and one that is gone is
		// noticed.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: n.limits.idle, Time: 10 * time.Second, Timeout: 10 * time.Second}),
		// The default buffer holds a hundred events or so. What is written is
		// the answers; a connection has this buffer only while it writes.
		grpc.WriteBufferSize(256 << 10),
		// What a call is sent before it is looked at.
		grpc.InitialWindowSize(windowBytes),
		grpc.InitialConnWindowSize(8 << 20),
		grpc.ConnectionTimeout(20 * time.Second),
		// A new goroutine for each call spends a tenth of the time of a short
		// one on growing its stack.
		grpc.NumStreamWorkers(workers),
	}
	if n.tls != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(n.tls)))
	}
	server := grpc.NewServer(options...)
	server.RegisterService(streamed(streams.Streams_ServiceDesc), s)
	server.RegisterService(streamed(serverfeatures.ServerFeatures_ServiceDesc), s)
	server.RegisterService(streamed(gossip.Gossip_ServiceDesc), gossiper{service: s})
	return server
}

// untilEnd is a call's context that ends when the node does, too.
func (s *service) untilEnd(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.ending, func() { cancel(errEnding) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}
