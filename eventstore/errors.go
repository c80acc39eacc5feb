package eventstore

import (
	"errors"
	"fmt"
)

var (
	// ErrNotFound says that a stream holds no event.
	ErrNotFound = errors.New("stream not found")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrUnavailable says that the store cannot take or answer calls, now or
	// until it is opened anew.
	ErrUnavailable = errors.New("store is unavailable")
	// ErrUncertain says that an append may have been written although it did
	// not succeed. The same call, repeated, tells.
	ErrUncertain = errors.New("the append may have been written: repeat it unchanged to find out")
)

// ConflictError says that a stream does not stand where an append expected it.
type ConflictError struct {
	Stream   string
	Expected Revision
	Actual   Revision
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("stream %s: expected %s, found %s", e.Stream, standing(e.Expected), standing(e.Actual))
}

func standing(r Revision) string {
	if r == NoStream {
		return "no stream"
	}
	return fmt.Sprintf("revision %d", r)
}

// CorruptError says that the record at a position is not what was appended.
type CorruptError struct {
	// Position is zero when the damage is not to one record: to an index, or
	// to a part of the store that all records depend on.
	Position Position
	// Reason says what did not match.
	Reason string
}

func (e *CorruptError) Error() string {
	if e.Position == 0 {
		return fmt.Sprintf("the log is corrupt: %s; restore it from a backup", e.Reason)
	}
	return fmt.Sprintf("record at position %d is corrupt: %s; restore the log from a backup", e.Position, e.Reason)
}

// LimitError says that an append is larger than a store accepts.
type LimitError struct {
	// What is the measured thing, such as "record bytes".
	What string
	// Size is what the call has, Max what is accepted.
	Size, Max int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: %d, but at most %d are accepted; split it into smaller appends or move large content out of the event", e.What, e.Size, e.Max)
}

// InvalidError says that a call breaks a rule of the contract.
type InvalidError struct {
	// What is the argument, Reason the rule that it breaks.
	What, Reason string
}

func (e *InvalidError) Error() string { return e.What + ": " + e.Reason }
