package archive

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/sunledger/sunledger/eventstore"
)

// CopyOptions say how a copy is made.
type CopyOptions struct {
	// Progress, if not nil, is told now and then how far the copy is, and at
	// the end of every phase that there was.
	Progress func(CopyProgress)
}

// CopyPhase is what a copy is doing.
type CopyPhase string

// The phases of a copy, in their order.
const (
	// Comparing is comparing what the target holds with the source.
	Comparing CopyPhase = "comparing"
	// Copying is appending what the target lacks.
	Copying CopyPhase = "copying"
	// Verifying is reading both sides again from the beginning.
	Verifying CopyPhase = "verifying"
)

// CopyProgress is how far a copy is.
type CopyProgress struct {
	Phase CopyPhase
	// Events is how many, from the beginning of the log, are compared, copied
	// or verified.
	Events uint64
	// Total is how many there will be, or 0 while nobody knows: a log does not
	// count its events, so that is until Verifying.
	Total uint64
	// Position is that of the last of them in the source. Beside the position
	// of the source's last event it tells roughly how much is left.
	Position eventstore.Position
}

// CopyResult is what a copy came to.
type CopyResult struct {
	// Events is how many the target holds: the first ones of the source, up to
	// Position there, which is 0 for an empty one.
	Events   uint64
	Position eventstore.Position
	// There is how many of them the target held before.
	There uint64
	// Digest is that of both logs up to there.
	Digest Digest
}

// Copy copies every event of a log to another: in the same order, with stream,
// revision, id, type, data and metadata byte for byte. Then it reads both again
// from the beginning and compares them event for event.
//
// A copy that was interrupted, at any moment, leaves a beginning of the source
// in the target. Repeating it goes on from there. A target that holds anything
// else is refused with a [*TargetDiffersError], one that holds everything and
// more with a [*TargetAheadError], and nothing is changed. The same errors, or
// a [*ContendedError], tell that somebody else wrote to the target meanwhile.
// An append that is uncertain or that the target cannot take now is repeated
// some times before its error is returned.
//
// The source may be written meanwhile. A copy has everything that the source
// held when it began, and goes on into what comes later until a read of the
// source ends; the result says where that was. A source that is written for
// good faster than the target takes it has no such end, but a context does.
//
// It holds what the stores read ahead and about half a MiB of events, or one
// event, in memory.
func Copy(ctx context.Context, from eventstore.Reader, to eventstore.Store, o CopyOptions) (CopyResult, error) {
	r := newReplay(ctx, to, refuseTarget)
	defer r.held.stop()
	r.progress = func() {
		phase := Comparing
		if r.appending {
			phase = Copying
		}
		o.tell(CopyProgress{Phase: phase, Events: r.done(), Position: r.position})
	}
	for e, err := range from.ReadAll(ctx, 0) {
		if err != nil {
			return CopyResult{}, fmt.Errorf("read the source: %w", err)
		}
		if err := r.add(&e); err != nil {
			return CopyResult{}, err
		}
	}
	if err := r.end(); err != nil {
		return CopyResult{}, err
	}
	digest, err := verifyCopy(ctx, from, to, r.done(), o)
	if err != nil {
		return CopyResult{}, err
	}
	return CopyResult{Events: r.done(), Position: r.position, There: r.held.same, Digest: digest}, nil
}

// verifyCopy compares the first events of the source with all that the target
// holds.
func verifyCopy(ctx context.Context, from, to eventstore.Reader, total uint64, o CopyOptions) (Digest, error) {
	held := compareWith(ctx, to, refuseTarget)
	defer held.stop()
	digest := sha256.New()
	var record, frame []byte
	for want, err := range from.ReadAll(ctx, 0) {
		if err != nil {
			return Digest{}, fmt.Errorf("read the source again: %w", err)
		}
		if held.same == total {
			break // it was appended since
		}
		there, err := held.holds(&want)
		if err == nil && !there {
			err = refuseTarget(held.same, &want, nil)
		}
		if err != nil {
			return Digest{}, err
		}
		record = appendRecord(record[:0], &want)
		frame = appendFrame(frame[:0], record)
		digest.Write(frame)
		if held.same%tellEvery == 0 || held.same == total {
			o.tell(CopyProgress{Verifying, held.same, total, want.Position})
		}
	}
	if held.same < total {
		return Digest{}, fmt.Errorf("the source held %d events, and read again only %d: restore it from a backup", total, held.same)
	}
	return Digest(digest.Sum(nil)), held.ends()
}

func (o CopyOptions) tell(p CopyProgress) {
	if o.Progress != nil {
		o.Progress(p)
	}
}

// refuseTarget is the refusal of what a target holds. That found is nil says
// that the target lost what was copied to it.
func refuseTarget(same uint64, want, found *eventstore.Recorded) error {
	switch {
	case want == nil:
		return &TargetAheadError{same, placeOf(found)}
	case found == nil:
		return &TargetDiffersError{Events: same, Source: placeOf(want)}
	}
	return &TargetDiffersError{same, placeOf(want), placeOf(found), difference(want, found)}
}
