package node_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/node"
)

// javascript is where the official Node.js clients are. A test that lacks them is
// skipped aloud, and fails where $SUNLEDGER_REQUIRE_NODEJS says that they have to
// be there.
func javascript(t *testing.T) (program, modules string) {
	lacking := t.Skipf
	if os.Getenv("SUNLEDGER_REQUIRE_NODEJS") != "" {
		lacking = t.Fatalf
	}
	program, err := exec.LookPath("node")
	if err != nil {
		lacking("NOT TESTED WITH THE OFFICIAL NODE.JS CLIENTS: there is no node; install nodejs and run `npm --prefix .ci/clients ci`")
	}
	modules, err = filepath.Abs("../../.ci/clients")
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(modules, "node_modules")); err != nil {
		lacking("NOT TESTED WITH THE OFFICIAL NODE.JS CLIENTS: run `npm --prefix .ci/clients ci`")
	}
	return program, modules
}

// told is what a client saw.
type told struct {
	Appended []struct {
		Success          bool
		Revision, Commit int64
	}
	Again struct {
		Success  bool
		Revision int64
	}
	Conflict                                 struct{ Expected, Actual int64 }
	Calls                                    []string // up to the conflict
	Guess, Missing, Deleted                  string
	Forward, Backward, All, Last, Subscribed []toldEvent
}

type toldEvent struct {
	ID, Type, Stream string
	Revision         int
	Data             map[string]any
	Metadata         map[string]any
	Created          int64 // milliseconds since 1970
}

func TestOfficialClientsOfNodeJS(t *testing.T) {
	program, modules := javascript(t)
	for name, scheme := range map[string]string{"@eventstore/db-client": "esdb", "@kurrent/kurrentdb-client": "kurrentdb"} {
		for _, by := range []string{"Append", "BatchAppend"} {
			t.Run(name+" by "+by, func(t *testing.T) { officialClient(t, program, modules, name, scheme, by) })
		}
	}
}

// officialClient runs a client that appends by one call of the protocol or by the
// other.
func officialClient(t *testing.T, program, modules, name, scheme, by string) {
	// One of them does not decode a password in its connection string.
	plain := &node.Credentials{User: "writer", Password: "staple"}
	began := time.Now().Add(-time.Second)
	// Without TLS these clients keep their credentials to themselves.
	certificate, authority, err := node.DevelopmentCertificate()
	require.NoError(t, err)
	trusted := filepath.Join(t.TempDir(), "authority.pem")
	require.NoError(t, os.WriteFile(trusted, authority, 0o600))
	s := serve(t, node.Config{Writer: plain, TLS: &tls.Config{Certificates: []tls.Certificate{certificate}}})
	s.write("before", eventstore.NoStream, event(0))

	script, err := filepath.Abs("testdata/client.cjs")
	require.NoError(t, err)
	connection := url.URL{Scheme: scheme, Host: s.address, Path: "/", RawQuery: "tls=true&tlsCaFile=" + url.QueryEscape(trusted)}
	arguments := []string{plain.User, plain.Password, "made-elsewhere"}
	if by == "BatchAppend" {
		connection.User = url.UserPassword(plain.User, plain.Password)
		arguments = append(arguments, "batch")
	}
	c := exec.CommandContext(t.Context(), program, append([]string{script, modules, name, connection.String()}, arguments...)...)
	out, err := c.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("%v: %s", err, failed.Stderr)
	}
	require.NoError(t, err)
	var got told
	require.NoError(t, json.Unmarshal(out, &got), "%s", out)

	require.Contains(t, got.Calls, by)
	for _, other := range []string{"Append", "BatchAppend"} {
		require.True(t, other == by || !slices.Contains(got.Calls, other), "%v", got.Calls)
	}
	require.True(t, got.Appended[0].Success && got.Appended[1].Success && got.Again.Success)
	require.EqualValues(t, []int64{1, 2}, []int64{got.Appended[0].Revision, got.Appended[1].Revision})
	require.EqualValues(t, 3, got.Appended[0].Commit)
	require.EqualValues(t, 4, got.Appended[1].Commit)
	require.EqualValues(t, 1, got.Again.Revision, "a repeated append answers as the first")
	require.EqualValues(t, 0, got.Conflict.Expected)
	require.EqualValues(t, 2, got.Conflict.Actual)
	require.Regexp(t, "access-denied|unauthenticated|not-authenticated", got.Guess)
	require.Equal(t, "stream-not-found", got.Missing)
	require.Equal(t, "access-denied", got.Deleted)

	require.Equal(t, []int{0, 1, 2}, revisions(got.Forward))
	require.Equal(t, []int{2, 1}, revisions(got.Backward))
	require.Equal(t, []string{"happened", "thing.happened", "other.happened", "thing.happened"}, types(got.All))
	require.Equal(t, []int{2}, revisions(got.Last))
	require.Equal(t, []string{"00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000006"},
		[]string{got.Subscribed[0].ID, got.Subscribed[1].ID})
	for i, e := range got.Forward {
		require.Equal(t, "made-elsewhere", e.Stream)
		require.Equal(t, map[string]any{"number": float64(i), "名": "枳沟镇"}, e.Data)
		require.Equal(t, map[string]any{"why": float64(i)}, e.Metadata)
		require.WithinRange(t, time.UnixMilli(e.Created), began, time.Now())
	}
}

func revisions(events []toldEvent) (all []int) {
	for _, e := range events {
		all = append(all, e.Revision)
	}
	return all
}

func types(events []toldEvent) (all []string) {
	for _, e := range events {
		all = append(all, e.Type)
	}
	return all
}
