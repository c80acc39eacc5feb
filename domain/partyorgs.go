package domain

// Area says whether something belongs to the towns or to the countryside.
type Area string

// The areas.
const (
	Urban Area = "urban" // departments, enterprises, schools
	Rural Area = "rural"
)

// Codes lists the areas with their names.
func (Area) Codes() []Code {
	return []Code{
		{string(Urban), "of the city", "城区"},
		{string(Rural), "of the countryside", "农村"},
	}
}

// PartyOrganisation is what an organisation of the Party offers, beside its
// [PlaceName], to those that are paired with it and to what it plans.
type PartyOrganisation struct{ Area Area }
