package training_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/training"
)

// trainings is the aggregate without the wording and the roles of the catalogue.
var trainings = domain.Define("training",
	domain.Records[training.Training](
		domain.Says(training.Planned{}, "", ""), domain.Says(training.Held{}, "", ""), domain.Says(training.Cancelled{}, "", ""),
	),
	domain.Opens[training.Training, training.Plan]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[training.Training, training.Hold]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[training.Training, training.Cancel]("", "", domain.Recorder.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func community(merged string) domain.Offerings {
	return domain.Offerings{domain.PlaceName{ID: "lc", Name: "莲池社区"}, domain.Unit{Level: domain.VillageUnit, Merged: merged}}
}

// county knows the places that hold classes.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, trainings).
		Evidence(domain.WholeCounty, domain.PlaceName{ID: "self", Name: "诸城市"}).
		Evidence("town-xz", domain.PlaceName{ID: "xz", Name: "相州镇"}).
		Evidence("community-lc", community("")).
		Evidence("community-old", community("community-lc"))
}

// away is a class of cadres in another province.
func away() training.Plan {
	return training.Plan{
		Programme: training.Cadres, Number: 1, Title: "优秀年轻干部培训", From: day("2016-09-05"), Days: 10,
		Venue: "浙江大学", Province: "zhejiang", Places: 60,
	}
}

func TestPlanning(t *testing.T) {
	county(t).When(away()).Then(training.Planned{
		Programme: training.Cadres, Number: 1, Organiser: domain.WholeCounty, Title: "优秀年轻干部培训", From: day("2016-09-05"), Days: 10,
		Venue: "浙江大学", Province: "zhejiang", Places: 60, MostDays: 180, MostPeople: 2000, Rules: "zhucheng-2015",
	})
	county(t).When(away()).When(away()).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		change func(*training.Plan)
	}{
		"for nobody":            {"code_unknown", func(c *training.Plan) { c.Programme = "poets" }},
		"number none":           {"number_out_of_range", func(c *training.Plan) { c.Number = 0 }},
		"the greatest number":   {"", func(c *training.Plan) { c.Number = 9999 }},
		"beyond it":             {"number_out_of_range", func(c *training.Plan) { c.Number = 10_000 }},
		"by a town":             {"", func(c *training.Plan) { c.Organiser = "town-xz" }},
		"by a community":        {"", func(c *training.Plan) { c.Organiser = "community-lc" }},
		"by a merged community": {"merged", func(c *training.Plan) { c.Organiser = "community-old" }},
		"by an unknown town":    {"no_such_evidence", func(c *training.Plan) { c.Organiser = "town-9" }},
		"by a collective":       {"not_a_place", func(c *training.Plan) { c.Organiser = "collective-1" }},
		"on no day":             {"field_missing", func(c *training.Plan) { c.From = domain.Date{} }},
		"nowhere":               {"field_missing", func(c *training.Plan) { c.Venue = " " }},
		"in no province":        {"", func(c *training.Plan) { c.Province = "" }},
		"in Utopia":             {"code_unknown", func(c *training.Plan) { c.Province = "utopia" }},
		"no days":               {"days_out_of_range", func(c *training.Plan) { c.Days = 0 }},
		"one day":               {"", func(c *training.Plan) { c.Days = 1 }},
		"as long as may be":     {"", func(c *training.Plan) { c.Days = 180 }},
		"a day longer":          {"days_out_of_range", func(c *training.Plan) { c.Days = 181 }},
		"no places":             {"people_out_of_range", func(c *training.Plan) { c.Places = 0 }},
		"one place":             {"", func(c *training.Plan) { c.Places = 1 }},
		"as many as may be":     {"", func(c *training.Plan) { c.Places = 2000 }},
		"one more":              {"people_out_of_range", func(c *training.Plan) { c.Places = 2001 }},
		"without a title":       {"", func(c *training.Plan) { c.Title = "" }},
		"in the past":           {"", func(c *training.Plan) { c.From = day("2016-01-04") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := away()
			c.change(&command)
			if c.code == "" {
				county(t).When(command).Accepted()
			} else {
				county(t).When(command).Rejected(c.code)
			}
		})
	}
	county(t).When(at("2009-01-01"), away()).Rejected("no_rules_in_force")
}

func TestHolding(t *testing.T) {
	s := county(t).When(away()).Accepted().Attaching(domain.SignInSheet)
	held := training.Held{
		From: day("2016-09-05"), To: day("2016-09-14"), Days: 10, Venue: "浙江大学", Province: "zhejiang", People: 57,
		MostDays: 180, MostPeople: 2000, Rules: "zhucheng-2015",
	}
	s.When(at("2016-09-14"), training.Hold{People: 57}).Then(held)
	// A weekend is no day of teaching, a class may end later, or be elsewhere.
	later := held
	later.To, later.Days = day("2016-09-16"), 10
	s.When(at("2016-09-20"), training.Hold{To: day("2016-09-16"), Days: 10, People: 57}).Then(later)
	later.Days = 12
	s.When(at("2016-09-20"), training.Hold{To: day("2016-09-16"), People: 57}).Then(later)
	home := held
	home.Venue, home.Province = "市委党校", ""
	s.When(at("2016-09-20"), training.Hold{Venue: "市委党校", People: 57}).Then(home)

	for name, c := range map[string]struct {
		code   string
		change func(*training.Hold)
	}{
		"nobody came":           {"people_out_of_range", func(c *training.Hold) { c.People = 0 }},
		"one came":              {"", func(c *training.Hold) { c.People = 1 }},
		"more than places":      {"", func(c *training.Hold) { c.People = 61 }},
		"as many as may be":     {"", func(c *training.Hold) { c.People = 2000 }},
		"one more":              {"people_out_of_range", func(c *training.Hold) { c.People = 2001 }},
		"it goes on tomorrow":   {"not_yet", func(c *training.Hold) { c.From, c.To = day("2016-09-18"), day("2016-09-27") }},
		"it ended today":        {"", func(c *training.Hold) { c.From, c.To = day("2016-09-17"), day("2016-09-26") }},
		"from the end":          {"ends_before_it_begins", func(c *training.Hold) { c.From, c.To, c.Days = day("2016-09-12"), day("2016-09-11"), 1 }},
		"in one day":            {"", func(c *training.Hold) { c.To = day("2016-09-05") }},
		"eleven days in ten":    {"more_days_than_there_are", func(c *training.Hold) { c.To, c.Days = day("2016-09-14"), 11 }},
		"ten days in ten":       {"", func(c *training.Hold) { c.To, c.Days = day("2016-09-14"), 10 }},
		"fewer days than none":  {"days_out_of_range", func(c *training.Hold) { c.To, c.Days = day("2016-09-14"), -1 }},
		"in Utopia":             {"code_unknown", func(c *training.Hold) { c.Venue, c.Province = "a", "utopia" }},
		"nowhere but in spaces": {"field_missing", func(c *training.Hold) { c.Venue = " " }},
	} {
		t.Run(name, func(t *testing.T) {
			command := training.Hold{People: 57}
			c.change(&command)
			if c.code == "" {
				s.When(at("2016-09-26"), command).Accepted()
			} else {
				s.When(at("2016-09-26"), command).Rejected(c.code)
			}
		})
	}
	s.When(at("2016-09-13"), training.Hold{People: 57}).Rejected("not_yet")
	s.Attaching(domain.Photograph).When(at("2016-09-14"), training.Hold{People: 57}).Rejected("evidence_file_missing")
	county(t).When(training.Hold{People: 1}).Rejected("not_found")

	// The nation demands no files.
	county(t).When(at("2014-09-01"), training.Plan{Programme: training.Accountants, Number: 1, From: day("2014-09-01"), Days: 1, Venue: "a", Places: 1}).
		When(training.Hold{People: 1}).Accepted()
}

func TestAClassIsHeldOrCancelledOnce(t *testing.T) {
	s := county(t).When(away()).Accepted().Attaching(domain.SignInSheet)
	s.When(training.Cancel{}).Rejected("field_missing")
	cancelled := s.When(training.Cancel{Reason: "改期"}).Then(training.Cancelled{Reason: "改期"})
	cancelled.When(training.Cancel{Reason: "改期"}).Rejected("training_cancelled")
	cancelled.When(at("2016-10-01"), training.Hold{People: 57}).Rejected("training_cancelled")
	held := s.When(at("2016-10-01"), training.Hold{People: 57}).Accepted()
	held.When(training.Hold{People: 57}).Rejected("already_held")
	held.When(training.Cancel{Reason: "改期"}).Rejected("already_held")
	domaintest.CheckFold(t, trainings, held.Facts()...)
	domaintest.CheckFold(t, trainings, cancelled.Facts()...)
}

func TestYear(t *testing.T) {
	plan := away()
	plan.From = day("2015-12-28")
	s := county(t).When(at("2015-12-01"), plan).State(func(c training.Training) {
		if c.Year() != 2015 || c.WasHeld() {
			t.Errorf("it is planned for 2015: %d", c.Year())
		}
	})
	s.Attaching(domain.SignInSheet).When(at("2016-01-10"), training.Hold{People: 57}).State(func(c training.Training) {
		if c.Year() != 2016 || !c.WasHeld() || c.Held.To != day("2016-01-06") {
			t.Errorf("it ended in 2016: %d", c.Year())
		}
	})
}

// Whatever is done to a class in whatever order, people are counted only when it
// was held, once, and as many as it says.
func TestPeopleAreCountedOnlyWhenHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := county(t).When(at("2016-08-01"), away()).Accepted().Attaching(domain.SignInSheet)
		people, over := 0, false
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			n := rapid.IntRange(-1, 2002).Draw(t, "people")
			var command any = training.Hold{People: n}
			cancels := rapid.Bool().Draw(t, "cancels")
			if cancels {
				command = training.Cancel{Reason: "a"}
			}
			r := s.When(at("2016-10-01"), command)
			if accepted := r.Err() == nil; accepted != (!over && (cancels || n >= 1 && n <= 2000)) {
				t.Fatalf("%+v: %v", command, r.Err())
			}
			if r.Err() == nil {
				s, over = r.Accepted(), true
				if !cancels {
					people = n
				}
			}
			s.State(func(c training.Training) {
				if c.Held.People != people || c.WasHeld() != (people > 0) || c.WasHeld() && c.Cancelled {
					t.Fatalf("%d people in %+v", people, c)
				}
			})
		}
	})
}

func TestWhoseItIsIsNotAmended(t *testing.T) {
	e := training.Planned{Organiser: "town-xz"}
	if e.Amends(training.Planned{Organiser: "town-xz", Days: 3}) != nil || domain.CodeOf(e.Amends(training.Planned{Organiser: "town-2"})) != "identity_stays" {
		t.Error("all but the organiser is amended")
	}
}

func TestForFarmers(t *testing.T) {
	for p, want := range map[training.Programme]bool{
		training.Entrepreneurship: true, training.TechnicalExperts: true, training.ProfessionalFarmers: true,
		training.Accountants: false, training.Cadres: false,
	} {
		if p.ForFarmers() != want {
			t.Errorf("%s is for farmers: %t", p, !want)
		}
	}
}
