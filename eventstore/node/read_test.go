package node_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// numbers are the n of the events that a read gave; see event.
func numbers(t testing.TB, r *esdb.ReadStream, err error) []int {
	require.NoError(t, err)
	defer r.Close()
	all := []int{}
	for {
		e, err := r.Recv()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		var n int
		_, err = fmt.Sscanf(string(e.Event.Data), `{"n":%d}`, &n)
		require.NoError(t, err)
		require.Equal(t, event(n).ID, e.Event.EventID)
		all = append(all, n)
	}
}

// TestReadStream reads a stream of the events 10 to 14, amid others.
func TestReadStream(t *testing.T) {
	s := serve(t, node.Config{})
	s.write("other", eventstore.NoStream, events(0, 3)...)
	s.write("stream", eventstore.NoStream, events(10, 15)...)
	s.write("other", 2, events(20, 22)...)
	client := s.client(nil)
	all := uint64(math.MaxUint64)
	for _, c := range []struct {
		direction esdb.Direction
		from      esdb.StreamPosition
		count     uint64
		want      []int
	}{
		{esdb.Forwards, esdb.Start{}, all, []int{10, 11, 12, 13, 14}},
		{esdb.Forwards, esdb.Start{}, 2, []int{10, 11}},
		{esdb.Forwards, esdb.Start{}, 5, []int{10, 11, 12, 13, 14}},
		{esdb.Forwards, esdb.Start{}, 0, []int{}},
		{esdb.Forwards, esdb.Revision(3), all, []int{13, 14}},
		{esdb.Forwards, esdb.Revision(5), all, []int{}},
		{esdb.Forwards, esdb.Revision(math.MaxUint64), all, []int{}},
		{esdb.Forwards, esdb.End{}, all, []int{}},
		{esdb.Backwards, esdb.End{}, all, []int{14, 13, 12, 11, 10}},
		{esdb.Backwards, esdb.End{}, 1, []int{14}},
		{esdb.Backwards, esdb.Revision(2), all, []int{12, 11, 10}},
		{esdb.Backwards, esdb.Revision(99), 1, []int{14}},
		{esdb.Backwards, esdb.Start{}, all, []int{10}},
		{esdb.Backwards, esdb.End{}, 0, []int{}},
	} {
		t.Run(fmt.Sprintf("%v %T%v %d", c.direction, c.from, c.from, c.count), func(t *testing.T) {
			r, err := client.ReadStream(within(t), "stream", esdb.ReadStreamOptions{Direction: c.direction, From: c.from}, c.count)
			require.Equal(t, c.want, numbers(t, r, err))
		})
	}
	for _, missing := range []string{"missing", "$$stream", "$ce-stream"} {
		for _, direction := range []esdb.Direction{esdb.Forwards, esdb.Backwards} {
			t.Run(fmt.Sprintf("%v %s", direction, missing), func(t *testing.T) {
				r, err := client.ReadStream(within(t), missing, esdb.ReadStreamOptions{Direction: direction, From: esdb.End{}}, 10)
				require.NoError(t, err)
				defer r.Close()
				_, err = r.Recv()
				var known *esdb.Error
				require.ErrorAs(t, err, &known)
				require.Equal(t, esdb.ErrorCodeResourceNotFound, known.Code())
			})
		}
	}
}

// TestReadAll: a position is included forwards and not included backwards.
func TestReadAll(t *testing.T) {
	s := serve(t, node.Config{})
	client := s.client(nil)
	r, err := client.ReadAll(within(t), esdb.ReadAllOptions{}, 10)
	require.Empty(t, numbers(t, r, err))

	var positions []esdb.Position
	for n := range 5 {
		p := uint64(s.write(fmt.Sprintf("stream-%d", n), eventstore.NoStream, event(n)))
		positions = append(positions, esdb.Position{Commit: p, Prepare: p})
	}
	for _, c := range []struct {
		direction esdb.Direction
		from      esdb.AllPosition
		count     uint64
		want      []int
	}{
		{esdb.Forwards, esdb.Start{}, 10, []int{0, 1, 2, 3, 4}},
		{esdb.Forwards, esdb.Start{}, 3, []int{0, 1, 2}},
		{esdb.Forwards, positions[2], 10, []int{2, 3, 4}},
		{esdb.Forwards, positions[0], 1, []int{0}},
		{esdb.Forwards, esdb.Position{}, 1, []int{0}},
		{esdb.Forwards, positions[4], 10, []int{4}},
		{esdb.Forwards, esdb.End{}, 10, []int{}},
		{esdb.Forwards, esdb.Position{Commit: math.MaxUint64, Prepare: math.MaxUint64}, 10, []int{}},
		{esdb.Forwards, esdb.Start{}, 0, []int{}},
		{esdb.Backwards, esdb.End{}, 10, []int{4, 3, 2, 1, 0}},
		{esdb.Backwards, esdb.End{}, 2, []int{4, 3}},
		{esdb.Backwards, positions[2], 10, []int{1, 0}},
		{esdb.Backwards, positions[0], 10, []int{}},
		{esdb.Backwards, esdb.Start{}, 10, []int{}},
		{esdb.Backwards, esdb.Position{Commit: math.MaxUint64, Prepare: math.MaxUint64}, 1, []int{4}},
	} {
		t.Run(fmt.Sprintf("%v %T%v %d", c.direction, c.from, c.from, c.count), func(t *testing.T) {
			r, err := client.ReadAll(within(t), esdb.ReadAllOptions{Direction: c.direction, From: c.from}, c.count)
			require.Equal(t, c.want, numbers(t, r, err))
		})
	}
}

// TestWhatIsRead compares every field of an event, as the client shows it.
func TestWhatIsRead(t *testing.T) {
	s := serve(t, node.Config{})
	began := time.Now()
	for i, c := range []struct {
		data, content string
	}{
		{`{"a":1}`, "application/json"},
		{` [] `, "application/json"},
		{`{"a":1`, "application/octet-stream"},
		{"\x00\xff", "application/octet-stream"},
		{"", "application/octet-stream"},
	} {
		t.Run(c.data, func(t *testing.T) {
			want := eventstore.Event{ID: event(i).ID, Type: "类型", Data: []byte(c.data), Metadata: []byte("\xfe\n")}
			position := uint64(s.write("流", eventstore.Revision(i-1), want))
			r, err := s.on(t).client(nil).ReadStream(within(t), "流", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}}, 1)
			require.NoError(t, err)
			defer r.Close()
			e, err := r.Recv()
			require.NoError(t, err)
			require.Nil(t, e.Link)
			require.Equal(t, position, *e.Commit)
			got := e.Event
			require.Equal(t, want.ID, got.EventID)
			require.Equal(t, want.Type, got.EventType)
			require.Equal(t, c.content, got.ContentType)
			require.Equal(t, "流", got.StreamID)
			require.EqualValues(t, i, got.EventNumber)
			require.Equal(t, esdb.Position{Commit: position, Prepare: position}, got.Position)
			require.Equal(t, c.data, string(got.Data))
			require.Equal(t, "\xfe\n", string(got.UserMetadata))
			require.WithinRange(t, got.CreatedDate, began.Add(-time.Second), time.Now().Add(time.Second))
			for r, err := range s.store.ReadStream(context.Background(), "流", eventstore.Revision(i)) {
				require.NoError(t, err)
				require.Equal(t, r.Created.Truncate(100), got.CreatedDate)
			}
		})
	}
}

// reading is a request for all events, which a test then changes.
func reading() *streams.ReadReq_Options {
	return &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption:  &streams.ReadReq_Options_Count{Count: 100},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
		UuidOption:   &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}},
	}
}

// TestIDsAsAsked: UUIDs are text or two numbers, as the client asks.
func TestIDsAsAsked(t *testing.T) {
	s := serve(t, node.Config{})
	s.write("stream", eventstore.NoStream, event(0))
	o := reading()
	got, err := s.read(within(t), o)
	require.NoError(t, err)
	require.True(t, proto.Equal(&shared.UUID{Value: &shared.UUID_String_{String_: event(0).ID.String()}}, got[0].GetEvent().GetEvent().GetId()), "%v", got)

	o.UuidOption.Content = &streams.ReadReq_Options_UUIDOption_Structured{Structured: &shared.Empty{}}
	got, err = s.read(within(t), o)
	require.NoError(t, err)
	require.True(t, proto.Equal(structured(event(0).ID), got[0].GetEvent().GetEvent().GetId()), "%v", got)
}

// TestNothingUnasked: a newer client that says so gets nothing that an older
// one could not take.
func TestNothingUnasked(t *testing.T) {
	s := serve(t, node.Config{})
	s.write("stream", eventstore.NoStream, events(0, 2)...)
	for _, compatibility := range []uint32{0, 1} {
		o := reading()
		o.ControlOption = &streams.ReadReq_Options_ControlOption{Compatibility: compatibility}
		o.StreamOption = &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: named("stream"),
			RevisionOption:   &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}}
		got, err := s.read(within(t), o)
		require.NoError(t, err)
		require.Len(t, got, 2)
		for _, m := range got {
			require.IsType(t, &streams.ReadResp_Event{}, m.GetContent())
		}
	}
}

func TestReadRefused(t *testing.T) {
	s := serve(t, node.Config{})
	prefix := &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
		Filter: &streams.ReadReq_Options_FilterOptions_EventType{EventType: &streams.ReadReq_Options_FilterOptions_Expression{Prefix: []string{"a"}}},
	}}
	for name, change := range map[string]func(*streams.ReadReq_Options){
		"no stream": func(o *streams.ReadReq_Options) { o.StreamOption = nil },
		"no start":  func(o *streams.ReadReq_Options) { o.GetAll().AllOption = nil },
		"no count":  func(o *streams.ReadReq_Options) { o.CountOption = nil },
		"nameless": func(o *streams.ReadReq_Options) {
			o.StreamOption = &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
				RevisionOption: &streams.ReadReq_Options_StreamOptions_Start{},
			}}
		},
		"sideways": func(o *streams.ReadReq_Options) { o.ReadDirection = 7 },
		"subscription backwards": func(o *streams.ReadReq_Options) {
			o.ReadDirection = streams.ReadReq_Options_Backwards
			o.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
		},
		"filtered stream": func(o *streams.ReadReq_Options) {
			o.StreamOption = &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
				StreamIdentifier: named("s"), RevisionOption: &streams.ReadReq_Options_StreamOptions_Start{},
			}}
			o.FilterOption = prefix
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := reading()
			change(o)
			_, err := s.on(t).read(within(t), o)
			require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
		})
	}
	t.Run("no options", func(t *testing.T) {
		_, err := s.on(t).read(within(t), nil)
		require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
	})
}
