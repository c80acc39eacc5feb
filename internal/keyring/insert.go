package keyring

import (
	"context"
	"database/sql"
	"time"
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
	var changes int64
	made := make(map[string]*ring, len(owners))
	for owner := range owners {
		var known bool
		if err := s.known.QueryRowContext(ctx, owner).Scan(&known, &changes); err != nil {
			return nil, err
		}
		if known {
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

// making is the statements that make a key. They end with their transaction.
type making struct{ known, key, wrapped *sql.Stmt }

func prepareMaking(ctx context.Context, tx *sql.Tx) (s making, err error) {
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&s.known, `SELECT EXISTS (SELECT 1 FROM key WHERE owner = ?), changes FROM keyring`},
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
