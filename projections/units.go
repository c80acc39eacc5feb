package projections

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/village"
)

// Village is a natural village with its community and its town.
type Village struct {
	Origin
	ID          string `json:"id"`
	Name        string `json:"name"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	Within
	// Councils is the day on which both councils were constituted last, or no
	// date.
	Councils domain.Date `json:"councils,omitzero"`
	// Electorate is the latest count, and nil while there is none.
	Electorate *Electorate `json:"electorate,omitempty"`
}

// Collective is a collective with its community and its town.
type Collective struct {
	Origin
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	NameEnglish string           `json:"nameEnglish,omitzero"`
	Level       domain.UnitLevel `json:"level"`
	// Code is the unified social credit code, and may be empty.
	Code string `json:"code,omitzero"`
	Within
	Merger
	// Electorate is the latest count, and nil while there is none.
	Electorate *Electorate `json:"electorate,omitempty"`
}

// Merger is what a community or a collective goes on in; it is empty where it
// goes on as it is.
type Merger struct {
	// Merged is a stream, with its names.
	Merged            string `json:"merged,omitzero"`
	MergedName        string `json:"mergedName,omitzero"`
	MergedNameEnglish string `json:"mergedNameEnglish,omitzero"`
}

// UnitFilter chooses natural villages or collectives; its zero value is all of
// them.
type UnitFilter struct {
	// Town and Community are streams.
	Town, Community Match
	Level           Match
	// Text is looked for in names and codes, as a part.
	Text string
}

func (f UnitFilter) conditions(kind PlaceKind) conditions {
	var c conditions
	c.add(`u.kind = ?`, string(kind))
	for _, m := range []struct {
		column string
		Match
	}{{`c.parent`, f.Town}, {`u.parent`, f.Community}, {`u.level`, f.Level}} {
		if value, chosen := m.Value(); chosen {
			c.add(`COALESCE(`+m.column+`, '') = ?`, value)
		}
	}
	c.search(f.Text, `u.name`, `u.name_english`, `u.code`)
	return c
}

// search looks for a part of a text in some columns; "" is found everywhere.
func (c *conditions) search(text string, columns ...string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	var parts []string
	var args []any
	for _, column := range columns {
		parts = append(parts, column+` LIKE ? ESCAPE '\'`)
		args = append(args, "%"+likeEscaper.Replace(text)+"%")
	}
	c.add(`(`+strings.Join(parts, ` OR `)+`)`, args...)
}

var unitOrders = map[string]string{
	"name": `u.name, u.id`,
	"town": `t.name, c.name, u.name, u.id`,
}

// unitTables are the rows of villages and collectives, with where they lie, what
// they go on in, and the latest count.
const (
	unitTables = `place u LEFT JOIN place c ON c.stream = u.parent LEFT JOIN place t ON t.stream = c.parent
	LEFT JOIN place m ON m.stream = u.merged
	LEFT JOIN electorate e ON e.begun = u.begun AND e.n = (SELECT MAX(n) FROM electorate WHERE begun = u.begun)`
	unitColumns = `u.stream, u.revision, u.position, u.recorded_at, u.corrections, u.id, u.name, u.name_english, u.level, u.code,
	u.parent, COALESCE(c.name, ''), COALESCE(c.name_english, ''), COALESCE(c.parent, ''), COALESCE(t.name, ''), COALESCE(t.name_english, ''),
	u.merged, COALESCE(m.name, ''), COALESCE(m.name_english, ''),
	(SELECT MAX(b.since) FROM body b WHERE b.begun = u.begun), ` + electorateColumns
	electorateColumns = `e.as_of, COALESCE(e.adults, 0), COALESCE(e.households, 0), COALESCE(e.representatives, 0),
	COALESCE(e.members, 0), COALESCE(e.party_members, 0), COALESCE(e.document, '')`
)

// unitRow is a village or a collective as it is read.
type unitRow struct {
	Collective
	councils domain.Date
}

func scanUnit(s scan) (u unitRow, err error) {
	var e Electorate
	err = s(append([]any{
		&u.Origin, &u.ID, &u.Name, &u.NameEnglish, &u.Level, &u.Code,
	}, append(append(u.Within.scanned(), &u.Merged, &u.MergedName, &u.MergedNameEnglish, &u.councils), e.into()...)...)...)
	u.Electorate = e.orNone()
	return u, err
}

func scanCollective(s scan) (Collective, error) {
	u, err := scanUnit(s)
	return u.Collective, err
}

func scanVillage(s scan) (Village, error) {
	u, err := scanUnit(s)
	return Village{u.Origin, u.ID, u.Name, u.NameEnglish, u.Within, u.councils, u.Electorate}, err
}

// units is a page of the villages or the collectives.
func units[T any](q *Query, kind PlaceKind, f UnitFilter, order string, p Page, one func(scan) (T, error)) ([]T, int, error) {
	by, err := orderOf(string(kind)+"s", unitOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, unitTables, unitColumns, f.conditions(kind), by, p, one)
}

// unit is the village or the collective of a stream.
func unit[T any](q *Query, kind PlaceKind, stream string, one func(scan) (T, error)) (T, error) {
	var c conditions
	c.add(`u.kind = ?`, string(kind))
	c.add(`u.stream = ?`, stream)
	return only(list(q, `SELECT `+unitColumns+` FROM `+unitTables+c.sql(), c.args, one))
}

// Villages is a page of the natural villages that a filter gives, in an order,
// name or town; and how many there are in all.
func (q *Query) Villages(f UnitFilter, order string, p Page) ([]Village, int, error) {
	return units(q, VillagePlace, f, order, p, scanVillage)
}

// Village is the natural village of a stream, or [ErrNotFound].
func (q *Query) Village(stream string) (Village, error) {
	return unit(q, VillagePlace, stream, scanVillage)
}

// Collectives is a page of the collectives that a filter gives, in an order, name
// or town; and how many there are in all. Those that were merged are among them.
func (q *Query) Collectives(f UnitFilter, order string, p Page) ([]Collective, int, error) {
	return units(q, CollectivePlace, f, order, p, scanCollective)
}

// Collective is the collective of a stream, or [ErrNotFound].
func (q *Query) Collective(stream string) (Collective, error) {
	return unit(q, CollectivePlace, stream, scanCollective)
}

// Unit is what is on record of who decides in a community, a natural village or
// a collective.
type Unit struct {
	// Electorates are all counts, the latest first.
	Electorates []Electorate `json:"electorates,omitempty"`
	// Officials are those in office, and those who are to be, in the order of
	// their posts; FormerOfficials all others, those who left last first.
	Officials       []Official `json:"officials,omitempty"`
	FormerOfficials []Official `json:"formerOfficials,omitempty"`
	// Bodies are the terms of all bodies, those of today first.
	Bodies []Body `json:"bodies,omitempty"`
}

// Electorate is who may vote in a unit, as a document counted them; 0 is nobody,
// or not counted.
type Electorate struct {
	AsOf            domain.Date `json:"asOf"`
	Adults          int         `json:"adults"`
	Households      int         `json:"households"`
	Representatives int         `json:"representatives"`
	Members         int         `json:"members"`
	PartyMembers    int         `json:"partyMembers"`
	Document        string      `json:"document"`
}

// into is what electorateColumns are read into.
func (e *Electorate) into() []any {
	return []any{&e.AsOf, &e.Adults, &e.Households, &e.Representatives, &e.Members, &e.PartyMembers, &e.Document}
}

func (e Electorate) orNone() *Electorate {
	if e.AsOf.IsZero() {
		return nil
	}
	return &e
}

// Official is a term of a person in a post. The name is public: they act in
// office.
type Official struct {
	Post community.Post `json:"post"`
	// Seat is that of a member, and 0 for a post of one person.
	Seat int            `json:"seat,omitzero"`
	Body community.Body `json:"body,omitzero"`
	Name string         `json:"name"`
	// Since is the first day in office, Until the last one as it was appointed,
	// or no date; Ended the last day of a term that was ended, for a reason.
	Since  domain.Date         `json:"since"`
	Until  domain.Date         `json:"until,omitzero"`
	Ended  domain.Date         `json:"ended,omitzero"`
	Reason community.EndReason `json:"reason,omitzero"`
}

// Last is the last day in office, or no date for who goes on.
func (o Official) Last() domain.Date {
	if !o.Ended.IsZero() {
		return o.Ended
	}
	return o.Until
}

// BodyKind is a [community.Body] or a [village.Council].
type BodyKind string

// Codes lists the bodies with their names.
func (BodyKind) Codes() []domain.Code {
	return slices.Concat(community.Body("").Codes(), village.Council("").Codes())
}

// Body is a term of a body of a community, or a council of a natural village.
type Body struct {
	Body BodyKind `json:"body"`
	// Seats are those of members besides the head; of a council, its members.
	Seats int         `json:"seats"`
	Since domain.Date `json:"since"`
	Until domain.Date `json:"until,omitzero"`
	// Over says that the term is over: it ran out, or another one has begun.
	Over bool `json:"over,omitzero"`
}

// Unit is what is on record of who decides in a unit, given by its stream, as it
// stands on a day.
func (q *Query) Unit(stream string, today domain.Date) (u Unit, err error) {
	const ofStream = ` WHERE begun = (SELECT begun FROM place WHERE stream = ?) ORDER BY n`
	u.Electorates, err = list(q, `SELECT `+electorateColumns+` FROM electorate e`+ofStream+` DESC`, []any{stream},
		func(s scan) (e Electorate, err error) {
			err = s(e.into()...)
			return e, err
		})
	if err != nil {
		return u, err
	}
	officials, err := list(q, `SELECT post, seat, body, name, since, until, ended, reason FROM official`+ofStream, []any{stream},
		func(s scan) (o Official, err error) {
			err = s(&o.Post, &o.Seat, &o.Body, &o.Name, &o.Since, &o.Until, &o.Ended, &o.Reason)
			return o, err
		})
	if err != nil {
		return u, err
	}
	for _, o := range officials {
		if last := o.Last(); last.IsZero() || !last.Before(today) {
			u.Officials = append(u.Officials, o)
		} else {
			u.FormerOfficials = append(u.FormerOfficials, o)
		}
	}
	slices.SortStableFunc(u.Officials, func(a, b Official) int {
		return cmp.Or(cmp.Compare(rankOf(a.Post, string(a.Post)), rankOf(b.Post, string(b.Post))), cmp.Compare(a.Seat, b.Seat), a.Since.Compare(b.Since))
	})
	slices.SortStableFunc(u.FormerOfficials, func(a, b Official) int { return b.Last().Compare(a.Last()) })
	u.Bodies, err = q.bodies(stream, today, ofStream)
	return u, err
}

func (q *Query) bodies(stream string, today domain.Date, ofStream string) ([]Body, error) {
	all, err := list(q, `SELECT body, seats, since, until FROM body`+ofStream, []any{stream}, func(s scan) (b Body, err error) {
		err = s(&b.Body, &b.Seats, &b.Since, &b.Until)
		return b, err
	})
	for i, b := range all {
		followed := slices.ContainsFunc(all[i+1:], func(next Body) bool { return next.Body == b.Body && !next.Since.After(today) })
		all[i].Over = followed || !b.Until.IsZero() && b.Until.Before(today)
	}
	slices.SortStableFunc(all, func(a, b Body) int {
		if a.Over != b.Over {
			if a.Over {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(rankOf(a.Body, string(a.Body)), rankOf(b.Body, string(b.Body))), b.Since.Compare(a.Since))
	})
	return all, err
}

// rankOf is the place of a code in its list.
func rankOf(c domain.Coded, code string) int {
	return slices.IndexFunc(c.Codes(), func(k domain.Code) bool { return k.Code == code })
}
