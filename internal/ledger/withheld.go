package ledger

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/eventstore"
)

// withheld knows what of the log is not shown although it stands there: records
// that a correction for privacy took the place of, and people whose records may
// be kept but not used. It follows the log, and looks at the types of events
// only, so that it is quick even the first time.
type withheld struct {
	mu         sync.Mutex
	position   uint64
	hidden     map[string]map[int64]int64
	restricted map[domain.Subject]domain.Date
}

// follow brings it to where the log ends.
func (w *withheld) follow(ctx context.Context, l *Ledger) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hidden == nil {
		w.hidden, w.restricted = map[string]map[int64]int64{}, map[domain.Subject]domain.Date{}
	}
	for r, err := range l.store.ReadAll(ctx, eventstore.Position(w.position)) {
		if err != nil {
			return err
		}
		switch r.Type {
		case domain.CorrectionApproved{}.EventType():
			history, err := l.History(ctx, r.Stream)
			if err != nil {
				return err
			}
			hidden, err := domain.Hidden(history)
			if err != nil {
				return err
			}
			w.hidden[r.Stream] = hidden
		case subject.Restricted{}.EventType():
			f, _, err := l.fold(ctx, r.Stream)
			if err != nil {
				return err
			}
			_, id := domain.SplitStream(r.Stream)
			if who, err := uuid.Parse(id); err == nil {
				w.restricted[who] = f.State.(subject.Subject).RestrictedUntil
			}
		}
		w.position = uint64(r.Position)
	}
	return nil
}

// hides is the revision of the approval for which a record is not shown, and
// false for one that is.
func (w *withheld) hides(stream string, revision int64) (int64, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at, hidden := w.hidden[stream][revision]
	return at, hidden
}

// keeps reports whether what is held on a person may not be used on a day.
func (w *withheld) keeps(who domain.Subject, today domain.Date) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	until, restricted := w.restricted[who]
	return restricted && today.Before(until)
}
