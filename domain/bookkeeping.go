package domain

import "strconv"

// BooksCategory is that of the books of a collective and a year (账套).
const BooksCategory = "books"

// BooksOf is the stream of the books of a collective, given by its stream, for a
// year: books-<collective id>-<year>.
func BooksOf(collective string, year int) string {
	_, id := SplitStream(collective)
	return StreamOf(BooksCategory, id+"-"+strconv.Itoa(year))
}

// BooksYear is what the books of a collective for a year offer: to those of the
// next year, to a reform that shares out what the year left, to audits.
type BooksYear struct {
	// Collective is a stream.
	Collective string
	Year       int
	// Chart is the name of the chart of accounts.
	Chart string
	// Opened is the day on which they were opened, Closed the one on which the
	// year was closed, or no date.
	Opened, Closed Date
	// Income and Expenditure are those of the year, so far where it is not
	// closed.
	Income, Expenditure Money
	// Uncovered are the losses of earlier years that were not covered when the
	// year ended: the debit balance of the distribution of surplus, before the
	// surplus of the year itself.
	Uncovered Money
	// ClosedMonths counts them, from January.
	ClosedMonths int
	// Balances are those of all accounts that have one, by account.
	Balances []AccountBalance
	// Spent is what was paid on decisions that allow more.
	Spent []DecisionSpent
}

// Surplus is what the year left (本年收益), less than nothing for a loss.
func (b BooksYear) Surplus() Money { return b.Income - b.Expenditure }

// AccountBalance is the balance of an account, of which one is 0: never both.
type AccountBalance struct {
	Account int   `json:"account" audience:"public" en:"account" zh:"科目编号"`
	Debit   Money `json:"debit,omitzero" audience:"public" en:"debit balance" zh:"借方余额"`
	Credit  Money `json:"credit,omitzero" audience:"public" en:"credit balance" zh:"贷方余额"`
}

// DecisionSpent is what was paid on a decision so far, and what it allows.
type DecisionSpent struct {
	Decision string `json:"decision" audience:"public" en:"decision" zh:"决议"`
	Spent    Money  `json:"spent" audience:"public" en:"paid on it so far" zh:"已支付"`
	Allowed  Money  `json:"allowed" audience:"public" en:"what it allows" zh:"决议金额"`
}
