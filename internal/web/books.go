package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// booksFilters choose books: by year, and by whose they are.
var booksFilters = []filter{
	{name: "year", english: "year", options: func(_ *visit, q *projections.Query) ([]option, error) {
		years, err := q.BooksYears()
		var options []option
		for _, y := range years {
			options = append(options, option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
		return options, err
	}},
	ownerFilters[0], ownerFilters[1],
}

var booksOwner = filter{name: "collective", english: "stream of the collective", options: func(v *visit, q *projections.Query) ([]option, error) {
	owners, err := q.BooksOwners()
	var options []option
	for _, o := range owners {
		options = append(options, option{Value: o.Owner, Label: v.ownerName(o)})
	}
	return options, err
}}

// booksFilter is what is chosen; a year that is none chooses nothing.
func booksFilter(f finding) (projections.BooksFilter, error) {
	year, err := numberOf(f.query, "year", 0, 1, 9999)
	return projections.BooksFilter{Owners: f.owners(), Year: year, Standing: f.match("closing"), Text: f.text}, err
}

var bookkeepingFilters = append(slices.Clone(booksFilters), booksOwner, filter{name: "closing", coded: projections.OpenBooks, english: "whether the year is closed"})

// bookkeeping is the books of the collectives.
var bookkeeping = listing[projections.Books]{
	name: "books", english: "the books of the collectives, a year at a time: income, expenditure, money, and how far they are closed",
	lead: true, text: true, sorts: []string{"collective", "income", "expenditure", "money", "months"},
	filters: bookkeepingFilters,
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Books, int, error) {
		filter, err := booksFilter(f)
		if err != nil {
			return nil, 0, err
		}
		return q.Books(filter, f.sort, f.Page)
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		filter, err := booksFilter(f)
		if err != nil {
			return nil, err
		}
		totals, err := q.BooksTotals(filter)
		if err != nil || len(totals) == 0 {
			return nil, err
		}
		g := grid{Columns: []heading{
			{v.T("column.year"), "c-title"}, {v.T("books.title"), "num"}, {v.T("books.closed"), "num"}, {v.T("column.income"), "num"},
			{v.T("column.expenditure"), "num"}, {v.T("column.surplus"), "num"}, {v.T("column.money"), "num"},
		}}
		for _, t := range totals {
			year := strconv.Itoa(t.Year)
			of := func(pairs ...string) string {
				return f.refined("books", bookkeepingFilters, append(pairs, "year", year)...)
			}
			g.Rows = append(g.Rows, append([]cell{
				{Text: year, Link: f.narrowed("finances", "year", year)}, {Text: v.Number(t.Books), Link: of()}, v.closedBooks(t, of),
			}, booksSums(t, of())...))
		}
		return []section{{ID: "totals", Title: v.T("books.years"), Tables: []grid{g}}}, nil
	},
	columns: slices.Concat([]col[projections.Books]{
		{name: "collective", class: "c-title", show: func(v *visit, b projections.Books) cell {
			return cell{Text: v.ownerName(b.Owner), Link: "/books/" + b.ID}
		}},
		{name: "year", class: "c-day", show: func(_ *visit, b projections.Books) cell { return said(strconv.Itoa(b.Year)) }},
		{name: "community", class: "c-place", show: func(v *visit, b projections.Books) cell {
			return said(v.Name(b.CommunityName, b.CommunityNameEnglish))
		}},
		{name: "town", csvOnly: true, show: func(v *visit, b projections.Books) cell { return said(v.Name(b.TownName, b.TownNameEnglish)) }},
		{name: "income", class: "num", show: func(_ *visit, b projections.Books) cell { return paid(b.Income) }},
		{name: "expenditure", class: "num", show: func(_ *visit, b projections.Books) cell { return paid(b.Expenditure) }},
		{name: "surplus", class: "num", show: func(_ *visit, b projections.Books) cell { return paid(b.Surplus) }},
		{name: "money", class: "num", show: func(_ *visit, b projections.Books) cell { return paid(b.Money) }},
		{name: "assetsTotal", csvOnly: true, show: func(_ *visit, b projections.Books) cell { return paid(b.Assets) }},
		{name: "receivables", csvOnly: true, show: func(_ *visit, b projections.Books) cell { return paid(b.Receivables) }},
		{name: "liabilities", csvOnly: true, show: func(_ *visit, b projections.Books) cell { return paid(b.Debts) }},
		{name: "vouchers", class: "num", show: func(v *visit, b projections.Books) cell { return v.counted(b.Entries) }},
		{name: "monthsClosed", class: "num", show: func(v *visit, b projections.Books) cell { return v.counted(b.ClosedMonths) }},
		{name: "closing", class: "c-status", show: func(v *visit, b projections.Books) cell { return v.booksStanding(b) }},
	}, sourceColumns(func(b projections.Books) projections.Origin { return b.Origin })),
}

// booksSums are the income, the expenditure, the surplus and the money of some books,
// which lead to these.
func booksSums(t projections.BooksTotal, link string) []cell {
	return []cell{
		paid(t.Income).sums(link, "income"), paid(t.Expenditure).sums(link, "expenditure"),
		paid(t.Surplus).sums(link, "surplus"), paid(t.Money).sums(link, "money"),
	}
}

// closedBooks is how many books are closed, which leads to these.
func (v voice) closedBooks(t projections.BooksTotal, of func(...string) string) cell {
	c := v.counted(t.Closed)
	if t.Closed > 0 {
		c.Link = of("closing", string(projections.ClosedBooks))
	}
	return c
}

func (v voice) booksStanding(b projections.Books) cell {
	mark := map[projections.BooksStanding]string{projections.OpenBooks: "open", projections.ClosedBooks: "closed"}[b.Standing()]
	return cell{Text: v.Label(b.Standing(), string(b.Standing())), Mark: mark}
}

// finances is the books of the collectives of each community together.
var finances = listing[projections.BooksTotal]{
	name: "finances", english: "the books of all collectives together, by community and year",
	lead: true, sorts: []string{"community", "income", "expenditure", "money"},
	filters: booksFilters,
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.BooksTotal, int, error) {
		filter, err := booksFilter(f)
		if err != nil {
			return nil, 0, err
		}
		return q.Finances(filter, f.sort, f.Page)
	},
	columns: []col[projections.BooksTotal]{
		{name: "community", class: "c-title", show: func(v *visit, t projections.BooksTotal) cell {
			_, id := domain.SplitStream(t.Community)
			name := cell{Text: cmp.Or(v.Name(t.CommunityName, t.CommunityNameEnglish), id, v.T("books.nowhere"))}
			if t.Community != "" {
				name.Link = booksOfCommunity(t)()
			}
			return name
		}},
		{name: "town", class: "c-place", show: func(v *visit, t projections.BooksTotal) cell { return said(v.Name(t.TownName, t.TownNameEnglish)) }},
		{name: "year", class: "c-day", show: func(_ *visit, t projections.BooksTotal) cell { return said(strconv.Itoa(t.Year)) }},
		{name: "books", class: "num", show: func(v *visit, t projections.BooksTotal) cell {
			c := v.counted(t.Books)
			if t.Community != "" {
				c.Link = booksOfCommunity(t)()
			}
			return c
		}},
		{name: "yearsClosed", class: "num", show: func(v *visit, t projections.BooksTotal) cell {
			if t.Community == "" {
				return v.counted(t.Closed)
			}
			return v.closedBooks(t, booksOfCommunity(t))
		}},
		{name: "income", class: "num", show: func(_ *visit, t projections.BooksTotal) cell {
			return balancesOf(t, t.Income, "-closing", "category", "income")
		}},
		{name: "expenditure", class: "num", show: func(_ *visit, t projections.BooksTotal) cell {
			return balancesOf(t, t.Expenditure, "closing", "category", "expenditure")
		}},
		{name: "surplus", class: "num", show: func(_ *visit, t projections.BooksTotal) cell { return sumOfCommunity(t, t.Surplus, "surplus") }},
		{name: "money", class: "num", show: func(_ *visit, t projections.BooksTotal) cell { return sumOfCommunity(t, t.Money, "money") }},
		{name: "assetsTotal", csvOnly: true, show: func(_ *visit, t projections.BooksTotal) cell { return paid(t.Assets) }},
		{name: "receivables", class: "num", show: func(_ *visit, t projections.BooksTotal) cell {
			return balancesOf(t, t.Receivables, "closing", "category", "receivables-and-debts", "class", "asset")
		}},
		{name: "liabilities", class: "num", show: func(_ *visit, t projections.BooksTotal) cell {
			return balancesOf(t, t.Debts, "-closing", "class", "liability")
		}},
		{name: "vouchers", csvOnly: true, show: func(v *visit, t projections.BooksTotal) cell { return v.counted(t.Entries) }},
	},
}

// booksOfCommunity is the address of the books of a community and year, narrowed by
// names and values in turn.
func booksOfCommunity(t projections.BooksTotal) func(pairs ...string) string {
	return func(pairs ...string) string {
		return listURL("books", append(pairs, "community", t.Community, "year", strconv.Itoa(t.Year))...) + "#list"
	}
}

// sumOfCommunity is an amount that leads to the books that it is the sum of.
func sumOfCommunity(t projections.BooksTotal, m domain.Money, member string) cell {
	if t.Community == "" {
		return paid(m)
	}
	return paid(m).sums(booksOfCommunity(t)(), member)
}

// balancesOf is an amount that leads to the accounts that it is the sum of.
func balancesOf(t projections.BooksTotal, m domain.Money, member string, pairs ...string) cell {
	if t.Community == "" {
		return paid(m)
	}
	return paid(m).sums(listURL("balances", append(pairs, "community", t.Community, "year", strconv.Itoa(t.Year))...), member)
}

// balances is the accounts of all books: what stood on them, and what was debited
// and credited.
var balances = listing[projections.Balance]{
	name: "balances", english: "the accounts of the books: opening balance, debits, credits and closing balance, over a month or the year; balances are debits less credits",
	lead: true,
	filters: append(slices.Clone(booksFilters), booksOwner,
		filter{name: "month", english: "month from 1 to 12; the year unless given", options: func(v *visit, _ *projections.Query) ([]option, error) {
			var options []option
			for m := 1; m <= 12; m++ {
				options = append(options, option{Value: strconv.Itoa(m), Label: v.T("books.month", "month", m)})
			}
			return options, nil
		}},
		filter{name: "category", coded: projections.BooksAccount{}.Category, english: "category in which it is disclosed"},
		filter{name: "class", coded: projections.BooksAccount{}.Class, english: "class of the account"},
		filter{name: "account", english: "number of the account", options: func(v *visit, q *projections.Query) ([]option, error) {
			accounts, err := q.BooksAccounts()
			var options []option
			for _, a := range accounts {
				options = append(options, option{Value: strconv.Itoa(a.Account), Label: v.account(a)})
			}
			return options, err
		}}),
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Balance, int, error) {
		filter, err := booksFilter(f)
		b := projections.BalanceFilter{Owners: filter.Owners, Year: filter.Year, Category: f.match("category"), Class: f.match("class")}
		if err == nil {
			b.Month, err = numberOf(f.query, "month", 0, 1, 12)
		}
		if err == nil {
			b.Account, err = numberOf(f.query, "account", 0, 1, 1_000_000)
		}
		if err != nil {
			return nil, 0, err
		}
		return q.Balances(b, f.Page)
	},
	columns: slices.Concat([]col[projections.Balance]{
		{name: "account", class: "c-title", show: func(v *visit, b projections.Balance) cell {
			return cell{Text: v.account(b.BooksAccount), Link: accountURL(b.Books, b.Account, b.Month)}
		}},
		{name: "collective", class: "c-place", show: func(v *visit, b projections.Balance) cell {
			return cell{Text: v.ownerName(b.Owner), Link: "/books/" + b.Books}
		}},
		{name: "community", csvOnly: true, show: func(v *visit, b projections.Balance) cell {
			return said(v.Name(b.CommunityName, b.CommunityNameEnglish))
		}},
		{name: "town", csvOnly: true, show: func(v *visit, b projections.Balance) cell { return said(v.Name(b.TownName, b.TownNameEnglish)) }},
		{name: "year", class: "c-day", show: func(_ *visit, b projections.Balance) cell { return said(strconv.Itoa(b.Year)) }},
		{name: "category", csvOnly: true, show: func(v *visit, b projections.Balance) cell { return said(v.Label(b.Category, string(b.Category))) }},
		{name: "openingBalance", class: "num", show: func(v *visit, b projections.Balance) cell { return v.sided(b.Opening) }},
		{name: "debit", class: "num", show: func(_ *visit, b projections.Balance) cell { return paid(b.Debit) }},
		{name: "credit", class: "num", show: func(_ *visit, b projections.Balance) cell { return paid(b.Credit) }},
		{name: "closingBalance", class: "num", show: func(v *visit, b projections.Balance) cell { return v.sided(b.Closing) }},
	}, sourceColumns(func(b projections.Balance) projections.Origin { return b.Origin })),
}

// account is an account by its number and name.
func (v voice) account(a projections.BooksAccount) string {
	return strconv.Itoa(a.Account) + " " + v.Name(a.Name, a.NameEnglish)
}

// sided is a balance with its side. In the CSV it is debits less credits.
func (v voice) sided(m domain.Money) cell {
	switch {
	case m > 0:
		return cell{Text: v.T("books.debitSide", "sum", paid(m).Text), CSV: m.String()}
	case m < 0:
		return cell{Text: v.T("books.creditSide", "sum", paid(-m).Text), CSV: m.String()}
	}
	return cell{Text: paid(0).Text, CSV: m.String()}
}

// accountURL is the page of books with the entries on an account, in a month or in
// all.
func accountURL(id string, account, month int) string {
	q := url.Values{"account": {strconv.Itoa(account)}}
	if month > 0 {
		q.Set("month", strconv.Itoa(month))
	}
	return "/books/" + id + "?" + q.Encode() + "#journal"
}

// booksSubject is what books are called.
func booksSubject(b projections.Books) bilingual {
	owner := names(cmp.Or(b.OwnerName, b.Owner.Owner), b.OwnerNameEnglish)
	year := strconv.Itoa(b.Year)
	return bilingual{
		English: newVoice(domain.English, nil).T("books.of", "collective", owner.English, "year", year),
		Chinese: newVoice(domain.Chinese, nil).T("books.of", "collective", owner.Chinese, "year", year),
	}
}

// booksSection is the books of a collective, or of a community's, the last year
// first.
func booksSection(q *projections.Query, v *visit, owner string) ([]section, error) {
	f := projections.BooksFilter{Owners: projections.Owners{Owner: projections.Is(owner)}}
	category, id := domain.SplitStream(owner)
	g := grid{Columns: []heading{
		{v.T("column.year"), "c-title"}, {v.T("column.income"), "num"}, {v.T("column.expenditure"), "num"}, {v.T("column.surplus"), "num"},
		{v.T("column.money"), "num"}, {v.T("column.yearsClosed"), "num"},
	}}
	if category == "community" {
		f.Owners = projections.Owners{Community: projections.Is(owner)}
	}
	totals, err := q.BooksTotals(f)
	if err != nil || len(totals) == 0 {
		return nil, err
	}
	for _, t := range totals {
		link := listURL("books", category, owner, "year", strconv.Itoa(t.Year))
		year := cell{Text: strconv.Itoa(t.Year), Link: link}
		if category == "collective" {
			year.Link = "/books/" + id + "-" + strconv.Itoa(t.Year)
		}
		closed := said(v.T("books.closedOf", "closed", t.Closed, "books", t.Books))
		g.Rows = append(g.Rows, slices.Concat([]cell{year}, booksSums(t, link), []cell{closed}))
	}
	return []section{{ID: "books", Title: v.T("books.title"), Tables: []grid{g}}}, nil
}
