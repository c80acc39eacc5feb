package ledger

import (
	"context"
	"errors"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// foldCache keeps the states of the streams that others rest on again and
// again: accounts, places, matters. Whether a state still stands is asked of
// the log each time, by reading what comes after it, which is mostly nothing.
type foldCache struct {
	mu     sync.Mutex
	folded map[string]foldedAt
}

// foldedAt is a state, where it stood, and what it offers.
type foldedAt struct {
	domain.Folded
	revision int64
	offers   any
}

// offersOf is what a state offers by itself, which whoever is given it leaves as it
// is; nil where there is nothing to rest on.
func offersOf(f domain.Folded) any {
	if o, ok := f.State.(domain.Offerer); ok && f.Facts > 0 {
		return o.Offers()
	}
	return nil
}

const maxCachedFolds = 10_000

func (c *foldCache) get(stream string) (foldedAt, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.folded[stream]
	return f, ok
}

func (c *foldCache) put(stream string, f foldedAt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.folded == nil || len(c.folded) >= maxCachedFolds {
		c.folded = map[string]foldedAt{}
	}
	c.folded[stream] = f
}

// foldCached is fold for a stream that is only read: its state must not be
// evolved. A judgement is of what had been recorded when it began, so it does not
// look again.
func (l *Ledger) foldCached(ctx context.Context, stream string) (foldedAt, domain.Ref, error) {
	if kept, ok := l.folds.get(stream); ok {
		moved, err := false, error(nil)
		if !l.judges {
			moved, err = l.movedOn(ctx, stream, kept.revision)
		}
		if err != nil {
			return foldedAt{}, domain.Ref{Stream: stream, Revision: domain.Latest}, err
		}
		if !moved {
			return kept, domain.Ref{Stream: stream, Revision: kept.revision}, nil
		}
	}
	f, at, err := l.fold(ctx, stream)
	if err != nil {
		return foldedAt{}, at, err
	}
	folded := foldedAt{f, at.Revision, offersOf(f)}
	if at.Revision != domain.Latest {
		l.folds.put(stream, folded)
	}
	return folded, at, nil
}

// movedOn reports whether a stream holds anything after a revision.
func (l *Ledger) movedOn(ctx context.Context, stream string, revision int64) (bool, error) {
	for _, err := range l.store.ReadStream(ctx, stream, eventstore.Revision(revision+1)) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return true, nil
		}
		return err == nil, err
	}
	return false, nil
}
