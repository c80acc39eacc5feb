package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore/node"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// A remote ledger has its log on a node of this process, and everything else in
// a folder.
type remote struct {
	t              *testing.T
	address, token string
	folder         string
	// stop ends the node, begin begins it again at the same address.
	stop  func()
	begin func()
}

func newRemote(t *testing.T) *remote {
	log := filepath.Join(t.TempDir(), "log")
	address, end, err := startNode(log)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, end()) })
	r := &remote{t: t, address: address, folder: filepath.Join(t.TempDir(), "keys")}
	r.stop = func() {
		require.NoError(t, end())
		end = func() error { return nil }
	}
	r.begin = func() {
		_, end, err = startNodeAt(log, hostOf(r.address))
		require.NoError(t, err)
	}
	a := appIn(t.TempDir(), io.Discard)
	a.ledger, a.folder = r.address, r.folder
	opened, m, err := a.found(t.Context(), beginAs(unnamed, moment{}))
	require.NoError(t, err)
	r.token = m.founded.Token
	require.NoError(t, opened.Close())
	return r
}

// startNode serves a log in a folder, and answers how a ledger finds it.
func startNode(dir string) (address string, end func() error, err error) {
	return startNodeAt(dir, "127.0.0.1:0")
}

func startNodeAt(dir, at string) (address string, end func() error, err error) {
	store, err := pebble.Open(dir)
	if err != nil {
		return "", nil, err
	}
	n, err := node.New(node.Config{Store: store, Writer: &node.Credentials{User: "ledger", Password: "secret"}})
	if err != nil {
		return "", nil, errors.Join(err, store.Close())
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		return "", nil, errors.Join(err, store.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- n.Serve(ctx, l) }()
	return "esdb://ledger:secret@" + l.Addr().String() + "?tls=false&maxDiscoverAttempts=3", func() error {
		stop()
		return errors.Join(<-served, store.Close())
	}, nil
}

// server is a process of `sunledger serve`.
type server struct {
	command *exec.Cmd
	at      string
}

func (r *remote) serve() *server {
	c := exec.Command(os.Args[0], "serve", "--listen", "127.0.0.1:0")
	c.Args[0] = "sunledger" // which the test binary then is
	c.Env = append(os.Environ(), "SUNLEDGER_LEDGER="+r.address, "SUNLEDGER_FOLDER="+r.folder, "GORACE=atexit_sleep_ms=20")
	said := &lockedBuffer{}
	c.Stderr = said
	out, err := c.StdoutPipe()
	require.NoError(r.t, err)
	require.NoError(r.t, c.Start())
	s := &server{command: c}
	r.t.Cleanup(func() { s.kill() })
	line := make([]byte, 0, 256)
	for b := make([]byte, 1); ; {
		_, err := out.Read(b)
		if err != nil {
			r.t.Fatalf("it does not serve (%v): %s", err, said.String())
		}
		if line = append(line, b[0]); b[0] == '\n' {
			break
		}
	}
	_, address, found := strings.Cut(strings.TrimSpace(string(line)), "http://")
	require.True(r.t, found, "%s", line)
	s.at = "http://" + address
	return s
}

func (s *server) kill() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}

// do sends a command, again and again until it is answered: the key makes it the
// same one. It answers the position.
func (r *remote) do(to func() *server, key, name string, command any) (uint64, error) {
	body, err := json.Marshal(map[string]any{"command": command})
	if err != nil {
		return 0, err
	}
	for {
		request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, to().at+"/api/commands/"+name, bytes.NewReader(body))
		if err != nil {
			return 0, err
		}
		request.Header.Set("Authorization", "Bearer "+r.token)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			if r.t.Context().Err() != nil {
				return 0, err
			}
			continue // it was killed, and comes back
		}
		said, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		switch {
		case err != nil || answer.StatusCode == http.StatusServiceUnavailable:
			continue
		case answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusCreated:
			return 0, fmt.Errorf("%s: %s: %s", name, answer.Status, said)
		}
		var done struct {
			Position uint64 `json:"position"`
		}
		return done.Position, json.Unmarshal(said, &done)
	}
}

func (r *remote) get(s *server, path string) string {
	answer, err := http.Get(s.at + path)
	require.NoError(r.t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(r.t, err)
	require.Equal(r.t, http.StatusOK, answer.StatusCode, "%s: %s", path, body)
	value := jsontext.Value(body)
	require.NoError(r.t, value.Canonicalize())
	return string(value)
}

// Two servers stand on one log. Commands go through both at once; one of them is
// killed meanwhile, and comes back. In the end both show the same, and all that
// was acknowledged.
func TestTwoServersOnOneLog(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	r := newRemote(t)
	first, second := r.serve(), r.serve()
	var mu sync.Mutex
	current := func() *server {
		mu.Lock()
		defer mu.Unlock()
		return second
	}
	const writers, each = 6, 12
	var (
		writing sync.WaitGroup
		last    uint64
		done    int
	)
	errs := make([]error, writers)
	for w := range writers {
		writing.Go(func() {
			to := func() *server { return first }
			if w%2 == 1 {
				to = current
			}
			for i := range each {
				id := fmt.Sprintf("t-%d-%d", w, i)
				position, err := r.do(to, id, "town.register", town.Register{ID: id, Name: "镇" + id})
				if errs[w] = err; err != nil || ctx.Err() != nil {
					return
				}
				mu.Lock()
				last = max(last, position)
				if done++; done == writers*each/2 {
					second.kill()
					second = r.serve()
				}
				mu.Unlock()
			}
		})
	}
	writing.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	for _, path := range []string{"/board.json", "/events.json", "/about.json"} {
		path += fmt.Sprintf("?after=%d", last)
		require.Equal(t, r.get(first, path), r.get(second, path), path)
	}
	a := appIn(t.TempDir(), io.Discard)
	a.ledger, a.folder, a.logger = r.address, r.folder, slog.New(slog.DiscardHandler)
	require.NoError(t, a.opened(t.Context(), reading, func(l *openLedger) error {
		registered := map[string]int{}
		for e, err := range l.Events(t.Context(), 0) {
			if err != nil {
				return err
			}
			if _, is := e.Event.(town.Registered); is {
				registered[e.Stream]++
			}
		}
		require.Len(t, registered, writers*each)
		for stream, n := range registered {
			require.Equal(t, 1, n, stream)
		}
		return nil
	}))
}

// The log's server goes away under a server of the board, and comes back. The
// board is there meanwhile, and says so.
func TestServerWithoutItsLog(t *testing.T) {
	r := newRemote(t)
	s := r.serve()
	command := town.Register{ID: "t1", Name: "枳沟镇"}
	position, err := r.do(func() *server { return s }, "first", "town.register", command)
	require.NoError(t, err)
	board := r.get(s, fmt.Sprintf("/board.json?after=%d", position))
	require.NotContains(t, board, "logAway")

	r.stop()
	require.Eventually(t, func() bool { return strings.Contains(r.get(s, "/requests.json"), `"logAway":{"since":"`) }, 2*time.Minute, 50*time.Millisecond)
	require.Contains(t, r.get(s, "/board.json"), fmt.Sprintf(`"position":%d`, position))
	for path, status := range map[string]int{
		"/": 200, "/requests": 200, "/matters": 200, "/about": 200, "/healthz": 200, "/metrics": 200,
		"/events": 503, "/streams/town-t1.json": 503, "/readyz": 503,
	} {
		answer, err := http.Get(s.at + path)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, status, answer.StatusCode, "%s: %s", path, body)
	}

	// What was not recorded meanwhile is recorded when it is sent again.
	recorded := make(chan error, 1)
	go func() {
		_, err := r.do(func() *server { return s }, "second", "town.register", town.Register{ID: "t2", Name: "相州镇"})
		recorded <- err
	}()
	r.begin()
	require.NoError(t, <-recorded)
	require.Eventually(t, func() bool { return !strings.Contains(r.get(s, "/requests.json"), "logAway") }, 2*time.Minute, 50*time.Millisecond)
	require.Contains(t, r.get(s, "/events.json"), "town-t2")
}

func hostOf(server string) string { return address{server: server}.host() }
