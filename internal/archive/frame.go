package archive

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/sunledger/sunledger/eventstore"
)

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
