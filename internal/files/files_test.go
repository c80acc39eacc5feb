package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
)

const clerk = "clerk-1"

func open(t testing.TB, dir string) *files.Store {
	t.Helper()
	s, err := files.Open(dir, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// document is bytes that do not repeat.
func document(size int) []byte {
	b := make([]byte, 0, size+sha256.Size)
	for i := 0; len(b) < size; i++ {
		sum := sha256.Sum256(fmt.Append(nil, size, i))
		b = append(b, sum[:]...)
	}
	return b[:size]
}

func read(t testing.TB, r io.ReadCloser, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return b
}

// lying are all files of a folder, by their paths.
func lying(t testing.TB, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func pathOf(dir string, d files.Digest) string {
	return filepath.Join(dir, d.String()[:2], d.String()[2:])
}

func TestRoundTrip(t *testing.T) {
	ctx, ring := t.Context(), keyringtest.New(t)
	for _, size := range []int{1, 100, files.ChunkSize - 1, files.ChunkSize, files.ChunkSize + 1, 3 * files.ChunkSize, 1 << 20} {
		dir := t.TempDir()
		s, doc := open(t, dir), document(size)
		f, err := s.Put(ctx, bytes.NewReader(doc))
		if err != nil {
			t.Fatal(size, err)
		}
		if f.Digest != sha256.Sum256(doc) || f.Document != f.Digest || f.Size != int64(size) || f.Key != uuid.Nil {
			t.Errorf("%d: %+v", size, f)
		}
		r, err := s.Open(ctx, f.Digest)
		if got := read(t, r, err); !bytes.Equal(got, doc) {
			t.Errorf("%d: another document is read", size)
		}
		if again, err := s.Describe(f.Digest); err != nil || again != f {
			t.Errorf("%d: described as %+v, %v", size, again, err)
		}
		sealed, err := s.PutSealed(ctx, iotest.OneByteReader(bytes.NewReader(doc)), ring, clerk)
		if err != nil {
			t.Fatal(size, err)
		}
		if sealed.Document != f.Digest || sealed.Digest == f.Digest || sealed.Size != int64(size) || sealed.MediaType != f.MediaType || sealed.Account != clerk || sealed.Key == uuid.Nil {
			t.Errorf("%d: %+v", size, sealed)
		}
		r, err = s.OpenSealed(sealed.Digest, ring)
		if got := read(t, r, err); !bytes.Equal(got, doc) {
			t.Errorf("%d: another sealed document is read", size)
		}
		if again, err := s.DescribeSealed(sealed.Digest, ring); err != nil || again != sealed {
			t.Errorf("%d: described as %+v, %v", size, again, err)
		}
		stored, err := os.ReadFile(pathOf(dir, sealed.Digest))
		if err != nil {
			t.Fatal(err)
		}
		if size >= 16 && bytes.Contains(stored, doc[:16]) {
			t.Errorf("%d: the sealed file shows its document", size)
		}
		for _, d := range []files.Digest{f.Digest, sealed.Digest} {
			if err := s.Check(ctx, d); err != nil {
				t.Error(size, err)
			}
		}
	}
}

// What is sealed says nothing of its document: the same one is another file each
// time.
func TestSealedAlike(t *testing.T) {
	ctx, ring, s := t.Context(), keyringtest.New(t), open(t, t.TempDir())
	a, err := s.PutSealed(ctx, strings.NewReader("in favour"), ring, clerk)
	b, err2 := s.PutSealed(ctx, strings.NewReader("in favour"), ring, clerk)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if a.Digest == b.Digest || a.Key == b.Key || a.Document != b.Document {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestErased(t *testing.T) {
	ctx, ring, s := t.Context(), keyringtest.New(t), open(t, t.TempDir())
	gone, err := s.PutSealed(ctx, strings.NewReader("the ballots"), ring, clerk)
	stays, err2 := s.PutSealed(ctx, strings.NewReader("the minutes"), ring, clerk)
	if err := errors.Join(err, err2, ring.Destroy(ctx, domain.FilePlace(gone.Key, uuid.Nil, "").Owner())); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenSealed(gone.Digest, ring); !domain.IsErased(err) {
		t.Errorf("an erased file opens: %v", err)
	}
	if _, err := s.DescribeSealed(gone.Digest, ring); !domain.IsErased(err) {
		t.Errorf("an erased file is described: %v", err)
	}
	if err := s.Check(ctx, gone.Digest); err != nil {
		t.Errorf("its bytes are as they were: %v", err)
	}
	r, err := s.OpenSealed(stays.Digest, ring)
	if got := read(t, r, err); string(got) != "the minutes" {
		t.Errorf("%q", got)
	}
}

func TestOneForTheOther(t *testing.T) {
	ctx, ring, s := t.Context(), keyringtest.New(t), open(t, t.TempDir())
	plain, err := s.Put(ctx, strings.NewReader("for all"))
	sealed, err2 := s.PutSealed(ctx, strings.NewReader("for some"), ring, clerk)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DescribeSealed(plain.Digest, ring); domain.CodeOf(err) != "file_not_sealed" {
		t.Error(err)
	}
	if _, err := s.OpenSealed(plain.Digest, ring); domain.CodeOf(err) != "file_not_sealed" {
		t.Error(err)
	}
	if _, err := s.Describe(sealed.Digest); domain.CodeOf(err) != "file_sealed" {
		t.Error(err)
	}
	if _, err := s.Put(ctx, strings.NewReader(files.Magic+"made up")); domain.CodeOf(err) != "file_sealed" {
		t.Error(err)
	}
}

func TestPutIsIdempotent(t *testing.T) {
	dir := t.TempDir()
	ctx, s := t.Context(), open(t, dir)
	want, err := s.Put(ctx, strings.NewReader("minutes"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got, err := s.Put(ctx, strings.NewReader("minutes")); err != nil || got != want {
			t.Fatal(got, err)
		}
	}
	if paths := lying(t, dir); !slices.Equal(paths, []string{pathOf(dir, want.Digest)}) {
		t.Errorf("there lie %q", paths)
	}
}

// Two stores are two processes.
func TestConcurrentPuts(t *testing.T) {
	dir, doc := t.TempDir(), document(300_000)
	stores := []*files.Store{open(t, dir), open(t, dir)}
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			f, err := stores[i%2].Put(context.Background(), bytes.NewReader(doc))
			if err != nil || f.Digest != sha256.Sum256(doc) {
				t.Errorf("%+v, %v", f, err)
				return
			}
			r, err := stores[(i+1)%2].Open(context.Background(), f.Digest)
			if err != nil {
				t.Error(err)
				return
			}
			got, err := io.ReadAll(r)
			if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, doc) {
				t.Errorf("another document is read: %v", err)
			}
		})
	}
	all.Wait()
	if paths := lying(t, dir); len(paths) != 1 {
		t.Errorf("there lie %q", paths)
	}
}

func TestLimit(t *testing.T) {
	ring := keyringtest.New(t)
	for _, size := range []int64{10, files.ChunkSize, files.ChunkSize + 10} {
		dir := t.TempDir()
		s, err := files.Open(dir, size)
		if err != nil {
			t.Fatal(err)
		}
		puts := map[string]func(io.Reader) (files.File, error){
			"Put":       func(r io.Reader) (files.File, error) { return s.Put(t.Context(), r) },
			"PutSealed": func(r io.Reader) (files.File, error) { return s.PutSealed(t.Context(), r, ring, clerk) },
		}
		for name, put := range puts {
			if f, err := put(bytes.NewReader(document(int(size)))); err != nil || f.Size != size {
				t.Errorf("%s of %d bytes: %v", name, size, err)
			}
			if _, err := put(bytes.NewReader(document(int(size) + 1))); domain.CodeOf(err) != "file_too_large" {
				t.Errorf("%s of a byte more than %d: %v", name, size, err)
			}
			if _, err := put(strings.NewReader("")); domain.CodeOf(err) != "file_empty" {
				t.Errorf("%s of nothing: %v", name, err)
			}
		}
		if paths := lying(t, dir); len(paths) != 2 {
			t.Errorf("there lie %q", paths)
		}
	}
}

// An upload that breaks off leaves nothing, at whatever byte and with whatever
// error: that of a connection that ended early is io.ErrUnexpectedEOF.
func TestUploadBreaksOff(t *testing.T) {
	ring := keyringtest.New(t)
	for _, failure := range []error{errors.New("the line is dead"), io.ErrUnexpectedEOF, context.Canceled} {
		for _, after := range []int{0, 1, files.ChunkSize - 1, files.ChunkSize, files.ChunkSize + 1} {
			dir := t.TempDir()
			s := open(t, dir)
			broken := func() io.Reader {
				return io.MultiReader(bytes.NewReader(document(after)), iotest.ErrReader(failure))
			}
			if _, err := s.Put(t.Context(), broken()); !errors.Is(err, failure) {
				t.Errorf("Put after %d bytes and %v: %v", after, failure, err)
			}
			if _, err := s.PutSealed(t.Context(), broken(), ring, clerk); !errors.Is(err, failure) {
				t.Errorf("PutSealed after %d bytes and %v: %v", after, failure, err)
			}
			if paths := lying(t, dir); len(paths) > 0 {
				t.Errorf("after %d bytes and %v there lie %q", after, failure, paths)
			}
		}
	}
}

func TestUploadIsCancelled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(t, dir).Put(ctx, strings.NewReader("minutes")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if paths := lying(t, dir); len(paths) > 0 {
		t.Errorf("there lie %q", paths)
	}
}

type noSeal struct{ domain.Sealer }

func (noSeal) Seal(domain.Place, []byte) (domain.Envelope, error) {
	return nil, errors.New("the keyring is closed")
}

func TestKeyCannotBeSealed(t *testing.T) {
	dir := t.TempDir()
	if _, err := open(t, dir).PutSealed(t.Context(), strings.NewReader("x"), noSeal{}, clerk); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Error(err)
	}
	if paths := lying(t, dir); len(paths) > 0 {
		t.Errorf("there lie %q", paths)
	}
}

// What a process left that died while it took an upload is removed once it is
// old; another process may be at a young one. No file is ever taken for one.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	kept, err := s.Put(t.Context(), strings.NewReader("minutes"))
	if err != nil {
		t.Fatal(err)
	}
	old, young := filepath.Join(dir, "incoming", "upload-1"), filepath.Join(dir, "incoming", "upload-2")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("min"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-25 * time.Hour)
	if err := errors.Join(os.Chtimes(old, long, long), os.Chtimes(pathOf(dir, kept.Digest), long, long)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	want := []string{pathOf(dir, kept.Digest), young}
	slices.Sort(want)
	if paths := lying(t, dir); !slices.Equal(paths, want) {
		t.Errorf("there lie %q, want %q", paths, want)
	}
	all := map[files.Digest]bool{}
	for d, err := range s.All() {
		if err != nil {
			t.Fatal(err)
		}
		all[d] = true
	}
	if len(all) != 1 || !all[kept.Digest] {
		t.Errorf("listed: %v", all)
	}
}

// Whatever byte of a file is changed, and wherever it is cut off or grows, it is
// noticed, by Check and by who reads it.
func TestAltered(t *testing.T) {
	dir := t.TempDir()
	ctx, ring, s := t.Context(), keyringtest.New(t), open(t, dir)
	doc := document(2*files.ChunkSize + 100)
	plain, err := s.Put(ctx, bytes.NewReader(doc))
	sealed, err2 := s.PutSealed(ctx, bytes.NewReader(doc), ring, clerk)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	opened := func(f files.File) error {
		var r io.ReadCloser
		var err error
		if f.Key == uuid.Nil {
			r, err = s.Open(ctx, f.Digest)
		} else {
			r, err = s.OpenSealed(f.Digest, ring)
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		return errors.Join(err, r.Close())
	}
	for name, f := range map[string]files.File{"plain": plain, "sealed": sealed} {
		path := pathOf(dir, f.Digest)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		damages := map[string][]byte{"grown": append(slices.Clone(whole), 0), "empty": {}, "halved": whole[:len(whole)/2], "one byte less": whole[:len(whole)-1]}
		for _, at := range []int{0, 10, 30, files.ChunkSize, files.ChunkSize + 60, len(whole) / 2, len(whole) - 200, len(whole) - 3, len(whole) - 1} {
			changed := slices.Clone(whole)
			changed[at] ^= 4
			damages[fmt.Sprintf("byte %d", at)] = changed
		}
		// Two parts in each other's places, and one left out.
		const part = files.ChunkSize + 16
		moved := slices.Concat(whole[:24], whole[24+part:24+2*part], whole[24:24+part], whole[24+2*part:])
		damages["parts changed over"] = moved
		damages["a part left out"] = slices.Concat(whole[:24], whole[24+part:])
		for what, bytes := range damages {
			if err := os.WriteFile(path, bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			var altered *files.AlteredError
			if err := s.Check(ctx, f.Digest); !errors.As(err, &altered) || altered.Digest != f.Digest {
				t.Errorf("%s, %s: Check: %v", name, what, err)
			}
			if err := opened(f); err == nil {
				t.Errorf("%s, %s: it can be read", name, what)
			}
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Check(ctx, f.Digest), opened(f)); err != nil {
			t.Error(err)
		}
	}
	// Putting the document again mends it.
	if err := os.WriteFile(pathOf(dir, plain.Digest), []byte("else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, bytes.NewReader(doc)); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx, plain.Digest); err != nil {
		t.Error(err)
	}
}

func TestMissing(t *testing.T) {
	ring, s := keyringtest.New(t), open(t, filepath.Join(t.TempDir(), "none"))
	d := files.Digest(sha256.Sum256(nil))
	_, opened := s.Open(t.Context(), d)
	_, openedSealed := s.OpenSealed(d, ring)
	_, described := s.Describe(d)
	for _, err := range []error{opened, openedSealed, described, s.Check(t.Context(), d)} {
		if !errors.Is(err, files.ErrMissing) {
			t.Error(err)
		}
	}
	for range s.All() {
		t.Error("a folder that is not there holds something")
	}
}

func TestDigests(t *testing.T) {
	good := strings.Repeat("0a", 32)
	if d, err := files.ParseDigest(good); err != nil || d.String() != good {
		t.Error(d, err)
	}
	for _, bad := range []string{"", "0a", strings.ToUpper(good), good + "0a", "../" + good[3:], good[:62] + "/.", strings.Repeat("..", 32), " " + good[1:]} {
		if _, err := files.ParseDigest(bad); err == nil {
			t.Errorf("%q is taken for a digest", bad)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	for head, want := range map[string]string{
		"%PDF-1.7 ...":                       "application/pdf",
		"\x89PNG\x0D\x0A\x1A\x0A":            "image/png",
		"\xFF\xD8\xFF\xE0":                   "image/jpeg",
		"RIFF\x00\x00\x00\x00WEBPVP8 ":       "image/webp",
		"会议记录":                               "text/plain",
		"PK\x03\x04 a document of an office": files.Bytes,
		"<!DOCTYPE html><script>":            files.Bytes,
		"<html>":                             files.Bytes,
		"<?xml version=\"1.0\"?><svg>":       files.Bytes,
		"GIF89a":                             files.Bytes,
		"\x00\x01\x02":                       files.Bytes,
		"%!PS-Adobe-3.0":                     files.Bytes,
	} {
		if got := files.MediaType([]byte(head)); got != want {
			t.Errorf("%q is %s, want %s", head, got, want)
		}
	}
}

func TestCopyTo(t *testing.T) {
	ctx, ring, from, to := t.Context(), keyringtest.New(t), t.TempDir(), filepath.Join(t.TempDir(), "backup")
	s := open(t, from)
	plain, err := s.Put(ctx, strings.NewReader("for all"))
	sealed, err2 := s.PutSealed(ctx, strings.NewReader("for some"), ring, clerk)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if c, err := s.CopyTo(ctx, to, nil); err != nil || c.Files != 2 || c.There != 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	copied := open(t, to)
	r, err := copied.OpenSealed(sealed.Digest, ring)
	if got := read(t, r, err); string(got) != "for some" {
		t.Errorf("%q", got)
	}
	r, err = copied.Open(ctx, plain.Digest)
	if got := read(t, r, err); string(got) != "for all" {
		t.Errorf("%q", got)
	}
	if c, err := s.CopyTo(ctx, to, nil); err != nil || c.Files != 0 || c.There != 2 {
		t.Errorf("again: %+v, %v", c, err)
	}
	// What is altered is copied nowhere.
	if err := errors.Join(os.RemoveAll(to), os.WriteFile(pathOf(from, plain.Digest), []byte("for alL"), 0o600)); err != nil {
		t.Fatal(err)
	}
	var altered *files.AlteredError
	if _, err := s.CopyTo(ctx, to, nil); !errors.As(err, &altered) {
		t.Error(err)
	}
	if _, err := open(t, to).Describe(plain.Digest); !errors.Is(err, files.ErrMissing) {
		t.Errorf("an altered file was copied: %v", err)
	}
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "files")
	f, err := open(t, dir).Put(t.Context(), strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Dir(pathOf(dir, f.Digest)): 0o700, pathOf(dir, f.Digest): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
