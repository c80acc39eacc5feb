package node

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// Config is what a node serves and to whom.
type Config struct {
	// Store is the log that is served. The node never closes it.
	Store eventstore.Store
	// Logger takes what an operator should know. Nil discards it. Neither
	// secrets nor the contents of events are logged.
	Logger *slog.Logger
	// Writer may append and read. Nil: nobody may append.
	Writer *Credentials
	// Reader may read. Nil: everybody may, which only a listener on loopback
	// or on a Unix socket allows.
	Reader *Credentials
	// TLS holds the node's certificate. Nil: no TLS, which only a listener on
	// loopback or on a Unix socket allows.
	TLS *tls.Config
	// Advertise is the host:port that gossip names. Empty: the address of the
	// listener, or, where that names no host, the one that the client used.
	Advertise string
}

// Credentials are a user name and a password. Neither is empty.
type Credentials struct{ User, Password string }

// Node serves one store. Serve may be called for several listeners at once.
type Node struct {
	store     eventstore.Store
	log       *slog.Logger
	access    *access
	tls       *tls.Config
	openReads bool
	advertise endpoint
	// instance tells this node from others, and from its own earlier lives.
	instance uuid.UUID
	limits   limits
	calls    *budget
	turns    chan struct{} // of requests
	// arriving bounds the memory of appends that have not arrived whole.
	arriving *budget
}

// New checks the config and returns a node that is not listening yet.
func New(c Config) (*Node, error) {
	if c.Store == nil {
		return nil, errors.New("node: no store is given")
	}
	for who, credentials := range map[string]*Credentials{"writer": c.Writer, "reader": c.Reader} {
		if err := credentials.check(); err != nil {
			return nil, fmt.Errorf("node: %s: %w", who, err)
		}
	}
	if c.TLS != nil && len(c.TLS.Certificates) == 0 && c.TLS.GetCertificate == nil && c.TLS.GetConfigForClient == nil {
		return nil, errors.New("node: TLS is asked for without a certificate")
	}
	n := &Node{
		store:     c.Store,
		log:       c.Logger,
		access:    newAccess(c.Reader, c.Writer),
		openReads: c.Reader == nil,
		instance:  uuid.New(),
		arriving:  &budget{most: maxArriving},
	}
	n.limit(usual)
	if n.log == nil {
		n.log = slog.New(slog.DiscardHandler)
	}
	if c.TLS != nil {
		n.tls = c.TLS.Clone()
		n.tls.MinVersion = max(n.tls.MinVersion, tls.VersionTLS12)
	}
	if c.Advertise != "" {
		e, err := parseEndpoint(c.Advertise)
		if err != nil {
			return nil, fmt.Errorf("node: advertised address: %w", err)
		}
		n.advertise = e
	}
	return n, nil
}

func (n *Node) limit(l limits) {
	n.limits = l
	n.calls = &budget{most: int64(l.calls)}
	n.turns = make(chan struct{}, l.requests)
}

func (c *Credentials) check() error {
	switch {
	case c == nil:
		return nil
	case c.User == "" || c.Password == "":
		return errors.New("a user name and a password are needed")
	case strings.Contains(c.User, ":"):
		return errors.New("a user name has no ':', because the protocol ends it there")
	}
	return nil
}

// endpoint is a host and a port. The zero endpoint is none.
type endpoint struct {
	host string
	port uint16
}

func parseEndpoint(address string) (endpoint, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return endpoint{}, err
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || host == "" {
		return endpoint{}, fmt.Errorf("%q is not a host and a port", address)
	}
	return endpoint{host, uint16(n)}, nil
}
