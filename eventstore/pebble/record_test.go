package pebble

import (
	"bytes"
	"encoding/hex"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// The bytes of a record are frozen: what was written once must read for ever.
func TestRecordBytesAreFrozen(t *testing.T) {
	e := eventstore.Event{
		ID:       uuid.MustParse("00112233-4455-6677-8899-aabbccddeeff"),
		Type:     "request.accepted",
		Data:     []byte(`{"a":1}`),
		Metadata: []byte(`{}`),
	}
	got := appendRecord(nil, "request-7", 5, &e)
	seal(got, 42, time.Unix(0, 1_700_000_000_123_456_789))
	const want = "01" + // layout
		"15cd853dfe9c9717" + // created
		"0500000000000000" + // revision
		"00112233445566778899aabbccddeeff" + // id
		"09" + "726571756573742d37" + // stream
		"10" + "726571756573742e6163636570746564" + // type
		"07000000" + "7b2261223a317d" + // data
		"02000000" + "7b7d" + // metadata
		"4b340940c1d3eb04" // checksum
	if hex.EncodeToString(got) != want {
		t.Fatalf("got\n%x, want\n%s", got, want)
	}
	r, err := decodeRecord(got, 42, typeNames{})
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != e.ID || r.Type != e.Type || r.Stream != "request-7" || r.Revision != 5 || r.Position != 42 ||
		!bytes.Equal(r.Data, e.Data) || !bytes.Equal(r.Metadata, e.Metadata) || r.Created.UnixNano() != 1_700_000_000_123_456_789 {
		t.Fatalf("got %+v", r)
	}
}

// Every bit of a record and of its position is under the checksum.
func TestEveryBitOfARecordCounts(t *testing.T) {
	e := eventstore.Event{ID: uuid.New(), Type: "t", Data: []byte("data"), Metadata: []byte("metadata")}
	b := appendRecord(nil, "s", 3, &e)
	seal(b, 9, time.Now())
	for i := range b {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if _, err := decodeRecord(b, 9, typeNames{}); err == nil {
				t.Errorf("bit %d of byte %d is not checked", bit, i)
			}
			b[i] ^= 1 << bit
		}
		if _, err := decodeRecord(b[:i], 9, typeNames{}); err == nil {
			t.Errorf("a record cut at byte %d is not noticed", i)
		}
	}
	for _, pos := range []eventstore.Position{0, 8, 10, math.MaxUint64} {
		if _, err := decodeRecord(b, pos, typeNames{}); err == nil {
			t.Errorf("the record is taken for that of position %d", pos)
		}
	}
	if _, err := decodeRecord(b, 9, typeNames{}); err != nil {
		t.Fatal(err)
	}
}

// FuzzDecodeRecord feeds the decoder bytes whose checksum is right, which is
// what it could meet after a mistake of ours, and checks that it neither panics
// nor accepts what the encoder would not have written.
func FuzzDecodeRecord(f *testing.F) {
	e := eventstore.Event{ID: uuid.New(), Type: "type", Data: []byte("data"), Metadata: []byte("metadata")}
	f.Add(appendRecord(nil, "stream", 3, &e), uint64(1))
	f.Add(appendRecord(nil, "s", 0, &eventstore.Event{ID: uuid.New(), Type: "t"}), uint64(math.MaxUint64))
	f.Add([]byte{}, uint64(0))
	f.Fuzz(func(t *testing.T, b []byte, position uint64) {
		pos := eventstore.Position(position)
		decodeRecord(b, pos, typeNames{}) // as it came
		if len(b) < fixedBytes {
			return
		}
		created := time.Unix(0, 1).UTC()
		seal(b, pos, created)
		original := bytes.Clone(b)
		r, err := decodeRecord(b, pos, typeNames{})
		if err != nil {
			return
		}
		clear(b) // the record must be its own
		again := appendRecord(nil, r.Stream, r.Revision, &r.Event)
		seal(again, pos, r.Created)
		if !bytes.Equal(again, original) {
			t.Errorf("%x decodes to %+v, which encodes to %x", original, r, again)
		}
	})
}
