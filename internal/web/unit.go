package web

import (
	"cmp"
	"net/url"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// ownerSections are what other parts of the ledger add to the pages of
// communities, natural villages and collectives, given by their streams, such as
// what was decided there and what is owned. They stand at the end, in this order.
var ownerSections = []func(q *projections.Query, v *visit, owner string) ([]section, error){affairsSections, propertySection, booksSection, incomeSections}

// sectionsOf are ownerSections of a unit, after its own.
func sectionsOf(q *projections.Query, v *visit, owner string, own ...section) ([]section, error) {
	for _, of := range ownerSections {
		more, err := of(q, v, owner)
		if err != nil {
			return nil, err
		}
		own = append(own, more...)
	}
	return own, nil
}

// within is the address of a list, narrowed to a place.
func within(list, name, stream string) string {
	return "/" + list + "?" + url.Values{name: {stream}}.Encode()
}

// placed are the cells of where a village or a collective lies.
func (v voice) placed(w projections.Within) (community, town cell) {
	_, id := domain.SplitStream(w.Community)
	community.Text = cmp.Or(v.Name(w.CommunityName, w.CommunityNameEnglish), id)
	if w.CommunityName != "" {
		community.Link = "/communities/" + id
	}
	town.Text = v.Name(w.TownName, w.TownNameEnglish)
	if town.Text != "" {
		town.Link = within("communities", "town", w.Town)
	}
	return community, town
}

// mergedInto is what something goes on in, empty where it goes on as it is. Its
// page is in a list of that name.
func (v voice) mergedInto(list string, m projections.Merger) cell {
	if m.Merged == "" {
		return cell{}
	}
	_, id := domain.SplitStream(m.Merged)
	return cell{Text: cmp.Or(v.Name(m.MergedName, m.MergedNameEnglish), id), Link: "/" + list + "/" + id, CSV: m.Merged}
}

// merged says in a sentence, and as a fact, that something was merged.
func (v voice) merged(list string, m projections.Merger, shown *shownItem) {
	if into := v.mergedInto(list, m); into.Text != "" {
		shown.Stands = append(shown.Stands, v.T("unit.merged", "name", into.Text))
		shown.Facts = append(shown.Facts, fact{v.T("column.merged"), into})
	}
}

// electorate is how many may vote: the latest count, and those before it.
func (v voice) electorate(all []projections.Electorate) section {
	s := section{ID: "electorate", Title: v.T("unit.electorate")}
	if len(all) == 0 {
		s.Says = []string{v.T("unit.electorate.none")}
		return s
	}
	latest := all[0]
	s.Facts = []fact{{v.T("unit.asOf"), said(v.Day(latest.AsOf))}}
	for _, base := range (domain.VoterBase("")).Codes() {
		if n := counted(latest, domain.VoterBase(base.Code)); n > 0 {
			s.Facts = append(s.Facts, fact{v.Label(domain.VoterBase(""), base.Code), v.counted(n)})
		}
	}
	s.Facts = append(s.Facts, fact{v.T("unit.document"), said(latest.Document)})
	if len(all) == 1 {
		return s
	}
	g := grid{Title: v.T("unit.electorate.history"), Columns: []heading{{v.T("unit.asOf"), "c-title c-day"}}}
	for _, base := range (domain.VoterBase("")).Codes() {
		g.Columns = append(g.Columns, heading{v.Label(domain.VoterBase(""), base.Code), "num"})
	}
	g.Columns = append(g.Columns, heading{v.T("unit.document"), "c-wide"})
	for _, e := range all[1:] {
		row := []cell{dated(e.AsOf)}
		for _, base := range (domain.VoterBase("")).Codes() {
			n := cell{}
			if c := counted(e, domain.VoterBase(base.Code)); c > 0 {
				n = v.counted(c)
			}
			row = append(row, n)
		}
		g.Rows = append(g.Rows, append(row, said(e.Document)))
	}
	s.Tables = []grid{g}
	return s
}

// counted is the number of a base; 0 is nobody, or not counted.
func counted(e projections.Electorate, of domain.VoterBase) int {
	return domain.Electorate{
		Adults: e.Adults, Households: e.Households, Representatives: e.Representatives, Members: e.Members, PartyMembers: e.PartyMembers,
	}.Count(of)
}

// officials is who holds which post, and who held one.
func (v voice) officials(u projections.Unit) section {
	now := grid{
		Columns: []heading{{v.T("unit.post"), "c-title"}, {v.T("unit.official"), ""}, {v.T("unit.since"), "c-day"}, {v.T("unit.until"), "c-day"}},
		Empty:   v.T("unit.officials.none"),
	}
	for _, o := range u.Officials {
		now.Rows = append(now.Rows, []cell{v.post(o), said(o.Name), dated(o.Since), dated(o.Last())})
	}
	s := section{ID: "officials", Title: v.T("unit.officials"), Tables: []grid{now}}
	if len(u.FormerOfficials) == 0 {
		return s
	}
	former := grid{Title: v.T("unit.officials.former"), Columns: append(now.Columns[:len(now.Columns):len(now.Columns)], heading{v.T("unit.reason"), ""})}
	for _, o := range u.FormerOfficials {
		reason := v.T("unit.ranOut")
		if o.Reason != "" {
			reason = v.Label(o.Reason, string(o.Reason))
		}
		former.Rows = append(former.Rows, []cell{v.post(o), said(o.Name), dated(o.Since), dated(o.Last()), said(reason)})
	}
	s.Tables = append(s.Tables, former)
	return s
}

// post is a post, with the number of a member's seat.
func (v voice) post(o projections.Official) cell {
	c := said(v.Label(o.Post, string(o.Post)))
	if o.Seat > 0 {
		c.Note = v.T("unit.seat", "seat", o.Seat)
	}
	return c
}

// bodies is the terms of the bodies of a community.
func (v voice) bodies(all []projections.Body) section {
	g := grid{
		Columns: []heading{{v.T("unit.body"), "c-title"}, {v.T("unit.seats"), "num"}, {v.T("unit.since"), "c-day"}, {v.T("unit.until"), "c-day"}},
		Empty:   v.T("unit.bodies.none"),
	}
	for _, b := range all {
		name := said(v.Label(b.Body, string(b.Body)))
		if b.Over {
			name.Note = v.T("unit.over")
		}
		g.Rows = append(g.Rows, []cell{name, v.counted(b.Seats), dated(b.Since), dated(b.Until)})
	}
	return section{ID: "bodies", Title: v.T("unit.bodies"), Tables: []grid{g}}
}

// councils is both councils of a natural village.
func (v voice) councils(all []projections.Body) section {
	g := grid{
		Columns: []heading{{v.T("unit.council"), "c-title"}, {v.T("unit.council.members"), "num"}, {v.T("unit.since"), "c-day"}},
		Empty:   v.T("unit.councils.none"),
	}
	for _, b := range all {
		g.Rows = append(g.Rows, []cell{said(v.Label(b.Body, string(b.Body))), v.counted(b.Seats), dated(b.Since)})
	}
	return section{ID: "councils", Title: v.T("unit.councils"), Tables: []grid{g}}
}
