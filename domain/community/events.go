package community

import "github.com/sunledger/sunledger/domain"

// Registered begins a community.
type Registered struct {
	ID string `json:"id" audience:"public" en:"id of the community" zh:"编号"`
	// Town is a stream, town-<id>.
	Town string `json:"town" audience:"public" en:"town that it belongs to" zh:"所属镇街"`
	// Code is the statistical division code, 9 or 12 digits.
	Code        string `json:"code,omitzero" audience:"public" en:"statistical division code" zh:"统计用区划代码"`
	Name        string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Amends allows other names and another code. Where a community lies, and what it is
// called in other records, decides who may do what there.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish, e.Code = n.Name, n.NameEnglish, n.Code; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered a community only the names and the code are amended: register another one under its own id",
			"社区登记只能更正名称和代码：请以另一编号重新登记")
	}
	return nil
}

// PlacedAt is the town that it belongs to.
func (e Registered) PlacedAt() string { return e.Town }

// Renamed gives a community another name.
type Renamed struct {
	Name        string `json:"name" audience:"public" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Recoded gives a community another statistical division code.
type Recoded struct {
	Code string `json:"code" audience:"public" en:"new statistical division code" zh:"新统计用区划代码"`
}

// MergedInto ends a community, which goes on within another one.
type MergedInto struct {
	// Into is a stream, community-<id>.
	Into string `json:"into" audience:"public" en:"community that it goes on in" zh:"并入的社区"`
	// Elsewhere says that the other one belongs to another town.
	Elsewhere bool `json:"elsewhere,omitzero" audience:"public" en:"the other one belongs to another town" zh:"跨镇街"`
}

// ElectorateRecorded says how many people may take part in a vote. It is the only
// source of the number expected.
type ElectorateRecorded struct {
	AsOf            domain.Date `json:"asOf" audience:"public" en:"day of the count" zh:"统计日期"`
	Adults          int         `json:"adults,omitzero" audience:"public" en:"villagers of 18 and older" zh:"年满十八周岁村民数"`
	Households      int         `json:"households,omitzero" audience:"public" en:"households" zh:"户数"`
	Representatives int         `json:"representatives,omitzero" audience:"public" en:"villagers' representatives" zh:"村民代表数"`
	Members         int         `json:"members,omitzero" audience:"public" en:"members of the collective" zh:"集体成员数"`
	PartyMembers    int         `json:"partyMembers,omitzero" audience:"public" en:"Party members" zh:"党员数"`
	Document        string      `json:"document" audience:"public" en:"register or report that the count stands in" zh:"依据文件"`
}

// CouncilConstituted gives a body its seats for a term.
type CouncilConstituted struct {
	Body Body `json:"body" audience:"public" en:"body" zh:"组织"`
	// Seats are those of the members, numbered from 1; the head has none.
	Seats int         `json:"seats" audience:"public" en:"seats of members, besides the head" zh:"委员（成员）席位数，不含负责人"`
	From  domain.Date `json:"from" audience:"public" en:"first day of the term" zh:"任期起始日"`
	Until domain.Date `json:"until" audience:"public" en:"last day of the term" zh:"任期截止日"`
}

// OfficialAppointed gives a post to a person, who acts in office under that
// name. Who the person and the declared relatives are serves to find out where
// somebody decides for their own kin.
type OfficialAppointed struct {
	Post Post `json:"post" audience:"public" en:"post" zh:"职务"`
	// Seat is the number of a member's seat, and 0 for a post of one person.
	Seat int `json:"seat,omitzero" audience:"public" en:"number of the seat" zh:"席位号"`
	// Body follows from the post.
	Body   Body              `json:"body,omitzero" audience:"public" en:"body that the post belongs to" zh:"所属组织"`
	Name   string            `json:"name" audience:"public" en:"name of the official" zh:"姓名"`
	Person domain.Personal   `json:"person,omitzero" audience:"restricted" en:"the person" zh:"本人"`
	Kin    []domain.Personal `json:"kin,omitempty" audience:"restricted" en:"declared relatives" zh:"申报的近亲属"`
	From   domain.Date       `json:"from" audience:"public" en:"first day in office" zh:"任职起始日"`
	Until  domain.Date       `json:"until,omitzero" audience:"public" en:"last day in office, if it is known" zh:"任职截止日"`
}

// TermEnded ends an official's term before it runs out.
type TermEnded struct {
	Post   Post        `json:"post" audience:"public" en:"post" zh:"职务"`
	Seat   int         `json:"seat,omitzero" audience:"public" en:"number of the seat" zh:"席位号"`
	On     domain.Date `json:"on" audience:"public" en:"last day in office" zh:"最后任职日"`
	Reason EndReason   `json:"reason" audience:"public" en:"why" zh:"离任原因"`
	Note   domain.Text `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
}

// EventType is community.registered.
func (Registered) EventType() string { return "community.registered" }

// EventType is community.renamed.
func (Renamed) EventType() string { return "community.renamed" }

// EventType is community.recoded.
func (Recoded) EventType() string { return "community.recoded" }

// EventType is community.merged-into.
func (MergedInto) EventType() string { return "community.merged-into" }

// CountsFromRecording says that it is not inserted by a correction.
func (MergedInto) CountsFromRecording() {}

// EventType is community.electorate-recorded.
func (ElectorateRecorded) EventType() string { return "community.electorate-recorded" }

// EventType is community.council-constituted.
func (CouncilConstituted) EventType() string { return "community.council-constituted" }

// EventType is community.official-appointed.
func (OfficialAppointed) EventType() string { return "community.official-appointed" }

// EventType is community.term-ended.
func (TermEnded) EventType() string { return "community.term-ended" }
