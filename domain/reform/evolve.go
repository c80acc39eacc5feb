package reform

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the reform after a fact.
func (r Reform) Evolve(f domain.Fact) (Reform, error) {
	if err := r.follows(f.Event); err != nil {
		return r, err
	}
	before := r.Stage
	if g := groundOf(f.Event); g.Decision != "" && !slices.Contains(r.Grounds, g) {
		r.Grounds = append(slices.Clip(r.Grounds), g)
	}
	switch e := f.Event.(type) {
	case PlanAdopted:
		r.Collective, r.StartedOn, r.Due, r.Stage = e.Collective, e.On, e.Due, Planned
	case PlanApproved:
		r.Stage = Inventory
	case InventoryStepDone:
		r.Step = e.Step
		r.StepsDone++
		r.Steps = e.Steps
		r.Operating, r.NonOperating, r.Resource, r.Debts = e.Operating, e.NonOperating, e.Resource, e.Debts
		if e.Number == e.Steps {
			r.Stage = Drafting
		}
	case RosterDrafted:
		r = r.drafted(e)
	case RosterPosted:
		r.PostedOn, r.PostedUntil, r.Stage = e.On, e.Until, Posted
	case ObjectionRaised:
		r.Objections = e.Number
		r.Open = append(slices.Clip(r.Open), e.Number)
	case ObjectionSettled:
		r = r.settled(e)
	case RosterConfirmed:
		r = r.confirmed()
		r.Stage = Quantification
	case SharesQuantified:
		r = r.allotted(e.MemberShares)
		r.Sum, r.Issued, r.Value, r.Remainder, r.CollectiveShares = e.Sum, e.Issued, e.Value, e.Remainder, e.CollectiveShares
		r.Stage = Chartering
	case CharterAdopted:
		r.Stage = Election
	case BodiesElected:
		r.Board, r.Supervisors, r.Stage = slices.Clone(e.Board), slices.Clone(e.Supervisors), Registration
	case Registered:
		r.Name, r.RegistryNumber, r.RegisteredOn, r.Stage = e.Name, e.Number, e.On, Certification
	case CertificatesIssued:
		r.Certificates += e.Count
		r.Stage = Closing
	case Completed:
		r.CompletedOn, r.Stage = e.On, Complete
	default:
		r = r.moving(f.Event)
	}
	if r.Stage != before {
		r.Since = f.OccurredAt
		r.Course = append(slices.Clip(r.Course), Reached{r.Stage, f.OccurredAt})
	}
	return r, nil
}

// groundOf is what a step rests on, without a decision for one that rests on
// none.
func groundOf(e domain.Event) Ground {
	g := Ground{Step: e.EventType()}
	switch e := e.(type) {
	case PlanAdopted:
		g.Decision = e.Decision
	case RosterConfirmed:
		g.Decision = e.Decision
	case MemberJoined:
		g.Decision = e.Decision
	case SharesQuantified:
		g.Decision = e.Decision
	case CharterAdopted:
		g.Decision = e.Decision
	case BodiesElected:
		g.Decision = e.Decision
	case DividendDeclared:
		g.Decision = e.Decision
	}
	return g
}

// settled: an accepted objection voids the draft that it is about.
func (r Reform) settled(e ObjectionSettled) Reform {
	r.Open = slices.DeleteFunc(slices.Clone(r.Open), func(n int) bool { return n == e.Number })
	r.SettledOn = e.On
	if e.Accepted {
		r.roll, r.Stage = nil, Drafting
	}
	return r
}

// moving is what goes on after the steps: memberships, shares and dividends.
func (r Reform) moving(e domain.Event) Reform {
	switch e := e.(type) {
	case MemberJoined:
		return r.numbered(e.Person).moved(0, e.Number, e.Shares).enrolled(e.Number, true)
	case MemberLeft:
		return r.moved(e.Number, 0, e.Returned).enrolled(e.Number, false)
	case MemberInherited:
		return r.numbered(e.Person).moved(e.From, e.To, e.Shares)
	case MemberTransferred:
		return r.moved(e.From, e.To, e.Shares)
	}
	r.Years, r.due = slices.Clone(r.Years), slices.Clone(r.due)
	switch e := e.(type) {
	case ReservesSetAside:
		r.Years = append(r.Years, Year{Year: e.Year, Profit: e.Profit, Losses: e.Losses, Reserves: e.Reserves, Left: e.Left})
		r.due = append(r.due, nil)
	case DividendDeclared:
		y := &r.Years[r.year(e.Year)]
		y.Declared, y.Total, y.PerShare, y.Remainder = true, e.Total, e.PerShare, e.Remainder
		y.ToHolders, y.Holders = e.ToHolders, e.Holders
		r.due[r.year(e.Year)] = r.roll
	case DividendPaid:
		y := &r.Years[r.year(e.Year)]
		y.Paid += e.Total
		y.HoldersPaid += e.Holders
		r.due[r.year(e.Year)] = paidOff(r.due[r.year(e.Year)], e.To)
	}
	return r
}
