package node

import (
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	keyType        = "type"
	keyContentType = "content-type"
	keyCreated     = "created"
)

// proposal is an append that arrives piece by piece. What no store would take
// is refused as soon as it is seen, so that no more than one append of the
// largest size is ever held for it.
type proposal struct {
	stream   string
	expected expectation
	events   []eventstore.Event
	bytes    int
	budget   *budget
}

// proposed is one event as both kinds of append carry it.
type proposed interface {
	GetId() *shared.UUID
	GetMetadata() map[string]string
	GetCustomMetadata() []byte
	GetData() []byte
}

func (s *service) propose(stream []byte, expected expectation) (*proposal, error) {
	name := string(stream)
	if strings.HasPrefix(name, "$") {
		return nil, refuseSystem(name)
	}
	return &proposal{stream: name, expected: expected, budget: s.arriving}, nil
}

// add takes one more event, or refuses the append. The event's bytes belong to
// the proposal from then on.
func (p *proposal) add(m proposed) error {
	id, err := parseUUID(m.GetId())
	if err != nil {
		return err
	}
	typ, ok := m.GetMetadata()[keyType]
	if !ok {
		return refuse(codes.InvalidArgument, "an event has no type: its metadata lacks the key \"type\"",
			metadata.Pairs(trailerException, exceptionNoSuchKey, trailerProperties, keyType+","+keyContentType))
	}
	e := eventstore.Event{ID: id, Type: typ, Data: m.GetData(), Metadata: m.GetCustomMetadata()}
	size := e.Size()
	switch {
	case len(p.events) == eventstore.MaxAppendEvents:
		return &eventstore.LimitError{What: "events in one append", Size: len(p.events) + 1, Max: eventstore.MaxAppendEvents}
	case size > eventstore.MaxRecordBytes:
		return &eventstore.LimitError{What: "record bytes", Size: size, Max: eventstore.MaxRecordBytes}
	case p.bytes+size > eventstore.MaxAppendBytes:
		return &eventstore.LimitError{What: "bytes in one append", Size: p.bytes + size, Max: eventstore.MaxAppendBytes}
	case !p.budget.take(size):
		return refuse(codes.Unavailable, "too many appends are arriving at once: try again", nil)
	}
	p.events = append(p.events, e)
	p.bytes += size
	return nil
}

// discard gives back what the proposal held.
func (p *proposal) discard() {
	p.budget.give(p.bytes)
	p.events, p.bytes = nil, 0
}
