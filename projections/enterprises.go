package projections

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
)

// enterprisesView is the businesses that are to raise the income of farmers, with
// what was put into each and what each paid out.
var enterprisesView = &view{
	name:       "enterprises",
	version:    2,
	categories: []string{"enterprise"},
	tables: []table{
		{
			name: "enterprise",
			columns: []column{
				{"kind", textColumn}, {"community", textColumn}, {"name", textColumn}, {"number", textColumn},
				{"registered_on", integerColumn}, {"year", integerColumn}, {"capital", integerColumn}, {"members", integerColumn}, {"farmers", integerColumn},
				{"paid_in", integerColumn}, {"from_collectives", integerColumn}, {"from_treasuries", integerColumn}, {"from_members", integerColumn},
				{"dividends", integerColumn}, {"closed_on", optionColumn}, {"reason", textColumn},
			},
			indexes: []string{"kind, year", "community"},
		},
		{
			name: "enterprise_contribution",
			columns: []column{
				{"paid_on", integerColumn}, {"source", textColumn}, {"payer", textColumn}, {"purpose", textColumn}, {"amount", integerColumn}, {"decision", textColumn},
			},
			indexes: []string{"decision", "payer"},
		},
		{
			name: "enterprise_dividend",
			columns: []column{
				{"paid_on", integerColumn}, {"year", integerColumn}, {"source", textColumn}, {"payee", textColumn}, {"amount", integerColumn},
			},
		},
	},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(enterprise.Enterprise)
		var collectives, treasuries, members, dividends domain.Money
		for _, c := range s.Contributions {
			switch c.Source {
			case enterprise.FromCollective:
				collectives += c.Amount
			case enterprise.FromMembers:
				members += c.Amount
			default:
				treasuries += c.Amount
			}
			to.put(1, storedDay(c.On), string(c.Source), c.From, string(c.Purpose), int64(c.Amount), c.Decision)
		}
		for _, d := range s.Dividends {
			dividends += d.Amount
			to.put(2, storedDay(d.On), storedInt(d.Year), string(d.Source), d.To, int64(d.Amount))
		}
		to.put(0,
			string(s.Kind), s.Community, s.Name, s.Number, storedDay(s.On), storedInt(s.On.Year), int64(s.Capital), storedInt(s.Members), storedInt(s.Farmers),
			int64(s.PaidIn()), int64(collectives), int64(treasuries), int64(members), int64(dividends), storedDay(s.Closed), s.Reason,
		)
	},
	sums: func(r record, n int64, to tally) {
		if _, closed := r.integer("closed_on"); !closed {
			to.group("kind", r.text("kind")).add(countOpen, 0, n)
		}
	},
}

// Enterprise is one enterprise as it stands.
type Enterprise struct {
	Origin
	ID   string          `json:"id"`
	Kind enterprise.Kind `json:"kind"`
	Name string          `json:"name"`
	// Number is that of its registration, and may be empty.
	Number string `json:"number,omitzero"`
	Within
	RegisteredOn domain.Date  `json:"registeredOn"`
	Capital      domain.Money `json:"capital"`
	// Members and Farmers are 0 where nobody counted them.
	Members int `json:"members,omitzero"`
	Farmers int `json:"farmers,omitzero"`
	Funding
	// ClosedOn is its last day, and Reason why, of one that was closed.
	ClosedOn domain.Date `json:"closedOn,omitzero"`
	Reason   string      `json:"reason,omitzero"`
}

// Funding is what was put into enterprises, and what they paid out.
type Funding struct {
	// PaidIn is what of the start-up capital was put in, Contributed all that
	// was, which is from collectives, treasuries and members.
	PaidIn          domain.Money `json:"paidIn"`
	Contributed     domain.Money `json:"contributed"`
	FromCollectives domain.Money `json:"fromCollectives"`
	// FromTreasuries is what came from towns and the county.
	FromTreasuries domain.Money `json:"fromTreasuries"`
	FromMembers    domain.Money `json:"fromMembers"`
	Dividends      domain.Money `json:"dividends"`
}

func (f *Funding) scanned() []any {
	return []any{&f.PaidIn, &f.Contributed, &f.FromCollectives, &f.FromTreasuries, &f.FromMembers, &f.Dividends}
}

// EnterpriseStanding is whether an enterprise goes on.
type EnterpriseStanding string

// The standings of an enterprise.
const (
	OpenEnterprise   EnterpriseStanding = "open"
	ClosedEnterprise EnterpriseStanding = "closed"
)

// Codes lists the standings with their names.
func (EnterpriseStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OpenEnterprise), English: "open", Chinese: "存续"},
		{Code: string(ClosedEnterprise), English: "closed", Chinese: "已注销"},
	}
}

// EntityKind is whether an enterprise counts among the new business entities.
type EntityKind string

// The kinds of entities.
const (
	NewEntity   EntityKind = "new"
	OtherEntity EntityKind = "other"
)

// Codes lists the kinds with their names.
func (EntityKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(NewEntity), English: "new business entity", Chinese: "新型经营主体"},
		{Code: string(OtherEntity), English: "other", Chinese: "其他"},
	}
}

// EnterpriseFilter chooses enterprises; its zero value is all of them.
type EnterpriseFilter struct {
	// Kind is a code, Year that of the registration; Town and Community are
	// streams.
	Kind, Year, Town, Community Match
	Standing                    EnterpriseStanding
	Entity                      EntityKind
	// Source is a code: those into which something was put from there.
	Source Match
	// Text is looked for in names and registration numbers, as a part.
	Text string
}

func (f EnterpriseFilter) conditions() (c conditions) {
	c.match(`b.kind`, f.Kind)
	c.match(`b.year`, f.Year)
	c.inPlace(`b.community`, f.Community, f.Town)
	switch f.Standing {
	case OpenEnterprise:
		c.add(`b.closed_on IS NULL`)
	case ClosedEnterprise:
		c.add(`b.closed_on IS NOT NULL`)
	}
	if f.Entity != "" {
		c.among(`b.kind`, enterprise.Kind("").Codes(), func(code string) bool { return enterprise.Kind(code).NewEntity() == (f.Entity == NewEntity) })
	}
	if source, chosen := f.Source.Value(); chosen {
		c.add(`EXISTS (SELECT 1 FROM enterprise_contribution x WHERE x.begun = b.begun AND x.source = ?)`, source)
	}
	c.search(f.Text, `b.name`, `b.number`)
	return c
}

var enterpriseOrders = map[string]string{
	"registered": `b.registered_on DESC, b.begun`,
	"name":       `b.name, b.begun`,
	"capital":    `b.capital DESC, b.begun`,
	"putIn":      putIn + ` DESC, b.begun`,
	"dividends":  `b.dividends DESC, b.begun`,
}

const (
	putIn          = `b.from_collectives + b.from_treasuries + b.from_members`
	fundingColumns = `b.paid_in, ` + putIn + `, b.from_collectives, b.from_treasuries, b.from_members, b.dividends`
)

var (
	enterpriseTables  = joined{`enterprise b`, placeTables(`b.community`)}
	enterpriseColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.kind, b.name, b.number, ` + withinColumns + `,
	b.registered_on, b.capital, b.members, b.farmers, ` + fundingColumns + `, b.closed_on, b.reason`
)

func scanEnterprise(s scan) (e Enterprise, err error) {
	err = s(slices.Concat([]any{&e.Origin, &e.Kind, &e.Name, &e.Number}, e.Within.scanned(),
		[]any{&e.RegisteredOn, &e.Capital, &e.Members, &e.Farmers}, e.Funding.scanned(), []any{&e.ClosedOn, &e.Reason})...)
	_, e.ID = domain.SplitStream(e.Stream)
	return e, err
}

// Enterprises is a page of the enterprises that a filter gives, in an order:
// registered (the latest first), name, or capital, putIn or dividends (the most
// first); and how many there are in all.
func (q *Query) Enterprises(f EnterpriseFilter, order string, p Page) ([]Enterprise, int, error) {
	by, err := orderOf("enterprises", enterpriseOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, enterpriseTables, enterpriseColumns, f.conditions(), by, p, scanEnterprise)
}

// Enterprise is the enterprise of a stream, or [ErrNotFound].
func (q *Query) Enterprise(stream string) (Enterprise, error) {
	return only(list(q, `SELECT `+enterpriseColumns+` FROM `+enterpriseTables.all()+` WHERE b.stream = ?`, []any{stream}, scanEnterprise))
}

// EnterpriseTotal is some enterprises together.
type EnterpriseTotal struct {
	// Key is a code, a year, or a stream, with its names, by what it was asked
	// for.
	Key         string `json:"key"`
	Name        string `json:"name,omitzero"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	// Enterprises is all of them, Open those that were not closed, and
	// Communities how many communities all of them lie in.
	Enterprises int          `json:"enterprises"`
	Open        int          `json:"open"`
	Communities int          `json:"communities"`
	Capital     domain.Money `json:"capital"`
	Funding
}

// NewEntities is how many new business entities are open among those of a kind.
func (t EnterpriseTotal) NewEntities() int {
	if enterprise.Kind(t.Key).NewEntity() {
		return t.Open
	}
	return 0
}

// Plus is the numbers and the sums of both. Communities are not added up: one may
// be in both.
func (t EnterpriseTotal) Plus(o EnterpriseTotal) EnterpriseTotal {
	return EnterpriseTotal{
		Enterprises: t.Enterprises + o.Enterprises, Open: t.Open + o.Open, Capital: t.Capital + o.Capital,
		Funding: Funding{
			t.PaidIn + o.PaidIn, t.Contributed + o.Contributed, t.FromCollectives + o.FromCollectives,
			t.FromTreasuries + o.FromTreasuries, t.FromMembers + o.FromMembers, t.Dividends + o.Dividends,
		},
	}
}

var enterpriseGroupings = map[string]grouping{
	"kind": byCode(`b.kind`), "year": byYear, "town": byTown, "community": byCommunity,
}

// EnterpriseTotals are the enterprises that a filter gives, by kind, year (of the
// registration, the latest first), town or community.
func (q *Query) EnterpriseTotals(f EnterpriseFilter, by string) ([]EnterpriseTotal, error) {
	g, err := groupingOf("enterprises", enterpriseGroupings, by)
	if err != nil {
		return nil, err
	}
	c := f.conditions()
	return list(q, `SELECT `+g.columns()+`, COUNT(*), SUM(b.closed_on IS NULL), COUNT(DISTINCT b.community), SUM(b.capital),
		SUM(b.paid_in), SUM(`+putIn+`), SUM(b.from_collectives), SUM(b.from_treasuries), SUM(b.from_members), SUM(b.dividends)
		FROM `+enterpriseTables.all()+c.sql()+g.sql(), c.args, func(s scan) (t EnterpriseTotal, err error) {
		err = s(append([]any{&t.Key, &t.Name, &t.NameEnglish, &t.Enterprises, &t.Open, &t.Communities, &t.Capital}, t.Funding.scanned()...)...)
		return t, err
	})
}

// Contribution is money that was put into an enterprise.
type Contribution struct {
	On     domain.Date       `json:"on"`
	Source enterprise.Source `json:"source"`
	// From is the stream of the collective, the town or the county, with its
	// names; the members have none.
	From            string             `json:"from,omitzero"`
	FromName        string             `json:"fromName,omitzero"`
	FromNameEnglish string             `json:"fromNameEnglish,omitzero"`
	Purpose         enterprise.Purpose `json:"purpose"`
	Amount          domain.Money       `json:"amount"`
	Decision        string             `json:"decision,omitzero"`
}

// Contributions are those to the enterprise of a stream, in the order of the
// record.
func (q *Query) Contributions(stream string) ([]Contribution, error) {
	return list(q, `SELECT x.paid_on, x.source, x.payer, COALESCE(p.name, ''), COALESCE(p.name_english, ''), x.purpose, x.amount, x.decision
		FROM enterprise b JOIN enterprise_contribution x ON x.begun = b.begun LEFT JOIN place p ON p.stream = x.payer
		WHERE b.stream = ? ORDER BY x.n`, []any{stream}, func(s scan) (c Contribution, err error) {
		err = s(&c.On, &c.Source, &c.From, &c.FromName, &c.FromNameEnglish, &c.Purpose, &c.Amount, &c.Decision)
		return c, err
	})
}

// PutIn is money that somebody put into an enterprise.
type PutIn struct {
	// Enterprise is a stream, with its name.
	Enterprise     string `json:"enterprise"`
	EnterpriseName string `json:"enterpriseName"`
	Contribution
}

// PutInBy are the contributions of a collective, a town or the county, given by
// its stream, the latest first.
func (q *Query) PutInBy(stream string) ([]PutIn, error) {
	return list(q, `SELECT b.stream, b.name, x.paid_on, x.source, x.payer, x.purpose, x.amount, x.decision
		FROM enterprise_contribution x JOIN enterprise b ON b.begun = x.begun
		WHERE x.payer = ? ORDER BY x.paid_on DESC, x.begun, x.n`, []any{stream}, func(s scan) (p PutIn, err error) {
		err = s(&p.Enterprise, &p.EnterpriseName, &p.On, &p.Source, &p.From, &p.Purpose, &p.Amount, &p.Decision)
		return p, err
	})
}

// EnterpriseDividend is money that an enterprise paid out.
type EnterpriseDividend struct {
	On domain.Date `json:"on"`
	// Year is the one in which it was earned.
	Year          int               `json:"year"`
	Source        enterprise.Source `json:"source"`
	To            string            `json:"to,omitzero"`
	ToName        string            `json:"toName,omitzero"`
	ToNameEnglish string            `json:"toNameEnglish,omitzero"`
	Amount        domain.Money      `json:"amount"`
}

// EnterpriseDividends are those of the enterprise of a stream, in the order of the
// record.
func (q *Query) EnterpriseDividends(stream string) ([]EnterpriseDividend, error) {
	return list(q, `SELECT x.paid_on, x.year, x.source, x.payee, COALESCE(p.name, ''), COALESCE(p.name_english, ''), x.amount
		FROM enterprise b JOIN enterprise_dividend x ON x.begun = b.begun LEFT JOIN place p ON p.stream = x.payee
		WHERE b.stream = ? ORDER BY x.n`, []any{stream}, func(s scan) (d EnterpriseDividend, err error) {
		err = s(&d.On, &d.Year, &d.Source, &d.To, &d.ToName, &d.ToNameEnglish, &d.Amount)
		return d, err
	})
}

// EnterpriseYears are the years in which enterprises were registered, the latest
// first.
func (q *Query) EnterpriseYears() ([]int, error) { return q.years("enterprise") }
