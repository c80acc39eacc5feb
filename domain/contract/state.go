package contract

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Contract is the state of one contract. Its lists are never changed in place.
type Contract struct {
	Owner string
	Kind  domain.ContractKind
	// Signed is the day of signing, no date for a contract that does not exist.
	Signed domain.Date
	Assets []string
	About  string
	// Party is the person that it is signed with, Organisation the name of an
	// organisation; either may be missing.
	Party        domain.Subject
	Organisation string
	// From and To are its first and last day; To may be no date.
	From, To domain.Date
	// Schedule is what is due, in order, and Total its sum.
	Schedule []Instalment
	Total    domain.Money
	// Decision and Tender are those that it was signed on, or "", Amendments
	// the decisions that its amendments rest on, "" where one rests on none.
	Decision, Tender string
	Amendments       []string
	// Judged is what the contract, as amended, was held against, and Appraised
	// the appraised value of its assets, where it needed one.
	Judged    rules.Weighing
	Appraised domain.Money
	// Payments are in the order in which they were recorded, and Paid is their
	// sum.
	Payments []Instalment
	Paid     domain.Money
	// Breaches counts the breaches.
	Breaches int
	// Ended is the last day of a contract that was ended, and Why the reason.
	Ended domain.Date
	Why   domain.EndReason
	// PutRight says that it was put right.
	PutRight bool
}

// PlacedAt is the owner.
func (c Contract) PlacedAt() string { return c.Owner }

// Offers is [domain.ContractTerms].
func (c Contract) Offers() any {
	if c.Signed.IsZero() {
		return nil
	}
	return domain.ContractTerms{
		Owner: c.Owner, Assets: slices.Clone(c.Assets), Kind: c.Kind, Signed: c.Signed, From: c.From, To: c.To, Total: c.Total,
		Decision: c.firstDecision(), Tender: c.Tender, Ended: c.Ended, Why: c.Why, Party: c.Party, PartyName: c.Organisation,
	}
}

// decisions are those that it rests on, the latest first.
func (c Contract) decisions() []string {
	var all []string
	for _, d := range slices.Backward(c.Amendments) {
		if d != "" {
			all = append(all, d)
		}
	}
	if c.Decision != "" {
		all = append(all, c.Decision)
	}
	return all
}

// firstDecision is the one by which it first rested on any, or "".
func (c Contract) firstDecision() string {
	if all := c.decisions(); len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// Account is how a contract stands at the end of a day.
type Account struct {
	// Due is what was due until then, and on the day itself; Paid what was
	// paid.
	Due, Paid domain.Money
	// Arrears is what was due before the day and is not paid. What is due on
	// the day is in arrears from the next.
	Arrears domain.Money
}

// On is the account of a day. It knows the schedule as it stands now: past
// schedules are those of a past view.
func (c Contract) On(day domain.Date) Account {
	a := Account{Due: c.dueUntil(day)}
	for _, p := range c.Payments {
		if !p.Due.After(day) {
			a.Paid += p.Amount
		}
	}
	a.Arrears = max(0, c.dueUntil(day.AddDays(-1))-a.Paid)
	return a
}

// dueUntil is what is due until a day; nothing is due after a contract has ended.
func (c Contract) dueUntil(day domain.Date) (sum domain.Money) {
	if !c.Ended.IsZero() && c.Ended.Before(day) {
		day = c.Ended
	}
	for _, i := range c.Schedule {
		if !i.Due.After(day) {
			sum += i.Amount
		}
	}
	return sum
}

// Payable is all that is due under the contract and has not been paid. It is
// less than nothing where more was paid before it ended than was due by then.
func (c Contract) Payable() domain.Money {
	if c.Ended.IsZero() {
		return c.Total - c.Paid
	}
	return c.dueUntil(c.Ended) - c.Paid
}

func sum(schedule []Instalment) (total domain.Money) {
	for _, i := range schedule {
		total += i.Amount
	}
	return total
}

// before is what of a schedule is due before a day.
func before(schedule []Instalment, day domain.Date) []Instalment {
	n := slices.IndexFunc(schedule, func(i Instalment) bool { return !i.Due.Before(day) })
	if n < 0 {
		n = len(schedule)
	}
	return slices.Clone(schedule[:n])
}
