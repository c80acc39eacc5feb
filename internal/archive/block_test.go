package archive_test

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/archive"
)

// The archives of this file are written by hand, byte by byte as format.go has
// it, with checksums that match: what is in them is all that is wrong.

func frame(payload []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(payload, crc32.MakeTable(crc32.Castagnoli)))
	return append(b, payload...)
}

func deflate(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	packer, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := packer.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// archiveOf has one block, as it stands in the file.
func archiveOf(block []byte, events uint64) []byte {
	file := append([]byte("sunledger archive\n\x00\x01"), frame([]byte(`{"ledger":"`+ledgerID.String()+`","position":1}`))...)
	file = append(append(file, frame(block)...), 0, 0, 0, 0)
	file = binary.BigEndian.AppendUint64(file, events)
	digest := sha256.Sum256(file)
	return append(file, digest[:]...)
}

// record is one of stream s and type t.
func record(revision byte) []byte {
	return append(bytes.Clone(ledgerID[:]), revision, 1, 's', 1, 't', 2, '{', '}', 0)
}

func TestBlocksThatCannotBe(t *testing.T) {
	wrong := frame(record(0))
	wrong[len(wrong)-2] ^= 1
	short := frame(record(0))
	nameless := append(bytes.Clone(ledgerID[:]), 0, 0, 1, 't', 0, 0)
	for want, block := range map[string][]byte{
		"event 1: its checksum does not match":       deflate(t, wrong),
		"event 1: it is longer than its block":       deflate(t, short[:len(short)-1]),
		"event 1: its block ends too early":          deflate(t, short[:7]),
		"event 1: its parts are longer than it is":   deflate(t, frame(record(0)[:20])),
		"event 1: something follows in it":           deflate(t, frame(append(record(0), 0))),
		"event 1: it is too short for a record":      deflate(t, frame(record(0)[:9])),
		"event 1: stream name: it is empty":          deflate(t, frame(nameless)),
		"larger than":                                deflate(t, make([]byte, 4<<20)),
		"is empty, or something follows":             append(deflate(t, frame(record(0))), 0),
		"the block that begins there is empty":       deflate(t, nil),
		"the block that begins there cannot be deco": []byte("\xff\xff"),
	} {
		err := refuses(t, archiveOf(block, 1), want)
		if d, ok := errors.AsType[*archive.DamagedError](err); !ok || !strings.Contains(d.Reason, want) || d.Offset != 90 || d.Events != 0 {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if made, err := archive.Verify(t.Context(), bytes.NewReader(archiveOf(deflate(t, frame(record(0))), 1))); err != nil || made.Events != 1 {
		t.Errorf("what is right is refused: %+v, %v", made, err)
	}
}

// TestGapInAStreamIsNotClosed: events are never given other revisions than they
// had.
func TestGapInAStreamIsNotClosed(t *testing.T) {
	s := newStore(t)
	file := archiveOf(deflate(t, append(frame(record(0)), frame(record(5))...)), 2)
	_, err := restore(t, file, s)
	if e, ok := errors.AsType[*eventstore.ConflictError](err); !ok || e.Expected != 4 {
		t.Errorf("got %v", err)
	}
}

// FuzzBlock looks at what the checksums usually keep from the reader.
func FuzzBlock(f *testing.F) {
	f.Add(record(0), true)
	f.Add(append(bytes.Clone(ledgerID[:]), "\x80\x01\x01s\x01t\x00\x00"...), true)
	f.Add([]byte("\x00\x00\x00\x01"), false)
	f.Fuzz(func(t *testing.T, b []byte, framed bool) {
		if framed {
			b = frame(b)
		}
		file := archiveOf(deflate(t, b), 1)
		made, err := archive.Verify(t.Context(), bytes.NewReader(file))
		if err != nil {
			if _, ok := errors.AsType[*archive.DamagedError](err); !ok {
				t.Fatal(err)
			}
			return
		}
		var one memory
		if _, err := restore(t, file, &one); err != nil || len(one.log) != 1 || made.Events != 1 {
			t.Errorf("%d events, %v; verified %+v", len(one.log), err, made)
		}
	})
}
