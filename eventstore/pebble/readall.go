package pebble

import (
	"context"
	"iter"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// ReadAll implements [eventstore.Reader].
func (s *Store) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.sequence(ctx, func() source {
		after := after
		return func(spare []eventstore.Recorded, room int, types typeNames) ([]eventstore.Recorded, error) {
			end := s.reached()
			if after >= end {
				return nil, nil
			}
			into, err := s.scan(after+1, end, true, sized(spare, room), types)
			after += eventstore.Position(len(into))
			return into, err
		}
	})
}

// ReadAllBackward implements [eventstore.Reader].
func (s *Store) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.sequence(ctx, func() source {
		before := before
		return func(spare []eventstore.Recorded, room int, types typeNames) ([]eventstore.Recorded, error) {
			if end := s.reached(); before > end {
				before = end + 1
			}
			if before <= 1 {
				return nil, nil
			}
			into, err := s.scan(1, before-1, false, sized(spare, room), types)
			before -= eventstore.Position(len(into))
			return into, err
		}
	})
}

// scan decodes records from one end of the positions from..to, both of which
// the log has reached. Positions are dense, so one that does not follow the one
// before it is damage, and so is an end that comes early.
func (s *Store) scan(from, to eventstore.Position, forward bool, into []eventstore.Recorded, types typeNames) (_ []eventstore.Recorded, err error) {
	it, err := s.db.NewIter(&engine.IterOptions{LowerBound: eventKey(from), UpperBound: eventKey(to + 1)})
	if err != nil {
		return into, readError(from, err)
	}
	want, step, move := from, eventstore.Position(1), it.Next
	valid := forward && it.First()
	if !forward {
		want, step, move = to, ^eventstore.Position(0), it.Prev
		valid = it.Last()
	}
	for bytes := 0; err == nil && len(into) < cap(into) && bytes < maxChunkBytes; valid = move() {
		if !valid {
			// The loop's other ends come first: this one is too early, unless
			// everything was read.
			if want >= from && want <= to {
				err = missing(want, it.Error())
			}
			break
		}
		var r eventstore.Recorded
		if r, err = decodeAt(it, want, types); err != nil {
			break
		}
		into = append(into, r)
		bytes += r.Size()
		want += step
	}
	if closeErr := it.Close(); err == nil && closeErr != nil {
		err = readError(want, closeErr)
	}
	return into, err
}

func decodeAt(it *engine.Iterator, want eventstore.Position, types typeNames) (eventstore.Recorded, error) {
	if pos := positionOf(it.Key()); pos != want {
		return eventstore.Recorded{}, missing(want, nil)
	}
	value, err := it.ValueAndErr()
	if err != nil {
		return eventstore.Recorded{}, readError(want, err)
	}
	r, err := decodeRecord(value, want, types)
	if err != nil {
		return eventstore.Recorded{}, damaged(want, err.Error())
	}
	return r, nil
}

// missing is the error for a position that a read did not come to, because of
// the engine's error if there is one.
func missing(pos eventstore.Position, err error) error {
	if err != nil {
		return readError(pos, err)
	}
	return damaged(pos, "it is missing")
}
