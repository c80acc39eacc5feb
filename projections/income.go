package projections

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
)

// Income is what was done in a county so that farmers earn more, and how its
// projects of the year stand.
type Income struct {
	// NewEntities is how many new business entities (新型经营主体) are open.
	NewEntities int
	// Farmers and Accountants are those who were trained in the year.
	Farmers, Accountants People
	// CadreClasses are those of the year that were held in the county's own
	// province, CadreClassesAway those in others, by province.
	CadreClasses     TrainingTotal
	CadreClassesAway []TrainingTotal
	// PovertyRelief is the poverty-alleviation development companies.
	PovertyRelief EnterpriseTotal
	// FirstSecretaries and PartyOrganisations are their projects of the year.
	FirstSecretaries, PartyOrganisations Done
}

// StartUpPerCommunity is the start-up capital that was put into the
// poverty-alleviation companies, for each community that has one; what does not
// divide is left over.
func (i Income) StartUpPerCommunity() (each, left domain.Money) {
	return i.PovertyRelief.PaidIn.Share(int64(max(1, i.PovertyRelief.Communities)))
}

// Income is the income of the county in a year, as far as the views have it.
func (q *Query) Income(year int) (Income, error) {
	var all Income
	open, err := q.totals("enterprise", countOpen)
	if err != nil {
		return all, err
	}
	for _, t := range open {
		if enterprise.Kind(t.key).NewEntity() {
			all.NewEntities += int(t.n)
		}
	}
	relief, err := q.EnterpriseTotals(EnterpriseFilter{Kind: Is(enterprise.PovertyRelief)}, "kind")
	if err != nil {
		return all, err
	}
	for _, t := range relief {
		all.PovertyRelief = t
	}
	classes, err := q.classesIn(year)
	if err != nil {
		return all, err
	}
	for _, c := range classes {
		switch traineesOf(c.programme) {
		case FarmersTrained:
			all.Farmers = all.Farmers.Plus(c.People)
		case AccountantsTrained:
			all.Accountants = all.Accountants.Plus(c.People)
		case CadresTrained:
			if c.Key == "" {
				all.CadreClasses = c.TrainingTotal
			} else {
				all.CadreClassesAway = append(all.CadreClassesAway, c.TrainingTotal)
			}
		}
	}
	done, err := q.doneIn(year)
	all.FirstSecretaries, all.PartyOrganisations = done[project.FirstSecretary], done[project.PartyOrganisation]
	return all, err
}
