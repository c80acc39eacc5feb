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
	l, _, err := a.found(t.Context(), beginAs(unnamed))
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
		err := a.showEvents(ctx, l, selection{follow: true, types: []string{"town.registered"}})
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
	if err := a.showEvents(t.Context(), l, selection{follow: true, limit: 2}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 2 {
		t.Errorf("%d lines:\n%s", n, out.String())
	}
}
