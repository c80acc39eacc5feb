package ledger

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/county"
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

// Founding is what a new ledger is told of itself.
type Founding struct {
	// County names the county; its ledger id is drawn where it has none.
	County county.Register
	// Account names the first account; its id is drawn where AccountID is
	// empty.
	Account   account.Open
	AccountID string
	// OccurredAt is when the ledger began; the zero time is now.
	OccurredAt time.Time
}

// Found begins the ledger of an empty log: its first account, and its identity.
// A log that has a ledger is refused.
func (l *Ledger) Found(ctx context.Context, f Founding) (Identity, error) {
	if id, err := l.Identity(ctx); err == nil {
		return id, domain.Reject("already_founded",
			"there is a ledger here already (%s): use it, or begin another one elsewhere",
			"此处已有账本（%s）：请直接使用，或另选位置新建", id.Name)
	}
	operator := f.AccountID
	if operator == "" {
		operator = uuid.NewString()
	}
	actor := Actor{Account: operator, Role: domain.SystemOperator}
	if f.County.Ledger == uuid.Nil {
		f.County.Ledger = uuid.New()
	}
	if _, err := l.Do(ctx, Request{Actor: actor, Command: f.Account, Key: "found/account", OccurredAt: f.OccurredAt, opens: operator}); err != nil {
		return Identity{}, err
	}
	if _, err := l.Do(ctx, Request{Actor: actor, Command: f.County, Key: "found/county", OccurredAt: f.OccurredAt}); err != nil {
		return Identity{}, err
	}
	return l.Identity(ctx)
}
