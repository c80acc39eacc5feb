package domain_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// A strict list is notes with policies: a line "forbidden" is against one, a
// line "in <place>" rests on that place, and "no more than n" is refused where
// there are more lines than that.
type strict struct {
	notes
	lines int
}

func (s strict) Evolve(f domain.Fact) (strict, error) {
	next, err := s.notes.Evolve(f)
	return strict{next, s.lines + 1}, err
}

func (s strict) Judge(e domain.Event, act domain.Act) error {
	what := e.(noted).What
	if place, rests := strings.CutPrefix(what, "in "); rests {
		_, err := domain.Evidence[domain.PlaceName](act, place)
		return err
	}
	var most int
	if _, err := fmt.Sscanf(what, "no more than %d", &most); err == nil && s.lines > most {
		return domain.Reject("too_many_lines", "there are too many lines", "行数过多")
	}
	if what == "forbidden" {
		return refused
	}
	return nil
}

var strictNotes = domain.Define("note", domain.Records[strict](domain.Says(noted{}, "", "")))

// correcting is the case of a history, on day 20, by an account "corrector".
func correcting(events ...domain.Event) domain.CorrectionCase {
	h := history(events...)
	return domain.CorrectionCase{
		Aggregate: strictNotes, History: h,
		Act: domain.Act{Actor: "corrector", Role: domain.RecordsCorrector, Stream: "note-1", OccurredAt: day(20), RecordedAt: day(20), Zone: time.UTC, Authority: authority(holding("corrector"))},
		ActOf: func(e domain.Effect) (domain.Act, error) {
			act := domain.Act{Actor: e.Actor, Stream: "note-1", OccurredAt: e.OccurredAt, RecordedAt: e.Holder.RecordedAt, Zone: time.UTC, Authority: authority(holding(e.Actor))}
			if e.Amends >= 0 && e.Amends < int64(len(h)) {
				act.RecordedAt = h[e.Amends].RecordedAt
			}
			return act, nil
		},
	}
}

// sound is a proposal with all that it has to say.
func sound(p domain.CorrectionProposed) domain.CorrectionProposed {
	p.Kind, p.Reason, p.RestsOn, p.Basis = domain.Clerical, domain.Note("slip"), domain.OnDocument, "minutes 7"
	return p
}

func voiding(revisions ...int64) domain.CorrectionProposed {
	return sound(domain.CorrectionProposed{Void: revisions})
}

func amending(rev int64, what string, at time.Time) domain.CorrectionProposed {
	return sound(domain.CorrectionProposed{Amend: []domain.Amendment{{Revision: rev, Event: payload(what), OccurredAt: at}}})
}

func inserting(after int64, what string, at time.Time) domain.CorrectionProposed {
	return sound(domain.CorrectionProposed{Insert: []domain.Insertion{{After: after, Event: payload(what), OccurredAt: at}}})
}

func TestTermsOfAProposal(t *testing.T) {
	with := func(p domain.CorrectionProposed, change func(*domain.CorrectionProposed)) domain.CorrectionProposed {
		change(&p)
		return p
	}
	h := []domain.Event{note("a"), note("b"), voiding(1), approve(2), domain.CorrectionRejected{Proposal: 2}}
	for name, c := range map[string]struct {
		proposal domain.CorrectionProposed
		code     string
	}{
		"sound":                     {voiding(0), ""},
		"no kind":                   {with(voiding(0), func(p *domain.CorrectionProposed) { p.Kind = "" }), "code_unknown"},
		"no kind of basis":          {with(voiding(0), func(p *domain.CorrectionProposed) { p.RestsOn = "rumour" }), "code_unknown"},
		"no reason":                 {with(voiding(0), func(p *domain.CorrectionProposed) { p.Reason = domain.Text{} }), "reason_missing"},
		"no basis":                  {with(voiding(0), func(p *domain.CorrectionProposed) { p.Basis = " \t" }), "reason_missing"},
		"nothing":                   {sound(domain.CorrectionProposed{}), "nothing_to_correct"},
		"a retraction that amends":  {with(amending(0, "x", day(1)), func(p *domain.CorrectionProposed) { p.Kind = domain.Retraction }), "retraction_only_voids"},
		"a retraction that inserts": {with(inserting(0, "x", day(1)), func(p *domain.CorrectionProposed) { p.Kind = domain.Retraction }), "retraction_only_voids"},
		"a retraction that voids":   {with(voiding(0), func(p *domain.CorrectionProposed) { p.Kind = domain.Retraction }), ""},
		"privacy that inserts":      {with(inserting(0, "x", day(1)), func(p *domain.CorrectionProposed) { p.Kind = domain.Privacy }), "privacy_only_hides"},
		"privacy that amends":       {with(amending(0, "x", day(1)), func(p *domain.CorrectionProposed) { p.Kind = domain.Privacy }), ""},
		"void below the first":      {voiding(-1), "no_such_revision"},
		"void past the last":        {voiding(5), "no_such_revision"},
		"amend past the last":       {amending(5, "x", day(1)), "no_such_revision"},
		"amend below the first":     {amending(-1, "x", day(1)), "no_such_revision"},
		"insert before the first":   {inserting(-1, "x", day(1)), "no_such_revision"},
		"insert past the last":      {inserting(5, "x", day(1)), "no_such_revision"},
		"void twice":                {voiding(0, 0), "corrected_twice"},
		"void and amend":            {with(amending(0, "x", day(1)), func(p *domain.CorrectionProposed) { p.Void = []int64{0} }), "corrected_twice"},
		"amend twice": {sound(domain.CorrectionProposed{Amend: []domain.Amendment{
			{Revision: 0, Event: payload("x"), OccurredAt: day(1)}, {Revision: 0, Event: payload("y"), OccurredAt: day(1)},
		}}), "corrected_twice"},
		"void a proposal":          {voiding(2), "not_correctable"},
		"void a rejection":         {voiding(4), "not_correctable"},
		"void an approval":         {voiding(3), ""},
		"amend a proposal":         {amending(2, "x", day(3)), "not_correctable"},
		"amend an approval":        {amending(3, "x", day(4)), "not_correctable"},
		"amend into the future":    {amending(0, "x", day(20).Add(1)), "in_the_future"},
		"insert into the future":   {inserting(0, "x", day(20).Add(1)), "in_the_future"},
		"insert at this moment":    {inserting(1, "x", day(20)), ""},
		"insert after an approval": {inserting(3, "x", day(20)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := correcting(h...).Propose(c.proposal)
			require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
			if c.code == "" {
				require.NoError(t, err)
			}
			inBothLanguages(t, err)
		})
	}
	err := correcting().Propose(voiding(0))
	require.Equal(t, "not_found", domain.CodeOf(err), "a stream that holds nothing")
	inBothLanguages(t, err)
}

func TestWhatStandsInTheWay(t *testing.T) {
	a, needs, c := note("a"), note("(needs a)"), note("c")
	for name, test := range map[string]struct {
		events   []domain.Event
		proposal domain.CorrectionProposed
		says     []string // nil is allowed
	}{
		"nothing":                     {[]domain.Event{a, c}, voiding(0), nil},
		"the amended event itself":    {[]domain.Event{a, c}, amending(1, "bad", day(2)), []string{"as corrected, note.noted does not follow", "a bad note"}},
		"the inserted event itself":   {[]domain.Event{a, c}, inserting(0, "forbidden", day(1)), []string{"as corrected, note.noted does not follow", "refused"}},
		"a later event":               {[]domain.Event{a, needs, c}, voiding(0), []string{"note.noted at revision 1 no longer follows", "refused"}},
		"one in between":              {[]domain.Event{a, needs, c}, inserting(0, "x", day(1)), []string{"note.noted at revision 1 no longer follows"}},
		"voided with it":              {[]domain.Event{a, needs, c}, voiding(0, 1), nil},
		"several, and the last named": {[]domain.Event{a, needs, note("no more than 2"), note("no more than 3")}, sound(domain.CorrectionProposed{Void: []int64{0}, Insert: inserting(1, "x", day(2)).Insert}), []string{"revision 1 no longer follows"}},
		"two lines too many": {
			[]domain.Event{a, note("no more than 1"), c, note("no more than 3")}, sound(domain.CorrectionProposed{Insert: append(inserting(0, "x", day(1)).Insert, inserting(2, "y", day(3)).Insert...)}),
			[]string{"revision 1 no longer follows (there are too many lines)", "so would have to be revisions 3 (note.noted)"},
		},
		"what did not follow before":               {[]domain.Event{a, note("forbidden"), c}, voiding(0), nil},
		"a later one, broken in another way":       {[]domain.Event{a, c, note("no more than 0")}, inserting(1, "x", day(4)), []string{"revision 2 no longer follows", "last event"}},
		"an amendment that breaks what was broken": {[]domain.Event{a, note("forbidden")}, amending(1, "forbidden", day(1)), []string{"as corrected"}},
		"another fault than before":                {[]domain.Event{a, note("no more than 0"), c}, amending(1, "forbidden", day(2)), []string{"as corrected"}},
		"moved before its neighbour":               {[]domain.Event{a, c, note("d")}, amending(1, "c", day(1).Add(-1)), []string{"as corrected", "the last event of note-1 happened at"}},
		"moved to its neighbour's moment":          {[]domain.Event{a, c, note("d")}, amending(1, "c", day(1)), nil},
		"moved after its own recording":            {[]domain.Event{a, c, note("d")}, amending(1, "c", day(2).Add(1)), []string{"as corrected", "later than now"}},
		"inserted too early":                       {[]domain.Event{a, c}, inserting(1, "x", day(1)), []string{"as corrected", "last event of note-1"}},
		"inserted, and the next is earlier":        {[]domain.Event{a, c}, inserting(0, "x", day(3)), []string{"revision 1 no longer follows"}},
		"inserted between":                         {[]domain.Event{a, c}, inserting(0, "x", day(1)), nil},
		"it is so already":                         {[]domain.Event{a, c, voiding(1), approve(2)}, voiding(1), nil},
	} {
		t.Run(name, func(t *testing.T) {
			err := correcting(test.events...).Propose(test.proposal)
			inBothLanguages(t, err)
			if name == "it is so already" {
				require.Equal(t, "changes_nothing", domain.CodeOf(err))
				return
			}
			if test.says == nil {
				require.NoError(t, err)
				return
			}
			require.Equal(t, "correction_obstructed", domain.CodeOf(err), "%v", err)
			for _, say := range test.says {
				require.ErrorContains(t, err, say)
			}
			// What is refused when it is proposed is refused when it is
			// approved.
			k := correcting(append(test.events, test.proposal)...)
			require.Equal(t, err, k.Approve(int64(len(test.events))))
		})
	}
}

// A correction is undone by voiding its approval, and what followed from it is
// judged again.
func TestUndoingACorrection(t *testing.T) {
	undo := []domain.Event{note("b"), amending(0, "a", day(1)), approve(1), note("(needs a)")}
	err := correcting(undo...).Propose(voiding(2))
	require.Equal(t, "correction_obstructed", domain.CodeOf(err), "what came later rests on the correction")
	require.ErrorContains(t, err, "revision 3")
	require.NoError(t, correcting(undo...).Propose(voiding(2, 3)))

	all := append(undo, voiding(2, 3), approve(4))
	require.Equal(t, "b", folded(t, domain.AsOf{}, all...))
	require.Equal(t, "changes_nothing", domain.CodeOf(correcting(all...).Propose(voiding(2))), "undone already")
	// And the undoing is undone.
	require.NoError(t, correcting(all...).Propose(voiding(5)))
	require.Equal(t, "a(needs a)", folded(t, domain.AsOf{}, append(all, voiding(5), approve(6))...))
}

func TestDeciding(t *testing.T) {
	events := []domain.Event{note("a"), note("b"), voiding(0), voiding(1), approve(2), voiding(1), domain.CorrectionRejected{Proposal: 5}}
	for _, decide := range []func(domain.CorrectionCase, int64) error{domain.CorrectionCase.Approve, domain.CorrectionCase.Reject} {
		for revision, code := range map[int64]string{
			0: "not_a_proposal", 2: "already_decided", 3: "", 4: "not_a_proposal", 5: "already_decided", 7: "not_a_proposal", -1: "not_a_proposal",
		} {
			err := decide(correcting(events...), revision)
			require.Equal(t, code, domain.CodeOf(err), "revision %d: %v", revision, err)
			inBothLanguages(t, err)
		}
	}
	// It was sound when it was proposed, and something stands in its way now.
	k := correcting(note("a"), voiding(0), note("(needs a)"))
	require.Equal(t, "correction_obstructed", domain.CodeOf(k.Approve(1)))
	require.NoError(t, k.Reject(1))
}

// Evidence that a correction newly needs is asked for, and not refused.
func TestNewEvidenceIsAskedFor(t *testing.T) {
	k := correcting(note("a"), note("b"))
	var unnamed *domain.UnnamedEvidenceError
	require.ErrorAs(t, k.Propose(amending(1, "in town-7", day(2))), &unnamed)
	require.Equal(t, "town-7", unnamed.Stream)
	k.ActOf = func(e domain.Effect) (domain.Act, error) {
		return domain.Act{OccurredAt: e.OccurredAt, RecordedAt: day(20)}.WithEvidence(domain.Ref{Stream: "town-7", Revision: 2}, domain.PlaceName{ID: "7"}), nil
	}
	require.NoError(t, k.Propose(amending(1, "in town-7", day(2))))
}

func TestFourEyes(t *testing.T) {
	role := domain.Grant{Role: domain.RecordsCorrector, Place: "community-1", From: someday}
	lentBy := func(who string) domain.Grant { return lent(who, role) }
	ended := lent("chief", until(someday, today.AddDays(-1), role))
	for name, c := range map[string]struct {
		proposed, decides domain.Authority
		code              string
	}{
		"another":                           {authority(holding("p", role)), authority(holding("d", role)), ""},
		"oneself":                           {authority(holding("p", role)), authority(holding("p", role)), "four_eyes"},
		"a delegate of the proposer":        {authority(holding("p", role)), authority(holding("d", lentBy("p")), holding("p", role)), "four_eyes"},
		"a delegate of both":                {authority(holding("p", role)), authority(holding("d", role, lentBy("z"), lentBy("p")), holding("z", role), holding("p", role)), "four_eyes"},
		"for whom the proposer acted":       {authority(holding("p", lentBy("d")), holding("d", role)), authority(holding("d", role)), "four_eyes"},
		"two delegates of one account":      {authority(holding("p", lentBy("chief")), holding("chief", role)), authority(holding("d", lentBy("chief")), holding("chief", role)), "four_eyes"},
		"delegates of two accounts":         {authority(holding("p", lentBy("one")), holding("one", role)), authority(holding("d", lentBy("two")), holding("two", role)), ""},
		"a delegation that ended":           {authority(holding("p", role, ended), holding("chief")), authority(holding("d", role, ended), holding("chief")), ""},
		"a proposer of whom nothing is had": {domain.Authority{}, authority(holding("p", role)), "four_eyes"},
		"the founder, by another":           {domain.Authority{Founding: true}, authority(holding("d", role)), ""},
		"the founder, by itself":            {domain.Authority{Founding: true}, domain.Authority{Founding: true}, "four_eyes"},
	} {
		t.Run(name, func(t *testing.T) {
			k := correcting(note("a"), note("b"), voiding(1))
			k.History[2].Actor = "p"
			k.Act.Actor, k.Act.Authority = "d", c.decides
			if len(c.decides.Standings) > 0 {
				k.Act.Actor = c.decides.Standings[0].Account
			} else {
				k.Act.Actor = "p"
			}
			usual := k.ActOf
			k.ActOf = func(e domain.Effect) (domain.Act, error) {
				act, err := usual(e)
				if e.Revision == 2 {
					act.Authority = c.proposed
				}
				return act, err
			}
			for _, err := range []error{k.Approve(2), k.Reject(2)} {
				require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
				inBothLanguages(t, err)
			}
		})
	}
}

// keyHanded is an event like a credential: the old one must never come back.
type keyHanded struct{ noted }

func (keyHanded) EventType() string  { return "note.key-handed" }
func (keyHanded) ReplacedBy() string { return "note.hand-key" }

// posted is an event that counts from its recording.
type posted struct{}

func (posted) EventType() string    { return "note.posted" }
func (posted) CountsFromRecording() {}

type board struct{ notes }

func (b board) Evolve(f domain.Fact) (board, error) {
	if _, ok := f.Event.(posted); ok {
		return b, nil
	}
	next, err := b.notes.Evolve(f)
	return board{next}, err
}

// What counts from its recording is recorded, and not inserted, save where the times
// of recording say nothing; it is voided and amended as others are.
func TestWhatCountsFromRecordingIsNotInserted(t *testing.T) {
	k := correcting(note("a"), posted{}, note("b"))
	k.Aggregate = domain.Define("note", domain.Records[board](domain.Says(noted{}, "", ""), domain.Says(posted{}, "", "")))
	inserts := sound(domain.CorrectionProposed{Insert: []domain.Insertion{{After: 1, Event: domain.Payload{Event: posted{}}, OccurredAt: day(2)}}})
	err := k.Propose(inserts)
	require.Equal(t, "counts_from_recording", domain.CodeOf(err))
	inBothLanguages(t, err)
	require.NoError(t, k.Propose(voiding(1)))
	require.NoError(t, k.Propose(sound(domain.CorrectionProposed{Amend: []domain.Amendment{{Revision: 1, Event: domain.Payload{Event: posted{}}, OccurredAt: day(2).Add(-time.Hour)}}})))
	require.NoError(t, k.Propose(inserting(1, "c", day(2))))
	k.Act.Foreign = true
	require.NoError(t, k.Propose(inserts))
}

func TestWhatIsReplacedIsNotCorrected(t *testing.T) {
	k := correcting(note("a"), keyHanded{}, note("b"))
	hand := domain.Payload{Event: keyHanded{}}
	for name, p := range map[string]domain.CorrectionProposed{
		"voided":   voiding(1),
		"amended":  sound(domain.CorrectionProposed{Amend: []domain.Amendment{{Revision: 1, Event: hand, OccurredAt: day(2)}}}),
		"hidden":   private(voiding(1)),
		"inserted": sound(domain.CorrectionProposed{Insert: []domain.Insertion{{After: 1, Event: hand, OccurredAt: day(2)}}}),
	} {
		err := k.Propose(p)
		require.Equal(t, "not_corrected_but_replaced", domain.CodeOf(err), name)
		inBothLanguages(t, err)
	}
}
