package request_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
)

// Any commands, in any order, sensible or not: a refusal always has a code, an
// accepted history folds again to the same state (which the scenario checks),
// what must hold of every request holds, and no fold aliases another.
func TestAnyCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SampledFrom(domain.ServiceList("").Codes()).Draw(t, "list")
		s := known(t, onList(domain.ServiceList(list.Code), rapid.IntRange(0, 10).Draw(t, "limit"))).
			Evidence("request-2", domain.ServiceRequest{Matter: "M1"})
		now := at("2016-09-01")
		for range rapid.IntRange(1, 30).Draw(t, "commands") {
			now.Time = now.Add(time.Duration(rapid.IntRange(-1, 72).Draw(t, "hours")) * time.Hour)
			next := commands
			if rapid.Bool().Draw(t, "sensible") {
				s.State(func(r request.Request) { next = sensible(r.Status) })
			}
			result := s.When(now, next.Draw(t, "command"))
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				continue
			}
			s = result.Accepted()
			s.State(func(r request.Request) { invariants(t, r, s.Facts()) })
		}
		domaintest.CheckFold(t, requests, s.Facts()...)
	})
}

// invariants is the model: what the counts and flags of a state say of the
// facts that it was made of, computed another way.
func invariants(t *rapid.T, r request.Request, facts []domain.Fact) {
	count := map[string]int{}
	sinceReopened := map[string]int{}
	for _, f := range facts {
		count[f.Event.EventType()]++
		sinceReopened[f.Event.EventType()]++
		if _, ok := f.Event.(request.Reopened); ok {
			clear(sinceReopened)
		}
	}
	for name, holds := range map[string]bool{
		"closed has a time, open has none":  r.Open() == r.ClosedAt.IsZero(),
		"an outcome is of a completion":     (r.Outcome != "") == (sinceReopened["request.completed"] == 1),
		"completed once a round":            sinceReopened["request.completed"] <= 1,
		"told once":                         count["request.told-incomplete"] <= 1,
		"replied once a round":              sinceReopened["request.replied"] <= 1,
		"rated once a completion":           count["request.rated"] <= count["request.completed"],
		"a rating follows a reply":          sinceReopened["request.rated"] <= sinceReopened["request.replied"],
		"filed is completed":                r.Status != request.StatusFiled || r.Outcome != "",
		"filed is replied":                  r.Status != request.StatusFiled || r.Answered,
		"filed holds no originals":          r.Status != request.StatusFiled || !r.OriginalsHeld,
		"returned at most as often as lent": count["request.originals-returned"] <= count["request.entrusted"],
		"only agents entrust and pass on":   r.List == domain.AgentList || count["request.entrusted"]+count["request.passed-on"] == 0,
		"passed on only after entrusting":   count["request.passed-on"] <= count["request.entrusted"],
		"an agent's solution was passed on": r.List != domain.AgentList || r.Outcome != request.Solved || count["request.passed-on"] > 0,
		"accepted at most once":             count["request.accepted"] <= 1,
		"steps":                             r.Steps == count["request.step-recorded"],
		"reopenings":                        r.Reopened == count["request.reopened"],
		"extensions":                        r.Extended == count["request.due-extended"],
		"marks":                             r.Ratings == count["request.rated"],
	} {
		if !holds {
			t.Fatalf("does not hold: %s\n%+v\n%v", name, r, count)
		}
	}
}

var (
	texts  = rapid.SampledFrom([]string{"", "a", "镇民政办"})
	notes  = rapid.Map(texts, domain.Note)
	papers = rapid.SliceOfN(rapid.SampledFrom([]string{card, book, "驾驶证"}), 0, 2)
	days   = rapid.Map(rapid.IntRange(-10, 60), func(n int) domain.Date { return domain.NewDate(2016, time.September, 1+n) })

	commands = rapid.OneOf(
		always(submit), always(request.Accept{}), always(request.ReturnOriginals{}), always(request.File{}),
		rapid.Custom(func(t *rapid.T) any {
			c := foreign()
			c.ID = uuid.Max
			if rapid.Bool().Draw(t, "open") {
				c.EndedAt = time.Time{}
			}
			return c
		}),
		rapid.Custom(func(t *rapid.T) any { return request.TellIncomplete{Missing: papers.Draw(t, "missing")} }),
		rapid.Custom(func(t *rapid.T) any {
			return request.Decline{Reason: notes.Draw(t, "reason"), Rule: texts.Draw(t, "rule")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return request.Entrust{Agent: texts.Draw(t, "agent"), Originals: papers.Draw(t, "originals")}
		}),
		rapid.Custom(func(t *rapid.T) any { return request.Assign{Handler: texts.Draw(t, "handler")} }),
		rapid.Custom(func(t *rapid.T) any { return request.PassOn{To: texts.Draw(t, "to")} }),
		rapid.Custom(func(t *rapid.T) any { return request.RecordStep{Name: texts.Draw(t, "name")} }),
		rapid.Custom(func(t *rapid.T) any { return request.Supervise{By: texts.Draw(t, "by")} }),
		rapid.Custom(func(t *rapid.T) any {
			return request.ExtendDue{Due: days.Draw(t, "due"), Reason: notes.Draw(t, "reason")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return request.Complete{
				Outcome:   rapid.SampledFrom([]request.Outcome{request.Solved, request.Solved, request.Duplicate, request.Referred, "x"}).Draw(t, "outcome"),
				Reference: rapid.SampledFrom([]string{"", "", "request-2", "request-", "request-1", "办"}).Draw(t, "reference"),
			}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return request.Reply{How: rapid.SampledFrom([]request.ReplyForm{request.Spoken, "x"}).Draw(t, "how")}
		}),
		rapid.Custom(func(t *rapid.T) any { return request.Rate{Score: rapid.IntRange(0, 6).Draw(t, "score")} }),
		rapid.Custom(func(t *rapid.T) any {
			c := request.Reopen{Reason: notes.Draw(t, "reason")}
			if rapid.Bool().Draw(t, "dated") {
				c.Due = days.Draw(t, "due")
			}
			return c
		}),
		always(request.Withdraw{}),
	)
)

// sensible is what usually follows, so that long histories come about.
func sensible(s request.Status) *rapid.Generator[any] {
	switch s {
	case "":
		return always(submit)
	case request.StatusSubmitted, request.StatusIncomplete:
		return always(request.Accept{})
	case request.StatusAccepted:
		return rapid.OneOf(always(request.Entrust{Agent: "a", Originals: []string{card}}), always(request.RecordStep{Name: "a"}))
	case request.StatusEntrusted:
		return always(request.PassOn{To: "a"})
	case request.StatusHandling:
		return rapid.OneOf(always(request.Complete{Outcome: request.Solved}), always(request.Entrust{Agent: "a"}), always(request.RecordStep{Name: "a"}))
	case request.StatusCompleted:
		return always(request.Reply{How: request.Spoken})
	case request.StatusReplied:
		return rapid.OneOf(always(request.ReturnOriginals{}), always(request.Rate{Score: 4}), always(request.File{}))
	}
	return rapid.OneOf(always(request.Reopen{Reason: why}), always(request.Reopen{Reason: why, Due: day("2016-12-30")}))
}

func always(command any) *rapid.Generator[any] { return rapid.Just(command) }
