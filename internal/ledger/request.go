package ledger

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Request is one command of one actor.
type Request struct {
	// Actor is who acts. In which role is not theirs to say: it is the first
	// that the catalogue permits and that the account holds there.
	Actor Actor
	// Command is a value of a type that the catalogue lists.
	Command any
	// ID is the id of the stream that the command acts on, without its
	// category. A command that begins a stream takes none.
	ID string
	// Key makes the command safe to repeat: the same account, key and
	// command give the first answer again. Without one a random key is used.
	Key string
	// OccurredAt is when it happened; the zero time is now.
	OccurredAt time.Time
	// Expected is the revision that the author saw, if they say. Where the
	// stream has moved on the command is refused, not decided anew.
	Expected *int64
	// Attachments are the files that every event of the command names as
	// evidence, in the order in which they are given.
	Attachments []Attach
	// Correlation groups what belongs together; zero is the command itself.
	// Causation is what led to it; zero is the command itself.
	Correlation, Causation uuid.UUID

	// opens is the id of the stream that a command of this package begins.
	opens string
	// founding says that the ledger is being begun, before anybody holds
	// anything.
	founding bool
}

// Receipt says what became of a command. When it is returned, its events are
// durable.
type Receipt struct {
	Stream string
	// Revision is that of the last event of the stream that follows from the
	// command; Position is its position. A command with nothing to do gives
	// those of the stream as it stands, and -1 and 0 for an empty one.
	Revision int64
	Position uint64
	// Events are those that followed, as they were recorded.
	Events []domain.Recorded
	// Repeated says that the command was carried out before.
	Repeated bool
}

// commandID identifies a command: the same for the same account and key.
func commandID(account, key string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("sunledger/command/"+account+"/"+key))
}

// eventID identifies an event of a command. The stream is part of it: a key
// that its caller used on two streams is two commands, because only the stream
// that is written is searched for repeats, and their events must not be taken
// for one.
func eventID(command uuid.UUID, stream string, index int) uuid.UUID {
	return uuid.NewSHA1(command, fmt.Appendf(nil, "%s/%d", stream, index))
}

// streamID is the id of the stream that a command begins.
func streamID(command uuid.UUID) string {
	return uuid.NewSHA1(command, []byte("stream")).String()
}

// BegunBy is the id of the stream that a command of an account begins with an
// idempotency key, where nothing in the command names it. Whoever plans several
// commands can name it in the next ones before any is carried out.
func BegunBy(account, key string) string { return streamID(commandID(account, key)) }
