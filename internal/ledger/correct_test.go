package ledger_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// A desk is a ledger with a clerk, who submitted a request and accepted it, and
// two correctors.
type desk struct {
	*bench
	clerk, corrector, second ledger.Actor
	stream                   string
}

const here = "community-qiaozhuang"

func newDesk(t *testing.T) *desk {
	b := furnished(t)
	d := &desk{bench: b}
	d.clerk = ledgertest.Open(t, b.Ledger, b.actor, "窗口", here, domain.WindowClerk)
	d.corrector = ledgertest.Open(t, b.Ledger, b.actor, "更正员甲", here, domain.RecordsCorrector)
	d.second = ledgertest.Open(t, b.Ledger, b.actor, "更正员乙", here, domain.RecordsCorrector)
	b.clock.Set("2016-09-05 09:00")
	d.stream = b.must(ledger.Request{Actor: d.clerk, Command: submit}).Stream
	b.clock.Set("2016-09-06 09:00")
	d.act(request.Accept{})
	b.clock.Set("2016-09-20 09:00")
	return d
}

func (d *desk) act(command any) ledger.Receipt {
	d.t.Helper()
	return d.must(ledger.Request{Actor: d.clerk, Command: command, ID: strings.TrimPrefix(d.stream, "request-")})
}

// terms are those of a clerical correction.
func terms(p domain.ProposeCorrection) domain.ProposeCorrection {
	if p.Kind == "" {
		p.Kind = domain.Clerical
	}
	p.Reason, p.RestsOn, p.Basis = domain.Note("录入有误"), domain.OnDocument, "诸政办〔2016〕9号"
	return p
}

func set(revision int64, fields string) domain.ProposeCorrection {
	return terms(domain.ProposeCorrection{Amend: []domain.Change{{Revision: revision, Set: domain.Clear(domain.Object(fields))}}})
}

func hiding(p domain.ProposeCorrection) domain.ProposeCorrection {
	p.Kind = domain.Privacy
	return p
}

func (d *desk) propose(p domain.ProposeCorrection) int64 {
	d.t.Helper()
	return d.must(ledger.Request{Actor: d.clerk, Command: p, ID: d.stream}).Revision
}

func (d *desk) approve(proposal int64) ledger.Receipt {
	d.t.Helper()
	return d.must(ledger.Request{Actor: d.corrector, Command: domain.ApproveCorrection{Proposal: proposal}, ID: d.stream})
}

func (d *desk) corrected(p domain.ProposeCorrection) int64 {
	d.t.Helper()
	return d.approve(d.propose(p)).Revision
}

func (d *desk) refused(code string, r ledger.Request) {
	d.t.Helper()
	if r.ID == "" {
		r.ID = d.stream
	}
	_, err := d.Do(d.t.Context(), r)
	require.Equal(d.t, code, domain.CodeOf(err), "%v", err)
	var rejection *domain.Rejection
	require.ErrorAs(d.t, err, &rejection)
	require.NotEmpty(d.t, rejection.Chinese)
}

func (d *desk) history() []domain.Recorded {
	d.t.Helper()
	h, err := d.History(d.t.Context(), d.stream)
	require.NoError(d.t, err)
	return h
}

func (d *desk) effects(asOf domain.AsOf) []domain.Effect {
	d.t.Helper()
	e, err := domain.Effective(d.history(), asOf)
	require.NoError(d.t, err)
	return e
}

func (d *desk) state() request.Request {
	d.t.Helper()
	a, err := d.Catalogue().Aggregate(d.stream)
	require.NoError(d.t, err)
	f, err := a.Fold(d.history(), domain.AsOf{})
	require.NoError(d.t, err)
	return f.State.(request.Request)
}

// opened are the requester and the summary of an effect.
func (d *desk) opened(e domain.Effect) (requester, summary string) {
	d.t.Helper()
	s := e.Event.(request.Submitted)
	requester, err := s.Requester.Open(d.keys, e.PlaceOf("/requester"))
	require.NoError(d.t, err)
	summary, err = s.Summary.Open(d.keys, e.PlaceOf("/summary"))
	require.NoError(d.t, err)
	return requester, summary
}

// sound fails where verifying the log finds anything.
func (d *desk) sound() {
	d.t.Helper()
	found, _ := problems(d.t, d.Ledger)
	require.Empty(d.t, found)
}

func TestACorrectionFromEndToEnd(t *testing.T) {
	d := newDesk(t)
	proposal := d.propose(set(0, `{"people":3,"summary":"补办卡"}`))
	require.Equal(t, 2, d.state().People, "nothing is changed by a proposal")
	approved := d.approve(proposal)
	require.Equal(t, proposal, approved.Events[0].Event.(domain.CorrectionApproved).Proposal)
	require.Equal(t, domain.RecordsCorrector, approved.Events[0].Role, "the role follows from what is held")
	require.Equal(t, 3, d.state().People)

	effects := d.effects(domain.AsOf{})
	requester, summary := d.opened(effects[0])
	require.Equal(t, "居民 0001", requester, "what was not mentioned stays")
	require.Equal(t, "补办卡", summary)
	require.Equal(t, d.clerk.Account(), effects[0].Actor)
	before := d.history()[0].Event.(request.Submitted).Requester
	require.Equal(t, before.Subject, effects[0].Event.(request.Submitted).Requester.Subject, "it is the same person")
	original, err := before.Open(d.keys, domain.Place{Stream: d.stream, Event: d.history()[0].ID, Field: "/requester"})
	require.NoError(t, err)
	require.Equal(t, "居民 0001", original, "the original is shown too")

	all, err := domain.CorrectionsOf(d.history())
	require.NoError(t, err)
	require.Equal(t, domain.CorrectionIsInForce, all[0].Status)
	reason, err := all[0].Terms().Reason.Open(d.keys, domain.Place{Stream: d.stream, Event: all[0].Proposal.ID, Field: "/reason"})
	require.NoError(t, err)
	require.Equal(t, "录入有误", reason)
	d.sound()
}

func TestACorrectionOfACorrection(t *testing.T) {
	d := newDesk(t)
	d.corrected(set(0, `{"people":3}`))
	second := d.corrected(set(0, `{"summary":"补办卡"}`))
	require.Equal(t, 3, d.state().People, "it begins from what is in force")
	requester, summary := d.opened(d.effects(domain.AsOf{})[0])
	require.Equal(t, "居民 0001", requester)
	require.Equal(t, "补办卡", summary)
	d.corrected(terms(domain.ProposeCorrection{Void: []int64{second}}))
	_, summary = d.opened(d.effects(domain.AsOf{})[0])
	require.Equal(t, "办卡", summary)
	require.Equal(t, 3, d.state().People)

	d.corrected(terms(domain.ProposeCorrection{Amend: []domain.Change{{Revision: 0, Remove: []string{"requester"}}}}))
	require.True(t, d.effects(domain.AsOf{})[0].Event.(request.Submitted).Requester.IsZero())
	// A person who was not named before is a new subject.
	d.corrected(set(0, `{"requester":{"text":"居民 0002"}}`))
	s := d.effects(domain.AsOf{})[0].Event.(request.Submitted)
	require.NotEqual(t, uuid.Nil, s.Requester.Subject)
	require.NotEqual(t, d.history()[0].Event.(request.Submitted).Requester.Subject, s.Requester.Subject)
	d.sound()
}

func TestVoidAndInsert(t *testing.T) {
	d := newDesk(t)
	step := d.must(ledger.Request{ID: strings.TrimPrefix(d.stream, "request-"), Command: request.Supervise{By: "镇政府"}}).Revision
	d.corrected(terms(domain.ProposeCorrection{Kind: domain.Retraction, Void: []int64{step}}))
	require.Zero(t, d.state().Supervised)
	at := time.Date(2016, 9, 6, 2, 0, 0, 0, time.UTC)
	d.corrected(terms(domain.ProposeCorrection{Insert: []domain.Addition{{After: 1, Type: "request.supervised", Data: domain.Clear(domain.Object(`{"by":"镇政府","note":"电话"}`)), OccurredAt: at}}}))
	require.Equal(t, 1, d.state().Supervised)
	inserted := d.effects(domain.AsOf{})[2]
	require.Equal(t, d.clerk.Account(), inserted.Actor, "its actor is who proposed it")
	require.Equal(t, at, inserted.OccurredAt)
	note, err := inserted.Event.(request.Supervised).Note.Open(d.keys, inserted.PlaceOf("/note"))
	require.NoError(t, err)
	require.Equal(t, "电话", note)
	d.sound()
}

func TestRejectingACorrection(t *testing.T) {
	d := newDesk(t)
	proposal := d.propose(set(0, `{"people":3}`))
	d.must(ledger.Request{Actor: d.corrector, ID: d.stream, Command: domain.RejectCorrection{Proposal: proposal, Reason: domain.Note("无误")}})
	require.Equal(t, 2, d.state().People)
	d.refused("already_decided", ledger.Request{Actor: d.second, Command: domain.ApproveCorrection{Proposal: proposal}})
	d.sound()
}

func TestWhoMayCorrect(t *testing.T) {
	d := newDesk(t)
	b := d.bench
	elsewhere := ledgertest.Open(t, b.Ledger, b.actor, "别处", "town-370782101", domain.RecordsCorrector)
	b.must(ledger.Request{Command: community.Register{ID: "other", Town: "town-370782101", Name: "别处社区"}})
	other := ledgertest.Open(t, b.Ledger, b.actor, "别处更正员", "community-other", domain.RecordsCorrector, domain.WindowClerk)
	cashier := ledgertest.Open(t, b.Ledger, b.actor, "出纳", here, domain.Cashier)
	change := set(0, `{"people":3}`)
	d.refused("role_missing", ledger.Request{Actor: cashier, Command: change})
	d.refused("outside_place", ledger.Request{Actor: other, Command: change})
	d.refused("not_signed_in", ledger.Request{Command: change})
	own := d.must(ledger.Request{Actor: d.corrector, ID: d.stream, Command: change}).Revision
	d.refused("four_eyes", ledger.Request{Actor: d.corrector, Command: domain.ApproveCorrection{Proposal: own}})
	d.refused("four_eyes", ledger.Request{Actor: d.corrector, Command: domain.RejectCorrection{Proposal: own, Reason: domain.Note("r")}})
	d.refused("role_missing", ledger.Request{Actor: d.clerk, Command: domain.ApproveCorrection{Proposal: own}})
	d.refused("outside_place", ledger.Request{Actor: other, Command: domain.ApproveCorrection{Proposal: own}})
	d.must(ledger.Request{Actor: elsewhere, ID: d.stream, Command: domain.ApproveCorrection{Proposal: own}}) // of the town around it
	d.sound()
}

func TestADelegateIsNoOtherPairOfEyes(t *testing.T) {
	d := newDesk(t)
	lend := func(from, to ledger.Actor) {
		d.must(ledger.Request{Actor: from, ID: to.Account(), Command: delegate(domain.RecordsCorrector, here, domain.NewDate(2016, 9, 30))})
	}
	mine := d.must(ledger.Request{Actor: d.corrector, ID: d.stream, Command: set(0, `{"people":3}`)}).Revision
	helper := ledgertest.Open(t, d.Ledger, d.actor, "助手", here)
	lend(d.corrector, helper)
	d.refused("four_eyes", ledger.Request{Actor: helper, Command: domain.ApproveCorrection{Proposal: mine}})
	theirs := d.must(ledger.Request{Actor: helper, ID: d.stream, Command: set(0, `{"people":4}`)}).Revision
	d.refused("four_eyes", ledger.Request{Actor: d.corrector, Command: domain.ApproveCorrection{Proposal: theirs}})
	another := ledgertest.Open(t, d.Ledger, d.actor, "另一助手", here)
	lend(d.corrector, another)
	d.refused("four_eyes", ledger.Request{Actor: another, Command: domain.ApproveCorrection{Proposal: theirs}})
	// To take back what was lent makes nobody independent of what was proposed
	// meanwhile; of what is proposed afterwards it does.
	lend(d.corrector, d.second)
	bound := d.must(ledger.Request{Actor: d.corrector, ID: d.stream, Command: set(0, `{"people":5}`)}).Revision
	d.refused("four_eyes", ledger.Request{Actor: d.second, Command: domain.ApproveCorrection{Proposal: bound}})
	d.must(ledger.Request{Actor: d.corrector, ID: d.second.Account(), Command: account.Revoke{Role: domain.RecordsCorrector, Place: here}})
	d.refused("four_eyes", ledger.Request{Actor: d.second, ID: d.stream, Command: domain.ApproveCorrection{Proposal: bound}})
	d.refused("four_eyes", ledger.Request{Actor: d.second, ID: d.stream, Command: domain.RejectCorrection{Proposal: bound, Reason: domain.Note("x")}})
	// The delegation ends: the helper cannot act any more, and what it proposed
	// through it is still the corrector's.
	d.clock.Set("2016-10-01 09:00")
	d.refused("delegation_ended", ledger.Request{Actor: helper, Command: domain.ApproveCorrection{Proposal: mine}})
	d.refused("four_eyes", ledger.Request{Actor: d.corrector, Command: domain.ApproveCorrection{Proposal: theirs}})
	d.must(ledger.Request{Actor: d.second, ID: d.stream, Command: domain.ApproveCorrection{Proposal: theirs}})
	d.sound()
}

func TestWhatACorrectionMayNotDo(t *testing.T) {
	d := newDesk(t)
	insert := func(event, data string) domain.ProposeCorrection {
		return terms(domain.ProposeCorrection{Insert: []domain.Addition{{After: 1, Type: event, Data: domain.Clear(domain.Object(data)), OccurredAt: d.clock.Now()}}})
	}
	change := func(c domain.Change) domain.ProposeCorrection {
		return terms(domain.ProposeCorrection{Amend: []domain.Change{c}})
	}
	for code, proposals := range map[string][]domain.ProposeCorrection{
		"correction_obstructed": {set(1, `{"limitDays":9}`), terms(domain.ProposeCorrection{Void: []int64{0}}), set(0, `{"people":999999}`), set(0, `{"place":"nowhere"}`)},
		"field_unknown":         {set(0, `{"colour":"red"}`), change(domain.Change{Remove: []string{"colour"}})},
		"field_missing":         {change(domain.Change{Remove: []string{"people"}}), insert("request.supervised", `{}`)},
		"nothing_to_correct":    {set(0, `{}`), set(0, `{"people":2}`), change(domain.Change{}), terms(domain.ProposeCorrection{})},
		"no_such_revision":      {set(9, `{"people":3}`), set(-1, `{"people":3}`)},
		"event_unknown":         {insert("account.opened", `{"name":"x"}`), insert("correction.approved", `{"proposal":2}`), insert("request.dreamt", `{}`)},
		"counts_from_recording": {insert("request.due-extended", `{"due":"2026-12-01","reason":"x"}`)},
		"in_the_future":         {change(domain.Change{Revision: 1, OccurredAt: d.clock.Now().Add(time.Hour)})},
		"code_unknown":          {set(0, `{"channel":"pigeon"}`)},
	} {
		for _, p := range proposals {
			d.refused(code, ledger.Request{Actor: d.clerk, Command: p})
		}
	}
	missing := set(0, `{"people":3}`)
	missing.RestsOn, missing.Basis = domain.OnDecision, "decision-7"
	_, err := d.do(ledger.Request{Actor: d.clerk, ID: d.stream, Command: missing})
	require.NotEmpty(t, domain.CodeOf(err), "%v", err)
	for _, basis := range []string{"minutes", "audit-7", "audit-7#1"} {
		missing.Basis = basis
		d.refused("basis_invalid", ledger.Request{Actor: d.clerk, Command: missing})
	}
	missing.RestsOn = domain.OnFinding
	for _, basis := range []string{"minutes", "audit-7", "audit-7#0", "decision-7"} {
		missing.Basis = basis
		d.refused("basis_invalid", ledger.Request{Actor: d.clerk, Command: missing})
	}
	missing.RestsOn = "rumour"
	d.refused("code_unknown", ledger.Request{Actor: d.clerk, Command: missing})
	missing.RestsOn, missing.Basis = domain.OnFinding, "audit-7#1"
	d.refused("no_such_evidence", ledger.Request{Actor: d.clerk, Command: missing})
	d.refused("category_unknown", ledger.Request{Actor: d.clerk, ID: "correction-1", Command: set(0, `{"people":3}`)})
	require.Len(t, d.history(), 2, "nothing of it is recorded")
}

// A request that is moved to another community rests on that one: the proposal
// names it as it stood.
func TestACorrectionRestsOnNewEvidence(t *testing.T) {
	d := newDesk(t)
	d.must(ledger.Request{Command: community.Register{ID: "other", Town: "town-370782101", Name: "别处社区"}})
	d.must(ledger.Request{ID: "other", Command: community.Rename{Name: "别处新社区"}})
	proposal := d.propose(set(0, `{"place":"other"}`))
	require.Contains(t, d.history()[proposal].Evidence, domain.Ref{Stream: "community-other", Revision: 1})
	d.must(ledger.Request{ID: "other", Command: community.Rename{Name: "别处又新社区"}})
	for _, ref := range d.approve(proposal).Events[0].Evidence {
		require.NotEqual(t, "community-other", ref.Stream, "it is judged by what it was proposed on")
	}
	require.Equal(t, "other", d.state().Place)
	d.refused("outside_place", ledger.Request{Actor: d.clerk, ID: strings.TrimPrefix(d.stream, "request-"), Command: request.RecordStep{Name: "x"}})
	county := ledgertest.Open(t, d.Ledger, d.actor, "县更正员", domain.WholeCounty, domain.RecordsCorrector)
	d.must(ledger.Request{Actor: county, ID: d.stream, Command: set(0, `{"people":4}`)})

	// The acceptance, too, rests on another matter where that is corrected.
	d = newDesk(t)
	d.must(ledger.Request{Command: matter.List{Code: "B08", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "另一事项", Basis: "b", LimitDays: 5, Authority: "人社局"}})
	proposal = d.propose(set(0, `{"matter":"B08"}`))
	require.Error(t, func() error {
		_, err := d.do(ledger.Request{Actor: d.clerk, ID: d.stream, Command: set(0, `{"matter":"B09"}`)})
		return err
	}())
	d.approve(proposal)
	require.Equal(t, "B08", d.state().Matter)
	d.corrected(set(0, `{"people":4}`)) // judged again on what it rests on now
	d.sound()
}

func TestAmendingWhen(t *testing.T) {
	d := newDesk(t)
	move := func(revision int64, at string) domain.ProposeCorrection {
		when, err := time.Parse(time.RFC3339, at)
		require.NoError(t, err)
		return terms(domain.ProposeCorrection{Amend: []domain.Change{{Revision: revision, OccurredAt: when}}})
	}
	d.refused("correction_obstructed", ledger.Request{Actor: d.clerk, Command: move(0, "2016-09-05T02:00:00Z")}) // after it was recorded
	d.refused("correction_obstructed", ledger.Request{Actor: d.clerk, Command: move(1, "2016-09-05T00:59:59Z")}) // before the submission
	d.refused("correction_obstructed", ledger.Request{Actor: d.clerk, Command: move(1, "2016-09-05T02:00:00Z")}) // another day: another due date
	both := move(1, "2016-09-05T02:00:00Z")
	both.Amend[0].Set = domain.Clear(domain.Object(`{"due":"2016-09-12"}`))
	d.corrected(both)
	require.Equal(t, domain.NewDate(2016, 9, 12), d.state().Due)
	d.corrected(move(0, "2016-09-01T02:00:00Z"))
	require.Equal(t, "2016-09-01T02:00:00Z", d.state().StartedAt.Format(time.RFC3339))
	d.sound()
}

func TestRepeatedCorrectionCommands(t *testing.T) {
	d := newDesk(t)
	r := ledger.Request{Actor: d.clerk, ID: d.stream, Command: set(0, `{"people":3,"summary":"补办卡"}`), Key: "k"}
	first := d.must(r)
	again := d.must(r)
	require.True(t, again.Repeated)
	require.Equal(t, first.Events, again.Events)
	r.Command = set(0, `{"people":3,"summary":"别的"}`)
	d.refused("command_id_reused", r)
	a := ledger.Request{Actor: d.corrector, ID: d.stream, Command: domain.ApproveCorrection{Proposal: first.Revision}, Key: "a"}
	approved := d.must(a)
	again = d.must(a)
	require.True(t, again.Repeated)
	require.Equal(t, approved.Events, again.Events)
}

// Two approve at once: one of them puts it into force, the other is told.
func TestTwoApproveAtOnce(t *testing.T) {
	d := newDesk(t)
	proposal := d.propose(set(0, `{"people":3}`))
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, who := range []ledger.Actor{d.corrector, d.second} {
		wg.Go(func() {
			_, errs[i] = d.Do(context.Background(), ledger.Request{Actor: who, ID: d.stream, Command: domain.ApproveCorrection{Proposal: proposal}})
		})
	}
	wg.Wait()
	if errs[0] == nil {
		errs[0], errs[1] = errs[1], errs[0]
	}
	require.NoError(t, errs[1])
	require.Equal(t, "already_decided", domain.CodeOf(errs[0]))
	require.Len(t, d.history(), 4)
}

// Nothing of what a proposal has in clear is in the log, nor in its digest.
func TestAProposalSealsWhatItHas(t *testing.T) {
	d := newDesk(t)
	d.propose(set(0, `{"requester":{"text":"居民秘密"},"summary":"绝密诉求"}`))
	d.propose(terms(domain.ProposeCorrection{Insert: []domain.Addition{{After: 1, Type: "request.supervised", Data: domain.Clear(domain.Object(`{"by":"镇政府","note":"绝密备注"}`)), OccurredAt: d.clock.Now()}}}))
	for r, err := range d.store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		for _, secret := range []string{"秘密", "绝密", "录入有误", "居民", "办卡"} {
			require.NotContains(t, string(r.Data)+string(r.Metadata), secret)
		}
	}
	// The digest of the same words in another stream is another one.
	first := d.history()[2].CommandDigest
	d.stream = d.must(ledger.Request{Actor: d.clerk, Command: submit}).Stream
	d.propose(set(0, `{"requester":{"text":"居民秘密"},"summary":"绝密诉求"}`))
	require.NotEqual(t, first, d.history()[1].CommandDigest)
}
