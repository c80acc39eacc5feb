package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Destroy destroys every key of an owner, for ever: what was sealed with them
// cannot be opened, and nothing new is sealed for the owner. It may have none.
// Where the owner is a subject, it is found by no term any more.
//
// When Destroy returns nil, that is durable, no process that shares the keyring
// uses the keys, and the files of the keyring do not hold them any more; copies
// made before do. After an error the keys may be destroyed but still be in the
// files: call it again. It may be repeated without harm. It waits while another
// process reads, and takes a tenth of a second at least.
func (k *Keyring) Destroy(ctx context.Context, owner string) error {
	return k.destroy(ctx, owner, math.MaxInt)
}

// DestroyBefore destroys the keys of an owner that are older than a generation,
// as [Keyring.Destroy] does; what was sealed since opens, and more can be
// sealed. The generation is one that [Keyring.Renew] answered with; an older copy
// of the keyring that has no key of it, or of a later one, makes it. The terms
// of a subject stay: whoever destroys some of what is held indexes the rest
// anew, after [Keyring.Forget].
func (k *Keyring) DestroyBefore(ctx context.Context, owner string, generation int) error {
	return k.destroy(ctx, owner, generation)
}

func (k *Keyring) destroy(ctx context.Context, owner string, before int) error {
	err := k.change(ctx, owner, func(tx *sql.Tx) error {
		if before < math.MaxInt {
			if err := k.succeed(ctx, tx, owner, before); err != nil {
				return err
			}
		}
		return markDestroyed(ctx, tx, owner, before)
	})
	if err != nil {
		return k.failure("destroying the key of "+owner, err)
	}
	if err := k.scrub(ctx); err != nil {
		return k.failure("the key of "+owner+" is destroyed, but the write-ahead log may still hold it: repeat this", err)
	}
	return nil
}

// succeed makes the key of a generation where the owner, who was not erased, has
// none of it or of a later one.
func (k *Keyring) succeed(ctx context.Context, tx *sql.Tx, owner string, generation int) error {
	var newest, live int
	err := tx.QueryRowContext(ctx, `SELECT ifnull(max(generation), 0), count(*) FILTER (WHERE destroyed_at IS NULL) FROM key WHERE owner = ?`, owner).Scan(&newest, &live)
	if err != nil || newest >= generation || newest > 0 && live == 0 {
		return err
	}
	s, err := prepareMaking(ctx, tx)
	if err == nil {
		_, err = k.insert(ctx, s, owner, generation)
	}
	return err
}

// Renew makes a further key for an owner, with which everything is sealed from
// then on, and answers with its generation. What was sealed before still opens.
// It gives [domain.ErrErased] where the owner was erased. When it returns, no
// process that shares the keyring seals with an older key.
func (k *Keyring) Renew(ctx context.Context, owner string) (generation int, err error) {
	err = k.change(ctx, owner, func(tx *sql.Tx) error {
		s, err := prepareMaking(ctx, tx)
		if err != nil {
			return err
		}
		var live int
		err = tx.QueryRowContext(ctx, `SELECT ifnull(max(generation), 0), count(*) FILTER (WHERE destroyed_at IS NULL) FROM key WHERE owner = ?`, owner).Scan(&generation, &live)
		switch {
		case err != nil:
			return err
		case generation > 0 && live == 0:
			return domain.ErrErased
		}
		generation++
		_, err = k.insert(ctx, s, owner, generation)
		return err
	})
	if err != nil {
		return 0, k.failure("renewing the key of "+owner, err)
	}
	return generation, nil
}

// change runs a transaction that makes cached rings wrong, and returns when no
// process uses them any more.
func (k *Keyring) change(ctx context.Context, owner string, do func(*sql.Tx) error) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if owner == "" {
		return errNoOwner
	}
	tx, err := k.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE keyring SET changes = changes + 1`); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return settle(ctx)
}

// markDestroyed writes over the wrapped keys in place. They keep their size, so
// that no page is rearranged.
func markDestroyed(ctx context.Context, tx *sql.Tx, owner string, before int) error {
	now := time.Now().UnixMilli()
	for _, change := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE wrapped_key SET wrapped = zeroblob(?) WHERE key IN (SELECT id FROM key WHERE owner = ? AND generation < ? AND destroyed_at IS NULL)`, []any{wrappedSize, owner, before}},
		{`UPDATE key SET destroyed_at = ? WHERE owner = ? AND generation < ? AND destroyed_at IS NULL`, []any{now, owner, before}},
	} {
		if _, err := tx.ExecContext(ctx, change.sql, change.args...); err != nil {
			return err
		}
	}
	if before < math.MaxInt {
		return nil
	}
	if subject, ok := subjectOf(owner); ok {
		if err := forget(ctx, tx, subject); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO key (owner, generation, made_at, destroyed_at) SELECT ?1, 1, ?2, ?2 WHERE NOT EXISTS (SELECT 1 FROM key WHERE owner = ?1)`, owner, now)
	return err
}

// scrub moves the write-ahead log into the file and empties it: both may hold
// pages from before a key was destroyed or a person forgotten. It waits for readers of older pages.
func (k *Keyring) scrub(ctx context.Context) error {
	for {
		done, err := k.checkpoint(ctx)
		if err != nil || done {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another reader or writer is in the way: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// checkpoint tries for a short time, because it keeps every writer out.
func (k *Keyring) checkpoint(ctx context.Context) (done bool, err error) {
	c, err := k.write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = c.Close() }()
	if _, err := c.ExecContext(ctx, `PRAGMA busy_timeout = 50`); err != nil {
		return false, err
	}
	defer func() { // the connection goes back to the pool, even if ctx is done
		_, restoring := c.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf(`PRAGMA busy_timeout = %d`, busyTimeout.Milliseconds()))
		err = errors.Join(err, restoring)
	}()
	var busy, frames, moved int
	err = c.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	return busy == 0, err
}
