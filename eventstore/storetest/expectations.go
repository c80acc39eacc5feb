package storetest

import (
	"github.com/sunledger/sunledger/eventstore"
)

var expectations = []clause{
	{"expecting no stream begins one", func(f *fixture) {
		s, e := f.stream(), f.event()
		f.append(s, eventstore.NoStream, e)
		f.isStream(s, e)
	}},
	{"expecting the last revision continues a stream", func(f *fixture) {
		s, e := f.stream(), f.events(5)
		f.append(s, eventstore.NoStream, e[0])
		f.append(s, 0, e[1], e[2])
		f.append(s, 2, e[3])
		f.append(s, 3, e[4])
		f.isStream(s, e...)
	}},
	{"expecting another revision is a conflict that writes nothing", func(f *fixture) {
		s, e := f.stream(), f.events(3)
		f.append(s, eventstore.NoStream, e...)
		for _, expected := range []eventstore.Revision{eventstore.NoStream, 0, 1, 3, 4, 1000, eventstore.End} {
			_, err := f.store.Append(f.Context(), s, expected, f.event())
			f.isConflict(err, s, expected, 2)
		}
		f.isStream(s, e...)
	}},
	{"expecting a revision of a stream that does not exist is a conflict", func(f *fixture) {
		s := f.stream()
		for _, expected := range []eventstore.Revision{0, 1, eventstore.End} {
			_, err := f.store.Append(f.Context(), s, expected, f.event())
			f.isConflict(err, s, expected, eventstore.NoStream)
		}
		f.isEmpty()
	}},
	{"a conflict of many events writes none of them", func(f *fixture) {
		s, e := f.stream(), f.events(2)
		f.append(s, eventstore.NoStream, e...)
		_, err := f.store.Append(f.Context(), s, 0, f.events(20)...)
		f.isConflict(err, s, 0, 1)
		f.isStream(s, e...)
		if n := len(f.all()); n != 2 {
			f.Fatalf("the log has %d events, want 2", n)
		}
	}},
	{"after a conflict the right expectation succeeds", func(f *fixture) {
		s, e := f.stream(), f.events(2)
		f.append(s, eventstore.NoStream, e[0])
		_, err := f.store.Append(f.Context(), s, eventstore.NoStream, e[1])
		f.isConflict(err, s, eventstore.NoStream, 0)
		f.append(s, 0, e[1])
		f.isStream(s, e...)
	}},
	{"the events of one append lie next to each other in the order given", func(f *fixture) {
		s, e := f.stream(), f.events(100)
		f.append(s, eventstore.NoStream, e...)
		f.isStream(s, e...)
	}},
	{"an append answers with the position of its last event", func(f *fixture) {
		s, e := f.stream(), f.events(7)
		first := f.append(s, eventstore.NoStream, e[:3]...)
		second := f.append(s, 2, e[3:]...)
		got := f.read(s, 0)
		if len(got) != 7 || got[2].Position != first || got[6].Position != second {
			f.Fatalf("the appends answered %d and %d; the stream is %v", first, second, positions(got))
		}
	}},
	{"an id need not be unique", func(f *fixture) {
		s, other, e := f.stream(), f.stream(), f.event()
		f.append(s, eventstore.NoStream, e, e)
		f.append(s, 1, e)
		f.append(other, eventstore.NoStream, e)
		f.isStream(s, e, e, e)
		f.isStream(other, e)
	}},
}

func positions(records []eventstore.Recorded) []eventstore.Position {
	p := make([]eventstore.Position, len(records))
	for i := range records {
		p[i] = records[i].Position
	}
	return p
}
