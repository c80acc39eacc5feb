package storetest

import (
	"errors"

	"github.com/sunledger/sunledger/eventstore"
)

var closing = []clause{
	{"after Close every call gives ErrClosed", func(f *fixture) {
		s, _ := f.filled(2)
		if err := f.store.Close(); err != nil {
			f.Fatalf("close: %v", err)
		}
		if _, err := f.store.Append(f.Context(), s, 1, f.event()); !errors.Is(err, eventstore.ErrClosed) {
			f.Fatalf("append: got error %v, want ErrClosed", err)
		}
		for what, seq := range f.readsWith(f.Context(), s) {
			if err := f.isFailure(what, seq); !errors.Is(err, eventstore.ErrClosed) {
				f.Fatalf("%s: got error %v, want ErrClosed", what, err)
			}
		}
		for _, after := range []eventstore.Position{0, eventstore.EndPosition} {
			if err := f.soon("wait", func() error { return f.store.Wait(f.Context(), after) }); !errors.Is(err, eventstore.ErrClosed) {
				f.Fatalf("wait after %d: got error %v, want ErrClosed", after, err)
			}
		}
	}},
	{"closing again does nothing", func(f *fixture) {
		for range 3 {
			if err := f.soon("close", f.store.Close); err != nil {
				f.Fatalf("close: %v", err)
			}
		}
		for i, err := range f.together(4, func(int) error { return f.store.Close() }) {
			if err != nil {
				f.Fatalf("close %d: %v", i, err)
			}
		}
	}},
	{"the body of a read may close the store", func(f *fixture) {
		s := f.stream()
		f.append(s, eventstore.NoStream, f.events(2000)...)
		for what := range f.readsWith(f.Context(), s) {
			n := 0
			var last error
			for _, err := range f.readsWith(f.Context(), s)[what] {
				if n++; n == 1 {
					if err := f.soon(what+": close", f.store.Close); err != nil {
						f.Fatalf("%s: close: %v", what, err)
					}
				}
				last = err
			}
			if !errors.Is(last, eventstore.ErrClosed) {
				f.Fatalf("%s: the read ended with %v after %d items, want ErrClosed", what, last, n)
			}
			f.reopen()
		}
	}},
	{"Close finishes the appends that were accepted", func(f *fixture) {
		const writers = 12
		streams, acknowledged := make([]string, writers), make([]int, writers)
		for i := range streams {
			streams[i] = f.stream()
		}
		begun := make(chan struct{}, writers)
		closed := make(chan error, 1)
		go func() {
			for range writers {
				<-begun
			}
			closed <- f.store.Close()
		}()
		for i, err := range f.together(writers, func(i int) error {
			for {
				_, err := f.store.Append(f.Context(), streams[i], eventstore.Revision(acknowledged[i]-1), f.event())
				if errors.Is(err, eventstore.ErrClosed) {
					return nil
				}
				if err != nil {
					return err
				}
				if acknowledged[i]++; acknowledged[i] == 3 {
					begun <- struct{}{}
				}
			}
		}) {
			if err != nil {
				f.Fatalf("writer %d: %v", i, err)
			}
		}
		if err := f.receive("close", closed); err != nil {
			f.Fatalf("close: %v", err)
		}
		f.reopen()
		for i, s := range streams {
			if got := len(f.read(s, 0)); got != acknowledged[i] {
				f.Fatalf("a stream has %d events, and %d were acknowledged", got, acknowledged[i])
			}
		}
	}},
}
