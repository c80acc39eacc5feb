package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// fixture is one clause's log, and what clauses say often.
type fixture struct {
	T
	open     Opener
	store    eventstore.Store
	patience time.Duration
	// base is where the log ended when the clause began.
	base eventstore.Position
}

// reopen closes the store, if there is one, and opens the log anew.
func (f *fixture) reopen() {
	f.Helper()
	if f.store != nil {
		if err := f.store.Close(); err != nil {
			f.Fatalf("close: %v", err)
		}
	}
	store, err := f.open()
	if err != nil {
		f.Fatalf("open: %v", err)
	}
	f.store = store
}

// end returns the last position of the log.
func (f *fixture) end() eventstore.Position {
	f.Helper()
	for r, err := range f.store.ReadAllBackward(f.Context(), eventstore.EndPosition) {
		if err != nil {
			f.Fatalf("read the last event: %v", err)
		}
		return r.Position
	}
	return 0
}

// stream returns a name that no stream has.
func (f *fixture) stream() string { return "conformance-" + uuid.NewString() }

// event returns an event like no other.
func (f *fixture) event() eventstore.Event {
	id := uuid.New()
	return eventstore.Event{
		ID:       id,
		Type:     "thing.happened",
		Data:     fmt.Appendf(nil, `{"what":%q}`, id),
		Metadata: fmt.Appendf(nil, `{"why":%q}`, id),
	}
}

func (f *fixture) events(n int) []eventstore.Event {
	events := make([]eventstore.Event, n)
	for i := range events {
		events[i] = f.event()
	}
	return events
}

// append appends what has to succeed.
func (f *fixture) append(stream string, expected eventstore.Revision, events ...eventstore.Event) eventstore.Position {
	f.Helper()
	pos, err := f.store.Append(f.Context(), stream, expected, events...)
	if err != nil {
		f.Fatalf("append %d events expecting %d: %v", len(events), expected, err)
	}
	return pos
}

// all returns what was appended since the clause began.
func (f *fixture) all() []eventstore.Recorded {
	f.Helper()
	return f.collect("read all", f.store.ReadAll(f.Context(), f.base))
}

// allBackward is all, read backward.
func (f *fixture) allBackward() []eventstore.Recorded {
	f.Helper()
	return f.collect("read all backward", f.sinceBase(f.store.ReadAllBackward(f.Context(), eventstore.EndPosition)))
}

// sinceBase ends a backward read where the clause began.
func (f *fixture) sinceBase(seq iter.Seq2[eventstore.Recorded, error]) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range seq {
			if (err == nil && r.Position <= f.base) || !yield(r, err) {
				return
			}
		}
	}
}

// read returns a stream from a revision on.
func (f *fixture) read(stream string, from eventstore.Revision) []eventstore.Recorded {
	f.Helper()
	return f.collect("read stream", f.store.ReadStream(f.Context(), stream, from))
}

// readBackward returns a stream backward from a revision.
func (f *fixture) readBackward(stream string, from eventstore.Revision) []eventstore.Recorded {
	f.Helper()
	return f.collect("read stream backward", f.store.ReadStreamBackward(f.Context(), stream, from))
}

func (f *fixture) collect(what string, seq iter.Seq2[eventstore.Recorded, error]) []eventstore.Recorded {
	f.Helper()
	var records []eventstore.Recorded
	for r, err := range seq {
		if err != nil {
			f.Fatalf("%s: after %d records: %v", what, len(records), err)
		}
		records = append(records, r)
	}
	return records
}

// isRecord requires that a record is an event of a stream at a revision.
func (f *fixture) isRecord(got eventstore.Recorded, stream string, rev eventstore.Revision, want eventstore.Event) {
	f.Helper()
	switch {
	case got.Stream != stream || got.Revision != rev:
		f.Fatalf("got revision %d of stream %q, want revision %d of %q", got.Revision, got.Stream, rev, stream)
	case got.ID != want.ID:
		f.Fatalf("revision %d: got event %s, want %s", rev, got.ID, want.ID)
	case got.Type != want.Type:
		f.Fatalf("revision %d: got type %q, want %q", rev, got.Type, want.Type)
	case !bytes.Equal(got.Data, want.Data):
		f.Fatalf("revision %d: got data %.80q (%d bytes), want %.80q (%d bytes)", rev, got.Data, len(got.Data), want.Data, len(want.Data))
	case !bytes.Equal(got.Metadata, want.Metadata):
		f.Fatalf("revision %d: got metadata %.80q (%d bytes), want %.80q (%d bytes)", rev, got.Metadata, len(got.Metadata), want.Metadata, len(want.Metadata))
	}
}

// isStream requires that a stream consists of exactly these events.
func (f *fixture) isStream(stream string, want ...eventstore.Event) {
	f.Helper()
	got := f.read(stream, 0)
	if len(got) != len(want) {
		f.Fatalf("stream has %d events, want %d", len(got), len(want))
	}
	for i := range want {
		f.isRecord(got[i], stream, eventstore.Revision(i), want[i])
	}
}

// isEmpty requires that nothing was appended since the clause began.
func (f *fixture) isEmpty() {
	f.Helper()
	if n := len(f.all()); n != 0 {
		f.Fatalf("the log has %d events that must not be there", n)
	}
}

// isConflict requires that an error is a conflict and says what it should.
func (f *fixture) isConflict(err error, stream string, expected, actual eventstore.Revision) {
	f.Helper()
	var c *eventstore.ConflictError
	if !errors.As(err, &c) {
		f.Fatalf("got error %v, want a ConflictError", err)
	}
	if want := (eventstore.ConflictError{Stream: stream, Expected: expected, Actual: actual}); *c != want {
		f.Fatalf("got %+v, want %+v", *c, want)
	}
}

// soon runs what may hang in a store that breaks the contract. What it runs
// reports by its error, never through T.
func (f *fixture) soon(what string, do func() error) error {
	f.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	return f.receive(what, done)
}

// receive takes an answer that has to come.
func (f *fixture) receive(what string, from <-chan error) error {
	f.Helper()
	select {
	case err := <-from:
		return err
	case <-time.After(f.patience):
		f.Fatalf("%s: no answer after %v", what, f.patience)
		return nil
	}
}
