package node

import (
	"fmt"
	"net"
	"strings"
)

// InsecureError says that a listener that other machines can reach lacks what
// that needs.
type InsecureError struct {
	// Address is what the listener listens on.
	Address string
	// NoTLS and NoReader say what is missing.
	NoTLS, NoReader bool
}

func (e *InsecureError) Error() string {
	var missing []string
	if e.NoTLS {
		missing = append(missing, "TLS")
	}
	if e.NoReader {
		missing = append(missing, "credentials of a reader")
	}
	return fmt.Sprintf("%s can be reached from other machines, which needs %s: set them, or listen on 127.0.0.1 or on a Unix socket",
		e.Address, strings.Join(missing, " and "))
}

// CheckListener returns the [*InsecureError] with which Serve would refuse a
// listener, for who wants to know before anything else is begun.
func (n *Node) CheckListener(l net.Listener) error {
	if private(l.Addr()) || n.tls != nil && !n.openReads {
		return nil
	}
	return &InsecureError{Address: l.Addr().String(), NoTLS: n.tls == nil, NoReader: n.openReads}
}

// private reports whether only processes of this machine reach the address.
// What it does not know is public.
func private(a net.Addr) bool {
	if strings.HasPrefix(a.Network(), "unix") {
		return true
	}
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
