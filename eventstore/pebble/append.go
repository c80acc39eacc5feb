package pebble

import (
	"context"
	"fmt"

	"github.com/sunledger/sunledger/eventstore"
)

// request is one append on its way through the committer.
type request struct {
	stream   string
	expected eventstore.Revision
	// records are the encoded events, unsealed. They are copies: the caller
	// may go on, and change its events, before the committer comes to them.
	records [][]byte
	bytes   int
	// head is where the stream ended when the log had reached asOf.
	head head
	asOf eventstore.Position
	// answer takes one answer and never blocks the committer.
	answer chan answer
}

// answer is what the committer found. Without an error and without a conflict
// the events are in the log and durable.
type answer struct {
	position eventstore.Position
	// conflict says that the stream stood at actual, which is durable too.
	conflict bool
	actual   eventstore.Revision
	err      error
}

// Append implements [eventstore.Appender].
func (s *Store) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	release, err := s.use()
	if err != nil {
		return 0, err
	}
	s.appends.Add(1)
	release()
	defer s.appends.Done()
	if err := eventstore.CheckAppend(stream, expected, events); err != nil {
		return 0, err
	}
	if err := s.failure(); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, uncertain(err)
	}
	asOf := s.reached()
	h, err := s.endOf(stream)
	if err != nil {
		return 0, err
	}
	// A stream only grows: where it is durably past what is expected, nothing
	// that waits in the queue can change the answer.
	if h.position <= asOf && h.standing() > expected {
		return s.repeated(ctx, stream, expected, h.standing(), events)
	}
	r := newRequest(stream, expected, events)
	r.head, r.asOf = h, asOf
	a, err := s.submit(ctx, r)
	if err != nil {
		return 0, err
	}
	if a.conflict {
		return s.repeated(ctx, stream, expected, a.actual, events)
	}
	return a.position, nil
}

func newRequest(stream string, expected eventstore.Revision, events []eventstore.Event) *request {
	r := &request{stream: stream, expected: expected, answer: make(chan answer, 1)}
	for i := range events {
		r.bytes += recordSize(stream, &events[i])
	}
	buf := make([]byte, 0, r.bytes)
	r.records = make([][]byte, len(events))
	for i := range events {
		start := len(buf)
		buf = appendRecord(buf, stream, expected+1+eventstore.Revision(i), &events[i])
		r.records[i] = buf[start:len(buf):len(buf)]
	}
	return r
}

// submit hands a request to the committer and waits for the answer.
func (s *Store) submit(ctx context.Context, r *request) (answer, error) {
	select {
	case s.queue <- r:
	case <-ctx.Done():
		return answer{}, uncertain(ctx.Err())
	case <-s.log.broken:
		return answer{}, s.failure()
	}
	select {
	case a := <-r.answer:
		return a, a.err
	case <-ctx.Done():
		return answer{}, uncertain(ctx.Err())
	case <-s.log.broken:
	}
	// The answer may have come just before the store broke.
	select {
	case a := <-r.answer:
		return a, a.err
	default:
		return answer{}, fmt.Errorf("%w: %w", eventstore.ErrUncertain, s.failure())
	}
}

func uncertain(err error) error {
	return fmt.Errorf("%w: %w", eventstore.ErrUncertain, err)
}

// repeated decides an append to a stream that stands elsewhere: when the very
// same events lie where the append wanted them, it is a repeat and succeeds.
func (s *Store) repeated(ctx context.Context, stream string, expected, actual eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
	conflict := &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: actual}
	if actual < expected || actual-expected < eventstore.Revision(len(events)) {
		return 0, conflict
	}
	var last eventstore.Position
	i := 0
	for r, err := range s.ReadStream(ctx, stream, expected+1) {
		switch {
		case ctx.Err() != nil:
			return 0, uncertain(ctx.Err())
		case err != nil:
			return 0, fmt.Errorf("look for an earlier append of the same events: %w", err)
		case r.ID != events[i].ID:
			return 0, conflict
		}
		last = r.Position
		if i++; i == len(events) {
			return last, nil
		}
	}
	return 0, conflict
}
