package web

import (
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/projections"
)

// figure is a number with what it says and where it comes from.
type figure struct {
	// Key is a word for the style sheet.
	Key, Label string
	// Text is the number as it is read.
	Text string
	// Note stands under it.
	Note string
	// Link leads to what it counts. Count is how many rows that is, or -1 where the
	// number is not one of rows. Sum is the member of the JSON of the rows that it
	// adds up, with a minus before one that counts the other way; "" for none.
	Link  string
	Count int
	Sum   string
}

// Long reports whether it is an amount that does not fit in a line as large as other
// figures are.
func (f figure) Long() bool { return strings.HasPrefix(f.Text, "¥") && len(f.Text) > len("¥99,999") }

// share is a part of the bar over the board.
type share struct {
	figure
	// Left and Width are percent of the whole.
	Left, Width string
}

// count is a figure that counts the requests of a filter.
func (v voice) count(key, label string, n int, pairs ...string) figure {
	return figure{Key: key, Label: label, Text: v.Number(n), Link: requestsURL(pairs...), Count: n}
}

// Total is all requests.
func (b boardValue) Total() figure {
	return b.voice.count("total", b.voice.T("figure.total"), b.board.Total)
}

// Shares divides all requests into closed in time, closed late and open.
func (b boardValue) Shares() []share {
	v, t := b.voice, b.board
	var shares []share
	left := 0
	for _, f := range []figure{
		v.count("intime", v.T("figure.closedInTime"), t.Closed-t.ClosedLate, "timing", string(projections.ClosedInTime)),
		v.count("late", v.T("figure.closedLate"), t.ClosedLate, "timing", string(projections.ClosedLate)),
		v.count("open", v.T("figure.open"), t.Open, "phase", string(projections.OpenPhase)),
	} {
		f.Note = v.Percent(f.Count, t.Total)
		shares = append(shares, share{f, percentOf(left, t.Total), percentOf(f.Count, t.Total)})
		left += f.Count
	}
	return shares
}

// Figures are the numbers beside the bar.
func (b boardValue) Figures() []figure {
	v, t := b.voice, b.board
	all := []figure{
		v.count("closed", v.T("figure.closed"), t.Closed, "phase", string(projections.ClosedPhase)),
		v.count("overdue", v.T("figure.overdue"), t.Overdue, "timing", string(projections.Overdue)),
	}
	all[0].Note = v.T("figure.closed.note", "share", v.Percent(t.Closed, t.Total))
	all[1].Note = v.T("figure.overdue.note", "day", v.Day(b.Today))
	if !t.People.IsZero() {
		all = append(all, figure{
			Key: "people", Label: v.T("figure.people"), Text: v.People(t.People), Note: v.T("figure.people.note"),
			Link: requestsURL(), Count: -1,
		})
	}
	if n := t.Days.Count; n > 0 {
		all = append(all,
			figure{
				Key: "median", Label: v.T("figure.median"), Text: v.T("days", "n", t.Days.Median), Note: v.T("figure.median.note"),
				Link: placeInLine(n, (n+1)/2), Count: -1,
			},
			figure{
				Key: "p90", Label: v.T("figure.p90"), Text: v.T("days", "n", t.Days.P90), Note: v.T("figure.p90.note"),
				Link: placeInLine(n, (n*9+9)/10), Count: -1,
			})
	}
	if s := t.Satisfaction; s.Count > 0 {
		all = append(all, figure{
			Key: "rating", Label: v.T("figure.rating"), Text: v.Hundredths(s.Hundredths()),
			Note: v.T("figure.rating.note", "n", s.Count),
			Link: requestsURL("rated", "yes"), Count: s.Count,
		})
	}
	return all
}

// placeInLine leads to the very request that stands at a rank, counted from the
// shortest, of n closed ones in the order of their days.
func placeInLine(n, rank int) string {
	row := n - rank // rows before it, the longest first
	link := requestsURL("phase", string(projections.ClosedPhase), "sort", string(projections.LongestFirst), "page", strconv.Itoa(row/defaultPage+1))
	return link + "#row-" + strconv.Itoa(row+1)
}

// percentOf is a part of a whole as SVG writes a length.
func percentOf(part, whole int) string {
	if whole <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 3, 64) + "%"
}

// Source says which import all, or some, of the requests came from.
type sourceNote struct {
	figure
	Name   string
	Stream string
}

// Sources are the imports that the requests came from.
func (b boardValue) Sources() []sourceNote {
	var all []sourceNote
	for _, g := range b.board.BySource {
		if g.Key == "" {
			continue
		}
		note := sourceNote{figure: b.voice.count("source", "", g.Total, "source", g.Key), Name: g.Key, Stream: g.Key}
		for _, i := range b.imports {
			if i.Stream == g.Key && i.Name != "" {
				note.Name = i.Name
			}
		}
		all = append(all, note)
	}
	return all
}
