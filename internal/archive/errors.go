package archive

import (
	"fmt"

	"github.com/sunledger/sunledger/eventstore"
)

// DamagedError says that an archive is not what was written.
type DamagedError struct {
	// Offset is the byte of the file at which the part begins that is
	// damaged, or at which the file ends too early.
	Offset int64
	// Events is how many events before it are whole.
	Events uint64
	Reason string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the archive is damaged at byte %d, after %d events: %s; use another copy of it", e.Offset, e.Events, e.Reason)
}

// NotArchiveError says that a file is something else.
type NotArchiveError struct{}

func (*NotArchiveError) Error() string {
	return "this is not an archive of a ledger: give a file that a backup made"
}

// NewerVersionError says that a newer version of the software made an archive.
type NewerVersionError struct{ Has, Newest int }

func (e *NewerVersionError) Error() string {
	return fmt.Sprintf("the archive has version %d, and this version of the software reads up to %d: restore it with the newer one that made it", e.Has, e.Newest)
}

// NotEmptyError says that a log already holds something else than the archive.
type NotEmptyError struct {
	// Stream is where the log's first event lies that the archive does not
	// have at that place.
	Stream string
	// Events is how many before it are the same.
	Events uint64
}

func (e *NotEmptyError) Error() string {
	return fmt.Sprintf("the log is not empty: its event %d, in %s, is not that of the archive; nothing is ever written over, so restore into a new ledger", e.Events+1, e.Stream)
}

// ContendedError says that somebody else appends to the log that a copy or a
// restore writes.
type ContendedError struct {
	// Events is how many were in the log before.
	Events uint64
	// Conflict is how it was noticed.
	Conflict *eventstore.ConflictError
}

func (e *ContendedError) Error() string {
	return fmt.Sprintf("somebody else writes to the log, seen after %d events (%v): end that and begin again, which tells whether the log can still be used", e.Events, e.Conflict)
}

func (e *ContendedError) Unwrap() error { return e.Conflict }

// A Place is where an event lies in a log.
type Place struct {
	Stream   string
	Revision eventstore.Revision
	Position eventstore.Position
}

func placeOf(r *eventstore.Recorded) Place { return Place{r.Stream, r.Revision, r.Position} }

func (p Place) String() string {
	return fmt.Sprintf("%s revision %d at position %d", p.Stream, p.Revision, p.Position)
}

// TargetDiffersError says that the target of a copy holds something else than
// the source.
type TargetDiffersError struct {
	// Events is how many before it are the same.
	Events uint64
	// Source and Target are where the first event that differs lies. Target is
	// the zero Place where what was copied before is not there any more.
	Source, Target Place
	// Part is what differs: stream, revision, id, type, data or metadata.
	Part string
}

func (e *TargetDiffersError) Error() string {
	if e.Target == (Place{}) {
		return fmt.Sprintf("the target has lost event %d, %s in the source, which it had acknowledged: copy into another, empty ledger", e.Events+1, e.Source)
	}
	return fmt.Sprintf("event %d is not the same: the source has %s, the target has %s, and the %s differs; nothing is ever written over, so copy into an empty ledger that nobody else writes to", e.Events+1, e.Source, e.Target, e.Part)
}

// TargetAheadError says that the target of a copy holds all that the source
// does, and more.
type TargetAheadError struct {
	// Events is how many are the same.
	Events uint64
	// Target is where the first one lies that only the target has.
	Target Place
}

func (e *TargetAheadError) Error() string {
	return fmt.Sprintf("the target has gone on by itself: after the %d events that were to be copied it has %s; copy into an empty ledger that nobody else writes to, or keep the target and go on with it", e.Events, e.Target)
}
