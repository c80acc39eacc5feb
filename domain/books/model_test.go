package books_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// model is books as an accountant would add them up on paper: a column for every
// account and month, from the entries alone.
type model struct {
	opening  map[int]domain.Money // debits less credits
	moved    [13]map[int]domain.Money
	posted   map[int]books.Posted
	reversed map[int]bool
	closed   int
	year     *books.YearClosed
}

func modelOf(t *rapid.T, facts []domain.Fact) *model {
	m := &model{opening: map[int]domain.Money{}, posted: map[int]books.Posted{}, reversed: map[int]bool{}}
	for i := range m.moved {
		m.moved[i] = map[int]domain.Money{}
	}
	last := 0
	for _, f := range facts {
		number := last + 1
		switch e := f.Event.(type) {
		case books.Opened:
			for _, b := range e.Balances {
				m.opening[b.Account] = b.Debit - b.Credit
			}
			continue
		case books.Posted:
			m.posted[e.Number] = e
			m.move(t, e.On, e.Lines, 1)
			number = e.Number
		case books.Reversed:
			if m.reversed[e.Entry] {
				t.Fatalf("entry %d is reversed twice", e.Entry)
			}
			m.reversed[e.Entry] = true
			m.move(t, e.On, m.posted[e.Entry].Lines, -1)
			number = e.Number
		case books.MonthClosed:
			if m.closed++; e.Month != m.closed {
				t.Fatalf("month %d is closed after %d", e.Month, m.closed-1)
			}
			continue
		case books.YearClosed:
			m.year = &e
			number = e.Number
		}
		if number != last+1 {
			t.Fatalf("voucher %d follows %d", number, last)
		}
		last = number
	}
	return m
}

func (m *model) move(t *rapid.T, on domain.Date, lines []books.Line, times domain.Money) {
	if on.Year != 2016 || int(on.Month) <= m.closed || m.year != nil {
		t.Fatalf("something is posted on %s, with %d months closed", on, m.closed)
	}
	var sum domain.Money
	for _, l := range lines {
		m.moved[on.Month][l.Account] += times * (l.Debit - l.Credit)
		sum += l.Debit - l.Credit
	}
	if sum != 0 {
		t.Fatalf("an entry does not balance: %+v", lines)
	}
}

// check holds the books against the model: every balance after every month, what
// the year came to, and what closing it left.
func (m *model) check(t *rapid.T, b books.Books) {
	sums := map[int]domain.Money{}
	for a, x := range m.opening {
		sums[a] += x
	}
	income, expenditure := domain.Money(0), domain.Money(0)
	for month := 1; month <= 12; month++ {
		for a, x := range m.moved[month] {
			sums[a] += x
			switch a {
			case 501, 511, 561:
				income -= x
			case 541, 551:
				expenditure += x
			}
		}
		total := domain.Money(0)
		for a, x := range sums {
			total += x
			if got := b.Balance(time.Month(month)).Of(a).Net(); got != x {
				t.Fatalf("account %d stands at %s after month %d, and the entries add up to %s", a, got, month, x)
			}
		}
		if total != 0 {
			t.Fatalf("the trial balance of month %d is off by %s", month, total)
		}
	}
	offer, _ := domain.Offered[domain.BooksYear](b.Offers())
	if offer.Income != income || offer.Expenditure != expenditure || offer.ClosedMonths != m.closed {
		t.Fatalf("offers %+v, and the entries add up to %s and %s", offer, income, expenditure)
	}
	if m.year == nil {
		return
	}
	if m.closed != 12 || m.year.Surplus != income-expenditure {
		t.Fatalf("closed with %+v after %d months; %s and %s", m.year, m.closed, income, expenditure)
	}
	for _, a := range []int{501, 511, 561, 541, 551, 321} {
		delete(sums, a)
	}
	sums[322] -= income - expenditure
	for _, x := range m.year.Balances {
		if sums[x.Account] != x.Debit-x.Credit {
			t.Fatalf("account %d closes with %+v, want %s", x.Account, x, sums[x.Account])
		}
		delete(sums, x.Account)
	}
	for a, x := range sums {
		if x != 0 {
			t.Fatalf("account %d is left out of the closing balances, with %s", a, x)
		}
	}
}

var anyEntry = rapid.Custom(func(t *rapid.T) any {
	account := rapid.SampledFrom([]int{101, 102, 112, 121, 151, 152, 202, 311, 322, 501, 511, 541, 551, 561, 561, 321, 100})
	amount := rapid.Int64Range(-1, 9_000_00)
	side := func(name string) []books.Amount {
		var all []books.Amount
		for range rapid.IntRange(0, 3).Draw(t, name) {
			all = append(all, books.Amount{Account: account.Draw(t, "account"), Amount: domain.Money(amount.Draw(t, "amount"))})
		}
		return all
	}
	c := books.Post{Summary: "a", Debits: side("debits"), Credits: side("credits")}
	if len(c.Credits) > 0 && rapid.IntRange(0, 5).Draw(t, "balanced") > 0 {
		var sum domain.Money
		for _, x := range c.Debits {
			sum += x.Amount
		}
		for _, x := range c.Credits[1:] {
			sum -= x.Amount
		}
		c.Credits[0].Amount = sum
	}
	if rapid.Bool().Draw(t, "dated") {
		c.On = domain.NewDate(2016, time.Month(rapid.IntRange(0, 13).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
	}
	return c
})

var anyCommand = rapid.OneOf(
	anyEntry, anyEntry, anyEntry,
	rapid.Custom(func(t *rapid.T) any {
		return books.Reverse{Entry: rapid.IntRange(0, 12).Draw(t, "entry"), Reason: "a"}
	}),
	rapid.Custom(func(t *rapid.T) any { return books.CloseMonth{Month: rapid.IntRange(0, 3).Draw(t, "month")} }),
	rapid.Just[any](books.CloseMonth{}),
	rapid.Just[any](books.CloseYear{}),
	rapid.Just[any](open),
)

// Any commands, in any order, sensible or not: a refusal always has a code, an
// accepted history folds again to the same state (which the scenario checks), and
// what the books say is what their entries add up to.
func TestAnyCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := opened(t)
		now := at("2016-01-20")
		closed := func() (n int) {
			s.State(func(b books.Books) { n = b.ClosedMonths })
			return n
		}
		step := func(command any) {
			result := s.When(now, command)
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				return
			}
			s = result.Accepted()
		}
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			now.Time = now.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "days"))
			step(anyCommand.Draw(t, "command"))
		}
		if rapid.Bool().Draw(t, "to the end") {
			now.Time = later(now.Time, at("2016-12-31").Time)
			for closed() < 12 {
				step(books.CloseMonth{})
			}
			step(books.CloseYear{})
		}
		s.State(func(b books.Books) { modelOf(t, s.Facts()).check(t, b) })
		if facts := s.Facts(); len(facts) <= 12 { // a year of it is checked once, elsewhere
			domaintest.CheckFold(t, catalogue.Books, facts...)
		}
	})
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
