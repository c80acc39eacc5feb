package request

import (
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Request is the state of one request. It holds no lists, so that states never
// share anything.
type Request struct {
	// Matter is the code of the matter and Place the id of the community;
	// both are empty for an imported case.
	Matter, Place string
	Channel       Channel
	// People is the number of people served, 0 for an imported case.
	People int

	Status  Status
	Outcome Outcome
	// Answered says that a reply was given to the outcome, or to the refusal.
	Answered bool

	// List and LimitDays (working days) are the terms of the day of
	// acceptance.
	List      domain.ServiceList
	LimitDays int
	// StartedAt is when it was submitted, or when an imported case began; the
	// zero time where its source does not say.
	StartedAt time.Time
	// AcceptedAt and EntrustedAt are when it last was, or the zero time.
	AcceptedAt, EntrustedAt time.Time
	// Due is the day by the end of which it is due. An imported case is due at
	// DueAt instead, until it is extended or reopened. Both are zero where
	// nothing is due.
	Due   domain.Date
	DueAt time.Time
	// ClosedAt is when it was completed, declined or withdrawn, or ended; the
	// zero time while it is open.
	ClosedAt time.Time

	// Agent and Handler are who has it, accounts or offices.
	Agent, Handler string
	// OriginalsHeld says that papers were handed over and not returned.
	OriginalsHeld bool
	// LatePassOn says that it was once passed on later than the rule allows.
	LatePassOn bool

	// Rating is the latest mark, 0 for none. Ratings counts the marks of all
	// completions and RatingSum adds them up.
	Rating, Ratings, RatingSum int
	// How often each happened.
	Steps, Supervised, Extended, Reopened int

	// Imported says that it was handled elsewhere, Source is the stream of
	// the import and Number its place there.
	Imported bool
	Source   string
	Number   int

	// The day from which the terms hold on which it was accepted.
	termsFrom domain.Date
	// Of the present round, that is since it was last reopened.
	entrusted, passedOn, rated bool
	// Of all rounds.
	told, everPassedOn bool
}

// ForeignDates reports whether dates may come in any order: they are what the
// source of an imported case says.
func (r Request) ForeignDates() bool { return r.Imported }

// PlacedAt is the community; an imported case has none.
func (r Request) PlacedAt() string { return communityOf(r.Place) }

func communityOf(id string) string {
	if id == "" {
		return ""
	}
	return domain.StreamOf("community", id)
}

// Offers is a [domain.ServiceRequest]: that the request exists.
func (r Request) Offers() any {
	if r.Status == "" {
		return nil
	}
	return domain.ServiceRequest{Matter: r.Matter}
}

// Open reports whether it still waits for an outcome.
func (r Request) Open() bool { return r.Status.Open() }

// AwaitsReply reports whether it was completed or declined and the requester
// was not yet told.
func (r Request) AwaitsReply() bool {
	return !r.Answered && (r.Status == StatusCompleted || r.Status == StatusDeclined)
}

// Late reports whether it was closed after its due date, or is open on a later
// day. It is never late where nothing is due.
func (r Request) Late(today domain.Date, zone *time.Location) bool {
	if !r.Open() {
		return r.ClosedLate(zone)
	}
	due := r.dueDay(zone)
	return !due.IsZero() && today.After(due)
}

// ClosedLate reports whether it was closed after it was due: on a later day, or
// for an imported case at a later moment.
func (r Request) ClosedLate(zone *time.Location) bool {
	switch {
	case r.ClosedAt.IsZero():
		return false
	case !r.DueAt.IsZero():
		return r.ClosedAt.After(r.DueAt)
	case r.Due.IsZero():
		return false
	}
	return domain.DateOf(r.ClosedAt, zone).After(r.Due)
}

// Days is how many days it took: calendar days in the zone, and for an imported
// case whole days of 24 hours, rounded down, which is negative where its source
// lets it end before it starts. It is false while the request is open, and
// where a source does not say when it began.
func (r Request) Days(zone *time.Location) (int, bool) {
	if r.ClosedAt.IsZero() || r.StartedAt.IsZero() {
		return 0, false
	}
	if !r.Imported {
		return daysBetween(domain.DateOf(r.StartedAt, zone), domain.DateOf(r.ClosedAt, zone)), true
	}
	const day = 24 * time.Hour
	took := r.ClosedAt.Sub(r.StartedAt)
	days := int(took / day)
	if took%day < 0 {
		days--
	}
	return days, true
}

// dueDay is the day by the end of which it is due, or the zero Date.
func (r Request) dueDay(zone *time.Location) domain.Date {
	if r.DueAt.IsZero() {
		return r.Due
	}
	return domain.DateOf(r.DueAt, zone)
}

func daysBetween(from, to domain.Date) int {
	return int(to.Start(time.UTC).Sub(from.Start(time.UTC)) / (24 * time.Hour))
}
