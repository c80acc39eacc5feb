package keyring

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/sunledger/sunledger/domain"
)

// ErrClosed is returned by every call on a keyring that was closed.
var ErrClosed = errors.New("keyring: closed")

// ErrNoMasterKey says that there is neither a master key file nor a value in
// the environment.
var ErrNoMasterKey = errors.New("keyring: no master key: name its file, or set $" + MasterKeyVariable)

// WrongMasterKeyError says that the keyring was made with another master key.
type WrongMasterKeyError struct{ Path string }

func (e *WrongMasterKeyError) Error() string {
	return fmt.Sprintf("keyring: %s was made with another master key: give the one that it was made with; no other opens it", e.Path)
}

// ExposedFileError says that users other than the owner may use a file which
// must be private.
type ExposedFileError struct {
	Path string
	Mode fs.FileMode
}

func (e *ExposedFileError) Error() string {
	return fmt.Sprintf("keyring: %s has mode %04o, so that others than its owner can use it: run chmod 600 %s", e.Path, e.Mode.Perm(), e.Path)
}

// NewerFormatError says that a newer version of the software wrote the file.
type NewerFormatError struct {
	Path        string
	Has, Newest int // Newest is what this version reads
}

func (e *NewerFormatError) Error() string {
	return fmt.Sprintf("keyring: %s has format %d, and this version reads up to %d: use the newer version that wrote it", e.Path, e.Has, e.Newest)
}

// NotKeyringError says that a file is not a keyring.
type NotKeyringError struct{ Path string }

func (e *NotKeyringError) Error() string {
	return fmt.Sprintf("keyring: %s is not a keyring: name the right file, or restore it from a backup", e.Path)
}

// UnknownOwnerError says that the keyring never held a key of the owner of an
// envelope.
type UnknownOwnerError struct{ Owner string }

func (e *UnknownOwnerError) Error() string {
	return fmt.Sprintf("keyring: there never was a key of %s here: the ledger was written with another keyring, or with a newer copy of this one; open it with that keyring, or restore its newest backup", e.Owner)
}

// AlteredError says that an envelope is not what was sealed at the place: it
// was altered, or moved here from elsewhere.
type AlteredError struct {
	At     domain.Place
	Reason string
}

func (e *AlteredError) Error() string {
	return fmt.Sprintf("keyring: the sealed %s of event %s in %s was altered or moved: %s", e.At.Field, e.At.Event, e.At.Stream, e.Reason)
}

// DamagedKeyError says that a key in the file is not what was written there.
type DamagedKeyError struct {
	Owner      string
	Generation int
}

func (e *DamagedKeyError) Error() string {
	return fmt.Sprintf("keyring: key %d of %s is damaged: restore the keyring from a backup", e.Generation, e.Owner)
}
