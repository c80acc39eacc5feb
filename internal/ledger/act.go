package ledger

import (
	"context"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/subject"
)

// act gathers the circumstances of a command: who, when, under which rules, and
// what the streams that it rests on offer, each as it stands now.
func (l *Ledger) act(ctx context.Context, d decision, f domain.Folded) (domain.Act, error) {
	act := domain.Act{
		Actor:       d.Actor.account,
		Stream:      d.stream,
		CommandID:   d.command,
		OccurredAt:  d.OccurredAt,
		RecordedAt:  l.now().UTC().Truncate(resolution),
		Zone:        d.identity.Location,
		Attachments: d.attached,
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
	act.Foreign = d.identity.foreign(f)
	if set, err := l.rules.In(d.identity.Code).On(act.Day()); err == nil {
		act.Rules = set
	}
	authority, refs, err := l.permitted(ctx, d, f, act)
	if err != nil {
		return act, err
	}
	act.Authority, act.Role = authority.Authority, authority.grant.Role
	relied := d.spec.Relies(d.Command, f)
	for i := 0; i < len(relied); i++ {
		offered, at, err := l.offer(ctx, relied[i])
		if err != nil {
			return act, err
		}
		act = act.WithEvidence(at, offered)
		relied = domain.Successors(relied, offered)
	}
	// By which right somebody acted is evidence like any other.
	for i, ref := range refs {
		act = act.WithEvidence(ref, authority.Standings[i])
	}
	return act, nil
}

// permission is an authority and the grant of it that permits a command.
type permission struct {
	domain.Authority
	grant domain.Grant
}

// permitted holds a command against what its actor may do on the day.
func (l *Ledger) permitted(ctx context.Context, d decision, f domain.Folded, act domain.Act) (p permission, refs []domain.Ref, err error) {
	day := d.identity.dayOf(act.OccurredAt, act.RecordedAt)
	if d.founding {
		p.Authority = domain.Authority{Founding: true, Day: day}
	} else if p.Authority, refs, err = l.authority(ctx, d.Actor.account, day); err != nil {
		return p, nil, err
	}
	scope, err := l.scopeOf(ctx, d, f)
	if err != nil {
		return p, nil, err
	}
	p.grant, err = p.Allow(d.spec.Permits, scope)
	// What nothing began lies nowhere: that, and not the place, is what is wrong.
	if domain.CodeOf(err) == "outside_place" && f.Facts == 0 && !d.spec.Opens && d.spec.Category != domain.CorrectionCategory {
		err = domain.NotFound(d.stream)
	}
	return p, refs, err
}

// maxSkew is how far the clocks of two writers may be apart. So it is how far the
// time of a record may lie before that of one that stands before it in the log,
// and no further: what is known at a time would change afterwards.
const maxSkew = time.Minute

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// offer is what a stream offers to those who rest on it, and where it stands.
func (l *Ledger) offer(ctx context.Context, ref domain.Ref) (any, domain.Ref, error) {
	if category, id := domain.SplitStream(ref.Stream); category == subject.Category {
		held, err := l.holding(ctx, id)
		return held, domain.Ref{Stream: ref.Stream, Revision: domain.Latest}, err
	}
	f, at, err := l.foldCached(ctx, ref.Stream)
	if err != nil {
		return nil, at, err
	}
	offered, err := l.completed(ctx, ref.Stream, f.offers)
	return offered, at, err
}

// completed is what the state of a stream offers, with what it does not know of
// itself.
func (l *Ledger) completed(ctx context.Context, stream string, offers any) (any, error) {
	if several, ok := offers.(domain.Offerings); ok {
		whole := make(domain.Offerings, len(several))
		for i, o := range several {
			var err error
			if whole[i], err = l.complete(ctx, stream, o); err != nil {
				return nil, err
			}
		}
		return whole, nil
	}
	return l.complete(ctx, stream, offers)
}

// complete is completed, of one value.
func (l *Ledger) complete(ctx context.Context, stream string, offered any) (any, error) {
	switch offered := offered.(type) {
	case domain.Standing:
		_, offered.Account = domain.SplitStream(stream)
		return offered, nil
	case domain.PlaceName:
		places, err := l.within(ctx, stream)
		offered.Within = places[min(1, len(places)):]
		return offered, err
	default:
		return offered, nil
	}
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
	history, err := l.continued(ctx, stream, l.recent.look(stream))
	if err != nil {
		return domain.Folded{}, at, err
	}
	if len(history) > 0 {
		at.Revision = history[len(history)-1].Revision
	}
	f, err := l.folded(a, history)
	return f, at, err
}
