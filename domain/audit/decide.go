package audit

import (
	"fmt"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// PlacedAt is who is audited.
func (c Plan) PlacedAt() string { return c.Audited }

// Relies names who is audited.
func (c Plan) Relies(Audit) []domain.Ref { return domain.LatestOf(c.Audited) }

// Relies names who is audited, the community whose officials must be others, and
// the accounts of the auditors.
func (c Commission) Relies(a Audit) []domain.Ref {
	return domain.LatestOf(append([]string{a.Audited, a.Community}, c.Accounts...)...)
}

// Relies names what the commission rested on, as it stands now.
func (c IssueReport) Relies(a Audit) []domain.Ref {
	return domain.LatestOf(append([]string{a.Audited, a.Community}, a.Accounts...)...)
}

// Relies names who is audited, for whom who acts keeps no books.
func (RaiseFinding) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (DropFinding) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (SendDraft) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (OrderRectification) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (AcceptRectification) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (RefuseRectification) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited.
func (Refer) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Relies names who is audited, and the later audit.
func (c AuditAgain) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited, c.Audit) }

// Relies names who is audited.
func (Archive) Relies(a Audit) []domain.Ref { return domain.LatestOf(a.Audited) }

// Decide plans. What it leaves out is the year of the act, and the whole year
// before that of the plan.
func (c Plan) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	if c.Year == 0 {
		c.Year = act.Day().Year
	}
	if c.From.IsZero() {
		c.From = domain.NewDate(c.Year-1, 1, 1)
	}
	if c.To.IsZero() {
		c.To = domain.NewDate(c.Year-1, 12, 31)
	}
	within, err := communityOf(act, c.Audited)
	if err != nil {
		return nil, err
	}
	return one(Planned{
		Audited: c.Audited, Community: within, Year: c.Year, Kind: c.Kind, Official: c.Official, Post: c.Post,
		From: c.From, To: c.To, Subject: c.Subject, Document: c.Document,
	})
}

// Decide commissions. People of whom nothing is held become new subjects.
func (c Commission) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	if len(c.People) != len(c.Names) {
		return nil, domain.Reject("auditors_unclear",
			"%d names are given, and %d people: name each auditor, and say who they are, in the same order",
			"姓名 %d 个，本人 %d 名：请按同一顺序逐一填写姓名和本人", len(c.Names), len(c.People))
	}
	e := Commissioned{
		On: act.Day(), By: c.By, Institution: c.Institution, Accounts: slices.Clone(c.Accounts), Kin: slices.Clone(c.Kin),
		Document: c.Document, Reason: c.Reason,
	}
	for i, name := range c.Names {
		e.Auditors = append(e.Auditors, Auditor{name, c.People[i].Or(act.NewSubject(fmt.Sprintf("people/%d", i)))})
	}
	for i, k := range e.Kin {
		e.Kin[i] = k.Or(act.NewSubject(fmt.Sprintf("kin/%d", i)))
	}
	return numbered(e, act)
}

// Decide serves the notice.
func (c ServeNotice) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return numbered(NoticeServed{On: act.Day(), Document: c.Document}, act)
}

// Decide holds the meeting.
func (c HoldEntryMeeting) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return one(EntryMeetingHeld{On: act.Day(), Where: c.Where})
}

// Decide numbers the finding.
func (c RaiseFinding) Decide(a Audit, _ domain.Act) ([]domain.Event, error) {
	return one(FindingRaised{Number: len(a.Findings) + 1, Category: c.Category, Amount: c.Amount, Papers: slices.Clone(c.Papers), What: c.What})
}

// Decide drops the finding.
func (c DropFinding) Decide(Audit, domain.Act) ([]domain.Event, error) { return one(FindingDropped(c)) }

// Decide sends the draft.
func (c SendDraft) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return numbered(DraftSent{On: act.Day()}, act)
}

// Decide records the answer.
func (c ReceiveResponse) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return one(ResponseReceived{On: act.Day(), Disputes: c.Disputes, Text: c.Text})
}

// Decide adds up what was found.
func (c IssueReport) Decide(a Audit, act domain.Act) ([]domain.Event, error) {
	e := ReportIssued{On: act.Day(), Document: c.Document, Opinion: c.Opinion, Responded: !a.Responded.IsZero()}
	e.Findings, e.Amount = a.standing()
	return numbered(e, act)
}

// Decide discloses.
func (c Disclose) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	e := Disclosed{On: act.PublicFrom(), Where: c.Where, Summary: c.Summary}
	for _, s := range c.Findings {
		e.Findings = append(e.Findings, Statement(s))
	}
	return one(e)
}

// Decide orders the rectification.
func (c OrderRectification) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return numbered(RectificationOrdered{Finding: c.Finding, On: act.Day(), What: c.What, Due: c.Due}, act)
}

// Decide records what was done.
func (c ReportRectification) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return one(RectificationReported{Finding: c.Finding, On: act.Day(), Amount: c.Amount, Document: c.Document, What: c.What})
}

// Decide accepts what was reported.
func (c AcceptRectification) Decide(a Audit, act domain.Act) ([]domain.Event, error) {
	f, _ := a.finding(c.Finding)
	return one(RectificationAccepted{Finding: c.Finding, On: act.Day(), Amount: f.Answered})
}

// Decide refuses what was reported.
func (c RefuseRectification) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return numbered(RectificationRefused{Finding: c.Finding, On: act.Day(), Reason: c.Reason, Due: c.Due}, act)
}

// Decide refers.
func (c Refer) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return one(Referred{Finding: c.Finding, On: act.Day(), To: c.To, Document: c.Document})
}

// Decide names the later audit.
func (c AuditAgain) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	return one(ReAudited{On: act.Day(), Audit: c.Audit, Reopened: slices.Clone(c.Reopened)})
}

// Decide archives.
func (c Archive) Decide(_ Audit, act domain.Act) ([]domain.Event, error) {
	e := Archived{On: act.Day(), Number: c.Number}
	for _, o := range c.Open {
		e.Open = append(e.Open, StandingOpen(o))
	}
	return one(e)
}

// Decide cancels.
func (c Cancel) Decide(Audit, domain.Act) ([]domain.Event, error) { return one(Cancelled(c)) }

// numbered is an event with the numbers of the rule set of the day.
func numbered(e domain.Event, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return one(withNumbers(e, set, act))
}

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
