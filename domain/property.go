package domain

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

// CollectiveAsset is what an asset offers to tenders, contracts and reform.
type CollectiveAsset struct {
	// Owner is the collective, by its stream.
	Owner string
	Class AssetClass
	// Net is its net value on record.
	Net Money
	// Closed says that it was disposed of, transferred away or written off.
	Closed bool
	// Appraisals are in the order in which they were recorded.
	Appraisals []Appraisal
	// Leases are those claimed, in the order of their claims.
	Leases []LeaseClaim
}

// Appraisal is a value that an appraiser gave, in a report of a day.
type Appraisal struct {
	On    Date
	Value Money
}

// LeaseClaim is a period for which an asset is let, by the stream of its
// contract. To is its last day; a lease that ended earlier has that day.
type LeaseClaim struct {
	Contract string
	From, To Date
}

// Overlaps reports whether two claims have a day in common.
func (c LeaseClaim) Overlaps(d LeaseClaim) bool { return !c.To.Before(d.From) && !d.To.Before(c.From) }

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
	// Awarded is the day, or no date while it is not.
	Awarded Date
	// Amount is the winning bid: a price, or the rent of a year.
	Amount Money
	// Winner is the winning bidder's subject.
	Winner Subject
}

// ContractTerms are what a contract offers.
type ContractTerms struct {
	Owner string
	// Assets are those that it lets or sells.
	Assets []string
	Kind   TenderKind
	// From and To are the first and the last day; no To for a sale.
	From, To Date
	// Total is the sum of all that is due under it.
	Total Money
	// Decision and Tender are those that it rests on, or "".
	Decision, Tender string
	// Ended says that it is over before its last day.
	Ended Date
	// Party is who it was signed with.
	Party Subject
}

// Indebtedness is what a debt offers: that it exists, and whose it is.
type Indebtedness struct {
	Owner string
	// Left is what is not repaid, collected or written off.
	Left Money
}
