package node

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"sync/atomic"

	"google.golang.org/grpc/peer"
)

// door is a listener that bounds its connections. One too many takes the place
// of the one that has been a stranger for the longest time; where none is a
// stranger it is closed. So strangers crowd out each other, and nobody else.
type door struct {
	net.Listener
	limits limits

	mu     sync.Mutex
	guests []*guest // as they came
}

// guest is a connection. It is a stranger until a call on it may read: by then
// it has sent little, or is closed, and so cannot make the node hold much.
type guest struct {
	net.Conn
	door  *door
	known atomic.Bool
	heard int          // bytes; of the one goroutine that reads
	calls atomic.Int64 // that are open
}

var errStranger = errors.New("the connection has shown no credentials and sends too much")

// Accept implements [net.Listener].
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		g := &guest{Conn: c, door: d}
		leaves := d.enter(g)
		if leaves != nil {
			_ = leaves.Conn.Close()
		}
		if leaves != g {
			return g, nil
		}
	}
}

// enter lets a guest in and returns who has to leave for it, if anybody.
func (d *door) enter(g *guest) (leaves *guest) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.guests) >= d.limits.connections {
		i := slices.IndexFunc(d.guests, func(g *guest) bool { return !g.known.Load() })
		if i < 0 {
			return g
		}
		leaves = d.guests[i]
		d.guests = slices.Delete(d.guests, i, i+1)
	}
	d.guests = append(d.guests, g)
	return leaves
}

// Close implements [net.Conn].
func (g *guest) Close() error {
	g.door.mu.Lock()
	if i := slices.Index(g.door.guests, g); i >= 0 {
		g.door.guests = slices.Delete(g.door.guests, i, i+1)
	}
	g.door.mu.Unlock()
	return g.Conn.Close()
}

// Read implements [net.Conn].
func (g *guest) Read(b []byte) (int, error) {
	if g.heard >= g.door.limits.strangerBytes && !g.known.Load() {
		return 0, errStranger
	}
	n, err := g.Conn.Read(b)
	g.heard += n
	return n, err
}

// RemoteAddr implements [net.Conn]. It leads back to the connection, of which
// grpc shows a call nothing but the address.
func (g *guest) RemoteAddr() net.Addr { return guestAddr{g.Conn.RemoteAddr(), g} }

type guestAddr struct {
	net.Addr
	guest *guest
}

// guestOf is the connection that a call came by.
func guestOf(ctx context.Context) *guest {
	p, _ := peer.FromContext(ctx)
	return p.Addr.(guestAddr).guest
}
