package keyring

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// What is sealed stands in the log for ever. These bytes never change: where
// this test fails, the code is wrong.
var (
	frozenSecret = bytes.Repeat([]byte{0x42}, keySize)
	frozenPlace  = domain.Place{
		Stream:  "request-1",
		Event:   uuid.MustParse("6f0c6d0a-6f0a-5d5e-9a0e-2f2a3a4b5c6d"),
		Field:   "/requester",
		Subject: uuid.MustParse("0b6b7f5e-3c0d-4d5e-8f6a-7b8c9d0e1f2a"),
	}
)

const (
	frozenCommitment = "ca618155d2c4818c7b47088adb40fb6037b207b4b107a40ec910ac07d75d3af8"
	frozenEnvelope   = "01" + // version
		frozenCommitment +
		"8873fb1689556aa28cc8db7c" +
		"c675838d6fda1f67" + // "sunshine", enciphered
		"bbed0fc6fb0b37eb07f402c5d8c1d2bc"
	frozenFingerprint = "a51bc7d40694307e31ef91ec7c403e3f7c5ffe408a9794fa9e943e13cae5942e"
)

var frozenTerms = map[TermKind]string{
	PersonName:  "4f21c55df3e548084766fe362efc665637f8f144e8310183a7a83b3305582f66",
	PhoneNumber: "c0ec19379f4fa9e1690d24551c90a22c09cbd79eac627fb21ed4f6c9423d9dc6",
	IDNumber:    "c9fc18c569dacfb1a862166004a75748460d166d052bf1a72dc8ed6b1639b946",
}

func TestFrozenEnvelopeOpens(t *testing.T) {
	e, err := hex.DecodeString(frozenEnvelope)
	if err != nil {
		t.Fatal(err)
	}
	k := expandKey(frozenSecret, 1)
	c, err := committed(frozenPlace, e)
	if err != nil || c != k.commitment {
		t.Fatalf("commits to %x (%v), want %x", c, err, k.commitment)
	}
	text, err := k.open(frozenPlace, e)
	if err != nil || string(text) != "sunshine" {
		t.Fatalf("opened %q, %v", text, err)
	}
}

func TestFrozenFingerprint(t *testing.T) {
	if got := hex.EncodeToString(expandKey(frozenSecret, 1).digest([]byte("sunshine"))); got != frozenFingerprint {
		t.Fatalf("fingerprint %s, want %s", got, frozenFingerprint)
	}
}

// A term is found under its digest for as long as the keyring lasts.
func TestFrozenTermDigest(t *testing.T) {
	w := newWrapper(masterKey(frozenSecret))
	for kind, want := range frozenTerms {
		if got := hex.EncodeToString(w.termDigest(Term{kind, "13800001234"})); got != want {
			t.Errorf("digest of the %s: %s, want %s", kind, got, want)
		}
	}
}

func TestSubkeysDiffer(t *testing.T) {
	k := expandKey(frozenSecret, 1)
	if k.encryption == k.fingerprint || k.encryption == [keySize]byte(k.commitment) || k.fingerprint == [keySize]byte(k.commitment) {
		t.Fatal("a sub-key has two uses")
	}
}

// A row of one key put in the place of another does not pass for it.
func TestWrappedKeyIsBoundToItsRow(t *testing.T) {
	w := newWrapper(masterKey(frozenSecret))
	k, wrapped := w.newKey("request-1", 1)
	if len(wrapped) != wrappedSize {
		t.Fatalf("a wrapped key takes %d bytes, the schema says %d", len(wrapped), wrappedSize)
	}
	if _, err := w.unwrap("request-1", 1, k.commitment, wrapped); err != nil {
		t.Fatal(err)
	}
	for name, unwrap := range map[string]func() (*key, error){
		"owner":      func() (*key, error) { return w.unwrap("request-2", 1, k.commitment, wrapped) },
		"generation": func() (*key, error) { return w.unwrap("request-1", 2, k.commitment, wrapped) },
		"commitment": func() (*key, error) { return w.unwrap("request-1", 1, commitment{}, wrapped) },
		"bytes":      func() (*key, error) { return w.unwrap("request-1", 1, k.commitment, make([]byte, wrappedSize)) },
	} {
		if _, err := unwrap(); err == nil {
			t.Errorf("unwrapped with another %s", name)
		}
	}
}
