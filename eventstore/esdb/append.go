package esdb

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// Append implements [eventstore.Appender].
func (s *Store) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if err := eventstore.CheckAppend(stream, expected, events); err != nil {
		return 0, err
	}
	if s.reader {
		return 0, &eventstore.InvalidError{What: "nodePreference", Reason: "what is read from others than the leader may be old, and nothing is appended upon it: leave the setting out"}
	}
	ended, err := s.accept()
	if err != nil {
		return 0, err
	}
	defer ended()
	data := proposed(events)
	unheard := false // an attempt was ended by the server, and why was not heard
	written, reached, err := again(ctx, s, func(ctx context.Context, c *client.Client) (*client.WriteResult, error) {
		if unheard {
			return s.hearOut(ctx, stream, expected, data)
		}
		written, err := c.AppendToStream(ctx, stream, client.AppendToStreamOptions{ExpectedRevision: expectation(expected), Deadline: &s.deadline}, data...)
		unheard = errors.Is(err, io.EOF)
		return written, err
	})
	if err != nil {
		return 0, s.notAppended(ctx, stream, expected, events, reached, err)
	}
	last := expected + eventstore.Revision(len(events))
	if written.NextExpectedVersion != uint64(last) {
		return 0, fmt.Errorf("%w: the server answered that stream %s ends with revision %d after an append that ends it with %d", eventstore.ErrUncertain, stream, written.NextExpectedVersion, last)
	}
	s.appended.Add(1)
	// A server may know no position of an append that it finds done before,
	// which is 0 or a -1 without its sign; and of which event of several its
	// position is, the protocol does not say.
	position := eventstore.Position(written.CommitPosition)
	if position == 0 || position > math.MaxInt64 || len(events) > 1 {
		if position, err = s.positionOf(ctx, stream, last, events[len(events)-1].ID); err != nil {
			return 0, fmt.Errorf("%w: %w", err, eventstore.ErrUncertain)
		}
	}
	s.tail.grow(position)
	return position, nil
}

// positionOf reads where an event lies among all. A node that is not the one
// that wrote it may not have it yet.
func (s *Store) positionOf(ctx context.Context, stream string, revision eventstore.Revision, id uuid.UUID) (eventstore.Position, error) {
	position, _, err := again(ctx, s, func(ctx context.Context, c *client.Client) (eventstore.Position, error) {
		page, err := s.streamPage(ctx, c, stream, client.Backwards, revision, 1, false)
		if code(err) == client.ErrorCodeResourceNotFound || err == nil && (len(page.records) != 1 || page.records[0].Revision != revision) {
			return 0, fmt.Errorf("revision %d of stream %s was acknowledged and cannot be read yet", revision, stream)
		}
		if err != nil {
			return 0, err
		}
		if page.records[0].ID != id {
			return 0, &eventstore.CorruptError{Position: page.records[0].Position, Reason: "the server acknowledged another event at its place"}
		}
		return page.records[0].Position, nil
	})
	return position, err
}

// notAppended is the error of an append.
func (s *Store) notAppended(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event, reached bool, err error) error {
	if code(err) == client.ErrorCodeWrongExpectedVersion {
		actual, err := s.standing(ctx, stream, err)
		if err != nil {
			return err
		}
		return &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: actual}
	}
	var conflict *eventstore.ConflictError
	if errors.As(err, &conflict) {
		return conflict
	}
	if limit, is := tooLarge(err); is {
		total := 0
		for i := range events {
			total += events[i].Size()
		}
		return &eventstore.LimitError{What: "bytes in one append to this server", Size: total, Max: limit}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), eventstore.ErrUncertain)
	}
	if reached { // an attempt before this answer had none
		return fmt.Errorf("%w: %w", err, eventstore.ErrUncertain)
	}
	return err
}

// standing is where a stream stood when an append did not find it where it
// expected. The client says it in words only; where those are other ones the
// stream is asked.
func (s *Store) standing(ctx context.Context, stream string, conflict error) (eventstore.Revision, error) {
	if _, got, found := strings.Cut(conflict.Error(), "but got '"); found {
		got, _, _ = strings.Cut(got, "'")
		if got == "no_stream" {
			return eventstore.NoStream, nil
		}
		var revision eventstore.Revision
		if _, err := fmt.Sscanf(got, "%d", &revision); err == nil {
			return revision, nil
		}
	}
	for last, err := range s.ReadStreamBackward(ctx, stream, eventstore.End) {
		if errors.Is(err, eventstore.ErrNotFound) {
			break
		}
		return last.Revision, err
	}
	return eventstore.NoStream, nil
}

func expectation(expected eventstore.Revision) client.ExpectedRevision {
	if expected == eventstore.NoStream {
		return client.NoStream{}
	}
	return client.Revision(uint64(expected))
}

func proposed(events []eventstore.Event) []client.EventData {
	data := make([]client.EventData, len(events))
	for i, e := range events {
		content := client.ContentTypeBinary
		if json.Valid(e.Data) {
			content = client.ContentTypeJson // so that the server's own tools show it
		}
		// Copies: an attempt may go on when the caller has left.
		data[i] = client.EventData{EventID: e.ID, EventType: e.Type, ContentType: content, Data: bytes.Clone(e.Data), Metadata: bytes.Clone(e.Metadata)}
	}
	return data
}
