package node

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// recent is how many of a stream's last events are searched for an
	// earlier append of the same events, where the client does not say at
	// which revision it wanted them.
	recent = 64
	// maxAttempts is how often such an append is tried while others append to
	// the same stream.
	maxAttempts = 1000
)

// appended is the answer to an append: where its last event lies.
type appended struct {
	revision eventstore.Revision
	position eventstore.Position
}

// Append adds the events of one call to one stream.
func (s *service) Append(stream streams.Streams_AppendServer) error {
	p, err := s.receive(stream)
	if err != nil {
		return err
	}
	defer p.discard()
	a, err := s.append(stream.Context(), p)
	var conflict *eventstore.ConflictError
	if errors.As(err, &conflict) {
		return stream.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_WrongExpectedVersion_{
			WrongExpectedVersion: wrongExpectedVersion(p.expected, conflict.Actual),
		}})
	}
	if err != nil {
		return err
	}
	return stream.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_Success_{Success: &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(a.revision)},
		PositionOption: &streams.AppendResp_Success_Position{Position: &streams.AppendResp_Position{
			CommitPosition:  uint64(a.position),
			PreparePosition: uint64(a.position),
		}},
	}}})
}

// receive takes the options and then the events, up to the client's end.
func (s *service) receive(stream streams.Streams_AppendServer) (p *proposal, err error) {
	first, err := stream.Recv()
	if errors.Is(err, io.EOF) {
		return nil, invalid("the append is empty")
	}
	if err != nil {
		return nil, err
	}
	options := first.GetOptions()
	if options == nil {
		return nil, invalid("an append begins with its options")
	}
	expected, err := appendExpectation(options)
	if err != nil {
		return nil, err
	}
	p, err = s.propose(options.GetStreamIdentifier().GetStreamName(), expected)
	if err != nil {
		return nil, err
	}
	for {
		next, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err == nil && next.GetProposedMessage() == nil {
			err = invalid("after its options an append has nothing but events")
		}
		if err == nil {
			err = p.add(next.GetProposedMessage())
		}
		if err != nil {
			p.discard()
			return nil, err
		}
	}
}

// append adds a proposal's events to the log, or finds that they were added
// before. A stream that stands elsewhere is a [*eventstore.ConflictError].
func (s *service) append(ctx context.Context, p *proposal) (appended, error) {
	if p.expected.kind == exactly {
		return s.appendAt(ctx, p, p.expected.revision)
	}
	// Checked before the stream is read. The revision could be any.
	if err := eventstore.CheckAppend(p.stream, eventstore.NoStream, p.events); err != nil {
		return appended{}, err
	}
	for range maxAttempts {
		standing, earlier, err := s.lookBack(ctx, p)
		if err != nil {
			return appended{}, err
		}
		if earlier != nil {
			return *earlier, nil
		}
		if p.expected.kind == somewhere && standing == eventstore.NoStream {
			return appended{}, &eventstore.ConflictError{Stream: p.stream, Expected: 0, Actual: eventstore.NoStream}
		}
		a, err := s.appendAt(ctx, p, standing)
		var conflict *eventstore.ConflictError
		if !errors.As(err, &conflict) {
			return a, err
		}
	}
	return appended{}, refuse(codes.Aborted, fmt.Sprintf("stream %s: others appended to it each of %d times: try again", p.stream, maxAttempts), nil)
}

func (s *service) appendAt(ctx context.Context, p *proposal, expected eventstore.Revision) (appended, error) {
	position, err := s.store.Append(ctx, p.stream, expected, p.events...)
	return appended{expected + eventstore.Revision(len(p.events)), position}, err
}

// lookBack says where a stream stands and whether the same events, in the same
// order, are among its last ones already.
func (s *service) lookBack(ctx context.Context, p *proposal) (standing eventstore.Revision, earlier *appended, err error) {
	standing = eventstore.NoStream
	last := len(p.events) - 1
	var seen []eventstore.Recorded // newest first, without their contents
	candidate := false
	for r, err := range s.store.ReadStreamBackward(ctx, p.stream, eventstore.End) {
		if errors.Is(err, eventstore.ErrNotFound) {
			return eventstore.NoStream, nil, nil
		}
		if err != nil {
			return 0, nil, err
		}
		if len(seen) == 0 {
			standing = r.Revision
		}
		r.Data, r.Metadata = nil, nil
		seen = append(seen, r)
		candidate = candidate || len(seen) <= recent && r.ID == p.events[last].ID
		if len(seen) >= recent && !candidate || len(seen) == recent+last {
			break
		}
	}
	if !candidate {
		return standing, nil, nil
	}
	for end := 0; end < recent && end+last < len(seen); end++ {
		matching := true
		for i := range p.events {
			if seen[end+last-i].ID != p.events[i].ID {
				matching = false
				break
			}
		}
		if matching {
			return standing, &appended{seen[end].Revision, seen[end].Position}, nil
		}
	}
	return standing, nil, nil
}
