package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Event is a fact of one stream: a plain struct whose fields have json, audience,
// en and zh tags.
//
// The wire name identifies the shape for ever. The Go type may be renamed; its
// fields may not change once an event of it may have been recorded: a changed
// shape is a new type with a new wire name (request.accepted.v2), and the old
// one stays decodable through an upcaster in the catalogue. Fields are public
// values, or [Sealed] and [Personal] ones; there are no floating point numbers
// and no maps, so that the same event is the same bytes everywhere. An optional
// field has the json option omitzero, an optional list omitempty.
type Event interface {
	// EventType is the wire name: the category of its stream, a dot, and a
	// past participle, such as request.accepted.
	EventType() string
}

// Fact is an event with its circumstances: what a state evolves by.
type Fact struct {
	Event Event
	// OccurredAt is when it happened, in UTC. Documents carry their own dates
	// as fields of the event.
	OccurredAt time.Time
	// Actor is the id of the account that acted, and Role what it acted as.
	Actor string
	Role  Role
}

// Recorded is a fact as the log holds it.
type Recorded struct {
	Fact
	ID     uuid.UUID
	Stream string
	// Revision is the place in the stream, from 0.
	Revision int64
	// Position is the place in the whole log; copies of a log differ in it.
	Position uint64
	// RecordedAt is when the executor recorded it, in UTC.
	RecordedAt time.Time
	// CommandID is the command that it followed from, and CommandDigest a
	// keyed digest of that command, for recognising repeats.
	CommandID     uuid.UUID
	CommandDigest []byte
	// CorrelationID is shared by all that belongs to one undertaking,
	// CausationID is the command or event that led to this one.
	CorrelationID uuid.UUID
	CausationID   uuid.UUID
	// Evidence is what the decision rested on, each exactly as it stood.
	Evidence []Ref
	// Attachments are the files that it names.
	Attachments []Attachment
}

// Ref names a stream as it stood at a revision, written stream@revision.
type Ref struct {
	Stream   string
	Revision int64
}

// Latest is the revision of a Ref that names a stream as it stands when the
// command is decided.
const Latest int64 = -1

// String is stream@revision, or the stream alone for the latest.
func (r Ref) String() string {
	if r.Revision == Latest {
		return r.Stream
	}
	return r.Stream + "@" + strconv.FormatInt(r.Revision, 10)
}

// ParseRef reads what String writes.
func ParseRef(s string) (Ref, error) {
	stream, rev, found := strings.Cut(s, "@")
	if !found {
		return Ref{stream, Latest}, CheckStream(stream)
	}
	n, err := strconv.ParseInt(rev, 10, 64)
	if err != nil || n < 0 {
		return Ref{}, fmt.Errorf("%q is not a reference: write stream@revision, such as decision-7@4", s)
	}
	return Ref{stream, n}, CheckStream(stream)
}

// MarshalText is String.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText is ParseRef.
func (r *Ref) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRef(string(b))
	return err
}

// StreamOf is the name of a stream: its category, '-', and its id.
func StreamOf(category, id string) string { return category + "-" + id }

// SplitStream is the category and the id of a stream's name. A category holds
// no '-', so the first one divides them, as in EventStoreDB.
func SplitStream(stream string) (category, id string) {
	category, id, _ = strings.Cut(stream, "-")
	return category, id
}

// MaxIDBytes is the longest id of a stream, after the category.
const MaxIDBytes = 100

// CheckStream says what is wrong with the name of a stream: it is
// category-id, the category of letters a to z, the id of 1 to [MaxIDBytes]
// ASCII letters, digits, '-', '.', '_', ':'.
func CheckStream(stream string) error {
	category, id := SplitStream(stream)
	ok := category != "" && strings.IndexFunc(category, func(c rune) bool { return c < 'a' || c > 'z' }) < 0
	if !ok || CheckID(id) != nil {
		return fmt.Errorf("%q is not the name of a stream: write category-id, such as request-5f0c…, with at most %d letters, digits, '-', '.', '_' or ':' in the id", stream, MaxIDBytes)
	}
	return nil
}

// OfCategory reports whether a name is that of a stream of a category.
func OfCategory(stream, category string) bool {
	c, _ := SplitStream(stream)
	return c == category && CheckStream(stream) == nil
}

// CheckID says what is wrong with the id of a stream.
func CheckID(id string) error {
	ok := id != "" && len(id) <= MaxIDBytes
	for i := 0; ok && i < len(id); i++ { // by bytes: it is asked of every name in the log
		ok = !badInID(id[i])
	}
	if !ok {
		return fmt.Errorf("%q is not an id: write 1 to %d ASCII letters, digits, '-', '.', '_' or ':'", id, MaxIDBytes)
	}
	return nil
}

func badInID(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c == '-', c == '.', c == '_', c == ':':
		return false
	}
	return true
}
