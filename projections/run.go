package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

// Run follows the log until the context ends, and returns the context's error.
// First it builds what is missing or of older definitions. An event that cannot
// be taken in stops it with a [*StoppedError]: what is served ends before that
// event, and Run may be called again. While the log is unavailable, or the views
// cannot be written because the disk is full, it waits and tries again.
//
// One call of Run at a time follows a folder.
func (v *Views) Run(ctx context.Context) error {
	v.announce(func() { v.stopped = nil })
	pause := time.Second
	for {
		err := v.step(ctx)
		switch {
		case err == nil:
			pause = time.Second
		case ctx.Err() != nil:
			return ctx.Err()
		case isDamage(err):
			v.write.Lock()
			v.drop(err)
			v.write.Unlock()
		case errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, errUnwritable):
			v.cfg.Logger.Warn("views: trying again", "after", pause, "error", err)
			v.announce(func() { v.reason = err.Error() })
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return ctx.Err()
			}
			pause = min(2*pause, 30*time.Second)
		default:
			return v.stop(err)
		}
	}
}

// errUnwritable says that rows or a checkpoint could not be written. The file is
// as it was before the transaction.
var errUnwritable = errors.New("the views cannot be written")

func (v *Views) stop(why error) error {
	stopped, ok := errors.AsType[*StoppedError](why)
	if !ok {
		stopped = &StoppedError{v.Position(), why}
	}
	v.cfg.Logger.Error("views: stopped", "position", stopped.Position, "reason", stopped.Err)
	v.announce(func() { v.state, v.reason, v.stopped = Stopped, stopped.Err.Error(), stopped })
	return stopped
}

// step builds, or takes in what there is and waits for more.
func (v *Views) step(ctx context.Context) error {
	if err := v.resume(ctx); err != nil {
		return err
	}
	position, took, err := v.advance(ctx)
	if err != nil || took {
		return err
	}
	return v.wait(ctx, position)
}

// wait is ready, and waits until there is more or the file is dropped.
func (v *Views) wait(ctx context.Context, position uint64) error {
	waiting, interrupt := context.WithCancel(ctx)
	defer interrupt()
	v.mu.Lock()
	dropped := v.current == nil
	news := v.state != Ready
	v.interrupt = interrupt
	v.mu.Unlock()
	if dropped {
		return nil
	}
	if news {
		v.announce(func() { v.state, v.reason = Ready, "" })
	}
	err := v.cfg.Store.Wait(waiting, eventstore.Position(position))
	if waiting.Err() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

// resume sees to it that there is a writer.
func (v *Views) resume(ctx context.Context) error {
	v.write.Lock()
	writer, current := v.writer, v.current
	if writer == nil && current != nil && v.folder.isMine(current.path) {
		at, err := readCheckpoint(ctx, current.pool)
		if err == nil {
			v.writer, err = continueFile(ctx, v.cfg, current.path, at)
		}
		v.write.Unlock()
		return err
	}
	v.write.Unlock()
	if writer != nil {
		return nil
	}
	return v.Rebuild(ctx)
}

// advance takes in what the log has, a transaction at a time.
func (v *Views) advance(ctx context.Context) (position uint64, took bool, err error) {
	v.write.Lock()
	defer v.write.Unlock()
	b := v.writer
	if b == nil {
		return 0, true, nil // taken away meanwhile; the next step sees to it
	}
	committed := b.at.events
	for r, err := range decoded(ctx, v.cfg, b.at.position) {
		if err == nil {
			err = b.take(ctx, r)
		}
		if err != nil {
			return b.at.position, true, errors.Join(v.commit(b), err)
		}
		if b.at.events-committed < uint64(v.cfg.BatchEvents) {
			continue
		}
		if err := v.commit(b); err != nil {
			return b.at.position, true, err
		}
		committed, took = b.at.events, true
		// Whoever waits to put another file in place comes first.
		v.write.Unlock()
		v.write.Lock()
		if v.writer != b {
			return 0, true, nil
		}
	}
	if b.at.events == committed {
		return b.at.position, took, nil
	}
	return b.at.position, true, v.commit(b)
}

// commit ends a transaction and lets it be seen. The caller holds write. After
// an error the builder is gone, because its states are ahead of the file.
func (v *Views) commit(b *builder) error {
	if err := b.commit(); err != nil {
		v.writer = nil
		return errors.Join(fmt.Errorf("%w: %w", errUnwritable, err), b.close())
	}
	v.announce(func() {
		v.position = b.at.position
		for name := range b.out.changed {
			v.changes[name] = b.at.position
		}
	})
	return nil
}

// Rebuild builds all views anew from the log and puts them in the place of what
// is served; until then that goes on being served and following. Positions never
// go back.
func (v *Views) Rebuild(ctx context.Context) error {
	began := time.Now()
	b, path, err := v.fill(ctx)
	if err != nil {
		return err
	}
	f, err := openFile(path, v.cfg)
	if err != nil {
		return errors.Join(err, b.close(), remove(path))
	}
	v.write.Lock()
	defer v.write.Unlock()
	if err := v.overtake(ctx, b); err != nil {
		return errors.Join(err, b.close(), f.pool.Close(), remove(path))
	}
	if v.writer != nil {
		if err := v.writer.close(); err != nil {
			v.cfg.Logger.Warn("views: closing the old file", "error", err)
		}
	}
	v.writer = b
	v.serve(f, b.at.position)
	v.announce(func() { v.state, v.reason, v.stopped = Ready, "", nil })
	v.cfg.Logger.Info("views: built", "events", b.at.events, "position", b.at.position, "took", time.Since(began).Round(time.Millisecond))
	if v.cfg.Progress != nil {
		v.cfg.Progress(v.Status(ctx))
	}
	return nil
}

// overtake brings a new file to where the served one is.
func (v *Views) overtake(ctx context.Context, b *builder) error {
	if position := v.Position(); b.at.position < position {
		for r, err := range decoded(ctx, v.cfg, b.at.position) {
			if err != nil {
				return err
			}
			if r.Position > position {
				break
			}
			if err := b.take(ctx, r); err != nil {
				return err
			}
		}
		return b.commit()
	}
	return nil
}
