package ledger_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const there = "community-tashan"

// owned is a ledger with two communities of a town, a collective and a natural
// village in each, and another town.
func owned(t *testing.T) *bench {
	b := furnished(t)
	b.must(ledger.Request{Command: town.Register{ID: "t2", Name: "另一镇"}})
	b.must(ledger.Request{Command: community.Register{ID: "tashan", Town: "town-370782101", Name: "塔山社区"}})
	for _, c := range []struct{ id, community string }{{"qz", here}, {"ts", there}} {
		b.must(ledger.Request{Command: collective.Register{ID: c.id, Level: domain.GroupUnit, Community: c.community, Name: "经济合作社"}})
		b.must(ledger.Request{Command: village.Register{ID: c.id, Community: c.community, Name: "自然村"}})
	}
	return b
}

func counting(day int) domain.Electorate {
	return domain.Electorate{AsOf: domain.NewDate(2016, 8, day), Adults: 300, Households: 120, Members: 320, Document: "名册"}
}

// What lies at a collective or a natural village belongs to its community, to
// the town around that, and to no other.
func TestRolesReachCollectivesAndVillages(t *testing.T) {
	b := owned(t)
	day := 1
	for place, reached := range map[string]map[string]bool{
		here: {"qz": true}, there: {"ts": true}, "town-370782101": {"qz": true, "ts": true}, "town-t2": {}, domain.WholeCounty: {"qz": true, "ts": true},
	} {
		who := ledgertest.Open(t, b.Ledger, b.actor, "记录员", place, domain.Recorder)
		for _, id := range []string{"qz", "ts"} {
			for _, stream := range []string{"collective-" + id, "village-" + id} {
				_, err := b.do(ledger.Request{Actor: who, ID: id, Command: recording(stream, day)})
				if reached[id] {
					require.NoError(t, err, "%s by %s", stream, place)
				} else {
					require.Equal(t, "outside_place", code(t, err), "%s by %s", stream, place)
				}
				err = b.May(t.Context(), who, []domain.Permit{domain.Recorder.At(domain.CommunityLevel)}, stream)
				require.Equal(t, reached[id], err == nil, "%s by %s: %v", stream, place, err)
			}
		}
		day++
	}
	narrow := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here, domain.Recorder)
	err := b.May(t.Context(), narrow, []domain.Permit{domain.Recorder.At(domain.TownLevel)}, "collective-qz")
	require.Equal(t, "level_too_low", code(t, err), "what takes a town")
}

// recording is a count of a day of August, of a collective or a village.
func recording(stream string, day int) any {
	if category, _ := domain.SplitStream(stream); category == "village" {
		return village.RecordElectorate(counting(day))
	}
	return collective.RecordElectorate(counting(day))
}

// A role is held at a community, at a town or at the county, never at what lies
// within a community.
func TestRolesAreNotHeldAtCollectives(t *testing.T) {
	b := owned(t)
	id := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here).Account()
	for _, place := range []string{"collective-qz", "village-qz"} {
		_, err := b.do(ledger.Request{ID: id, Command: account.Grant{Roles: []domain.Role{domain.Recorder}, Place: place}})
		require.Equal(t, "not_a_place", code(t, err))
	}
}

// Only those who may act in the community register what lies in it.
func TestRegisteringInACommunity(t *testing.T) {
	b := owned(t)
	operator := ledgertest.Open(t, b.Ledger, b.actor, "镇运维", "town-t2", domain.SystemOperator)
	_, err := b.do(ledger.Request{Actor: operator, Command: collective.Register{ID: "n", Level: domain.VillageUnit, Community: here, Name: "经联社"}})
	require.Equal(t, "outside_place", code(t, err))
	_, err = b.do(ledger.Request{Actor: operator, Command: village.Register{ID: "n", Community: here, Name: "新村"}})
	require.Equal(t, "outside_place", code(t, err))
	receipt := b.must(ledger.Request{Command: collective.Register{ID: "n", Level: domain.VillageUnit, Community: here, Name: "经联社"}})
	require.Contains(t, receipt.Events[0].Evidence, domain.Ref{Stream: here, Revision: 0})
}

// Who mistypes an id hears that there is no such thing, not that it lies elsewhere.
func TestWhatNobodyBeganLiesNowhere(t *testing.T) {
	b := owned(t)
	recorder := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here, domain.Recorder)
	_, err := b.do(ledger.Request{Actor: recorder, ID: "nowhere", Command: recording("village-nowhere", 1)})
	require.Equal(t, "not_found", code(t, err))
	_, err = b.do(ledger.Request{Actor: ledgertest.Open(t, b.Ledger, b.actor, "出纳", here, domain.Cashier), ID: "nowhere", Command: recording("village-nowhere", 1)})
	require.Equal(t, "role_missing", code(t, err))
}

// A merged community stays where it lay: what it left is acted on by those who hold a
// role there, and those of the one that it goes on in are granted one.
func TestRolesAfterAMerger(t *testing.T) {
	b := owned(t)
	old := ledgertest.Open(t, b.Ledger, b.actor, "记录员", there, domain.Recorder)
	next := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here, domain.Recorder)
	_, err := b.do(ledger.Request{Actor: next, ID: "ts", Command: recording("collective-ts", 1)})
	require.Equal(t, "outside_place", code(t, err))
	receipt := b.must(ledger.Request{ID: "tashan", Command: community.Merge{Into: here}})
	require.Contains(t, receipt.Events[0].Evidence, domain.Ref{Stream: here, Revision: 0})

	_, err = b.do(ledger.Request{Actor: next, ID: "ts", Command: recording("collective-ts", 1)})
	require.Equal(t, "outside_place", code(t, err))
	b.must(ledger.Request{ID: next.Account(), Command: account.Grant{Roles: []domain.Role{domain.Recorder}, Place: there}})
	b.must(ledger.Request{Actor: next, ID: "ts", Command: recording("collective-ts", 1)})
	b.must(ledger.Request{Actor: old, ID: "ts", Command: recording("collective-ts", 2)})
	_, err = b.do(ledger.Request{Actor: old, ID: "qz", Command: recording("collective-qz", 1)})
	require.Equal(t, "outside_place", code(t, err), "the merger gives nothing the other way")
	_, err = b.do(ledger.Request{Command: village.Register{ID: "n", Community: there, Name: "新村"}})
	require.Equal(t, "merged", code(t, err))
	_, err = b.do(ledger.Request{Command: request.Submit{Matter: "A01", Place: "tashan", Channel: request.Window, People: 1}})
	require.Equal(t, "merged", code(t, err))
	require.ErrorContains(t, err, there+" was merged into "+here+": name that one")

	// Their collectives are of two communities still, until they are merged.
	_, err = b.do(ledger.Request{ID: "ts", Command: collective.Merge{Into: "collective-qz"}})
	require.Equal(t, "lies_elsewhere", code(t, err))
	b.must(ledger.Request{ID: "ts", Command: collective.Merge{Into: "collective-qz", Elsewhere: true}})
	_, err = b.do(ledger.Request{Actor: next, ID: "ts", Command: recording("collective-ts", 3)})
	require.Equal(t, "merged", code(t, err))
}

// A count that was forgotten, and one that was written down wrongly, are put
// right by two people.
func TestCountsAreCorrected(t *testing.T) {
	b := owned(t)
	recorder := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here, domain.Recorder)
	corrector := ledgertest.Open(t, b.Ledger, b.actor, "更正员", here, domain.RecordsCorrector)
	b.must(ledger.Request{Actor: recorder, ID: "qz", Command: recording("collective-qz", 10)})
	b.must(ledger.Request{Actor: recorder, ID: "qz", Command: recording("collective-qz", 20)})
	_, err := b.do(ledger.Request{Actor: recorder, ID: "qz", Command: recording("collective-qz", 15)})
	require.Equal(t, "counted_before", code(t, err))

	insert := func(after int64, day string) domain.ProposeCorrection {
		return terms(domain.ProposeCorrection{Insert: []domain.Addition{{
			After: after, OccurredAt: b.clock.Now(), Type: "collective.electorate-recorded",
			Data: domain.Clear(domain.Object(`{"asOf":"` + day + `","adults":299,"document":"名册"}`)),
		}}})
	}
	_, err = b.do(ledger.Request{Actor: recorder, ID: "collective-qz", Command: insert(2, "2016-08-15")})
	require.Equal(t, "correction_obstructed", code(t, err), "after the later one")
	proposal := b.must(ledger.Request{Actor: recorder, ID: "collective-qz", Command: insert(1, "2016-08-15")}).Revision
	b.must(ledger.Request{Actor: corrector, ID: "collective-qz", Command: domain.ApproveCorrection{Proposal: proposal}})
	proposal = b.must(ledger.Request{Actor: recorder, ID: "collective-qz", Command: set(2, `{"adults":301}`)}).Revision
	b.must(ledger.Request{Actor: corrector, ID: "collective-qz", Command: domain.ApproveCorrection{Proposal: proposal}})

	history, err := b.History(t.Context(), "collective-qz")
	require.NoError(t, err)
	f, err := catalogue.Collectives.Fold(history, domain.AsOf{})
	require.NoError(t, err)
	var adults []int
	for _, e := range f.State.(collective.Collective).Electorates {
		adults = append(adults, e.Adults)
	}
	require.Equal(t, []int{300, 299, 301}, adults)
}

// Who an official is, and who the kin are, is sealed with the keys of those
// people; the name in office is public.
func TestOfficialsAreSealed(t *testing.T) {
	b := owned(t)
	recorder := ledgertest.Open(t, b.Ledger, b.actor, "记录员", here, domain.Recorder)
	b.must(ledger.Request{Actor: recorder, ID: "qiaozhuang", Command: community.Appoint{
		Post: community.Accountant, Name: "钱会计", From: domain.NewDate(2016, 1, 1),
		Person: domain.About(uuid.Nil, "身份证"), Kin: []domain.Personal{domain.About(uuid.Nil, "配偶"), domain.About(uuid.Nil, "子女")},
	}})
	history, err := b.History(t.Context(), here)
	require.NoError(t, err)
	e := history[len(history)-1].Event.(community.OfficialAppointed)
	require.Equal(t, "钱会计", e.Name)
	subjects := map[domain.Subject]bool{}
	for _, p := range append([]domain.Personal{e.Person}, e.Kin...) {
		_, clear := p.Value()
		require.False(t, clear)
		subjects[p.Subject] = true
	}
	require.Len(t, subjects, 3, "each has a key")
}
