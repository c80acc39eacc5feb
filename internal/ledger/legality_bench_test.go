package ledger_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
	"github.com/sunledger/sunledger/internal/ledger"
)

// BenchmarkJudge judges a ledger of some 110,000 events in 30,000 streams: what
// forty communities requested, decided and borrowed. It takes a minute to fill.
func BenchmarkJudge(b *testing.B) {
	l := filled(b, 40, 250)
	events := 0
	for b.Loop() {
		judged, err := l.Judge(b.Context(), ledger.Judging{})
		require.NoError(b, err)
		require.Zero(b, judged.Unlawful)
		events += judged.Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

// filled is a ledger of communities, each of which did so many things of a kind.
func filled(b *testing.B, communities, things int) *ledger.Ledger {
	store, err := pebble.Open(b.TempDir())
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close()) })
	book, err := rules.Load()
	require.NoError(b, err)
	now := time.Date(2016, 9, 1, 1, 0, 0, 0, time.UTC)
	l, err := ledger.Open(b.Context(), ledger.Config{
		Store: store, Catalogue: catalogue.Standard, Keys: keyringtest.New(b), Rules: book, Now: func() time.Time { return now },
	})
	require.NoError(b, err)
	id, err := l.Found(b.Context(), ledger.Founding{County: county.Register{Name: "某市"}, Account: account.Open{Name: "系统运维"}})
	require.NoError(b, err)
	do := func(stream string, command any) string {
		receipt, err := l.Do(b.Context(), ledger.Request{Actor: id.Actor, ID: stream, Command: command})
		require.NoError(b, err)
		_, id := domain.SplitStream(receipt.Stream)
		return id
	}
	do("", town.Register{ID: "t", Name: "镇"})
	do("", matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "卡", Basis: "文", LimitDays: 5, Authority: "局"})
	var places sync.WaitGroup
	for n := range communities {
		places.Go(func() {
			name := fmt.Sprintf("c%d", n)
			do("", community.Register{ID: name, Town: "town-t", Name: name})
			do("", collective.Register{ID: name, Level: domain.GroupUnit, Community: "community-" + name, Name: name})
			do(name, collective.RecordElectorate{AsOf: domain.NewDate(2016, 8, 1), Households: 60, Adults: 200, Document: "名册"})
			for range things {
				d := do("", decision.Propose{Owner: "collective-" + name, Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers})
				do(d, decision.DiscussByCouncils{
					PartyExpected: 9, PartyPresent: 5, PartyInFavour: 3, VillagersExpected: 15, VillagersPresent: 8, VillagersInFavour: 5,
				})
				do(d, decision.Withdraw{Reason: "改期"})
				r := do("", request.Submit{Matter: "B07", Place: name, Channel: "window", People: 2})
				do(r, request.Accept{})
				do(r, request.Entrust{Agent: "代办员"})
				do(r, request.Assign{Handler: "经办人"})
				owed := do("", debt.Incur{Owner: "collective-" + name, Direction: debt.Receivable, Nature: debt.Unpaid, Organisation: "某店", Amount: 100 * yuan, Purpose: "欠租"})
				for n := range 3 {
					do(owed, debt.Collect{Amount: 10 * yuan, Voucher: fmt.Sprint(n)})
				}
			}
		})
	}
	places.Wait()
	return l
}
