package web

import (
	"cmp"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// communities is the rural communities of the county.
var communities = listing[projections.Community]{
	name: "communities", english: "the rural communities of the county, with their towns, natural villages, collectives and requests",
	lead: true, text: true, sorts: []string{"name", "town", "requests"},
	filters: []filter{
		{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)},
		{name: "continuation", coded: projections.Continuation(""), english: "whether it goes on as it is, or was merged"},
	},
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Community, int, error) {
		return q.Communities(projections.CommunityFilter{
			Town: f.match("town"), Continuation: projections.Continuation(f.query.Get("continuation")), Text: f.text,
		}, f.sort, f.Page)
	},
	columns: append([]col[projections.Community]{
		{name: "community", class: "c-title", show: func(v *visit, c projections.Community) cell {
			return cell{
				Text: cmp.Or(v.Name(c.Name, c.NameEnglish), c.ID), Link: "/communities/" + c.ID, Note: v.mergedNote("communities", c.Merger),
			}
		}},
		{name: "town", class: "c-place", show: func(v *visit, c projections.Community) cell { return v.townOf(c) }},
		{name: "code", class: "c-day", show: func(_ *visit, c projections.Community) cell { return said(c.Code) }},
		{name: "villages", class: "num", show: func(v *visit, c projections.Community) cell { return v.villagesOf(c) }},
		{name: "collectives", class: "num", show: func(v *visit, c projections.Community) cell { return v.collectivesOf(c) }},
		{name: "requests", class: "num", show: func(v *visit, c projections.Community) cell { return v.requestsOf(c) }},
		{name: "merged", csvOnly: true, show: func(_ *visit, c projections.Community) cell { return said(c.Merged) }},
	}, sourceColumns(func(c projections.Community) projections.Origin { return c.Origin })...),
}

// communityItem is a community with who decides there.
type communityItem struct {
	projections.Community
	projections.Unit
	projections.Work
}

// oneCommunity is one of them.
var oneCommunity = item[communityItem]{
	category: "community", listing: "communities", member: "community",
	english: "one community as it stands: its officials, its bodies, who may vote, what is done in it and for it, what lies in it, and its history",
	read: func(q *projections.Query, v *visit, id string) (c communityItem, shown shownItem, err error) {
		if c.Community, err = q.Community(domain.StreamOf("community", id)); err != nil {
			return c, shown, err
		}
		if c.Unit, err = q.Unit(c.Stream, v.today); err != nil {
			return c, shown, err
		}
		if c.Work, err = q.Work(c.Stream, v.today); err != nil {
			return c, shown, err
		}
		shown = shownItem{
			Title: v.Name(c.Name, c.NameEnglish), Origin: c.Origin, Badges: v.standingOf(c.StandingAs),
			Facts: []fact{
				{v.T("column.town"), v.townOf(c.Community)},
				{v.T("column.code"), said(c.Code)},
				{v.T("column.villages"), v.villagesOf(c.Community)},
				{v.T("column.collectives"), v.collectivesOf(c.Community)},
				{v.T("column.requests"), v.requestsOf(c.Community)},
				{v.T("activities.title"), cell{Text: v.T("activities.of"), Link: within("activities", "community", c.Stream)}},
			},
		}
		v.merged("communities", c.Merger, &shown)
		lie, err := v.liesIn(q, c.Stream)
		if err != nil {
			return c, shown, err
		}
		work, err := v.workSections(q, c.Work)
		if err != nil {
			return c, shown, err
		}
		own := append([]section{v.officials(c.Unit), v.bodies(c.Bodies), v.electorate(c.Electorates)}, work...)
		shown.Sections, err = sectionsOf(q, v, c.Stream, append(own, lie...)...)
		return c, shown, err
	},
}

func (v voice) townOf(c projections.Community) cell {
	return cell{Text: v.Name(c.TownName, c.TownNameEnglish), Link: within("communities", "town", c.Town)}
}

func (v voice) villagesOf(c projections.Community) cell {
	n := v.counted(c.Villages)
	n.Link = within("villages", "community", c.Stream)
	return n
}

func (v voice) collectivesOf(c projections.Community) cell {
	n := v.counted(c.Collectives)
	n.Link = within("collectives", "community", c.Stream)
	return n
}

func (v voice) requestsOf(c projections.Community) cell {
	n := v.counted(c.Requests)
	n.Link = requestsURL("place", c.ID)
	return n
}

// liesIn is the natural villages and the collectives of a community, where there
// are any.
func (v voice) liesIn(q *projections.Query, stream string) ([]section, error) {
	in := projections.UnitFilter{Community: projections.Is(stream)}
	all := projections.Page{Size: projections.MaxPage}
	found, _, err := q.Villages(in, "name", all)
	if err != nil {
		return nil, err
	}
	owners, _, err := q.Collectives(in, "name", all)
	if err != nil {
		return nil, err
	}
	var sections []section
	if len(found) > 0 {
		g := grid{Columns: []heading{{v.T("column.village"), "c-title"}, {v.T("column.households"), "num"}, {v.T("column.councils"), "c-day"}}}
		for _, r := range found {
			g.Rows = append(g.Rows, []cell{v.villageOf(r), v.latest(r.Electorate, domain.Households), dated(r.Councils)})
		}
		sections = append(sections, section{ID: "villages", Title: v.T("villages.title"), Tables: []grid{g}})
	}
	if len(owners) > 0 {
		g := grid{Columns: []heading{{v.T("column.collective"), "c-title"}, {v.T("column.level"), ""}, {v.T("column.members"), "num"}}}
		for _, r := range owners {
			g.Rows = append(g.Rows, []cell{v.collectiveOf(r), said(v.Label(r.Level, string(r.Level))), v.latest(r.Electorate, domain.Members)})
		}
		sections = append(sections, section{ID: "collectives", Title: v.T("collectives.title"), Tables: []grid{g}})
	}
	return sections, nil
}

// placeOptions is all places of a kind, to choose one by its stream.
func placeOptions(kind projections.PlaceKind) func(*visit, *projections.Query) ([]option, error) {
	return func(v *visit, q *projections.Query) ([]option, error) {
		places, err := q.Places(kind)
		var options []option
		for _, p := range places {
			options = append(options, option{Value: p.Stream, Label: v.Name(p.Name, p.NameEnglish)})
		}
		return options, err
	}
}
