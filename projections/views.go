package projections

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Views is the views of one log, open. It is safe for use by many goroutines.
type Views struct {
	cfg    Config
	folder folder
	lock   *flock.Flock // nil of views in a temporary file
	past   *Past
	fills  sync.Mutex // held by whoever fills a file

	// write is held by whoever writes to the served file or puts another in
	// its place.
	write sync.Mutex
	// writer goes on with the served file; nil where that is not of this
	// program's definitions, or there is none.
	writer *builder

	mu       sync.Mutex
	current  *file
	state    State
	reason   string
	stopped  *StoppedError
	position uint64            // of what is served
	served   uint64            // after where it stood when it was put in its place
	changes  map[string]uint64 // when views were changed since then
	building *progress
	changed  chan struct{} // closed at the next change
	// interrupt ends Run's waiting for the log.
	interrupt context.CancelFunc
}

// progress is how far a file has been filled.
type progress struct {
	position, events uint64
	perSecond        int
	began, told      time.Time
}

// Open opens the views in a folder. It serves what is there and sound, and
// builds nothing: [Views.Run] does. A file that is damaged, or is not of this
// log, is left out and said to the Logger. A folder is of one process at a time:
// while another has it open the error is an [*InUseError].
func Open(ctx context.Context, c Config) (*Views, error) {
	c, err := c.withDefaults()
	switch {
	case err != nil:
		return nil, err
	case c.Dir == "":
		return nil, errors.New("projections: a Config needs a Dir")
	case !c.AsOf.IsNow():
		return nil, errors.New("projections: the files of a folder are views of now: see Past for those of the past")
	}
	if err := os.MkdirAll(c.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	v := newViews(c)
	if v.lock, err = lockFolder(c.Dir); err != nil {
		return nil, err
	}
	if v.past, err = newPast(ctx, v); err != nil {
		return nil, errors.Join(err, v.lock.Unlock())
	}
	if err := v.openFound(ctx); err != nil {
		return nil, errors.Join(err, v.lock.Unlock())
	}
	return v, nil
}

// Past is the views of the past that are kept beside these; nil for views that
// [Build] has built.
func (v *Views) Past() *Past { return v.past }

// Build builds views of a history to its end, or to where Config.AsOf cuts it,
// and serves them. They follow nothing, lie in a temporary file, and are gone
// when they are closed.
func Build(ctx context.Context, c Config) (*Views, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	c.Dir, err = os.MkdirTemp(c.Dir, filePrefix+"*.temporary")
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	if c.AsOf.Known != nil {
		var privacy privacyIndex
		seen, _, err := privacy.follow(ctx, c.Store, c.Catalogue)
		if err != nil {
			return nil, errors.Join(err, os.RemoveAll(c.Dir))
		}
		c.private = seen.streams()
	}
	v := newViews(c)
	v.folder.temporary = true
	if err := v.Rebuild(ctx); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

func newViews(c Config) *Views {
	return &Views{
		cfg:     c,
		folder:  folder{dir: c.Dir, digest: digestOf(c)},
		state:   Building,
		changed: make(chan struct{}),
	}
}

// Close releases the files. Reads that are under way end first; Run must have
// returned. After it nothing can be read.
func (v *Views) Close() error {
	if v.past != nil {
		v.past.close()
	}
	v.write.Lock()
	defer v.write.Unlock()
	var err error
	if v.writer != nil {
		err = v.writer.close()
		v.writer = nil
	}
	v.announce(func() {
		v.stopped = &StoppedError{v.position, errors.New("they were closed")}
	})
	v.serve(nil, 0)
	if v.folder.temporary {
		err = errors.Join(err, os.RemoveAll(v.folder.dir))
	}
	if v.lock != nil {
		err = errors.Join(err, v.lock.Unlock())
	}
	return err
}

// Dir is the folder of the views.
func (v *Views) Dir() string { return v.folder.dir }
