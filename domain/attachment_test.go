package domain_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

func TestTitlesOfAttachments(t *testing.T) {
	event, key := uuid.MustParse("7b1f7c5e-0000-4000-8000-00000000000e"), uuid.MustParse("7b1f7c5e-0000-4000-8000-00000000000f")
	public := domain.Attachment{Audience: domain.Public, Title: domain.Note("minutes of 9 September")}
	same, err := public.SealTitle(nil, event)
	require.NoError(t, err)
	require.Equal(t, public, same)
	title, err := same.OpenTitle(nil, event)
	require.NoError(t, err)
	require.Equal(t, "minutes of 9 September", title)

	untitled := domain.Attachment{Audience: domain.Restricted, Key: key}
	same, err = untitled.SealTitle(nil, event)
	require.NoError(t, err)
	require.Equal(t, untitled, same)

	with := &placing{}
	sealed, err := domain.Attachment{Audience: domain.Village, Key: key, Title: domain.Note("the ballots")}.SealTitle(with, event)
	require.NoError(t, err)
	_, clear := sealed.Title.Value()
	require.False(t, clear)
	title, err = sealed.OpenTitle(with, event)
	require.NoError(t, err)
	require.Equal(t, "the ballots", title)
	require.Equal(t, domain.Place{Stream: "file-" + key.String(), Event: event, Field: "/title"}, with.at)
	require.Equal(t, "file-"+key.String(), with.at.Owner())
	_, err = sealed.OpenTitle(with, key)
	require.Error(t, err, "it is sealed for one event")
}

// placing is a sealer that opens at the place of sealing only.
type placing struct {
	domain.Sealer
	at domain.Place
}

func (p *placing) Seal(at domain.Place, text []byte) (domain.Envelope, error) {
	p.at = at
	return domain.Envelope(text), nil
}

func (p *placing) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	if at != p.at {
		return nil, domain.ErrErased
	}
	return e, nil
}
