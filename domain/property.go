package domain

import (
	"slices"
	"time"
)

// AssetClass is one of the three kinds of collective assets.
type AssetClass string

// The classes.
const (
	OperatingAsset    AssetClass = "operating"
	NonOperatingAsset AssetClass = "non-operating"
	ResourceAsset     AssetClass = "resource" // land, forest, water
)

// Codes lists the classes with their names.
func (AssetClass) Codes() []Code {
	return []Code{
		{string(OperatingAsset), "operating", "经营性资产"},
		{string(NonOperatingAsset), "non-operating", "非经营性资产"},
		{string(ResourceAsset), "resource", "资源性资产"},
	}
}

// CollectiveAsset is what an asset offers to tenders, contracts and reform, and
// to the asset that takes its place where it was transferred.
type CollectiveAsset struct {
	// Owner is the collective, by its stream.
	Owner    string
	Class    AssetClass
	Kind     AssetKind
	Name     string
	Location string
	Quantity int
	Unit     AssetUnit
	// Original is its value when it was acquired, Net its net value on record.
	Original, Net Money
	// Nets are the net values that it had, the last of which is Net.
	Nets NetValues
	// Closed says that it was disposed of, transferred away or written off.
	Closed bool
	// To is the collective that it was transferred to, SoldBy the contract by
	// which it was sold, or "".
	To, SoldBy string
	// Appraisals are in the order in which they were recorded.
	Appraisals []Appraisal
	// Leases are those claimed, in the order of their claims; one that ended
	// before it began is none.
	Leases []LeaseClaim
}

// AssetKind says what an asset is.
type AssetKind string

// The kinds of assets.
const (
	Building       AssetKind = "building"
	Land           AssetKind = "land"
	Forest         AssetKind = "forest"
	Water          AssetKind = "water"
	Equipment      AssetKind = "equipment"
	Vehicle        AssetKind = "vehicle"
	Infrastructure AssetKind = "infrastructure"
	Intangible     AssetKind = "intangible"
	Equity         AssetKind = "equity"
	OtherAsset     AssetKind = "other"
)

// Codes lists the kinds with their names.
func (AssetKind) Codes() []Code {
	return []Code{
		{string(Building), "building", "房屋建筑"},
		{string(Land), "land", "土地"},
		{string(Forest), "forest", "林地"},
		{string(Water), "water", "水面"},
		{string(Equipment), "equipment", "设备"},
		{string(Vehicle), "vehicle", "车辆"},
		{string(Infrastructure), "infrastructure", "基础设施"},
		{string(Intangible), "intangible", "无形资产"},
		{string(Equity), "equity", "股权投资"},
		{string(OtherAsset), "other", "其他"},
	}
}

// AssetUnit is what an asset is counted in. The counts are integers: land is
// measured in hundredths of a mu.
type AssetUnit string

// The units.
const (
	SquareMetres AssetUnit = "m2"
	CentiMu      AssetUnit = "mu-hundredths"
	Metres       AssetUnit = "metres"
	Pieces       AssetUnit = "pieces"
	Trees        AssetUnit = "trees"
	Parts        AssetUnit = "parts" // shares in an enterprise
)

// Codes lists the units with their names.
func (AssetUnit) Codes() []Code {
	return []Code{
		{string(SquareMetres), "square metres", "平方米"},
		{string(CentiMu), "hundredths of a mu", "百分之一亩"},
		{string(Metres), "metres", "米"},
		{string(Pieces), "pieces", "台（件）"},
		{string(Trees), "trees", "株"},
		{string(Parts), "shares", "份"},
	}
}

// CheckOwner refuses an owner that is no collective on record, and one that was
// merged into another.
func CheckOwner(act Act, owner string) error {
	if category, _ := SplitStream(owner); category != "collective" || CheckStream(owner) != nil {
		return Reject("not_a_collective",
			"%q is not the stream of a collective, and only collectives own property: write collective-<id>",
			"%q 不是集体经济组织，只有集体经济组织拥有集体资产：请写 collective-<编号>", owner)
	}
	unit, err := Evidence[Unit](act, owner)
	switch {
	case err != nil:
		return err
	case !unit.Collective:
		return Reject("not_a_collective",
			"%s owns no property: name the collective that does", "%s 不是资产所有者：请填写所属集体经济组织", owner)
	case unit.Merged != "":
		return Reject("owner_merged",
			"%s was merged into %s: name that one", "%s 已并入 %s：请填写后者", owner, unit.Merged)
	}
	return nil
}

// AssetsOf are the assets of some streams: each named once, on record, of the
// owner, and not closed. It refuses any other.
func AssetsOf(act Act, owner string, streams []string) ([]CollectiveAsset, error) {
	var all []CollectiveAsset
	for i, s := range streams {
		if category, _ := SplitStream(s); category != "asset" || CheckStream(s) != nil {
			return nil, Reject("not_an_asset", "%q is not the stream of an asset: write asset-<id>", "%q 不是资产：请写 asset-<编号>", s)
		}
		if slices.Contains(streams[:i], s) {
			return nil, Reject("asset_named_twice", "%s is named twice: name each asset once", "%s 重复：每项资产只写一次", s)
		}
		a, err := Evidence[CollectiveAsset](act, s)
		switch {
		case err != nil:
			return nil, err
		case a.Owner != owner:
			return nil, Reject("asset_of_another", "%s belongs to %s, not to %s: name assets of the owner", "%s 属于 %s，不属于 %s：请填写本集体的资产", s, a.Owner, owner)
		case a.Closed:
			return nil, Reject("asset_closed", "%s was disposed of, transferred away or written off: name one that is still owned", "%s 已处置、划转或核销：请填写仍在册的资产", s)
		}
		all = append(all, a)
	}
	return all, nil
}

// Appraisal is a value that an appraiser gave, in a report of a day.
type Appraisal struct {
	On    Date
	Value Money
}

// NetValues are the net values of an asset in the order in which they came to be on
// record: since it was registered, or since the last one that an appraiser gave,
// which nobody who counts it gave alone.
type NetValues []NetValue

// NetValue is one of them, and since when it was on record.
type NetValue struct {
	Since time.Time
	Value Money
}

// Highest is the highest of those that were on record on a day or after it.
func (all NetValues) Highest(from Date, zone *time.Location) (most Money) {
	for i, v := range all {
		if last := i == len(all)-1; last || !DateOf(all[i+1].Since, zone).Before(from) {
			most = max(most, v.Value)
		}
	}
	return most
}

// LeaseClaim is a period for which an asset is let, by the stream of its
// contract. To is its last day; a lease that ended earlier has that day.
type LeaseClaim struct {
	Contract string
	From, To Date
	// Rent is that of the whole contract, and Decision the one that it rests on,
	// or "".
	Rent     Money
	Decision string
}

// Overlaps reports whether two claims have a day in common.
func (c LeaseClaim) Overlaps(d LeaseClaim) bool { return !c.To.Before(d.From) && !d.To.Before(c.From) }

// LetAlready is the refusal of another lease on the decision that a claim rests on:
// a decision lets an asset once.
func LetAlready(decision string, by LeaseClaim) error {
	return Reject("decision_used",
		"%s has let this already, by %s from %s to %s, and lets it once: have the next lease decided",
		"%s 已用于 %s 的出租（%s 至 %s），一次决议只出租一次：再出租请另行决议", decision, by.Contract, by.From, by.To)
}

// TenderKind says what a tender is for.
type TenderKind string

// The kinds of tenders.
const (
	TenderLease TenderKind = "lease"
	TenderSale  TenderKind = "sale"
	TenderWorks TenderKind = "works"
)

// Codes lists the kinds with their names.
func (TenderKind) Codes() []Code {
	return []Code{
		{string(TenderLease), "lease", "出租发包"},
		{string(TenderSale), "sale", "资产转让"},
		{string(TenderWorks), "works", "工程项目"},
	}
}

// Award is what a tender offers once it is decided.
type Award struct {
	Owner string
	Kind  TenderKind
	// Assets are those that were put out.
	Assets []string
	// Decision is the one that it rests on.
	Decision string
	// Awarded is the day, or no date while it is not.
	Awarded Date
	// Amount is the winning bid: a price, or the rent of a year.
	Amount Money
	// Winner is the winning bidder's subject where that is a person, WinnerName
	// the name of an organisation.
	Winner     Subject
	WinnerName string
}

// ContractKind says what a contract is for.
type ContractKind string

// The kinds of contracts.
const (
	LeaseContract    ContractKind = "lease"
	SaleContract     ContractKind = "sale"
	WorksContract    ContractKind = "works"
	PurchaseContract ContractKind = "purchase"
	ServiceContract  ContractKind = "service"
	OtherContract    ContractKind = "other"
)

// Codes lists the kinds with their names.
func (ContractKind) Codes() []Code {
	return []Code{
		{string(LeaseContract), "lease", "出租发包"},
		{string(SaleContract), "sale", "资产转让"},
		{string(WorksContract), "works", "工程施工"},
		{string(PurchaseContract), "purchase", "物资采购"},
		{string(ServiceContract), "service", "服务"},
		{string(OtherContract), "other", "其他"},
	}
}

// BringsIn reports whether a contract lets or sells property: all others spend.
func (k ContractKind) BringsIn() bool { return k == LeaseContract || k == SaleContract }

// EndReason is why a contract ended.
type EndReason string

// The reasons.
const (
	EndExpired EndReason = "expired"
	EndAgreed  EndReason = "agreed"
	EndBreach  EndReason = "breach"
	// EndGoesOver is a lease that goes over to the new owner of what it lets.
	EndGoesOver EndReason = "goes-over"
	EndOther    EndReason = "other"
)

// Codes lists the reasons with their names.
func (EndReason) Codes() []Code {
	return []Code{
		{string(EndExpired), "it ran out", "期满"},
		{string(EndAgreed), "both agreed", "协商解除"},
		{string(EndBreach), "breach", "违约解除"},
		{string(EndGoesOver), "goes over to the new owner", "随资产移转新所有人"},
		{string(EndOther), "another reason", "其他原因"},
	}
}

// ContractTerms are what a contract offers.
type ContractTerms struct {
	Owner string
	// Assets are those that it lets or sells.
	Assets []string
	Kind   ContractKind
	// Signed is the day on which it was signed.
	Signed Date
	// From and To are the first and the last day; no To for a sale.
	From, To Date
	// Total is the sum of all that is due under it.
	Total Money
	// Decision and Tender are those that it rests on, or "".
	Decision, Tender string
	// Ended is the last day of a contract that was ended, and Why the reason;
	// no date while it was not.
	Ended Date
	Why   EndReason
	// Party is who it was signed with, where that is a person, PartyName the
	// name of an organisation.
	Party     Subject
	PartyName string
}

// Indebtedness is what a debt offers: that it exists, and whose it is.
type Indebtedness struct {
	Owner string
	// Left is what is not repaid, collected or written off.
	Left Money
}
