package projections

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
)

// The codes of what the report counts, as filters of the lists take them.
const (
	SolvedRequests            = string(request.Solved)
	AwardsForSigns            = string(community.ForSigns)
	SunshineDays              = string(activity.SunshineDay)
	ActivityWeeks             = string(activity.ActivityWeek)
	PovertyRelief             = string(enterprise.PovertyRelief)
	CharacteristicIndustries  = string(community.CharacteristicIndustry)
	ThreeSocieties            = string(community.ThreeSocieties)
	FirstSecretaries          = string(community.FirstSecretary)
	FirstSecretaryProjects    = string(project.FirstSecretary)
	PartyOrganisationProjects = string(project.PartyOrganisation)
)

// County is what a county reports of a year, up to a day. What is done is what was
// done in the year; what stands, as communities, posts and sites do, is as of the
// last day.
type County struct {
	Year int
	// Communities go on as they are; they were not merged.
	Communities int
	// Staff is how many people work for the towns, Posted how many of them work in
	// communities.
	Staff, Posted int
	// WithSocialWorkers is how many communities have at least one.
	WithSocialWorkers int
	// Upgraded, Platforms and CleanedUp are communities in which it was done.
	Upgraded, Platforms, CleanedUp int
	// Solved is how many requests were closed in the year and solved, and Served how
	// many people those served. Closed is not solved: who withdrew, was declined or
	// was told that nothing could be done was not served.
	Solved int
	Served People
	// SignsAwards is what was granted for notice boards, signs and plaques.
	SignsAwards domain.Money
	// AuditsPlanned are those of the plan of the year, without what was cancelled,
	// and AuditsCompleted those of them whose report was issued.
	AuditsPlanned, AuditsCompleted int
	// ReformsCompleted is how many property reforms were completed so far.
	ReformsCompleted int
	// Industries and ThreeSocieties are the sites of characteristic industries and of
	// three-society co-building, and ThreeSocietyTowns the towns that have any of
	// these, the one with the most first, and as many in the order of their codes and ids.
	Industries, ThreeSocieties int
	ThreeSocietyTowns          []Place
	// SecretariesInOffice are the first secretaries in office.
	SecretariesInOffice int
	// Listed is how many communities were on the list of the year of those to be
	// improved, and Improved how many of them were.
	Listed, Improved int
	// Paired is how many organisations of the Party take part in a pairing.
	Paired int
	Income
}

// countyNumbers are numbers of a county in one row. ?1 is the first day of the
// year, ?2 its last or today, and ?3 the year.
const countyNumbers = `SELECT
	(SELECT COUNT(*) FROM place WHERE kind = 'community' AND merged = ''),
	(SELECT COALESCE(SUM(s.total), 0) FROM staff_count s WHERE s.n = (SELECT MAX(n) FROM staff_count WHERE begun = s.begun AND as_of <= ?2)),
	(SELECT COUNT(*) FROM (SELECT DISTINCT town, number FROM posting WHERE since <= ?2 AND (until IS NULL OR until >= ?2))),
	(SELECT COUNT(*) FROM deed WHERE kind = 'social-workers' AND on_day <= ?2 AND number > 0),
	(SELECT COUNT(DISTINCT begun) FROM deed WHERE kind = 'centre-upgrade' AND on_day BETWEEN ?1 AND ?2),
	(SELECT COUNT(DISTINCT begun) FROM deed WHERE kind = 'smart-platform' AND on_day BETWEEN ?1 AND ?2),
	(SELECT COUNT(DISTINCT begun) FROM deed WHERE kind = 'clean-up' AND on_day BETWEEN ?1 AND ?2),
	(SELECT COALESCE(SUM(amount), 0) FROM deed WHERE kind = 'award' AND code = 'signs' AND on_day BETWEEN ?1 AND ?2),
	(SELECT COUNT(*) FROM audit WHERE year = ?3 AND stage <> 'cancelled'),
	(SELECT COUNT(*) FROM audit WHERE year = ?3 AND reported_on IS NOT NULL),
	(SELECT COUNT(*) FROM reform WHERE stage = 'completed'),
	(SELECT COUNT(*) FROM site x WHERE kind = 'characteristic-industry' AND ` + siteStandsThen + `),
	(SELECT COUNT(*) FROM site x WHERE kind = 'three-societies' AND ` + siteStandsThen + `),
	(SELECT COUNT(*) FROM official WHERE post = 'first-secretary' AND since <= ?2 AND COALESCE(ended, until, ?2) >= ?2),
	(SELECT COUNT(*) FROM improvement WHERE year = ?3),
	(SELECT COUNT(*) FROM improvement WHERE year = ?3 AND improved IS NOT NULL),
	(SELECT COUNT(*) FROM partyorg b WHERE EXISTS (SELECT 1 FROM pairing x WHERE x.begun = b.begun AND ` + pairedThen + `)
		OR EXISTS (SELECT 1 FROM pairing x WHERE x.paired_with = b.stream AND ` + pairedThen + `))`

const (
	siteStandsThen = `x.on_day <= ?2 AND (x.withdrawn IS NULL OR x.withdrawn > ?2)`
	pairedThen     = `x.on_day <= ?2 AND (x.ended IS NULL OR x.ended > ?2)`
)

func (c *County) scanned() []any {
	return []any{
		&c.Communities, &c.Staff, &c.Posted, &c.WithSocialWorkers, &c.Upgraded, &c.Platforms, &c.CleanedUp, &c.SignsAwards,
		&c.AuditsPlanned, &c.AuditsCompleted, &c.ReformsCompleted, &c.Industries, &c.ThreeSocieties, &c.SecretariesInOffice,
		&c.Listed, &c.Improved, &c.Paired,
	}
}

// County is the county in a year, up to a day. It takes time by how many
// communities, audits and classes there are, and no longer where there are more
// requests, projects or enterprises.
func (q *Query) County(year int, today domain.Date) (c County, err error) {
	first, last := domain.NewDate(year, 1, 1), domain.NewDate(year, 12, 31)
	if today.Before(last) {
		last = today
	}
	c, err = only(list(q, countyNumbers, []any{dayNumber(first), dayNumber(last), year}, func(s scan) (c County, err error) {
		err = s(c.scanned()...)
		return c, err
	}))
	if err != nil {
		return c, err
	}
	c.Year = year
	c.ThreeSocietyTowns, err = q.places(`JOIN (SELECT c.parent AS town, COUNT(*) AS sites FROM site x JOIN place c ON c.begun = x.begun
		WHERE x.kind = 'three-societies' AND x.on_day <= ?1 AND (x.withdrawn IS NULL OR x.withdrawn > ?1) GROUP BY 1) ON town = stream
		WHERE kind = 'town' ORDER BY sites DESC, code, id`, dayNumber(last))
	if err != nil {
		return c, err
	}
	if c.Solved, err = q.totalIn("request", countSolved, MonthsOf(year)); err != nil {
		return c, err
	}
	if c.Served.n, err = q.totalIn("request", countServed, MonthsOf(year)); err != nil {
		return c, err
	}
	c.Income, err = q.Income(year)
	return c, err
}

// ShowPeople decides how every count of people may be shown.
func (c *County) ShowPeople(below int) {
	for _, p := range []*People{&c.Served, &c.Farmers, &c.Accountants, &c.CadreClasses.People} {
		*p = p.Show(below)
	}
	for i := range c.CadreClassesAway {
		c.CadreClassesAway[i].People = c.CadreClassesAway[i].People.Show(below)
	}
}

// Ruled is a number that a rule fixes, with what that rests on.
type Ruled struct {
	Value int
	Basis string
}

// DisclosureDay is the day of the month on which affairs are disclosed, by the rule
// set of a day; the zero Ruled where none says.
func (b Rulebook) DisclosureDay(day domain.Date, lang domain.Lang) Ruled {
	if set := b.on(day); set != nil {
		return ruled(set.Publication.DisclosureDayOfMonth, lang)
	}
	return Ruled{}
}

// ActivityWeek is the week of the month for activities of the Party, by the rule
// set of a day; the zero Ruled where none says.
func (b Rulebook) ActivityWeek(day domain.Date, lang domain.Lang) Ruled {
	if set := b.on(day); set != nil {
		return ruled(set.Publication.ActivityWeekOfMonth, lang)
	}
	return Ruled{}
}

func ruled(r rules.Rule[int], lang domain.Lang) Ruled { return Ruled{r.Value, r.Basis(lang)} }
