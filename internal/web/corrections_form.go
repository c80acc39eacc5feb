package web

import (
	"net/url"
	"strconv"

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

// with is the address of the list with another value of a parameter; "" leaves
// it out. Anything but another page begins at the first.
func (c correctionsValue) with(name, value string) string {
	q := url.Values{}
	for _, p := range correctionParams {
		if v := c.query.Get(p.name); v != "" {
			q.Set(p.name, v)
		}
	}
	q.Del("page")
	if q.Del(name); value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/corrections"
	}
	return "/corrections?" + q.Encode()
}

// Waiting is the list of those that nobody decided, Unsettled of those with
// something left to settle.
func (c correctionsValue) Waiting() string {
	return "/corrections?status=" + string(domain.CorrectionWaits)
}

// Unsettled is the list of those with something left to settle.
func (c correctionsValue) Unsettled() string { return "/corrections?unsettled=yes" }

// Pages is how many pages the list has, at least 1.
func (c correctionsValue) Pages() int { return max(1, (c.Total+c.Size-1)/c.Size) }

// Newer is the page before this one, or "".
func (c correctionsValue) Newer() string {
	switch {
	case c.Page <= 1:
		return ""
	case c.Page == 2:
		return c.with("page", "")
	}
	return c.with("page", strconv.Itoa(min(c.Page-1, c.Pages())))
}

// Older is the page after this one, or "".
func (c correctionsValue) Older() string {
	if c.Page >= c.Pages() {
		return ""
	}
	return c.with("page", strconv.Itoa(c.Page+1))
}
