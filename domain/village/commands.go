package village

import "github.com/sunledger/sunledger/domain"

// Register begins a natural village.
type Register struct {
	ID          string `json:"id" en:"id of the natural village, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Community   string `json:"community" en:"community that it belongs to, community-<id>" zh:"所属社区 community-<编号>"`
	Name        string `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Rename gives a natural village another name.
type Rename struct {
	Name        string `json:"name" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
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

// ConstituteCouncils records that both councils are constituted.
type ConstituteCouncils struct {
	On               domain.Date `json:"on" en:"day on which they were constituted" zh:"组成日期"`
	PartyCouncil     int         `json:"partyCouncil" en:"members of the Party members' council" zh:"党员议事会人数"`
	VillagersCouncil int         `json:"villagersCouncil" en:"members of the villagers' council" zh:"村民议事会人数"`
}

// CommandType is village.register.
func (Register) CommandType() string { return "village.register" }

// CommandType is village.rename.
func (Rename) CommandType() string { return "village.rename" }

// CommandType is village.record-electorate.
func (RecordElectorate) CommandType() string { return "village.record-electorate" }

// CommandType is village.constitute-councils.
func (ConstituteCouncils) CommandType() string { return "village.constitute-councils" }

// PlacedAt is the community that it belongs to.
func (c Register) PlacedAt() string { return c.Community }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// Relies names the community.
func (c Register) Relies(Village) []domain.Ref {
	if !domain.OfCategory(c.Community, "community") {
		return nil
	}
	return domain.LatestOf(c.Community)
}

// Decide registers.
func (c Register) Decide(Village, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide renames.
func (c Rename) Decide(Village, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Renamed(c)}, nil
}

// Decide records a count.
func (c RecordElectorate) Decide(Village, domain.Act) ([]domain.Event, error) {
	return []domain.Event{ElectorateRecorded(c)}, nil
}

// Decide constitutes.
func (c ConstituteCouncils) Decide(Village, domain.Act) ([]domain.Event, error) {
	return []domain.Event{CouncilsConstituted(c)}, nil
}
