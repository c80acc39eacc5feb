package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/archive"
)

// Positions of a cluster are bytes: they are set against positions, and events
// against events.
func TestCopyShown(t *testing.T) {
	for _, c := range []struct {
		p           archive.CopyProgress
		done, total uint64
	}{
		{archive.CopyProgress{Phase: archive.Copying, Events: 3, Position: 4096}, 4096, 90_000},
		{archive.CopyProgress{Phase: archive.Copying, Events: 70, Position: 90_500}, 90_500, 90_500},
		{archive.CopyProgress{Phase: archive.Verifying, Events: 3, Total: 70, Position: 4096}, 3, 70},
	} {
		done, total := copyShown(c.p, 90_000)
		require.Equal(t, [2]uint64{c.done, c.total}, [2]uint64{done, total}, "%+v", c.p)
	}
}

// A copy that is interrupted is repeated, and has no key.
func TestCopyInterrupted(t *testing.T) {
	a := appIn(t.TempDir(), io.Discard)
	l, _, err := a.found(t.Context(), beginAs(unnamed, moment{}))
	require.NoError(t, err)
	require.NoError(t, l.Close())
	ctx, stop := context.WithCancel(t.Context())
	stop()
	said := &strings.Builder{}
	a.stderr = said
	require.Equal(t, exitFailed, a.report(a.copy(ctx, a.ledger, filepath.Join(t.TempDir(), "copy"))))
	require.Contains(t, said.String(), "interrupted")
	require.Contains(t, said.String(), "repeating the copy goes on from there")
	require.NotContains(t, said.String(), "--key")
}
