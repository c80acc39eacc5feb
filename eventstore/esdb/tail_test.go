package esdb_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
)

// A watched server has an empty log, of which it tells those who subscribe what
// the test says.
type watched struct {
	fake
	subscribed func(streams.Streams_ReadServer) error
}

func (w watched) Read(request *streams.ReadReq, to streams.Streams_ReadServer) error {
	if request.GetOptions().GetSubscription() == nil {
		return nil
	}
	return w.subscribed(to)
}

// confirm begins a subscription and tells of one event.
func confirm(to streams.Streams_ReadServer, position uint64) error {
	err := to.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "s"}}})
	if err != nil {
		return err
	}
	if err := to.Send(readEvent(uuid.New(), "s", 0, position)); err != nil {
		return err
	}
	<-to.Context().Done()
	return nil
}

// soon is a context that ends where waiting was in vain.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// Whoever waits hears that it is not allowed, and may ask again when it is.
func TestWaitingThatIsNotAllowed(t *testing.T) {
	leavesNothing(t)
	for name, c := range map[string]struct {
		refuse func(to streams.Streams_ReadServer) error
	}{
		"at once": {func(streams.Streams_ReadServer) error { return status.Error(codes.PermissionDenied, "not yours") }},
		"later": {func(to streams.Streams_ReadServer) error {
			err := to.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "s"}}})
			if err != nil {
				return err
			}
			return status.Error(codes.PermissionDenied, "not yours")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var allowed atomic.Bool
			store := open(t, serveFake(t, watched{subscribed: func(to streams.Streams_ReadServer) error {
				if !allowed.Load() {
					return c.refuse(to)
				}
				return confirm(to, 9)
			}}), "discoveryInterval=1")
			const waiting = 5
			errs := make(chan error, waiting)
			for range waiting {
				go func() { errs <- store.Wait(soon(t), 0) }()
			}
			for range waiting {
				var refused *esdb.AccessError
				require.ErrorAs(t, <-errs, &refused)
				require.Equal(t, "not yours", refused.Reason)
			}
			allowed.Store(true)
			require.NoError(t, store.Wait(soon(t), 0))
		})
	}
}

// A server that does not confirm a subscription is not waited for without end.
func TestSubscriptionThatIsNotConfirmed(t *testing.T) {
	leavesNothing(t)
	var asked atomic.Int64
	store := open(t, serveFake(t, watched{subscribed: func(to streams.Streams_ReadServer) error {
		if asked.Add(1) == 1 {
			<-to.Context().Done()
			return nil
		}
		return confirm(to, 9)
	}}), "discoveryInterval=1", "defaultDeadline=500")
	require.NoError(t, store.Wait(soon(t), 0))
	require.Greater(t, asked.Load(), int64(1), "it was asked again")
}

// In a busyLog an event is appended just after somebody has seen where it ends.
type busyLog struct {
	eventstore.Store
	append atomic.Bool
}

func (s *busyLog) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range s.Store.ReadAllBackward(ctx, before) {
			if s.append.CompareAndSwap(true, false) {
				_, err = s.Append(ctx, uuid.NewString(), eventstore.NoStream, event())
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// What is appended between the last look at the log and the subscription wakes
// who waits.
func TestAppendBeforeTheSubscription(t *testing.T) {
	leavesNothing(t)
	log := &busyLog{Store: embedded(t)}
	position, err := log.Append(t.Context(), "s", eventstore.NoStream, event())
	require.NoError(t, err)
	address, _ := serve(t, log, "127.0.0.1:0")
	store := open(t, address)
	log.append.Store(true)
	require.NoError(t, store.Wait(soon(t), position))
	require.False(t, log.append.Load())
}
