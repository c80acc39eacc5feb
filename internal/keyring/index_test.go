package keyring_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

func mustFind(t testing.TB, k *keyring.Keyring, kind keyring.TermKind, text string, want ...domain.Subject) {
	t.Helper()
	found, err := k.Find(t.Context(), mustParse(t, kind, text))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(want, func(a, b domain.Subject) int { return strings.Compare(a.String(), b.String()) })
	if !slices.Equal(found, want) {
		t.Errorf("%s %q finds %v, want %v", kind, text, found, want)
	}
}

func mustIndex(t testing.TB, k *keyring.Keyring, subject domain.Subject, text string) {
	t.Helper()
	if err := k.Index(t.Context(), subject, keyring.Terms(text)...); err != nil {
		t.Fatal(err)
	}
}

func terms(t testing.TB, k *keyring.Keyring) int64 {
	t.Helper()
	c, err := k.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.Terms
}

func TestFind(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	other := uuid.New()
	mustIndex(t, k, who, "王松滨 13800001234")
	mustIndex(t, second, other, "王松滨，"+idWithX)
	for range 2 {
		mustIndex(t, k, who, "13800001234")
	}
	for _, k := range []*keyring.Keyring{k, second} {
		mustFind(t, k, keyring.PersonName, "王松滨", who, other)
		mustFind(t, k, keyring.PhoneNumber, "+86 138 0000 1234", who)
		mustFind(t, k, keyring.IDNumber, idWithX, other)
		mustFind(t, k, keyring.PhoneNumber, "13900001234")
		if n := terms(t, k); n != 4 {
			t.Errorf("%d terms are held, want 4", n)
		}
	}
	if found, err := k.Find(t.Context(), keyring.Term{}); err != nil || found != nil {
		t.Errorf("no term finds %v, %v", found, err)
	}
	if err := k.Index(t.Context(), uuid.Nil, keyring.Terms("王五")...); err == nil {
		t.Error("nobody was indexed")
	}
	if err := k.Forget(t.Context(), uuid.Nil); err == nil {
		t.Error("nobody was forgotten")
	}
}

func TestForget(t *testing.T) {
	f := newFolder(t)
	k, other := f.create(t), uuid.New()
	e := mustSeal(t, k, ofSubject, "王松滨")
	mustIndex(t, k, who, "王松滨 13800001234")
	mustIndex(t, k, other, "王松滨")
	for range 2 {
		if err := k.Forget(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		mustFind(t, k, keyring.PersonName, "王松滨", other)
		mustFind(t, k, keyring.PhoneNumber, "13800001234")
	}
	mustOpen(t, k, ofSubject, e, "王松滨")
	mustIndex(t, k, who, "王松宾")
	mustFind(t, k, keyring.PersonName, "王松宾", who)
	if n := terms(t, k); n != 2 {
		t.Errorf("%d terms are held, want 2", n)
	}
}

func TestDestroyForgets(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	mustSeal(t, k, ofSubject, "王松滨")
	mustIndex(t, second, who, "王松滨")
	if err := k.Destroy(t.Context(), ofStream.Owner()); err != nil {
		t.Fatal(err)
	}
	mustFind(t, k, keyring.PersonName, "王松滨", who)
	if err := k.Destroy(t.Context(), ofSubject.Owner()); err != nil {
		t.Fatal(err)
	}
	for _, k := range []*keyring.Keyring{k, second} {
		mustFind(t, k, keyring.PersonName, "王松滨")
		mustIndex(t, k, who, "王松滨") // as who reads an older part of the log
		mustFind(t, k, keyring.PersonName, "王松滨")
	}
}

// A name is written into the file and its log as nothing that can be told to be
// one, and when it is forgotten its digest goes too.
func TestIndexedTermsLeaveNoBytes(t *testing.T) {
	f := newFolder(t)
	k, second := f.create(t), f.open(t)
	id := func(i int) string { return withCheck(fmt.Sprintf("370782%04d0101%03d", 1950+i%60, i%1000)) }
	subjects := make([]domain.Subject, 3000)
	for at := 0; at < len(subjects); {
		batch := min(len(subjects)-at, 1+at*7%400)
		people := func(yield func(domain.Subject, []keyring.Term) bool) {
			for i := at; i < at+batch; i++ {
				subjects[i] = uuid.New()
				if !yield(subjects[i], keyring.Terms(fmt.Sprintf("王松滨 138%08d %s", i, id(i)))) {
					return
				}
			}
		}
		if err := k.IndexAll(t.Context(), people); err != nil {
			t.Fatal(err)
		}
		at += batch
	}
	f.holdsNone(t, "王松滨", "13800000007", "8000000", id(7), "37078219")
	for n, i := range []int{0, 1, 17, 256, 999, 1500, 2222, 2998, 2999} {
		digests := f.column(t, `SELECT digest FROM term WHERE subject = ?`, subjects[i][:])
		if len(digests) != 3 || f.traces(t, digests[0]) == 0 {
			t.Fatalf("%d digests, or the test does not find one that is there", len(digests))
		}
		ring := []*keyring.Keyring{k, second}[n%2]
		forget := ring.Forget
		if n%3 == 0 {
			forget = func(ctx context.Context, s domain.Subject) error { return ring.Destroy(ctx, "subject-"+s.String()) }
		}
		if err := forget(t.Context(), subjects[i]); err != nil {
			t.Fatal(err)
		}
		for _, digest := range digests[:2] { // the third is of a name that all have
			if n := f.traces(t, digest); n > 0 {
				t.Fatalf("%d traces of a digest of subject %d are left", n, i)
			}
		}
	}
}

// holdsNone looks for texts in the raw bytes of all files in the folder.
func (f folder) holdsNone(t *testing.T, texts ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil || len(entries) < 3 {
		t.Fatal(len(entries), err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(filepath.Dir(f.path), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if strings.Contains(string(raw), text) {
				t.Errorf("%s holds %s", e.Name(), text)
			}
		}
	}
}

// withCheck adds the check character of an ID number, found by trying.
func withCheck(digits string) string {
	for _, c := range "0123456789X" {
		if _, err := keyring.ParseTerm(keyring.IDNumber, digits+string(c)); err == nil {
			return digits + string(c)
		}
	}
	panic("no character fits " + digits)
}

func TestIndexingAtOnce(t *testing.T) {
	f := newFolder(t)
	rings := []*keyring.Keyring{f.create(t), f.open(t)}
	subjects := make([]domain.Subject, 40)
	for i := range subjects {
		subjects[i] = uuid.New()
	}
	var wg sync.WaitGroup
	for g := range 8 {
		ring := rings[g%2]
		wg.Go(func() {
			for i, s := range subjects {
				if err := ring.Index(t.Context(), s, keyring.Terms(fmt.Sprintf("王松滨 138%08d", i))...); err != nil {
					t.Error(err)
					return
				}
				if _, err := ring.Find(t.Context(), keyring.Terms("王松滨")[0]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	gone := subjects[:3]
	for _, s := range gone {
		if err := rings[0].Destroy(t.Context(), "subject-"+s.String()); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	mustFind(t, rings[1], keyring.PersonName, "王松滨", subjects[3:]...)
	if n := terms(t, rings[0]); n != int64(2*len(subjects[3:])) {
		t.Errorf("%d terms are held, want two for each of %d people", n, len(subjects[3:]))
	}
	for _, ring := range rings {
		if err := ring.Close(); err != nil {
			t.Error(err)
		}
		for name, err := range map[string]error{
			"Index":   ring.Index(t.Context(), who, keyring.Terms("王五")...),
			"Find":    second(ring.Find(t.Context(), keyring.Terms("王五")[0])),
			"Forget":  ring.Forget(t.Context(), who),
			"SetMark": ring.SetMark(t.Context(), "erasures", 1, event),
		} {
			if !errors.Is(err, keyring.ErrClosed) {
				t.Errorf("%s of a closed keyring: %v", name, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

// The sequence may use the keyring, as who reads the log and opens fields does.
func TestIndexAllAsksWithoutALock(t *testing.T) {
	k := newFolder(t).create(t)
	const people = 2500
	var from iter.Seq2[domain.Subject, []keyring.Term] = func(yield func(domain.Subject, []keyring.Term) bool) {
		for i := range people {
			at := ofSubject
			at.Subject = uuid.New()
			if i%500 == 0 {
				mustSeal(t, k, at, "text")
			}
			if !yield(at.Subject, keyring.Terms("王松滨")) {
				return
			}
		}
	}
	if err := k.IndexAll(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	if n := terms(t, k); n != people {
		t.Errorf("%d terms are held", n)
	}
	cancelled, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if err := k.IndexAll(cancelled, from); err == nil {
		t.Error("indexed after the end of its context")
	}
}

func TestMark(t *testing.T) {
	f := newFolder(t)
	k := f.create(t)
	check := func(k *keyring.Keyring, position uint64, event uuid.UUID) {
		t.Helper()
		if at, e, err := k.Mark(t.Context(), "erasures"); err != nil || at != position || e != event {
			t.Errorf("the mark is %d, %s, %v; want %d, %s", at, e, err, position, event)
		}
	}
	check(k, 0, uuid.Nil)
	if err := k.SetMark(t.Context(), "erasures", 7, event); err != nil {
		t.Fatal(err)
	}
	backup := folder{filepath.Join(t.TempDir(), "backup.db"), f.master}
	if err := k.Backup(t.Context(), backup.path); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(k.SetMark(t.Context(), "erasures", 9, who), k.SetMark(t.Context(), "index", 1, who)); err != nil {
		t.Fatal(err)
	}
	check(k, 9, who)
	check(f.open(t), 9, who)
	check(backup.open(t), 7, event)
	if err := k.SetMark(t.Context(), "erasures", 1<<63, who); err == nil {
		t.Error("a position that is none was taken")
	}
}
