package projections

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/eventstore"
)

// Config says what views are made of. Dir, Store and Catalogue are required,
// save that [Build] needs no Dir.
type Config struct {
	// Dir is the folder of the views' files. It is made if need be, belongs to
	// one process at a time, and may be deleted while that process is not
	// running: then the views are built again.
	Dir string
	// Store is the log. It is only read.
	Store     eventstore.Reader
	Catalogue *catalogue.Catalogue
	// Zone is the ledger's zone, in which days are days. The default is
	// that of China. Views of another zone are other views.
	Zone *time.Location
	// AsOf cuts the history: the views are those of the past. The zero AsOf is
	// everything. Open refuses any other, because the files of a folder are
	// views of now; see [Views.Past] and [Build].
	AsOf domain.AsOf

	// Logger is told of builds, swaps and stops. The default is [slog.Default].
	Logger *slog.Logger
	// Progress, if set, is called while views are built and when that ends, at
	// most about once a second, by the goroutine that builds.
	Progress func(Status)

	// Readers bounds how many reads run at once; more wait. The default is one for
	// each processor, and two at least: reading is computing, and more of them at once
	// would keep each other, and all else, waiting.
	Readers int
	// CacheStates bounds how many streams' states are kept in memory. A request
	// takes about 400 bytes. The default is 250,000.
	CacheStates int
	// BatchEvents bounds how many events one transaction takes in while the
	// views follow the log. The default is 5,000.
	BatchEvents int
	// Decoders is how many goroutines decode while views are built. The
	// default is one for each processor, at most 8.
	Decoders int

	// Past bounds what is kept of views of the past.
	Past PastLimits

	views []*view // of tests; nil is all of them
	// private are the streams in which something was corrected for privacy,
	// for views of the past.
	private map[string]bool
	until   *uint64 // of Verify: the last position that is taken in
}

func (c Config) withDefaults() (Config, error) {
	if c.Store == nil || c.Catalogue == nil {
		return c, errors.New("projections: a Config needs a Store and a Catalogue")
	}
	if c.Zone == nil {
		zone, err := time.LoadLocation(county.DefaultZone)
		if err != nil {
			return c, fmt.Errorf("projections: %w", err)
		}
		c.Zone = zone
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.views == nil {
		c.views = allViews
	}
	c.Readers = orDefault(c.Readers, max(2, runtime.GOMAXPROCS(0)))
	c.CacheStates = orDefault(c.CacheStates, 250_000)
	c.BatchEvents = orDefault(c.BatchEvents, 5_000)
	c.Decoders = orDefault(c.Decoders, min(runtime.GOMAXPROCS(0), 8))
	return c, nil
}

func orDefault(n, otherwise int) int {
	if n <= 0 {
		return otherwise
	}
	return n
}
