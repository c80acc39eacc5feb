package audit

import (
	"cmp"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Audit is the state of one audit. Its lists are never changed in place.
type Audit struct {
	Stage Stage
	// Audited is the collective or the community, by its stream; "" for an audit
	// that does not exist. Community is the one that it lies in, or is.
	Audited, Community string
	Year               int
	Kind               Kind
	// Official and Post are of who leaves office.
	Official, Post string
	// From and To are the first and the last day of what is audited.
	From, To domain.Date
	Subject  string
	// By commissioned it from Institution, which sends the auditors.
	By, Institution string
	Auditors        []Member
	// Accounts are those of the auditors, by their streams, and Kin the relatives
	// that they declared.
	Accounts []string
	Kin      []domain.Subject
	// The days of the steps; no date for one that was not done, or has to be done
	// anew.
	Commissioned, Notified, EntryFrom, Entered, Sent, RespondBy, Responded domain.Date
	Reported, DiscloseBy, Disclosed, Archived                              domain.Date
	// Report is the number of the report, Opinion what it says of the books, and
	// Summary what the public was told.
	Report  string
	Opinion Opinion
	Summary string
	// Findings are in the order of their numbers, from 1.
	Findings []Finding
	// Again is the later audit that looked at this one, or "".
	Again string
}

// Member is one of the auditors.
type Member struct {
	Name   string
	Person domain.Subject
}

// Finding is one of the findings.
type Finding struct {
	Category Category
	Amount   domain.Money
	Status   FindingStatus
	// Text is what the public was told that it is, "" before.
	Text string
	// Due is the last day of the rectification that is ordered, or no date.
	Due domain.Date
	// Answered is the amount that was last reported as put right, and PutRight
	// the one that was accepted.
	Answered, PutRight domain.Money
	// Refused is how often a rectification was refused.
	Refused int
	// Referred is the day on which it was handed over, and To whom.
	Referred domain.Date
	To       string
	// StandsOpen says that the archive says so.
	StandsOpen bool
	// Course is what happened to it, in order. It is never changed in place.
	Course []Course
}

// Course is a turn of a finding.
type Course struct {
	Turn Turn
	At   time.Time // in UTC
	// Amount is what was found, reported or accepted; Due the day that was given.
	Amount domain.Money
	Due    domain.Date
	// Says is what was said of it in public: what is to be done, a document, a
	// reason, an authority, or a later audit.
	Says string
}

// Reported reports whether the finding stands in a report.
func (f Finding) Reported() bool {
	return f.Status != StatusDraft && f.Status != StatusDropped
}

// Open reports whether it is reported and not put right.
func (f Finding) Open() bool { return f.Reported() && f.Status != StatusRectified }

// Closed reports whether an audit may be archived without saying that the finding
// stands open: it is put right, or was referred and nothing else is due.
func (f Finding) Closed() bool {
	return f.Status == StatusDropped || f.Status == StatusRectified || f.Status == StatusStands && !f.Referred.IsZero()
}

// Late reports whether the rectification that is ordered was not reported by its
// day.
func (f Finding) Late(today domain.Date) bool {
	return f.Status == StatusOrdered && today.After(f.Due)
}

// Completed reports whether the report was issued.
func (a Audit) Completed() bool { return !a.Reported.IsZero() }

// standing counts the findings that were not dropped, with their amounts.
func (a Audit) standing() (n int, amount domain.Money) {
	for _, f := range a.Findings {
		if f.Status != StatusDropped {
			n++
			amount += f.Amount
		}
	}
	return n, amount
}

func (a Audit) finding(number int) (Finding, bool) {
	if number < 1 || number > len(a.Findings) {
		return Finding{}, false
	}
	return a.Findings[number-1], true
}

// PlacedAt is who is audited.
func (a Audit) PlacedAt() string { return a.Audited }

// Offers is a [domain.AuditOnRecord].
func (a Audit) Offers() any {
	if a.Stage == "" {
		return nil
	}
	r := domain.AuditOnRecord{Audited: a.Audited, Reported: a.Reported}
	for i, f := range a.Findings {
		if f.Status != StatusDropped && a.Stage != StageCancelled {
			r.Findings = append(r.Findings, i+1)
		}
	}
	return r
}

// Evolve is the audit after a fact.
func (a Audit) Evolve(f domain.Fact) (Audit, error) {
	if err := a.follows(f.Event); err != nil {
		return a, err
	}
	switch e := f.Event.(type) {
	case Planned:
		a = Audit{
			Stage: StagePlanned, Audited: e.Audited, Community: e.Community, Year: e.Year, Kind: e.Kind,
			Official: e.Official, Post: e.Post, From: e.From, To: e.To, Subject: e.Subject,
		}
	case Commissioned:
		a = a.commissioned(e)
	case NoticeServed:
		a.Stage, a.Notified, a.EntryFrom = StageNotified, e.On, e.EntryFrom
	case EntryMeetingHeld:
		a.Stage, a.Entered = StageFieldwork, e.On
	case FindingRaised:
		a.Findings = append(slices.Clip(a.Findings), Finding{Category: e.Category, Amount: e.Amount})
		a = a.turn(e.Number, StatusDraft, Course{Turn: TurnRaised, At: f.OccurredAt, Amount: e.Amount}).withoutDraft()
	case FindingDropped:
		a = a.turn(e.Number, StatusDropped, Course{Turn: TurnDropped, At: f.OccurredAt, Says: e.Reason})
	case DraftSent:
		a.Stage, a.Sent, a.RespondBy = StageDrafted, e.On, e.RespondBy
	case ResponseReceived:
		a.Responded = e.On
	case ReportIssued:
		a = a.reported(e)
	case Disclosed:
		a.Stage, a.Disclosed, a.Summary = StageDisclosed, e.On, e.Summary
		for _, s := range e.Findings {
			a = a.change(s.Finding, func(f *Finding) { f.Text = s.Text })
		}
	case RectificationOrdered:
		a = a.turn(e.Finding, StatusOrdered, Course{Turn: TurnOrdered, At: f.OccurredAt, Due: e.Due, Says: e.What})
	case RectificationReported:
		a = a.turn(e.Finding, StatusAnswered, Course{Turn: TurnAnswered, At: f.OccurredAt, Amount: e.Amount, Says: e.Document})
	case RectificationAccepted:
		a = a.turn(e.Finding, StatusRectified, Course{Turn: TurnAccepted, At: f.OccurredAt, Amount: e.Amount})
	case RectificationRefused:
		a = a.turn(e.Finding, StatusOrdered, Course{Turn: TurnRefused, At: f.OccurredAt, Due: e.Due, Says: e.Reason})
	case Referred:
		a = a.turn(e.Finding, "", Course{Turn: TurnReferred, At: f.OccurredAt, Says: e.To})
		a = a.change(e.Finding, func(f *Finding) { f.Referred, f.To = e.On, e.To })
	case ReAudited:
		a.Again = e.Audit
		for _, n := range e.Reopened {
			a = a.turn(n, StatusStands, Course{Turn: TurnReopened, At: f.OccurredAt, Says: e.Audit})
		}
	case Archived:
		a.Stage, a.Archived = StageArchived, e.On
		for _, o := range e.Open {
			a = a.turn(o.Finding, "", Course{Turn: TurnStated, At: f.OccurredAt, Says: o.Reason})
		}
	case Cancelled:
		a.Stage = StageCancelled
	}
	return a, nil
}

// change is the audit with one finding that is another. The receiver's stays.
func (a Audit) change(number int, how func(*Finding)) Audit {
	a.Findings = slices.Clone(a.Findings)
	how(&a.Findings[number-1])
	return a
}

// turn is the audit after something happened to a finding, which has a status then,
// or the one that it had.
func (a Audit) turn(number int, status FindingStatus, c Course) Audit {
	return a.change(number, func(f *Finding) {
		f.Course = append(slices.Clip(f.Course), c)
		f.Status = cmp.Or(status, f.Status)
		switch c.Turn {
		case TurnOrdered, TurnRefused:
			f.Due = c.Due
		case TurnAnswered:
			f.Answered = c.Amount
		case TurnAccepted:
			f.PutRight, f.StandsOpen = c.Amount, false
		case TurnReopened:
			f.PutRight, f.Due = 0, domain.Date{}
		case TurnStated:
			f.StandsOpen = true
		}
		if c.Turn == TurnRefused {
			f.Refused++
		}
	})
}

// commissioned begins the work, or begins it anew with others.
func (a Audit) commissioned(e Commissioned) Audit {
	a = a.withoutDraft()
	a.Stage, a.Commissioned, a.By, a.Institution = StageCommissioned, e.On, e.By, e.Institution
	a.Notified, a.EntryFrom, a.Entered = domain.Date{}, domain.Date{}, domain.Date{}
	a.Auditors, a.Accounts, a.Kin = nil, slices.Clone(e.Accounts), nil
	for _, m := range e.Auditors {
		a.Auditors = append(a.Auditors, Member{m.Name, m.Person.Subject})
	}
	for _, k := range e.Kin {
		a.Kin = append(a.Kin, k.Subject)
	}
	return a
}

// withoutDraft is the audit whose draft, if there was one, says no more what is to
// be answered.
func (a Audit) withoutDraft() Audit {
	if !a.Entered.IsZero() {
		a.Stage = StageFieldwork
	}
	a.Sent, a.RespondBy, a.Responded = domain.Date{}, domain.Date{}, domain.Date{}
	return a
}

func (a Audit) reported(e ReportIssued) Audit {
	a.Stage, a.Reported, a.DiscloseBy, a.Opinion = StageReported, e.On, e.DiscloseBy, e.Opinion
	a.Report = e.Document
	a.Findings = slices.Clone(a.Findings)
	for i := range a.Findings {
		if a.Findings[i].Status == StatusDraft {
			a.Findings[i].Status = StatusStands
		}
	}
	return a
}
