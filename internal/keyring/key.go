package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
)

// What a key is expanded for. A label never changes: it decides what opens what
// was sealed before.
const (
	labelEncryption  = "sunledger keyring v1: encryption of sealed fields"
	labelCommitment  = "sunledger keyring v1: commitment to the key"
	labelFingerprint = "sunledger keyring v1: fingerprints"
	labelWrapping    = "sunledger keyring v1: wrapping of keys"
	labelCheck       = "sunledger keyring v1: check of the master key"
	labelTerms       = "sunledger keyring v1: index of terms about people"
)

// A commitment names a key in its envelopes, and says nothing of it. AES-GCM
// by itself lets somebody who knows two keys make one ciphertext that opens
// under both; with 32 bytes of commitment it takes 2^128 work to find two keys
// that go with one envelope.
type commitment [sha256.Size]byte

// A key is one generation of an owner's key, expanded for its uses; the key
// itself is not kept. A cipher is made anew for every text: that takes half a
// microsecond, and keeping it would take eight times the memory of the key.
type key struct {
	generation  int
	commitment  commitment
	encryption  [keySize]byte
	fingerprint [keySize]byte
}

func expandKey(secret []byte, generation int) *key {
	return &key{
		generation:  generation,
		commitment:  expand(secret, labelCommitment),
		encryption:  expand(secret, labelEncryption),
		fingerprint: expand(secret, labelFingerprint),
	}
}

// digest is the keyed digest of text under the key.
func (k *key) digest(text []byte) []byte {
	h := hmac.New(sha256.New, k.fingerprint[:])
	h.Write(text)
	return h.Sum(nil)
}

// expand derives a sub-key. The secret is uniformly random, so that the
// extraction step of HKDF is not needed.
func expand(secret []byte, label string) [keySize]byte {
	out, err := hkdf.Expand(sha256.New, secret, label, keySize)
	if err != nil {
		panic(err) // only for a length that SHA-256 cannot give
	}
	return [keySize]byte(out)
}

// newAEAD is AES-256-GCM which draws a random nonce for every text and puts it
// before the ciphertext. One key seals at most 2^32 texts.
func newAEAD(k *[keySize]byte) cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // only for another key size
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // only for another block size
	}
	return aead
}

// wrappedSize is the size of every wrapped key: nonce, key and tag.
const wrappedSize = 12 + keySize + 16

// A wrapper wraps keys with the master key.
type wrapper struct {
	aead  cipher.AEAD
	check [keySize]byte // what tells this master key from another
	terms [keySize]byte // what terms about people are indexed under
}

func newWrapper(master MasterKey) *wrapper {
	secret := master.secret()
	wrapping := expand(secret, labelWrapping)
	return &wrapper{newAEAD(&wrapping), expand(secret, labelCheck), expand(secret, labelTerms)}
}

// newKey makes a random key for an owner, and its wrapped form.
func (w *wrapper) newKey(owner string, generation int) (k *key, wrapped []byte) {
	var secret [keySize]byte
	_, _ = rand.Read(secret[:]) // never fails
	k = expandKey(secret[:], generation)
	return k, w.aead.Seal(nil, nil, secret[:], wrappingData(owner, generation, k.commitment))
}

// unwrap is the inverse of newKey.
func (w *wrapper) unwrap(owner string, generation int, c commitment, wrapped []byte) (*key, error) {
	secret, err := w.aead.Open(nil, nil, wrapped, wrappingData(owner, generation, c))
	if err != nil || len(secret) != keySize {
		return nil, &DamagedKeyError{owner, generation}
	}
	return expandKey(secret, generation), nil
}

// wrote reports whether check is of the same master key.
func (w *wrapper) wrote(check []byte) bool { return hmac.Equal(check, w.check[:]) }
