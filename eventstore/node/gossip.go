package node

import (
	"context"
	"net"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc/metadata"
)

// gossiper answers a client that looks for a cluster: there is one member, and
// it leads. It is a type of its own because two services have a method Read.
type gossiper struct {
	*service
	gossip.UnimplementedGossipServer
}

// Read lists the members of the cluster.
func (g gossiper) Read(ctx context.Context, _ *shared.Empty) (*gossip.ClusterInfo, error) {
	at := g.endpoint(ctx)
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		InstanceId:   structuredUUID(g.instance),
		TimeStamp:    ticks(time.Now()),
		State:        gossip.MemberInfo_Leader,
		IsAlive:      true,
		HttpEndPoint: &gossip.EndPoint{Address: at.host, Port: uint32(at.port)},
	}}}, nil
}

// endpoint is where the client should connect: where it is told to, where the
// node listens, or else where the client has found it.
func (g gossiper) endpoint(ctx context.Context) endpoint {
	if g.advertise != (endpoint{}) {
		return g.advertise
	}
	e, err := parseEndpoint(g.address.String())
	if ip := net.ParseIP(e.host); err == nil && ip != nil && !ip.IsUnspecified() {
		return e
	}
	for _, authority := range metadata.ValueFromIncomingContext(ctx, ":authority") {
		if used, err := parseEndpoint(authority); err == nil {
			return used
		}
	}
	return e
}
