package web

import (
	"context"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// defaultPage is how many rows a page of a list has, unless it is asked for
// more.
const defaultPage = 50

// maxShown is how many rows a page for people may have.
const maxShown = 500

// requestsValue is a page of requests: its JSON, and what the page is made of.
type requestsValue struct {
	Position   uint64      `json:"position"`
	RecordedAt time.Time   `json:"recordedAt,omitzero"`
	Today      domain.Date `json:"today"`
	paging
	Requests []projections.Request `json:"requests"`

	board projections.Board
	names map[string]string // of imports, by stream
	voice voice
}

// requests answers with the requests that a filter gives.
func (p publicPages) requests(ctx context.Context, v *visit) (answer, error) {
	filter, err := filterOf(v.query, v.today)
	if err != nil {
		return answer{}, err
	}
	order, err := choiceOf(v.query, "sort", sorts...)
	if err != nil {
		return answer{}, err
	}
	value := requestsValue{Today: v.today, voice: v.voice, names: map[string]string{}}
	if value.paging, err = v.pagingOf("/requests", requestParams); err != nil {
		return answer{}, err
	}
	err = p.read(ctx, v, func(q *projections.Query) error {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		page, err := q.Requests(filter, order, value.rows())
		if err != nil {
			return err
		}
		value.Requests, value.Total = page.Requests, page.Total
		for i, r := range value.Requests {
			value.Requests[i].People = r.People.Show(v.smallCountBelow)
		}
		imports, err := q.Imports()
		if err != nil {
			return err
		}
		for _, i := range imports {
			value.names[i.Stream] = i.Name
		}
		if v.form != asHTML {
			return nil
		}
		value.board, err = q.Choices(v.today)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if value.Requests == nil {
		value.Requests = []projections.Request{}
	}
	return answer{
		page: "requests", title: v.T("requests.title"), work: newPath("request"), value: value, table: value.table(),
		position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// requestRow is a request as lists and pages show it.
type requestRow struct {
	projections.Request
	Number        int // of the row, from 1
	Title         string
	PlaceShown    string
	StatusShown   string
	OutcomeShown  string
	ChannelShown  string
	ListShown     string
	Overdue, Late bool
	Received      string
	DueShown      string
	ClosedShown   string
	DaysShown     string
}

// Rows are the requests of the page.
func (p requestsValue) Rows() []requestRow {
	rows := make([]requestRow, len(p.Requests))
	for i, r := range p.Requests {
		rows[i] = p.voice.requestRow(r, p.Today, p.names)
		rows[i].Number = p.before() + i + 1
	}
	return rows
}

func (v voice) requestRow(r projections.Request, today domain.Date, imports map[string]string) requestRow {
	row := requestRow{
		Request: r, Title: v.requestTitle(r, imports), PlaceShown: v.Name(r.PlaceName, r.PlaceNameEnglish),
		StatusShown: v.Label(r.Status, string(r.Status)), Overdue: r.Overdue(today), Late: r.ClosedLate,
		Received: v.Short(r.StartedAt), ClosedShown: v.Short(r.ClosedAt), DueShown: "—", DaysShown: "—",
	}
	if row.PlaceShown == "" {
		row.PlaceShown = r.Place
	}
	if r.Outcome != "" {
		row.OutcomeShown = v.Label(r.Outcome, string(r.Outcome))
	}
	if r.Channel != "" {
		row.ChannelShown = v.Label(r.Channel, string(r.Channel))
	}
	if r.List != "" {
		row.ListShown = v.Label(r.List, string(r.List))
	}
	switch {
	case !r.DueAt.IsZero():
		row.DueShown = v.Short(r.DueAt)
	case !r.Due.IsZero():
		row.DueShown = r.Due.String()
	}
	if r.DaysKnown {
		row.DaysShown = v.Number(r.Days)
	}
	return row
}

// requestTitle is what a request is called: its matter, or its place in the
// source that it came from.
func (v voice) requestTitle(r projections.Request, imports map[string]string) string {
	if title := v.Name(r.MatterTitle, r.MatterTitleEnglish); title != "" {
		return title
	}
	if r.Imported() {
		return v.T("request.case", "number", strconv.Itoa(r.Number))
	}
	if r.Matter != "" {
		return r.Matter
	}
	return v.T("request.untitled")
}

// Solved reports whether what was asked for was done. Closed is not solved.
func (r requestRow) Solved() bool { return r.Outcome == "solved" }

// ShortID is the beginning of the id, enough to tell requests apart on a page.
func (r requestRow) ShortID() string {
	const enough = 8
	if len(r.ID) > enough {
		return r.ID[:enough]
	}
	return r.ID
}

// table is the CSV of the page: labels in the language, days as ISO 8601.
func (p requestsValue) table() table {
	v := p.voice
	t := table{name: "requests"}
	for _, key := range []string{
		"column.id", "column.title", "column.matter", "column.place", "column.placeID", "column.channel", "column.list", "column.status",
		"column.outcome", "column.people", "column.received", "column.due", "column.closed", "column.days", "column.late", "column.rating",
		"column.stream", "column.revision", "column.position",
	} {
		t.header = append(t.header, v.T(key))
	}
	for _, r := range p.Rows() {
		days, late, rating := "", "", ""
		if r.DaysKnown {
			days = strconv.Itoa(r.Days)
		}
		if r.Late || r.Overdue {
			late = v.T("yes")
		}
		if r.Rating > 0 {
			rating = strconv.Itoa(r.Rating)
		}
		t.rows = append(t.rows, []string{
			r.ID, r.Title, r.Matter, r.PlaceShown, r.Place, r.ChannelShown, r.ListShown, r.StatusShown, r.OutcomeShown, r.People.String(),
			blank(r.Received), blank(r.DueShown), blank(r.ClosedShown), days, late, rating,
			r.Stream, strconv.FormatInt(r.Revision, 10), strconv.FormatUint(r.Position, 10),
		})
	}
	return t
}

// blank is nothing for what a page shows as a dash.
func blank(shown string) string {
	if shown == "—" {
		return ""
	}
	return shown
}
