package debt

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Incur begins a debt.
type Incur struct {
	Owner        string          `json:"owner" en:"collective, collective-<id>" zh:"集体经济组织 collective-<编号>"`
	Direction    Direction       `json:"direction" en:"who owes" zh:"方向"`
	Nature       Nature          `json:"nature" en:"how it came about" zh:"性质"`
	Counterparty domain.Personal `json:"counterparty,omitzero" en:"the other person" zh:"对方（个人）"`
	Organisation string          `json:"organisation,omitzero" en:"the other organisation, in the place of a person" zh:"对方单位（非个人时填写）"`
	Amount       domain.Money    `json:"amount" en:"amount" zh:"金额"`
	Due          domain.Date     `json:"due,omitzero" en:"day on which it is due" zh:"到期日"`
	Purpose      string          `json:"purpose" en:"what for; it is public" zh:"用途（公开）"`
	Decision     string          `json:"decision,omitzero" en:"decision that a loan rests on, decision-<id>; other debts have none" zh:"借贷所依据的决议（其他不填） decision-<编号>"`
}

// Repay records that the collective paid.
type Repay struct {
	On      domain.Date  `json:"on,omitzero" en:"day of payment; left out, today" zh:"偿还日期（不填为当日）"`
	Amount  domain.Money `json:"amount" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" en:"number of the voucher" zh:"凭证号"`
}

// Collect records that the collective was paid.
type Collect struct {
	On      domain.Date  `json:"on,omitzero" en:"day of payment; left out, today" zh:"收回日期（不填为当日）"`
	Amount  domain.Money `json:"amount" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" en:"number of the voucher" zh:"凭证号"`
}

// WriteOff gives up what is left, or a part of it.
type WriteOff struct {
	Amount   domain.Money `json:"amount,omitzero" en:"amount; left out, all that is left" zh:"金额（不填为全部余额）"`
	Decision string       `json:"decision" en:"decision to write it off, decision-<id>" zh:"核销决议 decision-<编号>"`
	Reason   string       `json:"reason" en:"why; it is public" zh:"核销原因（公开）"`
}

// CommandType is debt.incur.
func (Incur) CommandType() string { return "debt.incur" }

// CommandType is debt.repay.
func (Repay) CommandType() string { return "debt.repay" }

// CommandType is debt.collect.
func (Collect) CommandType() string { return "debt.collect" }

// CommandType is debt.write-off.
func (WriteOff) CommandType() string { return "debt.write-off" }

// PlacedAt is the owner.
func (c Incur) PlacedAt() string { return c.Owner }

// Relies names the owner and the decision.
func (c Incur) Relies(Debt) []domain.Ref { return domain.LatestOf(c.Owner, c.Decision) }

// Decide records the debt. A person of whom nothing is held becomes a new subject.
func (c Incur) Decide(_ Debt, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return one(Incurred{
		Owner: c.Owner, Direction: c.Direction, Nature: c.Nature, Counterparty: c.Counterparty.Or(act.NewSubject("counterparty")),
		Organisation: c.Organisation, Amount: c.Amount, Due: c.Due, Purpose: c.Purpose, Decision: c.Decision,
		DecisionFrom: set.Property.BorrowingFrom.Value, Rules: set.Name(),
	})
}

// Decide records the payment.
func (c Repay) Decide(_ Debt, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return one(Repaid(c))
}

// Decide records the payment.
func (c Collect) Decide(_ Debt, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return one(Collected(c))
}

// Relies names the owner and the decision.
func (c WriteOff) Relies(d Debt) []domain.Ref { return domain.LatestOf(d.Owner, c.Decision) }

// Decide writes off.
func (c WriteOff) Decide(d Debt, act domain.Act) ([]domain.Event, error) {
	if c.Amount == 0 {
		c.Amount = d.Left()
	}
	return one(WrittenOff{On: act.Day(), Amount: c.Amount, Decision: c.Decision, Reason: c.Reason})
}

func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
