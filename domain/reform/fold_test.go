package reform_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/reform"
)

// large is a reform of 10,000 members, each with 100 shares, and 1,000 events of
// members after it.
func large() []domain.Effect {
	const members = 10_000
	roster := villagers(1, members)
	events := []domain.Event{
		reform.PlanAdopted{Collective: "collective-c1"}, reform.PlanApproved{}, reform.InventoryStepDone{Number: 1, Steps: 1},
	}
	for first := 0; first < members; first += 1000 {
		events = append(events, reform.RosterDrafted{First: first + 1, Members: roster[first : first+1000]})
	}
	events = append(events, reform.RosterPosted{}, reform.RosterConfirmed{},
		reform.SharesQuantified{Issued: members * 100, MemberShares: []reform.Allotment{{From: 1, To: members, Shares: 100}}})
	for i := range 250 {
		events = append(events,
			reform.MemberJoined{Number: members + 1 + i, Person: villager(members + 1 + i)},
			reform.MemberTransferred{From: 2*i + 2, To: members + 1 + i, Shares: 50},
			reform.MemberLeft{Number: 2*i + 1},
			reform.MemberInherited{From: 2*i + 1, To: 2*i + 2, Shares: 100})
	}
	effects := make([]domain.Effect, len(events))
	for i, e := range events {
		effects[i] = domain.Effect{Fact: domain.Fact{Event: e, OccurredAt: at("2016-09-01").UTC()}, Revision: int64(i)}
	}
	return effects
}

func TestLargeReform(t *testing.T) {
	f, err := catalogue.Reforms.Evolve(catalogue.Reforms.Empty(), large()...)
	if err != nil {
		t.Fatal(err)
	}
	r, ok := f.State.(reform.Reform)
	sum := int64(0)
	for _, p := range r.Persons() {
		sum += p.Shares
	}
	if !ok || count(r) != 10_250 || r.Members != 10_000 || r.Holders != 10_000 || sum != 1_000_000 {
		t.Errorf("%d persons, %d members, %d holders of %d shares", count(r), r.Members, r.Holders, sum)
	}
}

func BenchmarkFold(b *testing.B) {
	effects := large()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := catalogue.Reforms.Evolve(catalogue.Reforms.Empty(), effects...); err != nil {
			b.Fatal(err)
		}
	}
}
