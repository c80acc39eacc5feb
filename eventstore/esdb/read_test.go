package esdb_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
)

// A read goes on into what its body appends, also where the log ended just where
// a page did.
func TestReadThatEndsWithAPage(t *testing.T) {
	address, _ := serve(t, embedded(t), "127.0.0.1:0")
	store := open(t, address)
	for _, size := range []int{1, 2, 255, 256, 257, 2048, 256 + 2048, 256 + 2048 + 1} {
		stream := fmt.Sprintf("s-%d", size)
		events := make([]eventstore.Event, size)
		for i := range events {
			events[i] = event()
		}
		before := eventstore.Position(0)
		for last, err := range store.ReadAllBackward(t.Context(), eventstore.EndPosition) {
			require.NoError(t, err)
			before = last.Position
			break
		}
		_, err := store.Append(t.Context(), stream, eventstore.NoStream, events...)
		require.NoError(t, err)
		n := 0
		for r, err := range store.ReadStream(t.Context(), stream, 0) {
			require.NoError(t, err)
			if n++; n == size {
				_, err := store.Append(t.Context(), stream, r.Revision, event())
				require.NoError(t, err)
			}
		}
		require.Equal(t, size+1, n, "a stream of %d", size)
		n = 0
		for r, err := range store.ReadAll(t.Context(), before) {
			require.NoError(t, err)
			if n++; n == size+1 {
				_, err := store.Append(t.Context(), stream, r.Revision, event())
				require.NoError(t, err)
			}
		}
		require.Equal(t, size+2, n, "all, %d", size)
	}
}

// An append that was not answered may be written, whatever the next attempt is
// told; and bytes belong to the caller again once Append has returned.
func TestAnswerOfALaterAttempt(t *testing.T) {
	log := embedded(t)
	storm := &stormy{Store: log}
	address, _ := serve(t, refusing{storm}, "127.0.0.1:0")
	store := open(t, address, "discoveryInterval=1", "maxDiscoverAttempts=3")
	storm.left.Store(1)
	_, err := store.Append(t.Context(), "s", eventstore.NoStream, event())
	var corrupt *eventstore.CorruptError
	require.ErrorAs(t, err, &corrupt)
	require.ErrorIs(t, err, eventstore.ErrUncertain)
	_, err = store.Append(t.Context(), "other", eventstore.NoStream, event())
	require.ErrorAs(t, err, &corrupt)
	require.NotErrorIs(t, err, eventstore.ErrUncertain, "it was answered at once")
}

// A slowServer takes so long for what it answers that it is not fresh any more.
type slowServer struct{ eventstore.Store }

func (s slowServer) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	time.Sleep(50 * time.Millisecond)
	return s.Store.ReadStreamBackward(ctx, stream, from)
}

// After the end there is nothing, also where it was asked for long ago.
func TestReadFromTheEnd(t *testing.T) {
	address, _ := serve(t, slowServer{filled(t, 3)}, "127.0.0.1:0")
	store := open(t, address)
	n, err := lengthOf(store.ReadStream(t.Context(), "s", eventstore.End))
	require.NoError(t, err)
	require.Zero(t, n)
	n, err = lengthOf(store.ReadAll(t.Context(), eventstore.EndPosition))
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = lengthOf(store.ReadStream(t.Context(), "other", eventstore.End))
	require.ErrorIs(t, err, eventstore.ErrNotFound)
}
