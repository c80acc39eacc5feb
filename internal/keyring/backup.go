package keyring

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of the keyring, as of one moment, to a new
// file that only its owner may use; it is durable when Backup returns. The copy
// holds the keys wrapped, so that it opens with the same master key alone, and
// it is restored by putting it in the place of the keyring while no process has
// that open. It brings back every key that was destroyed after it was made.
func (k *Keyring) Backup(ctx context.Context, path string) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if err := k.backup(ctx, path); err != nil {
		return k.failure("writing a backup to "+path, err)
	}
	return nil
}

func (k *Keyring) backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist) // before the work; the link below decides
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part.Name()) }()
	defer func() { _ = part.Close() }()
	// SQLite writes into an empty file, and leaves it unsynced.
	if _, err := k.read.ExecContext(ctx, `VACUUM INTO ?`, part.Name()); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	if err := os.Link(part.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
