package catalogue_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Whatever event a proposal would put in the place of a record, everybody can be
// shown it, and that it changes nothing where it is the same.
func TestAmendmentsOfEveryEvent(t *testing.T) {
	for _, spec := range catalogue.Standard.Events() {
		name := spec.Prototype.EventType()
		data, err := os.ReadFile(filepath.Join(frozenDir, name+".json"))
		require.NoError(t, err)
		e, err := catalogue.Standard.Decode(name, bytes.TrimSuffix(data, []byte("\n")))
		require.NoError(t, err)
		recorded := catalogue.Standard.Publish(domain.Recorded{Fact: domain.Fact{Event: e}, Stream: "request-1", Revision: 3}, false)
		p := domain.CorrectionProposed{Amend: []domain.Amendment{{Revision: 3, Event: domain.Payload{Event: e}, OccurredAt: time.Unix(7, 0)}}}
		proposal := domain.Recorded{Fact: domain.Fact{Event: p}, Stream: "request-1", Revision: 5}

		amended := catalogue.Standard.Publish(proposal, false).Amendments()
		require.Len(t, amended, 1)
		require.EqualValues(t, 3, amended[0].Revision())
		require.Equal(t, time.Unix(7, 0), amended[0].OccurredAt())
		all, err := amended[0].Differences(recorded)
		require.NoError(t, err, name)
		require.Empty(t, all, name)
		require.Empty(t, catalogue.Standard.Publish(proposal, true).Amendments(), "what is hidden asks for nothing")
		if !domain.IsCorrection(e) {
			require.Empty(t, recorded.Amendments())
		}
	}
}

func TestDifferences(t *testing.T) {
	decode := func(data string, hidden bool) catalogue.Public {
		e, err := catalogue.Standard.Decode("request.submitted", []byte(data))
		require.NoError(t, err)
		return catalogue.Standard.Publish(domain.Recorded{Fact: domain.Fact{Event: e}}, hidden)
	}
	const was = `{"matter":"B07","place":"c1","channel":"phone","people":2}`
	const now = `{"matter":"B07","place":"c2","channel":"phone","people":2,"summary":{"sealed":"c2VhbGVk"}}`
	all, err := decode(now, false).Differences(decode(was, false))
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, []string{"place", `"c1"`, `"c2"`}, []string{all[0].Field.Name, string(all[0].Before), string(all[0].After)})
	require.Equal(t, "summary", all[1].Field.Name)
	require.Nil(t, all[1].Before)
	require.Equal(t, `"[sealed]"`, string(all[1].After))
	for _, hidden := range [][2]bool{{true, false}, {false, true}} {
		all, err := decode(now, hidden[0]).Differences(decode(was, hidden[1]))
		require.NoError(t, err)
		require.Empty(t, all)
	}
}
