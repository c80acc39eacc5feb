package audit_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// model is what a reader keeps on paper beside the history: what was found, and
// what has become of it.
type model struct {
	commissioned, notified, entered, drafted, responded bool
	entryFrom, respondBy                                domain.Date
	reported, disclosed, archived, cancelled            bool
	found                                               []amounts
}

type amounts struct {
	found, right             domain.Money
	dropped, closed, pending bool
	referred, stated         bool
}

// read holds an event against the paper, by the sentences of the procedure.
func (m *model) read(t *rapid.T, f domain.Fact) {
	fail := func(why string) { t.Fatalf("%s: %#v\n%+v", why, f.Event, *m) }
	today := domain.DateOf(f.OccurredAt, domaintest.Zone)
	if m.cancelled {
		fail("something follows a cancelled audit")
	}
	at := func(n int) *amounts {
		if n < 1 || n > len(m.found) || m.found[n-1].dropped {
			fail("no such finding")
		}
		return &m.found[n-1]
	}
	switch e := f.Event.(type) {
	case audit.Commissioned:
		m.commissioned, m.notified, m.entered, m.drafted, m.responded = true, false, false, false, false
	case audit.NoticeServed:
		m.notified, m.entryFrom = m.commissioned, e.EntryFrom
	case audit.EntryMeetingHeld:
		if !m.notified || today.Before(m.entryFrom) {
			fail("fieldwork without notice")
		}
		m.entered = true
	case audit.FindingRaised:
		if !m.entered {
			fail("a finding without fieldwork")
		}
		m.drafted, m.responded = false, false
		m.found = append(m.found, amounts{found: e.Amount})
	case audit.FindingDropped:
		at(e.Number).dropped = true
	case audit.DraftSent:
		m.drafted, m.respondBy = m.entered, e.RespondBy
	case audit.ResponseReceived:
		m.responded = m.drafted
	case audit.ReportIssued:
		if !m.entered || !m.drafted || !m.responded && !today.After(m.respondBy) {
			fail("a report too early")
		}
		m.reported = true
	case audit.Disclosed:
		if !m.reported {
			fail("disclosed before the report")
		}
		m.disclosed = true
	case audit.RectificationOrdered:
		at(e.Finding).pending = true
	case audit.RectificationReported, audit.RectificationRefused:
	case audit.RectificationAccepted:
		a := at(e.Finding)
		a.right, a.closed, a.pending, a.stated = e.Amount, true, false, false
	case audit.Referred:
		at(e.Finding).referred = true
	case audit.ReAudited:
		for _, n := range e.Reopened {
			a := at(n)
			a.right, a.closed = 0, false
		}
	case audit.Archived:
		if !m.disclosed {
			fail("archived before it was disclosed")
		}
		for _, o := range e.Open {
			at(o.Finding).stated = true
		}
		for _, a := range m.found {
			if !a.dropped && !a.closed && !a.stated && (!a.referred || a.pending) {
				fail("archived with a finding that is neither closed nor open in public")
			}
		}
		m.archived = true
	case audit.Cancelled:
		m.cancelled = true
	}
	if _, planned := f.Event.(audit.Planned); !planned && !m.commissioned && !m.cancelled {
		fail("nobody was commissioned")
	}
}

// holds compares the state with the paper.
func (m *model) holds(t *rapid.T, a audit.Audit) {
	if a.Completed() != m.reported || (a.Stage == audit.StageArchived) != m.archived || (a.Stage == audit.StageCancelled) != m.cancelled || len(a.Findings) != len(m.found) {
		t.Fatalf("%+v\n%+v", a, *m)
	}
	for i, f := range a.Findings {
		p := m.found[i]
		if f.Amount != p.found || f.PutRight != p.right || f.PutRight > f.Amount || f.Open() != (m.reported && !p.dropped && !p.closed) || f.StandsOpen != p.stated {
			t.Fatalf("finding %d: %+v\n%+v", i+1, f, p)
		}
	}
	if got := a.Offers().(domain.AuditOnRecord); got.Reported.IsZero() == m.reported {
		t.Fatalf("offers %+v", got)
	}
}

var (
	numbers = rapid.IntRange(0, 4)
	sums    = rapid.SampledFrom([]domain.Money{-1, 0, 1, 500, 500, 501, 100_000})
	words   = rapid.SampledFrom([]string{"", "a", "a", "a"})
	days    = rapid.SampledFrom([]domain.Date{{}, {}, day("2016-09-30"), day("2016-12-31"), day("2017-06-30")})

	commands = rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any {
			c := commission()
			c.Reason = words.Draw(t, "reason")
			c.People[1] = person(rapid.IntRange(1, 14).Draw(t, "auditor"))
			return c
		}),
		rapid.Custom(func(t *rapid.T) any { return audit.ServeNotice{Document: words.Draw(t, "document")} }),
		rapid.Custom(func(t *rapid.T) any { return audit.HoldEntryMeeting{Where: words.Draw(t, "where")} }),
		rapid.Custom(func(t *rapid.T) any { return finding(sums.Draw(t, "amount")) }),
		rapid.Custom(func(t *rapid.T) any { return finding(sums.Draw(t, "amount")) }),
		rapid.Custom(func(t *rapid.T) any {
			return audit.DropFinding{Number: numbers.Draw(t, "number"), Reason: words.Draw(t, "reason")}
		}),
		rapid.Just[any](audit.SendDraft{}), rapid.Just[any](audit.SendDraft{}),
		rapid.Just[any](audit.ReceiveResponse{}), rapid.Just[any](report()), rapid.Just[any](report()),
		rapid.Custom(func(t *rapid.T) any {
			return audit.OrderRectification{Finding: numbers.Draw(t, "finding"), What: words.Draw(t, "what"), Due: days.Draw(t, "due")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return audit.ReportRectification{Finding: numbers.Draw(t, "finding"), Amount: sums.Draw(t, "amount"), Document: "a"}
		}),
		rapid.Custom(func(t *rapid.T) any { return audit.AcceptRectification{Finding: numbers.Draw(t, "finding")} }),
		rapid.Custom(func(t *rapid.T) any {
			return audit.RefuseRectification{Finding: numbers.Draw(t, "finding"), Reason: words.Draw(t, "reason"), Due: days.Draw(t, "due")}
		}),
		rapid.Custom(func(t *rapid.T) any { return audit.Refer{Finding: numbers.Draw(t, "finding"), To: "a", Document: "a"} }),
		rapid.Custom(func(t *rapid.T) any {
			return audit.AuditAgain{Audit: "audit-2", Reopened: rapid.SliceOfN(numbers, 0, 2).Draw(t, "reopened")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
				return audit.SendDraft{}
			}
			return audit.Cancel{Reason: "a"}
		}),
	)
)

// next is a command that goes on from a state, or any other.
func next(t *rapid.T, a audit.Audit) any {
	if rapid.IntRange(0, 2).Draw(t, "any") == 0 {
		return commands.Draw(t, "command")
	}
	switch a.Stage {
	case audit.StagePlanned:
		return commission()
	case audit.StageCommissioned:
		return audit.ServeNotice{Document: "a"}
	case audit.StageNotified:
		return audit.HoldEntryMeeting{Where: "a"}
	case audit.StageFieldwork:
		if rapid.Bool().Draw(t, "found") {
			return finding(500)
		}
		return audit.SendDraft{}
	case audit.StageDrafted:
		return report()
	case audit.StageReported, audit.StageDisclosed:
		var said []audit.Say
		var open []audit.Unrectified
		for i, f := range a.Findings {
			if f.Reported() {
				said = append(said, audit.Say{Finding: i + 1, Text: "a"})
			}
			if !f.Closed() && rapid.IntRange(0, 9).Draw(t, "stated") > 0 {
				open = append(open, audit.Unrectified{Finding: i + 1, Reason: "a"})
			}
		}
		if a.Stage == audit.StageReported && rapid.Bool().Draw(t, "disclose") {
			return audit.Disclose{Where: "a", Summary: "a", Findings: said}
		}
		if rapid.IntRange(0, 5).Draw(t, "archive") == 0 {
			return audit.Archive{Number: "a", Open: open}
		}
	}
	number := rapid.IntRange(1, max(1, len(a.Findings))).Draw(t, "number")
	likely := audit.FindingStatus("")
	if number <= len(a.Findings) {
		likely = a.Findings[number-1].Status
	}
	switch likely {
	case audit.StatusStands:
		return audit.OrderRectification{Finding: number, What: "a"}
	case audit.StatusOrdered:
		return audit.ReportRectification{Finding: number, Amount: 1, Document: "a"}
	case audit.StatusAnswered:
		return rapid.SampledFrom([]any{audit.AcceptRectification{Finding: number}, audit.RefuseRectification{Finding: number, Reason: "a"}}).Draw(t, "judged")
	}
	return audit.AuditAgain{Audit: "audit-2", Reopened: []int{number}}
}

// Any commands, in any order, sensible or not: what is accepted is what the paper
// admits, nothing is put right that was not found, and no fold aliases another.
func TestAnyCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := planned(t).Evidence("audit-2", domain.AuditOnRecord{Audited: economic, Reported: day("2018-12-31")})
		now := at("2016-09-01")
		m := &model{}
		m.read(t, s.Facts()[0])
		for range rapid.IntRange(1, 30).Draw(t, "commands") {
			now.Time = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 24, 72, 96, 240, 480}).Draw(t, "hours")) * time.Hour)
			var command any
			s.State(func(a audit.Audit) { command = next(t, a) })
			result := s.When(now, command)
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				continue
			}
			s = result.Accepted()
			m.read(t, s.Facts()[len(s.Facts())-1])
			s.State(func(a audit.Audit) { m.holds(t, a) })
		}
		domaintest.CheckFold(t, catalogue.Audits, s.Facts()...)
	})
}
