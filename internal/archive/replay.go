package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sunledger/sunledger/eventstore"
)

// appendBytes is how much is appended together. A server may accept no more
// than 1 MiB, and counts some bytes twice. A larger event goes alone.
const appendBytes = 512 << 10

// An append that may have been written, or that the log cannot take now, is
// repeated unchanged, over about a quarter of a minute.
const (
	maxAttempts  = 12
	firstPause   = 10 * time.Millisecond // doubled each time
	longestPause = 5 * time.Second
)

// tellEvery is how many events lie between two tellings of progress.
const tellEvery = 1000

// replay brings a log to the end of a sequence of events. As long as the log
// holds events itself they are compared with the sequence, and what it lacks
// is appended.
//
// Appends come one after the other, because their order is that of the log;
// consecutive events of a stream go together. One that was under way when an
// earlier replay was interrupted begins with the same event as the first append
// of this one: if it is written only now, one of the two is a repeat or a
// conflict, and nothing is there twice.
type replay struct {
	ctx  context.Context
	into eventstore.Appender
	// progress is told now and then.
	progress func()

	held      comparison
	appending bool // what the log held was compared
	appended  uint64
	// position is that of the last event that is in the log, in the sequence.
	position eventstore.Position

	stream   string
	expected eventstore.Revision
	group    []eventstore.Event
	bytes    int
	last     eventstore.Position // of the group
}

// newReplay begins. Whoever begins calls held.stop in the end.
func newReplay(ctx context.Context, into eventstore.Store, refuse refusal) *replay {
	return &replay{ctx: ctx, into: into, progress: func() {}, held: compareWith(ctx, into, refuse)}
}

// done is how many events of the sequence are in the log.
func (r *replay) done() uint64 { return r.held.same + r.appended }

// add takes the next event of the sequence.
func (r *replay) add(e *eventstore.Recorded) error {
	if !r.appending {
		there, err := r.held.holds(e)
		if err != nil {
			return err
		}
		if there {
			r.position = e.Position
			if r.done()%tellEvery == 0 {
				r.progress()
			}
			return nil
		}
		r.progress()
		r.appending = true
		r.held.stop()
	}
	return r.gather(e)
}

// end says that the sequence ends.
func (r *replay) end() error {
	if r.appending {
		return r.flush()
	}
	r.progress()
	return r.held.ends()
}

func (r *replay) gather(e *eventstore.Recorded) error {
	follows := e.Stream == r.stream && e.Revision == r.expected+1+eventstore.Revision(len(r.group))
	if !follows || len(r.group) == eventstore.MaxAppendEvents || r.bytes+e.Size() > appendBytes {
		if err := r.flush(); err != nil {
			return err
		}
		r.stream, r.expected = e.Stream, e.Revision-1
	}
	r.group = append(r.group, e.Event)
	r.bytes += e.Size()
	r.last = e.Position
	return nil
}

func (r *replay) flush() error {
	if len(r.group) == 0 {
		return nil
	}
	if err := r.appendGroup(); err != nil {
		return r.notAppended(err)
	}
	r.appended += uint64(len(r.group))
	r.position = r.last
	clear(r.group) // for the garbage collector
	r.group, r.bytes = r.group[:0], 0
	r.progress()
	return nil
}

func (r *replay) appendGroup() error {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		_, err := r.into.Append(r.ctx, r.stream, r.expected, r.group...)
		passing := errors.Is(err, eventstore.ErrUncertain) || errors.Is(err, eventstore.ErrUnavailable)
		if !passing || attempt == maxAttempts {
			return err
		}
		select {
		case <-time.After(pause):
		case <-r.ctx.Done():
			return r.ctx.Err()
		}
		pause = min(2*pause, longestPause)
	}
}

func (r *replay) notAppended(err error) error {
	conflict, ok := errors.AsType[*eventstore.ConflictError](err)
	switch {
	case !ok:
		return fmt.Errorf("append to %s: %w", r.stream, err)
	case conflict.Actual < conflict.Expected:
		return fmt.Errorf("the history has a gap, or the log lost what it had acknowledged: %w", err)
	}
	return &ContendedError{r.done(), conflict}
}
