package projections

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Community is a rural community with its town and what is recorded there.
type Community struct {
	Origin
	ID          string `json:"id"`
	Name        string `json:"name"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	Code        string `json:"code,omitzero"`
	// Town is the stream of its town, with its names.
	Town            string `json:"town"`
	TownName        string `json:"townName"`
	TownNameEnglish string `json:"townNameEnglish,omitzero"`
	Merger
	// Villages and Collectives are how many lie in it, Requests how many were
	// submitted there.
	Villages    int `json:"villages"`
	Collectives int `json:"collectives"`
	Requests    int `json:"requests"`
	// Electorate is the latest count, and nil while there is none.
	Electorate *Electorate `json:"electorate,omitempty"`
}

// Continuation is whether a community goes on as it is.
type Continuation string

// The continuations.
const (
	GoesOn     Continuation = "goes-on"
	MergedInto Continuation = "merged"
)

// Codes lists the continuations with their names.
func (Continuation) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(GoesOn), English: "goes on as it is", Chinese: "存续"},
		{Code: string(MergedInto), English: "merged into another", Chinese: "已并入"},
	}
}

// CommunityFilter chooses communities; its zero value is all of them.
type CommunityFilter struct {
	Town         Match
	Continuation Continuation
	// Text is looked for in names and codes, as a part.
	Text string
}

var communityOrders = map[string]string{
	"name":     `c.name, c.id`,
	"town":     `t.name, c.name, c.id`,
	"requests": `requests DESC, c.name, c.id`,
}

// Communities is a page of the communities that a filter gives, in an order:
// name, town, or requests (the most first); and how many there are in all.
func (q *Query) Communities(f CommunityFilter, order string, p Page) ([]Community, int, error) {
	by, err := orderOf("communities", communityOrders, order)
	if err != nil {
		return nil, 0, err
	}
	var c conditions
	c.add(`c.kind = ?`, string(CommunityPlace))
	if town, chosen := f.Town.Value(); chosen {
		c.add(`c.parent = ?`, town)
	}
	switch f.Continuation {
	case GoesOn:
		c.add(`c.merged = ''`)
	case MergedInto:
		c.add(`c.merged <> ''`)
	}
	c.search(f.Text, `c.name`, `c.name_english`, `c.code`)
	return paged(q, communityTables, communityColumns, c, by, p, scanCommunity)
}

// Community is the community of a stream, or [ErrNotFound].
func (q *Query) Community(stream string) (Community, error) {
	var c conditions
	c.add(`c.stream = ?`, stream)
	c.add(`c.kind = ?`, string(CommunityPlace))
	return only(list(q, `SELECT `+communityColumns+` FROM `+communityTables+c.sql(), c.args, scanCommunity))
}

const (
	communityTables = `place c LEFT JOIN place t ON t.stream = c.parent LEFT JOIN place m ON m.stream = c.merged
	LEFT JOIN electorate e ON e.begun = c.begun AND e.n = (SELECT MAX(n) FROM electorate WHERE begun = c.begun)`
	communityColumns = `c.stream, c.revision, c.position, c.recorded_at, c.corrections, c.id, c.name, c.name_english, c.code,
	c.parent, COALESCE(t.name, ''), COALESCE(t.name_english, ''), c.merged, COALESCE(m.name, ''), COALESCE(m.name_english, ''),
	(SELECT COUNT(*) FROM place v WHERE v.parent = c.stream AND v.kind = 'village'),
	(SELECT COUNT(*) FROM place k WHERE k.parent = c.stream AND k.kind = 'collective'),
	(SELECT COUNT(*) FROM request r WHERE r.place = c.id) AS requests, ` + electorateColumns
)

func scanCommunity(s scan) (c Community, err error) {
	var e Electorate
	err = s(append([]any{
		&c.Origin, &c.ID, &c.Name, &c.NameEnglish, &c.Code, &c.Town, &c.TownName, &c.TownNameEnglish,
		&c.Merged, &c.MergedName, &c.MergedNameEnglish, &c.Villages, &c.Collectives, &c.Requests,
	}, e.into()...)...)
	c.Electorate = e.orNone()
	return c, err
}

// joined is a first table and what is joined to it, of which each row has one at
// most: `request r`, ` LEFT JOIN matter m ON m.code = r.matter`.
type joined struct{ table, joins string }

var (
	joinedAs = regexp.MustCompile(`JOIN\s+\w+\s+(\w+)\s+ON`)
	columnOf = regexp.MustCompile(`\b(\w+)\.`)
)

// all is the table with all that is joined to it.
func (j joined) all() string { return j.table + j.joins }

// needed is the table, with what is joined to it where a part of a query names that:
// SQLite would look through what nothing asks for.
func (j joined) needed(parts ...string) string {
	named := columnOf.FindAllString(strings.Join(parts, " "), -1)
	for _, as := range joinedAs.FindAllStringSubmatch(j.joins, -1) {
		if slices.Contains(named, as[1]+".") {
			return j.all()
		}
	}
	return j.table
}

// key is the column that identifies a row.
func (j joined) key() string { return j.table[strings.LastIndexByte(j.table, ' ')+1:] + `.begun` }

// pagedOf is a page of the rows of a table, and how many there are in all. What is
// joined is looked up for the page alone where neither the conditions nor the order
// need it.
func pagedOf[T any](q *Query, from joined, columns string, c conditions, order string, p Page, one func(scan) (T, error)) ([]T, int, error) {
	total, p, err := q.counted(from.needed(c.sql()), c, p)
	if err != nil {
		return nil, 0, err
	}
	rows, err := list(q, `SELECT `+columns+` FROM `+from.all()+` WHERE `+from.key()+` IN (
		SELECT `+from.key()+` FROM `+from.needed(c.sql(), order)+c.sql()+` ORDER BY `+order+` LIMIT ? OFFSET ?) ORDER BY `+order,
		append(c.args, p.Size, p.Offset), one)
	return rows, total, err
}

// paged is a page of the rows of some tables, and how many there are in all.
func paged[T any](q *Query, from, columns string, c conditions, order string, p Page, one func(scan) (T, error)) ([]T, int, error) {
	total, p, err := q.counted(from, c, p)
	if err != nil {
		return nil, 0, err
	}
	rows, err := list(q, `SELECT `+columns+` FROM `+from+c.sql()+` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(c.args, p.Size, p.Offset), one)
	return rows, total, err
}

// counted is how many rows there are, and the page with its size.
func (q *Query) counted(from string, c conditions, p Page) (int, Page, error) {
	p, err := p.sized()
	if err != nil {
		return 0, p, err
	}
	total, err := only(list(q, `SELECT COUNT(*) FROM `+from+c.sql(), c.args, func(s scan) (n int, err error) {
		err = s(&n)
		return n, err
	}))
	return total, p, err
}

// sized is the page with its size.
func (p Page) sized() (Page, error) {
	if p.Size == 0 {
		p.Size = 50
	}
	if p.Offset < 0 || p.Size < 1 || p.Size > MaxPage {
		return p, fmt.Errorf("projections: %+v is no page: the offset is at least 0, the size 1 to %d", p, MaxPage)
	}
	return p, nil
}
