package projections_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/projections"
)

// workStreams are a town, communities, an organisation of the Party and activities.
var workStreams = []string{"town-w", "community-w", "community-v", "partyorg-w", "activity-w", "activity-v"}

// workFact is any event of a stream of a category, which may not follow.
func (w *writer) workFact(category string) domain.Event {
	on := func() domain.Date { return firstDay.AddDays(rapid.IntRange(-3, 20).Draw(w.t, "day")) }
	n := func() int { return rapid.IntRange(1, 3).Draw(w.t, "number") }
	money := func() domain.Money { return domain.Money(n()) * 100 }
	facts := map[string][]func() domain.Event{
		"town": {
			func() domain.Event { return town.Registered{ID: "w", Name: "镇"} },
			func() domain.Event { return town.StaffCounted{Total: n(), AsOf: on(), Document: "花名册"} },
		},
		"community": {
			func() domain.Event { return community.Registered{ID: "w", Town: "town-w", Name: "社区"} },
			func() domain.Event { return community.CentreOpened{On: firstDay.AddDays(-3), Address: "某路"} },
			func() domain.Event { return community.StationOpened{Village: "village-w", On: on()} },
			func() domain.Event { return community.CentreUpgraded{On: on(), What: "扩建", Cost: money()} },
			func() domain.Event { return community.SmartPlatformCompleted{On: on(), Cost: money()} },
			func() domain.Event {
				return community.StaffPosted{Town: "town-w", Number: n(), Name: "某某", Position: "联络员", From: on()}
			},
			func() domain.Event {
				return community.StaffRecalled{Town: "town-w", Number: n(), On: on(), Reason: community.Rotated}
			},
			func() domain.Event { return community.SocialWorkersCounted{Number: n() - 1, AsOf: on()} },
			func() domain.Event {
				return community.SignsInstalled{On: on(), Kind: community.Plaques, Number: n(), Amount: money()}
			},
			func() domain.Event {
				return community.AwardGranted{On: on(), Purpose: community.ForSigns, Amount: money(), By: "县"}
			},
			func() domain.Event { return community.CleanUpCompleted{On: on(), Contracts: n(), Receivables: money()} },
			func() domain.Event { return community.Standardised{On: on()} },
			func() domain.Event {
				return community.ListedForImprovement{On: on(), Year: 2015 + n(), Reason: community.WeakTeam, Due: on(), Note: domain.Note("sealed")}
			},
			func() domain.Event { return community.Improved{On: on(), What: "整顿"} },
			func() domain.Event {
				return community.SiteDesignated{Kind: community.ThreeZones, On: on(), About: "藕", By: "镇"}
			},
			func() domain.Event {
				return community.SiteWithdrawn{Kind: community.ThreeZones, On: on(), Reason: "到期"}
			},
		},
		"partyorg": {
			func() domain.Event {
				return partyorg.Registered{ID: "w", Name: "党委", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-w"}
			},
			func() domain.Event { return partyorg.Paired{With: "community-w", On: on(), What: "帮扶"} },
			func() domain.Event { return partyorg.Unpaired{With: "community-w", On: on(), Reason: "到期"} },
		},
		"activity": {
			func() domain.Event {
				return activity.Planned{Organiser: "partyorg-w", Kind: activity.BranchDay, Month: "2016-09", From: on(), To: on()}
			},
			func() domain.Event { return activity.Held{On: on(), People: n(), What: "议事", Outside: n() == 1} },
			func() domain.Event { return activity.Missed{Reason: "抗旱"} },
		},
	}[category]
	return rapid.SampledFrom(facts).Draw(w.t, "fact")()
}

// worked is a log of two towns and what is done in their communities.
func worked(t reporter) *memoryLog {
	log := newLog()
	day := func(m, d int) domain.Date { return domain.NewDate(2016, 1, 1).AddMonths(m - 1).AddDays(d - 1) }
	signs := func(amount domain.Money) community.SignsInstalled {
		return community.SignsInstalled{On: day(3, 1), Kind: community.NoticeBoards, Number: 4, Amount: amount}
	}
	posted := func(town string, number int, from domain.Date) community.StaffPosted {
		return community.StaffPosted{Town: town, Number: number, Name: "韩", Position: "联络员", From: from}
	}
	secretary := func(name string, from, until domain.Date) community.OfficialAppointed {
		return community.OfficialAppointed{Post: community.FirstSecretary, Name: name, From: from, Until: until}
	}
	for _, e := range []struct {
		stream string
		domain.Event
	}{
		{"town-s", town.Registered{ID: "s", Code: "1", Name: "舜王街道"}}, {"town-x", town.Registered{ID: "x", Code: "2", Name: "相州镇"}},
		{"town-s", town.StaffCounted{Total: 90, AsOf: day(1, 1)}}, {"town-s", town.StaffCounted{Total: 3, AsOf: day(6, 1)}},
		{"town-x", town.StaffCounted{Total: 7, AsOf: day(1, 1)}},
		{"community-a", community.Registered{ID: "a", Town: "town-s", Name: "甲社区"}},
		{"community-b", community.Registered{ID: "b", Town: "town-s", Name: "乙社区"}},
		{"community-c", community.Registered{ID: "c", Town: "town-x", Name: "丙社区"}},
		{"community-a", community.CentreOpened{On: domain.NewDate(2015, 9, 1), Address: "一路"}},
		{"community-a", community.StationOpened{Village: "village-1", On: day(2, 1)}}, {"community-a", community.StationOpened{Village: "village-2", On: day(2, 1)}},
		{"community-a", community.CentreUpgraded{On: day(3, 1), What: "扩建", Cost: 5_000}}, {"community-a", community.CentreUpgraded{On: day(4, 1), What: "再建", Cost: 1}},
		{"community-a", community.SmartPlatformCompleted{On: day(5, 1)}},
		{"community-a", posted("town-s", 1, day(1, 1))}, {"community-a", posted("town-s", 2, day(1, 1))}, {"community-b", posted("town-s", 1, day(2, 1))},
		{"community-a", community.StaffRecalled{Town: "town-s", Number: 2, On: day(8, 31), Reason: community.Rotated}},
		{"community-c", posted("town-x", 1, day(9, 2))},
		{"community-a", community.SocialWorkersCounted{Number: 2, AsOf: day(1, 1)}}, {"community-b", community.SocialWorkersCounted{AsOf: day(1, 1)}},
		{"community-a", signs(400)}, {"community-c", signs(900)},
		{"community-a", community.AwardGranted{On: day(3, 2), Purpose: community.ForSigns, Amount: 300}},
		{"community-c", community.AwardGranted{On: day(3, 2), Purpose: community.ForSigns, Amount: 500}},
		{"community-c", community.AwardGranted{On: day(3, 2), Purpose: community.ForOther, Amount: 7, What: "先进"}},
		{"community-b", community.CleanUpCompleted{On: day(6, 1), Contracts: 9, PutRight: 2, Recovered: 11, Receivables: 12, Payables: 13}},
		{"community-b", community.Standardised{On: day(6, 2)}},
		{"community-b", community.ListedForImprovement{On: day(1, 10), Year: 2016, Reason: community.WeakTeam, Due: day(8, 31), Note: domain.Note("sealed")}},
		{"community-c", community.ListedForImprovement{On: day(1, 10), Year: 2016, Reason: community.Conflicts, Due: day(12, 31)}},
		{"community-c", community.Improved{On: day(7, 1), What: "调解"}},
		{"community-a", community.SiteDesignated{Kind: community.ThreeSocieties, On: day(1, 1), About: "供销社", By: "市"}},
		{"community-a", community.SiteDesignated{Kind: community.BrandCommunity, On: day(1, 1), About: "莲", By: "市"}},
		{"community-a", community.SiteWithdrawn{Kind: community.BrandCommunity, On: day(9, 1), Reason: "到期"}},
		{"community-c", community.SiteDesignated{Kind: community.ThreeSocieties, On: day(1, 1), About: "供销社", By: "市"}},
		{"community-a", secretary("前书记", day(1, 1), day(8, 31))}, {"community-a", secretary("李", day(9, 1), domain.Date{})},
		{"community-c", secretary("王", day(10, 1), domain.Date{})},
		{"partyorg-u", partyorg.Registered{ID: "u", Name: "农业局党委", NameEnglish: "Agriculture", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-s"}},
		{"partyorg-r", partyorg.Registered{ID: "r", Name: "丙党总支", Kind: partyorg.GeneralBranch, Area: domain.Rural, Place: "community-c"}},
		{"partyorg-u", partyorg.Paired{With: "partyorg-r", On: day(2, 1), What: "帮扶"}}, {"partyorg-u", partyorg.Paired{With: "community-a", On: day(2, 1), What: "帮扶"}},
		{"partyorg-u", partyorg.Unpaired{With: "community-a", On: day(9, 1), Reason: "到期"}},
		{"project-1", project.Planned{On: day(1, 1), Year: 2016, Owner: "partyorg-r", Kind: project.PartyOrganisation, Title: "修路", Due: day(12, 31)}},
		{"activity-1", activity.Planned{Organiser: "community-a", Kind: activity.SunshineDay, Month: "2016-08", From: day(8, 9), To: day(8, 9)}},
		{"activity-1", activity.Held{On: day(8, 9), People: 30, What: "议事"}},
		{"activity-2", activity.Planned{Organiser: "partyorg-r", Kind: activity.ActivityWeek, Month: "2016-08", From: day(8, 8), To: day(8, 14)}},
		{"activity-3", activity.Planned{Organiser: "partyorg-u", Kind: activity.BranchDay, Month: "2016-08", From: day(8, 9), To: day(8, 9)}},
		{"activity-3", activity.Missed{Reason: "抗旱"}},
		{"activity-4", activity.Planned{Organiser: "community-a", Kind: activity.SunshineDay, Month: "2016-09", From: day(9, 9), To: day(9, 9)}},
		{"activity-5", activity.Planned{Organiser: "community-c", Kind: activity.SunshineDay, Month: "2016-08", From: day(8, 9), To: day(8, 9)}},
		{"activity-5", activity.Held{On: day(8, 10), People: 3, What: "议事", Outside: true}},
	} {
		log.add(t, e.stream, e.Event, monday)
	}
	return log
}

func TestWorkByTown(t *testing.T) {
	c := config(t, worked(t))
	v := running(t, c)
	waitFor(t, v, c.Store.(*memoryLog).last())
	of := func(p projections.WorkPeriod) (towns []projections.WorkTotals, all projections.WorkTotals) {
		read(t, v, func(q *projections.Query) (bool, error) {
			byTown, sum, err := q.WorkByTown(p)
			for _, t := range byTown {
				towns = append(towns, t.WorkTotals)
			}
			all = sum
			return true, err
		})
		return towns, all
	}
	towns, all := of(projections.WorkPeriod{Until: domain.NewDate(2016, 9, 1)})
	shunwang := projections.WorkTotals{
		Communities: 2, Staff: 3, Posted: 1, WithSocialWorkers: 1, SocialWorkers: 2, Centres: 1, Upgraded: 1, Platforms: 1, CleanedUp: 1, Standards: 1,
		Stations: 2, Signs: 4, SignsCost: 400, SignsAwards: 300, Awards: 300, Rent: 11, Receivables: 12, Payables: 13, FirstSecretaries: 1,
		Listed: 1, ThreeSocieties: 1, PartyOrganisations: 1, Paired: 1,
	}
	xiangzhou := projections.WorkTotals{
		Communities: 1, Staff: 7, Signs: 4, SignsCost: 900, SignsAwards: 500, Awards: 507, Listed: 1, Improved: 1, ThreeSocieties: 1,
		PartyOrganisations: 1, Paired: 1,
	}
	if len(towns) != 2 || towns[0] != shunwang || towns[1] != xiangzhou {
		t.Errorf("got  %+v\nwant %+v\n     %+v", towns, shunwang, xiangzhou)
	}
	if all.Communities != 3 || all.Staff != 10 || all.Awards != 807 || all.Listed != 2 || all.Paired != 2 {
		t.Errorf("got %+v", all)
	}
	// The day before, who left was in office, the site stood, and somebody more was
	// posted; and what was done in a year is what was done in it.
	towns, _ = of(projections.WorkPeriod{Since: domain.NewDate(2016, 4, 1), Until: domain.NewDate(2016, 8, 31)})
	if s := towns[0]; s.Posted != 2 || s.BrandCommunities != 1 || s.FirstSecretaries != 1 || s.Centres != 0 || s.Upgraded != 1 || s.Signs != 0 || s.Listed != 0 {
		t.Errorf("got %+v", s)
	}
	years := read(t, v, func(q *projections.Query) ([]int, error) { return q.WorkYears() })
	if !slices.Equal(years, []int{2016, 2015}) {
		t.Errorf("got %v", years)
	}
}

func TestPostsSitesAndImprovements(t *testing.T) {
	c := config(t, worked(t))
	v := running(t, c)
	waitFor(t, v, c.Store.(*memoryLog).last())
	today := domain.NewDate(2016, 9, 1)
	first := projections.Is(community.FirstSecretary)
	for _, want := range []struct {
		filter projections.PostFilter
		names  []string
	}{
		{projections.PostFilter{Post: first}, []string{"王", "李", "前书记"}}, // 相州 before 舜王
		{projections.PostFilter{Tenure: projections.InOffice}, []string{"李"}},
		{projections.PostFilter{Tenure: projections.OfficeToCome}, []string{"王"}},
		{projections.PostFilter{Tenure: projections.LeftOffice}, []string{"前书记"}},
		{projections.PostFilter{Town: projections.Is("town-x")}, []string{"王"}},
		{projections.PostFilter{Community: projections.Is("community-a"), Text: "前"}, []string{"前书记"}},
		{projections.PostFilter{Post: projections.Is(community.Cashier)}, nil},
	} {
		want.filter.Today = today
		var names []string
		for _, p := range read(t, v, func(q *projections.Query) ([]projections.Post, error) {
			all, _, err := q.Posts(want.filter, "place", projections.Page{})
			return all, err
		}) {
			names = append(names, p.Name)
		}
		if !slices.Equal(names, want.names) {
			t.Errorf("%+v: got %v, want %v", want.filter, names, want.names)
		}
	}
	sites := func(f projections.SiteFilter) (n int) {
		f.Today = today
		return len(read(t, v, func(q *projections.Query) ([]projections.Site, error) {
			all, _, err := q.Sites(f, "since", projections.Page{})
			return all, err
		}))
	}
	if sites(projections.SiteFilter{}) != 3 || sites(projections.SiteFilter{Standing: projections.StandingSite}) != 2 ||
		sites(projections.SiteFilter{Standing: projections.WithdrawnSite}) != 1 ||
		sites(projections.SiteFilter{Kind: projections.Is(community.ThreeSocieties), Town: projections.Is("town-s")}) != 1 {
		t.Error("sites")
	}
	for state, want := range map[projections.ImprovementState]string{
		projections.ImprovementOverdue: "community-b", projections.ImprovementDone: "community-c", projections.ImprovementOpen: "",
	} {
		found := read(t, v, func(q *projections.Query) ([]projections.Improvement, error) {
			all, _, err := q.Improvements(projections.ImprovementFilter{State: state, Year: 2016, Today: today}, "due", projections.Page{})
			return all, err
		})
		if want == "" && len(found) > 0 || want != "" && (len(found) != 1 || found[0].Stream != want || found[0].State(today) != state) {
			t.Errorf("%s: got %+v", state, found)
		}
	}
}

func TestPartyOrganisationsAndActivities(t *testing.T) {
	c := config(t, worked(t))
	v := running(t, c)
	waitFor(t, v, c.Store.(*memoryLog).last())
	today := domain.NewDate(2016, 9, 1)
	u := read(t, v, func(q *projections.Query) (projections.PartyOrganisation, error) {
		return q.PartyOrganisation("partyorg-u", today)
	})
	if u.TownName != "舜王街道" || u.Paired != 1 || u.Area != domain.Urban {
		t.Errorf("got %+v", u)
	}
	r := read(t, v, func(q *projections.Query) (projections.PartyOrganisation, error) {
		return q.PartyOrganisation("partyorg-r", today)
	})
	if r.CommunityName != "丙社区" || r.TownName != "相州镇" || r.Paired != 1 {
		t.Errorf("got %+v", r)
	}
	with := read(t, v, func(q *projections.Query) ([]projections.Pairing, error) { return q.PairingsWith("community-a") })
	if len(with) != 1 || with[0].CityNameEnglish != "Agriculture" || with[0].WithName != "甲社区" || with[0].Ended != today {
		t.Errorf("got %+v", with)
	}
	work := read(t, v, func(q *projections.Query) (projections.Work, error) { return q.Work("community-a", today) })
	if len(work.Deeds) != 9 || len(work.Staff) != 2 || !work.Staff[0].Now(today) || work.Staff[1].Now(today) || len(work.Sites) != 2 || len(work.Pairings) != 1 {
		t.Errorf("got %+v", work)
	}
	activities := func(f projections.ActivityFilter) (ids []string) {
		f.Today = today
		for _, a := range read(t, v, func(q *projections.Query) ([]projections.Activity, error) {
			all, n, err := q.Activities(f, "month", projections.Page{})
			if n != len(all) {
				t.Errorf("%d in all, %d listed", n, len(all))
			}
			return all, err
		}) {
			if f.State != "" && a.State(today) != f.State {
				t.Errorf("%s is %s, not %s", a.ID, a.State(today), f.State)
			}
			ids = append(ids, a.ID)
		}
		slices.Sort(ids)
		return ids
	}
	for _, want := range []struct {
		filter projections.ActivityFilter
		ids    []string
	}{
		{projections.ActivityFilter{}, []string{"1", "2", "3", "4", "5"}},
		{projections.ActivityFilter{State: projections.ActivityHeld}, []string{"1"}},
		{projections.ActivityFilter{State: projections.ActivityOutside}, []string{"5"}},
		{projections.ActivityFilter{State: projections.ActivityMissed}, []string{"3"}},
		{projections.ActivityFilter{State: projections.ActivityOverdue}, []string{"2"}},
		{projections.ActivityFilter{State: projections.ActivityUpcoming}, []string{"4"}},
		{projections.ActivityFilter{Month: projections.Is("2016-09")}, []string{"4"}},
		{projections.ActivityFilter{Town: projections.Is("town-x")}, []string{"2", "5"}},
		{projections.ActivityFilter{Community: projections.Is("community-c")}, []string{"2", "5"}},
		{projections.ActivityFilter{Kind: projections.Is(activity.BranchDay), Text: "agri"}, []string{"3"}},
	} {
		if got := activities(want.filter); !slices.Equal(got, want.ids) {
			t.Errorf("%+v: got %v, want %v", want.filter, got, want.ids)
		}
	}
	// A project of an organisation has its name, and lies where it does.
	of := projections.ProjectFilter{Today: today, Town: projections.Is("town-x"), Text: "总支"}
	projects := read(t, v, func(q *projections.Query) ([]projections.Project, error) {
		all, _, err := q.Projects(of, "owner", projections.Page{})
		return all, err
	})
	if len(projects) != 1 || projects[0].OwnerName != "丙党总支" || projects[0].CommunityName != "丙社区" {
		t.Errorf("got %+v", projects)
	}
	months := read(t, v, func(q *projections.Query) ([]projections.ActivityMonth, error) {
		return q.ActivityMonths(projections.ActivityFilter{Today: today})
	})
	if len(months) != 2 || months[0].Month != "2016-09" || months[1].States[projections.ActivityOverdue] != 1 || months[1].States[projections.ActivityHeld] != 1 {
		t.Errorf("got %+v", months)
	}
	owed := read(t, v, func(q *projections.Query) ([]projections.Obligation, error) {
		all, _, err := q.Obligations(projections.ObligationFilter{Today: today, Overdue: true}, "due", projections.Page{})
		return all, err
	})
	if len(owed) != 2 || owed[0].Title != "2016-08 党员活动周 · 丙党总支" || owed[0].Unit != "community-c" || owed[0].TownName != "相州镇" ||
		owed[1].Kind != projections.OwedImprovement || owed[1].UnitName != "乙社区" {
		t.Errorf("got %+v", owed)
	}
	owed = read(t, v, func(q *projections.Query) ([]projections.Obligation, error) {
		all, _, err := q.Obligations(projections.ObligationFilter{Today: today, Kind: projections.Is(projections.OwedProject)}, "due", projections.Page{})
		return all, err
	})
	if len(owed) != 1 || owed[0].Title != "修路 · 丙党总支" || owed[0].UnitName != "丙社区" {
		t.Errorf("got %+v", owed)
	}
	// What was planned by an organisation that lies in a town is of that town.
	owed = read(t, v, func(q *projections.Query) ([]projections.Obligation, error) {
		all, _, err := q.Obligations(projections.ObligationFilter{Today: today, Town: projections.Is("town-s"), Kind: projections.Is(projections.OwedActivity)}, "due", projections.Page{})
		return all, err
	})
	if len(owed) != 1 || owed[0].Stream != "activity-4" {
		t.Errorf("got %+v", owed)
	}
	// The pages of what is owed, of whatever kind, are the whole in its order.
	for _, order := range []string{"due", "amount", "place"} {
		f := projections.ObligationFilter{Today: today}
		pageOf := func(offset, size int) (page []projections.Obligation, total int) {
			page = read(t, v, func(q *projections.Query) (all []projections.Obligation, err error) {
				all, total, err = q.Obligations(f, order, projections.Page{Offset: offset, Size: size})
				return all, err
			})
			return page, total
		}
		whole, total := pageOf(0, 100)
		kinds := map[projections.ObligationKind]bool{}
		for _, o := range whole {
			kinds[o.Kind] = true
		}
		if len(whole) != total || len(kinds) < 3 {
			t.Fatalf("%s: %d of %d in %d kinds", order, len(whole), total, len(kinds))
		}
		var pages []projections.Obligation
		for len(pages) < total {
			page, n := pageOf(len(pages), 1)
			if n != total || len(page) == 0 {
				t.Fatalf("%s: %d rows, %d in all", order, len(page), n)
			}
			pages = append(pages, page...)
		}
		if !slices.Equal(pages, whole) {
			t.Errorf("%s: got %+v, want %+v", order, pages, whole)
		}
		if page, n := pageOf(total+5, 2); len(page) != 0 || n != total {
			t.Errorf("%s: beyond the end: %d rows, %d in all", order, len(page), n)
		}
	}
}
