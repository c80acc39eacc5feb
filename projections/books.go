package projections

import (
	"slices"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// booksView is the books of collectives, a year at a time. Entries stand in the
// log and nowhere else: a row that had them would be written anew for each. What
// was posted to the accounts is one text, that SQLite reads as JSON: by account the
// opening balance, then debits and credits of each month, and of the transfer that
// closes the year.
var booksView = &view{
	name:       "books",
	version:    2,
	categories: []string{domain.BooksCategory},
	tables: []table{{
		name: "books",
		columns: []column{
			{"owner", textColumn}, {"year", integerColumn}, {"chart", textColumn}, {"previous", textColumn},
			{"opened", integerColumn}, {"closed", optionColumn}, {"closed_months", integerColumn}, {"entries", integerColumn},
			{"income", integerColumn}, {"expenditure", integerColumn}, {"money", integerColumn}, {"assets", integerColumn},
			{"receivables", integerColumn}, {"debts", integerColumn}, {"months", textColumn}, {"sums", textColumn},
		},
		indexes: []string{"owner, year"},
	}, {
		// The decisions that entries rest on: one of each such entry, which are few.
		name:    "books_ground",
		columns: []column{{"decision", textColumn}},
		indexes: []string{"decision"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		b := state.(books.Books)
		chart, known := books.ChartNamed(b.Chart)
		if !known {
			chart = &books.Chart{}
		}
		closing := b.Closing()
		income, expenditure := b.Result()
		var money, assets, receivables, debts domain.Money
		for _, s := range closing {
			a, _ := chart.Account(s.Account)
			switch a.Class {
			case books.Asset, books.Cost:
				assets += s.Net()
			case books.Liability:
				debts -= s.Net()
			}
			if a.Class == books.Asset && a.Category == books.ReceivablesAndDebts {
				receivables += s.Net()
			}
			if a.Money != "" {
				money += s.Net()
			}
		}
		to.put(0,
			b.Collective, int64(b.Year), b.Chart, b.Previous,
			dayNumber(b.OpenedOn), storedDay(b.ClosedOn), int64(b.ClosedMonths), int64(b.Entries()),
			int64(income), int64(expenditure), int64(money), int64(assets),
			int64(receivables), int64(debts), storedMonths(b), storedSums(b, closing),
		)
		for decision := range b.Grounds() {
			to.put(1, decision)
		}
	},
}

// storedMonths is [[entries, day of closing], …], 0 for no day.
func storedMonths(b books.Books) string {
	text := []byte{'['}
	for i, m := range b.Months {
		if i > 0 {
			text = append(text, ',')
		}
		var closed int64
		if !m.ClosedOn.IsZero() {
			closed = dayNumber(m.ClosedOn)
		}
		text = strconv.AppendInt(append(text, '['), int64(m.Entries), 10)
		text = append(strconv.AppendInt(append(text, ','), closed, 10), ']')
	}
	return string(append(text, ']'))
}

// storedSums is {"101":[opening, debit, credit, …], …}: twelve months, and the
// transfer.
func storedSums(b books.Books, accounts books.Sums) string {
	text := []byte{'{'}
	for i, a := range accounts {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(append(text, '"'), int64(a.Account), 10)
		text = strconv.AppendInt(append(text, '"', ':', '['), int64(b.Opening.Of(a.Account).Net()), 10)
		add := func(s books.Sum) {
			text = strconv.AppendInt(append(text, ','), int64(s.Debit), 10)
			text = strconv.AppendInt(append(text, ','), int64(s.Credit), 10)
		}
		for _, m := range b.Months {
			add(m.Sums.Of(a.Account))
		}
		add(b.Transfer.Of(a.Account))
		text = append(text, ']')
	}
	return string(append(text, '}'))
}

// Books is the books of a collective for a year as they stand. Amounts that were
// posted are those of the year so far.
type Books struct {
	Origin
	ID string `json:"id"`
	Owner
	Year int `json:"year"`
	// Chart is the name of the chart of accounts, with its titles and sources.
	Chart              string `json:"chart"`
	ChartTitle         string `json:"chartTitle,omitzero"`
	ChartTitleEnglish  string `json:"chartTitleEnglish,omitzero"`
	ChartSource        string `json:"chartSource,omitzero"`
	ChartSourceEnglish string `json:"chartSourceEnglish,omitzero"`
	// Previous is the stream of the books of the year before, or "".
	Previous string      `json:"previous,omitzero"`
	Opened   domain.Date `json:"opened"`
	// Closed is the day on which the year was closed, or no date.
	Closed       domain.Date  `json:"closed,omitzero"`
	ClosedMonths int          `json:"closedMonths"`
	Entries      int          `json:"entries"`
	Income       domain.Money `json:"income"`
	Expenditure  domain.Money `json:"expenditure"`
	Surplus      domain.Money `json:"surplus"`
	// Money is cash and bank deposits, Assets all of them, Receivables those that
	// others owe, and Debts the liabilities; as they stand last.
	Money       domain.Money `json:"money"`
	Assets      domain.Money `json:"assets"`
	Receivables domain.Money `json:"receivables"`
	Debts       domain.Money `json:"debts"`
}

// BooksStanding is how far books have come.
type BooksStanding string

// The standings.
const (
	OpenBooks   BooksStanding = "open"
	ClosedBooks BooksStanding = "closed"
)

// Codes lists the standings with their names.
func (BooksStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OpenBooks), English: "open", Chinese: "未年结"},
		{Code: string(ClosedBooks), English: "closed", Chinese: "已年结"},
	}
}

// Standing is how far they have come.
func (b Books) Standing() BooksStanding {
	if b.Closed.IsZero() {
		return OpenBooks
	}
	return ClosedBooks
}

// BooksFilter chooses books; its zero value is all of them.
type BooksFilter struct {
	Owners
	// Year is 0 for all.
	Year     int
	Standing Match
	// Text is looked for in the names of collectives, as a part.
	Text string
}

func (f BooksFilter) conditions() conditions {
	var c conditions
	f.Owners.add(&c, "b")
	if f.Year != 0 {
		c.add(`b.year = ?`, f.Year)
	}
	switch standing, _ := f.Standing.Value(); BooksStanding(standing) {
	case OpenBooks:
		c.add(`b.closed IS NULL`)
	case ClosedBooks:
		c.add(`b.closed IS NOT NULL`)
	}
	c.search(f.Text, "o.name", "o.name_english")
	return c
}

var booksOrders = map[string]string{
	"collective":  `COALESCE(o.name, b.owner), b.owner, b.year DESC`,
	"income":      `b.income DESC, b.begun`,
	"expenditure": `b.expenditure DESC, b.begun`,
	"money":       `b.money DESC, b.begun`,
	"months":      `b.year, b.closed IS NOT NULL, b.closed_months, b.begun`,
}

var (
	booksTables  = joined{`books b`, placeTables(`b.owner`)}
	booksColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.owner, ` + placeColumns + `,
	b.year, b.chart, b.previous, b.opened, b.closed, b.closed_months, b.entries, b.income, b.expenditure, b.income - b.expenditure,
	b.money, b.assets, b.receivables, b.debts`
)

func (b *Books) scanned() []any {
	return slices.Concat([]any{&b.Origin}, b.Owner.scanned(), []any{
		&b.Year, &b.Chart, &b.Previous, &b.Opened, &b.Closed, &b.ClosedMonths, &b.Entries, &b.Income, &b.Expenditure, &b.Surplus,
		&b.Money, &b.Assets, &b.Receivables, &b.Debts,
	})
}

func (b *Books) named() {
	_, b.ID = domain.SplitStream(b.Stream)
	if c, known := books.ChartNamed(b.Chart); known {
		b.ChartTitle, b.ChartTitleEnglish = c.Chinese, c.English
		b.ChartSource, b.ChartSourceEnglish = c.Source.Chinese, c.Source.English
	}
}

func scanBooks(s scan) (b Books, err error) {
	err = s(b.scanned()...)
	b.named()
	return b, err
}

// Books is a page of the books that a filter gives, in an order: collective, income,
// expenditure or money (the greatest first), or months (the furthest behind first);
// and how many there are in all.
func (q *Query) Books(f BooksFilter, order string, p Page) ([]Books, int, error) {
	by, err := orderOf("books", booksOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, booksTables, booksColumns, f.conditions(), by, p, scanBooks)
}

// BooksOf is the books of a stream, or [ErrNotFound].
func (q *Query) BooksOf(stream string) (Books, error) {
	return only(list(q, `SELECT `+booksColumns+` FROM `+booksTables.all()+` WHERE b.stream = ?`, []any{stream}, scanBooks))
}

// BooksYears lists the years of which there are books, the last first.
func (q *Query) BooksYears() ([]int, error) {
	return list(q, `SELECT DISTINCT year FROM books ORDER BY year DESC`, nil, func(s scan) (year int, err error) {
		err = s(&year)
		return year, err
	})
}

// BooksOwners are the collectives that have books, in the order of their names.
func (q *Query) BooksOwners() ([]Owner, error) {
	return list(q, `SELECT x.owner, `+placeColumns+` FROM (SELECT DISTINCT owner FROM books) x`+placeTables(`x.owner`)+
		` ORDER BY COALESCE(o.name, x.owner), x.owner`, nil, func(s scan) (o Owner, err error) {
		err = s(o.scanned()...)
		return o, err
	})
}

// BooksTotal is the books of a year together, of a community where it is named.
type BooksTotal struct {
	Within
	Year int `json:"year"`
	// Books counts them, Closed those that are closed, and ClosedMonths the
	// closed months of all.
	Books        int          `json:"books"`
	Closed       int          `json:"closed"`
	ClosedMonths int          `json:"closedMonths"`
	Entries      int          `json:"entries"`
	Income       domain.Money `json:"income"`
	Expenditure  domain.Money `json:"expenditure"`
	Surplus      domain.Money `json:"surplus"`
	Money        domain.Money `json:"money"`
	Assets       domain.Money `json:"assets"`
	Receivables  domain.Money `json:"receivables"`
	Debts        domain.Money `json:"debts"`
}

const booksTotalColumns = `b.year AS year, COUNT(*) AS books, COUNT(b.closed), SUM(b.closed_months), SUM(b.entries), SUM(b.income) AS income,
	SUM(b.expenditure) AS expenditure, SUM(b.income) - SUM(b.expenditure) AS surplus, SUM(b.money) AS money, SUM(b.assets), SUM(b.receivables), SUM(b.debts)`

func (t *BooksTotal) scanned() []any {
	return []any{
		&t.Year, &t.Books, &t.Closed, &t.ClosedMonths, &t.Entries, &t.Income, &t.Expenditure, &t.Surplus, &t.Money, &t.Assets, &t.Receivables, &t.Debts,
	}
}

// BooksTotals are the books that a filter gives together, by year, the last first.
func (q *Query) BooksTotals(f BooksFilter) ([]BooksTotal, error) {
	c := f.conditions()
	return list(q, `SELECT `+booksTotalColumns+` FROM `+booksTables.all()+c.sql()+` GROUP BY b.year ORDER BY b.year DESC`, c.args,
		func(s scan) (t BooksTotal, err error) {
			err = s(t.scanned()...)
			return t, err
		})
}

var financesOrders = map[string]string{
	"community":   `g.community_name, g.community, g.year DESC`,
	"income":      `g.income DESC, g.community, g.year DESC`,
	"expenditure": `g.expenditure DESC, g.community, g.year DESC`,
	"money":       `g.money DESC, g.community, g.year DESC`,
}

// Finances is a page of the books that a filter gives together, by community and
// year, in an order: community, or income, expenditure or money (the greatest
// first); and how many there are in all.
func (q *Query) Finances(f BooksFilter, order string, p Page) ([]BooksTotal, int, error) {
	by, err := orderOf("finances", financesOrders, order)
	if err != nil {
		return nil, 0, err
	}
	inner := f.conditions()
	from := `(SELECT COALESCE(oc.stream, '') AS community, COALESCE(oc.name, '') AS community_name, COALESCE(oc.name_english, ''),
		COALESCE(ot.stream, ''), COALESCE(ot.name, ''), COALESCE(ot.name_english, ''), ` + booksTotalColumns + `
		FROM ` + booksTables.all() + inner.sql() + ` GROUP BY COALESCE(oc.stream, ''), b.year) g`
	return paged(q, from, `g.*`, conditions{args: inner.args}, by, p, func(s scan) (t BooksTotal, err error) {
		err = s(append(t.Within.scanned(), t.scanned()...)...)
		return t, err
	})
}

// AccountName is what an account of a chart is called in both languages, or its
// number twice where the chart is not known, or has no such account.
func AccountName(chart string, account int) (chinese, english string) {
	if c, known := books.ChartNamed(chart); known {
		if a, has := c.Account(account); has {
			return a.Chinese, a.English
		}
	}
	return strconv.Itoa(account), strconv.Itoa(account)
}
