package keyring_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

// The test binary runs itself as the other processes of these tests.
const (
	childVariable = "KEYRING_TEST_CHILD" // what to do
	pathVariable  = "KEYRING_TEST_PATH"
)

func TestMain(m *testing.M) {
	if what := os.Getenv(childVariable); what != "" {
		if err := child(what, os.Getenv(pathVariable)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(what, path string) error {
	master, err := keyring.LoadMasterKey(filepath.Join(filepath.Dir(path), "master.key"), noEnv)
	if err != nil {
		return err
	}
	k, err := keyring.Open(path, master)
	if err != nil {
		return err
	}
	switch what {
	case "for ever": // until it is killed
		for i := 0; ; i++ {
			if err := report(k, i); err != nil {
				return err
			}
		}
	case "once":
		for i := range 150 {
			if err := report(k, i); err != nil {
				return err
			}
		}
		return k.Close()
	}
	return fmt.Errorf("what is %q", what)
}

// report makes a key and prints what it sealed with it.
func report(k *keyring.Keyring, i int) error {
	at := numbered(i)
	e, err := k.Seal(at, []byte(at.Stream))
	if err != nil {
		return err
	}
	_, err = fmt.Println(i, base64.StdEncoding.EncodeToString(e))
	return err
}

func numbered(i int) domain.Place {
	return domain.Place{Stream: fmt.Sprintf("request-%d", i), Event: event, Field: "/note"}
}

func startChild(t *testing.T, f folder, what string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), childVariable+"="+what, pathVariable+"="+f.path)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewScanner(out)
}

// openReported opens what a child printed.
func openReported(t *testing.T, k *keyring.Keyring, line string) {
	t.Helper()
	var (
		i    int
		text string
	)
	if _, err := fmt.Sscan(line, &i, &text); err != nil {
		t.Fatal(err)
	}
	e, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, k, numbered(i), e, numbered(i).Stream)
}

func TestKeysOutliveAKilledProcess(t *testing.T) {
	f := newFolder(t)
	if err := f.create(t).Close(); err != nil {
		t.Fatal(err)
	}
	c, out := startChild(t, f, "for ever")
	var lines []string
	for len(lines) < 100 && out.Scan() {
		lines = append(lines, out.Text())
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for out.Scan() { // what it said before it died; the last line may be cut
		lines = append(lines, out.Text())
	}
	_ = c.Wait()
	if len(lines) < 100 {
		t.Fatalf("the child ended after %d keys", len(lines))
	}
	k := f.open(t)
	for _, line := range lines[:len(lines)-1] {
		openReported(t, k, line)
	}
}

// Processes that meet at the same owners make one key for each.
func TestManyProcesses(t *testing.T) {
	f := newFolder(t)
	k := f.create(t)
	var (
		mu       sync.Mutex
		lines    []string
		children sync.WaitGroup
	)
	for range 4 {
		c, out := startChild(t, f, "once")
		children.Go(func() {
			for out.Scan() {
				mu.Lock()
				lines = append(lines, out.Text())
				mu.Unlock()
			}
			if err := c.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	children.Wait()
	if len(lines) != 4*150 {
		t.Fatalf("%d answers", len(lines))
	}
	for _, line := range lines {
		openReported(t, k, line)
	}
	if c, err := k.Counts(t.Context()); err != nil || c.Keys != 150 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestUnsyncedIsForTestsAlone(t *testing.T) {
	root := filepath.Join("..", "..")
	found := false
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || filepath.Base(filepath.Dir(path)) == "keyring" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), "keyring.Unsynced") {
			return err
		}
		if filepath.Base(filepath.Dir(path)) == "keyringtest" {
			found = true
			return nil
		}
		t.Errorf("%s opens a keyring that does not wait for the disk: keys in use could be lost", path)
		return nil
	})
	if err != nil || !found {
		t.Error("the walk missed package keyringtest", err)
	}
}
