package node

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
)

// Read answers with events: so many of them, or as a subscription all that
// ever come.
func (s *service) Read(request *streams.ReadReq, stream streams.Streams_ReadServer) error {
	q, err := ask(request)
	if err != nil {
		return err
	}
	ctx, cancel := s.untilEnd(stream.Context())
	defer cancel()
	out := &answers{stream: stream, encoder: encoder{stringIDs: q.stringIDs}}
	switch {
	case q.subscribe:
		err = s.subscribe(ctx, q, out)
	default:
		err = s.read(ctx, q, out)
	}
	return failure(ctx, err)
}

// read answers with at most q.count events.
func (s *service) read(ctx context.Context, q *question, out *answers) error {
	if !q.all && strings.HasPrefix(q.stream, "$") {
		return out.streamNotFound(q.stream)
	}
	if q.count == 0 {
		return nil
	}
	left := q.count
	for r, err := range s.records(ctx, q) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return out.streamNotFound(q.stream)
		}
		if err != nil {
			return err
		}
		if !q.filter.chooses(&r) {
			continue
		}
		if err := out.event(&r); err != nil {
			return err
		}
		if left--; left == 0 {
			return nil
		}
	}
	return nil
}

// records is what q asks for, in one pass over the store.
func (s *service) records(ctx context.Context, q *question) iter.Seq2[eventstore.Recorded, error] {
	switch {
	case q.all && q.backward:
		return s.store.ReadAllBackward(ctx, q.from.before())
	case q.all:
		return s.store.ReadAll(ctx, q.from.upTo())
	case q.backward:
		return s.store.ReadStreamBackward(ctx, q.stream, q.from.revision())
	}
	return s.store.ReadStream(ctx, q.stream, q.from.revision())
}

// noSuchStream refuses a subscription that would wait for ever.
func noSuchStream(stream string) error {
	return refuse(codes.NotFound,
		fmt.Sprintf("stream %q does not exist and never will: names that begin with '$' belong to the store, and this node has no projections", stream),
		metadata.Pairs(trailerException, exceptionNoStream, trailerStream, url.PathEscape(stream)))
}
