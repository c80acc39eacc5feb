package ledger_test

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
	"github.com/sunledger/sunledger/internal/ledger"
)

// income is what is done so that farmers earn more, and what a first secretary
// sets out to do.
func (s *story) income() {
	rec, acc, group := s.recorder, s.accountant, "collective-g1"
	signed := ledger.Attach{Kind: domain.SignInSheet, Digest: s.signatures.Digest, Audience: domain.Public}
	s.on("2017-06-05")
	s.do("secretary", rec, "lc", community.Appoint{Post: community.FirstSecretary, Name: "孙立", From: day("2017-06-05"), Until: day("2017-12-31")})
	s.do("cooperative", rec, "", enterprise.Register{Kind: enterprise.Cooperative, Community: "community-lc", Name: "果蔬合作社", Capital: 50_000 * yuan, Members: 6, Farmers: 5})
	s.do("company", rec, "", enterprise.Register{Kind: enterprise.PovertyRelief, Community: "community-lc", Name: "扶贫开发公司", Capital: 20_000 * yuan})
	put := s.household("put in", decision.Propose{Owner: group, Kind: domain.Contribution, Amount: 15_000 * yuan, Concerns: []string{s.stream("company"), s.stream("cooperative")}})
	s.do("class", rec, "", training.Plan{Programme: training.ProfessionalFarmers, Number: 1, Organiser: "community-lc", From: day("2017-06-08"), Days: 3, Venue: "社区", Places: 40})
	s.do("class to cancel", rec, "", training.Plan{Programme: training.ProfessionalFarmers, Number: 2, Organiser: "community-lc", From: day("2017-07-10"), Days: 3, Venue: "社区", Places: 40})
	s.do("project", rec, "", project.Plan{Owner: "community-lc", Title: "修路"})
	s.do("project to drop", rec, "", project.Plan{Owner: "community-lc", Title: "打井", Year: 2018})
	s.on("2017-06-15")
	s.do("contributed", acc, s.ids["company"], enterprise.Contribute{From: group, Amount: 10_000 * yuan, Voucher: "记1号", Decision: put})
	s.do("town contributed", acc, s.ids["company"], enterprise.Contribute{From: "town-t1", Amount: 5_000 * yuan, Voucher: "记2号"})
	s.do("class held", rec, s.ids["class"], training.Hold{People: 38}, signed)
	s.do("class cancelled", rec, s.ids["class to cancel"], training.Cancel{Reason: "农忙"})
	s.do("progressed", rec, s.ids["project"], project.Progress{Percent: 40, Stage: "路基"})
	s.do("postponed", rec, s.ids["project"], project.Postpone{To: day("2018-03-31"), Reason: "汛期"})
	s.do("dropped", rec, s.ids["project to drop"], project.Cancel{Reason: "并入县级工程"})
	s.on("2018-01-08")
	s.do("completed late", rec, s.ids["project"], project.Complete{Result: "已通车"}, signed)
	s.do("earned", acc, s.ids["company"], enterprise.PayDividend{To: group, Amount: 800 * yuan, Voucher: "记3号"})
	s.do("closed", acc, s.ids["company"], enterprise.Close{Reason: "合并"})
}

const (
	businesses  = "enterprise: registered (farmers' cooperative, supply-and-marketing, community-run, family farm, poverty-alleviation development company 扶贫开发公司), capital-contributed, dividend-paid, closed"
	onDecision  = "contributions of collective money rest on a decision"
	asTheySay   = "Rules differ from place to place and year to year, so they are data"
	classesHeld = "training: planned (programme: new-farmer entrepreneurship, technical experts, professional farmers, accountants, cadres), held (days, place, people), cancelled"
	peopleCount = "people are counted only when held"
	evidenceOf  = "A rule set may demand kinds (of evidence files)"
	setOutToDo  = "project: planned (year, owner: first secretary or Party organisation), progressed, completed (evidence), postponed, cancelled"
	percentDone = "percent done = completed ÷ planned of that year, cancelled ones out of both"
)

var enterprises = []violation{
	{says: businesses, rule: "code_unknown", like: "company", change: but(func(e *enterprise.Registered) { e.Kind = "shop" })},
	{says: businesses, rule: "not_a_community", like: "company", change: but(func(e *enterprise.Registered) { e.Community = "town-t1" })},
	{says: "community: merged-into", rule: "merged", like: "company", change: with(func(p *planting, e *enterprise.Registered) {
		e.Community = "community-old"
		p.resting(e.Community)
	})},
	{says: businesses, rule: "name_missing", like: "company", change: but(func(e *enterprise.Registered) { e.Name = "" })},
	{says: businesses, rule: "not_yet", like: "company", change: but(func(e *enterprise.Registered) { e.On = day("2017-06-06") })},
	{says: businesses, rule: "amount_out_of_range", like: "company", change: but(func(e *enterprise.Registered) { e.Capital = -1 })},
	{says: businesses, rule: "already_registered", like: "company", after: "company", change: again},
	{says: businesses, rule: "not_registered", like: "town contributed", change: func(p *planting) { p.another() }},
	{says: asTheySay, rule: "start_up_too_small", like: "company", change: but(func(e *enterprise.Registered) { e.Capital-- })},
	{says: asTheySay, rule: "too_few_members", like: "cooperative", change: but(func(e *enterprise.Registered) { e.Members, e.Farmers, e.LeastFarmers = 4, 4, 4 })},
	{says: asTheySay, rule: "too_few_farmers", like: "cooperative", change: but(func(e *enterprise.Registered) { e.Farmers = 4 })},
	{says: asTheySay, rule: "members_out_of_range", like: "cooperative", change: but(func(e *enterprise.Registered) { e.Farmers = 7 })},
	{says: everything, rule: "numbers_differ", like: "cooperative", change: but(func(e *enterprise.Registered) { e.LeastMembers = 4 })},
	{says: everything, rule: "numbers_differ", like: "company", change: but(func(e *enterprise.Registered) { e.LeastCapital = 0 })},
	{says: everything, rule: "numbers_differ", like: "company", change: but(func(e *enterprise.Registered) { e.Rules = "organic-law-2010" })},
	{says: onDecision, rule: "decision_missing", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.Decision = "" })},
	{says: onDecision, rule: "decision_missing", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.Decision, e.Amount = "", 1 })},
	{says: onDecision, rule: "source_differs", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.Source, e.Decision = enterprise.FromMembers, "" })},
	{says: onDecision, rule: "source_unknown", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.From = "village-dong" })},
	{says: onDecision, rule: "decision_of_another", like: "contributed", change: with(func(p *planting, e *enterprise.CapitalContributed) {
		e.From = "collective-v1"
		p.resting(e.From)
	})},
	{says: onDecision, rule: "owner_merged", like: "contributed", change: with(func(p *planting, e *enterprise.CapitalContributed) {
		e.From = "collective-g9"
		p.resting(e.From)
	})},
	{says: onDecision, rule: "decision_of_another_kind", like: "contributed", change: with(func(p *planting, e *enterprise.CapitalContributed) {
		e.Decision = p.stream("give/proposed")
		p.resting(e.Decision)
	})},
	{says: onDecision, rule: "decision_not_about_it", like: "contributed", prepare: func(s *story) {
		s.do("farm", s.recorder, "", enterprise.Register{Kind: enterprise.FamilyFarm, Community: "community-lc", Name: "农场", Capital: 20_000 * yuan})
	}, change: func(p *planting) { p.in("farm") }},
	{says: onDecision, rule: "decision_not_adopted", like: "contributed", after: "put in/voted", change: beforePosting},
	{says: onDecision, rule: "decision_not_disclosed", like: "contributed", after: "put in/adopted", change: beforePosting},
	{says: onDecision, rule: "decision_posted", like: "contributed", after: "put in/disclosed", change: beforePosting},
	{says: onDecision, rule: "objection_open", like: "contributed", after: "project to drop", prepare: objection("put in/proposed", false), change: func(p *planting) { p.on("2017-06-15") }},
	{says: onDecision, rule: "decision_void", like: "contributed", after: "project to drop", prepare: objection("put in/proposed", true), change: func(p *planting) { p.on("2017-06-15") }},
	{says: onDecision, rule: "beyond_the_decision", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.Amount = 15_000*yuan + 1 })},
	{says: onDecision, rule: "beyond_the_decision", like: "contributed", after: "contributed", change: but(func(e *enterprise.CapitalContributed) {
		e.Purpose, e.Amount = enterprise.Increase, 5_000*yuan+1
	})},
	{says: businesses, rule: "decision_not_needed", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.Decision = "decision-x" })},
	{says: businesses, rule: "more_than_the_capital", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.Amount = 10_000*yuan + 1 })},
	{says: businesses, rule: "code_unknown", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.Purpose = "gift" })},
	{says: businesses, rule: "amount_out_of_range", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.Amount = 0 })},
	{says: businesses, rule: "field_missing", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.Voucher = "" })},
	{says: businesses, rule: "not_yet", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.On = day("2017-06-16") })},
	{says: businesses, rule: "before_registration", like: "town contributed", change: but(func(e *enterprise.CapitalContributed) { e.On = day("2017-06-04") })},
	{says: everything, rule: "numbers_differ", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.DecisionFrom = 20_000 * yuan })},
	{says: everything, rule: "numbers_differ", like: "contributed", change: but(func(e *enterprise.CapitalContributed) { e.Rules = "organic-law-2010" })},
	{says: businesses, rule: "nothing_contributed", like: "earned", change: but(func(e *enterprise.DividendPaid) { e.Source, e.To = enterprise.FromMembers, "" })},
	{says: businesses, rule: "year_not_over", like: "earned", change: but(func(e *enterprise.DividendPaid) { e.Year = 2018 })},
	{says: businesses, rule: "year_not_over", like: "earned", change: but(func(e *enterprise.DividendPaid) { e.Year = 2016 })},
	{says: businesses, rule: "amount_out_of_range", like: "earned", change: but(func(e *enterprise.DividendPaid) { e.Amount = 0 })},
	{says: businesses, rule: "enterprise_closed", like: "earned", after: "closed", change: again},
	{says: businesses, rule: "enterprise_closed", like: "closed", after: "closed", change: again},
	{says: businesses, rule: "field_missing", like: "closed", change: but(func(e *enterprise.Closed) { e.Reason = "" })},
	{says: businesses, rule: "not_yet", like: "closed", change: but(func(e *enterprise.Closed) { e.On = day("2018-01-09") })},
	{says: granted, rule: "role_missing", like: "contributed", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "contributed", change: func(p *planting) { p.by(p.elsewhere, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "company", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
}

// beforePosting is a contribution before its decision was posted.
func beforePosting(p *planting) {
	with(func(_ *planting, e *enterprise.CapitalContributed) { e.On = day("2017-06-05") })(p)
}

var trainings = []violation{
	{says: classesHeld, rule: "code_unknown", like: "class", change: but(func(e *training.Planned) { e.Programme = "poets" })},
	{says: classesHeld, rule: "number_out_of_range", like: "class", change: but(func(e *training.Planned) { e.Number = 0 })},
	{says: classesHeld, rule: "not_a_place", like: "class", change: but(func(e *training.Planned) { e.Organiser = "village-dong" })},
	{says: "community: merged-into", rule: "merged", like: "class", change: with(func(p *planting, e *training.Planned) {
		e.Organiser = "community-old"
		p.resting(e.Organiser)
	})},
	{says: classesHeld, rule: "field_missing", like: "class", change: but(func(e *training.Planned) { e.Venue = " " })},
	{says: classesHeld, rule: "days_out_of_range", like: "class", change: but(func(e *training.Planned) { e.Days = 0 })},
	{says: classesHeld, rule: "people_out_of_range", like: "class", change: but(func(e *training.Planned) { e.Places = 2001 })},
	{says: classesHeld, rule: "already_planned", like: "class", after: "class", change: again},
	{says: everything, rule: "numbers_differ", like: "class", change: but(func(e *training.Planned) { e.MostDays = 3650 })},
	{says: peopleCount, rule: "not_planned", like: "class held", change: func(p *planting) { p.another() }},
	{says: peopleCount, rule: "already_held", like: "class held", after: "class held", change: again},
	{says: peopleCount, rule: "training_cancelled", like: "class held", after: "class cancelled", change: func(p *planting) { p.in("class to cancel") }},
	{says: peopleCount, rule: "not_yet", like: "class held", change: but(func(e *training.Held) { e.To = day("2017-06-16") })},
	{says: peopleCount, rule: "people_out_of_range", like: "class held", change: but(func(e *training.Held) { e.People = 0 })},
	{says: peopleCount, rule: "people_out_of_range", like: "class held", change: but(func(e *training.Held) { e.People = 2001 })},
	{says: peopleCount, rule: "ends_before_it_begins", like: "class held", change: but(func(e *training.Held) { e.From = day("2017-06-11") })},
	{says: peopleCount, rule: "more_days_than_there_are", like: "class held", change: but(func(e *training.Held) { e.Days = 4 })},
	{says: peopleCount, rule: "days_out_of_range", like: "class held", change: but(func(e *training.Held) { e.Days = 0 })},
	{says: peopleCount, rule: "field_missing", like: "class held", change: but(func(e *training.Held) { e.Venue = "" })},
	{says: evidenceOf, rule: "evidence_file_missing", like: "class held", change: func(p *planting) { p.Attachments = nil }},
	{says: everything, rule: "numbers_differ", like: "class held", change: but(func(e *training.Held) { e.MostPeople = 5000 })},
	{says: everything, rule: "numbers_differ", like: "class held", change: but(func(e *training.Held) { e.Rules = "organic-law-2010" })},
	{says: classesHeld, rule: "already_held", like: "class cancelled", change: func(p *planting) { p.in("class") }},
	{says: classesHeld, rule: "field_missing", like: "class cancelled", change: but(func(e *training.Cancelled) { e.Reason = "" })},
	{says: granted, rule: "role_missing", like: "class held", change: func(p *planting) { p.by(p.accountant, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "class", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "class", change: with(func(p *planting, e *training.Planned) {
		e.Organiser = domain.WholeCounty // the recorder is of a community
		p.resting(e.Organiser)
	})},
}

var projects = []violation{
	{says: setOutToDo, rule: "owner_unfit", like: "project", change: but(func(e *project.Planned) { e.Owner = "collective-g1" })},
	{says: setOutToDo, rule: "kind_differs", like: "project of the organisation", change: but(func(e *project.Planned) { e.Kind = project.FirstSecretary })},
	{says: outside, rule: "outside_place", like: "project of the organisation", change: with(func(p *planting, e *project.Planned) {
		e.Owner = "partyorg-nyj" // of the town
		p.resting(e.Owner)
	})},
	{says: setOutToDo, rule: "kind_differs", like: "project", change: but(func(e *project.Planned) { e.Kind = project.PartyOrganisation })},
	{says: setOutToDo, rule: "no_first_secretary", like: "project", prepare: func(s *story) {
		s.do("sent home", s.recorder, "lc", community.EndTerm{Post: community.FirstSecretary, On: day("2017-06-05"), Reason: community.Transferred})
	}, change: with(func(p *planting, e *project.Planned) {
		p.on("2017-06-06")
		e.On = day("2017-06-06")
	})},
	{says: setOutToDo, rule: "no_first_secretary", like: "project", after: "dropped", change: with(func(p *planting, e *project.Planned) {
		p.another()
		p.on("2018-01-01")
		e.On, e.Year, e.Due, e.LastYear = day("2018-01-01"), 2018, day("2018-12-31"), 2019
	})},
	{says: setOutToDo, rule: "field_missing", like: "project", change: but(func(e *project.Planned) { e.Title = "" })},
	{says: percentDone, rule: "year_out_of_range", like: "project", change: but(func(e *project.Planned) { e.Year, e.Due = 2016, day("2016-12-31") })},
	{says: percentDone, rule: "year_out_of_range", like: "project", change: but(func(e *project.Planned) { e.Year, e.Due = 2019, day("2019-12-31") })},
	{says: percentDone, rule: "due_outside_the_year", like: "project", change: but(func(e *project.Planned) { e.Due = day("2018-01-01") })},
	{says: percentDone, rule: "due_outside_the_year", like: "project", change: but(func(e *project.Planned) { e.Due = day("2017-06-04") })},
	{says: everything, rule: "numbers_differ", like: "project", change: but(func(e *project.Planned) { e.LastYear = 2020 })},
	{says: everything, rule: "numbers_differ", like: "project", change: but(func(e *project.Planned) { e.On = day("2017-06-04") })},
	{says: setOutToDo, rule: "already_planned", like: "project", after: "project", change: again},
	{says: setOutToDo, rule: "not_planned", like: "progressed", change: func(p *planting) { p.another() }},
	{says: setOutToDo, rule: "no_progress", like: "progressed", after: "progressed", change: again},
	{says: setOutToDo, rule: "percent_out_of_range", like: "progressed", change: but(func(e *project.Progressed) { e.Percent = 100 })},
	{says: setOutToDo, rule: "field_missing", like: "progressed", change: but(func(e *project.Progressed) { e.Percent, e.Stage = 0, "" })},
	{says: setOutToDo, rule: "not_yet", like: "progressed", change: but(func(e *project.Progressed) { e.On = day("2017-06-16") })},
	{says: setOutToDo, rule: "before_the_plan", like: "progressed", change: but(func(e *project.Progressed) { e.On = day("2017-06-04") })},
	{says: setOutToDo, rule: "not_later", like: "postponed", change: but(func(e *project.Postponed) { e.To = day("2017-12-31") })},
	{says: setOutToDo, rule: "postponed_too_far", like: "postponed", change: but(func(e *project.Postponed) { e.To = day("2019-01-01") })},
	{says: setOutToDo, rule: "postponed_to_the_past", like: "postponed", change: with(func(p *planting, e *project.Postponed) {
		p.on("2018-01-05")
		e.To = day("2018-01-04")
	})},
	{says: everything, rule: "numbers_differ", like: "postponed", change: but(func(e *project.Postponed) { e.Latest = day("2020-12-31") })},
	{says: setOutToDo, rule: "field_missing", like: "postponed", change: but(func(e *project.Postponed) { e.Reason = "" })},
	{says: setOutToDo, rule: "evidence_file_missing", like: "completed late", change: func(p *planting) { p.Attachments = nil }},
	{says: setOutToDo, rule: "field_missing", like: "completed late", change: but(func(e *project.Completed) { e.Result = "" })},
	{says: setOutToDo, rule: "before_the_plan", like: "completed late", change: but(func(e *project.Completed) { e.On = day("2017-06-04") })},
	{says: everything, rule: "numbers_differ", like: "completed late", change: but(func(e *project.Completed) { e.LeastFiles = 0 })},
	{says: percentDone, rule: "already_completed", like: "completed late", after: "completed late", change: again},
	{says: percentDone, rule: "project_cancelled", like: "completed late", change: func(p *planting) { p.in("project to drop") }},
	{says: percentDone, rule: "project_cancelled", like: "dropped", after: "dropped", change: again},
	{says: percentDone, rule: "already_completed", like: "dropped", after: "completed late", change: with(func(p *planting, e *project.Cancelled) {
		p.in("project")
		e.On = day("2018-01-08")
	})},
	{says: setOutToDo, rule: "field_missing", like: "dropped", change: but(func(e *project.Cancelled) { e.Reason = "" })},
	{says: granted, rule: "role_missing", like: "project", change: func(p *planting) { p.by(p.accountant, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "progressed", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
}
