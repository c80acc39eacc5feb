package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

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
// An append that is uncertain or that the log cannot take now is repeated some
// times before its error is returned. Somebody else who writes to the log
// meanwhile is told of in a [*ContendedError], where they are noticed.
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
	r := newReplay(ctx, store, func(same uint64, _, found *eventstore.Recorded) error {
		return &NotEmptyError{found.Stream, same}
	})
	defer r.held.stop()
	if progress != nil {
		r.progress = func() { progress(r.done(), verified.Events) }
	}
	for e, err := range newReader(file).records(ctx) {
		if err != nil {
			return Summary{}, fmt.Errorf("the archive changed while it was being restored: %w", err)
		}
		if err := r.add(&e); err != nil {
			return Summary{}, err
		}
	}
	if err := r.end(); err != nil {
		return Summary{}, err
	}
	if r.done() != verified.Events {
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
