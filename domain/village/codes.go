package village

import "github.com/sunledger/sunledger/domain"

// Council is one of the two councils of a natural village (两会).
type Council string

// The councils.
const (
	PartyCouncil     Council = "party-council"
	VillagersCouncil Council = "villagers-council"
)

// Codes lists the councils with their names.
func (Council) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(PartyCouncil), English: "Party members' council", Chinese: "党员议事会"},
		{Code: string(VillagersCouncil), English: "villagers' council", Chinese: "村民议事会"},
	}
}
