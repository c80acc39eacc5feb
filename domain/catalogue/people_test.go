package catalogue_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/reform"
)

// bound is a Sealer whose envelopes are their places and texts in clear.
type bound struct{}

func (bound) Seal(at domain.Place, text []byte) (domain.Envelope, error) {
	return domain.Envelope(at.Field + " " + at.Owner() + " " + string(text)), nil
}

func (bound) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	prefix := at.Field + " " + at.Owner() + " "
	if len(e) < len(prefix) || string(e[:len(prefix)]) != prefix {
		return nil, domain.ErrErased
	}
	return e[len(prefix):], nil
}

func (bound) Fingerprint(domain.Place, []byte) ([]byte, error) { return []byte{1}, nil }

// What is sealed in a list is found where it was sealed.
func TestPeopleOfAListOpenWhereTheyWereSealed(t *testing.T) {
	names := []string{"甲", "乙", "丙"}
	var members []domain.Personal
	for _, name := range names {
		members = append(members, domain.About(uuid.New(), name))
	}
	stream, id := "reform-qz", uuid.New()
	data, err := catalogue.Standard.Encode(reform.RosterDrafted{First: 1, Count: 3, Members: members}, bound{}, stream, id)
	require.NoError(t, err)
	e, err := catalogue.Standard.Decode("reform.roster-drafted", data)
	require.NoError(t, err)
	people := catalogue.Standard.People(domain.Recorded{Fact: domain.Fact{Event: e}, Stream: stream, ID: id})
	require.Len(t, people, len(names))
	for i, p := range people {
		text, err := p.Text.Open(bound{}, p.At)
		require.NoError(t, err, p.At.Field)
		require.Equal(t, names[i], text)
	}
}
