package asset

import "github.com/sunledger/sunledger/domain"

// Register brings an asset on record.
type Register struct {
	Owner         string            `json:"owner" en:"collective that owns it, collective-<id>" zh:"所属集体经济组织 collective-<编号>"`
	Class         domain.AssetClass `json:"class" en:"class" zh:"资产类别"`
	Kind          domain.AssetKind  `json:"kind" en:"kind" zh:"资产种类"`
	Name          string            `json:"name" en:"name" zh:"名称"`
	Location      string            `json:"location,omitzero" en:"where it is" zh:"坐落"`
	Quantity      int               `json:"quantity" en:"quantity, a whole number of the unit; land in hundredths of a mu" zh:"数量（整数；土地以百分之一亩计）"`
	Unit          domain.AssetUnit  `json:"unit" en:"unit of the quantity" zh:"计量单位"`
	OriginalValue domain.Money      `json:"originalValue" en:"value when it was acquired" zh:"原值"`
	NetValue      domain.Money      `json:"netValue" en:"net value" zh:"净值"`
	AcquiredOn    domain.Date       `json:"acquiredOn,omitzero" en:"day on which it was acquired" zh:"取得日期"`
	Certificate   string            `json:"certificate,omitzero" en:"number of its certificate" zh:"权证编号"`
	Origin        Origin            `json:"origin" en:"how it came on record; what another collective transfers is received" zh:"来源（划入的资产请用“接收”）"`
}

// Receive brings on record what another collective transferred. All that is
// known of it comes along.
type Receive struct {
	From  string `json:"from" en:"asset that was transferred, asset-<id>" zh:"划出的资产 asset-<编号>"`
	Owner string `json:"owner" en:"collective that takes it, collective-<id>" zh:"划入集体经济组织 collective-<编号>"`
}

// Verify records what was counted on the spot.
type Verify struct {
	On        domain.Date  `json:"on" en:"day of the count" zh:"清查日期"`
	Quantity  int          `json:"quantity" en:"quantity that was counted, 0 where it is lost" zh:"清查数量（盘亏填 0）"`
	NetValue  domain.Money `json:"netValue" en:"net value that was found" zh:"核实净值"`
	Condition Condition    `json:"condition" en:"condition" zh:"状况"`
	Document  string       `json:"document" en:"document that says so" zh:"依据文件"`
}

// Appraise records a value that an appraiser gave.
type Appraise struct {
	On        domain.Date  `json:"on" en:"day of the appraisal" zh:"评估基准日"`
	Value     domain.Money `json:"value" en:"appraised value" zh:"评估值"`
	Appraiser string       `json:"appraiser" en:"appraiser" zh:"评估机构"`
	Report    string       `json:"report" en:"number of the report" zh:"评估报告编号"`
}

// Revalue gives the asset the net value of the last appraisal or verification.
type Revalue struct {
	Basis  Basis  `json:"basis" en:"what it rests on: the last of these on record is taken" zh:"依据（取最近一次）"`
	Reason string `json:"reason" en:"why; it is public" zh:"调整原因（公开）"`
}

// Lease claims the period of a lease contract, or its amended one.
type Lease struct {
	Contract string `json:"contract" en:"lease contract that names the asset, contract-<id>; period and rent are taken from it" zh:"列明此资产的出租合同 contract-<编号>（租期和租金取自合同）"`
}

// EndLease ends a lease whose contract was ended.
type EndLease struct {
	Contract string `json:"contract" en:"contract that was ended, contract-<id>" zh:"已终止的合同 contract-<编号>"`
}

// Transfer gives the asset to another collective.
type Transfer struct {
	To       string `json:"to" en:"collective that takes it, collective-<id>" zh:"划入集体经济组织 collective-<编号>"`
	Decision string `json:"decision" en:"decision to transfer it, decision-<id>" zh:"划转决议 decision-<编号>"`
}

// Dispose sells the asset by a contract.
type Dispose struct {
	Contract string       `json:"contract" en:"contract of the sale, contract-<id>" zh:"转让合同 contract-<编号>"`
	Decision string       `json:"decision" en:"decision to sell it, decision-<id>" zh:"处置决议 decision-<编号>"`
	Price    domain.Money `json:"price,omitzero" en:"price; may be left out where the contract sells nothing else" zh:"成交价；合同只转让此项时可不填"`
}

// WriteOff gives the value of the asset up.
type WriteOff struct {
	Decision string `json:"decision" en:"decision to write it off, decision-<id>" zh:"核销决议 decision-<编号>"`
	Reason   string `json:"reason" en:"why; it is public" zh:"核销原因（公开）"`
}

// Damage records that the asset was damaged or lost.
type Damage struct {
	On        domain.Date `json:"on" en:"day" zh:"日期"`
	Condition Condition   `json:"condition" en:"condition since: damaged or lost" zh:"状况（毁损或灭失）"`
	What      string      `json:"what" en:"what happened; it is public" zh:"情况说明（公开）"`
}

// Find records that the asset was found again, or is fit for use again.
type Find struct {
	On       domain.Date `json:"on" en:"day" zh:"日期"`
	Quantity int         `json:"quantity" en:"quantity since, at least 1" zh:"现有数量，至少 1"`
	What     string      `json:"what" en:"what happened; it is public" zh:"情况说明（公开）"`
}

// CommandType is asset.register.
func (Register) CommandType() string { return "asset.register" }

// CommandType is asset.receive.
func (Receive) CommandType() string { return "asset.receive" }

// CommandType is asset.verify.
func (Verify) CommandType() string { return "asset.verify" }

// CommandType is asset.appraise.
func (Appraise) CommandType() string { return "asset.appraise" }

// CommandType is asset.revalue.
func (Revalue) CommandType() string { return "asset.revalue" }

// CommandType is asset.lease.
func (Lease) CommandType() string { return "asset.lease" }

// CommandType is asset.end-lease.
func (EndLease) CommandType() string { return "asset.end-lease" }

// CommandType is asset.transfer.
func (Transfer) CommandType() string { return "asset.transfer" }

// CommandType is asset.dispose.
func (Dispose) CommandType() string { return "asset.dispose" }

// CommandType is asset.write-off.
func (WriteOff) CommandType() string { return "asset.write-off" }

// CommandType is asset.damage.
func (Damage) CommandType() string { return "asset.damage" }

// CommandType is asset.find.
func (Find) CommandType() string { return "asset.find" }
