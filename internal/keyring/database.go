package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	formatVersion = 2
	applicationID = 0x534C4B52 // "SLKR", in the header of the file
)

// busyTimeout is how long a transaction waits for those of other processes.
const busyTimeout = 30 * time.Second

// A wrapped key lies in a table of its own, whose rows are all of one size, are
// added at the end, never deleted, and written over in place. SQLite then never
// moves one within the file, which would leave a copy in the slack of a page
// that secure_delete does not clear.
//
// No row of a key is ever deleted, either: the tombstone of a destroyed key
// keeps a new one from being made. A tombstone without a commitment is of an
// owner who had no key when it was erased.
const schemaKeys = `
CREATE TABLE keyring (
	one          INTEGER PRIMARY KEY CHECK (one = 1),
	master_check BLOB NOT NULL,
	changes      INTEGER NOT NULL -- keys destroyed or renewed so far
) STRICT;
CREATE TABLE key (
	id           INTEGER PRIMARY KEY,
	owner        TEXT NOT NULL,
	generation   INTEGER NOT NULL,
	commitment   BLOB,
	made_at      INTEGER NOT NULL, -- Unix milliseconds
	destroyed_at INTEGER,
	UNIQUE (owner, generation)
) STRICT;
CREATE INDEX destroyed_key ON key (destroyed_at) WHERE destroyed_at IS NOT NULL;
CREATE TABLE wrapped_key (
	key     INTEGER PRIMARY KEY REFERENCES key (id),
	wrapped BLOB NOT NULL CHECK (length(wrapped) = 60)
) STRICT;
`

// What format 2 added: finding a person, and marks.
//
// The digest of a term lies as a wrapped key does: in rows of one size, added
// at the end, never deleted, and written over in place. The indexes do move
// their entries, and what they leave in the slack of a page is harmless: of a
// digest they hold 16 bits, which very many terms share, and a subject is
// random. See docs/decisions/0022.
const schemaPeople = `
CREATE TABLE term (
	id      INTEGER PRIMARY KEY,
	digest  BLOB NOT NULL CHECK (length(digest) = 32),
	subject BLOB NOT NULL CHECK (length(subject) = 16)
) STRICT;
CREATE INDEX term_digest ON term (substr(digest, 1, 2));
CREATE INDEX term_subject ON term (subject);
CREATE TABLE mark (
	name     TEXT PRIMARY KEY,
	position INTEGER NOT NULL,
	event    BLOB NOT NULL CHECK (length(event) = 16)
) STRICT;
`

// connect makes a pool of connections to an existing file.
//
// Temporary storage stays in memory: SQLite may put pages with keys into it.
func connect(path, synchronous string, connections int) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	q := url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
			"secure_delete(ON)",
			"synchronous(" + synchronous + ")",
			"foreign_keys(ON)",
			"temp_store(MEMORY)",
		},
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(absolute), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// initialize makes a keyring of an empty database.
func initialize(ctx context.Context, db *sql.DB, w *wrapper) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, schemaKeys+schemaPeople+fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, formatVersion)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO keyring (one, master_check, changes) VALUES (1, ?, 0)`, w.check[:]); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return useWAL(ctx, db)
}

// useWAL chooses the write-ahead log. Both modes can destroy a key, but a
// rollback journal holds the page as it was, with the key, and is left to the
// file system when it is deleted; the write-ahead log is emptied by a
// checkpoint that can be waited for. It also takes one sync a commit where a
// journal takes three or more, and readers do not wait for it. The mode is
// kept in the file.
func useWAL(ctx context.Context, db *sql.DB) error {
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = wal`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the file system of the keyring allows no write-ahead log: the journal mode stays %s", mode)
	}
	return nil
}

// identify makes sure that a file is a keyring of a known format and of this
// master key, before anything is written to it.
func identify(ctx context.Context, db *sql.DB, path string, w *wrapper) error {
	var application, version int
	err := db.QueryRowContext(ctx, `SELECT application_id, user_version FROM pragma_application_id, pragma_user_version`).Scan(&application, &version)
	switch {
	case isNotDatabase(err):
		return &NotKeyringError{path}
	case err != nil:
		return fmt.Errorf("keyring: reading %s: %w", path, err)
	case application != applicationID || version < 1:
		return &NotKeyringError{path}
	case version > formatVersion:
		return &NewerFormatError{path, version, formatVersion}
	}
	var check []byte
	if err := db.QueryRowContext(ctx, `SELECT master_check FROM keyring`).Scan(&check); err != nil {
		return fmt.Errorf("keyring: reading %s: %w", path, err)
	}
	if !w.wrote(check) {
		return &WrongMasterKeyError{path}
	}
	return nil
}

// migrate brings a keyring of an older format to this one. Several processes
// may open it at once: the first one does it. No key is touched.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version >= formatVersion {
		return nil
	}
	if _, err := tx.ExecContext(ctx, schemaPeople+fmt.Sprintf("PRAGMA user_version = %d;", formatVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

func isNotDatabase(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code() == sqlite3.SQLITE_NOTADB
}
