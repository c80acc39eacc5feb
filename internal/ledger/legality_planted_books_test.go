package ledger_test

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

const (
	openedBooks   = "opened (chart of accounts, opening balances)"
	doubleEntry   = "debit = credit in every entry"
	inOpenMonths  = "nothing is posted to a closed month"
	redEntries    = "reversed (红字冲销)"
	monthsClose   = "month-closed"
	yearsClose    = "year-closed"
	overThreshold = "an expenditure over the threshold rests on a decision"
	carriedOver   = "closing balances open the next year"
	twoPeople     = "accountant 会计, cashier 出纳"
)

// amounted makes an entry of two lines one of another amount.
func amounted(e *books.Posted, amount domain.Money) {
	e.Lines = []books.Line{{Account: e.Lines[0].Account, Debit: amount}, {Account: e.Lines[1].Account, Credit: amount}}
	e.Total = amount
	if e.Paid > 0 {
		e.Paid = amount
	}
}

var bookkeeping = []violation{
	{says: openedBooks, rule: "already_opened", like: "books opened", after: "books opened", change: again},
	{says: openedBooks, rule: "not_opened", like: "rent posted", change: func(p *planting) { p.Stream = "books-g2-2016" }},
	{says: openedBooks, rule: "not_opened", like: "month 1", change: func(p *planting) { p.Stream = "books-g2-2016" }},
	{says: openedBooks, rule: "not_these_books", like: "books opened", change: func(p *planting) { p.Stream = "books-g2-2016" }},
	{says: openedBooks, rule: "not_a_collective", like: "books opened", change: but(func(e *books.Opened) { e.Collective = "village-g1" })},
	{says: openedBooks, rule: "owner_merged", like: "books opened", change: with(func(p *planting, e *books.Opened) {
		e.Collective, p.Stream = "collective-g9", "books-g9-2016"
		p.resting("collective-g9")
	})},
	{says: openedBooks, rule: "year_not_begun", like: "books opened", change: with(func(p *planting, e *books.Opened) { e.Year, p.Stream = 2017, "books-g1-2017" })},
	{says: openedBooks, rule: "chart_unknown", like: "books opened", change: but(func(e *books.Opened) { e.Chart = "mine" })},
	{says: openedBooks, rule: "numbers_differ", like: "books opened", change: but(func(e *books.Opened) { e.Chart = "rural-collectives-2024" })},
	{says: openedBooks, rule: "numbers_differ", like: "books opened", change: but(func(e *books.Opened) { e.Total++ })},
	{says: openedBooks, rule: "account_unknown_in_chart", like: "books opened", change: but(func(e *books.Opened) { e.Balances[0].Account = 100 })},
	{says: openedBooks, rule: "account_twice", like: "books opened", change: but(func(e *books.Opened) { e.Balances[0].Account = 102 })},
	{says: openedBooks, rule: "opens_with_a_result", like: "books opened", change: but(func(e *books.Opened) { e.Balances[2].Account = 501 })},
	{says: openedBooks, rule: "field_missing", like: "books opened", change: but(func(e *books.Opened) { e.Document = "" })},
	{says: doubleEntry, rule: "unbalanced", like: "books opened", change: but(func(e *books.Opened) { e.Balances[0].Debit++ })},
	{says: doubleEntry, rule: "unbalanced", like: "rent posted", change: but(func(e *books.Posted) { e.Lines[0].Debit++ })},
	{says: doubleEntry, rule: "one_sided", like: "rent posted", change: but(func(e *books.Posted) { e.Lines = e.Lines[:1] })},
	{says: doubleEntry, rule: "line_unclear", like: "rent posted", change: but(func(e *books.Posted) { e.Lines[0].Credit = 1 })},
	{says: doubleEntry, rule: "account_unknown_in_chart", like: "rent posted", change: but(func(e *books.Posted) { e.Lines[1].Account = 512 })},
	{says: doubleEntry, rule: "too_many_lines", like: "rent posted", change: but(func(e *books.Posted) { e.Lines = slices.Repeat(e.Lines, 51) })},
	{says: doubleEntry, rule: "numbers_differ", like: "rent posted", change: but(func(e *books.Posted) { e.Total++ })},
	{says: doubleEntry, rule: "numbers_differ", like: "office paid", change: but(func(e *books.Posted) { e.Paid-- })},
	{says: doubleEntry, rule: "field_missing", like: "rent posted", change: but(func(e *books.Posted) { e.Summary = " " })},
	{says: inOpenMonths, rule: "month_closed", like: "rent posted", after: "month 1", change: but(func(e *books.Posted) { e.Number, e.On = 7, day("2016-01-31") })},
	{says: inOpenMonths, rule: "month_closed", like: "reversed", after: "month 12", change: but(func(e *books.Reversed) { e.Number, e.Entry = 7, 1 })},
	{says: inOpenMonths, rule: "outside_the_year", like: "rent posted", change: but(func(e *books.Posted) { e.On = day("2015-12-31") })},
	{says: inOpenMonths, rule: "outside_the_year", like: "rent posted", after: "month 12", change: but(func(e *books.Posted) { e.Number, e.On = 7, day("2017-01-10") })},
	{says: inOpenMonths, rule: "not_yet", like: "rent posted", change: but(func(e *books.Posted) { e.On = day("2016-12-31") })},
	{says: inOpenMonths, rule: "not_the_next_number", like: "rent posted", after: "rent posted", change: again},
	{says: inOpenMonths, rule: "year_closed", like: "rent posted", after: "year closed", change: but(func(e *books.Posted) { e.Number = 9 })},
	{says: inOpenMonths, rule: "surplus_is_transferred", like: "rent posted", change: but(func(e *books.Posted) { e.Lines[1].Account = 321 })},
	{says: redEntries, rule: "no_such_entry", like: "reversed", change: but(func(e *books.Reversed) { e.Entry = 9 })},
	{says: redEntries, rule: "reversed_already", like: "reversed", after: "reversed", change: but(func(e *books.Reversed) { e.Number = 6 })},
	{says: redEntries, rule: "is_a_reversal", like: "reversed", after: "reversed", change: but(func(e *books.Reversed) { e.Number, e.Entry = 6, 5 })},
	{says: redEntries, rule: "before_the_entry", like: "reversed", change: but(func(e *books.Reversed) { e.On = day("2016-12-20") })},
	{says: redEntries, rule: "numbers_differ", like: "reversed", change: but(func(e *books.Reversed) { e.Lines = []books.Line{{Account: 551, Debit: 1}, {Account: 102, Credit: 1}} })},
	{says: redEntries, rule: "field_missing", like: "reversed", change: but(func(e *books.Reversed) { e.Reason = "" })},
	{says: monthsClose, rule: "not_the_next_month", like: "month 3", change: but(func(e *books.MonthClosed) { e.Month = 4 })},
	{says: monthsClose, rule: "not_the_next_month", like: "month 3", after: "month 3", change: again},
	{says: monthsClose, rule: "months_closed", like: "month 12", after: "month 12", change: again},
	{says: monthsClose, rule: "month_not_over", like: "month 1", after: "next year opened", change: func(p *planting) { p.Stream = "books-g1-2017" }},
	{says: monthsClose, rule: "numbers_differ", like: "month 12", change: but(func(e *books.MonthClosed) { e.Income++ })},
	{says: monthsClose, rule: "numbers_differ", like: "month 12", change: but(func(e *books.MonthClosed) { e.Debits-- })},
	{says: yearsClose, rule: "months_open", like: "year closed", after: "month 11", change: again},
	{says: yearsClose, rule: "year_closed", like: "year closed", after: "year closed", change: again},
	{says: yearsClose, rule: "numbers_differ", like: "year closed", change: but(func(e *books.YearClosed) { e.Surplus++ })},
	{says: yearsClose, rule: "numbers_differ", like: "year closed", change: but(func(e *books.YearClosed) { e.Balances[0].Debit++ })},
	{says: yearsClose, rule: "numbers_differ", like: "year closed", change: but(func(e *books.YearClosed) { e.Lines = e.Lines[:2] })},
	{says: overThreshold, rule: "decision_missing", like: "works paid", change: but(func(e *books.Posted) { e.Decision, e.Allowed = "", 0 })},
	{says: overThreshold, rule: "decision_of_another_kind", like: "works paid", change: with(func(p *planting, e *books.Posted) {
		e.Decision = p.stream("let/proposed")
		p.resting(e.Decision)
	})},
	{says: overThreshold, rule: "decision_of_another", like: "works paid", change: with(func(p *planting, e *books.Posted) {
		e.Decision = p.stream("road/proposed")
		p.resting(e.Decision)
	})},
	{says: overThreshold, rule: "beyond_the_decision", like: "works paid", change: but(func(e *books.Posted) { amounted(e, 80_000*yuan+1) })},
	{says: overThreshold, rule: "beyond_the_decision", like: "works paid", after: "works paid", change: but(func(e *books.Posted) {
		amounted(e, 5_000*yuan+1)
		e.Number, e.Before = 7, 75_000*yuan
	})},
	{says: overThreshold, rule: "paid_before_decided", like: "works paid", change: but(func(e *books.Posted) { e.On = day("2016-10-19") })},
	{says: overThreshold, rule: "evidence_file_missing", like: "works paid", change: func(p *planting) { p.Attachments = nil }},
	{says: overThreshold, rule: "numbers_differ", like: "works paid", change: but(func(e *books.Posted) { e.DecisionFrom++ })},
	{says: overThreshold, rule: "about_unclear", like: "rent posted", change: but(func(e *books.Posted) { e.About = "collective-g1" })},
	{says: overThreshold, rule: "about_another", like: "rent posted", change: with(func(p *planting, e *books.Posted) {
		e.About = p.stream("received")
		p.resting(e.About)
	})},
	{says: carriedOver, rule: "year_before_open", like: "next year opened", after: "month 12", change: again},
	{says: carriedOver, rule: "balances_not_carried", like: "next year opened", change: but(func(e *books.Opened) { e.Balances = e.Balances[:0] })},
	{says: carriedOver, rule: "balances_not_carried", like: "next year opened", change: but(func(e *books.Opened) { e.Balances[0].Account, e.Balances[1].Account = 111, 112 })},
	{says: carriedOver, rule: "numbers_differ", like: "next year opened", change: but(func(e *books.Opened) { e.Spent = nil })},
	{says: twoPeople, rule: "cashier_keeps_books", like: "office paid", change: with(func(p *planting, e *books.Posted) { e.Cashier = "account-" + p.Actor })},
	{says: twoPeople, rule: "not_an_account", like: "office paid", change: but(func(e *books.Posted) { e.Cashier = "community-lc" })},
	{says: twoPeople, rule: "not_a_cashier", like: "office paid", change: with(func(p *planting, e *books.Posted) {
		e.Cashier = "account-" + p.recorder.Account()
		p.resting(e.Cashier)
	})},
	{says: twoPeople, rule: "role_missing", like: "rent posted", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: twoPeople, rule: "outside_place", like: "rent posted", change: func(p *planting) { p.by(p.elsewhere, domain.Accountant) }},
}
