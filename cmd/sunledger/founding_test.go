package main

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// interruptedFounding leaves a ledger whose making ended after its first
// account.
func interruptedFounding(t *testing.T) (a *app, founder string) {
	t.Helper()
	a = appIn(t.TempDir(), io.Discard)
	crash := errors.New("crash")
	_, _, err := a.found(t.Context(), func(ctx context.Context, l *openLedger) (ledger.Identity, error) {
		incomplete := unnamed
		incomplete.Zone = "nowhere" // so that the account is opened, and the county refused
		if _, err := l.beginAs(ctx, incomplete); domain.CodeOf(err) != "zone_unknown" {
			t.Errorf("it ended with %v", err)
		}
		for e, err := range l.Events(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			founder = e.Actor
		}
		return ledger.Identity{}, crash
	})
	if !errors.Is(err, crash) || founder == "" {
		t.Fatalf("it ended with %v, and the first account is %q", err, founder)
	}
	return a, founder
}

func TestAnInterruptedFoundingIsFinishedWithItsAccount(t *testing.T) {
	a, founder := interruptedFounding(t)
	if _, err := a.open(t.Context(), reading); !errors.Is(err, ledger.ErrNotFounded) {
		t.Errorf("a ledger that is not finished opens with %v", err)
	}
	l, m, err := a.found(t.Context(), beginAs(unnamed))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	if !m.finished || m.newKey || l.identity.Founder != founder || l.identity.Ledger == uuid.Nil {
		t.Errorf("finished %t, a new key %t, founder %s instead of %s", m.finished, m.newKey, l.identity.Founder, founder)
	}
	events := 0
	for _, err := range l.Events(t.Context(), 0) {
		if events++; err != nil {
			t.Fatal(err)
		}
	}
	if events != 2 {
		t.Errorf("the log has %d events, not one account and one county", events)
	}
}

// A log that holds events is never given a new keyring, and a keyring never a
// new master key.
func TestKeysThatAreLostAreNotMadeAnew(t *testing.T) {
	for _, c := range []struct {
		lost func(address) string
		code string
	}{
		{address.keyring, "no_keyring"},
		{address.masterKey, "no_master_key"},
	} {
		a, _ := interruptedFounding(t)
		at, err := a.address()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(c.lost(at)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.found(t.Context(), beginAs(unnamed)); domain.CodeOf(err) != c.code {
			t.Errorf("without %s it ends with %v", c.lost(at), err)
		}
		if _, err := os.Stat(c.lost(at)); err == nil {
			t.Errorf("%s was made anew", c.lost(at))
		}
	}
}
