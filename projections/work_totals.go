package projections

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
)

// WorkTotals are what is done in some communities together. What stands is as of
// the last day of the period, and what was done is what was done in it.
type WorkTotals struct {
	// Communities go on as they are; they were not merged.
	Communities int `json:"communities"`
	// Staff is how many people work for the towns by the latest counts, Posted how
	// many of them work in communities; each counts once.
	Staff  int `json:"staff"`
	Posted int `json:"posted"`
	// WithSocialWorkers is how many communities have at least one.
	WithSocialWorkers int `json:"withSocialWorkers"`
	SocialWorkers     int `json:"socialWorkers"`
	// These are communities in which it was done.
	Centres   int `json:"centres"`
	Upgraded  int `json:"upgraded"`
	Platforms int `json:"platforms"`
	CleanedUp int `json:"cleanedUp"`
	Standards int `json:"standards"`
	// Stations is how many opened, Signs how many were put up, and SignsCost what
	// they cost; SignsAwards is what was granted for them, Awards what was granted
	// in all.
	Stations    int          `json:"stations"`
	Signs       int          `json:"signs"`
	SignsCost   domain.Money `json:"signsCost"`
	SignsAwards domain.Money `json:"signsAwards"`
	Awards      domain.Money `json:"awards"`
	// Rent, Receivables and Payables are what the clean-ups brought.
	Rent        domain.Money `json:"rent"`
	Receivables domain.Money `json:"receivables"`
	Payables    domain.Money `json:"payables"`
	// FirstSecretaries are in office.
	FirstSecretaries int `json:"firstSecretaries"`
	// Listed is how many communities were listed for improvement, Improved how many
	// of these listings ended in it.
	Listed   int `json:"listed"`
	Improved int `json:"improved"`
	// The sites that stand, by kind.
	Industries       int `json:"industries"`
	ThreeSocieties   int `json:"threeSocieties"`
	ThreeZones       int `json:"threeZones"`
	Demonstrations   int `json:"demonstrations"`
	BrandCommunities int `json:"brandCommunities"`
	// PartyOrganisations are registered, Paired those that take part in a pairing.
	PartyOrganisations int `json:"partyOrganisations"`
	Paired             int `json:"paired"`
}

// TownWork is the totals of one town, which is the zero Place for what lies in no
// town on record.
type TownWork struct {
	Place
	WorkTotals
}

// WorkPeriod is the days that totals are of: no Since is from the beginning.
type WorkPeriod struct{ Since, Until domain.Date }

// tallied is one number of a town.
type tallied struct {
	town, of string
	n        int64
}

// tally adds numbers up by town.
func (q *Query) tallied(add func(town, of string, n int64), query string, p WorkPeriod) error {
	rows, err := list(q, query, []any{storedDayOr(p.Since, 0), dayNumber(p.Until)}, func(s scan) (t tallied, err error) {
		err = s(&t.town, &t.of, &t.n)
		return t, err
	})
	for _, t := range rows {
		add(t.town, t.of, t.n)
	}
	return err
}

func storedDayOr(d domain.Date, or int64) int64 {
	if d.IsZero() {
		return or
	}
	return dayNumber(d)
}

// The numbers of towns: each query gives the town, what is counted, and how many.
// ?1 is the first day of the period and ?2 its last.
const (
	tallyCommunities = `SELECT parent, '', COUNT(*) FROM place WHERE kind = 'community' AND merged = '' AND ?1 <= ?2 GROUP BY parent`
	tallyStaff       = `SELECT t.stream, '', s.total FROM staff_count s JOIN place t ON t.begun = s.begun
		WHERE s.n = (SELECT MAX(n) FROM staff_count WHERE begun = s.begun AND as_of <= ?2) AND ?1 <= ?2`
	tallyPosted = `SELECT town, '', COUNT(DISTINCT number) FROM posting
		WHERE since <= ?2 AND (until IS NULL OR until >= ?2) AND ?1 <= ?2 GROUP BY town`
	tallyWorkers = `SELECT c.parent, CASE d.number WHEN 0 THEN '' ELSE 'with' END, SUM(d.number) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.kind = 'social-workers' AND d.on_day <= ?2 AND ?1 <= ?2 GROUP BY c.stream`
	tallyDone = `SELECT c.parent, d.kind, COUNT(DISTINCT d.begun) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.on_day BETWEEN ?1 AND ?2 GROUP BY c.parent, d.kind`
	tallyNumbers = `SELECT c.parent, d.kind, SUM(CASE d.kind WHEN 'station' THEN 1 ELSE d.number END) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.on_day BETWEEN ?1 AND ?2 GROUP BY c.parent, d.kind`
	tallyAmounts = `SELECT c.parent, d.kind || ' ' || CASE d.kind WHEN 'award' THEN d.code ELSE '' END, SUM(d.amount) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.on_day BETWEEN ?1 AND ?2 GROUP BY 1, 2`
	tallyReceivables = `SELECT c.parent, '', SUM(d.receivables) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.kind = 'clean-up' AND d.on_day BETWEEN ?1 AND ?2 GROUP BY c.parent`
	tallyPayables = `SELECT c.parent, '', SUM(d.payables) FROM deed d JOIN place c ON c.begun = d.begun
		WHERE d.kind = 'clean-up' AND d.on_day BETWEEN ?1 AND ?2 GROUP BY c.parent`
	tallySecretaries = `SELECT c.parent, '', COUNT(*) FROM official x JOIN place c ON c.begun = x.begun
		WHERE x.post = 'first-secretary' AND x.since <= ?2 AND COALESCE(x.ended, x.until, ?2) >= ?2 AND ?1 <= ?2 GROUP BY c.parent`
	tallyListed = `SELECT c.parent, CASE WHEN x.improved <= ?2 THEN 'improved' ELSE '' END, COUNT(*) FROM improvement x JOIN place c ON c.begun = x.begun
		WHERE x.on_day BETWEEN ?1 AND ?2 GROUP BY 1, 2`
	tallySites = `SELECT c.parent, x.kind, COUNT(*) FROM site x JOIN place c ON c.begun = x.begun
		WHERE x.on_day <= ?2 AND (x.withdrawn IS NULL OR x.withdrawn > ?2) AND ?1 <= ?2 GROUP BY c.parent, x.kind`
)

// tallyParty counts the organisations of the Party, by the town in which they lie
// and by whether they are paired.
var tallyParty = `SELECT COALESCE(ot.stream, ''), CASE WHEN EXISTS (SELECT 1 FROM pairing x
		WHERE (x.begun = b.begun OR x.paired_with = b.stream) AND x.on_day <= ?2 AND (x.ended IS NULL OR x.ended > ?2)) THEN 'paired' ELSE '' END AS paired, COUNT(*)
	FROM partyorg b` + placeTables(`b.place`) + ` WHERE ?1 <= ?2 GROUP BY 1, 2`

// WorkByTown is what is done in the communities of each town, in the order of the
// towns' codes and ids, and of all together. A town of which nothing is on record
// has its zeros.
func (q *Query) WorkByTown(p WorkPeriod) ([]TownWork, WorkTotals, error) {
	if p.Until.IsZero() {
		return nil, WorkTotals{}, fmt.Errorf("projections: a period needs its last day")
	}
	places, err := q.Places(TownPlace)
	if err != nil {
		return nil, WorkTotals{}, err
	}
	var all WorkTotals
	towns := make([]TownWork, len(places))
	at := map[string]*WorkTotals{}
	for i, t := range places {
		towns[i].Place = t
		at[t.Stream] = &towns[i].WorkTotals
	}
	for _, m := range workMeasures {
		err := q.tallied(func(town, of string, n int64) {
			m.add(&all, of, n)
			if t, known := at[town]; known {
				m.add(t, of, n)
			}
		}, m.query, p)
		if err != nil {
			return nil, WorkTotals{}, err
		}
	}
	return towns, all, nil
}

// workMeasures are the queries of the totals, and where their numbers go.
var workMeasures = []struct {
	query string
	add   func(t *WorkTotals, of string, n int64)
}{
	{tallyCommunities, func(t *WorkTotals, _ string, n int64) { t.Communities += int(n) }},
	{tallyStaff, func(t *WorkTotals, _ string, n int64) { t.Staff += int(n) }},
	{tallyPosted, func(t *WorkTotals, _ string, n int64) { t.Posted += int(n) }},
	{tallyWorkers, func(t *WorkTotals, of string, n int64) {
		if of != "" {
			t.WithSocialWorkers++
		}
		t.SocialWorkers += int(n)
	}},
	{tallyDone, func(t *WorkTotals, of string, n int64) {
		switch DeedKind(of) {
		case CentreDeed:
			t.Centres += int(n)
		case UpgradeDeed:
			t.Upgraded += int(n)
		case PlatformDeed:
			t.Platforms += int(n)
		case CleanUpDeed:
			t.CleanedUp += int(n)
		case StandardsDeed:
			t.Standards += int(n)
		}
	}},
	{tallyNumbers, func(t *WorkTotals, of string, n int64) {
		switch DeedKind(of) {
		case StationDeed:
			t.Stations += int(n)
		case SignsDeed:
			t.Signs += int(n)
		}
	}},
	{tallyAmounts, func(t *WorkTotals, of string, n int64) {
		switch of {
		case string(SignsDeed) + " ":
			t.SignsCost += domain.Money(n)
		case string(CleanUpDeed) + " ":
			t.Rent += domain.Money(n)
		case string(AwardDeed) + " " + string(community.ForSigns):
			t.SignsAwards += domain.Money(n)
			t.Awards += domain.Money(n)
		case string(AwardDeed) + " " + string(community.ForUpgrade), string(AwardDeed) + " " + string(community.ForPlatform),
			string(AwardDeed) + " " + string(community.ForOther):
			t.Awards += domain.Money(n)
		}
	}},
	{tallyReceivables, func(t *WorkTotals, _ string, n int64) { t.Receivables += domain.Money(n) }},
	{tallyPayables, func(t *WorkTotals, _ string, n int64) { t.Payables += domain.Money(n) }},
	{tallySecretaries, func(t *WorkTotals, _ string, n int64) { t.FirstSecretaries += int(n) }},
	{tallyListed, func(t *WorkTotals, of string, n int64) {
		t.Listed += int(n)
		if of != "" {
			t.Improved += int(n)
		}
	}},
	{tallySites, func(t *WorkTotals, of string, n int64) { *t.sites(community.SiteKind(of)) += int(n) }},
	{tallyParty, func(t *WorkTotals, of string, n int64) {
		t.PartyOrganisations += int(n)
		if of != "" {
			t.Paired += int(n)
		}
	}},
}

// Sites is how many sites of a kind stand, by its code.
func (t WorkTotals) Sites(kind string) int { return *t.sites(community.SiteKind(kind)) }

func (t *WorkTotals) sites(kind community.SiteKind) *int {
	switch kind {
	case community.CharacteristicIndustry:
		return &t.Industries
	case community.ThreeSocieties:
		return &t.ThreeSocieties
	case community.ThreeZones:
		return &t.ThreeZones
	case community.DemonstrationSite:
		return &t.Demonstrations
	}
	return &t.BrandCommunities
}

// WorkYears are the years in which anything was done in a community, the latest
// first.
func (q *Query) WorkYears() ([]int, error) {
	days, err := list(q, `SELECT MIN(on_day), MAX(on_day) FROM deed HAVING COUNT(*) > 0`, nil, func(s scan) (d [2]domain.Date, err error) {
		err = s(&d[0], &d[1])
		return d, err
	})
	if err != nil || len(days) == 0 {
		return nil, err
	}
	var years []int
	for year := days[0][1].Year; year >= days[0][0].Year; year-- {
		years = append(years, year)
	}
	return years, nil
}
