package node

import (
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"github.com/sunledger/sunledger/eventstore"
)

// question is a request to read, with all that may be asked decided.
type question struct {
	all       bool
	stream    string // unless all
	backward  bool
	subscribe bool
	count     uint64 // unless subscribe
	stringIDs bool
	filter    *filter // nil: everything
	from      start
}

// ask reads a request.
func ask(request *streams.ReadReq) (*question, error) {
	o := request.GetOptions()
	q := &question{backward: o.GetReadDirection() == streams.ReadReq_Options_Backwards}
	if d := o.GetReadDirection(); d != streams.ReadReq_Options_Backwards && d != streams.ReadReq_Options_Forwards {
		return nil, invalid("direction %d is neither forwards nor backwards", d)
	}
	switch v := o.GetStreamOption().(type) {
	case *streams.ReadReq_Options_Stream:
		q.stream = string(v.Stream.GetStreamIdentifier().GetStreamName())
		if !strings.HasPrefix(q.stream, "$") {
			if err := eventstore.CheckRead(q.stream, 0); err != nil {
				return nil, err
			}
		}
		q.from = streamStart(v.Stream)
	case *streams.ReadReq_Options_All:
		q.all = true
		q.from = allStart(v.All)
	default:
		return nil, invalid("the request names neither a stream nor $all")
	}
	if q.from.kind == unsaid {
		return nil, invalid("the request does not say where to begin")
	}
	switch v := o.GetCountOption().(type) {
	case *streams.ReadReq_Options_Count:
		q.count = v.Count
	case *streams.ReadReq_Options_Subscription:
		q.subscribe = true
	default:
		return nil, invalid("the request is neither for a number of events nor for a subscription")
	}
	if q.subscribe && q.backward {
		return nil, invalid("a subscription goes forwards")
	}
	if v, ok := o.GetFilterOption().(*streams.ReadReq_Options_Filter); ok {
		if !q.all {
			return nil, invalid("only $all can be filtered")
		}
		f, err := newFilter(v.Filter)
		if err != nil {
			return nil, err
		}
		q.filter = f
	}
	_, q.stringIDs = o.GetUuidOption().GetContent().(*streams.ReadReq_Options_UUIDOption_String_)
	return q, nil
}

func streamStart(o *streams.ReadReq_Options_StreamOptions) start {
	switch v := o.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		return at(v.Revision)
	case *streams.ReadReq_Options_StreamOptions_Start:
		return start{kind: atBegin}
	case *streams.ReadReq_Options_StreamOptions_End:
		return start{kind: atEnd}
	}
	return start{}
}

func allStart(o *streams.ReadReq_Options_AllOptions) start {
	switch v := o.GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Position:
		return at(v.Position.GetCommitPosition())
	case *streams.ReadReq_Options_AllOptions_Start:
		return start{kind: atBegin}
	case *streams.ReadReq_Options_AllOptions_End:
		return start{kind: atEnd}
	}
	return start{}
}
