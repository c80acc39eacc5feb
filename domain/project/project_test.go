package project_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/project"
)

// projects is the aggregate without the wording and the roles of the catalogue.
var projects = domain.Define("project",
	domain.Records[project.Project](
		domain.Says(project.Planned{}, "", ""), domain.Says(project.Progressed{}, "", ""), domain.Says(project.Completed{}, "", ""),
		domain.Says(project.Postponed{}, "", ""), domain.Says(project.Cancelled{}, "", ""),
	),
	domain.Opens[project.Project, project.Plan]("", "", domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[project.Project, project.Progress]("", "", domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[project.Project, project.Complete]("", "", domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[project.Project, project.Postpone]("", "", domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[project.Project, project.Cancel]("", "", domain.FirstSecretary.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func community(merged string, terms ...domain.Tenure) domain.Offerings {
	return domain.Offerings{
		domain.PlaceName{ID: "lc", Name: "莲池社区"}, domain.Unit{Level: domain.VillageUnit, Merged: merged}, domain.FirstSecretaries(terms),
	}
}

// county knows a community with a first secretary from March 2016 until the end
// of 2017, others without, and a Party organisation.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	term := domain.Tenure{From: day("2016-03-01"), Until: day("2017-12-31")}
	return domaintest.For(t, projects).
		Evidence("community-lc", community("", domain.Tenure{From: day("2014-01-01"), Until: day("2015-12-31")}, term)).
		Evidence("community-2", community("")).
		Evidence("community-old", community("community-lc", term)).
		Evidence("partyorg-1", domain.PlaceName{ID: "1", Name: "某机关党支部"})
}

func road() project.Plan {
	return project.Plan{Owner: "community-lc", Title: "硬化社区道路"}
}

func TestPlanning(t *testing.T) {
	county(t).When(road()).Then(project.Planned{
		On: day("2016-09-01"), Year: 2016, Owner: "community-lc", Kind: project.FirstSecretary, Title: "硬化社区道路",
		Due: day("2016-12-31"), LastYear: 2017, Rules: "zhucheng-2015",
	})
	county(t).When(project.Plan{Owner: "partyorg-1", Year: 2017, Title: "结对共建", Due: day("2017-06-30")}).Then(project.Planned{
		On: day("2016-09-01"), Year: 2017, Owner: "partyorg-1", Kind: project.PartyOrganisation, Title: "结对共建",
		Due: day("2017-06-30"), LastYear: 2017, Rules: "zhucheng-2015",
	})
	county(t).When(road()).When(road()).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		on     string
		change func(*project.Plan)
	}{
		"of a town":                  {"owner_unfit", "2016-09-01", func(c *project.Plan) { c.Owner = "town-1" }},
		"of a merged community":      {"merged", "2016-09-01", func(c *project.Plan) { c.Owner = "community-old" }},
		"of an unknown community":    {"no_such_evidence", "2016-09-01", func(c *project.Plan) { c.Owner = "community-9" }},
		"of an unknown organisation": {"no_such_evidence", "2016-09-01", func(c *project.Plan) { c.Owner = "partyorg-9" }},
		"without first secretary":    {"no_first_secretary", "2016-09-01", func(c *project.Plan) { c.Owner = "community-2" }},
		"before the term":            {"no_first_secretary", "2016-02-29", func(*project.Plan) {}},
		"on its first day":           {"", "2016-03-01", func(*project.Plan) {}},
		"on its last day":            {"", "2017-12-31", func(*project.Plan) {}},
		"after it":                   {"no_first_secretary", "2018-01-01", func(*project.Plan) {}},
		"in the term before":         {"", "2015-12-31", func(*project.Plan) {}},
		"without a title":            {"field_missing", "2016-09-01", func(c *project.Plan) { c.Title = " " }},
		"for last year":              {"year_out_of_range", "2016-09-01", func(c *project.Plan) { c.Year = 2015 }},
		"for next year":              {"", "2016-09-01", func(c *project.Plan) { c.Year = 2017 }},
		"for the year after":         {"year_out_of_range", "2016-09-01", func(c *project.Plan) { c.Year = 2018 }},
		"due today":                  {"", "2016-09-01", func(c *project.Plan) { c.Due = day("2016-09-01") }},
		"due yesterday":              {"due_outside_the_year", "2016-09-01", func(c *project.Plan) { c.Due = day("2016-08-31") }},
		"due the year after":         {"due_outside_the_year", "2016-09-01", func(c *project.Plan) { c.Due = day("2017-01-01") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := road()
			c.change(&command)
			if c.code == "" {
				county(t).When(at(c.on), command).Accepted()
			} else {
				county(t).When(at(c.on), command).Rejected(c.code)
			}
		})
	}
	county(t).When(at("2009-01-01"), project.Plan{Owner: "partyorg-1", Title: "a"}).Rejected("no_rules_in_force")
}

func TestProgressing(t *testing.T) {
	s := county(t).When(road()).Accepted()
	s.When(project.Progress{}).Rejected("field_missing")
	s.When(project.Progress{Percent: -1}).Rejected("percent_out_of_range")
	s.When(project.Progress{Percent: 100}).Rejected("percent_out_of_range")
	s.When(project.Progress{Percent: 99}).Then(project.Progressed{On: day("2016-09-01"), Percent: 99})
	s.When(project.Progress{Percent: 1, On: day("2016-09-02")}).Rejected("not_yet")
	s.When(at("2016-09-03"), project.Progress{Percent: 1, On: day("2016-08-31")}).Rejected("before_the_plan")
	s = s.When(at("2016-10-01"), project.Progress{Percent: 40, Stage: "路基", On: day("2016-09-30")}).
		Then(project.Progressed{On: day("2016-09-30"), Percent: 40, Stage: "路基"})
	s.When(project.Progress{Percent: 40}).Rejected("no_progress")
	s.When(project.Progress{Percent: 39}).Rejected("no_progress")
	s.When(project.Progress{Percent: 41}).State(func(p project.Project) {
		if p.Percent != 41 || p.Stage != "路基" {
			t.Errorf("a stage that is not told stays: %+v", p)
		}
	})
	s.When(project.Progress{Stage: "路面"}).State(func(p project.Project) {
		if p.Percent != 40 || p.Stage != "路面" {
			t.Errorf("a percentage that is not told stays: %+v", p)
		}
	})
	county(t).When(project.Progress{Percent: 1}).Rejected("not_found")
}

func TestCompleting(t *testing.T) {
	s := county(t).When(road()).Accepted().Attaching(domain.Photograph)
	done := project.Complete{Result: "已通车"}
	s.When(at("2016-11-01"), done).Then(project.Completed{On: day("2016-11-01"), Result: "已通车", LeastFiles: 1, Rules: "zhucheng-2015"})
	s.Attaching().When(done).Rejected("evidence_file_missing")
	s.When(project.Complete{}).Rejected("field_missing")
	s.When(project.Complete{Result: "a", On: day("2016-09-02")}).Rejected("not_yet")
	s.When(at("2016-11-01"), project.Complete{Result: "a", On: day("2016-08-31")}).Rejected("before_the_plan")
	// Late is late, and yet done.
	s.When(at("2017-05-01"), done).Accepted()
	county(t).When(done).Rejected("not_found")
}

func TestPostponing(t *testing.T) {
	s := county(t).When(road()).Accepted()
	off := func(to string) project.Postpone { return project.Postpone{To: day(to), Reason: "汛期"} }
	s.When(off("2017-03-31")).Then(project.Postponed{To: day("2017-03-31"), Reason: "汛期", Latest: day("2017-12-31"), Rules: "zhucheng-2015"})
	s.When(off("2016-12-31")).Rejected("not_later")
	s.When(project.Postpone{Reason: "a"}).Rejected("not_later")
	s.When(off("2017-01-01")).Accepted()
	s.When(project.Postpone{To: day("2017-03-31")}).Rejected("field_missing")
	s.When(off("2017-12-31")).Accepted()
	s.When(off("2018-01-01")).Rejected("postponed_too_far")
	s.When(at("2017-02-01"), off("2017-01-31")).Rejected("postponed_to_the_past")
	s.When(at("2017-02-01"), off("2017-02-01")).Accepted()
	// The months count together, from the day on which it was due at first.
	twice := s.When(off("2017-03-31")).When(off("2017-12-31")).Accepted()
	twice.When(off("2018-01-01")).Rejected("postponed_too_far")
	twice.State(func(p project.Project) {
		if p.Year != 2016 || p.Due != day("2017-12-31") || p.Postponed != 2 || !p.Open() {
			t.Errorf("it stays planned for 2016: %+v", p)
		}
	})
	twice.When(project.Progress{Percent: 10}).When(project.Cancel{Reason: "a"}).Accepted()
	county(t).When(off("2017-01-01")).Rejected("not_found")
}

func TestCancelling(t *testing.T) {
	s := county(t).When(road()).Accepted()
	s.When(project.Cancel{}).Rejected("field_missing")
	s.When(project.Cancel{Reason: "a", On: day("2016-08-31")}).Rejected("before_the_plan")
	s.When(project.Cancel{Reason: "并入市级工程"}).Then(project.Cancelled{On: day("2016-09-01"), Reason: "并入市级工程"})
	county(t).When(project.Cancel{Reason: "a"}).Rejected("not_found")
}

func TestNothingFollowsTheEnd(t *testing.T) {
	for code, end := range map[string]any{"already_completed": project.Complete{Result: "a"}, "project_cancelled": project.Cancel{Reason: "a"}} {
		s := county(t).When(road()).When(project.Progress{Percent: 50, Stage: "路基"}).
			When(project.Postpone{To: day("2017-01-31"), Reason: "a"}).Accepted().Attaching(domain.Photograph).When(end).Accepted()
		for _, c := range []any{project.Progress{Percent: 60}, project.Complete{Result: "a"}, project.Postpone{To: day("2017-03-01"), Reason: "a"}, project.Cancel{Reason: "a"}} {
			s.When(c).Rejected(code)
		}
		s.State(func(p project.Project) {
			if p.Open() {
				t.Error("it is over")
			}
		})
		domaintest.CheckFold(t, projects, s.Facts()...)
	}
}

// Whatever is done in whatever order: progress goes forward, the day is put off
// only to later ones and not beyond a year, and a project ends once. The model
// keeps the few numbers that this takes.
func TestAnyCourse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := county(t).When(road()).Accepted().Attaching(domain.Photograph)
		percent, due, over := 0, day("2016-12-31"), false
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			var command any
			may := !over
			next, later := percent, due
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				command = project.Complete{Result: "a"}
			case 1:
				command = project.Cancel{Reason: "a"}
			case 2, 3, 4:
				to := day("2016-12-01").AddDays(rapid.IntRange(0, 420).Draw(t, "days"))
				command, may = project.Postpone{To: to, Reason: "a"}, may && to.After(due) && !to.After(day("2017-12-31"))
				later = to
			default:
				n := rapid.IntRange(-2, 101).Draw(t, "percent")
				command, may = project.Progress{Percent: n, Stage: "a"}, may && (n == 0 || n > percent && n <= 99)
				next = max(percent, n)
			}
			r := s.When(command)
			if accepted := r.Err() == nil; accepted != may {
				t.Fatalf("%+v at %d%%, due %s: %v", command, percent, due, r.Err())
			}
			if r.Err() == nil {
				s, percent, due = r.Accepted(), next, later
				switch command.(type) {
				case project.Complete, project.Cancel:
					over = true
				}
			}
			s.State(func(p project.Project) {
				if p.Percent != percent || p.Due != due || p.Open() == over || p.Year != 2016 || !p.Completed.IsZero() && !p.Cancelled.IsZero() {
					t.Fatalf("%d%%, due %s: %+v", percent, due, p)
				}
			})
		}
		domaintest.CheckFold(t, projects, s.Facts()...)
	})
}

func TestWhoseItIsIsNotAmended(t *testing.T) {
	e := project.Planned{Owner: "community-lc"}
	if e.Amends(project.Planned{Owner: "community-lc", Year: 2017}) != nil || domain.CodeOf(e.Amends(project.Planned{Owner: "partyorg-1"})) != "identity_stays" {
		t.Error("all but the owner is amended")
	}
}
