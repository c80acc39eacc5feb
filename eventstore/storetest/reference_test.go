package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

// disk is what outlives a store in memory.
type disk struct {
	mu      sync.Mutex
	records []eventstore.Recorded
	// grown is closed and replaced when records are added.
	grown chan struct{}
}

func newDisk() *disk { return &disk{grown: make(chan struct{})} }

// memory is the contract in the plainest form, to try the suite on.
type memory struct {
	*disk
	once    sync.Once
	closing chan struct{}
}

func newMemory(d *disk) *memory { return &memory{disk: d, closing: make(chan struct{})} }

func (m *memory) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if err := m.usable(ctx); err != nil {
		if !errors.Is(err, eventstore.ErrClosed) {
			err = fmt.Errorf("%w: %w", eventstore.ErrUncertain, err)
		}
		return 0, err
	}
	if err := eventstore.CheckAppend(stream, expected, events); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	standing := m.standing(stream)
	if standing != expected {
		if pos, ok := m.repeats(stream, expected, events); ok {
			return pos, nil
		}
		return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: standing}
	}
	return m.write(stream, expected, events), nil
}

// standing returns the last revision of a stream. The caller holds mu.
func (d *disk) standing(stream string) eventstore.Revision {
	for _, r := range slices.Backward(d.records) {
		if r.Stream == stream {
			return r.Revision
		}
	}
	return eventstore.NoStream
}

// repeats reports whether events lie in a stream after a revision, and where
// the last of them does. The caller holds mu.
func (d *disk) repeats(stream string, after eventstore.Revision, events []eventstore.Event) (last eventstore.Position, ok bool) {
	i := 0
	for _, r := range d.records {
		if r.Stream != stream || r.Revision <= after {
			continue
		}
		if r.ID != events[i].ID {
			return 0, false
		}
		if i++; i == len(events) {
			return r.Position, true
		}
	}
	return 0, false
}

// write adds events and wakes who waits. The caller holds mu.
func (d *disk) write(stream string, after eventstore.Revision, events []eventstore.Event) eventstore.Position {
	for _, e := range events {
		after++
		r := eventstore.Recorded{
			Event: e, Stream: stream, Revision: after,
			Position: eventstore.Position(len(d.records) + 1), Created: time.Now().UTC(),
		}
		d.records = append(d.records, own(r))
	}
	d.wake()
	return eventstore.Position(len(d.records))
}

func (d *disk) wake() {
	close(d.grown)
	d.grown = make(chan struct{})
}

func own(r eventstore.Recorded) eventstore.Recorded {
	r.Data, r.Metadata = slices.Clone(r.Data), slices.Clone(r.Metadata)
	return r
}

func (m *memory) usable(ctx context.Context) error {
	select {
	case <-m.closing:
		return eventstore.ErrClosed
	default:
		return ctx.Err()
	}
}

// at returns the record at an index, as its caller's own.
func (m *memory) at(ctx context.Context, i int) (r eventstore.Recorded, ok bool, err error) {
	if err := m.usable(ctx); err != nil {
		return r, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if i < 0 || i >= len(m.records) {
		return r, false, nil
	}
	return own(m.records[i]), true, nil
}

// walk yields the records that match, from an index on, in steps of one.
func (m *memory) walk(ctx context.Context, from func() int, step int, match func(eventstore.Recorded) bool) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for i := from(); ; i += step {
			r, ok, err := m.at(ctx, i)
			if err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			if !ok || match(r) && !yield(r, nil) {
				return
			}
		}
	}
}

func (m *memory) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return m.walk(ctx, m.first, 1, func(r eventstore.Recorded) bool { return r.Position > after })
}

func (m *memory) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return m.walk(ctx, m.last, -1, func(r eventstore.Recorded) bool { return r.Position < before })
}

func (m *memory) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return m.existing(ctx, stream, from, m.walk(ctx, m.first, 1, func(r eventstore.Recorded) bool {
		return r.Stream == stream && r.Revision >= from
	}))
}

func (m *memory) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return m.existing(ctx, stream, from, m.walk(ctx, m.last, -1, func(r eventstore.Recorded) bool {
		return r.Stream == stream && r.Revision <= from
	}))
}

func (m *memory) first() int { return 0 }

func (m *memory) last() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.records) - 1
}

// existing is the sequence of a stream, if there is such a stream.
func (m *memory) existing(ctx context.Context, stream string, from eventstore.Revision, seq iter.Seq2[eventstore.Recorded, error]) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		err := m.usable(ctx)
		if err == nil {
			err = eventstore.CheckRead(stream, from)
		}
		m.mu.Lock()
		if err == nil && m.standing(stream) == eventstore.NoStream {
			err = eventstore.ErrNotFound
		}
		m.mu.Unlock()
		if err != nil {
			yield(eventstore.Recorded{}, err)
			return
		}
		seq(yield)
	}
}

func (m *memory) Wait(ctx context.Context, after eventstore.Position) error {
	for {
		m.mu.Lock()
		grown, last := m.grown, eventstore.Position(len(m.records))
		m.mu.Unlock()
		if err := m.usable(context.Background()); err != nil {
			return err
		}
		if last > after {
			return nil
		}
		select {
		case <-grown:
		case <-m.closing:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (m *memory) Close() error {
	// Holding mu lets the append that is being written finish.
	m.mu.Lock()
	defer m.mu.Unlock()
	m.once.Do(func() { close(m.closing) })
	return nil
}
