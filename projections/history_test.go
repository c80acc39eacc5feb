package projections_test

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
)

// writer appends random histories of a few requests, of property, decisions,
// reforms, work and income, each of which folds.
type writer struct {
	t   *rapid.T
	log *memoryLog
	now time.Time
}

var (
	streams  = []string{"request-a", "request-b", "request-c", "request-d", "request-e", "request-f", "request-g"}
	shanghai = func() *time.Location {
		zone, err := time.LoadLocation("Asia/Shanghai")
		if err != nil {
			panic(err)
		}
		return zone
	}()
)

// write appends up to n events to streams of all kinds.
func (w *writer) write(n int) {
	for range n {
		w.writeTo(rapid.SampledFrom([][]string{streams, propertyStreams, decisionStreams, reformStreams, workStreams, incomeStreams, auditStreams}).Draw(w.t, "kind of stream"), 1)
	}
}

// writeTo appends up to n events to some streams.
func (w *writer) writeTo(to []string, n int) {
	for range n {
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(w.t, "hours")) * time.Hour)
		stream := rapid.SampledFrom(to).Draw(w.t, "stream")
		history := w.log.history(stream)
		for range 6 {
			if e := w.event(stream, history); e != nil && folds(stream, history, e, w.now) {
				w.log.add(w.t, stream, e, w.now)
				break
			}
		}
	}
}

func folds(stream string, history []domain.Recorded, e domain.Event, at time.Time) bool {
	a, err := catalogue.Standard.Aggregate(stream)
	if err != nil {
		panic(err)
	}
	next := domain.Recorded{Fact: domain.Fact{Event: e, OccurredAt: at}, Stream: stream, Revision: int64(len(history))}
	_, err = a.Fold(append(history[:len(history):len(history)], next), domain.AsOf{})
	return err == nil
}

// history decodes a stream.
func (l *memoryLog) history(stream string) []domain.Recorded {
	l.mu.Lock()
	defer l.mu.Unlock()
	var history []domain.Recorded
	for _, i := range l.streams[stream] {
		r := l.records[i]
		d, err := catalogue.Standard.Read(catalogue.Stored{
			ID: r.ID, Stream: r.Stream, Revision: int64(r.Revision), Position: uint64(r.Position),
			Type: r.Type, Data: r.Data, Metadata: r.Metadata,
		})
		if err != nil {
			panic(err)
		}
		history = append(history, d)
	}
	return history
}

// event is what may come next in a stream: a correction, or a fact. Decisions and
// reforms have so long an order of steps that theirs is one of those that follow.
func (w *writer) event(stream string, history []domain.Recorded) domain.Event {
	if len(history) > 0 && rapid.IntRange(0, 3).Draw(w.t, "correct") == 0 {
		return w.correction(history)
	}
	facts := w.facts(stream)
	if len(facts) == 0 {
		return w.factOf(stream)
	}
	facts = slices.DeleteFunc(facts, func(e domain.Event) bool { return !folds(stream, history, e, w.now) })
	if len(facts) == 0 {
		return nil
	}
	return rapid.SampledFrom(facts).Draw(w.t, "step")
}

// facts are the events of a decision or a reform, of which some may follow.
func (w *writer) facts(stream string) []domain.Event {
	switch category, id := domain.SplitStream(stream); category {
	case "decision":
		return w.decisionFacts()
	case "reform":
		return reformFacts("collective-" + id)
	}
	return nil
}

// factOf is any event of a stream, which may not follow.
func (w *writer) factOf(stream string) domain.Event {
	category, _ := domain.SplitStream(stream)
	if category == "request" {
		return w.fact()
	}
	if facts := w.facts(stream); len(facts) > 0 {
		return rapid.SampledFrom(facts).Draw(w.t, "step")
	}
	switch {
	case category == "audit":
		return w.auditFact()
	case category == "enterprise" || category == "training" || category == "project":
		return w.incomeFact(category)
	case slices.ContainsFunc(workStreams, func(s string) bool { return strings.HasPrefix(s, category+"-") }):
		return w.workFact(category)
	}
	return w.propertyFact(category)
}

// fact is any event of a request; most do not follow.
func (w *writer) fact() domain.Event {
	day := func(name string) domain.Date {
		return domain.DateOf(w.now, shanghai).AddDays(rapid.IntRange(-3, 6).Draw(w.t, name))
	}
	note := domain.Note("sealed")
	return rapid.SampledFrom([]func() domain.Event{
		func() domain.Event {
			return request.Submitted{
				Matter: rapid.SampledFrom([]string{"m1", "m2"}).Draw(w.t, "matter"),
				Place:  rapid.SampledFrom([]string{"p1", "p2", "p3"}).Draw(w.t, "place"), Channel: request.Phone,
				People: rapid.IntRange(1, 3).Draw(w.t, "people"), Summary: note,
			}
		},
		func() domain.Event { return w.imported() },
		func() domain.Event {
			return request.Accepted{List: rapid.SampledFrom([]domain.ServiceList{domain.AgentList, domain.ImmediateList}).Draw(w.t, "list"), LimitDays: 2, Due: day("due"), TermsFrom: day("from"), Rules: "r"}
		},
		func() domain.Event { return request.ToldIncomplete{Missing: []string{"paper"}} },
		func() domain.Event { return request.Declined{Reason: note, Rule: "1"} },
		func() domain.Event { return request.Entrusted{Agent: "agent", Originals: []string{"card"}} },
		func() domain.Event {
			return request.PassedOn{To: "office", WorkdaysTaken: rapid.IntRange(0, 4).Draw(w.t, "taken"), WorkdaysAllowed: 3, Rules: "r"}
		},
		func() domain.Event { return request.StepRecorded{Name: "step"} },
		func() domain.Event { return request.DueExtended{Due: day("extended"), Reason: note} },
		func() domain.Event {
			return request.Completed{Outcome: rapid.SampledFrom([]request.Outcome{request.Solved, request.Referred}).Draw(w.t, "outcome"), On: day("on")}
		},
		func() domain.Event {
			return request.Completed{Outcome: request.NotResponsible, On: day("on")}
		},
		func() domain.Event { return request.Replied{How: request.Spoken} },
		func() domain.Event { return request.OriginalsReturned{} },
		func() domain.Event { return request.Rated{Score: rapid.IntRange(1, 5).Draw(w.t, "score")} },
		func() domain.Event { return request.Reopened{Reason: note, Due: day("reopened")} },
		func() domain.Event { return request.Withdrawn{} },
		func() domain.Event { return request.Filed{} },
	}).Draw(w.t, "event")()
}

func (w *writer) imported() domain.Event {
	moment := func(name string) time.Time {
		hours := rapid.IntRange(-80, 200).Draw(w.t, name)
		if hours%7 == 0 {
			return time.Time{} // the source has none
		}
		return monday.Add(time.Duration(hours) * time.Hour)
	}
	return request.Imported{
		Source: "import-1", Number: rapid.IntRange(1, 9).Draw(w.t, "number"),
		Channel:   rapid.SampledFrom([]string{"Internet", "Desk", ""}).Draw(w.t, "channel"),
		StartedAt: moment("started"), Due: moment("due"), EndedAt: moment("ended"),
	}
}

// correction proposes something, or approves what was proposed.
func (w *writer) correction(history []domain.Recorded) domain.Event {
	revision := int64(rapid.IntRange(0, len(history)-1).Draw(w.t, "revision"))
	if _, proposed := history[revision].Event.(domain.CorrectionProposed); proposed {
		return domain.CorrectionApproved{Proposal: revision}
	}
	for i := len(history) - 1; i >= 0 && rapid.Bool().Draw(w.t, "approve"); i-- {
		if _, proposed := history[i].Event.(domain.CorrectionProposed); proposed {
			return domain.CorrectionApproved{Proposal: int64(i)}
		}
	}
	p := domain.CorrectionProposed{Kind: domain.Clerical, Reason: domain.Note("slip"), Basis: "minutes"}
	at := w.now.Add(-time.Hour)
	switch rapid.IntRange(0, 2).Draw(w.t, "kind") {
	case 0:
		p.Void = []int64{revision}
	case 1:
		p.Amend = []domain.Amendment{{Revision: revision, Event: domain.Payload{Event: w.like(history[revision])}, OccurredAt: at}}
	default:
		p.Insert = []domain.Insertion{{After: revision, Event: domain.Payload{Event: w.factOf(history[0].Stream)}, OccurredAt: at}}
	}
	return p
}

// like is another event of the same type, so that an amendment often folds.
func (w *writer) like(r domain.Recorded) domain.Event {
	other := func(e domain.Event) bool { return e.EventType() != r.Event.EventType() }
	if facts := slices.DeleteFunc(w.facts(r.Stream), other); len(facts) > 0 {
		return rapid.SampledFrom(facts).Draw(w.t, "alike")
	}
	for range 30 {
		if f := w.factOf(r.Stream); !other(f) {
			return f
		}
	}
	return w.factOf(r.Stream)
}
