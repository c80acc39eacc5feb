package node

import (
	"context"
	"fmt"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
)

const forgetsNothing = "a ledger forgets nothing: no stream can be deleted or truncated"

// Delete is refused.
func (s *service) Delete(context.Context, *streams.DeleteReq) (*streams.DeleteResp, error) {
	return nil, denied(forgetsNothing)
}

// Tombstone is refused.
func (s *service) Tombstone(context.Context, *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	return nil, denied(forgetsNothing)
}

// refuseSystem refuses an append to a stream that belongs to the store.
func refuseSystem(stream string) error {
	if strings.HasPrefix(stream, "$$") {
		return denied(fmt.Sprintf("stream %q: stream metadata is not kept, because it could hide events and a ledger forgets nothing", stream))
	}
	return denied(fmt.Sprintf("stream %q: names that begin with '$' belong to the store", stream))
}

// unknown answers calls of services that the node does not have.
func unknown(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	why := "this node serves reading, appending and subscriptions"
	switch {
	case strings.HasPrefix(method, "/event_store.client.persistent_subscriptions."):
		why = "this node keeps no state for its clients: subscribe to the stream or to $all and keep the position yourself"
	case strings.HasPrefix(method, "/event_store.client.projections."):
		why = "this node runs no projections: the views of the ledger are computed outside the log"
	}
	return refuse(codes.Unimplemented, fmt.Sprintf("%s is not served: %s", method, why), nil)
}
