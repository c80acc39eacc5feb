package books

import (
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
)

// PlacedAt is the collective.
func (c Open) PlacedAt() string { return c.Collective }

// StreamID is the id of the collective and the year.
func (c Open) StreamID() string {
	_, id := domain.SplitStream(c.Collective)
	return id + "-" + strconv.Itoa(c.Year)
}

// Relies names the collective, and the books of the year before.
func (c Open) Relies(Books) []domain.Ref {
	return domain.LatestOf(c.Collective, domain.BooksOf(c.Collective, c.Year-1))
}

// Decide opens the books. What the year before left is taken over.
func (c Open) Decide(b Books, act domain.Act) ([]domain.Event, error) {
	e := Opened{Collective: c.Collective, Year: c.Year, Document: c.Document, Balances: balances(c.Debits, c.Credits)}
	if before, there := yearBefore(act, c.Collective, c.Year); there && e.Balances == nil {
		if chart, known := ChartOf(c.Year); known && chart.Name == before.Chart {
			e.Balances = slices.Clone(before.Balances)
		}
	}
	e, err := b.opened(e, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// balances are those of both sides, by account; one that is named twice stays so.
func balances(debits, credits []Amount) []domain.AccountBalance {
	var all []domain.AccountBalance
	for _, d := range debits {
		all = append(all, domain.AccountBalance{Account: d.Account, Debit: d.Amount})
	}
	for _, c := range credits {
		all = append(all, domain.AccountBalance{Account: c.Account, Credit: c.Amount})
	}
	slices.SortStableFunc(all, func(a, b domain.AccountBalance) int { return a.Account - b.Account })
	return all
}

// Relies names the decision, what the entry is about, and for cash the collective
// and the cashier.
func (c Post) Relies(b Books) []domain.Ref {
	refs := domain.LatestOf(c.Decision, c.About)
	if b.handlesCash(c.lines(), c.Cashier) {
		refs = append(refs, domain.LatestOf(b.Collective, c.Cashier)...)
	}
	return refs
}

// Decide posts the entry under the next number.
func (c Post) Decide(b Books, act domain.Act) ([]domain.Event, error) {
	e := Posted{
		Number: b.Last + 1, On: orToday(c.On, act), Summary: c.Summary, Lines: c.lines(),
		Decision: c.Decision, About: c.About, Cashier: c.Cashier,
	}
	if err := b.follows(e); err != nil {
		return nil, err
	}
	e, err := b.posted(e, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// lines are the debits and then the credits.
func (c Post) lines() []Line {
	var all []Line
	for _, d := range c.Debits {
		all = append(all, Line{Account: d.Account, Debit: d.Amount})
	}
	for _, x := range c.Credits {
		all = append(all, Line{Account: x.Account, Credit: x.Amount})
	}
	return all
}

// Decide reverses the entry by one under the next number.
func (c Reverse) Decide(b Books, act domain.Act) ([]domain.Event, error) {
	e, err := b.red(Reversed{Number: b.Last + 1, On: orToday(c.On, act), Entry: c.Entry, Reason: c.Reason}, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Decide closes the month, the next one where none is named.
func (c CloseMonth) Decide(b Books, act domain.Act) ([]domain.Event, error) {
	e := MonthClosed{Month: c.Month}
	if c.Month == 0 {
		e.Month = b.ClosedMonths + 1
	}
	if err := b.follows(e); err != nil {
		return nil, err
	}
	e, err := b.monthClosed(e, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Decide closes the year, and transfers what it left.
func (CloseYear) Decide(b Books, act domain.Act) ([]domain.Event, error) {
	e := YearClosed{Number: b.Last + 1}
	if err := b.follows(e); err != nil {
		return nil, err
	}
	e, err := b.yearClosed(e, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
