package storetest

import (
	"github.com/sunledger/sunledger/eventstore"
)

var reopening = []clause{
	{"a log that is opened anew reads the same", func(f *fixture) {
		f.interleaved(6, 10)
		before := f.all()
		for range 3 {
			f.reopen()
			f.isSame("after opening anew", f.all(), before)
			for _, r := range before {
				f.isSame("stream", f.read(r.Stream, r.Revision)[:1], []eventstore.Recorded{r})
			}
		}
	}},
	{"a log that is opened anew goes on after its end", func(f *fixture) {
		s, e := f.stream(), f.events(12)
		var last eventstore.Position
		for i := range e {
			pos := f.append(s, eventstore.Revision(i-1), e[i])
			if pos <= last {
				f.Fatalf("position %d follows %d", pos, last)
			}
			last = pos
			if i%3 == 2 {
				f.reopen()
			}
		}
		f.isStream(s, e...)
	}},
	{"expectations hold over opening anew", func(f *fixture) {
		s, e := f.stream(), f.events(2)
		f.append(s, eventstore.NoStream, e...)
		f.reopen()
		_, err := f.store.Append(f.Context(), s, eventstore.NoStream, f.event())
		f.isConflict(err, s, eventstore.NoStream, 1)
		_, err = f.store.Append(f.Context(), f.stream()+"x", 0, f.event())
		if err == nil {
			f.Fatalf("a stream that does not exist was continued")
		}
		f.append(s, 1, f.event())
	}},
	{"streams begun after opening anew are apart from the older ones", func(f *fixture) {
		old, e := f.stream(), f.events(4)
		f.append(old, eventstore.NoStream, e[0])
		f.reopen()
		young := f.stream()
		f.append(young, eventstore.NoStream, e[1], e[2])
		f.reopen()
		f.append(old, 0, e[3])
		f.isStream(old, e[0], e[3])
		f.isStream(young, e[1], e[2])
	}},
}
