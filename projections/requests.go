package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// requestsView is every request, and the totals of the board.
var requestsView = &view{
	name:       "requests",
	version:    2,
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

// requestIndexes serve the list. The first is a narrow copy of the table in the
// usual order: any combination of filters is counted, and its first page found,
// without looking at a row that does not count.
var requestIndexes = []string{
	"started_at, status, list, channel, outcome, place, matter, source, open, late, rating, due, started_month, closed_month",
	"place",
	"due WHERE open = 1",
	"source, number WHERE source <> ''",
}

func requestRows(state any, zone *time.Location, to *rowSet) {
	s := state.(request.Request)
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

// requestSums is what one request adds to the board.
func requestSums(r record, n int64, to tally) {
	people, _ := r.integer("people")
	days, closedWithDays := r.integer("days")
	due, hasDue := r.integer("due")
	open, late := r.flag("open"), r.flag("late")
	for _, dimension := range boardDimensions {
		key := ""
		if dimension != dimensionAll {
			key = r.text(dimension)
		}
		g := to.group(dimension, key)
		g.add(countTotal, 0, n)
		if people != 0 {
			g.add(countPeople, 0, n*people)
		}
		if open {
			g.add(countOpen, 0, n)
		}
		if open && hasDue {
			g.add(countDue, due, n)
		}
		if late {
			g.add(countLate, 0, n)
		}
		if closedWithDays {
			g.add(countDays, days, n)
		}
	}
	all := to.group(dimensionAll, "")
	if score, rated := r.integer("rating"); rated {
		all.add(countRating, score, n)
	}
	if month, known := r.integer("started_month"); known {
		all.add(countReceived, month, n)
	}
	if month, known := r.integer("closed_month"); known && !open {
		all.add(countClosed, month, n)
		if late {
			all.add(countClosedLate, month, n)
		}
		if request.Outcome(r.text("outcome")) == request.Solved {
			all.add(countSolved, month, n)
			if people != 0 {
				all.add(countServed, month, n*people)
			}
		}
	}
}
