package projections_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/projections"
)

func TestCorrectionsAreListed(t *testing.T) {
	log := newLog()
	submitted := request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}
	proposed := func(kind domain.CorrectionKind, void ...int64) domain.CorrectionProposed {
		return domain.CorrectionProposed{Kind: kind, Reason: domain.Note("slip"), RestsOn: domain.OnDocument, Basis: "minutes", Void: void}
	}
	log.add(t, "request-a", submitted, monday)
	log.add(t, "request-a", request.Assigned{Handler: "twice"}, monday.Add(time.Hour))
	log.add(t, "request-b", submitted, monday.Add(2*time.Hour))
	log.add(t, "request-a", proposed(domain.Retraction, 1), monday.Add(50*time.Hour))
	log.add(t, "request-a", domain.CorrectionApproved{Proposal: 2, Resting: []string{"request-b@0", "request-c@1"}, More: 3}, monday.Add(73*time.Hour))
	log.add(t, "request-b", proposed(domain.Clerical, 0), monday.Add(74*time.Hour))
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	page := func(f projections.CorrectionFilter) []projections.Correction {
		t.Helper()
		got := read(t, v, func(q *projections.Query) (projections.CorrectionPage, error) {
			return q.Corrections(f, projections.Page{})
		})
		require.Len(t, got.Corrections, got.Total)
		return got.Corrections
	}
	all := page(projections.CorrectionFilter{})
	require.Len(t, all, 2)
	require.Equal(t, "request-b", all[0].Stream, "the last proposed comes first")
	require.Equal(t, domain.CorrectionWaits, all[0].Status)
	require.Nil(t, all[0].Decided)
	require.Nil(t, all[0].Days)
	require.Equal(t, "community-p", all[0].Place)

	approved := all[1]
	require.Equal(t, domain.CorrectionIsInForce, approved.Status)
	require.Equal(t, domain.Retraction, approved.Kind)
	require.EqualValues(t, 2, approved.Proposed)
	require.EqualValues(t, 3, *approved.Decided)
	require.Equal(t, 3, *approved.Days, "from the record to the decision")
	require.Equal(t, []string{"request-b@0", "request-c@1"}, approved.Unsettled)
	require.Equal(t, 3, approved.More)

	require.Len(t, page(projections.CorrectionFilter{Unsettled: true}), 1)
	require.Len(t, page(projections.CorrectionFilter{Status: domain.CorrectionWaits}), 1)
	require.Len(t, page(projections.CorrectionFilter{Kind: domain.Retraction, Stream: "request-a"}), 1)
	require.Len(t, page(projections.CorrectionFilter{Place: domain.WholeCounty}), 2)
	require.Empty(t, page(projections.CorrectionFilter{Place: "community-elsewhere"}))

	// What is settled is no longer listed, and an undone correction has nothing
	// to be settled.
	log.add(t, "request-a", domain.CorrectionSettled{Approval: 3, Resting: "request-b@0", How: domain.Stands, Reason: domain.Note("looked at")}, monday.Add(80*time.Hour))
	waitFor(t, v, log.last())
	require.Equal(t, []string{"request-c@1"}, page(projections.CorrectionFilter{Unsettled: true})[0].Unsettled)
	log.add(t, "request-a", proposed(domain.Clerical, 3), monday.Add(81*time.Hour))
	log.add(t, "request-a", domain.CorrectionApproved{Proposal: 5}, monday.Add(82*time.Hour))
	waitFor(t, v, log.last())
	require.Empty(t, page(projections.CorrectionFilter{Unsettled: true}))
	require.Len(t, page(projections.CorrectionFilter{Status: domain.CorrectionWasUndone}), 1)

	log.add(t, "request-a", proposed(domain.Clerical, 0), monday.Add(83*time.Hour))
	log.add(t, "request-b", domain.CorrectionRejected{Proposal: 1, Reason: domain.Note("no")}, monday.Add(84*time.Hour))
	waitFor(t, v, log.last())
	require.Equal(t, "request-a", page(projections.CorrectionFilter{})[0].Stream)
	require.Equal(t, "request-b", page(projections.CorrectionFilter{Latest: true})[0].Stream, "it was decided last")
}

// What is corrected for privacy is hidden in views of the past, too, those that
// were built before it was approved.
func TestPrivacyHoldsForThePast(t *testing.T) {
	log := newLog()
	log.add(t, "request-a", request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, monday)
	log.add(t, "request-a", request.Assigned{Handler: "王松滨"}, monday.Add(time.Hour))
	log.add(t, "request-b", request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, monday.Add(2*time.Hour))
	before := log.last()
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	handler := func(known uint64) (name string) {
		t.Helper()
		require.NoError(t, v.Past().Read(t.Context(), domain.KnownAt(known), func(q *projections.Query) error {
			r, err := q.Request("a")
			name = r.Handler
			return err
		}))
		return name
	}
	require.Equal(t, "王松滨", handler(before-1))
	log.add(t, "request-a", domain.CorrectionProposed{
		Kind: domain.Privacy, Reason: domain.Note("a name"), RestsOn: domain.OnDocument, Basis: "minutes",
		Amend: []domain.Amendment{{Revision: 1, Event: domain.Payload{Event: request.Assigned{Handler: "窗口"}}, OccurredAt: monday.Add(time.Hour)}},
	}, monday.Add(3*time.Hour))
	require.Equal(t, "王松滨", handler(before-1), "while it is only proposed")
	log.add(t, "request-a", domain.CorrectionApproved{Proposal: 2}, monday.Add(4*time.Hour))
	waitFor(t, v, log.last())
	require.Equal(t, "窗口", handler(before-1))
	require.Equal(t, "窗口", handler(before))
	require.Equal(t, "窗口", read(t, v, func(q *projections.Query) (string, error) {
		r, err := q.Request("a")
		return r.Handler, err
	}))
}
