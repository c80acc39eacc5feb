package web_test

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/internal/web"
)

// follow opens the stream and gives its lines until it ends.
func follow(t *testing.T, url string) <-chan string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/live", nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "text/event-stream; charset=utf-8", answer.Header.Get("Content-Type"))
	lines := make(chan string)
	go func() {
		defer close(lines)
		defer func() { _ = answer.Body.Close() }()
		for scanner := bufio.NewScanner(answer.Body); scanner.Scan(); {
			if scanner.Text() != "" {
				lines <- scanner.Text()
			}
		}
	}()
	return lines
}

func next(t *testing.T, lines <-chan string, prefix string) string {
	t.Helper()
	for {
		select {
		case line, more := <-lines:
			require.True(t, more, "the stream ended before a line that begins with %s", prefix)
			if strings.HasPrefix(line, prefix) {
				return line
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("no line that begins with %s", prefix)
		}
	}
}

func TestLive(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.MaxLive, c.Heartbeat = 1, 5*time.Millisecond })
	s.settle()
	server := httptest.NewServer(s.handler)
	defer server.Close()
	lines := follow(t, server.URL)
	first := next(t, lines, "data: ")
	require.Regexp(t, `^data: \{"position":\d+\}$`, first)
	next(t, lines, ": alive")
	require.Equal(t, http.StatusServiceUnavailable, s.get("/live").Code, "one more than there is room for")
	require.Contains(t, s.get("/metrics").Body.String(), "sunledger_live_clients 1")

	s.must("", community.Register{ID: "c9", Town: "town-shunwang", Name: "新社区"})
	require.NotEqual(t, first, next(t, lines, "data: "))

	s.handler.Close()
	for range lines { // it ends
	}
	require.Equal(t, http.StatusServiceUnavailable, s.get("/live").Code, "nobody follows a server that ends")
	require.Equal(t, http.StatusOK, s.get("/").Code)
}

// A server that is told to end finishes what it accepted, ends the streams,
// and accepts nothing more.
func TestServeEndsWell(t *testing.T) {
	s := founded(t)
	s.settle()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	url := "http://" + listener.Addr().String()
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- web.NewServer(s.handler).Serve(ctx, listener) }()
	lines := follow(t, url)
	next(t, lines, "data: ")

	// A command whose body is still on its way when the end is asked for.
	conn, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	head := "POST /api/commands/request.submit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + s.token +
		"\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " + itoa(len(submit)) + "\r\n\r\n"
	_, err = conn.Write([]byte(head))
	require.NoError(t, err)
	from := bufio.NewReader(conn)
	line, err := from.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "100 Continue", "the command is being read")

	end()
	for range lines { // the stream ends
	}
	_, err = conn.Write([]byte(submit))
	require.NoError(t, err)
	for {
		line, err = from.ReadString('\n')
		require.NoError(t, err, "the command was accepted, so it is answered")
		if strings.HasPrefix(line, "HTTP/1.1 201") {
			break
		}
	}
	require.NoError(t, <-ended)
	_, err = http.Get(url + "/healthz")
	require.Error(t, err)
}

func TestOversizedHeader(t *testing.T) {
	s := founded(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- web.NewServer(s.handler).Serve(ctx, listener) }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String()+"/", nil)
	require.NoError(t, err)
	r.Header.Set("X-Long", strings.Repeat("x", 64<<10))
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, answer.StatusCode)
	end()
	require.NoError(t, <-ended)
}
