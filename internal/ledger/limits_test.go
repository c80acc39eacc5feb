package ledger_test

import (
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// with is another process with the same log and other keys.
func (b *bench) with(keys *keyring.Keyring) *bench {
	b.t.Helper()
	book, err := rules.Load()
	require.NoError(b.t, err)
	l, err := ledger.Open(b.t.Context(), ledger.Config{Store: b.store, Catalogue: catalogue.Standard, Keys: keys, Rules: book, Now: b.clock.Now})
	require.NoError(b.t, err)
	other := *b
	other.Ledger, other.keys = l, keys
	return &other
}

// older is the keyring as it was when it was copied.
func (b *bench) older(copied string) *keyring.Keyring {
	b.t.Helper()
	k, err := keyring.Open(copied, b.master)
	require.NoError(b.t, err)
	b.t.Cleanup(func() { require.NoError(b.t, k.Close()) })
	return k
}

func (b *bench) backup() string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "keyring.db")
	require.NoError(b.t, b.keys.Backup(b.t.Context(), path))
	return path
}

func TestOlderKeyringAfterACorrectionForPrivacy(t *testing.T) {
	d := notedDesk(t)
	backup := d.backup()
	note := d.history()[2]
	d.corrected(hiding(set(2, `{"by":"村民代表","note":"催办"}`)))
	restored := d.with(d.older(backup))
	_, err := note.Event.(request.Supervised).Note.Open(restored.keys, domain.Place{Stream: d.stream, Event: note.ID, Field: "/note"})
	require.ErrorIs(t, err, domain.ErrErased)
	_, id := domain.SplitStream(d.stream)
	restored.must(ledger.Request{ID: id, Command: request.Supervise{By: "县政府", Note: domain.Note("续办")}})
}

func TestOlderKeyringAfterAnErasure(t *testing.T) {
	b, stream, who := visited(t)
	backup := b.backup()
	b.clock.Set("2020-01-01 09:00")
	b.must(ledger.Request{Command: personalSubmit("李四 13900005678")}) // whose key the copy has not
	b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Fulfilled}})
	restored := b.with(b.older(backup))
	require.NotContains(t, restored.opened(b.actor, stream), somebody)
	for _, name := range []string{"王松滨", "李四"} {
		found, err := restored.FindPerson(t.Context(), b.actor, keyring.PersonName, name, nil)
		require.NoError(t, err)
		require.Empty(t, found, name)
	}
	_, id := domain.SplitStream(stream)
	restored.must(ledger.Request{ID: id, Command: request.Withdraw{Reason: domain.Note("不再需要")}})
}

// Keys end with a correction for privacy though all that was left sealed in the
// stream had been erased.
func TestPrivacyAfterAnErasure(t *testing.T) {
	b, stream, who := visited(t)
	b.clock.Set("2020-01-01 09:00")
	b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Fulfilled}})
	_, id := domain.SplitStream(stream)
	note := b.must(ledger.Request{ID: id, Command: request.Supervise{By: "张三大叔", Note: domain.Note("绝密")}}).Events[0]
	corrector := ledgertest.Open(t, b.Ledger, b.actor, "更正员", domain.WholeCounty, domain.RecordsCorrector)
	p := b.must(ledger.Request{ID: stream, Command: hiding(set(note.Revision, `{"by":"村民代表","note":"催办"}`))})
	b.must(ledger.Request{Actor: corrector, ID: stream, Command: domain.ApproveCorrection{Proposal: p.Revision}})
	_, err := note.Event.(request.Supervised).Note.Open(b.keys, domain.Place{Stream: stream, Event: note.ID, Field: "/note"})
	require.ErrorIs(t, err, domain.ErrErased)
}

func TestWhatWasHiddenIsNotAmended(t *testing.T) {
	d := notedDesk(t)
	d.corrected(hiding(terms(domain.ProposeCorrection{Void: []int64{2}})))
	d.refused("hidden_for_privacy", ledger.Request{Actor: d.clerk, Command: set(2, `{"note":"x"}`)})
	stands, err := d.Public().Stands(t.Context(), d.stream, domain.AsOf{})
	require.NoError(t, err)
	require.Empty(t, stands.Corrections[0].Basis)
}

// Whoever may not read a field is not told whether they guessed it.
func TestNobodyGuessesWhatIsSealed(t *testing.T) {
	d := newDesk(t)
	accountant := ledgertest.Open(t, d.Ledger, d.actor, "会计", here, domain.Accountant)
	for _, guess := range []string{"办证", "办卡"} {
		p := set(0, `{"summary":"`+guess+`"}`)
		p.Insert = []domain.Addition{{After: 0, Type: "request.dreamt", Data: domain.Clear(domain.Object(`{}`)), OccurredAt: d.clock.Now()}}
		d.refused("event_unknown", ledger.Request{Actor: accountant, Command: p})
	}
}

func TestWhereACommunityLiesStays(t *testing.T) {
	d := newDesk(t)
	d.must(ledger.Request{Command: town.Register{ID: "other", Name: "别镇"}})
	for _, p := range []domain.ProposeCorrection{set(0, `{"town":"town-other"}`), terms(domain.ProposeCorrection{Void: []int64{0}})} {
		d.refused("identity_stays", ledger.Request{Actor: d.clerk, ID: here, Command: p})
	}
	d.must(ledger.Request{Actor: d.clerk, ID: here, Command: set(0, `{"name":"乔庄社区（更正）"}`)})
}

// A stream about two people ends with the second of them.
func TestErasingTheLastOfAStream(t *testing.T) {
	b, stream, who := visited(t)
	corrector := ledgertest.Open(t, b.Ledger, b.actor, "更正员", domain.WholeCounty, domain.RecordsCorrector)
	other := uuid.New()
	p := b.must(ledger.Request{ID: stream, Command: set(0, `{"requester":{"subject":"`+other.String()+`","text":"赵六 13700001111"}}`)})
	b.must(ledger.Request{Actor: corrector, ID: stream, Command: domain.ApproveCorrection{Proposal: p.Revision}})
	require.Equal(t, []string{"赵六 13700001111"}, b.held(other), "what stands in a proposal is held, too")
	b.clock.Set("2020-01-01 09:00")
	for streams, s := range []domain.Subject{who, other} {
		erased := b.must(ledger.Request{Command: subject.Erase{Subject: s, Ground: subject.Fulfilled}}).Events[0].Event.(subject.Erased)
		require.Len(t, erased.Streams, streams)
	}
}

// What is kept and not used is still copied for the person it is about.
func TestACopyOfWhatIsRestricted(t *testing.T) {
	b, _, who := visited(t)
	b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Withdrawn}})
	held, err := b.ShowPerson(t.Context(), b.actor, who, true, domain.English, nil)
	require.NoError(t, err)
	require.Equal(t, somebody, held[0].Text)
	require.Equal(t, "requester", held[0].Field.Name)
}

// A delegation does not outlive its days in a credential, nor a ledger its
// founding when the founder's roles are taken.
func TestWhatIsLentEnds(t *testing.T) {
	d := newDesk(t)
	lent := ledgertest.Open(t, d.Ledger, d.actor, "代班", here, domain.WindowClerk)
	d.must(ledger.Request{ID: lent.Account(), Command: account.Delegate{Role: domain.SystemOperator, Place: domain.WholeCounty, Until: domain.NewDate(2016, 9, 20)}})
	_, err := d.NewToken(t.Context(), lent, d.actor.Account())
	require.Equal(t, "not_held_itself", domain.CodeOf(err), "%v", err)
	_, err = d.NewToken(t.Context(), lent, lent.Account())
	require.NoError(t, err)

	// Who lent it takes it back; what others gave is not theirs to take.
	second := ledgertest.Open(t, d.Ledger, d.actor, "窗口二", domain.WholeCounty)
	revoke := account.Revoke{Role: domain.WindowClerk, Place: here}
	lend := account.Delegate{Role: domain.WindowClerk, Place: here, Until: domain.NewDate(2018, 9, 20)}
	d.refused("not_lent_by_you", ledger.Request{Actor: d.clerk, ID: second.Account(), Command: revoke})
	d.must(ledger.Request{Actor: d.clerk, ID: second.Account(), Command: lend})
	d.must(ledger.Request{Actor: d.clerk, ID: second.Account(), Command: revoke})
	d.must(ledger.Request{Actor: d.clerk, ID: second.Account(), Command: lend})
	d.must(ledger.Request{ID: second.Account(), Command: account.Grant{Roles: []domain.Role{domain.WindowClerk}, Place: here}})
	d.must(ledger.Request{Actor: d.clerk, ID: second.Account(), Command: revoke})
	d.refused("not_lent_by_you", ledger.Request{Actor: d.clerk, ID: second.Account(), Command: revoke})
	s, err := d.Standing(t.Context(), second.Account())
	require.NoError(t, err)
	require.Equal(t, []domain.Grant{{Role: domain.WindowClerk, Place: here, From: s.Grants[0].From}}, s.Grants)

	other := ledgertest.Open(t, d.Ledger, d.actor, "运维二", domain.WholeCounty, domain.Grantable()...)
	for _, r := range domain.Grantable() {
		d.must(ledger.Request{Actor: other, ID: d.actor.Account(), Command: account.Revoke{Role: r, Place: domain.WholeCounty}})
	}
	_, err = d.Found(t.Context(), ledger.Founding{County: county.Register{Name: "x"}, Account: account.Open{Name: "y"}})
	require.Equal(t, "already_founded", domain.CodeOf(err), "%v", err)
}
