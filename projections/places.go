package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
)

// placesView is the towns and the communities. An id is unique among those of
// its kind only.
var placesView = &view{
	name:       "places",
	version:    1,
	categories: []string{"town", "community"},
	tables: []table{{
		name: "place",
		columns: []column{
			{"kind", textColumn}, {"id", textColumn}, {"parent", textColumn},
			{"code", textColumn}, {"name", textColumn}, {"name_english", textColumn},
		},
		indexes: []string{"kind, id", "parent"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		switch s := state.(type) {
		case town.Town:
			to.put(0, string(TownPlace), s.ID, "", s.Code, s.Name, s.NameEnglish)
		case community.Community:
			to.put(0, string(CommunityPlace), s.ID, s.Town, s.Code, s.Name, s.NameEnglish)
		}
	},
}

// PlaceKind is a level of places.
type PlaceKind string

// The kinds of places.
const (
	TownPlace      PlaceKind = "town"
	CommunityPlace PlaceKind = "community"
)

// Place is a town or a community.
type Place struct {
	Origin
	Kind PlaceKind `json:"kind"`
	// ID is the part of the stream's name after the category.
	ID string `json:"id"`
	// Town is the stream of the town that a community belongs to.
	Town string `json:"town,omitzero"`
	// Code is the statistical division code, and may be empty.
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
			err = s(&p.Origin, &p.Kind, &p.ID, &p.Town, &p.Code, &p.Name, &p.NameEnglish)
			return p, err
		})
}
