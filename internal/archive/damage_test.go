package archive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/internal/archive"
)

func refuses(t *testing.T, file []byte, what string) error {
	t.Helper()
	_, err := archive.Verify(t.Context(), bytes.NewReader(file))
	if err == nil {
		t.Fatalf("%s: it verifies", what)
	}
	return err
}

func TestEveryTruncationIsNoticed(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 4)
	file, _ := backup(t, s)
	for n := range file {
		err := refuses(t, file[:n], "cut short")
		damaged, ok := errors.AsType[*archive.DamagedError](err)
		_, none := errors.AsType[*archive.NotArchiveError](err)
		switch {
		case n < 20 && none:
		case !ok || damaged.Offset > int64(n):
			t.Fatalf("cut at byte %d of %d: %v", n, len(file), err)
		}
	}
	if err := refuses(t, append(bytes.Clone(file), 0), "longer"); !strings.Contains(err.Error(), "follows its end") {
		t.Error(err)
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	s := newStore(t)
	want := fillUp(t, s, 4)
	file, _ := backup(t, s)
	for i := 0; i < len(file)*8; i += 7 { // so that every byte has its turn, and every bit
		bad := bytes.Clone(file)
		bad[i/8] ^= 1 << (i % 8)
		err := refuses(t, bad, "flipped")
		if d, ok := errors.AsType[*archive.DamagedError](err); ok && (d.Offset > int64(i/8) && d.Offset < int64(len(file)-32) || d.Events > uint64(len(want))) {
			t.Fatalf("bit %d of byte %d: %v", i%8, i/8, err)
		}
	}
}

// TestNothingOfADamagedArchiveIsRestored: only the last block is damaged.
func TestNothingOfADamagedArchiveIsRestored(t *testing.T) {
	s := newStore(t)
	fillUpLarge(t, s)
	fillUpLarge(t, s)
	file, _ := backup(t, s)
	file[len(file)-100] ^= 1
	var empty memory
	if _, err := restore(t, file, &empty); err == nil || len(empty.log) > 0 {
		t.Errorf("restored damage: %v, %d events", err, len(empty.log))
	}
}

func TestWrongCountIsNoticed(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 3)
	file, made := backup(t, s)
	counted := file[:len(file)-sha256.Size]
	binary.BigEndian.PutUint64(counted[len(counted)-8:], made.Events+1)
	digest := sha256.Sum256(counted)
	if err := refuses(t, append(counted, digest[:]...), "miscounted"); !strings.Contains(err.Error(), "it should hold") {
		t.Error(err)
	}
}

func TestArchiveThatChangesWhileItIsRestored(t *testing.T) {
	s := newStore(t)
	short, _ := backup(t, s)
	fillUp(t, s, 3)
	file, _ := backup(t, s)
	for name, second := range map[string][]byte{"shorter": short, "cut": file[:len(file)-1]} {
		files := [][]byte{file, second}
		_, err := archive.Restore(t.Context(), func() (io.ReadCloser, error) {
			f := files[0]
			files = files[1:]
			return io.NopCloser(bytes.NewReader(f)), nil
		}, &memory{}, nil)
		if err == nil || !strings.Contains(err.Error(), "changed while it was being restored") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamageIsNamedByItsPlace(t *testing.T) {
	s := newStore(t)
	for range 3 { // several blocks
		fillUpLarge(t, s)
	}
	file, made := backup(t, s)
	bad := bytes.Clone(file)
	bad[len(bad)*2/3] ^= 0x40
	err := refuses(t, bad, "flipped")
	d, ok := errors.AsType[*archive.DamagedError](err)
	if !ok || !strings.Contains(d.Reason, "checksum of the part") || d.Events == 0 || d.Events >= made.Events || d.Offset == 0 || d.Offset > int64(len(bad)*2/3) {
		t.Errorf("got %v", err)
	}
}

func TestOtherFiles(t *testing.T) {
	file, _ := backup(t, newStore(t))
	newer := bytes.Clone(file)
	binary.BigEndian.PutUint16(newer[18:], 2)
	if e, ok := errors.AsType[*archive.NewerVersionError](refuses(t, newer, "newer")); !ok || e.Has != 2 || e.Newest != 1 {
		t.Errorf("got %v", e)
	}
	for _, text := range []string{"", "PK\x03\x04 some other archive entirely", "sunledger archive"} {
		if e, ok := errors.AsType[*archive.NotArchiveError](refuses(t, []byte(text), text)); !ok {
			t.Errorf("%q: got %v", text, e)
		}
	}
	disk := errors.New("the disk fails")
	if _, err := archive.Verify(t.Context(), io.MultiReader(bytes.NewReader(file[:40]), failing{disk})); !errors.Is(err, disk) {
		t.Errorf("got %v", err)
	}
}

// A length is believed only within its bounds, so that a few bytes cannot claim
// the memory.
func TestLengthsAreBounded(t *testing.T) {
	file, _ := backup(t, newStore(t))
	huge := append(bytes.Clone(file[:len(file)-44]), 0xff, 0xff, 0xff, 0xf0, 0, 0, 0, 0)
	if err := refuses(t, huge, "huge"); !strings.Contains(err.Error(), "none above") {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzVerify(f *testing.F) {
	s := newStore(f)
	fillUp(f, s, 5)
	file, _ := backup(f, s)
	f.Add(file)
	f.Add(file[:len(file)/2])
	empty, _ := backup(f, newStore(f))
	f.Add(empty)
	f.Fuzz(func(t *testing.T, b []byte) {
		made, err := archive.Verify(t.Context(), bytes.NewReader(b))
		if err == nil && (made.Bytes != int64(len(b)) || made.Version != 1) {
			t.Errorf("%+v of %d bytes", made, len(b))
		}
	})
}

// TestFirstVersionStaysReadable: this file was made by the first version of the
// software, and is read for ever.
func TestFirstVersionStaysReadable(t *testing.T) {
	file, err := os.ReadFile("testdata/version1.slar")
	if err != nil {
		t.Fatal(err)
	}
	var log memory
	made, err := restore(t, file, &log)
	if err != nil {
		t.Fatal(err)
	}
	if digest := made.Digest.String(); digest != "ea09861e3777d994e94344bbbd0fa182ed7b2744a992f8866dad1121a2910043" {
		t.Errorf("its log has the digest %s", digest)
	}
	if made.Version != 1 || made.Ledger != ledgerID || made.Position != 3 || made.Events != 3 {
		t.Errorf("made %+v", made)
	}
	var got []string
	for _, r := range log.log {
		got = append(got, fmt.Sprintf("%s@%d %s %s %s %s", r.Stream, r.Revision, r.ID, r.Type, r.Data, r.Metadata))
	}
	want := []string{
		`county-self@0 11111111-1111-4111-8111-111111111111 county.registered {"name":"诸城市"} {"schema":1}`,
		`request-1@0 22222222-2222-4222-8222-222222222222 request.submitted {"people":1} {}`,
		`county-self@1 33333333-3333-4333-8333-333333333333 county.renamed  `,
	}
	if !slices.Equal(got, want) {
		t.Errorf("it holds\n%s", strings.Join(got, "\n"))
	}
}
