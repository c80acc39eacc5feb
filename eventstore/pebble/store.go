package pebble

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

// Store is a log that is open. It implements [eventstore.Store].
type Store struct {
	db   *engine.DB
	log  *engineLog
	lock *folderLock

	// durable is the last position that is safe on the disk. Nothing after it
	// is shown to anyone.
	durable atomic.Uint64
	// ends is where streams end that were appended to of late.
	ends *ends
	late late

	// mu guards closed and changed. Holding it for reading keeps the engine
	// open; nobody holds it while a record is yielded or an append waits.
	mu     sync.RWMutex
	closed bool
	// closing is closed when Close begins.
	closing chan struct{}
	// idle is closed and Close's result set when Close is done.
	idle     chan struct{}
	closeErr error

	// grown is closed and replaced each time that durable goes up.
	grownMu sync.Mutex
	grown   chan struct{}

	// queue brings appends to the committer; appends counts the callers that
	// may still send to it.
	queue     chan *request
	appends   sync.WaitGroup
	committed chan struct{} // closed when the committer has ended

	// What follows belongs to the committer's goroutine.
	tail    *tail
	heads   *heads
	moving  map[string]head // of the streams of a commit
	last    eventstore.Position
	streams uint64
}

var _ eventstore.Store = (*Store)(nil)

func newStore(db *engine.DB, log *engineLog) (*Store, error) {
	last, err := lastPosition(db)
	if err != nil {
		return nil, err
	}
	streams, err := lastStream(db)
	if err != nil {
		return nil, err
	}
	s := &Store{
		db: db, log: log,
		closing:   make(chan struct{}),
		idle:      make(chan struct{}),
		grown:     make(chan struct{}),
		queue:     make(chan *request, maxGroup),
		committed: make(chan struct{}),
		heads:     newHeads(1<<15, last),
		ends:      newEnds(1<<16, last),
		moving:    map[string]head{},
		last:      last,
		streams:   streams,
	}
	s.durable.Store(uint64(last))
	return s, nil
}

// use keeps the engine open until release is called, or answers ErrClosed.
func (s *Store) use() (release func(), err error) {
	s.mu.RLock()
	if s.closed {
		s.mu.RUnlock()
		return nil, eventstore.ErrClosed
	}
	return s.mu.RUnlock, nil
}

func (s *Store) reached() eventstore.Position { return eventstore.Position(s.durable.Load()) }

// Wait implements [eventstore.Reader].
func (s *Store) Wait(ctx context.Context, after eventstore.Position) error {
	for {
		s.grownMu.Lock()
		grown := s.grown
		s.grownMu.Unlock()
		// Closed comes first: after Close every call says so.
		select {
		case <-s.closing:
			return eventstore.ErrClosed
		default:
		}
		if s.reached() > after {
			return nil
		}
		select {
		case <-grown:
		case <-s.closing:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// grow makes everything up to a position visible and wakes who waits.
func (s *Store) grow(to eventstore.Position) {
	s.durable.Store(uint64(to))
	s.grownMu.Lock()
	close(s.grown)
	s.grown = make(chan struct{})
	s.grownMu.Unlock()
}

// Close implements [eventstore.Store]. Everything is in the engine's tables
// when it returns, so that the next Open has no write-ahead log to read. After
// the disk failed the engine may not come to an end; then the error says so,
// and the log stays locked until the process ends.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.idle
		return nil
	}
	s.closed = true
	close(s.closing)
	s.mu.Unlock()
	s.appends.Wait()
	close(s.queue)
	s.closeErr = s.shut()
	close(s.idle)
	return s.closeErr
}

// closeTimeout bounds how long Close waits for an engine that has failed and
// may never answer again.
const closeTimeout = time.Second

func (s *Store) shut() error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("close the log: %v", p)
			}
		}()
		<-s.committed
		var flush error
		if s.failure() == nil {
			flush = s.db.Flush()
		}
		done <- errors.Join(flush, s.tail.close(), s.db.Close(), s.lock.release())
	}()
	select {
	case err := <-done:
		return err
	case <-s.log.broken:
	}
	select {
	case err := <-done:
		return err
	case <-time.After(closeTimeout):
		return fmt.Errorf("%w: the storage engine failed and does not close; end the process to release the log: %w", eventstore.ErrUnavailable, s.log.cause)
	}
}

// failure returns why the store takes no appends, or nil.
func (s *Store) failure() error {
	select {
	case <-s.log.broken:
		return fmt.Errorf("%w until it is opened anew: %w", eventstore.ErrUnavailable, s.log.cause)
	default:
		return nil
	}
}
