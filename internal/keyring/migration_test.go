package keyring_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

// What the first format held, in testdata/keyring-v1.db: a subject, a stream
// whose key was renewed, and a subject that was erased. The master key is 32
// times 0x42. Neither the file nor these bytes ever change.
const (
	v1OfSubject = "01e531ce6ea62ca1e58fe0607852ef74a43e5d7a055cf58d8205c4ac2f1490d0453b2301fcad14fc7e82648997fb834e56d2275eac54e4ce1efeca56b99b87fe7165f86964"
	v1OfStream  = "01c528eedfd930b397c5abcd99f7fa026eea8c4851935a1a8396a6fecfd400e102963c361c5fc0b19e10c5ea897675e16fee0361381b9a03de86b81a3016e1f4613f612030"
	v1Renewed   = "0188d7d296b8d07bee4f4e0cc67f895178df5fa1f7994536ab783cc763c40ab15e47b24aff9815719b4354138442532fef918cb1aedf3eb094919189d9031d2115d3"
	v1Erased    = "016042cb3716a8b74742a677aa791a39f6d53f39f426c355d34efbd7946f384369e62b89bf3cf5379fd61e93beab93e72805ee25749c799a7058f30f70e099e95bc9418750"
)

func ofFormat1(t *testing.T) folder {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "keyring-v1.db"))
	if err != nil {
		t.Fatal(err)
	}
	master, err := keyring.LoadMasterKey("", func(string) string {
		return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0x42}, 32))
	})
	if err != nil {
		t.Fatal(err)
	}
	f := folder{filepath.Join(t.TempDir(), "keyring.db"), master}
	if err := os.WriteFile(f.path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFormat1(t *testing.T) {
	f := ofFormat1(t)
	atSubject := domain.Place{Stream: "request-1", Event: event, Field: "/requester", Subject: who}
	atStream, atErased := atSubject, atSubject
	atStream.Subject, atErased.Subject = uuid.Nil, uuid.MustParse("11111111-3c0d-4d5e-8f6a-7b8c9d0e1f2a")
	envelope := func(s string) domain.Envelope {
		e, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for _, opened := range []string{"for the first time", "again"} {
		k, err := keyring.Open(f.path, f.master)
		if err != nil {
			t.Fatalf("opened %s: %v", opened, err)
		}
		mustOpen(t, k, atSubject, envelope(v1OfSubject), "sunshine")
		mustOpen(t, k, atStream, envelope(v1OfStream), "sunshine")
		mustOpen(t, k, atStream, envelope(v1Renewed), "later")
		if _, err := k.Open(atErased, envelope(v1Erased)); !errors.Is(err, domain.ErrErased) {
			t.Errorf("what was erased: %v", err)
		}
		mustIndex(t, k, who, "王松滨")
		mustIndex(t, k, atErased.Subject, "王松滨")
		mustFind(t, k, keyring.PersonName, "王松滨", who)
		if c, err := k.Counts(t.Context()); err != nil || c.Keys != 4 || c.Destroyed != 1 || c.Changes != 2 || c.Terms != 1 {
			t.Errorf("%+v, %v", c, err)
		}
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFormat1OpenedAtOnce(t *testing.T) {
	f := ofFormat1(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			k, err := keyring.Open(f.path, f.master)
			if err != nil {
				t.Error(err)
				return
			}
			if err := k.Index(t.Context(), who, keyring.Terms("王松滨")...); err != nil {
				t.Error(err)
			}
			if err := k.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// A wrong master key changes nothing.
func TestFormat1OfAnother(t *testing.T) {
	f := ofFormat1(t)
	before, _ := os.ReadFile(f.path)
	if _, err := keyring.Open(f.path, newFolder(t).master); err == nil {
		t.Error("opened with another master key")
	}
	if after, _ := os.ReadFile(f.path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}
