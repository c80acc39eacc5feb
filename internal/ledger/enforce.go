package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

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
	if !slices.ContainsFunc(events, endsKeys) {
		return nil
	}
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

// endsKeys reports whether a record may say something of keys.
func endsKeys(r domain.Recorded) bool {
	switch r.Event.(type) {
	case subject.Erased, domain.CorrectionApproved:
		return true
	}
	return false
}

func (l *Ledger) enforceOne(ctx context.Context, r *domain.Recorded) error {
	switch e := r.Event.(type) {
	case subject.Erased:
		for _, s := range e.Streams {
			if err := l.keys.DestroyBefore(ctx, s.Stream, s.Generation); err != nil {
				return err
			}
			if err := l.destroyFilesOf(ctx, s.Stream, r.Position); err != nil {
				return err
			}
		}
		return l.keys.Destroy(ctx, r.Stream)
	case domain.CorrectionApproved:
		if e.Generation == 0 {
			return nil
		}
		if err := l.keys.DestroyBefore(ctx, r.Stream, e.Generation); err != nil {
			return err
		}
		return l.destroyHiddenFiles(ctx, r)
	}
	return nil
}

// destroyFilesOf destroys the keys of all files that a stream named before a
// position.
func (l *Ledger) destroyFilesOf(ctx context.Context, stream string, before uint64) error {
	history, err := l.historyOrNone(ctx, stream)
	if err != nil {
		return err
	}
	history = slices.DeleteFunc(history, func(r domain.Recorded) bool { return r.Position >= before })
	return l.destroyFiles(ctx, history, func(domain.Recorded) bool { return true })
}

// destroyHiddenFiles destroys the keys of the files that only records name which
// are not shown any more since an approval.
func (l *Ledger) destroyHiddenFiles(ctx context.Context, approval *domain.Recorded) error {
	history, err := l.History(ctx, approval.Stream)
	if err != nil {
		return err
	}
	history = history[:approval.Revision+1]
	hidden, err := domain.Hidden(history)
	if err != nil {
		return err
	}
	return l.destroyFiles(ctx, history, func(r domain.Recorded) bool {
		_, gone := hidden[r.Revision]
		return gone
	})
}

// destroyFiles destroys the keys of the files that records of a history name which
// go, save of those that another one names, too.
func (l *Ledger) destroyFiles(ctx context.Context, history []domain.Recorded, goes func(domain.Recorded) bool) error {
	done := map[uuid.UUID]bool{uuid.Nil: true} // what is public has no key
	for _, r := range history {
		for _, a := range r.Attachments {
			done[a.Key] = done[a.Key] || !goes(r)
		}
	}
	for _, r := range history {
		for _, a := range r.Attachments {
			if done[a.Key] {
				continue
			}
			done[a.Key] = true
			if err := l.keys.Destroy(ctx, domain.FilePlace(a.Key, r.ID, "").Owner()); err != nil {
				return err
			}
		}
	}
	return nil
}
