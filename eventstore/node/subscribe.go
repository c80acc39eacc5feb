package node

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// subscribe confirms a subscription and answers with every event after its
// start, for ever. The start itself is not included.
func (s *service) subscribe(ctx context.Context, q *question, out *answers) error {
	if q.all {
		after, err := s.afterAll(ctx, q.from)
		if err != nil {
			return err
		}
		if err := out.confirmation(uuid.NewString()); err != nil {
			return err
		}
		return s.followAll(ctx, q.filter, after, out)
	}
	if strings.HasPrefix(q.stream, "$") {
		return noSuchStream(q.stream)
	}
	next, err := s.nextOf(ctx, q.stream, q.from)
	if err != nil {
		return err
	}
	if err := out.confirmation(uuid.NewString()); err != nil {
		return err
	}
	return s.followStream(ctx, q.stream, next, out)
}

// followAll yields what lies after a position, and says when it has reached
// the end for the first time. A filtered subscription is told how far it has
// come, so that it need not begin where its last event was.
func (s *service) followAll(ctx context.Context, f *filter, after eventstore.Position, out *answers) error {
	var examined uint64 // since the last checkpoint
	for caughtUp := false; ; {
		for r, err := range s.store.ReadAll(ctx, after) {
			if err != nil {
				return err
			}
			after = r.Position
			if f.chooses(&r) {
				if err := out.event(&r); err != nil {
					return err
				}
			}
			if examined++; f != nil && examined >= f.checkpointEvery {
				if err := out.checkpoint(after); err != nil {
					return err
				}
				examined = 0
			}
		}
		if !caughtUp {
			if f != nil && after > 0 {
				if err := out.checkpoint(after); err != nil {
					return err
				}
				examined = 0
			}
			if err := out.caughtUp(); err != nil {
				return err
			}
			caughtUp = true
		}
		if err := s.store.Wait(ctx, after); err != nil {
			return err
		}
	}
}

// followStream yields the events of a stream from the revision next. The
// stream need not exist yet.
func (s *service) followStream(ctx context.Context, stream string, next eventstore.Revision, out *answers) error {
	w := s.tail.join(stream)
	defer s.tail.leave(w)
	for caughtUp := false; ; {
		for r, err := range s.store.ReadStream(ctx, stream, next) {
			if errors.Is(err, eventstore.ErrNotFound) {
				break
			}
			if err != nil {
				return err
			}
			if err := out.event(&r); err != nil {
				return err
			}
			next = r.Revision + 1
		}
		if !caughtUp {
			if err := out.caughtUp(); err != nil {
				return err
			}
			caughtUp = true
		}
		if err := w.wait(ctx); err != nil {
			return err
		}
	}
}

// afterAll is the position after which a subscription to all begins.
func (s *service) afterAll(ctx context.Context, from start) (eventstore.Position, error) {
	switch from.kind {
	case atEnd:
		return end(ctx, s.store)
	case atPlace:
		return eventstore.Position(from.place), nil
	}
	return 0, nil
}

// nextOf is the revision at which a subscription to a stream begins.
func (s *service) nextOf(ctx context.Context, stream string, from start) (eventstore.Revision, error) {
	if from.kind == atBegin {
		return 0, nil
	}
	if r := from.revision(); r < eventstore.End {
		return r + 1, nil
	}
	for r, err := range s.store.ReadStreamBackward(ctx, stream, eventstore.End) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return 0, nil
		}
		return r.Revision + 1, err
	}
	return 0, nil
}

// end is the position of the last event.
func end(ctx context.Context, log eventstore.Reader) (eventstore.Position, error) {
	for r, err := range log.ReadAllBackward(ctx, eventstore.EndPosition) {
		return r.Position, err
	}
	return 0, nil
}
