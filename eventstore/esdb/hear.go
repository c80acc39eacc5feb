package esdb

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/sunledger/sunledger/eventstore"
)

// hearOut is an attempt at an append of which an earlier one was ended by the
// server before it had come whole: because it is too large, or not allowed. Of
// that the client says no more than that sending failed, as io.EOF; it does not
// receive the answer, which would come next. Its connection cannot be had, so
// this is one of our own, for this one call.
func (s *Store) hearOut(ctx context.Context, stream string, expected eventstore.Revision, events []client.EventData) (*client.WriteResult, error) {
	config := &s.pool.config
	address, err := leader(ctx, config)
	if err != nil {
		return nil, err
	}
	connection, err := connect(config, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }()
	call, err := streams.NewStreamsClient(connection).Append(withHeaders(ctx, ownHeaders(config)))
	if err != nil {
		return nil, err
	}
	err = call.Send(appendOptions(stream, expected))
	for i := 0; i < len(events) && err == nil; i++ {
		err = call.Send(proposedMessage(&events[i]))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	answer, err := call.CloseAndRecv()
	if err != nil {
		return nil, err
	}
	if wrong := answer.GetWrongExpectedVersion(); wrong != nil {
		actual := eventstore.NoStream
		if _, is := wrong.GetCurrentRevisionOption().(*streams.AppendResp_WrongExpectedVersion_CurrentRevision); is {
			actual = eventstore.Revision(wrong.GetCurrentRevision())
		}
		return nil, &eventstore.ConflictError{Stream: stream, Expected: expected, Actual: actual}
	}
	success := answer.GetSuccess()
	return &client.WriteResult{NextExpectedVersion: success.GetCurrentRevision(), CommitPosition: success.GetPosition().GetCommitPosition()}, nil
}

func appendOptions(stream string, expected eventstore.Revision) *streams.AppendReq {
	options := &streams.AppendReq_Options{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}}
	if expected == eventstore.NoStream {
		options.ExpectedStreamRevision = &streams.AppendReq_Options_NoStream{NoStream: &shared.Empty{}}
	} else {
		options.ExpectedStreamRevision = &streams.AppendReq_Options_Revision{Revision: uint64(expected)}
	}
	return &streams.AppendReq{Content: &streams.AppendReq_Options_{Options: options}}
}

func proposedMessage(e *client.EventData) *streams.AppendReq {
	content := "application/octet-stream"
	if e.ContentType == client.ContentTypeJson {
		content = "application/json"
	}
	return &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{
		Id:             &shared.UUID{Value: &shared.UUID_String_{String_: e.EventID.String()}},
		Metadata:       map[string]string{"type": e.EventType, "content-type": content},
		CustomMetadata: e.Metadata,
		Data:           e.Data,
	}}}
}

// leader is the address of the server, or of the leader of a cluster.
func leader(ctx context.Context, config *client.Configuration) (string, error) {
	if !isCluster(config) {
		return config.Address, nil
	}
	candidates := []string{config.Address}
	if !config.DnsDiscover {
		candidates = nil
		for _, seed := range config.GossipSeeds {
			candidates = append(candidates, seed.String())
		}
	}
	var errs error
	for _, candidate := range candidates {
		address, err := leaderBy(ctx, config, candidate)
		if err == nil {
			return address, nil
		}
		errs = errors.Join(errs, err)
	}
	return "", errs
}

// leaderBy is the address of the leader as a member of the cluster knows it.
func leaderBy(ctx context.Context, config *client.Configuration, member string) (string, error) {
	connection, err := connect(config, member)
	if err != nil {
		return "", err
	}
	defer func() { _ = connection.Close() }()
	ctx, cancel := context.WithTimeout(ctx, time.Duration(config.GossipTimeout)*time.Second)
	defer cancel()
	info, err := gossip.NewGossipClient(connection).Read(ctx, &shared.Empty{})
	if err != nil {
		return "", err
	}
	for _, m := range info.GetMembers() {
		if m.GetState() == gossip.MemberInfo_Leader && m.GetIsAlive() {
			at := m.GetHttpEndPoint()
			return net.JoinHostPort(at.GetAddress(), strconv.FormatUint(uint64(at.GetPort()), 10)), nil
		}
	}
	return "", fmt.Errorf("%s knows no leader of the cluster", member)
}

// connect is a connection as the client makes them.
func connect(config *client.Configuration, address string) (*grpc.ClientConn, error) {
	if config.DisableTLS {
		return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	}
	t := &tls.Config{InsecureSkipVerify: config.SkipCertificateVerification, RootCAs: config.RootCAs}
	if config.UserCertFile != "" && config.UserKeyFile != "" {
		certificate, err := tls.LoadX509KeyPair(config.UserCertFile, config.UserKeyFile)
		if err != nil {
			return nil, err
		}
		t.Certificates = []tls.Certificate{certificate}
	}
	return grpc.NewClient(address, grpc.WithTransportCredentials(credentials.NewTLS(t)))
}
