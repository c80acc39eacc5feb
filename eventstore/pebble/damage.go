package pebble

import (
	"fmt"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// damaged is the error for a record that is not what was appended.
func damaged(pos eventstore.Position, reason string) error {
	return &eventstore.CorruptError{Position: pos, Reason: reason}
}

// readError turns an error of the engine, met while reading at a position, into
// one of the contract.
func readError(pos eventstore.Position, err error) error {
	if engine.IsCorruptionError(err) {
		return damaged(pos, err.Error())
	}
	return fmt.Errorf("%w: read position %d: %w", eventstore.ErrUnavailable, pos, err)
}
