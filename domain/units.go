package domain

import (
	"slices"
	"time"
)

// VoterBase is a group of people who are counted: who may take part in a vote.
type VoterBase string

// The bases.
const (
	Adults          VoterBase = "adults"          // villagers of 18 and older
	Households      VoterBase = "households"      // one representative each
	Representatives VoterBase = "representatives" // of the villagers, or of the members
	Members         VoterBase = "members"         // of a collective
	PartyMembers    VoterBase = "party-members"
)

// Codes lists the bases with their names.
func (VoterBase) Codes() []Code {
	return []Code{
		{string(Adults), "adults", "年满十八周岁村民"},
		{string(Households), "households", "户"},
		{string(Representatives), "representatives", "代表"},
		{string(Members), "members", "集体成员"},
		{string(PartyMembers), "Party members", "党员"},
	}
}

// Electorate is who is entitled to vote in a unit, as a document counted them.
// It is the only source of the number expected (应到) in a vote.
type Electorate struct {
	// AsOf is the day of the count; it holds until the next one.
	AsOf Date
	// None is ever negative; 0 says that there are none, or that they were not
	// counted.
	Adults, Households, Representatives, Members, PartyMembers int
	// Document is where the count stands, such as a register and its date.
	Document string
}

// Count is the number of a base.
func (e Electorate) Count(of VoterBase) int {
	switch of {
	case Adults:
		return e.Adults
	case Households:
		return e.Households
	case Representatives:
		return e.Representatives
	case Members:
		return e.Members
	case PartyMembers:
		return e.PartyMembers
	}
	return 0
}

// Electorates are the counts of a unit in ascending order of AsOf, one for a day.
type Electorates []Electorate

// On is the count that holds on a day: the latest that is not after it, and
// false before the first.
func (all Electorates) On(day Date) (Electorate, bool) {
	for _, e := range slices.Backward(all) {
		if !e.AsOf.After(day) {
			return e, true
		}
	}
	return Electorate{}, false
}

// With is the counts with one more; it takes the place of one of the same day.
// The receiver stays as it is.
func (all Electorates) With(e Electorate) Electorates {
	i, found := slices.BinarySearchFunc(all, e.AsOf, func(x Electorate, on Date) int { return x.AsOf.Compare(on) })
	if found {
		all = slices.Clone(all)
		all[i] = e
		return all
	}
	return slices.Insert(slices.Clip(all), i, e)
}

// UnitLevel is the level at which property is owned and matters are decided.
type UnitLevel string

// The levels, from the narrowest.
const (
	GroupUnit   UnitLevel = "group"   // villagers' group, natural village
	VillageUnit UnitLevel = "village" // administrative village, community
	TownUnit    UnitLevel = "town"
)

// Codes lists the levels with their names.
func (UnitLevel) Codes() []Code {
	return []Code{
		{string(GroupUnit), "villagers' group", "组级"},
		{string(VillageUnit), "village", "村级"},
		{string(TownUnit), "town", "镇级"},
	}
}

// Unit is what a community, a natural village or a collective offers to what is
// decided in it, or owned by it. It offers its [PlaceName] as well.
type Unit struct {
	Level UnitLevel
	// Collective says that it may own property: a natural village and a
	// community decide, but own through their collectives.
	Collective  bool
	Electorates Electorates
	// PartyCouncil and VillagersCouncil are the councils of a natural village
	// (两会), without which it makes no household decision; Branch and Committee
	// the two committees of a community (两委). None says that none is on record.
	PartyCouncil, VillagersCouncil, Branch, Committee Terms
	// Councils is the stream of the unit whose councils and committees discuss what
	// is decided in this one: a collective has none of its own. It is "" for one
	// that has, and for the collective of a group that names no village.
	Councils string
	// Merged is the unit that it was merged into, at MergedAt; it decides nothing
	// any more.
	Merged   string
	MergedAt time.Time
}

// Successors adds to streams that somebody rests on the one that goes on in the
// place of a unit which offers this and was merged: it decides what that one
// left.
func Successors(streams []Ref, offers any) []Ref {
	unit, _ := Offered[Unit](offers)
	next := Ref{Stream: unit.Merged, Revision: Latest}
	if unit.Merged == "" || slices.ContainsFunc(streams, func(r Ref) bool { return r.Stream == next.Stream }) {
		return streams
	}
	return append(slices.Clip(streams), next)
}

// Term is a term of a body: how many belong to it, from one day to another, or to
// no end.
type Term struct {
	From, Until Date
	Members     int
}

// Terms are those of one body in the order in which they begin. They are shared
// with whoever they were offered to and never changed in place.
type Terms []Term

// On is how many belong to a body on a day, and false where that is not on
// record: before the first term, and after the last one has ended.
func (all Terms) On(day Date) (members int, known bool) {
	for _, t := range slices.Backward(all) {
		if !t.From.After(day) {
			return t.Members, t.Until.IsZero() || !t.Until.Before(day)
		}
	}
	return 0, false
}

// Begun reports whether a body is on record as of a day: that a term has begun,
// be it over or not.
func (all Terms) Begun(day Date) bool {
	return slices.ContainsFunc(all, func(t Term) bool { return !t.From.After(day) })
}

// With is the terms with one more that begins last. The receiver stays as it is.
func (all Terms) With(t Term) Terms { return append(slices.Clip(all), t) }
