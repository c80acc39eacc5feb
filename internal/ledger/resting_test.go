package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

func (d *desk) restingOn(stream string, revision int64) (all []string) {
	d.t.Helper()
	for r, err := range d.RestingOn(d.t.Context(), stream, revision) {
		require.NoError(d.t, err)
		all = append(all, fmt.Sprintf("%s@%d", r.Stream, r.Revision))
	}
	return all
}

// What was decided on a fact in other streams is listed when that is corrected,
// and each of it is settled.
func TestWhatRestsOnACorrectedFact(t *testing.T) {
	d := newDesk(t)
	place := here
	first := d.stream
	d.must(ledger.Request{ID: "qiaozhuang", Command: community.Rename{Name: "乔庄新社区"}}) // revision 1
	second := d.must(ledger.Request{Actor: d.clerk, Command: submit}).Stream
	require.Contains(t, d.restingOn(place, 0), first+"@0")
	require.Contains(t, d.restingOn(place, 0), second+"@0")
	require.NotContains(t, d.restingOn(place, 1), first+"@0", "it was decided before that")
	require.Contains(t, d.restingOn(place, 1), second+"@0")
	require.NotContains(t, d.restingOn(place, 0), first+"@1", "what does not rest on the place")
	require.Empty(t, d.restingOn(first, 0))
	for _, err := range d.RestingOn(t.Context(), first, 9) {
		require.Equal(t, "no_such_revision", code(t, err))
	}

	d.stream = place
	proposal := d.must(ledger.Request{Actor: d.corrector, ID: place, Command: set(1, `{"name":"乔庄老社区"}`)})
	approval := d.must(ledger.Request{Actor: d.second, ID: place, Command: domain.ApproveCorrection{Proposal: proposal.Revision}})
	e := approval.Events[0].Event.(domain.CorrectionApproved)
	require.Equal(t, []string{second + "@0"}, e.Resting)
	require.Zero(t, e.More)

	settle := func(resting string, how domain.Settlement) domain.SettleCorrection {
		return domain.SettleCorrection{Approval: approval.Revision, Resting: resting, How: how, Reason: domain.Note("已核对")}
	}
	d.refused("role_missing", ledger.Request{Actor: d.clerk, Command: settle(second+"@0", domain.Stands)})
	d.refused("not_resting", ledger.Request{Actor: d.corrector, Command: settle(first+"@0", domain.Stands)})
	d.refused("not_resting", ledger.Request{Actor: d.corrector, Command: settle("nonsense", domain.Stands)})
	d.refused("not_an_approval", ledger.Request{Actor: d.corrector, Command: domain.SettleCorrection{Approval: proposal.Revision, Resting: second + "@0", How: domain.Stands, Reason: domain.Note("r")}})
	d.refused("not_corrected", ledger.Request{Actor: d.corrector, Command: settle(second+"@0", domain.Corrected)})
	other := d.must(ledger.Request{Actor: d.clerk, ID: second, Command: set(0, `{"people":5}`)})
	d.refused("not_corrected", ledger.Request{Actor: d.corrector, Command: settle(second+"@0", domain.Corrected)})
	d.must(ledger.Request{Actor: d.corrector, ID: second, Command: domain.ApproveCorrection{Proposal: other.Revision}})
	d.must(ledger.Request{Actor: d.corrector, ID: place, Command: settle(second+"@0", domain.Corrected)})
	d.refused("already_settled", ledger.Request{Actor: d.corrector, Command: settle(second+"@0", domain.Stands)})
	all, err := domain.CorrectionsOf(d.history())
	require.NoError(t, err)
	require.Empty(t, all[0].Unsettled())
	d.sound()
}

// The list has an end, and says how much more there is.
func TestTheListOfWhatRestsIsBounded(t *testing.T) {
	d := newDesk(t)
	d.doctored = true
	history := d.history()
	command := uuid.New()
	stream := "request-" + uuid.NewString()
	const more = 3
	var events []eventstore.Event
	for i := range domain.MaxResting + more {
		var e domain.Event = request.Submitted{Matter: "B07", Place: "qiaozhuang", Channel: request.Window, People: 1}
		if i > 0 {
			e = request.Supervised{By: "镇政府"}
		}
		r := history[0]
		r.Event, r.CommandID, r.Evidence = e, command, []domain.Ref{{Stream: here, Revision: 0}}
		id := uuid.NewSHA1(command, fmt.Appendf(nil, "%s/%d", stream, i))
		data, err := catalogue.Standard.Encode(e, d.keys, stream, id)
		require.NoError(t, err)
		meta, err := catalogue.Standard.EncodeMetadata(r)
		require.NoError(t, err)
		events = append(events, eventstore.Event{ID: id, Type: e.EventType(), Data: data, Metadata: meta})
	}
	expected := eventstore.NoStream
	for len(events) > 0 {
		n := min(500, len(events))
		_, err := d.store.Append(t.Context(), stream, expected, events[:n]...)
		require.NoError(t, err)
		if expected == eventstore.NoStream {
			expected = -1
		}
		expected += eventstore.Revision(n)
		events = events[n:]
	}
	others := len(d.restingOn(here, 0)) - domain.MaxResting - more
	require.Positive(t, others, "the request of the desk, and the roles granted there")
	d.stream = here
	approved := d.corrected(set(0, `{"name":"乔庄老社区"}`))
	e := d.history()[approved].Event.(domain.CorrectionApproved)
	require.Len(t, e.Resting, domain.MaxResting)
	require.Equal(t, others+more, e.More)
}

// A ledger with every kind of correction, of several streams, is a sound one.
func TestAVerifiedLedgerOfCorrections(t *testing.T) {
	d := notedDesk(t)
	request := d.stream
	undone := d.corrected(set(0, `{"people":3,"summary":"补办卡"}`))
	d.corrected(terms(domain.ProposeCorrection{Kind: domain.Legal, Void: []int64{undone}}))
	rejected := d.propose(set(0, `{"people":7}`))
	d.must(ledger.Request{Actor: d.second, ID: d.stream, Command: domain.RejectCorrection{Proposal: rejected, Reason: domain.Note("无误")}})
	d.corrected(terms(domain.ProposeCorrection{Kind: domain.Retraction, Void: []int64{3}}))
	d.corrected(terms(domain.ProposeCorrection{Insert: []domain.Addition{{After: 2, Type: "request.supervised", Data: domain.Clear(domain.Object(`{"by":"县政府","note":"补记"}`)), OccurredAt: d.clock.Now()}}}))
	d.corrected(hiding(set(2, `{"by":"村民代表"}`)))
	d.propose(set(0, `{"people":4}`))
	d.stream = "matter-B07"
	county := ledgertest.Open(t, d.Ledger, d.actor, "县更正员", domain.WholeCounty, domain.RecordsCorrector)
	p := d.must(ledger.Request{ID: d.stream, Command: set(0, `{"basis":"鲁政发〔2013〕14号"}`)})
	a := d.must(ledger.Request{Actor: county, ID: d.stream, Command: domain.ApproveCorrection{Proposal: p.Revision}})
	resting := a.Events[0].Event.(domain.CorrectionApproved).Resting
	require.Contains(t, resting, request+"@0")
	require.Contains(t, resting, request+"@1")
	for _, r := range resting {
		if !strings.HasPrefix(r, "request-") {
			t.Errorf("%s rests on a matter", r)
		}
		d.must(ledger.Request{Actor: county, ID: d.stream, Command: domain.SettleCorrection{Approval: a.Revision, Resting: r, How: domain.Stands, Reason: domain.Note("r")}})
	}
	d.sound()
}
