package request_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
)

func TestCompletion(t *testing.T) {
	g := guided(t)
	other := domain.ServiceRequest{Matter: "M1"}
	duplicate := request.Complete{Outcome: request.Duplicate, Reference: "request-2"}

	g.When(at("2016-09-30"), request.Complete{Outcome: request.Solved, Note: why}).
		Then(request.Completed{Outcome: request.Solved, On: day("2016-09-30"), Note: why})
	g.Evidence("request-2", other).When(duplicate).Accepted()
	g.When(duplicate).Rejected("no_such_evidence")
	g.When(request.Complete{Outcome: request.Duplicate}).Rejected("reference_missing")
	g.When(request.Complete{Outcome: request.Duplicate, Reference: "matter-M1"}).Rejected("reference_missing")
	g.Stream("request-2").Evidence("request-2", other).When(duplicate).Rejected("reference_missing")
	g.When(request.Complete{Outcome: request.Referred}).Rejected("field_missing")
	g.When(request.Complete{Outcome: request.Referred, Reference: "县民政局"}).Accepted()
	g.When(request.Complete{Outcome: request.Solved, Reference: "县民政局"}).Rejected("no_reference")
	g.When(request.Complete{Outcome: "done"}).Rejected("code_unknown")

	c := completed(t, request.CouldNotBeSolved)
	c.When(request.Complete{Outcome: request.Solved}).Rejected("closed")
	c.When(request.RecordStep{Name: "a"}).Rejected("closed")
	c.State(func(r request.Request) {
		if r.Outcome == request.Solved || r.Open() || !r.AwaitsReply() {
			t.Errorf("closed is not solved: %+v", r)
		}
	})
}

func TestReply(t *testing.T) {
	guided(t).When(request.Reply{How: request.Spoken}).Rejected("not_completed")
	c := completed(t, request.Solved)
	c.When(request.Reply{How: "sign"}).Rejected("code_unknown")
	c.When(request.Reply{How: request.Spoken}).When(request.Reply{How: request.Written}).Rejected("already_replied")
}

func TestRating(t *testing.T) {
	r := replied(t)
	for score, code := range map[int]string{0: "rating_out_of_range", 6: "rating_out_of_range", -1: "rating_out_of_range"} {
		r.When(request.Rate{Score: score}).Rejected(code)
	}
	r.When(request.Rate{Score: 1}).Then(request.Rated{Score: 1})
	rated := r.When(request.Rate{Score: 5}).Then(request.Rated{Score: 5})
	rated.When(request.Rate{Score: 4}).Rejected("already_rated")
	completed(t, request.Solved).When(request.Rate{Score: 3}).Rejected("not_replied")
	guided(t).When(request.Rate{Score: 3}).Rejected("not_completed")
	r.When(request.File{}).When(request.Rate{Score: 3}).Rejected("filed")

	// Once per completion: both marks stay on record.
	rated.When(request.Reopen{Reason: why}).
		When(request.Rate{Score: 2}).Rejected("not_completed").
		When(request.Complete{Outcome: request.Solved}).
		When(request.Reply{How: request.Spoken}).
		When(request.Rate{Score: 2}).
		State(func(r request.Request) {
			if r.Rating != 2 || r.Ratings != 2 || r.RatingSum != 7 {
				t.Errorf("rating %d, %d marks, sum %d", r.Rating, r.Ratings, r.RatingSum)
			}
		})
}

func TestFiling(t *testing.T) {
	guided(t).When(request.File{}).Rejected("not_completed")
	completed(t, request.Solved).When(request.File{}).Rejected("not_replied")
	f := replied(t).When(request.File{}).Then(request.Filed{})
	for _, command := range []any{
		request.Accept{}, request.RecordStep{Name: "a"}, request.Supervise{By: "a"}, request.Reply{How: request.Spoken},
		request.Complete{Outcome: request.Solved}, request.Rate{Score: 1}, request.Withdraw{}, request.File{},
		request.Assign{Handler: "a"}, request.ReturnOriginals{}, request.PassOn{To: "a"},
	} {
		f.When(command).Rejected("filed")
	}
}

func TestOriginalsComeBackBeforeFiling(t *testing.T) {
	c := entrusted(t).When(request.PassOn{To: "镇民政办"}).When(request.Complete{Outcome: request.Solved}).Accepted()
	c.When(request.ReturnOriginals{}).Rejected("not_replied")
	r := c.When(request.Reply{How: request.Spoken}).Accepted()
	r.When(request.File{}).Rejected("originals_not_returned")
	back := r.When(request.ReturnOriginals{}).Then(request.OriginalsReturned{})
	back.When(request.ReturnOriginals{}).Rejected("no_originals")
	back.When(request.File{}).Accepted()

	// No originals handed over, none to return.
	none := accepted(t, domain.AgentList, 10).When(request.Entrust{Agent: "a"}).When(request.PassOn{To: "b"}).
		When(request.Complete{Outcome: request.Solved}).When(request.Reply{How: request.Spoken}).Accepted()
	none.When(request.ReturnOriginals{}).Rejected("no_originals")
	none.When(request.File{}).Accepted()
}

func TestReopening(t *testing.T) {
	guided(t).When(request.Reopen{Reason: why}).Rejected("still_open")
	f := replied(t).When(request.File{}).Accepted()
	f.When(request.Reopen{}).Rejected("field_missing")
	// Five working days from Monday 10 October 2016.
	again := f.When(at("2016-10-10"), request.Reopen{Reason: why}).Then(request.Reopened{Reason: why, Due: day("2016-10-17")})
	f.When(at("2016-10-10"), request.Reopen{Reason: why, Due: day("2016-10-17")}).Accepted()
	f.When(at("2016-10-10"), request.Reopen{Reason: why, Due: day("2016-10-18")}).Rejected("not_on_its_terms")
	again.State(func(r request.Request) {
		if !r.Open() || r.Reopened != 1 || r.Outcome != "" || !r.ClosedAt.IsZero() || r.Due != day("2016-10-17") {
			t.Errorf("reopened: %+v", r)
		}
		if r.Late(day("2016-10-17"), domaintest.Zone) || !r.Late(day("2016-10-18"), domaintest.Zone) {
			t.Error("lateness counts from the new due date")
		}
	})
	again.When(request.File{}).Rejected("not_completed")
	again.When(request.Accept{}).Rejected("already_accepted")
	again.When(request.Complete{Outcome: request.Solved}).When(request.File{}).Rejected("not_replied")
	completed(t, request.Solved).When(request.Reopen{Reason: why}).Accepted()
}

func TestReopeningWhatWasDeclined(t *testing.T) {
	d := known(t, onList(domain.GuidedList, 5)).Given(at("2016-09-28"), submitted).
		When(request.Decline{Reason: why, Rule: "r"}).Accepted()
	d.When(request.Reopen{Reason: why, Due: day("2016-10-20")}).Rejected("not_on_its_terms")
	again := d.When(request.Reopen{Reason: why}).Then(request.Reopened{Reason: why})
	status(t, again, request.StatusSubmitted)
	again.When(request.Complete{Outcome: request.Solved}).Rejected("not_accepted")
	again.When(request.Accept{}).Accepted()
}

// A new round of the agent list may be entrusted and passed on again, and need
// not be.
func TestReopeningOnTheAgentList(t *testing.T) {
	c := entrusted(t).When(at("2016-10-10"), request.PassOn{To: "镇民政办"}).
		When(request.Complete{Outcome: request.Solved}).When(at("2016-10-11"), request.Reopen{Reason: why}).Accepted()
	c.When(request.Complete{Outcome: request.Solved}).Accepted()
	c.When(request.PassOn{To: "县民政局"}).Rejected("not_entrusted")
	again := c.When(request.Entrust{Agent: "agent-2"}).Accepted()
	again.When(at("2016-10-12"), request.PassOn{To: "县民政局"}).
		Then(request.PassedOn{To: "县民政局", WorkdaysTaken: 1, WorkdaysAllowed: 3, Rules: "zhucheng-2015"}).
		State(func(r request.Request) {
			if !r.LatePassOn || !r.OriginalsHeld {
				t.Error("what was late and what is held stays so")
			}
		})
}

func TestLateness(t *testing.T) {
	g := guided(t) // due on 2016-10-10
	g.State(func(r request.Request) {
		if r.Late(day("2016-10-10"), domaintest.Zone) || !r.Late(day("2016-10-11"), domaintest.Zone) {
			t.Error("an open request is late from the day after it is due")
		}
	})
	done := request.Complete{Outcome: request.Solved}
	for when, late := range map[string]bool{"2016-10-10 23:59": false, "2016-10-11 00:00": true} {
		g.When(at(when), done).State(func(r request.Request) {
			if r.ClosedLate(domaintest.Zone) != late || r.Late(day("2016-10-10"), domaintest.Zone) != late {
				t.Errorf("closed at %s: late %t", when, r.ClosedLate(domaintest.Zone))
			}
		})
	}
	known(t, onList(domain.GuidedList, 5)).Given(submitted).State(func(r request.Request) {
		if _, ok := r.Days(domaintest.Zone); ok || r.Late(day("2030-01-01"), domaintest.Zone) {
			t.Error("nothing is due before acceptance, and an open request took no days")
		}
	})
}
