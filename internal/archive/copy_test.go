package archive_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/archive"
)

func copyAll(t testing.TB, from eventstore.Reader, to eventstore.Store) (archive.CopyResult, error) {
	t.Helper()
	return archive.Copy(t.Context(), from, to, archive.CopyOptions{})
}

// appended appends to a stream that is new, or that stands at a revision.
func appended(t testing.TB, s eventstore.Store, stream string, expected eventstore.Revision, events ...eventstore.Event) {
	t.Helper()
	if _, err := s.Append(t.Context(), stream, expected, events...); err != nil {
		t.Fatal(err)
	}
}

func someEvents(n, bytes int) []eventstore.Event {
	c := rand.New(rand.NewPCG(5, uint64(bytes)))
	events := make([]eventstore.Event, n)
	for i := range events {
		events[i] = eventstore.Event{ID: uuid.New(), Type: "t", Data: noise(c, bytes)}
	}
	return events
}

// otherBytes are as many, and differ in the last one.
func otherBytes(b []byte) []byte {
	b = slices.Clone(b)
	b[len(b)-1] ^= 1
	return b
}

func isCopy(t rapid.TB, got, want eventstore.Reader) {
	t.Helper()
	if a, b := all(t, got), all(t, want); !reflect.DeepEqual(a, b) {
		t.Fatalf("the target has %d events, not as the %d of the source are", len(a), len(b))
	}
}

// tapped is a log whose appends pass through a function, which may write by
// itself, or not at all.
type tapped struct {
	eventstore.Store
	tap func(write func() error, stream string, expected eventstore.Revision, events []eventstore.Event) error
}

func (a *tapped) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (pos eventstore.Position, _ error) {
	err := a.tap(func() (err error) {
		pos, err = a.Store.Append(ctx, stream, expected, events...)
		return err
	}, stream, expected, slices.Clone(events))
	return pos, err
}

// before lets a function run before the nth append, counted from 1.
func before(s eventstore.Store, nth int, do func()) *tapped {
	n := 0
	return &tapped{s, func(write func() error, _ string, _ eventstore.Revision, _ []eventstore.Event) error {
		if n++; n == nth {
			do()
		}
		return write()
	}}
}

func TestCopyIsTheSameLog(t *testing.T) {
	from, to := newStore(t), newStore(t)
	fillUp(t, from, 200)
	appended(t, from, "many", eventstore.NoStream, someEvents(eventstore.MaxAppendEvents, 100)...)
	appended(t, from, "small", eventstore.NoStream, someEvents(eventstore.MaxAppendEvents, 0)...)
	appended(t, from, "small", eventstore.MaxAppendEvents-1, someEvents(1, 0)...)
	appended(t, from, "large", eventstore.NoStream, someEvents(3, eventstore.MaxRecordBytes-1)...)
	appended(t, from, "large", 2, someEvents(5, 200_000)...)
	want := all(t, from)
	appends := 0
	watched := &tapped{to, func(write func() error, stream string, _ eventstore.Revision, events []eventstore.Event) error {
		bytes := 0
		for i := range events {
			bytes += events[i].Size()
		}
		if bytes > 512<<10 && len(events) > 1 {
			t.Errorf("%d events of %s, %d bytes in one append", len(events), stream, bytes)
		}
		appends++
		return write()
	}}
	made, err := copyAll(t, from, watched)
	if err != nil {
		t.Fatal(err)
	}
	isCopy(t, to, from)
	// Of the appends after the first 200: 2 for many, 2 for small, 3 and 3 for large.
	if appends > 200+2+2+3+3 {
		t.Errorf("%d appends: consecutive events do not go together", appends)
	}
	_, backedUp := backup(t, from)
	_, copied := backup(t, to)
	position := eventstore.Position(backedUp.Position)
	if expected := (archive.CopyResult{Events: uint64(len(want)), Position: position, Digest: backedUp.Digest}); made != expected || copied.Digest != made.Digest {
		t.Errorf("made %+v, want %+v, and a backup of it says %s", made, expected, copied.Digest)
	}
	// Again: all is there.
	again, err := copyAll(t, from, &tapped{to, nil})
	if made.There = made.Events; err != nil || again != made {
		t.Errorf("made again %+v, %v", again, err)
	}
}

func TestCopyOfNothing(t *testing.T) {
	from, to := newStore(t), newStore(t)
	_, nothing := backup(t, from)
	if made, err := copyAll(t, from, to); err != nil || made != (archive.CopyResult{Digest: nothing.Digest}) {
		t.Errorf("made %+v, %v", made, err)
	}
	if len(all(t, to)) != 0 {
		t.Error("something was written")
	}
}

func TestCopyTellsHowFarItIs(t *testing.T) {
	from, to := newStore(t), newStore(t)
	var backedUp archive.Summary
	for half := range 2 {
		appended(t, from, fmt.Sprint("a", half), eventstore.NoStream, someEvents(1200, 0)...)
		appended(t, from, fmt.Sprint("b", half), eventstore.NoStream, someEvents(1, 0)...)
		_, backedUp = backup(t, from)
		var told []string
		var position eventstore.Position
		_, err := archive.Copy(t.Context(), from, to, archive.CopyOptions{Progress: func(p archive.CopyProgress) {
			told = append(told, fmt.Sprintf("%s %d/%d", p.Phase, p.Events, p.Total))
			position = p.Position
		}})
		if err != nil {
			t.Fatal(err)
		}
		want := [][]string{
			{"comparing 0/0", "copying 1200/0", "copying 1201/0", "verifying 1000/1201", "verifying 1201/1201"},
			{"comparing 1000/0", "comparing 1201/0", "copying 2401/0", "copying 2402/0", "verifying 1000/2402", "verifying 2000/2402", "verifying 2402/2402"},
		}[half]
		if !slices.Equal(told, want) || position != eventstore.Position(backedUp.Position) {
			t.Errorf("told %q up to position %d, want %q", told, position, want)
		}
	}
}

// TestCopyOfASourceThatGrows: what comes while it is copied is copied, what
// comes later is not, and neither is an error.
func TestCopyOfASourceThatGrows(t *testing.T) {
	from, to := newStore(t), newStore(t)
	fillUp(t, from, 20)
	grown := 0
	growing := &tapped{to, func(write func() error, stream string, _ eventstore.Revision, _ []eventstore.Event) error {
		if err := write(); err != nil || grown == 10 {
			return err
		}
		grown++
		appended(t, from, fmt.Sprintf("later-%d", grown), eventstore.NoStream, someEvents(2, 10)...)
		return nil
	}}
	later := &rereading{Reader: from, second: func() {
		appended(t, from, "last-1", eventstore.NoStream, someEvents(1, 10)...)
	}}
	made, err := copyAll(t, later, growing)
	if err != nil || grown != 10 {
		t.Fatalf("%v, after %d times", err, grown)
	}
	want := all(t, from)
	if n := len(want) - 1; made.Events != uint64(n) || count(t, from, uint64(made.Position)) != uint64(n) || !reflect.DeepEqual(all(t, to), want[:n]) {
		t.Errorf("made %+v; the source had %d events when its first read ended", made, n)
	}
	if made, err := copyAll(t, from, to); err != nil || made.There != made.Events-1 {
		t.Errorf("made %+v, %v", made, err)
	}
	isCopy(t, to, from)
}

func TestCopyIntoAnythingElseIsRefused(t *testing.T) {
	from := newStore(t)
	want := fillUp(t, from, 20)
	whole := len(want)
	at := slices.IndexFunc(want, func(r eventstore.Recorded) bool { return len(r.Data) > 0 && len(r.Metadata) > 0 })
	foreign := eventstore.Recorded{Stream: "foreign-1", Event: someEvents(1, 9)[0]}
	twist := func(change func(*eventstore.Recorded)) func([]eventstore.Recorded) []eventstore.Recorded {
		return func(log []eventstore.Recorded) []eventstore.Recorded {
			change(&log[at])
			return log[:at+1]
		}
	}
	for name, c := range map[string]struct {
		change func([]eventstore.Recorded) []eventstore.Recorded
		same   int
		part   string // none says that the target is ahead
	}{
		"foreign first":    {func(l []eventstore.Recorded) []eventstore.Recorded { return slices.Insert(l[:9], 0, foreign) }, 0, "stream"},
		"foreign middle":   {func(l []eventstore.Recorded) []eventstore.Recorded { return slices.Insert(l, 9, foreign) }, 9, "stream"},
		"foreign last":     {func(l []eventstore.Recorded) []eventstore.Recorded { return append(l[:9], foreign) }, 9, "stream"},
		"ahead":            {func(l []eventstore.Recorded) []eventstore.Recorded { return append(l, foreign) }, whole, ""},
		"another id":       {twist(func(r *eventstore.Recorded) { r.ID[3] ^= 1 }), at, "id"},
		"another type":     {twist(func(r *eventstore.Recorded) { r.Type += "2" }), at, "type"},
		"other data":       {twist(func(r *eventstore.Recorded) { r.Data = append(r.Data, 0) }), at, "data"},
		"other metadata":   {twist(func(r *eventstore.Recorded) { r.Metadata = append(r.Metadata, 0) }), at, "metadata"},
		"data as long":     {twist(func(r *eventstore.Recorded) { r.Data = otherBytes(r.Data) }), at, "data"},
		"metadata as long": {twist(func(r *eventstore.Recorded) { r.Metadata = otherBytes(r.Metadata) }), at, "metadata"},
		"another stream":   {twist(func(r *eventstore.Recorded) { r.Stream, r.Revision = "request-999", 0 }), at, "stream"},
	} {
		t.Run(name, func(t *testing.T) {
			to := newStore(t)
			appended(t, to, "before-1", eventstore.NoStream, foreign.Event) // so that positions differ
			shifted := &lateReader{Store: to, skip: 1}
			log := c.change(slices.Clone(want))
			for _, r := range log {
				appended(t, to, r.Stream, r.Revision-1, r.Event)
			}
			held := all(t, to)
			_, err := copyAll(t, from, shifted)
			place := archive.Place{Position: eventstore.Position(c.same + 2)}
			place.Stream, place.Revision = log[c.same].Stream, log[c.same].Revision
			if c.part == "" {
				if e, ok := errors.AsType[*archive.TargetAheadError](err); !ok || *e != (archive.TargetAheadError{Events: uint64(c.same), Target: place}) {
					t.Errorf("got %v", err)
				}
			} else {
				source := archive.Place{Stream: want[c.same].Stream, Revision: want[c.same].Revision, Position: eventstore.Position(c.same + 1)}
				if e, ok := errors.AsType[*archive.TargetDiffersError](err); !ok || *e != (archive.TargetDiffersError{Events: uint64(c.same), Source: source, Target: place, Part: c.part}) {
					t.Errorf("got %#v %v", err, err)
				}
			}
			if err == nil || !strings.Contains(err.Error(), "copy into an empty ledger") {
				t.Errorf("%v: it does not say what to do", err)
			}
			if !reflect.DeepEqual(all(t, to), held) {
				t.Error("the target was changed")
			}
		})
	}
}

func TestCopyIsToldOfOtherWriters(t *testing.T) {
	from := newStore(t)
	for i := range 20 {
		appended(t, from, fmt.Sprintf("request-%d", i), eventstore.NoStream, someEvents(2, 30)...)
	}
	foreign := someEvents(1, 9)
	prepared := func(t *testing.T, stream string, nth int) (*pebble.Store, error) {
		to := newStore(t)
		_, err := copyAll(t, from, before(to, nth, func() { appended(t, to, stream, eventstore.NoStream, foreign...) }))
		return to, err
	}
	t.Run("in a stream of ours", func(t *testing.T) {
		to, err := prepared(t, "request-10", 6)
		e, ok := errors.AsType[*archive.ContendedError](err)
		if !ok || e.Events != 20 || e.Conflict.Stream != "request-10" || e.Conflict.Actual != 0 {
			t.Errorf("got %v", err)
		}
		if conflict, ok := errors.AsType[*eventstore.ConflictError](err); !ok || conflict != e.Conflict {
			t.Errorf("%v does not wrap the conflict", err)
		}
		_, err = copyAll(t, from, to)
		if e, ok := errors.AsType[*archive.TargetDiffersError](err); !ok || e.Events != 10 {
			t.Errorf("then %v", err)
		}
	})
	t.Run("in a stream of theirs", func(t *testing.T) {
		_, err := prepared(t, "foreign-1", 6)
		if e, ok := errors.AsType[*archive.TargetDiffersError](err); !ok || e.Events != 10 || e.Target.Stream != "foreign-1" || e.Source.Stream != "request-5" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("after the last event", func(t *testing.T) {
		to := newStore(t)
		later := &rereading{Reader: from, second: func() { appended(t, to, "foreign-1", eventstore.NoStream, foreign...) }}
		_, err := copyAll(t, later, to)
		if e, ok := errors.AsType[*archive.TargetAheadError](err); !ok || e.Events != 40 || e.Target.Stream != "foreign-1" {
			t.Errorf("got %v", err)
		}
	})
}

// TestTwoCopiesAtOnce: each of them may notice the other, but the target is
// never anything else than a beginning of the source.
func TestTwoCopiesAtOnce(t *testing.T) {
	from, to := newStore(t), newStore(t)
	fillUp(t, from, 150)
	var copies sync.WaitGroup
	for range 2 {
		copies.Go(func() {
			if _, err := copyAll(t, from, to); err != nil {
				_, contended := errors.AsType[*archive.ContendedError](err)
				_, ahead := errors.AsType[*archive.TargetAheadError](err)
				if !contended && !ahead {
					t.Error(err)
				}
			}
		})
	}
	copies.Wait()
	if _, err := copyAll(t, from, to); err != nil {
		t.Error(err)
	}
	isCopy(t, to, from)
}

func BenchmarkCopy(b *testing.B) {
	for _, perAppend := range []int{1, 3, 1000} { // a log mostly has 1 to 3; the last one shows what order costs
		b.Run(fmt.Sprintf("%d an append", perAppend), func(b *testing.B) {
			const events = 6000
			from := newStore(b)
			c := rand.New(rand.NewPCG(9, 9))
			revisions := map[string]eventstore.Revision{}
			for range events / perAppend {
				stream := fmt.Sprintf("request-%d", c.IntN(events/5))
				appended(b, from, stream, revisions[stream]-1, someEvents(perAppend, 300)...)
				revisions[stream] += eventstore.Revision(perAppend)
			}
			for b.Loop() {
				b.StopTimer()
				to := newStore(b)
				b.StartTimer()
				if _, err := copyAll(b, from, to); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
		})
	}
}
