package node_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	writer   = &node.Credentials{User: "writer", Password: "correct horse: battery"}
	reader   = &node.Credentials{User: "reader", Password: "staple"}
	stranger = &node.Credentials{User: "writer", Password: "guessed"}
)

// within bounds a test that waits for something that does not come.
func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// as is the context of a call with credentials.
func as(ctx context.Context, c *node.Credentials) context.Context {
	if c == nil {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization",
		"Basic "+base64.StdEncoding.EncodeToString([]byte(c.User+":"+c.Password)))
}

func openStore(t testing.TB) eventstore.Store {
	s, err := pebble.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// served is a node that is serving, and what a test does with it.
type served struct {
	t       testing.TB
	store   eventstore.Store
	node    *node.Node
	address string
	trusted *x509.CertPool // nil: no TLS
	// end ends the node and waits until it has ended.
	end func() error
}

// serve starts a node on loopback. A store and a writer are set if none are.
func serve(t testing.TB, c node.Config) *served { return serveLimited(t, c, node.Limits{}) }

// serveLimited starts a node with other limits than usual.
func serveLimited(t testing.TB, c node.Config, limits node.Limits) *served {
	if c.Store == nil {
		c.Store = openStore(t)
	}
	n, err := node.New(c)
	require.NoError(t, err)
	n.Limit(limits)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &served{t: t, store: c.Store, node: n, address: l.Addr().String()}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Serve(ctx, l) }()
	ended := false
	s.end = func() error {
		if ended {
			return nil
		}
		ended = true
		cancel()
		return <-done
	}
	t.Cleanup(func() { require.NoError(t, s.end()) })
	return s
}

// on is the same for a subtest.
func (s *served) on(t testing.TB) *served {
	c := *s
	c.t = t
	return &c
}

// serveTLS starts a node with a certificate, which the Go client needs to send
// credentials.
func serveTLS(t testing.TB, c node.Config) *served {
	certificate, pem, err := node.DevelopmentCertificate()
	require.NoError(t, err)
	c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s := serve(t, c)
	s.trusted = x509.NewCertPool()
	require.True(t, s.trusted.AppendCertsFromPEM(pem))
	return s
}

// client is the official client.
func (s *served) client(c *node.Credentials) *esdb.Client {
	config, err := esdb.ParseConnectionString(fmt.Sprintf("esdb://%s?tls=%t&maxDiscoverAttempts=2", s.address, s.trusted != nil))
	require.NoError(s.t, err)
	config.RootCAs = s.trusted
	config.Logger = esdb.NoopLogging()
	if c != nil {
		config.Username, config.Password = c.User, c.Password
	}
	client, err := esdb.NewClient(config)
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = client.Close() })
	return client
}

// dial opens a bare connection, for what the official client cannot say.
func (s *served) dial() *grpc.ClientConn {
	transport := insecure.NewCredentials()
	if s.trusted != nil {
		transport = credentials.NewTLS(&tls.Config{RootCAs: s.trusted})
	}
	conn, err := grpc.NewClient(s.address, grpc.WithTransportCredentials(transport))
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func (s *served) streams() streams.StreamsClient { return streams.NewStreamsClient(s.dial()) }

// event is an event with an id that follows from n.
func event(n int) eventstore.Event {
	return eventstore.Event{
		ID:       uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%d", n)),
		Type:     "happened",
		Data:     fmt.Appendf(nil, `{"n":%d}`, n),
		Metadata: fmt.Appendf(nil, `{"m":%d}`, n),
	}
}

func events(from, to int) []eventstore.Event {
	var all []eventstore.Event
	for n := from; n < to; n++ {
		all = append(all, event(n))
	}
	return all
}

// write puts events into the store directly.
func (s *served) write(stream string, expected eventstore.Revision, events ...eventstore.Event) eventstore.Position {
	p, err := s.store.Append(context.Background(), stream, expected, events...)
	require.NoError(s.t, err)
	return p
}

func structured(id uuid.UUID) *shared.UUID {
	most, least := esdb.UUIDAsInt64(id)
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{MostSignificantBits: most, LeastSignificantBits: least}}}
}

func named(stream string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(stream)}
}

// options are the first message of an append.
func options(stream string, expected any) *streams.AppendReq_Options {
	o := &streams.AppendReq_Options{StreamIdentifier: named(stream)}
	switch v := expected.(type) {
	case esdb.Any:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_Any{Any: &shared.Empty{}}
	case esdb.StreamExists:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_StreamExists{StreamExists: &shared.Empty{}}
	case esdb.NoStream:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_NoStream{NoStream: &shared.Empty{}}
	case esdb.StreamRevision:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_Revision{Revision: v.Value}
	}
	return o
}

func proposed(e eventstore.Event) *streams.AppendReq_ProposedMessage {
	return &streams.AppendReq_ProposedMessage{
		Id:             structured(e.ID),
		Metadata:       map[string]string{"type": e.Type, "content-type": "application/json"},
		CustomMetadata: e.Metadata,
		Data:           e.Data,
	}
}

// append appends with bare messages and returns the trailers, too. It goes on
// to the answer when the node does not want more.
func (s *served) append(ctx context.Context, stream string, expected any, events ...eventstore.Event) (*streams.AppendResp, metadata.MD, error) {
	call, err := s.streams().Append(ctx)
	require.NoError(s.t, err)
	send := func(m *streams.AppendReq) bool {
		err := call.Send(m)
		if !errors.Is(err, io.EOF) {
			require.NoError(s.t, err)
		}
		return err == nil
	}
	more := send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options(stream, expected)}})
	for i := 0; more && i < len(events); i++ {
		more = send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: proposed(events[i])}})
	}
	answer, err := call.CloseAndRecv()
	return answer, call.Trailer(), err
}

// read collects the answers of a request that comes to an end.
func (s *served) read(ctx context.Context, o *streams.ReadReq_Options) ([]*streams.ReadResp, error) {
	call, err := s.streams().Read(ctx, &streams.ReadReq{Options: o})
	if err != nil {
		return nil, err
	}
	var all []*streams.ReadResp
	for {
		m, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, m)
	}
}
