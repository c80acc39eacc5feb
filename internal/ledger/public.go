package ledger

import (
	"context"
	"iter"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Public is the ledger as everybody may read it. It gives out nothing but
// [catalogue.Public], so that a page that is made from it cannot show more.
type Public struct{ ledger *Ledger }

// Public is what everybody may read of the ledger.
func (l *Ledger) Public() Public { return Public{l} }

// History is everything that was recorded in a stream, oldest first.
func (p Public) History(ctx context.Context, stream string) ([]catalogue.Public, error) {
	history, err := p.ledger.History(ctx, stream)
	if err != nil {
		return nil, err
	}
	all := make([]catalogue.Public, len(history))
	for i, r := range history {
		if all[i], err = p.publish(ctx, r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Stands is how each record of a history stands: what a correction made of it.
// It gives, by revision, what everybody may know; see [Standing].
func (p Public) Stands(ctx context.Context, stream string, asOf domain.AsOf) (Stands, error) {
	history, err := p.ledger.History(ctx, stream)
	if err != nil {
		return Stands{}, err
	}
	return standsOf(p.ledger.catalogue, history, asOf)
}

// Events is everything that lies after a position, in the order of the log.
func (p Public) Events(ctx context.Context, after uint64) iter.Seq2[catalogue.Public, error] {
	return p.published(ctx, p.ledger.Events(ctx, after))
}

// EventsBefore is everything that lies before a position, newest first.
func (p Public) EventsBefore(ctx context.Context, before uint64) iter.Seq2[catalogue.Public, error] {
	return p.published(ctx, p.ledger.EventsBefore(ctx, before))
}

func (p Public) published(ctx context.Context, records iter.Seq2[domain.Recorded, error]) iter.Seq2[catalogue.Public, error] {
	return func(yield func(catalogue.Public, error) bool) {
		for r, err := range records {
			if err != nil {
				yield(catalogue.Public{}, err)
				return
			}
			shown, err := p.publish(ctx, r)
			if !yield(shown, err) || err != nil {
				return
			}
		}
	}
}

func (p Public) publish(ctx context.Context, r domain.Recorded) (catalogue.Public, error) {
	hidden, err := p.ledger.Hidden(ctx, r)
	return p.ledger.catalogue.Publish(r, hidden), err
}
