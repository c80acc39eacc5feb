// Package storetest is the contract of package eventstore as tests. Every store
// passes it:
//
//	func TestContract(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) storetest.Opener {
//			dir := t.TempDir()
//			return func() (eventstore.Store, error) { return mystore.Open(dir) }
//		})
//	}
//
// Each clause of the contract is one subtest, and says in its name what it
// holds a store to. A clause looks only at what was appended after it began and
// at streams whose names it made up, so the log behind an [Opener] need not be
// empty and may be a server's; but nobody else may append to it meanwhile.
//
// What it cannot see is left to each store's own tests: a crash of the process
// or of the machine, damage on a disk, and whether waiting is done by polling.
//
// The package's own tests run the suite against stores that each break the
// contract in one way, and require that the clause in question fails.
//
// It is imported by tests only.
package storetest
