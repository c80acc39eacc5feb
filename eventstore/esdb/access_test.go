package esdb_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
	"github.com/sunledger/sunledger/eventstore/node"
)

func TestTLS(t *testing.T) {
	leavesNothing(t)
	certificate, authority, err := node.DevelopmentCertificate("127.0.0.1", "localhost")
	require.NoError(t, err)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(ca, authority, 0o600))
	address, _ := serve(t, embedded(t), "127.0.0.1:0", func(c *node.Config) {
		c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	})

	store, err := esdb.Open(t.Context(), "esdb://"+userinfo()+"@"+address+"?tlsCaFile="+ca)
	require.NoError(t, err)
	_, err = store.Append(t.Context(), "s", eventstore.NoStream, event())
	require.NoError(t, err)
	require.NoError(t, store.Close())

	_, err = esdb.Open(t.Context(), "esdb://"+userinfo()+"@"+address+"?maxDiscoverAttempts=2")
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	require.ErrorContains(t, err, "certificate")
	require.NotContains(t, err.Error(), "secret")
}

// A cluster is found by the gossip of any of its members.
func TestDiscovery(t *testing.T) {
	leavesNothing(t)
	log := embedded(t)
	_, err := log.Append(t.Context(), "s", eventstore.NoStream, event())
	require.NoError(t, err)
	address, _ := serve(t, log, "127.0.0.1:0")
	for _, connection := range []string{
		"esdb+discover://" + address + "?tls=false",
		"esdb://127.0.0.1:1," + address + ",127.0.0.1:2?tls=false",
		"kurrentdb://" + address + "," + address + "?tls=false&nodePreference=follower",
	} {
		store, err := esdb.Open(t.Context(), connection)
		require.NoError(t, err, connection)
		n := 0
		for _, err := range store.ReadStream(t.Context(), "s", 0) {
			require.NoError(t, err, connection)
			n++
		}
		require.Equal(t, 1, n, connection)
		require.NoError(t, store.Close())
	}
}

// A sparseServer has positions as EventStoreDB has: places in files, of which it
// reads from no other.
type sparseServer struct{ eventstore.Store }

const sparse = 100

func (s sparseServer) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	// The node asks for what lies after the position before one.
	return s.at(s.Store.ReadAll(ctx, after/sparse), after+1, after == 0)
}

func (s sparseServer) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	place := before
	if before != eventstore.EndPosition {
		place = before / sparse
	}
	return s.at(s.Store.ReadAllBackward(ctx, place), before, before == eventstore.EndPosition)
}

func (s sparseServer) at(seq iter.Seq2[eventstore.Recorded, error], place eventstore.Position, edge bool) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		if !edge && place%sparse != 0 {
			yield(eventstore.Recorded{}, &eventstore.InvalidError{What: "position", Reason: "Trying to read from an invalid position."})
			return
		}
		for r, err := range seq {
			r.Position *= sparse
			if !yield(r, err) {
				return
			}
		}
	}
}

// What is asked for by a position is nearly always whether an event lies there,
// by one more than that.
func TestPositionsOfAServer(t *testing.T) {
	log := embedded(t)
	for i := range 40 {
		_, err := log.Append(t.Context(), "s", eventstore.Revision(i-1), event())
		require.NoError(t, err)
	}
	address, _ := serve(t, sparseServer{log}, "127.0.0.1:0")
	store := open(t, address, "maxDiscoverAttempts=2")
	for before, want := range map[eventstore.Position][]int{
		300: {2, 1}, 301: {3, 2, 1}, 101: {1}, 4001: nil, eventstore.EndPosition: nil,
	} {
		var got []int
		for r, err := range store.ReadAllBackward(t.Context(), before) {
			require.NoError(t, err, "before %d", before)
			got = append(got, int(r.Position/sparse))
		}
		if want == nil {
			require.Len(t, got, 40, "before %d", before)
			continue
		}
		require.Equal(t, want, got, "before %d", before)
	}
	var invalid *eventstore.InvalidError
	for _, err := range store.ReadAllBackward(t.Context(), 350) {
		require.ErrorAs(t, err, &invalid)
	}
	n := 0
	for _, err := range store.ReadAll(t.Context(), 300) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, 37, n)
}

func TestAccess(t *testing.T) {
	leavesNothing(t)
	reader := node.Credentials{User: "auditor", Password: "reads"}
	log := embedded(t)
	address, _ := serve(t, log, "127.0.0.1:0", func(c *node.Config) { c.Reader = &reader })
	open := func(userinfo string) (*esdb.Store, error) {
		return esdb.Open(t.Context(), "esdb://"+userinfo+address+"?tls=false")
	}
	var refused *esdb.AccessError
	for _, who := range []string{"", "auditor:guesses@", "nobody:reads@"} {
		_, err := open(who)
		require.ErrorAs(t, err, &refused, who)
		require.NotContains(t, err.Error(), "guesses")
	}
	store, err := open("auditor:reads@")
	require.NoError(t, err)
	_, err = store.Append(t.Context(), "s", eventstore.NoStream, event())
	require.ErrorAs(t, err, &refused)
	require.NotErrorIs(t, err, eventstore.ErrUncertain)
	many := make([]eventstore.Event, 500)
	for i := range many {
		many[i] = sized(2 << 10)
	}
	_, err = store.Append(t.Context(), "s", eventstore.NoStream, many...)
	require.ErrorAs(t, err, &refused, "also where the append is long")
	require.NoError(t, store.Close())
	for range log.ReadAll(t.Context(), 0) {
		t.Fatal("who may only read has written")
	}
}

// A busyServer keeps two events of its own after each one of others: what is
// at position p in the log is at 3p-2 there.
type busyServer struct{ eventstore.Store }

func withOwn(seq iter.Seq2[eventstore.Recorded, error], order [3]int, wanted func(eventstore.Position) bool) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range seq {
			if err != nil {
				yield(r, err)
				return
			}
			for _, i := range order {
				e := r
				e.Position = 3*r.Position - 2 + eventstore.Position(i)
				if i > 0 {
					e.Stream, e.Type = [3]string{1: "$$stream", 2: "$settings"}[i], [3]string{1: "$metadata", 2: "changed"}[i]
				}
				if wanted(e.Position) && !yield(e, nil) {
					return
				}
			}
		}
	}
}

func (s busyServer) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return withOwn(s.Store.ReadAll(ctx, max(after/3, 1)-1), [3]int{0, 1, 2}, func(p eventstore.Position) bool { return p > after })
}

func (s busyServer) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return withOwn(s.Store.ReadAllBackward(ctx, before/3+2), [3]int{2, 1, 0}, func(p eventstore.Position) bool { return p < before })
}

func TestEventsOfTheServerArePassedOver(t *testing.T) {
	log := embedded(t)
	const n = 3000 // more than a page
	for i := range n / 100 {
		events := make([]eventstore.Event, 100)
		for j := range events {
			events[j] = event()
		}
		_, err := log.Append(t.Context(), "s", eventstore.Revision(100*i-1), events...)
		require.NoError(t, err)
	}
	address, _ := serve(t, busyServer{log}, "127.0.0.1:0")
	store := open(t, address)
	for what, seq := range map[string]iter.Seq2[eventstore.Recorded, error]{
		"forward":  store.ReadAll(t.Context(), 0),
		"backward": store.ReadAllBackward(t.Context(), eventstore.EndPosition),
	} {
		got := 0
		for r, err := range seq {
			require.NoError(t, err)
			require.Equal(t, "s", r.Stream)
			got++
		}
		require.Equal(t, n, got, what)
	}
	// Nor is anybody woken by them: who is would find nothing, for ever.
	waiting, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	require.ErrorIs(t, store.Wait(waiting, 3*n-2), context.DeadlineExceeded)
	require.NoError(t, store.Wait(t.Context(), 3*n-3))
}

// strict is a server as EventStoreDB is: it ends an append as soon as it is seen
// that it is not taken, and reads no further. It takes what is of at most 1 MiB,
// of who has its credentials, for a stream that it has not got.
type strict struct {
	fake
	authorization string
	stands        *streams.ReadResp // the last event of every stream
}

func (s strict) Read(_ *streams.ReadReq, to streams.Streams_ReadServer) error {
	return to.Send(s.stands)
}

func (s strict) Append(from streams.Streams_AppendServer) error {
	md, _ := metadata.FromIncomingContext(from.Context())
	if s.authorization != "" && !slices.Equal(md.Get("authorization"), []string{s.authorization}) {
		return status.Error(codes.Unauthenticated, "who are you?")
	}
	options, err := from.Recv()
	if err != nil {
		return err
	}
	switch string(options.GetOptions().GetStreamIdentifier().GetStreamName()) {
	case "forbidden":
		return status.Error(codes.PermissionDenied, "not yours")
	case "longer":
		return from.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: &streams.AppendResp_WrongExpectedVersion{
			CurrentRevisionOption: &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: 7},
		}}})
	case "gone":
		return from.SendAndClose(&streams.AppendResp{Result: &streams.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: &streams.AppendResp_WrongExpectedVersion{
			CurrentRevisionOption: &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{},
		}}})
	case "done": // it was appended before
		return from.SendAndClose(written(last, 77))
	}
	size := 0
	for {
		m, err := from.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if size += len(m.GetProposedMessage().GetData()); size > 1<<20 {
			return status.Error(codes.InvalidArgument, "Maximum Append Size of 1048576 Exceeded.")
		}
	}
	return status.Error(codes.Unavailable, "not today")
}

// last is the revision of the last event of the appends below.
const last = 12

// What a server does not take it says at once, and then it is not called
// unavailable, nor the append uncertain: however large it is, whoever asks, and
// whichever member of a cluster was named.
func TestAppendThatAServerDoesNotTake(t *testing.T) {
	certificate, authority, err := node.DevelopmentCertificate("127.0.0.1", "localhost")
	require.NoError(t, err)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(ca, authority, 0o600))
	authorization := "Basic " + base64.StdEncoding.EncodeToString([]byte(writer.User+":"+writer.Password))

	large := make([]eventstore.Event, last)
	size := 0
	for i := range large {
		large[i] = sized(200 << 10)
		size += large[i].Size()
	}
	server := strict{stands: readEvent(large[last-1].ID, "done", last, 77)}
	known := strict{stands: server.stands, authorization: authorization}
	secured := grpc.Creds(credentials.NewServerTLSFromCert(&certificate))
	mutual := grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{certificate}, ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}))
	own, key := filepath.Join(t.TempDir(), "own.pem"), filepath.Join(t.TempDir(), "key.pem")
	writePair(t, certificate, own, key)
	for name, address := range map[string]string{
		"a server":               "esdb://" + serveFake(t, server) + "?tls=false",
		"with a user":            "esdb://" + userinfo() + "@" + serveFake(t, known) + "?tls=false",
		"a cluster":              "esdb://127.0.0.1:1," + serveFake(t, server) + "?tls=false",
		"discovered":             "esdb+discover://" + serveFake(t, server) + "?tls=false",
		"with a user, under TLS": "esdb://" + userinfo() + "@" + serveFake(t, known, secured) + "?tlsCaFile=" + ca,
		"not verified":           "esdb://" + userinfo() + "@" + serveFake(t, known, secured) + "?tlsVerifyCert=false",
		"with a certificate":     "esdb://" + serveFake(t, server, mutual) + "?tlsCaFile=" + ca + "&userCertFile=" + own + "&userKeyFile=" + key,
	} {
		t.Run(name, func(t *testing.T) {
			leavesNothing(t)
			store := openAt(t, address+"&maxDiscoverAttempts=3&discoveryInterval=1")
			_, err := store.Append(t.Context(), "s", eventstore.NoStream, large...)
			var limit *eventstore.LimitError
			require.ErrorAs(t, err, &limit)
			require.NotErrorIs(t, err, eventstore.ErrUncertain)
			require.Equal(t, 1<<20, limit.Max)
			require.Equal(t, size, limit.Size)

			_, err = store.Append(t.Context(), "forbidden", eventstore.NoStream, large...)
			var refused *esdb.AccessError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, "not yours", refused.Reason)

			var conflict *eventstore.ConflictError
			_, err = store.Append(t.Context(), "longer", eventstore.NoStream, large...)
			require.ErrorAs(t, err, &conflict)
			require.Equal(t, eventstore.ConflictError{Stream: "longer", Expected: eventstore.NoStream, Actual: 7}, *conflict)
			_, err = store.Append(t.Context(), "gone", 0, large...)
			require.ErrorAs(t, err, &conflict)
			require.Equal(t, eventstore.ConflictError{Stream: "gone", Expected: 0, Actual: eventstore.NoStream}, *conflict)

			position, err := store.Append(t.Context(), "done", 0, large...)
			require.NoError(t, err)
			require.EqualValues(t, 77, position)

			_, err = store.Append(t.Context(), "s", eventstore.NoStream, large[0])
			require.ErrorIs(t, err, eventstore.ErrUncertain, "which was taken, and not answered")
		})
	}
}

// writePair writes a certificate and its key to files.
func writePair(t *testing.T, c tls.Certificate, certificate, key string) {
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
}

// timeless is a server that says of no event when it was recorded, or nothing
// that is a time, upon which the client would end the process.
type timeless struct {
	fake
	created map[string]string
}

func (s timeless) Read(request *streams.ReadReq, to streams.Streams_ReadServer) error {
	e := readEvent(uuid.New(), "s", 0, 77)
	delete(e.GetEvent().GetEvent().Metadata, "created")
	maps.Copy(e.GetEvent().GetEvent().Metadata, s.created)
	switch {
	case request.GetOptions().GetSubscription() != nil:
		if err := to.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "s"}}}); err != nil {
			return err
		}
	case request.GetOptions().GetStream() == nil:
		return nil // it looks as though it had no events
	}
	return to.Send(e)
}

func TestEventsWithoutATime(t *testing.T) {
	leavesNothing(t)
	for name, created := range map[string]map[string]string{
		"none": nil, "empty": {"created": ""}, "a date": {"created": "2026-03-02"}, "too large": {"created": "9223372036854775808"},
	} {
		t.Run(name, func(t *testing.T) {
			store := open(t, serveFake(t, timeless{created: created}), "discoveryInterval=1")
			var corrupt *eventstore.CorruptError
			for _, err := range store.ReadStream(t.Context(), "s", 0) {
				require.ErrorAs(t, err, &corrupt)
				require.ErrorContains(t, err, "does not say when the event at position 77, revision 0 of stream s, was recorded")
			}
			require.NotNil(t, corrupt, "nothing was read, and nothing said")
			require.ErrorAs(t, store.Wait(soon(t), 0), &corrupt)
		})
	}
}

// odd answers a read with what the client does not know, upon which it panics.
type odd struct{ fake }

func (odd) Read(_ *streams.ReadReq, to streams.Streams_ReadServer) error {
	return to.Send(&streams.ReadResp{Content: &streams.ReadResp_LastStreamPosition{LastStreamPosition: 7}})
}

func TestAnAnswerThatTheClientDoesNotKnow(t *testing.T) {
	leavesNothing(t)
	_, err := esdb.Open(t.Context(), "esdb://"+serveFake(t, odd{})+"?tls=false&maxDiscoverAttempts=2&discoveryInterval=1")
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	require.True(t, strings.Contains(err.Error(), "the client of the server failed"), "%v", err)
}
