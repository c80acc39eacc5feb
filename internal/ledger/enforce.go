package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/subject"
)

// enforce carries out what recorded events say of keys: after a correction for
// privacy the older keys of its stream are destroyed, and when a person is erased
// all of theirs, whose owner is called like the stream. It may be repeated: an
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
	switch e := r.Event.(type) {
	case subject.Erased:
		for _, s := range e.Streams {
			if err := l.keys.DestroyBefore(ctx, s.Stream, s.Generation); err != nil {
				return err
			}
		}
		return l.keys.Destroy(ctx, r.Stream)
	case domain.CorrectionApproved:
		return l.enforcePrivacy(ctx, r, e)
	}
	return nil
}

func (l *Ledger) enforcePrivacy(ctx context.Context, r *domain.Recorded, approved domain.CorrectionApproved) error {
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
