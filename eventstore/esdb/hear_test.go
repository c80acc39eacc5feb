package esdb

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore/node"
)

// A connection of one's own trusts whom the client trusts, and nobody else.
func TestWhomAConnectionTrusts(t *testing.T) {
	certificate, authority, err := node.DevelopmentCertificate("127.0.0.1")
	require.NoError(t, err)
	_, other, err := node.DevelopmentCertificate("127.0.0.1")
	require.NoError(t, err)
	trusted, another := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "other.pem")
	require.NoError(t, os.WriteFile(trusted, authority, 0o600))
	require.NoError(t, os.WriteFile(another, other, 0o600))

	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&certificate)))
	gossip.RegisterGossipServer(server, gossip.UnimplementedGossipServer{})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	defer func() {
		server.Stop()
		require.NoError(t, <-ended)
	}()

	for settings, reached := range map[string]bool{
		"": false, "?tlsCaFile=" + another: false, "?tlsVerifyCert=true": false,
		"?tlsCaFile=" + trusted: true, "?tlsVerifyCert=false": true,
	} {
		config, err := client.ParseConnectionString("esdb://" + l.Addr().String() + settings)
		require.NoError(t, err, settings)
		config.GossipTimeout = int(time.Minute / time.Second)
		_, err = leaderBy(t.Context(), config, config.Address)
		if reached {
			require.Equal(t, codes.Unimplemented, status.Code(err), "%s: %v", settings, err)
			continue
		}
		require.Equal(t, codes.Unavailable, status.Code(err), "%s: %v", settings, err)
		require.ErrorContains(t, err, "certificate", settings)
	}
}
