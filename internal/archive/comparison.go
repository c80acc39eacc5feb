package archive

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

// comparison reads what a log holds in step with the events that it should.
type comparison struct {
	// same is how many events the two have in common so far.
	same   uint64
	refuse refusal
	next   func() (eventstore.Recorded, error, bool)
	stop   func()
}

// A refusal makes the error of a log that holds something else: after so many
// equal events it has found, where want should be, or nothing where want is nil.
type refusal func(same uint64, want, found *eventstore.Recorded) error

// compareWith begins to read a log. Whoever begins calls stop in the end.
func compareWith(ctx context.Context, log eventstore.Reader, refuse refusal) comparison {
	next, stop := iter.Pull2(log.ReadAll(ctx, 0))
	return comparison{refuse: refuse, next: next, stop: stop}
}

// holds reports whether the log has the event at this place. It is false where
// the log ends before, and an error where it has another.
func (c *comparison) holds(want *eventstore.Recorded) (bool, error) {
	found, err, more := c.next()
	switch {
	case err != nil:
		return false, fmt.Errorf("read what is there: %w", err)
	case !more:
		return false, nil
	case difference(want, &found) != "":
		return false, c.refuse(c.same, want, &found)
	}
	c.same++
	return true, nil
}

// ends is an error where the log goes on.
func (c *comparison) ends() error {
	found, err, more := c.next()
	switch {
	case err != nil:
		return fmt.Errorf("read what is there: %w", err)
	case more:
		return c.refuse(c.same, nil, &found)
	}
	return nil
}

// difference names the first part in which two events differ, or is empty.
// Positions and the stores' own notes are no parts of an event.
func difference(a, b *eventstore.Recorded) string {
	switch {
	case a.Stream != b.Stream:
		return "stream"
	case a.Revision != b.Revision:
		return "revision"
	case a.ID != b.ID:
		return "id"
	case a.Type != b.Type:
		return "type"
	case !bytes.Equal(a.Data, b.Data):
		return "data"
	case !bytes.Equal(a.Metadata, b.Metadata):
		return "metadata"
	}
	return ""
}
