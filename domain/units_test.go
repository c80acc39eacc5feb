package domain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

func on(day string) domain.Date {
	d, err := domain.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d
}

// counted is a count with so many adults.
func counted(day string, adults int) domain.Electorate {
	return domain.Electorate{AsOf: on(day), Adults: adults, Document: "户籍底册"}
}

func TestElectoratesOn(t *testing.T) {
	all := domain.Electorates{counted("2015-01-01", 100), counted("2016-01-01", 110)}
	for day, want := range map[string]int{
		"2014-12-31": 0, "2015-01-01": 100, "2015-12-31": 100, "2016-01-01": 110, "2030-01-01": 110,
	} {
		e, found := all.On(on(day))
		require.Equal(t, want, e.Adults, day)
		require.Equal(t, want > 0, found, day)
	}
	_, found := domain.Electorates(nil).On(on("2016-01-01"))
	require.False(t, found)
}

// Counts come in any order and stand in that of their days. What was handed out
// before never changes, whatever is added to it.
func TestElectoratesWith(t *testing.T) {
	roomy := make(domain.Electorates, 0, 8)
	all := append(roomy, counted("2015-01-01", 100), counted("2016-01-01", 110))
	before := slices.Clone(all)

	for name, c := range map[string]struct {
		add  domain.Electorate
		want []int
	}{
		"first":        {counted("2014-01-01", 90), []int{90, 100, 110}},
		"between":      {counted("2015-06-01", 105), []int{100, 105, 110}},
		"last":         {counted("2017-01-01", 120), []int{100, 110, 120}},
		"the same day": {counted("2015-01-01", 101), []int{101, 110}},
	} {
		t.Run(name, func(t *testing.T) {
			var adults []int
			for _, e := range all.With(c.add) {
				adults = append(adults, e.Adults)
			}
			require.Equal(t, c.want, adults)
			require.Equal(t, before, all)
			require.Zero(t, all[:3:8][2], "the array has room, and nothing was written there")
		})
	}
	require.Equal(t, domain.Electorates{counted("2016-01-01", 1)}, domain.Electorates(nil).With(counted("2016-01-01", 1)))
}

// A term holds from its first day to its last one, both of them days of it; the one
// that began last counts.
func TestTermsOn(t *testing.T) {
	all := domain.Terms{
		{From: on("2013-01-01"), Until: on("2015-12-31"), Members: 5}, {From: on("2016-02-01"), Until: on("2016-03-31"), Members: 7}, {From: on("2016-03-15"), Members: 3},
	}
	for _, c := range []struct {
		day          string
		members      int
		known, begun bool
	}{
		{"2012-12-31", 0, false, false},
		{"2013-01-01", 5, true, true}, {"2015-12-31", 5, true, true}, {"2016-01-01", 5, false, true}, {"2016-01-31", 5, false, true},
		{"2016-02-01", 7, true, true}, {"2016-03-14", 7, true, true}, {"2016-03-15", 3, true, true}, {"2030-01-01", 3, true, true},
	} {
		members, known := all.On(on(c.day))
		require.Equal(t, []any{c.members, c.known, c.begun}, []any{members, known, all.Begun(on(c.day))}, c.day)
	}
	require.False(t, domain.Terms(nil).Begun(on("2016-01-01")))
}

func TestElectorateCounts(t *testing.T) {
	e := domain.Electorate{Adults: 1, Households: 2, Representatives: 3, Members: 4, PartyMembers: 5}
	for base, want := range map[domain.VoterBase]int{
		domain.Adults: 1, domain.Households: 2, domain.Representatives: 3, domain.Members: 4, domain.PartyMembers: 5, "passers-by": 0,
	} {
		require.Equal(t, want, e.Count(base), base)
	}
	require.Len(t, domain.VoterBase("").Codes(), 5, "each base is counted")
}

func TestElectoratesAdmit(t *testing.T) {
	known := domain.Electorates{counted("2015-01-01", 100), counted("2016-06-01", 110)}
	for name, c := range map[string]struct {
		code   string
		change func(*domain.Electorate)
	}{
		"as it should be":               {"", func(*domain.Electorate) {}},
		"no day":                        {"field_missing", func(e *domain.Electorate) { e.AsOf = domain.Date{} }},
		"no document":                   {"field_missing", func(e *domain.Electorate) { e.Document = " " }},
		"the day of the act":            {"", func(e *domain.Electorate) { e.AsOf = on("2016-09-01") }},
		"the day after the act":         {"counted_in_the_future", func(e *domain.Electorate) { e.AsOf = on("2016-09-02") }},
		"the day after the latest":      {"", func(e *domain.Electorate) { e.AsOf = on("2016-06-02") }},
		"the day of the latest":         {"counted_already", func(e *domain.Electorate) { e.AsOf = on("2016-06-01") }},
		"the day before the latest":     {"counted_before", func(e *domain.Electorate) { e.AsOf = on("2016-05-31") }},
		"before all":                    {"counted_before", func(e *domain.Electorate) { e.AsOf = on("2014-01-01") }},
		"nothing":                       {"nothing_counted", func(e *domain.Electorate) { *e = domain.Electorate{AsOf: e.AsOf, Document: e.Document} }},
		"negative adults":               {"count_out_of_range", func(e *domain.Electorate) { e.Adults = -1 }},
		"negative households":           {"count_out_of_range", func(e *domain.Electorate) { e.Households = -1 }},
		"negative representatives":      {"count_out_of_range", func(e *domain.Electorate) { e.Representatives = -1 }},
		"negative members":              {"count_out_of_range", func(e *domain.Electorate) { e.Members = -1 }},
		"negative Party members":        {"count_out_of_range", func(e *domain.Electorate) { e.PartyMembers = -1 }},
		"most adults":                   {"", func(e *domain.Electorate) { e.Adults = 10_000_000 }},
		"too many adults":               {"count_out_of_range", func(e *domain.Electorate) { e.Adults = 10_000_001 }},
		"too many members":              {"count_out_of_range", func(e *domain.Electorate) { e.Members = 10_000_001 }},
		"as many households as adults":  {"", func(e *domain.Electorate) { e.Adults, e.Households = 40, 40 }},
		"more households than adults":   {"counts_contradict", func(e *domain.Electorate) { e.Adults, e.Households = 40, 41 }},
		"all adults represent":          {"", func(e *domain.Electorate) { e.Adults, e.Households, e.Representatives = 40, 0, 40 }},
		"more represent than are adult": {"counts_contradict", func(e *domain.Electorate) { e.Adults, e.Households, e.Representatives = 40, 0, 41 }},
		"households alone":              {"", func(e *domain.Electorate) { e.Adults, e.Representatives, e.Households = 0, 0, 41 }},
		"representatives alone": {"", func(e *domain.Electorate) {
			*e = domain.Electorate{AsOf: e.AsOf, Document: e.Document, Representatives: 41}
		}},
		"all members represent":          {"", func(e *domain.Electorate) { e.Adults, e.Members, e.Representatives = 0, 40, 40 }},
		"more represent than are member": {"counts_contradict", func(e *domain.Electorate) { e.Adults, e.Members, e.Representatives = 0, 40, 41 }},
		"members who are children":       {"", func(e *domain.Electorate) { e.Adults, e.Households, e.Members = 120, 40, 400 }},
	} {
		t.Run(name, func(t *testing.T) {
			e := domain.Electorate{AsOf: on("2016-08-01"), Adults: 120, Households: 40, Representatives: 30, Members: 130, PartyMembers: 9, Document: "户籍底册 2016-08"}
			c.change(&e)
			err := known.Admits(e, domain.Act{OccurredAt: day(1), Zone: shanghai})
			require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
		})
	}
	first := counted("1999-01-01", 1)
	require.NoError(t, domain.Electorates(nil).Admits(first, domain.Act{OccurredAt: day(1), Zone: shanghai}), "the first may be of any day")
}

func TestMerging(t *testing.T) {
	other := func(within string, merged string) domain.Offerings {
		return domain.Offerings{domain.PlaceName{ID: "b", Within: []string{within, domain.WholeCounty}}, domain.Unit{Merged: merged}}
	}
	for name, c := range map[string]struct {
		code      string
		into      string
		offers    any
		elsewhere bool
	}{
		"another of the same community":    {"", "collective-b", other("community-1", ""), false},
		"of another community":             {"lies_elsewhere", "collective-b", other("community-2", ""), false},
		"of another community, as is said": {"", "collective-b", other("community-2", ""), true},
		"said to be of another":            {"lies_here", "collective-b", other("community-1", ""), true},
		"merged itself":                    {"merged", "collective-b", other("community-1", "collective-c"), false},
		"not on record":                    {"no_such_evidence", "collective-b", nil, false},
		"itself":                           {"not_another", "collective-a", other("community-1", ""), false},
		"of another kind":                  {"not_another", "community-b", other("community-1", ""), false},
		"no stream":                        {"not_another", "b", other("community-1", ""), false},
	} {
		t.Run(name, func(t *testing.T) {
			act := domain.Act{Stream: "collective-a", Zone: shanghai}.WithEvidence(domain.Ref{Stream: c.into, Revision: 1}, c.offers)
			err := domain.Merges(act, c.into, "community-1", c.elsewhere)
			require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
		})
	}
}

func TestWhatIsBegunInACommunity(t *testing.T) {
	act := domain.Act{}.
		WithEvidence(domain.Ref{Stream: "community-1", Revision: 0}, domain.Offerings{domain.PlaceName{ID: "1"}, domain.Unit{Level: domain.VillageUnit}}).
		WithEvidence(domain.Ref{Stream: "community-2", Revision: 5}, domain.Offerings{domain.PlaceName{ID: "2"}, domain.Unit{Merged: "community-1"}}).
		WithEvidence(domain.Ref{Stream: "community-3", Revision: domain.Latest}, nil)
	require.NoError(t, domain.BegunIn(act, "community-1"))
	for community, code := range map[string]string{
		"community-2": "merged", "community-3": "no_such_evidence", "town-1": "not_a_community", "": "not_a_community", "community-": "not_a_community",
	} {
		require.Equal(t, code, domain.CodeOf(domain.BegunIn(act, community)), community)
	}
}

func TestOfferings(t *testing.T) {
	offers := domain.Offerings{domain.PlaceName{ID: "1"}, domain.Unit{Level: domain.VillageUnit}}
	place, ok := domain.Offered[domain.PlaceName](offers)
	require.True(t, ok)
	require.Equal(t, "1", place.ID)
	unit, ok := domain.Offered[domain.Unit](offers)
	require.True(t, ok)
	require.Equal(t, domain.VillageUnit, unit.Level)
	_, ok = domain.Offered[domain.Award](offers)
	require.False(t, ok, "it is none of them")

	alone, ok := domain.Offered[domain.PlaceName](domain.PlaceName{ID: "2"})
	require.True(t, ok, "a value by itself")
	require.Equal(t, "2", alone.ID)
	_, ok = domain.Offered[domain.Unit](domain.PlaceName{ID: "2"})
	require.False(t, ok)
	_, ok = domain.Offered[domain.Unit](nil)
	require.False(t, ok)
	whole, ok := domain.Offered[domain.Offerings](offers)
	require.True(t, ok, "all of them")
	require.Len(t, whole, 2)

	act := domain.Act{}.WithEvidence(domain.Ref{Stream: "community-1", Revision: 3}, offers)
	unit, err := domain.Evidence[domain.Unit](act, "community-1")
	require.NoError(t, err)
	require.Equal(t, domain.VillageUnit, unit.Level)
	_, err = domain.Evidence[domain.Award](act, "community-1")
	require.Equal(t, "no_such_evidence", domain.CodeOf(err))
}

func TestStreamsOfACategory(t *testing.T) {
	for stream, want := range map[string]bool{
		"town-1": true, "town-a-b": true, "town-": false, "town": false, "towns-1": false, "": false, "town-a b": false, "community-1": false,
	} {
		require.Equal(t, want, domain.OfCategory(stream, "town"), stream)
	}
}
