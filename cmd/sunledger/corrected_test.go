package main

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// What was known before a correction is shown as it was, and how the proposal
// stood; but for what is hidden, which is hidden in every past.
func TestCorrectedAsItWasKnown(t *testing.T) {
	step := func(name string) domain.Event { return request.StepRecorded{Name: name} }
	proposed := func(kind domain.CorrectionKind, revision int64, name string) domain.Event {
		return domain.CorrectionProposed{Kind: kind, Amend: []domain.Amendment{{Revision: revision, Event: domain.Payload{Event: step(name)}}}}
	}
	var history []domain.Recorded
	for i, e := range []domain.Event{
		step("a"), step("b"),
		proposed(domain.Clerical, 0, "A"), domain.CorrectionApproved{Proposal: 2},
		proposed(domain.Privacy, 1, "B"), domain.CorrectionApproved{Proposal: 4},
	} {
		history = append(history, domain.Recorded{
			Fact: domain.Fact{Event: e}, ID: uuid.New(), Stream: "request-1", Revision: int64(i), Position: uint64(i + 1),
		})
	}
	now, err := correctedOf(history, domain.AsOf{})
	require.NoError(t, err)
	before, err := correctedOf(history, domain.KnownAt(3)) // the first proposal is known, no approval
	require.NoError(t, err)

	name := func(c corrected, revision int64) string { return c.now[revision].Event.(request.StepRecorded).Name }
	require.Equal(t, "A", name(now, 0))
	require.Equal(t, "a", name(before, 0))
	by, void := now.change(0)
	require.Equal(t, int64(2), by.Proposal.Revision)
	require.False(t, void)
	by, void = before.change(0)
	require.Nil(t, by)
	require.False(t, void)
	require.Equal(t, domain.CorrectionIsInForce, now.status(2).Status)
	require.Equal(t, domain.CorrectionWaits, before.status(2).Status)

	for _, c := range []corrected{now, before} {
		require.True(t, c.isHidden(1))
		require.Equal(t, "B", name(c, 1))
		by, _ := c.change(1)
		require.Equal(t, int64(5), by.Decided.Revision)
	}
	require.Nil(t, before.status(4), "the proposal itself was not known")
}
