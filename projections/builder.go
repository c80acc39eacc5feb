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
	cfg    Config
	routes map[string]*route
	states *stateCache
	out    *writer
	at     checkpoint
	// until is the last position that it takes in.
	until uint64
	// spoiled is why rows could not be written. What was counted of them is
	// half done then, so that the builder may not write again.
	spoiled error
}

// route is where the events of a category go.
type route struct {
	view      *view
	aggregate domain.Aggregate
	packer    *packer // nil where states are not packed
	asOf      domain.AsOf
}

func newBuilder(c Config, out *writer, at checkpoint) (*builder, error) {
	b := &builder{
		cfg:    c,
		routes: map[string]*route{},
		states: newStateCache(c.CacheStates),
		out:    out,
		at:     at,
		until:  math.MaxUint64,
	}
	if c.AsOf.Known != nil {
		b.until = *c.AsOf.Known
	}
	if c.until != nil {
		b.until = *c.until
	}
	for _, w := range c.views {
		for _, category := range w.categories {
			a, err := c.Catalogue.Aggregate(category)
			if err != nil {
				return nil, fmt.Errorf("view %s: %w", w.name, err)
			}
			b.routes[category] = &route{w, a, newPacker(a.Empty().State), c.AsOf}
		}
	}
	return b, nil
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
func (b *builder) take(ctx context.Context, r *domain.Recorded) error {
	category, _ := domain.SplitStream(r.Stream)
	if to := b.routes[category]; to != nil {
		if err := b.fold(ctx, to, r); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &EventError{r.Stream, r.Revision, r.Position, r.Event.EventType(), err}
		}
	}
	b.at = checkpoint{r.Position, r.ID, r.RecordedAt.UnixMicro(), b.at.events + 1}
	if b.states.full() {
		if err := b.flush(); err != nil {
			return err
		}
		b.states.shrink()
	}
	return nil
}

// fold brings the state of a stream up to an event of it.
func (b *builder) fold(ctx context.Context, to *route, r *domain.Recorded) error {
	e := b.states.get(r.Stream)
	known := e != nil
	if !known {
		e = &entity{route: to, stream: r.Stream, begun: r.Position, revision: -1, plain: to.aggregate.Empty().State}
	}
	var err error
	switch {
	case domain.IsCorrection(r.Event) || !known && r.Revision > 0 || b.cfg.private[r.Stream],
		e.proposals != nil && b.cut(r): // which may still say where the stream belongs
		err = b.refold(ctx, e, r.Revision)
	case e.revision+1 != r.Revision:
		err = fmt.Errorf("the event before it is missing: the stream stood at revision %d", e.revision)
	default:
		err = b.evolve(e, r)
	}
	if err != nil {
		if known {
			err = b.restore(ctx, e, err)
		}
		return err
	}
	e.revision, e.position, e.recordedAt = r.Revision, r.Position, r.RecordedAt.UnixMicro()
	if !known {
		b.states.add(e)
	}
	b.states.mark(e)
	return nil
}

// restore folds a stream again as it stood before an event that does not follow,
// and answers with the error of that event.
func (b *builder) restore(ctx context.Context, e *entity, why error) error {
	if err := b.refold(context.WithoutCancel(ctx), e, e.revision); err != nil {
		return fmt.Errorf("%w (and what was before it does not fold: %w)", why, err)
	}
	return why
}

// refold folds a stream from the log, up to a revision. In views of the past it
// reads the rest of a stream, too, where something was corrected for privacy.
func (b *builder) refold(ctx context.Context, e *entity, until int64) error {
	var history []domain.Recorded
	corrections := 0
	private := b.cfg.private[e.stream]
	for stored, err := range b.cfg.Store.ReadStream(ctx, e.stream, 0) {
		if err != nil {
			return err
		}
		if int64(stored.Revision) > until && !private {
			break
		}
		r, err := read(b.cfg.Catalogue, stored)
		if err != nil {
			return err
		}
		if _, approved := r.Event.(domain.CorrectionApproved); approved && r.Revision <= until {
			corrections++
		}
		history = append(history, r)
	}
	if int64(len(history)) < until+1 {
		return fmt.Errorf("the stream has %d events before and with it: a gap", len(history))
	}
	asOf := domain.KnownAt(history[until].Position)
	asOf.Stood = b.cfg.AsOf.Stood
	effects, err := domain.Effective(history, asOf)
	if err != nil {
		return err
	}
	folded, err := e.route.aggregate.Follow(e.route.aggregate.Empty(), b.cfg.AsOf, effects...)
	if err != nil {
		return err
	}
	e.begun, e.stored, e.corrections = history[0].Position, true, int32(corrections)
	e.setFolded(folded)
	e.proposals, err = correctionRowsOf(history[:until+1])
	if err == nil && e.proposals != nil && folded.Facts == 0 {
		e.proposals.place = e.route.aggregate.PlaceOf(history[:until+1])
	}
	return err
}

// cut reports whether a fact had not happened by when things are seen as they
// stood.
func (b *builder) cut(r *domain.Recorded) bool {
	stood := b.cfg.AsOf.Stood
	return !stood.IsZero() && r.OccurredAt.After(stood)
}

// evolve adds one fact to the state of a stream.
func (b *builder) evolve(e *entity, r *domain.Recorded) (err error) {
	if b.cut(r) {
		return nil
	}
	f, effect := e.folded(), domain.Effect{Fact: r.Fact, Revision: r.Revision, Amends: r.Revision}
	if f, err = e.route.aggregate.Follow(f, b.cfg.AsOf, effect); err == nil {
		e.setFolded(f)
	}
	return err
}

// flush writes the rows of the states that changed.
func (b *builder) flush() error {
	if b.spoiled == nil {
		b.spoiled = b.out.write(b.states.dirty, b.cfg.Zone)
	}
	if b.spoiled != nil {
		return b.spoiled
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
