package node

import (
	"math"

	"github.com/sunledger/sunledger/eventstore"
)

// start is where a read or a subscription begins: at the beginning, at the
// end, or at a place, which is a revision of a stream or a position of all.
type start struct {
	kind  startKind
	place uint64
}

type startKind int

const (
	unsaid startKind = iota
	atBegin
	atEnd
	atPlace
)

// at is a place as clients give it, of whom some give the end as the highest
// number.
func at(place uint64) start {
	if place > math.MaxInt64 {
		return start{kind: atEnd}
	}
	return start{atPlace, place}
}

// revision is where a read of a stream begins. It is included.
func (f start) revision() eventstore.Revision {
	switch f.kind {
	case atEnd:
		return eventstore.End
	case atPlace:
		return eventstore.Revision(f.place)
	}
	return 0
}

// upTo is the position after which a forward read of all begins: the place
// itself is included.
func (f start) upTo() eventstore.Position {
	switch {
	case f.kind == atEnd:
		return eventstore.EndPosition
	case f.kind == atPlace && f.place > 0:
		return eventstore.Position(f.place) - 1
	}
	return 0
}

// before is the position before which a backward read of all begins: the place
// itself is not included.
func (f start) before() eventstore.Position {
	switch f.kind {
	case atEnd:
		return eventstore.EndPosition
	case atPlace:
		return eventstore.Position(f.place)
	}
	return 0
}
