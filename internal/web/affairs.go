package web

import (
	"errors"
	"net/url"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// affairsSections lead from a community, a natural village or a collective to
// what is decided, agreed, owed, reformed and audited there, and to the rents of
// the year. What there is nothing of is left out.
func affairsSections(q *projections.Query, v *visit, owner string) ([]section, error) {
	a := affairs{q: q, visit: v, owner: owner, by: "owner"}
	category, _ := domain.SplitStream(owner)
	of := []func() error{a.decisions}
	switch category {
	case "community":
		a.by = "community"
		of = append(of, a.contracts, a.debts, a.reforms, a.audits, a.due)
	case "collective":
		a.by = "collective"
		of = append(of, a.contracts, a.debts, a.reform, a.audits)
	}
	for _, read := range of {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if len(a.figures) == 0 {
		return nil, nil
	}
	return append([]section{{ID: "affairs", Title: v.T("affairs.title"), Figures: a.figures}}, a.rents...), nil
}

// affairs are the figures of a unit, which lists choose by a filter.
type affairs struct {
	*visit
	q         *projections.Query
	owner, by string
	figures   []figure
	rents     []section
}

// finding is the unit as the lists of property choose it.
func (a *affairs) finding() finding { return finding{query: url.Values{a.by: {a.owner}}} }

func (a *affairs) count(key, label string, n int, link string) {
	if n > 0 {
		a.figures = append(a.figures, figure{Key: key, Label: label, Text: a.Number(n), Link: link, Count: n})
	}
}

// decisions are those of a community with those of all that lies in it, and
// those of any other unit.
func (a *affairs) decisions() error {
	f, by := projections.DecisionFilter{Owner: projections.Is(a.owner), Today: a.today}, "owner"
	if a.by == "community" {
		f, by = projections.DecisionFilter{Community: projections.Is(a.owner), Today: a.today}, a.by
	}
	_, n, err := a.q.Decisions(f, "newest", projections.Page{Size: 1})
	a.count("decisions", a.T("decisions.title"), n, decisionsURL(by, a.owner))
	return err
}

func (a *affairs) contracts() error {
	f := a.finding()
	_, n, err := a.q.Contracts(projections.ContractFilter{Owners: f.owners(), Today: a.today}, "signed", projections.Page{Size: 1})
	if n == 0 || err != nil {
		return err
	}
	a.count("contracts", a.T("contracts.title"), n, f.narrowed("contracts"))
	rents, err := rentsSection(a.q, a.visit, f)
	a.rents = []section{rents}
	return err
}

func (a *affairs) debts() error {
	f := a.finding()
	totals, err := a.q.DebtTotals(projections.DebtFilter{Owners: f.owners(), Standing: projections.OpenDebt, Today: a.today})
	for _, t := range totals {
		left := amount("debts", a.Label(t.Direction, string(t.Direction)), t.Left)
		left.Link, left.Count = f.narrowed("debts", "direction", string(t.Direction), "standing", string(projections.OpenDebt)), t.Debts
		a.figures = append(a.figures, left)
	}
	return err
}

// reforms are those of the collectives of a community.
func (a *affairs) reforms() error {
	_, n, err := a.q.Reforms(projections.ReformFilter{Community: projections.Is(a.owner)}, projections.FurthestBehind, a.today, projections.Page{Size: 1})
	a.count("reforms", a.T("reforms.title"), n, reformsURL("community", a.owner))
	return err
}

// reform is that of a collective, by its stage.
func (a *affairs) reform() error {
	_, id := domain.SplitStream(a.owner)
	r, err := a.q.Reform(id, a.today)
	if errors.Is(err, projections.ErrNotFound) {
		return nil
	}
	a.figures = append(a.figures, figure{Key: "reform", Label: a.T("affairs.reform"), Text: a.Label(r.Stage, string(r.Stage)), Link: "/reforms/" + id, Count: -1})
	return err
}

func (a *affairs) audits() error {
	f, by := projections.AuditFilter{Audited: projections.Is(a.owner), Today: a.today}, "audited"
	if a.by == "community" {
		f, by = projections.AuditFilter{Community: projections.Is(a.owner), Today: a.today}, a.by
	}
	_, n, err := a.q.Audits(f, "year", projections.Page{Size: 1})
	a.count("audits", a.T("audits.title"), n, listURL("audits", by, a.owner))
	return err
}

// due is what is due in a community.
func (a *affairs) due() error {
	f := projections.ObligationFilter{Today: a.today, Community: projections.Is(a.owner)}
	totals, err := a.q.ObligationTotals(f)
	all, late := 0, 0
	for _, t := range totals {
		all, late = all+t.Count, late+t.Overdue
	}
	a.count("obligations", a.T("affairs.due"), all, within("obligations", "community", a.owner))
	if all > 0 {
		a.figures[len(a.figures)-1].Note = a.T("obligations.overdueOf", "n", late)
	}
	return err
}
