package esdb_test

import (
	"context"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
)

// A member of a cluster, the only one, that notes what is asked of a leader.
type member struct {
	streams.UnimplementedStreamsServer
	serverfeatures.UnimplementedServerFeaturesServer

	mu    sync.Mutex
	asked map[string][]string // by call, the header requires-leader
}

func (m *member) note(ctx context.Context, call string) {
	md, _ := metadata.FromIncomingContext(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[call] = md.Get("requires-leader")
}

func (m *member) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: "24.10.0"}, nil
}

func (m *member) Read(_ *streams.ReadReq, to streams.Streams_ReadServer) error {
	m.note(to.Context(), "read")
	return nil
}

func (m *member) Append(from streams.Streams_AppendServer) error {
	m.note(from.Context(), "append")
	return from.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_Success_{Success: &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_CurrentRevision{},
		PositionOption:        &streams.AppendResp_Success_Position{Position: &streams.AppendResp_Position{CommitPosition: 7, PreparePosition: 7}},
	}}})
}

// gossips is the member's gossip: a method of the same name reads streams.
type gossips struct {
	gossip.UnimplementedGossipServer
	port int
}

func (g gossips) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		State: gossip.MemberInfo_Leader, IsAlive: true, HttpEndPoint: &gossip.EndPoint{Address: "127.0.0.1", Port: uint32(g.port)},
	}}}, nil
}

// In a cluster what is read and written is read and written at the leader: the
// client never says so by itself.
func TestTheLeaderIsAsked(t *testing.T) {
	for settings, want := range map[string][]string{
		"?tls=false":                         {"true"},
		"?tls=false&nodePreference=follower": nil,
	} {
		t.Run(settings, func(t *testing.T) {
			leavesNothing(t)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			_, port, err := net.SplitHostPort(l.Addr().String())
			require.NoError(t, err)
			number, err := strconv.Atoi(port)
			require.NoError(t, err)
			m := &member{asked: map[string][]string{}}
			server := grpc.NewServer()
			streams.RegisterStreamsServer(server, m)
			serverfeatures.RegisterServerFeaturesServer(server, m)
			gossip.RegisterGossipServer(server, gossips{port: number})
			ended := make(chan error, 1)
			go func() { ended <- server.Serve(l) }()
			store := openAt(t, "esdb://127.0.0.1:"+port+",127.0.0.1:"+port+settings)
			position, err := store.Append(t.Context(), "s", eventstore.NoStream, event())
			if want == nil {
				var invalid *eventstore.InvalidError
				require.ErrorAs(t, err, &invalid)
			} else {
				require.NoError(t, err)
				require.EqualValues(t, 7, position)
			}
			require.NoError(t, store.Close())
			server.Stop()
			require.NoError(t, <-ended)
			require.Equal(t, want, m.asked["append"])
			require.Equal(t, want, m.asked["read"])
		})
	}
}
