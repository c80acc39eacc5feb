package ledger

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sort"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// clocks is when the records of a log were made, as they say, in microseconds and in
// the order of the log: eight bytes a record, and eight more while they are looked
// through.
type clocks []int64

func (c *clocks) add(at time.Time) { *c = append(*c, at.UnixMicro()) }

// ahead stands for the clock itself in the place of a record that another one
// contradicts: its time has not come.
const ahead = -1

// astray are the records whose times cannot be, each with one that it contradicts,
// or ahead. The times of most records agree, as far as clocks do, and it is not they
// who are at fault where a few lie before or behind them.
func (c clocks) astray(now time.Time) map[int]int {
	skew := maxSkew.Microseconds()
	limit := now.UnixMicro() + skew
	agreed := c.backbone(limit)
	wrong := map[int]int{}
	before, behind, latest := -1, 0, -1
	for i, at := range c {
		if behind < len(agreed) && int(agreed[behind]) == i {
			before, behind = i, behind+1
		}
		switch {
		case at > limit:
			wrong[i] = ahead
		case before >= 0 && at+skew < c[before]:
			wrong[i] = before
		case behind < len(agreed) && c[agreed[behind]]+skew < at:
			wrong[i] = int(agreed[behind])
		case latest >= 0 && at+skew < c[latest]:
			wrong[i] = latest
		case latest < 0 || at > c[latest]:
			latest = i
		}
	}
	return wrong
}

// backbone is the longest run of records up to a time of which none is earlier than
// the one in front of it. Of two that are as long it has the later times: where one
// record stands against another it is the one that was dated back which is at fault.
func (c clocks) backbone(limit int64) []int32 {
	next := make([]int32, len(c)) // in the best run that begins with a record
	var heads []int32             // of the best runs, by their length
	for i, at := range slices.Backward(c) {
		if at > limit {
			continue
		}
		n := sort.Search(len(heads), func(n int) bool { return c[heads[n]] < at })
		next[i] = -1
		if n > 0 {
			next[i] = heads[n-1]
		}
		if n == len(heads) {
			heads = append(heads, int32(i))
		} else {
			heads[n] = int32(i)
		}
	}
	if len(heads) == 0 {
		return nil
	}
	i := heads[len(heads)-1]
	for n := range heads {
		heads[n], i = i, next[i]
	}
	return heads
}

// stamped is when a record was made, as it says.
type stamped struct {
	domain.Ref
	position uint64
	at       time.Time
}

// stray is a record whose time cannot be, and one that it contradicts, which is none
// where its time has not come.
type stray struct{ record, against stamped }

// strays finds the records of what is astray, in the order of the log. The log is
// read once more, and only where anything is.
func strays(records iter.Seq2[stamped, error], astray map[int]int) ([]stray, error) {
	if len(astray) == 0 {
		return nil, nil
	}
	found := map[int]stamped{}
	for i, other := range astray {
		found[i] = stamped{}
		if other != ahead {
			found[other] = stamped{}
		}
	}
	i, left := 0, len(found)
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		if _, wanted := found[i]; wanted {
			found[i] = r
			left--
		}
		if i++; left == 0 {
			break
		}
	}
	all := make([]stray, 0, len(astray))
	for i, other := range astray {
		all = append(all, stray{found[i], found[other]})
	}
	slices.SortFunc(all, func(a, b stray) int { return cmp.Compare(a.record.position, b.record.position) })
	return all, nil
}

func stampOf(r eventstore.Recorded) (stamped, error) {
	at, err := catalogue.RecordedAt(r.Metadata)
	if err != nil {
		return stamped{}, fmt.Errorf("%s@%d (position %d): %w", r.Stream, r.Revision, r.Position, err)
	}
	return stamped{domain.Ref{Stream: r.Stream, Revision: int64(r.Revision)}, uint64(r.Position), at}, nil
}
