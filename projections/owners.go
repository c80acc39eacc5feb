package projections

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// Owner is whose something is, as a part of its row: the collective, and the
// community and the town that it lies in. Names are empty where the places are
// not on record.
type Owner struct {
	// Owner, Community and Town are streams.
	Owner                string `json:"owner"`
	OwnerName            string `json:"ownerName,omitzero"`
	OwnerNameEnglish     string `json:"ownerNameEnglish,omitzero"`
	Community            string `json:"community,omitzero"`
	CommunityName        string `json:"communityName,omitzero"`
	CommunityNameEnglish string `json:"communityNameEnglish,omitzero"`
	Town                 string `json:"town,omitzero"`
	TownName             string `json:"townName,omitzero"`
	TownNameEnglish      string `json:"townNameEnglish,omitzero"`
}

func (o *Owner) scanned() []any {
	return []any{
		&o.Owner, &o.OwnerName, &o.OwnerNameEnglish, &o.Community, &o.CommunityName, &o.CommunityNameEnglish,
		&o.Town, &o.TownName, &o.TownNameEnglish,
	}
}

// onDay begins the conditions of a query that depends on a day. All of the query
// may say ?1 for it; the arguments of what is added are numbered after it.
func onDay(day domain.Date) (c conditions) {
	c.add(`?1 IS NOT NULL`, dayNumber(day))
	return c
}

// What joins an owner: ownerTables, ON and the column that names it, ownerWithin.
const (
	ownerTables  = ` LEFT JOIN place o`
	ownerWithin  = ` LEFT JOIN place oc ON oc.stream = o.parent LEFT JOIN place ot ON ot.stream = oc.parent`
	ownerColumns = `COALESCE(o.name, ''), COALESCE(o.name_english, ''), COALESCE(o.parent, ''),
		COALESCE(oc.name, ''), COALESCE(oc.name_english, ''), COALESCE(oc.parent, ''), COALESCE(ot.name, ''), COALESCE(ot.name_english, '')`
)

// Owners chooses owners, each by a stream: an owner, or all in a community or a
// town.
type Owners struct {
	Owner, Community, Town Match
}

func (o Owners) add(c *conditions, table string) {
	c.match(table+".owner", o.Owner)
	if s, chosen := o.Community.Value(); chosen {
		c.add(table+`.owner IN (SELECT stream FROM place WHERE parent = ?)`, s)
	}
	if s, chosen := o.Town.Value(); chosen {
		c.add(table+`.owner IN (SELECT p.stream FROM place p JOIN place pc ON pc.stream = p.parent WHERE pc.parent = ?)`, s)
	}
}

// PropertyOwners are the collectives that own assets, have contracts, tenders or
// debts, in the order of their names.
func (q *Query) PropertyOwners() ([]Owner, error) {
	return list(q, `SELECT x.owner, `+ownerColumns+` FROM
			(SELECT owner FROM asset UNION SELECT owner FROM contract UNION SELECT owner FROM tender UNION SELECT owner FROM debt) x`+
		ownerTables+` ON o.stream = x.owner`+ownerWithin+` ORDER BY COALESCE(o.name, x.owner), x.owner`, nil,
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
