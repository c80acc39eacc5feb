package esdb

import (
	"context"
	"errors"
	"fmt"
	"sync"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// maxCalls is how many calls are under way at once; others wait.
	maxCalls = 64
	// maxIdle is how many clients are kept for later calls.
	maxIdle = 16
)

// pool lends clients, each to one call at a time.
//
// Inside a client all calls meet in one goroutine. Once that has given up, the
// next call blocks for ever, and when two calls see the same fault a connection
// is lost sight of. A client that never carries a second call after a fault,
// nor beside one, does neither.
type pool struct {
	config client.Configuration // with one attempt at discovery: repeating is ours
	slots  chan struct{}

	mu     sync.Mutex
	idle   []*client.Client
	closed bool
	// lent counts what is under way, of callers that have left, too.
	lent sync.WaitGroup
	// closing ends when the store begins to close: what waits for its turn then
	// has none. life ends when the pool is closed.
	closing context.Context
	life    context.Context
	end     context.CancelFunc
}

func newPool(config client.Configuration, closing context.Context) *pool {
	config.MaxDiscoverAttempts = 1
	config.DiscoveryInterval = 0 // the client sleeps that long after its last attempt, too
	p := &pool{config: config, closing: closing, slots: make(chan struct{}, maxCalls)}
	p.life, p.end = context.WithCancel(context.Background())
	return p
}

// errUnsent wraps the error of a call that never reached a server.
type errUnsent struct{ error }

func (e errUnsent) Unwrap() error { return e.error }

// borrow gives a client that is connected. Its error is errUnsent, or ErrClosed.
func (p *pool) borrow() (*client.Client, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, eventstore.ErrClosed
	}
	p.lent.Add(1)
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	c, err := p.connect()
	if err != nil {
		p.lent.Done()
		return nil, errUnsent{err}
	}
	return c, nil
}

// connect makes a client and has it find its server.
func (p *pool) connect() (*client.Client, error) {
	config := p.config
	c, err := client.NewClient(&config)
	if err != nil {
		return nil, err
	}
	if _, err := c.GetServerVersion(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// A verdict is what is known of a client after a call.
type verdict int

const (
	sound  verdict = iota
	cutOff         // its call was not wanted any more; it may be in the middle of it
	faulty
)

// giveBack takes a client back, to be used again where nothing is wrong with
// it. What is idle beside a faulty one has most likely the same fault.
func (p *pool) giveBack(c *client.Client, v verdict) {
	var drop []*client.Client
	p.mu.Lock()
	switch {
	case v == cutOff:
		drop = append(drop, c)
	case v == faulty:
		drop, p.idle = append(p.idle, c), nil
	case p.closed || len(p.idle) >= maxIdle:
		drop = append(drop, c)
	default:
		p.idle = append(p.idle, c)
	}
	p.mu.Unlock()
	shut(drop)
	p.lent.Done()
}

// shut closes clients that no call uses.
func shut(clients []*client.Client) {
	for _, c := range clients {
		_ = c.Close() // it has no error to give
	}
}

// close ends every call and gives all connections back. It waits for them.
func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	p.end()
	shut(idle)
	p.lent.Wait()
}

// call makes one call with a client of its own, and returns at the latest when
// the context ends, whatever the client does. The call goes on then, until it
// sees that nobody wants it any more; its client is closed.
func call[T any](ctx context.Context, p *pool, do func(context.Context, *client.Client) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return none, errUnsent{ctx.Err()}
	case <-p.closing.Done():
		return none, errUnsent{eventstore.ErrClosed}
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-p.slots }()
		c, err := p.borrow()
		if err != nil {
			answers <- answer{none, err}
			return
		}
		bounded, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(p.life, cancel)()
		value, err := guarded(bounded, c, do)
		switch {
		case err == nil || isAnswer(err):
			p.giveBack(c, sound)
		case ctx.Err() != nil:
			p.giveBack(c, cutOff)
		default:
			p.giveBack(c, faulty)
		}
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		return none, ctx.Err()
	case <-p.life.Done():
		return none, eventstore.ErrClosed
	}
}

// guarded makes a panic of the client an error: it panics on answers that it
// does not know.
func guarded[T any](ctx context.Context, c *client.Client, do func(context.Context, *client.Client) (T, error)) (value T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the client of the server failed: %v", p)
		}
	}()
	return do(ctx, c)
}
