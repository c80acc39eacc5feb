package xes

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// writers is how many cases are on their way at once, so that one sync of the
// disk serves many.
const writers = 64

// cases reads the file a second time and records each case that the ledger does
// not have.
func (im *importer) cases(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan batch, 1)
	go func() {
		defer close(batches)
		im.translateAll(ctx, batches)
	}()
	defer func() {
		cancel()
		for range batches { // the reader is done with the file when it closes them
		}
	}()
	for b := range batches {
		if err := im.write(ctx, b.cases); err != nil {
			return err
		}
		if b.err != nil {
			return b.err
		}
	}
	return ctx.Err()
}

// outcome is what became of one case.
type outcome struct {
	at     int
	events int // 0 where it was there before
	err    error
}

// write records a batch, many cases at once, and counts. After an error no
// further case is begun; those on their way are waited for.
func (im *importer) write(ctx context.Context, cases []translation) error {
	work, done, failed := make(chan int), make(chan outcome), make(chan struct{})
	var wg sync.WaitGroup
	for range min(writers, len(cases)) {
		wg.Go(func() {
			for i := range work {
				events, err := im.record(ctx, &cases[i])
				done <- outcome{i, events, err}
			}
		})
	}
	go func() {
		defer close(done)
		defer wg.Wait()
		defer close(work)
		for i := range cases {
			select {
			case work <- i:
			case <-failed:
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	var first error
	outcomes := make([]*outcome, len(cases))
	for o := range done {
		switch {
		case o.err == nil:
			outcomes[o.at] = &o
			im.progress()
		case first == nil:
			first = fmt.Errorf("%s:%d: case %d: %w", im.file, cases[o.at].trace.Line, cases[o.at].number, o.err)
			close(failed)
		}
	}
	for i, o := range outcomes {
		if o != nil {
			im.count(&cases[i], o.events)
		}
	}
	if first == nil {
		first = ctx.Err()
	}
	return first
}

func (im *importer) progress() {
	im.done++
	if p := im.options.Progress; p != nil {
		p(im.done, im.report.Cases)
	}
}

// record brings a case in, and says how many events that took: none where it
// is there.
func (im *importer) record(ctx context.Context, t *translation) (int, error) {
	if im.before.opened {
		present, err := exists(ctx, im.ledger, domain.StreamOf("request", t.command.StreamID()))
		if present || err != nil {
			return 0, err
		}
	}
	receipt, err := im.ledger.Do(ctx, ledger.Request{
		Actor: im.program, Command: t.command, Key: im.key("case/" + strconv.Itoa(t.number)),
	})
	switch {
	case domain.CodeOf(err) == "already_exists": // somebody else imports the same file
		return 0, nil
	case err != nil || receipt.Repeated:
		return 0, err
	}
	return len(receipt.Events), nil
}

// exists reports whether a stream holds anything. A case is appended whole, so
// that one event says that all of it is there.
func exists(ctx context.Context, l *ledger.Ledger, stream string) (bool, error) {
	for _, err := range l.Store().ReadStream(ctx, stream, 0) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	}
	return false, nil
}

// count adds up, in the order of the log.
func (im *importer) count(t *translation, events int) {
	r := &im.report
	if events > 0 {
		r.Requests++
		r.Steps += len(t.trace.Events)
		r.Events += events
	} else {
		r.Present++
	}
	if c := &t.command; !c.EndedAt.IsZero() {
		r.Ended++
		if !c.Due.IsZero() && c.EndedAt.After(c.Due) {
			r.Late++
		}
	}
	for _, o := range t.oddities {
		if r.Odd[o.Kind]++; len(r.Oddities) < MaxOddities {
			r.Oddities = append(r.Oddities, o)
		}
	}
}
