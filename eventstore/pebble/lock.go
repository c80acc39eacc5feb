package pebble

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/sunledger/sunledger/eventstore"
)

// LockedError says that a log is already open: in another process, or in this
// one. It wraps [eventstore.ErrUnavailable].
type LockedError struct {
	Dir    string
	Holder Holder
}

// Holder is who holds a log open. It is the zero Holder when it could not be
// found out.
type Holder struct {
	PID     int       `json:"pid"`
	Program string    `json:"program"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
}

func (e *LockedError) Error() string {
	who := "another process"
	if h := e.Holder; h.PID != 0 {
		who = fmt.Sprintf("process %d (%s) on %s since %s", h.PID, h.Program, h.Host, h.Since.Format(time.RFC3339))
	}
	return fmt.Sprintf("%s: the log is held open by %s; stop that process, or send what you want to do to its server", e.Dir, who)
}

func (e *LockedError) Unwrap() error { return eventstore.ErrUnavailable }

const (
	lockName   = "LOCK"
	holderName = "HOLDER"
)

// folderLock is the right to be the one process that has the log open.
type folderLock struct {
	dir  string
	lock io.Closer
}

// lockFolder takes the lock of a folder at once or answers a *LockedError. The
// path is absolute and without symbolic links: the system's locks do not keep
// one process from locking twice, so the path has to tell that it is the same
// folder.
func lockFolder(dir string) (*folderLock, error) {
	path := filepath.Join(dir, lockName)
	lock, err := vfs.Default.Lock(path)
	if err != nil {
		if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
			return nil, fmt.Errorf("lock the log: %w", err) // the file could not even be opened
		}
		return nil, &LockedError{Dir: dir, Holder: readHolder(dir)}
	}
	l := &folderLock{dir: dir, lock: lock}
	if err := writeHolder(dir); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l, nil
}

func (l *folderLock) release() error {
	err := os.Remove(filepath.Join(l.dir, holderName))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.lock.Close())
}

func writeHolder(dir string) error {
	h := Holder{PID: os.Getpid(), Program: filepath.Base(os.Args[0]), Since: time.Now().UTC().Truncate(time.Second)}
	h.Host, _ = os.Hostname()
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, holderName), append(b, '\n'))
}

// readHolder waits a little for a holder that has the lock and has not yet
// said who it is.
func readHolder(dir string) Holder {
	deadline := time.Now().Add(500 * time.Millisecond)
	for {
		var h Holder
		b, err := os.ReadFile(filepath.Join(dir, holderName))
		if err == nil && json.Unmarshal(b, &h) == nil {
			return h
		}
		if time.Now().After(deadline) {
			return Holder{}
		}
		time.Sleep(20 * time.Millisecond)
	}
}
