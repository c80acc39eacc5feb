package pebble

import (
	"encoding/binary"
	"errors"

	"github.com/cespare/xxhash/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// The keys. Numbers in them are big-endian, so that they sort as they count.
//
//	e <position>                    the record (record.go)
//	i <stream number> <revision>    the position, 8 bytes
//	s <stream name>                 the head of the stream
//
// A stream has a number so that its index keys are short and of one size
// whatever its name is, and so that two names can never be taken for each
// other, as hashes can. Numbers count from 1 in the order in which streams
// begin. Positions count from 1 and are dense.
const (
	eventPrefix  = 'e'
	indexPrefix  = 'i'
	streamPrefix = 's'
)

func eventKey(pos eventstore.Position) []byte {
	return binary.BigEndian.AppendUint64([]byte{eventPrefix}, uint64(pos))
}

func positionOf(eventKey []byte) eventstore.Position {
	return eventstore.Position(binary.BigEndian.Uint64(eventKey[1:]))
}

func indexKey(stream uint64, rev eventstore.Revision) []byte {
	key := make([]byte, 0, 17)
	key = binary.BigEndian.AppendUint64(append(key, indexPrefix), stream)
	return binary.BigEndian.AppendUint64(key, uint64(rev))
}

func streamKey(name string) []byte {
	key := make([]byte, 0, 1+len(name))
	return append(append(key, streamPrefix), name...)
}

// head is where a stream ends. The zero head stands for no stream.
type head struct {
	number   uint64
	revision eventstore.Revision
	position eventstore.Position
}

// standing is the revision that an append to the stream has to expect.
func (h head) standing() eventstore.Revision {
	if h.number == 0 {
		return eventstore.NoStream
	}
	return h.revision
}

const headBytes = 4 * 8

// encode ends in a checksum over the name too: a head that is wrong by one bit
// would otherwise cut events off its stream without a trace.
func (h head) encode(name string) []byte {
	b := make([]byte, 0, headBytes)
	b = binary.BigEndian.AppendUint64(b, h.number)
	b = binary.BigEndian.AppendUint64(b, uint64(h.revision))
	b = binary.BigEndian.AppendUint64(b, uint64(h.position))
	return binary.BigEndian.AppendUint64(b, headSum(name, b))
}

func decodeHead(name string, b []byte) (head, error) {
	if len(b) != headBytes {
		return head{}, errors.New("stream head has the wrong size")
	}
	body := b[:headBytes-8]
	if headSum(name, body) != binary.BigEndian.Uint64(b[headBytes-8:]) {
		return head{}, errors.New("stream head does not match its checksum")
	}
	return head{
		number:   binary.BigEndian.Uint64(body),
		revision: eventstore.Revision(binary.BigEndian.Uint64(body[8:])),
		position: eventstore.Position(binary.BigEndian.Uint64(body[16:])),
	}, nil
}

func headSum(name string, body []byte) uint64 {
	var d xxhash.Digest
	d.Reset()
	d.WriteString(name)
	d.Write(body)
	return d.Sum64()
}
