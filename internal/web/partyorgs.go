package web

import (
	"cmp"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// partyorgs is the organisations of the Party.
var partyorgs = listing[projections.PartyOrganisation]{
	name: "partyorgs", english: "the organisations of the Party, where they belong and whether they are paired, city with countryside",
	lead: true, text: true, sorts: []string{"name", "place"},
	filters: []filter{
		{name: "kind", coded: projections.PartyOrganisation{}.Kind, english: "kind"},
		{name: "area", coded: domain.Area(""), english: "of the city or of the countryside"},
		{name: "paired", coded: projections.PairingStanding(""), english: "whether it is paired today"},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.PartyOrganisation, int, error) {
		return q.PartyOrganisations(projections.PartyFilter{
			Kind: f.match("kind"), Area: f.match("area"), Paired: projections.PairingStanding(f.query.Get("paired")),
			Town: f.match("town"), Community: f.match("community"), Today: v.today, Text: f.text,
		}, f.sort, f.Page)
	},
	columns: slices.Concat([]col[projections.PartyOrganisation]{
		{name: "partyorg", class: "c-title", show: func(v *visit, o projections.PartyOrganisation) cell {
			return cell{Text: cmp.Or(v.Name(o.Name, o.NameEnglish), o.ID), Link: "/partyorgs/" + o.ID}
		}},
		{name: "kind", show: func(v *visit, o projections.PartyOrganisation) cell { return said(v.Label(o.Kind, string(o.Kind))) }},
		{name: "area", show: func(v *visit, o projections.PartyOrganisation) cell { return said(v.Label(o.Area, string(o.Area))) }},
	}, withinColumns(func(o projections.PartyOrganisation) projections.Within { return o.Within }), []col[projections.PartyOrganisation]{
		{name: "pairings", class: "num", show: func(v *visit, o projections.PartyOrganisation) cell { return v.counted(o.Paired) }},
	}, sourceColumns(func(o projections.PartyOrganisation) projections.Origin { return o.Origin })),
}

// partyorgItem is an organisation with what it is paired with.
type partyorgItem struct {
	projections.PartyOrganisation
	Pairings []projections.Pairing `json:"pairings"`
}

// onePartyorg is one of them.
var onePartyorg = item[partyorgItem]{
	category: "partyorg", listing: "partyorgs", member: "partyorg",
	english: "one organisation of the Party as it stands, with what it is paired with, and its history",
	read: func(q *projections.Query, v *visit, id string) (o partyorgItem, shown shownItem, err error) {
		if o.PartyOrganisation, err = q.PartyOrganisation(domain.StreamOf("partyorg", id), v.today); err != nil {
			return o, shown, err
		}
		if o.Pairings, err = q.PairingsWith(o.Stream); err != nil {
			return o, shown, err
		}
		projects, err := v.projectsOf(q, o.Stream, "partyorg")
		if err != nil {
			return o, shown, err
		}
		community, town := v.placed(o.Within)
		return o, shownItem{
			Title: v.Name(o.Name, o.NameEnglish), Origin: o.Origin, Sections: append([]section{v.pairings(o.Pairings)}, projects...),
			Facts: known(
				fact{v.T("column.kind"), said(v.Label(o.Kind, string(o.Kind)))}, fact{v.T("column.area"), said(v.Label(o.Area, string(o.Area)))},
				fact{v.T("column.community"), community}, fact{v.T("column.town"), town},
				fact{v.T("activities.title"), cell{Text: v.T("activities.of"), Link: within("activities", "organiser", o.Stream)}},
			),
		}, nil
	},
}
