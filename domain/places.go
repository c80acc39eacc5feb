package domain

import (
	"slices"
	"strings"
)

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

// CheckPlace refuses an id that is not that of the stream that is acted on, of a
// category, and a name that says nothing.
func CheckPlace(act Act, category, id, name string) error {
	if CheckID(id) != nil || act.Stream != StreamOf(category, id) {
		return Reject("id_invalid",
			"%q cannot be the id of %s: write letters, digits, '-', '.' or '_'",
			"%q 不能作为 %s 的编号：请用字母、数字、'-'、'.' 或 '_'", id, act.Stream)
	}
	return CheckName(name)
}

// CheckName refuses a name that says nothing.
func CheckName(name string) error {
	if strings.TrimSpace(name) == "" {
		return Reject("name_missing", "the name is missing: give it in Chinese", "缺少名称：请填写中文名称")
	}
	return nil
}

// CheckRename refuses names that are the same as before, and one that says
// nothing.
func CheckRename(name, english, nameNow, englishNow string) error {
	if name == nameNow && english == englishNow {
		return Reject("same_name", "it is called %s already: give another name", "现名已为 %s：请填写新名称", name)
	}
	return CheckName(name)
}
