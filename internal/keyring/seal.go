package keyring

import (
	"context"
	"errors"

	"github.com/sunledger/sunledger/domain"
)

// A Sealer has no context: sealing an event and reading a field take
// microseconds, but for the first key of an owner, which [Keyring.Ensure] makes
// beforehand with one.
var noContext = context.Background()

// Seal encrypts text for a place, with the newest key of the place's owner,
// which it makes where there is none. Calls for new owners that come at once
// are made in one transaction. It gives [domain.ErrErased] where the owner was
// erased.
func (k *Keyring) Seal(at domain.Place, text []byte) (domain.Envelope, error) {
	key, err := k.sealing(at.Owner())
	if err != nil {
		return nil, err
	}
	return key.seal(at, text), nil
}

// Fingerprint is a digest of text with the newest key of the place's owner,
// which it makes where there is none. Neither the stream, the event nor the
// field of the place is part of it. It changes when the key is renewed. It
// gives [domain.ErrErased] where the owner was erased.
func (k *Keyring) Fingerprint(at domain.Place, text []byte) ([]byte, error) {
	key, err := k.sealing(at.Owner())
	if err != nil {
		return nil, err
	}
	return key.digest(text), nil
}

func (k *Keyring) sealing(owner string) (*key, error) {
	r, err := k.find(noContext, owner)
	if err != nil {
		return nil, err
	}
	if r == nil {
		made, err := k.make(noContext, owner)
		if err != nil {
			return nil, err
		}
		r = made[owner]
	}
	if r == nil { // made by somebody else in between
		if r, err = k.load(noContext, owner); err != nil {
			return nil, err
		}
	}
	if r.erased() {
		return nil, domain.ErrErased
	}
	return r.newest(), nil
}

// Open is the text that was sealed at the place. Errors to tell apart are
// [domain.ErrErased], [*AlteredError] and [*UnknownOwnerError].
func (k *Keyring) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	c, err := committed(at, e)
	if err != nil {
		return nil, err
	}
	owner := at.Owner()
	r, err := k.find(noContext, owner)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, &UnknownOwnerError{owner}
	}
	key, err := r.opener(at, c)
	if _, altered := errors.AsType[*AlteredError](err); altered {
		key, err = k.reopener(at, c)
	}
	if err != nil {
		return nil, err
	}
	return key.open(at, e)
}

// reopener asks the file: another process may just have renewed the key.
func (k *Keyring) reopener(at domain.Place, c commitment) (*key, error) {
	r, err := k.load(noContext, at.Owner())
	if err != nil {
		return nil, err
	}
	return r.opener(at, c)
}
