package storetest

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/sunledger/sunledger/eventstore"
)

var waiting = []clause{
	{"waiting for what is there returns at once", func(f *fixture) {
		pos := f.append(f.stream(), eventstore.NoStream, f.events(2)...)
		for _, after := range []eventstore.Position{0, f.base, pos - 1} {
			if err := f.soon("wait", func() error { return f.store.Wait(f.Context(), after) }); err != nil {
				f.Fatalf("wait after %d: %v", after, err)
			}
		}
	}},
	{"an append wakes everyone who waits for it", func(f *fixture) {
		// Nobody can see from outside that a waiter sleeps already. Many
		// rounds make it all but sure that most of them do.
		const waiters, rounds = 20, 30
		pos := f.append(f.stream(), eventstore.NoStream, f.event())
		for range rounds {
			woken, after := make(chan error, waiters), pos
			var ready sync.WaitGroup
			ready.Add(waiters)
			for range waiters {
				go func() {
					ready.Done()
					woken <- f.store.Wait(f.Context(), after)
				}()
			}
			ready.Wait()
			runtime.Gosched()
			pos = f.append(f.stream(), eventstore.NoStream, f.event())
			for range waiters {
				if err := f.receive("wait", woken); err != nil {
					f.Fatalf("wait: %v", err)
				}
			}
		}
	}},
	{"no append is slept through", func(f *fixture) {
		// A waiter that looks, finds nothing, and only then begins to listen
		// misses an append between the two. Passing a token to and fro gives
		// it many chances.
		const rounds = 200
		pos := f.end()
		if err := f.soon("follow", func() error {
			acknowledged := make(chan error, 1)
			for range rounds {
				go func() {
					_, err := f.store.Append(f.Context(), f.stream(), eventstore.NoStream, f.event())
					acknowledged <- err
				}()
				if err := f.store.Wait(f.Context(), pos); err != nil {
					return err
				}
				before := pos
				for r, err := range f.store.ReadAll(f.Context(), pos) {
					if err != nil {
						return err
					}
					pos = r.Position
				}
				if pos == before {
					return errors.New("wait returned, and nothing lies after the position")
				}
				if err := <-acknowledged; err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			f.Fatalf("%v", err)
		}
	}},
	{"waiting returns only when something lies after the position", func(f *fixture) {
		const waiters = 4
		ctx, cancel := context.WithCancel(f.Context())
		defer cancel()
		woken := make(chan error, waiters)
		var ready sync.WaitGroup
		ready.Add(waiters)
		for range waiters {
			go func() {
				ready.Done()
				woken <- f.store.Wait(ctx, eventstore.EndPosition)
			}()
		}
		ready.Wait()
		// Nothing ever lies after the end, whatever is appended, repeated or
		// refused.
		s, e := f.stream(), f.event()
		for range 20 {
			f.append(s, eventstore.NoStream, e)
			f.append(f.stream(), eventstore.NoStream, f.event())
			f.store.Append(f.Context(), s, 5, f.event())
			f.store.Append(f.Context(), s, 0)
			runtime.Gosched()
		}
		cancel()
		for range waiters {
			if err := f.receive("wait", woken); !errors.Is(err, context.Canceled) {
				f.Fatalf("wait returned %v with nothing after the position", err)
			}
		}
	}},
	{"waiting for a position ahead lasts until the log has passed it", func(f *fixture) {
		const ahead = 3
		for range 5 {
			after := f.end() + ahead
			woken := make(chan error, 1)
			go func() {
				err := f.store.Wait(f.Context(), after)
				for _, reading := range f.store.ReadAll(f.Context(), after) {
					woken <- errors.Join(err, reading)
					return
				}
				woken <- errors.Join(err, errors.New("wait returned, and nothing lies after the position"))
			}()
			// Positions need not be dense, so it may take fewer appends.
			for pos := eventstore.Position(0); pos <= after; {
				pos = f.append(f.stream(), eventstore.NoStream, f.event())
				runtime.Gosched()
			}
			if err := f.receive("wait", woken); err != nil {
				f.Fatalf("%v", err)
			}
		}
	}},
	{"waiting ends with its context", func(f *fixture) {
		pos := f.end()
		ctx, cancel := context.WithCancel(f.Context())
		woken := make(chan error, 2)
		go func() { woken <- f.store.Wait(ctx, pos) }()
		go func() { woken <- f.store.Wait(ctx, eventstore.EndPosition) }()
		cancel()
		for range 2 {
			if err := f.receive("wait", woken); !errors.Is(err, context.Canceled) {
				f.Fatalf("got error %v, want that of the context", err)
			}
		}
		expired, cancel := context.WithTimeout(f.Context(), 0)
		defer cancel()
		if err := f.soon("wait", func() error { return f.store.Wait(expired, pos) }); !errors.Is(err, context.DeadlineExceeded) {
			f.Fatalf("got error %v, want that of the context", err)
		}
	}},
	{"waiting ends when the store is closed", func(f *fixture) {
		const waiters = 5
		pos, store := f.end(), f.store
		woken := make(chan error, waiters)
		for range waiters {
			go func() { woken <- store.Wait(f.Context(), pos) }()
		}
		f.reopen()
		for range waiters {
			if err := f.receive("wait", woken); !errors.Is(err, eventstore.ErrClosed) {
				f.Fatalf("got error %v, want ErrClosed", err)
			}
		}
	}},
}
