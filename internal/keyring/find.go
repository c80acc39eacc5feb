package keyring

import (
	"context"

	"github.com/sunledger/sunledger/domain"
)

// findKeys is all of one owner, and the number of changes that it was read
// after. It is one statement, so that they go together.
const findKeys = `
SELECT key.generation, key.commitment, key.destroyed_at IS NOT NULL, wrapped_key.wrapped, keyring.changes
FROM key CROSS JOIN keyring
LEFT JOIN wrapped_key ON wrapped_key.key = key.id AND key.destroyed_at IS NULL
WHERE key.owner = ?
ORDER BY key.generation`

// find is the ring of an owner, or nil where the keyring never had a key of it.
func (k *Keyring) find(ctx context.Context, owner string) (*ring, error) {
	if k.closed.Load() {
		return nil, ErrClosed
	}
	if err := k.refresh(ctx); err != nil {
		return nil, err
	}
	if r := k.cache.get(owner); r != nil {
		k.counted.hits.Add(1)
		return r, nil
	}
	k.counted.misses.Add(1)
	return k.load(ctx, owner)
}

// load is find without the cache, which it fills.
func (k *Keyring) load(ctx context.Context, owner string) (*ring, error) {
	r, changes, err := k.scan(ctx, owner)
	if err != nil {
		return nil, k.failure("finding the key of "+owner, err)
	}
	if r != nil {
		k.cache.put(owner, r, changes)
	}
	return r, nil
}

func (k *Keyring) scan(ctx context.Context, owner string) (r *ring, changes int64, err error) {
	rows, err := k.findKeys.QueryContext(ctx, owner)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var (
			generation         int
			committed, wrapped []byte
			destroyed          bool
		)
		if err := rows.Scan(&generation, &committed, &destroyed, &wrapped, &changes); err != nil {
			return nil, 0, err
		}
		if r == nil {
			r = &ring{}
		}
		if err := k.add(r, owner, generation, committed, destroyed, wrapped); err != nil {
			return nil, 0, err
		}
	}
	return r, changes, rows.Err()
}

func (k *Keyring) add(r *ring, owner string, generation int, committed []byte, destroyed bool, wrapped []byte) error {
	switch {
	case destroyed && committed == nil: // erased before it had a key
		return nil
	case len(committed) != len(commitment{}):
		return &DamagedKeyError{owner, generation}
	case destroyed:
		if r.destroyed == nil {
			r.destroyed = map[commitment]bool{}
		}
		r.destroyed[commitment(committed)] = true
		return nil
	}
	key, err := k.wrap.unwrap(owner, generation, commitment(committed), wrapped)
	if err != nil {
		return err
	}
	r.live = append(r.live, key)
	return nil
}

// opener is the key that an envelope commits to.
func (r *ring) opener(at domain.Place, c commitment) (*key, error) {
	for _, k := range r.live {
		if k.commitment == c {
			return k, nil
		}
	}
	if r.erased() || r.destroyed[c] {
		return nil, domain.ErrErased
	}
	return nil, &AlteredError{at, "no key of " + at.Owner() + " made it; or this keyring is older than the ledger"}
}
