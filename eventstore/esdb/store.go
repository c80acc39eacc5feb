package esdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/metadata"

	"github.com/sunledger/sunledger/eventstore"
)

// Patience is how long a call keeps trying to have its server, at most. A call
// whose context ends sooner ends sooner.
const Patience = 30 * time.Second

// defaultDeadline is how long the server may take for one answer where the
// connection string does not say (defaultDeadline, in milliseconds).
const defaultDeadline = 10 * time.Second

// Store is a log on a server. It implements [eventstore.Store].
type Store struct {
	pool     *pool
	headers  metadata.MD
	logger   *slog.Logger
	attempts int
	first    time.Duration // the pause before a call is made again
	most     time.Duration
	deadline time.Duration
	reader   bool // it takes no appends
	tail     *tail
	appended atomic.Uint64 // how many appends of this store were acknowledged

	// closing ends when Close begins, the pool's life when the appends that
	// were accepted have ended.
	closing context.Context
	begin   context.CancelFunc
	mu      sync.Mutex     // held to enter appends
	appends sync.WaitGroup // that were accepted
}

var _ eventstore.Store = (*Store)(nil)

// An Option changes how a store is opened.
type Option func(*Store)

// WithLogger says where a store tells of faults that it lives through. Without
// it nothing is told.
func WithLogger(logger *slog.Logger) Option {
	return func(s *Store) {
		if logger != nil {
			s.logger = logger
		}
	}
}

// Open opens the log on the server that a connection string names, such as
// esdb://USER:PASSWORD@HOST:2113 or esdb+discover://NAME; the settings are those
// of EventStoreDB's documentation. A store that prefers others than the leader of a
// cluster (nodePreference) only reads. It asks the server one question, so that a
// server that cannot be had, or does not let the user in, is an error now. The
// errors are an [*AddressError], a [*FileError], an [*AccessError], or wrap
// [eventstore.ErrUnavailable] or the context's error.
func Open(ctx context.Context, connection string, options ...Option) (*Store, error) {
	config, err := parse(connection)
	if err != nil {
		return nil, err
	}
	s := &Store{
		headers:  headers(config),
		logger:   slog.New(slog.DiscardHandler),
		attempts: config.MaxDiscoverAttempts,
		deadline: defaultDeadline,
		reader:   readsOnly(config),
	}
	if config.DefaultDeadline != nil {
		s.deadline = *config.DefaultDeadline
	}
	s.first, s.most = pauses(config)
	for _, option := range options {
		option(s)
	}
	config.Logger = s.clientSays
	s.closing, s.begin = context.WithCancel(context.Background())
	s.pool = newPool(*config, s.closing)
	s.tail = newTail(s)
	for _, err := range s.ReadAllBackward(ctx, eventstore.EndPosition) {
		if err != nil {
			go func() { _ = s.Close() }() // which may have to wait for the server
			return nil, fmt.Errorf("%s: %w", Redacted(connection), err)
		}
		break
	}
	return s, nil
}

// clientSays passes on what the client logs. It speaks of a fault that the store
// answers for, so nothing of it is more than a detail.
func (s *Store) clientSays(level client.LogLevel, format string, args ...any) {
	s.logger.Debug("client of the log's server: "+fmt.Sprintf(format, args...), "level", level)
}

// Close implements [eventstore.Store]. It waits until every connection is given
// back; where a server does not answer that takes the time that it has for one
// answer (defaultDeadline) and for telling what it can (gossipTimeout).
func (s *Store) Close() error {
	s.mu.Lock()
	s.begin()
	s.mu.Unlock()
	s.appends.Wait()
	s.pool.close()
	s.tail.close()
	return nil
}

func (s *Store) closed() bool { return s.closing.Err() != nil }

// accept takes an append in, which Close then waits for, or answers ErrClosed.
func (s *Store) accept() (ended func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed() {
		return nil, eventstore.ErrClosed
	}
	s.appends.Add(1)
	return s.appends.Done, nil
}

// again makes a call until it is answered. Its error is the context's,
// ErrClosed, what final says, or wraps ErrUnavailable. It reports whether an
// attempt without an answer may have reached a server.
func again[T any](ctx context.Context, s *Store, do func(context.Context, *client.Client) (T, error)) (value T, reached bool, err error) {
	began := time.Now()
	pause := s.first
	for attempt := 1; ; attempt++ {
		value, err := call(ctx, s.pool, func(ctx context.Context, c *client.Client) (T, error) {
			ctx, cancel := context.WithTimeout(ctx, s.deadline)
			defer cancel()
			return do(withHeaders(ctx, s.headers), c)
		})
		if err == nil {
			return value, reached, nil
		}
		var unsent errUnsent
		if errors.As(err, &unsent) {
			err = unsent.error
		}
		if fin := final(err); fin != nil {
			return value, reached, fin
		}
		reached = reached || unsent.error == nil
		switch {
		case s.closed():
			return value, reached, eventstore.ErrClosed
		case ctx.Err() != nil:
			return value, reached, ctx.Err()
		case attempt >= s.attempts || time.Since(began) > Patience:
			return value, reached, unavailable(err)
		}
		s.logger.Warn("log server: trying again", "attempt", attempt, "after", pause, "error", err)
		select {
		case <-time.After(jittered(pause)):
		case <-ctx.Done():
			return value, reached, ctx.Err()
		case <-s.closing.Done():
			return value, reached, eventstore.ErrClosed
		}
		pause = min(2*pause, s.most)
	}
}

// jittered is between half a pause and the whole, so that many who failed
// together do not come back together.
func jittered(pause time.Duration) time.Duration {
	return pause/2 + rand.N(pause/2+1)
}
