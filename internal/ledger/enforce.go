package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// enforce carries out what recorded events say of keys: after a correction for
// privacy the older keys of its stream are destroyed. It may be repeated: an
// older keyring that was restored is brought to where the log is by the same
// function.
func (l *Ledger) enforce(ctx context.Context, events []domain.Recorded) error {
	for i := range events {
		if err := l.enforceOne(ctx, &events[i]); err != nil {
			return fmt.Errorf("%s@%d is recorded, but the keys that it ends are not destroyed yet (opening the ledger again tries again): %w",
				events[i].Stream, events[i].Revision, err)
		}
	}
	return nil
}

func (l *Ledger) enforceOne(ctx context.Context, r *domain.Recorded) error {
	approved, ok := r.Event.(domain.CorrectionApproved)
	if !ok {
		return nil
	}
	for i, resealed := range approved.Resealed {
		field, envelope, found := l.catalogue.SealedByStream(resealed.Event.Event)
		if !found || envelope == nil {
			continue
		}
		at := domain.Place{Stream: r.Stream, Event: r.ID, Field: fmt.Sprintf("/resealed/%d/event/data%s", i, field)}
		generation, err := l.keys.Generation(ctx, at, envelope)
		if errors.Is(err, domain.ErrErased) {
			return nil // a later one destroyed it
		}
		if err != nil {
			return err
		}
		return l.keys.DestroyBefore(ctx, r.Stream, generation)
	}
	return nil
}
