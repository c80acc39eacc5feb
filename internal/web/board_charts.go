package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// chart is a table of values, with a bar in each row: the picture and its
// figures are the same thing, for who sees it, hears it, or prints it.
type chart struct {
	ID, Title string
	// First heads the column of values, Last that of their numbers, where those
	// are not of requests.
	First, Last string
	Rows        []bar
	// Rest are rows that are shown on demand.
	Rest []bar
	// Divided says that the rows have figures for open and late as well.
	Divided bool
}

// bar is a row of a chart.
type bar struct {
	Label string
	Total figure
	Parts []part
	// Open and Late are links of their own.
	Open, Late figure
}

// part is a piece of a bar: its class in the style sheet, and where it lies.
type part struct {
	Key, Left, Width string
	Link             string
}

// shownRows is how many rows a long chart shows at once.
const shownRows = 10

// Charts are the requests by one property each. One that would say nothing is
// left out.
func (b boardValue) Charts() []chart {
	v := b.voice
	sample := projections.Request{}
	all := []chart{
		b.chart("list", v.T("chart.list"), v.T("column.list"), b.board.ByList, v.T("none.list"), coded(v, sample.List)),
		b.chart("channel", v.T("chart.channel"), v.T("column.channel"), b.board.ByChannel, v.T("none.channel"), coded(v, sample.Channel)),
		b.chart("status", v.T("chart.status"), v.T("column.status"), inOrderOf(sample.Status, b.board.ByStatus), v.T("none.value"), coded(v, sample.Status)),
		b.chart("outcome", v.T("chart.outcome"), v.T("column.outcome"), b.board.ByOutcome, v.T("none.outcome"), coded(v, sample.Outcome)),
		b.chart("place", v.T("chart.place"), v.T("column.place"), b.board.ByPlace, v.T("none.place"), named(v)),
		b.chart("matter", v.T("chart.matter"), v.T("column.matter"), b.board.ByMatter, v.T("none.matter"), named(v)),
	}
	return slices.DeleteFunc(all, func(c chart) bool { return len(c.Rows) == 0 })
}

// coded labels a group whose key is of a closed list, or of a source.
func coded(v voice, c domain.Coded) func(projections.Group) string {
	return func(g projections.Group) string { return v.Label(c, g.Key) }
}

// named labels a group that has a name of its own.
func named(v voice) func(projections.Group) string {
	return func(g projections.Group) string {
		return cmp.Or(v.Name(g.Name, g.NameEnglish), g.Key)
	}
}

// inOrderOf puts groups in the order of a closed list.
func inOrderOf(c domain.Coded, groups []projections.Group) []projections.Group {
	order := codesOf(c)
	sorted := slices.Clone(groups)
	slices.SortStableFunc(sorted, func(a, b projections.Group) int {
		return cmp.Compare(slices.Index(order, a.Key), slices.Index(order, b.Key))
	})
	return sorted
}

func (b boardValue) chart(dimension, title, first string, groups []projections.Group, none string, label func(projections.Group) string) chart {
	v := b.voice
	c := chart{ID: dimension, Title: title, First: first, Divided: true}
	most, known := 0, false
	for _, g := range groups {
		most = max(most, g.Total)
		known = known || g.Key != ""
	}
	if !known {
		return c
	}
	for _, g := range groups {
		if g.Total == 0 {
			continue
		}
		name := none
		if g.Key != "" {
			name = label(g)
		}
		of := []string{dimension, orWithout(g.Key)}
		row := bar{
			Label: name,
			Total: v.count("total", name, g.Total, of...),
			Open:  v.count("open", v.T("figure.open"), g.Open, append(of, "phase", string(projections.OpenPhase))...),
			Late:  v.count("late", v.T("figure.closedLate"), g.ClosedLate, append(of, "timing", string(projections.ClosedLate))...),
		}
		left := 0
		for _, p := range []struct {
			key   string
			n     int
			pairs []string
		}{
			{"intime", g.Closed - g.ClosedLate, []string{"timing", string(projections.ClosedInTime)}},
			{"late", g.ClosedLate, []string{"timing", string(projections.ClosedLate)}},
			{"open", g.Open, []string{"phase", string(projections.OpenPhase)}},
		} {
			if p.n > 0 {
				row.Parts = append(row.Parts, part{p.key, percentOf(left, most), percentOf(p.n, most), requestsURL(append(slices.Clone(of), p.pairs...)...)})
			}
			left += p.n
		}
		c.Rows = append(c.Rows, row)
	}
	if len(c.Rows) > shownRows+2 {
		c.Rows, c.Rest = c.Rows[:shownRows], c.Rows[shownRows:]
	}
	return c
}

// Marks is the chart of ratings, from the best to the worst.
func (b boardValue) Marks() []bar {
	v, s := b.voice, b.board.Satisfaction
	if s.Count == 0 {
		return nil
	}
	most := slices.Max(s.Scores[:])
	var rows []bar
	for i := len(s.Scores); i >= 1; i-- {
		n := s.Scores[i-1]
		link := requestsURL("rating", strconv.Itoa(i))
		rows = append(rows, bar{
			Label: v.T("mark", "mark", strconv.Itoa(i)),
			Total: v.count("total", v.T("mark", "mark", strconv.Itoa(i)), n, "rating", strconv.Itoa(i)),
			Parts: []part{{"mark", "0%", percentOf(n, most), link}},
		})
	}
	return rows
}
