package projections_test

import (
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
)

// incomeStreams are enterprises, classes and projects.
var incomeStreams = []string{
	"enterprise-a", "enterprise-b", "enterprise-c", "training-a", "training-b", "training-c", "training-d",
	"project-a", "project-b", "project-c", "project-d", "project-e",
}

// incomeFact is any event of a stream of a category, which may not follow.
func (w *writer) incomeFact(category string) domain.Event {
	day := func() domain.Date { return firstDay.AddDays(rapid.IntRange(-3, 140).Draw(w.t, "day")) }
	money := func() domain.Money { return domain.Money(rapid.IntRange(1, 9).Draw(w.t, "money")) * 100 }
	one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(w.t, name) }
	year := func() int { return rapid.IntRange(2016, 2017).Draw(w.t, "year") }
	switch category {
	case "enterprise":
		return rapid.SampledFrom([]func() domain.Event{
			func() domain.Event {
				return enterprise.Registered{
					Kind:      enterprise.Kind(one("kind", "family-farm", "farmers-cooperative", "poverty-alleviation-company")),
					Community: one("community", "community-x", "community-y"), Name: "n", On: day(), Capital: money(), Rules: "r",
				}
			},
			func() domain.Event {
				from := one("from", "", "collective-x", "town-x", domain.WholeCounty)
				source := map[string]enterprise.Source{
					"": enterprise.FromMembers, "collective-x": enterprise.FromCollective, "town-x": enterprise.FromTown, domain.WholeCounty: enterprise.FromCounty,
				}[from]
				return enterprise.CapitalContributed{
					On: day(), Source: source, From: from, Purpose: enterprise.Purpose(one("purpose", "start-up", "increase")), Amount: money(), Voucher: "v", Rules: "r",
				}
			},
			func() domain.Event {
				return enterprise.DividendPaid{On: day(), Year: year(), Source: enterprise.FromMembers, Amount: money(), Voucher: "v"}
			},
			func() domain.Event { return enterprise.Closed{On: day(), Reason: "r"} },
		}).Draw(w.t, "enterprise event")()
	case "training":
		return rapid.SampledFrom([]func() domain.Event{
			func() domain.Event {
				return training.Planned{
					Programme: training.Programme(one("programme", "accountants", "cadres", "technical-experts", "professional-farmers")), Number: 1,
					Organiser: one("organiser", domain.WholeCounty, "town-x", "community-x"), From: day(), Days: 2, Venue: "v", Places: 9, Rules: "r",
				}
			},
			func() domain.Event {
				from := day()
				return training.Held{
					From: from, To: from.AddDays(1), Days: rapid.IntRange(1, 2).Draw(w.t, "days"), Venue: "v", Province: training.Province(one("province", "", "zhejiang")),
					People: rapid.IntRange(1, 60).Draw(w.t, "people"), Rules: "r",
				}
			},
			func() domain.Event { return training.Cancelled{Reason: "r"} },
		}).Draw(w.t, "training event")()
	}
	return rapid.SampledFrom([]func() domain.Event{
		func() domain.Event {
			owner := one("owner", "community-x", "community-y", "partyorg-x")
			kind := project.FirstSecretary
			if owner == "partyorg-x" {
				kind = project.PartyOrganisation
			}
			return project.Planned{On: firstDay, Year: year(), Owner: owner, Kind: kind, Title: "t", Due: day(), Rules: "r"}
		},
		func() domain.Event {
			return project.Progressed{On: day(), Percent: rapid.IntRange(1, 99).Draw(w.t, "percent")}
		},
		func() domain.Event { return project.Completed{On: day(), Result: "r", Rules: "r"} },
		func() domain.Event { return project.Postponed{To: day(), Reason: "r", Latest: day(), Rules: "r"} },
		func() domain.Event { return project.Cancelled{On: day(), Reason: "r"} },
	}).Draw(w.t, "project event")()
}
