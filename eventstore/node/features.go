package node

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// Version is the version of EventStoreDB whose protocol a node speaks. Clients
// parse it and decide by it what they may ask for.
const Version = "24.10.0"

const streamsService = "event_store.client.streams.streams"

// GetSupportedMethods lists what the node answers, named as EventStoreDB names
// it: in lower case.
func (s *service) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{
		EventStoreServerVersion: Version,
		Methods: []*serverfeatures.SupportedMethod{
			{ServiceName: streamsService, MethodName: "read"},
			{ServiceName: streamsService, MethodName: "append"},
			{ServiceName: streamsService, MethodName: "batchappend", Features: []string{"deadline_duration"}},
			{ServiceName: "event_store.client.gossip.gossip", MethodName: "read"},
			{ServiceName: "event_store.client.server_features.serverfeatures", MethodName: "getsupportedmethods"},
		},
	}, nil
}
