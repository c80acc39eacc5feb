package web

import (
	"cmp"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// obligationTimings are the choices of the filter timing.
var obligationTimings = []string{"overdue", "upcoming"}

var obligationFilters = []filter{
	{name: "obligation", coded: projections.ObligationKind(""), english: "what is owed"},
	{name: "timing", options: func(v *visit, _ *projections.Query) ([]option, error) {
		return []option{{Value: "overdue", Label: v.T("obligations.overdue")}, {Value: "upcoming", Label: v.T("obligations.upcoming")}}, nil
	}, english: "overdue: its day has passed; upcoming: it has not"},
	townFilter, communityFilter,
}

// obligations is what is owed by a day and not done, whoever owes it.
var obligations = listing[projections.Obligation]{
	name: "obligations", lead: true,
	english: "what is owed by a day and not done: requests, objections, results, payments, reforms, audits, projects; each with the rule that says so",
	sorts:   []string{"due", "amount", "place"},
	filters: obligationFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Obligation, int, error) {
		in, err := obligationsOf(v, f)
		if err != nil {
			return nil, 0, err
		}
		return q.Obligations(in, f.sort, f.Page)
	},
	totals: func(v *visit, q *projections.Query, f finding) (any, error) {
		in, err := obligationsOf(v, f)
		if err != nil {
			return nil, err
		}
		totals, err := q.ObligationTotals(in)
		return append([]projections.ObligationTotal{}, totals...), err
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		in, err := obligationsOf(v, f)
		if err != nil {
			return nil, err
		}
		totals, err := q.ObligationTotals(in)
		if err != nil || len(totals) == 0 {
			return nil, err
		}
		s := section{ID: "totals"}
		for _, t := range totals {
			figure := figure{
				Key: string(t.Kind), Label: v.Label(t.Kind, string(t.Kind)), Text: v.Number(t.Count), Count: t.Count,
				Link: f.refined("obligations", obligationFilters, "obligation", string(t.Kind)), Note: v.T("obligations.overdueOf", "n", t.Overdue),
			}
			if t.Amount > 0 {
				figure.Note += " · ¥" + t.Amount.String() + " " + domain.Label(t.AmountIs, string(t.AmountIs), v.lang)
			}
			s.Figures = append(s.Figures, figure)
		}
		return []section{s}, nil
	},
	columns: append([]col[projections.Obligation]{
		{name: "about", class: "c-title", show: func(v *visit, o projections.Obligation) cell {
			return cell{Text: cmp.Or(v.Name(o.Title, o.TitleEnglish), v.Name(o.UnitName, o.UnitNameEnglish), o.Stream), Link: pageOf(o.Stream)}
		}},
		{name: "obligation", class: "c-status", show: func(v *visit, o projections.Obligation) cell {
			c := cell{Text: v.Label(o.Kind, string(o.Kind)), Mark: "open"}
			if o.Overdue(v.today) {
				c.Mark, c.Note = "late", v.T("obligations.late", "n", daysFrom(o.Due, v.today))
			}
			return c
		}},
		{name: "owedBy", class: "c-place", show: func(v *visit, o projections.Obligation) cell {
			c := cell{Text: cmp.Or(v.Name(o.UnitName, o.UnitNameEnglish), o.Unit), Link: pageOf(o.Unit)}
			if o.Unit != o.Community {
				c.Note = v.Name(o.CommunityName, o.CommunityNameEnglish)
			}
			return c
		}},
		{name: "town", class: "c-place", show: func(v *visit, o projections.Obligation) cell { return said(v.Name(o.TownName, o.TownNameEnglish)) }},
		{name: "due", class: "c-day", show: func(_ *visit, o projections.Obligation) cell { return dated(o.Due) }},
		{name: "daysLate", csvOnly: true, show: func(v *visit, o projections.Obligation) cell {
			return said(strconv.Itoa(max(0, daysFrom(o.Due, v.today))))
		}},
		{name: "amount", class: "num", show: func(v *visit, o projections.Obligation) cell {
			if o.Amount == 0 {
				return cell{}
			}
			c := paid(o.Amount)
			c.Note = domain.Label(o.AmountIs, string(o.AmountIs), v.lang)
			return c
		}},
		{name: "owedRule", class: "c-wide", show: func(v *visit, o projections.Obligation) cell {
			return said(v.rules.OnObligation(o.Kind, o.Due, v.lang))
		}},
	}, sourceColumns(func(o projections.Obligation) projections.Origin { return o.Origin })...),
}

func obligationsOf(v *visit, f finding) (projections.ObligationFilter, error) {
	timing, err := choiceOf(f.query, "timing", obligationTimings...)
	return projections.ObligationFilter{
		Today: v.today, Kind: f.match("obligation"), Town: f.match("town"), Community: f.match("community"),
		Overdue: timing == "overdue", Upcoming: timing == "upcoming",
	}, err
}
