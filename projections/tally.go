package projections

// measure is what is counted of the rows of a group. The names are what is
// stored.
type measure uint8

const (
	countTotal measure = iota
	countOpen
	countLate   // closed after it was due
	countPeople // not requests
	countDue    // open, by the day on which it is due
	countDays   // closed, by how many days it took
	countRating // by the latest mark
	countReceived
	countClosed
	countClosedLate // the three by month
	countSolved     // by the month in which they were closed
	countServed     // people in those, not requests
	measures        // how many there are
)

var measureNames = [measures]string{
	"total", "open", "late", "people", "due", "days", "rating", "received", "closed", "closed-late", "solved", "served",
}

func (m measure) String() string { return measureNames[m] }

// tally is what is to be added to the totals of a view.
type tally map[groupKey]group

// groupKey is a dimension, such as channel, and a value in it.
type groupKey struct{ dimension, key string }

// group is counts by measure and bucket: a number of days, a month, a year, or 0.
type group map[bucketKey]int64

type bucketKey struct {
	measure measure
	bucket  int64
}

// group is the counts of a group.
func (t tally) group(dimension, key string) group {
	g := t[groupKey{dimension, key}]
	if g == nil {
		g = group{}
		t[groupKey{dimension, key}] = g
	}
	return g
}

func (g group) add(m measure, bucket, n int64) { g[bucketKey{m, bucket}] += n }
