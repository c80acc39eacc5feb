package ledger_test

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// organised is what is done in a community and for it, an organisation of the city
// that is paired with it, and the activities of a month.
func (s *story) organised() {
	rec, of := s.recorder, s.town
	s.on("2018-02-05")
	s.do("staff counted", of, "t1", town.CountStaff{Total: 80, Document: "花名册"})
	s.do("centre", rec, "lc", community.OpenCentre{Address: "莲池路1号"})
	s.do("station", rec, "lc", community.OpenStation{Village: "village-dong"})
	s.do("upgrade", of, "lc", community.UpgradeCentre{What: "扩建大厅", Cost: 5_000 * yuan, Document: "验收单"})
	s.do("platform", of, "lc", community.CompletePlatform{Cost: 3_000 * yuan, Document: "验收单"})
	s.do("staff posted", of, "lc", community.PostStaff{Number: 7, Name: "韩淑玲", Position: "代办员"})
	s.do("staff recalled", of, "lc", community.RecallStaff{Number: 7, Reason: community.Rotated})
	s.do("social workers", rec, "lc", community.CountSocialWorkers{Number: 1, Document: "社工名册"})
	s.do("signs", rec, "lc", community.InstallSigns{Kind: community.NoticeBoards, Number: 4, Amount: 4_000 * yuan})
	s.do("award", of, "lc", community.GrantAward{Purpose: community.ForSigns, Amount: 3_900 * yuan, By: "市委组织部", Document: "奖补1号"})
	s.do("clean-up", of, "lc", community.CompleteCleanUp{Contracts: 20, PutRight: 5, Receivables: 1_000 * yuan, Document: "验收单"})
	s.do("standards", of, "lc", community.Standardise{Document: "验收单"})
	s.do("improvement", of, "lc", community.ListForImprovement{Reason: community.WeakTeam, Document: "名单"})
	s.do("improved", of, "lc", community.Improve{What: "配强班子", Document: "验收单"})
	s.do("site", of, "lc", community.DesignateSite{Kind: community.ThreeSocieties, About: "供销社、莲藕合作社", By: "镇t1"})
	s.do("site gone", of, "lc", community.WithdrawSite{Kind: community.ThreeSocieties, Reason: "不再达标"})
	s.do("rural organisation", s.actor, "", partyorg.Register{ID: "nc", Name: "莲池党总支", Kind: partyorg.GeneralBranch, Area: domain.Rural, Place: "community-lc"})
	s.do("organisation", s.actor, "", partyorg.Register{ID: "nyj", Name: "市农业局党委", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-t1"})
	s.do("project of the organisation", rec, "", project.Plan{Owner: "partyorg-nc", Title: "结对共建"})
	s.do("pairing", of, "nyj", partyorg.Pair{With: "community-lc", What: "结对帮扶"})
	s.do("unpairing", of, "nyj", partyorg.Unpair{With: "community-lc", Reason: "到期"})
	s.do("week", rec, "", activity.Plan{Organiser: "community-lc", Kind: activity.ActivityWeek, Month: "2018-02"})
	s.do("sunshine", rec, "", activity.Plan{Organiser: "partyorg-nc", Kind: activity.SunshineDay, Month: "2018-02"})
	s.on("2018-02-20")
	s.do("held", rec, s.ids["week"], activity.Hold{On: day("2018-02-14"), People: 40, What: "义务劳动"})
	s.do("missed", rec, s.ids["sunshine"], activity.Miss{Reason: "抗旱"})
}

const (
	staffOf     = "town: staff-counted (total, as of)"
	services    = "community: centre-opened, station-opened, centre-upgraded, smart-platform-completed"
	postings    = "community: staff-posted / recalled"
	workers     = "community: social-workers-counted"
	awardsFor   = "community: signs-installed, award-granted (以奖代补)"
	cleanUps    = "community: clean-up-completed (两清理), standardised (两规范)"
	improvement = "community: listed-for-improvement (整顿提升), improved"
	oneSite     = "one site of a kind"
	pairings    = "partyorg: registered, paired (城乡共建), unpaired"
	fixedDays   = "the fixed days are in the rule set: the 9th; the second week"
	monthly     = "activity: planned, held (Party activity week, branch day, sunshine agenda day 阳光议事日), missed"
)

var organisation = []violation{
	{says: staffOf, rule: "counted_already", like: "staff counted", after: "staff counted", change: again},
	{says: staffOf, rule: "count_out_of_range", like: "staff counted", change: but(func(e *town.StaffCounted) { e.Total = 0 })},
	{says: staffOf, rule: "not_yet", like: "staff counted", change: but(func(e *town.StaffCounted) { e.AsOf = day("2018-02-06") })},
	{says: services, rule: "centre_open_already", like: "centre", after: "centre", change: again},
	{says: services, rule: "not_yet", like: "centre", change: but(func(e *community.CentreOpened) { e.On = day("2018-02-06") })},
	{says: services, rule: "station_open_already", like: "station", after: "station", change: again},
	{says: services, rule: "not_a_village", like: "station", change: but(func(e *community.StationOpened) { e.Village = "community-lc" })},
	{says: services, rule: "village_of_another", like: "station", change: func(p *planting) { p.in("another community") }},
	{says: services, rule: "centre_not_open", like: "upgrade", change: func(p *planting) { p.in("another community") }},
	{says: services, rule: "before_the_centre", like: "upgrade", change: but(func(e *community.CentreUpgraded) { e.On = day("2018-02-04") })},
	{says: services, rule: "upgraded_already", like: "upgrade", after: "upgrade", change: again},
	{says: services, rule: "platform_completed_already", like: "platform", after: "platform", change: again},
	{says: services, rule: "field_missing", like: "platform", change: but(func(e *community.SmartPlatformCompleted) { e.Document = "" })},
	{says: postings, rule: "posted_already", like: "staff posted", after: "staff posted", change: again},
	{says: postings, rule: "posted_already", like: "staff posted", after: "staff recalled", change: again},
	{says: postings, rule: "staff_number_invalid", like: "staff posted", change: but(func(e *community.StaffPosted) { e.Number = 0 })},
	{says: postings, rule: "not_a_town", like: "staff posted", change: but(func(e *community.StaffPosted) { e.Town = "community-hj" })},
	{says: postings, rule: "evidence_not_named", like: "staff posted", change: but(func(e *community.StaffPosted) { e.Town = "town-t2" })},
	{says: "Official roles are named in public", rule: "field_missing", like: "staff posted", change: but(func(e *community.StaffPosted) { e.Name = " " })},
	{says: postings, rule: "not_posted", like: "staff recalled", change: but(func(e *community.StaffRecalled) { e.Number = 8 })},
	{says: postings, rule: "recalled_already", like: "staff recalled", after: "staff recalled", change: again},
	{says: postings, rule: "period_invalid", like: "staff recalled", change: but(func(e *community.StaffRecalled) { e.On = day("2018-02-04") })},
	{says: workers, rule: "counted_already", like: "social workers", after: "social workers", change: again},
	{says: workers, rule: "count_out_of_range", like: "social workers", change: but(func(e *community.SocialWorkersCounted) { e.Number = -1 })},
	{says: awardsFor, rule: "count_out_of_range", like: "signs", change: but(func(e *community.SignsInstalled) { e.Number = 0 })},
	{says: awardsFor, rule: "beyond_the_cost", like: "award", change: but(func(e *community.AwardGranted) { e.Amount = 4_000*yuan + 1 })},
	{says: awardsFor, rule: "beyond_the_cost", like: "award", after: "award", change: but(func(e *community.AwardGranted) { e.Amount = 100*yuan + 1 })},
	{says: awardsFor, rule: "numbers_differ", like: "award", change: but(func(e *community.AwardGranted) { e.Share = 9_999 })},
	{says: cleanUps, rule: "cleaned_up_already", like: "clean-up", after: "clean-up", change: again},
	{says: cleanUps, rule: "counts_contradict", like: "clean-up", change: but(func(e *community.CleanUpCompleted) { e.PutRight = 21 })},
	{says: cleanUps, rule: "standardised_already", like: "standards", after: "standards", change: again},
	{says: improvement, rule: "on_the_list", like: "improvement", after: "improvement", change: again},
	{says: improvement, rule: "listed_already", like: "improvement", after: "improved", change: again},
	{says: improvement, rule: "numbers_differ", like: "improvement", change: but(func(e *community.ListedForImprovement) { e.Due = e.Due.AddDays(1) })},
	{says: improvement, rule: "year_out_of_range", like: "improvement", change: but(func(e *community.ListedForImprovement) { e.Year = 2016 })},
	{says: improvement, rule: "not_on_the_list", like: "improved", after: "improved", change: again},
	{says: improvement, rule: "before_the_list", like: "improved", change: but(func(e *community.Improved) { e.On = day("2018-02-04") })},
	{says: oneSite, rule: "site_already", like: "site", after: "site", change: again},
	{says: oneSite, rule: "code_unknown", like: "site", change: but(func(e *community.SiteDesignated) { e.Kind = "quiet" })},
	{says: oneSite, rule: "before_the_site", like: "site gone", change: with(func(p *planting, e *community.SiteWithdrawn) {
		e.On = p.records["site"].Event.(community.SiteDesignated).On.AddDays(-1)
	})},
	{says: oneSite, rule: "not_a_site", like: "site gone", after: "site gone", change: again},
	{says: oneSite, rule: "not_a_site", like: "site gone", change: but(func(e *community.SiteWithdrawn) { e.Kind = community.BrandCommunity })},
	{says: mergers, rule: "merged", like: "site", change: func(p *planting) { p.in("old community") }},

	{says: pairings, rule: "already_registered", like: "organisation", after: "organisation", change: again},
	{says: pairings, rule: "not_a_town_or_community", like: "organisation", change: but(func(e *partyorg.Registered) { e.Place = "village-dong" })},
	{says: pairings, rule: "code_unknown", like: "organisation", change: but(func(e *partyorg.Registered) { e.Area = "" })},
	{says: pairings, rule: "paired_already", like: "pairing", after: "pairing", change: again},
	{says: pairings, rule: "not_to_be_paired", like: "pairing", change: but(func(e *partyorg.Paired) { e.With = "town-t2" })},
	{says: pairings, rule: "not_of_the_city", like: "pairing", change: func(p *planting) { p.in("rural organisation") }},
	{says: pairings, rule: "not_of_the_countryside", like: "pairing", change: with(func(p *planting, e *partyorg.Paired) {
		e.With = "partyorg-nyj"
		p.resting("partyorg-nyj")
	})},
	{says: pairings, rule: "not_paired", like: "unpairing", after: "unpairing", change: again},
	{says: pairings, rule: "before_the_pairing", like: "unpairing", change: but(func(e *partyorg.Unpaired) { e.On = day("2018-02-04") })},

	{says: monthly, rule: "planned_already", like: "week", after: "week", change: again},
	{says: monthly, rule: "id_invalid", like: "week", change: but(func(e *activity.Planned) {
		e.Kind, e.To, e.From = activity.BranchDay, day("2018-02-09"), day("2018-02-09")
	})},
	{says: fixedDays, rule: "numbers_differ", like: "week", change: but(func(e *activity.Planned) { e.To = day("2018-02-15") })},
	{says: fixedDays, rule: "numbers_differ", like: "sunshine", change: but(func(e *activity.Planned) { e.From = day("2018-02-08") })},
	{says: fixedDays, rule: "planned_too_late", like: "sunshine", change: func(p *planting) { p.on("2018-02-10") }},
	{says: monthly, rule: "not_an_organiser", like: "week", change: with(func(p *planting, e *activity.Planned) {
		e.Organiser = "town-t1"
		p.Stream = "activity-" + activity.IDOf(e.Month, e.Kind, e.Organiser)
	})},
	{says: fixedDays, rule: "numbers_differ", like: "held", change: but(func(e *activity.Held) { e.On = day("2018-02-15") })},
	{says: monthly, rule: "not_of_the_month", like: "held", change: but(func(e *activity.Held) { e.On, e.Outside = day("2018-01-31"), true })},
	{says: monthly, rule: "held_already", like: "held", after: "held", change: again},
	{says: monthly, rule: "missed_already", like: "missed", after: "missed", change: again},
	{says: monthly, rule: "not_missed_yet", like: "missed", after: "sunshine", change: func(p *planting) { p.on("2018-02-09") }},

	{says: granted, rule: "role_missing", like: "site", change: func(p *planting) { p.by(p.accountant, domain.Recorder) }},
	{says: "the town posts its staff and lists its communities", rule: "level_too_low", like: "staff posted", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: "the town posts its staff and lists its communities", rule: "level_too_low", like: "improved", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "award", prepare: func(s *story) {
		s.town = ledgertest.Open(s.t, s.Ledger, s.actor, "另一镇", "town-t2", domain.Recorder)
	}, change: func(p *planting) { p.by(p.town, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "held", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "sunshine", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
}
