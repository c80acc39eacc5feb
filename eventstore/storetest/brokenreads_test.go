package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/sunledger/sunledger/eventstore"
)

var brokenReads = []brokenStore{
	{
		name: "reads two records in the wrong order",
		breaks: []string{
			"positions ascend in the order of appending over all streams",
			"a long log is read whole, in order, in every direction",
			"backward is forward reversed",
		},
		open: bend(func(b *bent) {
			b.all = func(ctx context.Context, after eventstore.Position) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					var held *eventstore.Recorded
					for r, err := range b.memory.ReadAll(ctx, after) {
						if err == nil && r.Position%7 == 3 {
							held = &r
							continue
						}
						if !yield(r, err) {
							return
						}
						if held != nil && !yield(*held, nil) {
							return
						}
						held = nil
					}
					if held != nil {
						yield(*held, nil)
					}
				}
			}
		}),
	},
	{
		name: "begins one too far",
		breaks: []string{
			"a stream is read forward from every revision",
			"a stream is read backward from every revision",
			"everything is read forward after every position",
			"everything is read backward before every position",
		},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					first := true
					for r, err := range seq {
						if skip := first && err == nil; !skip && !yield(r, err) {
							return
						}
						first = false
					}
				}
			})
		}),
	},
	{
		name: "includes where it should begin after",
		breaks: []string{
			"everything is read forward after every position",
			"everything is read backward before every position",
		},
		open: bend(func(b *bent) {
			b.all = func(ctx context.Context, after eventstore.Position) sequence {
				return b.memory.ReadAll(ctx, max(after, 1)-1)
			}
			b.allBackward = func(ctx context.Context, before eventstore.Position) sequence {
				return b.memory.ReadAllBackward(ctx, min(before, eventstore.EndPosition-1)+1)
			}
		}),
	},
	{
		name:   "numbers positions differently in a stream",
		breaks: []string{"every read shows an event at the same position and revision"},
		open: bend(func(b *bent) {
			b.stream = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range b.memory.ReadStream(ctx, stream, from) {
						if err == nil {
							r.Position = eventstore.Position(r.Revision + 1)
						}
						if !yield(r, err) {
							return
						}
					}
				}
			}
		}),
	},
	{
		name:   "reads no stream as an empty one",
		breaks: []string{"reading a stream that holds no event gives ErrNotFound"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if errors.Is(err, eventstore.ErrNotFound) || !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "takes the beginning of a name for the name",
		breaks: []string{"reading a stream that holds no event gives ErrNotFound"},
		open: bend(func(b *bent) {
			b.stream = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
				b.mu.Lock()
				for _, r := range b.records {
					if len(r.Stream) == len(stream)+1 && r.Stream[:len(stream)] == stream {
						stream = r.Stream
						break
					}
				}
				b.mu.Unlock()
				return b.memory.ReadStream(ctx, stream, from)
			}
		}),
	},
	{
		name: "swallows errors",
		breaks: []string{
			"reading a stream that holds no event gives ErrNotFound",
			"a read of an impossible stream or revision is an InvalidError",
			"a read whose context ended gives its error and nothing else",
			"a read whose context ends while it runs ends with an error",
			"after Close every call gives ErrClosed",
			"the body of a read may close the store",
		},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if err != nil || !yield(r, nil) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "yields on after an error",
		breaks: []string{"reading a stream that holds no event gives ErrNotFound", "a read whose context ended gives its error and nothing else"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if !yield(r, err) || err != nil && !yield(eventstore.Recorded{}, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "yields a record with an error",
		breaks: []string{"reading a stream that holds no event gives ErrNotFound"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						if err != nil {
							r.Position = 7
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
		name:   "yields on after the body broke off",
		breaks: []string{"a read may be broken off at every record"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					for r, err := range seq {
						yield(r, err)
					}
				}
			})
		}),
	},
	{
		name:  "holds a lock while it yields",
		hangs: true,
		breaks: []string{
			"the body of a read may append and read",
			"others append and read while a body takes its time",
			"a read ends with the last event that it finds",
		},
		open: func(m *memory) eventstore.Store {
			b := &bent{memory: m}
			var lock sync.RWMutex
			var held sync.Mutex
			b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
				lock.Lock()
				defer lock.Unlock()
				return m.Append(ctx, stream, expected, events...)
			}
			return b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					held.Lock() // and never let go: a reader that is left waits too
					lock.RLock()
					defer lock.RUnlock()
					seq(yield)
				}
			})
		},
	},
	{
		name:   "cannot read within a read",
		hangs:  true,
		breaks: []string{"the body of a read may read in turn"},
		open: bend(func(b *bent) {
			var lock sync.Mutex
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					lock.Lock()
					defer lock.Unlock()
					seq(yield)
				}
			})
		}),
	},
	{
		name: "reads what was there when the read began",
		breaks: []string{
			"a forward read goes on into what is appended while it runs",
		},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					var records []eventstore.Recorded
					for r, err := range seq {
						if err != nil {
							yield(r, err)
							return
						}
						records = append(records, r)
					}
					for _, r := range records {
						if !yield(r, nil) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "reads a chunk and stops",
		breaks: []string{"a long log is read whole, in order, in every direction", "the most events of an append are accepted and come back"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					n := 0
					for r, err := range seq {
						if n++; n > 1024 || !yield(r, err) {
							return
						}
					}
				}
			})
		}),
	},
	{
		name:   "can be ranged over once",
		breaks: []string{"a sequence may be ranged over again and reads anew"},
		open: bend(func(b *bent) {
			b.everyRead(func(seq sequence) sequence {
				used := false
				return func(yield func(eventstore.Recorded, error) bool) {
					if !used {
						used = true
						seq(yield)
					}
				}
			})
		}),
	},
	{
		name:   "reads a stream backward in the order of appending",
		breaks: []string{"backward is forward reversed", "a stream is read backward from every revision"},
		open: bend(func(b *bent) {
			b.streamBackward = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
				return func(yield func(eventstore.Recorded, error) bool) {
					var records []eventstore.Recorded
					for r, err := range b.memory.ReadStreamBackward(ctx, stream, from) {
						if err != nil {
							yield(r, err)
							return
						}
						records = append(records, r)
					}
					for _, r := range slices.Backward(records) {
						if !yield(r, nil) {
							return
						}
					}
				}
			}
		}),
	},
}
