package web

import (
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// tenders is what the collectives put out to public bidding.
var tenders = listing[projections.Tender]{
	name: "tenders", english: "what the collectives put out to public bidding: reserves, bids and awards; bidders who are persons have no names here",
	lead: true, text: true, sorts: []string{"listed", "opening", "reserve", "collective"},
	filters: append([]filter{
		{name: "kind", coded: domain.TenderLease, english: "what it is for"},
		{name: "status", coded: projections.Tender{}.Status, english: "how far it has come"},
	}, ownerFilters...),
	find: func(q *projections.Query, _ *visit, f finding) ([]projections.Tender, int, error) {
		return q.Tenders(projections.TenderFilter{Owners: f.owners(), Kind: f.match("kind"), Status: f.match("status"), Text: f.text}, f.sort, f.Page)
	},
	columns: slices.Concat([]col[projections.Tender]{
		{name: "tender", class: "c-title", show: func(_ *visit, t projections.Tender) cell {
			return cell{Text: t.What, Link: "/tenders/" + t.ID}
		}},
		{name: "kind", show: func(v *visit, t projections.Tender) cell { return said(v.Label(t.Kind, string(t.Kind))) }},
	}, ownerColumns("tenders", func(t projections.Tender) projections.Owner { return t.Owner }), []col[projections.Tender]{
		{name: "reserve", class: "num", show: func(_ *visit, t projections.Tender) cell { return paid(t.Reserve) }},
		{name: "listed", csvOnly: true, show: func(_ *visit, t projections.Tender) cell { return dated(t.Listed) }},
		{name: "opening", class: "c-day", show: func(_ *visit, t projections.Tender) cell { return dated(t.Opening) }},
		{name: "bids", class: "num", show: func(v *visit, t projections.Tender) cell { return v.counted(t.Bids) }},
		{name: "highest", class: "num", show: func(_ *visit, t projections.Tender) cell { return ifBid(t.Highest) }},
		{name: "lowest", class: "num", show: func(_ *visit, t projections.Tender) cell { return ifBid(t.Lowest) }},
		{name: "awardedFor", class: "num", show: func(_ *visit, t projections.Tender) cell {
			if t.Winner == 0 {
				return cell{}
			}
			return paid(t.Amount)
		}},
		{name: "awardedOn", csvOnly: true, show: func(_ *visit, t projections.Tender) cell { return dated(t.AwardedOn) }},
		{name: "status", class: "c-status", show: func(v *visit, t projections.Tender) cell { return v.tenderStatus(t) }},
		{name: "byDecision", csvOnly: true, show: func(_ *visit, t projections.Tender) cell { return said(t.Decision) }},
	}, sourceColumns(func(t projections.Tender) projections.Origin { return t.Origin })),
}

// ifBid is what a bid is for, and nothing before it is opened.
func ifBid(m domain.Money) cell {
	if m == 0 {
		return cell{}
	}
	return paid(m)
}

func (v voice) tenderStatus(t projections.Tender) cell {
	marks := map[string]string{"listed": "open", "awarded": "solved", "failed": "closed", "cancelled": "closed"}
	return cell{Text: v.Label(t.Status, string(t.Status)), Mark: marks[string(t.Status)]}
}

// shownTender is the JSON of a tender with its bids.
type shownTender struct {
	projections.Tender
	Received []projections.Bid `json:"received"`
}

// oneTender is one of them.
var oneTender = item[shownTender]{
	category: "tender", listing: "tenders", member: "tender",
	english: "one tender as it stands, with its bids, and its history",
	read: func(q *projections.Query, v *visit, id string) (t shownTender, shown shownItem, err error) {
		if t.Tender, err = q.Tender(domain.StreamOf("tender", id)); err != nil {
			return t, shown, err
		}
		if t.Received, err = q.Bids(t.Stream); err != nil {
			return t, shown, err
		}
		shown = shownItem{
			Title: t.What, Origin: t.Origin, Badges: []cell{v.tenderStatus(t.Tender)}, Facts: append(v.ownerFacts("tenders", t.Owner),
				fact{v.T("column.kind"), said(v.Label(t.Kind, string(t.Kind)))}, fact{v.T("column.reserve"), paid(t.Reserve)},
				fact{v.T("tender.method"), said(v.Label(t.Method, string(t.Method)))},
				fact{v.T("column.listed"), dated(t.Listed)}, fact{v.T("column.opening"), dated(t.Opening)}),
		}
		for _, a := range t.Assets {
			c, err := subjectCell(q, v, a.Stream)
			if err != nil {
				return t, shown, err
			}
			shown.Facts = append(shown.Facts, fact{v.T("column.asset"), c})
		}
		for _, other := range []struct{ label, stream string }{{v.T("column.byDecision"), t.Decision}, {v.T("column.contract"), t.Contract}} {
			c, err := subjectCell(q, v, other.stream)
			if err != nil {
				return t, shown, err
			}
			shown.Facts = append(shown.Facts, fact{other.label, c})
		}
		if t.Winner > 0 {
			shown.Stands = []string{v.T("tender.awarded", "day", t.AwardedOn.String(), "number", strconv.Itoa(t.Winner), "party", v.party(t.WinnerName), "amount", "¥"+t.Amount.String())}
		}
		shown.Sections = []section{bidsSection(v, t)}
		return t, shown, nil
	},
}

func bidsSection(v *visit, t shownTender) section {
	g := grid{Empty: v.T("tender.noBids"), Columns: []heading{
		{v.T("column.bid"), "c-title"}, {v.T("column.receivedOn"), "c-day"}, {v.T("column.bidder"), ""}, {v.T("column.sum"), "num"}, {v.T("column.interest"), "c-status"},
	}}
	for _, b := range t.Received {
		number := said(strconv.Itoa(b.Number))
		if b.Number == t.Winner {
			number.Note = v.T("tender.won")
		}
		amount := ifBid(b.Amount)
		if b.Invalid != "" {
			amount.Note = v.T("tender.invalid", "why", v.Label(b.Invalid, string(b.Invalid)))
		}
		g.Rows = append(g.Rows, []cell{number, dated(b.On), said(v.party(b.Bidder)), amount, said(v.Label(b.Interest, string(b.Interest)))})
	}
	return section{ID: "bids", Title: v.T("column.bids"), Tables: []grid{g}}
}
