package pebble

import "sync"

// ends holds where the streams end that were appended to of late, as far as that
// is in the engine, for those who read and append: the engine would look for it
// in its tables each time.
//
// It is two generations of a map. What neither holds is looked up in the engine.
type ends struct {
	mu         sync.RWMutex
	young, old map[string]head
	// limit is how many streams a generation holds before the older one goes.
	limit int
}

func newEnds(limit int) *ends {
	return &ends{young: map[string]head{}, old: map[string]head{}, limit: limit}
}

// of returns where a stream ends, if it is known.
func (e *ends) of(stream string) (head, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if h, ok := e.young[stream]; ok {
		return h, true
	}
	h, ok := e.old[stream]
	return h, ok
}

// moved notes where streams end since a commit that the engine holds. It comes
// before the log is said to have reached the commit, so that nobody who knows of
// an event is told of an end before it.
func (e *ends) moved(to map[string]head) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for stream, h := range to {
		if len(e.young) >= e.limit {
			e.old, e.young = e.young, make(map[string]head, e.limit)
		}
		e.young[stream] = h
	}
}

// endOf returns where a stream ends in the engine, or the zero head. That may be
// a moment before it is durable.
func (s *Store) endOf(stream string) (head, error) {
	if h, ok := s.ends.of(stream); ok {
		return h, nil
	}
	return getHead(s.db, stream)
}
