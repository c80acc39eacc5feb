package ledger

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// threshold is one from which a contract needs something, and that a contract
// which is split stays below.
type threshold struct {
	from int64
	of   func(deal) int64
	// lacks reports whether a contract does without what is needed from there.
	lacks func(deal) bool
	// ofOneAsset says that only contracts about the same asset count together.
	ofOneAsset bool
	// ofAnyParty says that contracts count together whoever they are with, where
	// not all of them are with one.
	ofAnyParty bool
	// says is what so many contracts come to within so many days.
	says func(days rules.Rule[int], contracts int, sum int64) *domain.Rejection
}

// thresholds of contracts of a kind. A sale always rests on a decision.
func thresholds(p rules.Property, kind domain.ContractKind) []threshold {
	undecided := func(d deal) bool { return d.decision == "" }
	bidding := worth(p.BiddingFrom.Value, func(d deal) bool { return d.tender == "" })
	if kind == domain.LeaseContract {
		return []threshold{worth(p.LeaseDecisionRent.Value, undecided), bidding, lasting(p.LeaseDecisionMonths.Value, undecided), passedOn(p)}
	}
	return []threshold{bidding}
}

func worth(from domain.Money, lacks func(deal) bool) threshold {
	return threshold{
		from: int64(from), of: func(d deal) int64 { return int64(d.total) }, lacks: lacks,
		says: func(days rules.Rule[int], n int, sum int64) *domain.Rejection {
			return days.Reject("contracts_split",
				"%[1]d contracts with one party within %[2]d days come to %[3]s yuan, and from %[4]s on one contract needs more: look whether they are one that was split",
				"同一相对人在 %[2]d 天内的 %[1]d 份合同合计 %[3]s 元，达到 %[4]s 元的起点：请核查是否拆分", n, days.Value, domain.Money(sum), from)
		},
	}
}

// lasting is the threshold of leases of more months than a rule has.
func lasting(months int, lacks func(deal) bool) threshold {
	return threshold{
		from: int64(months) + 1, of: func(d deal) int64 { return int64(d.months) }, lacks: lacks, ofOneAsset: true,
		says: func(days rules.Rule[int], n int, sum int64) *domain.Rejection {
			return days.Reject("leases_split",
				"%[1]d leases of one asset to one party, signed within %[2]d days, come to %[3]d months, and a lease of more than %[4]d needs more: look whether they are one that was split",
				"同一资产在 %[2]d 天内向同一相对人签订 %[1]d 份出租合同，合计 %[3]d 个月，超过 %[4]d 个月：请核查是否拆分", n, days.Value, sum, months)
		},
	}
}

// passedOn is the same threshold for what is worth so much that its sale would be bid
// for: let to one after the other, for however little.
func passedOn(p rules.Property) threshold {
	t := lasting(p.LeaseDecisionMonths.Value, func(d deal) bool { return d.decision == "" && d.worth >= p.BiddingFrom.Value })
	t.ofAnyParty = true
	t.says = func(days rules.Rule[int], n int, sum int64) *domain.Rejection {
		return days.Reject("asset_passed_on",
			"%[1]d leases of one asset to several parties, signed within %[2]d days, come to %[3]d months without a decision, and a lease of more than %[4]d needs one: look what they bring in, and who decided",
			"同一资产在 %[2]d 天内先后向不同相对人签订 %[1]d 份出租合同，合计 %[3]d 个月而无决议，超过 %[4]d 个月须经决议：请核查租金和决定人", n, days.Value, sum, p.LeaseDecisionMonths.Value)
	}
	return t
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
	owners := map[string][]deal{} // their leases
	for _, d := range s.inOrder() {
		if d.kind == "" {
			continue
		}
		if d.kind == domain.LeaseContract {
			d.worth = s.worthOf(d.assets, d.position)
			owners[d.owner] = append(owners[d.owner], d)
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
		for n, t := range thresholds(rules.Property{}, k.does) {
			switch {
			case t.ofAnyParty:
			case t.ofOneAsset:
				all = append(all, splitByAsset(group, k.does, n, rulesOn)...)
			default:
				all = append(all, splitAt(group, k.does, n, rulesOn)...)
			}
		}
	}
	for _, owner := range slices.Sorted(maps.Keys(owners)) {
		slices.SortStableFunc(owners[owner], func(a, b deal) int { return a.on.Compare(b.on) })
		for n, t := range thresholds(rules.Property{}, domain.LeaseContract) {
			if t.ofAnyParty {
				all = append(all, splitByAsset(owners[owner], domain.LeaseContract, n, rulesOn)...)
			}
		}
	}
	return all
}

// withOne reports whether some deals are all with one party.
func withOne(deals []deal) bool {
	first := deals[0]
	return !slices.ContainsFunc(deals, func(d deal) bool {
		return d.person != first.person || d.person == uuid.Nil && d.organisation != first.organisation
	})
}

// splitByAsset is splitAt for each asset by itself; leases of several assets that
// are split are told once.
func splitByAsset(group []deal, does domain.ContractKind, n int, rulesOn func(domain.Date) *rules.Set) (all []detection) {
	of := map[string][]deal{}
	for _, d := range group {
		for _, a := range d.assets {
			of[a] = append(of[a], d)
		}
	}
	for _, a := range slices.Sorted(maps.Keys(of)) {
		for _, d := range splitAt(of[a], does, n, rulesOn) {
			if !slices.ContainsFunc(all, func(o detection) bool { return o.at == d.at && slices.Equal(o.with, d.with) }) {
				all = append(all, d)
			}
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
		if !t.lacks(d) || t.of(d) >= t.from {
			continue
		}
		open = slices.DeleteFunc(open, func(e deal) bool { return e.on.AddDays(days.Value).Before(d.on) })
		open = append(open, d)
		var sum int64
		for _, e := range open {
			sum += t.of(e)
		}
		if sum < t.from || len(open) < 2 || t.ofAnyParty && withOne(open) {
			continue
		}
		last := slices.MaxFunc(open, func(a, b deal) int { return a.latest().byPosition(b.latest()) })
		var with []sighting
		for _, e := range open {
			if e.Ref != last.Ref {
				with = append(with, e.latest())
			}
		}
		all = append(all, detection{last.latest(), with, t.says(days, len(open), sum)})
		open = nil
	}
	return all
}
