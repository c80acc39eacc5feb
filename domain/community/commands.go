package community

import (
	"fmt"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Register begins a community.
type Register struct {
	ID          string `json:"id" en:"id of the community, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Town        string `json:"town" en:"town that it belongs to, town-<id>" zh:"所属镇街 town-<编号>"`
	Code        string `json:"code,omitzero" en:"statistical division code, 9 or 12 digits" zh:"统计用区划代码（9 或 12 位）"`
	Name        string `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Rename gives a community another name.
type Rename struct {
	Name        string `json:"name" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Recode gives a community another statistical division code.
type Recode struct {
	Code string `json:"code" en:"new statistical division code, 9 or 12 digits" zh:"新统计用区划代码（9 或 12 位）"`
}

// Merge ends a community, which goes on within another one.
type Merge struct {
	Into      string `json:"into" en:"community that it goes on in, community-<id>" zh:"并入的社区 community-<编号>"`
	Elsewhere bool   `json:"elsewhere,omitzero" en:"yes where that one belongs to another town" zh:"并入的社区属于另一镇街时填是"`
}

// RecordElectorate records a count of who may take part in a vote.
type RecordElectorate struct {
	AsOf            domain.Date `json:"asOf" en:"day of the count, later than that of the last one" zh:"统计日期（晚于上次统计）"`
	Adults          int         `json:"adults,omitzero" en:"villagers of 18 and older" zh:"年满十八周岁村民数"`
	Households      int         `json:"households,omitzero" en:"households" zh:"户数"`
	Representatives int         `json:"representatives,omitzero" en:"villagers' representatives" zh:"村民代表数"`
	Members         int         `json:"members,omitzero" en:"members of the collective" zh:"集体成员数"`
	PartyMembers    int         `json:"partyMembers,omitzero" en:"Party members" zh:"党员数"`
	Document        string      `json:"document" en:"register or report that the count stands in, with its date" zh:"依据文件（名称和日期）"`
}

// ConstituteCouncil gives a body its seats for a term.
type ConstituteCouncil struct {
	Body  Body        `json:"body" en:"body" zh:"组织"`
	Seats int         `json:"seats" en:"seats of members, besides the head, 1 to 99" zh:"委员（成员）席位数，不含负责人（1 至 99）"`
	From  domain.Date `json:"from" en:"first day of the term" zh:"任期起始日"`
	Until domain.Date `json:"until" en:"last day of the term" zh:"任期截止日"`
}

// Appoint gives a post to a person.
type Appoint struct {
	Post   Post              `json:"post" en:"post" zh:"职务"`
	Seat   int               `json:"seat,omitzero" en:"number of the seat, from 1, for a member; left out for other posts" zh:"席位号（委员、成员从 1 起填写，其他职务不填）"`
	Name   string            `json:"name" en:"name of the official; it is public" zh:"姓名（公开）"`
	Person domain.Personal   `json:"person,omitzero" en:"the person, for finding out who decides for their own kin" zh:"本人（用于核查近亲属回避）"`
	Kin    []domain.Personal `json:"kin,omitempty" en:"declared relatives" zh:"申报的近亲属"`
	From   domain.Date       `json:"from" en:"first day in office" zh:"任职起始日"`
	Until  domain.Date       `json:"until,omitzero" en:"last day in office; of a member the end of the body's term, unless given" zh:"任职截止日（委员、成员默认为届满日）"`
}

// EndTerm ends an official's term before it runs out.
type EndTerm struct {
	Post   Post        `json:"post" en:"post" zh:"职务"`
	Seat   int         `json:"seat,omitzero" en:"number of the seat, for a member; left out for other posts" zh:"席位号（委员、成员填写，其他职务不填）"`
	On     domain.Date `json:"on" en:"last day in office; the next one may begin on the day after" zh:"最后任职日（次日起可由他人接任）"`
	Reason EndReason   `json:"reason" en:"why" zh:"离任原因"`
	Note   domain.Text `json:"note,omitzero" en:"note" zh:"备注"`
}

// CommandType is community.register.
func (Register) CommandType() string { return "community.register" }

// CommandType is community.rename.
func (Rename) CommandType() string { return "community.rename" }

// CommandType is community.recode.
func (Recode) CommandType() string { return "community.recode" }

// CommandType is community.merge.
func (Merge) CommandType() string { return "community.merge" }

// CommandType is community.record-electorate.
func (RecordElectorate) CommandType() string { return "community.record-electorate" }

// CommandType is community.constitute-council.
func (ConstituteCouncil) CommandType() string { return "community.constitute-council" }

// CommandType is community.appoint.
func (Appoint) CommandType() string { return "community.appoint" }

// CommandType is community.end-term.
func (EndTerm) CommandType() string { return "community.end-term" }

// PlacedAt is the town that it belongs to.
func (c Register) PlacedAt() string { return c.Town }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// Relies names the town.
func (c Register) Relies(Community) []domain.Ref {
	if !domain.OfCategory(c.Town, "town") {
		return nil
	}
	return domain.LatestOf(c.Town)
}

// Relies names the other community.
func (c Merge) Relies(Community) []domain.Ref { return domain.LatestOf(c.Into) }

// Decide registers.
func (c Register) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide renames.
func (c Rename) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Renamed(c)}, nil
}

// Decide recodes.
func (c Recode) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Recoded(c)}, nil
}

// Decide merges.
func (c Merge) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{MergedInto(c)}, nil
}

// Decide records a count.
func (c RecordElectorate) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{ElectorateRecorded(c)}, nil
}

// Decide constitutes.
func (c ConstituteCouncil) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{CouncilConstituted(c)}, nil
}

// Decide appoints. It fills in the body, and the end of its term for a member.
// People of whom nothing is held become new subjects.
func (c Appoint) Decide(s Community, act domain.Act) ([]domain.Event, error) {
	e := OfficialAppointed{
		Post: c.Post, Seat: c.Seat, Body: c.Post.Body(), Name: c.Name,
		Person: c.Person.Or(act.NewSubject("person")), Kin: slices.Clone(c.Kin), From: c.From, Until: c.Until,
	}
	for i, k := range e.Kin {
		e.Kin[i] = k.Or(act.NewSubject(fmt.Sprintf("kin/%d", i)))
	}
	if council, found := s.council(e.Body, e.From); found && e.Post.seated() && e.Until.IsZero() {
		e.Until = council.Until
	}
	return []domain.Event{e}, nil
}

// Decide ends a term.
func (c EndTerm) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{TermEnded(c)}, nil
}
