package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/subject"
)

// destroyingTakes bounds how long whoever asked is kept waiting for others to let
// go of keys that are to be destroyed.
const destroyingTakes = 30 * time.Second

// enforce carries out what recorded events say of keys: after a correction for
// privacy the older keys of its stream are destroyed, and when a person is erased
// all of theirs, whose owner is called like the stream. It may be repeated: an
// older keyring that was restored is brought to where the log is by the same
// function.
func (l *Ledger) enforce(ctx context.Context, events []domain.Recorded) error {
	ctx, stop := context.WithTimeout(ctx, destroyingTakes)
	defer stop()
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
		if e.Generation == 0 {
			return nil
		}
		return l.keys.DestroyBefore(ctx, r.Stream, e.Generation)
	}
	return nil
}
