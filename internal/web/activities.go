package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func activityFilter(v *visit, f finding) projections.ActivityFilter {
	return projections.ActivityFilter{
		Kind: f.match("kind"), Month: f.match("month"), State: projections.ActivityState(f.query.Get("state")),
		Town: f.match("town"), Community: f.match("community"), Organiser: f.match("organiser"), Today: v.today, Text: f.text,
	}
}

// activities is what organisations of the Party and communities plan and hold every
// month.
var activities = listing[projections.Activity]{
	name: "activities", english: "the Party activity weeks, branch days and sunshine agenda days of every month: held on the fixed days, outside of them, missed, overdue",
	lead: true, text: true, sorts: []string{"month", "place", "late"},
	filters: []filter{
		{name: "kind", coded: projections.Activity{}.Kind, english: "kind"},
		{name: "state", coded: projections.ActivityState(""), english: "how it stands today"},
		{name: "month", english: "month, as 2016-09", options: func(v *visit, q *projections.Query) ([]option, error) {
			months, err := q.ActivityMonths(projections.ActivityFilter{Today: v.today})
			var options []option
			for _, m := range months {
				options = append(options, option{Value: m.Month, Label: m.Month})
			}
			return options, err
		}},
		townFilter, communityFilter,
		{name: "organiser", english: "stream of the organisation or the community that holds it", options: func(v *visit, q *projections.Query) ([]option, error) {
			all, _, err := q.PartyOrganisations(projections.PartyFilter{Today: v.today}, "name", projections.Page{Size: projections.MaxPage})
			var options []option
			for _, o := range all {
				options = append(options, option{Value: o.Stream, Label: v.Name(o.Name, o.NameEnglish)})
			}
			return options, err
		}},
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Activity, int, error) {
		all, n, err := q.Activities(activityFilter(v, f), f.sort, f.Page)
		for i := range all {
			all[i].People = all[i].People.Show(v.smallCountBelow)
		}
		return all, n, err
	},
	sections: activityMonths,
	columns: slices.Concat([]col[projections.Activity]{
		{name: "activity", class: "c-title", show: func(v *visit, a projections.Activity) cell {
			return cell{Text: v.Label(a.Kind, string(a.Kind)), Link: "/activities/" + a.ID}
		}},
		{name: "month", class: "c-day", show: func(_ *visit, a projections.Activity) cell { return said(a.Month) }},
		{name: "organiser", class: "c-place", show: func(v *visit, a projections.Activity) cell { return v.organiserOf(a) }},
		{name: "community", csvOnly: true, show: func(v *visit, a projections.Activity) cell {
			return said(v.Name(a.CommunityName, a.CommunityNameEnglish))
		}},
		{name: "town", class: "c-place", show: func(v *visit, a projections.Activity) cell {
			_, town := v.placed(a.Within)
			return town
		}},
		{name: "fixedFrom", csvOnly: true, show: func(_ *visit, a projections.Activity) cell { return dated(a.From) }},
		{name: "fixedTo", class: "c-day", show: func(_ *visit, a projections.Activity) cell { return dated(a.To) }},
		{name: "heldOn", class: "c-day", show: func(_ *visit, a projections.Activity) cell { return dated(a.Held) }},
		{name: "state", class: "c-status", show: func(v *visit, a projections.Activity) cell { return v.activityState(a) }},
		{name: "takingPart", class: "num", show: func(v *visit, a projections.Activity) cell {
			if a.Held.IsZero() {
				return cell{}
			}
			return cell{Text: v.People(a.People), CSV: a.People.String()}
		}},
		{name: "done", class: "c-wide", show: func(_ *visit, a projections.Activity) cell { return said(cmp.Or(a.What, a.Missed)) }},
	}, sourceColumns(func(a projections.Activity) projections.Origin { return a.Origin })),
}

// shownMonths is how many months the table over the list has.
const shownMonths = 12

// activityMonths is how the activities stand, a row a month.
func activityMonths(v *visit, q *projections.Query, f finding) ([]section, error) {
	months, err := q.ActivityMonths(activityFilter(v, f))
	if err != nil || len(months) == 0 {
		return nil, err
	}
	states := projections.ActivityState("").Codes()
	g := grid{Columns: []heading{{v.T("column.month"), "c-title"}}}
	for _, s := range states {
		g.Columns = append(g.Columns, heading{v.Label(projections.ActivityState(""), s.Code), "num"})
	}
	for _, m := range months[:min(shownMonths, len(months))] {
		row := []cell{{Text: m.Month, Link: within("activities", "month", m.Month)}}
		for _, s := range states {
			n := m.States[projections.ActivityState(s.Code)]
			c := cell{}
			if n > 0 {
				c = cell{Text: v.Number(n), CSV: strconv.Itoa(n), Link: "/activities?month=" + m.Month + "&state=" + s.Code}
			}
			if s.Code == string(projections.ActivityOverdue) && n > 0 {
				c.Mark = "late"
			}
			row = append(row, c)
		}
		g.Rows = append(g.Rows, row)
	}
	return []section{{ID: "months", Title: v.T("activities.months"), Tables: []grid{g}}}, nil
}

func (v voice) organiserOf(a projections.Activity) cell {
	_, id := domain.SplitStream(a.Organiser)
	return cell{Text: cmp.Or(v.Name(a.OrganiserName, a.OrganiserNameEnglish), id), Link: pageOf(a.Organiser)}
}

func (v *visit) activityState(a projections.Activity) cell {
	s := a.State(v.today)
	mark := map[projections.ActivityState]string{
		projections.ActivityHeld: "solved", projections.ActivityOutside: "closed", projections.ActivityMissed: "closed",
		projections.ActivityOverdue: "late", projections.ActivityUpcoming: "open",
	}[s]
	return cell{Text: v.Label(s, string(s)), Mark: mark}
}

// activitySubject is what an activity is about, in a few words.
func activitySubject(a projections.Activity) bilingual {
	if a.Kind == "" {
		return bilingual{}
	}
	return ofOwner(bilingual{
		English: domain.Label(a.Kind, string(a.Kind), domain.English) + " " + a.Month,
		Chinese: a.Month + domain.Label(a.Kind, string(a.Kind), domain.Chinese),
	}, names(a.OrganiserName, a.OrganiserNameEnglish))
}

// oneActivity is one of them.
var oneActivity = item[projections.Activity]{
	category: "activity", listing: "activities", member: "activity",
	english: "one activity of a month as it stands, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.Activity, shownItem, error) {
		a, err := q.Activity(domain.StreamOf("activity", id))
		if err != nil {
			return a, shownItem{}, err
		}
		a.People = a.People.Show(v.smallCountBelow)
		community, town := v.placed(a.Within)
		fixed := said(a.From.String() + " – " + a.To.String())
		if a.From == a.To {
			fixed = dated(a.From)
		}
		facts := []fact{
			{v.T("column.organiser"), v.organiserOf(a)}, {v.T("column.community"), community}, {v.T("column.town"), town},
			{v.T("column.month"), said(a.Month)}, {v.T("activities.fixed"), fixed}, {v.T("column.heldOn"), dated(a.Held)},
		}
		if !a.Held.IsZero() {
			facts = append(facts, fact{v.T("column.takingPart"), said(v.People(a.People))})
		}
		facts = append(facts, fact{v.T("column.done"), said(cmp.Or(a.What, a.Missed))})
		return a, shownItem{
			Title: activitySubject(a).In(v.lang), Origin: a.Origin, Badges: []cell{v.activityState(a)}, Facts: known(facts...),
		}, nil
	},
}
