package esdb

import (
	"errors"
	"fmt"
	"io"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
)

// AccessError says that the server knows who asks, or nobody, and does not let
// them. No repetition helps.
type AccessError struct {
	// Reason is the server's own sentence.
	Reason string
}

func (e *AccessError) Error() string {
	return fmt.Sprintf("the server of the log refuses access (%s): give a user who may read and write in the connection string, esdb://USER:PASSWORD@HOST", e.Reason)
}

// code is the client's own code of an error. The client's FromError does not
// look into wrapped errors.
func code(err error) client.ErrorCode {
	var e *client.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return client.ErrorCodeUnknown
}

// statusOf is the status that the server answered, or codes.Unknown.
func statusOf(err error) (codes.Code, string) {
	var s interface{ GRPCStatus() *status.Status }
	if errors.As(err, &s) {
		return s.GRPCStatus().Code(), s.GRPCStatus().Message()
	}
	return codes.Unknown, err.Error()
}

// isAnswer reports whether an error is what a server in good health answers.
func isAnswer(err error) bool {
	c := code(err)
	var conflict *eventstore.ConflictError
	return errors.As(err, &conflict) || c == client.ErrorCodeWrongExpectedVersion || c == client.ErrorCodeResourceNotFound
}

// final is what an error of the client means where no repetition changes it,
// and nil where the call may be made again. What to say of an answer, who asked
// knows better.
func final(err error) error {
	var corrupt *eventstore.CorruptError
	var invalid *eventstore.InvalidError
	_, large := tooLarge(err)
	if large || isAnswer(err) || errors.Is(err, eventstore.ErrClosed) || errors.As(err, &corrupt) || errors.As(err, &invalid) {
		return err
	}
	switch code(err) {
	case client.ErrorCodeStreamDeleted:
		return &eventstore.CorruptError{Reason: "a stream was deleted on the server, which a ledger never does"}
	case client.ErrorCodeUnsupportedFeature:
		return fmt.Errorf("the server does not offer what a log needs: %w", err)
	}
	switch reason, said := statusOf(err); reason {
	case codes.Unauthenticated, codes.PermissionDenied:
		return &AccessError{said}
	case codes.InvalidArgument, codes.FailedPrecondition, codes.OutOfRange:
		return fmt.Errorf("the server refuses the call: %s", said)
	case codes.DataLoss:
		return &eventstore.CorruptError{Reason: "the server says: " + said}
	case codes.Internal:
		if at := strings.Index(said, untimed); at >= 0 {
			return &eventstore.CorruptError{Reason: said[at:]}
		}
	}
	return nil
}

// notAPlace reports whether a server refuses a position because none of its
// records begins there.
func notAPlace(err error) bool {
	if err == nil {
		return false
	}
	_, said := statusOf(err)
	return strings.Contains(strings.ToLower(said), "invalid position")
}

// tooLarge reports whether an append was refused for its size, which
// EventStoreDB says in a sentence with its limit.
func tooLarge(err error) (limit int, ok bool) {
	reason, said := statusOf(err)
	if reason != codes.InvalidArgument {
		return 0, false
	}
	said = strings.ToLower(said)
	_, after, found := strings.Cut(said, "maximum append size of ")
	if !found {
		return 0, false
	}
	_, scanned := fmt.Sscanf(after, "%d", &limit)
	return limit, scanned == nil
}

// unavailable is the error of a call that was given up.
func unavailable(last error) error {
	if errors.Is(last, io.EOF) {
		return fmt.Errorf("%w: the server ended the call", eventstore.ErrUnavailable)
	}
	if _, said := statusOf(last); said != "" {
		return fmt.Errorf("%w: %s", eventstore.ErrUnavailable, said)
	}
	return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, last)
}
