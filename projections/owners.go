package projections

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// Owner is whose something is, as a part of its row: the collective, and where it
// lies. Names are empty where the places are not on record.
type Owner struct {
	// Owner is a stream.
	Owner            string `json:"owner"`
	OwnerName        string `json:"ownerName,omitzero"`
	OwnerNameEnglish string `json:"ownerNameEnglish,omitzero"`
	Within
}

func (o *Owner) scanned() []any {
	return append([]any{&o.Owner, &o.OwnerName, &o.OwnerNameEnglish}, o.Within.scanned()...)
}

// Within is where something lies.
type Within struct {
	// Community and Town are streams, with their names.
	Community            string `json:"community,omitzero"`
	CommunityName        string `json:"communityName,omitzero"`
	CommunityNameEnglish string `json:"communityNameEnglish,omitzero"`
	Town                 string `json:"town,omitzero"`
	TownName             string `json:"townName,omitzero"`
	TownNameEnglish      string `json:"townNameEnglish,omitzero"`
}

func (w *Within) scanned() []any {
	return []any{&w.Community, &w.CommunityName, &w.CommunityNameEnglish, &w.Town, &w.TownName, &w.TownNameEnglish}
}

// onDay begins the conditions of a query that depends on a day. All of the query
// may say ?1 for it; the arguments of what is added are numbered after it.
func onDay(day domain.Date) (c conditions) {
	c.add(`?1 IS NOT NULL`, dayNumber(day))
	return c
}

// placeTables join the unit that a column names, o, with its community, oc, and
// that with its town, ot. A community is its own, and so is a town.
func placeTables(column string) string {
	return ` LEFT JOIN place o ON o.stream = ` + column + `
	LEFT JOIN place oc ON oc.stream = CASE o.kind WHEN 'community' THEN o.stream ELSE o.parent END AND oc.kind = 'community'
	LEFT JOIN place ot ON ot.stream = CASE o.kind WHEN 'town' THEN o.stream ELSE oc.parent END`
}

// placeColumns are the names of the unit, and where it lies.
const (
	placeColumns  = `COALESCE(o.name, ''), COALESCE(o.name_english, ''), ` + withinColumns
	withinColumns = `COALESCE(oc.stream, ''), COALESCE(oc.name, ''), COALESCE(oc.name_english, ''),
	COALESCE(ot.stream, ''), COALESCE(ot.name, ''), COALESCE(ot.name_english, '')`
)

// Owners chooses owners, each by a stream: an owner, or all in a community or a
// town.
type Owners struct {
	Owner, Community, Town Match
}

func (o Owners) add(c *conditions, table string) {
	c.match(table+".owner", o.Owner)
	c.inPlace(table+".owner", o.Community, o.Town)
}

// PropertyOwners are the collectives that own assets, have contracts, tenders or
// debts, in the order of their names.
func (q *Query) PropertyOwners() ([]Owner, error) {
	return list(q, `SELECT x.owner, `+placeColumns+` FROM
			(SELECT owner FROM asset UNION SELECT owner FROM contract UNION SELECT owner FROM tender UNION SELECT owner FROM debt) x`+
		placeTables(`x.owner`)+` ORDER BY COALESCE(o.name, x.owner), x.owner`, nil,
		func(s scan) (o Owner, err error) {
			err = s(o.scanned()...)
			return o, err
		})
}

// match narrows a column to a value.
func (c *conditions) match(column string, m Match) {
	if value, chosen := m.Value(); chosen {
		c.add(column+` = ?`, value)
	}
}

// orderOf is the ORDER BY of a name.
func orderOf(what string, orders map[string]string, name string) (string, error) {
	by, ok := orders[name]
	if !ok {
		return "", fmt.Errorf("projections: %q is no order of %s", name, what)
	}
	return by, nil
}
