package pebble_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

func TestNewerFormatIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	write(t, filepath.Join(dir, "FORMAT"), "sunledger event log, format 7\n")
	_, err := pebble.Open(dir)
	var format *pebble.FormatError
	if !errors.As(err, &format) || format.Found != 7 || format.Supported != 1 {
		t.Fatalf("got error %v, want a FormatError of 7 and 1", err)
	}
	for _, want := range []string{"format 7", "up to 1", dir} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message %q does not say %q", err, want)
		}
	}
}

func TestMissingPartsAreNotBegunAnew(t *testing.T) {
	for name, remove := range map[string]string{"engine": "db", "tail": "TAIL"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			appendOne(t, s, "s", eventstore.NoStream)
			s.Close()
			if err := os.RemoveAll(filepath.Join(dir, remove)); err != nil {
				t.Fatal(err)
			}
			_, err := pebble.Open(dir)
			if corrupt := (*eventstore.CorruptError)(nil); !errors.As(err, &corrupt) {
				t.Fatalf("got error %v, want a CorruptError", err)
			}
		})
	}
	t.Run("format", func(t *testing.T) {
		dir := t.TempDir()
		open(t, dir).Close()
		if err := os.Remove(filepath.Join(dir, "FORMAT")); err != nil {
			t.Fatal(err)
		}
		if _, err := pebble.Open(dir); err == nil || !strings.Contains(err.Error(), "FORMAT") {
			t.Fatalf("got error %v, want one that names FORMAT", err)
		}
	})
}

func TestFolderOfSomethingElseIsRefused(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "letter.txt"), "not a log")
	if _, err := pebble.Open(dir); err == nil || !strings.Contains(err.Error(), "letter.txt") {
		t.Fatalf("got error %v, want one that names the file", err)
	}
}

// A crash while the folder is being made leaves one that can be opened.
func TestHalfMadeFolderIsCompleted(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	for _, name := range []string{"FORMAT", "db"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "FORMAT.new"), "sunled")
	s := open(t, dir)
	appendOne(t, s, "s", eventstore.NoStream)
}

// The format is frozen: a log that was written once must read for ever. A
// change here needs a new format version and a reader of the old one.
func TestFormatFileIsFrozen(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	b, err := os.ReadFile(filepath.Join(dir, "FORMAT"))
	if err != nil || string(b) != "sunledger event log, format 1\n" {
		t.Fatalf("%q %v", b, err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
}

func appendOne(t testing.TB, s *pebble.Store, stream string, expected eventstore.Revision) eventstore.Event {
	t.Helper()
	e := benchEvent(rand.New(rand.NewPCG(rand.Uint64(), 0)))
	if _, err := s.Append(t.Context(), stream, expected, e); err != nil {
		t.Fatal(err)
	}
	return e
}
