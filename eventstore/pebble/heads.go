package pebble

import "github.com/sunledger/sunledger/eventstore"

// heads holds where the streams end that were appended to of late, so that the
// committer need not look them up: a caller has read the head from the engine
// before it queued its append, and the committer only has to know whether the
// stream has grown since. It belongs to the committer's goroutine.
//
// It is two generations of a map. Together they hold every stream that was
// appended to after the position floor; what was not, stands as any look-up
// made at or after floor found it.
type heads struct {
	young, old map[string]head
	// floor is where old begins, and turned is where young does.
	floor, turned eventstore.Position
	// limit is how many streams a generation holds before the older one goes.
	limit int
}

func newHeads(limit int, at eventstore.Position) *heads {
	return &heads{young: map[string]head{}, old: map[string]head{}, floor: at, turned: at, limit: limit}
}

// find returns the head of a stream given one that was looked up when the log
// already reached asOf. When it cannot tell, it answers false and the caller
// has to look it up again.
func (h *heads) find(stream string, lookedUp head, asOf eventstore.Position) (head, bool) {
	if known, ok := h.young[stream]; ok {
		return known, true
	}
	if known, ok := h.old[stream]; ok {
		return known, true
	}
	return lookedUp, asOf >= h.floor
}

// put notes a stream's new head. before is the last position that the log had
// reached before the append.
func (h *heads) put(stream string, now head, before eventstore.Position) {
	if len(h.young) >= h.limit {
		h.old, h.young = h.young, make(map[string]head, h.limit)
		h.floor, h.turned = h.turned, before
	}
	h.young[stream] = now
}
