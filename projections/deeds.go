package projections

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// This file is the lists of what was done in all communities, and of who of the
// towns' staff works there. A row has the origin of its community.

// CommunityDeed is a deed with its community.
type CommunityDeed struct {
	Origin
	Within
	Deed
}

// Counted is whether a deed counts anything, such as social workers.
type Counted string

// The counts.
const (
	CountsSome Counted = "some"
	CountsNone Counted = "none"
)

// Codes lists the counts with their names.
func (Counted) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(CountsSome), English: "at least one", Chinese: "有（1名以上）"},
		{Code: string(CountsNone), English: "none", Chinese: "无"},
	}
}

// DeedFilter chooses what was done by a day, Today.
type DeedFilter struct {
	Kind, Town, Community Match
	// Purpose is that of an award.
	Purpose Match
	Counted Counted
	// Year is the one in which it was done; 0 is all.
	Year  int
	Today domain.Date
	// Text is looked for in the names of communities and in what was done, as a
	// part.
	Text string
}

func (f DeedFilter) conditions() conditions {
	c := onDay(f.Today)
	c.add(`x.on_day <= ?1`)
	c.match(`x.kind`, f.Kind)
	c.match(`c.parent`, f.Town)
	c.match(`c.stream`, f.Community)
	if purpose, chosen := f.Purpose.Value(); chosen {
		c.add(`x.kind = ? AND x.code = ?`, string(AwardDeed), purpose)
	}
	switch f.Counted {
	case CountsSome:
		c.add(`x.number > 0`)
	case CountsNone:
		c.add(`x.number = 0`)
	}
	if f.Year != 0 {
		c.add(`x.on_day BETWEEN ? AND ?`, dayNumber(domain.NewDate(f.Year, 1, 1)), dayNumber(domain.NewDate(f.Year, 12, 31)))
	}
	c.search(f.Text, `c.name`, `c.name_english`, `x.what`)
	return c
}

var deedOrders = map[string]string{
	"latest": `x.on_day DESC, c.begun, x.n`,
	"place":  `t.name, c.name, c.begun, x.n`,
	"amount": `x.amount DESC, c.begun, x.n`,
}

// Deeds is a page of the deeds that a filter gives, in an order: latest (first),
// place, or amount (the most first); and how many there are in all.
func (q *Query) Deeds(f DeedFilter, order string, p Page) ([]CommunityDeed, int, error) {
	by, err := orderOf("deeds", deedOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, `deed x`+ofCommunity, ofCommunityColumns+`, x.kind, x.on_day, x.code, x.what, x.number, x.part, x.amount, x.receivables, x.payables`,
		f.conditions(), by, p, func(s scan) (r CommunityDeed, err error) {
			err = s(slices.Concat([]any{&r.Origin}, r.Within.scanned(),
				[]any{&r.Kind, &r.On, &r.Code, &r.What, &r.Number, &r.Part, &r.Amount, &r.Receivables, &r.Payables})...)
			return r, err
		})
}

// DeedTotals is what some deeds come to.
type DeedTotals struct {
	Deeds int `json:"deeds"`
	// Communities is how many they were done in.
	Communities int `json:"communities"`
	// Amount is what they cost, came to or recovered.
	Amount domain.Money `json:"amount"`
}

// DeedsOf is what the deeds that a filter gives come to.
func (q *Query) DeedsOf(f DeedFilter) (DeedTotals, error) {
	c := f.conditions()
	return only(list(q, `SELECT COUNT(*), COUNT(DISTINCT x.begun), COALESCE(SUM(x.amount), 0) FROM deed x`+ofCommunity+c.sql(), c.args,
		func(s scan) (t DeedTotals, err error) {
			err = s(&t.Deeds, &t.Communities, &t.Amount)
			return t, err
		}))
}

// PostedStaff is a posting with its community.
type PostedStaff struct {
	Origin
	Within
	Posting Posting `json:"posting"`
}

// PostingStanding is whether somebody works there on a day.
type PostingStanding string

// The standings.
const (
	WorksThere PostingStanding = "there"
	Recalled   PostingStanding = "recalled"
)

// Codes lists the standings with their names.
func (PostingStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(WorksThere), English: "works there", Chinese: "在岗"},
		{Code: string(Recalled), English: "back", Chinese: "已召回"},
	}
}

// PostingFilter chooses postings as of a day, Today.
type PostingFilter struct {
	Town, Community Match
	Standing        PostingStanding
	Today           domain.Date
	// Text is looked for in names and in what they do, as a part.
	Text string
}

func (f PostingFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`c.parent`, f.Town)
	c.match(`c.stream`, f.Community)
	switch f.Standing {
	case WorksThere:
		c.add(`x.since <= ?1 AND (x.until IS NULL OR x.until >= ?1)`)
	case Recalled:
		c.add(`x.until < ?1`)
	}
	c.search(f.Text, `x.name`, `x.position`, `c.name`, `c.name_english`)
	return c
}

var postingOrders = map[string]string{
	"place": `x.until IS NOT NULL, t.name, c.name, c.begun, x.n`,
	"since": `x.since DESC, c.begun, x.n`,
	"name":  `x.name, c.begun, x.n`,
}

// Postings is a page of the postings that a filter gives, in an order: place
// (those recalled last), since (the latest first) or name; and how many there are
// in all.
func (q *Query) Postings(f PostingFilter, order string, p Page) ([]PostedStaff, int, error) {
	by, err := orderOf("postings", postingOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, `posting x`+ofCommunity+` LEFT JOIN place s ON s.stream = x.town`,
		ofCommunityColumns+`, x.town, COALESCE(s.name, ''), COALESCE(s.name_english, ''), x.number, x.name, x.position, x.since, x.until, x.reason`,
		f.conditions(), by, p, func(s scan) (r PostedStaff, err error) {
			err = s(slices.Concat([]any{&r.Origin}, r.Within.scanned(), []any{
				&r.Posting.Town, &r.Posting.TownName, &r.Posting.TownNameEnglish, &r.Posting.Number, &r.Posting.Name, &r.Posting.Position, &r.Posting.Since, &r.Posting.Until, &r.Posting.Reason,
			})...)
			return r, err
		})
}
