package pebble_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

var kills = flag.Int("kills", 8, "how often the crash test kills a process that appends")

// childEnv names the log to the process that the crash test starts. See
// TestMain.
const childEnv = "SUNLEDGER_CRASH_TEST_LOG"

// TestKilledProcessLosesNothing kills a process that appends with SIGKILL at
// random moments, and then looks for every event that the process had said was
// appended. The log lives on from kill to kill.
func TestKilledProcessLosesNothing(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	acknowledged := map[eventstore.Position]uuid.UUID{}
	for kill := range *kills {
		before := len(acknowledged)
		// Some kills come while the log is still being opened.
		killWhileAppending(t, dir, time.Duration(random.IntN(400))*time.Millisecond, acknowledged)
		events := verify(t, dir, acknowledged)
		t.Logf("kill %d: %d events acknowledged before it, %d in the log", kill, len(acknowledged)-before, events)
	}
	if len(acknowledged) == 0 {
		t.Fatal("no process lived long enough to append anything: the test has shown nothing")
	}
}

// killWhileAppending starts this test binary as a process that appends to the
// log, and kills it after it has lived a while. It adds what the process
// acknowledged.
func killWhileAppending(t *testing.T, dir string, life time.Duration, acknowledged map[eventstore.Position]uuid.UUID) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	child.Stderr = &stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	killed := make(chan struct{})
	go func() {
		defer close(killed)
		time.Sleep(life)
		child.Process.Kill()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var pos eventstore.Position
		var id string
		if _, err := fmt.Sscanf(lines.Text(), "%d %s\n", &pos, &id); err != nil || len(id) != 36 {
			continue // the kill cut the line short
		}
		acknowledged[pos] = uuid.MustParse(id)
	}
	<-killed
	if err := child.Wait(); err == nil || stderr.Len() > 0 {
		t.Fatalf("the process ended by itself: %v\n%s", err, stderr.String())
	}
}

// verify opens the log and checks that it holds every acknowledged event, that
// positions and revisions have no gap, that no append is there in part, and
// that streams agree with the whole. It returns how many events there are.
func verify(t *testing.T, dir string, acknowledged map[eventstore.Position]uuid.UUID) int {
	t.Helper()
	s, err := pebble.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	next := map[string]eventstore.Revision{}
	var last eventstore.Position
	found := 0
	for r, err := range s.ReadAll(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Position != last+1 || r.Revision != next[r.Stream] {
			t.Fatalf("position %d, revision %d follow position %d, revision %d", r.Position, r.Revision, last, next[r.Stream]-1)
		}
		last = r.Position
		next[r.Stream]++
		if id, ok := acknowledged[r.Position]; ok {
			if id != r.ID {
				t.Fatalf("position %d holds event %s, and %s was acknowledged there", r.Position, r.ID, id)
			}
			found++
		}
	}
	if found != len(acknowledged) {
		t.Fatalf("%d of %d acknowledged events are missing", len(acknowledged)-found, len(acknowledged))
	}
	for stream, n := range next {
		if n%childBatch != 0 {
			t.Fatalf("stream %s has %d events, and appends are of %d", stream, n, childBatch)
		}
		for r, err := range s.ReadStreamBackward(t.Context(), stream, eventstore.End) {
			if err != nil || r.Revision != n-1 {
				t.Fatalf("stream %s ends at revision %d (%v), want %d", stream, r.Revision, err, n-1)
			}
			break
		}
	}
	return int(last)
}

// childBatch is how many events each append of the killed process has.
const childBatch = 3

// child appends until it is killed, with several writers, and prints every
// position and id that it was told is appended.
func child() {
	// It says what fails itself; a disk that is nearly full, of which the log
	// warns, is none of it.
	s, err := pebble.Open(os.Getenv(childEnv), quiet)
	if err != nil {
		fail(err)
	}
	var print sync.Mutex
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), rand.Uint64()))
			for {
				stream := "s-" + randomID(random).String()
				for expected := eventstore.NoStream; expected < 30; expected += childBatch {
					events := []eventstore.Event{benchEvent(random), benchEvent(random), benchEvent(random)}
					pos, err := s.Append(context.Background(), stream, expected, events...)
					if err != nil {
						fail(err)
					}
					print.Lock()
					for i, e := range events {
						fmt.Printf("%d %s\n", int(pos)-childBatch+1+i, e.ID)
					}
					print.Unlock()
				}
			}
		})
	}
	writers.Wait()
}

func fail(err error) {
	if !errors.Is(err, eventstore.ErrClosed) {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}
