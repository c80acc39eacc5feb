package projections

import "iter"

// total is one total of a view.
type total struct {
	dimension, key string
	bucket, n      int64
}

// totals lists the totals of a measure, by dimension, key and bucket.
func (q *Query) totals(view string, m measure) ([]total, error) {
	return list(q, `SELECT dimension, key, bucket, n FROM `+sumTable(view)+` WHERE measure = ?
		ORDER BY dimension, key, bucket`, []any{m.String()}, scanTotal)
}

// totalsBelow adds up the buckets of a measure that lie below a number.
func (q *Query) totalsBelow(view string, m measure, below int64) ([]total, error) {
	return list(q, `SELECT dimension, key, 0, SUM(n) FROM `+sumTable(view)+` WHERE measure = ? AND bucket < ?
		GROUP BY dimension, key`, []any{m.String(), below}, scanTotal)
}

// totalIn adds up the buckets of a measure of all rows of a view that stand for
// some months.
func (q *Query) totalIn(view string, m measure, in Months) (int, error) {
	return only(list(q, `SELECT COALESCE(SUM(n), 0) FROM `+sumTable(view)+` WHERE dimension = ? AND key = '' AND measure = ? AND bucket BETWEEN ? AND ?`,
		[]any{dimensionAll, m.String(), in.First.number(), in.Last.number()}, func(s scan) (n int, err error) {
			err = s(&n)
			return n, err
		}))
}

func scanTotal(s scan) (t total, err error) {
	err = s(&t.dimension, &t.key, &t.bucket, &t.n)
	return t, err
}

// groupsOf divides totals that are in order into those of one dimension and key.
func groupsOf(totals []total) iter.Seq[[]total] {
	return func(yield func([]total) bool) {
		for len(totals) > 0 {
			n := 1
			for n < len(totals) && totals[n].dimension == totals[0].dimension && totals[n].key == totals[0].key {
				n++
			}
			if !yield(totals[:n]) {
				return
			}
			totals = totals[n:]
		}
	}
}

// daysOf reads a histogram in ascending order of days.
func daysOf(histogram []total) Days {
	var d Days
	for _, t := range histogram {
		d.Count += int(t.n)
	}
	d.Median = atRank(histogram, (int64(d.Count)+1)/2)
	d.P90 = atRank(histogram, (int64(d.Count)*9+9)/10)
	return d
}

// atRank is the bucket of the item at a place, counted from 1.
func atRank(histogram []total, rank int64) int {
	for _, t := range histogram {
		if rank -= t.n; rank <= 0 {
			return int(t.bucket)
		}
	}
	return 0
}
