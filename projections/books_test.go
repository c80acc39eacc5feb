package projections_test

import (
	"slices"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/projections"
)

// checkBooks compares the row of books, and what was posted in them, with the fold.
func checkBooks(t reporter, v *projections.Views, stream string, b books.Books) {
	t.Helper()
	row := read(t, v, func(q *projections.Query) (projections.Books, error) { return q.BooksOf(stream) })
	income, expenditure := b.Result()
	if row.Owner.Owner != b.Collective || row.Year != b.Year || row.Entries != b.Entries() || row.ClosedMonths != b.ClosedMonths || row.Closed != b.ClosedOn ||
		row.Income != income || row.Expenditure != expenditure || row.Surplus != income-expenditure ||
		row.Money != b.Closing().Of(101).Net()+b.Closing().Of(102).Net() {
		t.Errorf("%s: got %+v, want %+v", stream, row, b)
	}
	for month := range 13 {
		d := read(t, v, func(q *projections.Query) (projections.BooksDetail, error) { return q.BooksDetail(stream, month) })
		upTo := time.Month(month)
		if month == 0 {
			upTo = time.December
		}
		var debits, credits domain.Money
		of := map[books.Category]domain.Money{}
		for _, a := range d.Accounts {
			if want := b.Balance(upTo).Of(a.Account).Net(); a.Closing != want || a.Opening+a.Debit-a.Credit != a.Closing {
				t.Errorf("%s, month %d: got %+v, want %s", stream, month, a, want)
			}
			debits, credits = debits+a.Debit, credits+a.Credit
			of[a.Category] += a.Closing
		}
		if debits != credits {
			t.Errorf("%s, month %d: debits of %s and credits of %s", stream, month, debits, credits)
		}
		if len(d.Categories) != 8 {
			t.Errorf("%s: %d categories", stream, len(d.Categories))
		}
		for _, c := range d.Categories {
			if c.Closing != of[c.Category] {
				t.Errorf("%s, month %d: got %+v, want %s", stream, month, c, of[c.Category])
			}
		}
		if month == 0 {
			continue
		}
		m := d.Months[month-1]
		_, sumDebits, sumCredits := b.Balance(upTo).Balances()
		if m.Entries != b.Months[month-1].Entries || m.Closed != b.Months[month-1].ClosedOn || m.Debits != sumDebits || m.Credits != sumCredits {
			t.Errorf("%s, month %d: got %+v, want %+v", stream, month, m, b.Months[month-1])
		}
	}
}

// Two collectives of one community and one of another, over two years.
func TestBooks(t *testing.T) {
	log := newLog()
	log.add(t, "town-t", town.Registered{ID: "t", Name: "枳沟镇"}, monday)
	for id, collectives := range map[string][]string{"a": {"x", "y"}, "b": {"z"}} {
		log.add(t, "community-"+id, community.Registered{ID: id, Town: "town-t", Name: "社区" + id}, monday)
		for _, c := range collectives {
			log.add(t, "collective-"+c, collective.Registered{ID: c, Level: domain.GroupUnit, Community: "community-" + id, Name: "集体" + c}, monday)
		}
	}
	var position uint64
	keep := func(id string, year int, rent domain.Money) {
		stream := domain.BooksOf("collective-"+id, year)
		entry := func(number, debit, credit, month int, m domain.Money) {
			position = log.add(t, stream, books.Posted{Number: number, On: domain.NewDate(year, time.Month(month), 5), Summary: "摘要", Lines: []books.Line{{Account: debit, Debit: m}, {Account: credit, Credit: m}}}, monday)
		}
		log.add(t, stream, books.Opened{
			Collective: "collective-" + id, Year: year, Chart: "village-collectives-2005", On: domain.NewDate(year, 1, 2), Total: 900,
			Balances: []domain.AccountBalance{{Account: 102, Debit: 900}, {Account: 202, Credit: 300}, {Account: 301, Credit: 600}},
		}, monday)
		entry(1, 102, 511, 3, rent)
		entry(2, 541, 102, 3, 10)
		entry(3, 112, 501, 4, 40)
		log.add(t, stream, books.Reversed{Number: 4, On: domain.NewDate(year, 5, 1), Entry: 2, Lines: []books.Line{{Account: 541, Debit: 10}, {Account: 102, Credit: 10}}}, monday)
		entry(5, 541, 102, 5, 25)
	}
	keep("x", 2015, 100)
	for month := 1; month <= 12; month++ {
		log.add(t, "books-x-2015", books.MonthClosed{Month: month, On: domain.NewDate(2016, 1, 3)}, monday)
	}
	log.add(t, "books-x-2015", books.YearClosed{Number: 6, On: domain.NewDate(2016, 1, 4), Lines: []books.Line{
		{Account: 511, Debit: 100}, {Account: 501, Debit: 40}, {Account: 541, Credit: 25}, {Account: 321, Credit: 115}, {Account: 321, Debit: 115}, {Account: 322, Credit: 115},
	}}, monday)
	keep("x", 2016, 200)
	keep("y", 2016, 300)
	keep("z", 2016, 1000)
	v := running(t, config(t, log))
	waitFor(t, v, position)
	for _, stream := range []string{"books-x-2015", "books-x-2016", "books-y-2016", "books-z-2016"} {
		state, _ := stateOf[books.Books](t, log, stream)
		checkBooks(t, v, stream, state)
	}

	x := read(t, v, func(q *projections.Query) (projections.Books, error) { return q.BooksOf("books-x-2015") })
	if x.Income != 140 || x.Expenditure != 25 || x.Money != 975 || x.Receivables != 40 || x.Debts != 300 || x.Assets != 1015 ||
		x.ClosedMonths != 12 || x.Standing() != projections.ClosedBooks || x.CommunityName != "社区a" || x.ChartTitle != "村集体经济组织会计科目（2005年起）" {
		t.Errorf("got %+v", x)
	}
	d := read(t, v, func(q *projections.Query) (projections.BooksDetail, error) { return q.BooksDetail("books-x-2015", 5) })
	if m := d.Months[2]; m.Income != 100 || m.Expenditure != 10 || m.Entries != 2 || m.Debits != 1000 || m.Credits != 1000 || m.Closed != domain.NewDate(2016, 1, 3) {
		t.Errorf("March: got %+v", m)
	}
	if m := d.Months[4]; m.Income != 0 || m.Expenditure != 15 {
		t.Errorf("May: got %+v", m)
	}
	want := []projections.BooksAccount{
		{Account: 102, Name: "银行存款", NameEnglish: "bank deposits", Class: books.Asset, Category: books.Assets, Opening: 990, Credit: 15, Closing: 975},
		{Account: 541, Name: "管理费用", NameEnglish: "administration", Class: books.Expense, Category: books.ExpenditureCategory, Opening: 10, Debit: 15, Closing: 25},
	}
	for i, account := range []int{0, len(d.Accounts) - 1} {
		if got := d.Accounts[account]; got != want[i] {
			t.Errorf("May: got %+v, want %+v", got, want[i])
		}
	}

	found := func(f projections.BooksFilter, order string) (all []string) {
		rows := read(t, v, func(q *projections.Query) ([]projections.Books, error) {
			rows, total, err := q.Books(f, order, projections.Page{})
			if total != len(rows) {
				t.Errorf("%d of %d rows", len(rows), total)
			}
			return rows, err
		})
		for _, b := range rows {
			all = append(all, b.ID)
		}
		return all
	}
	for _, c := range []struct {
		filter projections.BooksFilter
		order  string
		want   []string
	}{
		{projections.BooksFilter{}, "collective", []string{"x-2016", "x-2015", "y-2016", "z-2016"}},
		{projections.BooksFilter{Year: 2016}, "income", []string{"z-2016", "y-2016", "x-2016"}},
		{projections.BooksFilter{Standing: projections.Is(projections.ClosedBooks)}, "collective", []string{"x-2015"}},
		{projections.BooksFilter{Standing: projections.Is(projections.OpenBooks), Owners: projections.Owners{Community: projections.Is("community-a")}}, "money", []string{"y-2016", "x-2016"}},
		{projections.BooksFilter{Owners: projections.Owners{Town: projections.Is("town-none")}}, "collective", nil},
		{projections.BooksFilter{Text: "集体z"}, "months", []string{"z-2016"}},
	} {
		if got := found(c.filter, c.order); !slices.Equal(got, c.want) {
			t.Errorf("%+v by %s: got %v, want %v", c.filter, c.order, got, c.want)
		}
	}
	finances := read(t, v, func(q *projections.Query) ([]projections.BooksTotal, error) {
		rows, total, err := q.Finances(projections.BooksFilter{Year: 2016}, "income", projections.Page{Size: 1})
		if total != 2 || len(rows) != 1 {
			t.Errorf("%d of %d rows", len(rows), total)
		}
		more, _, err2 := q.Finances(projections.BooksFilter{Year: 2016}, "income", projections.Page{Size: 1, Offset: 1})
		if err == nil {
			err = err2
		}
		return append(rows, more...), err
	})
	if z, a := finances[0], finances[1]; z.CommunityName != "社区b" || z.Income != 1040 || a.Books != 2 || a.Income != 580 || a.Expenditure != 50 || a.Surplus != 530 || a.TownName != "枳沟镇" {
		t.Errorf("got %+v", finances)
	}
	balances := read(t, v, func(q *projections.Query) ([]projections.Balance, error) {
		rows, _, err := q.Balances(projections.BalanceFilter{Year: 2016, Category: projections.Is(books.IncomeCategory), Month: 3}, projections.Page{})
		return rows, err
	})
	if len(balances) != 6 || balances[0].Account != 501 || balances[1].Credit != 200 || balances[1].Closing != -200 || balances[1].Month != 3 || balances[1].Books != "x-2016" {
		t.Errorf("got %+v", balances)
	}
	one := read(t, v, func(q *projections.Query) ([]projections.Balance, error) {
		rows, _, err := q.Balances(projections.BalanceFilter{Books: projections.Is("books-z-2016"), Account: 102}, projections.Page{})
		return rows, err
	})
	if len(one) != 1 || one[0].Opening != 900 || one[0].Debit != 1000 || one[0].Credit != 25 || one[0].Closing != 1875 {
		t.Errorf("got %+v", one)
	}
	for _, nothing := range []books.Category{books.Plan, books.Resources} {
		rows := read(t, v, func(q *projections.Query) ([]projections.Balance, error) {
			rows, _, err := q.Balances(projections.BalanceFilter{Category: projections.Is(nothing)}, projections.Page{})
			return rows, err
		})
		if len(rows) > 0 {
			t.Errorf("%s: got %+v", nothing, rows)
		}
	}
	if years := read(t, v, func(q *projections.Query) ([]int, error) { return q.BooksYears() }); !slices.Equal(years, []int{2016, 2015}) {
		t.Errorf("years %v", years)
	}
	if owners := read(t, v, func(q *projections.Query) ([]projections.Owner, error) { return q.BooksOwners() }); len(owners) != 3 || owners[2].Owner != "collective-z" {
		t.Errorf("owners %+v", owners)
	}
}
