package esdb

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/sunledger/sunledger/eventstore"
)

// tail knows how far the log has come, as soon as somebody waits for that. It is
// one subscription for all who wait.
type tail struct {
	store *Store

	mu      sync.Mutex
	head    eventstore.Position
	grown   chan struct{} // closed and replaced each time that head goes up
	begun   bool
	running sync.WaitGroup
}

func newTail(s *Store) *tail { return &tail{store: s, grown: make(chan struct{})} }

// Wait implements [eventstore.Reader]. While the server cannot be had it waits
// for the server, too.
func (s *Store) Wait(ctx context.Context, after eventstore.Position) error {
	for {
		if s.closed() {
			return eventstore.ErrClosed
		}
		reached, grown := s.tail.reached()
		if reached > after {
			return nil
		}
		select {
		case <-grown:
		case <-s.closing.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// reached is how far the log is known to have come, and what is closed when it
// is known to have come farther.
func (t *tail) reached() (eventstore.Position, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.begun && !t.store.closed() {
		t.begun = true
		t.running.Go(t.follow)
	}
	return t.head, t.grown
}

func (t *tail) grow(to eventstore.Position) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if to <= t.head {
		return
	}
	t.head = to
	close(t.grown)
	t.grown = make(chan struct{})
}

// close waits until the subscription, which ends when the store is closing, has ended.
func (t *tail) close() {
	t.mu.Lock()
	t.begun = true
	t.mu.Unlock()
	t.running.Wait()
}

// follow keeps a subscription until the store is closed.
func (t *tail) follow() {
	s := t.store
	pause := s.first
	for {
		begun := time.Now()
		err := t.subscribe(s.closing)
		if s.closed() {
			return
		}
		if time.Since(begun) > s.most {
			pause = s.first // it was up for a while
		}
		s.logger.Warn("log server: following again", "after", pause, "error", err)
		select {
		case <-time.After(jittered(pause)):
		case <-s.closing.Done():
			return
		}
		pause = min(2*pause, s.most)
	}
}

// subscribe follows the log from its end on, and tells of every event, until
// something goes wrong. Whoever waits reads for itself; so nothing is lost in
// what lies between two subscriptions.
func (t *tail) subscribe(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the client of the server failed: %v", p)
		}
	}()
	s := t.store
	var head eventstore.Position
	for last, err := range s.ReadAllBackward(ctx, eventstore.EndPosition) {
		if err != nil {
			return err
		}
		head = last.Position
		break
	}
	t.grow(head)
	c, err := s.pool.borrow()
	if err != nil {
		return err
	}
	defer s.pool.giveBack(c, cutOff)
	ctx, cancel := context.WithCancel(withHeaders(ctx, s.headers))
	defer cancel()

	var from client.AllPosition = client.Position{Commit: uint64(head), Prepare: uint64(head)}
	if head == 0 {
		from = client.Start{} // a server without a log of ours, or with events of its own only
	}
	confirmed := time.AfterFunc(s.deadline, cancel) // the client waits for that without end
	subscription, err := c.SubscribeToAll(ctx, client.SubscribeToAllOptions{From: from, Filter: client.ExcludeSystemEventsFilter()})
	if err != nil {
		return err
	}
	if !confirmed.Stop() {
		return errors.New("the server did not confirm the subscription in time")
	}
	defer func() { _ = subscription.Close() }()
	for {
		switch e := subscription.Recv(); {
		case e.SubscriptionDropped != nil:
			return e.SubscriptionDropped.Error
		case e.EventAppeared != nil && e.EventAppeared.Event != nil && !isOwn(e.EventAppeared.Event):
			t.grow(eventstore.Position(e.EventAppeared.Event.Position.Commit))
		}
	}
}
