// Package debt is what a collective owes and what is owed to it (债权债务): one
// stream a debt, from the day on which it comes about to the last fen, which is
// repaid, collected, or written off by a decision that names it.
package debt

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Direction says who owes.
type Direction string

// The directions.
const (
	Payable    Direction = "payable"
	Receivable Direction = "receivable"
)

// Codes lists the directions with their names.
func (Direction) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Payable), English: "the collective owes it", Chinese: "应付（债务）"},
		{Code: string(Receivable), English: "it is owed to the collective", Chinese: "应收（债权）"},
	}
}

// Nature says how a debt came about. Only what is borrowed or lent rests on a
// decision: whoever is paid late makes no loan, and what was owed before the
// ledger began was decided before.
type Nature string

// The natures.
const (
	Loan   Nature = "loan"
	Unpaid Nature = "unpaid" // goods, works, services or rent
	Before Nature = "before" // on the books when the ledger began
	Other  Nature = "other"
)

// Codes lists the natures with their names.
func (Nature) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Loan), English: "borrowed or lent", Chinese: "借贷"},
		{Code: string(Unpaid), English: "unpaid goods, works, services or rent", Chinese: "货款、工程款、服务费或租金往来"},
		{Code: string(Before), English: "on the books before", Chinese: "原账面债权债务"},
		{Code: string(Other), English: "another one", Chinese: "其他"},
	}
}

// Debt is the state of one debt.
type Debt struct {
	// Owner is the collective, by its stream; "" for a debt that does not exist.
	Owner     string
	Direction Direction
	Nature    Nature
	// Counterparty is a person, Organisation the name of what is none.
	Counterparty domain.Subject
	Organisation string
	Amount       domain.Money
	// Since is when it came about.
	Since time.Time
	// Due is the day by the end of which it is due, or no date.
	Due      domain.Date
	Purpose  string
	Decision string
	// WriteOffs are the decisions of the write-offs, in their order. The list is
	// never changed in place.
	WriteOffs []string
	// Settled is what was repaid or collected, WrittenOff what was given up.
	Settled, WrittenOff domain.Money
}

// Left is what is neither settled nor written off.
func (d Debt) Left() domain.Money { return d.Amount - d.Settled - d.WrittenOff }

// Late reports whether something is left after the day on which it was due.
func (d Debt) Late(today domain.Date) bool {
	return d.Left() > 0 && !d.Due.IsZero() && today.After(d.Due)
}

// PlacedAt is the owner.
func (d Debt) PlacedAt() string { return d.Owner }

// Offers is a [domain.Indebtedness].
func (d Debt) Offers() any {
	if d.Owner == "" {
		return nil
	}
	return domain.Indebtedness{Owner: d.Owner, Left: d.Left()}
}

// Evolve is the debt after a fact.
func (d Debt) Evolve(f domain.Fact) (Debt, error) {
	if err := d.follows(f.Event); err != nil {
		return d, err
	}
	switch e := f.Event.(type) {
	case Incurred:
		d = Debt{
			Owner: e.Owner, Direction: e.Direction, Nature: e.Nature, Counterparty: e.Counterparty.Subject, Organisation: e.Organisation,
			Amount: e.Amount, Since: f.OccurredAt, Due: e.Due, Purpose: e.Purpose, Decision: e.Decision,
		}
	case Repaid:
		d.Settled += e.Amount
	case Collected:
		d.Settled += e.Amount
	case WrittenOff:
		d.WrittenOff += e.Amount
		d.WriteOffs = append(slices.Clip(d.WriteOffs), e.Decision)
	}
	return d, nil
}

// follows is the legal order of steps: what the collective owes is repaid, what is
// owed to it is collected, and never more than is left.
func (d Debt) follows(e domain.Event) error {
	switch e := e.(type) {
	case Incurred:
		if d.Owner != "" {
			return domain.Reject("already_incurred", "the debt is on record already: record another one", "债权债务已登记：请另行登记")
		}
		return nil
	case Repaid:
		return d.lessens(e.Amount, Payable)
	case Collected:
		return d.lessens(e.Amount, Receivable)
	case WrittenOff:
		return d.lessens(e.Amount, d.Direction)
	}
	return domain.Unknown(e)
}

func (d Debt) lessens(by domain.Money, direction Direction) error {
	switch {
	case d.Owner == "":
		return domain.Reject("not_incurred", "there is no such debt: record it first", "债权债务不存在：请先登记")
	case d.Direction != direction:
		return domain.Reject("the_other_way",
			"%[1]s: what the collective owes is repaid, and what is owed to it is collected",
			"%[2]s：债务用偿还，债权用收回",
			domain.Label(d.Direction, string(d.Direction), domain.English), domain.Label(d.Direction, string(d.Direction), domain.Chinese))
	case by > d.Left():
		return domain.Reject("more_than_is_left", "%s yuan are more than the %s that are left: record no more than that", "%s 元超过余额 %s 元：请勿超出", by, d.Left())
	}
	return nil
}
