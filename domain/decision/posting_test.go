package decision_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// The town approves disposals and reform plans between the vote and the
// adoption.
func TestTownApproval(t *testing.T) {
	c := works
	c.Kind, c.Meeting = domain.Disposal, ""
	v := by(600, 600)
	v.Base = domain.Adults
	voted := county(t).When(at("2016-09-01"), c).When(consult).When(review).
		When(decision.GiveNotice{MeetingOn: day("2016-09-11"), Where: "公示栏"}).
		When(at("2016-09-11"), v).Accepted()
	status(t, voted, decision.StatusCarried)
	voted.When(decision.Conclude{}).Rejected("town_approval_missing")
	voted.When(decision.ApproveByTown{By: "相州镇"}).Rejected("field_missing")
	voted.When(decision.ApproveByTown{Document: "相政发〔2016〕7号"}).Rejected("field_missing")

	approved := voted.When(at("2016-09-20"), decision.ApproveByTown{By: "相州镇", Document: "相政发〔2016〕7号"}).
		Then(decision.TownApproved{On: day("2016-09-20"), By: "相州镇", Document: "相政发〔2016〕7号"})
	approved.When(decision.ApproveByTown{By: "相州镇", Document: "a"}).Rejected("town_decided")
	approved.When(decision.RefuseByTown{By: "相州镇", Document: "a"}).Rejected("town_decided")
	done := approved.When(at("2016-09-21"), decision.Conclude{}).Then(decision.Adopted{On: day("2016-09-21"), Rules: "zhucheng-2015"})
	domaintest.CheckFold(t, decisions, done.Facts()...)

	refused := voted.When(at("2016-09-20"), decision.RefuseByTown{By: "相州镇", Document: "相政发〔2016〕8号"}).
		Then(decision.TownRefused{On: day("2016-09-20"), By: "相州镇", Document: "相政发〔2016〕8号"})
	status(t, refused, decision.StatusNotCarried)
	refused.When(decision.ApproveByTown{By: "相州镇", Document: "a"}).Rejected("not_carried")
	rejected := refused.When(decision.Conclude{}).Then(decision.Rejected{On: day("2016-09-20"), Step: decision.TownApproval})
	rejected.State(func(d decision.Decision) {
		if d.Ended != day("2016-09-20") || d.TownDecided != day("2016-09-20") || d.TownOffice != "相州镇" || d.TownDocument != "相政发〔2016〕8号" {
			t.Errorf("%+v", d)
		}
	})
	domaintest.CheckFold(t, decisions, rejected.Facts()...)

	// It is not asked about anything else.
	toVote(t).When(passing).When(decision.ApproveByTown{By: "相州镇", Document: "a"}).Rejected("town_not_asked")
	toVote(t).When(passing).When(decision.RefuseByTown{By: "相州镇", Document: "a"}).Rejected("town_not_asked")
}

// Seven working days after Friday 30 September 2016, across the National Day
// holiday and the worked weekend after it, end on Friday 14 October. The sixth
// is the 13th.
func TestPosting(t *testing.T) {
	s := posted(t)
	for when, want := range map[string][2]string{
		"2016-10-13 23:59": {"", "still_posted"}, // six working days
		"2016-10-14 23:59": {"", "still_posted"}, // seven
		"2016-10-15 00:00": {"posting_over", ""},
	} {
		for i, command := range []any{decision.RaiseObjection{Text: text}, decision.ReportImplementation{Summary: "已实施"}} {
			r := s.When(at(when), command)
			if got := domain.CodeOf(r.Err()); got != want[i] {
				t.Errorf("%T at %s: %q (%v), want %q", command, when, got, r.Err(), want[i])
			}
		}
	}
	if r := resolution(t, s); r.Binds != day("2016-10-15") || r.Disclosed != day("2016-09-30") {
		t.Errorf("offers %+v", r)
	}

	// What is recorded late is posted from then on, save in a foreign history.
	late := adopted(t).RecordedLater(9 * 24 * time.Hour)
	late.When(at("2016-09-30"), decision.Disclose{Where: "公示栏"}).Then(decision.Disclosed{
		On: day("2016-09-30"), Where: "公示栏", Workdays: 7, From: day("2016-10-09"), PostedUntil: day("2016-10-18"), Binds: day("2016-10-19"), Rules: "zhucheng-2015",
	})
	late.Foreign().When(at("2016-09-30"), decision.Disclose{Where: "公示栏"}).State(func(d decision.Decision) {
		if d.PostedUntil != day("2016-10-14") {
			t.Errorf("posted until %s", d.PostedUntil)
		}
	})
}

func TestObjections(t *testing.T) {
	zhang := uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000001")
	s := posted(t).
		When(at("2016-10-09"), decision.RaiseObjection{Text: text, By: domain.About(zhang, "张三")}).
		Then(decision.ObjectionRaised{
			Number: 1, On: day("2016-10-09"), By: domain.About(zhang, "张三"), Text: text, Workdays: 10, AnswerBy: day("2016-10-21"), Rules: "zhucheng-2015",
		}).
		When(at("2016-10-14"), decision.RaiseObjection{Text: text}).Accepted()
	if r := resolution(t, s); r.Open != 2 {
		t.Errorf("%d open", r.Open)
	}
	s.When(at("2016-10-20"), decision.ReportImplementation{Summary: "a"}).Rejected("objection_open")
	s.When(decision.AnswerObjection{Number: 3, Text: text}).Rejected("no_such_objection")
	s.When(decision.AnswerObjection{Text: text}).Rejected("no_such_objection")
	one := s.When(at("2016-10-20"), decision.AnswerObjection{Number: 2, Text: text}).Accepted()
	one.When(decision.AnswerObjection{Number: 2, Text: text}).Rejected("answered_already")
	one.When(decision.ReportImplementation{Summary: "a"}).Rejected("objection_open")
	both := one.When(at("2016-11-20"), decision.AnswerObjection{Number: 1, Text: text}).Accepted() // late, and so on record
	both.State(func(d decision.Decision) {
		if o := d.Objections[0]; !o.Answered.After(o.AnswerBy) || d.OpenObjections() != 0 || d.Status != decision.StatusDisclosed {
			t.Errorf("%+v", d)
		}
	})
	both.When(decision.ReportImplementation{Summary: "a"}).Accepted()
	domaintest.CheckFold(t, decisions, both.Facts()...)
}

// Several objections, each of its own number.
func TestManyObjections(t *testing.T) {
	s := posted(t)
	for n := range 5 {
		s = s.When(decision.RaiseObjection{Text: text}).Accepted()
		s.State(func(d decision.Decision) {
			if d.Objections[n].Number != n+1 || d.OpenObjections() != n+1 {
				t.Errorf("%+v", d.Objections)
			}
		})
	}
	s = s.When(decision.AnswerObjection{Number: 4, Text: text}).Accepted()
	domaintest.CheckFold(t, decisions, s.Facts()...)
}

// Who objects and is not known yet becomes a subject; nobody need say who they
// are.
func TestWhoObjects(t *testing.T) {
	posted(t).When(decision.RaiseObjection{Text: text, By: domain.About(uuid.Nil, "张三")}).State(func(d decision.Decision) {
		if len(d.Objections) != 1 {
			t.Error("no objection")
		}
	})
	r := posted(t).When(decision.RaiseObjection{Text: text, By: domain.About(uuid.Nil, "张三")})
	if e := r.Events()[0].(decision.ObjectionRaised); e.By.Subject == uuid.Nil {
		t.Error("no subject")
	}
	r = posted(t).When(decision.RaiseObjection{Text: text})
	if e := r.Events()[0].(decision.ObjectionRaised); !e.By.IsZero() {
		t.Error("somebody is named")
	}
}

// An objection that is upheld overturns the decision.
func TestAnUpheldObjectionOverturns(t *testing.T) {
	two := posted(t).When(decision.RaiseObjection{Text: text}).When(decision.RaiseObjection{Text: text}).Accepted()
	s := two.When(at("2016-10-10"), decision.AnswerObjection{Number: 1, Upheld: true, Text: text}).
		Then(decision.ObjectionAnswered{Number: 1, On: day("2016-10-10"), Upheld: true, Text: text})
	status(t, s, decision.StatusOverturned)
	if r := resolution(t, s); !r.Void {
		t.Errorf("offers %+v", r)
	}
	s.When(at("2016-10-14"), decision.RaiseObjection{Text: text}).Rejected("overturned")
	s.When(at("2016-10-20"), decision.ReportImplementation{Summary: "a"}).Rejected("overturned")
	s.When(decision.DiscloseResults{Where: "a"}).Rejected("not_implemented")
	s.When(decision.Conclude{}).Rejected("adopted_already")
	// Who else objected is answered all the same, and nothing rises again.
	for _, upheld := range []bool{false, true} {
		after := s.When(at("2016-10-11"), decision.AnswerObjection{Number: 2, Upheld: upheld, Text: text}).Accepted()
		after.State(func(d decision.Decision) {
			if d.Status != decision.StatusOverturned || d.Ended != day("2016-10-10") || d.OpenObjections() != 0 {
				t.Errorf("%+v", d)
			}
		})
		domaintest.CheckFold(t, decisions, after.Facts()...)
	}
}

// Results are disclosed within ten working days of the report; later is a fact
// like any other.
func TestResults(t *testing.T) {
	s := posted(t).When(at("2016-10-17"), decision.ReportImplementation{Summary: "已实施"}).Accepted()
	s.State(func(d decision.Decision) {
		if d.ResultsBy != day("2016-10-31") {
			t.Errorf("results by %s", d.ResultsBy)
		}
	})
	s.When(at("2016-12-01"), decision.DiscloseResults{Where: "公示栏"}).State(func(d decision.Decision) {
		if !d.ResultsDisclosed.After(d.ResultsBy) || d.Status != decision.StatusClosed {
			t.Errorf("%+v", d)
		}
	})
}
