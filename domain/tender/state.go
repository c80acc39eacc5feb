package tender

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Status is how far a tender has come. The zero Status is one that does not exist.
type Status string

// The statuses.
const (
	StatusListed    Status = "listed"
	StatusAwarded   Status = "awarded"
	StatusFailed    Status = "failed"
	StatusCancelled Status = "cancelled"
)

// Codes lists the statuses with their names.
func (Status) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StatusListed), English: "listed", Chinese: "公告中"},
		{Code: string(StatusAwarded), English: "awarded", Chinese: "已定标"},
		{Code: string(StatusFailed), English: "failed", Chinese: "流标"},
		{Code: string(StatusCancelled), English: "cancelled", Chinese: "已取消"},
	}
}

// Tender is the state of one tender. Its lists are never changed in place.
type Tender struct {
	Status   Status
	Owner    string
	Kind     domain.TenderKind
	Assets   []string
	What     string
	Reserve  domain.Money
	Decision string
	Method   Method
	// Listed is the first day of the listing, Opening that of opening the bids.
	Listed, Opening domain.Date
	// Bids are in the order of their numbers, from 1, and Opened is the day on
	// which they were opened, or no date.
	Bids   []Bid
	Opened domain.Date
	// Winner is the number of the bid that won, 0 for none, and AwardedOn its
	// day.
	Winner    int
	AwardedOn domain.Date
}

// Bid is one that was received.
type Bid struct {
	// Bidder is a person, Organisation the name of what is none.
	Bidder       domain.Subject
	Organisation string
	// Amount is what it is for, 0 before it is opened, and where it does not count,
	// which has a reason then.
	Amount   domain.Money
	Invalid  Defect
	On       domain.Date
	Interest Interest
}

// PlacedAt is the owner.
func (t Tender) PlacedAt() string { return t.Owner }

// Offers is a [domain.Award]; it says of a tender that is not awarded that it
// exists.
func (t Tender) Offers() any {
	if t.Status == "" {
		return nil
	}
	a := domain.Award{Owner: t.Owner, Kind: t.Kind, Assets: slices.Clone(t.Assets), Decision: t.Decision, Awarded: t.AwardedOn}
	if b, ok := t.bid(t.Winner); ok {
		a.Amount, a.Winner, a.WinnerName = b.Amount, b.Bidder, b.Organisation
	}
	return a
}

// Evolve is the tender after a fact.
func (t Tender) Evolve(f domain.Fact) (Tender, error) {
	if err := t.follows(f.Event); err != nil {
		return t, err
	}
	switch e := f.Event.(type) {
	case Listed:
		t = Tender{
			Status: StatusListed, Owner: e.Owner, Kind: e.Kind, Assets: slices.Clone(e.Assets), What: e.What,
			Reserve: e.Reserve, Decision: e.Decision, Method: e.Method, Listed: e.On, Opening: e.Opening,
		}
	case BidReceived:
		t.Bids = append(slices.Clip(t.Bids), Bid{Bidder: e.Bidder.Subject, Organisation: e.Organisation, On: e.On, Interest: e.Interest})
	case BidsOpened:
		t.Bids, t.Opened = slices.Clone(t.Bids), e.On
		for _, o := range e.Offers {
			t.Bids[o.Bid-1].Amount = o.Amount
		}
		for _, x := range e.Invalid {
			t.Bids[x.Bid-1].Invalid = x.Why
		}
	case Awarded:
		t.Status, t.Winner, t.AwardedOn = StatusAwarded, e.Bid, e.On
	case Failed:
		t.Status = StatusFailed
	case Cancelled:
		t.Status = StatusCancelled
	}
	return t, nil
}

// follows is the legal order of steps.
func (t Tender) follows(e domain.Event) error {
	switch e.(type) {
	case Listed:
		if t.Status != "" {
			return domain.Reject("already_listed", "the tender is listed already: list another one", "招标已公告：请另行招标")
		}
		return nil
	case BidReceived, BidsOpened, Awarded, Failed, Cancelled:
	default:
		return domain.Unknown(e)
	}
	switch t.Status {
	case "":
		return domain.Reject("not_listed", "there is no such tender: list it first", "招标不存在：请先公告")
	case StatusListed:
	default:
		return domain.Reject("tender_closed",
			"the tender is closed (%[1]s): put it out anew, as another one",
			"招标已结束（%[2]s）：请另行招标",
			domain.Label(t.Status, string(t.Status), domain.English), domain.Label(t.Status, string(t.Status), domain.Chinese))
	}
	return t.stepFollows(e)
}

func (t Tender) stepFollows(e domain.Event) error {
	switch e := e.(type) {
	case BidReceived:
		if err := t.stillSealed(); err != nil {
			return err
		}
		if e.Number != len(t.Bids)+1 {
			return domain.Reject("number_differs", "the next bid is number %d, not %d", "下一投标序号为 %d，不能是 %d", len(t.Bids)+1, e.Number)
		}
	case BidsOpened:
		if err := t.stillSealed(); err != nil {
			return err
		}
		return t.mayOpen(e)
	case Awarded:
		if t.Opened.IsZero() {
			return domain.Reject("bids_not_opened", "the bids are not opened: record what each is for first", "尚未开标：请先登记各投标报价")
		}
		return t.hasBid(e.Bid)
	}
	return nil
}

func (t Tender) stillSealed() error {
	if !t.Opened.IsZero() {
		return domain.Reject("bids_opened", "the bids were opened on %s, and no other one counts", "已于 %s 开标，不再接受投标", t.Opened)
	}
	return nil
}

func (t Tender) hasBid(number int) error {
	if _, ok := t.bid(number); !ok {
		return domain.Reject("no_such_bid", "there is no bid %d (received: %d)", "没有第 %d 号投标：共收到 %d 份", number, len(t.Bids))
	}
	return nil
}

// mayOpen: every bid is named once, in the order of their numbers, with an offer or
// as one that does not count.
func (t Tender) mayOpen(e BidsOpened) error {
	var offered, invalid []int
	for _, o := range e.Offers {
		offered = append(offered, o.Bid)
	}
	for _, x := range e.Invalid {
		invalid = append(invalid, x.Bid)
	}
	for _, numbers := range [][]int{offered, invalid} {
		if err := t.inOrder(numbers); err != nil {
			return err
		}
	}
	for n := 1; n <= len(t.Bids); n++ {
		_, offers := slices.BinarySearch(offered, n)
		_, excluded := slices.BinarySearch(invalid, n)
		switch {
		case offers && excluded:
			return domain.Reject("offered_and_invalid", "bid %d is named with an offer and as one that does not count: name it as either", "第 %d 号投标既有报价又列为无效：请只填其中一项", n)
		case !offers && !excluded:
			return domain.Reject("bid_left_out",
				"bid %d came in and is left out: of every bid it is recorded what it is for, or why it does not count",
				"第 %d 号投标已收到而未列出：每份投标须填写报价，无效的填写原因", n)
		}
	}
	return nil
}

func (t Tender) inOrder(numbers []int) error {
	for i, n := range numbers {
		if err := t.hasBid(n); err != nil {
			return err
		}
		if i > 0 && n <= numbers[i-1] {
			return domain.Reject("not_in_order", "bid %d stands after bid %d: name each bid once, in the order of their numbers", "第 %d 号排在第 %d 号之后：请按序号排列，每份只填一次", n, numbers[i-1])
		}
	}
	return nil
}

func (t Tender) bid(number int) (Bid, bool) {
	if number < 1 || number > len(t.Bids) {
		return Bid{}, false
	}
	return t.Bids[number-1], true
}

// admissible reports whether a bid could win: no interest, and an offer within the
// reserve.
func (t Tender) admissible(b Bid) bool {
	return b.Interest == None && b.Amount > 0 && !t.beyond(b)
}

// beyond reports whether a bid is on the wrong side of the reserve.
func (t Tender) beyond(b Bid) bool {
	if t.Kind == domain.TenderWorks {
		return b.Amount > t.Reserve
	}
	return b.Amount < t.Reserve
}

// best is the best amount of the bids that could win, and of how many bidders
// they are: an organisation is one however its name is spaced.
func (t Tender) best() (amount domain.Money, bidders int) {
	type who struct {
		person       domain.Subject
		organisation string
	}
	var seen []who
	for _, b := range t.Bids {
		if !t.admissible(b) {
			continue
		}
		if len(seen) == 0 || t.Kind == domain.TenderWorks && b.Amount < amount || t.Kind != domain.TenderWorks && b.Amount > amount {
			amount = b.Amount
		}
		if w := (who{b.Bidder, domain.PlainName(b.Organisation)}); !slices.Contains(seen, w) {
			seen = append(seen, w)
		}
	}
	return amount, len(seen)
}
