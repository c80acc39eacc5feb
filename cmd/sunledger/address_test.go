package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// A cluster is the same one however its hosts are named, and while its nodes are
// replaced one after the other.
func TestRememberedHosts(t *testing.T) {
	a := appIn(t.TempDir(), io.Discard)
	a.folder = t.TempDir()
	use := func(server string) error {
		at := address{dir: a.folder, server: server}
		if err := a.checkLog(at); err != nil {
			return err
		}
		return a.remember(at)
	}
	require.NoError(t, use("esdb://ledger:se@cret@H2.example,h1.example:2113?tls=true"))
	hosts, err := rememberedHosts(address{dir: a.folder})
	require.NoError(t, err)
	require.Equal(t, "h1.example:2113,h2.example:2113", hosts)
	require.NoError(t, use("kurrentdb://other@h1.example:2113,h2.example"))
	require.NoError(t, use("esdb://h2.example,h3.example"))
	require.NoError(t, use("esdb://h3.example,h4.example"))
	for _, elsewhere := range []string{"esdb://h1.example:2114", "esdb://h5.example", "esdb://u:h1.example:2113@h6.example"} {
		require.Equal(t, "folder_of_another_log", domain.CodeOf(use(elsewhere)), elsewhere)
	}
	a.moved = true
	require.NoError(t, use("esdb://[::1]:2113"))
	a.moved = false
	require.Error(t, use("esdb://h1.example"))
	require.NoError(t, use("esdb://[::1]"))
}
