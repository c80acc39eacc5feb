package books

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the books after a fact.
func (b Books) Evolve(f domain.Fact) (Books, error) {
	if err := b.follows(f.Event); err != nil {
		return b, err
	}
	switch e := f.Event.(type) {
	case Opened:
		b.Collective, b.Year, b.Chart, b.Previous, b.OpenedOn = e.Collective, e.Year, e.Chart, e.Previous, e.On
		b.Opening, b.Spent = sumsOf(e.Balances), slices.Clone(e.Spent)
	case Posted:
		b = b.entered(&Entry{Number: e.Number, On: e.On, Lines: slices.Clone(e.Lines), Paid: e.Paid, Decision: e.Decision}, 1)
		b = b.spent(e.Decision, e.Paid, e.Allowed)
	case Reversed:
		b = b.reversed(e)
	case MonthClosed:
		b.Months[e.Month-1].ClosedOn = e.On
		b.ClosedMonths = e.Month
	case YearClosed:
		b.Transfer, b.ClosedOn, b.Last = Sums(nil).plus(1, e.Lines...), e.On, e.Number
	}
	return b, nil
}

// entered is the books with an entry, whose lines count so many times.
func (b Books) entered(e *Entry, times domain.Money) Books {
	m := &b.Months[e.On.Month-1]
	m.Sums = m.Sums.plus(times, e.Lines...)
	m.Entries++
	b.Last = e.Number
	b.entries = b.entries.Plus(e)
	return b
}

func (b Books) reversed(e Reversed) Books {
	place := b.place(e.Entry)
	was := *b.entries.At(place)
	b = b.entered(&Entry{Number: e.Number, On: e.On, Lines: slices.Clone(e.Lines), Reverses: e.Entry}, -1)
	b = b.spent(was.Decision, -was.Paid, 0)
	was.ReversedBy = e.Number
	b.entries = b.entries.With(place, &was)
	return b
}

// spent adds to what was paid on a decision. What one allows is known from the
// entry that names it.
func (b Books) spent(decision string, paid, allowed domain.Money) Books {
	if decision == "" {
		return b
	}
	i, found := b.findSpent(decision)
	b.Spent = slices.Clone(b.Spent)
	if !found {
		b.Spent = slices.Insert(b.Spent, i, domain.DecisionSpent{Decision: decision})
	}
	b.Spent[i].Spent += paid
	if allowed > 0 {
		b.Spent[i].Allowed = allowed
	}
	return b
}
