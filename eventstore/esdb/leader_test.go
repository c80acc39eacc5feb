package esdb_test

import (
	"context"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
)

// A member of a cluster, the only one, that notes what is asked of a leader.
type member struct {
	fake

	mu    sync.Mutex
	asked map[string][]string // by call, the header requires-leader
}

func (m *member) note(ctx context.Context, call string) {
	md, _ := metadata.FromIncomingContext(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[call] = md.Get("requires-leader")
}

func (m *member) Read(_ *streams.ReadReq, to streams.Streams_ReadServer) error {
	m.note(to.Context(), "read")
	return nil
}

func (m *member) Append(from streams.Streams_AppendServer) error {
	m.note(from.Context(), "append")
	return from.SendAndClose(written(0, 7))
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
			m := &member{asked: map[string][]string{}}
			address := serveFake(t, m)
			store := openAt(t, "esdb://"+address+","+address+settings)
			position, err := store.Append(t.Context(), "s", eventstore.NoStream, event())
			if want == nil {
				var invalid *eventstore.InvalidError
				require.ErrorAs(t, err, &invalid)
			} else {
				require.NoError(t, err)
				require.EqualValues(t, 7, position)
			}
			require.NoError(t, store.Close())
			m.mu.Lock()
			defer m.mu.Unlock()
			require.Equal(t, want, m.asked["append"])
			require.Equal(t, want, m.asked["read"])
		})
	}
}
