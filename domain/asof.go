package domain

import "time"

// AsOf says from when a history is seen. The zero AsOf is now.
type AsOf struct {
	// Known is the last position that was known; nil is all of them, and 0 is
	// before the first. Whoever has the whole log turns a time into it: the
	// longest prefix of positions that were recorded by then.
	Known *uint64
	// Stood keeps the facts that occurred by then; the zero time is all of
	// them. Corrections are not cut by it: what they say of an earlier fact
	// holds for it.
	Stood time.Time
}

// KnownAt is what was known at a position, 0 for nothing.
func KnownAt(position uint64) AsOf { return AsOf{Known: &position} }

// IsNow reports whether nothing is cut.
func (a AsOf) IsNow() bool { return a.Known == nil && a.Stood.IsZero() }

// Knows reports whether what was recorded at a position was known.
func (a AsOf) Knows(position uint64) bool { return a.Known == nil || position <= *a.Known }
