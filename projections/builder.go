package projections

import (
	"context"
	"fmt"
	"math"

	"github.com/sunledger/sunledger/domain"
)

// builder takes events in, in the order of the log, and writes what follows
// from them to one file. It belongs to one goroutine at a time.
type builder struct {
	cfg        Config
	byCategory map[string]*view
	states     *stateCache
	out        *writer
	at         checkpoint
	// until is the last position that it takes in.
	until uint64
}

func newBuilder(c Config, out *writer, at checkpoint) *builder {
	b := &builder{
		cfg:        c,
		byCategory: map[string]*view{},
		states:     newStateCache(c.CacheStates),
		out:        out,
		at:         at,
		until:      math.MaxUint64,
	}
	if c.AsOf.Known != 0 {
		b.until = c.AsOf.Known
	}
	if c.until != nil {
		b.until = *c.until
	}
	for _, w := range c.views {
		for _, category := range w.categories {
			b.byCategory[category] = w
		}
	}
	return b
}

// EventError says which event of the log does not follow from those before it.
type EventError struct {
	Stream   string
	Revision int64
	Position uint64
	Type     string
	Err      error
}

func (e *EventError) Error() string {
	return fmt.Sprintf("%s@%d (position %d): event %s: %v", e.Stream, e.Revision, e.Position, e.Type, e.Err)
}

// Unwrap gives what is wrong with it.
func (e *EventError) Unwrap() error { return e.Err }

// take takes one event in. After an error the builder stands where it stood.
func (b *builder) take(ctx context.Context, r domain.Recorded) error {
	category, _ := domain.SplitStream(r.Stream)
	if w := b.byCategory[category]; w != nil {
		if err := b.fold(ctx, w, r); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &EventError{r.Stream, r.Revision, r.Position, r.Event.EventType(), err}
		}
	}
	b.at = checkpoint{r.Position, r.ID.String(), r.RecordedAt.UnixMicro(), b.at.events + 1}
	if b.states.full() {
		if err := b.flush(); err != nil {
			return err
		}
		b.states.shrink()
	}
	return nil
}

// fold brings the state of a stream up to an event of it.
func (b *builder) fold(ctx context.Context, w *view, r domain.Recorded) error {
	a, err := b.cfg.Catalogue.Aggregate(r.Stream)
	if err != nil {
		return err
	}
	e := b.states.get(r.Stream)
	fresh := e == nil
	if fresh {
		e = &entity{view: w, stream: r.Stream, begun: r.Position, revision: -1, folded: a.Empty()}
	}
	next := *e
	switch {
	case isCorrection(r.Event) || fresh && r.Revision > 0:
		err = b.refold(ctx, a, &next, r.Revision)
	case e.revision+1 != r.Revision:
		err = fmt.Errorf("the event before it is missing: the stream stood at revision %d", e.revision)
	case b.cut(r.Fact):
	default:
		next.folded, err = b.evolve(a, e.folded, domain.Effect{Fact: r.Fact, Revision: r.Revision, Amends: r.Revision})
	}
	if err != nil {
		// What the state was made of may be half changed.
		if !fresh && !e.dirty {
			b.states.remove(e)
		} else if !fresh {
			err = b.restore(ctx, a, e, err)
		}
		return err
	}
	next.revision, next.position, next.recordedAt = r.Revision, r.Position, r.RecordedAt.UnixMicro()
	*e = next
	if fresh {
		b.states.add(e)
	}
	b.states.mark(e)
	return nil
}

// restore folds a stream again as it stood before an event that does not follow,
// and answers with the error of that event.
func (b *builder) restore(ctx context.Context, a domain.Aggregate, e *entity, why error) error {
	before := *e
	if err := b.refold(ctx, a, &before, e.revision); err != nil {
		return fmt.Errorf("%w (and what was before it does not fold: %w)", why, err)
	}
	*e = before
	return why
}

func isCorrection(e domain.Event) bool {
	switch e.(type) {
	case domain.CorrectionProposed, domain.CorrectionApproved, domain.CorrectionRejected:
		return true
	}
	return false
}

// cut reports whether a fact lies after the time for which views of the past
// are built.
func (b *builder) cut(f domain.Fact) bool {
	stood := b.cfg.AsOf.Stood
	return !stood.IsZero() && f.OccurredAt.After(stood)
}

// refold folds a stream from the log, up to a revision.
func (b *builder) refold(ctx context.Context, a domain.Aggregate, e *entity, until int64) error {
	var history []domain.Recorded
	e.corrections = 0
	for stored, err := range b.cfg.Store.ReadStream(ctx, e.stream, 0) {
		if err != nil {
			return err
		}
		if int64(stored.Revision) > until {
			break
		}
		r, err := read(b.cfg.Catalogue, stored)
		if err != nil {
			return err
		}
		if _, approved := r.Event.(domain.CorrectionApproved); approved {
			e.corrections++
		}
		history = append(history, r)
	}
	if int64(len(history)) != until+1 {
		return fmt.Errorf("the stream has %d events before and with it: a gap", len(history))
	}
	if until >= 0 {
		e.begun, e.stored = history[0].Position, true
	}
	effects, err := domain.Effective(history, domain.AsOf{Stood: b.cfg.AsOf.Stood})
	if err != nil {
		return err
	}
	e.folded, err = b.evolve(a, a.Empty(), effects...)
	return err
}

// evolve is the state after more facts. In views of the past that are cut by
// the time of the facts, one that rests on a fact that is cut off has not
// happened either.
func (b *builder) evolve(a domain.Aggregate, f domain.Folded, effects ...domain.Effect) (domain.Folded, error) {
	if b.cfg.AsOf.Stood.IsZero() {
		return a.Evolve(f, effects...)
	}
	for _, e := range effects {
		if next, err := a.Evolve(f, e); err == nil {
			f = next
		}
	}
	return f, nil
}

// flush writes the rows of the states that changed.
func (b *builder) flush() error {
	if err := b.out.write(b.states.dirty, b.cfg.Zone); err != nil {
		return err
	}
	for _, e := range b.states.dirty {
		e.dirty = false
	}
	clear(b.states.dirty)
	b.states.dirty = b.states.dirty[:0]
	return nil
}

// commit writes what changed, with how far the builder has come, as one
// transaction.
func (b *builder) commit() error {
	if err := b.flush(); err != nil {
		return err
	}
	if err := b.out.commit(b.at); err != nil {
		return err
	}
	if b.states.full() {
		b.states.shrink()
	}
	return nil
}

// close releases the file. What was not committed is lost.
func (b *builder) close() error { return b.out.close() }
