package esdb

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/encoding"
	grpcproto "google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

func answer(change func(*streams.ReadResp_ReadEvent)) *streams.ReadResp {
	e := &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{MostSignificantBits: -7, LeastSignificantBits: 8}}},
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("受理-7")},
			StreamRevision:   3,
			PreparePosition:  1 << 40,
			CommitPosition:   1<<40 + 1,
			Metadata:         map[string]string{"type": "request.accepted", "content-type": "application/json", "created": "17724420000000005"},
			CustomMetadata:   []byte(`{"who":"a clerk"}`),
			Data:             []byte(`{"what":"a request"}`),
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: 1<<40 + 1},
	}
	change(e)
	return &streams.ReadResp{Content: &streams.ReadResp_Event{Event: e}}
}

// usual are answers that are decoded here, unusual ones those that are left to
// the codec of gRPC.
var usual = map[string]*streams.ReadResp{
	"an event":       answer(func(*streams.ReadResp_ReadEvent) {}),
	"an id in text":  answer(func(e *streams.ReadResp_ReadEvent) { e.Event.Id.Value = &shared.UUID_String_{String_: "not one"} }),
	"an empty event": answer(func(e *streams.ReadResp_ReadEvent) { e.Event = &streams.ReadResp_ReadEvent_RecordedEvent{} }),
	"an empty id":    answer(func(e *streams.ReadResp_ReadEvent) { e.Event.Id = &shared.UUID{} }),
	"other metadata": answer(func(e *streams.ReadResp_ReadEvent) {
		e.Event.Metadata = map[string]string{"": "", "type": "", "x": "类"}
	}),
	"no content": answer(func(e *streams.ReadResp_ReadEvent) { e.Event.Data, e.Event.CustomMetadata, e.Position = nil, nil, nil }),
}

var unusual = map[string]*streams.ReadResp{
	"nothing":  {},
	"no event": answer(func(e *streams.ReadResp_ReadEvent) { e.Event = nil }),
	"a link":   answer(func(e *streams.ReadResp_ReadEvent) { e.Link = e.Event }),
	"a link without a time": answer(func(e *streams.ReadResp_ReadEvent) {
		e.Link = &streams.ReadResp_ReadEvent_RecordedEvent{}
	}),
	"no position": answer(func(e *streams.ReadResp_ReadEvent) {
		e.Position = &streams.ReadResp_ReadEvent_NoPosition{NoPosition: &shared.Empty{}}
	}),
	"no stream":  {Content: &streams.ReadResp_StreamNotFound_{StreamNotFound: &streams.ReadResp_StreamNotFound{}}},
	"caught up":  {Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}},
	"checkpoint": {Content: &streams.ReadResp_Checkpoint_{Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: 9}}},
}

func wire(t testing.TB, m proto.Message) []byte {
	b, err := proto.Marshal(m)
	require.NoError(t, err)
	return b
}

func TestWhichAnswersAreDecodedHere(t *testing.T) {
	for name, m := range usual {
		require.NotNil(t, decodeEvent(wire(t, m)), name)
	}
	for name, m := range unusual {
		require.Nil(t, decodeEvent(wire(t, m)), name)
	}
}

// The client's messages are decoded by this codec, which is the only way to it.
func TestCodecIsTheOneOfGRPC(t *testing.T) {
	require.IsType(t, codec{}, encoding.GetCodecV2(grpcproto.Name))
}

// raw is an answer of fields that no generated message has: an event with these
// fields and the time of its recording.
func raw(fields ...[]byte) []byte {
	record := field(6, field(1, []byte("created")), field(2, []byte("17724420000000005")))
	return field(1, field(1, append(fields, record)...))
}

// field is one field of a message, of the fields in it or of its bytes.
func field(n protowire.Number, content ...[]byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), slices.Concat(content...))
}

// bits is one of the numbers of an id.
func bits(n protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, n, protowire.VarintType), value)
}

// crooked are answers that no server means, and how they are decoded is the same
// nevertheless.
var crooked = map[string][]byte{
	"metadata that are not UTF-8":          raw(field(6, field(1, []byte("type")), field(2, []byte("\xff")))),
	"a key of metadata that is not UTF-8":  raw(field(6, field(1, []byte("\xff")), field(2, []byte("type")))),
	"an id that is not UTF-8":              raw(field(1, field(2, []byte("\xff")))),
	"an id of two parts":                   raw(field(1, field(1, bits(1, 5)), field(1, bits(2, 6)))),
	"an id, another in text, and another":  raw(field(1, field(1, bits(1, 5)), field(2, []byte("text")), field(1, bits(2, 6)))),
	"three ids":                            raw(field(1, field(1, bits(1, 5))), field(1, field(2, []byte("text"))), field(1, field(1, bits(2, 6)))),
	"two streams":                          raw(field(2, field(3, []byte("one"))), field(2, field(3, []byte("other")))),
	"an entry of metadata with two values": raw(field(6, field(1, []byte("type")), field(2, []byte("one")), field(2, []byte("other")))),
}

func TestCrookedAnswers(t *testing.T) {
	for name, b := range crooked {
		t.Run(name, func(t *testing.T) { decodesAsGenerated(t, b) })
	}
}

// What is decoded here is what the generated message makes of the same bytes, or
// an error where that has one.
func FuzzDecode(f *testing.F) {
	for _, m := range usual {
		b := wire(f, m)
		f.Add(b)
		f.Add(b[:len(b)/2])
		f.Add(append(slices.Clone(b), b...))                          // to be merged
		f.Add(append(slices.Clone(b), wire(f, unusual["a link"])...)) // of which one counts
	}
	for _, m := range unusual {
		f.Add(wire(f, m))
	}
	for _, b := range crooked {
		f.Add(b)
	}
	f.Fuzz(decodesAsGenerated)
}

func decodesAsGenerated(t *testing.T, b []byte) {
	var want, got streams.ReadResp
	wantErr := proto.Unmarshal(b, &want)
	// In two pieces, as it may come from the network; and over another one.
	got.Content = &streams.ReadResp_FirstStreamPosition{FirstStreamPosition: 5}
	half := len(b) / 2
	pieces := mem.BufferSlice{mem.SliceBuffer(slices.Clone(b[:half])), mem.SliceBuffer(slices.Clone(b[half:]))}
	err := encoding.GetCodecV2(grpcproto.Name).Unmarshal(pieces, &got)
	if err != nil && strings.HasPrefix(err.Error(), untimed) {
		require.NoError(t, wantErr)
		require.False(t, isTimed(&want), "it has its time: %v", &want)
	} else {
		require.Equal(t, wantErr == nil, err == nil, "%v, %v", wantErr, err)
		if err != nil {
			return
		}
		require.True(t, isTimed(&want), "it has no time: %v", &want)
	}
	require.True(t, proto.Equal(&want, &got), "want %v, got %v", &want, &got)
	// Each value is its own: what grows one does not write into another.
	if e := got.GetEvent().GetEvent(); e != nil {
		_, _, _ = append(e.StreamIdentifier.GetStreamName(), 'x'), append(e.CustomMetadata, 'x'), append(e.Data, 'x')
		require.True(t, proto.Equal(&want, &got), "after appending: want %v, got %v", &want, &got)
	}
}

// isTimed reports whether the client can make a time of what an answer says of
// its event and its link.
func isTimed(m *streams.ReadResp) bool {
	for _, r := range []*streams.ReadResp_ReadEvent_RecordedEvent{m.GetEvent().GetEvent(), m.GetEvent().GetLink()} {
		if _, err := strconv.ParseInt(r.GetMetadata()["created"], 10, 64); r != nil && err != nil {
			return false
		}
	}
	return true
}
