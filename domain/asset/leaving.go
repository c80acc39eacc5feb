package asset

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// transfer is what a transfer on the day of the act comes to.
func (a Asset) transfer(c Transfer, act domain.Act) (Transferred, error) {
	set, err := rules.Of(act)
	if err != nil {
		return Transferred{}, err
	}
	e := Transferred{On: act.Day(), To: c.To, Decision: c.Decision, NetValue: a.Net, Judged: set.WeighTransfer(set.CountingNet(a.Nets, act))}
	appraisal, err := set.Appraised(e.Judged, act.Stream, a.Appraisals, e.On)
	e.Appraised, e.AppraisedOn = appraisal.Value, appraisal.On
	return e, err
}

// judgeTransferred: the decision's amount is the most that may go.
func (a Asset) judgeTransferred(e Transferred, act domain.Act) error {
	if e.To == a.Owner {
		return domain.Reject("owns_it_already", "%s owns the asset already: name another collective", "%s 已是所有者：请填写另一集体经济组织", e.To)
	}
	if err := domain.CheckOwner(act, e.To); err != nil {
		return err
	}
	if err := a.atHand(); err != nil {
		return err
	}
	if err := a.givenUp(e.Decision, act, domain.Transfer); err != nil {
		return err
	}
	if err := a.keepsItsThreshold(act); err != nil {
		return err
	}
	want, err := a.transfer(Transfer{To: e.To, Decision: e.Decision}, act)
	if err != nil {
		return err
	}
	return differs(e == want, want.NetValue, want.On)
}

// keepsItsThreshold: whoever receives an asset has it on record from the net value at
// which it was transferred. Where a count brought that below a threshold of sales
// which still counts here, the asset would lose it on the way.
func (a Asset) keepsItsThreshold(act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	counts := set.CountingNet(a.Nets, act)
	of, to := set.WeighSale(0, counts), set.WeighSale(0, a.Net)
	if of.NeedsAppraisal == to.NeedsAppraisal && of.NeedsBidding == to.NeedsBidding {
		return nil
	}
	return set.Property.SplitWithinDays.Reject("counted_below_a_threshold",
		"its net value is %[1]s yuan by a count, and within %[2]d days before it was %[3]s, for which a sale is appraised or bid for: have it appraised, and revalued by that, before another collective goes on with it",
		"净值经清查为 %[1]s 元，而此前 %[2]d 天内曾为 %[3]s 元，达到须评估或公开竞价的起点：请先评估并按评估调整净值，再行划转", a.Net, set.Property.SplitWithinDays.Value, counts)
}

// disposal is what a sale on the day of the act comes to.
func (a Asset) disposal(c Dispose, act domain.Act) (Disposed, error) {
	terms, err := termsOf(act, c.Contract, domain.SaleContract)
	if err != nil {
		return Disposed{}, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return Disposed{}, err
	}
	e := Disposed{On: act.Day(), Contract: c.Contract, Decision: c.Decision, Tender: terms.Tender, Price: c.Price, NetValue: a.Net}
	if e.Price == 0 && len(terms.Assets) == 1 {
		e.Price = terms.Total
	}
	e.Judged = set.WeighSale(e.Price, set.CountingNet(a.Nets, act))
	appraisal, err := set.Appraised(e.Judged, act.Stream, a.Appraisals, terms.Signed)
	e.Appraised, e.AppraisedOn = appraisal.Value, appraisal.On
	return e, err
}

// judgeDisposed: the decision's amount is the least that the contract brings in.
func (a Asset) judgeDisposed(e Disposed, act domain.Act) error {
	terms, err := termsOf(act, e.Contract, domain.SaleContract)
	if err != nil {
		return err
	}
	if err := a.namedIn(e.Contract, terms, act); err != nil {
		return err
	}
	if !terms.Ended.IsZero() {
		return domain.Reject("contract_ended", "%s was ended on %s: sign a new one", "%s 已于 %s 终止：请另签合同", e.Contract, terms.Ended)
	}
	if err := a.atHand(); err != nil {
		return err
	}
	if _, err := a.decided(e.Decision, act, domain.Disposal); err != nil {
		return err
	}
	if e.Decision != terms.Decision {
		return domain.Reject("decision_of_another_contract",
			"%s rests on %q: dispose of the asset on the decision that its contract rests on",
			"%s 的依据为 %q：请填写合同所依据的决议", e.Contract, terms.Decision)
	}
	if err := a.atItsPrice(e, terms); err != nil {
		return err
	}
	want, err := a.disposal(Dispose{Contract: e.Contract, Decision: e.Decision, Price: e.Price}, act)
	if err != nil {
		return err
	}
	if err := differs(e == want, want.NetValue, want.On); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	return set.Allow(e.Judged, false, e.Decision, e.Tender)
}

// atItsPrice holds the price against the contract's, and that against the
// decision's least.
func (a Asset) atItsPrice(e Disposed, terms domain.ContractTerms) error {
	if err := domain.CheckAmount(e.Price, "price", "成交价"); err != nil {
		return err
	}
	if alone := len(terms.Assets) == 1; e.Price > terms.Total || alone && e.Price != terms.Total {
		return domain.Reject("not_the_contract_price",
			"%s sells for %s yuan in all: the price of an asset is no more, and all of it where it sells nothing else, not %s",
			"%s 的总价为 %s 元：单项价格不能超过总价，只转让此项时即为总价，不能是 %s 元", e.Contract, terms.Total, e.Price)
	}
	return nil
}

// judgeWrittenOff: the decision's amount is the most that may be given up.
func (a Asset) judgeWrittenOff(e WrittenOff, act domain.Act) error {
	if err := a.givenUp(e.Decision, act, domain.WriteOff); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Reason, "reason", "核销原因")); err != nil {
		return err
	}
	return differs(e.NetValue == a.Net && e.On == act.Day(), a.Net, act.Day())
}

// givenUp holds what an asset is worth against the most that its decision allows. A
// count of after the vote does not bring it below that.
func (a Asset) givenUp(decision string, act domain.Act, kind domain.MatterKind) error {
	r, err := a.decided(decision, act, kind)
	if err != nil {
		return err
	}
	return r.AtMost(decision, a.Nets.Highest(r.Voted, act.Zone))
}

// decided rests it on a decision of its owner that names the asset.
func (a Asset) decided(decision string, act domain.Act, kind domain.MatterKind) (domain.Resolution, error) {
	return domain.RestOn(act, domain.Reliance{Decision: decision, Owner: a.Owner, Kinds: []domain.MatterKind{kind}, Concerns: act.Stream})
}

func differs(same bool, net domain.Money, on domain.Date) error {
	if same {
		return nil
	}
	return domain.Reject("numbers_differ",
		"on %s the net value is %s yuan: record that, with the appraisal and what the rule set makes of it",
		"%s 的净值为 %s 元：请按此及评估、规则集的判定登记", on, net)
}
