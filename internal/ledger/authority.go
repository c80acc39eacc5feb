package ledger

import (
	"context"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
)

// Standing is what an account may do, as it stands. An account that was never
// opened is refused with account_unknown.
func (l *Ledger) Standing(ctx context.Context, id string) (domain.Standing, error) {
	s, _, err := l.standing(ctx, id)
	return s, err
}

func (l *Ledger) standing(ctx context.Context, id string) (domain.Standing, domain.Ref, error) {
	offered, at, err := l.offer(ctx, domain.Ref{Stream: domain.StreamOf(account.Category, id), Revision: domain.Latest})
	if err != nil {
		return domain.Standing{}, at, err
	}
	s, ok := offered.(domain.Standing)
	if !ok {
		return s, at, domain.Reject("account_unknown",
			"there is no account %q: act under one that was opened",
			"没有账户 %q：请使用已开通的账户", id)
	}
	return s, at, nil
}

// Authority is what an account may act upon on a day, with the streams that
// this rests on.
func (l *Ledger) authority(ctx context.Context, id string, day domain.Date) (domain.Authority, []domain.Ref, error) {
	self, at, err := l.standing(ctx, id)
	if err != nil {
		return domain.Authority{}, nil, err
	}
	a := domain.Authority{Day: day, Standings: []domain.Standing{self}}
	refs := []domain.Ref{at}
	for _, g := range self.Grants {
		if g.By == "" || slices.ContainsFunc(a.Standings, func(s domain.Standing) bool { return s.Account == g.By }) {
			continue
		}
		by, at, err := l.standing(ctx, g.By)
		if err != nil {
			return a, nil, err
		}
		a.Standings, refs = append(a.Standings, by), append(refs, at)
	}
	return a, refs, nil
}

// authorityWhen is what an account might do when a record was made, without what
// those hold who lent it something.
func (l *Ledger) authorityWhen(ctx context.Context, id Identity, who string, r *domain.Recorded) (domain.Authority, error) {
	a := domain.Authority{Day: id.dayOf(r.OccurredAt, r.RecordedAt)}
	stream := domain.StreamOf(account.Category, who)
	aggregate, err := l.catalogue.Aggregate(stream)
	if err != nil {
		return a, err
	}
	history, err := l.historyOrNone(ctx, stream)
	if err != nil {
		return a, err
	}
	f, err := l.folded(aggregate, until(history, r.Position+1))
	if err != nil {
		return a, err
	}
	offered, err := l.completed(ctx, stream, offersOf(f))
	if s, opened := offered.(domain.Standing); opened {
		a.Standings = []domain.Standing{s}
	}
	return a, err
}

// May says whether an account may do what some permits are for, at a place as it
// stands today. It is the one check of everything that is not a command; those
// are checked by [Ledger.Do], with the same function.
func (l *Ledger) May(ctx context.Context, who Actor, permits []domain.Permit, place string) error {
	id, err := l.Identity(ctx)
	if err != nil {
		return err
	}
	if who.IsZero() {
		return notSignedIn
	}
	a, _, err := l.authority(ctx, who.account, l.Today(id))
	if err != nil {
		return err
	}
	places, err := l.within(ctx, place)
	if err != nil {
		return err
	}
	_, err = a.Allow(permits, domain.Scope{Places: places})
	return err
}

var notSignedIn = domain.Reject("not_signed_in",
	"a command is issued under an account: sign in first, with `sunledger login` or at /sign-in",
	"命令须以账户提交：请先用 `sunledger login` 或在 /sign-in 登录")

// scopeOf is what a command is about.
func (l *Ledger) scopeOf(ctx context.Context, d decision, f domain.Folded) (domain.Scope, error) {
	place := d.spec.PlacedAt(d.Command, f)
	if f.Facts == 0 && d.spec.Category == domain.CorrectionCategory {
		history, err := l.historyOrNone(ctx, d.stream)
		if err != nil {
			return domain.Scope{}, err
		}
		place = d.aggregate.PlaceOf(history)
	}
	places, err := l.within(ctx, place)
	return domain.Scope{
		Places: places,
		Own:    d.stream == domain.StreamOf(account.Category, d.Actor.account),
	}, err
}

// maxDepth bounds how many places lie within each other.
const maxDepth = 8

// within lists a place and those that it lies within, up to the whole county.
// A place that is not on record lies within the county.
func (l *Ledger) within(ctx context.Context, place string) ([]string, error) {
	var all []string
	for range maxDepth {
		if place == "" || place == domain.WholeCounty {
			break
		}
		all = append(all, place)
		f, _, err := l.foldCached(ctx, place)
		if domain.CodeOf(err) == "category_unknown" {
			break
		}
		if err != nil {
			return nil, err
		}
		place = ""
		if name, ok := domain.Offered[domain.PlaceName](f.offers); ok && len(name.Within) > 0 {
			place = name.Within[0]
		}
	}
	return append(all, domain.WholeCounty), nil
}
