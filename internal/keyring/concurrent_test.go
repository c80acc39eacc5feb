package keyring_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

func TestNewOwnersShareTransactions(t *testing.T) {
	const goroutines, each = 64, 25
	k := newFolder(t).create(t)
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := range each {
				at := numbered(g*each + i)
				e, err := k.Seal(at, []byte("text"))
				if err != nil {
					t.Error(err)
					return
				}
				if text, err := k.Open(at, e); err != nil || string(text) != "text" {
					t.Error(string(text), err)
				}
			}
		})
	}
	wg.Wait()
	c, err := k.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Keys != goroutines*each || c.Made != goroutines*each {
		t.Errorf("%+v: want %d keys", c, goroutines*each)
	}
	if c.Transactions > goroutines*each/5 {
		t.Errorf("%d transactions made %d keys", c.Transactions, c.Made)
	}
}

// All goroutines want one owner: they agree on its key.
func TestOneOwnerOneKey(t *testing.T) {
	f := newFolder(t)
	rings := []*keyring.Keyring{f.create(t), f.open(t)}
	var wg sync.WaitGroup
	prints := make([]string, 64)
	for i := range prints {
		wg.Go(func() {
			p, err := rings[i%2].Fingerprint(ofSubject, []byte("text"))
			if err != nil {
				t.Error(err)
			}
			prints[i] = string(p)
		})
	}
	wg.Wait()
	for _, p := range prints {
		if p != prints[0] {
			t.Fatal("two keys for one owner")
		}
	}
}

func TestEnsure(t *testing.T) {
	k := newFolder(t).create(t)
	ctx := t.Context()
	owners := make([]string, 1000)
	for i := range owners {
		owners[i] = numbered(i).Stream
	}
	for range 2 {
		if err := k.Ensure(ctx, append(owners, owners...)...); err != nil {
			t.Fatal(err)
		}
		if c, err := k.Counts(ctx); err != nil || c.Keys != 1000 || c.Transactions != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	if err := k.Ensure(ctx); err != nil {
		t.Error(err)
	}
	if err := k.Ensure(ctx, "request-good", ""); err == nil {
		t.Error("made a key for nobody")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := k.Ensure(cancelled, "request-new"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	k := newFolder(t).create(t, keyring.CacheSize(10))
	var sealed []domain.Envelope
	for i := range 50 {
		sealed = append(sealed, mustSeal(t, k, numbered(i), fmt.Sprint(i)))
	}
	for i, e := range sealed {
		mustOpen(t, k, numbered(i), e, fmt.Sprint(i))
		mustOpen(t, k, numbered(i), e, fmt.Sprint(i))
	}
	if c, err := k.Counts(t.Context()); err != nil || c.CachedOwners != 10 || c.CacheHits != 50 || c.CacheMisses != 100 {
		t.Errorf("%+v, %v", c, err)
	}
}

// Sealing, destroying and closing at once: whatever comes first, every answer
// is one of those that the contract names.
func TestDestroyAndCloseAmidSealing(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	var wg sync.WaitGroup
	for g := range 16 {
		ring := []*keyring.Keyring{k, second}[g%2]
		wg.Go(func() {
			for i := 0; ; i++ {
				at := numbered(i % 7)
				e, err := ring.Seal(at, []byte("text"))
				if err == nil {
					_, err = ring.Open(at, e)
				}
				if errors.Is(err, keyring.ErrClosed) {
					return
				}
				if err != nil && !errors.Is(err, domain.ErrErased) {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 5 {
		if err := k.Destroy(t.Context(), numbered(i).Stream); err != nil {
			t.Error(err)
		}
		for _, ring := range []*keyring.Keyring{k, second} {
			if _, err := ring.Seal(numbered(i), nil); !errors.Is(err, domain.ErrErased) {
				t.Errorf("sealed after Destroy: %v", err)
			}
		}
	}
	for _, ring := range []*keyring.Keyring{k, second} {
		if err := ring.Close(); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
