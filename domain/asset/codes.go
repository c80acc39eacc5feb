package asset

import "github.com/sunledger/sunledger/domain"

// Origin is how an asset came on record.
type Origin string

// The origins.
const (
	OnBooks     Origin = "books"     // it stood on the books when the ledger began
	Acquired    Origin = "acquired"  // bought, built or given
	InInventory Origin = "inventory" // found when property was counted
	TakenOver   Origin = "transfer"  // from another collective
)

// Codes lists the origins with their names.
func (Origin) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OnBooks), English: "on the books before", Chinese: "原账面资产"},
		{Code: string(Acquired), English: "acquired", Chinese: "购建或受赠"},
		{Code: string(InInventory), English: "found in an inventory", Chinese: "盘盈"},
		{Code: string(TakenOver), English: "transferred from another collective", Chinese: "划入"},
	}
}

// Condition is what an asset was found to be like.
type Condition string

// The conditions.
const (
	IsSound   Condition = "sound"
	IsDamaged Condition = "damaged"
	IsLost    Condition = "lost" // there is nothing to be counted
)

// Codes lists the conditions with their names.
func (Condition) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(IsSound), English: "sound", Chinese: "完好"},
		{Code: string(IsDamaged), English: "damaged", Chinese: "毁损"},
		{Code: string(IsLost), English: "lost", Chinese: "盘亏或灭失"},
	}
}

// Basis is what a new net value rests on.
type Basis string

// The bases.
const (
	OnAppraisal    Basis = "appraisal"
	OnVerification Basis = "verification"
)

// Codes lists the bases with their names.
func (Basis) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OnAppraisal), English: "appraisal", Chinese: "评估"},
		{Code: string(OnVerification), English: "verification", Chinese: "清产核资"},
	}
}

// Status says whether an asset is still owned. The zero Status is an asset that
// does not exist.
type Status string

// The statuses.
const (
	Owned          Status = "owned"
	WasDisposed    Status = "disposed"
	WasTransferred Status = "transferred"
	WasWrittenOff  Status = "written-off"
)

// Codes lists the statuses with their names.
func (Status) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Owned), English: "owned", Chinese: "在册"},
		{Code: string(WasDisposed), English: "disposed of", Chinese: "已处置"},
		{Code: string(WasTransferred), English: "transferred away", Chinese: "已划出"},
		{Code: string(WasWrittenOff), English: "written off", Chinese: "已核销"},
	}
}
