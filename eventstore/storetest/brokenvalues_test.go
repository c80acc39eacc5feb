package storetest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

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
