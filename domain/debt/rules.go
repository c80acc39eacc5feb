package debt

import (
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of debts. An event out of order is refused before any of
// them.
func (d Debt) Judge(e domain.Event, act domain.Act) error {
	if err := d.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Incurred:
		return judgeIncurred(e, act)
	case Repaid:
		return d.judgePayment(e.On, e.Amount, e.Voucher, act)
	case Collected:
		return d.judgePayment(e.On, e.Amount, e.Voucher, act)
	case WrittenOff:
		return d.judgeWrittenOff(e, act)
	}
	return nil
}

func judgeIncurred(e Incurred, act domain.Act) error {
	if err := domain.CheckOwner(act, e.Owner); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Direction); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Nature); err != nil {
		return err
	}
	if err := domain.CheckAmount(e.Amount, "amount", "金额"); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Purpose, "purpose", "用途")); err != nil {
		return err
	}
	if person, organisation := e.Counterparty.Subject != uuid.Nil, strings.TrimSpace(e.Organisation) != ""; person == organisation {
		return domain.Reject("counterparty_unclear", "the other side is one person or one organisation: name either of them", "对方为个人或单位之一：请填写其中一项")
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Property.BorrowingFrom
	if e.DecisionFrom != rule.Value || e.Rules != set.Name() {
		return domain.Reject("numbers_differ", "a loan rests on a decision from %s yuan on, by %s: record that", "借贷须经决议的起点为 %s 元（%s）：请按此登记", rule.Value, set.Name())
	}
	if e.Decision == "" && e.Nature == Loan && e.Amount >= rule.Value {
		return rule.Reject("decision_missing",
			"borrowing or lending %s yuan, %s or more, rests on a decision: name decision-<id>",
			"借贷 %s 元，达到 %s 元，须经决议：请填写 decision-<编号>", e.Amount, rule.Value)
	}
	if e.Decision == "" {
		return nil
	}
	_, err = domain.RestOn(act, domain.Reliance{
		Decision: e.Decision, Owner: e.Owner, Kinds: []domain.MatterKind{domain.Borrowing}, Amount: e.Amount,
	})
	return err
}

// judgePayment: nothing is paid before there is something to pay.
func (d Debt) judgePayment(on domain.Date, amount domain.Money, voucher string, act domain.Act) error {
	if err := domain.CheckPast(act, on, "on", "付款日期"); err != nil {
		return err
	}
	if since := domain.DateOf(d.Since, act.Zone); on.Before(since) {
		return domain.Reject("paid_before_incurred",
			"the debt came about on %s, and nothing was paid of it before, on %s: correct the day", "债权债务发生于 %s，此前（%s）不能有付款：请更正日期", since, on)
	}
	if err := domain.CheckAmount(amount, "amount", "金额"); err != nil {
		return err
	}
	return domain.Require(domain.Said(voucher, "voucher", "凭证号"))
}

// judgeWrittenOff rests on a decision that names the debt. Its amount is the most
// that may be given up, together with what was given up of this debt before.
func (d Debt) judgeWrittenOff(e WrittenOff, act domain.Act) error {
	if err := domain.CheckAmount(e.Amount, "amount", "金额"); err != nil {
		return err
	}
	if e.On != act.Day() {
		return domain.Reject("numbers_differ", "it is written off on the day of the act, %s: record that", "核销日期为办理日 %s：请按此登记", act.Day())
	}
	if err := domain.Require(domain.Said(e.Reason, "reason", "核销原因")); err != nil {
		return err
	}
	_, err := domain.RestOn(act, domain.Reliance{
		Decision: e.Decision, Owner: d.Owner, Kinds: []domain.MatterKind{domain.WriteOff}, Concerns: act.Stream, Amount: d.WrittenOff + e.Amount,
	})
	return err
}
