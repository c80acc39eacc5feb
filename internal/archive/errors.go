package archive

import "fmt"

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
