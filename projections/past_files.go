package projections

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A file of the past is named past-<definitions>-<variant>-<moment>.sqlite, by
// digests. It is finished under another name, and nothing writes to it again, so
// that one that is there is whole; when it was last used is its time on the disk.
const pastPrefix = "past-"

// pastFile is a finished file. Past.mu guards all but file and opening.
type pastFile struct {
	name string
	path string
	size int64
	used time.Time
	refs int
	gone bool // closed once nobody reads it

	opening sync.Mutex
	file    *file // once it is open
}

// find takes in the finished files of this program's definitions and of the
// variant, and removes the others and what is half built.
func (p *Past) find() error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return fmt.Errorf("views: %w", err)
	}
	mine := pastPrefix + p.definitions + "-" + p.variant + "-"
	for _, e := range entries {
		path := filepath.Join(p.dir, e.Name())
		if strings.HasPrefix(e.Name(), mine) && strings.HasSuffix(e.Name(), fileSuffix) && e.Type().IsRegular() {
			info, err := e.Info()
			if err != nil {
				return fmt.Errorf("views: %w", err)
			}
			p.files[e.Name()] = &pastFile{name: e.Name(), path: path, size: info.Size(), used: info.ModTime()}
			continue
		}
		if e.Name() == privacyFile {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("views: %w", err)
		}
	}
	return nil
}

// hold keeps a file from being removed. The caller holds mu.
func (p *Past) hold(f *pastFile) {
	f.refs++
	f.used = time.Now()
}

// release lets a file go, and drops it where it is no good. It says whether the
// file was removed, now or before.
func (p *Past) release(f *pastFile, drop bool) (removed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f.refs--
	if drop {
		p.drop(f)
	}
	if f.gone {
		p.retire(f)
	}
	p.evict(f.name)
	return f.gone
}

// drop removes a file. Whoever reads it goes on. The caller holds mu.
func (p *Past) drop(f *pastFile) {
	if p.files[f.name] != f {
		return
	}
	delete(p.files, f.name)
	if err := remove(f.path); err != nil {
		p.cfg.Logger.Warn("views: a file of the past could not be removed", "file", f.path, "error", err)
	}
	p.retire(f)
}

// retire closes a file once nobody reads it. The caller holds mu.
func (p *Past) retire(f *pastFile) {
	f.gone = true
	if f.refs > 0 || f.file == nil {
		return
	}
	if err := f.file.pool.Close(); err != nil {
		p.cfg.Logger.Warn("views: closing a file of the past", "file", f.path, "error", err)
	}
	f.file = nil
}

// evict removes the least recently used files that nobody reads, until the rest
// is within the limits. One stays in any case. The caller holds mu.
func (p *Past) evict(stays string) {
	for {
		var total int64
		var oldest *pastFile
		for _, f := range p.files {
			total += f.size
			if f.name != stays && f.refs == 0 && (oldest == nil || f.used.Before(oldest.used)) {
				oldest = f
			}
		}
		if oldest == nil || len(p.files) <= p.limits.Files && total <= p.limits.Bytes {
			return
		}
		p.drop(oldest)
	}
}

// open opens a file that is held, unless it is open. A file that is not sound
// is neither served nor an error.
func (p *Past) open(ctx context.Context, f *pastFile) (sound bool, err error) {
	f.opening.Lock()
	defer f.opening.Unlock()
	if f.file != nil {
		p.touch(f)
		return true, nil
	}
	opened, err := openFile(f.path, p.cfg)
	if err != nil {
		return false, err
	}
	if err := opened.checkPast(ctx, p.cfg); err != nil {
		err = errors.Join(err, opened.pool.Close())
		if _, unsound := errors.AsType[*unsoundError](err); !unsound {
			return false, err
		}
		p.cfg.Logger.Warn("views: a file of the past is left out and will be built again", "reason", err)
		return false, nil
	}
	f.file = opened
	p.touch(f)
	return true, nil
}

// touch has the disk remember when a file was used, for the next process.
func (p *Past) touch(f *pastFile) {
	now := time.Now()
	if err := os.Chtimes(f.path, now, now); err != nil {
		p.cfg.Logger.Warn("views: a file of the past", "error", err)
	}
}

// checkPast says whether a file is one of views, was finished with these
// definitions and is of this log. It does not read all of it, because that takes
// as long as a query of everything: SQLite sees when it opens a file that it was
// cut short, and says what is wrong with a page when it reads it.
func (f *file) checkPast(ctx context.Context, c Config) error {
	unsound := func(format string, args ...any) error { return &unsoundError{f.path, fmt.Sprintf(format, args...)} }
	numbers := map[string]int64{"application_id": 0, "user_version": 0}
	for name := range numbers {
		var n int64
		if err := f.pool.QueryRowContext(ctx, `PRAGMA `+name).Scan(&n); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return unsound("%v", err)
		}
		numbers[name] = n
	}
	if numbers["application_id"] != applicationID || numbers["user_version"] != 1 {
		return unsound("it is no finished file of views")
	}
	same, err := sameDefinitions(ctx, f.pool, c.views)
	if err == nil && !same {
		err = errors.New("it is of other definitions")
	}
	var at checkpoint
	if err == nil {
		at, err = readCheckpoint(ctx, f.pool)
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return unsound("%v", err)
	}
	of, err := isOf(ctx, c.Store, at)
	if err == nil && !of {
		err = unsound("it was made from another log: this one has another event, or none, at position %d", at.position)
	}
	return err
}
