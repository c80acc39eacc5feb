package esdb_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
)

// elsewhere is a server that appends elsewhere than it was told to, such as at the
// end of a stream that was deleted.
type elsewhere struct{ fake }

func (elsewhere) Read(*streams.ReadReq, streams.Streams_ReadServer) error { return nil }

func (elsewhere) Append(from streams.Streams_AppendServer) error {
	return from.SendAndClose(written(5, 77))
}

// An append that was acknowledged at another place than it has is not done.
func TestAppendThatEndsElsewhere(t *testing.T) {
	leavesNothing(t)
	store := open(t, serveFake(t, elsewhere{}))
	for expected, isThere := range map[eventstore.Revision]bool{eventstore.NoStream: false, 3: false, 4: true, 5: false} {
		_, err := store.Append(t.Context(), "s", expected, event())
		if isThere {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, eventstore.ErrUncertain)
		require.ErrorContains(t, err, "ends with revision 5")
	}
}
