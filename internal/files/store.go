package files

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/google/uuid"
)

// DefaultLimit is the largest file that is taken, unless a ledger says otherwise.
const DefaultLimit = 50 << 20

// incoming is the folder of uploads under way, and abandoned how old the last
// write to one is when nobody goes on with it any more.
const (
	incoming  = "incoming"
	abandoned = 24 * time.Hour
)

// Store is a folder of files. It is safe for use by many goroutines, and its
// folder by many processes.
type Store struct {
	dir   string
	limit int64
}

// File is what is known of a stored file.
type File struct {
	Digest Digest
	// MediaType and Size are those of the document, found from its bytes.
	MediaType string
	Size      int64
	// Document is the SHA-256 of the document: the digest, unless it is sealed.
	Document Digest
	// Key is the id of the owner of its key, and Account who sent it; both are
	// zero for a file that is for everybody.
	Key     uuid.UUID
	Account string
}

// Open gives the store of a folder, which is made when the first file is put, for
// documents of at most so many bytes. It removes what uploads left behind that
// were broken off a day ago or earlier.
func Open(dir string, limit int64) (*Store, error) {
	if limit < 1 {
		return nil, fmt.Errorf("files: a limit of %d bytes takes no file", limit)
	}
	s := &Store{dir: dir, limit: limit}
	// What cannot be removed, because the folder is there for reading, harms
	// nobody.
	_ = s.sweep(time.Now().Add(-abandoned))
	return s, nil
}

// Limit is the size of the largest document that is taken, in bytes.
func (s *Store) Limit() int64 { return s.limit }

// sweep removes uploads that were last written to before a time.
func (s *Store) sweep(before time.Time) error {
	entries, err := os.ReadDir(filepath.Join(s.dir, incoming))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // it came to its end just now
		}
		if err != nil {
			return fmt.Errorf("files: %w", err)
		}
		if info.ModTime().Before(before) {
			if err := os.Remove(filepath.Join(s.dir, incoming, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("files: removing what an upload left: %w", err)
			}
		}
	}
	return err
}

// Put stores a document for everybody, as it is. It refuses one that is empty or
// larger than the limit. The file is durable when Put returns without an error;
// after one there is no new file.
func (s *Store) Put(ctx context.Context, document io.Reader) (File, error) {
	in := s.reading(ctx, document)
	head, err := in.head()
	if err == nil && bytes.HasPrefix(head, []byte(magic)) {
		// Else it would be taken for a file that others cannot read.
		err = errSealed
	}
	if err != nil {
		return File{}, err
	}
	digest, err := s.write(ctx, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	return File{Digest: digest, Document: digest, MediaType: MediaType(head), Size: in.size}, err
}

// document is an upload while it is read: bounded, counted, and no longer than
// its context.
type document struct {
	*bufio.Reader
	ctx   context.Context
	limit int64
	size  int64
	hash  hash.Hash
}

func (s *Store) reading(ctx context.Context, r io.Reader) *document {
	return &document{Reader: bufio.NewReaderSize(r, chunkSize), ctx: ctx, limit: s.limit, hash: sha256.New()}
}

// head is the first bytes, which will be read again.
func (d *document) head() ([]byte, error) {
	head, err := d.Peek(sniffed)
	switch {
	case len(head) == 0 && err == io.EOF:
		return nil, errEmpty
	case err != nil && err != io.EOF:
		return nil, err
	}
	return bytes.Clone(head), nil
}

func (d *document) Read(p []byte) (int, error) {
	if err := d.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := d.Reader.Read(p)
	if d.size += int64(n); d.size > d.limit {
		return 0, errTooLarge(d.limit)
	}
	d.hash.Write(p[:n])
	return n, err
}

// fill reads until a chunk is full or the document ends, and says whether it does.
// An upload that breaks off gives [io.ErrUnexpectedEOF], which is no end.
func (d *document) fill(chunk []byte) (n int, last bool, err error) {
	for n < len(chunk) {
		read, err := d.Read(chunk[n:])
		n += read
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	if _, err = d.Peek(1); err == io.EOF {
		return n, true, nil
	}
	return n, false, err
}

// WriteTo would pass the limit by.
func (d *document) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{d})
}

// write stores what a function writes, under its digest.
func (s *Store) write(ctx context.Context, fill func(io.Writer) error) (digest Digest, err error) {
	folder := filepath.Join(s.dir, incoming)
	if err := makeFolder(folder); err != nil {
		return digest, fmt.Errorf("files: %w", err)
	}
	f, err := os.CreateTemp(folder, "upload-*") // mode 0600
	if err != nil {
		return digest, fmt.Errorf("files: %w", err)
	}
	placed := false
	defer func() {
		if !placed {
			_ = f.Close() // after an error, or a second time
			err = also(err, os.Remove(f.Name()))
		}
	}()
	hash := sha256.New()
	buffered := bufio.NewWriterSize(io.MultiWriter(f, hash), chunkSize)
	if err := fill(buffered); err != nil {
		return digest, err
	}
	if err := errors.Join(buffered.Flush(), f.Sync(), f.Close()); err != nil {
		return digest, fmt.Errorf("files: writing %s: %w", f.Name(), err)
	}
	if err := ctx.Err(); err != nil {
		return digest, err
	}
	digest = Digest(hash.Sum(nil))
	placed, err = s.place(f.Name(), digest)
	return digest, err
}

// place moves a whole file to where it belongs. What may lie there has the same
// bytes, or was damaged since.
func (s *Store) place(from string, digest Digest) (placed bool, err error) {
	path := digest.path(s.dir)
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return false, fmt.Errorf("files: %w", err)
	}
	if err := os.Rename(from, path); err != nil {
		return false, fmt.Errorf("files: %w", err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return true, fmt.Errorf("files: %w", err)
	}
	return true, nil
}

// also is an error with another one, each alone as it is.
func also(err, other error) error {
	if err == nil || other == nil {
		return cmp.Or(err, other)
	}
	return errors.Join(err, other)
}

// makeFolder makes a folder, durably, if it is not there.
func makeFolder(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	return errors.Join(syncFolder(parent), syncFolder(filepath.Dir(parent)))
}

func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// open opens a stored file. None gives [ErrMissing].
func (s *Store) open(d Digest) (*os.File, int64, error) {
	f, err := os.Open(d.path(s.dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("%s: %w", d, ErrMissing)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("files: %w", err)
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0, errors.Join(fmt.Errorf("files: %s is no file", d), err, f.Close())
	}
	return f, info.Size(), nil
}

// Describe is a file that is for everybody, as it lies there. It refuses one that
// is sealed.
func (s *Store) Describe(d Digest) (File, error) {
	f, size, err := s.open(d)
	if err != nil {
		return File{}, err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return File{}, &AlteredError{d, "it cannot be read"}
	}
	if bytes.HasPrefix(head[:n], []byte(magic)) {
		return File{}, errSealed
	}
	return File{Digest: d, Document: d, MediaType: MediaType(head[:n]), Size: size}, nil
}

// Open opens a file that is for everybody, after its bytes were checked.
func (s *Store) Open(ctx context.Context, d Digest) (io.ReadCloser, error) {
	f, _, err := s.open(d)
	if err != nil {
		return nil, err
	}
	err = check(ctx, f, d)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, also(err, f.Close())
	}
	return f, nil
}

// Check reads a file and gives an [*AlteredError] where its bytes are not those
// of its digest, and [ErrMissing] where there is none.
func (s *Store) Check(ctx context.Context, d Digest) error {
	f, _, err := s.open(d)
	if err != nil {
		return err
	}
	return also(check(ctx, f, d), f.Close())
}

func check(ctx context.Context, f io.Reader, d Digest) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, whileIn(ctx, f)); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return &AlteredError{d, "it cannot be read: " + err.Error()}
	}
	if got := Digest(hash.Sum(nil)); got != d {
		return &AlteredError{d, "its bytes are those of " + got.String()}
	}
	return nil
}

// whileIn reads no longer than a context.
func whileIn(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// All lists the files of the store, in order. What has not the name of a file is
// passed over.
func (s *Store) All() iter.Seq2[Digest, error] {
	return func(yield func(Digest, error) bool) {
		folders, err := os.ReadDir(s.dir)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Digest{}, fmt.Errorf("files: %w", err))
			return
		}
		for _, folder := range folders {
			if len(folder.Name()) != 2 || !folder.IsDir() {
				continue
			}
			entries, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
			if err != nil {
				yield(Digest{}, fmt.Errorf("files: %w", err))
				return
			}
			for _, e := range entries {
				d, err := ParseDigest(folder.Name() + e.Name())
				if err == nil && e.Type().IsRegular() && !yield(d, nil) {
					return
				}
			}
		}
	}
}

// Copied is what a copy did.
type Copied struct {
	Files int   // that were copied
	Bytes int64 // of them
	There int   // that were there already
}

// CopyTo copies every file to another folder that has it not, each checked as it
// is read. An altered file stops it with an [*AlteredError]; what was copied
// before stays, and repeating goes on from there. Progress, if not nil, is told
// of each file.
func (s *Store) CopyTo(ctx context.Context, dir string, progress func(files int)) (Copied, error) {
	var done Copied
	to := &Store{dir: dir}
	for d, err := range s.All() {
		if err != nil {
			return done, err
		}
		size, err := s.copy(ctx, d, to)
		if err != nil {
			return done, err
		}
		if size < 0 {
			done.There++
		} else {
			done.Files++
			done.Bytes += size
		}
		if progress != nil {
			progress(done.Files + done.There)
		}
	}
	return done, nil
}

// copy is the size of what was copied, -1 where it was there.
func (s *Store) copy(ctx context.Context, d Digest, to *Store) (int64, error) {
	f, size, err := s.open(d)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	if there, has, err := to.open(d); err == nil {
		if err := there.Close(); err != nil || has == size {
			return -1, err
		}
	}
	got, err := to.write(ctx, func(w io.Writer) error {
		hash := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, hash), whileIn(ctx, f)); err != nil {
			return err
		}
		if got := Digest(hash.Sum(nil)); got != d {
			return &AlteredError{d, "its bytes are those of " + got.String()}
		}
		return nil
	})
	if err == nil && got != d {
		err = &AlteredError{d, "its copy has other bytes"}
	}
	return size, err
}
