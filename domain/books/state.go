package books

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Books is the state of the books of a year. Its slices are never written to: what
// changes one makes another.
type Books struct {
	// Collective is a stream; "" for books that were not opened.
	Collective string
	Year       int
	// Chart is the name of the chart of accounts.
	Chart string
	// Previous is the stream of the books of the year before, or "".
	Previous string
	OpenedOn domain.Date
	// Opening are the opening balances, and Transfer what closing the year moved.
	Opening, Transfer Sums
	// Months are what was posted in each month.
	Months [12]Month
	// ClosedMonths counts the closed ones, from January.
	ClosedMonths int
	// ClosedOn is the day on which the year was closed, or no date.
	ClosedOn domain.Date
	// Last is the greatest number of a voucher.
	Last int
	// Spent is what was paid on decisions, by decision; what the years before
	// paid is in it.
	Spent []domain.DecisionSpent

	entries domain.Sheets[*Entry]
}

// Month is what was posted in a month.
type Month struct {
	Sums Sums
	// Entries counts them, red ones too.
	Entries int
	// ClosedOn is the day on which it was closed, or no date.
	ClosedOn domain.Date
}

// Entry is an entry, or a red one that reverses another.
type Entry struct {
	Number int
	On     domain.Date
	Lines  []Line
	// Paid is what left cash and bank deposits by it, and Decision what that
	// rests on.
	Paid     domain.Money
	Decision string
	// Reverses is the number of the entry that it reverses, ReversedBy that of
	// the red entry that reverses it; 0 for none.
	Reverses, ReversedBy int
}

// PlacedAt is the collective.
func (b Books) PlacedAt() string { return b.Collective }

// Offers is a [domain.BooksYear].
func (b Books) Offers() any {
	if b.Collective == "" {
		return nil
	}
	offer := domain.BooksYear{
		Collective: b.Collective, Year: b.Year, Chart: b.Chart, Opened: b.OpenedOn, Closed: b.ClosedOn,
		ClosedMonths: b.ClosedMonths, Spent: slices.Clone(b.Spent),
	}
	offer.Income, offer.Expenditure = b.Result()
	if chart, known := ChartNamed(b.Chart); known {
		offer.Uncovered = max(0, b.Balance(time.December).Of(chart.Distribution).Net())
	}
	offer.Balances, _, _ = b.Closing().Balances()
	return offer
}

// Result is the income and the expenditure of the year, before they are
// transferred.
func (b Books) Result() (income, expenditure domain.Money) {
	chart, known := ChartNamed(b.Chart)
	if !known {
		return 0, 0
	}
	for _, m := range b.Months {
		i, x := m.Sums.Result(chart)
		income += i
		expenditure += x
	}
	return income, expenditure
}

// Balance is what stands on every account at the end of a month, before the
// transfer that closes the year.
func (b Books) Balance(month time.Month) Sums {
	sums := b.Opening
	for _, m := range b.Months[:month] {
		sums = sums.add(m.Sums)
	}
	return sums
}

// Closing is what stands on every account last, after the transfer that closes the
// year where it is closed.
func (b Books) Closing() Sums { return b.Balance(time.December).add(b.Transfer) }

// Entries is how many entries there are, red ones too.
func (b Books) Entries() int { return b.entries.Count() }

// Entry is the entry of a number, and false where there is none.
func (b Books) Entry(number int) (Entry, bool) {
	place := b.place(number)
	if place == 0 {
		return Entry{}, false
	}
	return *b.entries.At(place), true
}

// Grounds yields the decision of each entry that was made on one, in the order of
// their numbers.
func (b Books) Grounds() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, e := range b.entries.All() {
			if e.Decision != "" && !yield(e.Decision) {
				return
			}
		}
	}
}

// place is that of an entry among the entries, from 1, or 0. Their numbers ascend,
// and where one was voided there is a gap.
func (b Books) place(number int) int {
	n := b.entries.Count()
	i := 1 + sort.Search(n, func(i int) bool { return b.entries.At(i+1).Number >= number })
	if i > n || b.entries.At(i).Number != number {
		return 0
	}
	return i
}

// spentOn is what was paid on a decision.
func (b Books) spentOn(decision string) domain.Money {
	if i, found := b.findSpent(decision); found {
		return b.Spent[i].Spent
	}
	return 0
}

func (b Books) findSpent(decision string) (int, bool) {
	return slices.BinarySearchFunc(b.Spent, decision, func(s domain.DecisionSpent, decision string) int {
		return strings.Compare(s.Decision, decision)
	})
}
