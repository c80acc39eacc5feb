package node

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
)

// TestBudget: appends that arrive at once share one bound on memory, and what
// one gives back another may take.
func TestBudget(t *testing.T) {
	s := &service{Node: &Node{arriving: &budget{most: 10}}}
	add := func(p *proposal, bytes int) error {
		return p.add(&streams.AppendReq_ProposedMessage{
			Id: structuredUUID(uuid.UUID{1}), Metadata: map[string]string{"type": "t"}, Data: make([]byte, bytes-1),
		})
	}
	expected := expectation{exactly, eventstore.NoStream}
	first, err := s.propose([]byte("first"), expected)
	require.NoError(t, err)
	second, err := s.propose([]byte("second"), expected)
	require.NoError(t, err)
	require.NoError(t, add(first, 6))
	require.NoError(t, add(second, 4))
	require.Equal(t, codes.Unavailable, status.Code(add(second, 1)))
	first.discard()
	require.NoError(t, add(second, 6))
	require.Equal(t, codes.Unavailable, status.Code(add(first, 1)))
}
