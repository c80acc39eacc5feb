package esdb_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
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

// firstPlace is a server that answers an append of two events with the position
// of the first, which the protocol leaves open. The second lies one further.
type firstPlace struct {
	fake
	second uuid.UUID
}

func (s firstPlace) Read(request *streams.ReadReq, to streams.Streams_ReadServer) error {
	if request.GetOptions().GetStream() == nil {
		return nil
	}
	return to.Send(readEvent(s.second, "s", 1, 78))
}

func (firstPlace) Append(from streams.Streams_AppendServer) error {
	return from.SendAndClose(written(1, 77))
}

// The position of an append is that of its last event.
func TestPositionOfSeveralEvents(t *testing.T) {
	leavesNothing(t)
	first, second := event(), event()
	store := open(t, serveFake(t, firstPlace{second: second.ID}))
	position, err := store.Append(t.Context(), "s", eventstore.NoStream, first, second)
	require.NoError(t, err)
	require.EqualValues(t, 78, position)
}
