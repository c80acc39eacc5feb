package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// requestsView is every request, and the totals of the board.
var requestsView = &view{
	name:       "requests",
	version:    1,
	categories: []string{"request"},
	tables: []table{{
		name: "request",
		columns: []column{
			{"matter", textColumn}, {"place", textColumn}, {"channel", textColumn}, {"list", textColumn},
			{"status", textColumn}, {"outcome", textColumn}, {"source", textColumn},
			{"open", integerColumn},
			{"late", integerColumn}, // closed, and after it was due
			{"people", integerColumn},
			{"days", optionColumn}, // from start to close
			{"due", optionColumn},  // day by the end of which it is due
			{"rating", optionColumn},
			{"started_month", optionColumn}, {"closed_month", optionColumn},
			{"started_at", optionColumn}, {"accepted_at", optionColumn}, {"entrusted_at", optionColumn},
			{"due_at", optionColumn}, {"closed_at", optionColumn},
			{"limit_days", integerColumn},
			{"agent", textColumn}, {"handler", textColumn},
			{"awaits_reply", integerColumn}, {"originals_held", integerColumn}, {"late_pass_on", integerColumn},
			{"ratings", integerColumn}, {"rating_sum", integerColumn},
			{"steps", integerColumn}, {"supervised", integerColumn}, {"extended", integerColumn}, {"reopened", integerColumn},
			{"number", integerColumn},
		},
		indexes: requestIndexes,
	}},
	rows: requestRows,
	sums: requestSums,
}

// requestIndexes serve the list: pages in the order of time, few out of many,
// and any other combination of filters from one narrow copy of the table.
var requestIndexes = []string{
	"started_at",
	"place",
	"matter",
	"due WHERE open = 1",
	"closed_at WHERE open = 0",
	"source, number WHERE source <> ''",
	"status, list, channel, outcome, open, late, rating, due, started_month, closed_month, place",
}

func requestRows(e *entity, zone *time.Location, to *rowSet) {
	s := e.folded.State.(request.Request)
	var days, rating any
	if n, known := s.Days(zone); known {
		days = storedInt(n)
	}
	if s.Rating != 0 {
		rating = storedInt(s.Rating)
	}
	to.put(0,
		s.Matter, s.Place, string(s.Channel), string(s.List),
		string(s.Status), string(s.Outcome), s.Source,
		storedFlag(s.Open()), storedFlag(s.ClosedLate(zone)), storedInt(s.People),
		days, storedDay(dueDay(s, zone)), rating,
		storedMonth(s.StartedAt, zone), storedMonth(s.ClosedAt, zone),
		storedTime(s.StartedAt), storedTime(s.AcceptedAt), storedTime(s.EntrustedAt),
		storedTime(s.DueAt), storedTime(s.ClosedAt),
		storedInt(s.LimitDays), s.Agent, s.Handler,
		storedFlag(s.AwaitsReply()), storedFlag(s.OriginalsHeld), storedFlag(s.LatePassOn),
		storedInt(s.Ratings), storedInt(s.RatingSum),
		storedInt(s.Steps), storedInt(s.Supervised), storedInt(s.Extended), storedInt(s.Reopened),
		storedInt(s.Number),
	)
}

// dueDay is the day by the end of which a request is due. One that is open is
// overdue on any later day.
func dueDay(s request.Request, zone *time.Location) domain.Date {
	if s.DueAt.IsZero() {
		return s.Due
	}
	return domain.DateOf(s.DueAt, zone)
}

func storedMonth(t time.Time, zone *time.Location) any {
	if t.IsZero() {
		return nil
	}
	return MonthOf(domain.DateOf(t, zone)).number()
}

// requestSums is what one request adds to the board, in the words of
// requests_board.go.
func requestSums(r record, add addSum) {
	people, _ := r.integer("people")
	days, closedWithDays := r.integer("days")
	due, hasDue := r.integer("due")
	open := r.flag("open")
	for _, dimension := range boardDimensions {
		key := ""
		if dimension != dimensionAll {
			key = r.text(dimension)
		}
		add(dimension, key, "total", 0, 1)
		if people != 0 {
			add(dimension, key, "people", 0, people)
		}
		switch {
		case open && hasDue:
			add(dimension, key, "open", 0, 1)
			add(dimension, key, "due", due, 1)
		case open:
			add(dimension, key, "open", 0, 1)
		case r.flag("late"):
			add(dimension, key, "late", 0, 1)
		}
		if closedWithDays {
			add(dimension, key, "days", days, 1)
		}
	}
	if score, rated := r.integer("rating"); rated {
		add(dimensionAll, "", "rating", score, 1)
	}
	if month, known := r.integer("started_month"); known {
		add(dimensionAll, "", "received", month, 1)
	}
	if month, known := r.integer("closed_month"); known && !open {
		add(dimensionAll, "", "closed", month, 1)
		if r.flag("late") {
			add(dimensionAll, "", "closed-late", month, 1)
		}
	}
}
