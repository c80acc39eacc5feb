package matter_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/matter"
)

var matters = domain.Define("matter",
	domain.Records[matter.Matter](
		domain.Says(matter.Listed{}, "", ""), domain.Says(matter.Changed{}, "", ""), domain.Says(matter.Delisted{}, "", "")),
	domain.Opens[matter.Matter, matter.List]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[matter.Matter, matter.Change]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[matter.Matter, matter.Delist]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func list() matter.List {
	return matter.List{
		Code: "B07", From: day("2016-01-01"), List: domain.AgentList, Title: "老年优待证", Papers: []string{"身份证", "户口簿"},
		Basis: "鲁政发〔2013〕1号", LimitDays: 5, Authority: "民政局",
	}
}

func change(from string, limit int) matter.Change {
	return matter.Change{
		From: day(from), List: domain.AgentList, Title: "老年优待证", Papers: []string{"身份证"},
		Basis: "鲁政发〔2016〕2号", LimitDays: limit, Authority: "民政局", Fee: 5 * domain.Yuan,
	}
}

func listed(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, matters).Stream("matter-B07").When(at("2016-01-10"), list()).Accepted()
}

// limitOn is the time limit in force on a day, -1 where it is not listed.
func limitOn(m matter.Matter, on string) int {
	terms, ok := m.Offers().(domain.ServiceMatter).On(day(on))
	if !ok {
		return -1
	}
	return terms.LimitDays
}

func TestTermsOverTime(t *testing.T) {
	s := listed(t).
		When(at("2016-02-01"), change("2016-10-01", 3)).
		When(at("2016-02-02"), change("2016-06-01", 4)). // announced later, in force earlier
		When(at("2016-02-03"), change("2016-10-01", 2)). // takes the other's place
		When(at("2016-02-04"), matter.Delist{From: day("2016-12-01"), Reason: "并入一件事"}).Accepted()
	s.State(func(m matter.Matter) {
		for on, want := range map[string]int{
			"2015-12-31": -1, "2016-01-01": 5, "2016-05-31": 5, "2016-06-01": 4, "2016-09-30": 4,
			"2016-10-01": 2, "2016-11-30": 2, "2016-12-01": -1, "2030-01-01": -1,
		} {
			if got := limitOn(m, on); got != want {
				t.Errorf("%s: %d working days, want %d", on, got, want)
			}
		}
		if terms, _ := m.On(day("2016-10-01")); terms.Fee != 500 || len(terms.Papers) != 1 {
			t.Errorf("terms %+v", terms)
		}
	})
	s.When(change("2016-11-01", 3)).Rejected("delisted")
	s.When(matter.Delist{From: day("2016-11-01"), Reason: "a"}).Rejected("delisted")
	domaintest.CheckFold(t, matters, s.Facts()...)
}

func TestListing(t *testing.T) {
	s := domaintest.For(t, matters).Stream("matter-B07")
	c := list()
	s.When(c).Then(matter.Listed(c))
	listed(t).When(list()).Rejected("already_exists")
	if c.StreamID() != "B07" {
		t.Errorf("stream id %s", c.StreamID())
	}
	for name, c := range map[string]struct {
		code   string
		change func(*matter.List)
	}{
		"code":              {"id_invalid", func(c *matter.List) { c.Code = "B08" }},
		"no day":            {"field_missing", func(c *matter.List) { c.From = domain.Date{} }},
		"list":              {"code_unknown", func(c *matter.List) { c.List = "fast" }},
		"title":             {"field_missing", func(c *matter.List) { c.Title = " " }},
		"basis":             {"field_missing", func(c *matter.List) { c.Basis = "" }},
		"authority":         {"field_missing", func(c *matter.List) { c.Authority = "" }},
		"fee":               {"fee_negative", func(c *matter.List) { c.Fee = -1 }},
		"paper twice":       {"papers_unclear", func(c *matter.List) { c.Papers = []string{"a", "a"} }},
		"paper empty":       {"papers_unclear", func(c *matter.List) { c.Papers = []string{" "} }},
		"no limit":          {"limit_out_of_range", func(c *matter.List) { c.LimitDays = 0 }},
		"longest limit":     {"limit_out_of_range", func(c *matter.List) { c.LimitDays = matter.MaxLimitDays + 1 }},
		"immediate is 0":    {"limit_out_of_range", func(c *matter.List) { c.List, c.LimitDays = domain.ImmediateList, 1 }},
		"immediate admits":  {"", func(c *matter.List) { c.List, c.LimitDays = domain.ImmediateList, 0 }},
		"longest admits":    {"", func(c *matter.List) { c.LimitDays = matter.MaxLimitDays }},
		"no papers at all":  {"", func(c *matter.List) { c.Papers = nil }},
		"announced":         {"", func(c *matter.List) { c.From = day("2030-01-01") }},
		"on paper long ago": {"", func(c *matter.List) { c.From = day("1999-01-01") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := list()
			c.change(&command)
			s := domaintest.For(t, matters).Stream("matter-B07")
			if c.code == "" {
				s.When(command).Accepted()
			} else {
				s.When(command).Rejected(c.code)
			}
		})
	}
}

func TestChangesAreAnnounced(t *testing.T) {
	s := listed(t)
	s.When(at("2016-09-01"), change("2016-09-01", 3)).Accepted()
	s.When(at("2016-09-02"), change("2016-09-01", 3)).Rejected("not_announced")
	s.RecordedLater(24*time.Hour).When(at("2016-09-01"), change("2016-09-01", 3)).Rejected("not_announced")
	s.When(at("2016-09-01"), change("2016-09-01", 0)).Rejected("limit_out_of_range")
	s.When(at("2016-09-01"), matter.Delist{From: day("2016-09-01"), Reason: "a"}).Accepted()
	s.When(at("2016-09-02"), matter.Delist{From: day("2016-09-01"), Reason: "a"}).Rejected("not_announced")
	s.When(at("2016-09-01"), matter.Delist{From: day("2016-09-01")}).Rejected("field_missing")
	domaintest.For(t, matters).When(change("2016-09-01", 3)).Rejected("not_found")
}

func TestOffersNothingBeforeListing(t *testing.T) {
	if v := (matter.Matter{}).Offers(); v != nil {
		t.Errorf("offers %v", v)
	}
}
