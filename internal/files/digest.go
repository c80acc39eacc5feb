package files

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
)

// Digest is the SHA-256 of the bytes that are stored. Only one that was checked
// can be had, so that a path is made of nothing else.
type Digest [sha256.Size]byte

// ParseDigest reads 64 lower-case hexadecimal digits.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	if len(s) == hex.EncodedLen(len(d)) {
		if _, err := hex.Decode(d[:], []byte(s)); err == nil && d.String() == s {
			return d, nil
		}
	}
	return Digest{}, fmt.Errorf("%.80q is not the digest of a file: write its 64 digits of 0 to 9 and a to f", s)
}

// String is the digest as ParseDigest reads it.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// path is where a file lies in a folder.
func (d Digest) path(dir string) string {
	s := d.String()
	return filepath.Join(dir, s[:2], s[2:])
}
