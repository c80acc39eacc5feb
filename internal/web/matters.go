package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// mattersValue is what residents may ask for.
type mattersValue struct {
	Position   uint64               `json:"position"`
	RecordedAt time.Time            `json:"recordedAt,omitzero"`
	Today      domain.Date          `json:"today"`
	Matters    []projections.Matter `json:"matters"`

	requests map[string]projections.Group // by matter
	voice    voice
}

// matters answers with the three lists.
func (p publicPages) matters(ctx context.Context, v *visit) (answer, error) {
	value := mattersValue{Today: v.today, voice: v.voice, requests: map[string]projections.Group{}}
	err := p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		if value.Matters, err = q.Matters(); err != nil {
			return err
		}
		board, err := q.Choices(v.today)
		for _, g := range board.ByMatter {
			value.requests[g.Key] = g
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if value.Matters == nil {
		value.Matters = []projections.Matter{}
	}
	return answer{
		page: "matters", title: v.T("matters.title"), work: newPath("matter"), value: value, table: value.table(),
		position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// matterList is one of the lists on a page.
type matterList struct {
	ID, Title, Note string
	Matters         []matterRow
}

// matterRow is a matter on the terms of a day.
type matterRow struct {
	projections.Matter
	Now domain.ServiceTerms
	// Next are terms that are announced, or nil; Ends says from when it may
	// not be asked for any more.
	Next     *domain.ServiceTerms
	Title    string
	Limit    string
	Fee      string
	Requests figure
}

// Lists are the matters by list, on the terms of today; last those that do not
// stand on one.
func (p mattersValue) Lists() []matterList {
	v := p.voice
	lists := []matterList{
		{ID: string(domain.ImmediateList), Title: v.T("matters.immediate"), Note: v.T("matters.immediate.note")},
		{ID: string(domain.AgentList), Title: v.T("matters.agent"), Note: v.T("matters.agent.note")},
		{ID: string(domain.GuidedList), Title: v.T("matters.guided"), Note: v.T("matters.guided.note")},
		{ID: "unlisted", Title: v.T("matters.unlisted"), Note: v.T("matters.unlisted.note")},
	}
	for _, m := range p.Matters {
		row, listed := p.row(m)
		at := len(lists) - 1
		for i := range lists {
			if listed && lists[i].ID == string(row.Now.List) {
				at = i
			}
		}
		lists[at].Matters = append(lists[at].Matters, row)
	}
	var filled []matterList
	for _, l := range lists {
		if len(l.Matters) > 0 {
			filled = append(filled, l)
		}
	}
	return filled
}

func (p mattersValue) row(m projections.Matter) (matterRow, bool) {
	v := p.voice
	row := matterRow{Matter: m}
	terms, listed := m.On(p.Today)
	if !listed && len(m.Terms) > 0 {
		terms = m.Terms[len(m.Terms)-1]
	}
	for _, t := range m.Terms {
		if listed && t.From.After(p.Today) {
			row.Next = &t
			break
		}
	}
	row.Now, row.Title, row.Limit, row.Fee = terms, v.Name(terms.Title, terms.TitleEnglish), v.limit(terms.LimitDays), v.T("fee.free")
	if terms.Fee > 0 {
		row.Fee = "¥" + terms.Fee.String()
	}
	row.Requests = v.count("total", "", p.requests[m.Code].Total, "matter", m.Code)
	return row, listed
}

// limit is a time limit in words.
func (v voice) limit(workdays int) string {
	if workdays == 0 {
		return v.T("limit.sameDay")
	}
	return v.T("limit.workdays", "n", workdays)
}

func (p mattersValue) table() table {
	v := p.voice
	t := table{name: "matters"}
	for _, key := range []string{
		"column.code", "column.title", "column.list", "column.limit", "column.authority", "column.fee", "column.papers", "column.basis",
		"column.from", "column.delisted", "column.requests", "column.stream", "column.revision", "column.position",
	} {
		t.header = append(t.header, v.T(key))
	}
	for _, m := range p.Matters {
		row, _ := p.row(m)
		t.rows = append(t.rows, []string{
			m.Code, row.Title, v.Label(row.Now.List, string(row.Now.List)), strconv.Itoa(row.Now.LimitDays), row.Now.Authority, row.Now.Fee.String(),
			strings.Join(row.Now.Papers, "; "), row.Now.Basis, row.Now.From.String(), m.Delisted.String(), strconv.Itoa(p.requests[m.Code].Total),
			m.Stream, strconv.FormatInt(m.Revision, 10), strconv.FormatUint(m.Position, 10),
		})
	}
	return t
}
