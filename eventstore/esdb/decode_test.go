package esdb

import (
	"slices"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/encoding"
	grpcproto "google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
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
	f.Fuzz(func(t *testing.T, b []byte) {
		var want, got streams.ReadResp
		wantErr := proto.Unmarshal(b, &want)
		// In two pieces, as it may come from the network; and over another one.
		got.Content = &streams.ReadResp_FirstStreamPosition{FirstStreamPosition: 5}
		half := len(b) / 2
		pieces := mem.BufferSlice{mem.SliceBuffer(slices.Clone(b[:half])), mem.SliceBuffer(slices.Clone(b[half:]))}
		err := encoding.GetCodecV2(grpcproto.Name).Unmarshal(pieces, &got)
		require.Equal(t, wantErr == nil, err == nil, "%v, %v", wantErr, err)
		if err != nil {
			return
		}
		require.True(t, proto.Equal(&want, &got), "want %v, got %v", &want, &got)
		// Each value is its own: what grows one does not write into another.
		if e := got.GetEvent().GetEvent(); e != nil {
			_, _, _ = append(e.StreamIdentifier.GetStreamName(), 'x'), append(e.CustomMetadata, 'x'), append(e.Data, 'x')
			require.True(t, proto.Equal(&want, &got), "after appending: want %v, got %v", &want, &got)
		}
	})
}
