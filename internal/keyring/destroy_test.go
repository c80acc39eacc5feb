package keyring_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

// wrappedKeys are the wrapped keys of an owner, as they stand in the file.
func (f folder) wrappedKeys(t *testing.T, owner string) [][]byte {
	t.Helper()
	all := f.column(t, `SELECT wrapped FROM wrapped_key JOIN key ON key.id = wrapped_key.key WHERE owner = ?`, owner)
	if len(all) == 0 {
		t.Fatalf("no wrapped key of %s", owner)
	}
	return all
}

// column is what a query finds in the file.
func (f folder) column(t *testing.T, query string, args ...any) (all [][]byte) {
	t.Helper()
	db, err := sql.Open("sqlite", f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value []byte
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		all = append(all, value)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return all
}

// traces counts the copies of any part of a wrapped key in the raw bytes of all
// files in the folder.
func (f folder) traces(t *testing.T, wrapped []byte) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(filepath.Dir(f.path), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for part := 0; part+10 <= len(wrapped); part += 10 {
			n += bytes.Count(raw, wrapped[part:part+10])
		}
	}
	return n
}

func checkErased(t *testing.T, k *keyring.Keyring, at domain.Place, e domain.Envelope) {
	t.Helper()
	if text, err := k.Open(at, e); !errors.Is(err, domain.ErrErased) {
		t.Errorf("Open: %q, %v", text, err)
	}
	if _, err := k.Seal(at, []byte("more")); !errors.Is(err, domain.ErrErased) {
		t.Errorf("Seal: %v", err)
	}
	if _, err := k.Fingerprint(at, []byte("more")); !errors.Is(err, domain.ErrErased) {
		t.Errorf("Fingerprint: %v", err)
	}
	if _, err := k.Renew(t.Context(), at.Owner()); !errors.Is(err, domain.ErrErased) {
		t.Errorf("Renew: %v", err)
	}
	if err := k.Ensure(t.Context(), at.Owner()); err != nil {
		t.Errorf("Ensure: %v", err)
	}
	s, err := k.Status(t.Context(), at.Owner())
	if err != nil || s.State != keyring.Destroyed || time.Since(s.DestroyedAt) > time.Minute {
		t.Errorf("Status: %+v, %v", s, err)
	}
}

func TestDestroy(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t) // as another process has it
	e, kept := mustSeal(t, k, ofSubject, "text"), mustSeal(t, k, ofStream, "note")
	mustOpen(t, second, ofSubject, e, "text")
	if err := k.Destroy(t.Context(), ofSubject.Owner()); err != nil {
		t.Fatal(err)
	}
	// At once: the second has the key in its cache.
	checkErased(t, second, ofSubject, e)
	checkErased(t, k, ofSubject, e)
	if err := k.Destroy(t.Context(), ofSubject.Owner()); err != nil {
		t.Errorf("destroying again: %v", err)
	}
	mustOpen(t, k, ofStream, kept, "note")
	for _, k := range []*keyring.Keyring{k, second} {
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
	}
	reopened := f.open(t)
	checkErased(t, reopened, ofSubject, e)
	mustOpen(t, reopened, ofStream, kept, "note")
}

func TestDestroyOfAnOwnerWithoutKey(t *testing.T) {
	k := newFolder(t).create(t)
	if err := k.Destroy(t.Context(), ofStream.Owner()); err != nil {
		t.Fatal(err)
	}
	checkErased(t, k, ofStream, mustSeal(t, newFolder(t).create(t), ofStream, "elsewhere"))
}

func TestDestroyedKeyLeavesNoBytes(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	var owners []string
	for len(owners) < 3000 {
		batch := make([]string, 1+rand.IntN(400))
		for i := range batch {
			batch[i] = "subject-" + uuid.NewString()
		}
		if err := k.Ensure(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		owners = append(owners, batch...)
	}
	for _, i := range rand.Perm(len(owners))[:12] {
		wrapped := f.wrappedKeys(t, owners[i])[0]
		if f.traces(t, wrapped) == 0 {
			t.Fatal("the test does not find a key that is there")
		}
		destroyer := []*keyring.Keyring{k, second}[i%2]
		if err := destroyer.Destroy(t.Context(), owners[i]); err != nil {
			t.Fatal(err)
		}
		if n := f.traces(t, wrapped); n > 0 {
			t.Fatalf("%d traces of the key of owner %d are left", n, i)
		}
	}
}

// A reader of an older state keeps the old pages in the write-ahead log.
func TestDestroyWaitsForReaders(t *testing.T) {
	for name, finish := range map[string]func(*testing.T, folder, *keyring.Keyring) error{
		"repeated": func(t *testing.T, _ folder, k *keyring.Keyring) error {
			return k.Destroy(t.Context(), ofStream.Owner())
		},
		"after a crash, by who opens the keyring next": func(t *testing.T, f folder, _ *keyring.Keyring) error {
			f.open(t)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t)
			k := f.create(t)
			mustSeal(t, k, ofStream, "text")
			wrapped := f.wrappedKeys(t, ofStream.Owner())[0]
			leave := f.read(t)
			hasty, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := k.Destroy(hasty, ofStream.Owner()); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("with a reader in the way: %v", err)
			}
			if f.traces(t, wrapped) == 0 {
				t.Error("the reader was in nobody's way")
			}
			leave()
			if err := finish(t, f, k); err != nil {
				t.Fatal(err)
			}
			if n := f.traces(t, wrapped); n > 0 {
				t.Errorf("%d traces are left", n)
			}
		})
	}
}

// read begins a transaction that sees the keyring as it is now.
func (f folder) read(t *testing.T) (leave func()) {
	t.Helper()
	db, err := sql.Open("sqlite", f.path)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM key`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestRenew(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	ctx, owner := t.Context(), ofStream.Owner()
	old := mustSeal(t, k, ofStream, "what goes")
	mustOpen(t, second, ofStream, old, "what goes")
	generation, err := k.Renew(ctx, owner)
	if err != nil || generation != 2 {
		t.Fatal(generation, err)
	}
	kept := mustSeal(t, second, ofStream, "what stays")
	mustOpen(t, second, ofStream, old, "what goes")
	if err := k.DestroyBefore(ctx, owner, generation); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*keyring.Keyring{"the same": k, "another": second, "a new": f.open(t)} {
		if _, err := k.Open(ofStream, old); !errors.Is(err, domain.ErrErased) {
			t.Errorf("%s process opens what went: %v", name, err)
		}
		mustOpen(t, k, ofStream, kept, "what stays")
		mustSeal(t, k, ofStream, "more")
	}
	if s, err := k.Status(ctx, owner); err != nil || s.State != keyring.Live || s.Generations != 2 {
		t.Errorf("%+v, %v", s, err)
	}
	if c, err := k.Counts(ctx); err != nil || c.Keys != 2 || c.Destroyed != 1 || c.Changes != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	if err := k.Destroy(ctx, owner); err != nil {
		t.Fatal(err)
	}
	checkErased(t, k, ofStream, kept)
	checkErased(t, k, ofStream, old)
}

// What another process sealed under a renewed key opens here at once.
func TestRenewedElsewhere(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	mustOpen(t, second, ofStream, mustSeal(t, k, ofStream, "old"), "old")
	renewing := make(chan error)
	go func() { _, err := k.Renew(t.Context(), ofStream.Owner()); renewing <- err }()
	for i := range 50 {
		text := fmt.Sprint(i)
		mustOpen(t, second, ofStream, mustSeal(t, k, ofStream, text), text)
		time.Sleep(time.Millisecond)
	}
	if err := <-renewing; err != nil {
		t.Fatal(err)
	}
}
