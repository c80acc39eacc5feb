// Package keyringtest gives keyrings to the tests of other packages.
package keyringtest

import (
	"path/filepath"
	"testing"

	"github.com/sunledger/sunledger/internal/keyring"
)

// New is a new keyring in a folder of the test, with a master key of its own.
// It is closed when the test ends, and does not wait for the disk.
func New(t testing.TB) *keyring.Keyring {
	k, _ := NewWithMaster(t)
	return k
}

// NewWithMaster is [New] with the master key, which opens backups of it.
func NewWithMaster(t testing.TB) (*keyring.Keyring, keyring.MasterKey) {
	t.Helper()
	dir := t.TempDir()
	master, err := keyring.CreateMasterKey(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := keyring.Create(filepath.Join(dir, "keyring.db"), master, keyring.Unsynced())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k, master
}
