package ledger

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// recent is the history of a stream that was written of late, with the state after
// its first records.
type recent struct {
	history []domain.Recorded
	folded  domain.Folded
	of      int // records that folded is of
}

// recentStreams keeps the histories of streams that were written of late, since
// what is written is mostly written again soon. A history only grows, so what is
// kept is never wrong; what was recorded since, by whomever, is asked of the log
// each time.
//
// It is two generations of a map, and holds each stream for one user at a time,
// who may add to the end of its history.
type recentStreams struct {
	mu         sync.Mutex
	young, old map[string]recent
	records    int // in young
}

// maxRecentRecords bounds how many records a generation holds, and
// maxRecentHistory how many of one stream.
const (
	maxRecentRecords = 30_000
	maxRecentHistory = 10_000
)

func (c *recentStreams) take(stream string) recent {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.young[stream]; ok {
		delete(c.young, stream)
		c.records -= len(r.history)
		return r
	}
	r := c.old[stream]
	delete(c.old, stream)
	return r
}

func (c *recentStreams) keep(stream string, r recent) {
	if len(r.history) == 0 || len(r.history) > maxRecentHistory {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.young == nil || c.records > maxRecentRecords {
		c.old, c.young, c.records = c.young, map[string]recent{}, 0
	}
	c.records += len(r.history) - len(c.young[stream].history)
	c.young[stream] = r
}

// look is the history that is kept of a stream, for one who only reads, and leaves
// it there.
func (c *recentStreams) look(stream string) []domain.Recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.young[stream]
	if !ok {
		r = c.old[stream]
	}
	return slices.Clip(r.history)
}

// fold is the state after the whole history. Where nothing was corrected since, it
// goes on from the state that is kept, which stays as it is.
func (r *recent) fold(a domain.Aggregate) (err error) {
	since := r.history[r.of:]
	if r.of == 0 || slices.ContainsFunc(since, func(s domain.Recorded) bool { return domain.IsCorrection(s.Event) }) {
		r.folded, err = a.Fold(r.history, domain.AsOf{})
	} else {
		var effects []domain.Effect
		if effects, err = domain.Effective(since, domain.AsOf{}); err == nil {
			r.folded, err = a.Evolve(r.folded, effects...)
		}
	}
	if r.of = len(r.history); err != nil {
		r.of = 0
	}
	return err
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
