package asset

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Registered brings an asset on record.
type Registered struct {
	Owner         string            `json:"owner" audience:"public" en:"collective that owns it" zh:"所属集体经济组织"`
	Class         domain.AssetClass `json:"class" audience:"public" en:"class" zh:"资产类别"`
	Kind          domain.AssetKind  `json:"kind" audience:"public" en:"kind" zh:"资产种类"`
	Name          string            `json:"name" audience:"public" en:"name" zh:"名称"`
	Location      string            `json:"location,omitzero" audience:"public" en:"where it is" zh:"坐落"`
	Quantity      int               `json:"quantity" audience:"public" en:"quantity" zh:"数量"`
	Unit          domain.AssetUnit  `json:"unit" audience:"public" en:"unit of the quantity" zh:"计量单位"`
	OriginalValue domain.Money      `json:"originalValue" audience:"public" en:"value when it was acquired" zh:"原值"`
	NetValue      domain.Money      `json:"netValue" audience:"public" en:"net value" zh:"净值"`
	AcquiredOn    domain.Date       `json:"acquiredOn,omitzero" audience:"public" en:"day on which it was acquired" zh:"取得日期"`
	Certificate   string            `json:"certificate,omitzero" audience:"public" en:"number of its certificate" zh:"权证编号"`
	Origin        Origin            `json:"origin" audience:"public" en:"how it came on record" zh:"来源"`
	// From is the asset of another collective that was transferred, whose
	// place this one takes.
	From string `json:"from,omitzero" audience:"public" en:"asset whose place it takes" zh:"划出资产"`
}

// Verified is the asset as it was counted and valued on the spot (清产核资). It
// changes the quantity on record; the net value follows by revaluing.
type Verified struct {
	On        domain.Date  `json:"on" audience:"public" en:"day of the count" zh:"清查日期"`
	Quantity  int          `json:"quantity" audience:"public" en:"quantity that was counted" zh:"清查数量"`
	NetValue  domain.Money `json:"netValue" audience:"public" en:"net value that was found" zh:"核实净值"`
	Condition Condition    `json:"condition" audience:"public" en:"condition" zh:"状况"`
	Document  string       `json:"document" audience:"public" en:"document that says so" zh:"依据文件"`
}

// Appraised is a value that an appraiser gave.
type Appraised struct {
	On        domain.Date  `json:"on" audience:"public" en:"day of the appraisal" zh:"评估基准日"`
	Value     domain.Money `json:"value" audience:"public" en:"appraised value" zh:"评估值"`
	Appraiser string       `json:"appraiser" audience:"public" en:"appraiser" zh:"评估机构"`
	Report    string       `json:"report" audience:"public" en:"number of the report" zh:"评估报告编号"`
}

// Revalued gives the asset the net value of what it rests on.
type Revalued struct {
	NetValue domain.Money `json:"netValue" audience:"public" en:"new net value" zh:"新净值"`
	Basis    Basis        `json:"basis" audience:"public" en:"what it rests on" zh:"依据"`
	BasisOn  domain.Date  `json:"basisOn" audience:"public" en:"day of the appraisal or the count" zh:"评估或清查日期"`
	Reason   string       `json:"reason" audience:"public" en:"why" zh:"调整原因"`
}

// Leased claims the period of a contract. It stands for the whole of the
// contract, which may let other assets too.
type Leased struct {
	Contract string         `json:"contract" audience:"public" en:"contract" zh:"合同"`
	From     domain.Date    `json:"from" audience:"public" en:"first day" zh:"起租日"`
	To       domain.Date    `json:"to" audience:"public" en:"last day" zh:"止租日"`
	Rent     domain.Money   `json:"rent" audience:"public" en:"whole rent of the contract" zh:"合同租金总额"`
	Decision string         `json:"decision,omitzero" audience:"public" en:"decision that the contract rests on" zh:"决议"`
	Tender   string         `json:"tender,omitzero" audience:"public" en:"tender that the contract rests on" zh:"招标"`
	Judged   rules.Weighing `json:"judged" audience:"public" en:"what it was held against" zh:"判定依据"`
}

// LeaseEnded ends a lease before its last day, with the contract.
type LeaseEnded struct {
	Contract string           `json:"contract" audience:"public" en:"contract" zh:"合同"`
	On       domain.Date      `json:"on" audience:"public" en:"its last day" zh:"终止日期"`
	Reason   domain.EndReason `json:"reason" audience:"public" en:"why" zh:"终止原因"`
}

// Transferred gives the asset to another collective, without a price.
type Transferred struct {
	On          domain.Date    `json:"on" audience:"public" en:"day" zh:"划转日期"`
	To          string         `json:"to" audience:"public" en:"collective that takes it" zh:"划入集体经济组织"`
	Decision    string         `json:"decision" audience:"public" en:"decision that it rests on" zh:"决议"`
	NetValue    domain.Money   `json:"netValue" audience:"public" en:"net value that goes with it" zh:"划出净值"`
	Appraised   domain.Money   `json:"appraised,omitzero" audience:"public" en:"appraised value" zh:"评估值"`
	AppraisedOn domain.Date    `json:"appraisedOn,omitzero" audience:"public" en:"day of the appraisal" zh:"评估基准日"`
	Judged      rules.Weighing `json:"judged" audience:"public" en:"what it was held against" zh:"判定依据"`
}

// Disposed sells the asset.
type Disposed struct {
	On          domain.Date    `json:"on" audience:"public" en:"day" zh:"处置日期"`
	Contract    string         `json:"contract" audience:"public" en:"contract of the sale" zh:"转让合同"`
	Decision    string         `json:"decision" audience:"public" en:"decision that it rests on" zh:"决议"`
	Tender      string         `json:"tender,omitzero" audience:"public" en:"tender that the contract rests on" zh:"招标"`
	Price       domain.Money   `json:"price" audience:"public" en:"price" zh:"成交价"`
	NetValue    domain.Money   `json:"netValue" audience:"public" en:"net value that it had" zh:"处置净值"`
	Appraised   domain.Money   `json:"appraised,omitzero" audience:"public" en:"appraised value" zh:"评估值"`
	AppraisedOn domain.Date    `json:"appraisedOn,omitzero" audience:"public" en:"day of the appraisal" zh:"评估基准日"`
	Judged      rules.Weighing `json:"judged" audience:"public" en:"what it was held against" zh:"判定依据"`
}

// WrittenOff gives the value up. Why is public.
type WrittenOff struct {
	On       domain.Date  `json:"on" audience:"public" en:"day" zh:"核销日期"`
	Decision string       `json:"decision" audience:"public" en:"decision that it rests on" zh:"决议"`
	NetValue domain.Money `json:"netValue" audience:"public" en:"net value that is given up" zh:"核销净值"`
	Reason   string       `json:"reason" audience:"public" en:"why" zh:"核销原因"`
}

// Damaged says that the asset was damaged or lost. Its value changes by
// revaluing, or by writing it off.
type Damaged struct {
	On        domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Condition Condition   `json:"condition" audience:"public" en:"condition since: damaged or lost" zh:"状况"`
	What      string      `json:"what" audience:"public" en:"what happened" zh:"情况说明"`
}

// Found says that the asset was found again, or is fit for use again.
type Found struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Quantity int         `json:"quantity" audience:"public" en:"quantity since" zh:"现有数量"`
	What     string      `json:"what" audience:"public" en:"what happened" zh:"情况说明"`
}

// Amends allows everything but another owner, and another asset whose place it
// takes: they say whose records these are.
func (e Registered) Amends(to domain.Event) error {
	if n, ok := to.(Registered); !ok || n.Owner != e.Owner || n.From != e.From {
		return domain.Reject("identity_stays",
			"whose an asset is, and whose place it takes, is not amended: transfer it, or register it anew",
			"资产的所有者和划出来源不得更正：请划转，或另行登记")
	}
	return nil
}

// EventType is asset.registered.
func (Registered) EventType() string { return "asset.registered" }

// EventType is asset.verified.
func (Verified) EventType() string { return "asset.verified" }

// EventType is asset.appraised.
func (Appraised) EventType() string { return "asset.appraised" }

// EventType is asset.revalued.
func (Revalued) EventType() string { return "asset.revalued" }

// EventType is asset.leased.
func (Leased) EventType() string { return "asset.leased" }

// EventType is asset.lease-ended.
func (LeaseEnded) EventType() string { return "asset.lease-ended" }

// EventType is asset.transferred.
func (Transferred) EventType() string { return "asset.transferred" }

// EventType is asset.disposed.
func (Disposed) EventType() string { return "asset.disposed" }

// EventType is asset.written-off.
func (WrittenOff) EventType() string { return "asset.written-off" }

// EventType is asset.damaged.
func (Damaged) EventType() string { return "asset.damaged" }

// EventType is asset.found.
func (Found) EventType() string { return "asset.found" }
