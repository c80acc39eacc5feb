package activity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// activities is the aggregate without the wording and the roles of the catalogue.
var activities = domain.Define("activity",
	domain.Records[activity.Activity](domain.Says(activity.Planned{}, "", ""), domain.Says(activity.Held{}, "", ""), domain.Says(activity.Missed{}, "", "")),
	domain.Opens[activity.Activity, activity.Plan]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[activity.Activity, activity.Hold]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[activity.Activity, activity.Miss]("", "", domain.Recorder.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func plan(kind activity.Kind, month string) activity.Plan {
	return activity.Plan{Organiser: "community-lc", Kind: kind, Month: month}
}

// stream is the stream in which a plan is recorded.
func stream(t domaintest.TB, p activity.Plan) domaintest.Scenario {
	return domaintest.For(t, activities).Stream("activity-"+p.StreamID()).
		Evidence("community-lc", domain.Unit{Level: domain.VillageUnit}).
		Evidence("community-old", domain.Unit{Level: domain.VillageUnit, Merged: "community-lc"}).
		Evidence("partyorg-nyj", domain.Offerings{domain.PlaceName{ID: "nyj"}, domain.PartyOrganisation{Area: domain.Urban}})
}

func planned(t domaintest.TB, kind activity.Kind) domaintest.Scenario {
	t.Helper()
	p := plan(kind, "2016-09")
	return stream(t, p).When(p).Accepted()
}

// The county's days: the activity week is the second one, the other two are on the
// 9th (Zhucheng, 5+3, part two).
func TestFixedDays(t *testing.T) {
	for _, c := range []struct {
		kind            activity.Kind
		month, from, to string
	}{
		{activity.ActivityWeek, "2016-09", "2016-09-08", "2016-09-14"},
		{activity.ActivityWeek, "2017-02", "2017-02-08", "2017-02-14"},
		{activity.BranchDay, "2016-09", "2016-09-09", "2016-09-09"},
		{activity.SunshineDay, "2016-12", "2016-12-09", "2016-12-09"},
	} {
		p := plan(c.kind, c.month)
		stream(t, p).When(p).Then(activity.Planned{
			Organiser: "community-lc", Kind: c.kind, Month: c.month, From: day(c.from), To: day(c.to), Rules: "zhucheng-2015",
		})
	}
}

func TestPlanning(t *testing.T) {
	p := plan(activity.SunshineDay, "2016-09")
	require.Equal(t, "2016-09.sunshine-day.community-lc", p.StreamID())
	s := stream(t, p).When(p).Accepted()
	s.When(p).Rejected("already_exists") // one of a kind a month
	stream(t, p).Stream("activity-1").When(p).Rejected("id_invalid")
	stream(t, p).When(at("2016-09-09"), p).Accepted() // on the last day
	stream(t, p).When(at("2016-09-10"), p).Rejected("planned_too_late")
	stream(t, p).When(at("2009-01-01"), p).Rejected("no_rules_in_force")
	for name, c := range map[string]struct {
		code   string
		change func(*activity.Plan)
	}{
		"a Party organisation":  {"", func(c *activity.Plan) { c.Organiser = "partyorg-nyj" }},
		"not on record":         {"no_such_evidence", func(c *activity.Plan) { c.Organiser = "partyorg-other" }},
		"merged":                {"merged", func(c *activity.Plan) { c.Organiser = "community-old" }},
		"a town":                {"not_an_organiser", func(c *activity.Plan) { c.Organiser = "town-xz" }},
		"nobody":                {"not_an_organiser", func(c *activity.Plan) { c.Organiser = "" }},
		"no kind":               {"code_unknown", func(c *activity.Plan) { c.Kind = "" }},
		"a day":                 {"month_invalid", func(c *activity.Plan) { c.Month = "2016-09-09" }},
		"no month":              {"month_invalid", func(c *activity.Plan) { c.Month = "" }},
		"a month like no other": {"month_invalid", func(c *activity.Plan) { c.Month = "2016-9" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := p
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(stream(t, command).When(command).Err()))
		})
	}
}

func TestHoldingOnAFixedDay(t *testing.T) {
	hold := func(on string) activity.Hold { return activity.Hold{On: day(on), People: 30, What: "议事"} }
	for _, c := range []struct {
		kind    activity.Kind
		on      string
		outside bool
	}{
		{activity.ActivityWeek, "2016-09-07", true}, {activity.ActivityWeek, "2016-09-08", false},
		{activity.ActivityWeek, "2016-09-14", false}, {activity.ActivityWeek, "2016-09-15", true},
		{activity.SunshineDay, "2016-09-08", true}, {activity.SunshineDay, "2016-09-09", false}, {activity.SunshineDay, "2016-09-10", true},
		{activity.BranchDay, "2016-09-01", true}, {activity.BranchDay, "2016-09-30", true},
	} {
		planned(t, c.kind).When(at("2016-09-30"), hold(c.on)).Then(activity.Held{On: day(c.on), People: 30, What: "议事", Outside: c.outside})
	}
	s := planned(t, activity.SunshineDay)
	s.When(at("2016-10-31"), hold("2016-09-30")).Accepted() // recorded late
	s.When(at("2016-10-31"), hold("2016-10-01")).Rejected("not_of_the_month")
	s.When(at("2016-10-31"), hold("2016-08-31")).Rejected("not_of_the_month")
	s.When(at("2016-09-09"), hold("2016-09-10")).Rejected("not_yet")
	s.When(at("2016-09-09"), activity.Hold{People: 0, What: "议事"}).Rejected("count_out_of_range")
	s.When(at("2016-09-09"), activity.Hold{People: 1}).Rejected("field_missing")
	held := s.When(at("2016-09-09"), activity.Hold{People: 1, What: "议事"}).Then(activity.Held{On: day("2016-09-09"), People: 1, What: "议事"})
	held.When(hold("2016-09-09")).Rejected("held_already")
	held.When(at("2016-09-10"), activity.Miss{Reason: "下雨"}).Rejected("held_already")
	stream(t, plan(activity.BranchDay, "2016-09")).When(hold("2016-09-01")).Rejected("not_found")
	domaintest.CheckFold(t, activities, held.Facts()...)
}

func TestMissing(t *testing.T) {
	s := planned(t, activity.ActivityWeek)
	miss := activity.Miss{Reason: "抗洪"}
	s.When(at("2016-09-14"), miss).Rejected("not_missed_yet")
	s.When(at("2016-09-15"), activity.Miss{}).Rejected("field_missing")
	missed := s.When(at("2016-09-15"), miss).Then(activity.Missed{Reason: "抗洪"})
	missed.When(miss).Rejected("missed_already")
	missed.When(activity.Hold{On: day("2016-09-15"), People: 3, What: "补课"}).Rejected("missed_already")
	domaintest.CheckFold(t, activities, missed.Facts()...)

	overdue := func(s domaintest.Scenario, on string) (answer bool) {
		s.State(func(a activity.Activity) { answer = a.Overdue(day(on)) })
		return answer
	}
	require.False(t, overdue(s, "2016-09-14"))
	require.True(t, overdue(s, "2016-09-15"))
	require.False(t, overdue(missed, "2016-09-15"), "the reason is on record")
	require.False(t, overdue(s.When(at("2016-09-20"), activity.Hold{People: 3, What: "补课"}).Accepted(), "2016-09-30"))
	require.False(t, activity.Activity{}.Overdue(day("2016-09-15")))
}

func TestOrder(t *testing.T) {
	for _, e := range []domain.Event{activity.Held{}, activity.Missed{}} {
		_, err := activity.Activity{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_planned", domain.CodeOf(err))
	}
	_, err := activity.Activity{Organiser: "community-lc"}.Evolve(domain.Fact{Event: activity.Planned{}})
	require.Equal(t, "planned_already", domain.CodeOf(err))
}

// What is recorded is what the rules say, and whose it is stays.
func TestNumbersAndIdentity(t *testing.T) {
	p := plan(activity.ActivityWeek, "2016-09")
	s := stream(t, p)
	e := s.When(p).Events()[0].(activity.Planned)
	for name, change := range map[string]func(*activity.Planned){
		"from":  func(e *activity.Planned) { e.From = day("2016-09-09") },
		"to":    func(e *activity.Planned) { e.To = day("2016-09-15") },
		"rules": func(e *activity.Planned) { e.Rules = "other" },
	} {
		wrong := e
		change(&wrong)
		domaintest.For(t, judged()).Stream("activity-"+p.StreamID()).
			Evidence("community-lc", domain.Unit{Level: domain.VillageUnit}).When(record{wrong}).Rejected("numbers_differ")
		require.NoError(t, e.Amends(wrong), name)
	}
	held := activity.Held{On: day("2016-09-10"), People: 1, What: "议事", Outside: true}
	domaintest.For(t, judged()).Stream("activity-"+p.StreamID()).Given(e).When(at("2016-09-20"), note{held}).Rejected("numbers_differ")
	for name, change := range map[string]func(*activity.Planned){
		"organiser": func(e *activity.Planned) { e.Organiser = "community-x" },
		"kind":      func(e *activity.Planned) { e.Kind = activity.BranchDay },
		"month":     func(e *activity.Planned) { e.Month = "2016-10" },
	} {
		other := e
		change(&other)
		require.Equal(t, "identity_stays", domain.CodeOf(e.Amends(other)), name)
	}
}

// record and note record an event as it is, past the commands that make it.
type record struct{ e domain.Event }

type note struct{ e domain.Event }

func (record) CommandType() string { return "activity.record" }

func (note) CommandType() string { return "activity.note" }

func (record) Relies(activity.Activity) []domain.Ref { return domain.LatestOf("community-lc") }

func (c record) Decide(activity.Activity, domain.Act) ([]domain.Event, error) {
	return []domain.Event{c.e}, nil
}

func (c note) Decide(activity.Activity, domain.Act) ([]domain.Event, error) {
	return []domain.Event{c.e}, nil
}

func judged() domain.Aggregate {
	return domain.Define("activity",
		domain.Records[activity.Activity](domain.Says(activity.Planned{}, "", ""), domain.Says(activity.Held{}, "", "")),
		domain.Opens[activity.Activity, record]("", "", domain.Recorder.At(domain.CommunityLevel)),
		domain.Accepts[activity.Activity, note]("", "", domain.Recorder.At(domain.CommunityLevel)),
	)
}
