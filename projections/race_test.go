//go:build race

package projections_test

import "flag"

// Under the race detector a check takes several times as long, most of it in
// SQLite. A hundred checks are made without it, and where -rapid.checks says so.
func init() {
	if err := flag.Set("rapid.checks", "60"); err != nil {
		panic(err)
	}
}
