package projections

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// BooksAccount is an account of books, over some months. Balances are debits less
// credits.
type BooksAccount struct {
	Account     int            `json:"account"`
	Name        string         `json:"name"`
	NameEnglish string         `json:"nameEnglish"`
	Class       books.Class    `json:"class"`
	Category    books.Category `json:"category"`
	Opening     domain.Money   `json:"opening"`
	Debit       domain.Money   `json:"debit"`
	Credit      domain.Money   `json:"credit"`
	Closing     domain.Money   `json:"closing"`
}

// accountSums is what the view stores of an account: the opening balance, and the
// debits and credits of twelve months and the transfer.
type accountSums [1 + 2*13]domain.Money

// Scan implements [sql.Scanner].
func (s *accountSums) Scan(from any) error {
	text, _ := from.(string)
	return json.Unmarshal([]byte(text), s)
}

// over is an account over a month, or over the whole year where it is 0. The
// transfer that closes the year is left out: it says nothing of the year.
func (s accountSums) over(chart string, account, month int) BooksAccount {
	a := BooksAccount{Account: account, Opening: s[0]}
	if c, known := books.ChartNamed(chart); known {
		of, _ := c.Account(account)
		a.Name, a.NameEnglish, a.Class, a.Category = of.Chinese, of.English, of.Class, of.Category
	}
	for m := 1; m <= 12; m++ {
		debit, credit := s[2*m-1], s[2*m]
		switch {
		case month == 0 || m == month:
			a.Debit += debit
			a.Credit += credit
		case m < month:
			a.Opening += debit - credit
		}
	}
	a.Closing = a.Opening + a.Debit - a.Credit
	return a
}

// BooksMonth is a month of books.
type BooksMonth struct {
	Month   int `json:"month"`
	Entries int `json:"entries"`
	// Closed is the day on which it was closed, or no date.
	Closed      domain.Date  `json:"closed,omitzero"`
	Income      domain.Money `json:"income"`
	Expenditure domain.Money `json:"expenditure"`
	// Debits and Credits are the balances of all accounts at its end, by side:
	// the trial balance.
	Debits  domain.Money `json:"debits"`
	Credits domain.Money `json:"credits"`
}

// BooksCategory is a category in which finance is disclosed, over some months.
// Balances are debits less credits.
type BooksCategory struct {
	Category books.Category `json:"category"`
	Accounts int            `json:"accounts"`
	Opening  domain.Money   `json:"opening"`
	Debit    domain.Money   `json:"debit"`
	Credit   domain.Money   `json:"credit"`
	Closing  domain.Money   `json:"closing"`
}

// BooksDetail is what was posted in books.
type BooksDetail struct {
	// Month is the one that accounts and categories are of, 0 for the year.
	Month      int             `json:"month,omitzero"`
	Months     []BooksMonth    `json:"months"`
	Accounts   []BooksAccount  `json:"accounts"`
	Categories []BooksCategory `json:"categories"`
}

// BooksDetail is what was posted in the books of a stream: each month, and the eight
// categories and the accounts on which something stands or was posted, over one of
// them, or over the year where it is 0. It is [ErrNotFound] where there are no such books.
func (q *Query) BooksDetail(stream string, month int) (d BooksDetail, err error) {
	type row struct{ chart, months, sums string }
	r, err := only(list(q, `SELECT chart, months, sums FROM books WHERE stream = ?`, []any{stream}, func(s scan) (r row, err error) {
		err = s(&r.chart, &r.months, &r.sums)
		return r, err
	}))
	if err != nil {
		return d, err
	}
	var months [][2]int64
	var sums map[string]accountSums
	if err := json.Unmarshal([]byte(r.months), &months); err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(r.sums), &sums); err != nil {
		return d, err
	}
	d.Month = month
	for i, m := range months {
		d.Months = append(d.Months, BooksMonth{Month: i + 1, Entries: int(m[0])})
		if m[1] != 0 {
			d.Months[i].Closed = dayOfNumber(m[1])
		}
	}
	chart, known := books.ChartNamed(r.chart)
	if !known {
		return d, nil
	}
	of := map[books.Category]*BooksCategory{}
	for _, c := range books.Plan.Codes() {
		d.Categories = append(d.Categories, BooksCategory{Category: books.Category(c.Code)})
	}
	for i := range d.Categories {
		of[d.Categories[i].Category] = &d.Categories[i]
	}
	for _, account := range chart.Accounts {
		s, posted := sums[strconv.Itoa(account.Code)]
		if !posted {
			continue
		}
		for i := range d.Months {
			d.Months[i].count(s.over(r.chart, account.Code, i+1))
		}
		a := s.over(r.chart, account.Code, month)
		if a.Opening == 0 && a.Debit == 0 && a.Credit == 0 {
			continue
		}
		d.Accounts = append(d.Accounts, a)
		c := of[a.Category]
		c.Accounts, c.Opening, c.Debit, c.Credit, c.Closing = c.Accounts+1, c.Opening+a.Opening, c.Debit+a.Debit, c.Credit+a.Credit, c.Closing+a.Closing
	}
	return d, nil
}

// count adds an account to a month.
func (m *BooksMonth) count(a BooksAccount) {
	switch a.Class {
	case books.Income:
		m.Income += a.Credit - a.Debit
	case books.Expense:
		m.Expenditure += a.Debit - a.Credit
	}
	m.Debits += max(0, a.Closing)
	m.Credits += max(0, -a.Closing)
}

// Balance is an account of the books of a collective and a year, over a month or
// the year.
type Balance struct {
	Origin
	// Books is the id of the books.
	Books string `json:"books"`
	Owner
	Year  int `json:"year"`
	Month int `json:"month,omitzero"`
	BooksAccount
}

// BalanceFilter chooses accounts of books; its zero value is all of them over the
// whole year of each.
type BalanceFilter struct {
	Owners
	// Books is a stream.
	Books Match
	// Year is 0 for all, Month for the whole year, Account for all.
	Year, Month, Account int
	Category, Class      Match
}

func (f BalanceFilter) conditions() conditions {
	c := BooksFilter{Owners: f.Owners, Year: f.Year}.conditions()
	c.match("b.stream", f.Books)
	if f.Account != 0 {
		c.add(`j.key = ?`, strconv.Itoa(f.Account))
	}
	category, ofCategory := f.Category.Value()
	class, ofClass := f.Class.Value()
	if ofCategory || ofClass {
		var pairs []string
		var args []any
		for _, chart := range books.Charts() {
			for _, a := range chart.Accounts {
				if (!ofCategory || string(a.Category) == category) && (!ofClass || string(a.Class) == class) {
					pairs, args = append(pairs, `(?, ?)`), append(args, chart.Name, strconv.Itoa(a.Code))
				}
			}
		}
		if len(pairs) == 0 { // what is planned, and resources, stand in no account
			pairs, args = []string{`('', '')`}, nil
		}
		c.add(`(b.chart, j.key) IN (VALUES `+strings.Join(pairs, `, `)+`)`, args...)
	}
	return c
}

// Balances is a page of the accounts of books that a filter gives, by collective,
// year and account; and how many there are in all.
func (q *Query) Balances(f BalanceFilter, p Page) ([]Balance, int, error) {
	return paged(q, `books b JOIN json_each(b.sums) j`+placeTables(`b.owner`),
		`b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.owner, `+placeColumns+`, b.year, b.chart, j.key, j.value`,
		f.conditions(), `COALESCE(o.name, b.owner), b.owner, b.year DESC, CAST(j.key AS INTEGER)`, p,
		func(s scan) (b Balance, err error) {
			var chart, account string
			var sums accountSums
			if err = s(append(append([]any{&b.Origin}, b.Owner.scanned()...), &b.Year, &chart, &account, &sums)...); err != nil {
				return b, err
			}
			code, err := strconv.Atoi(account)
			b.BooksAccount = sums.over(chart, code, f.Month)
			b.Month = f.Month
			_, b.Books = domain.SplitStream(b.Stream)
			return b, err
		})
}

// BooksAccounts lists the accounts on which anything stands in any books, by number,
// with the names that they have in the last chart.
func (q *Query) BooksAccounts() ([]BooksAccount, error) {
	return list(q, `SELECT MAX(b.chart), CAST(j.key AS INTEGER) FROM books b JOIN json_each(b.sums) j GROUP BY 2 ORDER BY 2`, nil,
		func(s scan) (a BooksAccount, err error) {
			var chart string
			err = s(&chart, &a.Account)
			return accountSums{}.over(chart, a.Account, 0), err
		})
}
