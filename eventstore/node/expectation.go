package node

import (
	"fmt"
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/sunledger/sunledger/eventstore"
)

// expectation is where a client expects a stream to stand. The store knows
// the first kind alone.
type expectation struct {
	kind     expectationKind
	revision eventstore.Revision // of the kind exactly
}

type expectationKind int

const (
	exactly expectationKind = iota // a revision, or NoStream
	anywhere
	somewhere // the stream exists
)

func atRevision(r uint64) (expectation, error) {
	if r > math.MaxInt64 {
		return expectation{}, invalid("expected revision %d is out of range", r)
	}
	return expectation{exactly, eventstore.Revision(r)}, nil
}

func appendExpectation(o *streams.AppendReq_Options) (expectation, error) {
	switch v := o.GetExpectedStreamRevision().(type) {
	case *streams.AppendReq_Options_Revision:
		return atRevision(v.Revision)
	case *streams.AppendReq_Options_NoStream:
		return expectation{exactly, eventstore.NoStream}, nil
	case *streams.AppendReq_Options_Any:
		return expectation{kind: anywhere}, nil
	case *streams.AppendReq_Options_StreamExists:
		return expectation{kind: somewhere}, nil
	}
	return expectation{}, invalid("the append does not say where it expects the stream")
}

func batchExpectation(o *streams.BatchAppendReq_Options) (expectation, error) {
	switch v := o.GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_StreamPosition:
		return atRevision(v.StreamPosition)
	case *streams.BatchAppendReq_Options_NoStream:
		return expectation{exactly, eventstore.NoStream}, nil
	case *streams.BatchAppendReq_Options_Any:
		return expectation{kind: anywhere}, nil
	case *streams.BatchAppendReq_Options_StreamExists:
		return expectation{kind: somewhere}, nil
	}
	return expectation{}, invalid("the append does not say where it expects the stream")
}

func (e expectation) String() string {
	switch {
	case e.kind == anywhere:
		return "any"
	case e.kind == somewhere:
		return "an existing stream"
	case e.revision == eventstore.NoStream:
		return "no stream"
	}
	return fmt.Sprintf("revision %d", e.revision)
}

// wrongExpectedVersion is the answer to an append that found its stream
// elsewhere. It says everything twice: the fields that end in 20_6_0 are for
// clients of before that version.
func wrongExpectedVersion(e expectation, actual eventstore.Revision) *streams.AppendResp_WrongExpectedVersion {
	w := &streams.AppendResp_WrongExpectedVersion{}
	switch {
	case e.kind == anywhere:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedAny{ExpectedAny: &shared.Empty{}}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_Any_20_6_0{Any_20_6_0: &shared.Empty{}}
	case e.kind == somewhere:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &shared.Empty{}}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_StreamExists_20_6_0{StreamExists_20_6_0: &shared.Empty{}}
	case e.revision == eventstore.NoStream:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: math.MaxUint64}
	default:
		w.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: uint64(e.revision)}
		w.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: uint64(e.revision)}
	}
	if actual == eventstore.NoStream {
		w.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}}
		w.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_NoStream_20_6_0{NoStream_20_6_0: &shared.Empty{}}
	} else {
		w.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: uint64(actual)}
		w.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: uint64(actual)}
	}
	return w
}

// wrongVersionDetail is the same for a batch.
func wrongVersionDetail(e expectation, actual eventstore.Revision) *shared.WrongExpectedVersion {
	w := &shared.WrongExpectedVersion{}
	switch {
	case e.kind == anywhere:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedAny{ExpectedAny: &emptypb.Empty{}}
	case e.kind == somewhere:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}}
	case e.revision == eventstore.NoStream:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &emptypb.Empty{}}
	default:
		w.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: uint64(e.revision)}
	}
	if actual == eventstore.NoStream {
		w.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}}
	} else {
		w.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: uint64(actual)}
	}
	return w
}
