package decision

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the decision after a fact.
func (d Decision) Evolve(f domain.Fact) (Decision, error) {
	if err := d.follows(f.Event); err != nil {
		return d, err
	}
	switch e := f.Event.(type) {
	case Proposed:
		d = proposed(e)
	case Consulted:
		d.Consultation = e
		d.took(Consultation, e.Carried, StatusConsulted)
	case PartyReviewed:
		d.Review = e
		d.took(PartyReview, e.Carried, StatusReviewed)
	case DiscussedByCouncils:
		d.Discussion = e
		d.took(Councils, e.Carried, StatusDiscussed)
	case NoticeGiven:
		d.Notice, d.Status = e, StatusNoticed
	case Voted:
		d.Vote = e
		d.took(TheVote, e.Passed, StatusCarried)
	case TownApproved:
		d.town(e.On, e.By, e.Document)
		d.Status = StatusApproved
	case TownRefused:
		d.town(e.On, e.By, e.Document)
		d.FailedAt, d.Status = TownApproval, StatusNotCarried
	case Adopted:
		d.Adopted, d.Status = e.On, StatusAdopted
	case Rejected:
		d.end(e.On, StatusRejected)
	case Disclosed:
		d.Disclosed, d.PostedUntil, d.Binds, d.Status = e.On, e.PostedUntil, e.Binds, StatusDisclosed
		d.PostingRules = e.Rules
	case ObjectionRaised:
		d.Objections = append(slices.Clip(d.Objections), Objection{Number: e.Number, Raised: e.On, AnswerBy: e.AnswerBy})
	case ObjectionAnswered:
		d.answer(e)
	case ImplementationReported:
		d.Implemented, d.ResultsBy, d.Status = e.On, e.ResultsBy, StatusImplemented
	case ResultsDisclosed:
		d.ResultsDisclosed, d.Status = e.On, StatusClosed
	case Withdrawn:
		d.end(e.On, StatusWithdrawn)
	case Lapsed:
		d.end(e.On, StatusLapsed)
	}
	return d, nil
}

func proposed(e Proposed) Decision {
	return Decision{
		Owner: e.Owner, Kind: e.Kind, Title: e.Title, TitleEnglish: e.TitleEnglish, Source: e.Source,
		Amount: e.Amount, Concerns: slices.Clone(e.Concerns), Level: e.Level, Procedure: e.Procedure,
		Meeting: e.Meeting, Councils: e.Councils, Delegation: e.Delegation, DelegatedUpTo: e.DelegatedUpTo, Rules: e.Rules, Proposed: e.On, Status: StatusProposed,
	}
}

func (d *Decision) town(on domain.Date, office, document string) {
	d.TownDecided, d.TownOffice, d.TownDocument = on, office, document
}

func (d *Decision) took(step Step, carried bool, then Status) {
	d.taken++
	d.Status = then
	if !carried {
		d.FailedAt, d.Status = step, StatusNotCarried
	}
}

func (d *Decision) answer(e ObjectionAnswered) {
	d.Objections = slices.Clone(d.Objections)
	o := &d.Objections[d.objection(e.Number)]
	o.Answered, o.Upheld = e.On, e.Upheld
	if e.Upheld && d.Status != StatusOverturned {
		d.end(e.On, StatusOverturned)
	}
}

func (d *Decision) end(on domain.Date, as Status) { d.Ended, d.Status = on, as }

// objection is the index of one, or -1.
func (d Decision) objection(number int) int {
	return slices.IndexFunc(d.Objections, func(o Objection) bool { return o.Number == number })
}
