package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

var (
	townFilter      = filter{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)}
	communityFilter = filter{name: "community", english: "stream of the community", options: placeOptions(projections.CommunityPlace)}
)

// withinColumns are the columns of where something lies.
func withinColumns[R any](of func(R) projections.Within) []col[R] {
	return []col[R]{
		{name: "community", class: "c-place", show: func(v *visit, r R) cell {
			community, _ := v.placed(of(r))
			return community
		}},
		{name: "town", class: "c-place", show: func(v *visit, r R) cell {
			_, town := v.placed(of(r))
			return town
		}},
	}
}

// towns is what is done in the communities of each town.
var towns = listing[projections.TownWork]{
	name: "towns", english: "what is done in the communities of each town: services, staff, awards, clean-ups, sites, first secretaries, Party organisations",
	lead: true,
	filters: []filter{{name: "year", english: "year in which it was done; all years unless given", options: func(_ *visit, q *projections.Query) ([]option, error) {
		years, err := q.WorkYears()
		return yearOptions(years), err
	}}},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.TownWork, int, error) {
		p, err := workPeriod(v, f)
		if err != nil {
			return nil, 0, err
		}
		all, _, err := q.WorkByTown(p)
		page := all[min(f.Offset, len(all)):]
		return page[:min(f.Size, len(page))], len(all), err
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		p, err := workPeriod(v, f)
		if err != nil {
			return nil, err
		}
		byTown, all, err := q.WorkByTown(p)
		return []section{{ID: "totals", Figures: v.workFigures(all)}, v.sitesByTown(byTown, all)}, err
	},
	columns: slices.Concat([]col[projections.TownWork]{
		{name: "town", class: "c-title", show: func(v *visit, t projections.TownWork) cell {
			return cell{Text: cmp.Or(v.Name(t.Name, t.NameEnglish), t.ID), Link: within("communities", "town", t.Stream)}
		}},
		workColumn("communities", "num", func(t projections.WorkTotals) int { return t.Communities }),
		{name: "staff", class: "num", csvOnly: true, show: func(v *visit, t projections.TownWork) cell { return v.counted(t.Staff) }},
		{name: "posted", class: "num", show: func(v *visit, t projections.TownWork) cell {
			c := v.counted(t.Posted)
			c.Note = v.Percent(t.Posted, t.Staff)
			if t.Staff > 0 && 10_000*t.Posted < v.rules.StaffPostedShare(v.today)*t.Staff {
				c.Mark = "late"
			}
			return c
		}},
		workColumn("withSocialWorkers", "num", func(t projections.WorkTotals) int { return t.WithSocialWorkers }),
		workColumn("centres", "", func(t projections.WorkTotals) int { return t.Centres }),
		workColumn("stations", "", func(t projections.WorkTotals) int { return t.Stations }),
		workColumn("upgraded", "num", func(t projections.WorkTotals) int { return t.Upgraded }),
		workColumn("platforms", "num", func(t projections.WorkTotals) int { return t.Platforms }),
		workColumn("cleanedUp", "num", func(t projections.WorkTotals) int { return t.CleanedUp }),
		workColumn("standards", "", func(t projections.WorkTotals) int { return t.Standards }),
		{name: "signsAwards", csvOnly: true, show: func(_ *visit, t projections.TownWork) cell { return paid(t.SignsAwards) }},
		{name: "awards", csvOnly: true, show: func(_ *visit, t projections.TownWork) cell { return paid(t.Awards) }},
		workColumn("firstSecretaries", "num", func(t projections.WorkTotals) int { return t.FirstSecretaries }),
		{name: "improved", class: "num", show: func(v *visit, t projections.TownWork) cell {
			return cell{
				Text: v.Number(t.Improved) + " / " + v.Number(t.Listed), CSV: strconv.Itoa(t.Improved),
				Link: within("improvements", "town", t.Stream),
			}
		}},
		workColumn("listedForImprovement", "", func(t projections.WorkTotals) int { return t.Listed }),
	}, siteColumns(), []col[projections.TownWork]{
		workColumn("partyorgs", "", func(t projections.WorkTotals) int { return t.PartyOrganisations }),
		workColumn("paired", "", func(t projections.WorkTotals) int { return t.Paired }),
	}, sourceColumns(func(t projections.TownWork) projections.Origin { return t.Origin })),
}

// workColumn is a column of a number; without a class it is in the CSV alone.
func workColumn(name, class string, of func(projections.WorkTotals) int) col[projections.TownWork] {
	return col[projections.TownWork]{name: name, class: class, csvOnly: class == "", show: func(v *visit, t projections.TownWork) cell {
		return v.counted(of(t.WorkTotals))
	}}
}

func siteKinds() []domain.Code { return projections.Site{}.Kind.Codes() }

// siteColumns are the sites, a column a kind.
func siteColumns() (columns []col[projections.TownWork]) {
	for _, k := range siteKinds() {
		columns = append(columns, workColumn("site."+k.Code, "", func(t projections.WorkTotals) int { return t.Sites(k.Code) }))
	}
	return columns
}

// sitesByTown is the sites and the awards for signs, a row a town.
func (v voice) sitesByTown(byTown []projections.TownWork, all projections.WorkTotals) section {
	kinds := siteKinds()
	g := grid{Columns: []heading{{v.T("column.town"), "c-title"}}}
	for _, k := range kinds {
		g.Columns = append(g.Columns, heading{v.of("column", "site."+k.Code), "num"})
	}
	g.Columns = append(g.Columns, heading{v.T("column.signsAwards"), "num"})
	row := func(name string, t projections.WorkTotals, town string) {
		cells := []cell{said(name)}
		for _, k := range kinds {
			cells = append(cells, cell{
				Text: v.Number(t.Sites(k.Code)), Link: "/sites?" + url.Values{"kind": {k.Code}, "standing": {"stands"}, "town": {town}}.Encode(),
			})
		}
		g.Rows = append(g.Rows, append(cells, paid(t.SignsAwards)))
	}
	for _, t := range byTown {
		row(cmp.Or(v.Name(t.Name, t.NameEnglish), t.ID), t.WorkTotals, t.Stream)
	}
	if len(byTown) > 1 {
		row(v.T("reforms.county"), all, "")
	}
	return section{ID: "sites", Title: v.T("towns.sites"), Tables: []grid{g}}
}

// workPeriod is the year that is chosen, up to today, or all up to today.
func workPeriod(v *visit, f finding) (projections.WorkPeriod, error) {
	p := projections.WorkPeriod{Until: v.today}
	year, err := numberOf(f.query, "year", 0, 1, 9999)
	if err != nil || year == 0 {
		return p, err
	}
	p.Since = domain.NewDate(year, 1, 1)
	if last := domain.NewDate(year, 12, 31); last.Before(p.Until) {
		p.Until = last
	}
	return p, nil
}

func yearOptions(years []int) []option {
	var options []option
	for _, y := range years {
		options = append(options, option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return options
}

// workFigures are the totals of the county.
func (v *visit) workFigures(t projections.WorkTotals) []figure {
	number := func(key, name string, n int, link, note string) figure {
		return figure{Key: key, Label: v.of("column", name), Text: v.Number(n), Link: link, Count: -1, Note: note}
	}
	signs := amount("paid", v.T("column.signsAwards"), t.SignsAwards)
	signs.Note = v.T("towns.signs", "n", t.Signs, "cost", "¥"+t.SignsCost.String())
	figures := []figure{
		number("total", "communities", t.Communities, "/communities", ""),
		number("posted", "posted", t.Posted, "", v.T("towns.ofStaff", "n", t.Staff, "percent", cmp.Or(v.Percent(t.Posted, t.Staff), "—"))),
		number("workers", "withSocialWorkers", t.WithSocialWorkers, "", cmp.Or(v.Percent(t.WithSocialWorkers, t.Communities), "—")),
		number("upgraded", "upgraded", t.Upgraded, "", v.T("towns.centres", "n", t.Centres)),
		number("platforms", "platforms", t.Platforms, "", ""),
		number("cleaned", "cleanedUp", t.CleanedUp, "", v.T("towns.standards", "n", t.Standards)),
		signs,
		number("secretaries", "firstSecretaries", t.FirstSecretaries, "/posts?post="+projections.FirstSecretaries+"&tenure=in-office", ""),
		number("improved", "improved", t.Improved, "/improvements", v.T("towns.listed", "n", t.Listed)),
	}
	for _, kind := range []string{projections.CharacteristicIndustries, projections.ThreeSocieties} {
		figures = append(figures, number("sites", "site."+kind, t.Sites(kind), "/sites?kind="+kind+"&standing=stands", ""))
	}
	return append(figures, number("party", "partyorgs", t.PartyOrganisations, "/partyorgs", v.T("towns.paired", "n", t.Paired)))
}

// posts is who holds which post in which community, and who held it.
var posts = listing[projections.Post]{
	name: "posts", english: "who holds which post in which community, first secretaries among them, and who held it",
	lead: true, text: true, sorts: []string{"place", "since", "official"},
	filters: []filter{
		{name: "post", coded: projections.Post{}.Official.Post, english: "post"},
		{name: "tenure", coded: projections.Tenure(""), english: "how the term stands today"},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Post, int, error) {
		order := f.sort
		if order == "official" {
			order = "name"
		}
		return q.Posts(projections.PostFilter{
			Post: f.match("post"), Tenure: projections.Tenure(f.query.Get("tenure")), Town: f.match("town"), Community: f.match("community"),
			Today: v.today, Text: f.text,
		}, order, f.Page)
	},
	columns: slices.Concat([]col[projections.Post]{
		{name: "official", class: "c-title", show: func(_ *visit, p projections.Post) cell { return said(p.Name) }},
		{name: "post", show: func(v *visit, p projections.Post) cell { return v.post(p.Official) }},
	}, withinColumns(func(p projections.Post) projections.Within { return p.Within }), []col[projections.Post]{
		{name: "officeFrom", class: "c-day", show: func(_ *visit, p projections.Post) cell { return dated(p.Since) }},
		{name: "officeUntil", class: "c-day", show: func(_ *visit, p projections.Post) cell { return dated(p.Last()) }},
		{name: "tenure", class: "c-status", show: func(v *visit, p projections.Post) cell {
			t := p.Tenure(v.today)
			mark := map[projections.Tenure]string{projections.InOffice: "open", projections.LeftOffice: "closed"}[t]
			return cell{Text: v.Label(t, string(t)), Mark: mark}
		}},
		{name: "leftBecause", csvOnly: true, show: func(v *visit, p projections.Post) cell {
			if p.Reason == "" {
				return cell{}
			}
			return said(v.Label(p.Reason, string(p.Reason)))
		}},
	}, sourceColumns(func(p projections.Post) projections.Origin { return p.Origin })),
}

// sites is what communities are sites of.
var sites = listing[projections.Site]{
	name: "sites", english: "the communities of a characteristic industry, co-building and demonstration sites, and brand communities",
	lead: true, text: true, sorts: []string{"place", "since"},
	filters: []filter{
		{name: "kind", coded: projections.Site{}.Kind, english: "kind of site"},
		{name: "standing", coded: projections.SiteStanding(""), english: "whether it stands today"},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Site, int, error) {
		return q.Sites(projections.SiteFilter{
			Kind: f.match("kind"), Standing: projections.SiteStanding(f.query.Get("standing")), Town: f.match("town"), Community: f.match("community"),
			Today: v.today, Text: f.text,
		}, f.sort, f.Page)
	},
	own: func(s *projections.Site) (*projections.Origin, recordOf) { return &s.Origin, siteRecord(*s) },
	columns: slices.Concat([]col[projections.Site]{
		{name: "siteAbout", class: "c-title", show: func(_ *visit, s projections.Site) cell { return said(s.About) }},
		{name: "kind", show: func(v *visit, s projections.Site) cell { return said(v.Label(s.Kind, string(s.Kind))) }},
	}, withinColumns(func(s projections.Site) projections.Within { return s.Within }), []col[projections.Site]{
		{name: "designatedOn", class: "c-day", show: func(_ *visit, s projections.Site) cell { return dated(s.On) }},
		{name: "madeBy", show: func(_ *visit, s projections.Site) cell { return said(s.By) }},
		{name: "standing", class: "c-status", show: func(v *visit, s projections.Site) cell { return v.siteStanding(s, v.today) }},
		{name: "withdrawn", csvOnly: true, show: func(_ *visit, s projections.Site) cell { return dated(s.Withdrawn) }},
		{name: "reason", csvOnly: true, show: func(_ *visit, s projections.Site) cell { return said(s.Reason) }},
	}, sourceColumns(func(s projections.Site) projections.Origin { return s.Origin })),
}

func (v voice) siteStanding(s projections.Site, today domain.Date) cell {
	if s.Stands(today) {
		return cell{Text: v.Label(projections.StandingSite, string(projections.StandingSite)), Mark: "open"}
	}
	return cell{Text: v.Label(projections.WithdrawnSite, string(projections.WithdrawnSite)), Mark: "closed", Note: s.Withdrawn.String()}
}

// improvements is which communities are, and were, to be improved.
var improvements = listing[projections.Improvement]{
	name: "improvements", english: "the communities that were listed for improvement, why, by when, and what became of it",
	lead: true, sorts: []string{"due", "place"},
	filters: []filter{
		{name: "state", coded: projections.ImprovementState(""), english: "how it stands today"},
		{name: "reason", coded: projections.Improvement{}.Reason, english: "why it was listed"},
		{name: "year", english: "year of the list", options: func(_ *visit, q *projections.Query) ([]option, error) {
			years, err := q.ImprovementYears()
			return yearOptions(years), err
		}},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Improvement, int, error) {
		year, err := numberOf(f.query, "year", 0, 1, 9999)
		if err != nil {
			return nil, 0, err
		}
		return q.Improvements(projections.ImprovementFilter{
			State: projections.ImprovementState(f.query.Get("state")), Reason: f.match("reason"), Year: year,
			Town: f.match("town"), Community: f.match("community"), Today: v.today,
		}, f.sort, f.Page)
	},
	own: func(i *projections.Improvement) (*projections.Origin, recordOf) { return &i.Origin, listingRecord(*i) },
	columns: slices.Concat([]col[projections.Improvement]{
		{name: "reason", class: "c-title", show: func(v *visit, i projections.Improvement) cell { return said(v.Label(i.Reason, string(i.Reason))) }},
	}, withinColumns(func(i projections.Improvement) projections.Within { return i.Within }), []col[projections.Improvement]{
		{name: "year", class: "num", show: func(_ *visit, i projections.Improvement) cell { return said(strconv.Itoa(i.Year)) }},
		{name: "listedOn", class: "c-day", show: func(_ *visit, i projections.Improvement) cell { return dated(i.On) }},
		{name: "due", class: "c-day", show: func(_ *visit, i projections.Improvement) cell { return dated(i.Due) }},
		{name: "state", class: "c-status", show: func(v *visit, i projections.Improvement) cell { return v.improvementState(i, v.today) }},
		{name: "improvedOn", csvOnly: true, show: func(_ *visit, i projections.Improvement) cell { return dated(i.Improved) }},
		{name: "done", class: "c-wide", show: func(_ *visit, i projections.Improvement) cell { return said(i.What) }},
	}, sourceColumns(func(i projections.Improvement) projections.Origin { return i.Origin })),
}

func (v voice) improvementState(i projections.Improvement, today domain.Date) cell {
	s := i.State(today)
	mark := map[projections.ImprovementState]string{
		projections.ImprovementOpen: "open", projections.ImprovementOverdue: "late", projections.ImprovementDone: "solved",
	}[s]
	return cell{Text: v.Label(s, string(s)), Mark: mark, Note: i.Improved.String()}
}
