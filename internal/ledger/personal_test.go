package ledger_test

import (
	"crypto/sha256"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const somebody = "王松滨 13800001234"

// visited is a ledger in which one person has made a request.
func visited(t *testing.T) (b *bench, request string, who domain.Subject) {
	b = furnished(t)
	r := b.must(ledger.Request{Command: personalSubmit(somebody)})
	return b, r.Stream, r.Events[0].Event.(submitted).Requester.Subject
}

type submitted = request.Submitted

func personalSubmit(who string) request.Submit {
	s := submit
	s.Requester, s.Summary = domain.About(uuid.Nil, who), domain.Note("替 "+who+" 办卡")
	return s
}

func digest(t *testing.T, store eventstore.Reader, until uint64) [32]byte {
	h := sha256.New()
	for r, err := range store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		if uint64(r.Position) > until {
			break
		}
		h.Write(r.Data)
		h.Write(r.Metadata)
	}
	return [32]byte(h.Sum(nil))
}

func (b *bench) held(who domain.Subject) []string {
	b.t.Helper()
	held, err := b.ShowPerson(b.t.Context(), b.actor, who, false, domain.English, nil)
	require.NoError(b.t, err)
	var texts []string
	for _, h := range held {
		texts = append(texts, h.Text)
	}
	return texts
}

// opened is every text of a stream as an account reads it.
func (b *bench) opened(who ledger.Actor, stream string) []string {
	b.t.Helper()
	reader, err := b.Reader(b.t.Context(), who, nil)
	require.NoError(b.t, err)
	history, err := b.History(b.t.Context(), stream)
	require.NoError(b.t, err)
	var texts []string
	for _, r := range history {
		for _, f := range b.Catalogue().FieldsOf(r, reader.ReadingOf(r, domain.English)) {
			if f.Field.Seal != catalogue.Unsealed {
				texts = append(texts, f.Text)
			}
		}
	}
	return texts
}

func TestAPersonIsFoundAndShown(t *testing.T) {
	b, _, who := visited(t)
	for kind, text := range map[keyring.TermKind]string{keyring.PersonName: "王松滨", keyring.PhoneNumber: "138 0000 1234"} {
		found, err := b.FindPerson(t.Context(), b.actor, kind, text, nil)
		require.NoError(t, err)
		require.Equal(t, []domain.Subject{who}, found, kind)
	}
	require.Equal(t, []string{somebody}, b.held(who))

	// What is recorded later is found, too.
	b.must(ledger.Request{Command: personalSubmit("李四 13900005678")})
	found, err := b.FindPerson(t.Context(), b.actor, keyring.PersonName, "李四", nil)
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NotEqual(t, who, found[0])
}

func TestWhoMayLookPeopleUp(t *testing.T) {
	b, stream, who := visited(t)
	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", "community-qiaozhuang", domain.WindowClerk)
	elsewhere := ledgertest.Open(t, b.Ledger, b.actor, "别处窗口", "town-370782101", domain.Cashier)
	for _, a := range []ledger.Actor{clerk, elsewhere} {
		_, err := b.FindPerson(t.Context(), a, keyring.PersonName, "王松滨", nil)
		require.Equal(t, "role_missing", domain.CodeOf(err))
		_, err = b.ShowPerson(t.Context(), a, who, false, domain.English, nil)
		require.Equal(t, "role_missing", domain.CodeOf(err))
	}
	_, err := b.Reader(t.Context(), ledger.Actor{}, nil)
	require.Equal(t, "not_signed_in", domain.CodeOf(err))

	// At the window of the place the request is read; elsewhere it is not.
	require.Contains(t, b.opened(clerk, stream), somebody)
	require.NotContains(t, b.opened(elsewhere, stream), somebody)
	counted := map[string]int{}
	reader, err := b.Reader(t.Context(), clerk, func(category string, a domain.Audience) { counted[category+" "+string(a)]++ })
	require.NoError(t, err)
	history, err := b.History(t.Context(), stream)
	require.NoError(t, err)
	b.Catalogue().FieldsOf(history[0], reader.ReadingOf(history[0], domain.English))
	require.Equal(t, map[string]int{"request restricted": 2}, counted)
}

func TestErasure(t *testing.T) {
	b, stream, who := visited(t)
	other := b.must(ledger.Request{Command: personalSubmit("李四 13900005678")})
	head, err := b.Head(t.Context())
	require.NoError(t, err)
	before := digest(t, b.store, head)
	erase := ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Withdrawn}}

	// The rule set of the county keeps it for three years. Until then it is not
	// used, by anybody.
	r := b.must(erase)
	require.Equal(t, "subject.restricted", r.Events[0].Event.EventType())
	require.Equal(t, []string{"[kept, not used]"}, b.held(who))
	require.NotContains(t, b.opened(b.actor, stream), somebody)
	_, err = b.do(erase)
	require.Equal(t, "retention_runs", domain.CodeOf(err))

	b.clock.Set("2019-09-01 09:00")
	r = b.must(erase)
	require.Equal(t, "subject.erased", r.Events[0].Event.EventType())
	require.Equal(t, before, digest(t, b.store, head), "the log is what it was")
	require.Equal(t, []string{"[erased]"}, b.held(who))
	for _, text := range b.opened(b.actor, stream) {
		require.Equal(t, "[erased]", text, "the free texts of their request went with it")
	}
	found, err := b.FindPerson(t.Context(), b.actor, keyring.PersonName, "王松滨", nil)
	require.NoError(t, err)
	require.Empty(t, found)
	_, err = b.do(erase)
	require.Equal(t, "already_erased", domain.CodeOf(err))
	require.Contains(t, b.opened(b.actor, other.Stream), "李四 13900005678", "others stay")

	// The request itself goes on.
	_, id := domain.SplitStream(stream)
	b.must(ledger.Request{Command: request.Withdraw{Reason: domain.Note("不再需要")}, ID: id})
	require.Contains(t, b.opened(b.actor, stream), "不再需要")
	found, err = b.FindPerson(t.Context(), b.actor, keyring.PersonName, "李四", nil)
	require.NoError(t, err)
	require.Len(t, found, 1)
	_, err = b.do(ledger.Request{Command: subject.Erase{Subject: uuid.New(), Ground: subject.Withdrawn}})
	require.Equal(t, "nothing_held", domain.CodeOf(err))
}

// Whoever restores an older keyring does not bring back who was erased: opening
// the ledger with it destroys their keys again.
func TestErasureSurvivesAnOlderKeyring(t *testing.T) {
	b, stream, who := visited(t)
	backup := filepath.Join(t.TempDir(), "keyring.db")
	require.NoError(t, b.keys.Backup(t.Context(), backup))
	b.clock.Set("2020-01-01 09:00")
	b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Fulfilled}})

	older, err := keyring.Open(backup, b.master)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, older.Close()) })
	status, err := older.Status(t.Context(), "subject-"+who.String())
	require.NoError(t, err)
	require.Equal(t, keyring.Live, status.State)
	book, err := rules.Load()
	require.NoError(t, err)
	restored, err := ledger.Open(t.Context(), ledger.Config{Store: b.store, Catalogue: catalogue.Standard, Keys: older, Rules: book, Now: b.clock.Now})
	require.NoError(t, err)
	again := &bench{Ledger: restored, t: t, store: b.store, keys: older, clock: b.clock, actor: b.actor}
	require.Equal(t, []string{"[erased]"}, again.held(who))
	for _, text := range again.opened(b.actor, stream) {
		require.Equal(t, "[erased]", text)
	}
	status, err = older.Status(t.Context(), "subject-"+who.String())
	require.NoError(t, err)
	require.Equal(t, keyring.Destroyed, status.State)
}
