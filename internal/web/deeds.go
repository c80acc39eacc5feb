package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func deedFilter(v *visit, f finding) (projections.DeedFilter, error) {
	year, err := numberOf(f.query, "year", 0, 1, 9999)
	return projections.DeedFilter{
		Kind: f.match("kind"), Purpose: f.match("awardFor"), Counted: projections.Counted(f.query.Get("counted")), Year: year,
		Town: f.match("town"), Community: f.match("community"), Today: v.today, Text: f.text,
	}, err
}

// deeds is what was done in communities and for them.
var deeds = listing[projections.CommunityDeed]{
	name: "deeds", english: "what was done in communities and for them: centres and platforms, social workers, signs and awards, clean-ups and standards",
	lead: true, text: true, sorts: []string{"latest", "place", "amount"},
	filters: []filter{
		{name: "kind", coded: projections.CleanUpDeed, english: "what was done"},
		yearFilter((*projections.Query).WorkYears, "year in which it was done"),
		{name: "awardFor", coded: projections.Deed{Kind: projections.AwardDeed}.Coded(), english: "purpose of an award"},
		{name: "counted", coded: projections.CountsSome, english: "whether it counts anything, such as social workers"},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.CommunityDeed, int, error) {
		filter, err := deedFilter(v, f)
		if err != nil {
			return nil, 0, err
		}
		return q.Deeds(filter, f.sort, f.Page)
	},
	own: func(d *projections.CommunityDeed) (*projections.Origin, recordOf) {
		return &d.Origin, deedRecord(d.Deed)
	},
	totals: func(v *visit, q *projections.Query, f finding) (any, error) {
		filter, err := deedFilter(v, f)
		if err != nil {
			return nil, err
		}
		return q.DeedsOf(filter)
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		filter, err := deedFilter(v, f)
		if err != nil {
			return nil, err
		}
		t, err := q.DeedsOf(filter)
		if t.Deeds == 0 {
			return nil, err
		}
		return []section{{ID: "totals", Figures: []figure{
			{Key: "total", Label: v.T("deeds.communities"), Text: v.Number(t.Communities), Count: -1},
			amount("paid", v.T("work.amount"), t.Amount),
		}}}, err
	},
	columns: slices.Concat([]col[projections.CommunityDeed]{
		{name: "deed", class: "c-title", show: func(v *visit, d projections.CommunityDeed) cell {
			return cell{Text: v.Label(d.Kind, string(d.Kind)), Link: pageOf(d.Stream) + "#deeds"}
		}},
	}, withinColumns(func(d projections.CommunityDeed) projections.Within { return d.Within }), []col[projections.CommunityDeed]{
		{name: "day", class: "c-day", show: func(_ *visit, d projections.CommunityDeed) cell { return dated(d.On) }},
		{name: "deedAbout", class: "c-wide", show: func(v *visit, d projections.CommunityDeed) cell { about, _, _ := v.aboutDeed(d.Deed); return about }},
		{name: "deedNumber", class: "num", show: func(v *visit, d projections.CommunityDeed) cell { _, n, _ := v.aboutDeed(d.Deed); return n }},
		{name: "sum", class: "num", show: func(v *visit, d projections.CommunityDeed) cell { _, _, sum := v.aboutDeed(d.Deed); return sum }},
	}, sourceColumns(func(d projections.CommunityDeed) projections.Origin { return d.Origin })),
}

// postings is who of the towns' staff works in which community.
var postings = listing[projections.PostedStaff]{
	name: "postings", english: "who of the staff of the towns works in which community, and who did",
	lead: true, text: true, sorts: []string{"place", "since", "official"},
	filters: []filter{
		{name: "standing", coded: projections.WorksThere, english: "whether they work there today"},
		townFilter, communityFilter,
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.PostedStaff, int, error) {
		order := f.sort
		if order == "official" {
			order = "name"
		}
		return q.Postings(projections.PostingFilter{
			Town: f.match("town"), Community: f.match("community"), Standing: projections.PostingStanding(f.query.Get("standing")),
			Today: v.today, Text: f.text,
		}, order, f.Page)
	},
	own: func(p *projections.PostedStaff) (*projections.Origin, recordOf) {
		return &p.Origin, postingRecord(p.Posting)
	},
	columns: slices.Concat([]col[projections.PostedStaff]{
		{name: "official", class: "c-title", show: func(_ *visit, p projections.PostedStaff) cell {
			return cell{Text: p.Posting.Name, Link: pageOf(p.Stream) + "#staff"}
		}},
		{name: "staffDoes", show: func(_ *visit, p projections.PostedStaff) cell { return said(p.Posting.Position) }},
	}, withinColumns(func(p projections.PostedStaff) projections.Within { return p.Within }), []col[projections.PostedStaff]{
		{name: "sentBy", csvOnly: true, show: func(v *visit, p projections.PostedStaff) cell {
			_, id := domain.SplitStream(p.Posting.Town)
			return said(cmp.Or(v.Name(p.Posting.TownName, p.Posting.TownNameEnglish), id))
		}},
		{name: "staffNumber", class: "num", show: func(_ *visit, p projections.PostedStaff) cell { return said(strconv.Itoa(p.Posting.Number)) }},
		{name: "officeFrom", class: "c-day", show: func(_ *visit, p projections.PostedStaff) cell { return dated(p.Posting.Since) }},
		{name: "officeUntil", class: "c-day", show: func(_ *visit, p projections.PostedStaff) cell { return dated(p.Posting.Until) }},
		{name: "leftBecause", csvOnly: true, show: func(v *visit, p projections.PostedStaff) cell {
			if p.Posting.Reason == "" {
				return cell{}
			}
			return said(v.Label(p.Posting.Reason, string(p.Posting.Reason)))
		}},
		{name: "standing", class: "c-status", show: func(v *visit, p projections.PostedStaff) cell {
			if p.Posting.Now(v.today) {
				return cell{Text: v.Label(projections.WorksThere, string(projections.WorksThere)), Mark: "open"}
			}
			return cell{Text: v.Label(projections.Recalled, string(projections.Recalled)), Mark: "closed"}
		}},
	}, sourceColumns(func(p projections.PostedStaff) projections.Origin { return p.Origin })),
}
