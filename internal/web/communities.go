package web

import (
	"cmp"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// communities is the rural communities of the county.
var communities = listing[projections.Community]{
	name: "communities", english: "the rural communities of the county, with their towns and their requests",
	lead: true, text: true, sorts: []string{"name", "town", "requests"},
	filters: []filter{{name: "town", english: "stream of the town", options: func(v *visit, q *projections.Query) ([]option, error) {
		towns, err := q.Places(projections.TownPlace)
		var options []option
		for _, t := range towns {
			options = append(options, option{Value: t.Stream, Label: v.Name(t.Name, t.NameEnglish)})
		}
		return options, err
	}}},
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Community, int, error) {
		return q.Communities(projections.CommunityFilter{Town: f.match("town"), Text: f.text}, f.sort, f.Page)
	},
	columns: append([]col[projections.Community]{
		{name: "community", class: "c-title", show: func(v *visit, c projections.Community) cell {
			return cell{Text: cmp.Or(v.Name(c.Name, c.NameEnglish), c.ID), Link: "/communities/" + c.ID}
		}},
		{name: "town", class: "c-place", show: func(v *visit, c projections.Community) cell {
			return cell{Text: v.Name(c.TownName, c.TownNameEnglish), Link: "/communities?town=" + c.Town}
		}},
		{name: "code", class: "c-day", show: func(_ *visit, c projections.Community) cell { return said(c.Code) }},
		{name: "requests", class: "num", show: func(v *visit, c projections.Community) cell {
			n := v.counted(c.Requests)
			n.Link = requestsURL("place", c.ID)
			return n
		}},
	}, sourceColumns(func(c projections.Community) projections.Origin { return c.Origin })...),
}

// community is one of them.
var community = item[projections.Community]{
	category: "community", listing: "communities", member: "community",
	english: "one community as it stands, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.Community, shownItem, error) {
		c, err := q.Community(domain.StreamOf("community", id))
		requests := v.counted(c.Requests)
		requests.Link = requestsURL("place", c.ID)
		return c, shownItem{
			Title: v.Name(c.Name, c.NameEnglish), Origin: c.Origin,
			Facts: []fact{
				{v.T("column.town"), cell{Text: v.Name(c.TownName, c.TownNameEnglish), Link: "/communities?town=" + c.Town}},
				{v.T("column.code"), said(c.Code)},
				{v.T("column.requests"), requests},
			},
		}, err
	},
}
