package catalogue

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Every record's metadata is read on every pass over the log, and nearly all of it
// has one form. This writes and reads that form in less than half the time of the
// general encoder and decoder, and says so where it meets any other, which is then
// left to those. What it writes is what the encoder writes, and it takes nothing that
// the strict decoder refuses.

// appendCanonical writes metadata as the general encoder does. It reports false for
// what has another form than readCanonical reads.
func (m *metadata) appendCanonical(to []byte) ([]byte, bool) {
	if len(m.Attachments) > 0 || m.Evidence != nil && len(m.Evidence) == 0 || m.Schema != schema || !plain(m.Actor) || !plain(string(m.Role)) ||
		!writable(m.OccurredAt) || !writable(m.RecordedAt) {
		return nil, false
	}
	to = appendUUID(append(to, `{"$correlationId":"`...), m.CorrelationID)
	to = appendUUID(append(to, `","$causationId":"`...), m.CausationID)
	to = append(append(to, `","actor":"`...), m.Actor...)
	to = append(append(to, `","role":"`...), m.Role...)
	to = m.OccurredAt.AppendFormat(append(to, `","occurredAt":"`...), time.RFC3339Nano)
	to = m.RecordedAt.AppendFormat(append(to, `","recordedAt":"`...), time.RFC3339Nano)
	to = appendUUID(append(to, `","commandId":"`...), m.CommandID)
	to = base64.StdEncoding.AppendEncode(append(to, `","commandDigest":"`...), m.CommandDigest)
	to = append(to, '"')
	opening := `,"evidence":["`
	for _, ref := range m.Evidence {
		if ref.Revision < 0 || !plain(ref.Stream) {
			return nil, false
		}
		to = append(append(append(to, opening...), ref.Stream...), '@')
		to = append(strconv.AppendInt(to, ref.Revision, 10), '"')
		opening = `,"`
	}
	if len(m.Evidence) > 0 {
		to = append(to, ']')
	}
	return append(to, `,"schema":1}`...), true
}

// canonicalSize is room enough for most metadata.
const canonicalSize = 1 << 10

// plain reports whether a text stands in JSON as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// writable reports whether a time is in UTC and of a year that RFC 3339 has.
func writable(t time.Time) bool {
	return t.Location() == time.UTC && t.Year() >= 0 && t.Year() <= 9999
}

func appendUUID(to []byte, id uuid.UUID) []byte {
	var text [36]byte
	for i, at := range [...]int{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34} {
		hex.Encode(text[at:], id[i:i+1])
	}
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return append(to, text[:]...)
}

// readCanonical reads metadata in the form in which EncodeMetadata writes it.
// It reports false, having changed nothing, for any other.
func (m *metadata) readCanonical(data []byte) bool {
	r := canonicalReader{rest: data}
	got := metadata{
		CorrelationID: r.uuid(`{"$correlationId":"`),
		CausationID:   r.uuid(`","$causationId":"`),
		Actor:         r.text(`","actor":"`),
		Role:          domain.Role(r.text(`,"role":"`)),
		OccurredAt:    r.time(`,"occurredAt":"`),
		RecordedAt:    r.time(`,"recordedAt":"`),
		CommandID:     r.uuid(`,"commandId":"`),
		CommandDigest: r.base64(`","commandDigest":"`),
		Evidence:      r.refs(`,"evidence":[`),
		Schema:        schema,
	}
	if r.failed || string(r.rest) != `,"schema":1}` {
		return false
	}
	*m = got
	return true
}

// RecordedAt is when a record was recorded, of its metadata alone: the fast way
// for whoever passes over the whole log and wants nothing else. What is not read
// is not checked, save in a form that no record of this program has, which is
// decoded in full.
func RecordedAt(data []byte) (time.Time, error) {
	r := canonicalReader{rest: data}
	r.skip(`{"$correlationId":"`, 36)
	r.skip(`","$causationId":"`, 36)
	r.string(`","actor":"`)
	r.string(`,"role":"`)
	r.string(`,"occurredAt":"`)
	if at := r.time(`,"recordedAt":"`); !r.failed {
		return at, nil
	}
	var m metadata
	if err := m.readStrict(data); err != nil {
		return time.Time{}, fmt.Errorf("metadata: %w", err)
	}
	return m.RecordedAt.UTC(), m.check()
}

// canonicalReader walks over one value after the other. Strings are parted by
// their closing quote, which text, time and base64 take with them.
type canonicalReader struct {
	rest   []byte
	failed bool
}

// after moves behind a fixed piece.
func (r *canonicalReader) after(fixed string) bool {
	if r.failed || len(r.rest) < len(fixed) || string(r.rest[:len(fixed)]) != fixed {
		r.failed = true
		return false
	}
	r.rest = r.rest[len(fixed):]
	return true
}

// skip moves behind a fixed piece and so many bytes of a value.
func (r *canonicalReader) skip(fixed string, bytes int) {
	if !r.after(fixed) || len(r.rest) < bytes {
		r.failed = true
		return
	}
	r.rest = r.rest[bytes:]
}

// string is a JSON string of plain ASCII without escapes.
func (r *canonicalReader) string(fixed string) []byte {
	if !r.after(fixed) {
		return nil
	}
	end := bytes.IndexByte(r.rest, '"')
	if end < 0 {
		r.failed = true
		return nil
	}
	s := r.rest[:end]
	for _, c := range s {
		if c < ' ' || c > '~' || c == '\\' {
			r.failed = true
			return nil
		}
	}
	r.rest = r.rest[end+1:]
	return s
}

func (r *canonicalReader) text(fixed string) string { return string(r.string(fixed)) }

// uuid leaves the closing quote, which begins the next fixed piece.
func (r *canonicalReader) uuid(fixed string) (id uuid.UUID) {
	if !r.after(fixed) || len(r.rest) < 36 {
		r.failed = true
		return id
	}
	id, err := uuid.ParseBytes(r.rest[:36])
	if err != nil || r.rest[8] != '-' {
		r.failed = true
	}
	r.rest = r.rest[36:]
	return id
}

// time is a time in UTC as RFC 3339 writes it, with its fraction cut short.
func (r *canonicalReader) time(fixed string) (t time.Time) {
	s := r.string(fixed)
	if r.failed || len(s) < len("2006-01-02T15:04:05Z") || s[len(s)-1] != 'Z' {
		r.failed = true
		return t
	}
	if err := t.UnmarshalText(s); err != nil {
		r.failed = true
	}
	return t
}

// refs is a list of references, which is left out where it is empty.
func (r *canonicalReader) refs(fixed string) []domain.Ref {
	if r.failed || !bytes.HasPrefix(r.rest, []byte(fixed)) {
		return nil
	}
	r.rest = r.rest[len(fixed):]
	refs := make([]domain.Ref, 0, 4)
	for opening := `"`; ; opening = `,"` {
		ref, err := domain.ParseRef(r.text(opening))
		if r.failed || err != nil || ref.Revision == domain.Latest {
			r.failed = true
			return nil
		}
		refs = append(refs, ref)
		if len(r.rest) > 0 && r.rest[0] == ']' {
			r.rest = r.rest[1:]
			return refs
		}
	}
}

func (r *canonicalReader) base64(fixed string) []byte {
	s := r.string(fixed)
	out := make([]byte, base64.StdEncoding.DecodedLen(len(s)))
	n, err := base64.StdEncoding.Strict().Decode(out, s)
	if err != nil {
		r.failed = true
	}
	return out[:n]
}
