package web

import (
	"cmp"
	"slices"

	"github.com/sunledger/sunledger/projections"
)

// field is a choice in the form over the list of requests.
type field struct {
	Name, Label string
	Options     []option
	// Chosen says that it narrows the list.
	Chosen bool
}

type option struct {
	Value, Label string
	// Of is how many it gives, as it is shown after the label.
	Of       string
	Selected bool
}

// chip is a part of the filter that is in force, and the list without it.
type chip struct {
	Label, Value, Without string
}

// Text is what is searched for.
func (p requestsValue) Text() string { return p.query.Get("q") }

// Fields are the choices, each with how many requests it gives where nothing else
// is chosen.
func (p requestsValue) Fields() []field {
	v, b, sample := p.voice, p.board, projections.Request{}
	fields := []field{
		p.field("phase", v.T("column.phase"), []option{
			{Value: string(projections.OpenPhase), Label: v.T("figure.open"), Of: p.of(b.Open)},
			{Value: string(projections.ClosedPhase), Label: v.T("figure.closed"), Of: p.of(b.Closed)},
		}),
		p.field("timing", v.T("column.timing"), []option{
			{Value: string(projections.ClosedInTime), Label: v.T("figure.closedInTime"), Of: p.of(b.Closed - b.ClosedLate)},
			{Value: string(projections.ClosedLate), Label: v.T("figure.closedLate"), Of: p.of(b.ClosedLate)},
			{Value: string(projections.Overdue), Label: v.T("figure.overdue"), Of: p.of(b.Overdue)},
		}),
		p.field("rated", v.T("column.rating"), []option{{Value: "yes", Label: v.T("rated"), Of: p.of(b.Satisfaction.Count)}}),
		p.groups("list", v.T("column.list"), b.ByList, v.T("none.list"), coded(v, sample.List)),
		p.groups("channel", v.T("column.channel"), b.ByChannel, v.T("none.channel"), coded(v, sample.Channel)),
		p.groups("status", v.T("column.status"), inOrderOf(sample.Status, b.ByStatus), v.T("none.value"), coded(v, sample.Status)),
		p.groups("outcome", v.T("column.outcome"), b.ByOutcome, v.T("none.outcome"), coded(v, sample.Outcome)),
		p.groups("place", v.T("column.place"), b.ByPlace, v.T("none.place"), named(v)),
		p.groups("matter", v.T("column.matter"), b.ByMatter, v.T("none.matter"), named(v)),
		p.months("received", v.T("column.receivedIn"), func(m projections.MonthFigures) int { return m.Received }),
		p.months("closed", v.T("column.closedIn"), func(m projections.MonthFigures) int { return m.Closed }),
	}
	var useful []field
	for _, f := range fields {
		// One choice that is everything chooses nothing.
		if len(f.Options) > 2 || f.Name == "rated" && b.Satisfaction.Count > 0 || f.Chosen {
			useful = append(useful, f)
		}
	}
	return useful
}

func (p requestsValue) of(n int) string { return " (" + p.voice.Number(n) + ")" }

func (p requestsValue) field(name, label string, options []option) field {
	if p.narrowedBesides(name) {
		for i := range options {
			options[i].Of = "" // the number is of all requests
		}
	}
	return choose(p.voice, name, label, p.query.Get(name), options)
}

// narrowedBesides reports whether anything but a choice narrows the list.
func (p requestsValue) narrowedBesides(name string) bool {
	return slices.ContainsFunc(requestParams, func(other param) bool {
		return other.name != name && !slices.Contains([]string{"sort", "page", "size"}, other.name) && p.query.Get(other.name) != ""
	})
}

func (p requestsValue) groups(name, label string, groups []projections.Group, none string, labelOf func(projections.Group) string) field {
	var options []option
	for _, g := range groups {
		text := none
		if g.Key != "" {
			text = labelOf(g)
		}
		options = append(options, option{Value: orWithout(g.Key), Label: text, Of: p.of(g.Total)})
	}
	return p.field(name, label, options)
}

func (p requestsValue) months(name, label string, count func(projections.MonthFigures) int) field {
	v := p.voice
	var options []option
	for i := len(p.board.Months) - 1; i >= 0; i-- {
		m := p.board.Months[i]
		if n := count(m); n > 0 {
			options = append(options, option{Value: m.Month.String(), Label: v.monthName(m.Month), Of: p.of(n)})
		}
	}
	return p.field(name, label, options)
}

// Orders are the ways to sort.
func (p requestsValue) Orders() field {
	v := p.voice
	f := p.field("sort", v.T("sort"), []option{
		{Value: string(projections.OldestFirst), Label: v.T("sort.oldest")},
		{Value: string(projections.DueFirst), Label: v.T("sort.due")},
		{Value: string(projections.ClosedLast), Label: v.T("sort.closed")},
		{Value: string(projections.LongestFirst), Label: v.T("sort.longest")},
		{Value: string(projections.InOrder), Label: v.T("sort.inOrder")},
	})
	f.Options[0].Label = v.T("sort.newest")
	return f
}

// Chips are the parts of the filter that are in force.
func (p requestsValue) Chips() []chip {
	var chips []chip
	labels := map[string]field{}
	for _, f := range p.Fields() {
		labels[f.Name] = f
	}
	for _, param := range requestParams {
		value := p.query.Get(param.name)
		if value == "" || param.name == "sort" || param.name == "page" || param.name == "size" {
			continue
		}
		c := chip{Label: labels[param.name].Label, Value: value, Without: p.with(param.name, "")}
		for _, o := range labels[param.name].Options {
			if o.Selected {
				c.Value = o.Label
			}
		}
		switch param.name {
		case "q":
			c.Label = p.voice.T("search")
		case "rating":
			c.Label = p.voice.T("column.rating")
		case "source":
			c.Label, c.Value = p.voice.T("column.source"), cmp.Or(p.names[value], value)
			if value == without {
				c.Value = p.voice.T("none.source")
			}
		}
		chips = append(chips, c)
	}
	return chips
}

// Narrowed reports whether a filter is in force.
func (p requestsValue) Narrowed() bool { return len(p.Chips()) > 0 }

// Folded are parameters that the form keeps and does not show.
func (p requestsValue) Folded() []chip {
	var kept []chip
	shown := map[string]bool{"q": true, "sort": true}
	for _, f := range p.Fields() {
		shown[f.Name] = true
	}
	for _, name := range []string{"rating", "source", "size"} {
		if value := p.query.Get(name); value != "" && !shown[name] {
			kept = append(kept, chip{Label: name, Value: value})
		}
	}
	return kept
}
