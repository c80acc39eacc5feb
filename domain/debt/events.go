package debt

import "github.com/sunledger/sunledger/domain"

// Incurred begins a debt.
type Incurred struct {
	Owner        string          `json:"owner" audience:"public" en:"collective" zh:"集体经济组织"`
	Direction    Direction       `json:"direction" audience:"public" en:"who owes" zh:"方向"`
	Nature       Nature          `json:"nature" audience:"public" en:"how it came about" zh:"性质"`
	Counterparty domain.Personal `json:"counterparty,omitzero" audience:"village" en:"the other person" zh:"对方（个人）"`
	Organisation string          `json:"organisation,omitzero" audience:"public" en:"the other organisation" zh:"对方单位"`
	Amount       domain.Money    `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Due          domain.Date     `json:"due,omitzero" audience:"public" en:"day on which it is due" zh:"到期日"`
	Purpose      string          `json:"purpose" audience:"public" en:"what for" zh:"用途"`
	Decision     string          `json:"decision,omitzero" audience:"public" en:"decision that it rests on" zh:"决议"`
	// DecisionFrom is the amount from which the rule set has a loan decided.
	DecisionFrom domain.Money `json:"decisionFrom" audience:"public" en:"amount from which a loan rests on a decision" zh:"借贷须经决议的起点金额"`
	Rules        string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Repaid says that the collective paid.
type Repaid struct {
	On      domain.Date  `json:"on" audience:"public" en:"day of payment" zh:"偿还日期"`
	Amount  domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" audience:"public" en:"number of the voucher" zh:"凭证号"`
}

// Collected says that the collective was paid.
type Collected struct {
	On      domain.Date  `json:"on" audience:"public" en:"day of payment" zh:"收回日期"`
	Amount  domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" audience:"public" en:"number of the voucher" zh:"凭证号"`
}

// WrittenOff gives up what is not to be had, or is waived. Why is public.
type WrittenOff struct {
	On       domain.Date  `json:"on" audience:"public" en:"day" zh:"核销日期"`
	Amount   domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Decision string       `json:"decision" audience:"public" en:"decision that it rests on" zh:"决议"`
	Reason   string       `json:"reason" audience:"public" en:"why" zh:"核销原因"`
}

// Amends allows everything but another owner.
func (e Incurred) Amends(to domain.Event) error {
	if n, ok := to.(Incurred); !ok || n.Owner != e.Owner {
		return domain.Reject("identity_stays", "whose a debt is, is not amended: record another", "债权债务的所属集体不得更正：请另行登记")
	}
	return nil
}

// EventType is debt.incurred.
func (Incurred) EventType() string { return "debt.incurred" }

// EventType is debt.repaid.
func (Repaid) EventType() string { return "debt.repaid" }

// EventType is debt.collected.
func (Collected) EventType() string { return "debt.collected" }

// EventType is debt.written-off.
func (WrittenOff) EventType() string { return "debt.written-off" }
