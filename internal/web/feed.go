package web

import (
	"context"
	"encoding/xml"
	"io"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// maxFeed is how many entries a feed has at most, the newest.
const maxFeed = 100

// feedPage is the page that there is a feed of.
const feedPage = "corrections"

// feed is a list as Atom (RFC 4287): what changed last comes first.
type feed struct {
	id, title, author string
	updated           time.Time
	entries           []feedEntry
}

// feedEntry is one thing of a feed. Its link is a local address.
type feedEntry struct {
	id, title, summary, author string
	link                       string
	published, updated         time.Time
	kind, kindLabel            string
}

// correctionFeed is corrections as a feed; nil where another form is asked for.
// The id of an entry is that of the event that proposed the correction: it is the
// same in every copy of the log, and for ever.
func (p publicPages) correctionFeed(ctx context.Context, v *visit, c correctionsValue) (*feed, error) {
	if v.form != asAtom {
		return nil, nil
	}
	f := &feed{
		id: "urn:uuid:" + v.ledger.Ledger.String() + "#corrections", title: v.T("corrections.feed", "county", v.Name(v.ledger.Name, v.ledger.NameEnglish)),
		author: v.Name(v.ledger.Name, v.ledger.NameEnglish), updated: c.RecordedAt,
	}
	if c.Narrowed() {
		f.id += c.with("size", "") // another feed
	}
	for i, row := range c.Rows() {
		id, err := p.eventID(ctx, row.ProposedPosition)
		if err != nil {
			return nil, err
		}
		e := feedEntry{
			id: "urn:uuid:" + id, link: row.Link, author: row.Proposer, published: row.ProposedAt, updated: row.ProposedAt,
			title: v.T("corrections.feed.entry", "kind", row.KindShown, "status", row.StatusShown, "about", row.AboutShown),
			kind:  string(row.Kind), kindLabel: row.KindShown, summary: v.feedSummary(row),
		}
		if row.DecidedAt.After(e.updated) {
			e.updated = row.DecidedAt
		}
		if i == 0 {
			f.updated = e.updated
		}
		f.entries = append(f.entries, e)
	}
	return f, nil
}

// feedSummary says of a correction what is public, in a few sentences.
func (v voice) feedSummary(r correctionRow) string {
	says := v.T("corrections.feed.proposed", "place", r.PlaceShown, "name", r.Proposer, "moment", v.Moment(r.ProposedAt))
	if r.Basis != "" {
		says += v.T("corrections.feed.basis", "kind", r.RestsOnShown, "basis", r.Basis)
	}
	if r.Decided != nil {
		says += v.T("corrections.feed.decided", "status", r.StatusShown, "name", r.Decider, "moment", v.Moment(r.DecidedAt), "n", *r.Days)
	}
	if n := len(r.Unsettled) + r.More; n > 0 {
		says += v.T("corrections.feed.unsettled", "n", n)
	}
	return says
}

// eventID is the id of the event at a position.
func (p publicPages) eventID(ctx context.Context, position uint64) (string, error) {
	for e, err := range p.ledger.Events(ctx, position-1) {
		if err != nil {
			return "", err
		}
		return e.ID().String(), nil
	}
	return "", noSuchRow
}

// The elements of a feed, in the words of RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    domain.Lang `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID        string       `xml:"id"`
		Title     string       `xml:"title"`
		Updated   string       `xml:"updated"`
		Published string       `xml:"published"`
		Author    atomPerson   `xml:"author"`
		Links     []atomLink   `xml:"link"`
		Category  atomCategory `xml:"category"`
		Summary   string       `xml:"summary"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
)

// write writes the feed. Its links begin with the address of the server; self
// and page are local ones of the feed and of the page that shows the same.
func (f feed) write(to io.Writer, lang domain.Lang, server, self, page string) error {
	doc := atomFeed{
		Lang: lang, ID: f.id, Title: f.title, Updated: atomTime(f.updated), Author: atomPerson{f.author}, Entries: []atomEntry{},
		Links: []atomLink{{"self", "application/atom+xml", server + self}, {"alternate", "text/html", server + page}},
	}
	for _, e := range f.entries {
		doc.Entries = append(doc.Entries, atomEntry{
			ID: e.id, Title: e.title, Updated: atomTime(e.updated), Published: atomTime(e.published), Author: atomPerson{e.author},
			Links: []atomLink{{"alternate", "text/html", server + e.link}}, Category: atomCategory{e.kind, e.kindLabel}, Summary: e.summary,
		})
	}
	if _, err := io.WriteString(to, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(to)
	encoder.Indent("", "  ")
	return encoder.Encode(doc)
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }
