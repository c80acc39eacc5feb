package projections

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
)

// This file is the lists that go over all communities: who holds a post, which are
// sites, and which are to be improved. A row has the origin of its community.

const (
	ofCommunity        = ` JOIN place c ON c.begun = x.begun LEFT JOIN place t ON t.stream = c.parent`
	ofCommunityColumns = `c.stream, c.revision, c.position, c.recorded_at, c.corrections,
	c.stream, c.name, c.name_english, c.parent, COALESCE(t.name, ''), COALESCE(t.name_english, '')`
)

// Post is a term of an official, with the community.
type Post struct {
	Origin
	Within
	Official
}

// Tenure is how a term stands on a day.
type Tenure string

// The tenures.
const (
	InOffice     Tenure = "in-office"
	OfficeToCome Tenure = "to-come"
	LeftOffice   Tenure = "left"
)

// Codes lists the tenures with their names.
func (Tenure) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(InOffice), English: "in office", Chinese: "在任"},
		{Code: string(OfficeToCome), English: "to come", Chinese: "待任"},
		{Code: string(LeftOffice), English: "left office", Chinese: "已离任"},
	}
}

// Tenure is how the term stands on a day.
func (o Official) Tenure(today domain.Date) Tenure {
	switch last := o.Last(); {
	case !last.IsZero() && last.Before(today):
		return LeftOffice
	case o.Since.After(today):
		return OfficeToCome
	}
	return InOffice
}

// PostFilter chooses terms as of a day, Today.
type PostFilter struct {
	Post, Town, Community Match
	Tenure                Tenure
	Today                 domain.Date
	// Text is looked for in the names of officials and communities, as a part.
	Text string
}

func (f PostFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`x.post`, f.Post)
	c.match(`c.parent`, f.Town)
	c.match(`c.stream`, f.Community)
	const over = `COALESCE(x.ended, x.until, ?1) < ?1`
	switch f.Tenure {
	case InOffice:
		c.add(`x.since <= ?1 AND NOT (` + over + `)`)
	case OfficeToCome:
		c.add(`x.since > ?1 AND NOT (` + over + `)`)
	case LeftOffice:
		c.add(over)
	}
	c.search(f.Text, `x.name`, `c.name`, `c.name_english`)
	return c
}

var postOrders = map[string]string{
	"place": `COALESCE(x.ended, x.until, ?1) < ?1, t.name, c.name, c.begun, x.n`,
	"since": `x.since DESC, c.begun, x.n`,
	"name":  `x.name, c.begun, x.n`,
}

// Posts is a page of the terms that a filter gives, in an order: place (those who
// left last), since (the latest first) or name; and how many there are in all.
func (q *Query) Posts(f PostFilter, order string, p Page) ([]Post, int, error) {
	by, err := orderOf("posts", postOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, `official x`+ofCommunity, ofCommunityColumns+`, x.post, x.seat, x.body, x.name, x.since, x.until, x.ended, x.reason`,
		f.conditions(), by, p, func(s scan) (r Post, err error) {
			err = s(slices.Concat([]any{&r.Origin}, r.Within.scanned(),
				[]any{&r.Post, &r.Seat, &r.Body, &r.Name, &r.Since, &r.Until, &r.Ended, &r.Reason})...)
			return r, err
		})
}

// Site is a time for which a community is a site of a kind.
type Site struct {
	Origin
	Within
	Kind  community.SiteKind `json:"kind"`
	On    domain.Date        `json:"on"`
	About string             `json:"about"`
	By    string             `json:"by"`
	// Withdrawn is the first day on which it is none, or no date.
	Withdrawn domain.Date `json:"withdrawn,omitzero"`
	Reason    string      `json:"reason,omitzero"`
}

// Stands reports whether it is one on a day.
func (s Site) Stands(today domain.Date) bool {
	return !s.On.After(today) && (s.Withdrawn.IsZero() || s.Withdrawn.After(today))
}

// SiteStanding is whether a site stands on a day.
type SiteStanding string

// The standings of a site.
const (
	StandingSite  SiteStanding = "stands"
	WithdrawnSite SiteStanding = "withdrawn"
)

// Codes lists the standings with their names.
func (SiteStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StandingSite), English: "stands", Chinese: "现有"},
		{Code: string(WithdrawnSite), English: "withdrawn", Chinese: "已撤销"},
	}
}

// SiteFilter chooses sites as of a day, Today.
type SiteFilter struct {
	Kind, Town, Community Match
	Standing              SiteStanding
	Today                 domain.Date
	// Text is looked for in what they are about and in the names of communities.
	Text string

	stream Match
}

const siteStands = `x.on_day <= ?1 AND (x.withdrawn IS NULL OR x.withdrawn > ?1)`

func (f SiteFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`x.kind`, f.Kind)
	c.match(`c.parent`, f.Town)
	c.match(`c.stream`, f.Community)
	c.match(`c.stream`, f.stream)
	switch f.Standing {
	case StandingSite:
		c.add(siteStands)
	case WithdrawnSite:
		c.add(`x.withdrawn <= ?1`)
	}
	c.search(f.Text, `x.about`, `c.name`, `c.name_english`)
	return c
}

var siteOrders = map[string]string{
	"place": `x.withdrawn IS NOT NULL, t.name, c.name, c.begun, x.n`,
	"since": `x.on_day DESC, c.begun, x.n`,
}

// Sites is a page of the sites that a filter gives, in an order: place (those
// withdrawn last) or since (the latest first); and how many there are in all.
func (q *Query) Sites(f SiteFilter, order string, p Page) ([]Site, int, error) {
	by, err := orderOf("sites", siteOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, `site x`+ofCommunity, ofCommunityColumns+`, x.kind, x.on_day, x.about, x.made_by, x.withdrawn, x.reason`,
		f.conditions(), by, p, func(s scan) (r Site, err error) {
			err = s(slices.Concat([]any{&r.Origin}, r.Within.scanned(), []any{&r.Kind, &r.On, &r.About, &r.By, &r.Withdrawn, &r.Reason})...)
			return r, err
		})
}

// Improvement is a time for which a community is on the list of those to be
// improved.
type Improvement struct {
	Origin
	Within
	On     domain.Date        `json:"on"`
	Year   int                `json:"year"`
	Reason community.Weakness `json:"reason"`
	// Due is the day by the end of which it is to be improved, Improved the one on
	// which it was, or no date.
	Due      domain.Date `json:"due"`
	Improved domain.Date `json:"improved,omitzero"`
	What     string      `json:"what,omitzero"`
}

// ImprovementState is how an improvement stands on a day.
type ImprovementState string

// The states.
const (
	ImprovementOpen    ImprovementState = "open"
	ImprovementOverdue ImprovementState = "overdue"
	ImprovementDone    ImprovementState = "improved"
)

// Codes lists the states with their names.
func (ImprovementState) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ImprovementOpen), English: "on the list", Chinese: "整顿中"},
		{Code: string(ImprovementOverdue), English: "overdue", Chinese: "超期"},
		{Code: string(ImprovementDone), English: "improved", Chinese: "已转化提升"},
	}
}

// State is how it stands on a day.
func (i Improvement) State(today domain.Date) ImprovementState {
	switch {
	case !i.Improved.IsZero():
		return ImprovementDone
	case today.After(i.Due):
		return ImprovementOverdue
	}
	return ImprovementOpen
}

// ImprovementFilter chooses times on the list, as of a day, Today.
type ImprovementFilter struct {
	Reason, Town, Community Match
	// Year is that of the list; 0 is all.
	Year  int
	State ImprovementState
	Today domain.Date

	stream Match
}

func (f ImprovementFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`x.reason`, f.Reason)
	c.match(`c.parent`, f.Town)
	c.match(`c.stream`, f.Community)
	c.match(`c.stream`, f.stream)
	if f.Year != 0 {
		c.add(`x.year = ?`, f.Year)
	}
	switch f.State {
	case ImprovementOpen:
		c.add(`x.improved IS NULL AND x.due >= ?1`)
	case ImprovementOverdue:
		c.add(`x.improved IS NULL AND x.due < ?1`)
	case ImprovementDone:
		c.add(`x.improved IS NOT NULL`)
	}
	return c
}

var improvementOrders = map[string]string{
	"due":    `x.improved IS NOT NULL, x.due, c.begun, x.n`,
	"listed": `x.on_day DESC, c.begun, x.n`,
	"place":  `t.name, c.name, c.begun, x.n`,
}

// Improvements is a page of the times on the list that a filter gives, in an order:
// due (those improved last), listed (the latest first) or place; and how many there
// are in all.
func (q *Query) Improvements(f ImprovementFilter, order string, p Page) ([]Improvement, int, error) {
	by, err := orderOf("improvements", improvementOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return paged(q, `improvement x`+ofCommunity, ofCommunityColumns+`, x.on_day, x.year, x.reason, x.due, x.improved, x.what`,
		f.conditions(), by, p, func(s scan) (r Improvement, err error) {
			err = s(slices.Concat([]any{&r.Origin}, r.Within.scanned(), []any{&r.On, &r.Year, &r.Reason, &r.Due, &r.Improved, &r.What})...)
			return r, err
		})
}

// ImprovementYears are the years of the lists, the latest first.
func (q *Query) ImprovementYears() ([]int, error) {
	return list(q, `SELECT DISTINCT year FROM improvement ORDER BY year DESC`, nil, func(s scan) (year int, err error) {
		err = s(&year)
		return year, err
	})
}
