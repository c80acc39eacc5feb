package ledger

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// record looks at one record of the log.
func (w *verifier) record(r eventstore.Recorded) {
	stream := r.Stream
	revision, position := int64(r.Revision), uint64(r.Position)
	if position <= w.result.Position {
		w.found(OutOfPlace, stream, revision, position, "it comes after position %d: positions ascend", w.result.Position)
	}
	w.result.Position = position
	w.result.Events++
	s := w.streams[stream]
	if s == nil {
		s = &verifiedStream{revision: -1}
		w.streams[stream] = s
		w.order = append(w.order, stream)
		w.result.Streams++
	}
	if revision != s.revision+1 && w.damages == 0 {
		w.found(OutOfPlace, stream, revision, position, "revision %d was expected: revisions have no gap", s.revision+1)
	}
	s.unsound = s.unsound || revision != s.revision+1
	s.revision, s.position = revision, position
	decoded, err := Read(w.ledger.catalogue, r)
	var unreadable *catalogue.DecodeError
	if errors.As(err, &unreadable) {
		w.found(Undecodable, stream, revision, position, "event %s: %v", unreadable.Type, unreadable.Err)
		return
	}
	w.bytes(r, decoded)
	w.circumstances(s, decoded)
	w.times.add(decoded.RecordedAt)
}

// bytes encodes a record again. An event of a retired version was decoded into
// its successor, so only its metadata can be compared.
func (w *verifier) bytes(r eventstore.Recorded, d domain.Recorded) {
	if d.Event.EventType() == r.Type {
		again, err := w.ledger.catalogue.Reencode(d.Event)
		if err != nil || !bytes.Equal(again, r.Data) {
			w.found(NotCanonical, d.Stream, d.Revision, d.Position, "its data encodes to other bytes: something other than sunledger wrote it")
		}
	}
	again, err := w.ledger.catalogue.EncodeMetadata(d)
	if err != nil || !bytes.Equal(again, r.Metadata) {
		w.found(NotCanonical, d.Stream, d.Revision, d.Position, "its metadata encodes to other bytes: something other than sunledger wrote it")
	}
}

// outOfTime looks whether records were recorded in the order in which they stand, as
// far as clocks agree: what is known at a time would have changed afterwards.
func (w *verifier) outOfTime(ctx context.Context) error {
	all, err := strays(w.stamps(ctx), w.times.astray(w.ledger.now()))
	for _, s := range all {
		r, other := s.record, s.against
		says := "it says that it was recorded at " + r.at.Format(time.RFC3339Nano)
		if other.Stream == "" {
			w.found(OutOfTime, r.Stream, r.Revision, r.position, "%s, which has not come: clocks are %s apart at most, so it is wrong, or the clock of this machine", says, maxSkew)
			continue
		}
		where := "before"
		if other.position > r.position {
			where = "behind"
		}
		w.found(OutOfTime, r.Stream, r.Revision, r.position, "%s, and %s, which stands %s it, at %s: clocks are %s apart at most, so one of the two is wrong",
			says, other.Ref, where, other.at.Format(time.RFC3339Nano), maxSkew)
	}
	return err
}

// stamps are the times of the records that can be read, past what is damaged.
func (w *verifier) stamps(ctx context.Context) iter.Seq2[stamped, error] {
	return func(yield func(stamped, error) bool) {
		for after, damaged := eventstore.Position(0), true; damaged; {
			damaged = false
			for r, err := range w.ledger.store.ReadAll(ctx, after) {
				var corrupt *eventstore.CorruptError
				if errors.As(err, &corrupt) {
					after, damaged = corrupt.Position, corrupt.Position > after
					break
				}
				if err != nil {
					yield(stamped{}, err)
					return
				}
				after = r.Position
				if d, err := Read(w.ledger.catalogue, r); err == nil && !yield(stamped{domain.Ref{Stream: d.Stream, Revision: d.Revision}, d.Position, d.RecordedAt}, nil) {
					return
				}
			}
		}
	}
}

// circumstances looks at what the metadata says: an id that derives from the
// command's, an actor, evidence that stood already.
func (w *verifier) circumstances(s *verifiedStream, d domain.Recorded) {
	if d.CommandID != s.command {
		s.command, s.index = d.CommandID, 0
	} else {
		s.index++
	}
	if want := eventID(d.CommandID, d.Stream, s.index); d.ID != want && !s.unsound {
		w.found(Unfounded, d.Stream, d.Revision, d.Position, "its id is %s, and the one that derives from its command is %s", d.ID, want)
	}
	w.saw(d.Actor, d)
	for _, ref := range d.Evidence {
		e := w.streams[ref.Stream]
		if (e == nil || e.revision < ref.Revision) && w.damages == 0 {
			w.found(Unfounded, d.Stream, d.Revision, d.Position, "it rests on %s, which did not stand before it", ref)
		}
	}
}

// all reads every stream by itself and folds it.
func (w *verifier) all(ctx context.Context) error {
	for i, stream := range w.order {
		if s := w.streams[stream]; !s.unsound {
			if err := w.stream(ctx, stream, s); err != nil {
				return err
			}
		}
		w.progress(VerifyStreams, uint64(i+1), uint64(len(w.order)))
	}
	return nil
}

func (w *verifier) stream(ctx context.Context, stream string, s *verifiedStream) error {
	history, err := w.ledger.History(ctx, stream)
	var unreadable *catalogue.DecodeError
	switch {
	case isCorrupt(err), errors.Is(err, eventstore.ErrNotFound), errors.As(err, &unreadable):
		w.found(IndexDiffers, stream, s.revision, s.position, "the stream read by itself: %v", err)
		return nil
	case err != nil:
		return err
	}
	// More may have been appended since; less may not be.
	if last := int64(len(history)) - 1; last < s.revision || history[s.revision].Position != s.position {
		w.found(IndexDiffers, stream, s.revision, s.position, "the stream read by itself ends at revision %d", last)
		return nil
	}
	aggregate, err := w.ledger.catalogue.Aggregate(stream)
	if err == nil {
		_, err = aggregate.Fold(history, domain.AsOf{})
	}
	if err == nil {
		return nil
	}
	at := history[0]
	var inadmissible *domain.InadmissibleError
	if errors.As(err, &inadmissible) {
		at = history[inadmissible.Revision]
	}
	w.found(Inadmissible, stream, at.Revision, at.Position, "%v", err)
	return nil
}
