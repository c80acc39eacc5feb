package request

import (
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the request after a fact.
func (r Request) Evolve(f domain.Fact) (Request, error) {
	if err := r.follows(f.Event); err != nil {
		return r, err
	}
	switch e := f.Event.(type) {
	case Submitted:
		r.Matter, r.Place, r.Channel, r.People = e.Matter, e.Place, e.Channel, e.People
		r.StartedAt, r.Status = f.OccurredAt, StatusSubmitted
	case Imported:
		r = imported(e)
	case Accepted:
		r.List, r.LimitDays, r.Due = e.List, e.LimitDays, e.Due
		r.AcceptedAt, r.termsFrom, r.Status = f.OccurredAt, e.TermsFrom, StatusAccepted
	case ToldIncomplete:
		r.told, r.Status = true, StatusIncomplete
	case Declined:
		r.ClosedAt, r.Status = f.OccurredAt, StatusDeclined
	case Entrusted:
		r.Agent, r.EntrustedAt, r.entrusted = e.Agent, f.OccurredAt, true
		r.OriginalsHeld = r.OriginalsHeld || len(e.Originals) > 0
		r.Status = StatusEntrusted
	case Assigned:
		r.Handler = e.Handler
	case PassedOn:
		r.passedOn, r.everPassedOn, r.Status = true, true, StatusHandling
		r.LatePassOn = r.LatePassOn || e.WorkdaysTaken > e.WorkdaysAllowed
	case StepRecorded:
		r.Steps++
		if r.Status == StatusAccepted {
			r.Status = StatusHandling
		}
	case Supervised:
		r.Supervised++
	case DueExtended:
		r.Extended++
		r.setDue(e.Due)
	case Completed:
		r.Outcome, r.ClosedAt, r.Status = e.Outcome, f.OccurredAt, StatusCompleted
	case Replied:
		r.Answered = true
		if r.Status == StatusCompleted {
			r.Status = StatusReplied
		}
	case OriginalsReturned:
		r.OriginalsHeld = false
	case Rated:
		r.Rating, r.rated = e.Score, true
		r.Ratings++
		r.RatingSum += e.Score
	case Reopened:
		r = r.reopened(e)
	case Withdrawn:
		r.ClosedAt, r.Status = f.OccurredAt, StatusWithdrawn
	case Filed:
		r.Status = StatusFiled
	}
	return r, nil
}

func imported(e Imported) Request {
	r := Request{
		Imported: true, Source: e.Source, Number: e.Number, Channel: Channel(e.Channel),
		StartedAt: e.StartedAt, DueAt: e.Due, ClosedAt: e.EndedAt, Status: StatusHandling,
	}
	if !e.EndedAt.IsZero() {
		r.Status = StatusEnded
	}
	return r
}

// reopened begins a round: what a round counts is counted anew, all else stays.
func (r Request) reopened(e Reopened) Request {
	if r.Status == StatusDeclined {
		r.Status = StatusSubmitted
	} else {
		r.Status = StatusHandling
		r.setDue(e.Due)
	}
	r.Reopened++
	r.Outcome, r.Answered, r.ClosedAt = "", false, time.Time{}
	r.entrusted, r.passedOn, r.rated = false, false, false
	return r
}

// setDue takes the place of whatever was due before.
func (r *Request) setDue(day domain.Date) { r.Due, r.DueAt = day, time.Time{} }
