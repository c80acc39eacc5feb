package web

import (
	"cmp"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// villages is the natural villages of the county.
var villages = listing[projections.Village]{
	name: "villages", english: "the natural villages of the county, with their communities and towns",
	lead: true, text: true, sorts: []string{"name", "town"},
	filters: []filter{
		{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)},
		{name: "community", english: "stream of the community", options: placeOptions(projections.CommunityPlace)},
	},
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Village, int, error) {
		return q.Villages(projections.UnitFilter{Town: f.match("town"), Community: f.match("community"), Text: f.text}, f.sort, f.Page)
	},
	columns: append([]col[projections.Village]{
		{name: "village", class: "c-title", show: func(v *visit, r projections.Village) cell { return v.villageOf(r) }},
		{name: "community", class: "c-place", show: func(v *visit, r projections.Village) cell {
			community, _ := v.placed(r.Within)
			return community
		}},
		{name: "town", class: "c-place", show: func(v *visit, r projections.Village) cell {
			_, town := v.placed(r.Within)
			return town
		}},
		{name: "households", class: "num", show: func(v *visit, r projections.Village) cell {
			return v.latest(r.Electorate, domain.Households)
		}},
		{name: "councils", class: "c-day", show: func(_ *visit, r projections.Village) cell { return dated(r.Councils) }},
	}, sourceColumns(func(r projections.Village) projections.Origin { return r.Origin })...),
}

// villageItem is a natural village with who decides there.
type villageItem struct {
	projections.Village
	projections.Unit
}

// oneVillage is one of them.
var oneVillage = item[villageItem]{
	category: "village", listing: "villages", member: "village",
	english: "one natural village as it stands: its councils and who may vote, and its history",
	read: func(q *projections.Query, v *visit, id string) (r villageItem, shown shownItem, err error) {
		if r.Village, err = q.Village(domain.StreamOf("village", id)); err != nil {
			return r, shown, err
		}
		if r.Unit, err = q.Unit(r.Stream, v.today); err != nil {
			return r, shown, err
		}
		community, town := v.placed(r.Within)
		shown = shownItem{
			Title: v.Name(r.Name, r.NameEnglish), Origin: r.Origin,
			Facts: []fact{{v.T("column.community"), community}, {v.T("column.town"), town}},
		}
		shown.Sections, err = sectionsOf(q, v, r.Stream, v.councils(r.Bodies), v.electorate(r.Electorates))
		return r, shown, err
	},
}

// collectives is the collectives that own property.
var collectives = listing[projections.Collective]{
	name: "collectives", english: "the collectives that own property, with their communities and towns",
	lead: true, text: true, sorts: []string{"name", "town"},
	filters: []filter{
		{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)},
		{name: "community", english: "stream of the community", options: placeOptions(projections.CommunityPlace)},
		{name: "level", english: "level at which it owns", coded: domain.UnitLevel("")},
	},
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Collective, int, error) {
		return q.Collectives(projections.UnitFilter{
			Town: f.match("town"), Community: f.match("community"), Level: f.match("level"), Text: f.text,
		}, f.sort, f.Page)
	},
	columns: append([]col[projections.Collective]{
		{name: "collective", class: "c-title", show: func(v *visit, r projections.Collective) cell { return v.collectiveOf(r) }},
		{name: "community", class: "c-place", show: func(v *visit, r projections.Collective) cell {
			community, _ := v.placed(r.Within)
			return community
		}},
		{name: "town", class: "c-place", show: func(v *visit, r projections.Collective) cell {
			_, town := v.placed(r.Within)
			return town
		}},
		{name: "level", show: func(v *visit, r projections.Collective) cell { return said(v.Label(r.Level, string(r.Level))) }},
		{name: "code", csvOnly: true, show: func(_ *visit, r projections.Collective) cell { return said(r.Code) }},
		{name: "members", class: "num", show: func(v *visit, r projections.Collective) cell {
			return v.latest(r.Electorate, domain.Members)
		}},
		{name: "merged", csvOnly: true, show: func(_ *visit, r projections.Collective) cell { return said(r.Merged) }},
	}, sourceColumns(func(r projections.Collective) projections.Origin { return r.Origin })...),
}

// collectiveItem is a collective with who decides there.
type collectiveItem struct {
	projections.Collective
	projections.Unit
}

// oneCollective is one of them.
var oneCollective = item[collectiveItem]{
	category: "collective", listing: "collectives", member: "collective",
	english: "one collective as it stands, who may vote in it, and its history",
	read: func(q *projections.Query, v *visit, id string) (r collectiveItem, shown shownItem, err error) {
		if r.Collective, err = q.Collective(domain.StreamOf("collective", id)); err != nil {
			return r, shown, err
		}
		if r.Unit, err = q.Unit(r.Stream, v.today); err != nil {
			return r, shown, err
		}
		community, town := v.placed(r.Within)
		shown = shownItem{
			Title: v.Name(r.Name, r.NameEnglish), Origin: r.Origin,
			Facts: []fact{
				{v.T("column.community"), community},
				{v.T("column.town"), town},
				{v.T("column.level"), said(v.Label(r.Level, string(r.Level)))},
				{v.T("unit.creditCode"), said(r.Code)},
			},
		}
		v.merged("collectives", r.Merger, &shown)
		shown.Sections, err = sectionsOf(q, v, r.Stream, v.electorate(r.Electorates))
		return r, shown, err
	},
}

// villageOf is the name of a village, which leads to it.
func (v voice) villageOf(r projections.Village) cell {
	return cell{Text: cmp.Or(v.Name(r.Name, r.NameEnglish), r.ID), Link: "/villages/" + r.ID}
}

// collectiveOf is the name of a collective, which leads to it.
func (v voice) collectiveOf(r projections.Collective) cell {
	c := cell{Text: cmp.Or(v.Name(r.Name, r.NameEnglish), r.ID), Link: "/collectives/" + r.ID}
	c.Note = v.mergedNote("collectives", r.Merger)
	return c
}

// mergedNote says what something was merged into, and nothing where it was not.
func (v voice) mergedNote(list string, m projections.Merger) string {
	into := v.mergedInto(list, m)
	if into.Text == "" {
		return ""
	}
	return v.T("unit.mergedInto", "name", into.Text)
}

// latest is a number of the latest count; 0 is nobody, or not counted.
func (v voice) latest(e *projections.Electorate, of domain.VoterBase) cell {
	if e == nil || counted(*e, of) == 0 {
		return cell{}
	}
	return v.counted(counted(*e, of))
}
