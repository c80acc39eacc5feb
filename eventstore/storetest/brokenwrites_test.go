package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	mu2  sync.Mutex
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

var brokenRepeats = []brokenStore{
	{
		name: "does not know a repeat",
		breaks: []string{
			"a repeated append answers as the first did and writes nothing",
			"many who repeat one append get one answer",
			"a repeat may be a part or the whole of several appends",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			standing := m.standing(stream)
			m.mu.Unlock()
			if standing != expected {
				return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: standing}
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name: "writes a repeat again",
		breaks: []string{
			"a repeated append answers as the first did and writes nothing",
			"a repeat is recognised after the log was opened anew",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			_, repeat := m.repeats(stream, expected, events)
			if repeat {
				defer m.mu.Unlock()
				return m.write(stream, m.standing(stream), events), nil
			}
			m.mu.Unlock()
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name: "knows a repeat only while it is the last append",
		breaks: []string{
			"a repeat is recognised after later appends",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			standing := m.standing(stream)
			m.mu.Unlock()
			if n := eventstore.Revision(len(events)); standing != expected && standing != expected+n {
				return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: standing}
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "answers a repeat with the end of the log",
		breaks: []string{"a repeat is recognised after later appends"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			if _, err := m.Append(ctx, stream, expected, events...); err != nil {
				return 0, err
			}
			return eventstore.Position(m.last() + 1), nil
		}),
	},
	{
		name:   "forgets repeats when it is closed",
		breaks: []string{"a repeat is recognised after the log was opened anew"},
		open: func(m *memory) eventstore.Store {
			b := &bent{memory: m}
			old := m.last() + 1
			b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				m.mu.Lock()
				pos, repeat := m.repeats(stream, expected, events)
				standing := m.standing(stream)
				m.mu.Unlock()
				if repeat && int(pos) <= old {
					return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: standing}
				}
				return m.Append(ctx, stream, expected, events...)
			}
			return b
		},
	},
	{
		name: "takes any id for a repeat",
		breaks: []string{
			"other ids at the place of a repeat are a conflict",
			"the ids of a repeat in another order or place are a conflict",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			for _, r := range m.records {
				if r.Stream == stream && r.Revision == expected+eventstore.Revision(len(events)) {
					m.mu.Unlock()
					return r.Position, nil
				}
			}
			m.mu.Unlock()
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "takes the same ids anywhere for a repeat",
		breaks: []string{"the ids of a repeat in another order or place are a conflict", "an id need not be unique"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			for _, r := range m.records {
				if r.Stream == stream && len(events) > 0 && r.ID == events[len(events)-1].ID {
					m.mu.Unlock()
					return r.Position, nil
				}
			}
			m.mu.Unlock()
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "appends what a repeat has beyond",
		breaks: []string{"a repeat that overlaps only in part is a conflict"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			standing := m.standing(stream)
			over := int(standing - expected)
			if over > 0 && over < len(events) {
				if _, ok := m.repeats(stream, expected, events[:over]); ok {
					defer m.mu.Unlock()
					return m.write(stream, standing, events[over:]), nil
				}
			}
			m.mu.Unlock()
			return m.Append(ctx, stream, expected, events...)
		}),
	},
}

var brokenLimits = []brokenStore{
	{
		name: "takes whatever it is given",
		breaks: []string{
			"a larger record is a LimitError that writes nothing",
			"more events in an append are a LimitError that writes nothing",
			"more bytes in an append are a LimitError that writes nothing",
			"longer names are a LimitError that writes nothing",
			"names that break the rules are an InvalidError that writes nothing",
			"an empty append is an InvalidError",
			"the nil id is an InvalidError that writes nothing",
			"an expectation below NoStream is an InvalidError",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			return m.write(stream, max(expected, eventstore.NoStream), events), nil
		}),
	},
	{
		name: "takes less than it must",
		breaks: []string{
			"the largest record is accepted and comes back",
			"the most events of an append are accepted and come back",
			"the most bytes of an append are accepted and come back",
			"the longest names are accepted and come back",
			"names with odd letters are accepted and kept apart",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			tight := len(stream) > 200 || len(events) > 5000 || strings.ContainsFunc(stream, func(r rune) bool { return r > 127 })
			for i := range events {
				tight = tight || events[i].Size() > 1e6
			}
			if tight {
				return 0, errors.New("too much")
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name: "cuts long records short",
		breaks: []string{
			"the largest record is accepted and comes back",
			"data and metadata come back byte for byte",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			events = slices.Clone(events)
			for i := range events {
				events[i].Data = events[i].Data[:min(len(events[i].Data), 1<<16)]
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "keeps streams apart by their names in lower case",
		breaks: []string{"names with odd letters are accepted and kept apart"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			return m.Append(ctx, strings.ToLower(stream), expected, events...)
		}),
	},
	{
		name: "says a refusal without its type",
		breaks: []string{
			"a larger record is a LimitError that writes nothing",
			"an empty append is an InvalidError",
			"an expectation below NoStream is an InvalidError",
			"a read of an impossible stream or revision is an InvalidError",
		},
		open: bend(func(b *bent) {
			untype := func(err error) error {
				if err == nil {
					return nil
				}
				return errors.New(err.Error())
			}
			b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				pos, err := b.memory.Append(ctx, stream, expected, events...)
				return pos, untype(err)
			}
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if !yield(r, untype(err)) {
							return
						}
					}
				}
			})
		}),
	},
}

var brokenValues = []brokenStore{
	{
		name: "keeps the caller's bytes",
		breaks: []string{
			"changing the caller's bytes after an append changes nothing in the log",
		},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			if err == nil {
				m.mu.Lock()
				defer m.mu.Unlock()
				for i := range events {
					r := &m.records[int(pos)-len(events)+i]
					r.Data, r.Metadata = events[i].Data, events[i].Metadata
				}
			}
			return pos, err
		}),
	},
	{
		name:   "writes into the caller's bytes",
		breaks: []string{"an append does not change the caller's events"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			for _, e := range events {
				_ = append(e.Data, e.Metadata...)
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "hands out the log's own bytes",
		breaks: []string{"changing a record's bytes changes nothing in the log"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if err == nil {
							b.mu.Lock()
							r.Data = b.records[r.Position-1].Data
							b.mu.Unlock()
						}
						if !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "reads every record into one buffer",
		breaks: []string{"a record's bytes never change after it was yielded", "the events of one append lie next to each other in the order given"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					var buf []byte
					for r, err := range seq {
						buf = append(buf[:0], r.Data...)
						r.Data = buf
						if !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "lets the slices of records run into each other",
		breaks: []string{"appending to one of a record's slices does not reach another"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						n := len(r.Data)
						both := append(append([]byte{}, r.Data...), r.Metadata...)
						r.Data, r.Metadata = both[:n], both[n:]
						if !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "takes data for text",
		breaks: []string{"data and metadata come back byte for byte"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			events = slices.Clone(events)
			for i := range events {
				events[i].Metadata = bytes.ToValidUTF8(events[i].Metadata, []byte("?"))
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
	{
		name:   "does not say when",
		breaks: []string{"a record carries when it was written, in UTC"},
		open: bend(func(b *bent) {
			b.stream = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range b.memory.ReadStream(ctx, stream, from) {
						r.Created = time.Time{}
						if !yield(r, err) {
							return
						}
					}
				}
			}
		}),
	},
	{
		name:   "forgets a type",
		breaks: []string{"names with odd letters are accepted and kept apart", "expecting no stream begins one"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			events = slices.Clone(events)
			for i := range events {
				events[i].Type = fmt.Sprintf("type%d", len(events[i].Type))
			}
			return m.Append(ctx, stream, expected, events...)
		}),
	},
}
