package projections

import (
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Filter chooses requests. Its zero value is all of them; what is set must hold
// together.
type Filter struct {
	// Match by a value; Is("") is those without one.
	List, Channel, Status, Outcome, Place, Matter Match
	// Source is the stream of an import; Is("") is what was not imported.
	Source Match
	Phase  Phase
	Timing Timing
	// Today is the day for Timing; it is needed for Overdue.
	Today domain.Date
	// Rated is those that have a mark. Rating is the latest mark, 1 to 5; 0 is
	// any or none.
	Rated  bool
	Rating int
	// StartedIn and ClosedIn are the months in which it was received and
	// closed: one, or those of a year.
	StartedIn, ClosedIn Months
	// Text is looked for in ids, as their beginning; in numbers of imported
	// cases, as the whole number; and in the names of places and matters, as a
	// part, in either language.
	Text string
}

// Match is a value to be found, or, as its zero value, any.
type Match struct {
	value string
	set   bool
}

// Is matches one value.
func Is[T ~string](value T) Match { return Match{string(value), true} }

// Value is what is matched, and false for any.
func (m Match) Value() (string, bool) { return m.value, m.set }

// Phase is open or closed.
type Phase string

// The phases.
const (
	AnyPhase    Phase = ""
	OpenPhase   Phase = "open"
	ClosedPhase Phase = "closed"
)

// Timing is in time or not.
type Timing string

// The timings.
const (
	AnyTiming    Timing = ""
	ClosedLate   Timing = "closed-late"    // closed after it was due
	ClosedInTime Timing = "closed-in-time" // closed, and nothing else to be said
	Overdue      Timing = "overdue"        // open, and past due on Today
)

// Sort is an order of requests. Those without the value come last, and ties
// are in the order of the log.
type Sort string

// The orders.
const (
	NewestFirst  Sort = "" // by start
	OldestFirst  Sort = "oldest"
	DueFirst     Sort = "due"      // the earliest due date first
	ClosedLast   Sort = "closed"   // the latest closed first
	LongestFirst Sort = "longest"  // the most days first
	InOrder      Sort = "in-order" // as the log begins them
)

var sortOrders = map[Sort]string{
	NewestFirst:  `r.started_at DESC, r.begun DESC`,
	OldestFirst:  `r.started_at IS NULL, r.started_at, r.begun`,
	DueFirst:     `r.due IS NULL, r.due, r.begun`,
	ClosedLast:   `r.closed_at DESC, r.begun DESC`,
	LongestFirst: `r.days DESC, r.begun`,
	InOrder:      `r.begun`,
}

// where is the filter as a condition over request r.
func (f Filter) where() (string, []any) {
	var c conditions
	for column, m := range map[string]Match{
		"list": f.List, "channel": f.Channel, "status": f.Status, "outcome": f.Outcome,
		"place": f.Place, "matter": f.Matter, "source": f.Source,
	} {
		if m.set {
			c.add(`r.`+column+` = ?`, m.value)
		}
	}
	switch f.Phase {
	case OpenPhase:
		c.add(`r.open = 1`)
	case ClosedPhase:
		c.add(`r.open = 0`)
	}
	switch f.Timing {
	case ClosedLate:
		c.add(`r.open = 0 AND r.late = 1`)
	case ClosedInTime:
		c.add(`r.open = 0 AND r.late = 0`)
	case Overdue:
		c.add(`r.open = 1 AND r.due < ?`, dayNumber(f.Today))
	}
	if f.Rated {
		c.add(`r.rating IS NOT NULL`)
	}
	if f.Rating != 0 {
		c.add(`r.rating = ?`, f.Rating)
	}
	if !f.StartedIn.IsZero() {
		c.add(`r.started_month BETWEEN ? AND ?`, f.StartedIn.First.number(), f.StartedIn.Last.number())
	}
	if !f.ClosedIn.IsZero() {
		c.add(`r.open = 0 AND r.closed_month BETWEEN ? AND ?`, f.ClosedIn.First.number(), f.ClosedIn.Last.number())
	}
	f.searched(&c)
	return c.sql(), c.args
}

func (f Filter) searched(c *conditions) {
	text := strings.TrimSpace(f.Text)
	if text == "" {
		return
	}
	id := domain.StreamOf("request", strings.TrimPrefix(strings.ToLower(text), "request-"))
	part := "%" + likeEscaper.Replace(text) + "%"
	number, err := strconv.Atoi(text)
	if err != nil {
		number = -1
	}
	c.add(`(r.stream >= ? AND r.stream < ?
		OR r.source <> '' AND r.number = ?
		OR r.place IN (SELECT id FROM place WHERE kind = 'community' AND (name LIKE ? ESCAPE '\' OR name_english LIKE ? ESCAPE '\'))
		OR r.matter IN (SELECT code FROM matter WHERE title LIKE ? ESCAPE '\' OR title_english LIKE ? ESCAPE '\'))`,
		id, id+"\x7f", number, part, part, part, part)
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// conditions are parts of a WHERE with their arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

// among narrows a column to those of some codes that are chosen.
func (c *conditions) among(column string, codes []domain.Code, chosen func(code string) bool) {
	var marks []string
	var values []any
	for _, code := range codes {
		if chosen(code.Code) {
			marks, values = append(marks, "?"), append(values, code.Code)
		}
	}
	c.add(column+` IN (`+strings.Join(marks, ", ")+`)`, values...)
}

func (c *conditions) sql() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}
