package projections

import (
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// Request is one request as it stands. Nothing in it is sealed: what is not
// public stands in the log alone.
type Request struct {
	Origin
	ID string `json:"id"`
	// Matter is a code, with its latest title; Place is the id of a community.
	// All are empty for an imported case.
	Matter             string `json:"matter,omitzero"`
	MatterTitle        string `json:"matterTitle,omitzero"`
	MatterTitleEnglish string `json:"matterTitleEnglish,omitzero"`
	Place              string `json:"place,omitzero"`
	PlaceName          string `json:"placeName,omitzero"`
	PlaceNameEnglish   string `json:"placeNameEnglish,omitzero"`

	Channel request.Channel    `json:"channel,omitzero"`
	List    domain.ServiceList `json:"list,omitzero"`
	Status  request.Status     `json:"status"`
	Outcome request.Outcome    `json:"outcome,omitzero"`
	// People is the number of people served.
	People People `json:"people,omitzero"`

	Open bool `json:"open"`
	// ClosedLate says that it was closed after it was due.
	ClosedLate bool `json:"closedLate"`
	// Days is how long it took, where DaysKnown.
	Days      int  `json:"days"`
	DaysKnown bool `json:"daysKnown"`
	// Due is the day by the end of which it is due, DueAt the moment where an
	// imported case has one; both may be zero. LimitDays is the time limit in
	// working days.
	Due       domain.Date `json:"due,omitzero"`
	DueAt     time.Time   `json:"dueAt,omitzero"`
	LimitDays int         `json:"limitDays"`
	// Times are UTC, and zero where there is none.
	StartedAt   time.Time `json:"startedAt,omitzero"`
	AcceptedAt  time.Time `json:"acceptedAt,omitzero"`
	EntrustedAt time.Time `json:"entrustedAt,omitzero"`
	ClosedAt    time.Time `json:"closedAt,omitzero"`

	// Agent and Handler are who has it.
	Agent   string `json:"agent,omitzero"`
	Handler string `json:"handler,omitzero"`
	// AwaitsReply, OriginalsHeld and LatePassOn are as in [request.Request].
	AwaitsReply   bool `json:"awaitsReply,omitzero"`
	OriginalsHeld bool `json:"originalsHeld,omitzero"`
	LatePassOn    bool `json:"latePassOn,omitzero"`
	// Rating is the latest mark, 0 for none; Ratings counts all marks and
	// RatingSum adds them up.
	Rating     int `json:"rating,omitzero"`
	Ratings    int `json:"ratings,omitzero"`
	RatingSum  int `json:"ratingSum,omitzero"`
	Steps      int `json:"steps,omitzero"`
	Supervised int `json:"supervised,omitzero"`
	Extended   int `json:"extended,omitzero"`
	Reopened   int `json:"reopened,omitzero"`

	// Source is the stream of the import that it came from, and Number its
	// place there; empty and 0 where it was not imported.
	Source string `json:"source,omitzero"`
	Number int    `json:"number,omitzero"`
}

// Imported reports whether it was handled elsewhere.
func (r Request) Imported() bool { return r.Source != "" }

// Overdue reports whether it is open and past due on a day.
func (r Request) Overdue(today domain.Date) bool {
	return r.Open && !r.Due.IsZero() && today.After(r.Due)
}

// Page is a part of a list.
type Page struct {
	// Offset is how many come before it.
	Offset int
	// Size is the most that it holds, 1 to [MaxPage]; 0 is 50.
	Size int
}

// MaxPage is the largest page.
const MaxPage = 10_000

// RequestPage is a page of requests, and how many the filter gives in all.
type RequestPage struct {
	Requests []Request `json:"requests"`
	Total    int       `json:"total"`
}

// CountRequests is how many requests a filter gives.
func (q *Query) CountRequests(f Filter) (int, error) {
	where, args := f.where()
	return only(list(q, `SELECT COUNT(*) FROM request r`+where, args, func(s scan) (n int, err error) {
		err = s(&n)
		return n, err
	}))
}

// Requests is a page of the requests that a filter gives, in an order.
func (q *Query) Requests(f Filter, order Sort, p Page) (RequestPage, error) {
	by, ok := sortOrders[order]
	if !ok {
		return RequestPage{}, fmt.Errorf("projections: %q is no order of requests", order)
	}
	p, err := p.sized()
	if err != nil {
		return RequestPage{}, err
	}
	total, err := q.CountRequests(f)
	if err != nil {
		return RequestPage{}, err
	}
	where, args := f.where()
	requests, err := q.requests(where+` ORDER BY `+by+` LIMIT ? OFFSET ?`, append(args, p.Size, p.Offset)...)
	return RequestPage{requests, total}, err
}

// Request is the request of an id, or [ErrNotFound].
func (q *Query) Request(id string) (Request, error) {
	return only(q.requests(` WHERE r.stream = ?`, domain.StreamOf("request", id)))
}

func (q *Query) requests(where string, args ...any) ([]Request, error) {
	return list(q, `SELECT r.stream, r.revision, r.position, r.recorded_at, r.corrections,
			r.matter, COALESCE(m.title, ''), COALESCE(m.title_english, ''),
			r.place, COALESCE(p.name, ''), COALESCE(p.name_english, ''),
			r.channel, r.list, r.status, r.outcome, r.people, r.open, r.late,
			COALESCE(r.days, 0), r.days IS NOT NULL, r.due, r.due_at, r.limit_days,
			r.started_at, r.accepted_at, r.entrusted_at, r.closed_at,
			r.agent, r.handler, r.awaits_reply, r.originals_held, r.late_pass_on,
			COALESCE(r.rating, 0), r.ratings, r.rating_sum, r.steps, r.supervised, r.extended, r.reopened,
			r.source, r.number
		FROM request r
		LEFT JOIN matter m ON m.code = r.matter
		LEFT JOIN place p ON p.kind = 'community' AND p.id = r.place`+where, args,
		func(s scan) (r Request, err error) {
			err = s(&r.Origin,
				&r.Matter, &r.MatterTitle, &r.MatterTitleEnglish, &r.Place, &r.PlaceName, &r.PlaceNameEnglish,
				&r.Channel, &r.List, &r.Status, &r.Outcome, &r.People.n, &r.Open, &r.ClosedLate,
				&r.Days, &r.DaysKnown, &r.Due, &r.DueAt, &r.LimitDays,
				&r.StartedAt, &r.AcceptedAt, &r.EntrustedAt, &r.ClosedAt,
				&r.Agent, &r.Handler, &r.AwaitsReply, &r.OriginalsHeld, &r.LatePassOn,
				&r.Rating, &r.Ratings, &r.RatingSum, &r.Steps, &r.Supervised, &r.Extended, &r.Reopened,
				&r.Source, &r.Number)
			_, r.ID = domain.SplitStream(r.Stream)
			return r, err
		})
}
