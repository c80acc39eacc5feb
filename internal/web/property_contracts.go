package web

import (
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func contractFilter(v *visit, f finding) (projections.ContractFilter, error) {
	year, err := numberOf(f.query, "year", 0, 1, 9999)
	return projections.ContractFilter{
		Owners: f.owners(), Side: projections.ContractSide(f.query.Get("side")), Kind: f.match("kind"), Standing: f.match("standing"),
		Year: year, Arrears: f.query.Get("arrears") == "yes", Today: v.today, Text: f.text,
	}, err
}

var contractFilters = append([]filter{
	{name: "side", coded: projections.ContractSide(""), english: "whether it brings money in or spends it"},
	{name: "kind", coded: domain.LeaseContract, english: "kind"},
	{name: "standing", coded: projections.Running, english: "not begun, running or over today"},
	{name: "arrears", english: "those in arrears today", coded: arrears("")},
	{name: "year", english: "year in which something fell due or was paid, which dueInYear and paidInYear are of; that of today unless given", options: func(v *visit, q *projections.Query) ([]option, error) {
		years, err := q.ContractYears(v.today)
		return yearOptions(years), err
	}},
}, ownerFilters...)

// contracts is the contracts of the collectives.
var contracts = listing[projections.Contract]{
	name: "contracts", english: "contracts of the collectives: what they let, sell and spend, with what is due, paid and in arrears today",
	lead: true, text: true, sorts: []string{"signed", "total", "arrears", "collective"},
	filters: contractFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Contract, int, error) {
		filter, err := contractFilter(v, f)
		if err != nil {
			return nil, 0, err
		}
		return q.Contracts(filter, f.sort, f.Page)
	},
	totals: func(v *visit, q *projections.Query, f finding) (any, error) {
		filter, err := contractFilter(v, f)
		if err != nil {
			return nil, err
		}
		totals, err := q.ContractTotals(filter)
		return append([]projections.ContractTotal{}, totals...), err
	},
	sections: contractTotals,
	columns: slices.Concat([]col[projections.Contract]{
		{name: "contract", class: "c-title", show: func(v *visit, c projections.Contract) cell {
			return cell{Text: contractSubject(c).In(v.lang), Link: "/contracts/" + c.ID}
		}},
		{name: "kind", csvOnly: true, show: func(v *visit, c projections.Contract) cell { return said(v.Label(c.Kind, string(c.Kind))) }},
	}, ownerColumns("contracts", func(c projections.Contract) projections.Owner { return c.Owner }), []col[projections.Contract]{
		{name: "party", show: func(v *visit, c projections.Contract) cell { return said(v.party(c.Party)) }},
		{name: "signed", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return dated(c.Signed) }},
		{name: "firstDay", class: "c-day", show: func(_ *visit, c projections.Contract) cell { return dated(c.From) }},
		{name: "lastDay", class: "c-day", show: func(_ *visit, c projections.Contract) cell { return dated(c.To) }},
		{name: "contractTotal", class: "num", show: func(_ *visit, c projections.Contract) cell { return paid(c.Total) }},
		{name: "dueSoFar", class: "num", show: func(v *visit, c projections.Contract) cell { return v.withYear(paid(c.Due), c.Year, c.DueInYear) }},
		{name: "paidSoFar", class: "num", show: func(v *visit, c projections.Contract) cell { return v.withYear(paid(c.Paid), c.Year, c.PaidInYear) }},
		{name: "dueInYear", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return paid(c.DueInYear) }},
		{name: "paidInYear", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return paid(c.PaidInYear) }},
		{name: "arrears", class: "num", show: func(_ *visit, c projections.Contract) cell { return paid(c.Arrears) }},
		{name: "standing", class: "c-status", show: func(v *visit, c projections.Contract) cell { return v.standing(c) }},
		{name: "byDecision", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return said(c.Decision) }},
		{name: "tender", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return said(c.Tender) }},
		{name: "ended", csvOnly: true, show: func(_ *visit, c projections.Contract) cell { return dated(c.Ended) }},
	}, sourceColumns(func(c projections.Contract) projections.Origin { return c.Origin })),
}

// withYear adds, where a year is chosen, what of an amount is of that year.
func (v *visit) withYear(c cell, year int, inYear domain.Money) cell {
	if v.query.Get("year") != "" {
		c.Note = v.T("contracts.inYear", "sum", paid(inYear).Text, "year", strconv.Itoa(year))
	}
	return c
}

// contractTotals is what the contracts that were looked for come to, what comes in
// apart from what goes out.
func contractTotals(v *visit, q *projections.Query, f finding) ([]section, error) {
	filter, err := contractFilter(v, f)
	if err != nil {
		return nil, err
	}
	totals, err := q.ContractTotals(filter)
	if err != nil || len(totals) == 0 {
		return nil, err
	}
	year := strconv.Itoa(totals[0].Year)
	g := grid{Columns: []heading{
		{v.T("column.side"), "c-title"}, {v.T("contracts.title"), "num"}, {v.T("contracts.dueInYear", "year", year), "num"},
		{v.T("contracts.paidInYear", "year", year), "num"}, {v.T("rents.arrears"), "num"},
	}}
	for _, t := range totals {
		of := func(pairs ...string) string {
			return f.refined("contracts", contractFilters, append(pairs, "side", string(t.Side))...)
		}
		late := paid(t.Arrears)
		if t.Late > 0 {
			late = late.sums(of("arrears", "yes"), "arrears")
			late.Mark, late.Note = "late", v.T("contracts.late", "n", t.Late)
		}
		n := v.counted(t.Contracts)
		n.Link = of()
		g.Rows = append(g.Rows, []cell{
			said(v.Label(t.Side, string(t.Side))), n,
			paid(t.DueInYear).sums(of("year", year), "dueInYear"), paid(t.PaidInYear).sums(of("year", year), "paidInYear"), late,
		})
	}
	return []section{{ID: "totals", Title: v.T("contracts.totals", "today", v.today.String()), Tables: []grid{g}}}, nil
}

// arrears is the choice of contracts in arrears.
type arrears string

// Codes lists the choice with its name.
func (arrears) Codes() []domain.Code {
	return []domain.Code{{Code: "yes", English: "in arrears", Chinese: "有拖欠"}}
}

// contractSubject is what a contract is called: its kind, and what it is about.
func contractSubject(c projections.Contract) bilingual {
	about := bilingual{c.About, c.About}
	for i, a := range c.Assets {
		if c.About != "" {
			break
		}
		if i > 0 {
			about.English, about.Chinese = about.English+", ", about.Chinese+"、"
		}
		_, id := domain.SplitStream(a.Stream)
		if a.Name != "" {
			id = a.Name
		}
		about.English, about.Chinese = about.English+id, about.Chinese+id
	}
	if c.Kind == "" {
		return bilingual{}
	}
	english := newVoice(domain.English, nil)
	return bilingual{english.Label(c.Kind, string(c.Kind)) + ": " + about.English, domain.Label(c.Kind, string(c.Kind), domain.Chinese) + "：" + about.Chinese}
}

// standing is how a contract stands today.
func (v voice) standing(c projections.Contract) cell {
	s := cell{Text: v.Label(c.Standing, string(c.Standing)), Mark: "open"}
	if c.Standing == projections.Over {
		s.Mark = "closed"
	}
	if !c.Ended.IsZero() {
		s.Note = c.Ended.String()
	}
	if c.Arrears > 0 {
		s.Text, s.Mark = v.T("contract.inArrears"), "late"
	}
	return s
}

// shownContract is the JSON of a contract with its schedule and its payments.
type shownContract struct {
	projections.Contract
	Schedule   []projections.Instalment `json:"schedule"`
	Payments   []projections.Instalment `json:"payments"`
	Amendments []string                 `json:"amendments,omitempty"`
}

// oneContract is one of them.
var oneContract = item[shownContract]{
	category: "contract", listing: "contracts", member: "contract",
	english: "one contract as it stands, with what is due, what was paid and what it rests on, and its history",
	read: func(q *projections.Query, v *visit, id string) (k shownContract, shown shownItem, err error) {
		if k.Contract, err = q.Contract(domain.StreamOf("contract", id), v.today); err != nil {
			return k, shown, err
		}
		if k.Schedule, err = q.Schedule(k.Stream); err != nil {
			return k, shown, err
		}
		if k.Payments, err = q.Payments(k.Stream); err != nil {
			return k, shown, err
		}
		if k.Amendments, err = q.Amendments(k.Stream); err != nil {
			return k, shown, err
		}
		shown = shownItem{
			Title: contractSubject(k.Contract).In(v.lang), Origin: k.Origin, Badges: []cell{v.standing(k.Contract)},
			Facts: append(v.ownerFacts("contracts", k.Owner), v.contractFacts(k.Contract)...),
		}
		shown.Sections, err = contractSections(q, v, k)
		return k, shown, err
	},
}

func (v voice) contractFacts(c projections.Contract) []fact {
	facts := []fact{
		{v.T("column.kind"), said(v.Label(c.Kind, string(c.Kind)))},
		{v.T("column.party"), said(v.party(c.Party))},
	}
	for _, a := range c.Assets {
		_, id := domain.SplitStream(a.Stream)
		link := cell{Text: id, Link: "/assets/" + id}
		if a.Name != "" {
			link.Text = a.Name
		}
		facts = append(facts, fact{v.T("column.asset"), link})
	}
	facts = append(facts, fact{v.T("column.signed"), dated(c.Signed)}, fact{v.T("column.firstDay"), dated(c.From)})
	if !c.To.IsZero() {
		facts = append(facts, fact{v.T("column.lastDay"), dated(c.To)})
	}
	if !c.Ended.IsZero() {
		facts = append(facts, fact{v.T("column.ended"), cell{Text: c.Ended.String(), Note: domain.Label(c.Why, string(c.Why), v.lang)}})
	}
	if c.Breaches > 0 {
		facts = append(facts, fact{v.T("contract.breaches"), v.counted(c.Breaches)})
	}
	if c.PutRight {
		facts = append(facts, fact{v.T("contract.putRight"), said(v.T("yes"))})
	}
	return facts
}

func contractSections(q *projections.Query, v *visit, k shownContract) ([]section, error) {
	account := []figure{
		amount("total", v.T("column.contractTotal"), k.Total), amount("due", v.T("column.dueSoFar"), k.Due),
		amount("paid", v.T("column.paidSoFar"), k.Paid), amount("arrears", v.T("column.arrears"), k.Arrears),
	}
	if k.Arrears > 0 {
		account[3].Key = "overdue"
	}
	grounds, err := deal{k.Decision, k.Tender, k.Appraised, domain.Date{}, k.Judged}.grounds(q, v)
	if err != nil {
		return nil, err
	}
	for i, decision := range k.Amendments {
		c, err := subjectCell(q, v, decision)
		if err != nil {
			return nil, err
		}
		grounds = append(grounds, []cell{said(v.T("contract.amendment", "number", strconv.Itoa(i+1))), missing(v, c), {}})
	}
	payments := grid{
		Title: v.T("contract.payments"), Empty: v.T("contract.noPayments"),
		Columns: []heading{{v.T("column.paidOn"), "c-title"}, {v.T("column.sum"), "num"}},
	}
	for _, p := range k.Payments {
		payments.Rows = append(payments.Rows, []cell{dated(p.Day), paid(p.Amount)})
	}
	return []section{
		{ID: "account", Title: v.T("contract.account", "today", v.today.String()), Figures: account, Tables: []grid{scheduleGrid(v, k), payments}},
		{ID: "lawful", Title: v.T("contract.lawful"), Tables: []grid{{Columns: v.groundsColumns(), Rows: grounds}}},
	}, nil
}

// scheduleGrid is what is due under a contract, and how each instalment stands:
// payments cover the earliest first.
func scheduleGrid(v *visit, k shownContract) grid {
	g := grid{Title: v.T("contract.schedule"), Columns: []heading{
		{v.T("column.dueOn"), "c-title"}, {v.T("column.sum"), "num"}, {v.T("column.covered"), "num"}, {v.T("column.standing"), "c-status"},
	}}
	left := k.Paid
	for _, i := range k.Schedule {
		if i.Void {
			g.Rows = append(g.Rows, []cell{dated(i.Day), paid(i.Amount), {}, {Text: v.T("instalment.void"), Mark: "closed"}})
			continue
		}
		covered := min(left, i.Amount)
		left -= covered
		s := cell{Text: v.T("instalment.toCome"), Mark: "open"}
		switch {
		case covered == i.Amount:
			s = cell{Text: v.T("instalment.paid"), Mark: "solved"}
		case i.Day.Before(v.today):
			s = cell{Text: v.T("instalment.late"), Mark: "late"}
		case i.Day == v.today:
			s = cell{Text: v.T("instalment.due"), Mark: "open"}
		}
		g.Rows = append(g.Rows, []cell{dated(i.Day), paid(i.Amount), paid(covered), s})
	}
	return g
}
