package web

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// requestValue is one request with its history.
type requestValue struct {
	Position   uint64              `json:"position"`
	RecordedAt time.Time           `json:"recordedAt,omitzero"`
	Today      domain.Date         `json:"today"`
	Request    projections.Request `json:"request"`
	History    []entry             `json:"history"`
	// Corrections are all of the request, those that wait or were rejected too.
	Corrections []ledger.PublicCorrection `json:"corrections"`

	row   requestRow
	terms *domain.ServiceTerms
	names actors
	voice voice
}

// request answers with one request as it stands, and its history up to there.
func (p publicPages) request(ctx context.Context, v *visit) (answer, error) {
	value := requestValue{Today: v.today, voice: v.voice}
	imports := map[string]string{}
	err := p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		if value.Request, err = q.Request(v.PathValue("id")); err != nil {
			return err
		}
		value.Request.People = value.Request.People.Show(v.smallCountBelow)
		all, err := q.Imports()
		if err != nil {
			return err
		}
		for _, i := range all {
			imports[i.Stream] = i.Name
		}
		if m, err := q.Matter(value.Request.Matter); err == nil {
			if t, ok := m.On(v.dayOfTerms(value.Request)); ok {
				value.terms = &t
			}
		}
		value.names, err = actorsOf(q)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		return p.voidItem(ctx, v, domain.StreamOf("request", v.PathValue("id")), value.Position)
	}
	if err != nil {
		return answer{}, err
	}
	value.History, value.Corrections, err = p.course(ctx, v, value.Request.Origin, value.Position, value.names)
	if err != nil {
		return answer{}, err
	}
	value.row = v.requestRow(value.Request, v.today, imports)
	return answer{
		page: "request", nav: "requests", title: value.row.Title, work: streamDeskPath(value.Request.Stream), value: value, position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// dayOfTerms is the day whose terms hold for a request: that of acceptance.
func (v *visit) dayOfTerms(r projections.Request) domain.Date {
	if r.AcceptedAt.IsZero() {
		return v.today
	}
	return domain.DateOf(r.AcceptedAt, v.zone)
}

// Due is when it is due, in words.
func (p requestValue) Due() string {
	if !p.Request.DueAt.IsZero() {
		return p.voice.Moment(p.Request.DueAt)
	}
	return p.voice.Day(p.Request.Due)
}

// Made is the stream and revision that the row was made from, shortened.
func (p requestValue) Made() string {
	return shortStream(p.Request.Stream) + "@" + strconv.FormatInt(p.Request.Revision, 10)
}

// Row is the request as lists show it.
func (p requestValue) Row() requestRow { return p.row }

// People is how many people it serves, or "" where nothing is known of it.
func (p requestValue) People() string {
	if p.Request.People.IsZero() {
		return ""
	}
	return p.voice.People(p.Request.People)
}

// Terms are the terms of its matter that hold for it, or nil.
func (p requestValue) Terms() *domain.ServiceTerms { return p.terms }

// due is the day by which it is due, or the zero Date.
func (p requestValue) due() domain.Date {
	if !p.Request.DueAt.IsZero() {
		return domain.DateOf(p.Request.DueAt, p.voice.zone)
	}
	return p.Request.Due
}

// daysFrom counts days from one to another.
func daysFrom(a, b domain.Date) int {
	return int(b.Start(time.UTC).Sub(a.Start(time.UTC)) / (24 * time.Hour))
}

// Stands says in plain sentences how the request stands.
func (p requestValue) Stands() []string {
	v, r, due := p.voice, p.Request, p.due()
	var says []string
	switch {
	case !r.Open && r.Outcome != "" && r.DaysKnown:
		says = append(says, v.T("stands.outcomeAfter", "outcome", p.row.OutcomeShown, "day", v.DayOf(r.ClosedAt), "n", r.Days))
	case !r.Open && r.DaysKnown:
		says = append(says, v.T("stands.closedAfter", "status", p.row.StatusShown, "day", v.DayOf(r.ClosedAt), "n", r.Days))
	case !r.Open:
		says = append(says, v.T("stands.closed", "status", p.row.StatusShown, "day", v.DayOf(r.ClosedAt)))
	default:
		says = append(says, v.T("stands.open", "status", p.row.StatusShown))
	}
	switch {
	case due.IsZero():
	case r.ClosedLate:
		says = append(says, v.T("stands.late", "due", v.Day(due)))
	case !r.Open:
		says = append(says, v.T("stands.inTime", "due", v.Day(due)))
	case r.Overdue(p.Today):
		says = append(says, v.T("stands.overdue", "due", v.Day(due), "n", daysFrom(due, p.Today)))
	case due == p.Today:
		says = append(says, v.T("stands.dueToday"))
	default:
		says = append(says, v.T("stands.due", "due", v.Day(due), "n", daysFrom(p.Today, due)))
	}
	if r.AwaitsReply {
		says = append(says, v.T("stands.awaitsReply"))
	}
	if r.OriginalsHeld {
		says = append(says, v.T("stands.originalsHeld"))
	}
	if r.LatePassOn {
		says = append(says, v.T("stands.latePassOn"))
	}
	return says
}

// Who is the name of an account or an office that a request names.
func (p requestValue) Who(id string) string {
	if a, ok := p.names[id]; ok {
		return p.voice.Name(a.Name, a.NameEnglish)
	}
	return id
}
