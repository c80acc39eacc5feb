package request

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// PlacedAt is the community.
func (c Submit) PlacedAt() string { return communityOf(c.Place) }

// Relies names the matter and the community.
func (c Submit) Relies(Request) []domain.Ref {
	return append(matterOf(c.Matter), latest("community", c.Place)...)
}

// Decide begins a request. A requester of whom nothing is held becomes a new
// subject.
func (c Submit) Decide(_ Request, act domain.Act) ([]domain.Event, error) {
	for _, id := range []string{c.Matter, c.Place} {
		if err := domain.CheckID(id); err != nil {
			return nil, domain.Reject("id_invalid", "%[1]v", "编号 %[2]q 无效：请填写事项编码和社区编号", err, id)
		}
	}
	c.Requester = c.Requester.Or(act.NewSubject("requester"))
	return one(Submitted(c))
}

// Relies names the matter.
func (Accept) Relies(r Request) []domain.Ref { return matterOf(r.Matter) }

// Decide takes list and due date from the matter's terms of the day.
func (Accept) Decide(r Request, act domain.Act) ([]domain.Event, error) {
	if err := r.follows(Accepted{}); err != nil {
		return nil, err
	}
	e, err := r.acceptance(act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Relies names the matter.
func (TellIncomplete) Relies(r Request) []domain.Ref { return matterOf(r.Matter) }

// Decide tells all that is missing.
func (c TellIncomplete) Decide(Request, domain.Act) ([]domain.Event, error) {
	return one(ToldIncomplete{Missing: slices.Clone(c.Missing)})
}

// Decide declines.
func (c Decline) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Declined(c)) }

// Relies names the matter.
func (Entrust) Relies(r Request) []domain.Ref { return matterOf(r.Matter) }

// Decide hands the request over.
func (c Entrust) Decide(Request, domain.Act) ([]domain.Event, error) {
	return one(Entrusted{Agent: c.Agent, Originals: slices.Clone(c.Originals)})
}

// Decide assigns.
func (c Assign) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Assigned(c)) }

// Decide counts the working days since the request was entrusted.
func (c PassOn) Decide(r Request, act domain.Act) ([]domain.Event, error) {
	if err := r.follows(PassedOn{}); err != nil {
		return nil, err
	}
	e, err := r.passingOn(act)
	if err != nil {
		return nil, err
	}
	e.To = c.To
	return one(e)
}

// Decide records the step, which has a name: only a foreign source may keep it.
func (c RecordStep) Decide(Request, domain.Act) ([]domain.Event, error) {
	if err := domain.Require(domain.Said(c.Name, "name", "步骤")); err != nil {
		return nil, err
	}
	return one(StepRecorded{Name: c.Name, Note: c.Note})
}

// Decide records the supervision.
func (c Supervise) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Supervised(c)) }

// Decide extends.
func (c ExtendDue) Decide(Request, domain.Act) ([]domain.Event, error) { return one(DueExtended(c)) }

// Relies names the other request of a duplicate.
func (c Complete) Relies(Request) []domain.Ref {
	if category, id := domain.SplitStream(c.Reference); c.Outcome == Duplicate && category == "request" {
		return latest(category, id)
	}
	return nil
}

// Decide completes on the day of the act.
func (c Complete) Decide(_ Request, act domain.Act) ([]domain.Event, error) {
	return one(Completed{Outcome: c.Outcome, On: act.Day(), Reference: c.Reference, Note: c.Note})
}

// Decide replies.
func (c Reply) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Replied(c)) }

// Decide returns the originals.
func (ReturnOriginals) Decide(Request, domain.Act) ([]domain.Event, error) {
	return one(OriginalsReturned{})
}

// Decide rates.
func (c Rate) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Rated(c)) }

// Decide counts the time limit anew.
func (c Reopen) Decide(r Request, act domain.Act) ([]domain.Event, error) {
	if err := r.follows(Reopened{}); err != nil {
		return nil, err
	}
	if c.Due.IsZero() && !r.Imported {
		due, err := r.dueAnew(act)
		if err != nil {
			return nil, err
		}
		c.Due = due
	}
	return one(Reopened(c))
}

// Decide withdraws.
func (c Withdraw) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Withdrawn(c)) }

// Decide files.
func (File) Decide(Request, domain.Act) ([]domain.Event, error) { return one(Filed{}) }

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }

func matterOf(code string) []domain.Ref { return latest("matter", code) }

// latest names a stream as it stands, or nothing where the id is none.
func latest(category, id string) []domain.Ref {
	if domain.CheckID(id) != nil {
		return nil
	}
	return []domain.Ref{{Stream: domain.StreamOf(category, id), Revision: domain.Latest}}
}
