package pebble

import (
	"sync"

	"github.com/sunledger/sunledger/eventstore"
)

// ends holds where streams end that were appended to or asked for of late, as far
// as that is in the engine: who reads and appends would look for it in the
// engine's tables each time.
//
// It is two generations of a map. Together they hold every stream that was
// appended to after the position floor, so that an end that was looked up at or
// after it, of a stream that they do not hold, still stands. While floor is the
// beginning of the log, a stream that they do not hold holds nothing.
type ends struct {
	mu         sync.RWMutex
	young, old map[string]head
	// floor is where old begins, and turned is where young does. noted is how far
	// the commits reach that were noted.
	floor, turned, noted eventstore.Position
	// limit is how many streams a generation holds before the older one goes.
	limit int
}

func newEnds(limit int, at eventstore.Position) *ends {
	return &ends{young: map[string]head{}, old: map[string]head{}, floor: at, turned: at, noted: at, limit: limit}
}

// of returns where a stream ends, if that is known; the zero head where it is known
// to hold nothing.
func (e *ends) of(stream string) (head, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.known(stream)
}

func (e *ends) known(stream string) (head, bool) {
	if h, ok := e.young[stream]; ok {
		return h, true
	}
	h, ok := e.old[stream]
	return h, ok || e.floor == 0
}

// moved notes where streams end since a commit that the engine holds, up to a
// position. It comes before the log is said to have reached the commit, so that
// nobody who knows of an event is told of an end before it.
func (e *ends) moved(to map[string]head, last eventstore.Position) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.turn()
	for stream, h := range to {
		e.young[stream] = h
	}
	e.noted = last
}

// found notes where a stream ends, which was looked up in the engine when the log
// already reached asOf, unless it may have moved since.
func (e *ends) found(stream string, h head, asOf eventstore.Position) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.known(stream); !ok && asOf >= e.floor {
		e.turn()
		e.young[stream] = h
	}
}

// turn begins a generation where the young one is full.
func (e *ends) turn() {
	if len(e.young) >= e.limit {
		e.old, e.young = e.young, make(map[string]head, e.limit)
		e.floor, e.turned = e.turned, e.noted
	}
}

// endOf returns where a stream ends in the engine, or the zero head. That may be
// a moment before it is durable.
func (s *Store) endOf(stream string) (head, error) {
	if h, ok := s.ends.of(stream); ok {
		return h, nil
	}
	asOf := s.reached()
	h, err := getHead(s.db, stream)
	if err == nil {
		s.ends.found(stream, h, asOf)
	}
	return h, err
}
