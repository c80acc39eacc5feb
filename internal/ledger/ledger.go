package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
)

// Keys seals and opens fields. The keyring implements it.
type Keys interface {
	domain.Sealer
	// Renew makes a further key for an owner, with which everything is sealed
	// from then on.
	Renew(ctx context.Context, owner string) (generation int, err error)
	// DestroyBefore destroys the keys of an owner that are older than a
	// generation, and Destroy all of them.
	DestroyBefore(ctx context.Context, owner string, generation int) error
	Destroy(ctx context.Context, owner string) error
	// IndexAll lets people be found by terms, and Find finds them.
	IndexAll(ctx context.Context, people iter.Seq2[domain.Subject, []keyring.Term]) error
	Find(ctx context.Context, t keyring.Term) ([]domain.Subject, error)
	// Mark is how far something was carried out against the log, and SetMark
	// says so.
	Mark(ctx context.Context, name string) (position uint64, event uuid.UUID, err error)
	SetMark(ctx context.Context, name string, position uint64, event uuid.UUID) error
	// Ensure makes the keys of all owners that have none, durably and at
	// once. Sealing makes a missing key by itself; this saves the waiting
	// where many are needed.
	Ensure(ctx context.Context, owners ...string) error
}

// Config is what a ledger is made of.
type Config struct {
	Store     eventstore.Store
	Catalogue *catalogue.Catalogue
	// Keys may be nil: then nothing can be sealed or opened, and commands are
	// refused.
	Keys  Keys
	Rules *rules.Book
	// Files keeps the evidence files. It may be nil: then no command names any,
	// and none can be read.
	Files *files.Store
	// Now is the clock; nil is the system's.
	Now func() time.Time
	// Recorded is the path of a file in which it is kept between processes
	// how late records were recorded, so that [Ledger.PositionAt] need not
	// read the whole log; "" keeps it in memory. It may be deleted.
	Recorded string
}

// Ledger executes commands and answers questions about the log. It is safe for
// use by many goroutines.
type Ledger struct {
	store     eventstore.Store
	catalogue *catalogue.Catalogue
	keys      Keys
	rules     *rules.Book
	files     *files.Store
	now       func() time.Time
	// judges says that it serves a judgement, as [Ledger.judging] says.
	judges bool

	mu       sync.RWMutex
	identity Identity
	founded  bool

	folds    foldCache
	recent   recentStreams
	withheld withheld
	recorded recordedIndex
}

// Identity says which ledger this is.
type Identity struct {
	county.Registered
	// Founder is the account that began the ledger.
	Founder string
	// Location is the ledger's zone.
	Location *time.Location
}

// dayOf is the day of a record that counts for who may act and for how long it is
// kept: that of recording, and in a demonstration that of its history.
func (id Identity) dayOf(occurred, recorded time.Time) domain.Date {
	if id.Demonstration {
		return domain.DateOf(occurred, id.Location)
	}
	return domain.DateOf(recorded, id.Location)
}

// ErrNotFounded says that a log holds no ledger yet.
var ErrNotFounded = errors.New("there is no ledger here yet: begin one with `sunledger init`")

// Open gives the ledger of a log. An empty log has no identity until
// [Ledger.Found]. A log in which the ledger's own stream does not follow is opened
// as well, so that it can be judged: whatever else it is asked is refused.
func Open(ctx context.Context, c Config) (*Ledger, error) {
	l := &Ledger{
		store:     c.Store,
		catalogue: c.Catalogue,
		keys:      c.Keys,
		rules:     c.Rules,
		files:     c.Files,
		now:       c.Now,
		recorded:  recordedIndex{path: c.Recorded},
	}
	if l.now == nil {
		l.now = time.Now
	}
	if _, err := l.Identity(ctx); err != nil && !errors.Is(err, ErrNotFounded) && domain.CodeOf(err) != unfollowed {
		return nil, err
	}
	if l.keys != nil {
		if err := l.reconcile(ctx); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Catalogue is what the ledger knows.
func (l *Ledger) Catalogue() *catalogue.Catalogue { return l.catalogue }

// Store is the log itself.
func (l *Ledger) Store() eventstore.Store { return l.store }

// Rules is every rule set of the ledger.
func (l *Ledger) Rules() *rules.Book { return l.rules }

// unfollowed is the code of the refusal of a ledger whose own stream does not
// follow.
const unfollowed = "identity_does_not_follow"

// Identity says which ledger this is, or gives [ErrNotFounded]. A judgement takes
// what follows of the ledger's own stream.
func (l *Ledger) Identity(ctx context.Context) (Identity, error) {
	l.mu.RLock()
	id, founded := l.identity, l.founded
	l.mu.RUnlock()
	if founded {
		return id, nil
	}
	history, err := l.History(ctx, county.Stream)
	switch {
	case errors.Is(err, eventstore.ErrNotFound):
		return id, ErrNotFounded
	case err != nil:
		return id, err
	}
	a, err := l.catalogue.Aggregate(county.Stream)
	if err != nil {
		return id, err
	}
	f, err := l.folded(a, history)
	if err != nil {
		return id, domain.Reject(unfollowed,
			"%[1]s says whose ledger this is, and does not follow (%[2]v): `sunledger check legality` names the record; restore the log from before it",
			"%[1]s 载明账本归属，而其记录不成立（%[2]v）：请用 `sunledger check legality` 找出该记录，并以此前的备份恢复日志", county.Stream, err)
	}
	id = Identity{Registered: f.State.(county.County).Registered, Founder: history[0].Actor}
	if id.Location, err = time.LoadLocation(id.Zone); err != nil {
		return id, fmt.Errorf("%s: %w", county.Stream, err)
	}
	l.mu.Lock()
	l.identity, l.founded = id, true
	l.mu.Unlock()
	return id, nil
}

// Today is the day that counts as today in a ledger: the clock's in its zone,
// or the fixed one of a demonstration.
func (l *Ledger) Today(id Identity) domain.Date {
	if !id.Today.IsZero() {
		return id.Today
	}
	return domain.DateOf(l.now(), id.Location)
}

// moment is when a command happens that does not say: now, and in a
// demonstration the same time of its fixed day.
func moment(id Identity, now time.Time) time.Time {
	if id.Today.IsZero() {
		return now
	}
	local := now.In(id.Location)
	sinceMidnight := local.Sub(domain.DateOf(now, id.Location).Start(id.Location))
	return id.Today.Start(id.Location).Add(sinceMidnight).UTC()
}
