package web

import (
	"cmp"
	"net/url"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// What the pages of enterprises, classes and projects share.

// inPlaces choose where something lies.
var inPlaces = []filter{townFilter, communityFilter}

// yearFilter chooses a year of those that there are.
func yearFilter(years func(*projections.Query) ([]int, error), english string) filter {
	return filter{name: "year", english: english, options: func(_ *visit, q *projections.Query) ([]option, error) {
		all, err := years(q)
		return yearOptions(all), err
	}}
}

// refined is the address of the rows of a listing with what is chosen in it, refined
// by names and values in turn.
func (f finding) refined(listing string, filters []filter, pairs ...string) string {
	q := url.Values{}
	if f.text != "" {
		q.Set("q", f.text)
	}
	for _, o := range filters {
		if chosen := f.query.Get(o.name); chosen != "" {
			q.Set(o.name, chosen)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return "/" + listing + "#list"
	}
	return "/" + listing + "?" + q.Encode() + "#list"
}

// orChosen is what is chosen in a filter, or else a value: for a figure of rows that
// any choice of the filter leaves as they are.
func (f finding) orChosen(name, value string) string { return cmp.Or(f.query.Get(name), value) }

// narrowestPlace is by what places totals are shown: by town, or by community
// where a town is chosen; "" where a community is.
func (f finding) narrowestPlace() string {
	_, community := f.match("community").Value()
	_, town := f.match("town").Value()
	switch {
	case community:
		return ""
	case town:
		return "community"
	}
	return "town"
}

// placeOrCounty is the name of a place of a group; what belongs to none is the
// whole county's.
func (v voice) placeOrCounty(key, name, english string) string {
	_, id := domain.SplitStream(key)
	return cmp.Or(v.Name(name, english), id, v.T("income.county"))
}

// withinFacts say in which community and town something lies.
func (v voice) withinFacts(listing string, w projections.Within) []fact {
	var facts []fact
	community, _ := v.placed(w)
	if w.Community != "" {
		facts = append(facts, fact{v.T("column.community"), community})
	}
	if w.Town != "" {
		facts = append(facts, fact{v.T("column.town"), cell{Text: v.Name(w.TownName, w.TownNameEnglish), Link: within(listing, "town", w.Town)}})
	}
	return facts
}

// placeHeading is the heading of a column of places.
func (v voice) placeHeading(by string) heading {
	if by == "community" {
		return heading{v.T("column.community"), "c-title"}
	}
	return heading{v.T("column.town"), "c-title"}
}

// incomeSections are, of a community, its enterprises and the projects of its
// first secretary, and of a collective what it put into enterprises.
func incomeSections(q *projections.Query, v *visit, owner string) ([]section, error) {
	if domain.OfCategory(owner, "collective") {
		return v.putInBy(q, owner)
	}
	if !domain.OfCategory(owner, "community") {
		return nil, nil
	}
	var sections []section
	kinds, err := q.EnterpriseTotals(projections.EnterpriseFilter{Community: projections.Is(owner)}, "kind")
	if err != nil {
		return nil, err
	}
	if len(kinds) > 0 {
		kind := projections.Enterprise{}.Kind
		g := v.enterpriseGrid("", heading{v.T("column.kind"), "c-title"}, kinds, func(t projections.EnterpriseTotal) cell {
			return cell{Text: v.Label(kind, t.Key), Link: "/enterprises?" + url.Values{"community": {owner}, "kind": {t.Key}}.Encode()}
		})
		sections = append(sections, section{ID: "enterprises", Title: v.T("enterprises.title"), Tables: []grid{g}})
	}
	projects, err := v.projectsOf(q, owner, "community")
	return append(sections, projects...), err
}

// projectsOf is how many of the projects of an owner are done, year by year, where
// there are any; by is the filter that chooses the owner.
func (v *visit) projectsOf(q *projections.Query, owner, by string) ([]section, error) {
	years, err := q.YearsOfProjects(projections.ProjectFilter{Owner: projections.Is(owner), Today: v.today})
	if err != nil || len(years) == 0 {
		return nil, err
	}
	g := grid{Columns: append([]heading{{v.T("column.year"), "c-title"}}, v.doneHeadings()...)}
	for _, y := range years {
		of := func(pairs ...string) string {
			values := url.Values{by: {owner}, "projectOf": {string(y.Kind)}, "year": {strconv.Itoa(y.Year)}}
			for i := 0; i+1 < len(pairs); i += 2 {
				values.Set(pairs[i], pairs[i+1])
			}
			return "/projects?" + values.Encode()
		}
		g.Rows = append(g.Rows, append([]cell{{Text: strconv.Itoa(y.Year), Link: of()}}, v.doneCells(y.ProjectCounts, of)...))
	}
	return []section{{ID: "projects", Title: v.T("projects.title"), Tables: []grid{g}}}, nil
}

// putInBy is what a collective put into enterprises, by which decisions.
func (v *visit) putInBy(q *projections.Query, owner string) ([]section, error) {
	put, err := q.PutInBy(owner)
	if err != nil || len(put) == 0 {
		return nil, err
	}
	g := grid{Columns: []heading{
		{v.T("column.enterprise"), "c-title"}, {v.T("column.day"), "c-day"}, {v.T("column.purpose"), ""}, {v.T("column.sum"), "num"}, {v.T("column.byDecision"), "c-wide"},
	}}
	for _, p := range put {
		decision, err := subjectCell(q, v, p.Decision)
		if err != nil {
			return nil, err
		}
		g.Rows = append(g.Rows, []cell{
			{Text: p.EnterpriseName, Link: pageOf(p.Enterprise)}, dated(p.On), said(v.Label(p.Purpose, string(p.Purpose))), paid(p.Amount), decision,
		})
	}
	return []section{{ID: "put-in", Title: v.T("enterprises.contributions"), Tables: []grid{g}}}, nil
}
