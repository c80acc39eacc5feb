package storetest

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/sunledger/sunledger/eventstore"
)

// brokenLives are wrong in how they wait, end and begin again.
var brokenLives = []brokenStore{
	{
		name:  "never wakes who waits",
		hangs: true,
		breaks: []string{
			"an append wakes everyone who waits for it",
			"no append is slept through",
			"waiting ends when the store is closed",
		},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, after eventstore.Position) error {
				if b.memory.last()+1 > int(after) {
					return b.usable(context.Background())
				}
				<-ctx.Done()
				return ctx.Err()
			}
		}),
	},
	{
		name:   "wakes one of many",
		hangs:  true,
		breaks: []string{"an append wakes everyone who waits for it"},
		open: bend(func(b *bent) {
			var turn sync.Mutex
			b.wait = func(ctx context.Context, after eventstore.Position) error {
				if !turn.TryLock() {
					<-ctx.Done()
					return ctx.Err()
				}
				defer turn.Unlock()
				return b.memory.Wait(ctx, after)
			}
		}),
	},
	{
		name:   "waits for the next append whatever is there",
		hangs:  true,
		breaks: []string{"waiting for what is there returns at once"},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, _ eventstore.Position) error {
				return b.memory.Wait(ctx, eventstore.Position(b.memory.last()+1))
			}
		}),
	},
	{
		name:   "wakes for nothing",
		breaks: []string{"waiting returns only when something lies after the position", "no append is slept through"},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, _ eventstore.Position) error { return b.usable(ctx) }
		}),
	},
	{
		name:   "wakes at the next append, however far ahead it was to wait",
		breaks: []string{"waiting for a position ahead lasts until the log has passed it", "waiting returns only when something lies after the position"},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, after eventstore.Position) error {
				return b.memory.Wait(ctx, min(after, eventstore.Position(b.memory.last()+1)))
			}
		}),
	},
	{
		name:   "wakes only who waits for the very next append",
		hangs:  true,
		breaks: []string{"waiting for a position ahead lasts until the log has passed it"},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, after eventstore.Position) error {
				if after > eventstore.Position(b.memory.last()+1) {
					after = eventstore.EndPosition
				}
				return b.memory.Wait(ctx, after)
			}
		}),
	},
	{
		name:   "waits on past the end of the context",
		hangs:  true,
		breaks: []string{"waiting ends with its context"},
		open: bend(func(b *bent) {
			b.wait = func(_ context.Context, after eventstore.Position) error {
				return b.memory.Wait(context.Background(), after)
			}
		}),
	},
	{
		name:   "waits on past Close",
		hangs:  true,
		breaks: []string{"waiting ends when the store is closed"},
		open: func(m *memory) eventstore.Store {
			return &bent{memory: m, wait: func(ctx context.Context, after eventstore.Position) error {
				return newMemory(m.disk).Wait(ctx, after)
			}}
		},
	},
	{
		name:   "does not look at the context of an append",
		breaks: []string{"an append whose context ended is uncertain"},
		open: appending(func(m *memory, _ context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			return m.Append(context.Background(), stream, expected, events...)
		}),
	},
	{
		name:   "is certain where it cannot be",
		breaks: []string{"an append whose context ended is uncertain", "an append cut off while it runs is found out by repeating it"},
		open: appending(func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			pos, err := m.Append(context.Background(), stream, expected, events...)
			runtime.Gosched()
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			return pos, err
		}),
	},
	{
		name:   "does not look at the context of a read",
		breaks: []string{"a read whose context ended gives its error and nothing else", "a read whose context ends while it runs ends with an error"},
		open: bend(func(b *bent) {
			b.all = func(_ context.Context, after eventstore.Position) sequence {
				return b.memory.ReadAll(context.Background(), after)
			}
			b.streamBackward = func(_ context.Context, stream string, from eventstore.Revision) sequence {
				return b.memory.ReadStreamBackward(context.Background(), stream, from)
			}
		}),
	},
	{
		name:   "goes on after Close",
		breaks: []string{"after Close every call gives ErrClosed"},
		open:   bend(func(b *bent) { b.close = func() error { return nil } }),
	},
	{
		name:   "cannot be closed twice",
		breaks: []string{"closing again does nothing"},
		open: bend(func(b *bent) {
			b.close = func() error {
				if err := b.usable(context.Background()); err != nil {
					return err
				}
				return b.memory.Close()
			}
		}),
	},
	{
		name:   "drops what it is writing when it is closed",
		breaks: []string{"Close finishes the appends that were accepted"},
		open: func(m *memory) eventstore.Store {
			b := &bent{memory: m}
			b.close = func() error {
				m.mu.Lock()
				m.records = m.records[:len(m.records)*3/4]
				m.mu.Unlock()
				return m.Close()
			}
			return b
		},
	},
	{
		name: "says success before it is durable",
		breaks: []string{
			"a log that is opened anew reads the same",
			"a log that is opened anew goes on after its end",
			"expectations hold over opening anew",
			"streams begun after opening anew are apart from the older ones",
			"a repeat is recognised after the log was opened anew",
		},
		open: func(m *memory) eventstore.Store {
			flushed := m.last() // one record behind what was there
			return &bent{memory: m, close: func() error {
				m.mu.Lock()
				if m.usable(context.Background()) == nil {
					m.records = m.records[:max(flushed, 0)]
				}
				m.mu.Unlock()
				return m.Close()
			}}
		},
	},
	{
		name:   "begins its positions anew when it is opened",
		breaks: []string{"a log that is opened anew goes on after its end"},
		open: func(m *memory) eventstore.Store {
			old := eventstore.Position(m.last() + 1)
			b := &bent{memory: m}
			b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				pos, err := m.Append(ctx, stream, expected, events...)
				if err == nil && pos > old {
					pos -= old
				}
				return pos, err
			}
			return b
		},
	},
	{
		name:   "gives a stream begun after opening the name of an old one",
		breaks: []string{"streams begun after opening anew are apart from the older ones"},
		open: func(m *memory) eventstore.Store {
			b := &bent{memory: m}
			m.mu.Lock()
			var first string
			if len(m.records) == 1 {
				first = m.records[0].Stream
			}
			m.mu.Unlock()
			b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				if first != "" && expected == eventstore.NoStream {
					m.mu.Lock()
					defer m.mu.Unlock()
					return m.write(first, m.standing(first), events), nil
				}
				return m.Append(ctx, stream, expected, events...)
			}
			return b
		},
	},
	{
		name:   "closes only when nobody reads",
		hangs:  true,
		breaks: []string{"the body of a read may close the store"},
		open: bend(func(b *bent) {
			var reading sync.RWMutex
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					reading.RLock()
					defer reading.RUnlock()
					seq(yield)
				}
			})
			b.close = func() error {
				reading.Lock()
				defer reading.Unlock()
				return b.memory.Close()
			}
		}),
	},
	{
		name:   "says it is unavailable when it is closed",
		breaks: []string{"after Close every call gives ErrClosed", "waiting ends when the store is closed"},
		open: bend(func(b *bent) {
			b.wait = func(ctx context.Context, after eventstore.Position) error {
				err := b.memory.Wait(ctx, after)
				if errors.Is(err, eventstore.ErrClosed) {
					return eventstore.ErrUnavailable
				}
				return err
			}
		}),
	},
}
