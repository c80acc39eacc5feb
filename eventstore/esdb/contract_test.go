package esdb_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
	"github.com/sunledger/sunledger/eventstore/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		leavesNothing(t)
		address, _ := serve(t, embedded(t), "127.0.0.1:0")
		return func() (eventstore.Store, error) {
			return esdb.Open(t.Context(), connection(address))
		}
	})
}

// realServer names a server of EventStoreDB or KurrentDB for these tests. They
// append streams of their own, and nothing else in it may be written meanwhile.
const realServer = "SUNLEDGER_TEST_ESDB"

func TestContractOfARealServer(t *testing.T) {
	at := os.Getenv(realServer)
	if at == "" {
		t.Skipf("NOT TESTED AGAINST A REAL SERVER: set $%s to the connection string of one, such as esdb://admin:changeit@127.0.0.1:2113?tls=false", realServer)
	}
	store, err := esdb.Open(t.Context(), at)
	require.NoError(t, err)
	require.NoError(t, store.Close())
	storetest.Run(t, func(*testing.T) storetest.Opener {
		return func() (eventstore.Store, error) { return esdb.Open(context.Background(), at) }
	})
}
