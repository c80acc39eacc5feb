package storetest

import (
	"context"

	"github.com/sunledger/sunledger/eventstore"
)

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
		name:   "writes a repeat over what was there",
		breaks: []string{"the ids decide what is a repeat, and what was written first stays"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(ctx, stream, expected, events...)
			m.mu.Lock()
			defer m.mu.Unlock()
			for i, r := range m.records {
				if at := int(r.Revision - expected - 1); err == nil && r.Stream == stream && at >= 0 && at < len(events) {
					m.records[i].Event = own(eventstore.Recorded{Event: events[at]}).Event
				}
			}
			return pos, err
		}),
	},
	{
		name:   "takes only the same bytes for a repeat",
		breaks: []string{"the ids decide what is a repeat, and what was written first stays"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			m.mu.Lock()
			standing := m.standing(stream)
			for _, r := range m.records {
				if at := int(r.Revision - expected - 1); r.Stream == stream && at >= 0 && at < len(events) && r.Type != events[at].Type {
					m.mu.Unlock()
					return 0, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: standing}
				}
			}
			m.mu.Unlock()
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
