package decision

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// PlacedAt is the unit that decides.
func (c Propose) PlacedAt() string { return c.Owner }

// Relies names the unit that decides, and the delegation.
func (c Propose) Relies(Decision) []domain.Ref { return domain.LatestOf(c.Owner, c.Delegation) }

// Decide takes level, procedure and meeting from the unit and the rules.
func (c Propose) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(proposal(Proposed{
		Owner: c.Owner, Kind: c.Kind, Title: c.Title, TitleEnglish: c.TitleEnglish, Source: c.Source,
		Amount: c.Amount, Concerns: slices.Clone(c.Concerns), Meeting: c.Meeting, Delegation: c.Delegation,
	}, act))
}

// Relies names the unit that decides, and whose committees are consulted.
func (Consult) Relies(d Decision) []domain.Ref { return domain.LatestOf(d.Owner, d.Councils) }

// Decide counts.
func (c Consult) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(Consulted{}); err != nil {
		return nil, err
	}
	e, _, err := d.consultation(Consulted{Expected: c.Expected, Present: c.Present, InFavour: c.InFavour}, act)
	return one(e, err)
}

// Relies names the unit that decides.
func (ReviewByParty) Relies(d Decision) []domain.Ref { return domain.LatestOf(d.Owner) }

// Decide counts.
func (c ReviewByParty) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(PartyReviewed{}); err != nil {
		return nil, err
	}
	e, _, err := d.review(PartyReviewed{Present: c.Present, InFavour: c.InFavour}, act)
	return one(e, err)
}

// Relies names the unit that decides, and whose councils discuss it.
func (DiscussByCouncils) Relies(d Decision) []domain.Ref { return domain.LatestOf(d.Owner, d.Councils) }

// Decide counts.
func (c DiscussByCouncils) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(DiscussedByCouncils{}); err != nil {
		return nil, err
	}
	e, _, err := d.discussion(DiscussedByCouncils{
		PartyExpected: c.PartyExpected, PartyPresent: c.PartyPresent, PartyInFavour: c.PartyInFavour,
		VillagersExpected: c.VillagersExpected, VillagersPresent: c.VillagersPresent, VillagersInFavour: c.VillagersInFavour,
	}, act)
	return one(e, err)
}

// Relies names the unit that decides.
func (GiveNotice) Relies(d Decision) []domain.Ref { return domain.LatestOf(d.Owner) }

// Decide counts the days of notice.
func (c GiveNotice) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(NoticeGiven{}); err != nil {
		return nil, err
	}
	e, _, err := d.notice(NoticeGiven{MeetingOn: c.MeetingOn, Where: c.Where}, act)
	return one(e, err)
}

// Relies names the unit that decides, and the delegation.
func (Vote) Relies(d Decision) []domain.Ref { return domain.LatestOf(d.Owner, d.Delegation) }

// Decide counts.
func (c Vote) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(Voted{}); err != nil {
		return nil, err
	}
	e, _, err := d.count(Voted{
		Base: c.Base, Method: c.Method, Recused: c.Recused, Issued: c.Issued, Returned: c.Returned, Proxies: c.Proxies,
		InFavour: c.InFavour, Against: c.Against, Abstained: c.Abstained, Invalid: c.Invalid,
	}, act)
	return one(e, err)
}

// Decide approves.
func (c ApproveByTown) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(TownApproved{On: act.Day(), By: c.By, Document: c.Document}, nil)
}

// Decide refuses.
func (c RefuseByTown) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(TownRefused{On: act.Day(), By: c.By, Document: c.Document}, nil)
}

// Decide rejects where a step failed, and adopts otherwise.
func (Conclude) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if d.FailedAt != "" {
		return one(Rejected{On: act.Day(), Step: d.FailedAt}, nil)
	}
	if err := d.follows(Adopted{}); err != nil {
		return nil, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return one(Adopted{On: act.Day(), Rules: set.Name()}, nil)
}

// Decide counts the posting.
func (c Disclose) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(Disclosed{}); err != nil {
		return nil, err
	}
	e, _, err := posting(Disclosed{Where: c.Where}, act)
	return one(e, err)
}

// Decide numbers the objection. Somebody of whom nothing is held becomes a new
// subject.
func (c RaiseObjection) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	number := 1
	if n := len(d.Objections); n > 0 {
		number = d.Objections[n-1].Number + 1
	}
	if err := d.follows(ObjectionRaised{Number: number}); err != nil {
		return nil, err
	}
	e, _, err := objection(ObjectionRaised{Number: number, By: c.By.Or(act.NewSubject("by")), Text: c.Text}, act)
	return one(e, err)
}

// Decide answers.
func (c AnswerObjection) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(ObjectionAnswered{Number: c.Number, On: act.Day(), Upheld: c.Upheld, Text: c.Text}, nil)
}

// Decide counts the days until results are due.
func (c ReportImplementation) Decide(d Decision, act domain.Act) ([]domain.Event, error) {
	if err := d.follows(ImplementationReported{}); err != nil {
		return nil, err
	}
	e, _, err := implementation(ImplementationReported{Summary: c.Summary}, act)
	return one(e, err)
}

// Decide discloses the results.
func (c DiscloseResults) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(ResultsDisclosed{On: act.Day(), Where: c.Where}, nil)
}

// Decide withdraws.
func (c Withdraw) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	return one(Withdrawn{On: act.Day(), Reason: c.Reason}, nil)
}

// Decide lapses.
func (Lapse) Decide(_ Decision, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return one(Lapsed{On: act.Day(), Days: set.Decisions.LapseDays.Value, Rules: set.Name()}, nil)
}

// one is the single event of a command, or why there is none.
func one(e domain.Event, err error) ([]domain.Event, error) {
	if err != nil {
		return nil, err
	}
	return []domain.Event{e}, nil
}
