package collective

import "github.com/sunledger/sunledger/domain"

// Registered begins a collective.
type Registered struct {
	ID    string           `json:"id" audience:"public" en:"id of the collective" zh:"编号"`
	Level domain.UnitLevel `json:"level" audience:"public" en:"level at which it owns" zh:"级别"`
	// Community is a stream, community-<id>.
	Community string `json:"community" audience:"public" en:"community that it belongs to" zh:"所属社区"`
	// Village is a stream, village-<id>, where it is the collective of one. Its
	// councils then discuss what the households decide.
	Village string `json:"village,omitzero" audience:"public" en:"natural village whose collective it is" zh:"所属自然村"`
	// Code is the unified social credit code (统一社会信用代码), for those that
	// have one: there was none for collectives before 2018.
	Code        string `json:"code,omitzero" audience:"public" en:"unified social credit code" zh:"统一社会信用代码"`
	Name        string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Amends allows other names and another code. Whose property it is, and at which
// level it is decided on, stands in other records.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish, e.Code = n.Name, n.NameEnglish, n.Code; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered a collective only the names and the code are amended: register another one under its own id",
			"集体登记只能更正名称和代码：请以另一编号重新登记")
	}
	return nil
}

// PlacedAt is the community that it belongs to.
func (e Registered) PlacedAt() string { return e.Community }

// Renamed gives a collective another name.
type Renamed struct {
	Name        string `json:"name" audience:"public" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// ElectorateRecorded says how many people may take part in a vote. It is the only
// source of the number expected.
type ElectorateRecorded struct {
	AsOf            domain.Date `json:"asOf" audience:"public" en:"day of the count" zh:"统计日期"`
	Adults          int         `json:"adults,omitzero" audience:"public" en:"villagers of 18 and older" zh:"年满十八周岁村民数"`
	Households      int         `json:"households,omitzero" audience:"public" en:"households" zh:"户数"`
	Representatives int         `json:"representatives,omitzero" audience:"public" en:"representatives of the members" zh:"成员代表数"`
	Members         int         `json:"members,omitzero" audience:"public" en:"members" zh:"成员数"`
	PartyMembers    int         `json:"partyMembers,omitzero" audience:"public" en:"Party members" zh:"党员数"`
	Document        string      `json:"document" audience:"public" en:"register or report that the count stands in" zh:"依据文件"`
}

// MergedInto ends a collective, which goes on within another one.
type MergedInto struct {
	// Into is a stream, collective-<id>.
	Into string `json:"into" audience:"public" en:"collective that it goes on in" zh:"并入的集体"`
	// Elsewhere says that the other one belongs to another community.
	Elsewhere bool `json:"elsewhere,omitzero" audience:"public" en:"the other one belongs to another community" zh:"跨社区"`
}

// EventType is collective.registered.
func (Registered) EventType() string { return "collective.registered" }

// EventType is collective.renamed.
func (Renamed) EventType() string { return "collective.renamed" }

// EventType is collective.electorate-recorded.
func (ElectorateRecorded) EventType() string { return "collective.electorate-recorded" }

// EventType is collective.merged-into.
func (MergedInto) EventType() string { return "collective.merged-into" }

// CountsFromRecording says that it is not inserted by a correction.
func (MergedInto) CountsFromRecording() {}
