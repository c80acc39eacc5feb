package pebble

import (
	"errors"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// dying is a disk that does what it is asked a number of times, and nothing
// from then on: to the files, that is a process killed at that moment.
type dying struct{ left atomic.Int64 }

func (d *dying) MaybeError(errorfs.Op) error {
	if d.left.Add(-1) < 0 {
		return errDisk
	}
	return nil
}

func (d *dying) String() string { return "dying disk" }

// Wherever the beginning of a log is cut short, the next one begins it: nobody
// was told of anything yet, so there is nothing to restore from a backup.
func TestBeginningThatWasCutShort(t *testing.T) {
	quiet := WithLogger(slog.New(slog.DiscardHandler))
	half := 0
	for n := int64(0); ; n++ {
		dir := t.TempDir()
		disk := &dying{}
		disk.left.Store(n)
		first, err := Open(dir, func(o *options) { o.fs = errorfs.Wrap(vfs.Default, disk) }, quiet)
		if err == nil {
			opened := disk.left.Load() >= 0
			disk.left.Store(math.MaxInt64)
			_ = first.Close()
			if opened {
				break
			}
		}
		if files, _ := filepath.Glob(filepath.Join(dir, engineDir, "*")); len(files) > 0 {
			half++
		}
		// What was killed holds no lock, and what failed in this process may: the
		// files go on elsewhere.
		left := filepath.Join(t.TempDir(), "log")
		if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		s, err := Open(left, quiet)
		if err != nil {
			t.Fatalf("cut short after %d operations: %v; it left %v", n, err, filesBelow(t, left))
		}
		if _, err := s.Append(t.Context(), "s", eventstore.NoStream, eventstore.Event{ID: uuid.New(), Type: "t"}); err != nil {
			t.Fatalf("cut short after %d operations: %v", n, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, done := range []string{dir, left} { // the engine allots 64 MiB to each
			if err := os.RemoveAll(done); err != nil {
				t.Fatal(err)
			}
		}
	}
	if half == 0 {
		t.Fatal("no beginning was cut short half way: the test has shown nothing")
	}
}

// Where the engine has files of records, a missing mark of its manifest is no
// beginning: nothing is begun over them.
func TestLogWithoutItsManifestIsNotBegunAgain(t *testing.T) {
	quiet := WithLogger(slog.New(slog.DiscardHandler))
	dir := t.TempDir()
	s, err := Open(dir, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	marks, err := filepath.Glob(filepath.Join(dir, engineDir, "marker.manifest.*"))
	if err != nil || len(marks) != 1 {
		t.Fatal(marks, err)
	}
	if err := os.Remove(marks[0]); err != nil {
		t.Fatal(err)
	}
	before := filesBelow(t, dir)
	var corrupt *eventstore.CorruptError
	if _, err := Open(dir, quiet); !errors.As(err, &corrupt) {
		t.Fatalf("opened without its manifest: %v", err)
	}
	if after := filesBelow(t, dir); !slices.Equal(before, after) {
		t.Errorf("it had %v, and has %v", before, after)
	}
}

func filesBelow(t *testing.T, dir string) (names []string) {
	t.Helper()
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		names = append(names, path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return names
}
