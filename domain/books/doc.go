// Package books is the books of a collective for a year (账套): one stream,
// books-<collective id>-<year>, in double entry by the accounting system of village
// collective economic organisations.
//
// Books are opened with the closing balances of the year before, or with those of
// the books on paper. Entries are posted into open months, and never changed: an
// entry that was posted wrongly is reversed by a red one (红字冲销), in full. Months
// are closed in order, and then the year: income and expenditure go to the surplus
// of the year (本年收益), and that to the distribution of surplus (收益分配).
//
// The charts of accounts are data, in charts/, dated like rule sets: the books of a
// year have the chart that is in force on its first day.
package books
