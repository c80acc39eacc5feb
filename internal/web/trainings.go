package web

import (
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

var trainingFilters = slices.Concat([]filter{
	{name: "programme", coded: projections.Training{}.Programme, english: "programme"},
	{name: "trainees", coded: projections.FarmersTrained, english: "who is trained"},
	yearFilter((*projections.Query).TrainingYears, "year in which a class ended, or is planned to begin"),
	{name: "standing", coded: projections.HeldTraining, english: "planned, held, cancelled, or not reported today"},
	{name: "province", coded: projections.Training{}.Province, english: "province, of a class held in another one; - is the county's own"},
}, inPlaces)

func trainingFilter(v *visit, f finding) projections.TrainingFilter {
	return projections.TrainingFilter{
		Programme: f.match("programme"), Province: f.match("province"), Year: f.match("year"), Town: f.match("town"), Community: f.match("community"),
		Standing: projections.TrainingStanding(f.query.Get("standing")), Trainees: projections.Trainees(f.query.Get("trainees")), Today: v.today, Text: f.text,
	}
}

// trainings is the classes in which farmers, accountants and cadres are trained.
var trainings = listing[projections.Training]{
	name: "trainings", english: "classes in which farmers, accountants and cadres are trained; people are counted only when a class was held",
	lead: true, text: true, sorts: []string{"latest", "programme", "people"},
	filters: trainingFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Training, int, error) {
		all, n, err := q.Trainings(trainingFilter(v, f), f.sort, f.Page)
		for i := range all {
			all[i].People = all[i].People.Show(v.smallCountBelow)
		}
		return all, n, err
	},
	totals: func(v *visit, q *projections.Query, f finding) (any, error) {
		all := map[string]any{}
		for _, by := range []string{"programme", "province", "year", "town", "community"} {
			totals, err := v.trainingTotals(q, f, by)
			if err != nil {
				return nil, err
			}
			all[by] = totals
		}
		trained, people, err := v.trained(q, f)
		all["trained"], all["people"] = trained, people
		return all, err
	},
	sections: trainingSections,
	columns: slices.Concat([]col[projections.Training]{
		{name: "training", class: "c-title", show: func(v *visit, t projections.Training) cell {
			return cell{Text: trainingSubject(t).In(v.lang), Link: "/trainings/" + t.ID, Note: t.Title, CSV: t.Title}
		}},
		{name: "programme", csvOnly: true, show: func(v *visit, t projections.Training) cell { return said(v.Label(t.Programme, string(t.Programme))) }},
		{name: "year", csvOnly: true, show: func(_ *visit, t projections.Training) cell { return said(strconv.Itoa(t.Year)) }},
		{name: "number", csvOnly: true, show: func(_ *visit, t projections.Training) cell { return said(strconv.Itoa(t.Number)) }},
		{name: "heldBy", class: "c-place", show: func(v *visit, t projections.Training) cell { return v.organiser(t) }},
		{name: "town", csvOnly: true, show: func(v *visit, t projections.Training) cell { return said(v.Name(t.TownName, t.TownNameEnglish)) }},
		{name: "firstDay", class: "c-day", show: func(_ *visit, t projections.Training) cell {
			from, _, _ := trainingDays(t)
			return dated(from)
		}},
		{name: "days", class: "num", show: func(v *visit, t projections.Training) cell {
			_, _, days := trainingDays(t)
			return v.counted(days)
		}},
		{name: "venue", class: "c-place", show: func(v *visit, t projections.Training) cell { return v.venue(t) }},
		{name: "province", csvOnly: true, show: func(v *visit, t projections.Training) cell {
			return said(v.province(t))
		}},
		{name: "places", class: "num", show: func(v *visit, t projections.Training) cell { return v.counted(t.Places) }},
		{name: "attended", class: "num", show: func(v *visit, t projections.Training) cell { return v.attended(t) }},
		{name: "standing", class: "c-status", show: func(v *visit, t projections.Training) cell { return v.trainingStanding(t, v.today) }},
	}, sourceColumns(func(t projections.Training) projections.Origin { return t.Origin })),
}

// trainingSubject is what a class is called: its programme, year and number.
func trainingSubject(t projections.Training) bilingual {
	if t.Programme == "" {
		return bilingual{}
	}
	in := func(lang domain.Lang) string {
		v := newVoice(lang, nil)
		return v.T("trainings.class", "programme", v.Label(t.Programme, string(t.Programme)), "year", strconv.Itoa(t.Year), "number", strconv.Itoa(t.Number))
	}
	return bilingual{English: in(domain.English), Chinese: in(domain.Chinese)}
}

// trainingDays are the days of a class: as it was held, or as it is planned.
func trainingDays(t projections.Training) (from, to domain.Date, days int) {
	if !t.To.IsZero() {
		return t.From, t.To, t.Days
	}
	return t.PlannedFrom, t.PlannedFrom.AddDays(t.PlannedDays - 1), t.PlannedDays
}

func (v voice) organiser(t projections.Training) cell {
	c := cell{Text: v.placeOrCounty(t.Organiser, t.OrganiserName, t.OrganiserNameEnglish), CSV: v.Name(t.OrganiserName, t.OrganiserNameEnglish)}
	switch level, _ := domain.LevelOf(t.Organiser); level {
	case domain.CountyLevel:
		c = said(v.T("income.county"))
	case domain.TownLevel:
		c.Link = within("trainings", "town", t.Organiser)
	case domain.CommunityLevel:
		c.Link = pageOf(t.Organiser)
	}
	return c
}

func (v voice) venue(t projections.Training) cell {
	return cell{Text: t.Venue, Note: v.province(t)}
}

// province is that of a class held in another one, or "".
func (v voice) province(t projections.Training) string {
	if t.Province == "" {
		return ""
	}
	return v.Label(t.Province, string(t.Province))
}

// attended is how many people came, of a class that was held.
func (v voice) attended(t projections.Training) cell {
	if t.To.IsZero() {
		return cell{}
	}
	return v.peopleCell(t.People)
}

func (v voice) peopleCell(p projections.People) cell {
	return cell{Text: v.People(p), CSV: p.String()}
}

func (v voice) trainingStanding(t projections.Training, today domain.Date) cell {
	s := t.Standing(today)
	mark := map[projections.TrainingStanding]string{
		projections.PlannedTraining: "open", projections.UnreportedTraining: "late", projections.HeldTraining: "solved", projections.CancelledTraining: "closed",
	}[s]
	return cell{Text: v.Label(s, string(s)), Mark: mark}
}

// trainingTotals are the classes that are found, with people as anyone may see
// them.
func (v *visit) trainingTotals(q *projections.Query, f finding, by string) ([]projections.TrainingTotal, error) {
	totals, err := q.TrainingTotals(trainingFilter(v, f), by)
	var sum projections.People
	var parts []*projections.People
	for i := range totals {
		sum = sum.Plus(totals[i].People)
		parts = append(parts, &totals[i].People)
	}
	projections.ShowTogether(v.smallCountBelow, &sum, parts...)
	return totals, err
}

// trained are the people who were trained by programme and year, and all of them
// together, as anyone may see them.
func (v *visit) trained(q *projections.Query, f finding) (trained []projections.Trained, all projections.People, err error) {
	trained, err = q.Trained(trainingFilter(v, f))
	var parts []*projections.People
	for i := range trained {
		all = all.Plus(trained[i].People)
		parts = append(parts, &trained[i].People)
	}
	projections.ShowTogether(v.smallCountBelow, &all, parts...)
	return trained, all, err
}

// trainingSections are what the classes that are found come to: together, by
// programme and year, and by place.
func trainingSections(v *visit, q *projections.Query, f finding) ([]section, error) {
	programmes, err := v.trainingTotals(q, f, "programme")
	if err != nil || len(programmes) == 0 {
		return nil, err
	}
	trained, people, err := v.trained(q, f)
	if err != nil {
		return nil, err
	}
	refined := func(pairs ...string) string { return f.refined("trainings", trainingFilters, pairs...) }
	classes, held, cancelled := 0, 0, 0
	for _, t := range programmes {
		classes, held, cancelled = classes+t.Classes, held+t.Held, cancelled+t.Cancelled
	}
	s := section{ID: "totals", Figures: []figure{
		{Key: "people", Label: v.T("trainings.people"), Text: v.People(people), Note: v.T("trainings.people.note"), Count: -1},
		{Key: "closed", Label: v.T("trainings.held"), Text: v.Number(held), Count: held, Link: refined("standing", string(projections.HeldTraining))},
		{Key: "open", Label: v.T("trainings.notYet"), Text: v.Number(classes - held - cancelled), Count: -1},
	}}
	s.Charts = []chart{v.trainingChart(programmes, refined)}
	sections := []section{s, {ID: "trained", Title: v.T("trainings.trained"), Tables: []grid{v.trainedGrid(trained, refined)}}}
	by := f.narrowestPlace()
	if by == "" {
		return sections, nil
	}
	places, err := v.trainingTotals(q, f, by)
	g := grid{Title: v.T("income.byPlace"), Columns: []heading{
		v.placeHeading(by), {v.T("trainings.held"), "num"}, {v.T("column.attended"), "num"}, {v.T("trainings.cancelled"), "num"},
	}}
	for _, t := range places {
		name := cell{Text: v.placeOrCounty(t.Key, t.Name, t.NameEnglish)}
		if t.Key != "" {
			name.Link = refined(by, t.Key)
		}
		g.Rows = append(g.Rows, []cell{name, v.counted(t.Held), v.peopleCell(t.People), v.counted(t.Cancelled)})
	}
	return append(sections, section{ID: "places", Tables: []grid{g}}), err
}

// trainingChart is how many classes of each programme were held, and are not yet.
func (v voice) trainingChart(programmes []projections.TrainingTotal, refined func(...string) string) chart {
	c := chart{ID: "programme", Title: v.T("trainings.byProgramme"), First: v.T("column.programme"), Last: v.T("trainings.held")}
	most := 0
	for _, t := range programmes {
		most = max(most, t.Classes-t.Cancelled)
	}
	for _, code := range (projections.Training{}).Programme.Codes() {
		i := slices.IndexFunc(programmes, func(t projections.TrainingTotal) bool { return t.Key == code.Code })
		if i < 0 {
			continue
		}
		t, label, link := programmes[i], v.Label(projections.Training{}.Programme, code.Code), refined("programme", code.Code, "standing", string(projections.HeldTraining))
		row := bar{Label: label, Total: figure{Key: "total", Label: label, Text: v.Number(t.Held), Count: t.Held, Link: link}}
		row.Parts = []part{{"intime", "0%", percentOf(t.Held, most), link}}
		if left := t.Classes - t.Held - t.Cancelled; left > 0 {
			row.Parts = append(row.Parts, part{"open", percentOf(t.Held, most), percentOf(left, most), refined("programme", code.Code)})
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// trainedGrid is the people who were trained, a row a programme and a column a
// year.
func (v voice) trainedGrid(trained []projections.Trained, refined func(...string) string) grid {
	g := grid{Columns: []heading{{v.T("column.programme"), "c-title"}}, Empty: v.T("trainings.nobody")}
	var years []int
	for _, t := range trained {
		if !slices.Contains(years, t.Year) {
			years = append(years, t.Year)
			g.Columns = append(g.Columns, heading{strconv.Itoa(t.Year), "num"})
		}
	}
	for _, code := range (projections.Training{}).Programme.Codes() {
		row := []cell{said(v.Label(projections.Training{}.Programme, code.Code))}
		some := false
		for _, year := range years {
			i := slices.IndexFunc(trained, func(t projections.Trained) bool { return string(t.Programme) == code.Code && t.Year == year })
			if i < 0 {
				row = append(row, cell{})
				continue
			}
			c := v.peopleCell(trained[i].People)
			c.Link = refined("programme", code.Code, "year", strconv.Itoa(year), "standing", string(projections.HeldTraining))
			c.Note = v.T("trainings.classes", "n", trained[i].Held)
			row, some = append(row, c), true
		}
		if some {
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}

// oneTraining is one of them.
var oneTraining = item[projections.Training]{
	category: "training", listing: "trainings", member: "training",
	english: "one class as it is planned or was held, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.Training, shownItem, error) {
		t, err := q.Training(domain.StreamOf("training", id))
		if err != nil {
			return t, shownItem{}, err
		}
		t.People = t.People.Show(v.smallCountBelow)
		shown := shownItem{
			Title: trainingSubject(t).In(v.lang), Origin: t.Origin, Badges: []cell{v.trainingStanding(t, v.today)},
			Facts: slices.Concat([]fact{
				{v.T("column.title"), said(t.Title)}, {v.T("column.heldBy"), v.organiser(t)},
			}, v.withinFacts("trainings", t.Within), []fact{
				{v.T("column.venue"), v.venue(t)}, {v.T("trainings.plannedFrom"), dated(t.PlannedFrom)}, {v.T("trainings.plannedDays"), v.counted(t.PlannedDays)},
				{v.T("column.places"), v.counted(t.Places)},
			}),
		}
		if !t.To.IsZero() {
			shown.Facts = append(shown.Facts, fact{v.T("column.firstDay"), dated(t.From)}, fact{v.T("column.lastDay"), dated(t.To)},
				fact{v.T("column.days"), v.counted(t.Days)}, fact{v.T("column.attended"), v.attended(t)})
		}
		if t.Cancelled {
			shown.Facts = append(shown.Facts, fact{v.T("column.whyEnded"), said(t.Reason)})
		}
		return t, shown, nil
	},
}
