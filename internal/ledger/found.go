package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
)

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

// Founded is a ledger that was begun.
type Founded struct {
	Identity
	// Actor is the first account, signed in. Token is what it proves itself
	// with from now on; it is kept nowhere, so that it is shown now or never.
	// A demonstration has none; see [Ledger.Recover].
	Actor Actor
	Token string
	// Events is how many this founding recorded.
	Events int
}

// Found begins the ledger of an empty log: its first account, its identity,
// every role for that account, so that it can grant them, and its token. What an
// interrupted founding left undone is done; a log that has a whole ledger is
// refused.
func (l *Ledger) Found(ctx context.Context, f Founding) (Founded, error) {
	var done Founded
	first, err := l.firstActor(ctx)
	if err != nil {
		return done, err
	}
	if first == "" {
		first = f.AccountID
	}
	if first == "" {
		first = uuid.NewString()
	}
	done.Actor = Actor{account: first}
	begun, err := l.historyOrNone(ctx, domain.StreamOf(account.Category, first))
	if err != nil {
		return done, err
	}
	for _, r := range begun { // whatever became of the roles since
		if _, granted := r.Event.(account.Granted); granted {
			return done, l.alreadyFounded(ctx)
		}
	}
	if _, err := l.Identity(ctx); errors.Is(err, ErrNotFounded) {
		if f.County.Ledger == uuid.Nil {
			f.County.Ledger = uuid.New()
		}
	} else if err != nil {
		return done, err
	} else {
		f.County = county.Register{}
	}
	if f.County.Demonstration && f.OccurredAt.IsZero() {
		f.OccurredAt = l.momentOf(f.County)
	}
	if err := l.found(ctx, &done, f); err != nil {
		return done, err
	}
	if done.Identity, err = l.Identity(ctx); err != nil {
		return done, err
	}
	if done.Demonstration {
		return done, nil // whose events are the same each time
	}
	done.Token, err = l.newToken(ctx, done.Actor, first, f.OccurredAt)
	done.Events++
	return done, err
}

func (l *Ledger) found(ctx context.Context, done *Founded, f Founding) error {
	steps := []Request{
		{Command: f.Account, Key: "found/account", opens: done.Actor.account},
		{Command: f.County, Key: "found/county"},
		{
			Command: account.Grant{Roles: domain.Grantable(), Place: domain.WholeCounty},
			Key:     "found/grants", ID: done.Actor.account,
		},
	}
	if _, err := l.Standing(ctx, done.Actor.account); err == nil {
		steps = steps[1:] // it is open
	}
	for _, step := range steps {
		if c, ok := step.Command.(county.Register); ok && c.Name == "" {
			continue // it is on record
		}
		step.Actor, step.OccurredAt, step.founding = done.Actor, f.OccurredAt, true
		receipt, err := l.Do(ctx, step)
		if err != nil {
			return err
		}
		if !receipt.Repeated {
			done.Events += len(receipt.Events)
		}
	}
	return nil
}

// momentOf is when a demonstration begins that does not say.
func (l *Ledger) momentOf(c county.Register) time.Time {
	if c.Zone == "" {
		c.Zone = county.DefaultZone
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return time.Time{} // the command itself is refused for it
	}
	return moment(Identity{Registered: county.Registered{Today: c.Today}, Location: zone}, l.now())
}

// firstActor is the account that recorded the first event, or "" in an empty
// log.
func (l *Ledger) firstActor(ctx context.Context) (string, error) {
	for r, err := range l.Events(ctx, 0) {
		return r.Actor, err
	}
	return "", nil
}

func (l *Ledger) alreadyFounded(ctx context.Context) error {
	id, err := l.Identity(ctx)
	if err != nil {
		return err
	}
	return domain.Reject("already_founded",
		"there is a ledger here already (%s): use it, or begin another one elsewhere",
		"此处已有账本（%s）：请直接使用，或另选位置新建", id.Name)
}
