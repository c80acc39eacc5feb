package projections_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/projections"
)

func submitted(place string) request.Submitted {
	return request.Submitted{Matter: "m", Place: place, Channel: request.Phone, People: 1}
}

func total(t reporter, v *projections.Views) int {
	t.Helper()
	return read(t, v, func(q *projections.Query) (int, error) { return q.CountRequests(projections.Filter{}) })
}

// files lists the folder without what SQLite keeps beside a file.
func files(t *testing.T, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "views-*"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range paths {
		if !strings.HasSuffix(p, "-wal") && !strings.HasSuffix(p, "-shm") {
			names = append(names, filepath.Base(p))
		}
	}
	return names
}

// An event of an unknown type stops the views before it. What was before it
// stays readable, and who waits for more is told where and why.
func TestUnknownTypeStops(t *testing.T) {
	log := newLog()
	log.add(t, "request-1", submitted("p"), monday)
	c := config(t, log)
	v, err := projections.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	ended := make(chan error, 1)
	go func() { ended <- v.Run(t.Context()) }()
	waitFor(t, v, log.last())

	before := log.add(t, "request-2", submitted("p"), monday)
	unknown := stored(t, "request-3", 90, submitted("p"), monday)
	unknown.Type = "request.foreseen"
	log.mu.Lock()
	log.append("request-3", unknown)
	log.mu.Unlock()
	after := log.add(t, "request-4", submitted("p"), monday)

	var stopped *projections.StoppedError
	if err := v.WaitFor(t.Context(), after); !errors.As(err, &stopped) {
		t.Fatalf("WaitFor: %v", err)
	}
	if err := <-ended; !errors.Is(err, catalogue.ErrUnknownType) || !strings.Contains(err.Error(), "request-3@0") {
		t.Errorf("Run: %v", err)
	}
	if stopped.Position != before || total(t, v) != 2 {
		t.Errorf("stopped after %d with %d requests, want %d and 2", stopped.Position, total(t, v), before)
	}
	s := v.Status(t.Context())
	if s.State != projections.Stopped || !strings.Contains(s.Reason, "request.foreseen") || s.Behind == 0 {
		t.Errorf("got %+v", s)
	}
}

// So does one that does not follow from those before it, and its stream's row
// is that of the event before it.
func TestInadmissibleStops(t *testing.T) {
	log := newLog()
	log.add(t, "request-1", submitted("p"), monday)
	log.add(t, "request-1", submitted("q"), monday)
	c := config(t, log)
	v, err := projections.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	var where *projections.EventError
	if err := v.Run(t.Context()); !errors.As(err, &where) || where.Revision != 1 || where.Stream != "request-1" {
		t.Errorf("Run: %v", err)
	}
	err = v.Read(t.Context(), func(*projections.Query) error { return nil })
	if !errors.Is(err, projections.ErrNotBuilt) {
		t.Errorf("a half-built view is shown: %v", err)
	}
	if got := files(t, c.Dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

// A crash in the middle of a batch leaves the views as they were after the
// batch before.
func TestCrashInABatch(t *testing.T) {
	log := newLog()
	log.add(t, "request-1", submitted("p"), monday)
	c := config(t, log)
	c.CacheStates, c.BatchEvents, c.Decoders = 1, 100, 1
	v := running(t, c)
	waitFor(t, v, log.last())

	// With so small a cache every event has its stream read, in mid-batch.
	image := filepath.Join(t.TempDir(), "image")
	reads, copied := 0, make(chan error, 1)
	log.mu.Lock()
	log.onStream = func() {
		if reads++; reads == 100 {
			copied <- os.CopyFS(image, os.DirFS(c.Dir))
		}
	}
	log.mu.Unlock()
	for i := range 300 {
		log.add(t, "request-many-"+string(rune('a'+i%26)), nextEvent(i/26), monday)
	}
	waitFor(t, v, log.last())
	if err := <-copied; err != nil {
		t.Fatal(err)
	}
	log.mu.Lock()
	log.onStream = nil
	log.mu.Unlock()
	c.Dir = image
	w := running(t, c)
	waitFor(t, w, log.last())
	for _, views := range []*projections.Views{v, w} {
		if got, err := views.Verify(t.Context()); err != nil || len(got.Differences) > 0 || got.Rows < 27 {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

// nextEvent is the n-th event of a request that goes on for ever.
func nextEvent(n int) domain.Event {
	if n == 0 {
		return submitted("p")
	}
	return request.Supervised{By: "town"}
}

// Damage is noticed when the folder is opened, and the views are built again
// rather than served.
// A disk that is full for a while: the views say so, go on serving what they
// have, and catch up by themselves once there is room, counting nothing twice.
func TestViewsThatCannotBeWrittenForAWhile(t *testing.T) {
	log := newLog()
	first := log.add(t, "request-1", submitted("a"), time.Now())
	c := config(t, log)
	v := running(t, c)
	waitFor(t, v, first)

	file, err := sql.Open("sqlite", filepath.Join(c.Dir, v.Status(t.Context()).File))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Exec(`CREATE TRIGGER full BEFORE INSERT ON request BEGIN SELECT RAISE(ABORT, 'no room'); END`); err != nil {
		t.Fatal(err)
	}
	second := log.add(t, "request-2", submitted("a"), time.Now())
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(v.Status(t.Context()).Reason, "no room") {
		if time.Now().After(deadline) {
			t.Fatalf("status is %+v, and should say that there is no room", v.Status(t.Context()))
		}
		runtime.Gosched()
	}
	if s := v.Status(t.Context()); s.State == projections.Stopped || !s.Served || s.Position != first {
		t.Fatalf("status is %+v: the views serve what they have and do not give up", s)
	}
	if _, err := file.Exec(`DROP TRIGGER full`); err != nil {
		t.Fatal(err)
	}
	waitFor(t, v, second)
	if got := total(t, v); got != 2 {
		t.Fatalf("%d requests are counted, want 2", got)
	}
}

func TestDamagedFileIsBuiltAgain(t *testing.T) {
	for name, damage := range map[string]func(path string, content []byte) error{
		"torn":        func(p string, c []byte) error { return os.Truncate(p, int64(len(c)/2)) },
		"empty":       func(p string, _ []byte) error { return os.Truncate(p, 0) },
		"no database": func(p string, c []byte) error { return os.WriteFile(p, []byte("not a database"), 0o600) },
		"an index of zeros": func(p string, c []byte) error {
			clear(c[len(c)-4096:])
			return os.WriteFile(p, c, 0o600)
		},
		"a page of zeros": func(p string, c []byte) error {
			clear(c[2*4096 : 3*4096])
			return os.WriteFile(p, c, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			log := newLog()
			for _, s := range streams {
				log.add(t, s, submitted("p"), monday)
			}
			c := config(t, log)
			v, stop := started(t, c)
			waitFor(t, v, log.last())
			stop()
			path := filepath.Join(c.Dir, files(t, c.Dir)[0])
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := damage(path, content); err != nil {
				t.Fatal(err)
			}
			opened, err := projections.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			err = opened.Read(t.Context(), func(*projections.Query) error { return nil })
			if !errors.Is(err, projections.ErrNotBuilt) {
				t.Errorf("it is served: %v", err)
			}
			if err := opened.Close(); err != nil {
				t.Fatal(err)
			}
			v = running(t, c)
			waitFor(t, v, log.last())
			if total(t, v) != len(streams) {
				t.Errorf("%d requests", total(t, v))
			}
		})
	}
}

// Views of another log, or of one that was set back, are not served.
func TestViewsOfAnotherLog(t *testing.T) {
	log, other := newLog(), newLog()
	log.add(t, "request-1", submitted("p"), monday)
	log.add(t, "request-2", submitted("p"), monday)
	other.add(t, "request-3", submitted("p"), monday)
	c := config(t, log)
	v, stop := started(t, c)
	waitFor(t, v, log.last())
	stop()
	c.Store = other
	v = running(t, c)
	waitFor(t, v, other.last())
	if n := total(t, v); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// The files are for their owner alone.
func TestFileMode(t *testing.T) {
	log := newLog()
	c := config(t, log)
	v := running(t, c)
	log.add(t, "request-1", submitted("p"), monday)
	waitFor(t, v, log.last())
	if err := v.Past().Prepare(t.Context(), domain.KnownAt(0)); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(c.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == c.Dir {
			return err
		}
		info, err := e.Info()
		want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[e.IsDir()]
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		seen++
		return err
	})
	if err != nil || seen < 3 {
		t.Errorf("%d files and folders: %v", seen, err)
	}
}

// Reads go on, each of one moment, while the views are built anew and follow.
func TestReadersDuringRebuild(t *testing.T) {
	log := newLog()
	for _, s := range streams {
		log.add(t, s, submitted("p"), monday)
	}
	c := config(t, log)
	c.Readers = 3
	v := running(t, c)
	waitFor(t, v, log.last())
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			last := uint64(0)
			for ctx.Err() == nil {
				err := v.Read(context.Background(), func(q *projections.Query) error {
					b, err := q.Board(domain.NewDate(2016, 9, 6))
					if err != nil {
						return err
					}
					n, err := q.CountRequests(projections.Filter{})
					if b.Total != n || uint64(n)*positionStep != q.Position() {
						t.Errorf("the board says %d, the list %d, position %d", b.Total, n, q.Position())
					}
					if q.Position() < last {
						t.Errorf("position %d after %d", q.Position(), last)
					}
					last = q.Position()
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 5 {
		for n := range 10 {
			log.add(t, "request-"+string(rune('A'+i))+string(rune('a'+n)), submitted("p"), monday)
		}
		if err := v.Rebuild(t.Context()); err != nil {
			t.Error(err)
		}
		waitFor(t, v, log.last())
	}
	cancel()
	readers.Wait()
	if got := files(t, c.Dir); len(got) != 1 {
		t.Errorf("files left: %v", got)
	}
}

// What is recorded while the views are built anew, and is served already, is in
// the new file before that is served: positions never go back.
func TestRebuildOvertakes(t *testing.T) {
	log := newLog()
	log.add(t, "request-1", submitted("p"), monday)
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	var ended atomic.Bool
	log.mu.Lock()
	log.onEnd = func(after eventstore.Position) {
		if after == 0 && ended.CompareAndSwap(false, true) { // the new file has all that there was
			log.add(t, "request-2", submitted("p"), monday)
			waitFor(t, v, log.last())
		}
	}
	log.mu.Unlock()
	if err := v.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v.Position() != log.last() || total(t, v) != 2 {
		t.Errorf("position %d of %d, %d requests", v.Position(), log.last(), total(t, v))
	}
}

// WaitFor ends with its context, and with the views.
func TestWaitFor(t *testing.T) {
	log := newLog()
	position := log.add(t, "request-1", submitted("p"), monday)
	v, stop := started(t, config(t, log))
	waitFor(t, v, position)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := v.WaitFor(ctx, position+1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	waiting := make(chan error, 1)
	go func() { waiting <- v.WaitFor(t.Context(), position+1) }()
	stop()
	var stopped *projections.StoppedError
	if err := <-waiting; !errors.As(err, &stopped) {
		t.Errorf("got %v", err)
	}
	if err := v.Read(t.Context(), func(*projections.Query) error { return nil }); !errors.Is(err, projections.ErrNotBuilt) {
		t.Errorf("a closed view is read: %v", err)
	}
}

// Views of the past are those that were built when only that was known, and
// those in which nothing later has happened.
func TestBuildAsOf(t *testing.T) {
	log := newLog()
	early := log.add(t, "request-1", submitted("p"), monday)
	log.add(t, "request-1", request.Withdrawn{}, monday.Add(48*time.Hour))
	log.add(t, "request-2", submitted("p"), monday.Add(72*time.Hour))
	for name, c := range map[string]struct {
		asOf domain.AsOf
		want map[request.Status]int
	}{
		"now":   {domain.AsOf{}, map[request.Status]int{request.StatusWithdrawn: 1, request.StatusSubmitted: 1}},
		"known": {domain.KnownAt(early), map[request.Status]int{request.StatusSubmitted: 1}},
		"stood": {domain.AsOf{Stood: monday.Add(50 * time.Hour)}, map[request.Status]int{request.StatusWithdrawn: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(t, log)
			cfg.AsOf = c.asOf
			v, err := projections.Build(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			got := map[request.Status]int{}
			b := read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Board(domain.NewDate(2016, 9, 30)) })
			for _, g := range b.ByStatus {
				got[request.Status(g.Key)] = g.Total
			}
			for status, n := range c.want {
				if got[status] != n || len(got) != len(c.want) {
					t.Errorf("got %v, want %v", got, c.want)
				}
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if left := files(t, cfg.Dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A view is changed by the events of its streams and by no others, and a reader knows
// which views it read.
func TestChangedAt(t *testing.T) {
	log := newLog()
	first := log.add(t, "request-1", submitted("p"), monday)
	c := config(t, log)
	v, stop := started(t, c)
	waitFor(t, v, first)
	// A file is taken as changed as a whole when it is put in its place.
	if got := v.ChangedAt("places"); got != first+1 {
		t.Errorf("got %d, want %d", got, first+1)
	}
	second := log.add(t, "request-1", request.Accepted{Due: domain.NewDate(2016, 9, 9), TermsFrom: domain.NewDate(2016, 9, 5)}, monday)
	waitFor(t, v, second)
	if requests, places, both := v.ChangedAt("requests"), v.ChangedAt("places"), v.ChangedAt("places", "requests"); requests != second || places != first+1 || both != second {
		t.Errorf("got %d, %d, %d, want %d, %d, %d", requests, places, both, second, first+1, second)
	}
	views := read(t, v, func(q *projections.Query) ([]string, error) {
		if len(q.Views()) > 0 {
			t.Errorf("nothing was read, but %v", q.Views())
		}
		if _, err := q.Places(projections.TownPlace); err != nil {
			return nil, err
		}
		_, err := q.CountRequests(projections.Filter{})
		return q.Views(), err
	})
	if !slices.Equal(views, []string{"places", "requests"}) {
		t.Errorf("got %v", views)
	}
	stop()
	v, stop = started(t, c)
	defer stop()
	waitFor(t, v, second)
	if got := v.ChangedAt("places"); got != second+1 {
		t.Errorf("got %d, want %d", got, second+1)
	}
}
