package pebble

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	engine "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/batchrepr"
	"github.com/cockroachdb/pebble/v2/record"
	"github.com/cockroachdb/pebble/v2/wal"

	"github.com/sunledger/sunledger/eventstore"
)

// examine opens the engine read-only and checks that the log reaches as far as
// was acknowledged, and that nothing is missing where the engine's tables end
// and its write-ahead logs begin. These are the two places where the engine
// takes damage for an end.
func examine(path, dir string, o *options, acknowledged mark) (err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if acknowledged.position > 0 {
			return damaged(1, fmt.Sprintf("folder %s is missing, and %d events were acknowledged", engineDir, acknowledged.position))
		}
		return nil
	}
	if acknowledged.position == 0 {
		if whole, err := begun(path, o); err != nil || !whole {
			return err
		}
	}
	log := newEngineLog(o.logger, dir)
	eo := o.engineOptions(log)
	eo.ReadOnly = true
	db, err := startEngine(path, eo, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := examineEnd(db, acknowledged); err != nil {
		return err
	}
	return examineSeams(db, o, path)
}

// begun reports whether the engine has made its files. It begins with the folder
// and ends with the mark of its manifest, and before that it writes no record:
// who was killed in between left nothing that anyone was told of, and the engine
// begins again.
func begun(path string, o *options) (bool, error) {
	found, err := engine.Peek(path, o.fs)
	if err != nil || found.Exists {
		return true, openError(err)
	}
	files, err := o.fs.List(path)
	return slices.ContainsFunc(files, holdsRecords), err
}

// holdsRecords says that a file of the engine is one of its tables or write-ahead
// logs.
func holdsRecords(file string) bool {
	return filepath.Ext(file) == ".sst" || filepath.Ext(file) == ".log"
}

// examineEnd checks that the last acknowledged record is there, and is the one
// that was acknowledged.
func examineEnd(db *engine.DB, acknowledged mark) error {
	last, err := lastPosition(db)
	if err != nil {
		return err
	}
	if last < acknowledged.position {
		return damaged(last+1, fmt.Sprintf("the log ends at position %d, and position %d was acknowledged", last, acknowledged.position))
	}
	if acknowledged.position == 0 {
		return nil
	}
	value, err := getEvent(db, acknowledged.position)
	if err != nil {
		return err
	}
	defer value.Close()
	if _, err := decodeRecord(value.bytes, acknowledged.position, typeNames{}); err != nil {
		return damaged(acknowledged.position, err.Error())
	}
	if sumOf(value.bytes) != acknowledged.sum {
		return damaged(acknowledged.position, "another record was acknowledged at this position")
	}
	return nil
}

// examineSeams checks that the event before the first one of each write-ahead
// log is there. A manifest that lost its last entries forgets tables whose
// write-ahead logs are long gone, while later ones are still read.
func examineSeams(db *engine.DB, o *options, path string) error {
	logs, err := wal.Scan(wal.Dir{FS: o.fs, Dirname: path})
	if err != nil {
		return fmt.Errorf("list the write-ahead logs: %w", err)
	}
	for _, l := range logs {
		first, err := firstPosition(l)
		if err != nil {
			return err
		}
		if first < 2 {
			continue
		}
		value, err := getEvent(db, first-1)
		if err != nil {
			return err
		}
		value.Close()
	}
	return nil
}

// firstPosition returns the position of the first event of a write-ahead log,
// or 0 when it has none.
func firstPosition(l wal.LogicalLog) (pos eventstore.Position, err error) {
	r := l.OpenForRead()
	defer func() { err = errors.Join(err, r.Close()) }()
	chunk, _, err := r.NextRecord()
	var batch []byte
	if err == nil {
		batch, err = io.ReadAll(chunk)
	}
	if errors.Is(err, io.EOF) || record.IsInvalidRecord(err) {
		return 0, nil // the engine has judged it; TAIL judges what that means
	}
	if err != nil {
		return 0, fmt.Errorf("read a write-ahead log: %w", err)
	}
	if len(batch) < batchrepr.HeaderLen {
		return 0, nil
	}
	for br := batchrepr.Read(batch); ; {
		_, key, _, ok, err := br.Next()
		if err != nil {
			return 0, damaged(0, fmt.Sprintf("a write-ahead log does not decode: %v", err))
		}
		if !ok {
			return 0, nil
		}
		if len(key) == 9 && key[0] == eventPrefix {
			return positionOf(key), nil
		}
	}
}
