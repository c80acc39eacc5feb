package node

import (
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
)

// limits bound what clients make a node hold. A stranger is a connection on
// which nobody has shown yet that he may read.
type limits struct {
	// connections is how many a listener has, and idle how long one may be
	// without a call.
	connections int
	idle        time.Duration
	// strangerBytes is how much a stranger may send, and strangerCalls how
	// many calls it may have open. All of them together hold about 100 MiB,
	// and leave calls to others.
	strangerBytes int
	strangerCalls int
	// calls is how many are open on all connections together.
	calls int
	// requests is how many requests of clients that may not append arrive at
	// once, and requestTime how long one may take to.
	requests    int
	requestTime time.Duration
	// polite is how long what a client still sends of a refused append is
	// received.
	polite time.Duration
	// patience is how long accepted calls may take to finish after the end.
	patience time.Duration
}

var usual = limits{
	connections:   256,
	idle:          15 * time.Minute,
	strangerBytes: 128 << 10,
	strangerCalls: 8,
	calls:         4096,
	requests:      16,
	requestTime:   5 * time.Second,
	polite:        time.Second,
	patience:      5 * time.Second,
}

// begin counts a call in, or refuses it. The end of the call is to be told.
func (s *service) begin(g *guest) (end func(), err error) {
	if !s.calls.take(1) {
		return nil, refuse(codes.ResourceExhausted, fmt.Sprintf("%d calls are open at this node: try again", s.limits.calls), nil)
	}
	if open := g.calls.Add(1); open > int64(s.limits.strangerCalls) && !g.known.Load() {
		err = refuse(codes.ResourceExhausted,
			fmt.Sprintf("a connection has at most %d calls open until one of them brings the credentials of a reader or writer", s.limits.strangerCalls), nil)
	}
	end = sync.OnceFunc(func() {
		g.calls.Add(-1)
		s.calls.give(1)
	})
	if err != nil {
		end()
	}
	return end, err
}

// request is a call whose client may not append. What it sends is received in
// its turn, and has to arrive in time: grpc has one limit on the size of all
// messages, and it is as large as those that append.
type request struct {
	grpc.ServerStream
	// turns is nil for a stranger, whose connection is limited: strangers do
	// not take the turns of others.
	turns chan struct{}
	time  time.Duration
}

// RecvMsg implements [grpc.ServerStream].
func (r *request) RecvMsg(m any) error {
	late := time.NewTimer(r.time)
	defer late.Stop()
	if r.turns != nil {
		select {
		case r.turns <- struct{}{}:
		case <-late.C:
			return refuse(codes.ResourceExhausted, "too many requests arrive at once: try again", nil)
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	received := make(chan error, 1)
	go func() { // it ends with the call
		err := r.ServerStream.RecvMsg(m)
		if r.turns != nil {
			<-r.turns
		}
		received <- err
	}()
	select {
	case err := <-received:
		return err
	case <-late.C:
		return refuse(codes.DeadlineExceeded, fmt.Sprintf("the request did not arrive within %v", r.time), nil)
	}
}
