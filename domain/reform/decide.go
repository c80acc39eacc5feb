package reform

import (
	"fmt"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// PlacedAt is the collective.
func (c AdoptPlan) PlacedAt() string { return c.Collective }

// StreamID is the id of the collective.
func (c AdoptPlan) StreamID() string {
	_, id := domain.SplitStream(c.Collective)
	return id
}

// Relies names the collective and the decision.
func (c AdoptPlan) Relies(Reform) []domain.Ref { return domain.LatestOf(c.Collective, c.Decision) }

// Decide adopts the plan, with the last day for completing the reform.
func (c AdoptPlan) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, PlanAdopted{Collective: c.Collective, Decision: c.Decision, Document: c.Document}, r.plan)
}

// Relies names the collective.
func (ApprovePlan) Relies(r Reform) []domain.Ref { return r.and() }

// Decide records the approval.
func (c ApprovePlan) Decide(Reform, domain.Act) ([]domain.Event, error) { return one(PlanApproved(c)) }

// Relies names the collective.
func (RecordInventory) Relies(r Reform) []domain.Ref { return r.and() }

// Decide records the step.
func (c RecordInventory) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, InventoryStepDone{
		Step: c.Step, On: c.On, Document: c.Document,
		Operating: c.Operating, NonOperating: c.NonOperating, Resource: c.Resource, Debts: c.Debts,
	}, r.inventoried)
}

// partOfRoster is how many people one event names, so that the largest roster
// stays well below what a record of the log may hold.
const partOfRoster = 1000

// Relies names the collective.
func (DraftRoster) Relies(r Reform) []domain.Ref { return r.and() }

// Decide drafts the roster in parts. Whoever has no subject becomes a new one.
func (c DraftRoster) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	members := slices.Clone(c.Members)
	for i := range members {
		members[i] = members[i].Or(act.NewSubject(fmt.Sprintf("members/%d", i)))
	}
	first := 1
	if c.Continues {
		first += r.roll.Count()
	}
	var parts []domain.Event
	for part := range slices.Chunk(members, partOfRoster) {
		parts = append(parts, RosterDrafted{First: first, Count: len(part), Members: slices.Clip(part)})
		first += len(part)
	}
	if parts == nil {
		return nil, domain.Require(domain.Given(false, "members", "成员"))
	}
	return parts, nil
}

// Relies names the collective.
func (PostRoster) Relies(r Reform) []domain.Ref { return r.and() }

// Decide posts the roster, with the last day of its posting.
func (PostRoster) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, RosterPosted{}, r.posting)
}

// Relies names the collective.
func (RaiseObjection) Relies(r Reform) []domain.Ref { return r.and() }

// Decide gives the objection its number.
func (c RaiseObjection) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return one(ObjectionRaised{Number: r.Objections + 1, Person: c.Person.Or(act.NewSubject("person")), Text: c.Text})
}

// Relies names the collective.
func (SettleObjection) Relies(r Reform) []domain.Ref { return r.and() }

// Decide answers the objection.
func (c SettleObjection) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, ObjectionSettled{Number: c.Number, Accepted: c.Accepted, Text: c.Text}, r.settling)
}

// Relies names the collective and the decision.
func (c ConfirmRoster) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide confirms the roster.
func (c ConfirmRoster) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, RosterConfirmed{Decision: c.Decision}, r.confirming)
}

// Relies names the collective and the decision.
func (c QuantifyShares) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide counts the shares and what each is worth.
func (c QuantifyShares) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, SharesQuantified{
		Decision: c.Decision, Sum: c.Sum, CollectiveShares: c.CollectiveShares, MemberShares: slices.Clone(c.MemberShares),
	}, r.quantified)
}

// Relies names the collective and the decision.
func (c AdoptCharter) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide adopts the charter.
func (c AdoptCharter) Decide(Reform, domain.Act) ([]domain.Event, error) {
	return one(CharterAdopted(c))
}

// Relies names the collective and the decision.
func (c ElectBodies) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide records who was elected.
func (c ElectBodies) Decide(Reform, domain.Act) ([]domain.Event, error) {
	c.Board, c.Supervisors = slices.Clone(c.Board), slices.Clone(c.Supervisors)
	return one(BodiesElected(c))
}

// Relies names the collective.
func (Register) Relies(r Reform) []domain.Ref { return r.and() }

// Decide registers.
func (c Register) Decide(Reform, domain.Act) ([]domain.Event, error) { return one(Registered(c)) }

// Relies names the collective.
func (IssueCertificates) Relies(r Reform) []domain.Ref { return r.and() }

// Decide records the certificates.
func (c IssueCertificates) Decide(Reform, domain.Act) ([]domain.Event, error) {
	return one(CertificatesIssued(c))
}

// Relies names the collective.
func (Finish) Relies(r Reform) []domain.Ref { return r.and() }

// Decide completes the reform, and counts the days that it took.
func (Finish) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, Completed{}, r.completed)
}

// Relies names the collective and the decision.
func (c Join) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide gives a new person the next number.
func (c Join) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	person := c.Person.Or(act.NewSubject("person"))
	return follow(r, act, MemberJoined{
		Number: r.numberFor(c.Number, person), Person: person,
		Basis: c.Basis, Shares: c.Shares, Decision: c.Decision, Document: c.Document,
	}, r.joined)
}

// Relies names the collective.
func (Leave) Relies(r Reform) []domain.Ref { return r.and() }

// Decide ends the membership.
func (c Leave) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, MemberLeft{Number: c.Number, Reason: c.Reason, Returned: c.Returned, Document: c.Document}, r.left)
}

// Relies names the collective.
func (Inherit) Relies(r Reform) []domain.Ref { return r.and() }

// Decide moves the shares, all of them where none are named.
func (c Inherit) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	person := c.Person.Or(act.NewSubject("person"))
	if from, known := r.Person(c.From); known && c.Shares == 0 {
		c.Shares = from.Shares
	}
	return one(MemberInherited{From: c.From, To: r.numberFor(c.To, person), Person: person, Shares: c.Shares, Document: c.Document})
}

// Relies names the collective.
func (Transfer) Relies(r Reform) []domain.Ref { return r.and() }

// Decide moves the shares.
func (c Transfer) Decide(Reform, domain.Act) ([]domain.Event, error) {
	return one(MemberTransferred(c))
}

// Relies names the collective, and the books of the year.
func (c SetReservesAside) Relies(r Reform) []domain.Ref {
	return r.and(domain.BooksOf(r.Collective, c.Year))
}

// Decide sets reserves aside. The profit is that of the books, and covers the losses
// that stand there.
func (c SetReservesAside) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	if books, err := domain.Evidence[domain.BooksYear](act, domain.BooksOf(r.Collective, c.Year)); err == nil {
		if c.Profit == 0 {
			c.Profit = books.Surplus()
		}
		if c.Losses == 0 {
			c.Losses = lossesFirst(books)
		}
	}
	return follow(r, act, ReservesSetAside{Year: c.Year, Profit: c.Profit, Losses: c.Losses, Reserves: c.Reserves, Document: c.Document}, r.setAside)
}

// Relies names the collective and the decision.
func (c DeclareDividend) Relies(r Reform) []domain.Ref { return r.and(c.Decision) }

// Decide says what each share gets.
func (c DeclareDividend) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	return follow(r, act, DividendDeclared{Year: c.Year, Decision: c.Decision, Total: c.Total}, r.declared)
}

// Decide records the payment.
func (c PayDividend) Decide(r Reform, act domain.Act) ([]domain.Event, error) {
	if err := r.follows(DividendPaid{Year: c.Year}); err != nil {
		return nil, err
	}
	e := DividendPaid{Year: c.Year, To: slices.Clone(c.To), On: c.On, Document: c.Document}
	if len(e.To) == 0 {
		e.To = unpaid(r.due[r.year(c.Year)])
	}
	return follow(r, act, e, r.paid)
}

// numberFor is the next number for a new person, where none is named.
func (r Reform) numberFor(number int, who domain.Personal) int {
	if number == 0 && !who.IsZero() {
		return r.roll.Count() + 1
	}
	return number
}

// follow is an event with what follows from the records and the rules, once it is
// its turn.
func follow[E domain.Event](r Reform, act domain.Act, e E, complete func(E, domain.Act) (E, error)) ([]domain.Event, error) {
	if err := r.follows(e); err != nil {
		return nil, err
	}
	e, err := complete(e, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
