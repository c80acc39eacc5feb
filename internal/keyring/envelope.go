package keyring

import (
	"encoding/binary"

	"github.com/sunledger/sunledger/domain"
)

// An envelope, version 1, is
//
//	1 byte    the version
//	32 bytes  the commitment to the key
//	12 bytes  the nonce
//	n bytes   the ciphertext, as long as the text
//	16 bytes  the tag
//
// Envelopes stand in the log for ever. A changed layout is a new version, and
// version 1 still opens.
const (
	envelopeVersion = 1
	envelopeHeader  = 1 + len(commitment{})
	envelopeLeast   = envelopeHeader + 12 + 16
)

func (k *key) seal(at domain.Place, text []byte) domain.Envelope {
	e := make([]byte, envelopeHeader, envelopeLeast+len(text))
	e[0] = envelopeVersion
	copy(e[1:], k.commitment[:])
	return newAEAD(&k.encryption).Seal(e, nil, text, placeData(at))
}

// open is the text of an envelope that commits to k.
func (k *key) open(at domain.Place, e domain.Envelope) ([]byte, error) {
	text, err := newAEAD(&k.encryption).Open(nil, nil, e[envelopeHeader:], placeData(at))
	if err != nil {
		return nil, &AlteredError{at, "it does not go with this place, or not with its key"}
	}
	return text, nil
}

// committed is the key that an envelope commits to.
func committed(at domain.Place, e domain.Envelope) (commitment, error) {
	switch {
	case len(e) > 0 && e[0] != envelopeVersion:
		return commitment{}, &AlteredError{at, "its version is not known here; a newer version of the software may know it"}
	case len(e) < envelopeLeast:
		return commitment{}, &AlteredError{at, "it is too short"}
	}
	return commitment(e[1:envelopeHeader]), nil
}

// placeData is what a place adds to the authentication of an envelope.
func placeData(at domain.Place) []byte {
	return encodeParts("sunledger sealed field v1",
		at.Stream, string(at.Event[:]), at.Field, string(at.Subject[:]))
}

// wrappingData is what binds a wrapped key to its row.
func wrappingData(owner string, generation int, c commitment) []byte {
	n := binary.BigEndian.AppendUint64(nil, uint64(generation))
	return encodeParts("sunledger wrapped key v1", owner, string(n), string(c[:]))
}

// encodeParts writes every part behind its length, so that no two lists of
// parts give the same bytes.
func encodeParts(parts ...string) []byte {
	n := 0
	for _, p := range parts {
		n += 8 + len(p)
	}
	b := make([]byte, 0, n)
	for _, p := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
