package pebble

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// A record is what is kept under an event's key. Numbers are little-endian.
//
//	layout     1 byte, recordLayout
//	created    8 bytes, nanoseconds since 1970 in UTC
//	revision   8 bytes
//	id         16 bytes
//	stream     1 byte length, name
//	type       1 byte length, name
//	data       4 bytes length, bytes
//	metadata   4 bytes length, bytes
//	checksum   8 bytes, xxhash64 of the position and of all before it
//
// The record names its stream and revision, so that the log alone, without any
// index, is the whole history. The position is in the checksum and not in the
// record: a record that is found under another's key is not what was appended.
const (
	recordLayout  = 1
	createdOffset = 1
	fixedBytes    = 1 + 8 + 8 + 16 + 1 + 1 + 4 + 4 + 8
	sumBytes      = 8
)

func recordSize(stream string, e *eventstore.Event) int {
	return fixedBytes + len(stream) + e.Size()
}

// appendRecord appends an unsealed record to b: without the time and the
// checksum, which seal adds when the position is known. The event has passed
// eventstore.CheckAppend.
func appendRecord(b []byte, stream string, rev eventstore.Revision, e *eventstore.Event) []byte {
	b = append(b, recordLayout)
	b = binary.LittleEndian.AppendUint64(b, 0)
	b = binary.LittleEndian.AppendUint64(b, uint64(rev))
	b = append(b, e.ID[:]...)
	b = append(append(b, byte(len(stream))), stream...)
	b = append(append(b, byte(len(e.Type))), e.Type...)
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(e.Data))), e.Data...)
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(e.Metadata))), e.Metadata...)
	return binary.LittleEndian.AppendUint64(b, 0)
}

// seal completes a record in place and returns its checksum.
func seal(record []byte, pos eventstore.Position, created time.Time) uint64 {
	binary.LittleEndian.PutUint64(record[createdOffset:], uint64(created.UnixNano()))
	body := record[:len(record)-sumBytes]
	sum := recordSum(pos, body)
	binary.LittleEndian.PutUint64(record[len(body):], sum)
	return sum
}

func recordSum(pos eventstore.Position, body []byte) uint64 {
	var p [8]byte
	binary.LittleEndian.PutUint64(p[:], uint64(pos))
	var d xxhash.Digest
	d.Reset()
	d.Write(p[:])
	d.Write(body)
	return d.Sum64()
}

var (
	errShort    = errors.New("record is cut short")
	errLonger   = errors.New("record has bytes after its end")
	errChecksum = errors.New("record does not match its checksum")
	errLayout   = errors.New("record has an unknown layout")
)

// typeNames keeps one string for each event type that a read meets, since a
// log has few types and very many events.
type typeNames map[string]string

// of returns the type as a string. The number of names is bounded, because
// nothing bounds how many types a log has.
func (t typeNames) of(b []byte) string {
	if s, ok := t[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(t) < 1024 {
		t[s] = s
	}
	return s
}

// decodeRecord checks and decodes the record found at a position. What it
// returns shares no memory with b. The error says what does not match.
func decodeRecord(b []byte, pos eventstore.Position, types typeNames) (eventstore.Recorded, error) {
	var r eventstore.Recorded
	if len(b) < fixedBytes {
		return r, errShort
	}
	body := b[:len(b)-sumBytes]
	if recordSum(pos, body) != binary.LittleEndian.Uint64(b[len(body):]) {
		return r, errChecksum
	}
	if body[0] != recordLayout {
		return r, errLayout
	}
	r.Position = pos
	r.Created = time.Unix(0, int64(binary.LittleEndian.Uint64(body[1:]))).UTC()
	r.Revision = eventstore.Revision(binary.LittleEndian.Uint64(body[9:]))
	copy(r.ID[:], body[17:33])
	rest := body[33:]
	stream, rest, ok1 := cut(rest, 1)
	typ, rest, ok2 := cut(rest, 1)
	data, rest, ok3 := cut(rest, 4)
	metadata, rest, ok4 := cut(rest, 4)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return eventstore.Recorded{}, errShort
	}
	if len(rest) > 0 {
		return eventstore.Recorded{}, errLonger
	}
	r.Stream = string(stream)
	r.Type = types.of(typ)
	// One allocation serves both. The capacity of each ends where it ends, so
	// that appending to one cannot reach the other.
	if n := len(data); n+len(metadata) > 0 {
		own := make([]byte, n+len(metadata))
		copy(own, data)
		copy(own[n:], metadata)
		r.Data, r.Metadata = own[:n:n], own[n:]
	}
	return r, nil
}

// cut takes a length of 1 or 4 bytes and as many bytes as it says.
func cut(b []byte, lengthBytes int) (value, rest []byte, ok bool) {
	if len(b) < lengthBytes {
		return nil, nil, false
	}
	var n uint64
	if lengthBytes == 1 {
		n = uint64(b[0])
	} else {
		n = uint64(binary.LittleEndian.Uint32(b))
	}
	b = b[lengthBytes:]
	if uint64(len(b)) < n {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
