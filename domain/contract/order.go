package contract

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the contract after a fact.
func (c Contract) Evolve(f domain.Fact) (Contract, error) {
	if err := c.follows(f.Event); err != nil {
		return c, err
	}
	switch e := f.Event.(type) {
	case Signed:
		c = Contract{
			Owner: e.Owner, Kind: e.Kind, Signed: e.On, Assets: slices.Clone(e.Assets), About: e.About,
			Party: e.Party.Subject, Organisation: e.Organisation, From: e.From, To: e.To,
			Schedule: slices.Clone(e.Schedule), Total: e.Total, Decision: e.Decision, Tender: e.Tender,
			Judged: e.Judged, Appraised: e.Appraised,
		}
	case Amended:
		c.Schedule = append(before(c.Schedule, e.From), e.Schedule...)
		c.Total, c.To, c.Judged, c.Appraised = e.Total, e.To, e.Judged, e.Appraised
		c.Amendments = append(slices.Clip(c.Amendments), e.Decision)
	case RentPaid:
		c.Payments = append(slices.Clip(c.Payments), Instalment{e.On, e.Amount})
		c.Paid += e.Amount
	case Breached:
		c.Breaches++
	case Ended:
		c.Ended, c.Why = e.On, e.Why
	case PutRight:
		c.PutRight = true
	}
	return c, nil
}

// follows is the legal order of steps. The schedule adds up to the total, and
// what is paid to no more than that.
func (c Contract) follows(e domain.Event) error {
	switch e := e.(type) {
	case Signed:
		if !c.Signed.IsZero() {
			return domain.Reject("already_signed", "the contract was signed on %s already: record another one", "合同已于 %s 签订：请另行登记", c.Signed)
		}
		return addsUp(e.Schedule, e.Total)
	case Amended, RentPaid, Breached, Ended, PutRight:
	default:
		return domain.Unknown(e)
	}
	if c.Signed.IsZero() {
		return domain.Reject("not_signed", "there is no such contract: have it signed first", "合同不存在：请先签订")
	}
	switch e := e.(type) {
	case Amended:
		return c.mayAmend(e)
	case RentPaid:
		return c.mayPay(e)
	case Ended:
		return c.mayEnd(e)
	}
	return nil
}

func addsUp(schedule []Instalment, total domain.Money) error {
	if s := sum(schedule); s != total {
		return domain.Reject("does_not_add_up", "the schedule adds up to %s yuan, and the total is %s: record the sum", "付款计划合计 %s 元，总额为 %s 元：请按合计登记", s, total)
	}
	return nil
}

func (c Contract) stillOpen() error {
	if !c.Ended.IsZero() {
		return domain.Reject("contract_ended", "the contract ended on %s: sign a new one", "合同已于 %s 终止：请另签合同", c.Ended)
	}
	return nil
}

func (c Contract) mayAmend(e Amended) error {
	if err := c.stillOpen(); err != nil {
		return err
	}
	if err := addsUp(append(before(c.Schedule, e.From), e.Schedule...), e.Total); err != nil {
		return err
	}
	if e.Total < c.Paid {
		return domain.Reject("paid_already",
			"%s yuan are paid, and the contract would come to %s only: amend it to no less than that",
			"已付 %s 元，变更后总额仅 %s 元：变更后总额不得低于已付金额", c.Paid, e.Total)
	}
	return nil
}

func (c Contract) mayPay(e RentPaid) error {
	if e.Amount > c.Payable() {
		return domain.Reject("more_than_is_due",
			"%s yuan are more than the %s that are still to be paid under the contract: record no more, or amend the contract first",
			"付款 %s 元超过合同尚待支付的 %s 元：请勿超出，或先变更合同", e.Amount, max(0, c.Payable()))
	}
	return nil
}

func (c Contract) mayEnd(e Ended) error {
	if err := c.stillOpen(); err != nil {
		return err
	}
	switch {
	case e.On.Before(c.Signed):
		return domain.Reject("ended_before_signed", "the contract was signed on %s, and cannot end before that, on %s", "合同签订于 %s，不能在此前（%s）终止", c.Signed, e.On)
	case !c.To.IsZero() && e.On.After(c.To):
		return domain.Reject("ends_later", "the last day of the contract is %s, and it cannot end after that, on %s: amend it if it goes on", "合同终止日为 %s，不能于其后（%s）终止：延期的请变更合同", c.To, e.On)
	case e.Why == domain.EndExpired && e.On != c.To:
		return domain.Reject("not_run_out", "the contract runs out on %q: give that day, or another reason", "合同期满日为 %q：请填写该日，或选择其他原因", c.To.String())
	case e.Why == domain.EndGoesOver && c.Kind != domain.LeaseContract:
		return domain.Reject("not_a_lease", "only a lease goes over to the new owner of what it lets: give another reason", "只有出租合同可随资产移转：请选择其他原因")
	}
	return nil
}
