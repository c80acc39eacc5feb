package esdb_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
)

// insist appends until it is told that the events are there, whatever happens
// meanwhile. What it does is what every writer should do.
func insist(ctx context.Context, store eventstore.Store, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	for {
		position, err := store.Append(ctx, stream, expected, events...)
		if err == nil || !errors.Is(err, eventstore.ErrUnavailable) || ctx.Err() != nil {
			return position, err
		}
	}
}

// A follower is who sees every event.
type follower struct {
	seen []uuid.UUID
	at   eventstore.Position
	err  error
}

// follow reads and waits until it has seen the last position that there will be.
func (f *follower) follow(ctx context.Context, store eventstore.Store, last func() (eventstore.Position, bool)) {
	for {
		for r, err := range store.ReadAll(ctx, f.at) {
			if errors.Is(err, eventstore.ErrUnavailable) {
				break
			}
			if err != nil {
				f.err = err
				return
			}
			if r.Position <= f.at {
				f.err = fmt.Errorf("position %d came after %d", r.Position, f.at)
				return
			}
			f.at, f.seen = r.Position, append(f.seen, r.ID)
		}
		if last, known := last(); known && f.at >= last {
			return
		}
		// Whoever waits when the last event is seen is woken by the end of
		// the context.
		waiting, stop := context.WithTimeout(ctx, time.Second)
		err := store.Wait(waiting, f.at)
		stop()
		if err != nil && waiting.Err() == nil {
			f.err = err
			return
		}
	}
}

// A crowd writes through some stores, each writer to streams of its own, and
// follows through others.
type crowd struct {
	writers, followers, each int
	stores                   []eventstore.Store
	acknowledged             func(n int) // called after the n-th acknowledgement
}

// run returns when everything is written and seen, and requires that nothing
// acknowledged is lost or doubled, and that every follower saw all of it once
// and in order.
func (c crowd) run(t *testing.T, log eventstore.Store) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var (
		n     atomic.Int64
		last  atomic.Uint64
		ended atomic.Bool
		mu    sync.Mutex
		acked = map[uuid.UUID]eventstore.Position{}
	)
	var following sync.WaitGroup
	followers := make([]follower, c.followers)
	for i := range followers {
		following.Go(func() {
			followers[i].follow(ctx, c.stores[i%len(c.stores)], func() (eventstore.Position, bool) {
				return eventstore.Position(last.Load()), ended.Load()
			})
		})
	}
	var writing sync.WaitGroup
	errs := make([]error, c.writers)
	for i := range c.writers {
		writing.Go(func() {
			stream := "crowd-" + uuid.NewString()
			expected := eventstore.NoStream
			for range c.each {
				events := []eventstore.Event{event(), event()}[:1+rand.IntN(2)]
				position, err := insist(ctx, c.stores[i%len(c.stores)], stream, expected, events...)
				if err != nil {
					errs[i] = err
					return
				}
				expected += eventstore.Revision(len(events))
				mu.Lock()
				for j, e := range events {
					acked[e.ID] = position - eventstore.Position(len(events)-1-j)
				}
				last.Store(max(last.Load(), uint64(position)))
				mu.Unlock()
				c.acknowledged(int(n.Add(1)))
			}
		})
	}
	writing.Wait()
	ended.Store(true)
	following.Wait()
	for i, err := range errs {
		require.NoError(t, err, "writer %d", i)
	}

	var logged []uuid.UUID
	for r, err := range log.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		logged = append(logged, r.ID)
		at, known := acked[r.ID]
		require.True(t, known, "event %s was never acknowledged", r.ID)
		require.Equal(t, r.Position, at, "an event was acknowledged with another position")
		delete(acked, r.ID) // a second one like it is not known
	}
	require.Empty(t, acked, "acknowledged events are lost")
	for i, f := range followers {
		require.NoError(t, f.err, "follower %d", i)
		require.True(t, slices.Equal(logged, f.seen), "follower %d saw %d events, the log has %d, or in another order", i, len(f.seen), len(logged))
	}
}

func TestKilledNodeLosesAndDoublesNothing(t *testing.T) {
	leavesNothing(t)
	p := newProcess(t)
	stores := []eventstore.Store{open(t, p.address), open(t, p.address), open(t, p.address)}
	var mu sync.Mutex
	crowd{
		writers: 50, followers: 5, each: 40, stores: stores,
		acknowledged: func(n int) {
			if n%250 == 0 {
				mu.Lock()
				defer mu.Unlock()
				p.kill()
				p.start()
			}
		},
	}.run(t, stores[0])
}

// A stormy store has spells in which it is unavailable, and may have written
// what it says it did not.
type stormy struct {
	eventstore.Store
	faults atomic.Int64 // how many there have been
	left   atomic.Int64 // how many calls are still to fail, if any
	chance int          // one call in so many begins a spell; 0 is none
}

var errStorm = fmt.Errorf("%w: a storm", eventstore.ErrUnavailable)

func (s *stormy) strikes() bool {
	if s.chance > 0 && rand.IntN(s.chance) == 0 {
		s.left.Store(rand.Int64N(6))
	}
	if s.left.Add(-1) < 0 {
		s.left.Store(0)
		return false
	}
	s.faults.Add(1)
	return true
}

func (s *stormy) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if !s.strikes() {
		return s.Store.Append(ctx, stream, expected, events...)
	}
	if rand.IntN(2) == 0 {
		_, _ = s.Store.Append(ctx, stream, expected, events...)
	}
	return 0, errStorm
}

func (s *stormy) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadStream(ctx, stream, from))
}

func (s *stormy) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadAll(ctx, after))
}

func (s *stormy) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadStreamBackward(ctx, stream, from))
}

func (s *stormy) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadAllBackward(ctx, before))
}

// read breaks off in the middle.
func (s *stormy) read(seq iter.Seq2[eventstore.Recorded, error]) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		after := -1
		if s.strikes() {
			after = rand.IntN(3)
		}
		n := 0
		for r, err := range seq {
			if n == after {
				break
			}
			if !yield(r, err) {
				return
			}
			n++
		}
		if after >= 0 {
			yield(eventstore.Recorded{}, errStorm)
		}
	}
}

// refusing takes no append, but for those that a storm hits.
type refusing struct{ *stormy }

func (s refusing) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if s.left.Load() > 0 {
		return s.stormy.Append(ctx, stream, expected, events...)
	}
	return 0, &eventstore.CorruptError{Position: 7, Reason: "a bit flipped"}
}

func TestStorms(t *testing.T) {
	leavesNothing(t)
	log := embedded(t)
	storm := &stormy{Store: log, chance: 12}
	address, _ := serve(t, storm, "127.0.0.1:0")
	stores := []eventstore.Store{open(t, address, "discoveryInterval=1"), open(t, address, "discoveryInterval=1")}
	crowd{writers: 50, followers: 5, each: 12, stores: stores, acknowledged: func(int) {}}.run(t, log)
	require.Greater(t, storm.faults.Load(), int64(100), "there was no storm")
}

func TestAThousandFaultsInARow(t *testing.T) {
	leavesNothing(t)
	log := embedded(t)
	storm := &stormy{Store: log}
	address, _ := serve(t, storm, "127.0.0.1:0")
	store := open(t, address, "discoveryInterval=1", "maxDiscoverAttempts=4")
	_, err := store.Append(t.Context(), "before", eventstore.NoStream, event())
	require.NoError(t, err)

	storm.left.Store(1000)
	var calling sync.WaitGroup
	failed := make([]error, 8)
	for i := range failed {
		calling.Go(func() {
			for storm.left.Load() > 0 {
				stream, e := "s-"+uuid.NewString(), event()
				if i%2 == 0 {
					_, err := store.Append(t.Context(), stream, eventstore.NoStream, e)
					if err != nil && (!errors.Is(err, eventstore.ErrUnavailable) || !errors.Is(err, eventstore.ErrUncertain)) {
						failed[i] = err
					}
					continue
				}
				for _, err := range store.ReadAll(t.Context(), 0) {
					if err != nil && !errors.Is(err, eventstore.ErrUnavailable) {
						failed[i] = err
					}
				}
			}
		})
	}
	calling.Wait()
	for _, err := range failed {
		require.NoError(t, err)
	}
	require.GreaterOrEqual(t, storm.faults.Load(), int64(1000))
	// It works again, and nothing of the thousand is left: idle connections
	// apart, which Close gives back.
	_, err = store.Append(t.Context(), "after", eventstore.NoStream, event())
	require.NoError(t, err)
	require.LessOrEqual(t, sockets(t), 3+2*16, "more connections than are kept idle")
}

func TestNobodyListens(t *testing.T) {
	leavesNothing(t)
	log := embedded(t)
	address, stop := serve(t, log, "127.0.0.1:0")
	store := open(t, address, "discoveryInterval=1", "maxDiscoverAttempts=3")
	position, err := store.Append(t.Context(), "s", eventstore.NoStream, event())
	require.NoError(t, err)
	stop()

	_, err = esdb.Open(t.Context(), connection(address, "maxDiscoverAttempts=2"))
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	require.NotContains(t, err.Error(), "secret")
	e := event()
	_, err = store.Append(t.Context(), "s", 0, e)
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	_, err = store.Append(t.Context(), "s", 0, e) // without a connection from before
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	require.NotErrorIs(t, err, eventstore.ErrUncertain, "it never left")
	for _, err := range store.ReadAll(t.Context(), 0) {
		require.ErrorIs(t, err, eventstore.ErrUnavailable)
	}
	woken := make(chan error, 1)
	go func() { woken <- store.Wait(t.Context(), position) }()

	serve(t, log, address)
	_, err = insist(t.Context(), store, "s", 0, e)
	require.NoError(t, err)
	require.NoError(t, <-woken)
}

// Every way in which a network may fail between a store and its server.
func TestBadNetwork(t *testing.T) {
	for name, spoil := range map[string]func(*proxy){
		"frozen: accepts and never answers":     (*proxy).freeze,
		"refused: nobody listens":               (*proxy).refuse,
		"the way back is cut":                   (*proxy).cutBack,
		"the way there is cut":                  (*proxy).cutThere,
		"every connection is reset":             (*proxy).reset,
		"frozen in the middle of conversations": (*proxy).freezeOpen,
	} {
		t.Run(name, func(t *testing.T) {
			leavesNothing(t)
			log := embedded(t)
			address, _ := serve(t, log, "127.0.0.1:0")
			p := newProxy(t, address)
			store := open(t, p.address, "discoveryInterval=1", "gossipTimeout=1", "defaultDeadline=300", "maxDiscoverAttempts=4")
			var expected eventstore.Revision
			_, err := store.Append(t.Context(), "s", eventstore.NoStream, event())
			require.NoError(t, err)
			watching, unwatch := context.WithCancel(t.Context())
			defer unwatch()
			woken := make(chan error, 1)
			go func() { woken <- store.Wait(watching, eventstore.EndPosition-1) }() // a subscription is open, too

			for range 3 {
				spoil(p)
				e := event()
				// Many calls at once, each with a deadline: all return by it.
				var calls sync.WaitGroup
				errs := make([]error, 12)
				for i := range errs {
					calls.Go(func() {
						ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
						defer cancel()
						if i%3 == 0 {
							_, errs[i] = store.Append(ctx, "s", expected, e)
							return
						}
						for _, errs[i] = range store.ReadAll(ctx, 0) {
						}
					})
				}
				done := make(chan struct{})
				go func() { calls.Wait(); close(done) }()
				select {
				case <-done:
				case <-time.After(20 * time.Second):
					t.Fatal("calls with a deadline of 200 ms have not returned after 20 s")
				}
				for i, err := range errs {
					if err == nil {
						continue // the old connections may have carried it
					}
					require.True(t, errors.Is(err, context.DeadlineExceeded) || errors.Is(err, eventstore.ErrUnavailable), "%v", err)
					if i%3 == 0 && errors.Is(err, context.DeadlineExceeded) { // else it may never have left
						require.ErrorIs(t, err, eventstore.ErrUncertain)
					}
				}
				p.heal()
				_, err := insist(t.Context(), store, "s", expected, e)
				require.NoError(t, err)
				expected++
			}
			// Who has no deadline has that of an answer, as often as is tried.
			spoil(p)
			unbounded := make(chan error, 1)
			go func() {
				_, err := store.Append(context.Background(), "unbounded", eventstore.NoStream, event())
				unbounded <- err
			}()
			select {
			case err := <-unbounded:
				if err != nil {
					require.ErrorIs(t, err, eventstore.ErrUnavailable)
				}
			case <-time.After(60 * time.Second):
				t.Fatal("a call without a deadline has not returned after a minute")
			}
			p.heal()
			n := 0
			for _, err := range store.ReadStream(t.Context(), "s", 0) {
				require.NoError(t, err)
				n++
			}
			require.Equal(t, 4, n)
			spoil(p) // and it closes in such a state, too
			unwatch()
			require.ErrorIs(t, <-woken, context.Canceled)
			require.NoError(t, store.Close())
		})
	}
}
