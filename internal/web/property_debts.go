package web

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func debtFilter(v *visit, f finding) projections.DebtFilter {
	return projections.DebtFilter{
		Owners: f.owners(), Direction: f.match("direction"), Nature: f.match("nature"),
		Standing: projections.DebtStanding(f.query.Get("standing")), Today: v.today, Text: f.text,
	}
}

var debtFilters = append([]filter{
	{name: "direction", coded: projections.Debt{}.Direction, english: "who owes"},
	{name: "nature", coded: projections.Debt{}.Nature, english: "how it came about"},
	{name: "standing", coded: projections.OpenDebt, english: "open, late or settled today"},
}, ownerFilters...)

// debts is what the collectives owe, and what is owed to them.
var debts = listing[projections.Debt]{
	name: "debts", english: "what the collectives owe and what is owed to them, with what is left of it; persons have no names here",
	lead: true, text: true, sorts: []string{"left", "amount", "dueDay", "collective"},
	filters: debtFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Debt, int, error) {
		return q.Debts(debtFilter(v, f), f.sort, f.Page)
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		totals, err := q.DebtTotals(debtFilter(v, f))
		s := section{ID: "totals", Title: v.T("debts.totals")}
		for _, t := range totals {
			left := amount(string(t.Direction), v.Label(t.Direction, string(t.Direction)), t.Left)
			left.Link, left.Sum = f.refined("debts", debtFilters, "direction", string(t.Direction)), "left"
			left.Note = v.T("debts.late", "late", "¥"+t.Late.String())
			s.Figures = append(s.Figures, left)
		}
		if len(s.Figures) == 0 {
			return nil, err
		}
		return []section{s}, err
	},
	columns: slices.Concat([]col[projections.Debt]{
		{name: "debt", class: "c-title", show: func(_ *visit, d projections.Debt) cell {
			return cell{Text: d.Purpose, Link: "/debts/" + d.ID}
		}},
		{name: "direction", show: func(v *visit, d projections.Debt) cell { return said(v.Label(d.Direction, string(d.Direction))) }},
		{name: "nature", csvOnly: true, show: func(v *visit, d projections.Debt) cell { return said(v.Label(d.Nature, string(d.Nature))) }},
	}, ownerColumns("debts", func(d projections.Debt) projections.Owner { return d.Owner }), []col[projections.Debt]{
		{name: "counterparty", show: func(v *visit, d projections.Debt) cell { return said(v.party(d.Counterparty)) }},
		{name: "sum", class: "num", show: func(_ *visit, d projections.Debt) cell { return paid(d.Amount) }},
		{name: "left", class: "num", show: func(_ *visit, d projections.Debt) cell { return paid(d.Left) }},
		{name: "settled", csvOnly: true, show: func(_ *visit, d projections.Debt) cell { return paid(d.Settled) }},
		{name: "writtenOff", csvOnly: true, show: func(_ *visit, d projections.Debt) cell { return paid(d.WrittenOff) }},
		{name: "dueOn", class: "c-day", show: func(_ *visit, d projections.Debt) cell { return dated(d.Due) }},
		{name: "standing", class: "c-status", show: func(v *visit, d projections.Debt) cell { return v.debtStanding(d, v.today) }},
		{name: "byDecision", csvOnly: true, show: func(_ *visit, d projections.Debt) cell { return said(d.Decision) }},
	}, sourceColumns(func(d projections.Debt) projections.Origin { return d.Origin })),
}

func (v voice) debtStanding(d projections.Debt, today domain.Date) cell {
	switch {
	case d.Late(today):
		return cell{Text: v.Label(projections.LateDebt, string(projections.LateDebt)), Mark: "late"}
	case d.Left > 0:
		return cell{Text: v.Label(projections.OpenDebt, string(projections.OpenDebt)), Mark: "open"}
	}
	return cell{Text: v.Label(projections.SettledDebt, string(projections.SettledDebt)), Mark: "closed"}
}

// oneDebt is one of them.
var oneDebt = item[projections.Debt]{
	category: "debt", listing: "debts", member: "debt",
	english: "one debt as it stands, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.Debt, shownItem, error) {
		d, err := q.Debt(domain.StreamOf("debt", id))
		if err != nil {
			return d, shownItem{}, err
		}
		decision, err := subjectCell(q, v, d.Decision)
		return d, shownItem{
			Title: d.Purpose, Origin: d.Origin, Badges: []cell{v.debtStanding(d, v.today)}, Facts: append(v.ownerFacts("debts", d.Owner),
				fact{v.T("column.direction"), said(v.Label(d.Direction, string(d.Direction)))},
				fact{v.T("column.nature"), said(v.Label(d.Nature, string(d.Nature)))},
				fact{v.T("column.counterparty"), said(v.party(d.Counterparty))},
				fact{v.T("column.sum"), paid(d.Amount)}, fact{v.T("column.settled"), paid(d.Settled)},
				fact{v.T("column.writtenOff"), paid(d.WrittenOff)}, fact{v.T("column.left"), paid(d.Left)},
				fact{v.T("column.dueOn"), dated(d.Due)}, fact{v.T("column.byDecision"), decision}),
		}, err
	},
}
