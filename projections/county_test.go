package projections_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/projections"
)

// However a county came about, its figures are those of the folds of its streams,
// and of the lists that they lead to.
func TestCountyIsModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	all := slices.Concat(streams, workStreams, incomeStreams, auditStreams, reformStreams)
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		_, id := domain.SplitStream(reformStreams[0])
		for _, e := range reformSteps("collective-" + id)[:rapid.IntRange(0, 19).Draw(t, "steps")] {
			w.log.add(t, reformStreams[0], e, w.now)
		}
		w.writeTo(all, rapid.IntRange(0, 40).Draw(t, "before"))
		v, stop := started(t, projections.Config{Dir: filepath.Join(base, strconv.Itoa(folders)), Store: w.log, Catalogue: catalogue.Standard})
		defer stop()
		waitFor(t, v, w.log.last())
		w.writeTo(all, rapid.IntRange(0, 60).Draw(t, "while"))
		waitFor(t, v, w.log.last())
		for range 3 {
			today := firstDay.AddDays(rapid.IntRange(-5, 150).Draw(t, "day of the county"))
			checkCounty(t, v, w, all, rapid.IntRange(2015, today.Year).Draw(t, "year"), today)
		}
		checkRebuilt(t, v)
	})
}

// countyOf is a county in a year, recounted from the states of streams.
func countyOf(t *rapid.T, w *writer, all []string, year int, today domain.Date) (c projections.County) {
	last := domain.NewDate(year, 12, 31)
	if today.Before(last) {
		last = today
	}
	in := func(d domain.Date) bool { return d.Year == year && !d.After(last) }
	c.Year = year
	people := 0
	for _, stream := range all {
		s, ok := stateOf[any](t, w.log, stream)
		if !ok {
			continue
		}
		switch s := s.(type) {
		case request.Request:
			if s.Outcome == request.Solved && !s.Open() && !s.ClosedAt.IsZero() && s.ClosedAt.Year() == year {
				c.Solved++
				people += s.People
			}
		case community.Community:
			if s.Merged == "" {
				c.Communities++
			}
			if !s.SocialWorkers.AsOf.IsZero() && !s.SocialWorkers.AsOf.After(last) && s.SocialWorkers.Number > 0 {
				c.WithSocialWorkers++
			}
			if slices.ContainsFunc(s.Upgrades, func(u community.CentreUpgraded) bool { return in(u.On) }) {
				c.Upgraded++
			}
			if in(s.Platform.On) {
				c.Platforms++
			}
			if slices.ContainsFunc(s.CleanUps, func(u community.CleanUpCompleted) bool { return in(u.On) }) {
				c.CleanedUp++
			}
			for _, a := range s.Awards {
				if a.Purpose == community.ForSigns && in(a.On) {
					c.SignsAwards += a.Amount
				}
			}
			for _, l := range s.Listings {
				if l.Year == year {
					c.Listed++
					if !l.Improved.IsZero() {
						c.Improved++
					}
				}
			}
		case audit.Audit:
			if s.Year == year && s.Stage != audit.StageCancelled {
				c.AuditsPlanned++
			}
			if s.Year == year && s.Completed() {
				c.AuditsCompleted++
			}
		case reform.Reform:
			if s.Stage == reform.Complete {
				c.ReformsCompleted++
			}
		case partyorg.Organisation:
			if slices.ContainsFunc(s.Pairings, func(p partyorg.Pairing) bool {
				return !p.On.After(last) && (p.Ended.IsZero() || p.Ended.After(last))
			}) {
				c.Paired++
			}
		case enterprise.Enterprise:
			if s.Kind.NewEntity() && s.Closed.IsZero() {
				c.NewEntities++
			}
		case project.Project:
			if s.Year != year || !s.Cancelled.IsZero() {
				continue
			}
			d := &c.FirstSecretaries
			if s.Kind == project.PartyOrganisation {
				d = &c.PartyOrganisations
			}
			d.Planned++
			if !s.Completed.IsZero() {
				d.Completed++
			}
		}
	}
	c.Served = projections.PeopleOf(people)
	return c
}

func checkCounty(t *rapid.T, v *projections.Views, w *writer, all []string, year int, today domain.Date) {
	got := read(t, v, func(q *projections.Query) (projections.County, error) { return q.County(year, today) })
	want := countyOf(t, w, all, year, today)
	work := read(t, v, func(q *projections.Query) (projections.WorkTotals, error) {
		last := domain.NewDate(year, 12, 31)
		if today.Before(last) {
			last = today
		}
		_, all, err := q.WorkByTown(projections.WorkPeriod{Since: domain.NewDate(year, 1, 1), Until: last})
		return all, err
	})
	// What the model does not count comes from where towns are compared, and people
	// of classes from their own totals.
	want.Staff, want.Posted, want.SecretariesInOffice, want.Industries, want.ThreeSocieties = work.Staff, work.Posted, work.FirstSecretaries, work.Industries, work.ThreeSocieties
	want.Farmers, want.Accountants, want.CadreClasses, want.CadreClassesAway, want.PovertyRelief = got.Farmers, got.Accountants, got.CadreClasses, got.CadreClassesAway, got.PovertyRelief
	require.Equal(t, want, got)
	require.Equal(t, [6]int{work.Communities, work.WithSocialWorkers, work.Upgraded, work.Platforms, work.CleanedUp, work.Paired},
		[6]int{got.Communities, got.WithSocialWorkers, got.Upgraded, got.Platforms, got.CleanedUp, got.Paired})

	one := projections.Page{Size: 1}
	if year == today.Year {
		deeds := func(f projections.DeedFilter) projections.DeedTotals {
			f.Year, f.Today = year, today
			totals := read(t, v, func(q *projections.Query) (projections.DeedTotals, error) { return q.DeedsOf(f) })
			n := read(t, v, func(q *projections.Query) (int, error) { _, n, err := q.Deeds(f, "latest", one); return n, err })
			require.Equal(t, totals.Deeds, n)
			return totals
		}
		require.Equal(t, got.CleanedUp, deeds(projections.DeedFilter{Kind: projections.Is(projections.CleanUpDeed)}).Communities)
		require.Equal(t, got.Upgraded, deeds(projections.DeedFilter{Kind: projections.Is(projections.UpgradeDeed)}).Communities)
		require.Equal(t, got.SignsAwards, deeds(projections.DeedFilter{Purpose: projections.Is(community.ForSigns)}).Amount)
	}
	for what, list := range map[string]struct {
		want  int
		total func(*projections.Query) (int, error)
	}{
		"communities": {got.Communities, func(q *projections.Query) (int, error) {
			_, n, err := q.Communities(projections.CommunityFilter{Continuation: projections.GoesOn}, "name", one)
			return n, err
		}},
		"requests": {got.Solved, func(q *projections.Query) (int, error) {
			return q.CountRequests(projections.Filter{Outcome: projections.Is(request.Solved), ClosedIn: projections.MonthsOf(year)})
		}},
		"projects": {got.FirstSecretaries.Planned, func(q *projections.Query) (int, error) {
			_, n, err := q.Projects(projections.ProjectFilter{
				Kind: projections.Is(project.FirstSecretary), Year: projections.Is(strconv.Itoa(year)), Standing: projections.PlannedProject, Today: today,
			}, "due", one)
			return n, err
		}},
		"entities": {got.NewEntities, func(q *projections.Query) (int, error) {
			_, n, err := q.Enterprises(projections.EnterpriseFilter{Entity: projections.NewEntity, Standing: projections.OpenEnterprise}, "name", one)
			return n, err
		}},
	} {
		require.Equal(t, list.want, read(t, v, list.total), what)
	}
}

func idsOf(places []projections.Place) (ids []string) {
	for _, p := range places {
		ids = append(ids, p.ID)
	}
	return ids
}

// The town with the most sites comes first.
func TestTownsOfThreeSocieties(t *testing.T) {
	log := worked(t)
	log.add(t, "community-d", community.Registered{ID: "d", Town: "town-x", Name: "丁社区"}, monday)
	log.add(t, "community-d", community.SiteDesignated{Kind: community.ThreeSocieties, On: domain.NewDate(2016, 5, 1), About: "供销社", By: "市"}, monday)
	c := config(t, log)
	v := running(t, c)
	waitFor(t, v, log.last())
	towns := func(today domain.Date) []string {
		return idsOf(read(t, v, func(q *projections.Query) (projections.County, error) { return q.County(2016, today) }).ThreeSocietyTowns)
	}
	require.Equal(t, []string{"s", "x"}, towns(domain.NewDate(2016, 4, 30)))
	require.Equal(t, []string{"x", "s"}, towns(domain.NewDate(2016, 5, 1)))
}

// What random histories hardly reach: posts, sites, staff and classes.
func TestCounty(t *testing.T) {
	c := config(t, worked(t))
	v := running(t, c)
	waitFor(t, v, c.Store.(*memoryLog).last())
	of := func(year int, today domain.Date) projections.County {
		return read(t, v, func(q *projections.Query) (projections.County, error) { return q.County(year, today) })
	}
	got := of(2016, domain.NewDate(2016, 9, 1))
	require.Equal(t, []string{"s", "x"}, idsOf(got.ThreeSocietyTowns), "with as many sites in the order of their codes")
	got.ThreeSocietyTowns = nil
	require.Equal(t, projections.County{
		Year: 2016, Communities: 3, Staff: 10, Posted: 1, WithSocialWorkers: 1, Upgraded: 1, Platforms: 1, CleanedUp: 1, SignsAwards: 800,
		ThreeSocieties: 2, SecretariesInOffice: 1, Listed: 2, Improved: 1, Paired: 2,
		Income: projections.Income{PartyOrganisations: projections.Done{Planned: 1}},
	}, got)
	require.Equal(t, 2, of(2016, domain.NewDate(2016, 8, 31)).Posted, "the last day of whoever was recalled")
	require.Zero(t, of(2015, domain.NewDate(2016, 9, 1)).CleanedUp)
	require.Zero(t, of(2017, domain.NewDate(2016, 9, 1)).Upgraded, "a year that has not begun")

	staff := func(f projections.PostingFilter) (names []string) {
		f.Today = domain.NewDate(2016, 9, 1)
		for _, p := range read(t, v, func(q *projections.Query) ([]projections.PostedStaff, error) {
			all, n, err := q.Postings(f, "place", projections.Page{})
			require.Len(t, all, n)
			return all, err
		}) {
			names = append(names, p.Community+" "+strconv.Itoa(p.Posting.Number))
		}
		return names
	}
	// Number 1 of Shunwang works in two communities, and is one of its staff.
	require.Equal(t, []string{"community-b 1", "community-a 1"}, staff(projections.PostingFilter{Standing: projections.WorksThere}))
	require.Equal(t, []string{"community-a 2"}, staff(projections.PostingFilter{Standing: projections.Recalled}))
	require.Equal(t, []string{"community-c 1"}, staff(projections.PostingFilter{Town: projections.Is("town-x")}))

	farmers := read(t, raising(t), func(q *projections.Query) (int, error) {
		_, n, err := q.Trainings(projections.TrainingFilter{Trainees: projections.FarmersTrained, Standing: projections.HeldTraining}, "latest", projections.Page{})
		return n, err
	})
	require.Equal(t, 2, farmers)
}

// A small number of people shows as a band, and numbers of rules come with their
// basis.
func TestCountyAsAnyoneMaySeeIt(t *testing.T) {
	c := projections.County{Served: projections.PeopleOf(9), Income: projections.Income{
		Farmers: projections.PeopleOf(10), CadreClassesAway: []projections.TrainingTotal{{People: projections.PeopleOf(1)}},
	}}
	c.ShowPeople(10)
	require.Equal(t, []string{"<10", "10", "0", "0", "<10"}, []string{
		c.Served.String(), c.Farmers.String(), c.Accountants.String(), c.CadreClasses.People.String(), c.CadreClassesAway[0].People.String(),
	})
	book, err := rules.Load()
	require.NoError(t, err)
	b := projections.RulebookOf(book, "370782")
	on := domain.NewDate(2016, 12, 31)
	require.Equal(t, 9, b.DisclosureDay(on, domain.English).Value)
	require.Equal(t, 2, b.ActivityWeek(on, domain.English).Value)
	require.Contains(t, b.ActivityWeek(on, domain.English).Basis, "second week")
	require.Zero(t, b.DisclosureDay(domain.NewDate(1990, 1, 1), domain.Chinese))
}

func TestParseMonths(t *testing.T) {
	september := projections.Month{Year: 2016, Month: time.September}.Alone()
	for text, want := range map[string]projections.Months{"2016-09": september, "2016": projections.MonthsOf(2016)} {
		got, err := projections.ParseMonths(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "16", "2016-13", "2016-9", "0000", "0000-01", "2016-09-01", "September"} {
		_, err := projections.ParseMonths(text)
		require.Error(t, err, text)
	}
}
