package asset

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// claim is the claim that a contract gives, held against the rules of the day.
func (a Asset) claim(contract string, act domain.Act) (Leased, error) {
	terms, err := termsOf(act, contract, domain.LeaseContract)
	if err != nil {
		return Leased{}, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return Leased{}, err
	}
	return Leased{
		Contract: contract, From: terms.From, To: terms.To, Rent: terms.Total, Decision: terms.Decision, Tender: terms.Tender,
		Judged: set.WeighLease(terms.From, terms.To, terms.Total, a.Class == domain.ResourceAsset),
	}, nil
}

// judgeLeased holds a lease against the rules once more, with the contract as it
// stands: that its decision may be relied on was judged when it was signed.
func (a Asset) judgeLeased(e Leased, act domain.Act) error {
	want, err := a.claim(e.Contract, act)
	if err != nil {
		return err
	}
	if e != want {
		return domain.Reject("numbers_differ",
			"the contract lets it from %s to %s for %s yuan in all: record that, and what the rule set makes of it",
			"合同租期为 %s 至 %s，租金总额 %s 元：请按此及规则集的判定登记", want.From, want.To, want.Rent)
	}
	terms, err := domain.Evidence[domain.ContractTerms](act, e.Contract)
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
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if err := set.Allow(e.Judged, a.Class == domain.ResourceAsset, e.Decision, e.Tender); err != nil {
		return err
	}
	_, err = set.Appraised(e.Judged, act.Stream, a.Appraisals, terms.Signed)
	return err
}

// atHand refuses to let, sell or hand over what is lost: that is found first, or
// written off.
func (a Asset) atHand() error {
	if a.Condition == IsLost {
		return domain.Reject("lost", "the asset is lost: record that it was found first, or have it written off", "资产已灭失：请先记录找回，或予以核销")
	}
	return nil
}

// judgeLeaseEnded: a lease ends with its contract, on the same day.
func (a Asset) judgeLeaseEnded(e LeaseEnded, act domain.Act) error {
	terms, err := termsOf(act, e.Contract, domain.LeaseContract)
	switch {
	case err != nil:
		return err
	case terms.Ended.IsZero():
		return domain.Reject("contract_not_ended", "%s is not ended: end the contract first", "%s 尚未终止：请先终止合同", e.Contract)
	case e.On != terms.Ended || e.Reason != terms.Why:
		return domain.Reject("numbers_differ",
			"%[1]s ended on %[2]s (%[3]s): record that", "%[1]s 已于 %[2]s 终止（%[4]s）：请按此登记", e.Contract, terms.Ended,
			domain.Label(terms.Why, string(terms.Why), domain.English), domain.Label(terms.Why, string(terms.Why), domain.Chinese))
	}
	return nil
}

// termsOf are the terms of a contract of a kind.
func termsOf(act domain.Act, contract string, kind domain.ContractKind) (domain.ContractTerms, error) {
	if category, _ := domain.SplitStream(contract); category != "contract" || domain.CheckStream(contract) != nil {
		return domain.ContractTerms{}, domain.Reject("not_a_contract", "%q is not the stream of a contract: write contract-<id>", "%q 不是合同：请写 contract-<编号>", contract)
	}
	terms, err := domain.Evidence[domain.ContractTerms](act, contract)
	if err == nil && terms.Kind != kind {
		err = domain.Reject("contract_of_another_kind",
			"%[1]s is of another kind (%[2]s): name a contract of this one: %[3]s",
			"%[1]s 的种类为%[4]s：请填写%[5]s合同", contract,
			domain.Label(terms.Kind, string(terms.Kind), domain.English), domain.Label(kind, string(kind), domain.English),
			domain.Label(terms.Kind, string(terms.Kind), domain.Chinese), domain.Label(kind, string(kind), domain.Chinese))
	}
	return terms, err
}

// namedIn refuses a contract of another owner, or about other assets.
func (a Asset) namedIn(contract string, terms domain.ContractTerms, act domain.Act) error {
	if terms.Owner != a.Owner || !slices.Contains(terms.Assets, act.Stream) {
		return domain.Reject("contract_not_about_it",
			"%s is a contract of %s and does not name this asset: name a contract of %s that does",
			"%s 为 %s 的合同，未列明此资产：请填写 %s 列明此资产的合同", contract, terms.Owner, a.Owner)
	}
	return nil
}
