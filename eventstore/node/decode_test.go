package node

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"

	"github.com/sunledger/sunledger/eventstore"
)

// TestEncoder compares what the encoder writes with what the message itself
// would be.
func TestEncoder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	e := &encoder{}
	for i := range 200 {
		var id uuid.UUID
		for j := range id {
			id[j] = byte(random.Uint32())
		}
		r := &eventstore.Recorded{
			Event: eventstore.Event{
				ID: id, Type: "类型", Data: make([]byte, random.IntN(300)), Metadata: make([]byte, random.IntN(300)),
			},
			Stream:   "流-1",
			Revision: eventstore.Revision(random.Int64() >> random.IntN(64)),
			Position: eventstore.Position(random.Uint64() >> random.IntN(64)),
			Created:  time.Unix(random.Int64N(1<<33), random.Int64N(1e9)),
		}
		if i == 0 {
			*r = eventstore.Recorded{Event: eventstore.Event{Type: "t"}, Created: time.Unix(0, 0)}
		}
		e.stringIDs = i%2 == 1
		wantID := structuredUUID(r.ID)
		if e.stringIDs {
			wantID = &shared.UUID{Value: &shared.UUID_String_{String_: r.ID.String()}}
		}
		want := &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
			Event: &streams.ReadResp_ReadEvent_RecordedEvent{
				Id:               wantID,
				StreamIdentifier: streamIdentifier(r.Stream),
				StreamRevision:   uint64(r.Revision),
				PreparePosition:  uint64(r.Position),
				CommitPosition:   uint64(r.Position),
				Metadata: map[string]string{
					"type":         r.Type,
					"content-type": "application/octet-stream",
					"created":      strconv.FormatInt(r.Created.Unix()*1e7+int64(r.Created.Nanosecond())/100, 10),
				},
				CustomMetadata: r.Metadata,
				Data:           r.Data,
			},
			Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: uint64(r.Position)},
		}}}
		m := e.event(r)
		wire, err := codec{}.Marshal(&m)
		require.NoError(t, err)
		var got streams.ReadResp
		require.NoError(t, codec{}.Unmarshal(wire, &got))
		require.True(t, proto.Equal(want, &got), "got %v, want %v", &got, want)
	}
}

func TestTicks(t *testing.T) {
	for at, want := range map[time.Time]int64{
		time.Unix(0, 0):   0,
		time.Unix(0, 199): 1,
		time.Date(2026, 3, 2, 9, 0, 0, 500, time.UTC): 17724420000000005,
	} {
		require.Equal(t, want, ticks(at))
	}
}

func TestParseUUID(t *testing.T) {
	id := uuid.New()
	for _, u := range []*shared.UUID{structuredUUID(id), {Value: &shared.UUID_String_{String_: id.String()}}} {
		got, err := parseUUID(u)
		require.NoError(t, err)
		require.Equal(t, id, got)
	}
	for _, text := range []string{"", "{" + id.String() + "}", "urn:uuid:" + id.String(), id.String()[1:]} {
		_, err := parseUUID(&shared.UUID{Value: &shared.UUID_String_{String_: text}})
		require.Error(t, err, text)
	}
}

// FuzzReadRequest: no request to read makes the node panic, and what it takes
// has a meaning.
func FuzzReadRequest(f *testing.F) {
	seed := func(o *streams.ReadReq_Options) {
		raw, err := proto.Marshal(&streams.ReadReq{Options: o})
		require.NoError(f, err)
		f.Add(raw)
	}
	all := &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{AllOption: &streams.ReadReq_Options_AllOptions_Start{}}}
	seed(nil)
	seed(&streams.ReadReq_Options{StreamOption: all, CountOption: &streams.ReadReq_Options_Count{Count: 1}})
	for _, regex := range []string{`^[^\$].*`, `(?i)a{1,1000}`, `(?<=a)b`, `[`} {
		seed(&streams.ReadReq_Options{
			StreamOption: all,
			CountOption:  &streams.ReadReq_Options_Subscription{},
			FilterOption: &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
				Filter: &streams.ReadReq_Options_FilterOptions_StreamIdentifier{
					StreamIdentifier: &streams.ReadReq_Options_FilterOptions_Expression{Regex: regex},
				},
				Window:                       &streams.ReadReq_Options_FilterOptions_Max{Max: 1 << 31},
				CheckpointIntervalMultiplier: 1 << 31,
			}},
		})
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var request streams.ReadReq
		if proto.Unmarshal(raw, &request) != nil {
			return
		}
		q, err := ask(&request)
		if err != nil {
			return
		}
		if q.from.kind == unsaid || q.subscribe && q.backward || q.filter != nil && (!q.all || q.filter.checkpointEvery == 0) {
			t.Errorf("%+v", q)
		}
		q.filter.chooses(&eventstore.Recorded{Event: eventstore.Event{Type: "t"}, Stream: "s"})
		if q.from.revision() < 0 {
			t.Errorf("revision %d", q.from.revision())
		}
		_, _ = q.from.upTo(), q.from.before()
	})
}

// FuzzBatchChunk: no chunk of a batch makes the node panic, and memory is
// accounted for.
func FuzzBatchChunk(f *testing.F) {
	f.Add([]byte{})
	for _, final := range []bool{false, true} {
		raw, err := proto.Marshal(&streams.BatchAppendReq{
			CorrelationId: structuredUUID(uuid.UUID{1}),
			Options: &streams.BatchAppendReq_Options{
				StreamIdentifier:       streamIdentifier("s"),
				ExpectedStreamPosition: &streams.BatchAppendReq_Options_Any{},
			},
			ProposedMessages: []*streams.BatchAppendReq_ProposedMessage{
				{Id: structuredUUID(uuid.UUID{2}), Metadata: map[string]string{"type": "t"}, Data: []byte("{}")},
			},
			IsFinal: final,
		})
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var chunk streams.BatchAppendReq
		if (codec{}).Unmarshal(mem.BufferSlice{mem.SliceBuffer(raw)}, &chunk) != nil || chunk.GetIsFinal() {
			return
		}
		n := &Node{arriving: &budget{most: maxArriving}}
		b := &batch{service: &service{Node: n}, stream: silent{}, unfinished: map[uuid.UUID]*unfinished{}}
		for range 2 {
			if err := b.take(t.Context(), &chunk); err != nil {
				t.Error(err)
			}
			if int64(b.bytes) != n.arriving.taken.Load() {
				t.Errorf("%d bytes are unfinished, %d taken", b.bytes, n.arriving.taken.Load())
			}
		}
		b.discard()
		if b.bytes != 0 || n.arriving.taken.Load() != 0 {
			t.Errorf("%d bytes are left, %d taken", b.bytes, n.arriving.taken.Load())
		}
	})
}

// silent is a call whose answers nobody hears.
type silent struct {
	streams.Streams_BatchAppendServer
}

func (silent) Send(*streams.BatchAppendResp) error { return nil }
