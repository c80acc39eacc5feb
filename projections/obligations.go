package projections

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/rules"
)

// ObligationKind says what is owed.
type ObligationKind string

// The kinds.
const (
	OwedRequest       ObligationKind = "request"       // a request is to be closed
	OwedAnswer        ObligationKind = "objection"     // an objection to a decision is to be answered
	OwedRosterAnswer  ObligationKind = "roster"        // an objection to a roster is to be answered
	OwedResults       ObligationKind = "results"       // the results of a decision are to be disclosed
	OwedReceivable    ObligationKind = "receivable"    // a payment to the collective under a lease or a sale
	OwedPayable       ObligationKind = "payable"       // a payment by the collective under another contract
	OwedCollection    ObligationKind = "collection"    // a debt is to be collected
	OwedRepayment     ObligationKind = "repayment"     // a debt is to be repaid
	OwedReform        ObligationKind = "reform"        // a reform is to be completed
	OwedRectification ObligationKind = "rectification" // what an audit found is to be put right
	OwedReport        ObligationKind = "audit-report"  // the report of an audit is to be disclosed
	OwedActivity      ObligationKind = "activity"      // an activity of a month is to be held
	OwedImprovement   ObligationKind = "improvement"   // a community is to be improved
	OwedProject       ObligationKind = "project"       // a project of the year is to be completed
)

// Codes lists the kinds with their names.
func (ObligationKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OwedRequest), English: "request to be closed", Chinese: "诉求待办结"},
		{Code: string(OwedAnswer), English: "objection to be answered", Chinese: "异议待答复"},
		{Code: string(OwedRosterAnswer), English: "objection to a roster to be answered", Chinese: "名册异议待答复"},
		{Code: string(OwedResults), English: "results to be published", Chinese: "实施结果待公开"},
		{Code: string(OwedReceivable), English: "payment to be received", Chinese: "合同应收款"},
		{Code: string(OwedPayable), English: "payment to be made", Chinese: "合同应付款"},
		{Code: string(OwedCollection), English: "debt to be collected", Chinese: "债权待收回"},
		{Code: string(OwedRepayment), English: "debt to be repaid", Chinese: "债务待偿还"},
		{Code: string(OwedReform), English: "reform to be completed", Chinese: "改革待完成"},
		{Code: string(OwedActivity), English: "activity to be held", Chinese: "活动待开展"},
		{Code: string(OwedImprovement), English: "community to be improved", Chinese: "社区待整顿提升"},
		{Code: string(OwedProject), English: "project to be completed", Chinese: "项目待完成"},
		{Code: string(OwedRectification), English: "audit finding to be put right", Chinese: "审计问题待整改"},
		{Code: string(OwedReport), English: "audit report to be disclosed", Chinese: "审计报告待公开"},
	}
}

// Obligation is something that is owed by a day and not done: one row for each
// thing that is to be done, but for payments, which are one for a contract, due
// since the earliest day of which something is unpaid.
type Obligation struct {
	Origin
	Kind ObligationKind `json:"kind"`
	// Title is what it is about, in Chinese; the English may be empty.
	Title        string `json:"title"`
	TitleEnglish string `json:"titleEnglish,omitzero"`
	// Unit is the community, village or collective that it belongs to, by its
	// stream, with its names, its community and its town; empty where the places
	// are not on record.
	Unit            string `json:"unit,omitzero"`
	UnitName        string `json:"unitName,omitzero"`
	UnitNameEnglish string `json:"unitNameEnglish,omitzero"`
	Within
	// Due is the day by the end of which it is due.
	Due domain.Date `json:"due"`
	// Amount is what AmountIs says; 0 for what has none.
	Amount   domain.Money `json:"amount,omitzero"`
	AmountIs OwedAmount   `json:"amountIs,omitzero"`
}

// OwedAmount says what the amount of an obligation is.
type OwedAmount string

// The amounts.
const (
	AmountToPay      OwedAmount = "to-be-paid"      // due by the day under a contract, and not paid
	AmountLeft       OwedAmount = "left-of-debt"    // of a debt, and not repaid or collected
	AmountToPutRight OwedAmount = "to-be-put-right" // of a finding, and not put right
)

// Codes lists the amounts with their names.
func (OwedAmount) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(AmountToPay), English: "to be paid", Chinese: "待付"},
		{Code: string(AmountLeft), English: "left of the debt", Chinese: "债款余额"},
		{Code: string(AmountToPutRight), English: "to be put right", Chinese: "待整改金额"},
	}
}

// amountIs is what the amount of an obligation of the kind is, "" for a kind that
// has none.
func (k ObligationKind) amountIs() OwedAmount {
	switch k {
	case OwedReceivable, OwedPayable:
		return AmountToPay
	case OwedCollection, OwedRepayment:
		return AmountLeft
	case OwedRectification:
		return AmountToPutRight
	}
	return ""
}

// Overdue reports whether its day has passed.
func (o Obligation) Overdue(today domain.Date) bool { return today.After(o.Due) }

// ObligationFilter chooses obligations as of a day, Today.
type ObligationFilter struct {
	Today             domain.Date
	Kind              Match
	Town, Community   Match
	Overdue, Upcoming bool // those whose day has passed; those whose day has not
}

// owed is where obligations of some kinds are found.
type owed struct {
	kinds []ObligationKind
	// rows is what is owed, whatever the day, ?1, is: a payment under a contract is an
	// obligation from its day on, everything else as soon as its day is known.
	rows string
}

// obligationsOwed are all of them. Each is asked by itself, so that what changes
// in one does not have the others asked again.
var obligationsOwed = []owed{
	{[]ObligationKind{OwedRequest}, `SELECT 'request' AS kind, r.stream, r.revision, r.position, r.recorded_at, r.corrections,
		COALESCE(m.title, r.matter) AS title, COALESCE(m.title_english, '') AS title_english,
		CASE WHEN r.place = '' THEN '' ELSE 'community-' || r.place END AS unit, r.due AS due, 0 AS amount
	FROM request r LEFT JOIN matter m ON m.code = r.matter WHERE r.open = 1 AND r.due IS NOT NULL`},
	{[]ObligationKind{OwedAnswer}, `SELECT 'objection', d.stream, d.revision, d.position, d.recorded_at, d.corrections, d.title, d.title_english, d.owner, o.answer_by, 0
	FROM decision_objection o JOIN decision d ON d.begun = o.begun WHERE o.answered_on IS NULL`},
	{[]ObligationKind{OwedResults}, `SELECT 'results', d.stream, d.revision, d.position, d.recorded_at, d.corrections, d.title, d.title_english, d.owner, d.results_by, 0
	FROM decision d WHERE d.implemented_on IS NOT NULL AND d.results_on IS NULL AND d.results_by IS NOT NULL`},
	{[]ObligationKind{OwedReceivable, OwedPayable}, `SELECT CASE k.kind ` + contractSides() + ` END, k.stream, k.revision, k.position, k.recorded_at, k.corrections,
		` + contractTitle + `,
		'', k.owner,
		(SELECT MIN(s.due) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND
			k.paid < (SELECT SUM(e.amount) FROM contract_due e WHERE e.begun = k.begun AND e.counts = 1 AND e.due <= s.due)) AS due,
		(SELECT SUM(s.amount) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due <= ?1) - k.paid
	FROM contract k
	WHERE k.paid < (SELECT COALESCE(SUM(s.amount), 0) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due <= ?1)`},
	{[]ObligationKind{OwedCollection, OwedRepayment}, `SELECT CASE b.direction WHEN '` + string(debt.Receivable) + `' THEN 'collection' ELSE 'repayment' END,
		b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.purpose, '', b.owner, b.due, b.left_over
	FROM debt b WHERE b.due IS NOT NULL AND b.left_over > 0`},
	{[]ObligationKind{OwedRosterAnswer}, `SELECT 'roster', r.stream, r.revision, r.position, r.recorded_at, r.corrections, '', '', r.collective, r.due, 0
	FROM reform_objection o JOIN reform r ON r.begun = o.begun`},
	{[]ObligationKind{OwedReform}, `SELECT 'reform', r.stream, r.revision, r.position, r.recorded_at, r.corrections, '', '', r.collective, r.due, 0
	FROM reform r WHERE r.completed_on IS NULL`},
	{[]ObligationKind{OwedRectification}, `SELECT 'rectification', a.stream, a.revision, a.position, a.recorded_at, a.corrections, f.words, '', a.audited, f.due, f.amount - f.put_right
	FROM audit_finding f JOIN audit a ON a.begun = f.begun WHERE f.due IS NOT NULL`},
	{[]ObligationKind{OwedReport}, `SELECT 'audit-report', a.stream, a.revision, a.position, a.recorded_at, a.corrections, a.report, '', a.audited, a.disclose_by, 0
	FROM audit a WHERE a.disclose_by IS NOT NULL AND a.disclosed_on IS NULL`},
	{[]ObligationKind{OwedActivity}, `SELECT 'activity', a.stream, a.revision, a.position, a.recorded_at, a.corrections,
		a.month || ' ' || CASE a.kind ` + activityNames(domain.Chinese) + ` END || COALESCE(' · ' || p.name, ''),
		a.month || ' ' || CASE a.kind ` + activityNames(domain.English) + ` END || COALESCE(' · ' || CASE p.name_english WHEN '' THEN p.name ELSE p.name_english END, ''),
		COALESCE(p.place, a.organiser), a.last_day, 0
	FROM activity a LEFT JOIN partyorg p ON p.stream = a.organiser WHERE a.held IS NULL AND a.missed = ''`},
	{[]ObligationKind{OwedImprovement}, `SELECT 'improvement', c.stream, c.revision, c.position, c.recorded_at, c.corrections, '', '', c.stream, i.due, 0
	FROM improvement i JOIN place c ON c.begun = i.begun WHERE i.improved IS NULL AND c.merged = ''`},
	{[]ObligationKind{OwedProject}, `SELECT 'project', b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.title || COALESCE(' · ' || p.name, ''), '', COALESCE(p.place, b.owner), b.due, 0
	FROM project b LEFT JOIN partyorg p ON p.stream = b.owner WHERE ` + openProject},
}

// contractSides are the kinds of obligations under the kinds of contracts, as the
// branches of a CASE.
func contractSides() (branches string) {
	for _, k := range domain.ContractKind("").Codes() {
		side := OwedPayable
		if domain.ContractKind(k.Code).BringsIn() {
			side = OwedReceivable
		}
		branches += `WHEN '` + k.Code + `' THEN '` + string(side) + `' `
	}
	return branches
}

// activityNames are the names of the kinds of activities in a language, as the
// branches of a CASE.
func activityNames(lang domain.Lang) (branches string) {
	for _, k := range activity.Kind("").Codes() {
		branches += `WHEN '` + k.Code + `' THEN '` + domain.Label(activity.Kind(""), k.Code, lang) + `' `
	}
	return branches
}

// obligationRows begins a query of what is owed, b.
func (o owed) obligationRows() string {
	return `WITH b (kind, stream, revision, position, recorded_at, corrections, title, title_english, unit, due, amount) AS (` + o.rows + `) `
}

// obligationTables are the obligations with the places that they belong to.
var obligationTables = joined{`b`, placeTables(`b.unit`)}

const obligationColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.kind, b.title, b.title_english,
	b.unit, ` + placeColumns + `, b.due, b.amount`

// obligationOrder is an order, as SQLite has it and to put together what is owed
// here and there.
type obligationOrder struct {
	sql     string
	compare func(a, b Obligation) int
}

var (
	obligationsByDue = obligationOrder{`b.due, b.position, b.title`, func(a, b Obligation) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Title, b.Title))
	}}
	obligationOrders = map[string]obligationOrder{
		"due": obligationsByDue,
		"amount": {`b.amount DESC, b.due, b.position, b.title`, func(a, b Obligation) int {
			return cmp.Or(cmp.Compare(b.Amount, a.Amount), obligationsByDue.compare(a, b))
		}},
		"place": {`COALESCE(ot.name, ''), COALESCE(oc.name, ''), COALESCE(o.name, ''), b.due, b.position, b.title`, func(a, b Obligation) int {
			return cmp.Or(cmp.Compare(a.TownName, b.TownName), cmp.Compare(a.CommunityName, b.CommunityName),
				cmp.Compare(a.UnitName, b.UnitName), obligationsByDue.compare(a, b))
		}},
	}
)

func (f ObligationFilter) where() conditions {
	c := onDay(f.Today)
	c.match(`b.kind`, f.Kind)
	c.inPlace(`b.unit`, f.Community, f.Town)
	if f.Overdue {
		c.add(`b.due < ?1`)
	}
	if f.Upcoming {
		c.add(`b.due >= ?1`)
	}
	return c
}

// Obligations is a page of what is owed and not done, in an order: due (the
// longest overdue first), amount or place; and how much there is in all.
func (q *Query) Obligations(f ObligationFilter, order string, p Page) (page []Obligation, total int, err error) {
	by, known := obligationOrders[order]
	if !known {
		return nil, 0, fmt.Errorf("projections: %q is no order of obligations", order)
	}
	if p, err = p.sized(); err != nil {
		return nil, 0, err
	}
	totals, err := q.ObligationTotals(f)
	if err != nil {
		return nil, 0, err
	}
	c := f.where()
	for _, o := range obligationsOwed {
		found := 0
		for _, t := range totals {
			if slices.Contains(o.kinds, t.Kind) {
				found += t.Count
			}
		}
		if total += found; found == 0 {
			continue
		}
		// The first of all are among the first of each.
		some, err := list(q, o.obligationRows()+`SELECT `+obligationColumns+` FROM (SELECT b.* FROM `+obligationTables.needed(c.sql(), by.sql)+c.sql()+
			` ORDER BY `+by.sql+` LIMIT ?) b`+obligationTables.joins, append(slices.Clone(c.args), p.Offset+p.Size), scanObligation)
		if err != nil {
			return nil, 0, err
		}
		page = append(page, some...)
	}
	slices.SortStableFunc(page, by.compare)
	return page[min(p.Offset, len(page)):min(p.Offset+p.Size, len(page))], total, nil
}

func scanObligation(s scan) (o Obligation, err error) {
	err = s(slices.Concat([]any{&o.Origin, &o.Kind, &o.Title, &o.TitleEnglish, &o.Unit, &o.UnitName, &o.UnitNameEnglish},
		o.Within.scanned(), []any{&o.Due, &o.Amount})...)
	o.AmountIs = o.Kind.amountIs()
	return o, err
}

// ObligationTotal is how much is owed of one kind.
type ObligationTotal struct {
	Kind ObligationKind `json:"kind"`
	// Count is all, Overdue those whose day has passed, and Amount what
	// AmountIs says.
	Count    int          `json:"count"`
	Overdue  int          `json:"overdue"`
	Amount   domain.Money `json:"amount,omitzero"`
	AmountIs OwedAmount   `json:"amountIs,omitzero"`
}

// ObligationTotals counts what a filter gives, by kind, in the order of the
// kinds; a kind of which nothing is owed is left out.
func (q *Query) ObligationTotals(f ObligationFilter) ([]ObligationTotal, error) {
	c := f.where()
	byKind := map[ObligationKind]ObligationTotal{}
	for _, o := range obligationsOwed {
		if kind, chosen := f.Kind.Value(); chosen && !slices.Contains(o.kinds, ObligationKind(kind)) {
			continue
		}
		found, err := list(q, o.obligationRows()+`SELECT b.kind, COUNT(*), SUM(b.due < ?1), SUM(b.amount) FROM `+
			obligationTables.needed(c.sql())+c.sql()+` GROUP BY b.kind`, c.args,
			func(s scan) (t ObligationTotal, err error) {
				err = s(&t.Kind, &t.Count, &t.Overdue, &t.Amount)
				t.AmountIs = t.Kind.amountIs()
				return t, err
			})
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			byKind[t.Kind] = t
		}
	}
	var all []ObligationTotal
	for _, kind := range ObligationKind("").Codes() {
		if t, found := byKind[ObligationKind(kind.Code)]; found {
			all = append(all, t)
		}
	}
	return all, nil
}

// OnObligation is the rule that says when something is due, in a language, as the
// rule set of a day has it; "" where there is none.
func (b Rulebook) OnObligation(kind ObligationKind, day domain.Date, lang domain.Lang) string {
	set := b.on(day)
	if set == nil {
		return ""
	}
	days := func(r rules.Rule[int], english, chinese string) string {
		if lang == domain.Chinese {
			return fmt.Sprintf(chinese, r.Value) + "（" + r.Basis(lang) + "）"
		}
		return fmt.Sprintf(english, r.Value) + " (" + r.Basis(lang) + ")"
	}
	says := func(english, chinese string) string {
		if lang == domain.Chinese {
			return chinese
		}
		return english
	}
	switch kind {
	case OwedRequest:
		return says("the time limit of the matter", "事项办理时限")
	case OwedAnswer:
		return days(set.Decisions.AnswerWithinWorkdays, "an objection is answered within %d working days", "异议须在%d个工作日内答复")
	case OwedResults:
		return days(set.Decisions.ResultsWithinWorkdays, "results are disclosed within %d working days", "实施结果须在%d个工作日内公开")
	case OwedReceivable, OwedPayable:
		return says("the day agreed in the contract", "合同约定的付款日")
	case OwedCollection, OwedRepayment:
		return says("the day agreed for the debt", "债权债务约定的到期日")
	case OwedRosterAnswer:
		return says("objections are answered before the roster is confirmed; ", "名册异议须在名册确认前答复；") + b.OnObligation(OwedReform, day, lang)
	case OwedReform:
		return days(set.Reform.CompleteWithinDays, "a reform takes %d days at most", "改革须在%d天内完成")
	case OwedImprovement:
		return days(set.Organisation.ImproveWithinDays, "a listed community is improved within %d days", "列入名单的社区须在%d天内整顿提升")
	case OwedActivity:
		return days(set.Publication.ActivityWeekOfMonth, "the activity week is week %d of the month", "党员活动周为每月第%d周") +
			days(set.Publication.DisclosureDayOfMonth, "; branch and sunshine days are on day %d of the month", "；支部生活日和阳光议事日为每月%d日")
	case OwedProject:
		return says("the day of its plan, or to which it was postponed", "项目计划期限，或延期后的期限")
	case OwedRectification:
		return days(set.Audit.RectifyWithinWorkdays, "a rectification is ordered for a day within %d working days", "责令整改的期限不超过%d个工作日")
	case OwedReport:
		return days(set.Audit.DiscloseWithinWorkdays, "a report is disclosed within %d working days", "审计报告须在%d个工作日内公开")
	}
	return ""
}
