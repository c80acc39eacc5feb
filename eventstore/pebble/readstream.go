package pebble

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"sort"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// ReadStream implements [eventstore.Reader].
func (s *Store) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if ctx.Err() == nil && s.knownToEnd(stream, from) {
			return
		}
		s.sequence(ctx, func() source { return s.streamFrom(stream, from) })(yield)
	}
}

// streamFrom reads a stream from a revision on.
func (s *Store) streamFrom(stream string, from eventstore.Revision) source {
	read, ended := eventstore.Position(0), false
	return func(spare []eventstore.Recorded, room int, types typeNames) ([]eventstore.Recorded, error) {
		reached := s.reached()
		if ended && reached == read {
			return nil, nil // nothing was appended to any stream
		}
		h, err := s.durableHead(stream, from)
		if err != nil || from > h.revision {
			return nil, err
		}
		to := min(h.revision, from+eventstore.Revision(room)-1)
		into, err := s.collect(stream, h, from, to, true, sized(spare, int(to-from)+1), types)
		from += eventstore.Revision(len(into))
		read, ended = reached, from > h.revision
		return into, err
	}
}

// knownToEnd reports whether it is known without the engine that a stream has
// nothing from a revision on, which is what most who ask want to know.
func (s *Store) knownToEnd(stream string, from eventstore.Revision) bool {
	release, err := s.use()
	if err != nil {
		return false
	}
	defer release()
	h, known := s.ends.of(stream)
	return known && h.number > 0 && from > h.revision && h.position <= s.reached()
}

// ReadStreamBackward implements [eventstore.Reader].
func (s *Store) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.sequence(ctx, func() source {
		from, done := from, false
		return func(spare []eventstore.Recorded, room int, types typeNames) ([]eventstore.Recorded, error) {
			if done {
				return nil, nil
			}
			h, err := s.durableHead(stream, from)
			if err != nil {
				return nil, err
			}
			from = min(from, h.revision)
			first := max(0, from-eventstore.Revision(room)+1)
			into, err := s.collect(stream, h, first, from, false, sized(spare, int(from-first)+1), types)
			from -= eventstore.Revision(len(into))
			done = from < 0
			return into, err
		}
	})
}

// durableHead returns the head of a stream as far as it is durable, and
// ErrNotFound for a stream without durable events.
func (s *Store) durableHead(stream string, from eventstore.Revision) (head, error) {
	if err := eventstore.CheckRead(stream, from); err != nil {
		return head{}, err
	}
	reached := s.reached()
	h, err := s.endOf(stream)
	if err != nil {
		return head{}, err
	}
	if h.position > reached {
		if h, err = s.cutBack(stream, h, reached); err != nil {
			return head{}, err
		}
	}
	if h.number == 0 {
		return head{}, fmt.Errorf("stream %s: %w", stream, eventstore.ErrNotFound)
	}
	return h, nil
}

// cutBack returns where a stream ended when the log reached a position. The
// engine shows a commit a moment before it is durable, and its head with it.
func (s *Store) cutBack(stream string, h head, reached eventstore.Position) (head, error) {
	var err error
	events := sort.Search(int(h.revision)+1, func(rev int) bool {
		pos, e := s.indexed(stream, h.number, eventstore.Revision(rev))
		err = errors.Join(err, e)
		return pos > reached
	})
	if err != nil || events == 0 {
		return head{}, err
	}
	h.revision = eventstore.Revision(events) - 1
	h.position, err = s.indexed(stream, h.number, h.revision)
	return h, err
}

// indexed returns the position of one revision that the stream has reached.
func (s *Store) indexed(stream string, number uint64, rev eventstore.Revision) (eventstore.Position, error) {
	value, closer, err := s.db.Get(indexKey(number, rev))
	if err != nil {
		return 0, headError(stream, err)
	}
	defer closer.Close()
	return decodePosition(stream, rev, value)
}

// collect decodes the revisions first..last of a stream, from one end or the
// other. All of them are durable, so one that is missing is damage.
func (s *Store) collect(stream string, h head, first, last eventstore.Revision, forward bool, into []eventstore.Recorded, types typeNames) ([]eventstore.Recorded, error) {
	positions, err := s.positions(stream, h, first, last)
	if err != nil {
		return into, err
	}
	for i, bytes := 0, 0; i < len(positions) && bytes < maxChunkBytes; i++ {
		rev := first + eventstore.Revision(i)
		if !forward {
			rev = last - eventstore.Revision(i)
		}
		r, err := s.recordOf(stream, rev, positions[rev-first], types)
		if err != nil {
			return into, err
		}
		into = append(into, r)
		bytes += r.Size()
	}
	return into, nil
}

// positions reads the index of a stream from first to last.
func (s *Store) positions(stream string, h head, first, last eventstore.Revision) (_ []eventstore.Position, err error) {
	if first == h.revision { // and last as well: the head says where that is
		return []eventstore.Position{h.position}, nil
	}
	it, err := s.db.NewIter(&engine.IterOptions{LowerBound: indexKey(h.number, first), UpperBound: indexKey(h.number, last+1)})
	if err != nil {
		return nil, headError(stream, err)
	}
	positions := make([]eventstore.Position, 0, last-first+1)
	for valid := it.First(); valid && err == nil; valid = it.Next() {
		rev := first + eventstore.Revision(len(positions))
		if eventstore.Revision(binary.BigEndian.Uint64(it.Key()[9:])) != rev {
			break
		}
		var pos eventstore.Position
		if pos, err = decodePosition(stream, rev, it.Value()); err == nil {
			positions = append(positions, pos)
		}
	}
	if closeErr := it.Close(); err == nil && closeErr != nil {
		err = headError(stream, closeErr)
	}
	if missed := first + eventstore.Revision(len(positions)); err == nil && missed <= last {
		err = damaged(0, fmt.Sprintf("stream %s: the index has no revision %d", stream, missed))
	}
	return positions, err
}

// recordOf reads the record that the index names, and checks that it is what
// the index says.
func (s *Store) recordOf(stream string, rev eventstore.Revision, pos eventstore.Position, types typeNames) (eventstore.Recorded, error) {
	record, kept := s.late.at(pos)
	if !kept {
		value, err := getEvent(s.db, pos)
		if err != nil {
			return eventstore.Recorded{}, err
		}
		defer value.Close()
		record = value.bytes
	}
	r, err := decodeRecord(record, pos, types)
	if err != nil {
		return eventstore.Recorded{}, damaged(pos, err.Error())
	}
	if r.Stream != stream || r.Revision != rev {
		return eventstore.Recorded{}, damaged(pos, fmt.Sprintf("the index has it as revision %d of stream %s, and it is revision %d of %s", rev, stream, r.Revision, r.Stream))
	}
	return r, nil
}

func decodePosition(stream string, rev eventstore.Revision, value []byte) (eventstore.Position, error) {
	if len(value) != 8 {
		return 0, damaged(0, fmt.Sprintf("stream %s: the index entry of revision %d has the wrong size", stream, rev))
	}
	return eventstore.Position(binary.BigEndian.Uint64(value)), nil
}
