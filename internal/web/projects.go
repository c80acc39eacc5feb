package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

var projectFilters = slices.Concat([]filter{
	{name: "projectOf", coded: projections.Project{}.Kind, english: "whose it is"},
	yearFilter((*projections.Query).ProjectYears, "year for which it was planned, and which it counts in"),
	{name: "standing", coded: projections.OpenProject, english: "how it stands today; what is late or postponed is open too"},
	{name: "partyorg", english: "stream of the Party organisation", options: func(v *visit, q *projections.Query) ([]option, error) {
		all, _, err := q.PartyOrganisations(projections.PartyFilter{Today: v.today}, "name", projections.Page{Size: projections.MaxPage})
		var options []option
		for _, o := range all {
			options = append(options, option{Value: o.Stream, Label: cmp.Or(v.Name(o.Name, o.NameEnglish), o.ID)})
		}
		return options, err
	}},
}, inPlaces)

func projectFilter(v *visit, f finding) projections.ProjectFilter {
	return projections.ProjectFilter{
		Kind: f.match("projectOf"), Year: f.match("year"), Owner: f.match("partyorg"), Town: f.match("town"), Community: f.match("community"),
		Standing: projections.ProjectStanding(f.query.Get("standing")), Today: v.today, Text: f.text,
	}
}

// projects is what first secretaries and Party organisations set out to do in a
// year.
var projects = listing[projections.Project]{
	name: "projects", english: "projects of first secretaries and Party organisations, by the year for which they were planned",
	lead: true, text: true, sorts: []string{"due", "newest", "owner", "completed"},
	filters: projectFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Project, int, error) {
		return q.Projects(projectFilter(v, f), f.sort, f.Page)
	},
	totals: func(v *visit, q *projections.Query, f finding) (any, error) {
		all := map[string]any{}
		for _, by := range []string{"kind", "year", "town", "community"} {
			totals, err := q.ProjectTotals(projectFilter(v, f), by)
			if err != nil {
				return nil, err
			}
			all[by] = totals
		}
		years, err := q.YearsOfProjects(projectFilter(v, f))
		all["done"] = years
		return all, err
	},
	sections: projectSections,
	columns: slices.Concat([]col[projections.Project]{
		{name: "project", class: "c-title", show: func(_ *visit, p projections.Project) cell {
			return cell{Text: p.Title, Link: "/projects/" + p.ID}
		}},
		{name: "projectOf", show: func(v *visit, p projections.Project) cell { return said(v.Label(p.Kind, string(p.Kind))) }},
		{name: "placeOf", class: "c-place", show: func(v *visit, p projections.Project) cell { return v.projectOwner(p) }},
		{name: "town", csvOnly: true, show: func(v *visit, p projections.Project) cell { return said(v.Name(p.TownName, p.TownNameEnglish)) }},
		{name: "year", class: "num", show: func(_ *visit, p projections.Project) cell { return said(strconv.Itoa(p.Year)) }},
		{name: "progress", show: func(v *visit, p projections.Project) cell { return v.progress(p) }},
		{name: "dueOn", class: "c-day", show: func(v *visit, p projections.Project) cell {
			c := dated(p.Due)
			if p.Postponed > 0 {
				c.Note, c.CSV = v.T("projects.insteadOf", "day", p.FirstDue.String()), p.Due.String()
			}
			return c
		}},
		{name: "firstDue", csvOnly: true, show: func(_ *visit, p projections.Project) cell { return dated(p.FirstDue) }},
		{name: "completedOn", csvOnly: true, show: func(_ *visit, p projections.Project) cell { return dated(p.CompletedOn) }},
		{name: "cancelledOn", csvOnly: true, show: func(_ *visit, p projections.Project) cell { return dated(p.CancelledOn) }},
		{name: "result", csvOnly: true, show: func(_ *visit, p projections.Project) cell { return said(p.Result) }},
		{name: "standing", class: "c-status", show: func(v *visit, p projections.Project) cell { return v.projectStanding(p, v.today) }},
	}, sourceColumns(func(p projections.Project) projections.Origin { return p.Origin })),
}

func (v voice) projectOwner(p projections.Project) cell {
	_, id := domain.SplitStream(p.Owner.Owner)
	return cell{Text: cmp.Or(v.Name(p.OwnerName, p.OwnerNameEnglish), id), Link: pageOf(p.Owner.Owner)}
}

// progress is how far a project is, as it was last told.
func (v voice) progress(p projections.Project) cell {
	switch {
	case !p.CompletedOn.IsZero():
		return cell{Text: "100%", CSV: "100"}
	case p.Percent > 0:
		return cell{Text: strconv.Itoa(p.Percent) + "%", CSV: strconv.Itoa(p.Percent), Note: p.Stage}
	}
	return said(p.Stage)
}

func (v voice) projectStanding(p projections.Project, today domain.Date) cell {
	s := p.Standing(today)
	mark := map[projections.ProjectStanding]string{
		projections.OpenProject: "open", projections.PostponedProject: "open", projections.LateProject: "late",
		projections.CompletedProject: "solved", projections.CancelledProject: "closed",
	}[s]
	return cell{Text: v.Label(s, string(s)), Mark: mark}
}

// projectSections are how much is done of what was planned: by year and whose it
// is, and by place.
func projectSections(v *visit, q *projections.Query, f finding) ([]section, error) {
	years, err := q.YearsOfProjects(projectFilter(v, f))
	if err != nil || len(years) == 0 {
		return nil, err
	}
	refined := func(pairs ...string) string { return f.refined("projects", projectFilters, pairs...) }
	s := section{ID: "done", Title: v.T("projects.done"), Says: []string{v.T("projects.done.says")}}
	c := chart{ID: "year", Title: v.T("projects.share"), First: v.T("column.projectOf"), Last: v.T("projects.percent")}
	g := grid{Columns: slices.Concat([]heading{{v.T("column.year"), "c-title"}, {v.T("column.projectOf"), ""}}, v.doneHeadings())}
	for _, y := range years {
		kind, year := v.Label(y.Kind, string(y.Kind)), strconv.Itoa(y.Year)
		of := func(pairs ...string) string {
			return refined(append([]string{"projectOf", string(y.Kind), "year", year}, pairs...)...)
		}
		c.Rows = append(c.Rows, v.doneBar(year+" · "+kind, y.ProjectCounts, of))
		g.Rows = append(g.Rows, append([]cell{said(year), {Text: kind, Link: of()}}, v.doneCells(y.ProjectCounts, of)...))
	}
	s.Charts, s.Tables = []chart{c}, []grid{g}
	by := f.narrowestPlace()
	if by == "" {
		return []section{s}, nil
	}
	places, err := q.ProjectTotals(projectFilter(v, f), by)
	p := grid{Title: v.T("income.byPlace"), Columns: append([]heading{v.placeHeading(by)}, v.doneHeadings()...)}
	for _, t := range places {
		of := func(pairs ...string) string { return refined(append([]string{by, t.Key}, pairs...)...) }
		name := cell{Text: v.placeOrCounty(t.Key, t.Name, t.NameEnglish), Link: of()}
		if t.Key == "" {
			name, of = said(v.T("projects.noPlace")), func(...string) string { return "" }
		}
		p.Rows = append(p.Rows, append([]cell{name}, v.doneCells(t.ProjectCounts, of)...))
	}
	return []section{s, {ID: "places", Tables: []grid{p}}}, err
}

func (v voice) doneHeadings() []heading {
	return []heading{
		{v.T("projects.planned"), "num"}, {v.T("projects.completed"), "num"}, {v.T("projects.percent"), "num"},
		{v.T("projects.late"), "num"}, {v.T("projects.postponed"), "num"}, {v.T("projects.cancelled"), "num"},
	}
}

// doneCells are the numbers of some projects, each with a link to them; of gives
// the addresses.
func (v voice) doneCells(t projections.ProjectCounts, of func(...string) string) []cell {
	count := func(n int, standing projections.ProjectStanding) cell {
		c := v.counted(n)
		if n > 0 && standing != "" {
			c.Link = of("standing", string(standing))
		}
		return c
	}
	return []cell{
		count(t.Done.Planned, ""), count(t.Done.Completed, projections.CompletedProject), said(percentText(t.Done)),
		count(t.Late, projections.LateProject), count(t.Postponed, projections.PostponedProject), count(t.Cancelled, projections.CancelledProject),
	}
}

func percentText(d projections.Done) string {
	if p := d.Percent(); p != "" {
		return p + "%"
	}
	return ""
}

// doneBar is a row of what is done, late and open, of what was planned.
func (v voice) doneBar(label string, t projections.ProjectCounts, of func(...string) string) bar {
	row := bar{Label: label, Total: figure{Key: "total", Label: label, Text: percentText(t.Done), Count: -1, Link: of("standing", string(projections.CompletedProject))}}
	left := 0
	for _, p := range []struct {
		key      string
		n        int
		standing projections.ProjectStanding
	}{
		{"intime", t.Done.Completed, projections.CompletedProject}, {"late", t.Late, projections.LateProject}, {"open", t.Open() - t.Late, projections.OpenProject},
	} {
		if p.n > 0 {
			row.Parts = append(row.Parts, part{p.key, percentOf(left, t.Done.Planned), percentOf(p.n, t.Done.Planned), of("standing", string(p.standing))})
		}
		left += p.n
	}
	return row
}

// organisationFact is whose a project is, where that is not the community itself.
func (v voice) organisationFact(p projections.Project) []fact {
	if p.Owner.Owner == p.Community {
		return nil
	}
	return []fact{{v.T("column.placeOf"), v.projectOwner(p)}}
}

// oneProject is one of them.
var oneProject = item[projections.Project]{
	category: "project", listing: "projects", member: "project",
	english: "one project as it stands, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.Project, shownItem, error) {
		p, err := q.Project(domain.StreamOf("project", id))
		if err != nil {
			return p, shownItem{}, err
		}
		shown := shownItem{
			Title: p.Title, Origin: p.Origin, Badges: []cell{v.projectStanding(p, v.today)},
			Facts: slices.Concat([]fact{{v.T("column.projectOf"), said(v.Label(p.Kind, string(p.Kind)))}}, v.organisationFact(p), v.withinFacts("projects", p.Within), []fact{
				{v.T("column.year"), said(strconv.Itoa(p.Year))}, {v.T("projects.plannedOn"), dated(p.PlannedOn)},
				{v.T("column.firstDue"), dated(p.FirstDue)}, {v.T("column.dueOn"), dated(p.Due)},
				{v.T("column.progress"), v.progress(p)},
			}),
		}
		if p.Postponed > 0 {
			shown.Stands = append(shown.Stands, v.T("projects.stays", "n", p.Postponed, "year", strconv.Itoa(p.Year), "why", p.Why))
		}
		if !p.CompletedOn.IsZero() {
			shown.Facts = append(shown.Facts, fact{v.T("column.completedOn"), dated(p.CompletedOn)}, fact{v.T("column.result"), said(p.Result)})
		}
		if !p.CancelledOn.IsZero() {
			shown.Facts = append(shown.Facts, fact{v.T("column.cancelledOn"), dated(p.CancelledOn)}, fact{v.T("column.whyEnded"), said(p.Result)})
			shown.Stands = append(shown.Stands, v.T("projects.out"))
		}
		return p, shown, nil
	},
}
