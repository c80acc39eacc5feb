package projections_test

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/projections"
)

// checkGovernance compares the rows of decisions and reforms, what rests on
// decisions, and what is owed, with the folds of all streams, on some day.
func checkGovernance(t *rapid.T, v *projections.Views, w *writer) {
	today := firstDay.AddDays(rapid.IntRange(-2, 40).Draw(t, "day of governance"))
	for _, stream := range reformStreams {
		checkReform(t, v, w, stream)
	}
	checkDecisions(t, v, w, today)
	checkOwed(t, v, w, today)
}

func checkDecisions(t *rapid.T, v *projections.Views, w *writer, today domain.Date) {
	named := w.named()
	want := projections.DecisionCounts{ByStatus: map[string]int{}, Pending: map[projections.Pending]int{}}
	for _, code := range projections.Pending("").Codes() {
		want.Pending[projections.Pending(code.Code)] = 0
	}
	for _, stream := range decisionStreams {
		s, stands := stateOf[decision.Decision](t, w.log, stream)
		var row projections.WholeDecision
		err := v.Read(t.Context(), func(q *projections.Query) (err error) {
			row, err = q.WholeDecision(stream)
			return err
		})
		if !stands {
			if !errors.Is(err, projections.ErrNotFound) {
				t.Fatalf("%s: got %+v, %v, want none", stream, row, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		checkDecision(t, stream, row, s)
		var resting []string
		for _, r := range row.Resting {
			resting = append(resting, r.Stream+" "+string(r.Step))
		}
		slices.Sort(resting)
		if !slices.Equal(resting, named[stream]) {
			t.Fatalf("%s: %q rest on it, want %q", stream, resting, named[stream])
		}
		want.ByStatus[string(s.Status)]++
		if s.OpenObjections() > 0 {
			want.Pending[projections.ObjectionsOpen]++
			if row.AnswerLate(today) {
				want.Pending[projections.ObjectionsLate]++
			}
		}
		if s.Status == decision.StatusImplemented {
			want.Pending[projections.ResultsUnpublished]++
			if row.ResultsLate(today) {
				want.Pending[projections.ResultsLate]++
			}
		}
	}
	counts := read(t, v, func(q *projections.Query) (projections.DecisionCounts, error) { return q.DecisionCounts(today) })
	if !reflect.DeepEqual(counts, want) {
		t.Fatalf("on %s: got %+v, want %+v", today, counts, want)
	}
	for p, n := range want.Pending {
		got := read(t, v, func(q *projections.Query) (int, error) {
			_, n, err := q.Decisions(projections.DecisionFilter{Pending: p, Today: today}, "newest", projections.Page{})
			return n, err
		})
		if got != n {
			t.Fatalf("%s on %s: got %d, want %d", p, today, got, n)
		}
	}
}

func checkDecision(t *rapid.T, stream string, row projections.WholeDecision, s decision.Decision) {
	next, _ := s.Next()
	var answerBy domain.Date
	for i, o := range s.Objections {
		want := projections.DecisionObjection{Number: o.Number, Raised: o.Raised, AnswerBy: o.AnswerBy, Answered: o.Answered, Upheld: o.Upheld}
		if i >= len(row.Raised) || row.Raised[i] != want {
			t.Fatalf("%s: got %+v, want %+v", stream, row.Raised, s.Objections)
		}
		if o.Open() && (answerBy.IsZero() || answerBy.After(o.AnswerBy)) {
			answerBy = o.AnswerBy
		}
	}
	v := s.Vote
	vote := projections.DecisionVote{
		Base: v.Base, Method: v.Method, AsOf: v.AsOf, Expected: v.Expected, Recused: v.Recused, Issued: v.Issued, Returned: v.Returned, Proxies: v.Proxies,
		InFavour: v.InFavour, Against: v.Against, Abstained: v.Abstained, Invalid: v.Invalid, Quorum: v.Quorum, Needed: v.Needed,
		Quorate: v.Quorate, Passed: v.Passed, Rules: v.Rules,
	}
	switch {
	case row.Status != s.Status || row.Next != next || row.FailedAt != s.FailedAt || row.Owner != s.Owner || row.Procedure != s.Procedure || row.Delegation != s.Delegation:
		t.Fatalf("%s: got %+v, want %+v", stream, row, s)
	case row.Proposed != s.Proposed || row.Adopted != s.Adopted || row.Disclosed != s.Disclosed || row.Binds != s.Binds || row.Implemented != s.Implemented || row.ResultsDisclosed != s.ResultsDisclosed || row.Ended != s.Ended:
		t.Fatalf("%s: got %+v, want %+v", stream, row, s)
	case row.Vote != vote || !slices.Equal(row.Concerns, s.Concerns):
		t.Fatalf("%s: got %+v, want %+v", stream, row, s)
	case row.Objections != len(s.Objections) || len(row.Raised) != len(s.Objections) || row.OpenObjections != s.OpenObjections() || row.AnswerBy != answerBy:
		t.Fatalf("%s: got %+v, want %+v", stream, row, s.Objections)
	}
}

// named is what the effective histories of all streams say that each decision
// carries: stream and event of each step that names it, in alphabetical order. A
// reform counts each step once, and a lease that is claimed anew takes the place
// of the claim before.
func (w *writer) named() map[string][]string {
	named := map[string][]string{}
	for _, stream := range slices.Concat(propertyStreams, decisionStreams, reformStreams) {
		effects, err := domain.Effective(w.log.history(stream), domain.AsOf{})
		if err != nil {
			w.t.Fatal(err)
		}
		for i, e := range effects {
			if l, is := e.Event.(asset.Leased); is && slices.ContainsFunc(effects[i+1:], func(later domain.Effect) bool {
				again, is := later.Event.(asset.Leased)
				return is && again.Contract == l.Contract
			}) {
				continue
			}
			data, err := catalogue.Standard.Mask(e.Event)
			if err != nil {
				w.t.Fatal(err)
			}
			var says struct {
				Decision   string `json:"decision"`
				Delegation string `json:"delegation"`
			}
			if err := json.Unmarshal(data, &says); err != nil {
				w.t.Fatal(err)
			}
			for _, on := range []string{says.Decision, says.Delegation} {
				step := stream + " " + e.Event.EventType()
				if on != "" && (!domain.OfCategory(stream, "reform") || !slices.Contains(named[on], step)) {
					named[on] = append(named[on], step)
				}
			}
		}
	}
	for _, steps := range named {
		slices.Sort(steps)
	}
	return named
}

// checkOwed counts what is owed on a day.
func checkOwed(t *rapid.T, v *projections.Views, w *writer, today domain.Date) {
	want := map[projections.ObligationKind]projections.ObligationTotal{}
	owed := func(kind projections.ObligationKind, due domain.Date, amount domain.Money) {
		sum := want[kind]
		sum.Kind, sum.Count, sum.Amount = kind, sum.Count+1, sum.Amount+amount
		sum.AmountIs = map[projections.ObligationKind]projections.OwedAmount{
			projections.OwedReceivable: "to-be-paid", projections.OwedPayable: "to-be-paid",
			projections.OwedCollection: "left-of-debt", projections.OwedRepayment: "left-of-debt",
		}[kind]
		if today.After(due) {
			sum.Overdue++
		}
		want[kind] = sum
	}
	for _, stream := range slices.Concat(streams, propertyStreams, decisionStreams, reformStreams, workStreams, incomeStreams) {
		state, stands := stateOf[any](t, w.log, stream)
		if !stands {
			continue
		}
		switch s := state.(type) {
		case request.Request:
			due := s.Due
			if !s.DueAt.IsZero() {
				due = domain.DateOf(s.DueAt, shanghai)
			}
			if s.Open() && !due.IsZero() {
				owed(projections.OwedRequest, due, 0)
			}
		case decision.Decision:
			for _, o := range s.Objections {
				if o.Open() {
					owed(projections.OwedAnswer, o.AnswerBy, 0)
				}
			}
			if !s.Implemented.IsZero() && s.ResultsDisclosed.IsZero() {
				owed(projections.OwedResults, s.ResultsBy, 0)
			}
		case contract.Contract:
			left := s.On(today).Due - s.Paid
			if left <= 0 {
				continue
			}
			var since domain.Date
			for _, i := range slices.Backward(s.Schedule) {
				if s.On(i.Due).Due > s.Paid {
					since = i.Due
				}
			}
			side := projections.OwedPayable
			if s.Kind == domain.LeaseContract || s.Kind == domain.SaleContract {
				side = projections.OwedReceivable
			}
			owed(side, since, left)
		case debt.Debt:
			if left := s.Amount - s.Settled - s.WrittenOff; left > 0 && !s.Due.IsZero() {
				owed(map[debt.Direction]projections.ObligationKind{
					debt.Payable: projections.OwedRepayment, debt.Receivable: projections.OwedCollection,
				}[s.Direction], s.Due, left)
			}
		case reform.Reform:
			for range s.Open {
				owed(projections.OwedRosterAnswer, s.Due, 0)
			}
			if s.CompletedOn.IsZero() {
				owed(projections.OwedReform, s.Due, 0)
			}
		case activity.Activity:
			if s.Held.IsZero() && s.Missed == "" {
				owed(projections.OwedActivity, s.To, 0)
			}
		case community.Community:
			for _, l := range s.Listings {
				if l.Improved.IsZero() && s.Merged == "" {
					owed(projections.OwedImprovement, l.Due, 0)
				}
			}
		case project.Project:
			if s.Open() {
				owed(projections.OwedProject, s.Due, 0)
			}
		}
	}
	var all []projections.ObligationTotal
	for _, code := range projections.ObligationKind("").Codes() {
		if sum, some := want[projections.ObligationKind(code.Code)]; some {
			all = append(all, sum)
		}
	}
	got := read(t, v, func(q *projections.Query) ([]projections.ObligationTotal, error) {
		return q.ObligationTotals(projections.ObligationFilter{Today: today})
	})
	if !slices.Equal(got, all) {
		t.Fatalf("owed on %s: got %+v, want %+v", today, got, all)
	}
}

// However the events of decisions and reforms arrive, and of what rests on them,
// the rows are those that are built in one go, and those of a model that folds
// every stream.
func TestGovernanceIsModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	governing := slices.Concat(decisionStreams, reformStreams)
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		c := projections.Config{Dir: filepath.Join(base, strconv.Itoa(folders)), Store: w.log, Catalogue: catalogue.Standard}
		c.BatchEvents = rapid.IntRange(1, 9).Draw(t, "batch")
		c.CacheStates = rapid.IntRange(1, 3).Draw(t, "cache")
		for _, stream := range reformStreams { // whose later steps are hardly reached by chance
			_, id := domain.SplitStream(stream)
			for _, e := range reformSteps("collective-" + id)[:rapid.IntRange(0, 19).Draw(t, "steps")] {
				w.log.add(t, stream, e, w.now)
			}
		}
		w.writeTo(governing, rapid.IntRange(1, 60).Draw(t, "before"))
		w.writeTo(propertyStreams, rapid.IntRange(0, 15).Draw(t, "property"))
		v, stop := started(t, c)
		defer stop()
		waitFor(t, v, w.log.last())
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			w.writeTo(governing, rapid.IntRange(1, 12).Draw(t, "while"))
			waitFor(t, v, w.log.last())
		}
		checkGovernance(t, v, w)
		checkRebuilt(t, v)
	})
}
