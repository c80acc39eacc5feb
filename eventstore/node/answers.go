package node

import (
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"github.com/sunledger/sunledger/eventstore"
)

// answers is what one call of Read sends.
type answers struct {
	stream  streams.Streams_ReadServer
	encoder encoder
}

func (a *answers) event(r *eventstore.Recorded) error {
	m := a.encoder.event(r)
	return a.stream.SendMsg(&m)
}

func (a *answers) streamNotFound(stream string) error {
	return a.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{
		StreamNotFound: &streams.ReadResp_StreamNotFound{StreamIdentifier: streamIdentifier(stream)},
	}})
}

func (a *answers) confirmation(id string) error {
	return a.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
		Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: id},
	}})
}

func (a *answers) checkpoint(at eventstore.Position) error {
	return a.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: uint64(at), PreparePosition: uint64(at)},
	}})
}

func (a *answers) caughtUp() error {
	return a.stream.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
}
