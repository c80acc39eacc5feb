package ledger

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// recentHistories keeps the histories of streams that were written of late, since
// what is written is mostly written again soon. A history only grows, so what is
// kept is never wrong; what was recorded since, by whomever, is asked of the log
// each time.
//
// It is two generations of a map, and holds each history for one user at a time,
// who may add to its end.
type recentHistories struct {
	mu         sync.Mutex
	young, old map[string][]domain.Recorded
	records    int // in young
}

// maxRecentRecords bounds how many records a generation holds, and
// maxRecentHistory how many of one stream.
const (
	maxRecentRecords = 30_000
	maxRecentHistory = 10_000
)

func (c *recentHistories) take(stream string) []domain.Recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	if history, ok := c.young[stream]; ok {
		delete(c.young, stream)
		c.records -= len(history)
		return history
	}
	history := c.old[stream]
	delete(c.old, stream)
	return history
}

func (c *recentHistories) keep(stream string, history []domain.Recorded) {
	if len(history) == 0 || len(history) > maxRecentHistory {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.young == nil || c.records > maxRecentRecords {
		c.old, c.young, c.records = c.young, map[string][]domain.Recorded{}, 0
	}
	c.records += len(history) - len(c.young[stream])
	c.young[stream] = history
}

// look is take for one who only reads, and leaves it there.
func (c *recentHistories) look(stream string) []domain.Recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	history, ok := c.young[stream]
	if !ok {
		history = c.old[stream]
	}
	return slices.Clip(history)
}

// continued is a history with what was recorded since. A stream that holds nothing
// gives none.
func (l *Ledger) continued(ctx context.Context, stream string, history []domain.Recorded) ([]domain.Recorded, error) {
	for r, err := range l.decoded(l.store.ReadStream(ctx, stream, eventstore.Revision(len(history)))) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		history = append(history, r)
	}
	return history, nil
}
