package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/eventstore"
)

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
		name:   "reads nothing backward from a revision that cannot be",
		breaks: []string{"a read of an impossible stream or revision is an InvalidError"},
		open: bend(func(b *bent) {
			b.streamBackward = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
				if from < 0 {
					return func(func(eventstore.Recorded, error) bool) {}
				}
				return b.memory.ReadStreamBackward(ctx, stream, from)
			}
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
