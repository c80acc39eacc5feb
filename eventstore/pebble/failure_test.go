package pebble

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// failing is a disk that refuses to write or to sync the write-ahead log from
// some moment on.
type failing struct {
	on   atomic.Bool
	kind errorfs.OpKind
}

var errDisk = errors.New("the disk is on fire")

func (f *failing) MaybeError(op errorfs.Op) error {
	if f.on.Load() && op.Kind == f.kind && filepath.Ext(op.Path) == ".log" {
		return errDisk
	}
	return nil
}

func (f *failing) String() string { return "failing disk" }

func (f *failing) option() Option {
	return func(o *options) { o.fs = errorfs.Wrap(vfs.Default, f) }
}

func TestFailedCommitStopsAppendsUntilOpenedAnew(t *testing.T) {
	for name, kind := range map[string]errorfs.OpKind{"sync": errorfs.OpFileSyncData, "write": errorfs.OpFileWrite} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			disk := &failing{kind: kind}
			quiet := WithLogger(slog.New(slog.DiscardHandler))
			s, err := Open(dir, disk.option(), quiet)
			if err != nil {
				t.Fatal(err)
			}
			first := eventstore.Event{ID: uuid.New(), Type: "t"}
			if _, err := s.Append(t.Context(), "s", eventstore.NoStream, first); err != nil {
				t.Fatal(err)
			}
			disk.on.Store(true)
			second := eventstore.Event{ID: uuid.New(), Type: "t", Data: []byte(strings.Repeat("x", 1<<19))}
			_, err = s.Append(t.Context(), "s", 0, second)
			if !errors.Is(err, eventstore.ErrUnavailable) || !errors.Is(err, eventstore.ErrUncertain) {
				t.Fatalf("the append that failed: got error %v, want ErrUnavailable and ErrUncertain", err)
			}
			disk.on.Store(false)
			for _, stream := range []string{"s", "other"} {
				if _, err := s.Append(t.Context(), stream, eventstore.NoStream, second); !errors.Is(err, eventstore.ErrUnavailable) {
					t.Fatalf("a later append: got error %v, want ErrUnavailable", err)
				}
			}
			// What was durable can still be read, and what failed is not shown.
			if n := count(t, s); n != 1 {
				t.Fatalf("the log shows %d events, want 1", n)
			}
			s.Close() // it may say that it cannot end
			// The process cannot open the folder again; another one can, and
			// finds what a copy shows.
			after := t.TempDir()
			if err := os.CopyFS(after, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			s, err = Open(after, quiet)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			// The append was uncertain; repeating it finds out.
			if _, err := s.Append(t.Context(), "s", 0, second); err != nil {
				t.Fatal(err)
			}
			if n := count(t, s); n != 2 {
				t.Fatalf("the log shows %d events, want 2", n)
			}
		})
	}
}

func count(t *testing.T, s *Store) (n int) {
	t.Helper()
	for _, err := range s.ReadAll(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// slow is a disk whose syncs of the write-ahead log wait to be let through.
type slow struct {
	on    atomic.Bool
	gate  chan struct{}
	began chan struct{}
	syncs atomic.Int64
}

func (d *slow) MaybeError(op errorfs.Op) error {
	if op.Kind == errorfs.OpFileSyncData && filepath.Ext(op.Path) == ".log" && d.on.Load() {
		d.syncs.Add(1)
		d.began <- struct{}{}
		<-d.gate
	}
	return nil
}

func (d *slow) String() string { return "slow disk" }

// Appends that wait for the disk share the next fsync, and one conflict among
// them is an answer to its own caller only.
func TestAppendsThatWaitShareOneSync(t *testing.T) {
	const writers = 60
	disk := &slow{gate: make(chan struct{}), began: make(chan struct{}, 10)}
	s := openOn(t, disk)
	disk.on.Store(true)
	answers := make(chan error, 2*writers)
	appendOne := func(stream string, expected eventstore.Revision) {
		_, err := s.Append(context.Background(), stream, expected, eventstore.Event{ID: uuid.New(), Type: "t"})
		answers <- err
	}
	go appendOne("first", eventstore.NoStream)
	<-disk.began
	for i := range writers {
		// Every fourth expects what is not, and every other stream is begun by
		// two at once.
		go appendOne(fmt.Sprint("s", i/2), eventstore.Revision(-1+i%4/3))
	}
	for len(s.queue) < writers {
		runtime.Gosched()
	}
	disk.on.Store(false)
	syncs := disk.syncs.Load()
	disk.on.Store(true)
	disk.gate <- struct{}{}
	<-disk.began
	disk.gate <- struct{}{}
	var fine, conflicts int
	for range writers + 1 {
		switch err := <-answers; {
		case err == nil:
			fine++
		case errors.As(err, new(*eventstore.ConflictError)):
			conflicts++
		default:
			t.Fatal(err)
		}
	}
	if got := disk.syncs.Load() - syncs; got != 1 {
		t.Errorf("%d appends that waited took %d syncs", writers, got)
	}
	if n := count(t, s); n != fine || fine+conflicts != writers+1 || conflicts == 0 {
		t.Errorf("%d succeeded, %d conflicted, %d are in the log", fine, conflicts, n)
	}
	disk.on.Store(false)
}

// What is not durable yet is not shown, though the engine has it already.
func TestNothingIsShownBeforeItIsDurable(t *testing.T) {
	disk := &slow{gate: make(chan struct{}), began: make(chan struct{}, 10)}
	s := openOn(t, disk)
	e := eventstore.Event{ID: uuid.New(), Type: "t"}
	if _, err := s.Append(t.Context(), "old", eventstore.NoStream, e, e); err != nil {
		t.Fatal(err)
	}
	disk.on.Store(true)
	answers := make(chan error, 2)
	for _, a := range []struct {
		stream   string
		expected eventstore.Revision
	}{{"old", 1}, {"new", eventstore.NoStream}} {
		go func() {
			_, err := s.Append(context.Background(), a.stream, a.expected, e, e, e)
			answers <- err
		}()
		<-disk.began
		// The engine shows a commit to its own readers before it is synced.
		for {
			if h, err := getHead(s.db, a.stream); err != nil {
				t.Fatal(err)
			} else if h.position > s.reached() {
				break
			}
			runtime.Gosched()
		}
		want := count(t, s)
		if want != 2 && a.stream == "old" {
			t.Errorf("the log shows %d events, and 2 are durable", want)
		}
		for _, seq := range []iter.Seq2[eventstore.Recorded, error]{s.ReadStream(t.Context(), a.stream, 0), s.ReadStreamBackward(t.Context(), a.stream, eventstore.End)} {
			n := 0
			for _, err := range seq {
				if err != nil && !(a.stream == "new" && errors.Is(err, eventstore.ErrNotFound)) {
					t.Fatal(err)
				}
				n++
			}
			if a.stream == "old" && n != 2 || a.stream == "new" && n != 1 {
				t.Errorf("stream %s gives %d items before the append is durable", a.stream, n)
			}
		}
		disk.gate <- struct{}{}
		if err := <-answers; err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, s); n != 8 {
		t.Errorf("the log shows %d events, want 8", n)
	}
	disk.on.Store(false)
}

// A body that takes for ever holds nothing of the engine's.
func TestNoIteratorIsOpenWhileARecordIsYielded(t *testing.T) {
	s := openOn(t, &slow{})
	events := make([]eventstore.Event, 2000)
	for i := range events {
		events[i] = eventstore.Event{ID: uuid.New(), Type: "t"}
	}
	if _, err := s.Append(t.Context(), "s", eventstore.NoStream, events...); err != nil {
		t.Fatal(err)
	}
	if err := s.db.Flush(); err != nil {
		t.Fatal(err)
	}
	for what, seq := range map[string]iter.Seq2[eventstore.Recorded, error]{
		"stream": s.ReadStream(t.Context(), "s", 0), "stream backward": s.ReadStreamBackward(t.Context(), "s", eventstore.End),
		"all": s.ReadAll(t.Context(), 0), "all backward": s.ReadAllBackward(t.Context(), eventstore.EndPosition),
	} {
		n := 0
		for _, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%100 != 1 {
				continue
			}
			// The chunk that is read ahead ends by itself.
			for deadline := time.Now().Add(10 * time.Second); s.db.Metrics().TableIters != 0; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatalf("%s: %d iterators are open", what, s.db.Metrics().TableIters)
				}
			}
		}
	}
}

func openOn(t *testing.T, disk errorfs.Injector) *Store {
	t.Helper()
	s, err := Open(t.TempDir(), func(o *options) { o.fs = errorfs.Wrap(vfs.Default, disk) }, WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
