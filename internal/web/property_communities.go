package web

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// property is what the collectives of each community own together, by class.
var property = listing[projections.CommunityAssets]{
	name: "property", english: "what the collectives of each community own together, by class, with original and net value, and how much is let and idle today",
	lead: true, sorts: []string{"community", "netValue", "idle"},
	filters: []filter{
		{name: "class", coded: domain.OperatingAsset, english: "class"},
		ownerFilters[0], ownerFilters[1],
	},
	find: func(q *projections.Query, v *visit, f finding) ([]projections.CommunityAssets, int, error) {
		return q.PropertyByCommunity(assetFilter(v, f), f.sort, f.Page)
	},
	sections: func(v *visit, q *projections.Query, f finding) ([]section, error) {
		all, err := wholeProperty(q, assetFilter(v, f))
		if err != nil || len(all) == 0 {
			return nil, err
		}
		return []section{v.propertyChart(all)}, nil
	},
	columns: []col[projections.CommunityAssets]{
		{name: "community", class: "c-title", show: func(v *visit, t projections.CommunityAssets) cell {
			c, _ := v.placed(t.Within)
			c.Text = cmp.Or(c.Text, v.T("property.elsewhere"))
			return c
		}},
		{name: "town", class: "c-place", show: func(v *visit, t projections.CommunityAssets) cell {
			_, town := v.placed(t.Within)
			return said(town.Text)
		}},
		{name: "class", show: func(v *visit, t projections.CommunityAssets) cell { return said(v.Label(t.Class, string(t.Class))) }},
		{name: "count", class: "num", show: func(v *visit, t projections.CommunityAssets) cell {
			n := v.counted(t.Assets)
			n.Link = assetsOf(t)
			return n
		}},
		{name: "originalValue", class: "num", show: func(_ *visit, t projections.CommunityAssets) cell { return paid(t.Original) }},
		{name: "netValue", class: "num", show: func(_ *visit, t projections.CommunityAssets) cell { return paid(t.Net) }},
		{name: "let", class: "num", show: func(v *visit, t projections.CommunityAssets) cell { return v.shareOf(t, t.Let) }},
		{name: "letNetValue", csvOnly: true, show: func(_ *visit, t projections.CommunityAssets) cell { return paid(t.LetNet) }},
		{name: "idle", class: "num", show: func(v *visit, t projections.CommunityAssets) cell {
			if t.Class != domain.OperatingAsset { // only these are there to be let
				return cell{}
			}
			return v.shareOf(t, t.Assets-t.Let)
		}},
		{name: "idleNetValue", csvOnly: true, show: func(_ *visit, t projections.CommunityAssets) cell {
			if t.Class != domain.OperatingAsset {
				return cell{}
			}
			return paid(t.Net - t.LetNet)
		}},
	},
}

// assetsOf are the assets that a sum is of; those of no known community have no
// list of their own.
func assetsOf(t projections.CommunityAssets) string {
	if t.Community == "" {
		return ""
	}
	return "/assets?" + url.Values{"community": {t.Community}, "class": {string(t.Class)}, "status": {"owned"}}.Encode()
}

// shareOf is how many of some assets, with their part.
func (v voice) shareOf(t projections.CommunityAssets, n int) cell {
	c := v.counted(n)
	c.Note = v.Percent(n, t.Assets)
	return c
}

// wholeProperty is all rows that a filter gives.
func wholeProperty(q *projections.Query, of projections.AssetFilter) (all []projections.CommunityAssets, err error) {
	for {
		rows, total, err := q.PropertyByCommunity(of, "community", projections.Page{Size: projections.MaxPage, Offset: len(all)})
		if all = append(all, rows...); err != nil || len(all) == total {
			return all, err
		}
	}
}

// propertyChart is the net value of what is let, what is idle, and all else: of
// all together, and by community, the greatest first.
func (v voice) propertyChart(all []projections.CommunityAssets) section {
	kinds := []struct{ key, label string }{
		{"intime", v.T("property.operatingLet")}, {"open", v.T("property.operatingIdle")}, {"received", v.T("property.other")},
	}
	values := func(t projections.CommunityAssets) [3]domain.Money {
		if t.Class == domain.OperatingAsset {
			return [3]domain.Money{t.LetNet, t.Net - t.LetNet, 0}
		}
		return [3]domain.Money{0, 0, t.Net}
	}
	type row struct {
		projections.Within
		net   domain.Money
		parts [3]domain.Money
	}
	var rows []row
	var whole row
	for _, t := range all { // in the order of communities
		if n := len(rows); n == 0 || rows[n-1].Community != t.Community {
			rows = append(rows, row{Within: t.Within})
		}
		for _, r := range []*row{&rows[len(rows)-1], &whole} {
			r.net += t.Net
			for i, m := range values(t) {
				r.parts[i] += m
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.net, a.net) })
	s := section{ID: "values", Title: v.T("property.consists")}
	left := domain.Money(0)
	for i, k := range kinds {
		m := whole.parts[i]
		s.Shares = append(s.Shares, share{
			figure{Key: k.key, Label: k.label, Text: "¥" + m.String(), Note: v.Percent(int(m), int(whole.net))},
			percentOf(int(left), int(whole.net)), percentOf(int(m), int(whole.net)),
		})
		left += m
	}
	c := chart{ID: "community", Title: v.T("property.chart"), First: v.T("column.community"), Last: v.T("column.netValue")}
	for _, r := range rows {
		place, _ := v.placed(r.Within)
		one := bar{Label: cmp.Or(place.Text, v.T("property.elsewhere")), Total: figure{Key: "total", Text: "¥" + r.net.String(), Link: place.Link, Count: -1}}
		left := domain.Money(0)
		for i, k := range kinds {
			if m := r.parts[i]; m > 0 {
				one.Parts = append(one.Parts, part{Key: k.key, Left: percentOf(int(left), int(rows[0].net)), Width: percentOf(int(m), int(rows[0].net))})
				left += m
			}
		}
		c.Rows = append(c.Rows, one)
	}
	if len(c.Rows) > shownRows+2 {
		c.Rows, c.Rest = c.Rows[:shownRows], c.Rows[shownRows:]
	}
	s.Charts = []chart{c}
	return s
}
