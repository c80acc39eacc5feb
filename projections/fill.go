package projections

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// fill makes a new file of everything that is in the log, and gives the builder
// that goes on with it, and the path of the file. It leaves nothing behind when
// it fails.
func (v *Views) fill(ctx context.Context) (_ *builder, path string, err error) {
	v.fills.Lock()
	defer v.fills.Unlock()
	building, finished, err := v.folder.next()
	if err != nil {
		return nil, "", err
	}
	b, err := beginFile(v.cfg, building)
	if err != nil {
		return nil, "", errors.Join(err, remove(building))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove(building), remove(finished))
		}
	}()
	err = v.fillRows(ctx, b)
	if err == nil {
		err = finishFile(b)
	}
	if err = errors.Join(err, b.close()); err != nil {
		return nil, "", err
	}
	if err := os.Rename(building, finished); err != nil {
		return nil, "", fmt.Errorf("views: %w", err)
	}
	out, err := reopen(v.cfg, finished)
	if err != nil {
		return nil, "", err
	}
	b.out = out // and its states are known already
	return b, finished, nil
}

// beginFile makes an empty file and a builder for it.
func beginFile(c Config, path string) (*builder, error) {
	empty, err := empties.of(c)
	if err == nil {
		err = createFile(path, empty)
	}
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	w, err := newWriter(path, fillPragmas)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	if err := w.prepareCorrections(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return newBuilder(c, w, checkpoint{})
}

// fillRows takes in everything, and says how far it is.
func (v *Views) fillRows(ctx context.Context, b *builder) error {
	p := &progress{began: time.Now()}
	v.announce(func() { v.building = p })
	defer v.announce(func() { v.building = nil })
	end, err := head(ctx, v.cfg.Store)
	if err != nil {
		return err
	}
	end = min(end, b.until)
	for r, err := range decoded(ctx, v.cfg, 0) {
		if err != nil {
			return err
		}
		if r.Position > b.until {
			break
		}
		if err := b.take(ctx, r); err != nil {
			return err
		}
		if b.at.events%1024 == 0 {
			v.tell(b, p, end)
		}
	}
	return b.commit()
}

// tell says how far the filling of a file is, about once a second.
func (v *Views) tell(b *builder, p *progress, end uint64) {
	now := time.Now()
	if now.Sub(p.told) < time.Second {
		return
	}
	var s Status
	v.announce(func() {
		p.told, p.position, p.events = now, b.at.position, b.at.events
		if took := now.Sub(p.began).Milliseconds(); took > 0 {
			p.perSecond = int(int64(b.at.events) * 1000 / took)
		}
		s = v.status()
	})
	if v.cfg.Progress != nil {
		s.Head = max(end, b.at.position)
		s.Behind = s.Head - s.Position
		v.cfg.Progress(s)
	}
}

// finishFile makes what is made last of a file, and has it on the disk.
func finishFile(b *builder) error {
	statements := []string{`BEGIN`}
	for _, d := range b.cfg.views {
		statements = append(statements, indexStatements(d)...)
	}
	return b.out.exec(append(statements, `COMMIT`, `PRAGMA locking_mode = NORMAL`, `PRAGMA synchronous = FULL`, `PRAGMA journal_mode = DELETE`, `PRAGMA user_version = 1`)...)
}

// reopen opens a finished file for going on with it.
func reopen(c Config, path string) (*writer, error) {
	w, err := newWriter(path, writePragmas)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	if err := w.prepareCorrections(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// continueFile is a builder that goes on with a finished file.
func continueFile(_ context.Context, c Config, path string, at checkpoint) (*builder, error) {
	w, err := reopen(c, path)
	if err != nil {
		return nil, err
	}
	return newBuilder(c, w, at)
}
