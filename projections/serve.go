package projections

import (
	"context"
	"errors"
	"fmt"
)

// openFound serves the best of the finished files in the folder, and removes
// the others.
func (v *Views) openFound(ctx context.Context) error {
	paths, err := v.folder.finished()
	if err != nil {
		return err
	}
	for _, path := range paths {
		served, err := v.openOne(ctx, path)
		if err != nil {
			return err
		}
		if served {
			return v.folder.sweep(path)
		}
	}
	return v.folder.sweep()
}

// openOne serves a file if it can be served.
func (v *Views) openOne(ctx context.Context, path string) (bool, error) {
	f, err := openFile(path, v.cfg)
	if err != nil {
		return false, err
	}
	at, mine, err := f.check(ctx, v.cfg)
	if err != nil {
		err = errors.Join(err, f.pool.Close())
		if _, unsound := errors.AsType[*unsoundError](err); unsound {
			v.cfg.Logger.Warn("views: a file is left out and will be built again", "reason", err)
			return false, nil
		}
		return false, err
	}
	if mine && v.folder.isMine(path) {
		if v.writer, err = continueFile(ctx, v.cfg, path, at); err != nil {
			return false, errors.Join(err, f.pool.Close())
		}
	} else {
		v.announce(func() { v.reason = "the definitions of the views have changed" })
	}
	v.serve(f, at.position)
	return true, nil
}

// serve puts a file in the place of the one that is served. The old one goes
// when the last read of it ends.
func (v *Views) serve(f *file, position uint64) {
	v.announce(func() {
		old := v.current
		v.current, v.position = f, position
		v.served, v.changes = position+1, map[string]uint64{}
		if old != nil {
			old.retired, old.delete = true, f != nil
			v.release(old)
		}
	})
}

// acquire is the served file, held until it is released.
func (v *Views) acquire() (*file, func(), error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current == nil {
		if v.stopped != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrNotBuilt, v.stopped)
		}
		return nil, nil, ErrNotBuilt
	}
	f := v.current
	f.refs++
	return f, func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		f.refs--
		v.release(f)
	}, nil
}

// release closes a retired file that nobody reads. The caller holds mu.
func (v *Views) release(f *file) {
	if !f.retired || f.refs > 0 {
		return
	}
	err := f.pool.Close()
	if f.delete {
		err = errors.Join(err, remove(f.path))
	}
	if err != nil {
		v.cfg.Logger.Warn("views: an old file could not be removed", "file", f.path, "error", err)
	}
}

// damaged takes a file out of service that turned out not to be sound, so that
// Run builds another.
func (v *Views) damaged(f *file, why error) {
	v.write.Lock()
	defer v.write.Unlock()
	v.mu.Lock()
	current := v.current == f
	v.mu.Unlock()
	if current {
		v.drop(why)
	}
}

// drop takes the served file out of service. The caller holds write.
func (v *Views) drop(why error) {
	v.cfg.Logger.Error("views: the file is damaged and will be built again", "reason", why)
	if v.writer != nil {
		if err := v.writer.close(); err != nil {
			v.cfg.Logger.Warn("views: closing the damaged file", "error", err)
		}
		v.writer = nil
	}
	v.mu.Lock()
	if v.current != nil {
		v.current.delete = true
	}
	v.mu.Unlock()
	v.announce(func() {
		v.state, v.reason = Building, why.Error()
		if v.interrupt != nil {
			v.interrupt()
		}
		if old := v.current; old != nil {
			v.current, v.position = nil, 0
			old.retired = true
			v.release(old)
		}
	})
}
