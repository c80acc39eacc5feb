package keyring_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
)

var (
	event = uuid.MustParse("6f0c6d0a-6f0a-5d5e-9a0e-2f2a3a4b5c6d")
	who   = uuid.MustParse("0b6b7f5e-3c0d-4d5e-8f6a-7b8c9d0e1f2a")

	ofStream  = domain.Place{Stream: "request-1", Event: event, Field: "/note"}
	ofSubject = domain.Place{Stream: "request-1", Event: event, Field: "/requester", Subject: who}
)

// folder is a place for a keyring, and its master key.
type folder struct {
	path   string
	master keyring.MasterKey
}

func newFolder(t testing.TB) folder {
	t.Helper()
	dir := t.TempDir()
	master, err := keyring.CreateMasterKey(filepath.Join(dir, "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return folder{filepath.Join(dir, "keyring.db"), master}
}

func (f folder) create(t testing.TB, opts ...keyring.Option) *keyring.Keyring {
	t.Helper()
	return closing(t)(keyring.Create(f.path, f.master, opts...))
}

func (f folder) open(t testing.TB, opts ...keyring.Option) *keyring.Keyring {
	t.Helper()
	return closing(t)(keyring.Open(f.path, f.master, opts...))
}

func closing(t testing.TB) func(*keyring.Keyring, error) *keyring.Keyring {
	return func(k *keyring.Keyring, err error) *keyring.Keyring {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = k.Close() })
		return k
	}
}

func mustSeal(t testing.TB, k *keyring.Keyring, at domain.Place, text string) domain.Envelope {
	t.Helper()
	e, err := k.Seal(at, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func mustOpen(t testing.TB, k *keyring.Keyring, at domain.Place, e domain.Envelope, want string) {
	t.Helper()
	text, err := k.Open(at, e)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != want {
		t.Fatalf("opened %q, want %q", text, want)
	}
}

func TestRoundTrip(t *testing.T) {
	f := newFolder(t)
	k := f.create(t)
	type sealed struct {
		at   domain.Place
		text string
		e    domain.Envelope
	}
	var all []sealed
	for _, at := range []domain.Place{ofStream, ofSubject} {
		for _, text := range []string{"", "x", "王秀英 lives by the east well", string(make([]byte, 100_000))} {
			all = append(all, sealed{at, text, mustSeal(t, k, at, text)})
		}
	}
	check := func(k *keyring.Keyring) {
		t.Helper()
		for _, s := range all {
			mustOpen(t, k, s.at, s.e, s.text)
		}
	}
	check(k)
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	check(f.open(t))
	check(f.open(t, keyring.CacheSize(0)))
	check(f.open(t, keyring.CacheSize(1)))
}

func TestEqualTextsGiveOtherEnvelopes(t *testing.T) {
	k := keyringtest.New(t)
	a, b := mustSeal(t, k, ofStream, "the same"), mustSeal(t, k, ofStream, "the same")
	nonces := [2][]byte{a[33:45], b[33:45]}
	if bytes.Equal(nonces[0], nonces[1]) || bytes.Equal(a[45:], b[45:]) {
		t.Fatal("two envelopes of one text are alike")
	}
	if bytes.Contains(a, []byte("the same")) {
		t.Fatal("the envelope shows its text")
	}
}

func TestFingerprint(t *testing.T) {
	k := keyringtest.New(t)
	of := func(at domain.Place, text string) string {
		t.Helper()
		f, err := k.Fingerprint(at, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return string(f)
	}
	elsewhere := domain.Place{Stream: "asset-9", Event: uuid.New(), Field: "/x", Subject: who}
	if of(ofSubject, "139") != of(elsewhere, "139") {
		t.Error("equal texts of one owner have fingerprints that differ")
	}
	if of(ofSubject, "139") == of(ofSubject, "138") {
		t.Error("other texts have one fingerprint")
	}
	if of(ofSubject, "139") == of(ofStream, "139") {
		t.Error("the texts of two owners have one fingerprint")
	}
}

func TestPlaceWithoutOwner(t *testing.T) {
	k := keyringtest.New(t)
	if _, err := k.Seal(domain.Place{}, nil); err == nil {
		t.Error("sealed for nobody")
	}
	if err := k.Destroy(t.Context(), ""); err == nil {
		t.Error("destroyed the key of nobody")
	}
}

func TestClosed(t *testing.T) {
	k := newFolder(t).create(t)
	e := mustSeal(t, k, ofStream, "text")
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	calls := map[string]func() error{
		"Seal":        func() error { _, err := k.Seal(ofStream, nil); return err },
		"Open":        func() error { _, err := k.Open(ofStream, e); return err },
		"Fingerprint": func() error { _, err := k.Fingerprint(ofStream, nil); return err },
		"Ensure":      func() error { return k.Ensure(t.Context(), "request-2") },
		"Destroy":     func() error { return k.Destroy(t.Context(), "request-1") },
		"Renew":       func() error { _, err := k.Renew(t.Context(), "request-1"); return err },
		"Status":      func() error { _, err := k.Status(t.Context(), "request-1"); return err },
		"Counts":      func() error { _, err := k.Counts(t.Context()); return err },
		"Backup":      func() error { return k.Backup(t.Context(), filepath.Join(t.TempDir(), "b")) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, keyring.ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
}
