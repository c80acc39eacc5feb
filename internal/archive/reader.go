package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"iter"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/eventstore"
)

// reader reads an archive, and trusts nothing in it.
type reader struct {
	r       io.Reader
	digest  hash.Hash
	summary Summary
	frame   []byte
	block   bytes.Buffer
	opener  io.ReadCloser
}

// Verify reads a whole archive and says what it is. The error is a
// [*DamagedError], a [*NotArchiveError], a [*NewerVersionError], or the failure
// to read the file.
func Verify(ctx context.Context, r io.Reader) (Summary, error) {
	in := newReader(r)
	for _, err := range in.records(ctx) {
		if err != nil {
			return Summary{}, err
		}
	}
	return in.summary, nil
}

func newReader(r io.Reader) *reader {
	return &reader{r: bufio.NewReaderSize(r, 64<<10), digest: sha256.New()}
}

// records yields every record in order. Without an error the archive is whole.
func (in *reader) records(ctx context.Context) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		fail := func(err error) { yield(eventstore.Recorded{}, err) }
		if err := in.begin(); err != nil {
			fail(err)
			return
		}
		for {
			if err := ctx.Err(); err != nil {
				fail(err)
				return
			}
			at := in.summary.Bytes
			packed, err := in.readFrame(maxDeflated)
			if err != nil {
				fail(err)
				return
			}
			if packed == nil {
				if err := in.end(at); err != nil {
					fail(err)
				}
				return
			}
			block, err := in.unpack(packed)
			if err != nil {
				fail(in.damaged(at, err.Error()))
				return
			}
			for len(block) > 0 {
				var r eventstore.Recorded
				if r, block, err = nextRecord(block); err != nil {
					fail(in.damaged(at, fmt.Sprintf("event %d: %v", in.summary.Events+1, err)))
					return
				}
				in.summary.Events++
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func (in *reader) damaged(at int64, reason string) error {
	return &DamagedError{at, in.summary.Events, reason}
}

// take reads n bytes, which are part of the digest.
func (in *reader) take(n int) ([]byte, error) {
	if cap(in.frame) < n {
		in.frame = make([]byte, n)
	}
	b := in.frame[:n]
	got, err := io.ReadFull(in.r, b)
	in.summary.Bytes += int64(got)
	in.digest.Write(b[:got])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, in.damaged(in.summary.Bytes, "the file ends there, so it was cut short")
	}
	if err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	return b, nil
}

// readFrame reads a frame, or nil where its length is 0, which is the end. The
// bytes are good until the next call.
func (in *reader) readFrame(most int) ([]byte, error) {
	at := in.summary.Bytes
	b, err := in.take(4)
	if err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(b)
	switch {
	case length == 0:
		return nil, nil
	case length > uint32(most):
		return nil, in.damaged(at, fmt.Sprintf("a part of %d bytes begins there, and there are none above %d", length, most))
	}
	if b, err = in.take(4); err != nil {
		return nil, err
	}
	want := binary.BigEndian.Uint32(b)
	if b, err = in.take(int(length)); err != nil {
		return nil, err
	}
	if crc32.Checksum(b, checksums) != want {
		return nil, in.damaged(at, "the checksum of the part that begins there does not match")
	}
	return b, nil
}

func (in *reader) begin() error {
	b, err := in.take(len(magic) + 2)
	if err != nil || string(b[:len(magic)]) != magic {
		if _, cut := errors.AsType[*DamagedError](err); err == nil || cut {
			return &NotArchiveError{}
		}
		return err
	}
	if in.summary.Version = int(binary.BigEndian.Uint16(b[len(magic):])); in.summary.Version > version {
		return &NewerVersionError{in.summary.Version, version}
	}
	at := in.summary.Bytes
	if in.summary.Version < 1 {
		return in.damaged(at-2, "there is no version 0")
	}
	text, err := in.readFrame(maxHeaderBytes)
	if err != nil {
		return err
	}
	var h header
	if err := json.Unmarshal(text, &h, json.RejectUnknownMembers(true)); err != nil {
		return in.damaged(at, fmt.Sprintf("the header is not one: %v", err))
	}
	in.summary.Ledger, in.summary.Position = h.Ledger, h.Position
	return nil
}

// unpack decompresses a block.
func (in *reader) unpack(packed []byte) ([]byte, error) {
	from := bytes.NewReader(packed)
	if in.opener == nil {
		in.opener = flate.NewReader(from)
	} else if err := in.opener.(flate.Resetter).Reset(from, nil); err != nil {
		return nil, err
	}
	in.block.Reset()
	n, err := in.block.ReadFrom(io.LimitReader(in.opener, maxBlock+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the block that begins there cannot be decompressed (%w)", err)
	case n > maxBlock:
		return nil, fmt.Errorf("the block that begins there is larger than %d bytes", maxBlock)
	case n == 0 || from.Len() > 0:
		return nil, errors.New("the block that begins there is empty, or something follows in it")
	}
	return in.block.Bytes(), nil
}

// nextRecord takes the first record off a block.
func nextRecord(block []byte) (r eventstore.Recorded, rest []byte, err error) {
	if len(block) < frameHead {
		return r, nil, errors.New("its block ends too early")
	}
	length, sum := binary.BigEndian.Uint32(block), binary.BigEndian.Uint32(block[4:])
	block = block[frameHead:]
	if uint64(length) > uint64(len(block)) {
		return r, nil, errors.New("it is longer than its block")
	}
	if crc32.Checksum(block[:length], checksums) != sum {
		return r, nil, errors.New("its checksum does not match")
	}
	r, err = parseRecord(block[:length])
	return r, block[length:], err
}

// end compares the count and the digest. The end mark began at a byte and was
// read.
func (in *reader) end(at int64) error {
	b, err := in.take(8)
	if err != nil {
		return err
	}
	if count := binary.BigEndian.Uint64(b); count != in.summary.Events {
		return in.damaged(at, fmt.Sprintf("it should hold %d events", count))
	}
	want := in.digest.Sum(nil)
	if b, err = in.take(len(want)); err != nil {
		return err
	}
	if !bytes.Equal(b, want) {
		return in.damaged(in.summary.Bytes-int64(len(want)), "the digest of the whole does not match")
	}
	switch n, err := io.ReadFull(in.r, make([]byte, 1)); {
	case n > 0:
		return in.damaged(in.summary.Bytes, "something follows its end")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("read the archive: %w", err)
	}
	return nil
}
