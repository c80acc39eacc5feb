package files

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// A sealed file, version 1, is
//
//	8 bytes   the magic, with the version
//	16 bytes  the id of the owner of its key
//	          chunks of 64 KiB of the document, the last one shorter or as long,
//	          each with a tag of 16 bytes
//	n bytes   the envelope of the contents (see contents)
//	4 bytes   n, big-endian
//
// Chunks are sealed as STREAM has it (Hoang, Reyhanitabar, Rogaway, Vizár, 2015):
// AES-256-GCM, the nonce being the number of the chunk and whether it is the
// last one, so that none can be left out, moved or cut off. The key is random and
// of this file alone. Files lie there for ever: a changed layout is a new
// version, and version 1 still opens.
const (
	magic     = "SLFILE\x00\x01"
	chunkSize = 64 << 10
	tagSize   = 16
	headSize  = len(magic) + len(uuid.UUID{})
	tailSize  = 4
	// maxEnvelope bounds what is read of a damaged file.
	maxEnvelope = 64 << 10
)

// contents is what the envelope of a sealed file holds.
type contents struct {
	Key       []byte `json:"key"`
	MediaType string `json:"mediaType"`
	Size      int64  `json:"size"`
	SHA256    []byte `json:"sha256"` // of the document
	Account   string `json:"account"`
}

// contentsAt is the place of the envelope in a sealed file.
func contentsAt(key uuid.UUID) domain.Place { return domain.FilePlace(key, uuid.Nil, "/contents") }

// PutSealed stores a document encrypted, for who can open what the sealer seals
// under the owner of its key, which is a new one. The account is who sent it. It
// is otherwise as [Store.Put]; the same document gives another file each time.
func (s *Store) PutSealed(ctx context.Context, document io.Reader, with domain.Sealer, account string) (File, error) {
	in := s.reading(ctx, document)
	head, err := in.head()
	if err != nil {
		return File{}, err
	}
	c := contents{Key: make([]byte, 32), MediaType: MediaType(head), Account: account}
	_, _ = rand.Read(c.Key) // never fails
	key, err := uuid.NewRandom()
	if err != nil {
		return File{}, err
	}
	digest, err := s.write(ctx, func(w io.Writer) error {
		if err := errors.Join(writeAll(w, []byte(magic)), writeAll(w, key[:])); err != nil {
			return err
		}
		if err := encrypt(w, in, c.Key); err != nil {
			return err
		}
		c.Size, c.SHA256 = in.size, in.hash.Sum(nil)
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		envelope, err := with.Seal(contentsAt(key), text)
		if err != nil {
			return err
		}
		return writeAll(w, binary.BigEndian.AppendUint32(envelope, uint32(len(envelope))))
	})
	return c.file(digest, key), err
}

func (c contents) file(digest Digest, key uuid.UUID) File {
	f := File{Digest: digest, MediaType: c.MediaType, Size: c.Size, Key: key, Account: c.Account}
	copy(f.Document[:], c.SHA256)
	return f
}

func writeAll(w io.Writer, p []byte) error {
	_, err := w.Write(p)
	return err
}

// DescribeSealed is a sealed file, as it lies there. It refuses one that is for
// everybody, and gives [domain.ErrErased] where its key was destroyed.
func (s *Store) DescribeSealed(d Digest, with domain.Sealer) (File, error) {
	f, c, key, err := s.openContents(d, with)
	if err != nil {
		return File{}, err
	}
	return c.file(d, key), f.Close()
}

// OpenSealed opens the document of a sealed file. Each part of it is checked
// before it is read; whoever reads to the end knows that nothing is missing. It
// gives [domain.ErrErased] where the key was destroyed.
func (s *Store) OpenSealed(d Digest, with domain.Sealer) (io.ReadCloser, error) {
	f, c, _, err := s.openContents(d, with)
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(c.Key)
	if err != nil {
		return nil, also(err, f.Close())
	}
	if _, err := f.Seek(int64(headSize), io.SeekStart); err != nil {
		return nil, also(err, f.Close())
	}
	return &decrypter{file: f, digest: d, aead: aead, left: c.Size, hash: sha256.New(), want: c.SHA256}, nil
}

// openContents opens a sealed file and its envelope, and checks that its size is
// the one that it should have.
func (s *Store) openContents(d Digest, with domain.Sealer) (*os.File, contents, uuid.UUID, error) {
	f, size, err := s.open(d)
	if err != nil {
		return nil, contents{}, uuid.Nil, err
	}
	c, key, err := readContents(f, size, d, with)
	if err != nil {
		return nil, c, key, also(err, f.Close())
	}
	return f, c, key, nil
}

func readContents(f io.ReaderAt, size int64, d Digest, with domain.Sealer) (c contents, key uuid.UUID, err error) {
	damaged := func(reason string) error { return &AlteredError{d, reason} }
	head := make([]byte, headSize)
	if n, _ := f.ReadAt(head, 0); !bytes.HasPrefix(head[:n], []byte(magic)) {
		return c, key, errNotSealed
	}
	copy(key[:], head[len(magic):])
	var tail [tailSize]byte
	if _, err := f.ReadAt(tail[:], size-tailSize); err != nil {
		return c, key, damaged("it is too short")
	}
	n := int64(binary.BigEndian.Uint32(tail[:]))
	start := size - tailSize - n
	if n > maxEnvelope || start < int64(headSize) {
		return c, key, damaged("its end is not one of a sealed file")
	}
	envelope := make([]byte, n)
	if _, err := f.ReadAt(envelope, start); err != nil {
		return c, key, damaged("it cannot be read")
	}
	text, err := with.Open(contentsAt(key), envelope)
	if err != nil {
		return c, key, fmt.Errorf("the file %s: %w", d, err)
	}
	if err := json.Unmarshal(text, &c); err != nil || len(c.SHA256) != sha256.Size || c.Size < 1 {
		return c, key, damaged("its envelope holds something else")
	}
	if sealedSize(c.Size) != start-int64(headSize) {
		return c, key, damaged("its size is not the one that it had")
	}
	return c, key, nil
}

// sealedSize is the size of all chunks of a document.
func sealedSize(size int64) int64 {
	return size + (size+chunkSize-1)/chunkSize*tagSize
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// nonce is that of a chunk.
func nonce(number uint64, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint64(n[3:], number)
	if last {
		n[11] = 1
	}
	return n
}

// encrypt writes the chunks of a document.
func encrypt(w io.Writer, in *document, key []byte) error {
	aead, err := newAEAD(key)
	if err != nil {
		return err
	}
	chunk := make([]byte, chunkSize, chunkSize+tagSize)
	for number := uint64(0); ; number++ {
		n, last, err := in.fill(chunk)
		if err != nil {
			return err
		}
		if err := writeAll(w, aead.Seal(chunk[:0], nonce(number, last), chunk[:n], nil)); err != nil || last {
			return err
		}
	}
}

// decrypter reads the document of a sealed file.
type decrypter struct {
	file   *os.File
	digest Digest
	aead   cipher.AEAD
	number uint64
	left   int64 // of the document, that no chunk gave yet
	ready  []byte
	buffer []byte
	hash   interface {
		io.Writer
		Sum([]byte) []byte
	}
	want []byte
}

// Read gives what was checked.
func (d *decrypter) Read(p []byte) (int, error) {
	if len(d.ready) == 0 {
		if d.left == 0 {
			return 0, io.EOF
		}
		if err := d.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.ready)
	d.ready = d.ready[n:]
	return n, nil
}

func (d *decrypter) next() error {
	size := min(d.left, chunkSize)
	if d.buffer == nil {
		d.buffer = make([]byte, chunkSize+tagSize)
	}
	sealed := d.buffer[:size+tagSize]
	if _, err := io.ReadFull(d.file, sealed); err != nil {
		return &AlteredError{d.digest, "it cannot be read: " + err.Error()}
	}
	d.left -= size
	text, err := d.aead.Open(sealed[:0], nonce(d.number, d.left == 0), sealed, nil)
	if err != nil {
		return &AlteredError{d.digest, fmt.Sprintf("its part %d is not what was put", d.number+1)}
	}
	d.number++
	_, _ = d.hash.Write(text)
	if d.left == 0 && !bytes.Equal(d.hash.Sum(nil), d.want) {
		return &AlteredError{d.digest, "its parts are not those of the document"}
	}
	d.ready = text
	return nil
}

// Close closes the file.
func (d *decrypter) Close() error { return d.file.Close() }
