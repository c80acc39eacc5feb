package pebble_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

func TestSecondOpenNamesTheHolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, dir + "/.", link} {
		isHeldBy(t, path, os.Getpid())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, link)
}

// TestSecondProcessNamesTheHolder holds the log in another process.
func TestSecondProcessNamesTheHolder(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		child.Process.Kill()
		child.Wait()
	})
	if _, err := out.Read(make([]byte, 1)); err != nil { // it appends: it has the log
		t.Fatal(err)
	}
	isHeldBy(t, dir, child.Process.Pid)
	child.Process.Kill()
	child.Wait()
	open(t, dir)
}

func isHeldBy(t *testing.T, dir string, pid int) {
	t.Helper()
	start := time.Now()
	_, err := pebble.Open(dir)
	var locked *pebble.LockedError
	if !errors.As(err, &locked) || !errors.Is(err, eventstore.ErrUnavailable) {
		t.Fatalf("got error %v, want a LockedError that is ErrUnavailable", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("the answer took %v", took)
	}
	host, _ := os.Hostname()
	h := locked.Holder
	if h.PID != pid || h.Host != host || h.Program != filepath.Base(os.Args[0]) || time.Since(h.Since) > time.Minute {
		t.Errorf("the holder is %+v", h)
	}
	for _, want := range []string{strconv.Itoa(pid), host, h.Program, "stop that process", "server"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message %q does not say %q", err, want)
		}
	}
}

// open opens a log for one test.
func open(t testing.TB, dir string, opts ...pebble.Option) *pebble.Store {
	t.Helper()
	s, err := pebble.Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
