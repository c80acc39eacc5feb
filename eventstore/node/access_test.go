package node_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// log is a buffer that many goroutines write to.
type log struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestAccess is the whole matrix: who calls, what, on which node.
func TestAccess(t *testing.T) {
	const (
		fine   = codes.OK
		denied = codes.PermissionDenied
		wrong  = codes.Unauthenticated
	)
	callers := map[string]*node.Credentials{"nobody": nil, "stranger": stranger, "reader": reader, "writer": writer}
	for _, n := range []struct {
		reader, writer *node.Credentials
		// what becomes of reading and of appending
		reads, appends map[string]codes.Code
	}{
		{nil, nil,
			map[string]codes.Code{"nobody": fine, "stranger": wrong, "reader": wrong, "writer": wrong},
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": wrong, "writer": wrong}},
		{reader, nil,
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": fine, "writer": wrong},
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": denied, "writer": wrong}},
		{nil, writer,
			map[string]codes.Code{"nobody": fine, "stranger": wrong, "reader": wrong, "writer": fine},
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": wrong, "writer": fine}},
		{reader, writer,
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": fine, "writer": fine},
			map[string]codes.Code{"nobody": denied, "stranger": wrong, "reader": denied, "writer": fine}},
	} {
		var logged log
		s := serve(t, node.Config{Reader: n.reader, Writer: n.writer, Logger: slog.New(slog.NewTextHandler(&logged, nil))})
		s.write("stream", eventstore.NoStream, event(0))
		appended := 0
		for caller, credentials := range callers {
			t.Run(fmt.Sprintf("reader %t, writer %t, %s", n.reader != nil, n.writer != nil, caller), func(t *testing.T) {
				s := s.on(t)
				ctx := as(within(t), credentials)
				check := func(want codes.Code, trailer metadata.MD, err error) {
					t.Helper()
					require.Equal(t, want, status.Code(err), "%v", err)
					if want == denied {
						require.Equal(t, []string{"access-denied"}, trailer.Get("exception"))
					}
				}
				call, err := s.streams().Read(ctx, &streams.ReadReq{Options: reading()})
				require.NoError(t, err)
				_, err = call.Recv()
				check(n.reads[caller], call.Trailer(), err)

				_, trailer, err := s.append(ctx, "mine", esdb.Any{}, event(100+appended))
				check(n.appends[caller], trailer, err)
				if err == nil {
					appended++
				}
				if n.writer == nil && n.appends[caller] == denied {
					require.Contains(t, err.Error(), "read-only")
					require.Contains(t, err.Error(), "pass the rules of the ledger by")
				}
				require.Len(t, s.contents("mine"), appended)

				batch, err := s.streams().BatchAppend(ctx)
				require.NoError(t, err)
				require.NoError(t, batch.CloseSend())
				err = batch.RecvMsg(&streams.BatchAppendResp{})
				if n.appends[caller] == fine {
					require.ErrorContains(t, err, "EOF")
				} else {
					check(n.appends[caller], batch.Trailer(), err)
				}

				_, err = gossip.NewGossipClient(s.dial()).Read(ctx, &shared.Empty{})
				require.NoError(t, err)
				_, err = serverfeatures.NewServerFeaturesClient(s.dial()).GetSupportedMethods(ctx, &shared.Empty{})
				require.NoError(t, err)
			})
		}
		require.Contains(t, logged.String(), "wrong credentials")
		for _, secret := range []string{writer.Password, reader.Password, stranger.Password, "Basic"} {
			require.NotContains(t, logged.String(), secret)
		}
	}
}

func TestMalformedCredentials(t *testing.T) {
	s := serve(t, node.Config{Reader: reader})
	for name, headers := range map[string][]string{
		"no scheme":       {"cmVhZGVyOnN0YXBsZQ=="},
		"another scheme":  {"Bearer cmVhZGVyOnN0YXBsZQ=="},
		"not base64":      {"Basic ~~~"},
		"no colon":        {"Basic cmVhZGVy"},
		"nothing":         {"Basic "},
		"empty":           {""},
		"twice":           {"Basic cmVhZGVyOnN0YXBsZQ==", "Basic cmVhZGVyOnN0YXBsZQ=="},
		"password no one": {"Basic cmVhZGVyOg=="},
		"colons moved":    {"Basic cmVhZGVyOnN0YTpwbGU="},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := within(t)
			for _, h := range headers {
				ctx = metadata.AppendToOutgoingContext(ctx, "authorization", h)
			}
			_, err := s.on(t).read(ctx, reading())
			require.Equal(t, codes.Unauthenticated, status.Code(err), "%v", err)
		})
	}
	_, err := s.read(metadata.AppendToOutgoingContext(within(t), "authorization", "basic cmVhZGVyOnN0YXBsZQ=="), reading())
	require.NoError(t, err, "the scheme's letters may be small")
}

// TestGuessesAreSlow: a wrong password is not answered at once.
func TestGuessesAreSlow(t *testing.T) {
	s := serve(t, node.Config{Reader: reader})
	began := time.Now()
	_, err := s.read(as(within(t), stranger), reading())
	require.Equal(t, codes.Unauthenticated, status.Code(err), "%v", err)
	require.GreaterOrEqual(t, time.Since(began), 100*time.Millisecond)
}

// TestManyGuesses: who guesses waits in line, and who knows does not.
func TestManyGuesses(t *testing.T) {
	s := serve(t, node.Config{Reader: reader})
	ctx, stop := context.WithCancel(within(t))
	var client streams.StreamsClient
	var guessing sync.WaitGroup
	for i := range 200 {
		if i%8 == 0 { // is what one connection may have open
			client = s.streams()
		}
		client := client
		guessing.Go(func() {
			call, err := client.Read(as(ctx, stranger), &streams.ReadReq{Options: reading()})
			if err != nil {
				return
			}
			if _, err := call.Recv(); status.Code(err) != codes.Unauthenticated && status.Code(err) != codes.Canceled {
				t.Error(err)
			}
		})
	}
	_, err := s.read(as(within(t), reader), reading())
	require.NoError(t, err)
	stop()
	guessing.Wait()
}

// TestGuessesQueue: where many wrong passwords wait for their answers the next
// waits for one of them, in every kind of call; the right one does not.
func TestGuessesQueue(t *testing.T) {
	s := serve(t, node.Config{Reader: reader, Writer: writer})
	s.write("stream", eventstore.NoStream, event(0))
	guess := map[string]func(context.Context) error{
		"read": func(ctx context.Context) error {
			_, err := s.read(as(ctx, stranger), reading())
			return err
		},
		"append": func(ctx context.Context) error {
			_, _, err := s.append(as(ctx, stranger), "mine", esdb.Any{}, event(1))
			return err
		},
		"batch": func(ctx context.Context) error {
			b := s.batch(as(ctx, stranger))
			b.send(newID(), toStream("mine"), true, event(1))
			_, err := b.call.Recv()
			return err
		},
	}
	queue := s.node.Guesses()
	for range cap(queue) {
		queue <- struct{}{}
	}
	for kind, try := range guess {
		short, cancel := context.WithTimeout(within(t), 400*time.Millisecond)
		require.Equal(t, codes.DeadlineExceeded, status.Code(try(short)), kind)
		cancel()
	}
	_, err := s.read(as(within(t), reader), reading())
	require.NoError(t, err)
	b, id := s.batch(as(within(t), writer)), newID()
	b.send(id, toStream("mine"), true, event(1))
	b.success(id, "mine", 0)
	<-queue
	for kind, try := range guess {
		require.Equal(t, codes.Unauthenticated, status.Code(try(within(t))), kind)
	}
	require.Len(t, queue, cap(queue)-1, "who was answered makes room")
	require.Equal(t, 16, cap(queue))
}
