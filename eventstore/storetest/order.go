package storetest

import (
	"slices"

	"github.com/sunledger/sunledger/eventstore"
)

var order = []clause{
	{"positions ascend in the order of appending over all streams", func(f *fixture) {
		want := f.interleaved(5, 8)
		got := f.all()
		if len(got) != len(want) {
			f.Fatalf("the log has %d events, want %d", len(got), len(want))
		}
		for i := range want {
			f.isRecord(got[i], want[i].Stream, want[i].Revision, want[i].Event)
			if i > 0 && got[i].Position <= got[i-1].Position {
				f.Fatalf("position %d follows %d", got[i].Position, got[i-1].Position)
			}
		}
	}},
	{"every read shows an event at the same position and revision", func(f *fixture) {
		f.interleaved(4, 5)
		for _, r := range f.all() {
			inStream := f.read(r.Stream, r.Revision)[0]
			f.isRecord(inStream, r.Stream, r.Revision, r.Event)
			if inStream.Position != r.Position {
				f.Fatalf("revision %d is at position %d in its stream and at %d in all", r.Revision, inStream.Position, r.Position)
			}
		}
	}},
	{"revisions count from 0 without a gap in every stream", func(f *fixture) {
		f.interleaved(5, 8)
		next := map[string]eventstore.Revision{}
		for _, r := range f.all() {
			if r.Revision != next[r.Stream] {
				f.Fatalf("got revision %d, want %d", r.Revision, next[r.Stream])
			}
			next[r.Stream]++
		}
	}},
	{"backward is forward reversed", func(f *fixture) {
		f.interleaved(5, 8)
		forward, backward := f.all(), f.allBackward()
		slices.Reverse(backward)
		f.isSame("all", backward, forward)
		for _, r := range forward {
			forward, backward := f.read(r.Stream, 0), f.readBackward(r.Stream, eventstore.End)
			slices.Reverse(backward)
			f.isSame("stream", backward, forward)
		}
	}},
}

// interleaved appends in turn to several streams, one to three events a time,
// and returns what it appended in order, without positions.
func (f *fixture) interleaved(streams, rounds int) []eventstore.Recorded {
	f.Helper()
	var want []eventstore.Recorded
	names := make([]string, streams)
	next := make([]eventstore.Revision, streams)
	for i := range names {
		names[i] = f.stream()
	}
	for round := range rounds {
		for i, name := range names {
			events := f.events(1 + (round+i)%3)
			f.append(name, next[i]-1, events...)
			for _, e := range events {
				want = append(want, eventstore.Recorded{Event: e, Stream: name, Revision: next[i]})
				next[i]++
			}
		}
	}
	return want
}

// isSame requires that two reads gave the same records at the same positions.
func (f *fixture) isSame(what string, got, want []eventstore.Recorded) {
	f.Helper()
	if len(got) != len(want) {
		f.Fatalf("%s: got %d records, want %d", what, len(got), len(want))
	}
	for i := range want {
		f.isRecord(got[i], want[i].Stream, want[i].Revision, want[i].Event)
		if got[i].Position != want[i].Position {
			f.Fatalf("%s: record %d is at position %d, want %d", what, i, got[i].Position, want[i].Position)
		}
	}
}
