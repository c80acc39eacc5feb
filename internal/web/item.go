package web

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// section is a part of a page: facts, tables, charts, or sentences, each as far
// as it has them.
type section struct {
	// ID is a word for addresses and the style sheet; Title may be empty.
	ID, Title string
	Says      []string
	Figures   []figure
	Facts     []fact
	// Shares divide a whole.
	Shares []share
	Tables []grid
	Charts []chart
}

// fact is something that is known of a thing.
type fact struct {
	Label string
	cell
}

// grid is a small table on a page.
type grid struct {
	Title   string
	Columns []heading
	Rows    [][]cell
	// Empty stands where there are no rows.
	Empty string
}

// An item is one thing of a listing with its history. One description makes its
// page and its JSON.
type item[R any] struct {
	// category is that of its stream; listing is the name of the list that it
	// stands in, and member that of its JSON.
	category, listing, member string
	// read reads it, by the id of its stream, with what its page shows beside.
	read func(q *projections.Query, v *visit, id string) (R, shownItem, error)
	// course, if not nil, makes more of its history than a list of events.
	course func(q *projections.Query, v *visit, r R, history []entry) (shownCourse, error)
	// params are the parameters of its address.
	params []param
	// words are keys of the locales that it uses besides, where they follow from
	// what it shows.
	words []string
	// english is its description for programs.
	english string
}

// shownItem is what the page of an item shows.
type shownItem struct {
	Title string
	// Badges are how it stands, Stands the same in plain sentences.
	Badges []cell
	Stands []string
	// Facts stand beside its history, those that have a text; Sections before it.
	Facts    []fact
	Sections []section
	Origin   projections.Origin
}

// shownCourse is what the page of an item makes of its history.
type shownCourse struct {
	// Sections stand before the history, of which the page lists Rest. The JSON has
	// all of it.
	Sections []section
	Rest     []entry
	// Table is the CSV of the item.
	Table table
}

// itemPages are the listings of the items, by the category of their streams.
var itemPages = map[string]string{}

func init() { // kinds name functions that look here
	for _, k := range kinds() {
		if i, is := k.(interface {
			stands() (category, listing string)
		}); is {
			category, listing := i.stands()
			itemPages[category] = listing
		}
	}
}

func (i item[R]) stands() (category, listing string) { return i.category, i.listing }

// pageOf is the page of what a stream is about: its item, or else the stream.
func pageOf(stream string) string {
	category, id := domain.SplitStream(stream)
	listing, known := itemPages[category]
	switch {
	case stream == "":
		return ""
	case category == "request": // whose page is older than items are
		return "/requests/" + id
	case known:
		return "/" + listing + "/" + id
	}
	return "/streams/" + stream
}

// beginsIn is where staff begin something that a listing shows, or "".
func beginsIn(listing string) string {
	for _, category := range slices.Sorted(maps.Keys(itemPages)) {
		if itemPages[category] == listing {
			return newPath(category)
		}
	}
	return ""
}

func (i item[R]) texts() []string { return append([]string{i.listing + ".title"}, i.words...) }

// route is the item as a page.
func (i item[R]) route() readRoute {
	read := func(p publicPages, ctx context.Context, v *visit) (answer, error) { return i.answer(p, ctx, v) }
	return readRoute{path: "/" + i.listing + "/{id}", read: read, list: i.course != nil, english: i.english, params: i.params}
}

// itemValue is one item: its JSON, and what its page is made of.
type itemValue struct {
	Position   uint64
	RecordedAt time.Time
	Today      domain.Date
	Shown      shownItem
	History    []entry
	// Listed are those of the history that the page lists.
	Listed []entry
	// Corrections are all of its stream, those that wait or were rejected too.
	Corrections []ledger.PublicCorrection

	member, listing string
	item            any
	voice           voice
}

// answer answers with the item as it stands, and its history up to there.
func (i item[R]) answer(p publicPages, ctx context.Context, v *visit) (answer, error) {
	value := itemValue{Today: v.today, member: i.member, listing: i.listing, voice: v.voice}
	var of R
	stream := domain.StreamOf(i.category, v.PathValue("id"))
	var names actors
	err := p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		if of, value.Shown, err = i.read(q, v, v.PathValue("id")); err != nil {
			return err
		}
		value.item = of
		names, err = actorsOf(q)
		return err
	})
	if errors.Is(err, projections.ErrNotFound) {
		return p.voidItem(ctx, v, stream, value.Position)
	}
	if err != nil {
		return answer{}, err
	}
	value.History, value.Corrections, err = p.course(ctx, v, value.Shown.Origin, value.Position, names)
	if err != nil {
		return answer{}, err
	}
	value.Shown.Facts = known(value.Shown.Facts...)
	leadToRecords(value.Shown.Sections, value.History)
	value.Listed = value.History
	a := answer{page: "item", nav: i.listing, title: value.Shown.Title, work: streamDeskPath(value.Shown.Origin.Stream), position: value.Position, recordedAt: value.RecordedAt}
	if i.course != nil && v.form != asJSON {
		var c shownCourse
		err = p.read(ctx, v, func(q *projections.Query) (err error) {
			c, err = i.course(q, v, of, value.History)
			return err
		})
		if err != nil {
			return answer{}, err
		}
		value.Shown.Sections, value.Listed, a.table = append(value.Shown.Sections, c.Sections...), c.Rest, c.Table
	}
	a.value = value
	return a, nil
}

// course is the history of the stream that made a row, as far as the row has it,
// and all of its corrections.
func (p publicPages) course(ctx context.Context, v *visit, made projections.Origin, position uint64, names actors) ([]entry, []ledger.PublicCorrection, error) {
	history, err := p.ledger.History(ctx, made.Stream)
	if err != nil {
		return nil, nil, err
	}
	var entries []entry
	for _, r := range history {
		// The log may be ahead of the views, and a page is of one moment.
		if r.Revision() <= made.Revision && r.SeenFrom(v.asOf.AsOf) {
			e, err := entryOf(r, v.zone, names)
			if err != nil {
				return nil, nil, err
			}
			entries = append(entries, e)
		}
	}
	s, err := p.standingOf(ctx, v, history, position, names)
	if err != nil {
		return nil, nil, err
	}
	return entries, s.corrections(), s.mark(entries)
}

// voidItem leads to the stream of something that is not there any more: the
// views have taken it in and hold no row, because all of it was retracted.
func (p publicPages) voidItem(ctx context.Context, v *visit, stream string, upTo uint64) (answer, error) {
	if domain.CheckStream(stream) != nil {
		return answer{}, noSuchRow
	}
	history, err := p.ledger.History(ctx, stream)
	if err != nil {
		return answer{}, err
	}
	if first := history[0]; first.Position() > upTo || !first.SeenFrom(v.asOf.AsOf) {
		return answer{}, noSuchRow
	}
	return answer{elsewhere: "/streams/" + stream}, nil
}

// MarshalJSONTo writes the item under its own name.
func (p itemValue) MarshalJSONTo(to *jsontext.Encoder) error {
	return writeObject(to, []member{
		{"position", p.Position}, {"recordedAt", p.RecordedAt}, {"today", p.Today},
		{p.member, p.item}, {"history", p.History}, {"corrections", p.Corrections},
	})
}

// member is a member of a JSON object whose names are not known beforehand.
type member struct {
	name  string
	value any
}

// writeObject writes an object, without the times that are not known.
func writeObject(to *jsontext.Encoder, members []member) error {
	if err := to.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, m := range members {
		if t, ok := m.value.(time.Time); ok && t.IsZero() {
			continue
		}
		if err := errors.Join(to.WriteToken(jsontext.String(m.name)), json.MarshalEncode(to, m.value)); err != nil {
			return err
		}
	}
	return to.WriteToken(jsontext.EndObject)
}

// Made is the stream and revision that the row was made from, shortened.
func (p itemValue) Made() string {
	return shortStream(p.Shown.Origin.Stream) + "@" + strconv.FormatInt(p.Shown.Origin.Revision, 10)
}

// Withholds reports whether something in its history is not public.
func (p itemValue) Withholds() bool {
	return slices.ContainsFunc(p.History, func(e entry) bool {
		return slices.ContainsFunc(e.event.Fields(p.voice.lang, p.voice.zone), func(f catalogue.Shown) bool { return f.Field.Audience != domain.Public })
	})
}

// List is the path and the title of the listing.
func (p itemValue) List() cell {
	return cell{Link: "/" + p.listing, Text: p.voice.T(p.listing + ".title")}
}

// ID is that of the item.
func (p itemValue) ID() string {
	_, id := domain.SplitStream(p.Shown.Origin.Stream)
	return id
}
