package node

import "sync/atomic"

// maxArriving is how many bytes of events may wait for the rest of their
// appends, in all calls together.
const maxArriving = 512 << 20

// budget bounds how much is in memory at once.
type budget struct {
	most  int64
	taken atomic.Int64
}

// take reports whether n more fit. What was taken is given back.
func (b *budget) take(n int) bool {
	if b.taken.Add(int64(n)) <= b.most {
		return true
	}
	b.give(n)
	return false
}

func (b *budget) give(n int) { b.taken.Add(-int64(n)) }
