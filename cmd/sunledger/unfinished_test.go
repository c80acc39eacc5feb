package main

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// tornStore is a log whose second append tears what makes it, and never comes.
type tornStore struct {
	eventstore.Store
	appends atomic.Int64
	// each is called before every append.
	each func(n int64)
}

func (s *tornStore) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	n := s.appends.Add(1)
	s.each(n)
	if n == 2 {
		return 0, eventstore.ErrUnavailable
	}
	return s.Store.Append(ctx, stream, expected, events...)
}

// A server has more names than one: 127.0.0.1 and localhost are the same node. What
// was half made by one is not used by the other, and is finished by the first.
func TestUnfinishedUnderAnotherName(t *testing.T) {
	a := appIn(t.TempDir(), io.Discard)
	from := a.ledger
	l, _, err := a.found(t.Context(), beginAs(unnamed, moment{}))
	require.NoError(t, err)
	require.NoError(t, l.Close())
	file := filepath.Join(t.TempDir(), "ledger.slar")
	require.Equal(t, 0, run(t.Context(), []string{"--ledger", from, "backup", file}, strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" }))

	for name, c := range map[string]struct {
		mark string
		make func(context.Context, *app) error
	}{
		"copy":    {"COPYING", func(ctx context.Context, a *app) error { return a.copy(ctx, from, a.ledger) }},
		"restore": {"RESTORING", func(ctx context.Context, a *app) error { return a.restore(ctx, file, "", "") }},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := pebble.Open(filepath.Join(t.TempDir(), "log"))
			require.NoError(t, err)
			defer func() { require.NoError(t, store.Close()) }()
			folder := filepath.Join(t.TempDir(), "keys")
			making, tear := context.WithCancel(t.Context())
			before := make(chan []string, 1) // what the folder holds before the first append
			torn := &tornStore{Store: store, each: func(n int64) {
				switch n {
				case 1:
					there, _ := filepath.Glob(filepath.Join(folder, "[A-Z]*"))
					before <- there
				case 2:
					tear()
				}
			}}
			n, err := node.New(node.Config{Store: torn, Writer: &node.Credentials{User: "ledger", Password: "secret"}})
			require.NoError(t, err)
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			serving, end := context.WithCancel(context.Background())
			served := make(chan error, 1)
			go func() { served <- n.Serve(serving, listener) }()
			defer func() {
				end()
				require.NoError(t, <-served)
			}()

			named := func(host string) *app {
				_, port, err := net.SplitHostPort(listener.Addr().String())
				require.NoError(t, err)
				a := appIn(t.TempDir(), io.Discard)
				a.ledger, a.folder = "esdb://ledger:secret@"+host+":"+port+"?tls=false&maxDiscoverAttempts=3", folder
				return a
			}
			a := named("127.0.0.1")
			require.Error(t, c.make(making, a))
			require.ElementsMatch(t, []string{filepath.Join(folder, c.mark), filepath.Join(folder, "LOG")}, <-before)
			empty, err := isEmpty(t.Context(), store)
			require.NoError(t, err)
			require.False(t, empty, "a beginning of the ledger is there")

			for _, moved := range []bool{false, true} {
				other := named("localhost")
				other.moved = moved
				for _, use := range []func() error{
					func() error { return other.opened(t.Context(), reading, func(*openLedger) error { return nil }) },
					func() error { return other.opened(t.Context(), withKeys, func(*openLedger) error { return nil }) },
					func() error { _, _, err := other.found(t.Context(), beginAs(unnamed, moment{})); return err },
					func() error { return other.copy(t.Context(), from, other.ledger) },
					func() error { return other.copy(t.Context(), other.ledger, filepath.Join(t.TempDir(), "copy")) },
					func() error { return other.restore(t.Context(), file, "", "") },
				} {
					require.Equal(t, "folder_taken", domain.CodeOf(use()))
				}
			}
			require.Equal(t, "ledger_half_made", domain.CodeOf(a.opened(t.Context(), reading, func(*openLedger) error { return nil })))

			require.NoError(t, c.make(t.Context(), a))
			require.NoFileExists(t, filepath.Join(folder, c.mark))
			require.NoError(t, a.opened(t.Context(), reading, func(*openLedger) error { return nil }))
			other := named("localhost")
			other.folder = t.TempDir()
			require.Equal(t, "same_ledger", domain.CodeOf(other.copy(t.Context(), a.ledger, other.ledger)))
			require.Equal(t, "folder_of_another_log", domain.CodeOf(named("localhost").opened(t.Context(), reading, func(*openLedger) error { return nil })))
		})
	}
}
