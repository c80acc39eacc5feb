package keyring

import (
	"context"

	"github.com/sunledger/sunledger/domain"
)

// Generation is that of the key which sealed an envelope for a place, counted
// from 1. It gives [domain.ErrErased] where that key was destroyed, and the
// errors of [Keyring.Open]; the envelope itself is not opened.
func (k *Keyring) Generation(ctx context.Context, at domain.Place, e domain.Envelope) (int, error) {
	c, err := committed(at, e)
	if err != nil {
		return 0, err
	}
	r, err := k.load(ctx, at.Owner())
	if err != nil {
		return 0, err
	}
	if r == nil {
		return 0, &UnknownOwnerError{at.Owner()}
	}
	key, err := r.opener(at, c)
	if err != nil {
		return 0, err
	}
	return key.generation, nil
}
