package projections_test

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/projections"
)

var auditStreams = []string{"audit-a", "audit-b", "audit-c"}

// auditFact is any event of an audit; of what is sealed there is a text that no
// view may hold.
func (w *writer) auditFact() domain.Event {
	day := func() domain.Date { return firstDay.AddDays(rapid.IntRange(-3, 20).Draw(w.t, "day")) }
	money := func() domain.Money { return domain.Money(rapid.IntRange(0, 9).Draw(w.t, "money")) * 100 }
	number := func() int { return rapid.IntRange(1, 3).Draw(w.t, "number") }
	who := domain.About(domain.Subject{1}, "sealed")
	return rapid.SampledFrom([]func() domain.Event{
		func() domain.Event {
			return audit.Planned{
				Audited: rapid.SampledFrom([]string{"collective-x", "community-y"}).Draw(w.t, "audited"), Community: "community-y",
				Year: rapid.IntRange(2016, 2017).Draw(w.t, "year"), Kind: audit.Annual, From: day(), To: day(), Document: "d",
			}
		},
		func() domain.Event {
			return audit.Commissioned{On: day(), By: "b", Institution: "i", Auditors: []audit.Auditor{{Name: "甲", Person: who}, {Name: "乙", Person: who}}, Kin: []domain.Personal{who}, Document: "d", Rules: "r"}
		},
		func() domain.Event { return audit.NoticeServed{On: day(), Document: "d", EntryFrom: day(), Rules: "r"} },
		func() domain.Event { return audit.EntryMeetingHeld{On: day(), Where: "w"} },
		func() domain.Event {
			return audit.FindingRaised{Number: number(), Category: audit.Misuse, Amount: money(), Papers: []string{"p"}, What: domain.Note("sealed")}
		},
		func() domain.Event { return audit.FindingDropped{Number: number(), Reason: "r"} },
		func() domain.Event { return audit.DraftSent{On: day(), RespondBy: day(), Rules: "r"} },
		func() domain.Event { return audit.ResponseReceived{On: day(), Text: domain.Note("sealed")} },
		func() domain.Event {
			return audit.ReportIssued{On: day(), Document: "报", Opinion: audit.Qualified, DiscloseBy: day(), Rules: "r"}
		},
		func() domain.Event { return audit.Disclosed{On: day(), Where: "w", Summary: "s"} },
		func() domain.Event {
			return audit.RectificationOrdered{Finding: number(), On: day(), What: "w", Due: day(), Rules: "r"}
		},
		func() domain.Event {
			return audit.RectificationReported{Finding: number(), On: day(), Amount: money(), Document: "d", What: domain.Note("sealed")}
		},
		func() domain.Event { return audit.RectificationAccepted{Finding: number(), On: day(), Amount: money()} },
		func() domain.Event {
			return audit.RectificationRefused{Finding: number(), On: day(), Reason: "r", Due: day(), Rules: "r"}
		},
		func() domain.Event { return audit.Referred{Finding: number(), On: day(), To: "纪委", Document: "d"} },
		func() domain.Event { return audit.ReAudited{On: day(), Audit: "audit-z", Reopened: []int{number()}} },
		func() domain.Event { return audit.Archived{On: day(), Number: "1"} },
		func() domain.Event { return audit.Cancelled{Reason: "r"} },
	}).Draw(w.t, "audit")()
}

// auditLike is an event of the type of another, or any.
func (w *writer) auditLike(e domain.Event) domain.Event {
	for range 30 {
		if f := w.auditFact(); f.EventType() == e.EventType() {
			return f
		}
	}
	return w.auditFact()
}

// auditNext is an event that goes on from how an audit stands.
func (w *writer) auditNext(stream string) domain.Event {
	a, ok := stateOf[audit.Audit](w.t, w.log, stream)
	next := map[audit.Stage]domain.Event{
		audit.StagePlanned:      audit.Commissioned{},
		audit.StageCommissioned: audit.NoticeServed{}, audit.StageNotified: audit.EntryMeetingHeld{}, audit.StageDrafted: audit.ReportIssued{},
	}
	switch {
	case !ok:
		return w.auditLike(audit.Planned{})
	case next[a.Stage] != nil:
		return w.auditLike(next[a.Stage])
	case a.Stage == audit.StageFieldwork && len(a.Findings) < 3:
		e := w.auditLike(audit.FindingRaised{})
		if f, is := e.(audit.FindingRaised); is {
			f.Number = len(a.Findings) + 1
			return f
		}
		return e
	case a.Stage == audit.StageFieldwork:
		return w.auditLike(audit.DraftSent{})
	case a.Stage == audit.StageReported:
		e := audit.Disclosed{On: firstDay, Where: "w", Summary: "s"}
		for i, f := range a.Findings {
			if f.Reported() {
				e.Findings = append(e.Findings, audit.Statement{Finding: i + 1, Text: "问题" + strconv.Itoa(i+1)})
			}
		}
		return e
	case a.Stage == audit.StageDisclosed && rapid.IntRange(0, 9).Draw(w.t, "archive") == 0:
		e := audit.Archived{On: firstDay, Number: "1"}
		for i, f := range a.Findings {
			if !f.Closed() {
				e.Open = append(e.Open, audit.StandingOpen{Finding: i + 1, Reason: "r"})
			}
		}
		return e
	}
	return w.auditFact()
}

// The rows and sums of audits are those of the folds of their streams, and what is
// due of them is owed.
func TestAuditsAreModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		for range rapid.IntRange(20, 120).Draw(t, "events") {
			w.now = w.now.Add(time.Hour)
			stream := rapid.SampledFrom(auditStreams).Draw(t, "stream")
			history := w.log.history(stream)
			e := w.auditNext(stream)
			if len(history) > 0 && rapid.IntRange(0, 9).Draw(t, "otherwise") == 0 {
				e = w.event(stream, history)
			}
			if e != nil && folds(stream, history, e, w.now) {
				w.log.add(t, stream, e, w.now)
			}
		}
		v, stop := started(t, projections.Config{Dir: filepath.Join(base, strconv.Itoa(folders)), Store: w.log, Catalogue: catalogue.Standard})
		defer stop()
		waitFor(t, v, w.log.last())
		checkAudits(t, v, w)
		checkRebuilt(t, v)
	})
}

func checkAudits(t *rapid.T, v *projections.Views, w *writer) {
	today := firstDay.AddDays(rapid.IntRange(-2, 22).Draw(t, "day of audits"))
	sums := map[int]projections.AuditTotals{}
	owed, late, audits := map[string]int{}, 0, 0
	for _, stream := range auditStreams {
		s, ok := stateOf[audit.Audit](t, w.log, stream)
		if !ok {
			continue
		}
		audits++
		row := read(t, v, func(q *projections.Query) (projections.Audit, error) { return q.Audit(stream, today) })
		findings := read(t, v, func(q *projections.Query) ([]projections.AuditFinding, error) { return q.AuditFindings(stream) })
		if row.Audited != s.Audited || row.Year != s.Year || row.Stage != s.Stage || row.Completed() != s.Completed() || row.Reported != s.Reported ||
			row.DiscloseBy != s.DiscloseBy || row.Disclosed != s.Disclosed || row.Again != s.Again || len(row.Auditors) != len(s.Auditors) || len(findings) != len(s.Findings) {
			t.Fatalf("%s: got %+v with %+v, want %+v", stream, row, findings, s)
		}
		sum := sums[s.Year]
		isLate := false
		for i, f := range s.Findings {
			g := findings[i]
			if g.Number != i+1 || g.Status != f.Status || g.Amount != f.Amount || g.PutRight != f.PutRight || g.Text != f.Text || g.Overdue(today) != f.Late(today) ||
				g.StandsOpen != f.StandsOpen || g.Referred != f.Referred || len(g.Course) != len(f.Course) || g.Course[len(g.Course)-1].Turn != f.Course[len(f.Course)-1].Turn {
				t.Fatalf("%s: got %+v, want %+v", stream, g, f)
			}
			if f.Status == audit.StatusOrdered {
				owed["rectification"]++
			}
			if !f.Reported() {
				continue
			}
			sum.Findings++
			sum.Found += f.Amount
			sum.PutRight += f.PutRight
			if f.Open() {
				sum.Open++
			}
			if f.Late(today) {
				sum.Overdue++
				isLate = true
			}
		}
		if row.Overdue(today) != isLate {
			t.Fatalf("%s on %s: got %+v, want it late: %t", stream, today, row, isLate)
		}
		if isLate {
			late++
		}
		if s.Completed() && s.Disclosed.IsZero() {
			owed["audit-report"]++
		}
		if s.Stage == audit.StageCancelled {
			sum.Cancelled++
		} else {
			sum.Planned++
		}
		if s.Completed() {
			sum.Completed++
		}
		sums[s.Year] = sum
	}
	years := read(t, v, func(q *projections.Query) ([]projections.TownAudits, error) {
		return q.AuditsByTown(projections.AuditFilter{Today: today})
	})
	if len(years) != len(sums) { // no place is on record here
		t.Fatalf("got %+v, want %+v", years, sums)
	}
	for _, got := range years {
		if got.AuditTotals != sums[got.Year] {
			t.Fatalf("%d on %s: got %+v, want %+v", got.Year, today, got.AuditTotals, sums[got.Year])
		}
	}
	for standing, want := range map[projections.FindingsStanding]int{"": audits, projections.FindingsOverdue: late} {
		got := read(t, v, func(q *projections.Query) (int, error) {
			_, n, err := q.Audits(projections.AuditFilter{Findings: standing, Today: today}, "overdue", projections.Page{})
			return n, err
		})
		if got != want {
			t.Fatalf("%q on %s: got %d, want %d", standing, today, got, want)
		}
	}
	for kind, want := range owed {
		got := read(t, v, func(q *projections.Query) (int, error) {
			_, n, err := q.Obligations(projections.ObligationFilter{Today: today, Kind: projections.Is(projections.ObligationKind(kind))}, "due", projections.Page{})
			return n, err
		})
		if got != want {
			t.Fatalf("owed %s: got %d, want %d", kind, got, want)
		}
	}
}
