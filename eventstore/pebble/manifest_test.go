package pebble

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// A manifest that lost its last entries forgets tables. The engine takes what
// it can read of it for the whole, and would go on with a hole in the middle of
// the log, whose end is in a write-ahead log of its own.
func TestManifestCutAnywhereIsNeverSilent(t *testing.T) {
	const rounds, each = 4, 5
	quiet := WithLogger(slog.New(slog.DiscardHandler))
	live := t.TempDir()
	s, err := Open(live, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for round := range rounds {
		for range each {
			if _, err := s.Append(t.Context(), "s-"+uuid.NewString(), eventstore.NoStream, eventstore.Event{ID: uuid.New(), Type: "t"}); err != nil {
				t.Fatal(err)
			}
		}
		if round < rounds-1 {
			if err := s.db.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	crashed := t.TempDir()
	if err := os.CopyFS(crashed, os.DirFS(live)); err != nil {
		t.Fatal(err)
	}
	marker, err := filepath.Glob(filepath.Join(crashed, engineDir, "marker.manifest.*"))
	if err != nil || len(marker) != 1 {
		t.Fatal(marker, err)
	}
	manifest := filepath.Join(crashed, engineDir, strings.TrimPrefix(filepath.Ext(marker[0]), "."))
	// The write-ahead logs of what was flushed are gone, or about to be.
	logs, err := filepath.Glob(filepath.Join(crashed, engineDir, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, log := range logs[:len(logs)-1] {
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
	}
	undamaged := t.TempDir()
	if err := os.CopyFS(undamaged, os.DirFS(crashed)); err != nil {
		t.Fatal(err)
	}
	if err := opensWhole(t, undamaged, rounds*each, quiet); err != nil {
		t.Fatalf("without damage: %v", err)
	}
	info, err := os.Stat(manifest)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for size := info.Size() - 1; size > 0; size -= 11 {
		damaged := t.TempDir()
		if err := os.CopyFS(damaged, os.DirFS(crashed)); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(filepath.Join(damaged, engineDir, filepath.Base(manifest)), size); err != nil {
			t.Fatal(err)
		}
		err := opensWhole(t, damaged, rounds*each, quiet)
		if err == nil {
			continue // what was cut off changed nothing
		}
		found++
		found++
		if corrupt := (*eventstore.CorruptError)(nil); !errors.As(err, &corrupt) {
			t.Errorf("cut at byte %d: got error %v, want a CorruptError", size, err)
		}
	}
	if found == 0 {
		t.Error("no cut was found: the test has shown nothing")
	}
}

// opensWhole returns the error of opening a log, and fails the test when it
// opens with another number of events.
func opensWhole(t *testing.T, dir string, want int, opts ...Option) error {
	t.Helper()
	s, err := Open(dir, opts...)
	if err != nil {
		return err
	}
	defer s.Close()
	if n := count(t, s); n != want {
		t.Errorf("the log opened with %d events, want %d", n, want)
	}
	return nil
}
