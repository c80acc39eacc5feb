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
	next    *news
	begun   bool
	running sync.WaitGroup
}

// news is what those wait for who wait: that head goes up, or that it is not
// known any more, because of an error.
type news struct {
	came chan struct{}
	err  error // read once it came
}

func newNews() *news { return &news{came: make(chan struct{})} }

func newTail(s *Store) *tail { return &tail{store: s, next: newNews()} }

// Wait implements [eventstore.Reader]. While the server cannot be had it waits
// for the server, too. Where the server refuses to tell, that is its error, such
// as an [*AccessError]; to wait again is to ask again.
func (s *Store) Wait(ctx context.Context, after eventstore.Position) error {
	for {
		if s.closed() {
			return eventstore.ErrClosed
		}
		reached, next := s.tail.reached()
		if reached > after {
			return nil
		}
		select {
		case <-next.came:
			if next.err != nil {
				return next.err
			}
		case <-s.closing.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// reached is how far the log is known to have come, and the news to come of it.
func (t *tail) reached() (eventstore.Position, *news) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.begun && !t.store.closed() {
		t.begun = true
		t.running.Go(t.follow)
	}
	return t.head, t.next
}

func (t *tail) grow(to eventstore.Position) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if to <= t.head {
		return
	}
	t.head = to
	t.tell(nil)
}

// tell wakes those who wait. It is called with t.mu held.
func (t *tail) tell(err error) {
	t.next.err = err
	close(t.next.came)
	t.next = newNews()
}

// giveUp tells those who wait of an error. Who waits next begins anew.
func (t *tail) giveUp(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begun = t.store.closed()
	t.tell(err)
}

// close waits until the subscription, which ends when the store is closing, has ended.
func (t *tail) close() {
	t.mu.Lock()
	t.begun = true
	t.mu.Unlock()
	t.running.Wait()
}

// follow keeps a subscription until the store is closed, or the server refuses it.
func (t *tail) follow() {
	s := t.store
	pause := s.first
	for {
		begun := time.Now()
		err := t.subscribe(s.closing)
		if s.closed() {
			return
		}
		if !errors.Is(err, eventstore.ErrUnavailable) {
			t.giveUp(err)
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
// what lies between two subscriptions. Its error wraps ErrUnavailable, unless no
// repetition helps.
func (t *tail) subscribe(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = unavailable(fmt.Errorf("the client of the server failed: %v", p))
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
		return dropped(err)
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
	if !confirmed.Stop() {
		return unavailable(errors.New("the server did not confirm the subscription in time"))
	}
	if err != nil {
		return dropped(err)
	}
	defer func() { _ = subscription.Close() }()
	for {
		switch e := subscription.Recv(); {
		case e.SubscriptionDropped != nil:
			return dropped(e.SubscriptionDropped.Error)
		case e.EventAppeared != nil && e.EventAppeared.Event != nil && !isOwn(e.EventAppeared.Event):
			t.grow(eventstore.Position(e.EventAppeared.Event.Position.Commit))
		}
	}
}

// dropped is the error of a subscription that ended, or never began.
func dropped(err error) error {
	if fin := final(err); fin != nil && !isAnswer(err) {
		return fin
	}
	return unavailable(err)
}
