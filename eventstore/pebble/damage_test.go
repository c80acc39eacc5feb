package pebble_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// quiet keeps the engine's complaints about what a test breaks out of its
// output.
var quiet = pebble.WithLogger(slog.New(slog.DiscardHandler))

// damageLog makes a log of which half lies in tables and half in the
// write-ahead log, as after the death of the process that had it open. It
// returns the folder and the events.
func damageLog(t *testing.T) (dir string, events []eventstore.Recorded) {
	t.Helper()
	live := t.TempDir()
	random := rand.New(rand.NewPCG(5, 0))
	for range 2 {
		s, err := pebble.Open(live)
		if err != nil {
			t.Fatal(err)
		}
		events = nil
		for range 60 {
			stream := "s-" + randomID(random).String()
			for rev := range eventstore.Revision(3) {
				if _, err := s.Append(t.Context(), stream, rev-1, benchEvent(random)); err != nil {
					t.Fatal(err)
				}
			}
		}
		for r, err := range s.ReadAll(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			events = append(events, r)
		}
		dir = copyFolder(t, live) // while it is open, as a crash leaves it
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir, events
}

func copyFolder(t *testing.T, from string) (to string) {
	t.Helper()
	to = t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestCrashedLogIsWhole guards the tests of damage: without damage they would
// find none.
func TestCrashedLogIsWhole(t *testing.T) {
	dir, events := damageLog(t)
	if err := readEverything(t, copyFolder(t, dir), events); err != nil {
		t.Fatal(err)
	}
	var tables, logs int
	for _, r := range events {
		if path, _ := locate(t, dir, r.Data); strings.HasSuffix(path, ".sst") {
			tables++
		} else {
			logs++
		}
	}
	if tables == 0 || logs == 0 {
		t.Fatalf("%d events lie in tables and %d in write-ahead logs; the tests need both", tables, logs)
	}
}

// A bit that flips in a record is found, wherever the record lies; in the last
// record of the write-ahead log too, which the engine by itself takes for a
// write that the crash cut short.
func TestFlippedBitInARecordIsFound(t *testing.T) {
	dir, events := damageLog(t)
	random := rand.New(rand.NewPCG(6, 0))
	last := len(events) - 1
	for _, i := range []int{0, 1, last / 4, last/2 - 3, last/2 + 5, last * 3 / 4, last - 2, last - 1, last} {
		for what, part := range map[string][]byte{"data": events[i].Data, "metadata": events[i].Metadata, "id": events[i].ID[:]} {
			damaged := copyFolder(t, dir)
			path, offset := locate(t, damaged, part)
			flip(t, path, offset+int64(random.IntN(16)), random.IntN(8))
			err := readEverything(t, damaged, events)
			var corrupt *eventstore.CorruptError
			if !errors.As(err, &corrupt) {
				t.Errorf("%s of event %d in %s: got error %v, want a CorruptError", what, i, filepath.Base(path), err)
			}
		}
	}
}

// A bit that flips anywhere in the folder is found, or changes nothing that is
// read.
func TestFlippedBitAnywhereIsNeverSilent(t *testing.T) {
	dir, events := damageLog(t)
	random := rand.New(rand.NewPCG(uint64(os.Getpid()), 0))
	found := map[string]int{}
	for _, name := range filesIn(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			if info.Size() == 0 {
				continue
			}
			damaged := copyFolder(t, dir)
			offset, bit := random.Int64N(info.Size()), random.IntN(8)
			flip(t, filepath.Join(damaged, name), offset, bit)
			err := readEverything(t, damaged, events)
			var corrupt *eventstore.CorruptError
			var format *pebble.FormatError
			switch {
			case errors.As(err, &corrupt) || errors.As(err, &format):
				found[name]++
			case err != nil:
				t.Errorf("%s: bit %d of byte %d: got error %v, want a CorruptError", name, bit, offset, err)
			}
		}
	}
	t.Logf("found, of 6 in each file: %v", found)
}

// TestTruncatedFileIsFound cuts files short, as a file system that was not
// told to keep them may.
func TestTruncatedFileIsFound(t *testing.T) {
	dir, events := damageLog(t)
	marker, err := filepath.Glob(filepath.Join(dir, "db", "marker.manifest.*"))
	if err != nil || len(marker) != 1 {
		t.Fatal(marker, err)
	}
	manifest := strings.TrimPrefix(filepath.Ext(marker[0]), ".")
	for _, name := range filesIn(t, dir) {
		ext := filepath.Ext(name)
		if ext != ".sst" && ext != ".log" && filepath.Base(name) != manifest {
			continue
		}
		damaged := copyFolder(t, dir)
		path := filepath.Join(damaged, name)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if ext == ".log" && info.Size() == 0 {
			continue
		}
		if err := os.Truncate(path, info.Size()/3); err != nil {
			t.Fatal(err)
		}
		err = readEverything(t, damaged, events)
		if corrupt := (*eventstore.CorruptError)(nil); !errors.As(err, &corrupt) {
			t.Errorf("%s: got error %v, want a CorruptError", name, err)
		}
	}
}

// A log that is refused is not changed: whoever is asked for help finds it as
// it was.
func TestRefusedLogIsNotChanged(t *testing.T) {
	dir, events := damageLog(t)
	path, offset := locate(t, dir, events[len(events)-1].Data)
	flip(t, path, offset, 0)
	before := snapshot(t, dir)
	for range 2 {
		if s, err := pebble.Open(dir, quiet); err == nil {
			s.Close()
			t.Fatal("the damaged log was opened")
		}
	}
	if after := snapshot(t, dir); !slices.Equal(before, after) {
		t.Errorf("the folder was\n%v\nand is\n%v", before, after)
	}
}

// snapshot lists the files that make up the log, with their sizes.
func snapshot(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for _, name := range filesIn(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, fmt.Sprintf("%s %d %x", name, len(b), len(bytes.TrimRight(b, "\x00"))))
	}
	return files
}

// filesIn returns the names of the files that hold the log; not those that hold
// the lock on it.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if base := filepath.Base(name); err == nil && !d.IsDir() && base != "LOCK" && base != "HOLDER" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// locate finds where bytes of a record lie in the files of the log: in a table
// if they are in one, and otherwise in a write-ahead log. It looks for sixteen
// of them, since a log's chunks may cut a record in two.
func locate(t *testing.T, dir string, part []byte) (path string, offset int64) {
	t.Helper()
	whole := part
	if len(part) > 40 {
		part = part[len(part)-40 : len(part)-24]
	}
	names := filesIn(t, dir)
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(filepath.Ext(b), filepath.Ext(a)) })
	for _, name := range names {
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if i := bytes.Index(b, part); i >= 0 {
			return path, int64(i)
		}
	}
	t.Fatalf("%.80q is in no file", whole)
	return "", 0
}

func flip(t *testing.T, path string, offset int64, bit int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[offset] ^= 1 << bit
	if err := os.WriteFile(path, b, 0); err != nil {
		t.Fatal(err)
	}
}

// readEverything opens the log and reads it in each way there is. It returns
// the first error, and fails the test if without one anything differs from what
// was appended.
func readEverything(t *testing.T, dir string, want []eventstore.Recorded) error {
	t.Helper()
	s, err := pebble.Open(dir, quiet)
	if err != nil {
		return err
	}
	defer s.Close()
	var all, backward []eventstore.Recorded
	for r, err := range s.ReadAll(t.Context(), 0) {
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	for r, err := range s.ReadAllBackward(t.Context(), eventstore.EndPosition) {
		if err != nil {
			return err
		}
		backward = append(backward, r)
	}
	slices.Reverse(backward)
	isSame(t, all, want)
	isSame(t, backward, want)
	for i := 0; i < len(want); i += 3 {
		var stream []eventstore.Recorded
		for r, err := range s.ReadStream(t.Context(), want[i].Stream, 0) {
			if err != nil {
				return err
			}
			stream = append(stream, r)
		}
		isSame(t, stream, want[i:i+3])
	}
	return nil
}

func isSame(t *testing.T, got, want []eventstore.Recorded) {
	t.Helper()
	if !slices.EqualFunc(got, want, func(a, b eventstore.Recorded) bool {
		return a.ID == b.ID && a.Type == b.Type && a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position &&
			a.Created.Equal(b.Created) && bytes.Equal(a.Data, b.Data) && bytes.Equal(a.Metadata, b.Metadata)
	}) {
		t.Errorf("damage was read as if it were what was appended: %d events, want %d", len(got), len(want))
	}
}
