package archive_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/archive"
)

func fillUpLarge(t testing.TB, s eventstore.Store) {
	t.Helper()
	c := rand.New(rand.NewPCG(3, 3))
	for range 4 {
		e := eventstore.Event{ID: uuid.New(), Type: "t", Data: noise(c, 300_000)}
		if _, err := s.Append(t.Context(), "file-"+e.ID.String(), eventstore.NoStream, e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteFile(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 30)
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.slar")
	made, err := archive.WriteFile(t.Context(), s, path, archive.Options{Ledger: ledgerID})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != made.Bytes {
		t.Errorf("%v, %v; made %+v", info, err, made)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if verified, err := archive.Verify(t.Context(), file); err != nil || verified != made {
		t.Errorf("verified %+v, %v", verified, err)
	}
	if _, err := archive.WriteFile(t.Context(), s, path, archive.Options{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over a file: %v", err)
	}
	only(t, dir, "ledger.slar")
}

// brokenReader is a log that fails in the middle.
type brokenReader struct{ eventstore.Store }

var errBroken = errors.New("a sector cannot be read")

func TestFailedBackupLeavesNothing(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 30)
	dir := t.TempDir()
	_, err := archive.WriteFile(t.Context(), brokenReader{s}, filepath.Join(dir, "ledger.slar"), archive.Options{})
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	only(t, dir)
}

func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if len(names) == 0 || e.Name() != names[0] {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func (b brokenReader) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		n := 0
		for r, err := range b.Store.ReadAll(ctx, after) {
			if n++; n == 10 {
				yield(eventstore.Recorded{}, errBroken)
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
