package contract

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Instalment is an amount that is due on a day.
type Instalment struct {
	Due    domain.Date  `json:"due" audience:"public" en:"day on which it is due" zh:"应付日期"`
	Amount domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
}

// Signed begins a contract.
type Signed struct {
	On     domain.Date         `json:"on" audience:"public" en:"day of signing" zh:"签订日期"`
	Owner  string              `json:"owner" audience:"public" en:"collective that signs" zh:"签约集体经济组织"`
	Kind   domain.ContractKind `json:"kind" audience:"public" en:"kind" zh:"合同种类"`
	Assets []string            `json:"assets,omitempty" audience:"public" en:"assets that it lets, sells or is about" zh:"标的资产"`
	About  string              `json:"about,omitzero" audience:"public" en:"what it is about" zh:"合同内容"`
	Party  domain.Personal     `json:"party,omitzero" audience:"village" en:"person that it is signed with" zh:"相对人"`
	// Organisation is the other party, or what the person signs for.
	Organisation string         `json:"organisation,omitzero" audience:"public" en:"organisation that it is signed with" zh:"相对单位"`
	From         domain.Date    `json:"from" audience:"public" en:"first day" zh:"起始日"`
	To           domain.Date    `json:"to,omitzero" audience:"public" en:"last day" zh:"终止日"`
	Schedule     []Instalment   `json:"schedule" audience:"public" en:"what is due, by day" zh:"付款计划"`
	Total        domain.Money   `json:"total" audience:"public" en:"sum of all that is due" zh:"合同总额"`
	Decision     string         `json:"decision,omitzero" audience:"public" en:"decision that it rests on" zh:"决议"`
	Tender       string         `json:"tender,omitzero" audience:"public" en:"tender that it rests on" zh:"招标"`
	Appraised    domain.Money   `json:"appraised,omitzero" audience:"public" en:"appraised value of the assets" zh:"评估值合计"`
	Judged       rules.Weighing `json:"judged" audience:"public" en:"what it was held against" zh:"判定依据"`
}

// Amended is a legal amendment: from a day on another schedule, and maybe another
// last day. What was due before that day stays due. Total and Judged are of the
// whole contract, as amended.
type Amended struct {
	On        domain.Date    `json:"on" audience:"public" en:"day of signing" zh:"签订日期"`
	From      domain.Date    `json:"from" audience:"public" en:"first day of the new schedule" zh:"变更起始日"`
	To        domain.Date    `json:"to,omitzero" audience:"public" en:"last day of the contract" zh:"合同终止日"`
	Schedule  []Instalment   `json:"schedule,omitempty" audience:"public" en:"what is due from that day on" zh:"变更后付款计划"`
	Total     domain.Money   `json:"total" audience:"public" en:"sum of all that is due under the contract" zh:"变更后合同总额"`
	Decision  string         `json:"decision,omitzero" audience:"public" en:"decision that the amendment rests on" zh:"变更决议"`
	Reason    string         `json:"reason" audience:"public" en:"why" zh:"变更原因"`
	Appraised domain.Money   `json:"appraised,omitzero" audience:"public" en:"appraised value of the assets" zh:"评估值合计"`
	Judged    rules.Weighing `json:"judged" audience:"public" en:"what it was held against" zh:"判定依据"`
}

// RentPaid is a payment under the contract: rent of a lease, the price of a sale,
// or what the collective pays under any other.
type RentPaid struct {
	On      domain.Date  `json:"on" audience:"public" en:"day of payment" zh:"付款日期"`
	Amount  domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" audience:"public" en:"number of the voucher" zh:"凭证号"`
	Note    domain.Text  `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
}

// Breached says in what the other party did not keep to the contract.
type Breached struct {
	On   domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	What string      `json:"what" audience:"public" en:"what was not kept" zh:"违约情况"`
}

// Ended ends a contract. What would have been due after its last day is not.
type Ended struct {
	On  domain.Date      `json:"on" audience:"public" en:"its last day" zh:"终止日期"`
	Why domain.EndReason `json:"why" audience:"public" en:"why" zh:"终止原因"`
}

// PutRight says that an irregular contract was put right when contracts and debts
// were cleaned up (两清理).
type PutRight struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	What     string      `json:"what" audience:"public" en:"what was wrong, and how it was put right" zh:"清理情况"`
	Document string      `json:"document" audience:"public" en:"document that says so" zh:"依据文件"`
}

// Amends allows everything but another owner.
func (e Signed) Amends(to domain.Event) error {
	if n, ok := to.(Signed); !ok || n.Owner != e.Owner {
		return domain.Reject("identity_stays", "whose a contract is, is not amended: end it, and record another", "合同的签约集体不得更正：请终止后另行登记")
	}
	return nil
}

// EventType is contract.signed.
func (Signed) EventType() string { return "contract.signed" }

// EventType is contract.amended.
func (Amended) EventType() string { return "contract.amended" }

// EventType is contract.rent-paid.
func (RentPaid) EventType() string { return "contract.rent-paid" }

// EventType is contract.breached.
func (Breached) EventType() string { return "contract.breached" }

// EventType is contract.ended.
func (Ended) EventType() string { return "contract.ended" }

// CountsFromRecording says that it is not inserted by a correction.
func (Ended) CountsFromRecording() {}

// EventType is contract.put-right.
func (PutRight) EventType() string { return "contract.put-right" }
