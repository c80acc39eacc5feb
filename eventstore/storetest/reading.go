package storetest

import (
	"errors"
	"iter"
	"slices"

	"github.com/sunledger/sunledger/eventstore"
)

var reading = []clause{
	{"a stream is read forward from every revision", func(f *fixture) {
		s, other := f.filled(25)
		all := f.read(s, 0)
		f.isWhole(all, 25)
		for from := range eventstore.Revision(len(all)) {
			f.isSame("forward", f.read(s, from), all[from:])
		}
		for _, from := range []eventstore.Revision{eventstore.Revision(len(all)), 1000, eventstore.End} {
			if n := len(f.read(s, from)); n != 0 {
				f.Fatalf("reading from %d, past the end, gave %d records", from, n)
			}
		}
		f.isOnly(other, f.read(other, 0))
	}},
	{"a stream is read backward from every revision", func(f *fixture) {
		s, other := f.filled(25)
		all := f.read(s, 0)
		f.isWhole(all, 25)
		for from := range eventstore.Revision(len(all)) {
			want := slices.Clone(all[:from+1])
			slices.Reverse(want)
			f.isSame("backward", f.readBackward(s, from), want)
		}
		slices.Reverse(all)
		for _, from := range []eventstore.Revision{eventstore.Revision(len(all)), 1000, eventstore.End} {
			f.isSame("backward from past the end", f.readBackward(s, from), all)
		}
		f.isOnly(other, f.readBackward(other, eventstore.End))
	}},
	{"everything is read forward after every position", func(f *fixture) {
		f.filled(12)
		all := f.all()
		for i, r := range all {
			got := f.collect("read all", f.store.ReadAll(f.Context(), r.Position))
			f.isSame("forward", got, all[i+1:])
		}
		for range f.store.ReadAll(f.Context(), eventstore.EndPosition) {
			f.Fatalf("something lies after the end")
		}
	}},
	{"everything is read backward before every position", func(f *fixture) {
		f.filled(12)
		all := f.all()
		for i, r := range all {
			got := f.collect("read all backward", f.sinceBase(f.store.ReadAllBackward(f.Context(), r.Position)))
			want := slices.Clone(all[:i])
			slices.Reverse(want)
			f.isSame("backward", got, want)
		}
		for range f.store.ReadAllBackward(f.Context(), 0) {
			f.Fatalf("something lies before the first position")
		}
	}},
	{"reading a stream that holds no event gives ErrNotFound", func(f *fixture) {
		s, _ := f.filled(3)
		for _, missing := range []string{f.stream(), s + "x", s[:len(s)-1]} {
			for what, seq := range map[string]iter.Seq2[eventstore.Recorded, error]{
				"forward":               f.store.ReadStream(f.Context(), missing, 0),
				"forward from the end":  f.store.ReadStream(f.Context(), missing, eventstore.End),
				"backward":              f.store.ReadStreamBackward(f.Context(), missing, eventstore.End),
				"backward from the top": f.store.ReadStreamBackward(f.Context(), missing, 0),
			} {
				if err := f.isFailure(what, seq); !errors.Is(err, eventstore.ErrNotFound) {
					f.Fatalf("%s: got error %v, want ErrNotFound", what, err)
				}
			}
		}
	}},
	{"a sequence may be ranged over again and reads anew", func(f *fixture) {
		s := f.stream()
		f.append(s, eventstore.NoStream, f.event())
		forward, backward := f.store.ReadStream(f.Context(), s, 0), f.store.ReadStreamBackward(f.Context(), s, eventstore.End)
		all, allBackward := f.store.ReadAll(f.Context(), f.base), f.sinceBase(f.store.ReadAllBackward(f.Context(), eventstore.EndPosition))
		for n := 1; n <= 4; n++ {
			for what, seq := range map[string]iter.Seq2[eventstore.Recorded, error]{"forward": forward, "backward": backward, "all": all, "all backward": allBackward} {
				if got := len(f.collect(what, seq)); got != n {
					f.Fatalf("%s: range %d gave %d records, want %d", what, n, got, n)
				}
			}
			f.append(s, eventstore.Revision(n-1), f.event())
		}
	}},
	{"a long log is read whole, in order, in every direction", func(f *fixture) {
		// Longer than any chunk that a store might read at a time.
		const n = 2500
		s := f.stream()
		for i := 0; i < n; i += 500 {
			f.append(s, eventstore.Revision(i-1), f.events(500)...)
		}
		all := f.all()
		if len(all) != n {
			f.Fatalf("the log has %d events, want %d", len(all), n)
		}
		for i, r := range all {
			if r.Revision != eventstore.Revision(i) {
				f.Fatalf("event %d has revision %d", i, r.Revision)
			}
		}
		f.isSame("stream", f.read(s, 0), all)
		slices.Reverse(all)
		f.isSame("stream backward", f.readBackward(s, eventstore.End), all)
		f.isSame("all backward", f.allBackward(), all)
	}},
}

// filled appends n events to a stream, with those of another between them.
func (f *fixture) filled(n int) (stream, other string) {
	f.Helper()
	stream, other = f.stream(), f.stream()
	for i := range eventstore.Revision(n) {
		f.append(stream, i-1, f.event())
		f.append(other, i-1, f.event())
	}
	return stream, other
}

// isWhole requires that a stream was read from its first event to its last.
func (f *fixture) isWhole(records []eventstore.Recorded, n int) {
	f.Helper()
	if len(records) != n || records[0].Revision != 0 {
		f.Fatalf("the stream reads as %d events, want %d from revision 0", len(records), n)
	}
}

func (f *fixture) isOnly(stream string, records []eventstore.Recorded) {
	f.Helper()
	for _, r := range records {
		if r.Stream != stream {
			f.Fatalf("a read of one stream gave an event of another")
		}
	}
}

// isFailure requires that a read gives one error, with the zero record and
// after it nothing, and returns it.
func (f *fixture) isFailure(what string, seq iter.Seq2[eventstore.Recorded, error]) error {
	f.Helper()
	var failure error
	for r, err := range seq {
		switch {
		case failure != nil:
			f.Fatalf("%s: something came after the error %v", what, failure)
		case err != nil && !isZero(r):
			f.Fatalf("%s: the error %v came with a record", what, err)
		}
		failure = err
	}
	if failure == nil {
		f.Fatalf("%s: the read ended without an error", what)
	}
	return failure
}

func isZero(r eventstore.Recorded) bool {
	return r.Stream == "" && r.Type == "" && r.Position == 0 && r.Data == nil && r.Metadata == nil && r.Created.IsZero()
}
