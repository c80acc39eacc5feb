package pebble

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// found is a value of the engine; its bytes are valid until it is closed.
type found struct {
	bytes []byte
	io.Closer
}

// getEvent returns the record at a position that the log is known to have
// reached; that it is missing is damage.
func getEvent(db *engine.DB, pos eventstore.Position) (found, error) {
	value, closer, err := db.Get(eventKey(pos))
	if errors.Is(err, engine.ErrNotFound) {
		return found{}, damaged(pos, "it is missing")
	}
	if err != nil {
		return found{}, readError(pos, err)
	}
	return found{value, closer}, nil
}

// getHead returns the head of a stream, or the zero head.
func getHead(db *engine.DB, stream string) (head, error) {
	value, closer, err := db.Get(streamKey(stream))
	if errors.Is(err, engine.ErrNotFound) {
		return head{}, nil
	}
	if err != nil {
		return head{}, headError(stream, err)
	}
	defer closer.Close()
	h, err := decodeHead(stream, value)
	if err != nil {
		return head{}, damaged(0, fmt.Sprintf("stream %s: %v", stream, err))
	}
	return h, nil
}

func headError(stream string, err error) error {
	if engine.IsCorruptionError(err) {
		return damaged(0, fmt.Sprintf("stream %s: %v", stream, err))
	}
	return fmt.Errorf("%w: read stream %s: %w", eventstore.ErrUnavailable, stream, err)
}

// lastPosition returns the position of the last event, 0 in an empty log.
func lastPosition(db *engine.DB) (eventstore.Position, error) {
	key, err := lastKey(db, eventPrefix)
	if err != nil || key == nil {
		return 0, err
	}
	return positionOf(key), nil
}

// lastStream returns the highest number that a stream has, 0 in an empty log.
func lastStream(db *engine.DB) (uint64, error) {
	key, err := lastKey(db, indexPrefix)
	if err != nil || key == nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(key[1:]), nil
}

func lastKey(db *engine.DB, prefix byte) (key []byte, err error) {
	it, err := db.NewIter(&engine.IterOptions{LowerBound: []byte{prefix}, UpperBound: []byte{prefix + 1}})
	if err != nil {
		return nil, readError(0, err)
	}
	if it.Last() {
		key = append(key, it.Key()...)
	}
	if err := it.Close(); err != nil {
		return nil, readError(0, err)
	}
	return key, nil
}

// sumOf returns the checksum that a record ends in.
func sumOf(record []byte) uint64 {
	return binary.LittleEndian.Uint64(record[len(record)-sumBytes:])
}
