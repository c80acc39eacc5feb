package ledger

import (
	"context"
	"reflect"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// undermined judges a record anew where something that it rests on was
// corrected since: with what is known of it now, in the history that is in force
// now.
func (g *judge) undermined(ctx context.Context, a domain.Aggregate, acts *pastActs, history []domain.Recorded, r *domain.Recorded) error {
	var by string
	now := map[domain.Ref]any{}
	for _, ref := range r.Evidence {
		approval, err := g.correctedSince(ctx, ref)
		if err != nil || approval == nil {
			if err != nil {
				return err
			}
			continue
		}
		was, err := acts.offered(ref)
		if err != nil {
			return err
		}
		is, err := g.offeredNow(ctx, ref)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(was, is) {
			now[ref] = is
			by = domain.Ref{Stream: ref.Stream, Revision: approval.Revision}.String()
		}
	}
	if by == "" {
		return nil
	}
	history, _ = whatFollows(a, history)
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return err
	}
	at := slices.IndexFunc(effects, func(e domain.Effect) bool { return e.Amends == r.Revision })
	if at < 0 {
		return nil // it was voided itself
	}
	f, err := a.Evolve(a.Empty(), effects[:at]...)
	if err != nil {
		return nil // the earlier event is what is found
	}
	acts = g.acts(ctx, r.Stream, history, f)
	acts.instead = now
	act, err := g.actOf(acts, effects[at])
	if err != nil {
		return err
	}
	refusal, err := refused(a.Judge(f, effects[at].Event, act))
	if err != nil || refusal == nil {
		return err
	}
	g.found(Undermined, r, refusal, by)
	return nil
}

// correctedSince is the approval of the latest correction in force of what a
// stream held at a revision, that was approved after it, or nil.
func (g *judge) correctedSince(ctx context.Context, ref domain.Ref) (*domain.Recorded, error) {
	corrections, known := g.corrected[ref.Stream]
	if !known {
		history, err := g.ledger.historyOrNone(ctx, ref.Stream)
		if err != nil {
			return nil, err
		}
		a, err := g.ledger.catalogue.Aggregate(ref.Stream)
		if err != nil {
			return nil, err
		}
		history, _ = whatFollows(a, history)
		all, err := domain.CorrectionsOf(history)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if c.Status == domain.CorrectionIsInForce {
				corrections = append(corrections, c)
			}
		}
		if len(g.corrected) > maxCachedOffers {
			clear(g.corrected)
		}
		g.corrected[ref.Stream] = corrections
	}
	for _, c := range slices.Backward(corrections) {
		p := c.Terms()
		touched := slices.ContainsFunc(p.Targets(), func(n int64) bool { return n <= ref.Revision }) ||
			slices.ContainsFunc(p.Insert, func(i domain.Insertion) bool { return i.After < ref.Revision })
		if c.Decided.Revision > ref.Revision && touched {
			return c.Decided, nil
		}
	}
	return nil, nil
}

// offeredNow is what a stream offered at a revision, by what is known of it now.
func (g *judge) offeredNow(ctx context.Context, ref domain.Ref) (any, error) {
	a, err := g.ledger.catalogue.Aggregate(ref.Stream)
	if err != nil {
		return nil, err
	}
	history, err := g.ledger.History(ctx, ref.Stream)
	if err != nil {
		return nil, err
	}
	history, _ = whatFollows(a, history)
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return nil, err
	}
	last := ref.Revision
	var then []domain.Effect
	for _, e := range effects {
		if e.Amends > last {
			break
		}
		then = append(then, e)
	}
	f, err := a.Evolve(a.Empty(), then...)
	if err != nil {
		return nil, nil // it offers nothing any more
	}
	return g.ledger.completed(ctx, ref.Stream, offersOf(f))
}
