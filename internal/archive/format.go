package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// An archive, version 1. Integers are big-endian, uvarints those of package
// encoding/binary, and checksums CRC-32C.
//
//	file    = magic version header { block } end digest
//	magic   = "sunledger archive\n"
//	version = uint16
//	header  = frame of JSON, {"ledger":"…","position":123}
//	block   = frame of DEFLATE (RFC 1951) of { frame of record }
//	record  = id revision text(stream) text(type) text(data) text(metadata)
//	end     = uint32(0) uint64(number of records)
//	digest  = SHA-256 of all bytes before it
//
//	frame of x = uint32(length of x) uint32(checksum of x) x, where x is not empty
//	id         = 16 bytes
//	revision   = uvarint
//	text(x)    = uvarint(length of x) x
//
// A changed layout is a new version. Whoever changes it keeps reading the old
// ones: an archive is read years after it was made.
const (
	magic   = "sunledger archive\n"
	version = 1
)

// Bounds of what a reader holds in memory, whatever a file says.
const (
	// blockBytes is how large a block grows before it is written; its last
	// record may reach beyond.
	blockBytes     = 1 << 20
	maxRecord      = eventstore.MaxRecordBytes + eventstore.MaxNameBytes + 64
	maxBlock       = blockBytes + maxRecord + frameHead
	maxDeflated    = maxBlock + maxBlock/8 // of what cannot be compressed
	maxHeaderBytes = 4 << 10

	frameHead = 8
)

var checksums = crc32.MakeTable(crc32.Castagnoli)

// Digest is the SHA-256 of all records of a log, each in its frame as in a block
// that is not compressed. It is the same in every copy of the log and in every
// archive of it, because neither positions nor the division into blocks count.
type Digest [sha256.Size]byte

// String is the digest in hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// header is what stands before the records.
type header struct {
	Ledger   uuid.UUID `json:"ledger"`
	Position uint64    `json:"position"`
}

func appendFrame(b, payload []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(payload)))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(payload, checksums))
	return append(b, payload...)
}

func appendRecord(b []byte, r *eventstore.Recorded) []byte {
	b = append(b, r.ID[:]...)
	b = binary.AppendUvarint(b, uint64(r.Revision))
	b = appendText(b, r.Stream)
	b = appendText(b, r.Type)
	b = appendText(b, r.Data)
	return appendText(b, r.Metadata)
}

func appendText[T string | []byte](b []byte, text T) []byte {
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// parseRecord reads what appendRecord writes, and holds it to the rules of a
// store, so that a verified archive can be restored. The record has bytes of
// its own.
func parseRecord(b []byte) (r eventstore.Recorded, err error) {
	if len(b) < len(r.ID) {
		return r, errors.New("it is too short for a record")
	}
	copy(r.ID[:], b)
	revision, n := binary.Uvarint(b[len(r.ID):])
	if n <= 0 || revision > 1<<62 {
		return r, errors.New("its revision is none")
	}
	r.Revision = eventstore.Revision(revision)
	texts := [4][]byte{}
	rest := b[len(r.ID)+n:]
	for i := range texts {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return r, errors.New("its parts are longer than it is")
		}
		texts[i], rest = rest[n:n+int(length)], rest[n+int(length):]
	}
	if len(rest) > 0 {
		return r, errors.New("something follows in it that belongs to no part")
	}
	r.Stream, r.Type = string(texts[0]), string(texts[1])
	r.Data, r.Metadata = append([]byte(nil), texts[2]...), append([]byte(nil), texts[3]...)
	return r, eventstore.CheckAppend(r.Stream, r.Revision-1, []eventstore.Event{r.Event})
}
