package collective

import "github.com/sunledger/sunledger/domain"

// Register begins a collective.
type Register struct {
	ID          string           `json:"id" en:"id of the collective, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Level       domain.UnitLevel `json:"level" en:"level at which it owns" zh:"级别"`
	Community   string           `json:"community" en:"community that it belongs to, community-<id>" zh:"所属社区 community-<编号>"`
	Village     string           `json:"village,omitzero" en:"natural village whose collective it is, village-<id>; of a group only" zh:"所属自然村 village-<编号>（仅组级）"`
	Code        string           `json:"code,omitzero" en:"unified social credit code, 18 digits and capital letters" zh:"统一社会信用代码（18 位）"`
	Name        string           `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string           `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Rename gives a collective another name.
type Rename struct {
	Name        string `json:"name" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// RecordElectorate records a count of who may take part in a vote.
type RecordElectorate struct {
	AsOf            domain.Date `json:"asOf" en:"day of the count, later than that of the last one" zh:"统计日期（晚于上次统计）"`
	Adults          int         `json:"adults,omitzero" en:"villagers of 18 and older" zh:"年满十八周岁村民数"`
	Households      int         `json:"households,omitzero" en:"households" zh:"户数"`
	Representatives int         `json:"representatives,omitzero" en:"representatives of the members" zh:"成员代表数"`
	Members         int         `json:"members,omitzero" en:"members" zh:"成员数"`
	PartyMembers    int         `json:"partyMembers,omitzero" en:"Party members" zh:"党员数"`
	Document        string      `json:"document" en:"register or report that the count stands in, with its date" zh:"依据文件（名称和日期）"`
}

// Merge ends a collective, which goes on within another one.
type Merge struct {
	Into      string `json:"into" en:"collective that it goes on in, collective-<id>" zh:"并入的集体 collective-<编号>"`
	Elsewhere bool   `json:"elsewhere,omitzero" en:"yes where that one belongs to another community" zh:"并入的集体属于另一社区时填是"`
}

// CommandType is collective.register.
func (Register) CommandType() string { return "collective.register" }

// CommandType is collective.rename.
func (Rename) CommandType() string { return "collective.rename" }

// CommandType is collective.record-electorate.
func (RecordElectorate) CommandType() string { return "collective.record-electorate" }

// CommandType is collective.merge.
func (Merge) CommandType() string { return "collective.merge" }

// PlacedAt is the community that it belongs to.
func (c Register) PlacedAt() string { return c.Community }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// Relies names the community, and the natural village.
func (c Register) Relies(Collective) []domain.Ref {
	switch {
	case !domain.OfCategory(c.Community, "community"):
		return nil
	case !domain.OfCategory(c.Village, "village"):
		return domain.LatestOf(c.Community)
	}
	return domain.LatestOf(c.Community, c.Village)
}

// Relies names the other collective.
func (c Merge) Relies(Collective) []domain.Ref { return domain.LatestOf(c.Into) }

// Decide registers.
func (c Register) Decide(Collective, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide renames.
func (c Rename) Decide(Collective, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Renamed(c)}, nil
}

// Decide records a count.
func (c RecordElectorate) Decide(Collective, domain.Act) ([]domain.Event, error) {
	return []domain.Event{ElectorateRecorded(c)}, nil
}

// Decide merges.
func (c Merge) Decide(Collective, domain.Act) ([]domain.Event, error) {
	return []domain.Event{MergedInto(c)}, nil
}
