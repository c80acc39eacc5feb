package projections

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// emptyLog is a log without events, whose reading can be held up.
type emptyLog struct{ gate chan struct{} }

func (l emptyLog) none() iter.Seq2[eventstore.Recorded, error] {
	return func(func(eventstore.Recorded, error) bool) {}
}

func (l emptyLog) ReadAll(ctx context.Context, _ eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		select {
		case <-l.gate:
		case <-ctx.Done():
			yield(eventstore.Recorded{}, ctx.Err())
		}
	}
}

func (l emptyLog) ReadStream(context.Context, string, eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return l.none()
}

func (l emptyLog) ReadStreamBackward(context.Context, string, eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return l.none()
}

func (l emptyLog) ReadAllBackward(context.Context, eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return l.none()
}

func (l emptyLog) Wait(ctx context.Context, _ eventstore.Position) error {
	<-ctx.Done()
	return ctx.Err()
}

func open() chan struct{} {
	gate := make(chan struct{})
	close(gate)
	return gate
}

// runUntil runs views until a condition holds, and returns them still open.
func runUntil(t *testing.T, c Config, holds func(Status) bool) (v *Views, stop func()) {
	t.Helper()
	v, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx) }()
	for {
		v.mu.Lock()
		changed, s := v.changed, v.status()
		v.mu.Unlock()
		if holds(s) {
			break
		}
		<-changed
	}
	return v, func() {
		t.Helper()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run: %v", err)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}

func ready(s Status) bool { return s.State == Ready && s.Served }

func served(t *testing.T, v *Views) (name string) {
	t.Helper()
	if err := v.Read(t.Context(), func(*Query) error { return nil }); err != nil {
		t.Errorf("not served: %v", err)
	}
	return v.Status(t.Context()).File
}

// A changed version fills a new file beside the old one, which is served until
// then and removed afterwards.
func TestChangedVersionIsBuiltBeside(t *testing.T) {
	c := Config{Dir: t.TempDir(), Store: emptyLog{open()}, Catalogue: catalogue.Standard}
	v, stop := runUntil(t, c, ready)
	old := served(t, v)
	stop()

	changed := *requestsView
	changed.version++
	c.views = append([]*view{&changed}, allViews[1:]...)
	gate := make(chan struct{})
	c.Store = emptyLog{gate}
	v, stop = runUntil(t, c, func(s Status) bool { return s.State == Building && s.Served })
	if got := served(t, v); got != old {
		t.Errorf("meanwhile %s is served, not %s", got, old)
	}
	close(gate)
	for s := v.Status(t.Context()); !ready(s) || s.File == old; s = v.Status(t.Context()) {
		v.mu.Lock()
		next := v.changed
		same := v.status()
		v.mu.Unlock()
		if !ready(same) || same.File == old {
			<-next
		}
	}
	now := served(t, v)
	stop()
	if _, err := os.Stat(filepath.Join(c.Dir, old)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old file is still there: %v", err)
	}

	v, stop = runUntil(t, c, ready)
	if got := served(t, v); got != now || !strings.HasPrefix(got, filePrefix+digestOf(v.cfg)) {
		t.Errorf("%s was built again as %s", now, got)
	}
	stop()
}

// A file whose tables the queries of this program cannot read is not served.
func TestChangedTablesAreNotServed(t *testing.T) {
	c := Config{Dir: t.TempDir(), Store: emptyLog{open()}, Catalogue: catalogue.Standard}
	_, stop := runUntil(t, c, ready)
	stop()
	changed := *accountsView
	changed.tables = []table{{name: "account", columns: append([]column{{"rank", integerColumn}}, changed.tables[0].columns...)}}
	c.views = []*view{&changed}
	v, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Read(t.Context(), func(*Query) error { return nil }); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("got %v", err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

// What another process had half filled is removed.
func TestHalfFilledFilesAreRemoved(t *testing.T) {
	c := Config{Dir: t.TempDir(), Store: emptyLog{open()}, Catalogue: catalogue.Standard}
	left := filepath.Join(c.Dir, filePrefix+"0123456789abcdef-7"+buildingSuffix)
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	verifying := filepath.Join(c.Dir, filePrefix+"123.temporary")
	if err := os.MkdirAll(filepath.Join(verifying, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, stop := runUntil(t, c, ready)
	stop()
	for _, path := range []string{left, verifying} {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", path, err)
		}
	}
}

// A damaged page that a reader comes upon takes the file out of service, and
// another is built.
func TestDamageFoundByAReader(t *testing.T) {
	c := Config{Dir: t.TempDir(), Store: emptyLog{open()}, Catalogue: catalogue.Standard}
	v, stop := runUntil(t, c, ready)
	old := served(t, v)
	damage := errors.New("untouched")
	err := v.Read(t.Context(), func(q *Query) error {
		// A real error of the engine, of a file that is no database.
		path := filepath.Join(t.TempDir(), "no.sqlite")
		if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
			return err
		}
		pool, err := connect(path, 1, readPragmas)
		if err != nil {
			return err
		}
		defer pool.Close()
		_, damage = readCheckpoint(q.ctx, pool)
		return damage
	})
	if !isDamage(err) {
		t.Fatalf("got %v", err)
	}
	if err := v.WaitFor(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if served(t, v) == old {
		t.Errorf("%s is still served", old)
	}
	stop()
}
