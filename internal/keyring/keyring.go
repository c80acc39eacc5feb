package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/sunledger/sunledger/domain"
)

// A Keyring is an open keyring file. It may be used by any number of
// goroutines, and the file by any number of processes of one host.
type Keyring struct {
	path    string
	wrap    *wrapper
	cache   *cache
	lease   lease
	maker   maker
	closed  atomic.Bool
	counted struct{ hits, misses, commits, made atomic.Int64 }

	write    *sql.DB // one connection, whose transactions take the write lock at once
	read     *sql.DB
	findKeys *sql.Stmt // in read
	changes  *sql.Stmt // in read
}

var _ domain.Sealer = (*Keyring)(nil)

// An Option changes how a keyring is opened.
type Option func(*options)

type options struct {
	cacheSize   int
	synchronous string
}

// CacheSize bounds the number of owners whose keys are kept unwrapped in
// memory; an owner takes about 400 bytes. The default is 100,000. A size of 0
// keeps none.
func CacheSize(owners int) Option { return func(o *options) { o.cacheSize = owners } }

// Unsynced leaves out waiting for the disk, so that a loss of power can lose
// keys that are in use. It is for tests alone; a test holds it to package
// keyringtest.
func Unsynced() Option { return func(o *options) { o.synchronous = "OFF" } }

// Create makes a new keyring file, which only its owner may use, and opens it.
// It never writes over a file.
func Create(path string, master MasterKey, opts ...Option) (*Keyring, error) {
	if master.secret == nil {
		return nil, ErrNoMasterKey
	}
	if err := createFile(path, newWrapper(master)); err != nil {
		return nil, fmt.Errorf("keyring: creating %s: %w", path, err)
	}
	return Open(path, master, opts...)
}

// createFile fills a file under another name, so that a crash leaves no half
// of a keyring, and nobody opens one.
func createFile(path string, w *wrapper) error {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := f.Close(); err != nil {
		return err
	}
	db, err := connect(f.Name(), "FULL", 1)
	if err != nil {
		return err
	}
	err = initialize(context.Background(), db, w)
	if closing := db.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil { // a rename would write over a file
		return err
	}
	return syncFolder(folder)
}

// Open opens a keyring file. It makes none: a new keyring in the place of one
// that is missing would hide that nothing can be read any more. A file of an
// older format is brought to this one, which an older version of the program
// does not open any more. Errors to tell
// apart are fs.ErrNotExist, [ErrNoMasterKey], [*WrongMasterKeyError],
// [*ExposedFileError], [*NewerFormatError] and [*NotKeyringError].
func Open(path string, master MasterKey, opts ...Option) (*Keyring, error) {
	o := options{cacheSize: 100_000, synchronous: "FULL"}
	for _, opt := range opts {
		opt(&o)
	}
	if master.secret == nil {
		return nil, ErrNoMasterKey
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("keyring: there is none at %s: restore it from a backup; create one for a new ledger only: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	if err := private(path, info); err != nil { // SQLite gives its other files the mode of this one
		return nil, err
	}
	k := &Keyring{path: path, wrap: newWrapper(master), cache: newCache(o.cacheSize)}
	if err := k.connect(o.synchronous); err != nil {
		_ = k.Close()
		return nil, err
	}
	return k, nil
}

func (k *Keyring) connect(synchronous string) (err error) {
	const readers = 4
	ctx := context.Background()
	if k.write, err = connect(k.path, synchronous, 1); err != nil {
		return err
	}
	if k.read, err = connect(k.path, synchronous, readers); err != nil {
		return err
	}
	if err := identify(ctx, k.write, k.path, k.wrap); err != nil {
		return err
	}
	if err := useWAL(ctx, k.write); err != nil { // a restored backup has another mode
		return fmt.Errorf("keyring: %s: %w", k.path, err)
	}
	if err := migrate(ctx, k.write); err != nil {
		return fmt.Errorf("keyring: bringing %s to format %d: %w", k.path, formatVersion, err)
	}
	// A process that died while it destroyed a key left this undone.
	if _, err := k.checkpoint(ctx); err != nil {
		return fmt.Errorf("keyring: %s: %w", k.path, err)
	}
	if k.findKeys, err = k.read.PrepareContext(ctx, findKeys); err != nil {
		return fmt.Errorf("keyring: %s: %w", k.path, err)
	}
	if k.changes, err = k.read.PrepareContext(ctx, `SELECT changes FROM keyring`); err != nil {
		return fmt.Errorf("keyring: %s: %w", k.path, err)
	}
	return nil
}

// Close waits for keys that are being made, and closes the file. Calls after
// it, and calls that it overtakes, give [ErrClosed].
func (k *Keyring) Close() error {
	k.closed.Store(true)
	k.maker.close()
	var errs []error
	for _, db := range []*sql.DB{k.read, k.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// failure names the file in an error of SQLite.
func (k *Keyring) failure(doing string, err error) error {
	if k.closed.Load() {
		return ErrClosed
	}
	_, damaged := errors.AsType[*DamagedKeyError](err)
	if damaged || errors.Is(err, domain.ErrErased) || errors.Is(err, errNoOwner) {
		return err // it says all there is to say
	}
	return fmt.Errorf("keyring: %s in %s: %w", doing, k.path, err)
}
