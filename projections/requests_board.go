package projections

import (
	"cmp"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Board is the county's requests in figures, as of a day. Each figure is the
// number of requests that a [Filter] gives; the fields of the filter have the
// same names. How the counts of people may be shown, [Board.ShowPeople] decides.
type Board struct {
	// Today is the day that open requests are overdue on or not.
	Today domain.Date `json:"today"`
	Figures
	// The groups, each in descending order of its total. A request that has no
	// value stands under the key "".
	ByList    []Group `json:"byList"`
	ByChannel []Group `json:"byChannel"`
	ByStatus  []Group `json:"byStatus"`
	ByOutcome []Group `json:"byOutcome"`
	ByPlace   []Group `json:"byPlace"`
	ByMatter  []Group `json:"byMatter"`
	// BySource is by the stream of the import; "" is what was not imported.
	BySource     []Group      `json:"bySource"`
	Satisfaction Satisfaction `json:"satisfaction"`
	// Months has every month from the first to the last in which one was
	// received or closed. A request without a date is in no month.
	Months []MonthFigures `json:"months"`
}

// Figures are counts of requests.
type Figures struct {
	Total  int `json:"total"`
	Open   int `json:"open"`
	Closed int `json:"closed"`
	// ClosedLate are those closed after they were due, Overdue those open and
	// past it.
	ClosedLate int `json:"closedLate"`
	Overdue    int `json:"overdue"`
	// People is the number of people served, not of requests.
	People People `json:"people"`
	Days   Days   `json:"days"`
}

// Days says how long the closed requests took from start to close, in whole
// days, as [request.Request.Days] counts them: never a fraction, by the nearest
// rank. Of n requests in ascending order the median is the one at place
// ⌈n/2⌉, the 90th percentile the one at place ⌈9n/10⌉.
type Days struct {
	// Count is how many requests have both dates; 0 means that there is no
	// median.
	Count  int `json:"count"`
	Median int `json:"median"`
	P90    int `json:"p90"`
}

// Group is the figures of the requests with one value.
type Group struct {
	Key string `json:"key"`
	// Name and NameEnglish are those of a place or a matter, and empty where
	// the key has a label of its own or the name is not on record.
	Name        string `json:"name,omitzero"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	Figures
}

// Satisfaction is the latest marks of those requests that were rated.
type Satisfaction struct {
	Count int `json:"count"`
	// Sum adds the marks up: the average is Sum / Count exactly.
	Sum int `json:"sum"`
	// Scores counts the marks: Scores[0] is how many gave 1, Scores[4] how
	// many gave 5.
	Scores [5]int `json:"scores"`
}

// Hundredths is the average mark in hundredths, rounded half up, or 0 where
// there is none: 467 is 4.67.
func (s Satisfaction) Hundredths() int {
	if s.Count == 0 {
		return 0
	}
	return (2*100*s.Sum + s.Count) / (2 * s.Count)
}

// MonthFigures is what happened in one month.
type MonthFigures struct {
	Month      Month `json:"month"`
	Received   int   `json:"received"`
	Closed     int   `json:"closed"`
	ClosedLate int   `json:"closedLate"`
}

const dimensionAll = "all"

// boardDimensions are what the board groups by: all together, and columns of
// the table.
var boardDimensions = []string{dimensionAll, "list", "channel", "status", "outcome", "place", "matter", "source"}

// Board is the board as of a day. It takes time by the number of groups, not
// of requests.
func (q *Query) Board(today domain.Date) (Board, error) { return q.board(today, true) }

// Choices is the board without how many days anything took, which is most of the
// work: what there is to choose from, with how many requests each choice gives.
func (q *Query) Choices(today domain.Date) (Board, error) { return q.board(today, false) }

func (q *Query) board(today domain.Date, timed bool) (Board, error) {
	b := Board{Today: today}
	figures, err := q.figures(today, timed)
	if err != nil {
		return b, err
	}
	b.Figures = Figures{}
	if all := figures[dimensionAll][""]; all != nil {
		b.Figures = *all
	}
	for dimension, groups := range map[string]*[]Group{
		"list": &b.ByList, "channel": &b.ByChannel, "status": &b.ByStatus, "outcome": &b.ByOutcome,
		"place": &b.ByPlace, "matter": &b.ByMatter, "source": &b.BySource,
	} {
		*groups = ordered(figures[dimension])
	}
	if err := q.nameGroups(b.ByPlace, `SELECT id, name, name_english FROM place WHERE kind = ?`, string(CommunityPlace)); err != nil {
		return b, err
	}
	if err := q.nameGroups(b.ByMatter, `SELECT code, title, title_english FROM matter`); err != nil {
		return b, err
	}
	if b.Satisfaction, err = q.satisfaction(); err != nil {
		return b, err
	}
	b.Months, err = q.months()
	return b, err
}

// figures is the totals by dimension and key, with the days that they took where
// they are to be timed.
func (q *Query) figures(today domain.Date, timed bool) (map[string]map[string]*Figures, error) {
	all := map[string]map[string]*Figures{}
	at := func(t total) *Figures {
		if all[t.dimension] == nil {
			all[t.dimension] = map[string]*Figures{}
		}
		if all[t.dimension][t.key] == nil {
			all[t.dimension][t.key] = &Figures{}
		}
		return all[t.dimension][t.key]
	}
	for counted, field := range map[measure]func(*Figures) *int{
		countTotal:  func(f *Figures) *int { return &f.Total },
		countOpen:   func(f *Figures) *int { return &f.Open },
		countLate:   func(f *Figures) *int { return &f.ClosedLate },
		countPeople: func(f *Figures) *int { return &f.People.n },
	} {
		totals, err := q.totals("request", counted)
		if err != nil {
			return nil, err
		}
		for _, t := range totals {
			f := at(t)
			*field(f) = int(t.n)
		}
	}
	overdue, err := q.totalsBelow("request", countDue, dayNumber(today))
	if err != nil {
		return nil, err
	}
	for _, t := range overdue {
		at(t).Overdue = int(t.n)
	}
	if timed {
		days, err := q.totals("request", countDays)
		if err != nil {
			return nil, err
		}
		for group := range groupsOf(days) {
			at(group[0]).Days = daysOf(group)
		}
	}
	for _, groups := range all {
		for _, f := range groups {
			f.Closed = f.Total - f.Open
		}
	}
	return all, nil
}

func ordered(figures map[string]*Figures) []Group {
	groups := make([]Group, 0, len(figures))
	for key, f := range figures {
		groups = append(groups, Group{Key: key, Figures: *f})
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Key, b.Key))
	})
	return groups
}

// nameGroups fills in the names that a query gives for keys.
func (q *Query) nameGroups(groups []Group, query string, args ...any) error {
	type named struct{ key, chinese, english string }
	rows, err := list(q, query, args, func(s scan) (n named, err error) {
		err = s(&n.key, &n.chinese, &n.english)
		return n, err
	})
	if err != nil {
		return err
	}
	byKey := make(map[string]named, len(rows))
	for _, n := range rows {
		byKey[n.key] = n
	}
	for i, g := range groups {
		groups[i].Name, groups[i].NameEnglish = byKey[g.Key].chinese, byKey[g.Key].english
	}
	return nil
}

func (q *Query) satisfaction() (s Satisfaction, err error) {
	totals, err := q.totals("request", countRating)
	for _, t := range totals {
		s.Count += int(t.n)
		s.Sum += int(t.bucket * t.n)
		if t.bucket >= 1 && t.bucket <= 5 {
			s.Scores[t.bucket-1] = int(t.n)
		}
	}
	return s, err
}

func (q *Query) months() ([]MonthFigures, error) {
	counts := map[Month]*MonthFigures{}
	for counted, field := range map[measure]func(*MonthFigures) *int{
		countReceived:   func(m *MonthFigures) *int { return &m.Received },
		countClosed:     func(m *MonthFigures) *int { return &m.Closed },
		countClosedLate: func(m *MonthFigures) *int { return &m.ClosedLate },
	} {
		totals, err := q.totals("request", counted)
		if err != nil {
			return nil, err
		}
		for _, t := range totals {
			m := monthOfNumber(t.bucket)
			if counts[m] == nil {
				counts[m] = &MonthFigures{Month: m}
			}
			*field(counts[m]) = int(t.n)
		}
	}
	return consecutive(counts), nil
}

// maxMonths bounds a chart: a source may date a case in the year 1.
const maxMonths = 12 * 200

// consecutive puts months in order, with the ones between them, where they are
// not too far apart for that.
func consecutive(counts map[Month]*MonthFigures) []MonthFigures {
	months := make([]MonthFigures, 0, len(counts))
	for _, m := range counts {
		months = append(months, *m)
	}
	slices.SortFunc(months, func(a, b MonthFigures) int { return cmp.Compare(a.Month.number(), b.Month.number()) })
	if len(months) < 2 || months[len(months)-1].Month.number()-months[0].Month.number() > maxMonths {
		return months
	}
	var all []MonthFigures
	for m := months[0].Month; ; m = m.Next() {
		figures := MonthFigures{Month: m}
		if c := counts[m]; c != nil {
			figures = *c
		}
		all = append(all, figures)
		if m == months[len(months)-1].Month {
			return all
		}
	}
}
