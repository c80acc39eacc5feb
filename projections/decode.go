package projections

import (
	"context"
	"iter"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// blockEvents is how many events are decoded in one go.
const blockEvents = 256

// block is events on their way from the reader to a decoder and, in order, to
// whoever takes them in.
type block struct {
	stored  []eventstore.Recorded
	events  []domain.Recorded
	err     error // comes after the events
	decoded chan struct{}
}

// blocks are used again: at a hundred thousand events a second they would be
// most of the garbage.
var blocks = sync.Pool{New: func() any {
	return &block{stored: make([]eventstore.Recorded, 0, blockEvents), events: make([]domain.Recorded, 0, blockEvents)}
}}

func newBlock() *block {
	b := blocks.Get().(*block)
	b.decoded = make(chan struct{})
	return b
}

func (b *block) release() {
	clear(b.stored)
	clear(b.events)
	b.stored, b.events, b.err = b.stored[:0], b.events[:0], nil
	blocks.Put(b)
}

// decoded yields the events after a position in order, decoded by several
// goroutines, none of which is left when it ends. An event belongs to the body
// of the loop until the next one.
func decoded(ctx context.Context, c Config, after uint64) iter.Seq2[*domain.Recorded, error] {
	return func(yield func(*domain.Recorded, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		ordered := make(chan *block, 2*c.Decoders)
		work := make(chan *block, 2*c.Decoders)
		running.Go(func() {
			defer close(ordered)
			defer close(work)
			readBlocks(ctx, c.Store, after, func(b *block) bool {
				return sent(ctx, ordered, b) && sent(ctx, work, b)
			})
		})
		for range c.Decoders {
			running.Go(func() {
				for b := range work {
					b.decode(c.Catalogue)
				}
			})
		}
		yieldBlocks(ctx, ordered, yield)
	}
}

func sent(ctx context.Context, to chan<- *block, b *block) bool {
	select {
	case to <- b:
		return true
	case <-ctx.Done():
		return false
	}
}

func readBlocks(ctx context.Context, log eventstore.Reader, after uint64, send func(*block) bool) {
	b := newBlock()
	for r, err := range log.ReadAll(ctx, eventstore.Position(after)) {
		if err != nil {
			b.err = err
			break
		}
		b.stored = append(b.stored, r)
		if len(b.stored) == blockEvents {
			if !send(b) {
				return
			}
			b = newBlock()
		}
	}
	if len(b.stored) > 0 || b.err != nil {
		send(b)
	}
}

func (b *block) decode(c *catalogue.Catalogue) {
	defer close(b.decoded)
	for i := range b.stored {
		event, err := read(c, b.stored[i])
		if err != nil {
			b.err = err
			return
		}
		b.events = append(b.events, event)
	}
}

// read decodes a record of the log.
func read(c *catalogue.Catalogue, r eventstore.Recorded) (domain.Recorded, error) {
	return c.Read(catalogue.Stored{
		ID:       r.ID,
		Stream:   r.Stream,
		Revision: int64(r.Revision),
		Position: uint64(r.Position),
		Type:     r.Type,
		Data:     r.Data,
		Metadata: r.Metadata,
	})
}

func yieldBlocks(ctx context.Context, ordered <-chan *block, yield func(*domain.Recorded, error) bool) {
	for b := range ordered {
		select {
		case <-b.decoded:
		case <-ctx.Done():
			yield(nil, ctx.Err())
			return
		}
		for i := range b.events {
			if !yield(&b.events[i], nil) {
				return
			}
		}
		if b.err != nil {
			yield(nil, b.err)
			return
		}
		b.release()
	}
	if err := ctx.Err(); err != nil {
		yield(nil, err)
	}
}
