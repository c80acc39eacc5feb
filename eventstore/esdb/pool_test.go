package esdb_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
)

// A crossing is a server that answers a read when so many are there that it has
// to wait for, or fails it.
type crossing struct {
	fake
	failures atomic.Int64 // that are to come
	awaited  sync.WaitGroup
}

func (c *crossing) Read(*streams.ReadReq, streams.Streams_ReadServer) error {
	if c.failures.Add(-1) >= 0 {
		return status.Error(codes.Unavailable, "a fault")
	}
	c.awaited.Done()
	c.awaited.Wait()
	return nil
}

// connections counts the connections that a server has.
type connections struct{ n atomic.Int64 }

func (c *connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (c *connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (c *connections) HandleRPC(context.Context, stats.RPCStats)                         {}
func (c *connections) HandleConn(_ context.Context, s stats.ConnStats) {
	switch s.(type) {
	case *stats.ConnBegin:
		c.n.Add(1)
	case *stats.ConnEnd:
		c.n.Add(-1)
	}
}

// What is idle beside a client that met a fault has most likely the same, and is
// given back with it.
func TestAFaultClosesWhatIsIdle(t *testing.T) {
	leavesNothing(t)
	c, open := &crossing{}, &connections{}
	c.awaited.Add(1)
	store := openAt(t, "esdb://"+serveFake(t, c, grpc.StatsHandler(open))+"?tls=false&discoveryInterval=1")
	read := func() error {
		_, err := lengthOf(store.ReadAllBackward(t.Context(), eventstore.EndPosition))
		return err
	}
	const n = 6
	c.awaited.Add(n)
	var reading sync.WaitGroup
	errs := make([]error, n)
	for i := range errs {
		reading.Go(func() { errs[i] = read() })
	}
	reading.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.EqualValues(t, n, open.n.Load(), "each call had a client of its own, and all are idle")

	c.failures.Store(1)
	c.awaited.Add(1)
	require.NoError(t, read())
	require.Eventually(t, func() bool { return open.n.Load() == 1 }, 20*time.Second, time.Millisecond, "only the last one is left")
}
