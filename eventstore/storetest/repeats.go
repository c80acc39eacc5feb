package storetest

import (
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

var repeats = []clause{
	{"a repeated append answers as the first did and writes nothing", func(f *fixture) {
		s, e := f.stream(), f.events(4)
		first := f.append(s, eventstore.NoStream, e[:2]...)
		f.isRepeat(first, s, eventstore.NoStream, e[:2]...)
		second := f.append(s, 1, e[2:]...)
		f.isRepeat(second, s, 1, e[2:]...)
		f.isStream(s, e...)
	}},
	{"a repeat is recognised after later appends", func(f *fixture) {
		s, e := f.stream(), f.events(6)
		first := f.append(s, eventstore.NoStream, e[:2]...)
		second := f.append(s, 1, e[2])
		for i := range 20 {
			f.append(f.stream(), eventstore.NoStream, f.event())
			if i < 3 {
				f.append(s, eventstore.Revision(2+i), e[3+i])
			}
		}
		f.isRepeat(first, s, eventstore.NoStream, e[:2]...)
		f.isRepeat(second, s, 1, e[2])
		f.isStream(s, e...)
	}},
	{"a repeat is recognised after the log was opened anew", func(f *fixture) {
		s, e := f.stream(), f.events(5)
		first := f.append(s, eventstore.NoStream, e[:3]...)
		f.append(s, 2, e[3:]...)
		f.reopen()
		f.isRepeat(first, s, eventstore.NoStream, e[:3]...)
		f.isStream(s, e...)
	}},
	{"the ids decide what is a repeat, and what was written first stays", func(f *fixture) {
		s, e := f.stream(), f.events(2)
		first := f.append(s, eventstore.NoStream, e...)
		f.append(s, 1, f.event())
		for i := range e {
			other := append([]eventstore.Event{}, e...)
			other[i] = f.event()
			other[i].ID, other[i].Type = e[i].ID, "thing.else"
			f.isRepeat(first, s, eventstore.NoStream, other...)
		}
		for i, r := range f.read(s, 0)[:2] {
			f.isRecord(r, s, eventstore.Revision(i), e[i])
		}
		if n := len(f.all()); n != 3 {
			f.Fatalf("the log has %d events, want 3", n)
		}
	}},
	{"a repeat may be a part or the whole of several appends", func(f *fixture) {
		// What counts is what lies there, not how many calls wrote it.
		s, e := f.stream(), f.events(4)
		f.append(s, eventstore.NoStream, e[:2]...)
		last := f.append(s, 1, e[2:]...)
		f.isRepeat(last, s, eventstore.NoStream, e...)
		f.isRepeat(last, s, 2, e[3])
		f.isStream(s, e...)
	}},
	{"a repeat that overlaps only in part is a conflict", func(f *fixture) {
		s, e := f.stream(), f.events(3)
		f.append(s, eventstore.NoStream, e...)
		longer := append(append([]eventstore.Event{}, e...), f.event())
		_, err := f.store.Append(f.Context(), s, eventstore.NoStream, longer...)
		f.isConflict(err, s, eventstore.NoStream, 2)
		_, err = f.store.Append(f.Context(), s, 1, e[2], f.event())
		f.isConflict(err, s, 1, 2)
		f.isStream(s, e...)
	}},
	{"other ids at the place of a repeat are a conflict", func(f *fixture) {
		s, e := f.stream(), f.events(3)
		f.append(s, eventstore.NoStream, e...)
		for i := range e {
			other := append([]eventstore.Event{}, e...)
			other[i].ID = uuid.New()
			_, err := f.store.Append(f.Context(), s, eventstore.NoStream, other...)
			f.isConflict(err, s, eventstore.NoStream, 2)
		}
		f.isStream(s, e...)
	}},
	{"the ids of a repeat in another order or place are a conflict", func(f *fixture) {
		s, e := f.stream(), f.events(3)
		f.append(s, eventstore.NoStream, e...)
		_, err := f.store.Append(f.Context(), s, eventstore.NoStream, e[1], e[0], e[2])
		f.isConflict(err, s, eventstore.NoStream, 2)
		_, err = f.store.Append(f.Context(), s, 0, e[0])
		f.isConflict(err, s, 0, 2)
		f.isStream(s, e...)
	}},
}

func (f *fixture) isRepeat(want eventstore.Position, stream string, expected eventstore.Revision, events ...eventstore.Event) {
	f.Helper()
	if got := f.append(stream, expected, events...); got != want {
		f.Fatalf("the repeat answered position %d, the first append %d", got, want)
	}
}
