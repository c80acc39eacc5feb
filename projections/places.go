package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
)

// placesView is the towns, the communities, and the natural villages and
// collectives within them, with who may vote there, who holds which post, and the
// terms of their bodies, and what is done in communities and for them. An id is
// unique among those of its kind only.
var placesView = &view{
	name:       "places",
	version:    4,
	categories: []string{"town", "community", "village", "collective"},
	tables: append([]table{
		{
			name: "place",
			columns: []column{
				{"kind", textColumn}, {"id", textColumn}, {"parent", textColumn},
				{"code", textColumn}, {"name", textColumn}, {"name_english", textColumn},
				// level is that at which it decides or owns, "" of a town; merged is
				// the stream that it goes on in.
				{"level", textColumn}, {"merged", textColumn},
			},
			indexes: []string{"kind, id", "parent"},
		},
		{
			name: "electorate",
			columns: []column{
				{"as_of", integerColumn}, {"adults", integerColumn}, {"households", integerColumn},
				{"representatives", integerColumn}, {"members", integerColumn}, {"party_members", integerColumn},
				{"document", textColumn},
			},
		},
		{
			name: "official",
			columns: []column{
				{"post", textColumn}, {"seat", integerColumn}, {"body", textColumn}, {"name", textColumn},
				{"since", integerColumn}, {"until", optionColumn}, {"ended", optionColumn}, {"reason", textColumn},
			},
			indexes: []string{"post"},
		},
		{
			name:    "body",
			columns: []column{{"body", textColumn}, {"seats", integerColumn}, {"since", integerColumn}, {"until", optionColumn}},
		},
	}, workTables...),
	rows: func(state any, _ *time.Location, to *rowSet) {
		switch s := state.(type) {
		case town.Town:
			to.put(placeTable, string(TownPlace), s.ID, "", s.Code, s.Name, s.NameEnglish, "", "")
			to.putStaff(s.Staff)
		case community.Community:
			to.put(placeTable, string(CommunityPlace), s.ID, s.Town, s.Code, s.Name, s.NameEnglish, string(domain.VillageUnit), s.Merged)
			to.putElectorates(s.Electorates)
			for _, o := range s.Officials {
				to.put(officialTable, string(o.Post), storedInt(o.Seat), string(o.Post.Body()), o.Name,
					storedDay(o.From), storedDay(o.Until), storedDay(o.Ended), string(o.Reason))
			}
			for _, k := range s.Councils {
				to.put(bodyTable, string(k.Body), storedInt(k.Seats), storedDay(k.From), storedDay(k.Until))
			}
			to.putWork(s)
		case village.Village:
			to.put(placeTable, string(VillagePlace), s.ID, s.Community, "", s.Name, s.NameEnglish, string(domain.GroupUnit), "")
			to.putElectorates(s.Electorates)
			if k := s.Councils; !k.On.IsZero() {
				to.put(bodyTable, string(village.PartyCouncil), storedInt(k.PartyCouncil), storedDay(k.On), nil)
				to.put(bodyTable, string(village.VillagersCouncil), storedInt(k.VillagersCouncil), storedDay(k.On), nil)
			}
		case collective.Collective:
			to.put(placeTable, string(CollectivePlace), s.ID, s.Community, s.Code, s.Name, s.NameEnglish, string(s.Level), s.Merged)
			to.putElectorates(s.Electorates)
		}
	},
}

// The tables of placesView.
const (
	placeTable = iota
	electorateTable
	officialTable
	bodyTable
)

func (s *rowSet) putElectorates(all domain.Electorates) {
	for _, e := range all {
		s.put(electorateTable, storedDay(e.AsOf), storedInt(e.Adults), storedInt(e.Households),
			storedInt(e.Representatives), storedInt(e.Members), storedInt(e.PartyMembers), e.Document)
	}
}

// PlaceKind is a kind of places.
type PlaceKind string

// The kinds of places.
const (
	TownPlace       PlaceKind = "town"
	CommunityPlace  PlaceKind = "community"
	VillagePlace    PlaceKind = "village"
	CollectivePlace PlaceKind = "collective"
)

// PlaceKinds are the kinds of places, the widest first.
func PlaceKinds() []PlaceKind {
	return []PlaceKind{TownPlace, CommunityPlace, VillagePlace, CollectivePlace}
}

// Place is a town, a community, a natural village or a collective.
type Place struct {
	Origin
	Kind PlaceKind `json:"kind"`
	// ID is the part of the stream's name after the category.
	ID string `json:"id"`
	// Parent is the stream of the town that a community belongs to, or of the
	// community that a village or a collective belongs to.
	Parent string `json:"parent,omitzero"`
	// Code is the statistical division code, of a collective its unified social
	// credit code, and may be empty.
	Code string `json:"code,omitzero"`
	// Name is Chinese; NameEnglish may be empty.
	Name        string `json:"name"`
	NameEnglish string `json:"nameEnglish,omitzero"`
}

// Places lists all places of a kind in the order of their codes and ids.
func (q *Query) Places(kind PlaceKind) ([]Place, error) {
	return q.places(`WHERE kind = ? ORDER BY code, id`, string(kind))
}

// Place is the place of a stream, or [ErrNotFound].
func (q *Query) Place(stream string) (Place, error) {
	return only(q.places(`WHERE stream = ?`, stream))
}

func (q *Query) places(where string, args ...any) ([]Place, error) {
	return list(q, `SELECT `+originList+`, kind, id, parent, code, name, name_english FROM place `+where, args,
		func(s scan) (p Place, err error) {
			err = s(&p.Origin, &p.Kind, &p.ID, &p.Parent, &p.Code, &p.Name, &p.NameEnglish)
			return p, err
		})
}
