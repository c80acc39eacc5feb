package pebble

import (
	"context"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

// A read goes in chunks: the engine's iterator is opened, the chunk decoded,
// the iterator closed, and only then is the first record yielded. So nothing is
// pinned while the body runs. Chunks grow, so that a read that is broken off
// early has decoded little, and a long one pays little for iterators. A long
// read decodes one chunk ahead while the body works on the one before.
const (
	firstChunk = 16
	maxChunk   = 512
	// maxChunkBytes bounds what a chunk holds in memory, together with
	// MaxRecordBytes.
	maxChunkBytes = 1 << 20
)

// source reads the next chunk: it fills into with at most cap(into) records
// and returns them. It returns records and an error when the error came after
// them; no records and no error is the end of what was appended so far.
type source func(into []eventstore.Recorded, types typeNames) ([]eventstore.Recorded, error)

type chunk struct {
	records []eventstore.Recorded
	err     error
}

// sequence yields what a source reads. start is called anew for each range over
// the sequence.
func (s *Store) sequence(ctx context.Context, start func() source) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		types, next := typeNames{}, start()
		read := func(into []eventstore.Recorded) chunk { return s.fill(ctx, next, into[:0], types) }
		current := read(make([]eventstore.Recorded, 0, firstChunk))
		var spare []eventstore.Recorded
		for {
			if current.err == nil && len(current.records) == 0 {
				return
			}
			size := cap(current.records)
			var ahead chan chunk
			if size == maxChunk && current.err == nil {
				// Nobody waits for this goroutine when the body breaks off: it
				// ends by itself, with the chunk that it reads.
				ahead = make(chan chunk, 1)
				into := sized(spare, maxChunk)
				go func() { ahead <- read(into) }()
			}
			if !yieldAll(ctx, current, yield) {
				return
			}
			spare = current.records
			if ahead == nil {
				current = read(sized(spare, min(2*size, maxChunk)))
				continue
			}
			if current = <-ahead; current.err == nil && len(current.records) == 0 {
				// It saw the end before the body ran, which may have appended.
				current = read(current.records)
			}
		}
	}
}

func sized(spare []eventstore.Recorded, size int) []eventstore.Recorded {
	if cap(spare) == size {
		return spare
	}
	return make([]eventstore.Recorded, 0, size)
}

// yieldAll yields a chunk and its error, and reports whether to go on.
func yieldAll(ctx context.Context, c chunk, yield func(eventstore.Recorded, error) bool) bool {
	for i := range c.records {
		if err := ctx.Err(); err != nil {
			yield(eventstore.Recorded{}, err)
			return false
		}
		if !yield(c.records[i], nil) {
			return false
		}
	}
	clear(c.records) // what the body let go of can be freed
	if c.err != nil {
		yield(eventstore.Recorded{}, c.err)
		return false
	}
	return true
}

// fill reads a chunk and keeps the store open meanwhile.
func (s *Store) fill(ctx context.Context, next source, into []eventstore.Recorded, types typeNames) chunk {
	release, err := s.use()
	if err != nil {
		return chunk{err: err}
	}
	defer release()
	if err := ctx.Err(); err != nil {
		return chunk{err: err}
	}
	records, err := next(into, types)
	return chunk{records, err}
}
