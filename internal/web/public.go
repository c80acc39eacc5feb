package web

import (
	"time"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// publicPages makes the pages that everybody may read, with their JSON and CSV.
// What a page is made from is its methods' receiver and the visit, and neither
// leads to a record as it stands in the log or to what opens a sealed field: a
// page cannot show what is not public, with or without care. A test follows
// everything that can be reached from here.
type publicPages struct {
	ledger ledger.Public
	views  *projections.Views
	// maxPastWait is as in [Config].
	maxPastWait time.Duration
	// writing says whether commands are taken.
	writing bool
}
