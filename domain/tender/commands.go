package tender

import "github.com/sunledger/sunledger/domain"

// List puts something out to tender.
type List struct {
	Owner    string            `json:"owner" en:"collective that puts it out, collective-<id>" zh:"招标集体经济组织 collective-<编号>"`
	Kind     domain.TenderKind `json:"kind" en:"what it is for" zh:"招标类型"`
	Assets   []string          `json:"assets,omitempty" en:"assets that are put out, asset-<id>; works may have none" zh:"招标资产 asset-<编号>（工程可不填）"`
	What     string            `json:"what" en:"what is put out; it is public" zh:"招标内容（公开）"`
	Reserve  domain.Money      `json:"reserve" en:"reserve price: the least rent of a year or price, the most for works" zh:"底价或控制价：年租金或转让价的下限，工程的上限"`
	Decision string            `json:"decision" en:"decision that it rests on, decision-<id>" zh:"决议 decision-<编号>"`
	Method   Method            `json:"method" en:"how bids are made" zh:"招标方式"`
	Opening  domain.Date       `json:"opening,omitzero" en:"day on which bids are opened; left out, the first working day after the listing is over" zh:"开标日期（不填为公告期满后首个工作日）"`
}

// ReceiveBid records a bid.
type ReceiveBid struct {
	Bidder       domain.Personal `json:"bidder,omitzero" en:"person who bids" zh:"投标人（个人）"`
	Organisation string          `json:"organisation,omitzero" en:"organisation that bids, in the place of a person" zh:"投标单位（非个人时填写）"`
	On           domain.Date     `json:"on,omitzero" en:"day on which it came in; left out, the day of recording" zh:"收到日期（不填为当日）"`
	Interest     Interest        `json:"interest" en:"what the bidder has to do with those who decide, as declared" zh:"利害关系申报"`
}

// Offered is what a bid is for.
type Offered struct {
	Bid    int          `json:"bid" en:"number of the bid" zh:"投标序号"`
	Amount domain.Money `json:"amount" en:"what it is for: a price, or the rent of a year" zh:"报价：价款或年租金"`
}

// Excluded is a bid that does not count.
type Excluded struct {
	Bid int    `json:"bid" en:"number of the bid" zh:"投标序号"`
	Why Defect `json:"why" en:"why it does not count" zh:"无效原因"`
}

// OpenBids records of every bid what it is for, or why it does not count.
type OpenBids struct {
	Offers  []Offered  `json:"offers,omitempty" en:"what the bids are for, by number" zh:"各投标报价（按序号）"`
	Invalid []Excluded `json:"invalid,omitempty" en:"bids that do not count, by number, each with the reason" zh:"无效投标（按序号）及原因"`
}

// Award decides the tender.
type Award struct {
	Bid    int    `json:"bid" en:"number of the bid that wins" zh:"中标序号"`
	Reason string `json:"reason,omitzero" en:"why another one than the best; it is public" zh:"未定最优报价的理由（公开）"`
}

// Fail ends a tender that found nobody.
type Fail struct {
	Reason string `json:"reason" en:"why; it is public" zh:"流标原因（公开）"`
}

// Cancel ends a tender that is not wanted any more.
type Cancel struct {
	Reason string `json:"reason" en:"why; it is public" zh:"取消原因（公开）"`
}

// CommandType is tender.list.
func (List) CommandType() string { return "tender.list" }

// CommandType is tender.receive-bid.
func (ReceiveBid) CommandType() string { return "tender.receive-bid" }

// CommandType is tender.open-bids.
func (OpenBids) CommandType() string { return "tender.open-bids" }

// CommandType is tender.award.
func (Award) CommandType() string { return "tender.award" }

// CommandType is tender.fail.
func (Fail) CommandType() string { return "tender.fail" }

// CommandType is tender.cancel.
func (Cancel) CommandType() string { return "tender.cancel" }

// PlacedAt is the owner.
func (c List) PlacedAt() string { return c.Owner }

// Relies names the owner, the decision and the assets.
func (c List) Relies(Tender) []domain.Ref {
	return domain.LatestOf(append([]string{c.Owner, c.Decision}, c.Assets...)...)
}

// Decide lists, and opens the bids as early as the rule allows.
func (c List) Decide(_ Tender, act domain.Act) ([]domain.Event, error) {
	e, err := listing(act)
	if err != nil {
		return nil, err
	}
	e.Owner, e.Kind, e.Assets, e.What = c.Owner, c.Kind, append([]string(nil), c.Assets...), c.What
	e.Reserve, e.Decision, e.Method = c.Reserve, c.Decision, c.Method
	if !c.Opening.IsZero() {
		e.Opening = c.Opening
	}
	return one(e)
}

// Decide numbers the bid. A bidder of whom nothing is held becomes a new subject.
func (c ReceiveBid) Decide(t Tender, act domain.Act) ([]domain.Event, error) {
	e := BidReceived{
		Number: len(t.Bids) + 1, Bidder: c.Bidder.Or(act.NewSubject("bidder")), Organisation: c.Organisation,
		On: c.On, Interest: c.Interest,
	}
	if e.On.IsZero() {
		e.On = act.Day()
	}
	return one(e)
}

// Decide opens the bids.
func (c OpenBids) Decide(_ Tender, act domain.Act) ([]domain.Event, error) {
	e := BidsOpened{On: act.Day()}
	for _, o := range c.Offers {
		e.Offers = append(e.Offers, Offer(o))
	}
	for _, x := range c.Invalid {
		e.Invalid = append(e.Invalid, Invalid(x))
	}
	return one(e)
}

// Decide awards.
func (c Award) Decide(t Tender, act domain.Act) ([]domain.Event, error) {
	if err := t.follows(Awarded{Bid: c.Bid, On: act.Day()}); err != nil {
		return nil, err
	}
	e, err := t.award(c.Bid, act)
	if err != nil {
		return nil, err
	}
	e.Reason = c.Reason
	return one(e)
}

// Decide fails.
func (c Fail) Decide(Tender, domain.Act) ([]domain.Event, error) { return one(Failed(c)) }

// Decide cancels.
func (c Cancel) Decide(Tender, domain.Act) ([]domain.Event, error) { return one(Cancelled(c)) }

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
