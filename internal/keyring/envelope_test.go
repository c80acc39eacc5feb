package keyring_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
)

func isAltered(err error) bool {
	_, ok := errors.AsType[*keyring.AlteredError](err)
	return ok
}

func TestMovedEnvelope(t *testing.T) {
	k := keyringtest.New(t)
	other := uuid.New()
	if err := k.Ensure(t.Context(), "request-2", "subject-"+other.String()); err != nil {
		t.Fatal(err)
	}
	moves := map[string]func(*domain.Place){
		"stream":  func(p *domain.Place) { p.Stream = "request-2" },
		"event":   func(p *domain.Place) { p.Event = other },
		"field":   func(p *domain.Place) { p.Field = "/notes" },
		"subject": func(p *domain.Place) { p.Subject = other },
	}
	for _, from := range []domain.Place{ofStream, ofSubject} {
		e := mustSeal(t, k, from, "text")
		for name, move := range moves {
			to := from
			move(&to)
			if text, err := k.Open(to, e); !isAltered(err) {
				t.Errorf("moved to another %s, it opens as %q with error %v", name, text, err)
			}
		}
		mustOpen(t, k, from, e, "text")
	}
}

// All streams of a subject have its key, so that only what is authenticated
// tells these places apart: every other way of cutting the same bytes.
func TestPlacesAreUnambiguous(t *testing.T) {
	k := keyringtest.New(t)
	e := mustSeal(t, k, ofSubject, "text")
	joined := ofSubject.Stream + string(event[:]) + ofSubject.Field
	for cut := range len(joined) - len(event) + 1 {
		id := uuid.UUID([]byte(joined[cut : cut+len(event)]))
		at := domain.Place{Stream: joined[:cut], Event: id, Field: joined[cut+len(event):], Subject: who}
		_, err := k.Open(at, e)
		if at == ofSubject && err != nil || at != ofSubject && !isAltered(err) {
			t.Errorf("at %q: %v", at, err)
		}
	}
}

func TestEveryBitCounts(t *testing.T) {
	k := keyringtest.New(t)
	e := mustSeal(t, k, ofStream, "text")
	for bit := range len(e) * 8 {
		flipped := slices.Clone(e)
		flipped[bit/8] ^= 1 << (bit % 8)
		if _, err := k.Open(ofStream, flipped); !isAltered(err) {
			t.Fatalf("with bit %d of byte %d flipped: %v", bit%8, bit/8, err)
		}
	}
	for n := range e {
		if _, err := k.Open(ofStream, e[:n]); !isAltered(err) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := k.Open(ofStream, append(slices.Clone(e), 0)); !isAltered(err) {
		t.Fatalf("with a byte more: %v", err)
	}
}

func TestAnotherKeyring(t *testing.T) {
	e := mustSeal(t, keyringtest.New(t), ofStream, "text")
	k := keyringtest.New(t)
	_, err := k.Open(ofStream, e)
	if unknown, ok := errors.AsType[*keyring.UnknownOwnerError](err); !ok || unknown.Owner != "request-1" {
		t.Errorf("an owner that was never here: %v", err)
	}
	if err := k.Ensure(t.Context(), "request-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(ofStream, e); !isAltered(err) {
		t.Errorf("an owner with another key here: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	k := keyringtest.New(f)
	genuine := mustSeal(f, k, ofStream, "text")
	f.Add([]byte(genuine), "request-1", "/note")
	f.Add([]byte(genuine[:45]), "request-1", "/note")
	f.Add([]byte{}, "", "")
	f.Add(binary.BigEndian.AppendUint64([]byte{1}, 1<<63), "request-2", "/note")
	f.Fuzz(func(t *testing.T, e []byte, stream, field string) {
		_, err := k.Open(domain.Place{Stream: stream, Event: event, Field: field}, e)
		same := bytes.Equal(e, genuine) && stream == "request-1" && field == "/note"
		if same != (err == nil) {
			t.Fatalf("the genuine envelope: %v; error: %v", same, err)
		}
	})
}
