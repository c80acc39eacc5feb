package ledger_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// plant records an event past the executor, with the circumstances of a sound
// record of the same stream but for what change makes of them.
func (b *bench) plant(like domain.Recorded, change func(*domain.Recorded)) ledger.Finding {
	b.t.Helper()
	b.doctored = true
	r := like
	r.CommandID = uuid.New()
	r.Evidence = slices.Clone(like.Evidence)
	r.OccurredAt = like.OccurredAt.Add(time.Hour)
	r.RecordedAt = r.OccurredAt
	change(&r)
	revision := b.past(r)
	found, judged, err := findings(b.Ledger, "")
	require.NoError(b.t, err)
	require.Len(b.t, found, 1, "one event was planted")
	require.Equal(b.t, 1, judged.Unlawful)
	f := found[0]
	require.Equal(b.t, ledger.Unlawful, f.List)
	require.Equal(b.t, r.Stream, f.Stream)
	require.Equal(b.t, revision, f.Revision)
	require.Equal(b.t, r.Event.EventType(), f.Type)
	require.NotEqual(b.t, f.Message, f.Chinese)
	alone, _, err := findings(b.Ledger, r.Stream)
	require.NoError(b.t, err)
	require.Equal(b.t, found, alone, "the stream judged by itself")
	return f
}

// past appends a record past the executor, and gives its revision.
func (b *bench) past(r domain.Recorded) int64 {
	b.t.Helper()
	if b.clock.now.Before(r.RecordedAt) {
		b.clock.now = r.RecordedAt
	}
	history, err := b.History(b.t.Context(), r.Stream)
	require.NoError(b.t, err)
	r.ID = uuid.NewSHA1(r.CommandID, []byte(r.Stream+"/0"))
	data, err := catalogue.Standard.Encode(r.Event, b.keys, r.Stream, r.ID)
	require.NoError(b.t, err)
	meta, err := catalogue.Standard.EncodeMetadata(r)
	require.NoError(b.t, err)
	_, err = b.Store().Append(b.t.Context(), r.Stream, eventstore.Revision(len(history)-1),
		eventstore.Event{ID: r.ID, Type: r.Event.EventType(), Data: data, Metadata: meta})
	require.NoError(b.t, err)
	return int64(len(history))
}

// What an executor would have refused is found, by the rule that is broken.
func TestAPlantedViolationIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		rule   string
		change func(b *bench, r *domain.Recorded)
	}{
		"a step out of order": {"not_entrusted", func(_ *bench, r *domain.Recorded) { r.Event = request.PassedOn{To: "人社局"} }},
		"accepted twice":      {"already_accepted", func(_ *bench, _ *domain.Recorded) {}},
		"other numbers": {"numbers_differ", func(b *bench, r *domain.Recorded) {
			b.must(ledger.Request{ID: strings.TrimPrefix(r.Stream, "request-"), Command: request.Entrust{Agent: "a"}})
			r.Event = request.PassedOn{To: "人社局", WorkdaysTaken: 1, WorkdaysAllowed: 3, Rules: "zhucheng-2015"}
		}},
		"another rule set": {"numbers_differ", func(b *bench, r *domain.Recorded) {
			b.must(ledger.Request{ID: strings.TrimPrefix(r.Stream, "request-"), Command: request.Entrust{Agent: "a"}})
			r.Event = request.PassedOn{To: "人社局", WorkdaysAllowed: 3, Rules: "organic-law-2010"}
		}},
		"evidence not named": {"evidence_not_named", func(_ *bench, r *domain.Recorded) {
			r.Event = request.Entrusted{Agent: "a"}
			r.Evidence = r.Evidence[1:]
		}},
		"evidence of the future": {"evidence_not_standing", func(_ *bench, r *domain.Recorded) {
			r.Event = request.Assigned{Handler: "a"}
			r.Evidence[0].Revision = 99
		}},
		"before the last event": {"before_the_last_event", func(_ *bench, r *domain.Recorded) {
			r.Event, r.OccurredAt = request.Assigned{Handler: "a"}, r.OccurredAt.Add(-48*time.Hour)
		}},
		"in the future": {"in_the_future", func(_ *bench, r *domain.Recorded) {
			r.Event, r.OccurredAt = request.Assigned{Handler: "a"}, r.RecordedAt.Add(time.Second)
		}},
		"a role that may not": {"role_missing", func(_ *bench, r *domain.Recorded) { r.Event = request.Assigned{Handler: "a"}; r.Role = domain.Auditor }},
		"a role not held": {"role_missing", func(b *bench, r *domain.Recorded) {
			_, id := domain.SplitStream(b.must(ledger.Request{Command: account.Open{Name: "旁人"}}).Stream)
			r.Event, r.Actor = request.Assigned{Handler: "a"}, id
			r.Evidence = []domain.Ref{{Stream: "account-" + id, Revision: 0}}
		}},
		"a role held elsewhere": {"outside_place", func(b *bench, r *domain.Recorded) {
			b.must(ledger.Request{Command: community.Register{ID: "other", Town: "town-370782101", Name: "别处社区"}})
			who := ledgertest.Open(b.t, b.Ledger, b.actor, "别处窗口", "community-other", domain.WindowClerk)
			r.Event, r.Actor = request.Assigned{Handler: "a"}, who.Account()
			r.Evidence = []domain.Ref{{Stream: "account-" + who.Account(), Revision: 2}}
		}},
		"an actor who is no account": {"account_unknown", func(_ *bench, r *domain.Recorded) {
			r.Event, r.Actor, r.Evidence = request.Assigned{Handler: "a"}, "nobody", nil
		}},
		"an account that was suspended meanwhile": {"evidence_outdated", func(b *bench, r *domain.Recorded) {
			who := ledgertest.Open(b.t, b.Ledger, b.actor, "窗口", "community-qiaozhuang", domain.WindowClerk)
			b.must(ledger.Request{ID: who.Account(), Command: account.Suspend{Reason: domain.Note("离岗")}})
			r.Event, r.Actor = request.Assigned{Handler: "a"}, who.Account()
			r.Evidence = []domain.Ref{{Stream: "account-" + who.Account(), Revision: 2}}
		}},
		"a correction by one pair of eyes": {"four_eyes", func(b *bench, r *domain.Recorded) {
			receipt := b.must(ledger.Request{ID: r.Stream, Command: domain.ProposeCorrection{
				Kind: domain.Clerical, Reason: domain.Note("笔误"), RestsOn: domain.OnDocument, Basis: "登记簿",
				Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"people":3}`))}},
			}})
			r.Event, r.Role = domain.CorrectionApproved{Proposal: receipt.Revision}, domain.RecordsCorrector
			r.OccurredAt = r.OccurredAt.Add(time.Hour)
			r.RecordedAt = r.OccurredAt
		}},
		"a correction that makes the rest impossible": {"correction_obstructed", func(_ *bench, r *domain.Recorded) {
			r.Event = domain.CorrectionProposed{
				Kind: domain.Retraction, Reason: domain.Note("未发生"), RestsOn: domain.OnDocument, Basis: "登记簿", Void: []int64{0},
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b, stream := withRequest(t)
			history, err := b.History(t.Context(), stream)
			require.NoError(t, err)
			f := b.plant(history[1], func(r *domain.Recorded) { c.change(b, r) })
			require.Equal(t, c.rule, f.Rule, f.Message)
		})
	}
}

// What is known at a time is known for good: a record that came later and says
// that it came before is found, beyond what clocks explain.
func TestARecordThatIsStampedEarlierIsFound(t *testing.T) {
	for behind, rule := range map[time.Duration]string{time.Minute: "", time.Minute + time.Microsecond: "recorded_out_of_time"} {
		b, stream := withRequest(t)
		b.doctored = true
		history, err := b.History(t.Context(), stream)
		require.NoError(t, err)
		b.clock.Set("2016-12-20 09:00")
		last := b.must(ledger.Request{Command: community.Register{ID: "other", Town: "town-370782101", Name: "别处社区"}}).Events[0]
		r := history[1]
		r.Event, r.CommandID = request.Assigned{Handler: "a"}, uuid.New()
		r.RecordedAt = last.RecordedAt.Add(-behind)
		r.OccurredAt = r.RecordedAt
		b.past(r)
		for _, asked := range []string{"", stream} {
			found, judged, err := findings(b.Ledger, asked)
			require.NoError(t, err)
			wrong, _ := problems(t, b.Ledger)
			if rule == "" {
				require.Empty(t, found)
				require.Empty(t, wrong)
				continue
			}
			require.Len(t, found, 1)
			require.Equal(t, 1, judged.Unlawful)
			require.Equal(t, rule, found[0].Rule)
			require.Equal(t, stream, found[0].Stream)
			require.EqualValues(t, 2, found[0].Revision)
			require.Contains(t, found[0].Message, "2016-12-20 08:58:59")
			require.Len(t, wrong, 1)
			require.Equal(t, ledger.OutOfTime, wrong[0].Kind)
			require.Equal(t, stream, wrong[0].Stream)
			require.Contains(t, wrong[0].Message, "community-other@0")
		}
	}
}

// Rights are judged like anything else.
func TestAPlantedGrantIsFound(t *testing.T) {
	b := furnished(t)
	clerk := ledgertest.Open(t, b.Ledger, b.actor, "窗口", "community-qiaozhuang", domain.WindowClerk)
	history, err := b.History(t.Context(), "account-"+clerk.Account())
	require.NoError(t, err)
	f := b.plant(history[1], func(r *domain.Recorded) {
		r.Event = account.Granted{Role: domain.Auditor, Place: domain.WholeCounty, From: domain.NewDate(2016, 1, 1)}
		r.Actor, r.Evidence = clerk.Account(), []domain.Ref{{Stream: "account-" + clerk.Account(), Revision: 2}, {Stream: domain.WholeCounty, Revision: 0}}
	})
	require.Equal(t, "not_held", f.Rule, f.Message)
}

// The founding of a ledger is not done again by who founded it.
func TestAnotherFoundingIsFound(t *testing.T) {
	b := furnished(t)
	b.doctored = true
	own := "account-" + b.actor.Account()
	history, err := b.History(t.Context(), own)
	require.NoError(t, err)
	f := b.plant(history[1], func(r *domain.Recorded) {
		r.Event = account.Closed{}
		r.CommandID = history[1].CommandID
	})
	require.Equal(t, "own_account", f.Rule)
}

// A ledger whose own stream holds what cannot follow is opened to be judged, and
// for nothing else.
func TestALedgerWhoseOwnStreamDoesNotFollowIsJudged(t *testing.T) {
	for rule, event := range map[string]domain.Event{
		"already_registered": county.Registered{Ledger: uuid.New(), Name: "高密市", Zone: county.DefaultZone},
		"not_a_proposal":     domain.CorrectionApproved{Proposal: 0},
	} {
		t.Run(rule, func(t *testing.T) {
			b := furnished(t)
			history, err := b.History(t.Context(), county.Stream)
			require.NoError(t, err)
			f := b.plant(history[0], func(r *domain.Recorded) { r.Event = event })
			require.Equal(t, rule, f.Rule, f.Message)

			again, err := ledger.Open(t.Context(), ledger.Config{
				Store: b.store, Catalogue: catalogue.Standard, Keys: b.keys, Rules: b.Rules(), Files: b.files, Now: b.clock.Now,
			})
			require.NoError(t, err)
			found, judged, err := findings(again, "")
			require.NoError(t, err)
			require.Equal(t, []ledger.Finding{f}, found)
			require.Equal(t, 1, judged.Unlawful)
			_, err = again.Identity(t.Context())
			require.Equal(t, "identity_does_not_follow", code(t, err))
			require.ErrorContains(t, err, "county-self says whose ledger this is, and does not follow (")
			_, err = again.Do(t.Context(), ledger.Request{Actor: b.actor, Command: submit})
			require.Equal(t, "identity_does_not_follow", code(t, err))
		})
	}
}

// A person is not erased before the time.
func TestAPlantedErasureIsFound(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	who := receipt.Events[0].Event.(request.Submitted).Requester.Subject
	restricted := b.must(ledger.Request{Command: subject.Erase{Subject: who, Ground: subject.Withdrawn}})
	f := b.plant(restricted.Events[0], func(r *domain.Recorded) {
		r.Event = subject.Erased{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 9, 1), KeptUntil: domain.NewDate(2019, 9, 1), Rules: "zhucheng-2015"}
	})
	require.Equal(t, "retention_runs", f.Rule)
}

// What later corrections undermine is another list, and settles nothing.
func TestWhatACorrectionUndermines(t *testing.T) {
	b := furnished(t)
	corrector := ledgertest.Open(t, b.Ledger, b.actor, "更正员", domain.WholeCounty, domain.RecordsCorrector)
	receipt := b.must(ledger.Request{Command: submit})
	b.must(ledger.Request{ID: strings.TrimPrefix(receipt.Stream, "request-"), Command: request.Accept{}})
	correct := func(fields string) {
		p := b.must(ledger.Request{ID: "matter-B07", Command: domain.ProposeCorrection{
			Kind: domain.Clerical, Reason: domain.Note("笔误"), RestsOn: domain.OnDocument, Basis: "文件",
			Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(fields))}},
		}})
		b.must(ledger.Request{Actor: corrector, ID: "matter-B07", Command: domain.ApproveCorrection{Proposal: p.Revision}})
	}
	found, judged, err := findings(b.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found)
	require.Positive(t, judged.Events)
	require.Positive(t, judged.Streams)

	correct(`{"title":"养老保险卡补办"}`) // which changes nothing that was decided
	found, _, err = findings(b.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found)

	correct(`{"limitDays":3}`)
	found, judged, err = findings(b.Ledger, "")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, 0, judged.Unlawful)
	require.Equal(t, 1, judged.Undermined)
	require.Equal(t, ledger.Undermined, found[0].List)
	require.Equal(t, "request.accepted", found[0].Type)
	require.Equal(t, "not_on_its_terms", found[0].Rule)
	require.Equal(t, "matter-B07@4", found[0].Correction)
}

// A stream that does not exist is refused, and so is a ledger that was not begun.
func TestJudgingNothing(t *testing.T) {
	b := furnished(t)
	_, _, err := findings(b.Ledger, "request-none")
	require.Equal(t, "not_found", domain.CodeOf(err))
	_, _, err = findings(open(t).Ledger, "")
	require.ErrorIs(t, err, ledger.ErrNotFounded)
}
