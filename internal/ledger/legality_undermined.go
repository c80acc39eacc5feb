package ledger

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/sunledger/sunledger/domain"
	decisions "github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/eventstore"
)

// shaken is what has become of a stream since others came to rest on it.
type shaken struct {
	// corrections are those in force, in order.
	corrections []domain.Correction
	// overturned is the revision by which a decision was, or -1.
	overturned int64
	// fallen are the records that are undermined, by revision.
	fallen map[int64]fall
}

// fall is why a record is undermined.
type fall struct {
	// by is what was done: the approval of a correction, or the answer to the
	// objection that overturned a decision.
	by domain.Ref
	// through are the records that fell in between, each because of the one
	// before it.
	through []domain.Ref
	// follows says that it came after one that fell in its stream, and names nothing
	// itself that is shaken.
	follows bool
}

// mayShake takes note of a record by which its stream may not be what it was.
func (g *judge) mayShake(r eventstore.Recorded) error {
	switch r.Type {
	case domain.CorrectionApproved{}.EventType():
		g.shakes(r.Stream)
	case decisions.ObjectionAnswered{}.EventType():
		d, err := Read(g.ledger.catalogue, r)
		if err != nil {
			return err
		}
		if d.Event.(decisions.ObjectionAnswered).Upheld {
			g.shakes(r.Stream).overturned = d.Revision
		}
	}
	return nil
}

func (g *judge) shakes(stream string) *shaken {
	s := g.shaken[stream]
	if s == nil {
		s = &shaken{overturned: -1, fallen: map[int64]fall{}}
		g.shaken[stream] = s
	}
	return s
}

// undermine judges the records anew that rest on what was corrected or overturned
// since: with what is known of it now, in the history that is in force now. What
// does not follow then has fallen, and whatever rests on it is judged in the same
// way; so is what comes after it in the same stream. It goes by the order of the log: evidence stands before what rests on it.
func (g *judge) undermine(ctx context.Context) error {
	if err := g.whatShakes(ctx); err != nil || len(g.shaken) == 0 {
		return err
	}
	for r, err := range g.ledger.Events(ctx, 0) {
		if err != nil {
			return err
		}
		if err := g.undermined(ctx, &r); err != nil {
			return fmt.Errorf("%s@%d: %w", r.Stream, r.Revision, err)
		}
	}
	return nil
}

// whatShakes finds the corrections in force, and leaves the decisions that are
// not overturned any more.
func (g *judge) whatShakes(ctx context.Context) error {
	for stream, s := range g.shaken {
		a, history, err := g.inForce(ctx, stream)
		if err != nil {
			return err
		}
		all, err := domain.CorrectionsOf(history)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.Status == domain.CorrectionIsInForce {
				s.corrections = append(s.corrections, c)
			}
		}
		_, f := whatFollows(a, history)
		if d, ok := f.State.(decisions.Decision); ok && d.Status != decisions.StatusOverturned {
			s.overturned = -1
		}
		if len(s.corrections) == 0 && s.overturned < 0 {
			delete(g.shaken, stream)
		}
	}
	return nil
}

// inForce is the history of a stream without what cannot follow in it.
func (g *judge) inForce(ctx context.Context, stream string) (domain.Aggregate, []domain.Recorded, error) {
	a, err := g.ledger.catalogue.Aggregate(stream)
	if err != nil {
		return a, nil, err
	}
	history, err := g.ledger.historyOrNone(ctx, stream)
	if err != nil {
		return a, nil, err
	}
	history, _ = whatFollows(a, history)
	return a, history, nil
}

// undermined judges a record anew where what it rests on is not what it was.
func (g *judge) undermined(ctx context.Context, r *domain.Recorded) error {
	if g.unlawful[r.Position] {
		return nil
	}
	var why fall
	instead := map[domain.Ref]any{}
	for _, ref := range r.Evidence {
		by, shaken := g.since(ref, false)
		if !shaken {
			continue
		}
		was, err := g.ledger.offerAt(ctx, ref)
		if err != nil {
			return err
		}
		is, err := g.offeredNow(ctx, ref)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(was, is) {
			instead[ref], why = is, by
		}
	}
	if len(instead) == 0 {
		own, after := g.since(domain.Ref{Stream: r.Stream, Revision: r.Revision - 1}, true)
		if !after {
			return nil
		}
		why, why.follows = own, true
	}
	refusal, err := g.again(ctx, r, instead)
	if err != nil || refusal == nil {
		return err
	}
	s := g.shakes(r.Stream)
	s.fallen[r.Revision] = why
	clear(g.now)
	if g.tell.Stream == "" || g.tell.Stream == r.Stream {
		g.found(Undermined, r, refusal, &why)
	}
	return nil
}

// since is why a stream may not be any more what it was at a revision. To those that
// follow in it that is one that fell by what it names: a correction there was held
// against them when it was approved.
func (g *judge) since(ref domain.Ref, following bool) (why fall, shaken bool) {
	s := g.shaken[ref.Stream]
	if s == nil {
		return fall{}, false
	}
	for revision, f := range s.fallen {
		if fell := (domain.Ref{Stream: ref.Stream, Revision: revision}); revision <= ref.Revision && !(following && f.follows) {
			if last := len(why.through) - 1; last < 0 || why.through[last].Revision < revision {
				why = fall{by: f.by, through: append(slices.Clip(f.through), fell)}
			}
		}
	}
	if len(why.through) > 0 || following {
		return why, len(why.through) > 0
	}
	if s.overturned > ref.Revision {
		return fall{by: domain.Ref{Stream: ref.Stream, Revision: s.overturned}}, true
	}
	for _, c := range slices.Backward(s.corrections) {
		p := c.Terms()
		touched := slices.ContainsFunc(p.Targets(), func(n int64) bool { return n <= ref.Revision }) ||
			slices.ContainsFunc(p.Insert, func(i domain.Insertion) bool { return i.After < ref.Revision })
		if c.Decided.Revision > ref.Revision && touched {
			return fall{by: domain.Ref{Stream: ref.Stream, Revision: c.Decided.Revision}}, true
		}
	}
	return fall{}, false
}

// again judges a record in the history that is in force now, with other evidence.
func (g *judge) again(ctx context.Context, r *domain.Recorded, instead map[domain.Ref]any) (refusal, err error) {
	a, history, err := g.inForce(ctx, r.Stream)
	if err != nil {
		return nil, err
	}
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(effects, func(e domain.Effect) bool { return e.Amends == r.Revision })
	if at < 0 {
		return nil, nil // it was voided itself
	}
	f := g.standing(a, r.Stream, effects[:at])
	acts := g.acts(ctx, r.Stream, history, f)
	acts.instead = instead
	act, err := g.actOf(acts, effects[at])
	if err != nil {
		return nil, err
	}
	return refused(a.Judge(f, effects[at].Event, act))
}

// standing is the state after those effects that have not fallen. What cannot
// follow without one that fell has fallen with it.
func (g *judge) standing(a domain.Aggregate, stream string, effects []domain.Effect) domain.Folded {
	var fallen map[int64]fall
	if s := g.shaken[stream]; s != nil {
		fallen = s.fallen
	}
	f := a.Empty()
	for _, e := range effects {
		if _, fell := fallen[e.Amends]; fell {
			continue
		}
		if next, err := a.Evolve(f, e); err == nil {
			f = next
		}
	}
	return f
}

// offeredNow is what a stream offered at a revision, by what is known of it now.
func (g *judge) offeredNow(ctx context.Context, ref domain.Ref) (any, error) {
	if offered, known := g.now[ref]; known {
		return offered, nil
	}
	a, history, err := g.inForce(ctx, ref.Stream)
	if err != nil {
		return nil, err
	}
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(effects, func(e domain.Effect) bool { return e.Amends > ref.Revision }); i >= 0 {
		effects = effects[:i]
	}
	offered, err := g.ledger.completed(ctx, ref.Stream, offersOf(g.standing(a, ref.Stream, effects)))
	if d, ok := offered.(domain.Resolution); ok && g.shaken[ref.Stream].overturned > ref.Revision {
		d.Void = true
		offered = d
	}
	if len(g.now) > maxCachedOffers {
		clear(g.now)
	}
	if err == nil {
		g.now[ref] = offered
	}
	return offered, err
}
