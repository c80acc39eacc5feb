package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// A listing is the list of the things of one kind, such as the decisions. One
// description makes its page, its JSON and its CSV, for a phone, a printer and a
// screen reader.
type listing[R any] struct {
	// name is that of its path, of the member of its JSON that holds the rows,
	// and of its CSV. Its words in the locales begin with it: name.title,
	// name.found (with n) and name.none.
	name string
	// lead says that a sentence stands over the list, name.lead.
	lead bool
	// sections are the parts of the page that are of the whole listing and not
	// of a list, such as totals; nil for none.
	sections func(v *visit, q *projections.Query, f finding) ([]section, error)
	// totals are what its JSON has of all that is found, as the member totals; nil
	// for none.
	totals func(v *visit, q *projections.Query, f finding) (any, error)
	// find reads a page of what is looked for, and how much there is in all.
	find func(q *projections.Query, v *visit, f finding) ([]R, int, error)
	// own, for a row that is a part of a stream and not all of it, is the origin of
	// the stream and the record that made the part, which is to stand in its place.
	own func(r *R) (*projections.Origin, recordOf)
	// filters are the choices that narrow the list, text says that names can be
	// searched for, and sorts are its orders, the usual one first; each is named
	// in the locales as sort.<order>.
	filters []filter
	text    bool
	sorts   []string
	columns []col[R]
	// english is its description for programs.
	english string
}

// finding is what is looked for in a listing.
type finding struct {
	projections.Page
	// text is searched for; "" is all.
	text string
	// sort is one of the listing's.
	sort  string
	query url.Values
}

// match is what is chosen in a filter.
func (f finding) match(name string) projections.Match { return matchOf(f.query, name) }

// filter is a choice. Its label in the locales is column.<name>.
type filter struct {
	name string
	// coded lists the values of a closed list; options gives those of an open
	// one, with their labels.
	coded   domain.Coded
	options func(v *visit, q *projections.Query) ([]option, error)
	english string
}

// A col is a column of a listing. Its heading in the locales is column.<name>.
type col[R any] struct {
	name string
	// class is how it looks: c-title is the first line on a phone, num a number,
	// c-day does not break, c-wide is a line of its own on a phone. csvOnly
	// columns are in the CSV alone.
	class   string
	csvOnly bool
	show    func(v *visit, r R) cell
}

// cell is what a column shows of a row.
type cell struct {
	Text string
	// Link leads to what it is about. Where that is a list and the cell a number, it
	// is that of the rows, or their sum by the member Sum of their JSON, as of a
	// figure.
	Link, Sum string
	// Note stands after it, smaller.
	Note string
	// Mark shows it as a badge: open, solved, closed or late.
	Mark string
	// CSV is what stands in the CSV in its place, where that differs.
	CSV string
	// Source, if not nil, is shown as the record that made the row.
	Source *projections.Origin

	// record is the record of its history that it stands for, if it stands for
	// one: it leads there.
	record recordOf
}

// said is a cell of text.
func said(text string) cell { return cell{Text: text} }

// counted is a cell of a number; 0 shows as it is.
func (v voice) counted(n int) cell { return cell{Text: v.Number(n), CSV: strconv.Itoa(n)} }

// of is the text of a name of some kind, such as a column.
func (v voice) of(kind, name string) string { return v.T(kind + "." + name) }

// paid is a cell of an amount.
func paid(m domain.Money) cell { return cell{Text: "¥" + m.String(), CSV: m.String()} }

// dated is a cell of a day, empty for none.
func dated(d domain.Date) cell { return said(d.String()) }

// sourceColumns end every listing: the record that made a row.
func sourceColumns[R any](origin func(R) projections.Origin) []col[R] {
	return []col[R]{
		{name: "made", class: "c-made num", show: func(_ *visit, r R) cell {
			o := origin(r)
			return cell{Text: "#" + strconv.FormatUint(o.Position, 10), CSV: strconv.FormatUint(o.Position, 10), Source: &o}
		}},
		{name: "stream", csvOnly: true, show: func(_ *visit, r R) cell { return said(origin(r).Stream) }},
		{name: "revision", csvOnly: true, show: func(_ *visit, r R) cell { return said(strconv.FormatInt(origin(r).Revision, 10)) }},
	}
}

// kind is a listing or an item: what becomes a page of its own.
type kind interface {
	route() readRoute
	// texts are the keys of the locales that it uses.
	texts() []string
}

// kinds is every listing with its item.
func kinds() []kind {
	return []kind{
		communities, oneCommunity, villages, oneVillage, collectives, oneCollective,
		towns, posts, postings, deeds, sites, improvements, partyorgs, onePartyorg, activities, oneActivity,
		reforms, reformOf, decisions, oneDecision,
		assets, oneAsset, property, contracts, oneContract, tenders, oneTender, debts, oneDebt,
		enterprises, oneEnterprise, trainings, oneTraining, projects, oneProject,
		bookkeeping, oneBooks, finances, balances,
		audits, oneAudit, townaudits,
		obligations,
	}
}

func (g listing[R]) texts() []string {
	keys := []string{g.name + ".title", g.name + ".found", g.name + ".none"}
	if g.lead {
		keys = append(keys, g.name+".lead")
	}
	for _, c := range g.columns {
		keys = append(keys, "column."+c.name)
	}
	for _, f := range g.filters {
		keys = append(keys, "column."+f.name)
	}
	if len(g.sorts) > 1 {
		for _, s := range g.sorts {
			keys = append(keys, "sort."+s)
		}
	}
	return keys
}

// params are the parameters of its address.
func (g listing[R]) params() []param {
	var params []param
	for _, f := range g.filters {
		p := param{name: f.name, english: f.english}
		if f.coded != nil {
			p.choices = codesOf(f.coded)
		}
		params = append(params, p)
	}
	if g.text {
		params = append(params, param{name: "q", english: "part of a name"})
	}
	if len(g.sorts) > 1 {
		params = append(params, param{name: "sort", english: "order; " + g.sorts[0] + " unless given", choices: g.sorts[1:]})
	}
	return append(params, param{name: "page", english: "page, from 1", integer: true},
		param{name: "size", english: "rows on a page, 1 to 10000; 50 unless given, all 10000 for CSV", integer: true})
}

// route is the listing as a page.
func (g listing[R]) route() readRoute {
	read := func(p publicPages, ctx context.Context, v *visit) (answer, error) { return g.read(p, ctx, v) }
	return readRoute{path: "/" + g.name, read: read, list: true, english: g.english, params: g.params()}
}

// read answers with a page of the listing.
func (g listing[R]) read(p publicPages, ctx context.Context, v *visit) (answer, error) {
	value := listingValue{Today: v.today, Name: g.name, voice: v.voice, sorts: g.sorts, text: g.text, lead: g.lead}
	find := finding{text: v.query.Get("q"), query: v.query}
	if len(find.text) > maxSearch {
		return answer{}, searchTooLong
	}
	var err error
	if value.paging, err = v.pagingOf("/"+g.name, g.params()); err != nil {
		return answer{}, err
	}
	if len(g.sorts) > 0 {
		if find.sort, err = choiceOf(v.query, "sort", g.sorts...); err != nil {
			return answer{}, err
		}
		if find.sort == "" {
			find.sort = g.sorts[0]
		}
	}
	find.Page = value.rows()
	var rows []R
	var views []string
	err = p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		if value.fields, err = g.fields(v, q); err != nil {
			return err
		}
		if rows, value.Total, err = g.find(q, v, find); err != nil {
			return err
		}
		switch {
		case v.form == asHTML && g.sections != nil:
			value.Sections, err = g.sections(v, q, find)
		case v.form == asJSON && g.totals != nil:
			value.totals, err = g.totals(v, q, find)
		}
		views = q.Views()
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if g.own != nil {
		if err := p.ownRecords(ctx, v, value.Position, len(rows), func(i int) (*projections.Origin, recordOf) { return g.own(&rows[i]) }); err != nil {
			return answer{}, err
		}
	}
	value.listed = rows
	if rows == nil {
		value.listed = []R{}
	}
	t := table{name: g.name}
	for _, c := range g.columns {
		if t.header = append(t.header, v.of("column", c.name)); !c.csvOnly {
			value.Columns = append(value.Columns, heading{v.of("column", c.name), c.class})
		}
	}
	for i, r := range rows {
		shown := listingRow{Number: value.before() + i + 1}
		var plain []string
		for _, c := range g.columns {
			s := c.show(v, r)
			if text := s.CSV; text != "" {
				plain = append(plain, text)
			} else {
				plain = append(plain, s.Text)
			}
			if !c.csvOnly {
				shown.Cells = append(shown.Cells, s)
			}
		}
		t.rows = append(t.rows, plain)
		value.Rows = append(value.Rows, shown)
	}
	return answer{
		page: "listing", nav: g.name, title: v.T(g.name + ".title"), work: beginsIn(g.name), value: value, table: t,
		position: value.Position, recordedAt: value.RecordedAt, views: views,
	}, nil
}

// fields are the choices of the form, and a refusal where one is chosen that
// does not exist.
func (g listing[R]) fields(v *visit, q *projections.Query) ([]field, error) {
	var fields []field
	for _, f := range g.filters {
		var options []option
		if f.coded != nil {
			for _, c := range f.coded.Codes() {
				options = append(options, option{Value: c.Code, Label: v.Label(f.coded, c.Code)})
			}
		} else {
			var err error
			if options, err = f.options(v, q); err != nil {
				return nil, err
			}
		}
		chosen := v.query.Get(f.name)
		if f.coded != nil && chosen != "" && chosen != without && !slices.Contains(codesOf(f.coded), chosen) {
			return nil, badQuery(f.name, chosen, codesOf(f.coded)...)
		}
		fields = append(fields, choose(v.voice, f.name, v.of("column", f.name), chosen, options))
	}
	return fields, nil
}

// choose is a field with a value chosen.
func choose(v voice, name, label, chosen string, options []option) field {
	f := field{Name: name, Label: label, Options: append([]option{{Label: v.T("any")}}, options...), Chosen: chosen != ""}
	found := chosen == ""
	for i, o := range f.Options {
		f.Options[i].Selected = o.Value == chosen
		found = found || o.Value == chosen
	}
	if !found {
		f.Options = append(f.Options, option{Value: chosen, Label: chosen, Selected: true})
	}
	return f
}

// listingValue is a page of a listing: its JSON, and what the page is made of.
type listingValue struct {
	Position   uint64
	RecordedAt time.Time
	Today      domain.Date
	paging
	// Name is that of the listing.
	Name     string
	Columns  []heading
	Rows     []listingRow
	Sections []section

	listed any
	totals any
	fields []field
	voice  voice
	sorts  []string
	text   bool
	lead   bool
}

type heading struct{ Text, Class string }

// listingRow is a row as the page shows it.
type listingRow struct {
	Number int
	Cells  []cell
}

// MarshalJSONTo writes the rows under the name of the listing, and its totals.
func (p listingValue) MarshalJSONTo(to *jsontext.Encoder) error {
	members := []member{
		{"position", p.Position}, {"recordedAt", p.RecordedAt}, {"today", p.Today},
		{"total", p.Total}, {"page", p.Page}, {"size", p.Size}, {p.Name, p.listed},
	}
	if p.totals != nil {
		members = append(members, member{"totals", p.totals})
	}
	return writeObject(to, members)
}

// Title is what the listing is called.
func (p listingValue) Title() string { return p.voice.T(p.Name + ".title") }

// None says that nothing fits.
func (p listingValue) None() string { return p.voice.T(p.Name + ".none") }

// Found says how many there are.
func (p listingValue) Found() string { return p.voice.T(p.Name+".found", "n", p.Total) }

// Lead is a sentence over the list, or "" where the listing has none.
func (p listingValue) Lead() string {
	if !p.lead {
		return ""
	}
	return p.voice.T(p.Name + ".lead")
}

// Searched says whether names can be searched for, and Text is what was.
func (p listingValue) Searched() bool { return p.text }

// Text is what is searched for.
func (p listingValue) Text() string { return p.query.Get("q") }

// Fields are the choices of the form.
func (p listingValue) Fields() []field { return p.fields }

// Orders are the ways to sort, nil where there is one only.
func (p listingValue) Orders() *field {
	if len(p.sorts) < 2 {
		return nil
	}
	var options []option
	for _, s := range p.sorts[1:] {
		options = append(options, option{Value: s, Label: p.voice.of("sort", s)})
	}
	f := choose(p.voice, "sort", p.voice.T("sort"), p.query.Get("sort"), options)
	f.Options[0].Label = p.voice.of("sort", p.sorts[0])
	return &f
}

// Chips are the choices that are in force.
func (p listingValue) Chips() []chip {
	var chips []chip
	if text := p.Text(); text != "" && p.text {
		chips = append(chips, chip{Label: p.voice.T("search"), Value: text, Without: p.with("q", "")})
	}
	for _, f := range p.fields {
		if !f.Chosen {
			continue
		}
		for _, o := range f.Options {
			if o.Selected {
				chips = append(chips, chip{Label: f.Label, Value: o.Label, Without: p.with(f.Name, "")})
			}
		}
	}
	return chips
}
