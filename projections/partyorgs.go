package projections

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/partyorg"
)

// partyorgsView is the organisations of the Party and what they are paired with.
var partyorgsView = &view{
	name:       "partyorgs",
	version:    1,
	categories: []string{"partyorg"},
	tables: []table{
		{
			name: "partyorg",
			columns: []column{
				{"id", textColumn}, {"name", textColumn}, {"name_english", textColumn}, {"kind", textColumn}, {"area", textColumn}, {"place", textColumn},
			},
		},
		{
			name: "pairing",
			columns: []column{
				{"paired_with", textColumn}, {"on_day", integerColumn}, {"what", textColumn}, {"ended", optionColumn}, {"reason", textColumn},
			},
			indexes: []string{"paired_with"},
		},
	},
	rows: func(state any, _ *time.Location, to *rowSet) {
		o := state.(partyorg.Organisation)
		to.put(0, o.ID, o.Name, o.NameEnglish, string(o.Kind), string(o.Area), o.Place)
		for _, p := range o.Pairings {
			to.put(1, p.With, storedDay(p.On), p.What, storedDay(p.Ended), p.Reason)
		}
	},
}

// PartyOrganisation is an organisation of the Party, with where it lies.
type PartyOrganisation struct {
	Origin
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	NameEnglish string        `json:"nameEnglish,omitzero"`
	Kind        partyorg.Kind `json:"kind"`
	Area        domain.Area   `json:"area"`
	// Place is the town or the community that it belongs to, by its stream.
	Place string `json:"place"`
	Within
	// Paired is how many pairings it takes part in on the day, on either side.
	Paired int `json:"paired"`
}

// PairingStanding is whether an organisation is paired on a day.
type PairingStanding string

// The standings.
const (
	IsPaired  PairingStanding = "paired"
	NotPaired PairingStanding = "not-paired"
)

// Codes lists the standings with their names.
func (PairingStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(IsPaired), English: "paired", Chinese: "已结对"},
		{Code: string(NotPaired), English: "not paired", Chinese: "未结对"},
	}
}

// PartyFilter chooses organisations of the Party, as of a day, Today.
type PartyFilter struct {
	Kind, Area, Town, Community Match
	Paired                      PairingStanding
	Today                       domain.Date
	// Text is looked for in names, as a part.
	Text string

	stream Match
}

// pairedNow counts the pairings of an organisation, b, on the day ?1.
const pairedNow = `(SELECT COUNT(*) FROM pairing x WHERE (x.begun = b.begun OR x.paired_with = b.stream)
	AND x.on_day <= ?1 AND (x.ended IS NULL OR x.ended > ?1))`

func (f PartyFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`b.kind`, f.Kind)
	c.match(`b.area`, f.Area)
	c.inPlace(`b.place`, f.Community, f.Town)
	c.match(`b.stream`, f.stream)
	switch f.Paired {
	case IsPaired:
		c.add(pairedNow + ` > 0`)
	case NotPaired:
		c.add(pairedNow + ` = 0`)
	}
	c.search(f.Text, `b.name`, `b.name_english`)
	return c
}

var partyOrders = map[string]string{
	"name":  `b.name, b.begun`,
	"place": `ot.name, oc.name, b.name, b.begun`,
}

var (
	partyTables  = joined{`partyorg b`, placeTables(`b.place`)}
	partyColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.id, b.name, b.name_english, b.kind, b.area, b.place, ` +
		withinColumns + `, ` + pairedNow
)

// partyTablesOf join what a column names where that may be an organisation of the
// Party, g, as well: that lies where its town or its community does.
func partyTablesOf(column string) string {
	return ` LEFT JOIN partyorg g ON g.stream = ` + column + placeTables(`COALESCE(g.place, `+column+`)`)
}

// partyColumnsOf are its names, and where it lies.
const partyColumnsOf = `COALESCE(g.name, o.name, ''), CASE WHEN g.stream IS NULL THEN COALESCE(o.name_english, '') ELSE g.name_english END, ` + withinColumns

// partyNamesOf are the columns in which its names are looked for.
var partyNamesOf = []string{`COALESCE(g.name, o.name)`, `COALESCE(g.name_english, o.name_english)`}

// PartyOrganisations is a page of the organisations that a filter gives, in an
// order: name or place; and how many there are in all.
func (q *Query) PartyOrganisations(f PartyFilter, order string, p Page) ([]PartyOrganisation, int, error) {
	by, err := orderOf("organisations of the Party", partyOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, partyTables, partyColumns, f.conditions(), by, p, func(s scan) (o PartyOrganisation, err error) {
		err = s(slices.Concat([]any{&o.Origin, &o.ID, &o.Name, &o.NameEnglish, &o.Kind, &o.Area, &o.Place}, o.Within.scanned(), []any{&o.Paired})...)
		return o, err
	})
}

// PartyOrganisation is that of a stream, as of a day, or [ErrNotFound].
func (q *Query) PartyOrganisation(stream string, today domain.Date) (PartyOrganisation, error) {
	all, _, err := q.PartyOrganisations(PartyFilter{stream: Is(stream), Today: today}, "name", Page{Size: 1})
	return only(all, err)
}

// Pairing is a time for which an organisation of the city is paired with the
// countryside.
type Pairing struct {
	Origin
	// City is the stream of the organisation of the city, With that of the rural
	// organisation or of the community, with their names.
	City            string      `json:"city"`
	CityName        string      `json:"cityName"`
	CityNameEnglish string      `json:"cityNameEnglish,omitzero"`
	With            string      `json:"with"`
	WithName        string      `json:"withName,omitzero"`
	WithNameEnglish string      `json:"withNameEnglish,omitzero"`
	On              domain.Date `json:"on"`
	What            string      `json:"what"`
	// Ended is the first day on which it is over, or no date.
	Ended  domain.Date `json:"ended,omitzero"`
	Reason string      `json:"reason,omitzero"`
}

// PairingsWith are the pairings that a stream takes part in, on either side: those
// that go on first, and the latest first among them.
func (q *Query) PairingsWith(stream string) ([]Pairing, error) {
	return list(q, `SELECT b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.stream, b.name, b.name_english, x.paired_with,
			COALESCE(r.name, c.name, ''), COALESCE(r.name_english, c.name_english, ''), x.on_day, x.what, x.ended, x.reason
		FROM pairing x JOIN partyorg b ON b.begun = x.begun
		LEFT JOIN partyorg r ON r.stream = x.paired_with LEFT JOIN place c ON c.stream = x.paired_with
		WHERE b.stream = ?1 OR x.paired_with = ?1 ORDER BY x.ended IS NOT NULL, x.on_day DESC, b.begun, x.n`, []any{stream},
		func(s scan) (p Pairing, err error) {
			err = s(&p.Origin, &p.City, &p.CityName, &p.CityNameEnglish, &p.With, &p.WithName, &p.WithNameEnglish, &p.On, &p.What, &p.Ended, &p.Reason)
			return p, err
		})
}
