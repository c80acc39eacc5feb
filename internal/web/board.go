package web

import (
	"context"
	"errors"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// boardValue is the board: its JSON, and what the page is made of.
type boardValue struct {
	Ledger     ledgerName    `json:"ledger"`
	Today      domain.Date   `json:"today"`
	Position   uint64        `json:"position"`
	Events     uint64        `json:"events"`
	RecordedAt time.Time     `json:"recordedAt,omitzero"`
	Requests   boardRequests `json:"requests"`
	County     countyValue   `json:"county"`
	// Latest are the last events of the log; none while that cannot be reached.
	Latest []entry `json:"latest"`

	board   projections.Board
	imports []projections.Import
	voice   voice
}

// ledgerName says whose ledger it is.
type ledgerName struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	NameEnglish   string `json:"nameEnglish,omitzero"`
	Code          string `json:"code,omitzero"`
	Zone          string `json:"zone"`
	Demonstration bool   `json:"demonstration"`
}

func (v *visit) ledgerName() ledgerName {
	id := v.ledger
	return ledgerName{id.Ledger.String(), id.Name, id.NameEnglish, id.Code, id.Zone, id.Demonstration}
}

// boardRequests is the requests in figures. Each total by a value is the number
// of requests that /requests gives for it; "" is those that have none.
type boardRequests struct {
	Total        int                `json:"total"`
	Open         int                `json:"open"`
	Closed       int                `json:"closed"`
	ClosedLate   int                `json:"closedLate"`
	Overdue      int                `json:"overdue"`
	PeopleServed projections.People `json:"peopleServed"`
	// MedianDays and P90Days are null where nothing is closed.
	MedianDays *int           `json:"medianDays"`
	P90Days    *int           `json:"p90Days"`
	Timed      int            `json:"timed"`
	ByList     map[string]int `json:"byList"`
	ByChannel  map[string]int `json:"byChannel"`
	ByStatus   map[string]int `json:"byStatus"`
	ByOutcome  map[string]int `json:"byOutcome"`
	ByPlace    map[string]int `json:"byPlace"`
	ByMatter   map[string]int `json:"byMatter"`
	BySource   map[string]int `json:"bySource"`
	Ratings    ratings        `json:"ratings"`
	// Groups are the same totals with the rest of the figures.
	Groups map[string][]projections.Group `json:"groups"`
	Months []projections.MonthFigures     `json:"months"`
}

// ratings is the latest marks of the requests that were rated.
type ratings struct {
	projections.Satisfaction
	// AverageHundredths is the average mark times 100, rounded.
	AverageHundredths int `json:"averageHundredths"`
}

// latestEvents is how many events the board shows.
const latestEvents = 6

// board answers with the board as of today.
func (p publicPages) board(ctx context.Context, v *visit) (answer, error) {
	value := boardValue{Ledger: v.ledgerName(), Today: v.today, voice: v.voice}
	var names actors
	err := p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt, value.Events = q.Position(), q.RecordedAt(), q.Events()
		if value.board, err = q.Board(v.today); err != nil {
			return err
		}
		value.board.ShowPeople(v.smallCountBelow)
		if value.County, err = countyOf(q, v); err != nil {
			return err
		}
		if value.imports, err = q.Imports(); err != nil {
			return err
		}
		names, err = actorsOf(q)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	value.Requests = boardRequestsOf(value.board)
	if value.Latest, err = p.latest(ctx, v, value.Position, names); err != nil {
		return answer{}, err
	}
	if err := p.name(ctx, v, value.Latest); err != nil {
		return answer{}, err
	}
	return answer{
		page: "board", title: v.T("board.title"), value: value,
		position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// latest is the last events up to a position; nothing while the log is away, for
// which a board does not wait.
func (p publicPages) latest(ctx context.Context, v *visit, position uint64, names actors) ([]entry, error) {
	if !v.away.IsZero() {
		return nil, nil
	}
	began := time.Now()
	looking, stop := context.WithTimeout(ctx, awayTime)
	defer stop()
	var all []entry
	looked := 0
	for r, err := range p.ledger.EventsBefore(looking, position+1) {
		if errors.Is(err, ledger.ErrUnavailable) || err != nil && looking.Err() != nil && ctx.Err() == nil {
			v.away = began
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if r.SeenFrom(v.asOf.AsOf) {
			e, err := entryOf(r, v.zone, names)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
		if looked++; len(all) == latestEvents || looked == maxLooked {
			break
		}
	}
	return all, nil
}

func boardRequestsOf(b projections.Board) boardRequests {
	r := boardRequests{
		Total: b.Total, Open: b.Open, Closed: b.Closed, ClosedLate: b.ClosedLate, Overdue: b.Overdue,
		PeopleServed: b.People, Timed: b.Days.Count,
		ByList: totals(b.ByList), ByChannel: totals(b.ByChannel), ByStatus: totals(b.ByStatus), ByOutcome: totals(b.ByOutcome),
		ByPlace: totals(b.ByPlace), ByMatter: totals(b.ByMatter), BySource: totals(b.BySource),
		Ratings: ratings{b.Satisfaction, b.Satisfaction.Hundredths()},
		Groups: map[string][]projections.Group{
			"list": b.ByList, "channel": b.ByChannel, "status": b.ByStatus, "outcome": b.ByOutcome,
			"place": b.ByPlace, "matter": b.ByMatter, "source": b.BySource,
		},
		Months: b.Months,
	}
	if b.Days.Count > 0 {
		r.MedianDays, r.P90Days = &b.Days.Median, &b.Days.P90
	}
	return r
}

func totals(groups []projections.Group) map[string]int {
	all := make(map[string]int, len(groups))
	for _, g := range groups {
		all[g.Key] = g.Total
	}
	return all
}
