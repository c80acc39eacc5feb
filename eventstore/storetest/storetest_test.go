package storetest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

func TestReferencePasses(t *testing.T) {
	Run(t, func(*testing.T) Opener {
		d := newDisk()
		return func() (eventstore.Store, error) { return newMemory(d), nil }
	})
}

// The suite must hold for a log that others have used before.
func TestReferencePassesOnALogInUse(t *testing.T) {
	Run(t, func(t *testing.T) Opener {
		d := newDisk()
		f := &fixture{T: t}
		for range 3 {
			d.write(f.stream(), eventstore.NoStream, f.events(4))
		}
		return func() (eventstore.Store, error) { return newMemory(d), nil }
	})
}

// Every broken store must fail the clauses that it breaks.
func TestBrokenStoresFail(t *testing.T) {
	for _, b := range brokenStores {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range b.breaks {
				i := slices.IndexFunc(clauses(), func(c clause) bool { return c.name == name })
				if i < 0 {
					t.Fatalf("there is no clause %q", name)
				}
				p := watch(t.Context(), clauses()[i], b)
				if !p.failed() {
					t.Errorf("clause %q does not notice", name)
				}
				t.Logf("%s: %s", name, strings.Join(p.said, "; "))
			}
		})
	}
}

// Every clause must have a broken store that it notices: a clause that cannot
// fail says nothing.
func TestEveryClauseCanFail(t *testing.T) {
	for _, c := range clauses() {
		if !slices.ContainsFunc(brokenStores, func(b brokenStore) bool { return slices.Contains(b.breaks, c.name) }) {
			t.Errorf("no broken store fails clause %q", c.name)
		}
	}
}

// TestProbeSeesSuccess guards the other tests: a probe that failed whatever it
// watches would make every broken store look noticed.
func TestProbeSeesSuccess(t *testing.T) {
	for _, c := range clauses() {
		if p := watch(t.Context(), c, brokenStore{open: func(m *memory) eventstore.Store { return m }}); p.failed() {
			t.Errorf("clause %q fails for the reference: %v", c.name, p.said)
		}
	}
}

// probe is a T that notes failures instead of passing them on.
type probe struct {
	ctx      context.Context
	mu       sync.Mutex
	said     []string
	cleanups []func()
}

func (p *probe) Helper()                  {}
func (p *probe) Context() context.Context { return p.ctx }
func (p *probe) Cleanup(f func())         { p.cleanups = append(p.cleanups, f) }

func (p *probe) Errorf(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, fmt.Sprintf(format, args...))
}

func (p *probe) Fatalf(format string, args ...any) {
	p.Errorf(format, args...)
	runtime.Goexit()
}

func (p *probe) failed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.said) > 0
}

// watch runs a clause against a store in a goroutine of its own, where it may
// fail, panic or hang without ending the test that watches.
func watch(ctx context.Context, c clause, b brokenStore) *probe {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &probe{ctx: ctx}
	patience := 10 * time.Second
	if b.hangs {
		patience = 200 * time.Millisecond
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, f := range p.cleanups {
				f()
			}
		}()
		defer func() {
			if r := recover(); r != nil {
				p.Errorf("panic: %v", r)
			}
		}()
		d := newDisk()
		c.hold(p, func() (eventstore.Store, error) { return b.open(newMemory(d)), nil }, patience)
	}()
	select {
	case <-done:
	case <-time.After(2 * patience):
		p.Errorf("the clause hangs")
	}
	return p
}
