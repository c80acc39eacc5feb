package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// maxUnfinished is how many appends of one call may be unfinished. One
	// more ends the call: to forget it could be to append the rest of it.
	maxUnfinished = 1000
	// sweepEvery is how often deadlines of unfinished appends are looked at.
	sweepEvery = 100 * time.Millisecond
)

// batch is one call of BatchAppend: many appends, each in one chunk or more,
// told apart by a correlation id. They are appended one after the other, in
// the order in which they are complete. One that fails is answered and the
// call goes on.
type batch struct {
	*service
	stream     streams.Streams_BatchAppendServer
	unfinished map[uuid.UUID]*unfinished
	bytes      int // of all unfinished appends
}

// unfinished is an append whose last chunk has not arrived.
type unfinished struct {
	stream   string
	proposal *proposal // nil if it was refused at once
	deadline time.Time // zero: none
	// answered says that it failed: its further chunks are dropped.
	answered bool
}

// BatchAppend serves a call that carries many appends.
func (s *service) BatchAppend(stream streams.Streams_BatchAppendServer) error {
	ctx, cancel := s.untilEnd(stream.Context())
	defer cancel()
	b := &batch{service: s, stream: stream, unfinished: map[uuid.UUID]*unfinished{}}
	defer b.discard()

	type received struct {
		chunk *streams.BatchAppendReq
		err   error
	}
	chunks := make(chan received)
	go func() {
		for {
			chunk, err := stream.Recv()
			select {
			case chunks <- received{chunk, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		var err error
		select {
		case r := <-chunks:
			if errors.Is(r.err, io.EOF) {
				return nil
			}
			if err = r.err; err == nil {
				// What is complete is appended, even while the node ends.
				err = b.take(stream.Context(), r.chunk)
			}
		case now := <-sweep.C:
			err = b.expire(now)
		case <-ctx.Done():
			err = ctx.Err()
		}
		if err != nil {
			return failure(ctx, err)
		}
	}
}

// take handles one chunk. Only an error of the call itself is returned.
func (b *batch) take(ctx context.Context, chunk *streams.BatchAppendReq) error {
	correlation, err := parseUUID(chunk.GetCorrelationId())
	if err != nil {
		return b.answer(chunk, "", batchError(ctx, expectation{}, err))
	}
	u := b.unfinished[correlation]
	if u == nil && chunk.GetOptions() == nil {
		// The rest of an append that nothing is known of.
		return nil
	}
	if u == nil {
		if len(b.unfinished) >= maxUnfinished {
			return refuse(codes.ResourceExhausted, fmt.Sprintf("more than %d appends of one call are unfinished", maxUnfinished), nil)
		}
		if u, err = b.begin(chunk.GetOptions()); err != nil {
			u = &unfinished{stream: string(chunk.GetOptions().GetStreamIdentifier().GetStreamName()), answered: true}
		}
		b.unfinished[correlation] = u
	}
	if !u.answered {
		err = b.add(u, chunk)
	}
	if err != nil {
		u.answered = true
		b.drop(u)
		if err := b.answer(chunk, u.stream, batchError(ctx, expectation{}, err)); err != nil {
			return err
		}
	}
	if !chunk.GetIsFinal() {
		return nil
	}
	delete(b.unfinished, correlation)
	if u.answered {
		return nil
	}
	defer b.drop(u)
	return b.answer(chunk, u.stream, b.complete(ctx, u))
}

// begin opens an append with the options of its first chunk.
func (b *batch) begin(options *streams.BatchAppendReq_Options) (*unfinished, error) {
	expected, err := batchExpectation(options)
	if err != nil {
		return nil, err
	}
	if options.GetStreamIdentifier() == nil {
		return nil, invalid("the append does not name its stream")
	}
	p, err := b.propose(options.GetStreamIdentifier().GetStreamName(), expected)
	if err != nil {
		return nil, err
	}
	u := &unfinished{stream: p.stream, proposal: p}
	switch v := options.GetDeadlineOption().(type) {
	case *streams.BatchAppendReq_Options_Deadline:
		u.deadline = time.Now().Add(v.Deadline.AsDuration())
	case *streams.BatchAppendReq_Options_Deadline_21_10_0:
		u.deadline = v.Deadline_21_10_0.AsTime()
	}
	if u.late(time.Now()) {
		return nil, errLate
	}
	return u, nil
}

func (b *batch) add(u *unfinished, chunk *streams.BatchAppendReq) error {
	for _, m := range chunk.GetProposedMessages() {
		before := u.proposal.bytes
		if err := u.proposal.add(m); err != nil {
			return err
		}
		b.bytes += u.proposal.bytes - before
		if b.bytes > eventstore.MaxAppendBytes {
			return &eventstore.LimitError{What: "bytes of unfinished appends in one call", Size: b.bytes, Max: eventstore.MaxAppendBytes}
		}
	}
	return nil
}

// complete appends what has arrived whole.
func (b *batch) complete(ctx context.Context, u *unfinished) *streams.BatchAppendResp {
	if !u.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, u.deadline)
		defer cancel()
	}
	a, err := b.append(ctx, u.proposal)
	if err != nil {
		b.note(err)
		return batchError(ctx, u.proposal.expected, err)
	}
	return batchSuccess(a)
}

// expire answers the unfinished appends whose deadline has passed.
func (b *batch) expire(now time.Time) error {
	for correlation, u := range b.unfinished {
		if u.answered || !u.late(now) {
			continue
		}
		u.answered = true
		b.drop(u)
		r := batchError(b.stream.Context(), expectation{}, errLate)
		r.CorrelationId, r.StreamIdentifier = structuredUUID(correlation), streamIdentifier(u.stream)
		if err := b.stream.Send(r); err != nil {
			return err
		}
	}
	return nil
}

func (u *unfinished) late(now time.Time) bool {
	return !u.deadline.IsZero() && !now.Before(u.deadline)
}

// answer sends what became of the append that a chunk belongs to.
func (b *batch) answer(chunk *streams.BatchAppendReq, stream string, r *streams.BatchAppendResp) error {
	r.CorrelationId = chunk.GetCorrelationId()
	r.StreamIdentifier = streamIdentifier(stream)
	return b.stream.Send(r)
}

// drop gives back the memory of an append.
func (b *batch) drop(u *unfinished) {
	if u.proposal != nil {
		b.bytes -= u.proposal.bytes
		u.proposal.discard()
	}
}

func (b *batch) discard() {
	for _, u := range b.unfinished {
		b.drop(u)
	}
}
