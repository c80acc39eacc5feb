package node

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
)

// intercept stands before every call, and before its first message is received.
func (s *service) intercept(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) (err error) {
	ctx := stream.Context()
	from, by := guestOf(ctx), ctx.Value(callerKey{}).(caller)
	if by.has < appending {
		r := &request{ServerStream: stream, time: s.limits.requestTime}
		if from.known.Load() {
			r.turns = s.turns
		}
		stream = r
	}
	defer func() {
		if p := recover(); p != nil {
			err = s.panicked(info.FullMethod, p)
		}
		err = s.concluded(ctx, info.FullMethod, err, stream.SetTrailer)
		if err != nil && info.IsClientStream && !info.IsServerStream {
			hearOut(stream, s.limits.polite)
		}
	}()
	end, err := s.begin(from)
	if err != nil {
		return err
	}
	defer end()
	if err := s.access.admit(ctx, by, info.FullMethod); err != nil {
		return err
	}
	return handle(server, stream)
}

// streamed is a service all of whose methods are streams to grpc, which on the
// wire is the same. grpc would receive the whole request of another one before
// it lets anybody look at the call, and lets nobody look where neither side is
// said to stream.
func streamed(service grpc.ServiceDesc) *grpc.ServiceDesc {
	service.Streams = slices.Clip(service.Streams)
	for _, m := range service.Methods {
		service.Streams = append(service.Streams, grpc.StreamDesc{
			StreamName:    m.MethodName,
			ServerStreams: true,
			Handler: func(server any, stream grpc.ServerStream) error {
				answer, err := m.Handler(server, stream.Context(), stream.RecvMsg, nil)
				if err != nil {
					return err
				}
				return stream.SendMsg(answer)
			},
		})
	}
	service.Methods = nil
	return &service
}

// politeBytes is how much of a refused append is still received.
const politeBytes = 4 << 20

// hearOut receives what a client still sends of an append that is refused
// already: one that is cut off while it sends hears that the call has ended, and
// not why.
func hearOut(stream grpc.ServerStream, within time.Duration) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for heard := 0; heard < politeBytes; {
			var m streams.AppendReq
			if err := stream.RecvMsg(&m); err != nil {
				return
			}
			p := m.GetProposedMessage()
			heard += len(p.GetData()) + len(p.GetCustomMetadata()) + 512
		}
	}()
	select {
	case <-done:
	case <-time.After(within): // it ends with the call
	}
}

// concluded turns what a call returned into what is sent. It is the one place
// where an error leaves the node.
func (s *service) concluded(ctx context.Context, method string, err error, setTrailer func(metadata.MD)) error {
	err = failure(ctx, err)
	var r *refusal
	if errors.As(err, &r) {
		if r.trailer != nil {
			setTrailer(r.trailer)
		}
		if r.status.Code() == codes.Unauthenticated {
			s.log.Warn("a client gave wrong credentials", "call", method, "client", client(ctx))
		}
		s.note(r)
		return r.status.Err()
	}
	// What grpc itself says of a connection or of a message is passed on.
	if _, ok := status.FromError(err); ok {
		return err
	}
	s.note(err)
	return status.Error(codes.Internal, internalMessage)
}

func (s *service) panicked(method string, p any) error {
	s.log.Error("a call panicked", "call", method, "panic", p, "stack", string(debug.Stack()))
	return refuse(codes.Internal, internalMessage, nil)
}

// internalMessage is all that a client hears of a fault of the node.
const internalMessage = "the node failed to answer; its log says why"

// note logs what is the fault of the node or of its log, and not of a call.
func (n *Node) note(err error) {
	var conflict *eventstore.ConflictError
	switch status.Code(failure(context.Background(), err)) {
	case codes.DataLoss:
		n.log.Error("the log is damaged", "error", err)
	case codes.Unknown:
		if errors.As(err, &conflict) {
			return
		}
		n.log.Error("a call failed", "error", err)
	}
}

func client(ctx context.Context) string {
	if p, ok := peer.FromContext(ctx); ok && p.Addr != nil {
		return p.Addr.String()
	}
	return "unknown"
}
