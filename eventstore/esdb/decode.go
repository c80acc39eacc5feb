package esdb

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
)

// codec is gRPC's own, but quicker with the one message that reads consist of:
// an event. The message that comes out is the same.
//
// The client takes no codec, but gRPC takes the last one of a name. So it is in
// the place of gRPC's own for the whole process, which is why anything that is
// not an event as a server writes it is left to that.
type codec struct{ encoding.CodecV2 }

func init() { encoding.RegisterCodecV2(codec{encoding.GetCodecV2(proto.Name)}) }

// Unmarshal implements [encoding.CodecV2]. An event without the time of its
// recording is an error, because the client ends the whole process upon one.
func (c codec) Unmarshal(data mem.BufferSlice, m any) error {
	answer, is := m.(*streams.ReadResp)
	if !is {
		return c.CodecV2.Unmarshal(data, m)
	}
	if content := decodeEvent(data.Materialize()); content != nil {
		answer.Reset()
		answer.Content = content
	} else if err := c.CodecV2.Unmarshal(data, m); err != nil {
		return err
	}
	for _, r := range [...]*streams.ReadResp_ReadEvent_RecordedEvent{answer.GetEvent().GetEvent(), answer.GetEvent().GetLink()} {
		if r == nil {
			continue
		}
		if _, err := strconv.ParseInt(r.GetMetadata()["created"], 10, 64); err != nil {
			return fmt.Errorf("%s %d, revision %d of stream %s, was recorded (%q)", untimed, r.GetCommitPosition(), r.GetStreamRevision(), r.GetStreamIdentifier().GetStreamName(), r.GetMetadata()["created"])
		}
	}
	return nil
}

// untimed begins the error of an event without the time of its recording. gRPC
// makes another error of it, of which only the sentence is left.
const untimed = "the server does not say when the event at position"

// event is an answer that holds an event, in one piece of memory.
type event struct {
	content    streams.ReadResp_Event
	read       streams.ReadResp_ReadEvent
	record     streams.ReadResp_ReadEvent_RecordedEvent
	position   streams.ReadResp_ReadEvent_CommitPosition
	id         shared.UUID
	structured shared.UUID_Structured_
	numbers    shared.UUID_Structured
	text       shared.UUID_String_
	stream     shared.StreamIdentifier
}

// decodeEvent decodes an answer whose memory is its own from now on, or answers
// nil if it is anything but an event of the usual shape.
func decodeEvent(b []byte) *streams.ReadResp_Event {
	e := &event{}
	if !fields(b, e.answered) || e.content.Event == nil {
		return nil
	}
	return &e.content
}

// Tags of fields are their numbers, as in streams.proto, with one of these.
const (
	number   = uint64(protowire.VarintType)
	lengthed = uint64(protowire.BytesType)
)

// fields gives every field of a message to take, with its number or its bytes. It
// reports whether all of them were taken.
func fields(b []byte, take func(tag, number uint64, bytes []byte) bool) bool {
	for len(b) > 0 {
		tag, size := protowire.ConsumeVarint(b)
		if size < 0 {
			return false
		}
		b = b[size:]
		var n uint64
		var bytes []byte
		switch tag & 7 {
		case number:
			n, size = protowire.ConsumeVarint(b)
		case lengthed:
			bytes, size = protowire.ConsumeBytes(b)
		default:
			return false
		}
		if size < 0 || !take(tag, n, bytes) {
			return false
		}
		b = b[size:]
	}
	return true
}

// answered takes the fields of a ReadResp. A message that comes twice is to be
// merged, and not usual.
func (e *event) answered(tag, _ uint64, bytes []byte) bool {
	if tag != 1<<3|lengthed || e.content.Event != nil {
		return false
	}
	e.content.Event = &e.read
	return fields(bytes, e.wasRead) && e.read.Event != nil
}

// wasRead takes those of a ReadEvent.
func (e *event) wasRead(tag, n uint64, bytes []byte) bool {
	switch {
	case tag == 1<<3|lengthed && e.read.Event == nil:
		e.read.Event = &e.record
		return fields(bytes, e.recorded)
	case tag == 3<<3|number:
		e.position.CommitPosition = n
		e.read.Position = &e.position
		return true
	}
	return false
}

// recorded takes those of a RecordedEvent.
func (e *event) recorded(tag, n uint64, bytes []byte) bool {
	r := &e.record
	switch tag {
	case 1<<3 | lengthed:
		if r.Id != nil {
			return false
		}
		r.Id = &e.id
		return fields(bytes, e.identified)
	case 2<<3 | lengthed:
		if r.StreamIdentifier != nil {
			return false
		}
		r.StreamIdentifier = &e.stream
		return fields(bytes, e.named)
	case 3<<3 | number:
		r.StreamRevision = n
	case 4<<3 | number:
		r.PreparePosition = n
	case 5<<3 | number:
		r.CommitPosition = n
	case 6<<3 | lengthed:
		return e.described(bytes)
	case 7<<3 | lengthed:
		r.CustomMetadata = own(bytes)
	case 8<<3 | lengthed:
		r.Data = own(bytes)
	default:
		return false
	}
	return true
}

// identified takes those of a UUID.
func (e *event) identified(tag, _ uint64, bytes []byte) bool {
	switch {
	case e.id.Value != nil:
		return false
	case tag == 1<<3|lengthed:
		e.id.Value = &e.structured
		e.structured.Structured = &e.numbers
		return fields(bytes, func(tag, n uint64, _ []byte) bool {
			switch tag {
			case 1<<3 | number:
				e.numbers.MostSignificantBits = int64(n)
			case 2<<3 | number:
				e.numbers.LeastSignificantBits = int64(n)
			default:
				return false
			}
			return true
		})
	case tag == 2<<3|lengthed && utf8.Valid(bytes):
		e.id.Value = &e.text
		e.text.String_ = string(bytes)
		return true
	}
	return false
}

// named takes those of a StreamIdentifier.
func (e *event) named(tag, _ uint64, bytes []byte) bool {
	e.stream.StreamName = own(bytes)
	return tag == 3<<3|lengthed
}

// described takes an entry of the map of system metadata.
func (e *event) described(entry []byte) bool {
	var key, value []byte
	taken := fields(entry, func(tag, _ uint64, bytes []byte) bool {
		switch tag {
		case 1<<3 | lengthed:
			key = bytes
		case 2<<3 | lengthed:
			value = bytes
		default:
			return false
		}
		return utf8.Valid(bytes)
	})
	if e.record.Metadata == nil {
		e.record.Metadata = make(map[string]string, 3)
	}
	e.record.Metadata[word(key)] = word(value)
	return taken
}

// own is a part of the answer's memory as a value that grows elsewhere.
func own(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b[:len(b):len(b)]
}

// word is a string, without memory of its own if it is a usual one.
func word(b []byte) string {
	for _, w := range [...]string{"type", "created", "content-type", "application/json", "application/octet-stream"} {
		if w == string(b) {
			return w
		}
	}
	return string(b)
}
