package node

import (
	"encoding/binary"
	"encoding/json"
	"strconv"

	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	contentJSON  = "application/json"
	contentBytes = "application/octet-stream"
)

// encoder writes events as the protocol has them on the wire, without first
// building the message that they are. Reading is what a node does most, and a
// message with a map costs several times what its bytes do.
type encoder struct {
	stringIDs bool
	// record is where the inner message is written, again and again.
	record []byte
}

// encoded is a message that is encoded already.
type encoded []byte

// event encodes a ReadResp that holds one event. The numbers are those of the
// fields in streams.proto.
func (e *encoder) event(r *eventstore.Recorded) encoded {
	e.record = e.appendRecord(e.record[:0], r)
	position := uint64(r.Position)
	body := protowire.SizeTag(1) + protowire.SizeBytes(len(e.record)) + protowire.SizeTag(3) + protowire.SizeVarint(position)
	b := make([]byte, 0, protowire.SizeTag(1)+protowire.SizeBytes(body))
	b = protowire.AppendTag(b, 1, protowire.BytesType) // ReadResp.event
	b = protowire.AppendVarint(b, uint64(body))
	b = appendBytes(b, 1, e.record) // ReadEvent.event
	return appendNumber(b, 3, position)
}

// appendRecord encodes a RecordedEvent.
func (e *encoder) appendRecord(b []byte, r *eventstore.Recorded) []byte {
	b = e.appendID(b, r)
	b = protowire.AppendTag(b, 2, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(protowire.SizeTag(3)+protowire.SizeBytes(len(r.Stream))))
	b = appendString(b, 3, r.Stream)
	b = appendNumber(b, 3, uint64(r.Revision))
	b = appendNumber(b, 4, uint64(r.Position))
	b = appendNumber(b, 5, uint64(r.Position))
	b = appendPair(b, keyType, r.Type)
	content := contentBytes
	if json.Valid(r.Data) {
		content = contentJSON
	}
	b = appendPair(b, keyContentType, content)
	var created [20]byte
	b = appendPair(b, keyCreated, strconv.AppendInt(created[:0], ticks(r.Created), 10))
	b = appendBytes(b, 7, r.Metadata)
	return appendBytes(b, 8, r.Data)
}

func (e *encoder) appendID(b []byte, r *eventstore.Recorded) []byte {
	b = protowire.AppendTag(b, 1, protowire.BytesType)
	if e.stringIDs {
		id := r.ID.String()
		b = protowire.AppendVarint(b, uint64(protowire.SizeTag(2)+protowire.SizeBytes(len(id))))
		return appendString(b, 2, id)
	}
	most, least := binary.BigEndian.Uint64(r.ID[:8]), binary.BigEndian.Uint64(r.ID[8:])
	numbers := protowire.SizeTag(1) + protowire.SizeVarint(most) + protowire.SizeTag(2) + protowire.SizeVarint(least)
	b = protowire.AppendVarint(b, uint64(protowire.SizeTag(1)+protowire.SizeBytes(numbers)))
	b = protowire.AppendTag(b, 1, protowire.BytesType) // UUID.structured
	b = protowire.AppendVarint(b, uint64(numbers))
	b = appendNumber(b, 1, most)
	return appendNumber(b, 2, least)
}

// appendPair encodes one entry of the map of metadata.
func appendPair[V string | []byte](b []byte, key string, value V) []byte {
	b = protowire.AppendTag(b, 6, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(protowire.SizeTag(1)+protowire.SizeBytes(len(key))+protowire.SizeTag(2)+protowire.SizeBytes(len(value))))
	b = appendString(b, 1, key)
	b = protowire.AppendTag(b, 2, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(len(value)))
	return append(b, value...)
}

func appendNumber(b []byte, field protowire.Number, n uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), n)
}

func appendString(b []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func appendBytes(b []byte, field protowire.Number, v []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), v)
}

// codec is grpc's own, but for messages that are encoded already.
type codec struct{}

var protobuf = encoding.GetCodecV2(proto.Name)

// Name implements [encoding.CodecV2].
func (codec) Name() string { return protobuf.Name() }

// Marshal implements [encoding.CodecV2].
func (codec) Marshal(m any) (mem.BufferSlice, error) {
	if b, ok := m.(*encoded); ok {
		return mem.BufferSlice{mem.SliceBuffer(*b)}, nil
	}
	return protobuf.Marshal(m)
}

// Unmarshal implements [encoding.CodecV2].
func (codec) Unmarshal(data mem.BufferSlice, m any) error { return protobuf.Unmarshal(data, m) }
