package pebble

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

const engineDir = "db"

// Open opens the log in a folder, and begins one if the folder is empty, does not
// exist, or holds a beginning that was cut short. The time it takes does not depend on how long the history is.
//
// The error is a [*LockedError] when the log is open already, within a second;
// a [*FormatError] when a newer program wrote it; and an
// [*eventstore.CorruptError] when it is damaged, in which case nothing in the
// folder was changed.
func Open(dir string, opts ...Option) (*Store, error) {
	var o options
	o.apply(opts)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	dir, err := realPath(dir)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := openLocked(dir, &o)
	if err != nil {
		return nil, fmt.Errorf("open the log in %s: %w", dir, errors.Join(err, lock.release()))
	}
	s.lock = lock
	go s.commitLoop()
	return s, nil
}

func realPath(dir string) (string, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", err
	}
	return filepath.Abs(dir)
}

func openLocked(dir string, o *options) (*Store, error) {
	version, err := readFormat(dir)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		if err := begin(dir); err != nil {
			return nil, err
		}
	}
	tail, acknowledged, err := openTail(dir)
	if err != nil {
		return nil, err
	}
	s, err := openEngine(dir, o, acknowledged)
	if err != nil {
		return nil, errors.Join(err, tail.close())
	}
	s.tail = tail
	return s, nil
}

// begin makes an empty log. FORMAT comes last: a folder that has it is
// complete, and one that has the engine's files without it is not taken for a
// new one.
func begin(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch e.Name() {
		case lockName, holderName, tailName, tailName + ".new", formatName + ".new":
		default:
			return fmt.Errorf("there is no file %s, and %s is there: this is neither a log nor an empty folder", formatName, e.Name())
		}
	}
	if err := createTail(dir); err != nil {
		return err
	}
	return writeFormat(dir)
}

// openEngine examines the engine's files before it opens them for writing,
// because opening for writing tidies up: it deletes what a damaged manifest
// does not list.
func openEngine(dir string, o *options, acknowledged mark) (*Store, error) {
	path := filepath.Join(dir, engineDir)
	if err := examine(path, dir, o, acknowledged); err != nil {
		return nil, err
	}
	log := newEngineLog(o.logger, dir)
	db, err := startEngine(path, o.engineOptions(log), log)
	if err != nil {
		return nil, err
	}
	s, err := newStore(db, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// openError turns an error of the engine's opening into one of ours. What the
// operating system refuses, other than a file that is not there, is not the
// log's fault; everything else is that the files are not what was written.
func openError(err error) error {
	var refused syscall.Errno
	if err == nil || errors.As(err, &refused) && refused != syscall.ENOENT && !engine.IsCorruptionError(err) {
		return err
	}
	return damaged(0, err.Error())
}

// startEngine opens the engine in a goroutine of its own, so that a fatal error
// or a panic in it becomes an error of ours.
func startEngine(path string, eo *engine.Options, log *engineLog) (*engine.DB, error) {
	type result struct {
		db  *engine.DB
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r.err = damaged(0, fmt.Sprintf("the storage engine gave up: %v", p))
			}
			done <- r
		}()
		r.db, r.err = engine.Open(path, eo)
	}()
	select {
	case r := <-done:
		if r.db == nil && r.err == nil { // the goroutine ended in a fatal error
			<-log.broken
			return nil, fmt.Errorf("%w: %w", eventstore.ErrUnavailable, log.cause)
		}
		return r.db, openError(r.err)
	case <-log.broken:
		return nil, fmt.Errorf("%w: %w", eventstore.ErrUnavailable, log.cause)
	}
}
