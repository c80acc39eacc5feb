package ledger

import (
	"context"
	"iter"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// Read decodes a record of the log.
func Read(c *catalogue.Catalogue, r eventstore.Recorded) (domain.Recorded, error) {
	return c.Read(catalogue.Stored{
		ID:       r.ID,
		Stream:   r.Stream,
		Revision: int64(r.Revision),
		Position: uint64(r.Position),
		Type:     r.Type,
		Data:     r.Data,
		Metadata: r.Metadata,
	})
}

// History is everything that was recorded in a stream, oldest first, with its
// sealed fields sealed. A stream that holds nothing gives
// [eventstore.ErrNotFound].
func (l *Ledger) History(ctx context.Context, stream string) ([]domain.Recorded, error) {
	var history []domain.Recorded
	for r, err := range l.decoded(l.store.ReadStream(ctx, stream, 0)) {
		if err != nil {
			return nil, err
		}
		history = append(history, r)
	}
	return history, nil
}

// Events is everything that lies after a position, in the order of the log.
func (l *Ledger) Events(ctx context.Context, after uint64) iter.Seq2[domain.Recorded, error] {
	return l.decoded(l.store.ReadAll(ctx, eventstore.Position(after)))
}

// EventsBefore is everything that lies before a position, newest first.
func (l *Ledger) EventsBefore(ctx context.Context, before uint64) iter.Seq2[domain.Recorded, error] {
	return l.decoded(l.store.ReadAllBackward(ctx, eventstore.Position(before)))
}

func (l *Ledger) decoded(records iter.Seq2[eventstore.Recorded, error]) iter.Seq2[domain.Recorded, error] {
	return func(yield func(domain.Recorded, error) bool) {
		for r, err := range records {
			if err != nil {
				yield(domain.Recorded{}, err)
				return
			}
			d, err := Read(l.catalogue, r)
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// Head is the position of the last event, or 0 for an empty log.
func (l *Ledger) Head(ctx context.Context) (uint64, error) {
	for r, err := range l.store.ReadAllBackward(ctx, eventstore.EndPosition) {
		return uint64(r.Position), err
	}
	return 0, nil
}
