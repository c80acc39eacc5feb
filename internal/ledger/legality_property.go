package ledger

import (
	"maps"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/contract"
)

// agreement is a contract that lets or sells assets, as it stands.
type agreement struct {
	sighting
	kind   domain.ContractKind
	assets []string
	// from, to and total are its terms in force, since the record that is latest.
	from, to domain.Date
	total    domain.Money
	latest   sighting
	ended    domain.Date
	// gone says that something went by it: an asset was disposed of.
	gone bool
	// rests are its decisions, each with the record that rests on it.
	rests []resting
	// totals are what it came to, as it was signed and amended.
	totals []use
}

// resting is a record that rests on a decision.
type resting struct {
	sighting
	decision string
}

// claim is a lease as an asset claims it.
type claim struct {
	sighting
	from, to domain.Date
	rent     domain.Money
}

// never reports whether a contract ended before it let or sold anything: a sale that
// was ended has sold nothing unless its asset went by it.
func (a *agreement) never() bool {
	return !a.ended.IsZero() && !a.gone && (a.kind == domain.SaleContract || a.ended.Before(a.from))
}

// totalAt is what a contract came to at a position.
func (a *agreement) totalAt(position uint64) (total domain.Money) {
	for _, t := range a.totals {
		if t.position < position {
			total = t.amount
		}
	}
	return total
}

// agreed takes note of what a contract of property says.
func (s *survey) agreed(at sighting, e domain.Event) {
	switch e := e.(type) {
	case contract.Signed:
		if spends(e.Kind) {
			return
		}
		a := &agreement{sighting: at, kind: e.Kind, assets: slices.Clone(e.Assets), from: e.From, to: e.To, total: e.Total, latest: at}
		a.totals = []use{{sighting: at, amount: e.Total}}
		a.restsOn(e.Decision, at)
		s.agreements[at.Stream] = a
	case contract.Amended:
		if a := s.agreements[at.Stream]; a != nil {
			a.to, a.total, a.latest = e.To, e.Total, at
			a.totals = append(a.totals, use{sighting: at, amount: e.Total})
			a.restsOn(e.Decision, at)
		}
	case contract.Ended:
		if a := s.agreements[at.Stream]; a != nil {
			a.ended = e.On
		}
	case asset.Leased:
		s.claims[claimKey{at.Stream, e.Contract}] = claim{at, e.From, e.To, e.Rent}
	case asset.Disposed:
		s.sold[e.Contract] = append(s.sold[e.Contract], use{sighting: at, amount: e.Price})
	}
}

// owned takes note of what an asset is worth, and of whose it is.
func (s *survey) owned(at sighting, e domain.Event) {
	switch e := e.(type) {
	case asset.Registered:
		s.values[at.Stream] = append(s.values[at.Stream], use{sighting: at, amount: e.NetValue})
		s.resources[at.Stream] = e.Class == domain.ResourceAsset
		if e.From != "" {
			s.received[e.From] = true
		}
	case asset.Revalued:
		s.values[at.Stream] = append(s.values[at.Stream], use{sighting: at, amount: e.NetValue})
	case asset.Transferred:
		s.transfers[at.Stream] = transfer{at, e.To}
	}
}

// notReceived are assets that were transferred to a collective which does not have
// them on record: they are nobody's.
func (s *survey) notReceived() (all []detection) {
	for _, stream := range slices.Sorted(maps.Keys(s.transfers)) {
		if t := s.transfers[stream]; !s.received[stream] {
			all = append(all, detection{t.sighting, nil, domain.Reject("not_received",
				"it was transferred to %[1]s, which has not received it, so that nobody has it on record: have it received there",
				"已划转给 %[1]s，而后者尚未接收，该资产不在任何集体账上：请由其登记接收", t.to)})
		}
	}
	return all
}

// worthOf is what some assets were worth at most by a position, together.
func (s *survey) worthOf(assets []string, position uint64) (sum domain.Money) {
	for _, a := range assets {
		if s.resources[a] {
			return domain.MaxAmount
		}
		var most domain.Money
		for _, v := range s.values[a] {
			if v.position < position {
				most = max(most, v.amount)
			}
		}
		sum += most
	}
	return sum
}

func (a *agreement) restsOn(decision string, at sighting) {
	if decision != "" {
		a.rests = append(a.rests, resting{at, decision})
	}
}

// claimKey is an asset and a contract.
type claimKey struct{ asset, contract string }

// onProperty is what contracts of property and their assets show together.
func (s *survey) onProperty() []detection {
	for stream, a := range s.agreements {
		a.gone = len(s.sold[stream]) > 0
	}
	agreements := slices.SortedFunc(maps.Values(s.agreements), func(a, b *agreement) int { return a.byPosition(b.sighting) })
	return slices.Concat(soldTwice(agreements), decidedOnce(agreements), s.notClaimedAnew(agreements), s.notConserved(agreements))
}

// soldTwice are sales of an asset that was promised by another sale, which was not
// ended.
func soldTwice(agreements []*agreement) (all []detection) {
	promised := map[string]*agreement{}
	for _, a := range agreements {
		if a.kind != domain.SaleContract || a.never() {
			continue
		}
		for _, asset := range a.assets {
			if before := promised[asset]; before != nil {
				all = append(all, detection{a.sighting, []sighting{before.sighting}, domain.Reject("sold_twice",
					"it sells %[1]s, which %[2]s has sold: an asset goes once; look who paid, and end one of them",
					"%[1]s 已由 %[2]s 转让：一项资产只能转让一次，请核查付款情况并终止其一", asset, before.Stream)})
			}
			promised[asset] = a
		}
	}
	return all
}

// decidedOnce are leases, and what amends contracts, on a decision that has let or
// sold the same asset by another contract. Sales of one asset are sold twice.
func decidedOnce(agreements []*agreement) (all []detection) {
	type key struct{ decision, asset string }
	first := map[key]resting{}
	var rests []resting
	of := map[domain.Ref]*agreement{}
	for _, a := range agreements {
		for _, r := range a.rests {
			if !a.never() {
				rests, of[r.Ref] = append(rests, r), a
			}
		}
	}
	slices.SortFunc(rests, func(a, b resting) int { return a.byPosition(b.sighting) })
	for _, r := range rests {
		a := of[r.Ref]
		for _, asset := range a.assets {
			before, used := first[key{r.decision, asset}]
			switch {
			case !used:
				first[key{r.decision, asset}] = r
			case before.Stream != r.Stream && a.kind == domain.LeaseContract:
				all = append(all, detection{r.sighting, []sighting{before.sighting}, domain.Reject("decision_used_twice",
					"%[1]s lets %[2]s once, and %[3]s rests on it too: have each lease decided",
					"%[1]s 只就 %[2]s 出租一次，而 %[3]s 亦以其为依据：每次出租须另行决议", r.decision, asset, before.Stream)})
			}
		}
	}
	return all
}

// notClaimedAnew are amended leases that an asset still claims as they were: another
// may be let in the days that were added.
func (s *survey) notClaimedAnew(agreements []*agreement) (all []detection) {
	for _, a := range agreements {
		if a.kind != domain.LeaseContract || !a.ended.IsZero() {
			continue
		}
		for _, asset := range a.assets {
			c, claimed := s.claims[claimKey{asset, a.Stream}]
			if !claimed || c.from == a.from && c.to == a.to && c.rent == a.total {
				continue
			}
			all = append(all, detection{a.latest, []sighting{c.sighting}, domain.Reject("not_claimed_anew",
				"it was amended, and %[1]s claims it as it was, from %[2]s to %[3]s: have the lease recorded there anew",
				"合同已变更，而 %[1]s 仍按原租期 %[2]s 至 %[3]s 登记：请重新登记出租", asset, c.from, c.to)})
		}
	}
	return all
}

// notConserved are sales of several assets whose prices come to another sum than
// the contract: to more, or to less once all of them are gone.
func (s *survey) notConserved(agreements []*agreement) (all []detection) {
	for _, a := range agreements {
		sold := slices.SortedFunc(slices.Values(s.sold[a.Stream]), byPosition)
		if len(a.assets) < 2 {
			continue
		}
		var sum domain.Money
		with := []sighting{a.sighting}
		for i, u := range sold {
			sum += u.amount
			total, last := a.totalAt(u.position), i == len(a.assets)-1
			if sum > total || last && sum < total {
				all = append(all, detection{u.sighting, slices.Clone(with), domain.Reject("prices_differ",
					"%[1]s sells for %[2]s yuan, and with this its assets went for %[3]s: the prices add up to the whole",
					"%[1]s 总价 %[2]s 元，连同本项各资产成交价合计 %[3]s 元：合计应等于总价", a.Stream, total, sum)})
			}
			with = append(with, u.sighting)
		}
	}
	return all
}
