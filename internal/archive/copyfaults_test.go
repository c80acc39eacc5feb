package archive_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/archive"
)

// lateReader is a log of which a read of everything sees no beginning.
type lateReader struct {
	eventstore.Store
	skip int
}

func (l *lateReader) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		n := 0
		for r, err := range l.Store.ReadAll(ctx, after) {
			if n++; n > l.skip && !yield(r, err) {
				return
			}
		}
	}
}

// rereading is a log that tells when it is read for the second time, and then
// gives what a function makes of it.
type rereading struct {
	eventstore.Reader
	second func()
	change func(n int, r *eventstore.Recorded) (ends bool)
	reads  int
}

func (l *rereading) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		l.reads++
		if l.reads == 2 && l.second != nil {
			l.second()
		}
		n := 0
		for r, err := range l.Reader.ReadAll(ctx, after) {
			if l.reads == 2 && err == nil && l.change != nil {
				if l.change(n, &r) {
					return
				}
			}
			n++
			if !yield(r, err) {
				return
			}
		}
	}
}

// rereadingStore is a store that is a rereading log.
type rereadingStore struct {
	eventstore.Store
	reader rereading
}

func (l *rereadingStore) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return l.reader.ReadAll(ctx, after)
}

// errKilled is the end of a process, as far as a test can have it.
var errKilled = errors.New("killed")

// TestCopyGoesOnAfterEveryKill: whenever a copy is killed, and however often,
// the target is a beginning of the source, and in the end all of it.
func TestCopyGoesOnAfterEveryKill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := &memory{}, openStore(t)
		history := history{}
		history.grow(t, from, rapid.IntRange(0, 20).Draw(t, "appends"))
		for range rapid.IntRange(0, 4).Draw(t, "kills") {
			ctx, cancel := context.WithCancel(context.Background())
			kill := rapid.IntRange(1, 8).Draw(t, "killed at append")
			how := rapid.SampledFrom([]string{"before", "after", "cancelled before", "cancelled after"}).Draw(t, "how")
			grows := rapid.Bool().Draw(t, "grows")
			n := 0
			killed := &tapped{to, func(write func() error, _ string, _ eventstore.Revision, _ []eventstore.Event) error {
				if n++; n != kill {
					return write()
				}
				if grows {
					history.grow(t, from, 2)
				}
				switch how {
				case "before":
					return errKilled
				case "after":
					return errors.Join(write(), errKilled)
				case "cancelled before":
					cancel()
				case "cancelled after":
					defer cancel()
				}
				return write()
			}}
			_, err := archive.Copy(ctx, from, killed, archive.CopyOptions{})
			cancel()
			if wanted := errors.Is(err, errKilled) || errors.Is(err, context.Canceled); wanted != (n >= kill) {
				t.Fatalf("killed %s append %d of %d: %v", how, kill, n, err)
			}
			if held, source := all(t, to), all(t, from); len(held) > len(source) || len(held) > 0 && !reflect.DeepEqual(held, source[:len(held)]) {
				t.Fatalf("%d events are no beginning of the %d", len(held), len(source))
			}
		}
		held := len(all(t, to))
		made, err := archive.Copy(context.Background(), from, to, archive.CopyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		isCopy(t, to, from)
		if made.There != uint64(held) || made.Events != uint64(len(all(t, to))) {
			t.Fatalf("made %+v; %d were there", made, held)
		}
	})
}

// openStore is newStore for a property, which has no folder of its own.
func openStore(t *rapid.T) *pebble.Store {
	dir, err := os.MkdirTemp("", "copy")
	if err != nil {
		t.Fatal(err)
	}
	s, err := pebble.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	return s
}

// history is how many events its streams have.
type history map[string]int

// grow appends to streams at random, now and then more than goes together.
func (h history) grow(t *rapid.T, s eventstore.Store, appends int) {
	for range appends {
		stream := fmt.Sprintf("request-%d", rapid.IntRange(1, 4).Draw(t, "stream"))
		n, bytes := rapid.IntRange(1, 4).Draw(t, "events"), rapid.SampledFrom([]int{0, 5, 60, 200_000}).Draw(t, "bytes")
		if _, err := s.Append(context.Background(), stream, eventstore.Revision(h[stream]-1), someEvents(n, bytes)...); err != nil {
			t.Fatal(err)
		}
		h[stream] += n
	}
}

func TestUncertainAppendsAreRepeatedUnchanged(t *testing.T) {
	from, to := newStore(t), newStore(t)
	fillUp(t, from, 30)
	type call struct {
		stream   string
		expected eventstore.Revision
		events   []eventstore.Event
	}
	var last call
	calls, attempts := 0, 0
	shaky := &tapped{to, func(write func() error, stream string, expected eventstore.Revision, events []eventstore.Event) error {
		c := call{stream, expected, events}
		if attempts++; attempts > 1 && !reflect.DeepEqual(c, last) {
			t.Errorf("attempt %d of append %d is another one", attempts, calls)
		}
		last = c
		switch {
		case calls%3 == 0 && attempts == 1: // it was written
			return errors.Join(write(), eventstore.ErrUncertain)
		case calls%3 == 0 && attempts == 2, calls%3 == 1 && attempts == 1:
			return fmt.Errorf("no leader: %w", eventstore.ErrUnavailable)
		}
		calls, attempts = calls+1, 0
		return write()
	}}
	if _, err := copyAll(t, from, shaky); err != nil {
		t.Fatal(err)
	}
	isCopy(t, to, from)
}

func TestRepeatingEnds(t *testing.T) {
	for _, failure := range []error{eventstore.ErrUnavailable, eventstore.ErrUncertain, eventstore.ErrClosed, errKilled} {
		t.Run(failure.Error(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var from memory
				fillUp(t, &from, 3)
				calls, began := 0, time.Now()
				to := &tapped{&memory{}, func(func() error, string, eventstore.Revision, []eventstore.Event) error {
					calls++
					return failure
				}}
				_, err := copyAll(t, &from, to)
				took := time.Since(began)
				if !errors.Is(err, failure) || !strings.Contains(err.Error(), from.log[0].Stream) {
					t.Errorf("got %v", err)
				}
				passing := failure == eventstore.ErrUnavailable || failure == eventstore.ErrUncertain
				switch {
				case passing && (calls < 5 || calls > 20 || took < 5*time.Second || took > time.Minute):
					t.Errorf("given up after %d attempts and %s", calls, took)
				case !passing && (calls != 1 || took != 0):
					t.Errorf("%d attempts in %s at what does not pass", calls, took)
				}
			})
		})
	}
}

func TestCancellationEndsThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var from memory
		fillUp(t, &from, 3)
		const deadline = 3 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		defer cancel()
		began := time.Now()
		to := &tapped{&memory{}, func(func() error, string, eventstore.Revision, []eventstore.Event) error {
			return eventstore.ErrUnavailable
		}}
		if _, err := archive.Copy(ctx, &from, to, archive.CopyOptions{}); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != deadline {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

// TestFailedCopyLeavesNothingRunning: in each phase, on each side.
func TestFailedCopyLeavesNothingRunning(t *testing.T) {
	from, half := newStore(t), newStore(t)
	log := fillUp(t, from, 30)
	for _, r := range log[:20] {
		appended(t, half, r.Stream, r.Revision-1, r.Event)
	}
	unchanged := goleak.IgnoreCurrent()
	if _, err := copyAll(t, brokenReader{from}, half); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "read the source") {
		t.Errorf("source, while comparing: %v", err)
	}
	if _, err := copyAll(t, from, brokenReader{half}); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "read what is there") {
		t.Errorf("target, while comparing: %v", err)
	}
	for _, phase := range []archive.CopyPhase{archive.Comparing, archive.Copying, archive.Verifying} {
		ctx, cancel := context.WithCancel(t.Context())
		many := newSourceOf(t, 3000)
		target := &memory{}
		if phase == archive.Comparing {
			target.log = slices.Clone(many.log)
		}
		_, err := archive.Copy(ctx, heeding{many}, heeding{target}, archive.CopyOptions{Progress: func(p archive.CopyProgress) {
			if p.Phase == phase {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while %s: %v", phase, err)
		}
		cancel()
	}
	goleak.VerifyNone(t, unchanged)
}

// newSourceOf is a log in which no two events go together.
func newSourceOf(t testing.TB, events int) *memory {
	t.Helper()
	var m memory
	for i, e := range someEvents(events, 3) {
		appended(t, &m, fmt.Sprintf("s-%d", i), eventstore.NoStream, e)
	}
	return &m
}

// heeding is a log in memory that heeds the context of its calls.
type heeding struct{ *memory }

func (h heeding) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("%w: %w", err, eventstore.ErrUncertain)
	}
	return h.memory.Append(ctx, stream, expected, events...)
}

func (h heeding) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range h.memory.ReadAll(ctx, after) {
			if err := ctx.Err(); err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// TestEndComparisonNamesTheEvent: the copy went well, but what is read again is
// not what was read, or what was appended.
func TestEndComparisonNamesTheEvent(t *testing.T) {
	from := newStore(t)
	want := fillUp(t, from, 30)
	source := archive.Place{Stream: want[11].Stream, Revision: want[11].Revision, Position: 12}
	for part, change := range map[string]func(*eventstore.Recorded){
		"stream":   func(r *eventstore.Recorded) { r.Stream += "0" },
		"revision": func(r *eventstore.Recorded) { r.Revision++ },
		"id":       func(r *eventstore.Recorded) { r.ID = uuid.New() },
		"type":     func(r *eventstore.Recorded) { r.Type += "2" },
		"data":     func(r *eventstore.Recorded) { r.Data = append([]byte{1}, r.Data...) },
		"metadata": func(r *eventstore.Recorded) { r.Metadata = append([]byte{1}, r.Metadata...) },
	} {
		to := newStore(t)
		twisted := &rereadingStore{to, rereading{Reader: to, change: func(n int, r *eventstore.Recorded) bool {
			if n == 11 {
				change(r)
			}
			return false
		}}}
		_, err := copyAll(t, from, twisted)
		if e, ok := errors.AsType[*archive.TargetDiffersError](err); !ok || e.Events != 11 || e.Source != source || e.Part != part {
			t.Errorf("%s: %v", part, err)
		}
	}
	shortened := func(n int, _ *eventstore.Recorded) bool { return n == 11 }
	to := newStore(t)
	_, err := copyAll(t, from, &rereadingStore{to, rereading{Reader: to, change: shortened}})
	if e, ok := errors.AsType[*archive.TargetDiffersError](err); !ok || *e != (archive.TargetDiffersError{Events: 11, Source: source}) || !strings.Contains(err.Error(), "lost event 12") {
		t.Errorf("a target that lost something: %v", err)
	}
	_, err = copyAll(t, &rereading{Reader: from, change: shortened}, newStore(t))
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("held %d events, and read again only 11", len(want))) {
		t.Errorf("a source that lost something: %v", err)
	}
}

func TestSourceWithAGap(t *testing.T) {
	var from memory
	appended(t, &from, "s-1", eventstore.NoStream, someEvents(1, 3)...)
	appended(t, &from, "s-1", 4, someEvents(1, 3)...)
	_, err := copyAll(t, &from, newStore(t))
	if conflict, ok := errors.AsType[*eventstore.ConflictError](err); !ok || conflict.Actual != 0 || !strings.Contains(err.Error(), "has a gap") {
		t.Errorf("got %v", err)
	}
}
