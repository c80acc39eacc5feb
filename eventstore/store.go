package eventstore

import (
	"context"
	"iter"
	"math"
	"time"

	"github.com/google/uuid"
)

// Limits of what a store accepts. They are part of the contract, so that a
// history that one store took can be copied to any other.
const (
	// MaxRecordBytes is the most that type, data and metadata of one event
	// may take together.
	MaxRecordBytes = 1 << 20
	// MaxAppendEvents is the most events that one append may carry.
	MaxAppendEvents = 10_000
	// MaxAppendBytes is the most that the events of one append may take
	// together, counted as for MaxRecordBytes.
	MaxAppendBytes = 64 << 20
	// MaxNameBytes is the longest name of a stream or of an event type.
	MaxNameBytes = 255
)

// Event is one fact to be appended.
type Event struct {
	// ID identifies the event for ever and in every copy of the log. It is
	// never the nil UUID. Who appends chooses it, and derives it from the
	// command, so that a repeated append is seen to be the same.
	ID uuid.UUID
	// Type is the event's wire name: 1 to MaxNameBytes bytes of UTF-8 with no
	// control characters. Names that begin with '$' belong to the store.
	Type string
	// Data and Metadata are opaque. Empty and nil are the same thing.
	Data     []byte
	Metadata []byte
}

// Recorded is an event as the log holds it. Every value in it belongs to who
// received it: no store reuses or changes its bytes.
type Recorded struct {
	Event
	// Stream is the stream that the event was appended to.
	Stream string
	// Revision is the event's place in its stream. The first is 0, and there
	// is no gap.
	Revision Revision
	// Position is the event's place among all events. Positions ascend in
	// the order of appending and need not be dense.
	Position Position
	// Created is the store's own note of when it wrote the record, in UTC. It
	// differs between copies of a log, and nothing is decided by it but that two
	// addresses lead to one.
	Created time.Time
}

// Revision is a place in one stream, counted from 0. [NoStream] stands for a
// stream that holds nothing.
type Revision int64

const (
	// NoStream is the revision of a stream that has no events.
	NoStream Revision = -1
	// End lies after the last event of every stream. It is where a backward
	// read of a whole stream begins.
	End Revision = math.MaxInt64
)

// Position is a place in the order of all events. The zero Position lies
// before the first event.
type Position uint64

// EndPosition lies after the last event. It is where a backward read of
// everything begins.
const EndPosition Position = math.MaxUint64

// Reader reads the log.
//
// No transaction, lock or connection is held while a record is yielded: the
// body of the loop may call the store and may take for ever. A read goes on
// into what is appended while it runs, and ends when it has yielded the last
// event that it finds. Values belong to the caller. An error is the last item
// of a sequence and comes with the zero Recorded; a sequence without an error
// was complete. Each sequence may be ranged over once or many times, and
// every time is a new read.
//
// Every record's checksum is checked on every read: a record that is not what
// was appended is a [CorruptError], never an item.
type Reader interface {
	// ReadStream yields the events of one stream, oldest first, beginning at
	// the revision from (0 is the first). A stream that holds no event gives
	// [ErrNotFound]; a from past the last event gives nothing.
	ReadStream(ctx context.Context, stream string, from Revision) iter.Seq2[Recorded, error]

	// ReadStreamBackward yields the events of one stream, newest first,
	// beginning at the revision from, or at the last event where from lies
	// after it ([End] always does). A stream that holds no event gives
	// ErrNotFound.
	ReadStreamBackward(ctx context.Context, stream string, from Revision) iter.Seq2[Recorded, error]

	// ReadAll yields every event that lies after the position, in order.
	ReadAll(ctx context.Context, after Position) iter.Seq2[Recorded, error]

	// ReadAllBackward yields every event that lies before the position,
	// newest first.
	ReadAllBackward(ctx context.Context, before Position) iter.Seq2[Recorded, error]

	// Wait returns nil as soon as an event lies after the position, at once
	// if one already does. It returns the context's error when the context
	// ends first, and [ErrClosed] when the store is closed.
	Wait(ctx context.Context, after Position) error
}

// Appender appends to the log.
type Appender interface {
	// Append adds events to the end of one stream and returns the position of
	// the last of them.
	//
	// Expectation: expected is the revision of the stream's last event, or
	// [NoStream]. When the stream stands elsewhere nothing is written and the
	// error is a [*ConflictError].
	//
	// All or nothing: the events of one call lie next to each other in their
	// stream, in the order given, or none of them is in the log.
	//
	// Durable: when Append returns nil the events survive a crash of the
	// process, of the machine and of its power.
	//
	// Order: there is one total order over all streams. Once a reader has
	// seen a position, nothing is ever added before it.
	//
	// Repeats: an append with a stream, an expectation and ids that were
	// written before, in that order and at that place, writes nothing and
	// answers as the first time did, whatever was appended since. An id is
	// not otherwise required to be unique.
	//
	// Errors: a call that breaks a limit or a rule of [Event] gives a
	// [*LimitError] or an [*InvalidError], and an empty call an InvalidError.
	// When the context ends before the answer is known the error wraps the
	// context's error and [ErrUncertain]: the events may or may not have been
	// written, and repeating the call unchanged is the way to find out. After
	// a write failed in the store itself every later append gives
	// [ErrUnavailable] until the store is opened anew. One call's conflict or
	// error never fails another call.
	Append(ctx context.Context, stream string, expected Revision, events ...Event) (Position, error)
}

// Store is a log that is open. It is safe for use by many goroutines.
type Store interface {
	Reader
	Appender

	// Close finishes the appends that were accepted, wakes who waits, and
	// releases what the store holds. After it every call gives [ErrClosed];
	// closing again does nothing.
	Close() error
}
