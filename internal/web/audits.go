package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// townAuditFilters choose audits where towns are compared, auditFilters where one
// looks for them.
var townAuditFilters = []filter{
	{name: "year", english: "year of the plan", options: func(_ *visit, q *projections.Query) ([]option, error) {
		years, err := q.AuditYears()
		var options []option
		for _, y := range years {
			options = append(options, option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
		return options, err
	}},
	{name: "kind", coded: projections.Audit{}.Kind, english: "kind of audit"},
	{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)},
}

var auditFilters = slices.Concat(townAuditFilters, []filter{
	{name: "community", english: "stream of the community", options: placeOptions(projections.CommunityPlace)},
	{name: "audited", english: "stream of who is audited", options: func(v *visit, q *projections.Query) ([]option, error) {
		units, err := q.AuditedUnits()
		var options []option
		for _, u := range units {
			options = append(options, option{Value: u.Owner, Label: v.ownerName(u)})
		}
		return options, err
	}},
	{name: "stage", coded: projections.Audit{}.Stage, english: "how far it has come"},
	{name: "completion", coded: projections.AuditProgress(""), english: "how it stands to the plan"},
	{name: "findings", coded: projections.FindingsStanding(""), english: "how its findings stand today"},
})

func auditFilter(v *visit, f finding) projections.AuditFilter {
	return projections.AuditFilter{
		Year: f.match("year"), Kind: f.match("kind"), Stage: f.match("stage"),
		Town: f.match("town"), Community: f.match("community"), Audited: f.match("audited"),
		Progress: projections.AuditProgress(f.query.Get("completion")), Findings: projections.FindingsStanding(f.query.Get("findings")),
		Today: v.today, Text: f.text,
	}
}

// audits is the audits of collectives and communities.
var audits = listing[projections.Audit]{
	name: "audits", english: "the audits of collectives and communities, with how far each has come, what was found and what was put right",
	lead: true, text: true, sorts: []string{"year", "overdue", "found", "audited", "report"},
	filters: auditFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Audit, int, error) {
		return q.Audits(auditFilter(v, f), f.sort, f.Page)
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		towns, err := q.AuditsByTown(auditFilter(v, f))
		if len(towns) == 0 {
			return nil, err
		}
		return v.auditSections(towns, f), err
	},
	columns: append([]col[projections.Audit]{
		{name: "audited", class: "c-title", show: func(v *visit, a projections.Audit) cell {
			return cell{Text: v.auditedName(a), Link: "/audits/" + a.ID}
		}},
		{name: "kind", show: func(v *visit, a projections.Audit) cell { return said(v.Label(a.Kind, string(a.Kind))) }},
		{name: "year", class: "num", show: func(_ *visit, a projections.Audit) cell { return said(strconv.Itoa(a.Year)) }},
		{name: "community", csvOnly: true, show: func(v *visit, a projections.Audit) cell { return said(v.Name(a.CommunityName, a.CommunityNameEnglish)) }},
		{name: "town", class: "c-place", show: func(v *visit, a projections.Audit) cell { return said(v.Name(a.TownName, a.TownNameEnglish)) }},
		{name: "stage", class: "c-status", show: func(v *visit, a projections.Audit) cell { return v.auditStage(a) }},
		{name: "firstDay", csvOnly: true, show: func(_ *visit, a projections.Audit) cell { return dated(a.From) }},
		{name: "lastDay", csvOnly: true, show: func(_ *visit, a projections.Audit) cell { return dated(a.To) }},
		{name: "auditedBy", csvOnly: true, show: func(_ *visit, a projections.Audit) cell { return said(a.Institution) }},
		{name: "leaver", csvOnly: true, show: func(_ *visit, a projections.Audit) cell { return said(a.Official) }},
		{name: "reportedOn", class: "c-day", show: func(_ *visit, a projections.Audit) cell { return dated(a.Reported) }},
		{name: "opinion", csvOnly: true, show: func(v *visit, a projections.Audit) cell { return said(v.opinion(a)) }},
		{name: "disclosedOn", csvOnly: true, show: func(_ *visit, a projections.Audit) cell { return dated(a.Disclosed) }},
		{name: "findings", class: "num", show: func(v *visit, a projections.Audit) cell { return v.afterReport(a, v.counted(a.Findings)) }},
		{name: "openFindings", class: "num", show: func(v *visit, a projections.Audit) cell { return v.afterReport(a, v.counted(a.Open)) }},
		{name: "overdueFindings", csvOnly: true, show: func(v *visit, a projections.Audit) cell { return v.afterReport(a, v.counted(a.OverdueFindings)) }},
		{name: "found", class: "num", show: func(v *visit, a projections.Audit) cell { return v.afterReport(a, paid(a.Found)) }},
		{name: "putRight", class: "num", show: func(v *visit, a projections.Audit) cell { return v.afterReport(a, paid(a.PutRight)) }},
		{name: "referredFindings", csvOnly: true, show: func(v *visit, a projections.Audit) cell { return v.counted(a.Referred) }},
		{name: "rectifyBy", class: "c-day", show: func(v *visit, a projections.Audit) cell {
			c := dated(a.Due)
			if a.Overdue(v.today) {
				c.Mark, c.Note, c.CSV = "late", v.T("obligations.overdueOf", "n", a.OverdueFindings), c.Text
			}
			return c
		}},
	}, sourceColumns(func(a projections.Audit) projections.Origin { return a.Origin })...),
}

// afterReport is a cell of what is found, empty while there is no report.
func (v voice) afterReport(a projections.Audit, c cell) cell {
	if !a.Completed() {
		return cell{}
	}
	return c
}

func (v voice) auditedName(a projections.Audit) string {
	_, id := domain.SplitStream(a.Audited)
	return cmp.Or(v.Name(a.AuditedName, a.AuditedNameEnglish), id)
}

func (v voice) opinion(a projections.Audit) string {
	if a.Opinion == "" {
		return ""
	}
	return v.Label(a.Opinion, string(a.Opinion))
}

// auditStage is how far an audit has come.
func (v voice) auditStage(a projections.Audit) cell {
	c := cell{Text: v.Label(a.Stage, string(a.Stage)), Mark: "open"}
	switch {
	case a.Cancelled():
		c.Mark = "closed"
	case a.Completed():
		c.Mark = "solved"
	}
	return c
}

// findingsStanding is how the findings of a report stand on a day; an empty cell
// before there is one.
func (v *visit) findingsStanding(a projections.Audit) cell {
	standing, mark := projections.FindingsClosed, "solved"
	switch {
	case !a.Completed():
		return cell{}
	case a.Findings == 0:
		standing = projections.FindingsNone
	case a.Overdue(v.today):
		standing, mark = projections.FindingsOverdue, "late"
	case a.Open > 0:
		standing, mark = projections.FindingsOpen, "open"
	}
	return cell{Text: v.Label(standing, string(standing)), Mark: mark}
}

// auditSections are what the audits that were looked for come to: together, by
// town, and by year where there are several.
func (v *visit) auditSections(rows []projections.TownAudits, f finding) []section {
	var all projections.AuditTotals
	var towns, years []projections.TownAudits
	for _, r := range rows {
		all.Add(r.AuditTotals)
		if n := len(towns); n == 0 || towns[n-1].Town != r.Town {
			towns = append(towns, projections.TownAudits{Town: r.Town, TownName: r.TownName, TownNameEnglish: r.TownNameEnglish})
		}
		towns[len(towns)-1].Add(r.AuditTotals)
		i := slices.IndexFunc(years, func(y projections.TownAudits) bool { return y.Year == r.Year })
		if i < 0 {
			i = len(years)
			years = append(years, projections.TownAudits{Year: r.Year})
		}
		years[i].Add(r.AuditTotals)
	}
	slices.SortFunc(years, func(a, b projections.TownAudits) int { return cmp.Compare(b.Year, a.Year) })
	link := func(pairs ...string) string { return f.refined("audits", auditFilters, pairs...) }
	sums := v.auditSums(all, f, link)
	of := func(key, label string, c cell) figure {
		return figure{Key: key, Label: label, Text: c.Text, Link: c.Link, Sum: c.Sum, Note: c.Note, Count: -1}
	}
	figures := []figure{
		of("total", v.T("audits.planned"), sums.planned), of("closed", v.T("audits.completed"), sums.completed),
		of("open", v.T("audits.open"), sums.open), of("overdue", v.T("audits.overdue"), sums.overdue),
		of("found", v.T("column.found"), sums.found), of("paid", v.T("column.putRight"), sums.putRight),
	}
	figures[0].Count, figures[1].Count = all.Planned, all.Completed
	figures[1].Note = v.percent(all.Completed, all.Planned)
	figures[2].Note = v.T("audits.ofFindings", "n", all.Findings)
	figures[3].Note = v.T("audits.asOf", "day", v.Day(v.today))
	figures[5].Note = v.percent(int(all.PutRight), int(all.Found))
	sections := []section{{ID: "totals", Figures: figures}}
	if len(years) > 1 {
		g := v.auditGrid(v.T("column.year"))
		for _, y := range years {
			year := strconv.Itoa(y.Year)
			g.Rows = append(g.Rows, v.auditRow(said(year), y.AuditTotals, f, func(pairs ...string) string { return link(append(pairs, "year", year)...) }))
		}
		sections = append(sections, section{ID: "years", Title: v.T("audits.byYear"), Tables: []grid{g}})
	}
	g := v.auditGrid(v.T("column.town"))
	for _, t := range towns {
		name := cell{Text: cmp.Or(v.Name(t.TownName, t.TownNameEnglish), v.T("audits.noTown"))}
		g.Rows = append(g.Rows, v.auditRow(name, t.AuditTotals, f, func(pairs ...string) string { return link(append(pairs, "town", orWithout(t.Town))...) }))
	}
	if len(towns) > 1 {
		g.Rows = append(g.Rows, v.auditRow(said(v.T("audits.all")), all, f, link))
	}
	return append(sections, section{ID: "towns", Title: v.T("audits.byTown"), Tables: []grid{g}})
}

// percent is a part of a whole, "" of nothing.
func (v voice) percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return v.Percent(part, whole)
}

func (v voice) auditGrid(first string) grid {
	return grid{Columns: []heading{
		{first, "c-title"}, {v.T("audits.planned"), "num"}, {v.T("audits.completed"), "num"}, {v.T("column.doneShare"), "num"},
		{v.T("column.findings"), "num"}, {v.T("column.openFindings"), "num"}, {v.T("column.overdueFindings"), "num"},
		{v.T("column.found"), "num"}, {v.T("column.putRight"), "num"},
	}}
}

// auditSums are what some audits come to, each leading to the audits that it counts
// or adds up; what is none leads nowhere.
type auditSums struct {
	planned, completed, share, findings, open, overdue, found, putRight cell
}

func (v voice) auditSums(t projections.AuditTotals, f finding, link func(...string) string) auditSums {
	reported := []string{"completion", string(projections.AuditCompleted)}
	of := func(c cell, n int64, member string, pairs ...string) cell {
		if n > 0 {
			c = c.sums(link(pairs...), member)
		}
		return c
	}
	s := auditSums{
		planned:   of(v.counted(t.Planned), int64(t.Planned), "", "completion", f.orChosen("completion", string(projections.AuditPlanned))),
		completed: of(v.counted(t.Completed), int64(t.Completed), "", reported...),
		share:     said(v.percent(t.Completed, t.Planned)),
		findings:  of(v.counted(t.Findings), int64(t.Findings), "findings", reported...),
		open:      of(v.counted(t.Open), int64(t.Open), "open", "findings", f.orChosen("findings", string(projections.FindingsOpen))),
		overdue:   of(v.counted(t.Overdue), int64(t.Overdue), "overdueFindings", "findings", string(projections.FindingsOverdue)),
		found:     of(paid(t.Found), int64(t.Found), "found", reported...),
		putRight:  of(paid(t.PutRight), int64(t.PutRight), "putRight", reported...),
	}
	if t.Overdue > 0 {
		s.overdue.Mark = "late"
	}
	return s
}

func (v voice) auditRow(name cell, t projections.AuditTotals, f finding, link func(...string) string) []cell {
	s := v.auditSums(t, f, link)
	return []cell{name, s.planned, s.completed, s.share, s.findings, s.open, s.overdue, s.found, s.putRight}
}

// townAuditSum is a column of what the audits of a town and year come to.
func townAuditSum(name string, of func(auditSums) cell) col[projections.TownAudits] {
	return col[projections.TownAudits]{name: name, class: "num", show: func(v *visit, t projections.TownAudits) cell {
		f := finding{query: v.query}
		return of(v.auditSums(t.AuditTotals, f, func(pairs ...string) string {
			return f.refined("audits", townAuditFilters, append(pairs, "town", orWithout(t.Town), "year", strconv.Itoa(t.Year))...)
		}))
	}}
}

// townaudits is what the audits of each town come to, a row a year.
var townaudits = listing[projections.TownAudits]{
	name: "townaudits", english: "the audits of each town and year together: planned and completed, findings open and overdue today, amounts found and put right",
	lead: true, sorts: []string{"town"}, filters: townAuditFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.TownAudits, int, error) {
		all, err := q.AuditsByTown(auditFilter(v, f))
		from := min(f.Offset, len(all))
		return all[from:min(from+f.Size, len(all))], len(all), err
	},
	columns: []col[projections.TownAudits]{
		{name: "town", class: "c-title", show: func(v *visit, t projections.TownAudits) cell {
			return cell{
				Text: cmp.Or(v.Name(t.TownName, t.TownNameEnglish), v.T("audits.noTown")),
				Link: listURL("audits", "town", orWithout(t.Town), "year", strconv.Itoa(t.Year)),
			}
		}},
		{name: "year", class: "num", show: func(_ *visit, t projections.TownAudits) cell { return said(strconv.Itoa(t.Year)) }},
		townAuditSum("planned", func(s auditSums) cell { return s.planned }),
		townAuditSum("completed", func(s auditSums) cell { return s.completed }),
		townAuditSum("doneShare", func(s auditSums) cell { return s.share }),
		{name: "cancelled", csvOnly: true, show: func(v *visit, t projections.TownAudits) cell { return v.counted(t.Cancelled) }},
		townAuditSum("findings", func(s auditSums) cell { return s.findings }),
		townAuditSum("openFindings", func(s auditSums) cell { return s.open }),
		townAuditSum("overdueFindings", func(s auditSums) cell { return s.overdue }),
		townAuditSum("found", func(s auditSums) cell { return s.found }),
		townAuditSum("putRight", func(s auditSums) cell { return s.putRight }),
	},
}
