package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

var concurrency = []clause{
	{"of many who begin one stream exactly one succeeds", func(f *fixture) {
		const writers = 16
		for range 5 {
			s, e := f.stream(), f.events(writers)
			errs := f.together(writers, func(i int) error {
				_, err := f.store.Append(f.Context(), s, eventstore.NoStream, e[i])
				return err
			})
			won := -1
			for i, err := range errs {
				switch {
				case err != nil:
					f.isConflict(err, s, eventstore.NoStream, 0)
				case won >= 0:
					f.Fatalf("two of them succeeded")
				default:
					won = i
				}
			}
			if won < 0 {
				f.Fatalf("none of them succeeded")
			}
			f.isStream(s, e[won])
		}
	}},
	{"many who repeat one append get one answer", func(f *fixture) {
		const writers = 16
		for range 5 {
			s, e := f.stream(), f.events(3)
			answers := make([]eventstore.Position, writers)
			for i, err := range f.together(writers, func(i int) (err error) {
				answers[i], err = f.store.Append(f.Context(), s, eventstore.NoStream, e...)
				return err
			}) {
				if err != nil {
					f.Fatalf("writer %d: %v", i, err)
				}
				if answers[i] != answers[0] {
					f.Fatalf("the answers differ: %v", answers)
				}
			}
			f.isStream(s, e...)
		}
	}},
	{"a conflict never fails its neighbours", func(f *fixture) {
		const writers, rounds = 24, 15
		taken := f.stream()
		f.append(taken, eventstore.NoStream, f.event())
		streams := make([]string, writers)
		for i := range streams {
			streams[i] = f.stream()
		}
		for i, err := range f.together(writers, func(i int) error {
			for round := range eventstore.Revision(rounds) {
				if i%3 == 0 {
					_, err := f.store.Append(f.Context(), taken, round+7, f.events(2)...)
					if c := (*eventstore.ConflictError)(nil); !errors.As(err, &c) || c.Actual != 0 {
						return fmt.Errorf("a false expectation gave %v", err)
					}
				} else if _, err := f.store.Append(f.Context(), streams[i], round-1, f.event()); err != nil {
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
		if got, want := len(f.all()), 1+writers*2/3*rounds; got != want {
			f.Fatalf("the log has %d events, want %d", got, want)
		}
	}},
	{"a call that is refused or cut off never fails its neighbours", func(f *fixture) {
		const writers, rounds = 24, 15
		for i, err := range f.together(writers, func(i int) error {
			s := f.stream()
			for round := range eventstore.Revision(rounds) {
				if err := f.oneOf(i%4, s, round); err != nil {
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
	}},
	{"who retries after each conflict loses nothing", func(f *fixture) {
		const writers, each = 8, 12
		s := f.stream()
		for i, err := range f.together(writers, func(int) error {
			expected := eventstore.NoStream
			for n := 0; n < each; {
				_, err := f.store.Append(f.Context(), s, expected, f.event())
				var conflict *eventstore.ConflictError
				switch {
				case err == nil:
					expected++
					n++
				case errors.As(err, &conflict) && conflict.Actual != expected:
					expected = conflict.Actual
				default:
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
		if got := f.read(s, 0); len(got) != writers*each {
			f.Fatalf("the stream has %d events, want %d", len(got), writers*each)
		}
	}},
	{"the events of one append stay together among many writers", func(f *fixture) {
		const writers, rounds = 8, 10
		for i, err := range f.together(writers, func(int) error {
			s := f.stream()
			for round := range eventstore.Revision(rounds) {
				if _, err := f.store.Append(f.Context(), s, round*3-1, f.events(3)...); err != nil {
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
		next := map[string]eventstore.Revision{}
		for _, r := range f.all() {
			if r.Revision != next[r.Stream] {
				f.Fatalf("got revision %d, want %d", r.Revision, next[r.Stream])
			}
			next[r.Stream]++
		}
		if len(next) != writers {
			f.Fatalf("the log has %d streams, want %d", len(next), writers)
		}
		for s, n := range next {
			if n != 3*rounds || len(f.read(s, 0)) != 3*rounds {
				f.Fatalf("a stream has %d events, want %d", n, 3*rounds)
			}
		}
	}},
	{"once a position is seen nothing appears before it", func(f *fixture) {
		const writers, rounds = 12, 40
		stop := make(chan struct{})
		type outcome struct {
			records []eventstore.Recorded
			err     error
		}
		seen := make(chan outcome, 1)
		go func() {
			var o outcome
			o.records, o.err = f.follow(stop)
			seen <- o
		}()
		errs := f.together(writers, func(int) error {
			s := f.stream()
			for round := range eventstore.Revision(rounds) {
				if _, err := f.store.Append(f.Context(), s, round-1, f.event()); err != nil {
					return err
				}
			}
			return nil
		})
		close(stop)
		o := <-seen
		for _, err := range append(errs, o.err) {
			if err != nil {
				f.Fatalf("%v", err)
			}
		}
		f.isSame("what a reader saw as it came", o.records, f.all())
	}},
	{"what is acknowledged is seen by every later read", func(f *fixture) {
		const writers, rounds = 8, 20
		for i, err := range f.together(writers, func(int) error {
			s := f.stream()
			for round := range eventstore.Revision(rounds) {
				e := f.event()
				pos, err := f.store.Append(f.Context(), s, round-1, e)
				if err != nil {
					return err
				}
				if err := f.seen(s, e, pos); err != nil {
					return err
				}
			}
			return nil
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
	}},
}

// oneOf makes an append that succeeds, that is refused, or that may be cut off
// by its context, and checks that its answer is its own.
func (f *fixture) oneOf(kind int, stream string, round eventstore.Revision) error {
	switch kind {
	case 0:
		_, err := f.store.Append(f.Context(), stream, eventstore.NoStream, eventstore.Event{})
		if invalid := (*eventstore.InvalidError)(nil); !errors.As(err, &invalid) {
			return fmt.Errorf("an event without an id gave %v", err)
		}
	case 1:
		ctx, cancel := context.WithCancel(f.Context())
		time.AfterFunc(time.Duration(round)*50*time.Microsecond, cancel)
		_, err := f.store.Append(ctx, f.stream(), eventstore.NoStream, f.event())
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("an append that was cut off gave %w", err)
		}
	default:
		_, err := f.store.Append(f.Context(), stream, round-1, f.event())
		return err
	}
	return nil
}

// together runs n goroutines at once and returns their errors, in order, when
// all have ended.
func (f *fixture) together(n int, do func(i int) error) []error {
	f.Helper()
	errs := make([]error, n)
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = do(i)
		})
	}
	if err := f.soon("many at once", func() error { done.Wait(); return nil }); err != nil {
		f.Fatalf("%v", err)
	}
	return errs
}

// follow reads what is appended as it comes, always on from the last position
// that it saw, until stop is closed, and then to the end.
func (f *fixture) follow(stop <-chan struct{}) ([]eventstore.Recorded, error) {
	var records []eventstore.Recorded
	after := f.base
	for last := false; ; {
		for r, err := range f.store.ReadAll(f.Context(), after) {
			if err != nil {
				return nil, err
			}
			records = append(records, r)
			after = r.Position
		}
		if last {
			return records, nil
		}
		select {
		case <-stop:
			last = true
		default:
		}
	}
}

// seen checks that an event that was acknowledged shows up in each kind of read.
func (f *fixture) seen(stream string, e eventstore.Event, pos eventstore.Position) error {
	for r, err := range f.store.ReadStreamBackward(f.Context(), stream, eventstore.End) {
		if err != nil || r.ID != e.ID || r.Position != pos {
			return fmt.Errorf("the stream ends in %s at %d (%v), and %s at %d was acknowledged", r.ID, r.Position, err, e.ID, pos)
		}
		break
	}
	for r, err := range f.store.ReadAll(f.Context(), pos-1) {
		if err != nil || r.ID != e.ID {
			return fmt.Errorf("at position %d is %s (%v), and %s was acknowledged", pos, r.ID, err, e.ID)
		}
		break
	}
	return nil
}
