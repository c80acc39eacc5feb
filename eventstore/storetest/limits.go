package storetest

import (
	"bytes"
	"errors"
	"iter"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

var limits = []clause{
	{"the largest record is accepted and comes back", func(f *fixture) {
		s, e := f.stream(), f.sized(eventstore.MaxRecordBytes)
		f.append(s, eventstore.NoStream, e)
		f.isStream(s, e)
	}},
	{"a larger record is a LimitError that writes nothing", func(f *fixture) {
		big := f.sized(eventstore.MaxRecordBytes + 1)
		f.isLimit(f.stream(), f.event(), big)
		metadata := f.event()
		metadata.Metadata = make([]byte, eventstore.MaxRecordBytes)
		f.isLimit(f.stream(), metadata)
		f.isEmpty()
	}},
	{"the most events of an append are accepted and come back", func(f *fixture) {
		s, e := f.stream(), f.events(eventstore.MaxAppendEvents)
		f.append(s, eventstore.NoStream, e...)
		f.isStream(s, e...)
	}},
	{"more events in an append are a LimitError that writes nothing", func(f *fixture) {
		f.isLimit(f.stream(), f.events(eventstore.MaxAppendEvents+1)...)
		f.isEmpty()
	}},
	{"the most bytes of an append are accepted and come back", func(f *fixture) {
		s, e := f.stream(), f.fullAppend()
		f.append(s, eventstore.NoStream, e...)
		f.isStream(s, e...)
	}},
	{"more bytes in an append are a LimitError that writes nothing", func(f *fixture) {
		f.isLimit(f.stream(), append(f.fullAppend(), f.event())...)
		f.isEmpty()
	}},
	{"the longest names are accepted and come back", func(f *fixture) {
		s, e := f.stream(), f.event()
		s += strings.Repeat("s", eventstore.MaxNameBytes-len(s))
		e.Type = strings.Repeat("t", eventstore.MaxNameBytes)
		f.append(s, eventstore.NoStream, e)
		f.isStream(s, e)
	}},
	{"longer names are a LimitError that writes nothing", func(f *fixture) {
		f.isLimit(strings.Repeat("s", eventstore.MaxNameBytes+1), f.event())
		e := f.event()
		e.Type = strings.Repeat("t", eventstore.MaxNameBytes+1)
		f.isLimit(f.stream(), e)
		f.isEmpty()
	}},
	{"names that break the rules are an InvalidError that writes nothing", func(f *fixture) {
		for _, name := range []string{"", "$all", "a\x00b", "a\nb", "a\x7f", "a\u0085", "\xff\xfe"} {
			f.isInvalid(name, eventstore.NoStream, f.event())
			e := f.event()
			e.Type = name
			f.isInvalid(f.stream(), eventstore.NoStream, f.event(), e)
		}
		f.isEmpty()
	}},
	{"names with odd letters are accepted and kept apart", func(f *fixture) {
		s := f.stream()
		names := []string{s + " ", s + "/", s + "\\", s + "-", s + "--", s + "%00", s + "\"'", s + "受理", s + "Ä", s + "A\u0308", s + "a", s + "A"}
		for _, name := range names {
			e := f.event()
			e.Type = name[len(s):] + "."
			f.append(name, eventstore.NoStream, e)
			f.isStream(name, e)
		}
	}},
	{"an empty append is an InvalidError", func(f *fixture) {
		f.isInvalid(f.stream(), eventstore.NoStream)
		f.isEmpty()
	}},
	{"the nil id is an InvalidError that writes nothing", func(f *fixture) {
		e := f.event()
		e.ID = uuid.Nil
		f.isInvalid(f.stream(), eventstore.NoStream, f.event(), e)
		f.isEmpty()
	}},
	{"an expectation below NoStream is an InvalidError", func(f *fixture) {
		f.isInvalid(f.stream(), eventstore.NoStream-1, f.event())
		f.isEmpty()
	}},
	{"a read of an impossible stream or revision is an InvalidError", func(f *fixture) {
		existing := f.stream()
		f.append(existing, eventstore.NoStream, f.event())
		for _, c := range []struct {
			name string
			from eventstore.Revision
		}{{"", 0}, {"a\x00", 0}, {"$all", 0}, {f.stream(), -1}, {existing, -1}} {
			for what, seq := range f.readsOf(c.name, c.from) {
				var invalid *eventstore.InvalidError
				if err := f.isFailure(what, seq); !errors.As(err, &invalid) {
					f.Fatalf("%s: read %q from %d: got error %v, want an InvalidError", what, c.name, c.from, err)
				}
			}
		}
		for what, seq := range f.readsOf(strings.Repeat("s", eventstore.MaxNameBytes+1), 0) {
			var limit *eventstore.LimitError
			if err := f.isFailure(what, seq); !errors.As(err, &limit) {
				f.Fatalf("%s: read a name that is too long: got error %v, want a LimitError", what, err)
			}
		}
	}},
}

// readsOf returns the two kinds of read of one stream.
func (f *fixture) readsOf(stream string, from eventstore.Revision) map[string]iter.Seq2[eventstore.Recorded, error] {
	return map[string]iter.Seq2[eventstore.Recorded, error]{
		"forward":  f.store.ReadStream(f.Context(), stream, from),
		"backward": f.store.ReadStreamBackward(f.Context(), stream, from),
	}
}

// sized returns an event that counts for so many bytes.
func (f *fixture) sized(size int) eventstore.Event {
	e := f.event()
	e.Data = bytes.Repeat([]byte{0xA7}, size-len(e.Type)-len(e.Metadata))
	return e
}

// fullAppend returns events of exactly MaxAppendBytes.
func (f *fixture) fullAppend() []eventstore.Event {
	events := make([]eventstore.Event, eventstore.MaxAppendBytes/eventstore.MaxRecordBytes)
	for i := range events {
		events[i] = f.sized(eventstore.MaxRecordBytes)
	}
	return events
}

func (f *fixture) isLimit(stream string, events ...eventstore.Event) {
	f.Helper()
	_, err := f.store.Append(f.Context(), stream, eventstore.NoStream, events...)
	var limit *eventstore.LimitError
	if !errors.As(err, &limit) {
		f.Fatalf("got error %v, want a LimitError", err)
	}
	if limit.Size <= limit.Max {
		f.Fatalf("%+v: the size that it names is within the limit", limit)
	}
}

func (f *fixture) isInvalid(stream string, expected eventstore.Revision, events ...eventstore.Event) {
	f.Helper()
	_, err := f.store.Append(f.Context(), stream, expected, events...)
	var invalid *eventstore.InvalidError
	if !errors.As(err, &invalid) {
		f.Fatalf("append to %q: got error %v, want an InvalidError", stream, err)
	}
}
