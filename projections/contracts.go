package projections

import (
	"cmp"
	"database/sql/driver"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
)

// contractsView is the contracts of collectives, with what is due and was paid.
// A party that is a person has no name here.
var contractsView = &view{
	name:       "contracts",
	version:    2,
	categories: []string{"contract"},
	tables: []table{{
		name: "contract",
		columns: append([]column{
			{"owner", textColumn}, {"kind", textColumn}, {"about", textColumn}, {"party", textColumn}, {"signed", integerColumn},
			{"first_day", integerColumn}, {"last_day", optionColumn}, {"total", integerColumn}, {"paid", integerColumn},
			{"decision", textColumn}, {"tender", textColumn}, {"appraised", integerColumn}, {"ended", optionColumn}, {"why", textColumn},
			{"breaches", integerColumn}, {"put_right", integerColumn},
		}, weighingColumns...),
		indexes: []string{"owner, kind", "tender WHERE tender <> ''", "decision WHERE decision <> ''"},
	}, {
		name:    "contract_asset",
		columns: []column{{"asset", textColumn}},
		indexes: []string{"asset"},
	}, {
		// What is due after the last day of a contract that ended does not count.
		name:    "contract_due",
		columns: []column{{"due", integerColumn}, {"amount", integerColumn}, {"counts", integerColumn}},
	}, {
		name:    "contract_payment",
		columns: []column{{"day", integerColumn}, {"amount", integerColumn}},
	}, {
		// The decisions of its amendments, "" for one that rests on none.
		name:    "contract_amendment",
		columns: []column{{"decision", textColumn}},
		indexes: []string{"decision WHERE decision <> ''"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		c := state.(contract.Contract)
		to.put(0, slices.Concat([]driver.Value{
			c.Owner, string(c.Kind), c.About, c.Organisation, dayNumber(c.Signed),
			dayNumber(c.From), storedDay(c.To), int64(c.Total), int64(c.Paid),
			c.Decision, c.Tender, int64(c.Appraised), storedDay(c.Ended), string(c.Why),
			storedInt(c.Breaches), storedFlag(c.PutRight),
		}, storedWeighing(c.Judged))...)
		for _, a := range c.Assets {
			to.put(1, a)
		}
		for _, i := range c.Schedule {
			to.put(2, dayNumber(i.Due), int64(i.Amount), storedFlag(c.Ended.IsZero() || !i.Due.After(c.Ended)))
		}
		for _, p := range c.Payments {
			to.put(3, dayNumber(p.Due), int64(p.Amount))
		}
		for _, decision := range c.Amendments {
			to.put(4, decision)
		}
	},
}

// Contract is one contract as it stands, and its account on a day.
type Contract struct {
	Origin
	ID string `json:"id"`
	Owner
	Kind domain.ContractKind `json:"kind"`
	// About is what it is about, Assets are those that it lets, sells or names;
	// either may be missing.
	About  string    `json:"about,omitzero"`
	Assets AssetRefs `json:"assets,omitempty"`
	// Party is the organisation that it is signed with; "" where it is signed
	// with a person, whose name is not public.
	Party string `json:"party,omitzero"`
	// From and To are its first and last day; To may be no date.
	Signed domain.Date `json:"signed"`
	From   domain.Date `json:"from"`
	To     domain.Date `json:"to,omitzero"`
	// Total is all that is due under it, Due what was due until the end of the
	// day, Paid what was paid by then, and Arrears what was due before the day
	// and is not paid.
	Total   domain.Money `json:"total"`
	Due     domain.Money `json:"due"`
	Paid    domain.Money `json:"paid"`
	Arrears domain.Money `json:"arrears"`
	// DueInYear and PaidInYear are what of it fell due and was paid in Year, until
	// the day: the year that was asked for, or that of the day.
	Year       int          `json:"year"`
	DueInYear  domain.Money `json:"dueInYear"`
	PaidInYear domain.Money `json:"paidInYear"`
	// Decision and Tender are those that it rests on, or "".
	Decision  string       `json:"decision,omitzero"`
	Tender    string       `json:"tender,omitzero"`
	Appraised domain.Money `json:"appraised,omitzero"`
	// Ended is the last day of a contract that was ended, and Why the reason.
	Ended    domain.Date      `json:"ended,omitzero"`
	Why      domain.EndReason `json:"why,omitzero"`
	Breaches int              `json:"breaches,omitzero"`
	PutRight bool             `json:"putRight,omitzero"`
	// Judged is what it was held against, as a whole.
	Judged Weighing `json:"judged"`
	// Standing is how it stands on the day.
	Standing Standing `json:"standing"`
}

// Standing is how a contract stands on a day.
type Standing string

// The standings.
const (
	ToCome  Standing = "to-come"
	Running Standing = "running"
	Over    Standing = "over"
)

// Codes lists the standings with their names.
func (Standing) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ToCome), English: "not begun", Chinese: "尚未开始"},
		{Code: string(Running), English: "running", Chinese: "履行中"},
		{Code: string(Over), English: "over", Chinese: "已结束"},
	}
}

// ContractSide is whether a contract brings money in or spends it.
type ContractSide string

// The sides.
const (
	ComesIn ContractSide = "in"
	GoesOut ContractSide = "out"
)

// Codes lists the sides with their names.
func (ContractSide) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ComesIn), English: "comes in: leases and sales", Chinese: "收入：出租发包、资产转让"},
		{Code: string(GoesOut), English: "goes out: works, purchases, services and others", Chinese: "支出：工程、采购、服务及其他"},
	}
}

// Instalment is an amount of a day: due, or paid.
type Instalment struct {
	Day    domain.Date  `json:"day"`
	Amount domain.Money `json:"amount"`
	// Void says of what would have been due that the contract ended before.
	Void bool `json:"void,omitzero"`
}

// ContractFilter chooses contracts; its zero value is all of them.
type ContractFilter struct {
	Owners
	Kind, Standing Match
	Side           ContractSide
	// Year is those of which something fell due or was paid in a year, until Today; 0
	// for all.
	Year int
	// Arrears is those in arrears on Today.
	Arrears bool
	// Tender and Asset are streams that it rests on or names.
	Tender, Asset Match
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in what it is about, in the names of its assets and
	// of the organisation that it is signed with, as a part.
	Text string
}

// contractTitle is what a contract is about: in words, or else its assets, or
// else with whom it is.
const contractTitle = `CASE WHEN k.about <> '' THEN k.about ELSE COALESCE(
	(SELECT group_concat(a.name, '、' ORDER BY x.n) FROM contract_asset x JOIN asset a ON a.stream = x.asset WHERE x.begun = k.begun), k.party) END`

// What a contract comes to on the day of a query, and how it stands.
const (
	contractDue      = `(SELECT COALESCE(SUM(s.amount), 0) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due <= ?1)`
	contractPaid     = `(SELECT COALESCE(SUM(p.amount), 0) FROM contract_payment p WHERE p.begun = k.begun AND p.day <= ?1)`
	contractOwed     = `(SELECT COALESCE(SUM(s.amount), 0) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due < ?1)`
	contractArrears  = `MAX(0, ` + contractOwed + ` - ` + contractPaid + `)`
	contractStanding = `CASE WHEN COALESCE(k.ended, k.last_day) < ?1 THEN 'over' WHEN k.first_day > ?1 THEN 'to-come' ELSE 'running' END`
)

// What of a contract falls into the year of a query, which is from ?2 until ?3.
const (
	contractDueInYear  = `(SELECT COALESCE(SUM(s.amount), 0) FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due BETWEEN ?2 AND ?3)`
	contractPaidInYear = `(SELECT COALESCE(SUM(p.amount), 0) FROM contract_payment p WHERE p.begun = k.begun AND p.day BETWEEN ?2 AND ?3)`
)

// contractSide is the side of a contract, which is that of what is owed under it.
var contractSide = `CASE CASE k.kind ` + contractSides() + ` END WHEN '` + string(OwedReceivable) + `' THEN '` + string(ComesIn) + `' ELSE '` + string(GoesOut) + `' END`

// year is the one that sums of a year are of.
func (f ContractFilter) year() int { return cmp.Or(f.Year, f.Today.Year) }

func (f ContractFilter) conditions() conditions {
	c := onDay(f.Today)
	first, last := domain.NewDate(f.year(), 1, 1), domain.NewDate(f.year(), 12, 31)
	c.add(`?2 IS NOT NULL AND ?3 IS NOT NULL`, dayNumber(first), min(dayNumber(last), dayNumber(f.Today)))
	if f.Year != 0 {
		c.add(`(EXISTS (SELECT 1 FROM contract_due s WHERE s.begun = k.begun AND s.counts = 1 AND s.due BETWEEN ?2 AND ?3)
			OR EXISTS (SELECT 1 FROM contract_payment p WHERE p.begun = k.begun AND p.day BETWEEN ?2 AND ?3))`)
	}
	if f.Side != "" {
		c.add(contractSide+` = ?`, string(f.Side))
	}
	f.Owners.add(&c, "k")
	c.match("k.kind", f.Kind)
	c.match(contractStanding, f.Standing)
	c.match("k.tender", f.Tender)
	if f.Arrears {
		c.add(contractArrears + ` > 0`)
	}
	if s, chosen := f.Asset.Value(); chosen {
		c.add(`k.begun IN (SELECT begun FROM contract_asset WHERE asset = ?)`, s)
	}
	c.search(f.Text, "k.about", "k.party", `(SELECT group_concat(a.name) FROM contract_asset x JOIN asset a ON a.stream = x.asset WHERE x.begun = k.begun)`)
	return c
}

var contractOrders = map[string]string{
	"signed":     `k.signed DESC, k.begun DESC`,
	"total":      `k.total DESC, k.begun`,
	"arrears":    contractArrears + ` DESC, k.begun`,
	"collective": `COALESCE(o.name, k.owner), k.owner, k.begun`,
}

var contractTables = joined{`contract k`, placeTables(`k.owner`)}

var contractColumns = `k.stream, k.revision, k.position, k.recorded_at, k.corrections, k.owner, ` + placeColumns + `,
	k.kind, k.about, ` + assetRefs("contract_asset", "k") + `, k.party, k.signed, k.first_day, k.last_day, k.total,
	` + contractDue + `, ` + contractPaid + `, ` + contractArrears + `, ` + contractDueInYear + `, ` + contractPaidInYear + `,
	k.decision, k.tender, k.appraised, k.ended, k.why, k.breaches, k.put_right, ` + contractStanding + `, ` + names(weighingColumns)

func scanContract(year int) func(scan) (Contract, error) {
	return func(s scan) (c Contract, err error) {
		c.Year = year
		err = s(slices.Concat([]any{&c.Origin}, c.Owner.scanned(), []any{
			&c.Kind, &c.About, &c.Assets, &c.Party, &c.Signed, &c.From, &c.To, &c.Total, &c.Due, &c.Paid, &c.Arrears, &c.DueInYear, &c.PaidInYear,
			&c.Decision, &c.Tender, &c.Appraised, &c.Ended, &c.Why, &c.Breaches, &c.PutRight, &c.Standing,
		}, scannedWeighing(&c.Judged))...)
		_, c.ID = domain.SplitStream(c.Stream)
		return c, err
	}
}

// Contracts is a page of the contracts that a filter gives, in an order: signed
// (the last first), total or arrears (the greatest first), or collective; and how many
// there are in all.
func (q *Query) Contracts(f ContractFilter, order string, p Page) ([]Contract, int, error) {
	by, err := orderOf("contracts", contractOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, contractTables, contractColumns, f.conditions(), by, p, scanContract(f.year()))
}

// Contract is the contract of a stream on a day, or [ErrNotFound].
func (q *Query) Contract(stream string, today domain.Date) (Contract, error) {
	f := ContractFilter{Today: today}
	c := f.conditions()
	c.add(`k.stream = ?`, stream)
	return only(list(q, `SELECT `+contractColumns+` FROM `+contractTables.all()+c.sql(), c.args, scanContract(f.year())))
}

// Schedule is what is due under a contract, in order.
func (q *Query) Schedule(contract string) ([]Instalment, error) {
	return list(q, `SELECT s.due, s.amount, s.counts = 0 FROM contract k JOIN contract_due s ON s.begun = k.begun WHERE k.stream = ? ORDER BY s.n`,
		[]any{contract}, scanInstalment)
}

// Payments are those under a contract, in the order in which they were recorded.
func (q *Query) Payments(contract string) ([]Instalment, error) {
	return list(q, `SELECT p.day, p.amount, 0 FROM contract k JOIN contract_payment p ON p.begun = k.begun WHERE k.stream = ? ORDER BY p.n`,
		[]any{contract}, scanInstalment)
}

func scanInstalment(s scan) (i Instalment, err error) {
	err = s(&i.Day, &i.Amount, &i.Void)
	return i, err
}

// Amendments are the decisions that the amendments of a contract rest on, in
// order, "" for one that rests on none.
func (q *Query) Amendments(contract string) ([]string, error) {
	return list(q, `SELECT x.decision FROM contract k JOIN contract_amendment x ON x.begun = k.begun WHERE k.stream = ? ORDER BY x.n`,
		[]any{contract}, func(s scan) (decision string, err error) {
			err = s(&decision)
			return decision, err
		})
}

// ContractTotal is some contracts of one side together.
type ContractTotal struct {
	Side      ContractSide `json:"side"`
	Contracts int          `json:"contracts"`
	// Total, Due, Paid and Arrears are as of a [Contract], under Late of them.
	Total   domain.Money `json:"total"`
	Due     domain.Money `json:"due"`
	Paid    domain.Money `json:"paid"`
	Arrears domain.Money `json:"arrears"`
	Late    int          `json:"late"`
	// DueInYear and PaidInYear are of Year, until the day.
	Year       int          `json:"year"`
	DueInYear  domain.Money `json:"dueInYear"`
	PaidInYear domain.Money `json:"paidInYear"`
}

// ContractTotals are the contracts that a filter gives together, those that bring in
// first: what comes in and what goes out are never added up.
func (q *Query) ContractTotals(f ContractFilter) ([]ContractTotal, error) {
	c := f.conditions()
	return list(q, `SELECT side, COUNT(*), SUM(total), SUM(due), SUM(paid), SUM(MAX(0, owed - paid)), SUM(owed > paid), SUM(due_in_year), SUM(paid_in_year) FROM (
			SELECT `+contractSide+` AS side, k.total AS total, `+contractDue+` AS due, `+contractPaid+` AS paid, `+contractOwed+` AS owed,
				`+contractDueInYear+` AS due_in_year, `+contractPaidInYear+` AS paid_in_year FROM contract k`+c.sql()+`) GROUP BY side ORDER BY side`, c.args,
		func(s scan) (t ContractTotal, err error) {
			t.Year = f.year()
			err = s(&t.Side, &t.Contracts, &t.Total, &t.Due, &t.Paid, &t.Arrears, &t.Late, &t.DueInYear, &t.PaidInYear)
			return t, err
		})
}

// ContractYears are the years from the first contract until a day, the last first.
func (q *Query) ContractYears(until domain.Date) ([]int, error) {
	first, err := list(q, `SELECT MIN(signed) FROM contract`, nil, func(s scan) (first domain.Date, err error) {
		err = s(&first)
		return first, err
	})
	var years []int
	if err == nil && !first[0].IsZero() {
		for y := until.Year; y >= first[0].Year; y-- {
			years = append(years, y)
		}
	}
	return years, err
}
