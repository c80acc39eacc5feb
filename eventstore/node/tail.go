package node

import (
	"context"
	"sync"

	"github.com/sunledger/sunledger/eventstore"
)

// tail wakes the subscriptions to streams. One reader follows all events for
// all of them, so that an append costs one read and wakes who waits for its
// stream, however many wait for others. It says that something was appended and
// not what: the subscription reads its stream, and nothing piles up for one that
// is slow.
type tail struct {
	store eventstore.Reader
	mu    sync.Mutex
	run   *run // nil while nobody waits
}

// run is one life of the reader, from the first who waits to the last.
type run struct {
	cancel  context.CancelFunc
	waiting map[string]map[*waiter]struct{} // by stream
	// ended is closed when err is set. Until the last has left it is an error
	// of the store.
	ended chan struct{}
	err   error
}

// waiter is the place of one subscription.
type waiter struct {
	run    *run
	stream string
	woken  chan struct{}
}

// join is told before the stream is read: what is appended while it is read, or
// after, then wakes the waiter. Who joins leaves.
func (t *tail) join(stream string) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.run == nil {
		ctx, cancel := context.WithCancel(context.Background())
		t.run = &run{cancel: cancel, waiting: map[string]map[*waiter]struct{}{}, ended: make(chan struct{})}
		go t.follow(ctx, t.run)
	}
	w := &waiter{run: t.run, stream: stream, woken: make(chan struct{}, 1)}
	if t.run.waiting[stream] == nil {
		t.run.waiting[stream] = map[*waiter]struct{}{}
	}
	t.run.waiting[stream][w] = struct{}{}
	return w
}

// leave ends the reader with the last who leaves, and waits until it has ended.
func (t *tail) leave(w *waiter) {
	t.mu.Lock()
	r := w.run
	delete(r.waiting[w.stream], w)
	if len(r.waiting[w.stream]) == 0 {
		delete(r.waiting, w.stream)
	}
	last := len(r.waiting) == 0
	if last && t.run == r {
		t.run = nil
	}
	t.mu.Unlock()
	if last {
		r.cancel()
		<-r.ended
	}
}

// wait returns when something may have been appended to the stream.
func (w *waiter) wait(ctx context.Context) error {
	select {
	case <-w.woken:
		return nil
	case <-w.run.ended:
		return w.run.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tail) follow(ctx context.Context, r *run) {
	r.err = t.read(ctx, r)
	t.mu.Lock()
	if t.run == r {
		t.run = nil // who joins from now on begins another
	}
	t.mu.Unlock()
	close(r.ended)
}

// read wakes whose stream has grown, from the end of all events on. It returns
// the error that ends it.
func (t *tail) read(ctx context.Context, r *run) error {
	after, err := end(ctx, t.store)
	if err != nil {
		return err
	}
	// Whoever joined before the end was looked up may have read without what
	// was appended in between.
	t.mu.Lock()
	for stream := range r.waiting {
		r.wake(stream)
	}
	t.mu.Unlock()
	for {
		for e, err := range t.store.ReadAll(ctx, after) {
			if err != nil {
				return err
			}
			after = e.Position
			t.mu.Lock()
			r.wake(e.Stream)
			t.mu.Unlock()
		}
		if err := t.store.Wait(ctx, after); err != nil {
			return err
		}
	}
}

// wake is for who holds the tail's lock.
func (r *run) wake(stream string) {
	for w := range r.waiting[stream] {
		select {
		case w.woken <- struct{}{}:
		default: // it is to wake already
		}
	}
}
