package projections

import (
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"
)

// lockName is the file that whoever has a folder open holds locked. It stays.
const lockName = "LOCK"

// An InUseError says that another process has the views of a folder open.
// Whoever needs views beside it takes a folder of their own.
type InUseError struct{ Dir string }

func (e *InUseError) Error() string {
	return fmt.Sprintf("views: another process has those in %s open", e.Dir)
}

// lockFolder takes a folder for this process, at once or not at all.
func lockFolder(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	if !locked {
		return nil, &InUseError{dir}
	}
	return lock, nil
}
