package tender

import "github.com/sunledger/sunledger/domain"

// Interest is what a bidder has to do with those who decide, as declared.
type Interest string

// The interests.
const (
	None    Interest = "none"
	Decides Interest = "decides"
	Kin     Interest = "kin"
)

// Codes lists the interests with their names.
func (Interest) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(None), English: "none", Chinese: "无"},
		{Code: string(Decides), English: "decides on it", Chinese: "参与决策"},
		{Code: string(Kin), English: "kin of one who decides", Chinese: "决策人亲属"},
	}
}

// Method is how bids are made.
type Method string

// The methods.
const (
	Sealed  Method = "sealed-bids"
	Auction Method = "auction"
	Online  Method = "online"
)

// Codes lists the methods with their names.
func (Method) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Sealed), English: "sealed bids", Chinese: "密封投标"},
		{Code: string(Auction), English: "auction", Chinese: "公开拍卖"},
		{Code: string(Online), English: "online platform", Chinese: "网上交易平台"},
	}
}

// Defect is why a bid does not count.
type Defect string

// The defects.
const (
	OffersNothing Defect = "offers-nothing"
	NotInForm     Defect = "not-in-form"
	NotQualified  Defect = "not-qualified"
	Withdrawn     Defect = "withdrawn"
)

// Codes lists the defects with their names.
func (Defect) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(OffersNothing), English: "it offers nothing", Chinese: "无报价"},
		{Code: string(NotInForm), English: "not in the form that was asked for", Chinese: "不符合招标要求"},
		{Code: string(NotQualified), English: "the bidder is not qualified", Chinese: "不具备投标资格"},
		{Code: string(Withdrawn), English: "withdrawn by the bidder", Chinese: "投标人撤回"},
	}
}

// Listed puts something out to tender.
type Listed struct {
	Owner  string            `json:"owner" audience:"public" en:"collective that puts it out" zh:"招标集体经济组织"`
	Kind   domain.TenderKind `json:"kind" audience:"public" en:"what it is for" zh:"招标类型"`
	Assets []string          `json:"assets,omitempty" audience:"public" en:"assets that are put out" zh:"招标资产"`
	What   string            `json:"what" audience:"public" en:"what is put out" zh:"招标内容"`
	// Reserve is the least for a lease (the rent of a year) or a sale, the most
	// for works.
	Reserve  domain.Money `json:"reserve" audience:"public" en:"reserve price: the least rent of a year or price, the most for works" zh:"底价或控制价"`
	Decision string       `json:"decision" audience:"public" en:"decision that it rests on" zh:"决议"`
	Method   Method       `json:"method" audience:"public" en:"how bids are made" zh:"招标方式"`
	On       domain.Date  `json:"on" audience:"public" en:"first day of the listing" zh:"公告日期"`
	Opening  domain.Date  `json:"opening" audience:"public" en:"day on which bids are opened" zh:"开标日期"`
	// ListingWorkdays is for how many working days after On it is listed, at
	// least, before Opening.
	ListingWorkdays int    `json:"listingWorkdays" audience:"public" en:"working days for which the rule has it listed" zh:"公告期（工作日）"`
	Rules           string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// BidReceived is a bid of a person or an organisation, as it came in. What it is
// for is not known before the bids are opened, to nobody (decision 0037).
type BidReceived struct {
	Number       int             `json:"number" audience:"public" en:"number of the bid, from 1" zh:"投标序号"`
	Bidder       domain.Personal `json:"bidder,omitzero" audience:"village" en:"person who bids" zh:"投标人"`
	Organisation string          `json:"organisation,omitzero" audience:"public" en:"organisation that bids" zh:"投标单位"`
	On           domain.Date     `json:"on" audience:"public" en:"day on which it came in" zh:"收到日期"`
	Interest     Interest        `json:"interest" audience:"public" en:"what the bidder has to do with those who decide" zh:"利害关系申报"`
}

// BidsOpened says of every bid what it is for, or why it does not count and cannot
// win.
type BidsOpened struct {
	On     domain.Date `json:"on" audience:"public" en:"day" zh:"开标日期"`
	Offers []Offer     `json:"offers,omitempty" audience:"public" en:"what the bids are for, by number" zh:"各投标报价"`
	// Invalid are those that do not count.
	Invalid []Invalid `json:"invalid,omitempty" audience:"public" en:"bids that do not count, by number" zh:"无效投标"`
}

// Invalid is a bid that does not count.
type Invalid struct {
	Bid int    `json:"bid" audience:"public" en:"number of the bid" zh:"投标序号"`
	Why Defect `json:"why" audience:"public" en:"why it does not count" zh:"无效原因"`
}

// Offer is what a bid is for.
type Offer struct {
	Bid    int          `json:"bid" audience:"public" en:"number of the bid" zh:"投标序号"`
	Amount domain.Money `json:"amount" audience:"public" en:"what it is for" zh:"报价"`
}

// Awarded decides the tender. Its numbers are those of the judgement.
type Awarded struct {
	On         domain.Date  `json:"on" audience:"public" en:"day" zh:"定标日期"`
	Bid        int          `json:"bid" audience:"public" en:"number of the bid that wins" zh:"中标序号"`
	Amount     domain.Money `json:"amount" audience:"public" en:"bid that wins" zh:"中标价"`
	Best       domain.Money `json:"best" audience:"public" en:"best bid that could win" zh:"最优有效报价"`
	Bidders    int          `json:"bidders" audience:"public" en:"bidders who could win" zh:"有效竞价人数"`
	MinBidders int          `json:"minBidders" audience:"public" en:"bidders that the rule asks for" zh:"最少竞价人数"`
	Reason     string       `json:"reason,omitzero" audience:"public" en:"why another one than the best" zh:"未定最优报价的理由"`
	Rules      string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Failed ends a tender that found nobody.
type Failed struct {
	Reason string `json:"reason" audience:"public" en:"why" zh:"流标原因"`
}

// Cancelled ends a tender that is not wanted any more.
type Cancelled struct {
	Reason string `json:"reason" audience:"public" en:"why" zh:"取消原因"`
}

// Amends allows everything but another owner.
func (e Listed) Amends(to domain.Event) error {
	if n, ok := to.(Listed); !ok || n.Owner != e.Owner {
		return domain.Reject("identity_stays", "whose a tender is, is not amended: cancel it, and list another", "招标的所有者不得更正：请取消后另行招标")
	}
	return nil
}

// EventType is tender.listed.
func (Listed) EventType() string { return "tender.listed" }

// CountsFromRecording says that it is not inserted by a correction.
func (Listed) CountsFromRecording() {}

// EventType is tender.bid-received.
func (BidReceived) EventType() string { return "tender.bid-received" }

// CountsFromRecording says that it is not inserted by a correction.
func (BidReceived) CountsFromRecording() {}

// EventType is tender.bids-opened.
func (BidsOpened) EventType() string { return "tender.bids-opened" }

// EventType is tender.awarded.
func (Awarded) EventType() string { return "tender.awarded" }

// EventType is tender.failed.
func (Failed) EventType() string { return "tender.failed" }

// EventType is tender.cancelled.
func (Cancelled) EventType() string { return "tender.cancelled" }
