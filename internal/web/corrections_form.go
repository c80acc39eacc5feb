package web

import (
	"github.com/sunledger/sunledger/domain"
)

// Fields are the choices of the form over the list.
func (c correctionsValue) Fields() []field {
	v := c.voice
	places := []option{{Value: domain.WholeCounty, Label: v.T("corrections.county")}}
	for _, p := range c.places {
		places = append(places, option{Value: p.Stream, Label: v.Name(p.Name, p.NameEnglish)})
	}
	return []field{
		c.choice("status", v.T("column.status"), v.codes(domain.CorrectionStatus(""), "")),
		c.choice("kind", v.T("column.kind"), v.codes(domain.CorrectionKind(""), "")),
		c.choice("place", v.T("column.placeOf"), places),
		c.choice("unsettled", v.T("column.unsettled"), []option{{Value: "yes", Label: v.T("corrections.unsettled")}}),
	}
}

func (c correctionsValue) choice(name, label string, options []option) field {
	chosen := c.query.Get(name)
	f := field{Name: name, Label: label, Chosen: chosen != "", Options: []option{{Label: c.voice.T("any"), Selected: chosen == ""}}}
	for _, o := range options {
		o.Selected = o.Value == chosen
		f.Options = append(f.Options, o)
	}
	return f
}

// Narrowed reports whether a filter is in force.
func (c correctionsValue) Narrowed() bool {
	for _, name := range []string{"status", "kind", "place", "unsettled"} {
		if c.query.Get(name) != "" {
			return true
		}
	}
	return false
}

// Waiting is the list of those that nobody decided, Unsettled of those with
// something left to settle.
func (c correctionsValue) Waiting() string {
	return "/corrections?status=" + string(domain.CorrectionWaits)
}

// Unsettled is the list of those with something left to settle.
func (c correctionsValue) Unsettled() string { return "/corrections?unsettled=yes" }
