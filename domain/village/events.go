package village

import "github.com/sunledger/sunledger/domain"

// Registered begins a natural village.
type Registered struct {
	ID string `json:"id" audience:"public" en:"id of the natural village" zh:"编号"`
	// Community is a stream, community-<id>.
	Community   string `json:"community" audience:"public" en:"community that it belongs to" zh:"所属社区"`
	Name        string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Amends allows other names. Where a village lies, and what it is called in other
// records, decides who may do what there.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish = n.Name, n.NameEnglish; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered a natural village only the names are amended: register another one under its own id",
			"自然村登记只能更正名称：请以另一编号重新登记")
	}
	return nil
}

// PlacedAt is the community that it belongs to.
func (e Registered) PlacedAt() string { return e.Community }

// Renamed gives a natural village another name.
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
	Representatives int         `json:"representatives,omitzero" audience:"public" en:"villagers' representatives" zh:"村民代表数"`
	Members         int         `json:"members,omitzero" audience:"public" en:"members of the collective" zh:"集体成员数"`
	PartyMembers    int         `json:"partyMembers,omitzero" audience:"public" en:"Party members" zh:"党员数"`
	Document        string      `json:"document" audience:"public" en:"register or report that the count stands in" zh:"依据文件"`
}

// CouncilsConstituted says that both councils are constituted (两会): the Party
// members' (党员议事会) and the villagers' (村民议事会).
type CouncilsConstituted struct {
	On               domain.Date `json:"on" audience:"public" en:"day on which they were constituted" zh:"组成日期"`
	PartyCouncil     int         `json:"partyCouncil" audience:"public" en:"members of the Party members' council" zh:"党员议事会人数"`
	VillagersCouncil int         `json:"villagersCouncil" audience:"public" en:"members of the villagers' council" zh:"村民议事会人数"`
}

// EventType is village.registered.
func (Registered) EventType() string { return "village.registered" }

// EventType is village.renamed.
func (Renamed) EventType() string { return "village.renamed" }

// EventType is village.electorate-recorded.
func (ElectorateRecorded) EventType() string { return "village.electorate-recorded" }

// EventType is village.councils-constituted.
func (CouncilsConstituted) EventType() string { return "village.councils-constituted" }
