package tender

import (
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of tenders. An event out of order is refused before any
// of them.
func (t Tender) Judge(e domain.Event, act domain.Act) error {
	if err := t.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Listed:
		return judgeListed(e, act)
	case BidReceived:
		return t.judgeBid(e, act)
	case BidsOpened:
		return t.judgeOpened(e, act)
	case Awarded:
		return t.judgeAwarded(e, act)
	case Failed:
		if act.Day().Before(t.Opening) {
			return domain.Reject("not_opened", "bids are opened on %s, and it cannot have failed before: cancel it if it is not wanted any more", "开标日期为 %s，此前不能流标：不再招标的，请取消", t.Opening)
		}
		return domain.Require(domain.Said(e.Reason, "reason", "流标原因"))
	case Cancelled:
		return domain.Require(domain.Said(e.Reason, "reason", "取消原因"))
	}
	return nil
}

// kinds are the matters on which a tender may rest.
func kinds(k domain.TenderKind) []domain.MatterKind {
	switch k {
	case domain.TenderLease:
		return []domain.MatterKind{domain.Leasing, domain.LandContracting}
	case domain.TenderSale:
		return []domain.MatterKind{domain.Disposal}
	}
	return []domain.MatterKind{domain.PublicWorks, domain.CollectiveWorks, domain.Expenditure}
}

// listing is a listing that begins on the day of the act, and opens its bids as
// early as the rule allows.
func listing(act domain.Act) (Listed, error) {
	set, err := rules.Of(act)
	if err != nil {
		return Listed{}, err
	}
	days := set.Property.ListingWorkdays.Value
	return Listed{
		On: act.PublicFrom(), Opening: set.Calendar().AddWorkdays(act.PublicFrom(), days+1),
		ListingWorkdays: days, Rules: set.Name(),
	}, nil
}

func judgeListed(e Listed, act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Method); err != nil {
		return err
	}
	if err := domain.CheckOwner(act, e.Owner); err != nil {
		return err
	}
	if err := domain.Require(
		domain.Said(e.What, "what", "招标内容"), domain.Given(e.Kind == domain.TenderWorks || len(e.Assets) > 0, "assets", "招标资产"),
	); err != nil {
		return err
	}
	if err := domain.CheckAmount(e.Reserve, "reserve", "底价"); err != nil {
		return err
	}
	if _, err := domain.AssetsOf(act, e.Owner, e.Assets); err != nil {
		return err
	}
	if err := judgeDecision(e, act); err != nil {
		return err
	}
	return judgePeriod(e, act)
}

// judgeDecision rests a listing on a decision that names every asset. Of works
// its amount is the most that the reserve may be, of a sale the least. That of a
// lease is for all of its time, and is held against the contract.
func judgeDecision(e Listed, act domain.Act) error {
	need := domain.Reliance{Decision: e.Decision, Owner: e.Owner, Kinds: kinds(e.Kind)}
	if e.Kind == domain.TenderWorks {
		need.Amount = e.Reserve
	}
	r, err := domain.RestOn(act, need)
	if err != nil {
		return err
	}
	for _, need.Concerns = range e.Assets {
		if _, err := domain.RestOn(act, need); err != nil {
			return err
		}
	}
	if e.Kind == domain.TenderSale {
		return r.AtLeast(e.Decision, e.Assets, e.Reserve)
	}
	return nil
}

// judgePeriod: the public learns of it when it is recorded, so the days count
// from there; bids are opened on a later day than the last of them.
func judgePeriod(e Listed, act domain.Act) error {
	want, err := listing(act)
	if err != nil {
		return err
	}
	if e.On != want.On || e.ListingWorkdays != want.ListingWorkdays || e.Rules != want.Rules {
		return domain.Reject("numbers_differ",
			"the listing begins on %s and is for %d working days, by %s: record that",
			"公告自 %s 起，公告期 %d 个工作日（%s）：请按此登记", want.On, want.ListingWorkdays, want.Rules)
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if last := set.Calendar().AddWorkdays(e.On, e.ListingWorkdays); !e.Opening.After(last) {
		return set.Property.ListingWorkdays.Reject("opened_too_early",
			"it is listed for %d working days from the day after %s, until %s: open the bids on a later day than that, not on %s",
			"公告期 %d 个工作日，自 %s 次日起至 %s：开标须在其后，不能是 %s", e.ListingWorkdays, e.On, last, e.Opening)
	}
	return nil
}

// judgeBid: a bid comes in while it is listed, and until the bids are opened, and
// counts from when it is recorded, or whoever records could date one back. One that cannot win is recorded all the same: it came in.
func (t Tender) judgeBid(e BidReceived, act domain.Act) error {
	if err := domain.CheckCode(e.Interest); err != nil {
		return err
	}
	if person, organisation := e.Bidder.Subject != uuid.Nil, strings.TrimSpace(e.Organisation) != ""; person == organisation {
		return domain.Reject("bidder_unclear",
			"a bid is of one person or of one organisation: name either of them", "投标人为个人或单位之一：请填写其中一项")
	}
	if err := domain.CheckPast(act, e.On, "on", "收到日期"); err != nil {
		return err
	}
	in := e.On
	if known := act.PublicFrom(); known.After(in) {
		in = known
	}
	if e.On.Before(t.Listed) || in.After(t.Opening) {
		return domain.Reject("bid_out_of_time",
			"bids come in, and are recorded, from %s, when it was listed, until %s, when they are opened: this one came in on %s, and counts from %s",
			"投标须在 %s（公告）至 %s（开标）收到并登记：此份收到于 %s，自 %s 起算", t.Listed, t.Opening, e.On, in)
	}
	return nil
}

// judgeOpened: nobody knows what a bid is for before the day of the opening.
func (t Tender) judgeOpened(e BidsOpened, act domain.Act) error {
	if act.Day().Before(t.Opening) {
		return domain.Reject("not_opened", "bids are opened on %s: open them then, or later", "开标日期为 %s：请在该日或之后开标", t.Opening)
	}
	if e.On != act.Day() {
		return domain.Reject("numbers_differ", "the bids are opened on the day of the act, %s: record that", "开标日期为办理日 %s：请按此登记", act.Day())
	}
	for _, o := range e.Offers {
		if err := domain.CheckAmount(o.Amount, "amount", "报价"); err != nil {
			return err
		}
	}
	for _, x := range e.Invalid {
		if err := domain.CheckCode(x.Why); err != nil {
			return err
		}
	}
	return nil
}

// explains reports whether a reason says something: more than a sign or two.
func explains(reason string) bool {
	n := 0
	for _, r := range reason {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= minReason
}

// minReason is how many letters and digits a reason has at least for passing over
// the best bid (assumed).
const minReason = 4

// award is what an award to a bid on the day of the act comes to.
func (t Tender) award(number int, act domain.Act) (Awarded, error) {
	set, err := rules.Of(act)
	if err != nil {
		return Awarded{}, err
	}
	b, _ := t.bid(number)
	e := Awarded{On: act.Day(), Bid: number, Amount: b.Amount, MinBidders: set.Property.MinBidders.Value, Rules: set.Name()}
	e.Best, e.Bidders = t.best()
	return e, nil
}

func (t Tender) judgeAwarded(e Awarded, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	b, _ := t.bid(e.Bid)
	switch {
	case b.Interest != None:
		return domain.Reject("interest",
			"bid %[1]d is of one who has an interest (%[2]s), and nothing is awarded to those who decide or to their kin: award another bid",
			"第 %[1]d 号投标存在利害关系（%[3]s），不得定标给决策人及其亲属：请选择其他投标", e.Bid,
			domain.Label(b.Interest, string(b.Interest), domain.English), domain.Label(b.Interest, string(b.Interest), domain.Chinese))
	case b.Amount == 0:
		return domain.Reject("bid_invalid",
			"bid %[1]d does not count (%[2]s): award another bid, or let the tender fail", "第 %[1]d 号投标无效（%[3]s）：请选择其他投标或流标", e.Bid,
			domain.Label(b.Invalid, string(b.Invalid), domain.English), domain.Label(b.Invalid, string(b.Invalid), domain.Chinese))
	case t.beyond(b):
		return domain.Reject("beyond_the_reserve",
			"bid %d is for %s yuan, on the wrong side of the reserve of %s: award another bid, or let the tender fail",
			"第 %d 号投标报价 %s 元，未达到底价或超过控制价 %s 元：请选择其他投标或流标", e.Bid, b.Amount, t.Reserve)
	}
	want, err := t.award(e.Bid, act)
	if err != nil {
		return err
	}
	if want.Bidders < want.MinBidders {
		return set.Property.MinBidders.Reject("too_few_bidders",
			"too few bidders could win (%d, and at least %d are needed): let the tender fail, and put it out anew",
			"有效竞价人 %d 名，少于 %d 名：请流标后重新招标", want.Bidders, want.MinBidders)
	}
	if want.Reason = e.Reason; e != want {
		return domain.Reject("numbers_differ",
			"the best bid of those who could win (%d) is %s yuan: record that, with the numbers of the rule set",
			"有效竞价人 %d 名，最优报价 %s 元：请按此及规则集登记", want.Bidders, want.Best)
	}
	if e.Amount != e.Best && !explains(e.Reason) {
		return domain.Reject("not_the_best_bid",
			"the best bid is %s yuan, and this one is %s: award the best, or say why not in words that the public can read",
			"最优报价 %s 元，此投标为 %s 元：请定标给最优报价，或填写公开的具体理由", e.Best, e.Amount)
	}
	return nil
}
