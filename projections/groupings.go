package projections

import "fmt"

// grouping is what totals are asked for by: a key with its names, and the order of
// the groups.
type grouping struct{ key, name, english, order string }

// The groupings of rows that lie in places, joined by [placeTables], and belong to
// a year.
var (
	byTown      = grouping{`COALESCE(ot.stream, '')`, `COALESCE(ot.name, '')`, `COALESCE(ot.name_english, '')`, `2, 1`}
	byCommunity = grouping{`COALESCE(oc.stream, '')`, `COALESCE(oc.name, '')`, `COALESCE(oc.name_english, '')`, `2, 1`}
	byYear      = grouping{key: `CAST(b.year AS TEXT)`, name: `''`, english: `''`, order: `1 DESC`}
)

// byCode groups by a column of a code.
func byCode(column string) grouping { return grouping{column, `''`, `''`, `1`} }

// columns are the first columns of totals: key, name, English name.
func (g grouping) columns() string { return g.key + `, ` + g.name + `, ` + g.english }

// sql ends a query of totals.
func (g grouping) sql() string { return ` GROUP BY 1 ORDER BY ` + g.order }

func groupingOf(what string, groupings map[string]grouping, by string) (grouping, error) {
	g, ok := groupings[by]
	if !ok {
		return g, fmt.Errorf("projections: %s have no totals by %q", what, by)
	}
	return g, nil
}

// years are those of a table, the latest first.
func (q *Query) years(table string) ([]int, error) {
	return list(q, `SELECT DISTINCT year FROM `+quoted(table)+` ORDER BY year DESC`, nil, func(s scan) (year int, err error) {
		err = s(&year)
		return year, err
	})
}

// inPlace narrows to what lies in a community and in a town, by their streams, of
// rows whose unit is in a column; "" is what lies in none.
func (c *conditions) inPlace(column string, community, town Match) {
	c.within(community, town, func(in, places string, args ...any) { c.add(column+in+`(`+places+`)`, args...) })
}

// inPlaceOfParty is inPlace where the unit may be an organisation of the Party as
// well: see [partyTablesOf].
func (c *conditions) inPlaceOfParty(column string, community, town Match) {
	c.within(community, town, func(in, places string, args ...any) {
		c.add(column+in+`(`+places+` UNION ALL SELECT stream FROM partyorg WHERE place IN (`+places+`))`, append(args, args...)...)
	})
}

// within calls a function with how rows are to be in the streams of all that lies in
// a community, which are a query, and with those in a town: IN, or NOT IN where they
// are to lie in none.
func (c *conditions) within(community, town Match, narrow func(in, places string, args ...any)) {
	if s, chosen := community.Value(); chosen && s == "" {
		narrow(` NOT IN `, `SELECT p.stream FROM place m JOIN place p ON p.parent = m.stream WHERE m.kind = 'community'
			UNION ALL SELECT stream FROM place WHERE kind = 'community'`)
	} else if chosen {
		narrow(` IN `, `SELECT stream FROM place WHERE parent = ? AND kind IN ('village', 'collective')
			UNION ALL SELECT stream FROM place WHERE stream = ? AND kind = 'community'`, s, s)
	}
	if s, chosen := town.Value(); chosen && s == "" {
		narrow(` NOT IN `, `SELECT p.stream FROM place t JOIN place m ON m.parent = t.stream JOIN place p ON p.parent = m.stream WHERE t.kind = 'town'
			UNION ALL SELECT m.stream FROM place t JOIN place m ON m.parent = t.stream WHERE t.kind = 'town'
			UNION ALL SELECT stream FROM place WHERE kind = 'town'`)
	} else if chosen {
		narrow(` IN `, `SELECT p.stream FROM place m JOIN place p ON p.parent = m.stream WHERE m.parent = ? AND m.kind = 'community'
			UNION ALL SELECT stream FROM place WHERE parent = ? AND kind = 'community'
			UNION ALL SELECT stream FROM place WHERE stream = ? AND kind = 'town'`, s, s, s)
	}
}
