// Package hledger writes the books of collectives as a journal of hledger
// (https://hledger.org), a program for double entry that has nothing to do with this
// one: whoever does not trust our sums has them added up by another program.
//
// A journal declares its commodity and its accounts, so that hledger check --strict
// accepts it, and asserts what stood on each account whenever a month was closed: a
// journal whose balances are not ours is refused. Transactions name the stream, the
// revision and the id of the event that they come from, as tags.
//
// It reads histories that are handed to it, and writes text. It opens nothing, and
// knows no ledger.
package hledger

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// Books is the history of one stream of books, and what its collective is called.
type Books struct {
	Name    string
	History []domain.Recorded
}

// Report is what was written.
type Report struct {
	Books, Entries int
	// From and To are the first and the last year.
	From, To int
}

// Write writes books as one journal, in a language for the names of accounts. From
// says in one line what it is from. The order of the books does not matter.
//
// Each collective has accounts of its own. Where the books of a year carry forward
// those of the year before, and both are written, only what changed at the opening is.
func Write(to io.Writer, from string, lang domain.Lang, all []Books) (Report, error) {
	var report Report
	var kept []*ledgerYear
	for _, b := range all {
		y, err := yearOf(b, lang)
		if err != nil {
			return report, err
		}
		if y != nil {
			kept = append(kept, y)
		}
	}
	slices.SortFunc(kept, func(a, b *ledgerYear) int {
		return cmp.Or(strings.Compare(a.state.Collective, b.state.Collective), a.state.Year-b.state.Year)
	})
	w := journal{Writer: bufio.NewWriter(to)}
	w.line("; %s", inLine(from))
	w.line("decimal-mark .")
	w.line("commodity 1000.00 %s", commodity)
	w.declare(kept)
	for _, y := range kept {
		w.year(y)
		report.Books++
		report.Entries += y.state.Entries()
		report.To = max(report.To, y.state.Year)
		if report.From == 0 || y.state.Year < report.From {
			report.From = y.state.Year
		}
	}
	return report, w.Flush()
}

const commodity = "CNY"

// ledgerYear is the books of a year, folded, with the facts that they come from.
type ledgerYear struct {
	Books
	state   books.Books
	chart   *books.Chart
	effects []domain.Effect
	lang    domain.Lang
}

// yearOf folds a history; nil where all of it was retracted.
func yearOf(b Books, lang domain.Lang) (*ledgerYear, error) {
	effects, err := domain.Effective(b.History, domain.AsOf{})
	if err != nil || len(effects) == 0 {
		return nil, err
	}
	y := &ledgerYear{Books: b, effects: effects, lang: lang}
	for _, e := range effects {
		if y.state, err = y.state.Evolve(e.Fact); err != nil {
			return nil, fmt.Errorf("%s at revision %d: %w", e.Holder.Stream, e.Revision, err)
		}
	}
	var known bool
	if y.chart, known = books.ChartNamed(y.state.Chart); !known {
		return nil, fmt.Errorf("%s: there is no chart of accounts %q", effects[0].Holder.Stream, y.state.Chart)
	}
	return y, nil
}

// account is what an account of the collective is called in the journal. It begins
// with the stream of the collective, which no other has.
func (y *ledgerYear) account(code int) string {
	a, _ := y.chart.Account(code)
	owner := strings.ReplaceAll(y.state.Collective, ":", "：")
	if name := inAccount(y.Name); name != "" {
		owner += " " + name
	}
	return owner + ":" + domain.Label(a.Class, string(a.Class), y.lang) + ":" + strconv.Itoa(code) + " " + inAccount(a.Name(y.lang))
}

// journal writes lines; the first error stays with the buffer.
type journal struct {
	*bufio.Writer
	// stands is what stands on each account of the collective that is written, by
	// its name: years follow each other.
	owner  string
	stands map[string]domain.Money
}

func (w journal) line(format string, args ...any) { fmt.Fprintf(w.Writer, format+"\n", args...) }

// types are those of hledger, by class.
var types = map[books.Class]string{
	books.Asset: "A", books.Cost: "A", books.Liability: "L", books.Equity: "E", books.Income: "R", books.Expense: "X",
}

// declare declares every account on which something stands in any year.
func (w journal) declare(all []*ledgerYear) {
	declared := map[string]bool{}
	for _, y := range all {
		for _, s := range y.state.Closing() {
			name := y.account(s.Account)
			if declared[name] {
				continue
			}
			declared[name] = true
			a, _ := y.chart.Account(s.Account)
			kind := types[a.Class]
			if a.Money != "" {
				kind = "C"
			}
			w.line("account %s  ; type:%s", name, kind)
		}
	}
}

// year writes the books of a year, in the order of their days.
func (w *journal) year(y *ledgerYear) {
	if w.owner != y.state.Collective {
		w.owner, w.stands = y.state.Collective, map[string]domain.Money{}
	}
	w.line("")
	w.line("; %s, %d: %s", inLine(y.Name), y.state.Year, y.effects[0].Holder.Stream)
	var entries []transaction
	for _, e := range y.effects {
		if t, is := y.transactionOf(e); is {
			entries = append(entries, t)
		}
	}
	slices.SortStableFunc(entries, func(a, b transaction) int { return cmp.Or(a.on.Compare(b.on), a.rank-b.rank) })
	for _, t := range entries {
		switch {
		case t.opening != nil:
			w.open(y, t)
		case t.asserts > 0:
			w.assert(y, t)
		default:
			w.post(y, t)
		}
	}
}

// transaction is a transaction on its way.
type transaction struct {
	domain.Effect
	on          domain.Date
	number      int
	description string
	lines       []books.Line
	red         bool
	tags        []string
	opening     *books.Opened
	// asserts is a month at whose end every balance is asserted.
	asserts int
	// rank orders those of a day: opening, entries, closing of the month, of the
	// year.
	rank int
}

func (y *ledgerYear) transactionOf(e domain.Effect) (transaction, bool) {
	t := transaction{Effect: e, rank: 1}
	switch e := e.Event.(type) {
	case books.Opened:
		t.on, t.opening, t.rank = domain.NewDate(e.Year, 1, 1), &e, 0
		t.description = y.says("opening balances", "期初余额")
		t.tags = tags("previous", e.Previous)
	case books.Posted:
		t.on, t.number, t.description, t.lines = e.On, e.Number, e.Summary, e.Lines
		t.tags = tags("decision", e.Decision, "about", e.About, "cashier", e.Cashier)
	case books.Reversed:
		t.on, t.number, t.description, t.lines, t.red = e.On, e.Number, e.Reason, e.Lines, true
		t.tags = tags("reverses", strconv.Itoa(e.Entry))
	case books.MonthClosed:
		t.on, t.asserts, t.rank = domain.NewDate(y.state.Year, time.Month(e.Month)+1, 1).AddDays(-1), e.Month, 2
		t.description = y.says("month closed", "月结")
	case books.YearClosed:
		t.on, t.number, t.lines, t.rank = domain.NewDate(y.state.Year, 12, 31), e.Number, e.Lines, 3
		t.description = y.says("year closed: income and expenditure to the distribution of surplus", "年结：收入、支出结转收益分配")
	default:
		return t, false
	}
	return t, true
}

func (y *ledgerYear) says(english, chinese string) string {
	if y.lang == domain.Chinese {
		return chinese
	}
	return english
}

// tags are those that have a value, of names and values in turn.
func tags(pairs ...string) (all []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, pairs[i]+":"+pairs[i+1])
		}
	}
	return all
}

// head is the first line of a transaction, and where it comes from.
func (w *journal) head(t transaction) {
	code := ""
	if t.number > 0 {
		code = fmt.Sprintf(" (%d)", t.number)
	}
	w.line("")
	w.line("%s *%s %s", t.on, code, inLine(t.description))
	w.line("    ; stream:%s, revision:%d, event:%s", t.Holder.Stream, t.Revision, t.Holder.ID)
	if len(t.tags) > 0 {
		w.line("    ; %s", strings.Join(t.tags, ", "))
	}
}

func (w *journal) posting(name string, m domain.Money, asserted string) {
	w.line("    %s  %s %s%s", name, amount(m), commodity, asserted)
	w.stands[name] += m
}

func (w *journal) post(y *ledgerYear, t transaction) {
	if len(t.lines) == 0 { // a year without income and expenditure
		return
	}
	w.head(t)
	for _, l := range t.lines {
		m := l.Debit - l.Credit
		if t.red {
			m = -m
		}
		w.posting(y.account(l.Account), m, "")
	}
}

// open writes what an opening changes of what stands from the year before: all of it
// where that is not written, and nothing where it is carried forward as it was.
func (w *journal) open(y *ledgerYear, t transaction) {
	opens := map[string]domain.Money{}
	for _, b := range t.opening.Balances {
		opens[y.account(b.Account)] = b.Debit - b.Credit
	}
	changes := map[string]domain.Money{}
	for name, m := range w.stands {
		changes[name] -= m
	}
	for name, m := range opens {
		changes[name] += m
	}
	var names []string
	for name, m := range changes {
		if m != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	w.head(t)
	for _, name := range names {
		w.posting(name, changes[name], fmt.Sprintf(" = %s %s", amount(opens[name]), commodity))
	}
}

// assert writes what stands on every account at the end of a month, as the ledger
// has it.
func (w *journal) assert(y *ledgerYear, t transaction) {
	sums := y.state.Balance(time.Month(t.asserts))
	if len(sums) == 0 {
		return
	}
	w.head(t)
	for _, s := range sums {
		w.posting(y.account(s.Account), 0, fmt.Sprintf(" = %s %s", amount(s.Net()), commodity))
	}
}

// amount is an amount without separators, such as -1234.50.
func amount(m domain.Money) string { return strings.ReplaceAll(m.String(), ",", "") }

// inLine is a text that may stand in a line: of what hledger would read as a
// comment, or as the end of a payee, there is the mark of full width instead.
func inLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ';':
			return '；'
		case r == '|':
			return '｜'
		case r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		}
		return r
	}, strings.TrimSpace(text))
}

// inAccount is a text that may stand in the name of an account: two spaces would end
// it, and a colon begin another part.
func inAccount(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(inLine(text)), " "), ":", "：")
}
