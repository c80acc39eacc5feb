package archive

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/eventstore"
)

// reader reads an archive, and trusts nothing in it.
type reader struct {
	r       io.Reader
	digest  hash.Hash // of the file
	log     hash.Hash // of the records
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
	return &reader{r: bufio.NewReaderSize(r, 64<<10), digest: sha256.New(), log: sha256.New()}
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
			in.log.Write(block)
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
	in.summary.Digest = Digest(in.log.Sum(nil))
	return nil
}
