package projections

import (
	"context"
	"fmt"
	"math"
	"path/filepath"

	"github.com/sunledger/sunledger/eventstore"
)

// State is what the views are doing.
type State string

// The states.
const (
	// Building: a file is being filled. What is served meanwhile, if anything,
	// does not move.
	Building State = "building"
	// Ready: a file is served and follows the log.
	Ready State = "ready"
	// Stopped: an event could not be taken in. What is served, if anything,
	// ends before it.
	Stopped State = "stopped"
)

// Status says how the views stand.
type Status struct {
	State State `json:"state"`
	// Reason says why they stopped, or why they are built again.
	Reason string `json:"reason,omitzero"`
	// Served says whether there is anything to be read.
	Served bool `json:"served"`
	// Position is that of the last event in what is served, and Head that of
	// the last event in the log. Behind is their difference: 0 is up to date,
	// and it is at least the number of events to come.
	Position uint64 `json:"position"`
	Head     uint64 `json:"head"`
	Behind   uint64 `json:"behind"`
	// LogAway says that the log could not be asked: what is served may be old.
	LogAway bool `json:"logAway,omitzero"`
	// Built is the position that a file being filled has come to, BuiltEvents
	// the number of events in it, and EventsPerSecond how fast it grows.
	Built           uint64 `json:"built,omitzero"`
	BuiltEvents     uint64 `json:"builtEvents,omitzero"`
	EventsPerSecond int    `json:"eventsPerSecond,omitzero"`
	// File is the name of the file that is served.
	File string `json:"file,omitzero"`
	// Views are the definitions that this program has.
	Views []Version `json:"views"`
}

// Version is a view and the version of its definition.
type Version struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// StoppedError says that the views take in nothing more, and why.
type StoppedError struct {
	// Position is that of the last event taken in.
	Position uint64
	Err      error
}

func (e *StoppedError) Error() string {
	return fmt.Sprintf("the views stopped after position %d: %v", e.Position, e.Err)
}

// Unwrap gives the reason.
func (e *StoppedError) Unwrap() error { return e.Err }

// Status says how the views stand. It asks the log where it ends; where the log
// cannot say, LogAway is true and Head is Position.
func (v *Views) Status(ctx context.Context) Status {
	head, err := head(ctx, v.cfg.Store)
	v.mu.Lock()
	defer v.mu.Unlock()
	s := v.status()
	s.LogAway = err != nil
	s.Head = max(head, s.Position)
	s.Behind = s.Head - s.Position
	return s
}

// status is without the head of the log. The caller holds mu.
func (v *Views) status() Status {
	s := Status{State: v.state, Reason: v.reason, Position: v.position, Views: versionsOf(v.cfg.views)}
	if v.current != nil {
		s.Served, s.File = true, filepath.Base(v.current.path)
	}
	if v.building != nil {
		s.Built, s.BuiltEvents, s.EventsPerSecond = v.building.position, v.building.events, v.building.perSecond
	}
	return s
}

func head(ctx context.Context, log eventstore.Reader) (uint64, error) {
	for r, err := range log.ReadAllBackward(ctx, eventstore.EndPosition) {
		return uint64(r.Position), err
	}
	return 0, nil
}

// Position is that of the last event in what is served.
func (v *Views) Position() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.position
}

// ChangedAt is the position at which one of some views was last changed in what is
// served, by their names: what was read from them at that position or later, and
// nothing else, is what would be read now. A file that is put in its place changes all
// of them, after where it stands. While nothing is served it is later than any position.
func (v *Views) ChangedAt(names ...string) uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current == nil {
		return math.MaxUint64
	}
	last := v.served
	for _, name := range names {
		last = max(last, v.changes[name])
	}
	return last
}

// Definitions are the views that this program has, as in [Status].
func (v *Views) Definitions() []Version { return versionsOf(v.cfg.views) }

// WaitFor returns nil as soon as what is served has taken in the event at a
// position. It returns the context's error when that ends first, and a
// [*StoppedError] when the views will not come to it.
func (v *Views) WaitFor(ctx context.Context, position uint64) error {
	for {
		v.mu.Lock()
		reached := v.current != nil && v.position >= position
		stopped, changed := v.stopped, v.changed
		v.mu.Unlock()
		switch {
		case reached:
			return nil
		case stopped != nil:
			return stopped
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// announce changes what Status and WaitFor see, and wakes who waits.
func (v *Views) announce(change func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	change()
	close(v.changed)
	v.changed = make(chan struct{})
}

func versionsOf(views []*view) []Version {
	versions := make([]Version, len(views))
	for i, w := range views {
		versions[i] = Version{w.name, w.version}
	}
	return versions
}
