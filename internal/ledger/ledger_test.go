package ledger_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// A bench is a ledger in a temporary folder, with a clock that the test sets.
type bench struct {
	*ledger.Ledger
	t     *testing.T
	store *faultyStore
	keys  *keyring.Keyring
	// dir is where the evidence files are.
	dir   string
	files *files.Store
	// master opens backups of the keyring.
	master keyring.MasterKey
	clock  *clock
	actor  ledger.Actor
	// doctored says that the test writes past the executor.
	doctored bool
}

type clock struct {
	sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.Lock(); defer c.Unlock(); return c.now }
func (c *clock) Set(day string) {
	c.Lock()
	defer c.Unlock()
	at, err := time.Parse("2006-01-02 15:04", day)
	if err != nil {
		panic(err)
	}
	c.now = at.Add(-8 * time.Hour) // given in Asia/Shanghai
}

// faultyStore runs what a test wants before an append.
type faultyStore struct {
	eventstore.Store
	before func(stream string, events []eventstore.Event) error
	// idle says that appends are acknowledged and not carried out.
	idle bool
}

func (s *faultyStore) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if s.before != nil {
		if err := s.before(stream, events); err != nil {
			return 0, err
		}
	}
	if s.idle {
		return 1, nil
	}
	return s.Store.Append(ctx, stream, expected, events...)
}

// ruleBook is the rules that come with the program, which nobody changes.
var ruleBook = sync.OnceValues(func() (*rules.Book, error) { return rules.Load() })

func open(t *testing.T) *bench {
	store, err := pebble.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	book, err := ruleBook()
	require.NoError(t, err)
	b := &bench{t: t, store: &faultyStore{Store: store}, clock: &clock{}}
	b.keys, b.master = keyringtest.NewWithMaster(t)
	b.clock.Set("2016-09-01 09:00")
	b.dir = filepath.Join(t.TempDir(), "files")
	b.files, err = files.Open(b.dir, 1<<20)
	require.NoError(t, err)
	b.Ledger, err = ledger.Open(t.Context(), ledger.Config{
		Store: b.store, Catalogue: catalogue.Standard, Keys: b.keys, Rules: book, Files: b.files, Now: b.clock.Now,
	})
	require.NoError(t, err)
	t.Cleanup(b.lawful)
	return b
}

// lawful fails where what the executor accepted in a test does not follow when
// it is judged again.
func (b *bench) lawful() {
	if b.doctored || b.t.Failed() {
		return
	}
	found, _, err := findings(b.Ledger, "")
	if !errors.Is(err, ledger.ErrNotFounded) {
		require.NoError(b.t, err)
	}
	for _, f := range found {
		require.NotEqual(b.t, ledger.Unlawful, f.List, "%s@%d %s: %s", f.Stream, f.Revision, f.Type, f.Message)
	}
}

// findings judges a stream, or everything.
func findings(l *ledger.Ledger, stream string) ([]ledger.Finding, ledger.Judged, error) {
	var found []ledger.Finding
	judged, err := l.Judge(context.Background(), ledger.Judging{Stream: stream, Found: func(f ledger.Finding) { found = append(found, f) }})
	return found, judged, err
}

func founded(t *testing.T) *bench {
	b := open(t)
	id, err := b.Found(t.Context(), ledger.Founding{
		County:  county.Register{Name: "诸城市", NameEnglish: "Zhucheng", Code: "370782"},
		Account: account.Open{Name: "系统运维", NameEnglish: "system operator"},
	})
	require.NoError(t, err)
	b.actor = id.Actor
	return b
}

func (b *bench) do(r ledger.Request) (ledger.Receipt, error) {
	if r.Actor == (ledger.Actor{}) {
		r.Actor = b.actor
	}
	return b.Do(b.t.Context(), r)
}

func (b *bench) must(r ledger.Request) ledger.Receipt {
	b.t.Helper()
	receipt, err := b.do(r)
	require.NoError(b.t, err)
	return receipt
}

// furnished is a ledger with a community and a matter, so that requests can be
// submitted.
func furnished(t *testing.T) *bench {
	b := founded(t)
	b.must(ledger.Request{Command: town.Register{ID: "370782101", Name: "枳沟镇"}})
	b.must(ledger.Request{Command: community.Register{ID: "qiaozhuang", Town: "town-370782101", Name: "乔庄社区"}})
	b.must(ledger.Request{Command: matter.List{
		Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "养老保险卡",
		Basis: "鲁政发〔2013〕13号", LimitDays: 5, Authority: "人社局",
	}})
	return b
}

var submit = request.Submit{
	Matter: "B07", Place: "qiaozhuang", Channel: "window", People: 2,
	Requester: domain.About(uuid.Nil, "居民 0001"), Summary: domain.Note("办卡"),
}

func TestFounding(t *testing.T) {
	b := open(t)
	_, err := b.Identity(t.Context())
	require.ErrorIs(t, err, ledger.ErrNotFounded)
	_, err = b.do(ledger.Request{Command: account.Open{Name: "窗口"}})
	require.ErrorIs(t, err, ledger.ErrNotFounded, "nothing is recorded before the founding")

	b = founded(t)
	id, err := b.Identity(t.Context())
	require.NoError(t, err)
	require.Equal(t, "诸城市", id.Name)
	require.Equal(t, "Asia/Shanghai", id.Location.String())
	history, err := b.History(t.Context(), "account-"+id.Founder)
	require.NoError(t, err)
	require.Equal(t, id.Founder, history[0].Actor, "the first account opened itself")

	_, err = b.Found(t.Context(), ledger.Founding{County: county.Register{Name: "别处"}, Account: account.Open{Name: "x"}})
	require.Equal(t, "already_founded", domain.CodeOf(err))
}

func TestAnInterruptedFoundingIsTakenUpAgain(t *testing.T) {
	b := open(t)
	b.store.before = func(stream string, _ []eventstore.Event) error {
		if stream == county.Stream {
			return errors.New("power cut")
		}
		return nil
	}
	founding := ledger.Founding{County: county.Register{Name: "诸城市"}, Account: account.Open{Name: "系统运维"}}
	_, err := b.Found(t.Context(), founding)
	require.ErrorContains(t, err, "power cut")
	b.store.before = nil
	_, err = b.Found(t.Context(), founding)
	require.NoError(t, err)
}

func TestACommandBecomesARecord(t *testing.T) {
	b := furnished(t)
	b.clock.Set("2016-09-29 10:00")
	submitted := b.must(ledger.Request{Command: submit, Key: "k1"})
	_, id := domain.SplitStream(submitted.Stream)
	b.clock.Set("2016-09-29 11:00")
	receipt := b.must(ledger.Request{Command: request.Accept{}, ID: id, Key: "k2"})
	require.Equal(t, int64(1), receipt.Revision)

	history, err := b.History(t.Context(), submitted.Stream)
	require.NoError(t, err)
	require.Len(t, history, 2)
	got := history[1]
	require.Equal(t, receipt.Position, got.Position)
	require.Equal(t, b.actor.Account(), got.Actor)
	require.Equal(t, b.clock.Now(), got.OccurredAt)
	require.Equal(t, b.clock.Now(), got.RecordedAt)
	require.NotEmpty(t, got.Evidence, "the matter is named as it stood")
	require.Equal(t, "matter-B07@0", got.Evidence[0].String())
	require.Equal(t, domain.NewDate(2016, 10, 11), got.Event.(request.Accepted).Due, "five working days across the National Day holiday and its make-up workdays")
	require.Equal(t, "zhucheng-2015", got.Event.(request.Accepted).Rules)
	require.Equal(t, history, append(submitted.Events, receipt.Events...), "a receipt shows what was recorded")
}

func TestRepeats(t *testing.T) {
	b := furnished(t)
	first := b.must(ledger.Request{Command: submit, Key: "same"})
	require.False(t, first.Repeated)
	b.clock.Set("2016-09-02 09:00")
	again := b.must(ledger.Request{Command: submit, Key: "same"})
	require.True(t, again.Repeated)
	require.Equal(t, first.Stream, again.Stream)
	require.Equal(t, first.Position, again.Position)
	require.Equal(t, first.Events, again.Events)

	other := submit
	other.Summary = domain.Note("另一件事")
	_, err := b.do(ledger.Request{Command: other, Key: "same"})
	require.Equal(t, "command_id_reused", domain.CodeOf(err), "what is sealed is part of the command")
	require.NotEqual(t, first.Stream, b.must(ledger.Request{Command: submit, Key: "other"}).Stream)

	_, id := domain.SplitStream(first.Stream)
	b.must(ledger.Request{Command: request.Accept{}, ID: id})
	again = b.must(ledger.Request{Command: submit, Key: "same"})
	require.True(t, again.Repeated, "a repeat is known whatever came after it")
	require.Equal(t, int64(0), again.Revision)

	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", "community-qiaozhuang", domain.WindowClerk)
	theirs := b.must(ledger.Request{Actor: clerk, Command: submit, Key: "same"})
	require.False(t, theirs.Repeated, "keys of two accounts have nothing to do with each other")
}

func TestRefusalsLeaveNoTrace(t *testing.T) {
	b := furnished(t)
	head, err := b.Head(t.Context())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		r    ledger.Request
		code string
	}{
		"unknown matter":    {ledger.Request{Command: request.Submit{Matter: "X", Place: "qiaozhuang", Channel: "window", People: 1}}, "no_such_evidence"},
		"unknown place":     {ledger.Request{Command: request.Submit{Matter: "B07", Place: "x", Channel: "window", People: 1}}, "no_such_evidence"},
		"unknown request":   {ledger.Request{Command: request.Accept{}, ID: uuid.NewString()}, "not_found"},
		"no id":             {ledger.Request{Command: request.Accept{}}, "id_missing"},
		"an id too many":    {ledger.Request{Command: submit, ID: "mine"}, "id_not_taken"},
		"an id not allowed": {ledger.Request{Command: request.Accept{}, ID: "../x"}, "id_invalid"},
		"another key's id":  {ledger.Request{Command: matter.List{Code: "B08", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "t", Basis: "b", Authority: "a"}, ID: "B09"}, "id_not_taken"},
		"exists already":    {ledger.Request{Command: matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "t", Basis: "b", Authority: "a"}}, "already_exists"},
		"in the future":     {ledger.Request{Command: submit, OccurredAt: b.clock.Now().Add(time.Second)}, "in_the_future"},
		"a key without end": {ledger.Request{Command: submit, Key: string(make([]byte, 201))}, "key_too_long"},
		"a code of no list": {ledger.Request{Command: request.Submit{Matter: "B07", Place: "qiaozhuang", Channel: "pigeon", People: 1}}, "code_unknown"},
		"a second county":   {ledger.Request{Command: county.Register{Ledger: uuid.New(), Name: "x"}}, "already_exists"},
	} {
		_, err := b.do(c.r)
		require.Equal(t, c.code, domain.CodeOf(err), "%s: %v", name, err)
		var r *domain.Rejection
		require.ErrorAs(t, err, &r)
		require.NotEmpty(t, r.Chinese, name)
	}
	after, err := b.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, head, after)
}

func TestTheAuthorMaySayWhichRevisionTheySaw(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	zero, one := int64(0), int64(1)
	_, err := b.do(ledger.Request{Command: request.Accept{}, ID: id, Expected: &one})
	require.Equal(t, "revision_conflict", domain.CodeOf(err))
	b.must(ledger.Request{Command: request.Accept{}, ID: id, Expected: &zero})
	_, err = b.do(ledger.Request{Command: request.Supervise{By: "x"}, ID: id, Expected: &zero})
	require.Equal(t, "revision_conflict", domain.CodeOf(err))

	// The stream moves between the look and the append.
	b.store.before = func(string, []eventstore.Event) error {
		b.store.before = nil
		b.must(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: id})
		return nil
	}
	_, err = b.do(ledger.Request{Command: request.Supervise{By: "x"}, ID: id, Expected: &one})
	require.Equal(t, "revision_conflict", domain.CodeOf(err), "a conflict is returned, not decided anew")
}

func TestAConflictIsDecidedAnew(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	b.store.before = func(string, []eventstore.Event) error {
		b.store.before = nil
		b.must(ledger.Request{Command: request.Accept{}, ID: id})
		return nil
	}
	_, err := b.do(ledger.Request{Command: request.Accept{}, ID: id})
	require.Error(t, err)
	require.NotEmpty(t, domain.CodeOf(err), "the second acceptance is refused by the rules, not by the store: %v", err)
	history, err := b.History(t.Context(), receipt.Stream)
	require.NoError(t, err)
	require.Len(t, history, 2)
}

func TestAStreamThatNeverRestsGivesUp(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	busy := false
	b.store.before = func(string, []eventstore.Event) error {
		if busy {
			return nil
		}
		busy = true
		b.must(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: id})
		busy = false
		return nil
	}
	_, err := b.do(ledger.Request{Command: request.Supervise{By: "x"}, ID: id})
	require.Equal(t, "stream_busy", domain.CodeOf(err))
}

// Many writers with few keys: every key is carried out once, and all who used
// it hear the same.
func TestManyWritersOneKeyEach(t *testing.T) {
	b := furnished(t)
	const keys, writers = 8, 6
	receipts := make([][]ledger.Receipt, keys)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failures []error
	for k := range keys {
		for range writers {
			wg.Go(func() {
				r, err := b.do(ledger.Request{Command: submit, Key: string(rune('a' + k))})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					failures = append(failures, err)
				}
				receipts[k] = append(receipts[k], r)
			})
		}
	}
	wg.Wait()
	require.Empty(t, failures)
	for _, same := range receipts {
		first := 0
		for _, r := range same {
			require.Equal(t, same[0].Stream, r.Stream)
			require.Equal(t, same[0].Position, r.Position)
			if !r.Repeated {
				first++
			}
		}
		require.Equal(t, 1, first, "exactly one of them was the first")
	}
}

// A key that its caller used on two streams is two commands with events of
// their own.
func TestOneKeyOnTwoStreams(t *testing.T) {
	b := furnished(t)
	_, one := domain.SplitStream(b.must(ledger.Request{Command: submit}).Stream)
	_, two := domain.SplitStream(b.must(ledger.Request{Command: submit}).Stream)
	first := b.must(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: one, Key: "k"})
	second := b.must(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: two, Key: "k"})
	require.False(t, second.Repeated)
	require.NotEqual(t, first.Events[0].ID, second.Events[0].ID)
}

// Two different commands under one key, at once: the store takes the second
// append for a repeat of the first, and the executor must not.
func TestTwoCommandsUnderOneKeyAtOnce(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	b.store.before = func(string, []eventstore.Event) error {
		b.store.before = nil
		b.must(ledger.Request{Command: request.Supervise{By: "first"}, ID: id, Key: "k"})
		return nil
	}
	_, err := b.do(ledger.Request{Command: request.Supervise{By: "second"}, ID: id, Key: "k"})
	require.Equal(t, "command_id_reused", domain.CodeOf(err))
}

func TestWhenItHappened(t *testing.T) {
	b := furnished(t)
	b.clock.Set("2016-09-10 09:00")
	yesterday := b.clock.Now().Add(-24 * time.Hour)
	receipt := b.must(ledger.Request{Command: submit, OccurredAt: yesterday})
	require.Equal(t, yesterday, receipt.Events[0].OccurredAt)
	require.Equal(t, b.clock.Now(), receipt.Events[0].RecordedAt)

	_, id := domain.SplitStream(receipt.Stream)
	_, err := b.do(ledger.Request{Command: request.Accept{}, ID: id, OccurredAt: yesterday.Add(-time.Second)})
	require.Equal(t, "before_the_last_event", domain.CodeOf(err))

	// Another writer's clock is a little behind.
	b.must(ledger.Request{Command: request.Accept{}, ID: id})
	b.clock.Set("2016-09-10 08:59")
	late := b.must(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: id})
	require.False(t, late.Events[0].OccurredAt.Before(receipt.Events[0].OccurredAt))
}

func TestADemonstrationHasItsOwnToday(t *testing.T) {
	b := open(t)
	b.clock.Set("2026-11-23 14:30")
	id, err := b.Found(t.Context(), ledger.Founding{
		County:  county.Register{Name: "诸城市（演示）", Demonstration: true, Today: domain.NewDate(2016, 12, 31)},
		Account: account.Open{Name: "系统运维"},
	})
	require.NoError(t, err)
	require.Equal(t, domain.NewDate(2016, 12, 31), b.Today(id.Identity))
	b.actor = id.Actor
	receipt := b.must(ledger.Request{Command: account.Open{Name: "窗口"}})
	require.Equal(t, "2016-12-31 14:30", receipt.Events[0].OccurredAt.In(id.Location).Format("2006-01-02 15:04"))
	require.Equal(t, b.clock.Now(), receipt.Events[0].RecordedAt)

	// What was made up is announced when it happened, not when it was written.
	terms := matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.ImmediateList, Title: "t", Basis: "b", Authority: "a"}
	b.must(ledger.Request{Command: terms})
	b.must(ledger.Request{Command: matter.Delist{From: domain.NewDate(2016, 12, 31), Reason: "r"}, ID: "B07"})

	// Whatever the hour, the whole of today has come, and nothing after it.
	midnight := domain.NewDate(2017, 1, 1).Start(id.Location)
	b.must(ledger.Request{Command: account.Open{Name: "会计"}, OccurredAt: midnight.Add(-time.Second)})
	_, err = b.do(ledger.Request{Command: account.Open{Name: "出纳"}, OccurredAt: midnight})
	require.Equal(t, "in_the_future", domain.CodeOf(err))
}

// Clocks know nanoseconds, records microseconds: this very moment is not in
// the future, and a repeat is one however it was rounded.
func TestAMomentIsRecordedAsItIsCompared(t *testing.T) {
	b := furnished(t)
	b.clock.now = b.clock.now.Add(999 * time.Nanosecond)
	first := b.must(ledger.Request{Command: submit, OccurredAt: b.clock.Now(), Key: "k"})
	require.Equal(t, first.Events[0].RecordedAt, first.Events[0].OccurredAt)
	require.Zero(t, first.Events[0].OccurredAt.Nanosecond())
	again := b.must(ledger.Request{Command: submit, OccurredAt: first.Events[0].OccurredAt.In(time.FixedZone("", 3600)), Key: "k"})
	require.True(t, again.Repeated)
}

// A stream that does not fold is a fault of the log. Whoever writes to it is
// told that, not that their command was refused.
func TestAStreamThatDoesNotFoldIsNoRefusal(t *testing.T) {
	b := furnished(t)
	b.doctored = true
	receipt := b.must(ledger.Request{Command: submit})
	var stored eventstore.Recorded
	for r, err := range b.store.ReadStream(t.Context(), receipt.Stream, 0) {
		require.NoError(t, err)
		stored = r
	}
	_, err := b.store.Append(t.Context(), receipt.Stream, 0, eventstore.Event{
		ID: uuid.New(), Type: stored.Type, Data: stored.Data, Metadata: stored.Metadata,
	})
	require.NoError(t, err)
	_, id := domain.SplitStream(receipt.Stream)
	_, err = b.do(ledger.Request{Command: request.Accept{}, ID: id})
	require.ErrorContains(t, err, "does not fold")
	require.Empty(t, domain.CodeOf(err))
}

func TestWithoutAKeyringNothingIsWritten(t *testing.T) {
	b := furnished(t)
	book, err := rules.Load()
	require.NoError(t, err)
	replica, err := ledger.Open(t.Context(), ledger.Config{Store: b.store, Catalogue: catalogue.Standard, Rules: book})
	require.NoError(t, err)
	_, err = replica.Do(t.Context(), ledger.Request{Actor: b.actor, Command: submit})
	require.Equal(t, "read_only", domain.CodeOf(err))
	for _, err := range replica.Events(t.Context(), 0) {
		require.NoError(t, err, "it reads all the same")
	}
}

func TestWhatIsSealedIsNotInTheLog(t *testing.T) {
	b := furnished(t)
	b.must(ledger.Request{Command: submit, Key: "居民-key"})
	for r, err := range b.store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		for _, secret := range []string{"居民 0001", "办卡"} {
			require.NotContains(t, string(r.Data)+string(r.Metadata), secret)
		}
	}
}

func TestACancelledCommandCanBeRepeated(t *testing.T) {
	b := furnished(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.store.before = func(string, []eventstore.Event) error { cancel(); return nil }
	_, err := b.Do(ctx, ledger.Request{Actor: b.actor, Command: submit, Key: "k"})
	b.store.before = nil
	if err != nil {
		require.ErrorIs(t, err, context.Canceled)
	}
	receipt := b.must(ledger.Request{Command: submit, Key: "k"})
	history, err := b.History(t.Context(), receipt.Stream)
	require.NoError(t, err)
	require.Len(t, history, 1)
}
