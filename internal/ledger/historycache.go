package ledger

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// historyCache keeps the histories of long streams that are written again and again,
// such as the books of a year, so that a command reads and decodes what came since
// the last one, and not thousands of records. What stands in a log never changes;
// what came after is asked of it each time. Events are as they were decoded, sealed,
// and nobody changes them.
type historyCache struct {
	mu        sync.Mutex
	histories map[string][]domain.Recorded
	records   int
}

const (
	// longHistory is from how many records on a history is kept.
	longHistory = 32
	// maxCachedRecords bounds those of all histories that are kept.
	maxCachedRecords = 100_000
)

func (c *historyCache) get(stream string) []domain.Recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.histories[stream]
}

// put keeps a history to which more came after what was kept, and gives the whole.
// Others may hold what was kept before: its records stay where they are, and more
// are written behind them, once.
func (c *historyCache) put(stream string, had, more []domain.Recorded) []domain.Recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.histories[stream]
	if len(kept) != len(had) || len(had)+len(more) < longHistory {
		return slices.Concat(had, more) // somebody was faster, or it is not worth it
	}
	if c.histories == nil || c.records+len(more) > maxCachedRecords {
		kept, more = nil, slices.Concat(kept, more)
		c.histories, c.records = map[string][]domain.Recorded{}, 0
	}
	c.histories[stream] = append(kept, more...)
	c.records += len(more)
	return slices.Clip(c.histories[stream])
}

// historyToDecide is [Ledger.History] for who decides a command on a stream.
func (l *Ledger) historyToDecide(ctx context.Context, stream string) ([]domain.Recorded, error) {
	kept := l.histories.get(stream)
	var more []domain.Recorded
	for r, err := range l.decoded(l.store.ReadStream(ctx, stream, eventstore.Revision(len(kept)))) {
		if err != nil {
			if errors.Is(err, eventstore.ErrNotFound) && len(kept) > 0 {
				return l.History(ctx, stream)
			}
			return nil, err
		}
		more = append(more, r)
	}
	if len(more) == 0 {
		return slices.Clip(kept), nil
	}
	return l.histories.put(stream, kept, more), nil
}
