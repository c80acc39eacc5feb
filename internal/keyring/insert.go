package keyring

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
)

// commit makes a key for every owner that has none, in one transaction.
func (k *Keyring) commit(ctx context.Context, owners map[string]bool) (map[string]*ring, error) {
	tx, err := k.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	s, err := prepareMaking(ctx, tx)
	if err != nil {
		return nil, err
	}
	known, changes, err := knownOf(ctx, tx, owners)
	if err != nil {
		return nil, err
	}
	made := make(map[string]*ring, len(owners))
	for owner := range owners {
		if known[owner] {
			continue
		}
		newest, err := k.insert(ctx, s, owner, 1)
		if err != nil {
			return nil, err
		}
		made[owner] = &ring{live: []*key{newest}}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	k.counted.commits.Add(1)
	k.counted.made.Add(int64(len(made)))
	for owner, r := range made {
		k.cache.put(owner, r, changes)
	}
	return made, nil
}

// knownOf says which of some owners have or had a key, and how many changes there
// were.
func knownOf(ctx context.Context, tx *sql.Tx, owners map[string]bool) (known map[string]bool, changes int64, err error) {
	if err := tx.QueryRowContext(ctx, `SELECT changes FROM keyring`).Scan(&changes); err != nil {
		return nil, 0, err
	}
	list, err := json.Marshal(slices.Collect(maps.Keys(owners)))
	if err != nil {
		return nil, 0, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT owner FROM key WHERE owner IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	known = map[string]bool{}
	for rows.Next() {
		var owner string
		if err := rows.Scan(&owner); err != nil {
			return nil, 0, err
		}
		known[owner] = true
	}
	return known, changes, rows.Err()
}

// making is the statements that make a key. They end with their transaction.
type making struct{ key, wrapped *sql.Stmt }

func prepareMaking(ctx context.Context, tx *sql.Tx) (s making, err error) {
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&s.key, `INSERT INTO key (owner, generation, commitment, made_at) VALUES (?, ?, ?, ?)`},
		{&s.wrapped, `INSERT INTO wrapped_key (key, wrapped) VALUES (?, ?)`},
	} {
		if *p.to, err = tx.PrepareContext(ctx, p.sql); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (k *Keyring) insert(ctx context.Context, s making, owner string, generation int) (*key, error) {
	made, wrapped := k.wrap.newKey(owner, generation)
	row, err := s.key.ExecContext(ctx, owner, generation, made.commitment[:], time.Now().UnixMilli())
	if err != nil {
		return nil, err
	}
	id, err := row.LastInsertId()
	if err != nil {
		return nil, err
	}
	_, err = s.wrapped.ExecContext(ctx, id, wrapped)
	return made, err
}
