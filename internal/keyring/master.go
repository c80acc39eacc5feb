package keyring

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// MasterKeyVariable is the environment variable that may hold the master key.
const MasterKeyVariable = "SUNLEDGER_MASTER_KEY"

const keySize = 32

// MasterKey wraps the keys of a keyring. It never prints itself. The zero
// MasterKey is none.
type MasterKey struct {
	// A function, because package fmt looks into the unexported fields of a
	// struct without asking them for their Format, through pointers too.
	secret func() []byte
}

func masterKey(secret []byte) MasterKey { return MasterKey{func() []byte { return secret }} }

// Format writes a placeholder, whatever the verb.
func (MasterKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[master key]") }

// LoadMasterKey reads the master key from $SUNLEDGER_MASTER_KEY where that is
// set, and else from the file: 32 bytes as base64 or hexadecimal text. A file
// that others than its owner may use gives an [*ExposedFileError].
func LoadMasterKey(path string, getenv func(string) string) (MasterKey, error) {
	if text := getenv(MasterKeyVariable); text != "" {
		return parseMasterKey(text, "$"+MasterKeyVariable)
	}
	if path == "" {
		return MasterKey{}, ErrNoMasterKey
	}
	f, err := os.Open(path)
	if err != nil {
		return MasterKey{}, fmt.Errorf("keyring: master key: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return MasterKey{}, fmt.Errorf("keyring: master key: %w", err)
	}
	if err := private(path, info); err != nil {
		return MasterKey{}, err
	}
	const more = 1024 // than any key takes
	text, err := io.ReadAll(io.LimitReader(f, more))
	if err != nil {
		return MasterKey{}, fmt.Errorf("keyring: master key: %w", err)
	}
	return parseMasterKey(string(text), path)
}

// CreateMasterKey makes a random master key and writes it to a new file that
// only its owner may read. It is durable when CreateMasterKey returns. It
// never writes over a file. Without the master key a keyring is lost, so it
// needs a copy, apart from those of the keyring.
func CreateMasterKey(path string) (MasterKey, error) {
	var secret [keySize]byte
	_, _ = rand.Read(secret[:]) // never fails
	text := base64.StdEncoding.EncodeToString(secret[:]) + "\n"
	if err := writeNew(path, text); err != nil {
		return MasterKey{}, fmt.Errorf("keyring: master key: %w", err)
	}
	return masterKey(secret[:]), nil
}

// parseMasterKey wraps no error of a decoder: it could quote what it read.
func parseMasterKey(text, from string) (MasterKey, error) {
	text = strings.TrimSpace(text)
	decode := base64.StdEncoding.DecodeString
	switch len(text) {
	case hex.EncodedLen(keySize):
		decode = hex.DecodeString
	case base64.RawStdEncoding.EncodedLen(keySize):
		decode = base64.RawStdEncoding.DecodeString
	}
	raw, err := decode(text)
	if err != nil || len(raw) != keySize {
		return MasterKey{}, fmt.Errorf("keyring: %s holds no master key: it is %d bytes as base64 or hexadecimal text", from, keySize)
	}
	return masterKey(raw), nil
}

// private refuses a file that others than its owner may use. Windows has no
// such modes.
func private(path string, info fs.FileInfo) error {
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return &ExposedFileError{path, info.Mode()}
	}
	return nil
}

func writeNew(path, text string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable. Windows cannot, and needs
// not.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closing := d.Close(); err == nil {
		err = closing
	}
	return err
}
