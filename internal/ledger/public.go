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
	return p.Published(ctx, history)
}

// Published is some records as everybody may read them, for who has them.
func (p Public) Published(ctx context.Context, records []domain.Recorded) ([]catalogue.Public, error) {
	if err := p.ledger.withheld.follow(ctx, p.ledger); err != nil {
		return nil, err
	}
	all := make([]catalogue.Public, len(records))
	for i, r := range records {
		all[i] = p.publish(r)
	}
	return all, nil
}

// Hidings is how many records are hidden. A copy that somebody kept of a page of
// the past holds as long as this stays as it was.
func (p Public) Hidings(ctx context.Context) (int, error) {
	w := &p.ledger.withheld
	if err := w.follow(ctx, p.ledger); err != nil {
		return 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, hidden := range w.hidden {
		n += len(hidden)
	}
	return n, nil
}

// Kind is the events of one category, by their wire names.
type Kind struct {
	Category string
	Types    []string
}

// Kinds lists what is recorded, in the order of the catalogue.
func (p Public) Kinds() []Kind {
	var all []Kind
	for _, a := range p.ledger.catalogue.Aggregates() {
		k := Kind{Category: a.Category}
		for _, e := range a.Events {
			k.Types = append(k.Types, e.Prototype.EventType())
		}
		all = append(all, k)
	}
	return all
}

// Stands is how each record of a history stands: what a correction made of it.
// It gives, by revision, what everybody may know; see [Stands].
func (p Public) Stands(ctx context.Context, stream string, asOf domain.AsOf) (Stands, error) {
	history, err := p.ledger.History(ctx, stream)
	if err != nil {
		return Stands{}, err
	}
	if err := p.ledger.withheld.follow(ctx, p.ledger); err != nil {
		return Stands{}, err
	}
	s, err := standsOf(p.ledger.catalogue, history, asOf)
	for i := range s.Corrections {
		if _, hidden := p.ledger.withheld.hides(stream, s.Corrections[i].Proposed); hidden {
			s.Corrections[i].Hidden, s.Corrections[i].Basis = true, ""
		}
	}
	return s, err
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
		// Once is enough: what is hidden from now on was shown until now.
		if err := p.ledger.withheld.follow(ctx, p.ledger); err != nil {
			yield(catalogue.Public{}, err)
			return
		}
		for r, err := range records {
			if err != nil {
				yield(catalogue.Public{}, err)
				return
			}
			if !yield(p.publish(r), nil) {
				return
			}
		}
	}
}

// publish is a record as everybody may read it, as far as was followed.
func (p Public) publish(r domain.Recorded) catalogue.Public {
	_, hidden := p.ledger.withheld.hides(r.Stream, r.Revision)
	return p.ledger.catalogue.Publish(r, hidden)
}
