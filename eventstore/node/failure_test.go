package node_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// failing is a store that fails as it is told.
type failing struct {
	eventstore.Store
	append func(context.Context) (eventstore.Position, error)
	read   error
}

func (f failing) Append(ctx context.Context, _ string, _ eventstore.Revision, _ ...eventstore.Event) (eventstore.Position, error) {
	return f.append(ctx)
}

func (f failing) ReadAll(context.Context, eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, f.read) }
}

func (f failing) ReadStreamBackward(context.Context, string, eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		yield(eventstore.Recorded{}, eventstore.ErrNotFound)
	}
}

// TestFailures: what goes wrong in the store reaches the client under the code
// that it acts on, and says no more than it should.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		code   codes.Code
		says   string
		logged string
	}{
		"closed":      {eventstore.ErrClosed, codes.Unavailable, "closed", ""},
		"unavailable": {fmt.Errorf("disk: %w", eventstore.ErrUnavailable), codes.Unavailable, "unavailable", ""},
		"uncertain":   {fmt.Errorf("%w: %w", eventstore.ErrUncertain, eventstore.ErrUnavailable), codes.Unavailable, "repeat it unchanged", ""},
		"late":        {fmt.Errorf("%w: %w", eventstore.ErrUncertain, context.DeadlineExceeded), codes.DeadlineExceeded, "repeat it unchanged", ""},
		"cancelled":   {context.Canceled, codes.Canceled, "canceled", ""},
		"damaged":     {&eventstore.CorruptError{Position: 7, Reason: "checksum"}, codes.DataLoss, "record at position 7 is corrupt", "log is damaged"},
		"unheard of":  {errors.New("/var/lib/secret: no such file"), codes.Internal, "its log says why", "/var/lib/secret"},
	} {
		t.Run(name, func(t *testing.T) {
			var logged log
			s := serve(t, node.Config{
				Store: failing{
					Store:  openStore(t),
					append: func(context.Context) (eventstore.Position, error) { return 0, c.err },
					read:   c.err,
				},
				Writer: writer,
				Logger: slog.New(slog.NewTextHandler(&logged, nil)),
			})
			ctx := as(within(t), writer)
			check := func(err error) {
				t.Helper()
				require.Equal(t, c.code, status.Code(err), "%v", err)
				require.ErrorContains(t, err, c.says)
				require.NotContains(t, err.Error(), "/var/lib")
			}
			for _, expected := range []any{esdb.NoStream{}, esdb.Any{}} {
				_, _, err := s.append(ctx, "s", expected, event(0))
				check(err)
			}
			_, err := s.read(ctx, reading())
			check(err)
			if c.logged == "" {
				require.Empty(t, logged.String())
			} else {
				require.Contains(t, logged.String(), c.logged)
			}

			b, id := s.batch(ctx), newID()
			b.send(id, toNew("s"), true, event(0))
			r := b.answer(id)
			require.EqualValues(t, c.code, r.GetError().GetCode())
			require.Contains(t, r.GetError().GetMessage(), c.says)
			b.send(id, toNew("s"), true, event(0))
			b.answer(id)
		})
	}
}

// TestNeverEndingConflict: an append to a stream that never stands still gives
// up, and one whose caller goes away does so at once.
func TestNeverEndingConflict(t *testing.T) {
	conflicts := 0
	s := serve(t, node.Config{Writer: writer, Store: failing{
		Store: openStore(t),
		append: func(ctx context.Context) (eventstore.Position, error) {
			conflicts++
			return 0, &eventstore.ConflictError{Stream: "s", Expected: eventstore.NoStream, Actual: 7}
		},
	}})
	_, _, err := s.append(as(within(t), writer), "s", esdb.Any{}, event(0))
	require.Equal(t, codes.Aborted, status.Code(err), "%v", err)
	require.Equal(t, 1000, conflicts)
}

// TestPanic: a panic ends its own call and nothing else.
func TestPanic(t *testing.T) {
	var logged log
	s := serve(t, node.Config{
		Writer: writer,
		Store:  failing{Store: openStore(t), append: func(context.Context) (eventstore.Position, error) { panic("out of ink") }},
		Logger: slog.New(slog.NewTextHandler(&logged, nil)),
	})
	for range 2 {
		_, _, err := s.append(as(within(t), writer), "s", esdb.NoStream{}, event(0))
		require.Equal(t, codes.Internal, status.Code(err), "%v", err)
		require.NotContains(t, err.Error(), "ink")
	}
	require.Contains(t, logged.String(), "out of ink")
	require.Contains(t, logged.String(), "failure_test.go")
}

// TestDeadlines: a call ends when its deadline has passed, though the store
// takes longer.
func TestDeadlines(t *testing.T) {
	slow := func(ctx context.Context) (eventstore.Position, error) {
		<-ctx.Done()
		return 0, fmt.Errorf("%w: %w", eventstore.ErrUncertain, ctx.Err())
	}
	s := serve(t, node.Config{Writer: writer, Store: failing{Store: openStore(t), append: slow}})
	ctx, cancel := context.WithTimeout(as(context.Background(), writer), 50*time.Millisecond)
	defer cancel()
	_, _, err := s.append(ctx, "s", esdb.NoStream{}, event(0))
	require.Equal(t, codes.DeadlineExceeded, status.Code(err), "%v", err)

	b, id, o := s.batch(as(within(t), writer)), newID(), toNew("s")
	o.DeadlineOption = deadline(50 * time.Millisecond)
	b.send(id, o, true, event(0))
	require.Contains(t, b.failure(id, codes.DeadlineExceeded, &shared.Timeout{}), "repeat it unchanged")
}
