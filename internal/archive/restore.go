package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

// Restore puts an archive into an empty log: the same events, in the same order,
// byte for byte. The file is opened, read and closed twice: the first time all
// of it is verified, and nothing is written where it is damaged.
//
// A restore that was interrupted leaves a beginning of the archive in the log.
// Repeating it with the same archive goes on from there. A log that holds
// anything else is refused with a [*NotEmptyError], and nothing is changed.
//
// Appends come one after the other, because their order is that of the log:
// consecutive events of a stream go together.
func Restore(ctx context.Context, open func() (io.ReadCloser, error), store eventstore.Store, progress func(done, total uint64)) (Summary, error) {
	verified, err := verifyFile(ctx, open)
	if err != nil {
		return Summary{}, err
	}
	file, err := open()
	if err != nil {
		return Summary{}, err
	}
	defer func() { _ = file.Close() }()
	r := restoring{ctx: ctx, store: store, total: verified.Events, progress: progress}
	next, stop := iter.Pull2(store.ReadAll(ctx, 0))
	defer stop()
	there := true
	for e, err := range newReader(file).records(ctx) {
		if err != nil {
			return Summary{}, fmt.Errorf("the archive changed while it was being restored: %w", err)
		}
		if there {
			if there, err = r.compare(&e, next); err != nil {
				return Summary{}, err
			}
			if there {
				continue
			}
			stop()
		}
		if err := r.add(&e); err != nil {
			return Summary{}, err
		}
	}
	if there {
		if found, err, more := next(); err != nil {
			return Summary{}, err
		} else if more {
			return Summary{}, &NotEmptyError{found.Stream, r.done}
		}
	}
	if err := r.flush(); err != nil {
		return Summary{}, err
	}
	if r.done != verified.Events {
		return Summary{}, errors.New("the archive changed while it was being restored: restore it again")
	}
	return verified, nil
}

func verifyFile(ctx context.Context, open func() (io.ReadCloser, error)) (Summary, error) {
	file, err := open()
	if err != nil {
		return Summary{}, err
	}
	s, err := Verify(ctx, file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return s, err
}

// restoring gathers consecutive events of a stream and appends them together.
type restoring struct {
	ctx      context.Context
	store    eventstore.Store
	progress func(done, total uint64)

	total, done uint64
	stream      string
	expected    eventstore.Revision
	group       []eventstore.Event
	bytes       int
}

// compare reports whether the log has the event at this place already. It is an
// error where it has another.
func (r *restoring) compare(e *eventstore.Recorded, next func() (eventstore.Recorded, error, bool)) (bool, error) {
	found, err, ok := next()
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, nil
	case found.ID != e.ID || found.Stream != e.Stream || found.Revision != e.Revision || found.Type != e.Type ||
		!bytes.Equal(found.Data, e.Data) || !bytes.Equal(found.Metadata, e.Metadata):
		return false, &NotEmptyError{found.Stream, r.done}
	}
	r.done++
	return true, nil
}

func (r *restoring) add(e *eventstore.Recorded) error {
	follows := e.Stream == r.stream && e.Revision == r.expected+1+eventstore.Revision(len(r.group))
	if !follows || len(r.group) == eventstore.MaxAppendEvents || r.bytes+e.Size() > eventstore.MaxAppendBytes {
		if err := r.flush(); err != nil {
			return err
		}
		r.stream, r.expected = e.Stream, e.Revision-1
	}
	r.group = append(r.group, e.Event)
	r.bytes += e.Size()
	return nil
}

func (r *restoring) flush() error {
	if len(r.group) == 0 {
		return nil
	}
	if _, err := r.store.Append(r.ctx, r.stream, r.expected, r.group...); err != nil {
		return fmt.Errorf("restore %s: %w", r.stream, err)
	}
	r.done += uint64(len(r.group))
	r.group, r.bytes = r.group[:0], 0
	if r.progress != nil {
		r.progress(r.done, r.total)
	}
	return nil
}
