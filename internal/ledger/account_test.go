package ledger_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

func delegate(role domain.Role, place string, until domain.Date) account.Delegate {
	return account.Delegate{Role: role, Place: place, Until: until}
}

// code is that of a refusal, which is said in both languages.
func code(t *testing.T, err error) string {
	t.Helper()
	var r *domain.Rejection
	require.ErrorAs(t, err, &r)
	require.NotEmpty(t, r.Message)
	require.NotEmpty(t, r.Chinese)
	return r.Code
}

// One command of each aggregate, with real accounts: by who may, by who holds
// the role elsewhere, too narrowly, too early and too late, and by who holds
// another role.
func TestWhoMayDoWhat(t *testing.T) {
	b := furnished(t)
	b.must(ledger.Request{Command: town.Register{ID: "t2", Name: "另一镇"}})
	b.must(ledger.Request{Command: community.Register{ID: "c2", Town: "town-t2", Name: "另一社区"}})
	_, subject := domain.SplitStream(b.must(ledger.Request{Command: account.Open{Name: "某岗位"}}).Stream)
	const home = "town-370782101"
	granted := func(role domain.Role, place string, from, to domain.Date) ledger.Actor {
		a := ledgertest.Open(t, b.Ledger, b.actor, "岗位", place)
		b.must(ledger.Request{ID: a.Account(), Command: account.Grant{Roles: []domain.Role{role}, Place: place, From: from, To: to}})
		return a
	}
	day := domain.NewDate(2016, 9, 1)
	for name, c := range map[string]struct {
		command any
		id      string
		role    domain.Role
		inside  string // where it does
		outside string // where it does not, "" for a command of the whole county
		narrow  string // inside, but too narrow, "" where nothing is
	}{
		"account":   {account.Open{Name: "出纳"}, "", domain.SystemOperator, domain.WholeCounty, home, ""},
		"suspend":   {account.Suspend{Reason: domain.Note("r")}, subject, domain.SystemOperator, domain.WholeCounty, home, ""},
		"login":     {login.Claim{Name: "cashier", Account: subject}, "cashier", domain.SystemOperator, domain.WholeCounty, here, ""},
		"town":      {town.Rename{Name: "新名镇"}, "370782101", domain.SystemOperator, home, "town-t2", ""},
		"community": {community.Register{ID: "c3", Town: home, Name: "新社区"}, "", domain.SystemOperator, home, "town-t2", ""},
		"renamed":   {community.Rename{Name: "新名社区"}, "qiaozhuang", domain.SystemOperator, home, "community-c2", here},
		"matter":    {matter.Delist{From: domain.NewDate(2018, 1, 1), Reason: "r"}, "B07", domain.WindowClerk, domain.WholeCounty, home, ""},
		"request":   {submit, "", domain.WindowClerk, here, "community-c2", ""},
		"import":    {imports.Open{Digest: strings.Repeat("0a", 32), Format: "xes", Header: domain.Note("log")}, "", domain.ImportProgram, domain.WholeCounty, home, ""},
		"correction": {terms(domain.ProposeCorrection{Amend: []domain.Change{{Set: domain.Clear(domain.Object(`{"name":"桥庄社区"}`))}}}),
			"community-qiaozhuang", domain.Recorder, here, "community-c2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			try := func(who ledger.Actor) error {
				_, err := b.Do(t.Context(), ledger.Request{Actor: who, ID: c.id, Command: c.command})
				return err
			}
			other := domain.Cashier
			require.Equal(t, "role_missing", code(t, try(granted(other, domain.WholeCounty, day, domain.Date{}))))
			require.Equal(t, "outside_place", code(t, try(granted(c.role, c.outside, day, domain.Date{}))))
			require.Equal(t, "outside_dates", code(t, try(granted(c.role, c.inside, day.AddDays(1), domain.Date{}))))
			require.Equal(t, "outside_dates", code(t, try(granted(c.role, c.inside, domain.NewDate(2016, 1, 1), day.AddDays(-1)))))
			if c.narrow != "" {
				require.Equal(t, "level_too_low", code(t, try(granted(c.role, c.narrow, day, domain.Date{}))))
			}
			lent := ledgertest.Open(t, b.Ledger, b.actor, "代理", here)
			from := granted(c.role, c.inside, day, domain.Date{})
			b.must(ledger.Request{Actor: from, ID: lent.Account(), Command: delegate(c.role, c.inside, day)})
			b.must(ledger.Request{ID: from.Account(), Command: account.Revoke{Role: c.role, Place: c.inside}})
			require.Equal(t, "delegation_void", code(t, try(lent)))
			require.NoError(t, try(granted(c.role, c.inside, day, day)))
		})
	}
}

// By which right somebody acted is on record.
func TestTheRightIsEvidence(t *testing.T) {
	b := furnished(t)
	chief := ledgertest.Open(t, b.Ledger, b.actor, "主任", here, domain.WindowClerk)
	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", here)
	b.must(ledger.Request{Actor: chief, ID: clerk.Account(), Command: delegate(domain.WindowClerk, here, domain.NewDate(2016, 9, 1))})
	receipt := b.must(ledger.Request{Actor: clerk, Command: submit})
	var rests []string
	for _, ref := range receipt.Events[0].Evidence {
		rests = append(rests, ref.Stream)
	}
	require.Contains(t, rests, "account-"+chief.Account())
	require.Contains(t, rests, "account-"+clerk.Account())
	require.Equal(t, domain.WindowClerk, receipt.Events[0].Role)
	b.clock.Set("2016-09-02 00:00")
	_, err := b.do(ledger.Request{Actor: clerk, Command: submit})
	require.Equal(t, "delegation_ended", code(t, err), "the day after")
}

func TestTokens(t *testing.T) {
	b := founded(t)
	_, id := domain.SplitStream(b.must(ledger.Request{Command: account.Open{Name: "窗口"}}).Stream)
	old, err := b.NewToken(t.Context(), b.actor, id)
	require.NoError(t, err)
	clerk, err := b.Authenticate(t.Context(), old)
	require.NoError(t, err)
	require.Equal(t, id, clerk.Account())
	for r, err := range b.store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		require.NotContains(t, string(r.Data)+string(r.Metadata), old)
	}

	token, err := b.NewToken(t.Context(), clerk, id)
	require.NoError(t, err, "for the account itself")
	_, err = b.NewToken(t.Context(), clerk, b.actor.Account())
	require.Equal(t, "role_missing", code(t, err), "and for no other")
	_, err = b.NewToken(t.Context(), b.actor, uuid.NewString())
	require.Equal(t, "not_found", code(t, err))
	secret, _, _ := strings.Cut(token, ".")
	for name, bad := range map[string]string{
		"replaced": old, "nothing": "", "no account": secret, "another account": secret + "." + b.actor.Account(),
		"of nobody": secret + "." + uuid.NewString(), "a path": secret + "./../" + id, "one character more": token + "x",
		"without its beginning": strings.TrimPrefix(token, "slt_"), "another case": strings.ToUpper(token),
	} {
		_, err := b.Authenticate(t.Context(), bad)
		require.Equal(t, "token_invalid", code(t, err), name)
	}

	_, err = b.Authenticate(t.Context(), token)
	require.NoError(t, err)
	b.must(ledger.Request{ID: id, Command: account.Suspend{Reason: domain.Note("调查")}})
	_, err = b.Authenticate(t.Context(), token)
	require.Equal(t, "account_suspended", code(t, err))
	require.Equal(t, "account_suspended", code(t, checked(b, clerk)))
	_, err = b.NewToken(t.Context(), clerk, id)
	require.Equal(t, "account_suspended", code(t, err), "not even for itself")
	b.must(ledger.Request{ID: id, Command: account.Restore{}})
	_, err = b.Authenticate(t.Context(), token)
	require.NoError(t, err)
	b.must(ledger.Request{ID: id, Command: account.Close{}})
	_, err = b.Authenticate(t.Context(), token)
	require.Equal(t, "account_closed", code(t, err))
	require.Equal(t, "not_signed_in", code(t, checked(b, ledger.Actor{})))
}

func TestRecover(t *testing.T) {
	b := founded(t)
	actor, token, err := b.Recover(t.Context())
	require.NoError(t, err)
	require.Equal(t, b.actor, actor)
	again, err := b.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, actor, again)
	history, err := b.History(t.Context(), "account-"+actor.Account())
	require.NoError(t, err)
	require.IsType(t, account.CredentialSet{}, history[len(history)-1].Event, "the log shows it")
	_, _, err = open(t).Recover(t.Context())
	require.ErrorIs(t, err, ledger.ErrNotFounded)
}

func TestProgram(t *testing.T) {
	b := furnished(t)
	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", domain.WholeCounty, domain.WindowClerk)
	_, err := b.Program(t.Context(), clerk, ledger.ImportProgram)
	require.Equal(t, "role_missing", code(t, err))
	_, err = b.Program(t.Context(), ledger.Actor{}, ledger.ImportProgram)
	require.Equal(t, "not_signed_in", code(t, err))
	program, err := b.Program(t.Context(), b.actor, ledger.ImportProgram)
	require.NoError(t, err)
	require.NotEqual(t, b.actor, program)
	head, err := b.Head(t.Context())
	require.NoError(t, err)
	again, err := b.Program(t.Context(), b.actor, ledger.ImportProgram)
	require.NoError(t, err)
	require.Equal(t, program, again)
	after, err := b.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, head, after, "it is opened once")
	require.NoError(t, b.May(t.Context(), program, []domain.Permit{domain.ImportProgram.At(domain.CountyLevel)}, domain.WholeCounty))
	_, err = b.do(ledger.Request{Actor: program, Command: account.Open{Name: "x"}})
	require.Equal(t, "role_missing", code(t, err), "it may import, and nothing else")

	importer := ledgertest.Open(t, b.Ledger, b.actor, "导入员", domain.WholeCounty, domain.ImportProgram)
	again, err = b.Program(t.Context(), importer, ledger.ImportProgram)
	require.NoError(t, err)
	require.Equal(t, program, again)
}

func TestPlay(t *testing.T) {
	b := founded(t)
	_, id := domain.SplitStream(b.must(ledger.Request{Command: account.Open{Name: "窗口"}}).Stream)
	_, err := b.Play(t.Context(), b.actor, id)
	require.Equal(t, "not_a_demonstration", code(t, err))
	_, err = b.Founder(t.Context())
	require.Equal(t, "not_a_demonstration", code(t, err))

	b = open(t)
	b.clock.Set("2026-11-23 14:30")
	f, err := b.Found(t.Context(), ledger.Founding{
		County:  county.Register{Name: "演示", Demonstration: true, Today: domain.NewDate(2016, 12, 31)},
		Account: account.Open{Name: "系统运维"},
	})
	require.NoError(t, err)
	require.Empty(t, f.Token)
	founder, err := b.Founder(t.Context())
	require.NoError(t, err)
	require.Equal(t, f.Actor, founder)
	b.actor = founder
	clerk := b.must(ledger.Request{Command: account.Open{Name: "窗口"}})
	_, id = domain.SplitStream(clerk.Stream)
	played, err := b.Play(t.Context(), founder, id)
	require.NoError(t, err)
	require.Equal(t, id, played.Account())
	_, err = b.Play(t.Context(), played, founder.Account())
	require.Equal(t, "not_a_demonstration", code(t, err), "the founder alone")
	_, err = b.Play(t.Context(), founder, uuid.NewString())
	require.Equal(t, "account_unknown", code(t, err))
}

// A ledger of before there were roles: its founder holds none, and founding it
// again gives them, and a token, and nothing else.
func TestAnOlderLedgerIsFinished(t *testing.T) {
	b := open(t)
	b.doctored = true
	id, command := uuid.New(), uuid.New()
	add := func(stream string, e domain.Event) {
		event := uuid.NewSHA1(command, []byte(stream+"/0"))
		data, err := catalogue.Standard.Encode(e, b.keys, stream, event)
		require.NoError(t, err)
		meta, err := catalogue.Standard.EncodeMetadata(domain.Recorded{
			Fact: domain.Fact{OccurredAt: b.clock.Now().UTC(), Actor: id.String(), Role: domain.SystemOperator}, RecordedAt: b.clock.Now().UTC(),
			CommandID: command, CommandDigest: command[:], CorrelationID: command, CausationID: command,
		})
		require.NoError(t, err)
		_, err = b.store.Append(t.Context(), stream, eventstore.NoStream, eventstore.Event{ID: event, Type: e.EventType(), Data: data, Metadata: meta})
		require.NoError(t, err)
	}
	add("account-"+id.String(), account.Opened{Name: "系统运维"})
	add(county.Stream, county.Registered{Ledger: uuid.New(), Name: "诸城市", Zone: "Asia/Shanghai"})

	f, err := b.Found(t.Context(), ledger.Founding{County: county.Register{Name: "别的名字"}, Account: account.Open{Name: "别的账户"}})
	require.NoError(t, err)
	require.Equal(t, id.String(), f.Actor.Account())
	require.Equal(t, "诸城市", f.Name, "what is on record stays")
	actor, err := b.Authenticate(t.Context(), f.Token)
	require.NoError(t, err)
	b.actor = actor
	b.must(ledger.Request{Command: town.Register{ID: "1", Name: "枳沟镇"}})
	standing, err := b.Standing(t.Context(), id.String())
	require.NoError(t, err)
	require.Equal(t, "系统运维", standing.Name)
	require.Len(t, standing.Grants, len(domain.Grantable()))
	_, err = b.Found(t.Context(), ledger.Founding{County: county.Register{Name: "x"}, Account: account.Open{Name: "x"}})
	require.Equal(t, "already_founded", code(t, err))
	found, _ := problems(t, b.Ledger)
	require.Empty(t, found)
}

// A place within a place within the county, and what is on no record.
func TestMay(t *testing.T) {
	b := furnished(t)
	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", "town-370782101", domain.WindowClerk)
	permits := []domain.Permit{domain.WindowClerk.At(domain.CommunityLevel)}
	for place, want := range map[string]string{
		here: "", "town-370782101": "", domain.WholeCounty: "outside_place", "": "outside_place",
		"community-unknown": "outside_place", "village-1": "outside_place",
	} {
		require.Equal(t, want, domain.CodeOf(b.May(t.Context(), clerk, permits, place)), place)
	}
	require.Equal(t, "not_signed_in", code(t, b.May(t.Context(), ledger.Actor{}, permits, here)))
	// What was granted counts at once, and so does what was taken away.
	b.must(ledger.Request{ID: clerk.Account(), Command: account.Revoke{Role: domain.WindowClerk, Place: "town-370782101"}})
	require.Equal(t, "role_missing", code(t, b.May(t.Context(), clerk, permits, here)))
	_, err := b.do(ledger.Request{Actor: clerk, Command: request.Submit{}})
	require.Error(t, err)
}

// checked says why somebody who signed in may no longer act.
func checked(b *bench, who ledger.Actor) error {
	_, err := b.Check(b.t.Context(), who)
	return err
}
