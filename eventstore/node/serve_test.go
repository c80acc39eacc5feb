package node_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/projections"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

func TestConfig(t *testing.T) {
	store := openStore(t)
	for name, c := range map[string]node.Config{
		"no store":           {},
		"no password":        {Store: store, Writer: &node.Credentials{User: "u"}},
		"no user":            {Store: store, Reader: &node.Credentials{Password: "p"}},
		"user with colon":    {Store: store, Reader: &node.Credentials{User: "a:b", Password: "p"}},
		"no certificate":     {Store: store, TLS: &tls.Config{}},
		"advertised nowhere": {Store: store, Advertise: "example.org"},
		"advertised port 0":  {Store: store, Advertise: "example.org:0"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := node.New(c)
			require.Error(t, err)
		})
	}
}

// TestInsecure: what other machines can reach needs TLS and a reader.
func TestInsecure(t *testing.T) {
	certificate, _, err := node.DevelopmentCertificate()
	require.NoError(t, err)
	secured := &tls.Config{Certificates: []tls.Certificate{certificate}}
	store := openStore(t)
	for name, c := range map[string]struct {
		network, address string
		config           node.Config
		noTLS, noReader  bool
	}{
		"open to all":        {"tcp", "0.0.0.0:0", node.Config{}, true, true},
		"every address of 6": {"tcp", "[::]:0", node.Config{}, true, true},
		"without TLS":        {"tcp", "0.0.0.0:0", node.Config{Reader: reader}, true, false},
		"without reader":     {"tcp", "0.0.0.0:0", node.Config{TLS: secured, Writer: writer}, false, true},
		"with both":          {"tcp", "0.0.0.0:0", node.Config{TLS: secured, Reader: reader}, false, false},
		"loopback":           {"tcp", "127.0.0.2:0", node.Config{}, false, false},
		"Unix socket":        {"unix", filepath.Join(t.TempDir(), "node"), node.Config{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen(c.network, c.address)
			if err != nil {
				t.Skipf("NOT TESTED AGAINST %s: %v", c.address, err)
			}
			c.config.Store = store
			n, err := node.New(c.config)
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			err = n.Serve(ctx, l)
			_, closed := l.Accept()
			require.ErrorIs(t, closed, net.ErrClosed)
			if !c.noTLS && !c.noReader {
				require.NoError(t, err)
				return
			}
			var insecure *node.InsecureError
			require.ErrorAs(t, err, &insecure)
			require.Equal(t, l.Addr().String(), insecure.Address)
			require.Equal(t, c.noTLS, insecure.NoTLS)
			require.Equal(t, c.noReader, insecure.NoReader)
			require.Equal(t, c.noTLS, strings.Contains(err.Error(), "TLS"))
			require.Equal(t, c.noReader, strings.Contains(err.Error(), "reader"))
		})
	}
}

// TestTLS: the certificate names its hosts, and a client that does not trust
// it does not connect.
func TestTLS(t *testing.T) {
	s := serveTLS(t, node.Config{Reader: reader})
	r, err := s.client(reader).ReadAll(within(t), esdb.ReadAllOptions{}, 1)
	require.Empty(t, numbers(t, r, err))

	trusted := s.trusted
	s.trusted = x509.NewCertPool()
	_, err = s.client(reader).ReadAll(within(t), esdb.ReadAllOptions{}, 1)
	require.ErrorContains(t, err, "certificate")
	s.trusted = nil
	_, err = s.read(as(within(t), reader), reading())
	require.Equal(t, codes.Unavailable, status.Code(err), "without TLS: %v", err)

	certificate, authority, err := node.DevelopmentCertificate("node.example", "192.0.2.1")
	require.NoError(t, err)
	c, err := x509.ParseCertificate(certificate.Certificate[0])
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(authority))
	_, err = c.Verify(x509.VerifyOptions{Roots: roots})
	require.NoError(t, err)
	require.False(t, c.IsCA, "some clients take no authority for a server")
	for host, fits := range map[string]bool{"node.example": true, "192.0.2.1": true, "localhost": false, "192.0.2.2": false} {
		require.Equal(t, fits, c.VerifyHostname(host) == nil, host)
	}
	require.WithinDuration(t, time.Now().Add(90*24*time.Hour), c.NotAfter, time.Hour)
	require.False(t, trusted.Equal(s.trusted))
}

// TestTLSVersions: no version is spoken that is older than 1.2, whatever the
// config allows, and none that is older than the config allows.
func TestTLSVersions(t *testing.T) {
	certificate, pem, err := node.DevelopmentCertificate()
	require.NoError(t, err)
	trusted := x509.NewCertPool()
	require.True(t, trusted.AppendCertsFromPEM(pem))
	for least, spoken := range map[uint16]map[uint16]bool{
		0:                {tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true},
		tls.VersionTLS10: {tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true},
		tls.VersionTLS13: {tls.VersionTLS12: false, tls.VersionTLS13: true},
	} {
		s := serve(t, node.Config{TLS: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: least}})
		for version, fine := range spoken {
			c, err := tls.Dial("tcp", s.address, &tls.Config{
				RootCAs: trusted, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS10, MaxVersion: version,
			})
			if fine {
				require.NoError(t, err, "%x", version)
				require.NoError(t, c.Close())
			} else {
				require.ErrorContains(t, err, "protocol version", "%x", version)
			}
		}
	}
}

// TestUnixSocket: a client finds the node by the path of its socket.
func TestUnixSocket(t *testing.T) {
	store := openStore(t)
	n, err := node.New(node.Config{Store: store})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "node")
	l, err := net.Listen("unix", path)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Serve(ctx, l) }()
	conn, err := grpc.NewClient("unix://"+path, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	_, err = gossip.NewGossipClient(conn).Read(within(t), &shared.Empty{})
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	cancel()
	require.NoError(t, <-done)
}

// TestEnd: a node ends with subscriptions and appends open. What was accepted
// is answered, and the store stays open.
func TestEnd(t *testing.T) {
	s := serve(t, node.Config{Writer: writer})
	s.write("stream", eventstore.NoStream, event(0))
	client := s.client(nil)
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	sub = subscribe(t, sub, err)
	expect(t, sub, e0, caughtUp)
	b, id := s.batch(as(within(t), writer)), newID()
	b.send(id, toStream("other"), true, event(1))
	b.success(id, "other", 0)
	expect(t, sub, e1)

	began := time.Now()
	require.NoError(t, s.end())
	require.Less(t, time.Since(began), 4*time.Second, "nothing was left to wait for")
	require.Equal(t, codes.Unavailable, status.Code(sub.Recv().SubscriptionDropped.Error))
	_, err = b.call.Recv()
	require.Equal(t, codes.Unavailable, status.Code(err), "%v", err)
	s.write("stream", 0, event(2))
}

// TestEndIsBounded: a client that never ends its append does not keep a node
// from ending.
func TestEndIsBounded(t *testing.T) {
	t.Parallel()
	s := serve(t, node.Config{Writer: writer})
	call, err := s.streams().Append(as(within(t), writer))
	require.NoError(t, err)
	require.NoError(t, call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options("s", esdb.Any{})}}))
	_, err = s.read(within(t), reading())
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- s.end() }()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(15 * time.Second):
		require.Fail(t, "the node does not end")
	}
}

// stuck is a store that an append is held up in.
type stuck struct {
	eventstore.Store
	reached, release chan struct{}
}

func (s *stuck) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	close(s.reached)
	<-s.release
	return s.Store.Append(context.WithoutCancel(ctx), stream, expected, events...)
}

// TestEndWaitsForTheStore: a call is broken off when patience ends, but a node
// has not ended while one is in the store, which who serves it then closes.
func TestEndWaitsForTheStore(t *testing.T) {
	store := &stuck{Store: openStore(t), reached: make(chan struct{}), release: make(chan struct{})}
	s := serveLimited(t, node.Config{Store: store, Writer: writer}, node.Limits{Patience: 50 * time.Millisecond})
	answered := make(chan error, 1)
	go func() {
		_, _, err := s.append(as(within(t), writer), "stream", esdb.NoStream{}, event(0))
		answered <- err
	}()
	<-store.reached
	ended := make(chan error, 1)
	go func() { ended <- s.end() }()
	require.Equal(t, codes.Unavailable, status.Code(<-answered))
	select {
	case <-ended:
		require.Fail(t, "the node has ended while an append was in the store")
	case <-time.After(300 * time.Millisecond):
	}
	close(store.release)
	require.NoError(t, <-ended)
	require.Len(t, s.contents("stream"), 1)
}

// TestServeFails: a listener that breaks is an error.
func TestServeFails(t *testing.T) {
	n, err := node.New(node.Config{Store: openStore(t)})
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	require.ErrorContains(t, n.Serve(within(t), l), "serve 127.0.0.1")
}

func TestGossip(t *testing.T) {
	ask := func(s *served) *gossip.MemberInfo {
		info, err := gossip.NewGossipClient(s.dial()).Read(within(t), &shared.Empty{})
		require.NoError(t, err)
		require.Len(t, info.Members, 1)
		return info.Members[0]
	}
	s := serve(t, node.Config{})
	m := ask(s)
	require.Equal(t, gossip.MemberInfo_Leader, m.State)
	require.True(t, m.IsAlive)
	host, port, err := net.SplitHostPort(s.address)
	require.NoError(t, err)
	require.Equal(t, host, m.HttpEndPoint.Address)
	n, err := net.LookupPort("tcp", port)
	require.NoError(t, err)
	require.EqualValues(t, n, m.HttpEndPoint.Port)
	id, err := esdb.ParseUUIDFromInt64(m.InstanceId.GetStructured().MostSignificantBits, m.InstanceId.GetStructured().LeastSignificantBits)
	require.NoError(t, err)
	require.NotEqual(t, uuid.Nil, id)
	require.Equal(t, m.InstanceId.String(), ask(s).InstanceId.String())

	other := ask(serve(t, node.Config{Advertise: "node.example:2113"}))
	require.Equal(t, "node.example", other.HttpEndPoint.Address)
	require.EqualValues(t, 2113, other.HttpEndPoint.Port)
	require.NotEqual(t, m.InstanceId.String(), other.InstanceId.String())

	// The official client finds a node through gossip.
	config, err := esdb.ParseConnectionString("esdb+discover://" + s.address + "?tls=false")
	require.NoError(t, err)
	config.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	require.NoError(t, err)
	defer client.Close()
	version, err := client.GetServerVersion()
	require.NoError(t, err)
	require.Equal(t, esdb.ServerVersion{Major: 24, Minor: 10}, *version)
}

// TestGossipEverywhere: a node that listens on every address names the one
// that the client used.
func TestGossipEverywhere(t *testing.T) {
	certificate, pem, err := node.DevelopmentCertificate()
	require.NoError(t, err)
	n, err := node.New(node.Config{Store: openStore(t), Reader: reader, TLS: &tls.Config{Certificates: []tls.Certificate{certificate}}})
	require.NoError(t, err)
	l, err := net.Listen("tcp", "0.0.0.0:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Serve(ctx, l) }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	s := &served{t: t, address: "localhost:" + port, trusted: x509.NewCertPool()}
	s.trusted.AppendCertsFromPEM(pem)
	info, err := gossip.NewGossipClient(s.dial()).Read(within(t), &shared.Empty{})
	require.NoError(t, err)
	require.Equal(t, "localhost", info.Members[0].HttpEndPoint.Address)
	cancel()
	require.NoError(t, <-done)
}

func TestFeatures(t *testing.T) {
	s := serve(t, node.Config{})
	f, err := serverfeatures.NewServerFeaturesClient(s.dial()).GetSupportedMethods(within(t), &shared.Empty{})
	require.NoError(t, err)
	require.Equal(t, node.Version, f.EventStoreServerVersion)
	methods := map[string][]string{}
	for _, m := range f.Methods {
		methods[m.ServiceName+"/"+m.MethodName] = m.Features
	}
	require.Contains(t, methods, "event_store.client.streams.streams/read")
	require.Equal(t, []string{"deadline_duration"}, methods["event_store.client.streams.streams/batchappend"])
	for m := range methods {
		require.Equal(t, strings.ToLower(m), m)
		require.NotContains(t, m, "persistent")
		require.NotContains(t, m, "delete")
	}
}

// TestNotServed: what a ledger does not do is refused with the reason.
func TestNotServed(t *testing.T) {
	s := serveTLS(t, node.Config{Writer: writer})
	client, ctx := s.client(writer), within(t)
	s.write("stream", eventstore.NoStream, event(0))
	refused := func(code esdb.ErrorCode, says string, err error) {
		t.Helper()
		var known *esdb.Error
		require.ErrorAs(t, err, &known)
		require.Equal(t, code, known.Code())
		require.ErrorContains(t, err, says)
	}
	_, err := client.DeleteStream(ctx, "stream", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}})
	refused(esdb.ErrorCodeAccessDenied, "forgets nothing", err)
	_, err = client.TombstoneStream(ctx, "stream", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}})
	refused(esdb.ErrorCodeAccessDenied, "forgets nothing", err)
	_, err = client.SetStreamMetadata(ctx, "stream", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, esdb.StreamMetadata{})
	refused(esdb.ErrorCodeAccessDenied, "metadata is not kept", err)
	err = client.CreatePersistentSubscription(ctx, "stream", "group", esdb.PersistentStreamSubscriptionOptions{})
	refused(esdb.ErrorCodeUnsupportedFeature, "keeps no state for its clients", err)

	var trailer metadata.MD
	_, err = s.streams().Delete(ctx, &streams.DeleteReq{}, grpc.Trailer(&trailer))
	require.Equal(t, codes.PermissionDenied, status.Code(err))
	require.Equal(t, []string{"access-denied"}, trailer.Get("exception"))
	_, err = projections.NewProjectionsClient(s.dial()).Create(ctx, &projections.CreateReq{})
	require.Equal(t, codes.Unimplemented, status.Code(err))
	require.ErrorContains(t, err, "no projections")
	call, err := persistent.NewPersistentSubscriptionsClient(s.dial()).Read(ctx)
	require.NoError(t, err)
	_, err = call.Recv()
	require.Equal(t, codes.Unimplemented, status.Code(err))
	require.ErrorContains(t, err, "keep the position yourself")
	require.Len(t, s.contents("stream"), 1)
}

// TestReconnect: after a node has ended another takes its place, and its
// clients go on.
func TestReconnect(t *testing.T) {
	store := openStore(t)
	first := serve(t, node.Config{Store: store})
	first.write("stream", eventstore.NoStream, event(0))
	conn := first.dial()
	read := func() error {
		call, err := streams.NewStreamsClient(conn).Read(within(t), &streams.ReadReq{Options: reading()}, grpc.WaitForReady(true))
		if err != nil {
			return err
		}
		_, err = call.Recv()
		return err
	}
	require.NoError(t, read())
	require.NoError(t, first.end())
	n, err := node.New(node.Config{Store: store})
	require.NoError(t, err)
	l, err := net.Listen("tcp", first.address)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Serve(ctx, l) }()
	require.NoError(t, read())
	cancel()
	require.NoError(t, <-done)
}
