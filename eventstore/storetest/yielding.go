package storetest

import (
	"errors"
	"fmt"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

var yielding = []clause{
	{"a read may be broken off at every record", func(f *fixture) {
		s, _ := f.filled(40)
		for what, seq := range f.reads(s) {
			for stop := 1; stop <= 40; stop += 3 {
				n := 0
				for _, err := range seq {
					if err != nil {
						f.Fatalf("%s: %v", what, err)
					}
					if n++; n == stop {
						break
					}
				}
				if n != stop {
					f.Fatalf("%s: %d records came before the break at %d", what, n, stop)
				}
			}
		}
		f.append(s, 39, f.event())
		f.reopen()
	}},
	{"the body of a read may append and read", func(f *fixture) {
		s, _ := f.filled(4)
		for what, seq := range f.reads(s) {
			n := 0
			for r, err := range seq {
				if err != nil {
					f.Fatalf("%s: %v", what, err)
				}
				if n++; n > 4 {
					break // a forward read would go on for ever
				}
				if err := f.soon(what+": append in the body", func() error { return f.busy(r) }); err != nil {
					f.Fatalf("%s: in the body: %v", what, err)
				}
			}
		}
	}},
	{"the body of a read may read in turn", func(f *fixture) {
		s, _ := f.filled(3)
		n := 0
		for range f.store.ReadStream(f.Context(), s, 0) {
			for range f.store.ReadAllBackward(f.Context(), eventstore.EndPosition) {
				for range f.store.ReadStreamBackward(f.Context(), s, eventstore.End) {
					n++
				}
				break
			}
		}
		if n != 9 {
			f.Fatalf("the innermost body ran %d times, want 9", n)
		}
	}},
	{"others append and read while a body takes its time", func(f *fixture) {
		s, _ := f.filled(3)
		for what, seq := range f.reads(s) {
			for r, err := range seq {
				if err != nil {
					f.Fatalf("%s: %v", what, err)
				}
				for range 20 {
					if err := f.soon(what+": another goroutine", func() error { return f.busy(r) }); err != nil {
						f.Fatalf("%s: another goroutine: %v", what, err)
					}
				}
				break
			}
		}
	}},
	{"a forward read goes on into what is appended while it runs", func(f *fixture) {
		const n, batch = 700, 50 // more than one chunk of any store
		s := f.stream()
		f.append(s, eventstore.NoStream, f.event())
		size := 1
		for what, seq := range map[string]iter.Seq2[eventstore.Recorded, error]{
			"all":    f.store.ReadAll(f.Context(), f.base),
			"stream": f.store.ReadStream(f.Context(), s, 0),
		} {
			target := size + n
			got := 0
			for r, err := range seq {
				if err != nil {
					f.Fatalf("%s: %v", what, err)
				}
				if r.Revision != eventstore.Revision(got) {
					f.Fatalf("%s: got revision %d, want %d", what, r.Revision, got)
				}
				// At the last event that there is, one more batch is appended.
				if got++; got == size && size < target {
					f.append(s, eventstore.Revision(size-1), f.events(batch)...)
					size += batch
				}
			}
			if got != target {
				f.Fatalf("%s: the read gave %d records, want %d", what, got, target)
			}
		}
	}},
	{"a read ends with the last event that it finds", func(f *fixture) {
		s, _ := f.filled(3)
		for what, seq := range f.reads(s) {
			if err := f.soon(what, func() error {
				n := 0
				for _, err := range seq {
					if err != nil {
						return err
					}
					n++
				}
				if n < 3 {
					return fmt.Errorf("it gave %d records", n)
				}
				return nil
			}); err != nil {
				f.Fatalf("%s: %v", what, err)
			}
		}
	}},
}

// reads returns the four kinds of read, of one stream and of what was appended
// since the clause began.
func (f *fixture) reads(stream string) map[string]iter.Seq2[eventstore.Recorded, error] {
	reads := f.readsWith(f.Context(), stream)
	reads["all backward"] = f.sinceBase(reads["all backward"])
	return reads
}

// busy appends to a new stream and to that of a record, and reads the record
// again.
func (f *fixture) busy(r eventstore.Recorded) error {
	if _, err := f.store.Append(f.Context(), f.stream(), eventstore.NoStream, f.event()); err != nil {
		return err
	}
	for last, err := range f.store.ReadStreamBackward(f.Context(), r.Stream, eventstore.End) {
		if err != nil {
			return err
		}
		if _, err := f.store.Append(f.Context(), r.Stream, last.Revision, f.event()); err != nil {
			return err
		}
		break
	}
	for again, err := range f.store.ReadStream(f.Context(), r.Stream, r.Revision) {
		if err != nil {
			return err
		}
		if again.ID != r.ID {
			return errors.New("the record reads differently the second time")
		}
		break
	}
	return nil
}
