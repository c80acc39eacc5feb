package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// appIn is a run of the program with a ledger in a folder.
func appIn(dir string, w io.Writer) *app {
	return &app{
		lang: domain.English, ledger: filepath.Join(dir, "ledger"),
		stdin: strings.NewReader(""), stdout: w, stderr: io.Discard, getenv: func(string) string { return "" }, watched: isTerminal,
		logger: slog.New(slog.DiscardHandler),
	}
}

// founded is a new ledger in a folder of the test, with an app that writes to w.
func founded(t *testing.T, w io.Writer) (*app, *openLedger) {
	t.Helper()
	a := appIn(t.TempDir(), w)
	l, _, err := a.found(t.Context(), beginAs(unnamed, moment{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, l
}

// What is recorded while somebody follows is shown, without asking again.
func TestFollowShowsWhatIsRecordedMeanwhile(t *testing.T) {
	read, write := io.Pipe()
	a, l := founded(t, write)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := a.showEvents(ctx, l, &selection{follow: true, types: []string{"town.registered"}})
		ended <- errors.Join(err, write.Close())
	}()
	lines := bufio.NewScanner(read)
	for _, id := range []string{"t1", "t2"} {
		if _, err := l.Do(ctx, ledger.Request{Actor: l.founder, Command: town.Register{ID: id, Name: "镇"}}); err != nil {
			t.Fatal(err)
		}
		if !lines.Scan() || !strings.Contains(lines.Text(), "town-"+id+"@0") {
			t.Fatalf("after recording town-%s it shows %q", id, lines.Text())
		}
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
}

// A limit ends even what follows.
func TestFollowEndsAtItsLimit(t *testing.T) {
	var out strings.Builder
	a, l := founded(t, &out)
	if err := a.showEvents(t.Context(), l, &selection{follow: true, limit: 2}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 2 {
		t.Errorf("%d lines:\n%s", n, out.String())
	}
}

// Who follows beside a server goes on beside the next one, with what was recorded
// in between and without saying anything twice.
func TestFollowFindsTheNextServer(t *testing.T) {
	server, l := founded(t, io.Discard)
	register := func(id string) {
		t.Helper()
		if _, err := l.Do(t.Context(), ledger.Request{Actor: l.founder, Command: town.Register{ID: id, Name: "镇"}}); err != nil {
			t.Fatal(err)
		}
	}
	door := func() func() error {
		t.Helper()
		closed, err := openDoorway(l.at, l.store, server.logger)
		if err != nil {
			t.Fatal(err)
		}
		return closed
	}
	closed := door()
	read, write := io.Pipe()
	said := &lockedBuffer{}
	a := appIn(t.TempDir(), write)
	a.ledger, a.stderr = server.ledger, said
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := a.opened(ctx, reading, func(l *openLedger) error {
			return a.followEvents(ctx, l, &selection{follow: true, types: []string{"town.registered"}})
		})
		ended <- errors.Join(err, write.Close())
	}()
	lines := bufio.NewScanner(read)
	shows := func(id string) {
		t.Helper()
		if !lines.Scan() || !strings.Contains(lines.Text(), "town-"+id+"@0") {
			t.Fatalf("after recording town-%s it shows %q", id, lines.Text())
		}
	}
	register("t1")
	shows("t1")
	if err := closed(); err != nil {
		t.Fatal(err)
	}
	register("t2")
	closed = door()
	shows("t2")
	register("t3")
	shows("t3")
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if want := "has ended: waiting for the next\nfollowing again, through the next server\n"; !strings.HasSuffix(said.String(), want) {
		t.Errorf("it says %q", said)
	}
	if err := closed(); err != nil {
		t.Fatal(err)
	}
}

// It does not wait for ever.
func TestFollowGivesUp(t *testing.T) {
	server, l := founded(t, io.Discard)
	closed, err := openDoorway(l.at, l.store, server.logger)
	if err != nil {
		t.Fatal(err)
	}
	a := appIn(t.TempDir(), io.Discard)
	a.ledger = server.ledger
	beside, err := a.open(t.Context(), reading)
	if err != nil {
		t.Fatal(err)
	}
	if err := closed(); err != nil {
		t.Fatal(err)
	}
	if err := beside.store.Wait(t.Context(), 1<<40); !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("who waits at a closed door is told %v", err)
	}
	if err := a.nextDoor(t.Context(), beside, 2); domain.CodeOf(err) != "door_closed" {
		t.Errorf("it ends with %v", err)
	}
	if err := beside.Close(); err != nil {
		t.Error(err)
	}
}
