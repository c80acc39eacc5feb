package archive

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// Options say what goes into the header of an archive.
type Options struct {
	// Ledger is the id of the ledger, the same in all its copies.
	Ledger uuid.UUID
	// Progress, if not nil, is told now and then how many events are done.
	Progress func(events uint64)
}

// Summary is what an archive says of itself.
type Summary struct {
	Version int
	Ledger  uuid.UUID
	// Position is that of the last event in the log that was backed up; 0 for
	// an empty one.
	Position uint64
	Events   uint64
	// Bytes is the size of the file.
	Bytes int64
	// Digest is that of the log, as far as it is in the archive.
	Digest Digest
}

// Backup writes everything that the log holds when it begins. The log may be
// written meanwhile: what comes later is not in the archive. An archive that
// ended in an error is not one, and is refused by [Verify].
func Backup(ctx context.Context, store eventstore.Reader, w io.Writer, o Options) (Summary, error) {
	head, err := headOf(ctx, store)
	if err != nil {
		return Summary{}, err
	}
	out := &writer{w: w, digest: sha256.New(), log: sha256.New()}
	if err := out.begin(header{o.Ledger, uint64(head)}); err != nil {
		return Summary{}, err
	}
	if head > 0 {
		for r, err := range store.ReadAll(ctx, 0) {
			if err != nil {
				return Summary{}, fmt.Errorf("back up: %w", err)
			}
			if r.Position > head {
				break // it was appended since
			}
			if err := out.add(&r); err != nil {
				return Summary{}, err
			}
			if o.Progress != nil && out.events%1000 == 0 {
				o.Progress(out.events)
			}
		}
	}
	if err := out.end(); err != nil {
		return Summary{}, err
	}
	return Summary{version, o.Ledger, uint64(head), out.events, out.bytes, Digest(out.log.Sum(nil))}, nil
}

// headOf is the position of the last event, or 0.
func headOf(ctx context.Context, store eventstore.Reader) (eventstore.Position, error) {
	for r, err := range store.ReadAllBackward(ctx, eventstore.EndPosition) {
		return r.Position, err
	}
	return 0, nil
}

// writer writes an archive, block by block.
type writer struct {
	w      io.Writer
	digest hash.Hash // of the file
	log    hash.Hash // of the records
	bytes  int64
	events uint64

	block  []byte // frames of records, not yet compressed
	record []byte
	packed bytes.Buffer
	packer *flate.Writer
}

func (w *writer) write(b []byte) error {
	w.digest.Write(b)
	n, err := w.w.Write(b)
	w.bytes += int64(n)
	if err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}

func (w *writer) begin(h header) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	b := binary.BigEndian.AppendUint16([]byte(magic), version)
	return w.write(appendFrame(b, text))
}

func (w *writer) add(r *eventstore.Recorded) error {
	w.record = appendRecord(w.record[:0], r)
	w.block = appendFrame(w.block, w.record)
	w.events++
	if len(w.block) < blockBytes {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if len(w.block) == 0 {
		return nil
	}
	w.packed.Reset()
	if w.packer == nil {
		// Most of a log is sealed, which nothing compresses; what is left is
		// repetitive enough for the quickest level.
		packer, err := flate.NewWriter(nil, flate.BestSpeed)
		if err != nil {
			return err
		}
		w.packer = packer
	}
	w.packer.Reset(&w.packed)
	if _, err := w.packer.Write(w.block); err != nil {
		return err
	}
	if err := w.packer.Close(); err != nil {
		return err
	}
	w.log.Write(w.block)
	w.block = w.block[:0]
	return w.write(appendFrame(nil, w.packed.Bytes()))
}

func (w *writer) end() error {
	if err := w.flush(); err != nil {
		return err
	}
	b := binary.BigEndian.AppendUint32(nil, 0)
	if err := w.write(binary.BigEndian.AppendUint64(b, w.events)); err != nil {
		return err
	}
	return w.write(w.digest.Sum(nil))
}
