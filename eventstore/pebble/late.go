package pebble

import (
	"sync/atomic"

	"github.com/sunledger/sunledger/eventstore"
)

// late holds the records that were committed last, by their positions: who appends
// mostly looks at what stands there at once. They are the very bytes that the
// engine has, and are checked like those.
type late [4096]atomic.Pointer[lateRecord]

type lateRecord struct {
	position eventstore.Position
	bytes    []byte
}

func (l *late) slot(pos eventstore.Position) *atomic.Pointer[lateRecord] {
	return &l[pos%eventstore.Position(len(l))]
}

func (l *late) put(pos eventstore.Position, record []byte) {
	l.slot(pos).Store(&lateRecord{pos, record})
}

// at returns the record at a position, if it is among the last.
func (l *late) at(pos eventstore.Position) ([]byte, bool) {
	if r := l.slot(pos).Load(); r != nil && r.position == pos {
		return r.bytes, true
	}
	return nil, false
}
