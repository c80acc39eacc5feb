package domain

import "slices"

// WholeCounty is the place that all others lie within: the ledger's own stream.
const WholeCounty = "county-self"

// Level is how wide a place is.
type Level string

// The levels, from the widest. The category of a place's stream tells its
// level.
const (
	CountyLevel    Level = "county"
	TownLevel      Level = "town"
	CommunityLevel Level = "community"
)

var levels = []Level{CommunityLevel, TownLevel, CountyLevel}

// Codes lists the levels with their names.
func (Level) Codes() []Code {
	return []Code{
		{string(CountyLevel), "county", "县市"},
		{string(TownLevel), "town", "镇街"},
		{string(CommunityLevel), "community", "社区"},
	}
}

// LevelOf is the level of a place, given by its stream, and false for a stream
// that is no place.
func LevelOf(place string) (Level, bool) {
	category, _ := SplitStream(place)
	l := Level(category)
	return l, slices.Contains(levels, l)
}

// AtLeast reports whether a level is as wide as another one, or wider.
func (l Level) AtLeast(other Level) bool {
	return slices.Index(levels, l) >= slices.Index(levels, other)
}

// Placed is implemented by a state that belongs to a place, and by a command
// whose effect lies in another place than its stream does, or that begins a
// stream; the event that such a command gives implements it too, unless its
// stream is placed there from then on. What is not placed belongs to the whole
// county.
type Placed interface {
	// PlacedAt is the stream of a place, such as community-370782101; "" is
	// the whole county.
	PlacedAt() string
}

// PlaceName is what a place offers: that it exists, what it is called, and what
// it lies within.
type PlaceName struct {
	// ID is the part of the stream's name after the category.
	ID string
	// Name is Chinese; NameEnglish may be empty.
	Name, NameEnglish string
	// Within are the streams of the places that it lies within, the nearest
	// first. A state knows the nearest; whoever hands it over adds the others,
	// up to [WholeCounty].
	Within []string
}
