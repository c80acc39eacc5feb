package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// booksAtLength is books as their own page has them.
type booksAtLength struct {
	projections.Books
	projections.BooksDetail
	// account is the one whose entries are asked for, 0 for all.
	account int
}

// oneBooks is the books of one collective and year.
var oneBooks = item[booksAtLength]{
	category: domain.BooksCategory, listing: "books", member: "books",
	english: "the books of a collective for a year: months, accounts, the eight categories of disclosure, and every entry with what it rests on; as CSV the lines of the entries",
	params: []param{
		{name: "month", english: "month from 1 to 12 that accounts, categories and entries are of; the year unless given", integer: true},
		{name: "account", english: "number of the account whose entries are shown; all unless given", integer: true},
	},
	read: func(q *projections.Query, v *visit, id string) (b booksAtLength, shown shownItem, err error) {
		month, err := numberOf(v.query, "month", 0, 1, 12)
		if err != nil {
			return b, shown, err
		}
		if b.account, err = numberOf(v.query, "account", 0, 1, 1_000_000); err != nil {
			return b, shown, err
		}
		stream := domain.StreamOf(domain.BooksCategory, id)
		if b.Books, err = q.BooksOf(stream); err != nil {
			return b, shown, err
		}
		if b.BooksDetail, err = q.BooksDetail(stream, month); err != nil {
			return b, shown, err
		}
		previous, err := subjectCell(q, v, b.Previous)
		facts := []fact{
			{v.T("column.year"), said(strconv.Itoa(b.Year))},
			{v.T("books.chart"), cell{Text: v.Name(b.ChartTitle, b.ChartTitleEnglish), Note: v.Name(b.ChartSource, b.ChartSourceEnglish)}},
			{v.T("books.openedOn"), dated(b.Opened)},
			{v.T("books.previous"), previous},
			{v.T("column.monthsClosed"), v.counted(b.ClosedMonths)},
			{v.T("books.closedOn"), dated(b.Closed)},
			{v.T("column.vouchers"), v.counted(b.Entries)},
		}
		return b, shownItem{
			Title: booksSubject(b.Books).In(v.lang), Badges: []cell{v.booksStanding(b.Books)}, Origin: b.Origin,
			Facts: append(v.ownerFacts("books", b.Owner), known(facts...)...),
		}, err
	},
	course: func(q *projections.Query, v *visit, b booksAtLength, history []entry) (shownCourse, error) {
		j, err := journalOf(history)
		if err != nil {
			return shownCourse{}, err
		}
		c := shownCourse{Table: v.journalTable(b, j)}
		if v.form == asCSV {
			return c, nil
		}
		journal, err := v.journal(q, b, j)
		c.Sections = []section{v.booksFigures(b), v.booksMonths(b, j), v.booksCategories(b), v.booksAccounts(b), journal}
		c.Rest = slices.DeleteFunc(slices.Clone(history), func(e entry) bool {
			// What was corrected stays in sight.
			return (e.Type == "books.posted" || e.Type == "books.reversed") && e.Corrected == nil && len(e.Inserted)+len(e.Waiting) == 0
		})
		return c, err
	},
}

// voucher is an entry of books as its event has it. A red one says which entry it
// reverses.
type voucher struct {
	Number   int         `json:"number"`
	On       domain.Date `json:"on"`
	Month    int         `json:"month"`
	Summary  string      `json:"summary"`
	Reason   string      `json:"reason"`
	Entry    int         `json:"entry"`
	Lines    []line      `json:"lines"`
	Total    domain.Money
	Paid     domain.Money
	Decision string `json:"decision"`
	About    string `json:"about"`

	kind       string
	position   uint64
	revision   int64
	reversedBy int
}

type line struct {
	Account int          `json:"account"`
	Debit   domain.Money `json:"debit"`
	Credit  domain.Money `json:"credit"`
}

// red reports whether it counts as less than nothing.
func (e voucher) red() bool { return e.kind == "books.reversed" }

// on reports whether it is one of a month, 0 for all, and of an account.
func (e voucher) on(month, account int) bool {
	return (month == 0 || int(e.On.Month) == month) &&
		(account == 0 || slices.ContainsFunc(e.Lines, func(l line) bool { return l.Account == account }))
}

// journal is what books hold: the entries that count, as corrections have them, and
// the records that closed months and the year.
type journal struct {
	entries []voucher
	closed  map[int]uint64 // position of the closing of a month
}

func journalOf(history []entry) (j journal, err error) {
	j.closed = map[int]uint64{}
	add := func(kind string, data jsontext.Value, position uint64, revision int64) error {
		e := voucher{kind: kind, position: position, revision: revision}
		if err := json.Unmarshal(data, &e, json.MatchCaseInsensitiveNames(true)); err != nil {
			return err
		}
		switch kind {
		case "books.posted", "books.reversed":
			j.entries = append(j.entries, e)
		case "books.month-closed":
			j.closed[e.Month] = position
		}
		return nil
	}
	for _, e := range history {
		data := e.Data
		if e.Corrected != nil && e.Corrected.Now != nil {
			data = e.Corrected.Now.Data
		}
		if e.Corrected == nil || !e.Corrected.Void {
			if err := add(e.Type, data, e.Position, e.Revision); err != nil {
				return j, err
			}
		}
		for _, in := range e.Inserted {
			if err := add(in.Type, in.Data, in.Note.Proposal, e.Revision); err != nil {
				return j, err
			}
		}
	}
	place := make(map[int]int, len(j.entries))
	for i, e := range j.entries {
		place[e.Number] = i
		if was, known := place[e.Entry]; known && e.red() {
			j.entries[was].reversedBy = e.Number
		}
	}
	return j, nil
}

func (v voice) booksFigures(b booksAtLength) section {
	money := amount("money", v.T("column.money"), b.Money)
	money.Note = v.T("books.standsNow")
	return section{ID: "totals", Figures: []figure{
		amount("income", v.T("column.income"), b.Income), amount("expenditure", v.T("column.expenditure"), b.Expenditure),
		amount("surplus", v.T("column.surplus"), b.Surplus), money,
	}}
}

// booksMonths is each month: what came in and went out, and the trial balance.
func (v voice) booksMonths(b booksAtLength, j journal) section {
	g := grid{Columns: []heading{
		{v.T("column.month"), "c-title"}, {v.T("column.vouchers"), "num"}, {v.T("column.income"), "num"}, {v.T("column.expenditure"), "num"},
		{v.T("books.debits"), "num"}, {v.T("books.credits"), "num"}, {v.T("column.monthClosedOn"), "c-day"},
	}}
	for _, m := range b.Months {
		closed := dated(m.Closed)
		if at := j.closed[m.Month]; at > 0 {
			closed.Link = "/events/" + strconv.FormatUint(at, 10)
		}
		g.Rows = append(g.Rows, []cell{
			{Text: v.T("books.month", "month", m.Month), Link: "/books/" + b.ID + "?month=" + strconv.Itoa(m.Month)},
			v.counted(m.Entries), paid(m.Income), paid(m.Expenditure), paid(m.Debits), paid(m.Credits), closed,
		})
	}
	g.Rows = append(g.Rows, []cell{
		{Text: v.T("books.wholeYear", "year", strconv.Itoa(b.Year)), Link: "/books/" + b.ID},
		v.counted(b.Entries), paid(b.Income), paid(b.Expenditure), {}, {}, dated(b.Closed),
	})
	return section{ID: "months", Title: v.T("books.months"), Says: []string{v.T("books.trial")}, Tables: []grid{g}}
}

// over is the period of what is shown.
func (v voice) over(b booksAtLength) string {
	if b.Month == 0 {
		return v.T("books.wholeYear", "year", strconv.Itoa(b.Year))
	}
	return v.T("books.monthOf", "year", strconv.Itoa(b.Year), "month", b.Month)
}

// sumsColumns are the columns of balances, after what they are of.
func (v voice) sumsColumns(of string) []heading {
	return []heading{{of, "c-title"}, {v.T("column.openingBalance"), "num"}, {v.T("column.debit"), "num"}, {v.T("column.credit"), "num"}, {v.T("column.closingBalance"), "num"}}
}

// booksCategories is the eight categories. What is planned stands in no account, nor
// do the resources, which the register of property has.
func (v voice) booksCategories(b booksAtLength) section {
	g := grid{Columns: v.sumsColumns(v.T("column.category"))}
	for _, c := range b.Categories {
		name := said(v.Label(c.Category, string(c.Category)))
		switch c.Category {
		case "plan":
			g.Rows = append(g.Rows, []cell{name, {}, {}, {}, {}})
			continue
		case "resources":
			name.Link = listURL("assets", "collective", b.Owner.Owner, "class", string(domain.ResourceAsset))
			g.Rows = append(g.Rows, []cell{name, {}, {}, {}, {}})
			continue
		}
		pairs := []string{"collective", b.Owner.Owner, "year", strconv.Itoa(b.Year), "category", string(c.Category)}
		if b.Month > 0 {
			pairs = append(pairs, "month", strconv.Itoa(b.Month))
		}
		name.Link = listURL("balances", pairs...)
		g.Rows = append(g.Rows, []cell{name, v.sided(c.Opening), paid(c.Debit), paid(c.Credit), v.sided(c.Closing)})
	}
	return section{ID: "categories", Title: v.T("books.categories", "period", v.over(b)), Tables: []grid{g}}
}

// booksAccounts is every account, with the trial balance under it; each leads to the
// entries that made it.
func (v voice) booksAccounts(b booksAtLength) section {
	g := grid{Columns: v.sumsColumns(v.T("column.account")), Empty: v.T("books.noAccounts")}
	var debit, credit, debits, credits domain.Money
	for _, a := range b.Accounts {
		debit, credit = debit+a.Debit, credit+a.Credit
		debits, credits = debits+max(0, a.Closing), credits+max(0, -a.Closing)
		g.Rows = append(g.Rows, []cell{
			{Text: v.account(a), Link: accountURL(b.ID, a.Account, b.Month)}, v.sided(a.Opening), paid(a.Debit), paid(a.Credit), v.sided(a.Closing),
		})
	}
	s := section{ID: "accounts", Title: v.T("books.accounts", "period", v.over(b)), Tables: []grid{g}}
	if len(b.Accounts) > 0 {
		s.Says = []string{v.T("books.balance", "debit", paid(debit).Text, "credit", paid(credit).Text, "debits", paid(debits).Text, "credits", paid(credits).Text)}
	}
	return s
}

// manyEntries is more than a page shows at once: of books that have more, the last
// month with entries is shown unless another one is asked for.
const manyEntries = 100

// journal is the entries that are asked for, each with what it rests on.
func (v *visit) journal(q *projections.Query, b booksAtLength, j journal) (section, error) {
	month := b.Month
	if month == 0 && b.account == 0 && len(j.entries) > manyEntries {
		for _, e := range j.entries {
			month = max(month, int(e.On.Month))
		}
	}
	period := b
	period.Month = month
	g := grid{Empty: v.T("books.noEntries"), Columns: []heading{
		{v.T("column.voucher"), "c-title"}, {v.T("column.day"), "c-day"}, {v.T("column.lines"), "c-wide"}, {v.T("column.sum"), "num"}, {v.T("column.restsOn"), "c-wide"},
	}}
	var debit, credit domain.Money
	for _, e := range j.entries {
		if !e.on(month, b.account) {
			continue
		}
		for _, l := range e.Lines {
			if l.Account == b.account {
				debit, credit = debit+e.signed(l.Debit), credit+e.signed(l.Credit)
			}
		}
		rests, err := v.restsOn(q, e)
		if err != nil {
			return section{}, err
		}
		g.Rows = append(g.Rows, []cell{
			{Text: v.T("books.entry", "number", e.Number, "summary", cmp.Or(e.Summary, e.Reason)), Link: "/events/" + strconv.FormatUint(e.position, 10), Note: v.reversals(e)},
			dated(e.On), said(v.lines(b.Chart, e)), paid(e.signed(e.Total)), rests,
		})
	}
	s := section{ID: "journal", Title: v.T("books.journal", "period", v.over(period)), Tables: []grid{g}}
	if b.account != 0 {
		name, english := projections.AccountName(b.Chart, b.account)
		s.Title = v.T("books.journalOf", "account", strconv.Itoa(b.account)+" "+v.Name(name, english), "period", v.over(period))
		s.Says = []string{v.T("books.turnover", "debit", paid(debit).Text, "credit", paid(credit).Text)}
	}
	return s, nil
}

// signed is an amount as the entry counts it.
func (e voucher) signed(m domain.Money) domain.Money {
	if e.red() {
		return -m
	}
	return m
}

func (v voice) reversals(e voucher) string {
	switch {
	case e.red():
		return v.T("books.reverses", "number", e.Entry)
	case e.reversedBy > 0:
		return v.T("books.reversed", "number", e.reversedBy)
	}
	return ""
}

// lines is an entry in words.
func (v voice) lines(chart string, e voucher) string {
	var all []string
	for _, l := range e.Lines {
		name, english := projections.AccountName(chart, l.Account)
		of := strconv.Itoa(l.Account) + " " + v.Name(name, english)
		if l.Debit != 0 {
			all = append(all, v.T("books.debitLine", "account", of, "sum", paid(e.signed(l.Debit)).Text))
		} else {
			all = append(all, v.T("books.creditLine", "account", of, "sum", paid(e.signed(l.Credit)).Text))
		}
	}
	separator := "; "
	if v.lang == domain.Chinese {
		separator = "；"
	}
	text := ""
	for i, l := range all {
		if i > 0 {
			text += separator
		}
		text += l
	}
	return text
}

// restsOn is the decision that an entry rests on, or else what it is about.
func (v *visit) restsOn(q *projections.Query, e voucher) (cell, error) {
	if e.Decision == "" {
		return subjectCell(q, v, e.About)
	}
	decision, err := subjectCell(q, v, e.Decision)
	if err != nil || e.About == "" {
		return decision, err
	}
	about, err := subjectCell(q, v, e.About)
	decision.Note = about.Text
	return decision, err
}

// journalTable is the lines of the entries that are asked for.
func (v *visit) journalTable(b booksAtLength, j journal) table {
	t := table{name: "books-" + b.ID, header: []string{
		v.T("column.voucher"), v.T("column.day"), v.T("books.summary"), v.T("column.account"), v.T("books.accountName"), v.T("column.debit"), v.T("column.credit"),
		v.T("books.reversesColumn"), v.T("column.byDecision"), v.T("books.about"), v.T("column.made"), v.T("column.stream"), v.T("column.revision"),
	}}
	for _, e := range j.entries {
		if !e.on(b.Month, b.account) {
			continue
		}
		reverses := ""
		if e.red() {
			reverses = strconv.Itoa(e.Entry)
		}
		for _, l := range e.Lines {
			name, english := projections.AccountName(b.Chart, l.Account)
			row := []string{strconv.Itoa(e.Number), e.On.String(), cmp.Or(e.Summary, e.Reason), strconv.Itoa(l.Account), v.Name(name, english), "", ""}
			if l.Debit != 0 {
				row[5] = e.signed(l.Debit).String()
			} else {
				row[6] = e.signed(l.Credit).String()
			}
			t.rows = append(t.rows, append(row, reverses, e.Decision, e.About, strconv.FormatUint(e.position, 10), b.Stream, strconv.FormatInt(e.revision, 10)))
		}
	}
	return t
}
