package node

import (
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"

	"github.com/sunledger/sunledger/eventstore"
)

// errLate is an append of a batch whose deadline has passed.
var errLate = refuse(codes.DeadlineExceeded, "the deadline of the append has passed", nil)

func batchSuccess(a appended) *streams.BatchAppendResp {
	return &streams.BatchAppendResp{Result: &streams.BatchAppendResp_Success_{Success: &streams.BatchAppendResp_Success{
		CurrentRevisionOption: &streams.BatchAppendResp_Success_CurrentRevision{CurrentRevision: uint64(a.revision)},
		PositionOption: &streams.BatchAppendResp_Success_Position{Position: &shared.AllStreamPosition{
			CommitPosition:  uint64(a.position),
			PreparePosition: uint64(a.position),
		}},
	}}}
}

// batchError is an error as a batch answers it: a code, and a detail by whose
// type clients tell errors apart. The context is that of the append.
func batchError(ctx context.Context, expected expectation, err error) *streams.BatchAppendResp {
	var (
		conflict *eventstore.ConflictError
		limit    *eventstore.LimitError
		answer   *refusal
	)
	if errors.As(err, &conflict) {
		return batchStatus(codes.AlreadyExists, conflict.Error(), wrongVersionDetail(expected, conflict.Actual))
	}
	if errors.As(err, &limit) && isSize(limit) {
		return batchStatus(codes.InvalidArgument, limit.Error(), &shared.MaximumAppendSizeExceeded{MaxAppendSize: uint32(limit.Max)})
	}
	if !errors.As(failure(ctx, err), &answer) {
		return batchStatus(codes.Internal, internalMessage, &shared.Unknown{})
	}
	code, message := answer.status.Code(), answer.status.Message()
	switch code {
	case codes.PermissionDenied:
		return batchStatus(code, message, &shared.AccessDenied{})
	case codes.DeadlineExceeded:
		return batchStatus(code, message, &shared.Timeout{})
	case codes.InvalidArgument:
		return batchStatus(code, message, &shared.BadRequest{Message: message})
	}
	return batchStatus(code, message, &shared.Unknown{})
}

// batchStatus packs a code and one detail. The protocol declares the
// details as one message, and on the wire a list of one is the same.
func batchStatus(code codes.Code, message string, detail proto.Message) *streams.BatchAppendResp {
	s := status.New(code, message)
	if detailed, err := s.WithDetails(protoadapt.MessageV1Of(detail)); err == nil {
		s = detailed
	}
	return &streams.BatchAppendResp{Result: &streams.BatchAppendResp_Error{Error: s.Proto()}}
}
