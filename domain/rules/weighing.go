package rules

import "github.com/sunledger/sunledger/domain"

// Weighing is what a lease, a sale or another deal in collective property was
// held against: its numbers, the rules', and what they ask for. It stands in the
// events, so that each says by itself which thresholds applied.
type Weighing struct {
	// Value is what counts: the whole rent of a lease, the greater of price
	// and counting net value of a sale, the counting net value of what is
	// transferred, the sum of a contract that spends.
	Value domain.Money `json:"value" audience:"public" en:"value that counts" zh:"计算金额"`
	// Months is the length of a lease, one begun counted whole.
	Months         int          `json:"months,omitzero" audience:"public" en:"months of the lease, one begun counted whole" zh:"租期（月，不足一月按一月计）"`
	MaxMonths      int          `json:"maxMonths,omitzero" audience:"public" en:"longest lease, in months" zh:"最长租期（月）"`
	DecisionMonths int          `json:"decisionMonths,omitzero" audience:"public" en:"a lease of more months rests on a decision" zh:"超过此租期（月）须经决议"`
	DecisionFrom   domain.Money `json:"decisionFrom,omitzero" audience:"public" en:"rests on a decision from this value" zh:"达到此金额须经决议"`
	AppraisalFrom  domain.Money `json:"appraisalFrom,omitzero" audience:"public" en:"needs an appraisal from this value" zh:"达到此金额须评估"`
	BiddingFrom    domain.Money `json:"biddingFrom,omitzero" audience:"public" en:"needs a public bidding from this value" zh:"达到此金额须公开竞价"`
	NeedsDecision  bool         `json:"needsDecision" audience:"public" en:"rests on a decision" zh:"须经决议"`
	NeedsAppraisal bool         `json:"needsAppraisal" audience:"public" en:"needs an appraisal" zh:"须评估"`
	NeedsBidding   bool         `json:"needsBidding" audience:"public" en:"needs a public bidding" zh:"须公开竞价"`
	Rules          string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// WeighLease weighs a lease from its first to its last day, for the rent of all
// of it; resources says that it lets nothing but resources.
func (s *Set) WeighLease(from, to domain.Date, rent domain.Money, resources bool) Weighing {
	p := s.Property
	w := Weighing{
		Value: rent, Months: from.MonthsTo(to), MaxMonths: p.maxMonths(resources).Value,
		DecisionMonths: p.LeaseDecisionMonths.Value, DecisionFrom: p.LeaseDecisionRent.Value,
		AppraisalFrom: p.AppraisalFrom.Value, BiddingFrom: p.BiddingFrom.Value, Rules: s.Name(),
	}
	w.NeedsDecision = w.Months > w.DecisionMonths || rent >= w.DecisionFrom
	w.NeedsAppraisal, w.NeedsBidding = rent >= w.AppraisalFrom, rent >= w.BiddingFrom
	return w
}

// CountingNet is the net value of an asset that counts where it is sold or
// transferred: the highest of the days within which contracts count together. A
// count shortly before does not bring it below a threshold; an appraisal does.
func (s *Set) CountingNet(nets domain.NetValues, act domain.Act) domain.Money {
	return nets.Highest(act.Day().AddDays(-s.Property.SplitWithinDays.Value), act.Zone)
}

// WeighSale weighs a sale, which always rests on a decision. A price below the
// net value that counts does not bring it below a threshold.
func (s *Set) WeighSale(price, net domain.Money) Weighing {
	w := Weighing{
		Value: max(price, net), AppraisalFrom: s.Property.AppraisalFrom.Value, BiddingFrom: s.Property.BiddingFrom.Value,
		NeedsDecision: true, Rules: s.Name(),
	}
	w.NeedsAppraisal, w.NeedsBidding = w.Value >= w.AppraisalFrom, w.Value >= w.BiddingFrom
	return w
}

// WeighTransfer weighs a transfer to another collective, which always rests on a
// decision. It has no price, so there is nothing to bid for.
func (s *Set) WeighTransfer(net domain.Money) Weighing {
	w := Weighing{Value: net, AppraisalFrom: s.Property.AppraisalFrom.Value, NeedsDecision: true, Rules: s.Name()}
	w.NeedsAppraisal = net >= w.AppraisalFrom
	return w
}

// WeighSpending weighs a contract that spends. What is put out to tender is
// decided first, so what needs the one needs the other.
func (s *Set) WeighSpending(total domain.Money) Weighing {
	from := s.Property.BiddingFrom.Value
	return Weighing{
		Value: total, DecisionFrom: from, BiddingFrom: from,
		NeedsDecision: total >= from, NeedsBidding: total >= from, Rules: s.Name(),
	}
}

func (p Property) maxMonths(resources bool) Rule[int] {
	if resources {
		return p.MaxLandLeaseMonths
	}
	return p.MaxLeaseMonths
}

// Allow refuses a deal that is longer than the rules allow, or that lacks the
// decision or the tender that they ask for. Either is given by its stream, ""
// for none.
func (s *Set) Allow(w Weighing, resources bool, decision, tender string) error {
	p := s.Property
	switch {
	case w.MaxMonths > 0 && w.Months > w.MaxMonths:
		return p.maxMonths(resources).Reject("lease_too_long",
			"a lease of %d months is longer than the %d that are allowed: choose an earlier last day",
			"租期 %d 个月超过上限 %d 个月：请提前终止日期", w.Months, w.MaxMonths)
	case w.NeedsDecision && decision == "":
		return s.decisionMissing(w)
	case w.NeedsBidding && tender == "":
		return p.BiddingFrom.Reject("bidding_missing",
			"%s yuan needs a public bidding, from %s yuan on: put it out to tender, and name tender-<id>",
			"金额 %s 元（起点 %s 元）须公开竞价：请先招标并填写 tender-<编号>", w.Value, w.BiddingFrom)
	}
	return nil
}

func (s *Set) decisionMissing(w Weighing) error {
	const code = "decision_missing"
	p := s.Property
	switch {
	case w.Months > w.DecisionMonths && w.Months > 0:
		return p.LeaseDecisionMonths.Reject(code,
			"a lease of %d months, more than %d, rests on a decision: name decision-<id>",
			"租期 %d 个月，超过 %d 个月，须经决议：请填写 decision-<编号>", w.Months, w.DecisionMonths)
	case w.Months > 0:
		return p.LeaseDecisionRent.Reject(code,
			"a lease for %s yuan in all, %s or more, rests on a decision: name decision-<id>",
			"租金总额 %s 元，达到 %s 元，须经决议：请填写 decision-<编号>", w.Value, w.DecisionFrom)
	case w.DecisionFrom > 0:
		return p.BiddingFrom.Reject(code,
			"a contract for %s yuan, %s or more, rests on a decision: name decision-<id>",
			"合同金额 %s 元，达到 %s 元，须经决议：请填写 decision-<编号>", w.Value, w.DecisionFrom)
	}
	return domain.Reject(code, "this rests on a decision: name decision-<id>", "此事须经决议：请填写 decision-<编号>")
}

// Appraised is the latest appraisal of an asset that may be used on a day, where
// a deal needs one: it is no older than the rules allow. The zero Appraisal is
// that none is needed.
func (s *Set) Appraised(w Weighing, asset string, appraisals []domain.Appraisal, day domain.Date) (domain.Appraisal, error) {
	var latest domain.Appraisal
	if !w.NeedsAppraisal {
		return latest, nil
	}
	for _, a := range appraisals {
		if !a.On.After(day) && !a.On.Before(latest.On) {
			latest = a
		}
	}
	if latest.On.IsZero() {
		return latest, s.Property.AppraisalFrom.Reject("appraisal_missing",
			"%[2]s yuan needs an appraisal, from %[3]s yuan on, and %[1]s has none: have it appraised first",
			"金额 %[2]s 元（起点 %[3]s 元）须评估，%[1]s 尚无评估：请先评估", asset, w.Value, w.AppraisalFrom)
	}
	if err := s.StillAppraised(asset, latest.On, day); err != nil {
		return domain.Appraisal{}, err
	}
	return latest, nil
}

// StillAppraised refuses an appraisal of an asset, of one day, that is too old to be
// used on another.
func (s *Set) StillAppraised(asset string, on, day domain.Date) error {
	rule := s.Property.AppraisalDays
	if last := on.AddDays(rule.Value); last.Before(day) {
		return rule.Reject("appraisal_too_old",
			"the appraisal of %s of %s may be used for %d days, until %s: have it appraised again",
			"%s 于 %s 的评估有效期 %d 天，至 %s 止：请重新评估", asset, on, rule.Value, last)
	}
	return nil
}
