package projections

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
)

// This file is the part of placesView that says what is done in communities and
// for them: its tables and rows, and how those of one community are read.

// workTables are tables of placesView.
var workTables = []table{
	{
		name: "deed",
		columns: []column{
			{"kind", textColumn}, {"on_day", integerColumn},
			// code is a sort of sign, a purpose or a village; what says it in words.
			{"code", textColumn}, {"what", textColumn},
			{"number", integerColumn}, {"part", integerColumn},
			{"amount", integerColumn}, {"receivables", integerColumn}, {"payables", integerColumn},
		},
		indexes: []string{"kind, on_day"},
	},
	{
		name: "posting",
		columns: []column{
			{"town", textColumn}, {"number", integerColumn}, {"name", textColumn}, {"position", textColumn},
			{"since", integerColumn}, {"until", optionColumn}, {"reason", textColumn},
		},
		indexes: []string{"town, number, since, until"},
	},
	{
		name: "improvement",
		columns: []column{
			{"on_day", integerColumn}, {"year", integerColumn}, {"reason", textColumn}, {"due", integerColumn},
			{"improved", optionColumn}, {"what", textColumn},
		},
	},
	{
		name: "site",
		columns: []column{
			{"kind", textColumn}, {"on_day", integerColumn}, {"about", textColumn}, {"made_by", textColumn},
			{"withdrawn", optionColumn}, {"reason", textColumn},
		},
		indexes: []string{"kind"},
	},
	{name: "staff_count", columns: []column{{"as_of", integerColumn}, {"total", integerColumn}, {"document", textColumn}}},
}

// The tables of placesView that workTables are.
const (
	deedTable = bodyTable + 1 + iota
	postingTable
	improvementTable
	siteTable
	staffTable
)

func (s *rowSet) putStaff(all []town.StaffCounted) {
	for _, c := range all {
		s.put(staffTable, storedDay(c.AsOf), storedInt(c.Total), c.Document)
	}
}

func (s *rowSet) putWork(c community.Community) {
	for _, d := range deedsOf(c) {
		s.put(deedTable, string(d.Kind), storedDay(d.On), d.Code, d.What, storedInt(d.Number), storedInt(d.Part),
			int64(d.Amount), int64(d.Receivables), int64(d.Payables))
	}
	for _, p := range c.Staff {
		s.put(postingTable, p.Town, storedInt(p.Number), p.Name, p.Position, storedDay(p.From), storedDay(p.Until), string(p.Reason))
	}
	for _, l := range c.Listings {
		s.put(improvementTable, storedDay(l.On), storedInt(l.Year), string(l.Reason), storedDay(l.Due), storedDay(l.Improved), l.What)
	}
	for _, x := range c.Sites {
		s.put(siteTable, string(x.Kind), storedDay(x.On), x.About, x.By, storedDay(x.Withdrawn), x.Reason)
	}
}

// DeedKind says what was done in a community or for it.
type DeedKind string

// The kinds.
const (
	CentreDeed        DeedKind = "centre"
	StationDeed       DeedKind = "station"
	UpgradeDeed       DeedKind = "centre-upgrade"
	PlatformDeed      DeedKind = "smart-platform"
	SocialWorkersDeed DeedKind = "social-workers"
	SignsDeed         DeedKind = "signs"
	AwardDeed         DeedKind = "award"
	CleanUpDeed       DeedKind = "clean-up"
	StandardsDeed     DeedKind = "standards"
)

// Codes lists the kinds with their names.
func (DeedKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(CentreDeed), English: "service centre opened", Chinese: "启用社区党群服务中心"},
		{Code: string(StationDeed), English: "service station opened", Chinese: "启用村党群服务站"},
		{Code: string(UpgradeDeed), English: "service centre upgraded", Chinese: "服务中心改造提升"},
		{Code: string(PlatformDeed), English: "smart platform completed", Chinese: "智慧社区平台建成"},
		{Code: string(SocialWorkersDeed), English: "social workers counted", Chinese: "专业社工"},
		{Code: string(SignsDeed), English: "boards, signs, plaques", Chinese: "公开栏和标识标牌"},
		{Code: string(AwardDeed), English: "award in the place of a subsidy", Chinese: "以奖代补"},
		{Code: string(CleanUpDeed), English: "clean-up completed", Chinese: "完成“两清理”"},
		{Code: string(StandardsDeed), English: "two standards met", Chinese: "完成“两规范”"},
	}
}

// Deed is something that was done in a community or for it.
type Deed struct {
	Kind DeedKind    `json:"kind"`
	On   domain.Date `json:"on"`
	// Code is the sort of signs, the purpose of an award, or the village of a
	// station, by its stream.
	Code string `json:"code,omitzero"`
	// What says where it is, what was done, or by whom.
	What string `json:"what,omitzero"`
	// Number is how many: signs, social workers, contracts looked through; Part
	// those of the contracts that were put right.
	Number int `json:"number,omitzero"`
	Part   int `json:"part,omitzero"`
	// Amount is what it cost or came to; of a clean-up the rent recovered.
	Amount      domain.Money `json:"amount,omitzero"`
	Receivables domain.Money `json:"receivables,omitzero"`
	Payables    domain.Money `json:"payables,omitzero"`
}

// Coded is what the code of a deed is one of, nil where it is no code.
func (d Deed) Coded() domain.Coded {
	switch d.Kind {
	case SignsDeed:
		return community.SignKind(d.Code)
	case AwardDeed:
		return community.AwardPurpose(d.Code)
	}
	return nil
}

// deedsOf are all deeds of a community, kind by kind.
func deedsOf(c community.Community) (all []Deed) {
	if !c.Centre.On.IsZero() {
		all = append(all, Deed{Kind: CentreDeed, On: c.Centre.On, What: c.Centre.Address})
	}
	for _, s := range c.Stations {
		all = append(all, Deed{Kind: StationDeed, On: s.On, Code: s.Village, What: s.Address})
	}
	for _, u := range c.Upgrades {
		all = append(all, Deed{Kind: UpgradeDeed, On: u.On, What: u.What, Amount: u.Cost})
	}
	if !c.Platform.On.IsZero() {
		all = append(all, Deed{Kind: PlatformDeed, On: c.Platform.On, Amount: c.Platform.Cost})
	}
	if w := c.SocialWorkers; !w.AsOf.IsZero() {
		all = append(all, Deed{Kind: SocialWorkersDeed, On: w.AsOf, Number: w.Number, What: w.Document})
	}
	for _, s := range c.Signs {
		all = append(all, Deed{Kind: SignsDeed, On: s.On, Code: string(s.Kind), Number: s.Number, Amount: s.Amount})
	}
	for _, a := range c.Awards {
		all = append(all, Deed{Kind: AwardDeed, On: a.On, Code: string(a.Purpose), What: a.By, Amount: a.Amount})
	}
	for _, k := range c.CleanUps {
		all = append(all, Deed{
			Kind: CleanUpDeed, On: k.On, Number: k.Contracts, Part: k.PutRight,
			Amount: k.Recovered, Receivables: k.Receivables, Payables: k.Payables,
		})
	}
	for _, s := range c.Standards {
		all = append(all, Deed{Kind: StandardsDeed, On: s.On})
	}
	return all
}

// Posting is a time for which somebody of a town's staff works in a community.
// They act in office, so their name is public.
type Posting struct {
	// Town is a stream, with its names.
	Town            string `json:"town"`
	TownName        string `json:"townName,omitzero"`
	TownNameEnglish string `json:"townNameEnglish,omitzero"`
	// Number is that on the register of the town's staff.
	Number   int                    `json:"number"`
	Name     string                 `json:"name"`
	Position string                 `json:"position"`
	Since    domain.Date            `json:"since"`
	Until    domain.Date            `json:"until,omitzero"`
	Reason   community.RecallReason `json:"reason,omitzero"`
}

// Now reports whether they work there on a day.
func (p Posting) Now(today domain.Date) bool {
	return !p.Since.After(today) && (p.Until.IsZero() || !p.Until.Before(today))
}

// StandingAs is how a community stands on the list of those to be improved, or as
// a site.
type StandingAs struct {
	Improvements []Improvement `json:"improvements,omitempty"`
	Sites        []Site        `json:"sites,omitempty"`
}

// Work is what is done in a community and for it.
type Work struct {
	// Deeds are kind by kind, Staff those who work there first.
	Deeds []Deed    `json:"deeds,omitempty"`
	Staff []Posting `json:"staff,omitempty"`
	StandingAs
	// Pairings are those of organisations of the Party with the community.
	Pairings []Pairing `json:"pairings,omitempty"`
}

// Work is what is done in a community, given by its stream, and for it, as it
// stands on a day.
func (q *Query) Work(stream string, today domain.Date) (w Work, err error) {
	w.Deeds, err = list(q, `SELECT d.kind, d.on_day, d.code, d.what, d.number, d.part, d.amount, d.receivables, d.payables
		FROM deed d WHERE d.begun = (SELECT begun FROM place WHERE stream = ?) ORDER BY d.n`, []any{stream},
		func(s scan) (d Deed, err error) {
			err = s(&d.Kind, &d.On, &d.Code, &d.What, &d.Number, &d.Part, &d.Amount, &d.Receivables, &d.Payables)
			return d, err
		})
	if err != nil {
		return w, err
	}
	w.Staff, err = list(q, `SELECT p.town, COALESCE(t.name, ''), COALESCE(t.name_english, ''), p.number, p.name, p.position, p.since, p.until, p.reason
		FROM posting p LEFT JOIN place t ON t.stream = p.town WHERE p.begun = (SELECT begun FROM place WHERE stream = ?) ORDER BY p.n`, []any{stream},
		func(s scan) (p Posting, err error) {
			err = s(&p.Town, &p.TownName, &p.TownNameEnglish, &p.Number, &p.Name, &p.Position, &p.Since, &p.Until, &p.Reason)
			return p, err
		})
	if err != nil {
		return w, err
	}
	slices.SortStableFunc(w.Staff, func(a, b Posting) int {
		switch now, then := a.Now(today), b.Now(today); {
		case now == then:
			return b.Since.Compare(a.Since)
		case now:
			return -1
		}
		return 1
	})
	one := Page{Size: MaxPage}
	if w.Improvements, _, err = q.Improvements(ImprovementFilter{stream: Is(stream), Today: today}, "listed", one); err != nil {
		return w, err
	}
	if w.Sites, _, err = q.Sites(SiteFilter{stream: Is(stream), Today: today}, "since", one); err != nil {
		return w, err
	}
	w.Pairings, err = q.PairingsWith(stream)
	return w, err
}
