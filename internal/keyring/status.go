package keyring

import (
	"context"
	"database/sql"
	"time"
)

// State is whether an owner has a key.
type State int

// The states of an owner. Unknown becomes Live with the first key, and either
// of them becomes Destroyed, which is for ever.
const (
	Unknown   State = iota // the keyring never had a key of it
	Live                   // it has a key to seal with
	Destroyed              // it was erased
)

// String is the state in a word.
func (s State) String() string {
	switch s {
	case Live:
		return "live"
	case Destroyed:
		return "destroyed"
	default:
		return "unknown"
	}
}

// Status is what the keyring knows of an owner. An owner whose erasure stands
// in the log and who is not Destroyed tells of a keyring that was restored from
// an older backup: destroy its key again.
type Status struct {
	State       State
	Generations int       // keys that were ever made for it
	DestroyedAt time.Time // when its last key was destroyed, in UTC, where the state is Destroyed
}

// Status reads what the file says of an owner.
func (k *Keyring) Status(ctx context.Context, owner string) (Status, error) {
	if k.closed.Load() {
		return Status{}, ErrClosed
	}
	var (
		s          Status
		rows, live int
		destroyed  sql.NullInt64
	)
	err := k.read.QueryRowContext(ctx, `SELECT count(*), count(commitment), count(*) FILTER (WHERE destroyed_at IS NULL), max(destroyed_at) FROM key WHERE owner = ?`, owner).
		Scan(&rows, &s.Generations, &live, &destroyed)
	if err != nil {
		return Status{}, k.failure("reading the status of "+owner, err)
	}
	switch {
	case live > 0:
		s.State = Live
	case rows > 0:
		s.State = Destroyed
		s.DestroyedAt = time.UnixMilli(destroyed.Int64).UTC()
	}
	return s, nil
}

// Counts are for metrics. Those of keys are of the file, and the others of this
// process since it opened the keyring.
type Counts struct {
	Keys      int64 // ever made, and tombstones of owners that had none
	Destroyed int64 // of these
	Changes   int64 // times that keys were destroyed or renewed
	Terms     int64 // by which people are found, those forgotten left out

	Made         int64 // keys
	Transactions int64 // that made keys
	CacheHits    int64
	CacheMisses  int64
	CachedOwners int64
}

// Counts reads the counts. It takes little time, however many keys there are.
func (k *Keyring) Counts(ctx context.Context) (Counts, error) {
	if k.closed.Load() {
		return Counts{}, ErrClosed
	}
	c := Counts{
		Made:         k.counted.made.Load(),
		Transactions: k.counted.commits.Load(),
		CacheHits:    k.counted.hits.Load(),
		CacheMisses:  k.counted.misses.Load(),
		CachedOwners: int64(k.cache.len()),
	}
	// Rows are never deleted, so that the last id is their number. A forgotten
	// term has no subject.
	err := k.read.QueryRowContext(ctx, `SELECT ifnull((SELECT max(id) FROM key), 0), (SELECT count(*) FROM key WHERE destroyed_at IS NOT NULL), changes,
		ifnull((SELECT max(id) FROM term), 0) - (SELECT count(*) FROM term WHERE subject = zeroblob(16)) FROM keyring`).
		Scan(&c.Keys, &c.Destroyed, &c.Changes, &c.Terms)
	if err != nil {
		return Counts{}, k.failure("counting keys", err)
	}
	return c, nil
}
