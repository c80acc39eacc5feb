package contract

import "github.com/sunledger/sunledger/domain"

// Due is an amount that is due on a day.
type Due struct {
	Due    domain.Date  `json:"due" en:"day on which it is due" zh:"应付日期"`
	Amount domain.Money `json:"amount" en:"amount" zh:"金额"`
}

// Sign begins a contract. What is due is given as a schedule, or as an amount that
// is due on the first day and, with every, again after so many months.
type Sign struct {
	Owner        string              `json:"owner" en:"collective that signs, collective-<id>" zh:"签约集体经济组织 collective-<编号>"`
	Kind         domain.ContractKind `json:"kind" en:"kind" zh:"合同种类"`
	Assets       []string            `json:"assets,omitempty" en:"assets that it lets, sells or is about, asset-<id>" zh:"标的资产 asset-<编号>"`
	About        string              `json:"about,omitzero" en:"what it is about, which is public; required where it names no asset" zh:"合同内容（公开；未列资产时必填）"`
	Party        domain.Personal     `json:"party,omitzero" en:"person that it is signed with; after a tender, who won it" zh:"相对人（招标后为中标人）"`
	Organisation string              `json:"organisation,omitzero" en:"organisation that it is signed with" zh:"相对单位"`
	From         domain.Date         `json:"from" en:"first day; of a sale, the day of handing over" zh:"起始日（转让为交付日）"`
	To           domain.Date         `json:"to,omitzero" en:"last day; a sale has none" zh:"终止日（转让不填）"`
	Schedule     []Due               `json:"schedule,omitempty" en:"what is due, by day, in order; or give amount" zh:"付款计划（按日期）；也可只填每期金额"`
	Amount       domain.Money        `json:"amount,omitzero" en:"amount of each instalment, in the place of a schedule" zh:"每期金额，代替付款计划"`
	Every        int                 `json:"every,omitzero" en:"months from one instalment to the next, such as 12; left out, there is one" zh:"付款间隔（月），如 12；不填为一次付清"`
	Decision     string              `json:"decision,omitzero" en:"decision that it rests on, decision-<id>" zh:"决议 decision-<编号>"`
	Tender       string              `json:"tender,omitzero" en:"tender that it rests on, tender-<id>" zh:"招标 tender-<编号>"`
}

// Amend amends a contract from a day on.
type Amend struct {
	From     domain.Date  `json:"from" en:"first day of the new schedule, not before today; what is due before stays due" zh:"变更起始日（不早于当日；此前应付的不变）"`
	To       domain.Date  `json:"to,omitzero" en:"new last day of the contract; left out, it stays" zh:"新的终止日（不填则不变）"`
	Schedule []Due        `json:"schedule,omitempty" en:"what is due from that day on, in order; or give amount" zh:"变更后付款计划；也可只填每期金额"`
	Amount   domain.Money `json:"amount,omitzero" en:"amount of each instalment, in the place of a schedule" zh:"每期金额，代替付款计划"`
	Every    int          `json:"every,omitzero" en:"months from one instalment to the next; left out, there is one" zh:"付款间隔（月）；不填为一次付清"`
	Decision string       `json:"decision,omitzero" en:"decision of its own that the amendment rests on, decision-<id>" zh:"变更所依据的另行决议 decision-<编号>"`
	Reason   string       `json:"reason" en:"why; it is public" zh:"变更原因（公开）"`
}

// PayRent records a payment under the contract.
type PayRent struct {
	On      domain.Date  `json:"on,omitzero" en:"day of payment; left out, today" zh:"付款日期（不填为当日）"`
	Amount  domain.Money `json:"amount" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" en:"number of the voucher" zh:"凭证号"`
	Note    domain.Text  `json:"note,omitzero" en:"note" zh:"备注"`
}

// Breach records in what the other party did not keep to the contract.
type Breach struct {
	On   domain.Date `json:"on" en:"day" zh:"日期"`
	What string      `json:"what" en:"what was not kept; it is public" zh:"违约情况（公开）"`
}

// End ends a contract.
type End struct {
	On  domain.Date      `json:"on,omitzero" en:"its last day; left out, today, or the agreed last day where it ran out" zh:"终止日期（不填为当日；期满为约定终止日）"`
	Why domain.EndReason `json:"why" en:"why" zh:"终止原因"`
}

// SetRight records that an irregular contract was put right.
type SetRight struct {
	On       domain.Date `json:"on" en:"day" zh:"日期"`
	What     string      `json:"what" en:"what was wrong, and how it was put right; it is public" zh:"清理情况（公开）"`
	Document string      `json:"document" en:"document that says so" zh:"依据文件"`
}

// CommandType is contract.sign.
func (Sign) CommandType() string { return "contract.sign" }

// CommandType is contract.amend.
func (Amend) CommandType() string { return "contract.amend" }

// CommandType is contract.pay-rent.
func (PayRent) CommandType() string { return "contract.pay-rent" }

// CommandType is contract.breach.
func (Breach) CommandType() string { return "contract.breach" }

// CommandType is contract.end.
func (End) CommandType() string { return "contract.end" }

// CommandType is contract.put-right.
func (SetRight) CommandType() string { return "contract.put-right" }
