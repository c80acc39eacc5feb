package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

var contexts = []clause{
	{"an append whose context ended is uncertain", func(f *fixture) {
		ctx, cancel := context.WithCancel(f.Context())
		cancel()
		s, e := f.stream(), f.event()
		_, err := f.store.Append(ctx, s, eventstore.NoStream, e)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, eventstore.ErrUncertain) {
			f.Fatalf("got error %v, want one that wraps the context's and ErrUncertain", err)
		}
		f.append(s, eventstore.NoStream, e)
		f.isStream(s, e)
	}},
	{"an append cut off while it runs is found out by repeating it", func(f *fixture) {
		const rounds = 120
		s := f.stream()
		var want []eventstore.Event
		for i := range rounds {
			e, expected := f.events(2), eventstore.Revision(len(want)-1)
			ctx, cancel := context.WithCancel(f.Context())
			answered := make(chan error, 1)
			go func() {
				_, err := f.store.Append(ctx, s, expected, e...)
				answered <- err
			}()
			// Cut it off at different moments, some of them too late.
			for range i * i {
				if len(answered) > 0 {
					break
				}
			}
			cancel()
			err := f.receive("append", answered)
			if err != nil && (!errors.Is(err, context.Canceled) || !errors.Is(err, eventstore.ErrUncertain)) {
				f.Fatalf("got error %v, want one that wraps the context's and ErrUncertain", err)
			}
			f.append(s, expected, e...)
			want = append(want, e...)
		}
		f.isStream(s, want...)
		if got := len(f.all()); got != len(want) {
			f.Fatalf("the log has %d events, want %d", got, len(want))
		}
	}},
	{"a read whose context ended gives its error and nothing else", func(f *fixture) {
		s, _ := f.filled(3)
		ctx, cancel := context.WithCancel(f.Context())
		cancel()
		for what, seq := range f.readsWith(ctx, s) {
			n := 0
			var last error
			for _, err := range seq {
				if n++; err != nil {
					last = err
				}
			}
			if n != 1 || !errors.Is(last, context.Canceled) {
				f.Fatalf("%s: got %d items and error %v, want one item with the context's error", what, n, last)
			}
		}
	}},
	{"a read whose context ends while it runs ends with an error", func(f *fixture) {
		s := f.stream()
		f.append(s, eventstore.NoStream, f.events(3000)...)
		for what := range f.readsWith(f.Context(), s) {
			ctx, cancel := context.WithCancel(f.Context())
			n := 0
			err := func() error {
				for _, err := range f.readsWith(ctx, s)[what] {
					if err != nil {
						return err
					}
					if n++; n == 5 {
						cancel()
					}
				}
				return fmt.Errorf("the read went on for %d records and ended without an error", n)
			}()
			cancel()
			if !errors.Is(err, context.Canceled) || n == 3000 {
				f.Fatalf("%s: after %d records got error %v, want the context's", what, n, err)
			}
		}
	}},
}

// readsWith returns the four kinds of read with a context.
func (f *fixture) readsWith(ctx context.Context, stream string) map[string]iter.Seq2[eventstore.Recorded, error] {
	return map[string]iter.Seq2[eventstore.Recorded, error]{
		"stream":          f.store.ReadStream(ctx, stream, 0),
		"stream backward": f.store.ReadStreamBackward(ctx, stream, eventstore.End),
		"all":             f.store.ReadAll(ctx, f.base),
		"all backward":    f.store.ReadAllBackward(ctx, eventstore.EndPosition),
	}
}
