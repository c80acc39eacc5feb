package esdb_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/esdb"
	"github.com/sunledger/sunledger/eventstore/node"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// In these variables a process of this test is told to be a node: over the log
// in a folder, at an address.
const (
	nodeFolder  = "SUNLEDGER_TEST_NODE_FOLDER"
	nodeAddress = "SUNLEDGER_TEST_NODE_ADDRESS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(nodeFolder); dir != "" {
		if err := beNode(dir, os.Getenv(nodeAddress)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// writer may append to the nodes of these tests.
var writer = node.Credentials{User: "clerk", Password: "a secret: with@signs/and?more"}

// beNode is a node until it is killed, or nobody holds its standard input.
func beNode(dir, address string) error {
	store, err := pebble.Open(dir)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	n, err := node.New(node.Config{Store: store, Writer: &writer})
	if err != nil {
		return err
	}
	fmt.Println("serving")
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	return n.Serve(ctx, l)
}

// process is a node in a process of its own, at an address that stays the same.
type process struct {
	t       *testing.T
	dir     string
	address string
	command *exec.Cmd
	stdin   io.Closer
}

func newProcess(t *testing.T) *process {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &process{t: t, dir: filepath.Join(t.TempDir(), "log"), address: l.Addr().String()}
	require.NoError(t, l.Close())
	p.start()
	t.Cleanup(func() { p.kill() })
	return p
}

func (p *process) start() {
	p.command = exec.Command(os.Args[0])
	p.command.Env = append(os.Environ(), nodeFolder+"="+p.dir, nodeAddress+"="+p.address)
	p.command.Stderr = os.Stderr
	stdin, err := p.command.StdinPipe()
	require.NoError(p.t, err)
	p.stdin = stdin
	out, err := p.command.StdoutPipe()
	require.NoError(p.t, err)
	require.NoError(p.t, p.command.Start())
	line := make([]byte, len("serving\n"))
	_, err = io.ReadFull(out, line)
	require.NoError(p.t, err, "the node did not start")
}

func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
	_ = p.stdin.Close()
}

// serve serves a store in this process, until the test ends or stop is called.
func serve(t testing.TB, store eventstore.Store, address string, change ...func(*node.Config)) (at string, stop func()) {
	var l net.Listener
	require.Eventually(t, func() bool {
		var err error
		l, err = net.Listen("tcp", address)
		return err == nil
	}, 10*time.Second, 10*time.Millisecond)
	c := node.Config{Store: store, Writer: &writer}
	for _, change := range change {
		change(&c)
	}
	n, err := node.New(c)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.Serve(ctx, l) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			require.NoError(t, <-ended)
		})
	}
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

// embedded is an embedded log, which ends with the test.
func embedded(t testing.TB) eventstore.Store {
	store, err := pebble.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

// connection is the connection string of who may write at an address, with
// settings such as "gossipTimeout=1".
func connection(address string, settings ...string) string {
	settings = append([]string{"tls=false"}, settings...)
	return "esdb://" + userinfo() + "@" + address + "?" + strings.Join(settings, "&")
}

func userinfo() string {
	return strings.NewReplacer(":", "%3A", "@", "%40", "/", "%2F", "?", "%3F", " ", "%20").Replace(writer.User) + ":" +
		strings.NewReplacer(":", "%3A", "@", "%40", "/", "%2F", "?", "%3F", " ", "%20").Replace(writer.Password)
}

func open(t testing.TB, address string, settings ...string) *esdb.Store {
	return openAt(t, connection(address, settings...))
}

func openAt(t testing.TB, connection string) *esdb.Store {
	store, err := esdb.Open(t.Context(), connection, esdb.WithLogger(slog.New(slog.NewTextHandler(t.Output(), nil))))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

func event() eventstore.Event {
	id := uuid.New()
	return eventstore.Event{ID: id, Type: "thing.happened", Data: fmt.Appendf(nil, `{"what":%q}`, id), Metadata: []byte(`{}`)}
}

// sockets is how many sockets this process has open.
func sockets(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Log("NOT TESTED AGAINST LEFT-OVER SOCKETS: there is no /proc/self/fd")
		return 0
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// leavesNothing requires that goroutines and sockets are back, once the test and
// all that it cleans up is over, where they are now.
func leavesNothing(t *testing.T) {
	before := sockets(t)
	running := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		goleak.VerifyNone(t, running)
		require.Eventually(t, func() bool { return sockets(t) <= before }, time.Minute, 10*time.Millisecond, "sockets stay open")
	})
}
