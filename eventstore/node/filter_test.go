package node_test

import (
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

func byStream(regex string, prefixes ...string) *streams.ReadReq_Options_Filter {
	return &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
		Filter: &streams.ReadReq_Options_FilterOptions_StreamIdentifier{
			StreamIdentifier: &streams.ReadReq_Options_FilterOptions_Expression{Regex: regex, Prefix: prefixes},
		},
		Window: &streams.ReadReq_Options_FilterOptions_Count{Count: &shared.Empty{}},
	}}
}

func byType(regex string, prefixes ...string) *streams.ReadReq_Options_Filter {
	return &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
		Filter: &streams.ReadReq_Options_FilterOptions_EventType{
			EventType: &streams.ReadReq_Options_FilterOptions_Expression{Regex: regex, Prefix: prefixes},
		},
		Window: &streams.ReadReq_Options_FilterOptions_Max{Max: 10},
	}}
}

// TestFilters reads through filters of the four kinds.
func TestFilters(t *testing.T) {
	s := serve(t, node.Config{})
	for i, c := range []struct{ stream, typ string }{
		{"request-1", "request.accepted"},
		{"request-2", "request.closed"},
		{"asset-1", "asset.leased"},
		{"asset-1", "asset.returned"},
		{"请求-1", "request.accepted"},
	} {
		e := event(i)
		e.Type = c.typ
		expected := eventstore.NoStream
		if i == 3 {
			expected = 0
		}
		s.write(c.stream, expected, e)
	}
	for name, c := range map[string]struct {
		filter *streams.ReadReq_Options_Filter
		want   []int
	}{
		"stream prefix":          {byStream("", "request-"), []int{0, 1}},
		"stream prefixes":        {byStream("", "none", "asset-", "请"), []int{2, 3, 4}},
		"stream expression":      {byStream(`-1$`), []int{0, 2, 3, 4}},
		"type prefix":            {byType("", "asset."), []int{2, 3}},
		"type prefixes":          {byType("", "asset.l", "request.c"), []int{1, 2}},
		"type expression":        {byType(`^(asset|request)\.(accepted|returned)$`), []int{0, 3, 4}},
		"no system events":       {byType(`^[^\$].*`), []int{0, 1, 2, 3, 4}},
		"nothing":                {byType("", "nothing"), nil},
		"expression over prefix": {byStream(`^asset`, "request"), []int{2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.on(t)
			for _, direction := range []streams.ReadReq_Options_ReadDirection{streams.ReadReq_Options_Forwards, streams.ReadReq_Options_Backwards} {
				o := reading()
				o.ReadDirection, o.FilterOption = direction, c.filter
				if direction == streams.ReadReq_Options_Backwards {
					o.GetAll().AllOption = &streams.ReadReq_Options_AllOptions_End{End: &shared.Empty{}}
				}
				got, err := s.read(within(t), o)
				require.NoError(t, err)
				require.Len(t, got, len(c.want))
				for i := range got {
					n := c.want[i]
					if direction == streams.ReadReq_Options_Backwards {
						n = c.want[len(got)-1-i]
					}
					require.Equal(t, event(n).ID.String(), got[i].GetEvent().GetEvent().GetId().GetString_())
				}

				// The count is of what the filter lets through.
				o.CountOption = &streams.ReadReq_Options_Count{Count: 1}
				got, err = s.read(within(t), o)
				require.NoError(t, err)
				require.Len(t, got, min(1, len(c.want)))
			}
		})
	}
	for name, c := range map[string]struct {
		filter *streams.ReadReq_Options_Filter
		says   string
	}{
		"does not compile": {byType(`(?<=look)behind`), `(?<=look)behind`},
		"empty":            {byStream(""), "neither"},
		"no expression":    {&streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{}}, "neither"},
		"too long":         {byStream(strings.Repeat("a", 5000)), "longer"},
		"too many":         {byStream("", make([]string, 1001)...), "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			o := reading()
			o.FilterOption = c.filter
			_, err := s.on(t).read(within(t), o)
			require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", err)
			require.Contains(t, err.Error(), c.says)
		})
	}
}
