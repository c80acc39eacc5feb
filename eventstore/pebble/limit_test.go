package pebble_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/sunledger/sunledger/eventstore"
)

// plainFile is the limit that the store is measured against: a file that only
// ever grows. Appends that wait are written together with one fsync. It has no
// index, no expectation and no order but its own.
type plainFile struct {
	f     *os.File
	queue chan plainAppend
	ended sync.WaitGroup
}

type plainAppend struct {
	bytes []byte
	done  chan error
}

func newPlainFile(b *testing.B) *plainFile {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "plain"))
	if err != nil {
		b.Fatal(err)
	}
	p := &plainFile{f: f, queue: make(chan plainAppend, 1024)}
	p.ended.Go(p.run)
	b.Cleanup(func() {
		close(p.queue)
		p.ended.Wait()
		f.Close()
	})
	return p
}

// append returns when the bytes are on the disk.
func (p *plainFile) append(framed []byte) error {
	a := plainAppend{framed, make(chan error, 1)}
	p.queue <- a
	return <-a.done
}

func (p *plainFile) run() {
	var group []plainAppend
	var buf []byte
	for a := range p.queue {
		group, buf = append(group[:0], a), append(buf[:0], a.bytes...)
	gather:
		for len(buf) < 8<<20 {
			select {
			case a, ok := <-p.queue:
				if !ok {
					break gather
				}
				group, buf = append(group, a), append(buf, a.bytes...)
			default:
				break gather
			}
		}
		_, err := p.f.Write(buf)
		err = errors.Join(err, p.f.Sync())
		for _, a := range group {
			a.done <- err
		}
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// frame encodes events as a plain log would: length, checksum, bytes.
func frame(dst []byte, stream string, events ...eventstore.Event) []byte {
	for _, e := range events {
		start := len(dst)
		dst = append(dst, make([]byte, 8)...)
		dst = append(append(dst, stream...), e.Type...)
		dst = append(append(append(dst, e.ID[:]...), e.Data...), e.Metadata...)
		body := dst[start+8:]
		binary.LittleEndian.PutUint32(dst[start:], uint32(len(body)))
		binary.LittleEndian.PutUint32(dst[start+4:], crc32.Checksum(body, castagnoli))
	}
	return dst
}

// readPlain reads a file of framed records from begin to end, checks each
// checksum, and returns how many there are.
func readPlain(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	var header [8]byte
	var body []byte
	for {
		if _, err := io.ReadFull(r, header[:]); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
		size := int(binary.LittleEndian.Uint32(header[:]))
		if cap(body) < size {
			body = make([]byte, size)
		}
		body = body[:size]
		if _, err := io.ReadFull(r, body); err != nil {
			return n, err
		}
		if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(header[4:]) {
			return n, errors.New("checksum")
		}
		n++
	}
}

// plainReader reads single records of a file of framed records.
type plainReader struct {
	f       *os.File
	offsets []int64
}

func openPlain(path string) (*plainReader, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var offsets []int64
	for at := int64(0); at <= int64(len(b)); {
		offsets = append(offsets, at)
		if at == int64(len(b)) {
			break
		}
		at += 8 + int64(binary.LittleEndian.Uint32(b[at:]))
	}
	f, err := os.Open(path)
	return &plainReader{f, offsets}, err
}

// readAt reads record n and checks it.
func (p *plainReader) readAt(n int) error {
	b := make([]byte, p.offsets[n+1]-p.offsets[n])
	if _, err := p.f.ReadAt(b, p.offsets[n]); err != nil {
		return err
	}
	if crc32.Checksum(b[8:], castagnoli) != binary.LittleEndian.Uint32(b[4:]) {
		return errors.New("checksum")
	}
	return nil
}
