package contract

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// MaxInstalments is the most that a schedule may have: every month for a hundred
// years.
const MaxInstalments = 1200

// Judge is the policies of contracts. An event out of order is refused before any
// of them.
func (c Contract) Judge(e domain.Event, act domain.Act) error {
	if err := c.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Signed:
		return judgeSigned(e, act)
	case Amended:
		return c.judgeAmended(e, act)
	case RentPaid:
		return c.judgeRentPaid(e, act)
	case Breached:
		if err := domain.CheckPast(act, e.On, "on", "日期"); err != nil {
			return err
		}
		return domain.Require(domain.Said(e.What, "what", "违约情况"))
	case Ended:
		return c.judgeEnded(e, act)
	case PutRight:
		if err := domain.CheckPast(act, e.On, "on", "日期"); err != nil {
			return err
		}
		return domain.Require(domain.Said(e.What, "what", "清理情况"), domain.Said(e.Document, "document", "依据文件"))
	}
	return nil
}

func judgeSigned(e Signed, act domain.Act) error {
	if err := e.begins(act); err != nil {
		return err
	}
	if err := checkSchedule(e.Schedule, e.From, e.To); err != nil {
		return err
	}
	if e.On != act.Day() {
		return domain.Reject("numbers_differ", "the contract is signed on the day of the act, %s: record that", "签订日期为办理日 %s：请按此登记", act.Day())
	}
	deal := dealOf(e)
	assets, err := deal.assets(act)
	if err != nil {
		return err
	}
	if err := deal.judge(act, assets); err != nil {
		return err
	}
	return deal.awarded(act)
}

// begins is what has to hold before anything is weighed: kind, owner, and the
// fields that a contract of its kind has.
func (e Signed) begins(act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.CheckOwner(act, e.Owner); err != nil {
		return err
	}
	return e.complete()
}

func (e Signed) complete() error {
	property := e.Kind.BringsIn()
	if err := domain.Require(
		domain.Given(e.Party.Subject != uuid.Nil || strings.TrimSpace(e.Organisation) != "", "party", "相对人"),
		domain.Given(!e.From.IsZero(), "from", "起始日"),
		domain.Given(!property || len(e.Assets) > 0, "assets", "标的资产"),
		domain.Given(len(e.Assets) > 0 || strings.TrimSpace(e.About) != "", "about", "合同内容"),
		domain.Given(e.Kind != domain.LeaseContract || !e.To.IsZero(), "to", "终止日"),
	); err != nil {
		return err
	}
	if e.Kind == domain.SaleContract && !e.To.IsZero() {
		return domain.Reject("sale_ends", "a sale has no last day: leave it out", "转让没有终止日：请不填")
	}
	if !e.To.IsZero() && e.To.Before(e.From) {
		return domain.Reject("ends_before_it_begins", "the contract ends on %s, before it begins on %s", "合同于 %s 终止，早于起始日 %s", e.To, e.From)
	}
	return nil
}

// checkSchedule: every instalment is more than nothing, in order, and due on a
// day of the contract.
func checkSchedule(schedule []Instalment, from, to domain.Date) error {
	if len(schedule) > MaxInstalments {
		return domain.Reject("too_many_instalments", "a schedule has at most %[1]d instalments, not %[2]d", "付款计划最多 %[1]d 期，不能是 %[2]d 期", MaxInstalments, len(schedule))
	}
	for i, s := range schedule {
		if err := domain.CheckAmount(s.Amount, "amount", "金额"); err != nil {
			return err
		}
		if s.Due.Before(from) || !to.IsZero() && s.Due.After(to) {
			return domain.Reject("due_outside",
				"instalment %d is due on %s, and the days of the schedule are %s to %s: choose one of them",
				"第 %d 期应付日 %s 不在 %s 至 %s 之内：请调整", i+1, s.Due, from, to)
		}
		if i > 0 && s.Due.Before(schedule[i-1].Due) {
			return domain.Reject("not_in_order", "instalment %d is due before the one in front of it: list them by day", "第 %d 期早于上一期：请按日期排列", i+1)
		}
	}
	return domain.CheckAmount(sum(schedule), "schedule", "付款计划合计")
}

// judgeAmended holds the contract as amended, as a whole, against the rules and
// the decision, which is another one than it was signed on: that one allowed it
// as it was. What was put out to tender may then differ from its award.
func (c Contract) judgeAmended(e Amended, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Reason, "reason", "变更原因")); err != nil {
		return err
	}
	switch {
	case e.On != act.Day():
		return domain.Reject("numbers_differ", "the amendment is signed on the day of the act, %s: record that", "签订日期为办理日 %s：请按此登记", act.Day())
	case e.From.Before(act.Day()) || e.From.Before(c.From):
		return domain.Reject("amends_what_was_due",
			"an amendment changes what is due from a day on that is not before %s: what was due stays due, and what was recorded wrongly is put right by a correction",
			"变更起始日不得早于 %s：已到期的应付款不变；登记有误的，请更正", later(act.Day(), c.From))
	case e.To.IsZero() != c.To.IsZero() || !e.To.IsZero() && e.To.Before(e.From):
		return domain.Reject("ends_before_it_begins",
			"the amended contract ends on %q: give a last day from %s on, or none where it had none",
			"变更后的终止日为 %q：请填写不早于 %s 的日期，原无终止日的不填", e.To.String(), e.From)
	case e.To == c.To && e.Total == c.Total && slices.Equal(append(before(c.Schedule, e.From), e.Schedule...), c.Schedule):
		return domain.Reject("changes_nothing", "the amendment changes neither the schedule nor the last day", "变更未改动付款计划和终止日")
	case e.Decision == "" && (c.firstDecision() != "" || c.Tender != ""):
		return domain.Reject("decision_missing",
			"the contract rests on a decision or a tender, and what was decided is amended by a decision alone: name decision-<id>",
			"合同以决议或招标为依据，变更须另经决议：请填写 decision-<编号>")
	case slices.Contains(c.decisions(), e.Decision):
		return domain.Reject("decision_of_its_own",
			"%s allowed the contract as it has been: an amendment rests on a decision of its own", "%s 所允许的是此前的合同：变更须另行决议", e.Decision)
	}
	if len(e.Schedule) > 0 {
		if err := checkSchedule(e.Schedule, e.From, e.To); err != nil {
			return err
		}
	}
	if err := domain.CheckAmount(e.Total, "total", "合同总额"); err != nil {
		return err
	}
	deal := c.amended(act, e)
	assets, err := deal.assets(act)
	if err != nil {
		return err
	}
	return deal.judge(act, assets)
}

// judgeRentPaid: rent of a lease is paid while the assets claim it as it is, the
// price of a sale once they have gone by it.
func (c Contract) judgeRentPaid(e RentPaid, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "付款日期"); err != nil {
		return err
	}
	if e.On.Before(c.Signed) {
		return domain.Reject("paid_before_signed", "the contract was signed on %s, and nothing was paid under it before, on %s", "合同签订于 %s，此前（%s）不能有付款", c.Signed, e.On)
	}
	if err := domain.CheckAmount(e.Amount, "amount", "金额"); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Voucher, "voucher", "凭证号")); err != nil {
		return err
	}
	if !c.Kind.BringsIn() {
		return nil
	}
	for _, s := range c.Assets {
		a, err := domain.Evidence[domain.CollectiveAsset](act, s)
		if err != nil {
			return err
		}
		if err := c.standsIn(s, a, act.Stream); err != nil {
			return err
		}
	}
	return nil
}

// standsIn refuses a lease that an asset has not claimed, and a sale by which it
// has not gone: the asset is let, and sold, to one at a time.
func (c Contract) standsIn(stream string, a domain.CollectiveAsset, contract string) error {
	switch {
	case c.Kind == domain.SaleContract && a.SoldBy != contract:
		return domain.Reject("not_sold",
			"%s has not gone by this sale: record that there first (asset.dispose)", "%s 尚未按此合同处置：请先在资产中登记处置（asset.dispose）", stream)
	case c.Kind == domain.LeaseContract && !slices.ContainsFunc(a.Leases, func(l domain.LeaseClaim) bool { return l.Contract == contract && c.claimedBy(l) }):
		return domain.Reject("not_claimed",
			"%s has not claimed this lease as it is, from %s to %s: record the lease there first (asset.lease), anew where the contract was amended",
			"%s 尚未按合同现行条款（%s 至 %s）登记此租约：请先在资产中登记出租（asset.lease），合同变更后须重新登记", stream, c.From, c.To)
	}
	return nil
}

// claimedBy reports whether a claim of the contract is for its terms in force: of
// one that was ended, for all days on which it ran.
func (c Contract) claimedBy(l domain.LeaseClaim) bool {
	if !c.Ended.IsZero() {
		return l.From == c.From && !l.To.Before(c.Ended)
	}
	return l.From == c.From && l.To == c.To && l.Rent == c.Total
}

// judgeEnded: nothing is due once a contract has ended, so what has gone by a sale is
// paid before, and an end in the past does not take back rent that was due.
func (c Contract) judgeEnded(e Ended, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "终止日期"); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Why); err != nil {
		return err
	}
	switch c.Kind {
	case domain.LeaseContract:
		return c.judgeLeaseEnded(e, act)
	case domain.SaleContract:
		return c.judgeSaleEnded(act)
	}
	return nil
}

// judgeLeaseEnded goes by the day on which the end is on record: until then the lease
// was in force for all who read of it.
func (c Contract) judgeLeaseEnded(e Ended, act domain.Act) error {
	known := act.PublicFrom()
	if e.On.Before(c.From) && !known.Before(c.From) {
		return domain.Reject("ended_before_it_began",
			"the lease began on %s, and cannot have ended before that, on %s: give a day from its first on",
			"租期自 %s 起已开始，不能在此前（%s）终止：请填写不早于起始日的日期", c.From, e.On)
	}
	due := c.dueUntil(known.AddDays(-1))
	if lost := min(due-c.dueUntil(e.On), due-c.Paid); lost > 0 {
		return domain.Reject("rent_was_due",
			"%s yuan fell due after %s and before %s, when this is recorded, and are not paid: what was due stays due, so give a later last day, or record the payment first (contract.pay-rent)",
			"%[2]s 之后、%[3]s 登记之前已有 %[1]s 元到期未付：已到期的应付款不因终止而免除，请填写较晚的终止日期，或先登记收款（contract.pay-rent）", lost, e.On, known)
	}
	return nil
}

func (c Contract) judgeSaleEnded(act domain.Act) error {
	for _, s := range c.Assets {
		a, err := domain.Evidence[domain.CollectiveAsset](act, s)
		if err != nil {
			return err
		}
		if left := c.Payable(); a.SoldBy == act.Stream && left > 0 {
			return domain.Reject("sold_and_unpaid",
				"%s has gone by this sale, and %s yuan of it are not paid: record the payment first (contract.pay-rent), or amend by a decision what it comes to",
				"%s 已按此合同处置，尚有 %s 元未付：请先登记收款（contract.pay-rent），或经决议变更合同总额", s, left)
		}
	}
	return nil
}

func later(a, b domain.Date) domain.Date {
	if a.Before(b) {
		return b
	}
	return a
}
