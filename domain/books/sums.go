package books

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Sum is what was debited and credited to an account. Red entries count as less.
type Sum struct {
	Account       int
	Debit, Credit domain.Money
}

// Net is the debits less the credits.
func (s Sum) Net() domain.Money { return s.Debit - s.Credit }

// Sums are sums of accounts, each once, by account. They are never written to:
// what adds to them makes others.
type Sums []Sum

// Of is the sum of an account; of one that is not among them it is nothing.
func (s Sums) Of(account int) Sum {
	if i, found := s.find(account); found {
		return s[i]
	}
	return Sum{Account: account}
}

func (s Sums) find(account int) (int, bool) {
	return slices.BinarySearchFunc(s, account, func(x Sum, account int) int { return x.Account - account })
}

// Totals are the debits and the credits of all.
func (s Sums) Totals() (debit, credit domain.Money) {
	for _, x := range s {
		debit += x.Debit
		credit += x.Credit
	}
	return debit, credit
}

// plus is the sums with some lines, each counted so many times: 1, or -1 for a red
// entry.
func (s Sums) plus(times domain.Money, lines ...Line) Sums {
	next := make(Sums, len(s), len(s)+len(lines))
	copy(next, s)
	for _, l := range lines {
		i, found := next.find(l.Account)
		if !found {
			next = slices.Insert(next, i, Sum{Account: l.Account})
		}
		next[i].Debit += times * l.Debit
		next[i].Credit += times * l.Credit
	}
	return next
}

// add is the sums of both.
func (s Sums) add(other Sums) Sums {
	lines := make([]Line, len(other))
	for i, x := range other {
		lines[i] = Line(x)
	}
	return s.plus(1, lines...)
}

// Balances are the balances of all accounts that have one, by account, and the
// sums of either side of them.
func (s Sums) Balances() (all []domain.AccountBalance, debits, credits domain.Money) {
	for _, x := range s {
		switch net := x.Net(); {
		case net > 0:
			all = append(all, domain.AccountBalance{Account: x.Account, Debit: net})
			debits += net
		case net < 0:
			all = append(all, domain.AccountBalance{Account: x.Account, Credit: -net})
			credits -= net
		}
	}
	return all, debits, credits
}

// Result is the income and the expenditure in the sums, by a chart.
func (s Sums) Result(c *Chart) (income, expenditure domain.Money) {
	for _, x := range s {
		switch a, _ := c.Account(x.Account); a.Class {
		case Income:
			income -= x.Net()
		case Expense:
			expenditure += x.Net()
		}
	}
	return income, expenditure
}

// sumsOf are opening balances as sums.
func sumsOf(balances []domain.AccountBalance) Sums {
	lines := make([]Line, len(balances))
	for i, b := range balances {
		lines[i] = Line(b)
	}
	return Sums(nil).plus(1, lines...)
}
