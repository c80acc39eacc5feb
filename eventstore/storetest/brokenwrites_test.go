package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

var brokenStores = slices.Concat(brokenWrites, brokenRepeats, brokenLimits, brokenValues, brokenReads, brokenLives)

var brokenWrites = []brokenStore{
	{
		name: "loses an event",
		breaks: []string{
			"expecting no stream begins one",
			"the events of one append lie next to each other in the order given",
			"positions ascend in the order of appending over all streams",
			"what is acknowledged is seen by every later read",
			"the largest record is accepted and comes back",
			"the most bytes of an append are accepted and come back",
			"the longest names are accepted and come back",
			"a sequence may be ranged over again and reads anew",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			if len(events) > 1 {
				return m.Append(ctx, stream, expected, events[:len(events)-1]...)
			}
			return eventstore.Position(m.last() + 2), eventstore.CheckAppend(stream, expected, events)
		}),
	},
	{
		name: "loses an event now and then among many writers",
		breaks: []string{
			"who retries after each conflict loses nothing",
			"the events of one append stay together among many writers",
		},
		open: func() func(*memory) eventstore.Store {
			var n atomic.Int64
			return appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				if n.Add(1)%7 != 0 {
					return m.Append(ctx, stream, expected, events...)
				}
				m.mu.Lock()
				defer m.mu.Unlock()
				if m.standing(stream) != expected {
					return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: m.standing(stream)}
				}
				e := slices.Clone(events)
				pos := m.write(stream, expected, e)
				m.records = m.records[:len(m.records)-1]
				return pos, nil
			})
		}(),
	},
	{
		name: "ignores the expectation",
		breaks: []string{
			"expecting another revision is a conflict that writes nothing",
			"expecting a revision of a stream that does not exist is a conflict",
			"a conflict of many events writes none of them",
			"after a conflict the right expectation succeeds",
			"of many who begin one stream exactly one succeeds",
			"expectations hold over opening anew",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, _ eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			return m.write(stream, m.standing(stream), events), nil
		}),
	},
	{
		name:   "takes NoStream for any stream",
		breaks: []string{"of many who begin one stream exactly one succeeds", "expecting another revision is a conflict that writes nothing"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			if expected == eventstore.NoStream {
				m.mu.Lock()
				defer m.mu.Unlock()
				return m.write(stream, m.standing(stream), events), nil
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "says a conflict without its type",
		breaks: []string{"expecting another revision is a conflict that writes nothing", "a conflict never fails its neighbours"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			if c := (*eventstore.ConflictError)(nil); errors.As(err, &c) {
				err = errors.New(c.Error())
			}
			return pos, err
		}),
	},
	{
		name:   "says a wrong revision in a conflict",
		breaks: []string{"expecting another revision is a conflict that writes nothing", "who retries after each conflict loses nothing"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			if c := (*eventstore.ConflictError)(nil); errors.As(err, &c) {
				c.Actual = expected
			}
			return pos, err
		}),
	},
	{
		name: "writes the first half of a conflict",
		breaks: []string{
			"a conflict of many events writes none of them",
			"a conflict never fails its neighbours",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			if c := (*eventstore.ConflictError)(nil); errors.As(err, &c) && len(events) > 1 {
				m.mu.Lock()
				defer m.mu.Unlock()
				m.write(stream, m.standing(stream), events[:len(events)/2])
			}
			return pos, err
		}),
	},
	{
		name: "writes half of a refused append",
		breaks: []string{
			"names that break the rules are an InvalidError that writes nothing",
			"a larger record is a LimitError that writes nothing",
			"the nil id is an InvalidError that writes nothing",
			"more events in an append are a LimitError that writes nothing",
			"more bytes in an append are a LimitError that writes nothing",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			if err != nil && len(events) > 1 && m.usable(ctx) == nil {
				m.mu.Lock()
				defer m.mu.Unlock()
				m.write(stream, m.standing(stream), events[:1])
			}
			return pos, err
		}),
	},
	{
		name:   "answers with the position of the first event",
		breaks: []string{"an append answers with the position of its last event"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			return pos - eventstore.Position(len(events)) + 1, err
		}),
	},
	{
		name:   "wants every id to be unique",
		breaks: []string{"an id need not be unique"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			ids := map[uuid.UUID]bool{}
			for _, e := range events {
				if ids[e.ID] {
					return 0, errors.New("duplicate id")
				}
				ids[e.ID] = true
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "writes an append in reverse",
		breaks: []string{"the events of one append lie next to each other in the order given"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			events = slices.Clone(events)
			slices.Reverse(events)
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "writes an append of many events in two pieces",
		breaks: []string{"the events of one append stay together among many writers", "expecting the last revision continues a stream"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			if len(events) < 2 {
				return m.Append(ctx, stream, expected, events...)
			}
			if pos, err := m.Append(ctx, stream, expected, events[0]); err != nil {
				return pos, err
			}
			m.mu.Lock()
			defer m.mu.Unlock()
			// The second piece begins a count of its own.
			return m.write(stream, eventstore.NoStream, events[1:]), nil
		}),
	},
	{
		name: "fails the neighbours of a conflict",
		breaks: []string{
			"a conflict never fails its neighbours",
		},
		open: func() func(*memory) eventstore.Store {
			var failing atomic.Bool
			return appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				if failing.CompareAndSwap(true, false) {
					return 0, eventstore.ErrUnavailable
				}
				pos, err := m.Append(ctx, stream, expected, events...)
				if c := (*eventstore.ConflictError)(nil); errors.As(err, &c) {
					failing.Store(true)
				}
				return pos, err
			})
		}(),
	},
	{
		name:   "fails the neighbours of a refused call",
		breaks: []string{"a call that is refused or cut off never fails its neighbours"},
		open: func() func(*memory) eventstore.Store {
			var failing atomic.Bool
			return appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				if failing.CompareAndSwap(true, false) {
					return 0, eventstore.ErrUnavailable
				}
				pos, err := m.Append(ctx, stream, expected, events...)
				if invalid := (*eventstore.InvalidError)(nil); errors.As(err, &invalid) {
					failing.Store(true)
				}
				return pos, err
			})
		}(),
	},
	{
		name:   "takes the end of one call's context for that of another's",
		breaks: []string{"a call that is refused or cut off never fails its neighbours"},
		open: func() func(*memory) eventstore.Store {
			var mu sync.Mutex
			var seen []context.Context
			return appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				mu.Lock()
				seen = append(seen, ctx)
				ended := slices.ContainsFunc(seen, func(c context.Context) bool { return c.Err() != nil })
				mu.Unlock()
				if ended {
					return 0, fmt.Errorf("%w: %w", eventstore.ErrUncertain, context.Canceled)
				}
				return m.Append(ctx, stream, expected, events...)
			})
		}(),
	},
	{
		name:   "lets a gap be seen",
		breaks: []string{"once a position is seen nothing appears before it"},
		open:   func(m *memory) eventstore.Store { return &gappy{memory: m} },
	},
	{
		name:   "acknowledges before it can be read",
		breaks: []string{"what is acknowledged is seen by every later read"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			if expected < 3 {
				return m.Append(ctx, stream, expected, events...)
			}
			m.mu.Lock()
			pos := eventstore.Position(len(m.records) + 1)
			m.mu.Unlock()
			go func() {
				time.Sleep(time.Millisecond)
				m.Append(ctx, stream, expected, events...)
			}()
			return pos, nil
		}),
	},
	{
		name:   "numbers revisions from 1",
		breaks: []string{"revisions count from 0 without a gap in every stream"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						r.Revision++
						if !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
}

// gappy gives a position away before it writes the record there, as a counter
// beside a table does. Every third append is slow to write.
type gappy struct {
	*memory
	slow atomic.Int64
}

func (g *gappy) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	g.mu.Lock()
	last := g.write(stream, expected, events)
	mine := g.records[int(last)-len(events) : last]
	names := make([]string, len(mine))
	for i := range mine {
		names[i], mine[i].Stream = mine[i].Stream, "" // hidden until written
	}
	g.mu.Unlock()
	if g.slow.Add(1)%3 == 0 {
		time.Sleep(time.Millisecond)
	}
	g.mu.Lock()
	for i := range names {
		g.records[int(last)-len(events)+i].Stream = names[i]
	}
	g.mu.Unlock()
	return last, nil
}

func (g *gappy) ReadAll(ctx context.Context, after eventstore.Position) sequence {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range g.memory.ReadAll(ctx, after) {
			if r.Stream != "" && !yield(r, err) {
				return
			}
		}
	}
}
