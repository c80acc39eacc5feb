package ledger

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// threshold is one from which a contract needs something, and that a contract
// which is split stays below.
type threshold struct {
	rule rules.Rule[domain.Money]
	// lacks reports whether a contract does without what is needed from there.
	lacks func(deal) bool
}

// thresholds of contracts of a kind. A sale always rests on a decision.
func thresholds(p rules.Property, kind domain.ContractKind) []threshold {
	bidding := threshold{p.BiddingFrom, func(d deal) bool { return d.tender == "" }}
	switch kind {
	case domain.LeaseContract:
		return []threshold{{p.LeaseDecisionRent, func(d deal) bool { return d.decision == "" }}, bidding}
	case domain.SaleContract:
		return []threshold{bidding}
	}
	return []threshold{bidding}
}

// sharedBy is who a contract is with, and what it does: contracts that share it
// are looked at as one.
type sharedBy struct {
	owner        string
	does         domain.ContractKind // all that spend are one kind
	person       domain.Subject
	organisation string
}

// split are contracts of one owner with one party that stay below a threshold one
// by one, and reach it together within the days of the rule.
func (s *survey) split(rulesOn func(domain.Date) *rules.Set) (all []detection) {
	groups := map[sharedBy][]deal{}
	var keys []sharedBy
	for _, d := range s.inOrder() {
		if d.kind == "" {
			continue
		}
		k := sharedBy{d.owner, d.kind, d.person, d.organisation}
		if spends(d.kind) {
			k.does = domain.OtherContract
		}
		if k.person != uuid.Nil {
			k.organisation = "" // what they sign for
		}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], d)
	}
	for _, k := range keys {
		group := groups[k]
		slices.SortStableFunc(group, func(a, b deal) int { return a.on.Compare(b.on) })
		for n := range thresholds(rules.Property{}, k.does) {
			all = append(all, splitAt(group, k.does, n, rulesOn)...)
		}
	}
	return all
}

// splitAt is what reaches the nth threshold together; each contract is told once.
func splitAt(group []deal, does domain.ContractKind, n int, rulesOn func(domain.Date) *rules.Set) (all []detection) {
	var open []deal
	for _, d := range group {
		set := rulesOn(d.on)
		if set == nil {
			continue
		}
		t, days := thresholds(set.Property, does)[n], set.Property.SplitWithinDays
		if !t.lacks(d) || d.total >= t.rule.Value {
			continue
		}
		open = slices.DeleteFunc(open, func(e deal) bool { return e.on.AddDays(days.Value).Before(d.on) })
		open = append(open, d)
		var sum domain.Money
		for _, e := range open {
			sum += e.total
		}
		if sum < t.rule.Value || len(open) < 2 {
			continue
		}
		last := slices.MaxFunc(open, func(a, b deal) int { return cmp.Compare(a.position, b.position) })
		var with []sighting
		for _, e := range open {
			if e.Ref != last.Ref {
				with = append(with, e.sighting)
			}
		}
		all = append(all, detection{last.sighting, with, days.Reject("contracts_split",
			"%[1]d contracts with one party within %[2]d days come to %[3]s yuan, and from %[4]s on one contract needs more: look whether they are one that was split",
			"同一相对人在 %[2]d 天内的 %[1]d 份合同合计 %[3]s 元，达到 %[4]s 元的起点：请核查是否拆分", len(open), days.Value, sum, t.rule.Value)})
		open = nil
	}
	return all
}
