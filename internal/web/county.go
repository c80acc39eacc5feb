package web

import (
	"fmt"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// countyValue is what the county reports of a year, in the five systems of its
// report: its JSON, and what the page is made of. Amounts in its JSON are whole
// yuan, as the report has them, and percentages whole numbers but for projects.
type countyValue struct {
	// Source says what it is computed from, County is the code of the county.
	Source       string             `json:"source"`
	County       string             `json:"county"`
	Year         int                `json:"year"`
	Service      countyService      `json:"service"`
	Governance   countyGovernance   `json:"governance"`
	Economy      countyEconomy      `json:"economy"`
	Income       countyIncome       `json:"income"`
	Organisation countyOrganisation `json:"organisation"`

	county    projections.County
	day, week projections.Ruled
	// each is what every community put into its company for poverty relief.
	each     domain.Money
	zhejiang projections.TrainingTotal
	voice    voice
}

type countyService struct {
	Communities       int                `json:"communities"`
	StaffPosted       int                `json:"townStaffPostedToCommunitiesPercent"`
	WithSocialWorkers int                `json:"communitiesWithSocialWorkersPercent"`
	CentresUpgraded   int                `json:"centresUpgraded"`
	Platforms         int                `json:"smartPlatformsCompleted"`
	PeopleServed      projections.People `json:"peopleServed"`
}

type countyGovernance struct {
	CleanUps      int   `json:"cleanUpsCompleted"`
	DisclosureDay int   `json:"disclosureDayOfMonth"`
	ActivityWeek  int   `json:"partyActivityWeekOfMonth"`
	Subsidy       int64 `json:"boardSubsidyYuan"`
}

type countyEconomy struct {
	AuditsPlanned   int                `json:"auditsPlanned"`
	AuditsCompleted int                `json:"auditsCompleted"`
	Accountants     projections.People `json:"accountantsTrained"`
	Reforms         int                `json:"propertyReformsCompleted"`
	StartUp         int64              `json:"povertyReliefCompanyStartUpYuanPerCommunity"`
}

type countyIncome struct {
	Industries  int                `json:"characteristicIndustryCommunities"`
	NewEntities int                `json:"newBusinessEntities"`
	Farmers     projections.People `json:"farmersTrained"`
	Sites       int                `json:"threeSocietyDemonstrationSites"`
	Towns       []string           `json:"threeSocietyTowns"`
}

type countyOrganisation struct {
	FirstSecretaries        int              `json:"firstSecretaries"`
	FirstSecretaryProjects  projections.Done `json:"firstSecretaryProjects"`
	Backward                backward         `json:"backwardCommunities"`
	PartyOrganisations      int              `json:"partyOrganisations"`
	PartyOrganisationsDoing projections.Done `json:"partyOrganisationProjects"`
	CadreClasses            classes          `json:"cadreClasses"`
	InZhejiang              classesAway      `json:"trainingsInZhejiang"`
}

type backward struct {
	Listed    int `json:"listed"`
	Rectified int `json:"rectified"`
}

type classes struct {
	Held   int                `json:"held"`
	People projections.People `json:"people"`
}

// classesAway are classes in another province. DaysEach is how many days each took
// at least.
type classesAway struct {
	Held     int `json:"held"`
	DaysEach int `json:"daysEach"`
}

// zhejiang is the province in which cadres of the county are trained.
const zhejiang = "zhejiang"

// countyOf is the county in the year of today.
func countyOf(q *projections.Query, v *visit) (countyValue, error) {
	c, err := q.County(v.today.Year, v.today)
	if err != nil {
		return countyValue{}, err
	}
	c.ShowPeople(v.smallCountBelow)
	value := countyValue{
		Source: fmt.Sprintf("the events of ledger %s up to position %d", v.ledger.Ledger, q.Position()), County: v.ledger.Code,
		Year: c.Year, county: c, voice: v.voice,
		day: v.rules.DisclosureDay(v.today, v.lang), week: v.rules.ActivityWeek(v.today, v.lang),
	}
	value.each, _ = c.StartUpPerCommunity()
	if i := slices.IndexFunc(c.CadreClassesAway, func(t projections.TrainingTotal) bool { return t.Key == zhejiang }); i >= 0 {
		value.zhejiang = c.CadreClassesAway[i]
	}
	value.Service = countyService{
		c.Communities, wholePercent(c.Posted, c.Staff), wholePercent(c.WithSocialWorkers, c.Communities), c.Upgraded, c.Platforms, c.Served,
	}
	value.Governance = countyGovernance{c.CleanedUp, value.day.Value, value.week.Value, int64(c.SignsAwards / domain.Yuan)}
	value.Economy = countyEconomy{c.AuditsPlanned, c.AuditsCompleted, c.Accountants, c.ReformsCompleted, int64(value.each / domain.Yuan)}
	value.Income = countyIncome{c.Industries, c.NewEntities, c.Farmers, c.ThreeSocieties, []string{}}
	for _, t := range c.ThreeSocietyTowns {
		value.Income.Towns = append(value.Income.Towns, t.NameEnglish)
	}
	value.Organisation = countyOrganisation{
		c.SecretariesInOffice, c.FirstSecretaries, backward{c.Listed, c.Improved}, c.Paired, c.PartyOrganisations,
		classes{c.CadreClasses.Held, c.CadreClasses.People}, classesAway{value.zhejiang.Held, value.zhejiang.LeastDays},
	}
	return value, nil
}

// wholePercent is a part of a whole in percent, half of one rounded up, and 0 of
// nothing.
func wholePercent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}
