package node

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
)

// The trailers by which EventStoreDB tells its clients what went wrong.
const (
	trailerException  = "exception"
	trailerStream     = "stream-name"
	trailerSize       = "maximum-append-size"
	trailerProperties = "required-metadata-properties"

	exceptionDenied    = "access-denied"
	exceptionSize      = "maximum-append-size-exceeded"
	exceptionNoStream  = "stream-not-found"
	exceptionNoSuchKey = "missing-required-metadata-property"
)

// refusal is an answer that is an error: its status, and the trailers that go
// with it.
type refusal struct {
	status  *status.Status
	trailer metadata.MD
}

func (r *refusal) Error() string { return r.status.Message() }

// GRPCStatus is what grpc asks an error for.
func (r *refusal) GRPCStatus() *status.Status { return r.status }

func refuse(code codes.Code, message string, trailer metadata.MD) error {
	return &refusal{status.New(code, message), trailer}
}

func invalid(format string, args ...any) error {
	return refuse(codes.InvalidArgument, fmt.Sprintf(format, args...), nil)
}

func denied(message string) error {
	return refuse(codes.PermissionDenied, message, metadata.Pairs(trailerException, exceptionDenied))
}

// failure turns the error of a store into an answer. A refusal stays what it
// is. The context is the call's; its cause tells why it ended.
func failure(ctx context.Context, err error) error {
	var (
		answer  *refusal
		limit   *eventstore.LimitError
		broken  *eventstore.InvalidError
		corrupt *eventstore.CorruptError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer):
		return answer
	case errors.As(err, &limit):
		return refuse(codes.InvalidArgument, limit.Error(), limitTrailer(limit))
	case errors.As(err, &broken):
		return invalid("%s", broken.Error())
	case errors.As(err, &corrupt):
		return refuse(codes.DataLoss, corrupt.Error(), nil)
	case errors.Is(context.Cause(ctx), errEnding):
		return refuse(codes.Unavailable, reason(err, errEnding), nil)
	case errors.Is(err, context.DeadlineExceeded):
		return refuse(codes.DeadlineExceeded, err.Error(), nil)
	case errors.Is(err, context.Canceled):
		return refuse(codes.Canceled, err.Error(), nil)
	case errors.Is(err, eventstore.ErrUncertain), errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, eventstore.ErrClosed):
		return refuse(codes.Unavailable, err.Error(), nil)
	}
	return err
}

// reason keeps it said that an append may have been written.
func reason(err, cause error) string {
	if errors.Is(err, eventstore.ErrUncertain) {
		return fmt.Sprintf("%v: %v", cause, eventstore.ErrUncertain)
	}
	return cause.Error()
}

// limitTrailer names a limit of bytes, the only kind that EventStoreDB has a
// trailer for.
func limitTrailer(l *eventstore.LimitError) metadata.MD {
	if !isSize(l) {
		return nil
	}
	return metadata.Pairs(trailerException, exceptionSize, trailerSize, strconv.Itoa(l.Max))
}

// isSize reports whether a limit is on the bytes of an append.
func isSize(l *eventstore.LimitError) bool {
	return l.Max == eventstore.MaxAppendBytes || l.Max == eventstore.MaxRecordBytes
}
