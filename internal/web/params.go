package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// param is a parameter of an address, for the description of the API.
type param struct {
	name, english string
	integer       bool
	choices       []string
}

// without stands in an address for "has no value"; an empty parameter is the
// same as none, because that is what a form sends.
const without = "-"

// maxSearch is the longest text to search for, in bytes. No name is as long,
// and SQLite refuses patterns that are much longer.
const maxSearch = 1000

var (
	timings = []projections.Timing{projections.ClosedLate, projections.ClosedInTime, projections.Overdue}
	sorts   = []projections.Sort{projections.NewestFirst, projections.OldestFirst, projections.DueFirst, projections.ClosedLast, projections.LongestFirst, projections.InOrder}
)

var requestParams = []param{
	{"list", "list of the matter; - for none", false, nil},
	{"channel", "how it came in, as recorded; - for none", false, nil},
	{"status", "how far it has come", false, codesOf(projections.Request{}.Status)},
	{"outcome", "what came of it; - for none", false, nil},
	{"place", "id of the community; - for none", false, nil},
	{"matter", "code of the matter; - for none", false, nil},
	{"source", "stream of the import that it came from; - for what was recorded here", false, nil},
	{"phase", "open or closed", false, []string{string(projections.OpenPhase), string(projections.ClosedPhase)}},
	{"timing", "in time or not, as of today", false, asStrings(timings)},
	{"rated", "those that have a mark", false, []string{"yes"}},
	{"rating", "latest mark", true, []string{"1", "2", "3", "4", "5"}},
	{"received", "month or year in which it was received, such as 2016-09 or 2016", false, nil},
	{"closed", "month or year in which it was closed, such as 2016-09 or 2016", false, nil},
	{"q", "beginning of an id, number of an imported case, or part of the name of a place or a matter", false, nil},
	{"sort", "order; the newest first unless given", false, asStrings(sorts[1:])},
	{"page", "page, from 1", true, nil},
	{"size", "requests on a page, 1 to 10000; 50 unless given, all 10000 for CSV", true, nil},
}

var eventParams = []param{
	{"type", "wire name of the events, or a category followed by .*", false, nil},
	{"before", "only events before this position", true, nil},
	{"size", "events on a page, 1 to 1000; 50 unless given, 1000 for CSV", true, nil},
}

func codesOf(c domain.Coded) []string {
	var codes []string
	for _, code := range c.Codes() {
		codes = append(codes, code.Code)
	}
	return codes
}

func asStrings[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// filterOf reads a filter of requests.
func filterOf(q url.Values, today domain.Date) (projections.Filter, error) {
	f := projections.Filter{
		List: matchOf(q, "list"), Channel: matchOf(q, "channel"), Status: matchOf(q, "status"), Outcome: matchOf(q, "outcome"),
		Place: matchOf(q, "place"), Matter: matchOf(q, "matter"), Source: matchOf(q, "source"),
		Today: today, Text: q.Get("q"),
	}
	if len(f.Text) > maxSearch {
		return f, searchTooLong
	}
	var err error
	if f.Phase, err = choiceOf(q, "phase", projections.OpenPhase, projections.ClosedPhase); err != nil {
		return f, err
	}
	if f.Timing, err = choiceOf(q, "timing", timings...); err != nil {
		return f, err
	}
	if status := q.Get("status"); status != "" {
		if known := codesOf(projections.Request{}.Status); !slices.Contains(known, status) {
			return f, badQuery("status", status, known...)
		}
	}
	rated, err := choiceOf(q, "rated", "yes")
	if err != nil {
		return f, err
	}
	f.Rated = rated != ""
	if f.Rating, err = numberOf(q, "rating", 0, 1, 5); err != nil {
		return f, err
	}
	if f.StartedIn, err = monthsOf(q, "received"); err != nil {
		return f, err
	}
	f.ClosedIn, err = monthsOf(q, "closed")
	return f, err
}

func matchOf(q url.Values, name string) projections.Match {
	switch value := q.Get(name); value {
	case "":
		return projections.Match{}
	case without:
		return projections.Is("")
	default:
		return projections.Is(value)
	}
}

func choiceOf[T ~string](q url.Values, name string, choices ...T) (T, error) {
	value := T(q.Get(name))
	if value == "" || slices.Contains(choices, value) {
		return value, nil
	}
	return "", badQuery(name, string(value), asStrings(choices)...)
}

func numberOf(q url.Values, name string, otherwise, least, most int) (int, error) {
	value := q.Get(name)
	if value == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, badQuery(name, value, strconv.Itoa(least)+"–"+strconv.Itoa(most))
	}
	return n, nil
}

func monthsOf(q url.Values, name string) (projections.Months, error) {
	value := q.Get(name)
	if value == "" {
		return projections.Months{}, nil
	}
	m, err := projections.ParseMonths(value)
	if err != nil {
		return m, badQuery(name, value, "2016-09", "2016")
	}
	return m, nil
}

// requestsURL is the address of the requests that a filter gives, of names and
// values in turn.
func requestsURL(pairs ...string) string { return listURL("requests", pairs...) }

// listURL is the address of a list, narrowed by names and values in turn.
func listURL(list string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return "/" + list
	}
	return "/" + list + "?" + q.Encode()
}

// orWithout is how an address says a value.
func orWithout(value string) string {
	if value == "" {
		return without
	}
	return value
}
