package domain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// private is a proposal of the kind privacy.
func private(p domain.CorrectionProposed) domain.CorrectionProposed {
	p.Kind = domain.Privacy
	return p
}

func resealing(revision int64, e domain.Event) domain.Resealing {
	return domain.Resealing{Revision: revision, Event: domain.Payload{Event: e}}
}

func TestCorrectionsOf(t *testing.T) {
	events := []domain.Event{
		note("a"), note("b"), // 0, 1
		voiding(0), // 2 waits
		voiding(1), // 3 rejected
		domain.CorrectionRejected{Proposal: 3},
		amending(0, "A", day(1)), // 5 in force
		domain.CorrectionApproved{Proposal: 5, Resting: []string{"request-1@3", "request-2@0"}, More: 4},
		domain.CorrectionSettled{Approval: 6, Resting: "request-2@0", How: domain.Stands},
		voiding(1), // 8 undone
		domain.CorrectionApproved{Proposal: 8, Resting: []string{"request-3@0"}},
		voiding(9), approve(10), // and what undid it
	}
	all, err := domain.CorrectionsOf(history(events...))
	require.NoError(t, err)
	var got []string
	for _, c := range all {
		decided := int64(-1)
		if c.Decided != nil {
			decided = c.Decided.Revision
		}
		got = append(got, fmt.Sprintf("%d %s by %d, resting %v and %d more, settled %d, unsettled %v", c.Proposal.Revision, c.Status, decided, c.Resting, c.More, len(c.Settled), c.Unsettled()))
	}
	require.Equal(t, []string{
		"2 proposed by -1, resting [] and 0 more, settled 0, unsettled []",
		"3 rejected by 4, resting [] and 0 more, settled 0, unsettled []",
		"5 approved by 6, resting [request-1@3 request-2@0] and 4 more, settled 1, unsettled [request-1@3]",
		"8 undone by 9, resting [request-3@0] and 0 more, settled 0, unsettled []",
		"10 approved by 11, resting [] and 0 more, settled 0, unsettled []",
	}, got)
	require.Equal(t, domain.Clerical, all[0].Terms().Kind)

	none, err := domain.CorrectionsOf(history(note("a")))
	require.NoError(t, err)
	require.Empty(t, none)
	_, err = domain.CorrectionsOf(history(note("a"), approve(0)))
	require.Error(t, err)
}

func TestSettle(t *testing.T) {
	k := correcting(
		note("a"), voiding(0), domain.CorrectionApproved{Proposal: 1, Resting: []string{"note-2@1", "note-2@0", "note-3@0"}},
		domain.CorrectionSettled{Approval: 2, Resting: "note-3@0", How: domain.Stands},
		note("c"), voiding(4), domain.CorrectionRejected{Proposal: 5},
	)
	other := history(note("x"), note("y"), amending(1, "Y", day(2)), approve(2))
	for name, c := range map[string]struct {
		settled domain.CorrectionSettled
		code    string
	}{
		"stands":                  {domain.CorrectionSettled{Approval: 2, Resting: "note-2@0", How: domain.Stands}, ""},
		"corrected too":           {domain.CorrectionSettled{Approval: 2, Resting: "note-2@1", How: domain.Corrected}, ""},
		"said to be corrected":    {domain.CorrectionSettled{Approval: 2, Resting: "note-2@0", How: domain.Corrected}, "not_corrected"},
		"settled already":         {domain.CorrectionSettled{Approval: 2, Resting: "note-3@0", How: domain.Stands}, "already_settled"},
		"not listed":              {domain.CorrectionSettled{Approval: 2, Resting: "note-4@0", How: domain.Stands}, "not_resting"},
		"of a proposal":           {domain.CorrectionSettled{Approval: 1, Resting: "note-2@0", How: domain.Stands}, "not_an_approval"},
		"of a rejection":          {domain.CorrectionSettled{Approval: 6, Resting: "note-2@0", How: domain.Stands}, "not_an_approval"},
		"of nothing":              {domain.CorrectionSettled{Approval: 9, Resting: "note-2@0", How: domain.Stands}, "not_an_approval"},
		"in no way that there is": {domain.CorrectionSettled{Approval: 2, Resting: "note-2@0", How: "forgotten"}, "code_unknown"},
	} {
		err := k.Settle(c.settled, other)
		require.Equal(t, c.code, domain.CodeOf(err), "%s: %v", name, err)
		inBothLanguages(t, err)
	}
}

func TestFirst(t *testing.T) {
	h := history(note("a"), note("b"), note("c"), inserting(0, "x", day(1)), approve(3), voiding(2, 4), approve(5))
	for want, p := range map[int64]domain.CorrectionProposed{
		1: sound(domain.CorrectionProposed{Void: []int64{2}, Insert: inserting(1, "x", day(2)).Insert}),
		2: amending(2, "x", day(3)),
		0: voiding(2, 4), // what undoes a correction changes what that changed
	} {
		require.Equal(t, want, p.First(h))
	}
	require.EqualValues(t, 0, voiding(6).First(h), "and so does what undoes the undoing")
}

// What a correction for privacy takes the place of is hidden, and what holds
// the same: older proposals, and the correction that it undoes.
func TestHidden(t *testing.T) {
	for name, c := range map[string]struct {
		events []domain.Event
		hidden map[int64]int64
	}{
		"nothing":               {[]domain.Event{note("a"), amending(0, "A", day(1)), approve(1)}, nil},
		"only proposed":         {[]domain.Event{note("a"), private(voiding(0))}, nil},
		"rejected":              {[]domain.Event{note("a"), private(voiding(0)), domain.CorrectionRejected{Proposal: 1}}, nil},
		"voided":                {[]domain.Event{note("a"), private(voiding(0)), approve(1)}, map[int64]int64{0: 2}},
		"amended":               {[]domain.Event{note("a"), note("b"), private(amending(1, "B", day(2))), approve(2)}, map[int64]int64{1: 3}},
		"with an older one":     {[]domain.Event{note("a"), amending(0, "A", day(1)), approve(1), private(amending(0, "_", day(1))), approve(3)}, map[int64]int64{0: 4, 1: 4}},
		"with one that waits":   {[]domain.Event{note("a"), amending(0, "A", day(1)), private(amending(0, "_", day(1))), approve(2)}, map[int64]int64{0: 3, 1: 3}},
		"with one of meanwhile": {[]domain.Event{note("a"), private(amending(0, "_", day(1))), amending(0, "A", day(1)), approve(1)}, map[int64]int64{0: 3, 2: 3}},
		"not what came after":   {[]domain.Event{note("a"), private(amending(0, "_", day(1))), approve(1), amending(0, "-", day(1)), approve(3)}, map[int64]int64{0: 2}},
		"not of another record": {[]domain.Event{note("a"), note("b"), amending(1, "B", day(2)), approve(2), private(amending(0, "_", day(1))), approve(4)}, map[int64]int64{0: 5}},
		"a correction undone":   {[]domain.Event{note("a"), inserting(0, "name", day(1)), approve(1), private(voiding(2)), approve(3)}, map[int64]int64{1: 4, 2: 4}},
	} {
		hidden, err := domain.Hidden(history(c.events...))
		require.NoError(t, err, name)
		require.Equal(t, c.hidden, hidden, name)
	}
}

// A proposal that a correction for privacy hides is not put into force any
// more: it would bring back what was hidden.
func TestAHiddenProposalIsNotApproved(t *testing.T) {
	for name, events := range map[string][]domain.Event{
		"older":     {note("name"), amending(0, "name!", day(1)), private(amending(0, "_", day(1))), approve(2)},
		"meanwhile": {note("name"), private(amending(0, "_", day(1))), amending(0, "name!", day(1)), approve(1)},
	} {
		waits := map[string]int64{"older": 1, "meanwhile": 2}[name]
		err := correcting(events...).Approve(waits)
		require.Equal(t, "privacy_hides", domain.CodeOf(err), "%s: %v", name, err)
		inBothLanguages(t, err)
		require.NoError(t, correcting(events...).Reject(waits), name)
	}
}

func TestPrivacyIsNotUndone(t *testing.T) {
	events := []domain.Event{note("name"), private(amending(0, "_", day(1))), approve(1)}
	require.Equal(t, "privacy_stays", domain.CodeOf(correcting(events...).Propose(voiding(2))))
	require.NoError(t, correcting(events...).Propose(amending(0, "-", day(1))), "but it can be corrected further")
}

// A record that is void already is hidden all the same, and once.
func TestPrivacyOfWhatIsVoid(t *testing.T) {
	events := []domain.Event{note("name"), note("b"), voiding(0), approve(2)}
	require.NoError(t, correcting(events...).Propose(private(voiding(0))))
	events = append(events, private(voiding(0)))
	require.NoError(t, correcting(events...).Approve(4))
	events = append(events, approve(4))
	hidden, err := domain.Hidden(history(events...))
	require.NoError(t, err)
	require.Equal(t, map[int64]int64{0: 5}, hidden)
	require.Equal(t, "changes_nothing", domain.CodeOf(correcting(events...).Propose(private(voiding(0)))))
}

// Where a correction changed more than the one record, hiding it would take the
// rest along.
func TestPrivacyTakesAllThatWasCorrectedWithIt(t *testing.T) {
	both := sound(domain.CorrectionProposed{Amend: append(amending(0, "A", day(1)).Amend, amending(1, "B", day(2)).Amend...)})
	events := []domain.Event{note("a"), note("b"), both, approve(2)}
	err := correcting(events...).Propose(private(amending(0, "_", day(1))))
	require.Equal(t, "privacy_splits", domain.CodeOf(err))
	inBothLanguages(t, err)
	require.ErrorContains(t, err, "revision 2")
	together := sound(domain.CorrectionProposed{Amend: append(amending(0, "_", day(1)).Amend, amending(1, "B", day(2)).Amend...)})
	require.NoError(t, correcting(events...).Propose(private(together)))
	undone := private(amending(0, "_", day(1)))
	undone.Void = []int64{3}
	require.NoError(t, correcting(events...).Propose(undone), "nor is anything lost of what it undoes")

	added := both
	added.Amend, added.Insert = both.Amend[:1], inserting(1, "x", day(2)).Insert
	events = []domain.Event{note("a"), note("b"), added, approve(2)}
	require.Equal(t, "privacy_splits", domain.CodeOf(correcting(events...).Propose(private(amending(0, "_", day(1))))))
	events = append(events, voiding(3), approve(4))
	require.NoError(t, correcting(events...).Propose(private(amending(0, "_", day(1)))), "what was undone holds nothing that is shown")
}

// A view of what was known before a correction for privacy hides what it hides,
// and nothing else of it is different.
func TestKnownBeforeACorrectionForPrivacy(t *testing.T) {
	events := []domain.Event{
		note("name"), note("b"), amending(1, "B", day(2)), approve(2), // known at 40
		private(amending(0, "_", day(1))), approve(4), // known at 60
	}
	for at, want := range map[uint64]string{10: "_", 20: "_b", 30: "_b", 40: "_B", 50: "_B", 60: "_B"} {
		require.Equal(t, want, folded(t, domain.KnownAt(at), events...), "known at %d", at)
	}
	require.Equal(t, "_", folded(t, domain.AsOf{Stood: day(1)}, events...))
	// A correction that is not for privacy is seen from when it was recorded.
	events[4] = amending(0, "_", day(1))
	require.Equal(t, "nameB", folded(t, domain.KnownAt(50), events...))
}

// What rested on what is hidden has not happened, in a view that does not know
// yet how that was corrected.
func TestKnownBeforeWhatPrivacyRestsOn(t *testing.T) {
	events := []domain.Event{note("a"), note("(needs a)"), voiding(1), approve(2), private(voiding(0)), approve(4)}
	require.NoError(t, correcting(events[:4]...).Propose(private(voiding(0))))
	for at, want := range map[uint64]string{10: "", 20: "", 40: "", 60: ""} {
		require.Equal(t, want, folded(t, domain.KnownAt(at), events...), "known at %d", at)
	}
}

// What was sealed anew is opened where it stands now, corrections included.
func TestContents(t *testing.T) {
	proposal := amending(1, "B", day(2))
	again := amending(1, "B again", day(2))
	approved := domain.CorrectionApproved{Proposal: 4, Resealed: []domain.Resealing{
		resealing(1, note("b again")), resealing(2, again),
	}}
	h := history(note("name"), note("b"), proposal, approve(2), private(amending(0, "_", day(1))), approved)
	contents, err := domain.Contents(h)
	require.NoError(t, err)
	require.Len(t, contents, len(h))
	at := func(i int) string {
		return fmt.Sprintf("%d%s", contents[i].Holder.Revision, contents[i].Path)
	}
	require.Equal(t, []string{"0", "5/resealed/0/event/data", "5/resealed/1/event/data", "3", "4", "5"}, []string{at(0), at(1), at(2), at(3), at(4), at(5)})
	require.Equal(t, note("b again"), contents[1].Event)
	require.Equal(t, h[1].OccurredAt, contents[1].OccurredAt)

	effects, err := domain.Effective(h, domain.AsOf{})
	require.NoError(t, err)
	require.Equal(t, note("_"), effects[0].Event)
	require.Equal(t, "/amend/0/event/data/what", effects[0].PlaceOf("/what").Field)
	require.Equal(t, note("B again"), effects[1].Event, "an amendment in force stands in the proposal as sealed anew")
	require.Equal(t, "/resealed/1/event/data/amend/0/event/data/what", effects[1].PlaceOf("/what").Field)

	for name, bad := range map[string]domain.CorrectionApproved{
		"another type":     {Proposal: 4, Resealed: []domain.Resealing{resealing(1, proposal)}},
		"what comes later": {Proposal: 4, Resealed: []domain.Resealing{resealing(5, note("x"))}},
		"below the first":  {Proposal: 4, Resealed: []domain.Resealing{resealing(-1, note("x"))}},
	} {
		h[5].Event = bad
		_, err := domain.Contents(h)
		require.Error(t, err, name)
	}
}

// An insertion whose proposal was sealed anew is opened there.
func TestAnInsertionIsSealedAnew(t *testing.T) {
	again := inserting(0, "x again", day(1))
	h := history(note("a"), inserting(0, "x", day(1)), approve(1), note("name"), private(voiding(3)),
		domain.CorrectionApproved{Proposal: 4, Resealed: []domain.Resealing{resealing(1, again)}})
	effects, err := domain.Effective(h, domain.AsOf{})
	require.NoError(t, err)
	require.Equal(t, note("x again"), effects[1].Event)
	require.Equal(t, "/resealed/0/event/data/insert/0/event/data", effects[1].Path)
	require.EqualValues(t, 5, effects[1].Holder.Revision)
	require.EqualValues(t, 1, effects[1].Revision, "it is the proposal's all the same")
}
