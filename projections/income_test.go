package projections_test

import (
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/training"
	"github.com/sunledger/sunledger/projections"
)

// raising is a county of two towns with a community each, and what is done there
// so that farmers earn more.
func raising(t *testing.T) *projections.Views {
	log := newLog()
	var last uint64
	add := func(stream string, events ...domain.Event) {
		for _, e := range events {
			last = log.add(t, stream, e, monday)
		}
	}
	for _, id := range []string{"zg", "xz"} {
		add("town-"+id, town.Registered{ID: id, Name: "镇" + id, NameEnglish: "Town " + id})
		add("community-"+id, community.Registered{ID: id, Town: "town-" + id, Name: "社区" + id})
	}
	add("collective-zg", collective.Registered{ID: "zg", Level: domain.VillageUnit, Community: "community-zg", Name: "经联社"})
	add("enterprise-relief",
		enterprise.Registered{Kind: enterprise.PovertyRelief, Community: "community-zg", Name: "扶贫公司", On: domain.NewDate(2016, 3, 1), Capital: 20_000_00},
		enterprise.CapitalContributed{On: domain.NewDate(2016, 3, 2), Source: enterprise.FromTown, From: "town-zg", Purpose: enterprise.StartUp, Amount: 5_000_00},
		enterprise.CapitalContributed{On: domain.NewDate(2016, 3, 3), Source: enterprise.FromCollective, From: "collective-zg", Purpose: enterprise.StartUp, Amount: 15_000_00, Decision: "decision-1"},
		enterprise.CapitalContributed{On: domain.NewDate(2016, 3, 4), Source: enterprise.FromCounty, From: domain.WholeCounty, Purpose: enterprise.Increase, Amount: 1_00},
		enterprise.DividendPaid{On: domain.NewDate(2017, 1, 5), Year: 2016, Source: enterprise.FromCollective, To: "collective-zg", Amount: 300_00},
	)
	add("enterprise-relief2",
		enterprise.Registered{Kind: enterprise.PovertyRelief, Community: "community-xz", Name: "扶贫公司二", On: domain.NewDate(2016, 4, 1), Capital: 20_000_00},
		enterprise.CapitalContributed{On: domain.NewDate(2016, 4, 2), Source: enterprise.FromCounty, From: domain.WholeCounty, Purpose: enterprise.StartUp, Amount: 20_000_00},
	)
	add("enterprise-fruit",
		enterprise.Registered{Kind: enterprise.Cooperative, Community: "community-xz", Name: "果品合作社", Number: "370782NA1", On: domain.NewDate(2015, 6, 1), Capital: 9_00, Members: 6, Farmers: 5},
		enterprise.CapitalContributed{On: domain.NewDate(2015, 6, 2), Source: enterprise.FromMembers, Purpose: enterprise.StartUp, Amount: 9_00})
	add("enterprise-gone",
		enterprise.Registered{Kind: enterprise.FamilyFarm, Community: "community-xz", Name: "农场", On: domain.NewDate(2014, 6, 1), Capital: 1_00},
		enterprise.Closed{On: domain.NewDate(2016, 1, 1), Reason: "转让"})
	plan := func(p training.Programme, by string, from domain.Date) training.Planned {
		return training.Planned{Programme: p, Number: 1, Organiser: by, From: from, Days: 3, Venue: "党校", Places: 50}
	}
	held := func(from domain.Date, days, people int) training.Held {
		return training.Held{From: from, To: from.AddDays(days - 1), Days: days, Venue: "党校", People: people}
	}
	add("training-farmers", plan(training.TechnicalExperts, "community-zg", domain.NewDate(2015, 12, 29)), held(domain.NewDate(2015, 12, 29), 4, 41))
	add("training-turn", plan(training.ProfessionalFarmers, "town-zg", domain.NewDate(2015, 12, 30)), held(domain.NewDate(2015, 12, 30), 3, 8))
	add("training-accounts", plan(training.Accountants, domain.WholeCounty, domain.NewDate(2016, 5, 9)), held(domain.NewDate(2016, 5, 9), 2, 300))
	add("training-cadres", plan(training.Cadres, domain.WholeCounty, domain.NewDate(2016, 6, 6)), held(domain.NewDate(2016, 6, 6), 2, 230))
	away := held(domain.NewDate(2016, 7, 4), 10, 40)
	away.Province = "zhejiang"
	add("training-away", plan(training.Cadres, domain.WholeCounty, domain.NewDate(2016, 7, 4)), away)
	add("training-off", plan(training.Cadres, domain.WholeCounty, domain.NewDate(2016, 8, 1)), training.Cancelled{Reason: "改期"})
	add("training-next", plan(training.Entrepreneurship, "town-xz", domain.NewDate(2016, 9, 5)))

	due := domain.NewDate(2016, 12, 31)
	planned := func(year int) project.Planned {
		return project.Planned{On: domain.NewDate(2016, 1, 4), Year: year, Owner: "community-zg", Kind: project.FirstSecretary, Title: "修路", Due: domain.NewDate(year, 12, 31)}
	}
	add("project-done", planned(2016), project.Progressed{On: due, Percent: 60, Stage: "路面"}, project.Completed{On: due, Result: "通车"})
	add("project-open", planned(2016), project.Progressed{On: due, Percent: 20})
	add("project-off", planned(2016), project.Cancelled{On: due, Reason: "并入"})
	add("project-put", planned(2016), project.Postponed{To: domain.NewDate(2017, 3, 31), Reason: "汛期", Latest: domain.NewDate(2017, 12, 31)})
	add("project-next", planned(2017))
	org := planned(2016)
	org.Owner, org.Kind, org.Title = "partyorg-x", project.PartyOrganisation, "结对"
	add("project-org", org)
	add("partyorg-x", partyorg.Registered{ID: "x", Name: "机关党委", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-xz"})
	v := running(t, config(t, log))
	waitFor(t, v, last)
	return v
}

func TestEnterprises(t *testing.T) {
	v := raising(t)
	e := read(t, v, func(q *projections.Query) (projections.Enterprise, error) { return q.Enterprise("enterprise-relief") })
	require.Equal(t, projections.Enterprise{
		Origin: e.Origin, ID: "relief", Kind: enterprise.PovertyRelief, Name: "扶贫公司", Within: projections.Within{
			Community: "community-zg", CommunityName: "社区zg", Town: "town-zg", TownName: "镇zg", TownNameEnglish: "Town zg",
		}, RegisteredOn: domain.NewDate(2016, 3, 1), Capital: 20_000_00,
		Funding: projections.Funding{PaidIn: 20_000_00, Contributed: 20_001_00, FromCollectives: 15_000_00, FromTreasuries: 5_001_00, Dividends: 300_00},
	}, e)
	require.Equal(t, []projections.Contribution{
		{On: domain.NewDate(2016, 3, 2), Source: enterprise.FromTown, From: "town-zg", FromName: "镇zg", FromNameEnglish: "Town zg", Purpose: enterprise.StartUp, Amount: 5_000_00},
		{On: domain.NewDate(2016, 3, 3), Source: enterprise.FromCollective, From: "collective-zg", FromName: "经联社", Purpose: enterprise.StartUp, Amount: 15_000_00, Decision: "decision-1"},
		{On: domain.NewDate(2016, 3, 4), Source: enterprise.FromCounty, From: domain.WholeCounty, Purpose: enterprise.Increase, Amount: 1_00},
	}, read(t, v, func(q *projections.Query) ([]projections.Contribution, error) {
		return q.Contributions("enterprise-relief")
	}))
	require.Equal(t, []projections.EnterpriseDividend{
		{On: domain.NewDate(2017, 1, 5), Year: 2016, Source: enterprise.FromCollective, To: "collective-zg", ToName: "经联社", Amount: 300_00},
	}, read(t, v, func(q *projections.Query) ([]projections.EnterpriseDividend, error) {
		return q.EnterpriseDividends("enterprise-relief")
	}))
	for i, c := range []struct {
		filter projections.EnterpriseFilter
		order  string
		want   []string
	}{
		{projections.EnterpriseFilter{}, "registered", []string{"relief2", "relief", "fruit", "gone"}},
		{projections.EnterpriseFilter{}, "putIn", []string{"relief", "relief2", "fruit", "gone"}},
		{projections.EnterpriseFilter{Standing: projections.OpenEnterprise}, "dividends", []string{"relief", "relief2", "fruit"}},
		{projections.EnterpriseFilter{Standing: projections.ClosedEnterprise}, "capital", []string{"gone"}},
		{projections.EnterpriseFilter{Kind: projections.Is(enterprise.PovertyRelief), Town: projections.Is("town-xz")}, "registered", []string{"relief2"}},
		{projections.EnterpriseFilter{Community: projections.Is("community-xz")}, "registered", []string{"relief2", "fruit", "gone"}},
		{projections.EnterpriseFilter{Year: projections.Is("2015")}, "registered", []string{"fruit"}},
		{projections.EnterpriseFilter{Year: projections.Is("x")}, "registered", nil},
		{projections.EnterpriseFilter{Source: projections.Is(enterprise.FromCollective)}, "registered", []string{"relief"}},
		{projections.EnterpriseFilter{Text: "370782na"}, "registered", []string{"fruit"}},
	} {
		var got []string
		for _, e := range read(t, v, func(q *projections.Query) ([]projections.Enterprise, error) {
			all, n, err := q.Enterprises(c.filter, c.order, projections.Page{})
			require.Len(t, all, n)
			return all, err
		}) {
			got = append(got, e.ID)
		}
		require.Equal(t, c.want, got, "%d", i)
	}
	totals := func(by string) []projections.EnterpriseTotal {
		return read(t, v, func(q *projections.Query) ([]projections.EnterpriseTotal, error) {
			return q.EnterpriseTotals(projections.EnterpriseFilter{}, by)
		})
	}
	require.Equal(t, []projections.EnterpriseTotal{
		{Key: "town-xz", Name: "镇xz", NameEnglish: "Town xz", Enterprises: 3, Open: 2, Communities: 1, Capital: 20_010_00,
			Funding: projections.Funding{PaidIn: 20_009_00, Contributed: 20_009_00, FromTreasuries: 20_000_00, FromMembers: 9_00}},
		{Key: "town-zg", Name: "镇zg", NameEnglish: "Town zg", Enterprises: 1, Open: 1, Communities: 1, Capital: 20_000_00, Funding: e.Funding},
	}, totals("town"))
	var years []string
	for _, y := range totals("year") {
		years = append(years, y.Key+":"+strconv.Itoa(y.Enterprises))
	}
	require.Equal(t, []string{"2016:2", "2015:1", "2014:1"}, years)
	require.Len(t, totals("community"), 2)
	require.Equal(t, []int{2016, 2015, 2014}, read(t, v, func(q *projections.Query) ([]int, error) { return q.EnterpriseYears() }))
	err := v.Read(t.Context(), func(q *projections.Query) error {
		_, err := q.EnterpriseTotals(projections.EnterpriseFilter{}, "size")
		return err
	})
	require.ErrorContains(t, err, "size")
	err = v.Read(t.Context(), func(q *projections.Query) error { _, err := q.Enterprise("enterprise-none"); return err })
	require.ErrorIs(t, err, projections.ErrNotFound)
}

func TestTrainings(t *testing.T) {
	v := raising(t)
	c := read(t, v, func(q *projections.Query) (projections.Training, error) { return q.Training("training-turn") })
	require.Equal(t, projections.Training{
		Origin: c.Origin, ID: "turn", Programme: training.ProfessionalFarmers, Number: 1, Year: 2016, Organiser: "town-zg", OrganiserName: "镇zg", OrganiserNameEnglish: "Town zg",
		Within:      projections.Within{Town: "town-zg", TownName: "镇zg", TownNameEnglish: "Town zg"},
		PlannedFrom: domain.NewDate(2015, 12, 30), PlannedDays: 3, Places: 50, Venue: "党校",
		From: domain.NewDate(2015, 12, 30), To: domain.NewDate(2016, 1, 1), Days: 3, People: projections.PeopleOf(8),
	}, c)
	ids := func(f projections.TrainingFilter, order string) (ids []string) {
		for _, r := range read(t, v, func(q *projections.Query) ([]projections.Training, error) {
			all, n, err := q.Trainings(f, order, projections.Page{})
			require.Len(t, all, n)
			return all, err
		}) {
			ids = append(ids, r.ID)
		}
		return ids
	}
	// A class of three days from the 5th is planned until the 7th, and unreported from the 8th.
	on := func(day int, s projections.TrainingStanding) projections.TrainingFilter {
		return projections.TrainingFilter{Standing: s, Today: domain.NewDate(2016, 9, day)}
	}
	next := read(t, v, func(q *projections.Query) (projections.Training, error) { return q.Training("training-next") })
	for day, want := range map[int]projections.TrainingStanding{7: projections.PlannedTraining, 8: projections.UnreportedTraining} {
		require.Equal(t, []string{"next"}, ids(on(day, want), "latest"))
		require.Equal(t, want, next.Standing(domain.NewDate(2016, 9, day)))
	}
	require.Empty(t, ids(on(8, projections.PlannedTraining), "latest"))
	require.Empty(t, ids(on(7, projections.UnreportedTraining), "latest"))
	require.Equal(t, []string{"off"}, ids(on(8, projections.CancelledTraining), "latest"))
	require.Equal(t, []string{"accounts", "cadres", "farmers", "away", "turn"}, ids(on(8, projections.HeldTraining), "people"))
	require.Equal(t, []string{"turn", "farmers"}, ids(projections.TrainingFilter{Town: projections.Is("town-zg")}, "programme"))
	require.Equal(t, []string{"farmers"}, ids(projections.TrainingFilter{Community: projections.Is("community-zg")}, "programme"))
	require.Equal(t, []string{"away"}, ids(projections.TrainingFilter{Province: projections.Is("zhejiang")}, "latest"))
	require.Equal(t, []string{"off", "cadres"}, ids(projections.TrainingFilter{Programme: projections.Is(training.Cadres), Province: projections.Is("")}, "latest"))
	require.Equal(t, []string{"farmers"}, ids(projections.TrainingFilter{Year: projections.Is("2016"), Text: "党校", Programme: projections.Is(training.TechnicalExperts)}, "latest"))

	trained := read(t, v, func(q *projections.Query) ([]projections.Trained, error) {
		return q.Trained(projections.TrainingFilter{})
	})
	require.Equal(t, []projections.Trained{
		{Programme: training.Accountants, Year: 2016, Held: 1, People: projections.PeopleOf(300)},
		{Programme: training.Cadres, Year: 2016, Held: 2, People: projections.PeopleOf(270)},
		{Programme: training.ProfessionalFarmers, Year: 2016, Held: 1, People: projections.PeopleOf(8)},
		{Programme: training.TechnicalExperts, Year: 2016, Held: 1, People: projections.PeopleOf(41)},
	}, trained)
	totals := read(t, v, func(q *projections.Query) ([]projections.TrainingTotal, error) {
		return q.TrainingTotals(projections.TrainingFilter{Programme: projections.Is(training.Cadres)}, "year")
	})
	require.Equal(t, []projections.TrainingTotal{{Key: "2016", Classes: 3, Held: 2, Cancelled: 1, Days: 12, LeastDays: 2, MostDays: 10, People: projections.PeopleOf(270)}}, totals)
}

// The projects of a year: what was cancelled is in neither number, and what was
// postponed stays.
func TestProjects(t *testing.T) {
	v := raising(t)
	p := read(t, v, func(q *projections.Query) (projections.Project, error) { return q.Project("project-put") })
	require.Equal(t, projections.Project{
		Origin: p.Origin, ID: "put", Kind: project.FirstSecretary, Owner: projections.Owner{
			Owner: "community-zg", OwnerName: "社区zg",
			Within: projections.Within{Community: "community-zg", CommunityName: "社区zg", Town: "town-zg", TownName: "镇zg", TownNameEnglish: "Town zg"},
		}, Year: 2016, Title: "修路", PlannedOn: domain.NewDate(2016, 1, 4), FirstDue: domain.NewDate(2016, 12, 31), Due: domain.NewDate(2017, 3, 31),
		Postponed: 1, Why: "汛期",
	}, p)
	years := func(today domain.Date) []projections.YearOfProjects {
		return read(t, v, func(q *projections.Query) ([]projections.YearOfProjects, error) {
			return q.YearsOfProjects(projections.ProjectFilter{Today: today})
		})
	}
	secretaries := projections.YearOfProjects{Kind: project.FirstSecretary, Year: 2016, ProjectCounts: projections.ProjectCounts{
		Done: projections.Done{Completed: 1, Planned: 3}, Cancelled: 1, Postponed: 1,
	}}
	others := []projections.YearOfProjects{
		{Kind: project.FirstSecretary, Year: 2017, ProjectCounts: projections.ProjectCounts{Done: projections.Done{Planned: 1}}},
		{}, {Kind: project.PartyOrganisation, Year: 2016, ProjectCounts: projections.ProjectCounts{Done: projections.Done{Planned: 1}}},
	}
	others[1] = secretaries
	require.Equal(t, others, years(domain.NewDate(2016, 12, 31)))
	others[1].Late, others[2].Late = 1, 1
	require.Equal(t, others, years(domain.NewDate(2017, 1, 1)))
	others[1].Late, others[1].Postponed = 2, 0
	require.Equal(t, others, years(domain.NewDate(2017, 4, 1)))
	require.Equal(t, 2, others[1].Open())

	for i, c := range []struct {
		filter projections.ProjectFilter
		want   []string
	}{
		{projections.ProjectFilter{Standing: projections.OpenProject}, []string{"open", "org", "put", "next"}},
		{projections.ProjectFilter{Standing: projections.LateProject}, []string{"open", "org"}},
		{projections.ProjectFilter{Standing: projections.PostponedProject}, []string{"put"}},
		{projections.ProjectFilter{Standing: projections.CompletedProject}, []string{"done"}},
		{projections.ProjectFilter{Standing: projections.CancelledProject}, []string{"off"}},
		{projections.ProjectFilter{Year: projections.Is("2017")}, []string{"next"}},
		{projections.ProjectFilter{Kind: projections.Is(project.PartyOrganisation)}, []string{"org"}},
		{projections.ProjectFilter{Community: projections.Is("community-zg"), Year: projections.Is("2016")}, []string{"open", "put", "done", "off"}},
		{projections.ProjectFilter{Town: projections.Is("town-xz")}, []string{"org"}},
		{projections.ProjectFilter{Owner: projections.Is("partyorg-x")}, []string{"org"}},
		{projections.ProjectFilter{Text: "结"}, []string{"org"}},
		{projections.ProjectFilter{Text: "机关"}, []string{"org"}},
	} {
		c.filter.Today = domain.NewDate(2017, 1, 1)
		var got []string
		for _, p := range read(t, v, func(q *projections.Query) ([]projections.Project, error) {
			all, n, err := q.Projects(c.filter, "due", projections.Page{})
			require.Len(t, all, n)
			return all, err
		}) {
			got = append(got, p.ID)
			if s := c.filter.Standing; s != "" && s != projections.OpenProject {
				require.Equal(t, s, p.Standing(c.filter.Today))
			}
		}
		require.Equal(t, c.want, got, "%d", i)
	}
}

func TestDoneIsExact(t *testing.T) {
	for d, want := range map[projections.Done]string{
		{396, 656}: "60.4", {871, 1621}: "53.7", {0, 7}: "0.0", {7, 7}: "100.0", {1, 2000}: "0.1", {1, 2001}: "0.0", {0, 0}: "",
	} {
		require.Equal(t, want, d.Percent(), "%d of %d", d.Completed, d.Planned)
	}
}

// The figures of the county follow from the rows.
func TestIncome(t *testing.T) {
	v := raising(t)
	i := read(t, v, func(q *projections.Query) (projections.Income, error) { return q.Income(2016) })
	require.Equal(t, 1, i.NewEntities, "one was closed, and companies for poverty relief are none")
	require.Equal(t, projections.PeopleOf(49), i.Farmers, "two classes ended in 2016")
	require.Equal(t, projections.PeopleOf(300), i.Accountants)
	require.Equal(t, 1, i.CadreClasses.Held)
	require.Equal(t, projections.PeopleOf(230), i.CadreClasses.People)
	require.Len(t, i.CadreClassesAway, 1)
	require.Equal(t, "zhejiang", i.CadreClassesAway[0].Key)
	require.Equal(t, [3]int{1, 10, 10}, [3]int{i.CadreClassesAway[0].Held, i.CadreClassesAway[0].LeastDays, i.CadreClassesAway[0].MostDays})
	each, left := i.StartUpPerCommunity()
	require.Equal(t, [2]domain.Money{20_000_00, 0}, [2]domain.Money{each, left})
	require.Equal(t, projections.Done{Completed: 1, Planned: 3}, i.FirstSecretaries)
	require.Equal(t, projections.Done{Planned: 1}, i.PartyOrganisations)
	none := read(t, v, func(q *projections.Query) (projections.Income, error) { return q.Income(2030) })
	require.Zero(t, none.FirstSecretaries)
	require.True(t, none.Farmers.IsZero())
}

// The rows and sums are those of the folds of their streams.
func TestIncomeIsModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		w.writeTo(incomeStreams, rapid.IntRange(10, 80).Draw(t, "events"))
		v, stop := started(t, projections.Config{Dir: filepath.Join(base, strconv.Itoa(folders)), Store: w.log, Catalogue: catalogue.Standard})
		defer stop()
		waitFor(t, v, w.log.last())
		checkIncome(t, v, w)
		checkRebuilt(t, v)
	})
}

// checkIncome compares with the fold of every stream, on some day.
func checkIncome(t *rapid.T, v *projections.Views, w *writer) {
	today := firstDay.AddDays(rapid.IntRange(-5, 150).Draw(t, "day of income"))
	funding := map[enterprise.Kind]projections.Funding{}
	trained := map[projections.Trained]int{}
	done := map[project.OwnerKind]projections.ProjectCounts{}
	for _, stream := range incomeStreams {
		s, ok := stateOf[any](t, w.log, stream)
		if !ok {
			err := v.Read(t.Context(), func(q *projections.Query) (err error) {
				switch category, _ := domain.SplitStream(stream); category {
				case "enterprise":
					_, err = q.Enterprise(stream)
				case "training":
					_, err = q.Training(stream)
				default:
					_, err = q.Project(stream)
				}
				return err
			})
			if !errors.Is(err, projections.ErrNotFound) {
				t.Fatalf("%s: got %v, want none", stream, err)
			}
			continue
		}
		switch s := s.(type) {
		case enterprise.Enterprise:
			row := read(t, v, func(q *projections.Query) (projections.Enterprise, error) { return q.Enterprise(stream) })
			put := read(t, v, func(q *projections.Query) ([]projections.Contribution, error) { return q.Contributions(stream) })
			if row.PaidIn != s.PaidIn() || row.Contributed != s.Contributed() || row.ClosedOn != s.Closed || row.Kind != s.Kind || len(put) != len(s.Contributions) ||
				row.Contributed != row.FromCollectives+row.FromTreasuries+row.FromMembers {
				t.Fatalf("%s: got %+v, want %+v", stream, row, s)
			}
			f := funding[s.Kind]
			f.PaidIn, f.Contributed, f.FromCollectives = f.PaidIn+row.PaidIn, f.Contributed+row.Contributed, f.FromCollectives+row.FromCollectives
			f.FromTreasuries, f.FromMembers = f.FromTreasuries+row.FromTreasuries, f.FromMembers+row.FromMembers
			for _, d := range s.Dividends {
				f.Dividends += d.Amount
			}
			funding[s.Kind] = f
		case training.Training:
			row := read(t, v, func(q *projections.Query) (projections.Training, error) { return q.Training(stream) })
			if row.Year != s.Year() || row.People != projections.PeopleOf(s.Held.People) || row.To != s.Held.To || row.Cancelled != s.Cancelled {
				t.Fatalf("%s: got %+v, want %+v", stream, row, s)
			}
			if s.WasHeld() {
				trained[projections.Trained{Programme: s.Programme, Year: s.Year()}] += s.Held.People
			}
		case project.Project:
			row := read(t, v, func(q *projections.Query) (projections.Project, error) { return q.Project(stream) })
			if row.Due != s.Due || row.CompletedOn != s.Completed || row.CancelledOn != s.Cancelled || row.Postponed != s.Postponed || row.Percent != s.Percent {
				t.Fatalf("%s: got %+v, want %+v", stream, row, s)
			}
			c := done[s.Kind]
			switch {
			case !s.Cancelled.IsZero():
				c.Cancelled++
			case !s.Completed.IsZero():
				c.Done.Completed++
				c.Done.Planned++
			default:
				c.Done.Planned++
				if today.After(s.Due) {
					c.Late++
				} else if s.Postponed > 0 {
					c.Postponed++
				}
			}
			done[s.Kind] = c
		}
	}
	for _, got := range read(t, v, func(q *projections.Query) ([]projections.EnterpriseTotal, error) {
		return q.EnterpriseTotals(projections.EnterpriseFilter{}, "kind")
	}) {
		if got.Funding != funding[enterprise.Kind(got.Key)] {
			t.Fatalf("%s: got %+v, want %+v", got.Key, got.Funding, funding[enterprise.Kind(got.Key)])
		}
	}
	rows := read(t, v, func(q *projections.Query) ([]projections.Trained, error) {
		return q.Trained(projections.TrainingFilter{})
	})
	if len(rows) != len(trained) {
		t.Fatalf("trained: got %+v, want %+v", rows, trained)
	}
	for _, got := range rows {
		if n := trained[projections.Trained{Programme: got.Programme, Year: got.Year}]; got.People != projections.PeopleOf(n) {
			t.Fatalf("trained: got %+v, want %d", got, n)
		}
	}
	totals := read(t, v, func(q *projections.Query) ([]projections.ProjectTotal, error) {
		return q.ProjectTotals(projections.ProjectFilter{Today: today}, "kind")
	})
	if len(totals) != len(done) {
		t.Fatalf("projects: got %+v, want %+v", totals, done)
	}
	for _, got := range totals {
		if got.ProjectCounts != done[project.OwnerKind(got.Key)] {
			t.Fatalf("projects on %s: got %+v, want %+v", today, got, done[project.OwnerKind(got.Key)])
		}
	}
}
