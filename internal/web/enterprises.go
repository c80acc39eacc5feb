package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

var enterpriseFilters = slices.Concat([]filter{
	{name: "kind", coded: projections.Enterprise{}.Kind, english: "kind"},
	yearFilter((*projections.Query).EnterpriseYears, "year of the registration"),
	{name: "standing", coded: projections.OpenEnterprise, english: "open or closed"},
	{name: "entity", coded: projections.NewEntity, english: "whether it counts among the new business entities"},
	{name: "moneyFrom", coded: projections.Contribution{}.Source, english: "those into which something was put from there"},
}, inPlaces)

func enterpriseFilter(f finding) projections.EnterpriseFilter {
	return projections.EnterpriseFilter{
		Kind: f.match("kind"), Year: f.match("year"), Town: f.match("town"), Community: f.match("community"),
		Standing: projections.EnterpriseStanding(f.query.Get("standing")), Entity: projections.EntityKind(f.query.Get("entity")), Source: f.match("moneyFrom"), Text: f.text,
	}
}

// enterprises is the businesses that are to raise the income of farmers.
var enterprises = listing[projections.Enterprise]{
	name: "enterprises", english: "farmers' cooperatives, family farms and other businesses that are to raise the income of farmers, with what was put in and paid out",
	lead: true, text: true, sorts: []string{"registered", "name", "capital", "putIn", "dividends"},
	filters: enterpriseFilters,
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Enterprise, int, error) {
		return q.Enterprises(enterpriseFilter(f), f.sort, f.Page)
	},
	totals: func(_ *visit, q *projections.Query, f finding) (any, error) {
		all := map[string][]projections.EnterpriseTotal{}
		for _, by := range []string{"kind", "year", "town", "community"} {
			totals, err := q.EnterpriseTotals(enterpriseFilter(f), by)
			if err != nil {
				return nil, err
			}
			all[by] = totals
		}
		return all, nil
	},
	sections: enterpriseSections,
	columns: slices.Concat([]col[projections.Enterprise]{
		{name: "enterprise", class: "c-title", show: func(_ *visit, e projections.Enterprise) cell {
			return cell{Text: e.Name, Link: "/enterprises/" + e.ID}
		}},
		{name: "kind", show: func(v *visit, e projections.Enterprise) cell { return said(v.Label(e.Kind, string(e.Kind))) }},
		{name: "community", class: "c-place", show: func(v *visit, e projections.Enterprise) cell {
			c, _ := v.placed(e.Within)
			return c
		}},
		{name: "town", csvOnly: true, show: func(v *visit, e projections.Enterprise) cell { return said(v.Name(e.TownName, e.TownNameEnglish)) }},
		{name: "registration", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return said(e.Number) }},
		{name: "registered", class: "c-day", show: func(_ *visit, e projections.Enterprise) cell { return dated(e.RegisteredOn) }},
		{name: "capital", class: "num", show: func(_ *visit, e projections.Enterprise) cell { return paid(e.Capital) }},
		{name: "paidIn", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return paid(e.PaidIn) }},
		{name: "putIn", class: "num", show: func(_ *visit, e projections.Enterprise) cell { return paid(e.Contributed) }},
		{name: "fromCollectives", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return paid(e.FromCollectives) }},
		{name: "fromTreasuries", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return paid(e.FromTreasuries) }},
		{name: "fromMembers", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return paid(e.FromMembers) }},
		{name: "paidOut", class: "num", show: func(_ *visit, e projections.Enterprise) cell { return paid(e.Dividends) }},
		{name: "members", csvOnly: true, show: func(v *visit, e projections.Enterprise) cell { return v.counted(e.Members) }},
		{name: "farmers", csvOnly: true, show: func(v *visit, e projections.Enterprise) cell { return v.counted(e.Farmers) }},
		{name: "standing", class: "c-status", show: func(v *visit, e projections.Enterprise) cell { return v.enterpriseStanding(e) }},
		{name: "endedOn", csvOnly: true, show: func(_ *visit, e projections.Enterprise) cell { return dated(e.ClosedOn) }},
	}, sourceColumns(func(e projections.Enterprise) projections.Origin { return e.Origin })),
}

func (v voice) enterpriseStanding(e projections.Enterprise) cell {
	if e.ClosedOn.IsZero() {
		return cell{Text: v.Label(projections.OpenEnterprise, string(projections.OpenEnterprise)), Mark: "open"}
	}
	return cell{Text: v.Label(projections.ClosedEnterprise, string(projections.ClosedEnterprise)), Mark: "closed", Note: e.ClosedOn.String()}
}

// enterpriseSections are what the enterprises that are found come to: together, by
// kind, by year, and by place.
func enterpriseSections(v *visit, q *projections.Query, f finding) ([]section, error) {
	kinds, err := q.EnterpriseTotals(enterpriseFilter(f), "kind")
	if err != nil || len(kinds) == 0 {
		return nil, err
	}
	var all projections.EnterpriseTotal
	entities := 0
	for _, t := range kinds {
		all = all.Plus(t)
		entities += t.NewEntities()
	}
	refined := func(pairs ...string) string { return f.refined("enterprises", enterpriseFilters, pairs...) }
	open := figure{
		Key: "total", Label: v.T("enterprises.open"), Text: v.Number(all.Open), Count: all.Open,
		Link: refined("standing", string(projections.OpenEnterprise)), Note: v.T("enterprises.entities", "entities", entities),
	}
	putIn := amount("put-in", v.T("enterprises.putIn"), all.Contributed)
	putIn.Note = v.T("enterprises.ofCapital", "sum", paid(all.Capital).Text)
	ours := amount("collectives", v.T("enterprises.ours"), all.FromCollectives)
	ours.Link, ours.Note = refined("moneyFrom", "collective"), v.T("enterprises.ours.note")
	out := amount("paid", v.T("enterprises.paidOut"), all.Dividends)
	s := section{ID: "totals", Figures: []figure{open, putIn, ours, out}}
	s.Charts = []chart{v.enterpriseChart(kinds, refined)}

	years, err := q.EnterpriseTotals(enterpriseFilter(f), "year")
	if err != nil {
		return nil, err
	}
	byYear := v.enterpriseGrid(v.T("enterprises.byYear"), heading{v.T("column.year"), "c-title"}, years, func(t projections.EnterpriseTotal) cell {
		return cell{Text: t.Key, Link: refined("year", t.Key)}
	})
	sections := []section{s, {ID: "years", Tables: []grid{byYear}}}
	by := f.narrowestPlace()
	if by == "" {
		return sections, nil
	}
	places, err := q.EnterpriseTotals(enterpriseFilter(f), by)
	byPlace := v.enterpriseGrid(v.T("income.byPlace"), v.placeHeading(by), places, func(t projections.EnterpriseTotal) cell {
		return cell{Text: v.placeOrCounty(t.Key, t.Name, t.NameEnglish), Link: refined(by, t.Key)}
	})
	return append(sections, section{ID: "places", Tables: []grid{byPlace}}), err
}

// enterpriseChart is how many there are of each kind.
func (v voice) enterpriseChart(kinds []projections.EnterpriseTotal, refined func(...string) string) chart {
	c := chart{ID: "kind", Title: v.T("enterprises.byKind"), First: v.T("column.kind")}
	most := 0
	for _, t := range kinds {
		most = max(most, t.Enterprises)
	}
	for _, code := range (projections.Enterprise{}).Kind.Codes() {
		i := slices.IndexFunc(kinds, func(t projections.EnterpriseTotal) bool { return t.Key == code.Code })
		if i < 0 {
			continue
		}
		t := kinds[i]
		label := v.Label(projections.Enterprise{}.Kind, code.Code)
		row := bar{Label: label, Total: figure{Key: "total", Label: label, Text: v.Number(t.Enterprises), Count: t.Enterprises, Link: refined("kind", code.Code)}}
		row.Parts = []part{{"intime", "0%", percentOf(t.Open, most), refined("kind", code.Code, "standing", string(projections.OpenEnterprise))}}
		if closed := t.Enterprises - t.Open; closed > 0 {
			row.Parts = append(row.Parts, part{"open", percentOf(t.Open, most), percentOf(closed, most), refined("kind", code.Code, "standing", string(projections.ClosedEnterprise))})
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func (v voice) enterpriseGrid(title string, first heading, totals []projections.EnterpriseTotal, of func(projections.EnterpriseTotal) cell) grid {
	g := grid{Title: title, Columns: []heading{
		first, {v.T("column.count"), "num"}, {v.T("enterprises.open"), "num"}, {v.T("column.putIn"), "num"},
		{v.T("column.fromCollectives"), "num"}, {v.T("column.paidOut"), "num"},
	}}
	for _, t := range totals {
		g.Rows = append(g.Rows, []cell{of(t), v.counted(t.Enterprises), v.counted(t.Open), paid(t.Contributed), paid(t.FromCollectives), paid(t.Dividends)})
	}
	return g
}

// enterpriseItem is an enterprise with what was put in and paid out.
type enterpriseItem struct {
	projections.Enterprise
	Contributions []projections.Contribution       `json:"contributions"`
	Payments      []projections.EnterpriseDividend `json:"payments"`
}

// oneEnterprise is one of them.
var oneEnterprise = item[enterpriseItem]{
	category: "enterprise", listing: "enterprises", member: "enterprise",
	english: "one enterprise as it stands, what was put in by whom and by which decision, what it paid out, and its history",
	read: func(q *projections.Query, v *visit, id string) (e enterpriseItem, shown shownItem, err error) {
		stream := domain.StreamOf("enterprise", id)
		if e.Enterprise, err = q.Enterprise(stream); err != nil {
			return e, shown, err
		}
		if e.Contributions, err = q.Contributions(stream); err != nil {
			return e, shown, err
		}
		if e.Payments, err = q.EnterpriseDividends(stream); err != nil {
			return e, shown, err
		}
		shown = shownItem{
			Title: e.Name, Origin: e.Origin, Badges: []cell{v.enterpriseStanding(e.Enterprise)},
			Facts: slices.Concat(
				[]fact{{v.T("column.kind"), said(v.Label(e.Kind, string(e.Kind)))}}, v.withinFacts("enterprises", e.Within),
				[]fact{
					{v.T("column.registration"), said(e.Number)}, {v.T("column.registered"), dated(e.RegisteredOn)},
					{v.T("column.capital"), paid(e.Capital)}, {v.T("column.paidIn"), paid(e.PaidIn)}, {v.T("column.putIn"), paid(e.Contributed)},
					{v.T("column.paidOut"), paid(e.Dividends)},
				}),
		}
		if e.Members > 0 {
			shown.Facts = append(shown.Facts, fact{v.T("column.members"), v.counted(e.Members)}, fact{v.T("column.farmers"), v.counted(e.Farmers)})
		}
		if !e.ClosedOn.IsZero() {
			shown.Facts = append(shown.Facts, fact{v.T("column.whyEnded"), said(e.Reason)})
		}
		shown.Sections, err = v.funding(q, e)
		return e, shown, err
	},
}

// funding is who put what in, by which decision, and who was paid.
func (v *visit) funding(q *projections.Query, e enterpriseItem) ([]section, error) {
	in := grid{Empty: v.T("enterprises.nothingIn"), Columns: []heading{
		{v.T("column.moneyFrom"), "c-title"}, {v.T("column.day"), "c-day"}, {v.T("column.purpose"), ""}, {v.T("column.sum"), "num"}, {v.T("column.byDecision"), "c-wide"},
	}}
	for _, c := range e.Contributions {
		decision, err := subjectCell(q, v, c.Decision)
		if err != nil {
			return nil, err
		}
		in.Rows = append(in.Rows, []cell{
			v.sourceOf(v.Label(c.Source, string(c.Source)), c.From, c.FromName, c.FromNameEnglish), dated(c.On), said(v.Label(c.Purpose, string(c.Purpose))), paid(c.Amount), decision,
		})
	}
	out := grid{Empty: v.T("enterprises.nothingOut"), Columns: []heading{
		{v.T("column.moneyTo"), "c-title"}, {v.T("column.day"), "c-day"}, {v.T("column.year"), "num"}, {v.T("column.sum"), "num"},
	}}
	for _, d := range e.Payments {
		out.Rows = append(out.Rows, []cell{v.sourceOf(v.Label(d.Source, string(d.Source)), d.To, d.ToName, d.ToNameEnglish), dated(d.On), said(strconv.Itoa(d.Year)), paid(d.Amount)})
	}
	return []section{
		{ID: "contributions", Title: v.T("enterprises.contributions"), Tables: []grid{in}},
		{ID: "dividends", Title: v.T("enterprises.dividends"), Tables: []grid{out}},
	}, nil
}

// sourceOf is whose money something is: a place by its name, or the members.
func (v voice) sourceOf(source, stream, name, english string) cell {
	if stream == "" || stream == domain.WholeCounty {
		return said(source)
	}
	_, id := domain.SplitStream(stream)
	return cell{Text: cmp.Or(v.Name(name, english), id), Link: pageOf(stream), Note: source}
}
