package keyring_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/internal/keyring"
)

func TestWrongMasterKey(t *testing.T) {
	f := newFolder(t)
	f.create(t)
	f.master = newFolder(t).master
	_, err := keyring.Open(f.path, f.master)
	if wrong, ok := errors.AsType[*keyring.WrongMasterKeyError](err); !ok || wrong.Path != f.path {
		t.Fatal(err)
	}
	for _, open := range []func(string, keyring.MasterKey, ...keyring.Option) (*keyring.Keyring, error){keyring.Open, keyring.Create} {
		if _, err := open(f.path, keyring.MasterKey{}); !errors.Is(err, keyring.ErrNoMasterKey) {
			t.Errorf("with no master key: %v", err)
		}
	}
}

func TestMissingKeyringIsNotMade(t *testing.T) {
	f := newFolder(t)
	if _, err := keyring.Open(f.path, f.master); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := os.Stat(f.path); err == nil {
		t.Error("Open made a file")
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	f := newFolder(t)
	e := mustSeal(t, f.create(t), ofStream, "text")
	if _, err := keyring.Create(f.path, f.master); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	mustOpen(t, f.open(t), ofStream, e, "text")
}

func TestFilesAreOfTheOwnerAlone(t *testing.T) {
	f := newFolder(t)
	k := f.create(t)
	mustSeal(t, k, ofStream, "text")
	if err := k.Backup(t.Context(), filepath.Join(filepath.Dir(f.path), "backup.db")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name())
		if info.Mode() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
	}
	if got := strings.Join(names, " "); got != "backup.db keyring.db keyring.db-shm keyring.db-wal master.key" {
		t.Errorf("the folder holds %s", got)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(f.path, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = keyring.Open(f.path, f.master)
	if _, ok := errors.AsType[*keyring.ExposedFileError](err); !ok {
		t.Errorf("a keyring that others may read: %v", err)
	}
}

func TestNewerFormat(t *testing.T) {
	f := newFolder(t)
	if err := f.create(t).Close(); err != nil {
		t.Fatal(err)
	}
	f.run(t, `PRAGMA user_version = 3`)
	_, err := keyring.Open(f.path, f.master)
	if newer, ok := errors.AsType[*keyring.NewerFormatError](err); !ok || newer.Has != 3 || newer.Newest != 2 {
		t.Error(err)
	}
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	database := newFolder(t)
	if err := os.WriteFile(database.path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	database.run(t, `CREATE TABLE keyring (one INTEGER)`)
	text := newFolder(t)
	if err := os.WriteFile(text.path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]folder{"a database": database, "a text": text} {
		before, _ := os.ReadFile(f.path)
		_, err := keyring.Open(f.path, f.master)
		if _, ok := errors.AsType[*keyring.NotKeyringError](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(f.path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestDamagedKey(t *testing.T) {
	f := newFolder(t)
	k := f.create(t, keyring.CacheSize(0))
	e, other := mustSeal(t, k, ofStream, "text"), mustSeal(t, k, ofSubject, "other")
	f.run(t, `UPDATE wrapped_key SET wrapped = (SELECT wrapped FROM wrapped_key WHERE key = 2) WHERE key = 1`)
	_, err := k.Open(ofStream, e)
	if damaged, ok := errors.AsType[*keyring.DamagedKeyError](err); !ok || damaged.Owner != "request-1" {
		t.Errorf("Open: %v", err)
	}
	if _, err := k.Seal(ofStream, nil); err == nil {
		t.Error("sealed with a damaged key")
	}
	mustOpen(t, k, ofSubject, other, "other")
}

func TestOddPath(t *testing.T) {
	f := newFolder(t)
	f.path = filepath.Join(filepath.Dir(f.path), "a ?key%20ring#1&mode=ro.db")
	e := mustSeal(t, f.create(t), ofStream, "text")
	mustOpen(t, f.open(t), ofStream, e, "text")
	if _, err := os.Stat(f.path); err != nil {
		t.Error(err)
	}
}

func TestBackup(t *testing.T) {
	f := newFolder(t)
	k := f.create(t)
	e, erased := mustSeal(t, k, ofStream, "text"), mustSeal(t, k, ofSubject, "name")
	backup := folder{filepath.Join(t.TempDir(), "backup.db"), f.master}
	if err := k.Backup(t.Context(), backup.path); err != nil {
		t.Fatal(err)
	}
	if err := k.Backup(t.Context(), backup.path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	later := ofStream
	later.Stream = "request-later"
	afterwards := mustSeal(t, k, later, "text")
	if err := k.Destroy(t.Context(), ofSubject.Owner()); err != nil {
		t.Fatal(err)
	}

	restored := backup.open(t)
	mustOpen(t, restored, ofStream, e, "text")
	if _, err := restored.Open(later, afterwards); err == nil {
		t.Error("opened with a key that was made after the backup")
	}
	// An older backup brings keys back, and its status shows it.
	mustOpen(t, restored, ofSubject, erased, "name")
	if s, err := restored.Status(t.Context(), ofSubject.Owner()); err != nil || s.State != keyring.Live {
		t.Errorf("%+v, %v", s, err)
	}
	if err := restored.Destroy(t.Context(), ofSubject.Owner()); err != nil {
		t.Fatal(err)
	}
	checkErased(t, restored, ofSubject, erased)
	mustSeal(t, restored, ofStream, "more")
}

// run changes the file behind the keyring's back.
func (f folder) run(t *testing.T, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
