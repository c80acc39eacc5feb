package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

// Opener opens a store on a log. It is called again, after the store that it
// returned before was closed, to open the same log anew.
type Opener func() (eventstore.Store, error)

// Run holds a store to the contract. It calls begin once for each clause;
// begin makes a log ready, undoes that in t.Cleanup, and returns how to open it.
func Run(t *testing.T, begin func(t *testing.T) Opener) {
	for _, c := range clauses() {
		t.Run(c.name, func(t *testing.T) {
			c.hold(t, begin(t), patience)
		})
	}
}

// patience is how long something may take that has to happen at all. It bounds
// only how late a failure is noticed: no clause waits for it and passes.
const patience = 30 * time.Second

// T is what a clause needs of a [*testing.T]. The suite is written against it
// so that its own tests can watch it fail.
type T interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// clause is one sentence of the contract.
type clause struct {
	name string
	test func(*fixture)
}

// hold runs the clause on a log.
func (c clause) hold(t T, open Opener, patience time.Duration) {
	f := &fixture{T: t, open: open, patience: patience}
	f.reopen()
	t.Cleanup(func() { f.store.Close() })
	f.base = f.end()
	c.test(f)
}

func clauses() []clause {
	return slices.Concat(
		expectations,
		repeats,
		limits,
		values,
		order,
		reading,
		yielding,
		concurrency,
		waiting,
		contexts,
		closing,
		reopening,
	)
}
