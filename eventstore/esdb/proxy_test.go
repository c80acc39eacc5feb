package esdb_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// proxy is a network between a store and its server, in which everything may go
// wrong. It listens at the same address throughout.
type proxy struct {
	t       testing.TB
	address string
	target  string

	mu       sync.Mutex
	listener net.Listener
	links    map[*link]bool
	frozen   bool // new connections are accepted, and nothing comes through
	running  sync.WaitGroup
}

// link is a connection through a proxy.
type link struct {
	client, server *net.TCPConn // server is nil in a frozen one
	mu             sync.Mutex
	stalled        chan struct{} // closed when it may go on
}

func newProxy(t testing.TB, target string) *proxy {
	p := &proxy{t: t, target: target, address: "127.0.0.1:0", links: map[*link]bool{}}
	p.listen()
	t.Cleanup(func() {
		p.refuse()
		p.running.Wait()
	})
	return p
}

func (p *proxy) listen() {
	var l net.Listener
	require.Eventually(p.t, func() bool {
		var err error
		l, err = net.Listen("tcp", p.address)
		return err == nil
	}, 10*time.Second, time.Millisecond)
	p.mu.Lock()
	p.listener, p.address = l, l.Addr().String()
	p.mu.Unlock()
	p.running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.accept(c.(*net.TCPConn))
		}
	})
}

func (p *proxy) accept(client *net.TCPConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := &link{client: client}
	p.links[l] = true
	if p.frozen {
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	l.server = server.(*net.TCPConn)
	p.running.Go(func() { l.carry(l.server, l.client) })
	p.running.Go(func() { l.carry(l.client, l.server) })
}

// carry takes bytes from one side to the other, unless it is stalled.
func (l *link) carry(to, from *net.TCPConn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		l.mu.Lock()
		stalled := l.stalled
		l.mu.Unlock()
		if stalled != nil {
			<-stalled
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				_ = from.Close()
				return
			}
		}
		if err != nil {
			if err == io.EOF {
				_ = to.CloseWrite()
			} else {
				_ = to.Close()
			}
			return
		}
	}
}

func (l *link) close() {
	l.mu.Lock()
	if l.stalled != nil {
		close(l.stalled)
		l.stalled = nil
	}
	l.mu.Unlock()
	_ = l.client.Close()
	if l.server != nil {
		_ = l.server.Close()
	}
}

func (p *proxy) each(do func(*link)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		do(l)
	}
}

func (p *proxy) drop() {
	p.each((*link).close)
	p.mu.Lock()
	clear(p.links)
	p.mu.Unlock()
}

// freeze drops what there is, and answers nothing any more.
func (p *proxy) freeze() {
	p.mu.Lock()
	p.frozen = true
	p.mu.Unlock()
	p.drop()
}

// freezeOpen stalls what there is, in both directions, and answers nothing new.
func (p *proxy) freezeOpen() {
	p.mu.Lock()
	p.frozen = true
	p.mu.Unlock()
	p.each(func(l *link) {
		l.mu.Lock()
		if l.stalled == nil {
			l.stalled = make(chan struct{})
		}
		l.mu.Unlock()
	})
}

// refuse listens no more and drops what there is.
func (p *proxy) refuse() {
	p.mu.Lock()
	_ = p.listener.Close()
	p.mu.Unlock()
	p.drop()
}

// cutBack closes the way from the server to the client.
func (p *proxy) cutBack() {
	p.each(func(l *link) { _ = l.client.CloseWrite() })
}

// cutThere closes the way from the client to the server.
func (p *proxy) cutThere() {
	p.each(func(l *link) {
		if l.server != nil {
			_ = l.server.CloseWrite()
		}
	})
}

func (p *proxy) reset() {
	p.each(func(l *link) { _ = l.client.SetLinger(0) })
	p.drop()
}

// heal makes it a good network again. What was dropped stays dropped.
func (p *proxy) heal() {
	p.mu.Lock()
	p.frozen = false
	_ = p.listener.Close()
	p.mu.Unlock()
	p.drop()
	p.listen()
}
