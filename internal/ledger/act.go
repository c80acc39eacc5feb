package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// act gathers the circumstances of a command: who, when, under which rules, and
// what the streams that it rests on offer, each as it stands now.
func (l *Ledger) act(ctx context.Context, d decision, f domain.Folded) (domain.Act, error) {
	act := domain.Act{
		Actor:      d.Actor.Account,
		Role:       d.Actor.Role,
		Stream:     d.stream,
		CommandID:  d.command,
		OccurredAt: d.OccurredAt,
		RecordedAt: l.now().UTC().Truncate(resolution),
		Zone:       d.identity.Location,
		Foreign:    d.identity.Demonstration,
	}
	if d.OccurredAt.IsZero() {
		// From one reading of the clock: a second one would be later than the
		// time of recording.
		act.OccurredAt = moment(d.identity, act.RecordedAt)
		// The clocks of those who write may differ by a little; a command
		// that gives no time of its own never fails for that.
		if act.OccurredAt.Before(f.Last) && !f.Last.After(act.RecordedAt.Add(maxSkew)) {
			act.OccurredAt = f.Last
			act.RecordedAt = later(act.RecordedAt, f.Last)
		}
	}
	if today := d.identity.Today; !today.IsZero() && act.Day().After(today) {
		return act, domain.Reject("in_the_future",
			"it cannot have happened on %s: in this demonstration today is %s; give a day that is not later",
			"发生日期 %s 晚于演示账本的今日（%s）：请填写不晚于该日的日期", act.Day(), today)
	}
	if foreign, ok := f.State.(domain.ForeignDated); ok && foreign.ForeignDates() {
		act.Foreign = true
	}
	if set, err := l.rules.In(d.identity.Code).On(act.Day()); err == nil {
		act.Rules = set
	}
	for _, ref := range d.spec.Relies(d.Command, f) {
		offered, at, err := l.offer(ctx, ref)
		if err != nil {
			return act, err
		}
		act = act.WithEvidence(at, offered)
	}
	return act, nil
}

// maxSkew is how far the clocks of two writers may be apart.
const maxSkew = time.Minute

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// offer is what a stream offers to those who rest on it, and where it stands.
func (l *Ledger) offer(ctx context.Context, ref domain.Ref) (any, domain.Ref, error) {
	f, at, err := l.fold(ctx, ref.Stream)
	if err != nil {
		return nil, at, err
	}
	if o, ok := f.State.(domain.Offerer); ok && f.Facts > 0 {
		return o.Offers(), at, nil
	}
	return nil, at, nil
}

// fold is the state of a stream as it stands, and where that is.
func (l *Ledger) fold(ctx context.Context, stream string) (domain.Folded, domain.Ref, error) {
	at := domain.Ref{Stream: stream, Revision: domain.Latest}
	a, err := l.catalogue.Aggregate(stream)
	if err != nil {
		return domain.Folded{}, at, err
	}
	if err := domain.CheckStream(stream); err != nil {
		return a.Empty(), at, nil // no such stream can exist
	}
	history, err := l.History(ctx, stream)
	if err != nil && !errors.Is(err, eventstore.ErrNotFound) {
		return domain.Folded{}, at, err
	}
	if len(history) > 0 {
		at.Revision = history[len(history)-1].Revision
	}
	f, err := a.Fold(history, domain.AsOf{})
	return f, at, err
}
