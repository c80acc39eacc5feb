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

// inPlace narrows to a community and to a town, by their streams.
func (c *conditions) inPlace(community, town Match) {
	c.match(`COALESCE(oc.stream, '')`, community)
	c.match(`COALESCE(ot.stream, '')`, town)
}
