package ledger

import (
	"context"
	"fmt"
	"sort"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// recordedIndex says how late the records up to some positions were recorded.
// Clocks differ, so the times of neighbours may go back a little; the running
// maximum does not, and can be searched. It is made as it is asked, and since a
// log only grows it is never wrong.
type recordedIndex struct {
	// path is where it is kept for the next process; "" is nowhere.
	path string

	mu     sync.Mutex
	marks  []recordedMark
	loaded bool
}

// recordedMark stands after every indexStep records.
type recordedMark struct {
	position uint64
	event    uuid.UUID
	latest   time.Time // of all records up to there
}

const indexStep = 4096

// before is the last mark up to which all was recorded by a time, and its
// number from 1; 0 where there is none.
func (x *recordedIndex) before(t time.Time) (recordedMark, int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := sort.Search(len(x.marks), func(i int) bool { return x.marks[i].latest.After(t) })
	if n == 0 {
		return recordedMark{}, 0
	}
	return x.marks[n-1], n
}

// add adds the mark that follows n others, unless somebody else has.
func (x *recordedIndex) add(n int, m recordedMark) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.marks) == n {
		x.marks = append(x.marks, m)
	}
}

// PositionAt is the end of the longest prefix of the log whose records were all
// recorded by a time: the position before the first record that was recorded
// later, or that of the last record; 0 where there is none. The first call for a
// time reads the metadata of every record up to there, a later one of at most a
// few thousand.
func (l *Ledger) PositionAt(ctx context.Context, t time.Time) (uint64, error) {
	if err := l.recorded.load(ctx, l.store); err != nil {
		return 0, err
	}
	at, n := l.recorded.before(t)
	known, steps := n, 0
	for r, err := range l.store.ReadAll(ctx, eventstore.Position(at.position)) {
		if err != nil {
			return 0, err
		}
		recorded, err := catalogue.RecordedAt(r.Metadata)
		if err != nil {
			return 0, fmt.Errorf("%s@%d (position %d): %w", r.Stream, r.Revision, r.Position, err)
		}
		if recorded.After(t) {
			break
		}
		at.position, at.event = uint64(r.Position), r.ID
		if recorded.After(at.latest) {
			at.latest = recorded
		}
		if steps++; steps%indexStep == 0 {
			l.recorded.add(n, at)
			n++
		}
	}
	if n > known {
		l.recorded.save()
	}
	return at.position, nil
}
