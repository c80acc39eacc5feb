package catalogue_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
)

// placed opens what was "sealed" by being its own place.
type placed struct{ reversing }

func (placed) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	if at.Field != string(e) {
		return nil, &domain.Rejection{Message: "sealed at " + string(e) + ", opened at " + at.Field}
	}
	return []byte(`"hush"`), nil
}

// What somebody may read of an event is asked for by the innermost event and the
// audience of the field, and opened where it was sealed.
func TestReadingWithholdsAndFindsItsPlace(t *testing.T) {
	c := catalogue.Standard
	completed := func(at string) domain.Event {
		return request.Completed{Outcome: request.Solved, Note: domain.FromEnvelope[string](domain.Envelope(at + "/note"))}
	}
	proposed := domain.CorrectionProposed{
		Kind: domain.Clerical, Reason: domain.FromEnvelope[string](domain.Envelope("/reason")),
		Insert: []domain.Insertion{{After: 1, Event: domain.Payload{Event: completed("/insert/0/event/data")}}},
	}
	record := func(e domain.Event) domain.Recorded {
		return domain.Recorded{Fact: domain.Fact{Event: e}, ID: uuid.Max, Stream: "request-1"}
	}
	only := func(allowed string) catalogue.Reading {
		return catalogue.Reading{Lang: domain.English, Open: placed{}, May: func(e domain.Event, a domain.Audience) bool {
			return e.EventType() == allowed && a == domain.Restricted
		}}
	}

	text, err := c.RevealTo(record(proposed), only("correction.proposed"))
	require.NoError(t, err)
	require.Contains(t, string(text), `"reason":"hush"`)
	require.Contains(t, string(text), `"note":"[sealed]"`)
	text, err = c.RevealTo(record(proposed), only("request.completed"))
	require.NoError(t, err)
	require.Contains(t, string(text), `"reason":"[sealed]"`)
	require.Contains(t, string(text), `"note":"hush"`)

	// The amended event itself, which stands in a proposal.
	as := only("request.completed")
	as.Path = "/amend/3/event/data"
	text, err = c.RevealTo(record(completed(as.Path)), as)
	require.NoError(t, err)
	require.Contains(t, string(text), `"note":"hush"`)
	texts := map[string]string{}
	for _, f := range c.FieldsOf(record(completed(as.Path)), as) {
		texts[f.Field.Name] = f.Text
	}
	require.Equal(t, "hush", texts["note"])
	for _, f := range c.FieldsOf(record(completed(as.Path)), only("request.accepted")) {
		texts[f.Field.Name] = f.Text
	}
	require.Equal(t, "[not public]", texts["note"])
	_, err = c.RevealTo(record(completed(as.Path)), only("request.completed"))
	require.ErrorContains(t, err, "sealed at /amend/3/event/data/note", "without its path it is not where it was sealed")
}
