package storetest

import (
	"bytes"
	"slices"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

var values = []clause{
	{"data and metadata come back byte for byte", func(f *fixture) {
		s := f.stream()
		every := make([]byte, 256)
		for i := range every {
			every[i] = byte(i)
		}
		var events []eventstore.Event
		for _, b := range [][]byte{nil, {}, {0}, {0, 0, 0}, []byte("a\x00b"), []byte("\xff\xfe\xfd"), []byte("\r\n"), []byte("null"), []byte("{"), every, bytes.Repeat(every, 300)} {
			data, metadata := f.event(), f.event()
			data.Data, metadata.Metadata = b, b
			events = append(events, data, metadata)
		}
		neither := f.event()
		neither.Data, neither.Metadata = nil, nil
		events = append(events, neither)
		f.append(s, eventstore.NoStream, events...)
		f.isStream(s, events...)
	}},
	{"a record carries when it was written, in UTC", func(f *fixture) {
		s := f.stream()
		f.append(s, eventstore.NoStream, f.event())
		created := f.read(s, 0)[0].Created
		if created.IsZero() || created.Location() != time.UTC {
			f.Fatalf("created is %v", created)
		}
		f.reopen()
		if again := f.read(s, 0)[0].Created; !again.Equal(created) {
			f.Fatalf("created was %v and is %v after the log was opened anew", created, again)
		}
	}},
	{"changing the caller's bytes after an append changes nothing in the log", func(f *fixture) {
		s, e := f.stream(), f.event()
		want := e
		want.Data, want.Metadata = slices.Clone(e.Data), slices.Clone(e.Metadata)
		events := []eventstore.Event{e}
		f.append(s, eventstore.NoStream, events...)
		scribble(e.Data)
		scribble(e.Metadata)
		events[0] = f.event()
		f.isStream(s, want)
		f.reopen()
		f.isStream(s, want)
	}},
	{"an append does not change the caller's events", func(f *fixture) {
		e := f.event()
		// Room behind the slices, which a store might write into.
		e.Data = append(make([]byte, 0, 1000), e.Data...)
		e.Metadata = append(make([]byte, 0, 1000), e.Metadata...)
		want := e
		want.Data, want.Metadata = slices.Clone(e.Data[:1000]), slices.Clone(e.Metadata[:1000])
		f.append(f.stream(), eventstore.NoStream, e)
		if !bytes.Equal(e.Data[:1000], want.Data) || !bytes.Equal(e.Metadata[:1000], want.Metadata) {
			f.Fatalf("the append wrote into the caller's bytes")
		}
	}},
	{"changing a record's bytes changes nothing in the log", func(f *fixture) {
		s, e := f.stream(), f.events(3)
		f.append(s, eventstore.NoStream, e...)
		for _, records := range [][]eventstore.Recorded{f.read(s, 0), f.readBackward(s, eventstore.End), f.all(), f.allBackward()} {
			for i := range records {
				scribble(records[i].Data)
				scribble(records[i].Metadata)
			}
			f.isStream(s, e...)
		}
	}},
	{"a record's bytes never change after it was yielded", func(f *fixture) {
		s, e := f.stream(), f.events(300)
		for i := range e {
			e[i].Data = bytes.Repeat(e[i].Data, 1+i%7)
		}
		f.append(s, eventstore.NoStream, e...)
		for name, records := range map[string][]eventstore.Recorded{"stream": f.read(s, 0), "all": f.all()} {
			f.all()
			f.readBackward(s, eventstore.End)
			f.append(f.stream(), eventstore.NoStream, f.event())
			if len(records) < len(e) {
				f.Fatalf("%s: %d records, want %d", name, len(records), len(e))
			}
			for i := range e {
				f.isRecord(records[i], s, eventstore.Revision(i), e[i])
			}
		}
	}},
	{"appending to one of a record's slices does not reach another", func(f *fixture) {
		s, e := f.stream(), f.events(2)
		f.append(s, eventstore.NoStream, e...)
		for _, records := range [][]eventstore.Recorded{f.read(s, 0), f.all()} {
			for i := range records {
				// One byte fits into whatever room there is; a larger piece
				// would get memory of its own.
				_ = append(records[i].Data, 0xEE)
				_ = append(records[i].Metadata, 0xEE)
			}
			for i := range e {
				f.isRecord(records[i], s, eventstore.Revision(i), e[i])
			}
		}
	}},
}

func scribble(b []byte) {
	for i := range b {
		b[i] ^= 0xFF
	}
}
