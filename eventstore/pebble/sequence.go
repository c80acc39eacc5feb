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

// source reads the next chunk, of at most room records, into the memory of one
// that is done with, if there is any. It returns records and an error when the
// error came after them; no records and no error is the end of what was appended
// so far, and takes no memory.
type source func(spare []eventstore.Recorded, room int, types typeNames) ([]eventstore.Recorded, error)

type chunk struct {
	records []eventstore.Recorded
	err     error
}

// sequence yields what a source reads. start is called anew for each range over
// the sequence.
func (s *Store) sequence(ctx context.Context, start func() source) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		types, next := typeNames{}, start()
		read := func(spare []eventstore.Recorded, room int) chunk { return s.fill(ctx, next, spare, room, types) }
		room := firstChunk
		current := read(nil, room)
		var spare []eventstore.Recorded
		for {
			if current.err == nil && len(current.records) == 0 {
				return
			}
			var ahead chan chunk
			if room == maxChunk && current.err == nil {
				// Nobody waits for this goroutine when the body breaks off: it
				// ends by itself, with the chunk that it reads.
				ahead = make(chan chunk, 1)
				into := spare
				go func() { ahead <- read(into, maxChunk) }()
			}
			if !yieldAll(ctx, current, yield) {
				return
			}
			spare = current.records
			if ahead == nil {
				room = min(2*room, maxChunk)
				current = read(spare, room)
				continue
			}
			if current = <-ahead; current.err == nil && len(current.records) == 0 {
				// It saw the end before the body ran, which may have appended.
				current = read(nil, maxChunk)
			}
		}
	}
}

// sized is empty memory for a chunk.
func sized(spare []eventstore.Recorded, room int) []eventstore.Recorded {
	if cap(spare) == room {
		return spare[:0]
	}
	return make([]eventstore.Recorded, 0, room)
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
func (s *Store) fill(ctx context.Context, next source, spare []eventstore.Recorded, room int, types typeNames) chunk {
	release, err := s.use()
	if err != nil {
		return chunk{err: err}
	}
	defer release()
	if err := ctx.Err(); err != nil {
		return chunk{err: err}
	}
	records, err := next(spare, room, types)
	return chunk{records, err}
}
