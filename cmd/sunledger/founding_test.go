package main

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// interruptedFounding leaves a ledger whose making ended after its first
// account.
func interruptedFounding(t *testing.T) (a *app, founder string) {
	t.Helper()
	a = appIn(t.TempDir(), io.Discard)
	crash := errors.New("crash")
	_, _, err := a.found(t.Context(), func(ctx context.Context, l *openLedger) (ledger.Founded, error) {
		incomplete := unnamed
		incomplete.Zone = "nowhere" // so that the account is opened, and the county refused
		if _, err := beginAs(incomplete, moment{})(ctx, l); domain.CodeOf(err) != "zone_unknown" {
			t.Errorf("it ended with %v", err)
		}
		for e, err := range l.Events(ctx, 0) {
			if err != nil {
				t.Fatal(err)
			}
			founder = e.Actor
		}
		return ledger.Founded{}, crash
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
	l, m, err := a.found(t.Context(), beginAs(unnamed, moment{}))
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
	kinds := map[string]int{}
	for e, err := range l.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		kinds[e.Event.EventType()]++
	}
	want := map[string]int{"account.opened": 1, "county.registered": 1, "account.granted": len(domain.Grantable()), "account.credential-set": 1}
	if !maps.Equal(kinds, want) {
		t.Errorf("the log has %v, want %v", kinds, want)
	}
	if who, err := l.Authenticate(t.Context(), m.founded.Token); err != nil || who.Account() != founder {
		t.Errorf("its token signs in %q (%v), not the first account", who.Account(), err)
	}
}

// silentStore refuses to record that a role was granted.
type silentStore struct {
	eventstore.Store
	refused error
}

func (s silentStore) Append(ctx context.Context, stream string, at eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if events[0].Type == (account.Granted{}).EventType() {
		return 0, s.refused
	}
	return s.Store.Append(ctx, stream, at, events...)
}

// A ledger whose first account has no role, as those of the first version were, is
// finished by init, and until then every command says so.
func TestALedgerWithoutRolesIsFinished(t *testing.T) {
	a := appIn(t.TempDir(), io.Discard)
	crash := errors.New("crash")
	_, _, err := a.found(t.Context(), func(ctx context.Context, l *openLedger) (ledger.Founded, error) {
		mute, err := newLedger(ctx, l.at, silentStore{l.store, crash}, l.keys)
		if err != nil {
			t.Fatal(err)
		}
		return mute.Found(ctx, ledger.Founding{County: unnamed, Account: founder})
	})
	if !errors.Is(err, crash) {
		t.Fatalf("it ended with %v", err)
	}
	old, err := a.open(t.Context(), withKeys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.actor(t.Context(), old); domain.CodeOf(err) != "ledger_unfinished" {
		t.Errorf("who acts is answered with %v", err)
	}
	ledgerID := old.identity.Ledger
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	a.stdout = &out
	init := a.initCommand()
	init.SetArgs([]string{})
	if err := init.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "its first account had no role yet, and holds all of them now") {
		t.Errorf("it says\n%s", out.String())
	}
	_, token, _ := strings.Cut(out.String(), "kept nowhere:\n  ")
	token, _, _ = strings.Cut(token, "\n")
	whole, err := a.open(t.Context(), withKeys)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = whole.Close() }()
	if who, err := whole.Authenticate(t.Context(), token); err != nil || who.Account() != whole.identity.Founder || whole.identity.Ledger != ledgerID {
		t.Errorf("its token signs in %q (%v) to the ledger %s, which was %s", who.Account(), err, whole.identity.Ledger, ledgerID)
	}
	if _, _, err := a.found(t.Context(), beginAs(unnamed, moment{})); domain.CodeOf(err) != "ledger_in_use" {
		t.Errorf("a second time it ends with %v", err)
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
		if _, _, err := a.found(t.Context(), beginAs(unnamed, moment{})); domain.CodeOf(err) != c.code {
			t.Errorf("without %s it ends with %v", c.lost(at), err)
		}
		if _, err := os.Stat(c.lost(at)); err == nil {
			t.Errorf("%s was made anew", c.lost(at))
		}
	}
}

// failingStore takes no event, or does not say whether it took one.
type failingStore struct {
	eventstore.Store
	err error
}

func (s failingStore) Append(context.Context, string, eventstore.Revision, ...eventstore.Event) (eventstore.Position, error) {
	return 0, s.err
}

// The keys of a ledger that was not begun go with it, unless an event may be there
// that they have sealed; and those that were there before stay in any case.
func TestKeysOfALedgerThatWasNotBegun(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		before bool
		says   string
		kept   bool
	}{
		"refused":           {err: eventstore.ErrUnavailable, says: "store is unavailable"},
		"uncertain":         {err: eventstore.ErrUncertain, says: "is uncertain: keep the keys in ", kept: true},
		"refused, had keys": {err: eventstore.ErrUnavailable, before: true, says: "store is unavailable", kept: true},
	} {
		t.Run(name, func(t *testing.T) {
			a := appIn(t.TempDir(), io.Discard)
			try := func(err error) error {
				l, begun, opening := a.openPlace(t.Context())
				if opening != nil {
					t.Fatal(opening)
				}
				l.store = failingStore{l.store, err}
				_, _, err = a.foundIn(t.Context(), l, beginAs(unnamed, moment{}), begun)
				return err
			}
			if c.before {
				_ = try(eventstore.ErrUncertain)
			}
			err := try(c.err)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it ended with %v", err)
			}
			at, err := a.address()
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{at.keyring(), at.masterKey()} {
				if _, err := os.Stat(path); (err == nil) != c.kept {
					t.Errorf("%s: %v", path, err)
				}
			}
			l, _, err := a.found(t.Context(), beginAs(unnamed, moment{}))
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
