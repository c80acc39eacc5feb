package ledger_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// notedDesk is a desk whose request was supervised twice, each time with a note,
// and once with a name in a public field.
func notedDesk(t *testing.T) *desk {
	d := newDesk(t)
	_, id := domain.SplitStream(d.stream)
	d.must(ledger.Request{ID: id, Command: request.Supervise{By: "张三大叔", Note: domain.Note("催办")}})
	d.must(ledger.Request{ID: id, Command: request.Supervise{By: "镇政府", Note: domain.Note("再催")}})
	return d
}

func (d *desk) stored() []eventstore.Recorded {
	d.t.Helper()
	var all []eventstore.Recorded
	for r, err := range d.store.ReadStream(d.t.Context(), d.stream, 0) {
		require.NoError(d.t, err)
		all = append(all, r)
	}
	return all
}

func TestACorrectionForPrivacy(t *testing.T) {
	d := notedDesk(t)
	before := d.stored()
	history := d.history()
	proposal := d.propose(hiding(set(2, `{"by":"村民代表","note":"催办"}`)))
	note := history[2].Event.(request.Supervised).Note
	at := domain.Place{Stream: d.stream, Event: history[2].ID, Field: "/note"}
	_, err := note.Open(d.keys, at)
	require.NoError(t, err, "nothing is lost by a proposal")
	waits := d.propose(set(2, `{"by":"张三","note":"又催"}`)) // and holds it, too
	approved := d.approve(proposal).Events[0].Event.(domain.CorrectionApproved)
	var resealed []int64
	for _, r := range approved.Resealed {
		resealed = append(resealed, r.Revision)
	}
	require.Equal(t, []int64{0, 3, proposal}, resealed, "all that has a sealed field, save what is hidden")

	require.Equal(t, before, d.stored()[:len(before)], "the log stays byte for byte")
	_, err = note.Open(d.keys, at)
	require.ErrorIs(t, err, domain.ErrErased)
	summary := history[0].Event.(request.Submitted).Summary
	_, err = summary.Open(d.keys, domain.Place{Stream: d.stream, Event: history[0].ID, Field: "/summary"})
	require.ErrorIs(t, err, domain.ErrErased, "the old key opens nothing of the stream")
	_, err = d.history()[proposal].Event.(domain.CorrectionProposed).Reason.Open(d.keys, domain.Place{Stream: d.stream, Event: d.history()[proposal].ID, Field: "/reason"})
	require.ErrorIs(t, err, domain.ErrErased)

	// What was sealed anew opens, and so does what takes the place of the
	// hidden.
	effects := d.effects(domain.AsOf{})
	requester, text := d.opened(effects[0])
	require.Equal(t, []string{"居民 0001", "办卡"}, []string{requester, text})
	hiddenNow := effects[2].Event.(request.Supervised)
	require.Equal(t, "村民代表", hiddenNow.By)
	text, err = hiddenNow.Note.Open(d.keys, effects[2].PlaceOf("/note"))
	require.NoError(t, err)
	require.Equal(t, "催办", text)
	text, err = effects[3].Event.(request.Supervised).Note.Open(d.keys, effects[3].PlaceOf("/note"))
	require.NoError(t, err)
	require.Equal(t, "再催", text)
	contents, err := domain.Contents(d.history())
	require.NoError(t, err)
	reason, err := contents[proposal].Event.(domain.CorrectionProposed).Reason.Open(d.keys, contents[proposal].PlaceOf("/reason"))
	require.NoError(t, err)
	require.Equal(t, "录入有误", reason)

	hidden, err := domain.Hidden(d.history())
	require.NoError(t, err)
	require.Equal(t, map[int64]int64{2: waits + 1, waits: waits + 1}, hidden)
	d.refused("privacy_hides", ledger.Request{Actor: d.second, Command: domain.ApproveCorrection{Proposal: waits}})
	d.must(ledger.Request{Actor: d.second, ID: d.stream, Command: domain.RejectCorrection{Proposal: waits, Reason: domain.Note("隐私")}})
	// In no view of the past either.
	for _, e := range d.effects(domain.KnownAt(history[3].Position)) {
		if s, ok := e.Event.(request.Supervised); ok {
			require.NotContains(t, s.By, "张三")
		}
	}
	d.refused("privacy_stays", ledger.Request{Actor: d.clerk, Command: terms(domain.ProposeCorrection{Void: []int64{waits + 1}})})

	// Life goes on, and what is sealed now opens.
	_, id := domain.SplitStream(d.stream)
	late := d.must(ledger.Request{ID: id, Command: request.Supervise{By: "镇政府", Note: domain.Note("三催")}})
	text, err = late.Events[0].Event.(request.Supervised).Note.Open(d.keys, domain.Place{Stream: d.stream, Event: late.Events[0].ID, Field: "/note"})
	require.NoError(t, err)
	require.Equal(t, "三催", text)
	d.corrected(set(3, `{"by":"县政府"}`))
	effects = d.effects(domain.AsOf{})
	text, err = effects[3].Event.(request.Supervised).Note.Open(d.keys, effects[3].PlaceOf("/note"))
	require.NoError(t, err)
	require.Equal(t, "再催", text, "an amendment takes over what was sealed anew")
	d.sound()
}

// A second one seals again what the first had sealed, and destroys its key.
func TestTwoCorrectionsForPrivacy(t *testing.T) {
	d := notedDesk(t)
	d.corrected(hiding(set(2, `{"by":"村民代表","note":"催办"}`)))
	first := d.effects(domain.AsOf{})
	d.corrected(hiding(terms(domain.ProposeCorrection{Void: []int64{3}})))
	_, err := first[0].Event.(request.Submitted).Summary.Open(d.keys, first[0].PlaceOf("/summary"))
	require.ErrorIs(t, err, domain.ErrErased)
	effects := d.effects(domain.AsOf{})
	require.Len(t, effects, 3)
	requester, summary := d.opened(effects[0])
	require.Equal(t, []string{"居民 0001", "办卡"}, []string{requester, summary})
	text, err := effects[2].Event.(request.Supervised).Note.Open(d.keys, effects[2].PlaceOf("/note"))
	require.NoError(t, err)
	require.Equal(t, "催办", text, "an amendment of the first is sealed anew by the second")
	_, err = first[3].Event.(request.Supervised).Note.Open(d.keys, first[3].PlaceOf("/note"))
	require.ErrorIs(t, err, domain.ErrErased)
	d.sound()
}

// Where the keys could not be destroyed the answer says so, and repeating the
// command does it.
func TestDestroyingIsTakenUpAgain(t *testing.T) {
	d := notedDesk(t)
	note := d.history()[2]
	opens := func() error {
		_, err := note.Event.(request.Supervised).Note.Open(d.keys, domain.Place{Stream: d.stream, Event: note.ID, Field: "/note"})
		return err
	}
	l, err := ledger.Open(t.Context(), ledger.Config{Store: d.store, Catalogue: d.Catalogue(), Keys: &faultyKeys{d.keys, true}, Rules: d.Rules(), Now: d.clock.Now})
	require.NoError(t, err)
	proposal := d.propose(hiding(set(2, `{"by":"村民代表"}`)))
	r := ledger.Request{Actor: d.corrector, ID: d.stream, Command: domain.ApproveCorrection{Proposal: proposal}, Key: "k"}
	_, err = l.Do(t.Context(), r)
	require.ErrorContains(t, err, "is recorded, but the keys that it ends are not destroyed yet")
	require.NoError(t, opens())
	receipt := d.must(r)
	require.True(t, receipt.Repeated)
	require.ErrorIs(t, opens(), domain.ErrErased)
	require.True(t, d.must(r).Repeated, "and once more, without harm")
	requester, _ := d.opened(d.effects(domain.AsOf{})[0])
	require.Equal(t, "居民 0001", requester)
}

// faultyKeys destroy nothing.
type faultyKeys struct {
	ledger.Keys
	faulty bool
}

func (k *faultyKeys) DestroyBefore(ctx context.Context, owner string, generation int) error {
	if k.faulty {
		return errors.New("disk full")
	}
	return k.Keys.DestroyBefore(ctx, owner, generation)
}

// A command from before is recognised when it is repeated, unless it holds what
// was sealed.
func TestRepeatsAcrossACorrectionForPrivacy(t *testing.T) {
	d := notedDesk(t)
	_, id := domain.SplitStream(d.stream)
	sealed := ledger.Request{ID: id, Command: request.Supervise{By: "镇政府", Note: domain.Note("四催")}, Key: "sealed"}
	plain := ledger.Request{ID: id, Command: request.Supervise{By: "镇政府"}, Key: "plain"}
	first, second := d.must(sealed), d.must(plain)
	d.corrected(hiding(set(2, `{"by":"村民代表"}`)))
	require.Equal(t, second.Events, d.must(plain).Events)
	require.False(t, first.Repeated)
	// What it would be compared with is destroyed: it is not carried out again.
	_, err := d.do(sealed)
	require.Equal(t, "command_id_reused", domain.CodeOf(err))
}

// A person who was erased stays erased in what is amended or sealed anew.
func TestAnErasedPersonStaysErased(t *testing.T) {
	d := notedDesk(t)
	subject := d.history()[0].Event.(request.Submitted).Requester.Subject
	require.NoError(t, d.keys.Destroy(t.Context(), "subject-"+subject.String()))
	check := func() {
		t.Helper()
		e := d.effects(domain.AsOf{})[0]
		s := e.Event.(request.Submitted)
		require.Equal(t, subject, s.Requester.Subject)
		_, err := s.Requester.Open(d.keys, e.PlaceOf("/requester"))
		require.ErrorIs(t, err, domain.ErrErased)
		summary, err := s.Summary.Open(d.keys, e.PlaceOf("/summary"))
		require.NoError(t, err)
		require.Equal(t, "办卡", summary)
	}
	d.corrected(set(0, `{"people":3}`))
	check()
	d.corrected(hiding(set(2, `{"by":"村民代表"}`)))
	check()
	d.refused("erased", ledger.Request{Actor: d.clerk, Command: set(0, `{"requester":{"subject":"`+subject.String()+`","text":"居民 0001"}}`)})
	d.sound()
}

// The credential of an account outlives a correction for privacy of its stream,
// and is itself neither voided nor put in by a correction.
func TestCorrectingAnAccount(t *testing.T) {
	d := newDesk(t)
	correctors := make([]ledger.Actor, 2)
	for i := range correctors {
		receipt := d.must(ledger.Request{Command: account.Open{Name: "县更正员"}})
		_, id := domain.SplitStream(receipt.Stream)
		d.must(ledger.Request{ID: id, Command: account.Grant{Roles: []domain.Role{domain.RecordsCorrector}, Place: domain.WholeCounty}})
		token, err := d.NewToken(t.Context(), d.actor, id)
		require.NoError(t, err)
		correctors[i], err = d.Authenticate(t.Context(), token)
		require.NoError(t, err)
	}
	id := d.must(ledger.Request{Command: account.Open{Name: "王五", NameEnglish: "Wang Wu"}}).Stream
	token, err := d.NewToken(t.Context(), d.actor, strings.TrimPrefix(id, "account-"))
	require.NoError(t, err)
	proposal := d.must(ledger.Request{Actor: correctors[0], ID: id, Command: hiding(set(0, `{"name":"窗口受理员","nameEnglish":"clerk"}`))})
	d.must(ledger.Request{Actor: correctors[1], ID: id, Command: domain.ApproveCorrection{Proposal: proposal.Revision}})
	_, err = d.Authenticate(t.Context(), token)
	require.NoError(t, err)
	standing, err := d.Standing(t.Context(), strings.TrimPrefix(id, "account-"))
	require.NoError(t, err)
	require.Equal(t, "窗口受理员", standing.Name)

	d.refused("not_corrected_but_replaced", ledger.Request{Actor: correctors[0], ID: id, Command: terms(domain.ProposeCorrection{Void: []int64{1}})})
	d.refused("not_corrected_but_replaced", ledger.Request{Actor: correctors[0], ID: id, Command: terms(domain.ProposeCorrection{Insert: []domain.Addition{{
		After: 1, Type: "account.credential-set", Data: domain.Clear(domain.Object(`{"scheme":"token-sha256","hash":"` + strings.Repeat("0a", 32) + `"}`)), OccurredAt: d.clock.Now(),
	}}})})
	// Nor is a role: it is granted or revoked.
	d.refused("not_corrected_but_replaced", ledger.Request{Actor: correctors[0], ID: id, Command: terms(domain.ProposeCorrection{Insert: []domain.Addition{{
		After: 1, Type: "account.granted", Data: domain.Clear(domain.Object(`{"role":"system-operator","place":"county-self","from":"2016-09-01"}`)), OccurredAt: d.clock.Now(),
	}}})})
	d.sound()
}
