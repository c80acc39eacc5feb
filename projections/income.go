package projections

import (
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
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
	in := Is(strconv.Itoa(year))
	entities, err := q.EnterpriseTotals(EnterpriseFilter{}, "kind")
	if err != nil {
		return all, err
	}
	for _, t := range entities {
		all.NewEntities += t.NewEntities()
		if enterprise.Kind(t.Key) == enterprise.PovertyRelief {
			all.PovertyRelief = t
		}
	}
	trained, err := q.Trained(TrainingFilter{Year: in})
	if err != nil {
		return all, err
	}
	for _, t := range trained {
		switch {
		case t.Programme.ForFarmers():
			all.Farmers = all.Farmers.Plus(t.People)
		case t.Programme == training.Accountants:
			all.Accountants = all.Accountants.Plus(t.People)
		}
	}
	classes, err := q.TrainingTotals(TrainingFilter{Year: in, Programme: Is(training.Cadres), Standing: HeldTraining}, "province")
	if err != nil {
		return all, err
	}
	for _, t := range classes {
		if t.Key == "" {
			all.CadreClasses = t
		} else {
			all.CadreClassesAway = append(all.CadreClassesAway, t)
		}
	}
	projects, err := q.ProjectTotals(ProjectFilter{Year: in}, "kind")
	for _, t := range projects {
		switch project.OwnerKind(t.Key) {
		case project.FirstSecretary:
			all.FirstSecretaries = t.Done
		case project.PartyOrganisation:
			all.PartyOrganisations = t.Done
		}
	}
	return all, err
}
