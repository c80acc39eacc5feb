package web

import (
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// Title says which year the figures are of.
func (c countyValue) Title() string { return c.voice.T("county.title", "year", c.year()) }

func (c countyValue) year() string { return strconv.Itoa(c.Year) }

// Sections are the five systems, each with the figures of which anything is on
// record; none where no community is. Every figure leads to its rows.
func (c countyValue) Sections() []section {
	if c.county.Communities == 0 {
		return nil
	}
	v := c.voice
	all := []section{
		{ID: "service", Title: v.T("county.service"), Figures: c.serviceFigures()},
		{ID: "governance", Title: v.T("county.governance"), Figures: c.governanceFigures()},
		{ID: "economy", Title: v.T("county.economy"), Figures: c.economyFigures()},
		{ID: "income", Title: v.T("county.income"), Figures: c.incomeFigures()},
		{ID: "organisation", Title: v.T("county.organisation"), Figures: c.organisationFigures()},
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.Figures) == 0 })
}

// counting is a figure that is the number of rows of a list, and nothing where it
// has none.
func (c countyValue) counting(label string, n int, note, list string, pairs ...string) []figure {
	if n == 0 {
		return nil
	}
	return []figure{{Key: "count", Label: label, Text: c.voice.Number(n), Note: note, Count: n, Link: listURL(list, pairs...)}}
}

// said is a figure that is no number of rows, and nothing where nothing is on
// record.
func (c countyValue) said(onRecord bool, label, text, note, list string, pairs ...string) []figure {
	if !onRecord {
		return nil
	}
	return []figure{{Key: "said", Label: label, Text: text, Note: note, Count: -1, Link: listURL(list, pairs...)}}
}

func (c countyValue) serviceFigures() []figure {
	v, n := c.voice, c.county
	served := c.said(n.Solved > 0, v.T("county.served"), v.People(n.Served), v.T("county.served.note", "n", n.Solved),
		"requests", "closed", c.year(), "outcome", projections.SolvedRequests)
	if n.Solved > 0 {
		served[0].Count = n.Solved // the requests that it leads to
	}
	deed := func(kind projections.DeedKind) []string { return []string{"kind", string(kind), "year", c.year()} }
	return slices.Concat(
		c.counting(v.T("county.communities"), n.Communities, "", "communities", "continuation", string(projections.GoesOn)),
		c.said(n.Staff > 0, v.T("county.staff"), strconv.Itoa(c.Service.StaffPosted)+"%", v.T("county.staff.note", "n", n.Posted, "staff", n.Staff),
			"postings", "standing", string(projections.WorksThere)),
		c.said(n.WithSocialWorkers > 0, v.T("county.socialWorkers"), strconv.Itoa(c.Service.WithSocialWorkers)+"%", v.T("county.socialWorkers.note", "n", n.WithSocialWorkers),
			"deeds", "kind", string(projections.SocialWorkersDeed), "counted", string(projections.CountsSome)),
		// One may be upgraded twice in a year, in two rows.
		c.said(n.Upgraded > 0, v.T("county.centres"), v.Number(n.Upgraded), "", "deeds", deed(projections.UpgradeDeed)...),
		c.counting(v.T("county.platforms"), n.Platforms, "", "deeds", deed(projections.PlatformDeed)...),
		served,
	)
}

func (c countyValue) governanceFigures() []figure {
	v, n := c.voice, c.county
	return slices.Concat(
		c.counting(v.T("county.cleanUps"), n.CleanedUp, "", "deeds", "kind", string(projections.CleanUpDeed), "year", c.year()),
		c.said(c.day.Value > 0, v.T("county.disclosureDay"), v.T("county.disclosureDay.at", "day", c.day.Value), c.day.Basis,
			"activities", "kind", projections.SunshineDays),
		c.said(c.week.Value > 0, v.T("county.activityWeek"), v.T("county.activityWeek.at", "week", c.week.Value), c.week.Basis,
			"activities", "kind", projections.ActivityWeeks),
		c.said(n.SignsAwards > 0, v.T("county.subsidy"), paid(n.SignsAwards).Text, "",
			"deeds", "awardFor", projections.AwardsForSigns, "year", c.year()),
	)
}

func (c countyValue) economyFigures() []figure {
	v, n := c.voice, c.county
	return slices.Concat(
		c.counting(v.T("county.auditsPlanned"), n.AuditsPlanned, "", "audits", "year", c.year(), "completion", string(projections.AuditPlanned)),
		c.counting(v.T("county.auditsCompleted"), n.AuditsCompleted, v.Percent(n.AuditsCompleted, n.AuditsPlanned),
			"audits", "year", c.year(), "completion", string(projections.AuditCompleted)),
		c.said(!n.Accountants.IsZero(), v.T("county.accountants"), v.People(n.Accountants), "", "trainings", c.trained(projections.AccountantsTrained)...),
		c.counting(v.T("county.reforms"), n.ReformsCompleted, "", "reforms", "stage", "completed"),
		c.said(c.each > 0, v.T("county.startUp"), paid(c.each).Text, v.T("county.startUp.note", "n", n.PovertyRelief.Communities),
			"enterprises", "kind", projections.PovertyRelief),
	)
}

// trained are the classes of the year that were held for some.
func (c countyValue) trained(whom projections.Trainees, pairs ...string) []string {
	return append([]string{"trainees", string(whom), "year", c.year(), "standing", string(projections.HeldTraining)}, pairs...)
}

func (c countyValue) incomeFigures() []figure {
	v, n := c.voice, c.county
	standing := func(kind string) []string {
		return []string{"kind", kind, "standing", string(projections.StandingSite)}
	}
	var towns []string
	for _, t := range n.ThreeSocietyTowns {
		towns = append(towns, v.Name(t.Name, t.NameEnglish))
	}
	return slices.Concat(
		c.counting(v.T("county.industries"), n.Industries, "", "sites", standing(projections.CharacteristicIndustries)...),
		c.counting(v.T("county.entities"), n.NewEntities, "", "enterprises", "entity", string(projections.NewEntity), "standing", string(projections.OpenEnterprise)),
		c.said(!n.Farmers.IsZero(), v.T("county.farmers"), v.People(n.Farmers), "", "trainings", c.trained(projections.FarmersTrained)...),
		c.counting(v.T("county.threeSocieties"), n.ThreeSocieties, v.listed(towns), "sites", standing(projections.ThreeSocieties)...),
	)
}

func (c countyValue) organisationFigures() []figure {
	v, n := c.voice, c.county
	projects := func(of string, s projections.ProjectStanding) []string {
		return []string{"projectOf", of, "year", c.year(), "standing", string(s)}
	}
	done := func(label, completed string, of string, d projections.Done) []figure {
		return append(
			c.counting(label, d.Planned, "", "projects", projects(of, projections.PlannedProject)...),
			c.counting(completed, d.Completed, d.Percent()+"%", "projects", projects(of, projections.CompletedProject)...)...)
	}
	classes := n.CadreClasses
	return slices.Concat(
		c.counting(v.T("county.secretaries"), n.SecretariesInOffice, "", "posts", "post", projections.FirstSecretaries, "tenure", string(projections.InOffice)),
		done(v.T("county.secretaryProjects"), v.T("county.secretaryProjects.done"), projections.FirstSecretaryProjects, n.FirstSecretaries),
		c.counting(v.T("county.backward"), n.Listed, "", "improvements", "year", c.year()),
		c.counting(v.T("county.rectified"), n.Improved, v.Percent(n.Improved, n.Listed), "improvements", "year", c.year(), "state", string(projections.ImprovementDone)),
		c.counting(v.T("county.partyorgs"), n.Paired, "", "partyorgs", "paired", string(projections.IsPaired)),
		done(v.T("county.partyProjects"), v.T("county.partyProjects.done"), projections.PartyOrganisationProjects, n.PartyOrganisations),
		c.counting(v.T("county.cadreClasses"), classes.Held, v.T("county.cadreClasses.note", "people", v.People(classes.People)),
			"trainings", c.trained(projections.CadresTrained, "province", without)...),
		c.counting(v.T("county.away", "province", domain.Label(projections.Training{}.Province, zhejiang, v.lang)), c.zhejiang.Held, c.daysEach(),
			"trainings", c.trained(projections.CadresTrained, "province", zhejiang)...),
	)
}

// daysEach is how many days each class in the other province took.
func (c countyValue) daysEach() string {
	t := c.zhejiang
	if t.LeastDays == t.MostDays {
		return c.voice.T("county.daysEach", "n", t.LeastDays)
	}
	return c.voice.T("county.daysFromTo", "least", t.LeastDays, "most", t.MostDays)
}
