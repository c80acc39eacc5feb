package projections

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/debt"
)

// debtsView is what collectives owe, and what is owed to them. A counterparty who
// is a person has no name here.
var debtsView = &view{
	name:       "debts",
	version:    2,
	categories: []string{"debt"},
	tables: []table{{
		name: "debt",
		columns: []column{
			{"owner", textColumn}, {"direction", textColumn}, {"nature", textColumn}, {"counterparty", textColumn}, {"purpose", textColumn},
			{"amount", integerColumn}, {"settled", integerColumn}, {"written_off", integerColumn}, {"left_over", integerColumn},
			{"due", optionColumn}, {"decision", textColumn},
		},
		indexes: []string{"owner, direction", "decision WHERE decision <> ''"},
	}, {
		name:    "debt_write_off",
		columns: []column{{"decision", textColumn}},
		indexes: []string{"decision"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		d := state.(debt.Debt)
		to.put(0,
			d.Owner, string(d.Direction), string(d.Nature), d.Organisation, d.Purpose,
			int64(d.Amount), int64(d.Settled), int64(d.WrittenOff), int64(d.Left()),
			storedDay(d.Due), d.Decision,
		)
		for _, decision := range d.WriteOffs {
			to.put(1, decision)
		}
	},
}

// Debt is one debt as it stands.
type Debt struct {
	Origin
	ID string `json:"id"`
	Owner
	Direction debt.Direction `json:"direction"`
	Nature    debt.Nature    `json:"nature"`
	// Counterparty is an organisation; "" for a person, whose name is not
	// public.
	Counterparty string       `json:"counterparty,omitzero"`
	Purpose      string       `json:"purpose"`
	Amount       domain.Money `json:"amount"`
	// Settled is what was repaid or collected, WrittenOff what was given up, and
	// Left what is neither.
	Settled    domain.Money `json:"settled"`
	WrittenOff domain.Money `json:"writtenOff"`
	Left       domain.Money `json:"left"`
	// Due may be no date.
	Due      domain.Date `json:"due,omitzero"`
	Decision string      `json:"decision,omitzero"`
}

// Late reports whether something is left after the day on which it was due.
func (d Debt) Late(today domain.Date) bool {
	return d.Left > 0 && !d.Due.IsZero() && today.After(d.Due)
}

// DebtStanding is how a debt stands on a day.
type DebtStanding string

// The standings of a debt. What is late is open too.
const (
	OpenDebt    DebtStanding = "open"
	LateDebt    DebtStanding = "late"
	SettledDebt DebtStanding = "settled"
)

// Codes lists the standings with their names.
func (DebtStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OpenDebt), English: "open", Chinese: "未结清"},
		{Code: string(LateDebt), English: "late", Chinese: "已逾期"},
		{Code: string(SettledDebt), English: "settled or written off", Chinese: "已结清或核销"},
	}
}

// DebtFilter chooses debts; its zero value is all of them.
type DebtFilter struct {
	Owners
	Direction, Nature Match
	Standing          DebtStanding
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in purposes and in the names of organisations, as a
	// part.
	Text string
}

func (f DebtFilter) conditions() conditions {
	c := onDay(f.Today)
	f.Owners.add(&c, "b")
	c.match("b.direction", f.Direction)
	c.match("b.nature", f.Nature)
	switch f.Standing {
	case OpenDebt:
		c.add(`b.left_over > 0`)
	case LateDebt:
		c.add(`b.left_over > 0 AND b.due < ?1`)
	case SettledDebt:
		c.add(`b.left_over = 0`)
	}
	c.search(f.Text, "b.purpose", "b.counterparty")
	return c
}

var debtOrders = map[string]string{
	"left":       `b.left_over DESC, b.begun`,
	"amount":     `b.amount DESC, b.begun`,
	"dueDay":     `b.due IS NULL, b.due, b.begun`,
	"collective": `COALESCE(o.name, b.owner), b.owner, b.begun`,
}

var (
	debtTables  = joined{`debt b`, placeTables(`b.owner`)}
	debtColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.owner, ` + placeColumns + `,
	b.direction, b.nature, b.counterparty, b.purpose, b.amount, b.settled, b.written_off, b.left_over, b.due, b.decision`
)

func scanDebt(s scan) (d Debt, err error) {
	err = s(slices.Concat([]any{&d.Origin}, d.Owner.scanned(), []any{
		&d.Direction, &d.Nature, &d.Counterparty, &d.Purpose, &d.Amount, &d.Settled, &d.WrittenOff, &d.Left, &d.Due, &d.Decision,
	})...)
	_, d.ID = domain.SplitStream(d.Stream)
	return d, err
}

// Debts is a page of the debts that a filter gives, in an order: left or amount
// (the greatest first), dueDay (the earliest first), or collective; and how many there
// are in all.
func (q *Query) Debts(f DebtFilter, order string, p Page) ([]Debt, int, error) {
	by, err := orderOf("debts", debtOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, debtTables, debtColumns, f.conditions(), by, p, scanDebt)
}

// Debt is the debt of a stream, or [ErrNotFound].
func (q *Query) Debt(stream string) (Debt, error) {
	return only(list(q, `SELECT `+debtColumns+` FROM `+debtTables.all()+` WHERE b.stream = ?`, []any{stream}, scanDebt))
}

// DebtTotal is the debts of a direction together.
type DebtTotal struct {
	Direction debt.Direction `json:"direction"`
	// Debts is how many are open, Left what is left of them, and Late the part
	// of it that is late on the day.
	Debts int          `json:"debts"`
	Left  domain.Money `json:"left"`
	Late  domain.Money `json:"late"`
}

// DebtTotals are the open debts that a filter gives together, by direction.
func (q *Query) DebtTotals(f DebtFilter) ([]DebtTotal, error) {
	c := f.conditions()
	return list(q, `SELECT b.direction, SUM(b.left_over > 0), SUM(b.left_over), SUM(CASE WHEN b.due < ?1 THEN b.left_over ELSE 0 END)
		FROM debt b`+c.sql()+` GROUP BY b.direction ORDER BY b.direction`, c.args,
		func(s scan) (t DebtTotal, err error) {
			err = s(&t.Direction, &t.Debts, &t.Left, &t.Late)
			return t, err
		})
}
