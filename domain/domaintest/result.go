package domaintest

import (
	"reflect"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Result is what came of a command.
type Result struct {
	s      Scenario
	events []domain.Event
	err    error
}

// When issues a command, the last item, at the [Moment] before it, or at that
// of what came last. Whatever is accepted is checked further: the definition
// records every event, and folding the history anew gives the state that the
// command led to.
func (s Scenario) When(items ...any) Result {
	s.t.Helper()
	var command any
	for _, item := range items {
		if m, ok := item.(Moment); ok {
			s.act.OccurredAt = m.UTC()
			continue
		}
		if command != nil {
			s.t.Fatalf("When takes one command, not %T as well", item)
		}
		command = item
	}
	spec := s.spec(command)
	before := s.fold()
	act := s.now(spec.Relies(command, before))
	events, after, err := s.aggregate.Decide(spec, command, before, act)
	if err != nil {
		return Result{s: s, err: err}
	}
	for _, e := range events {
		s.knows(e)
		s.facts = append(slices.Clip(s.facts), act.FactOf(e))
	}
	if again := s.fold(); !reflect.DeepEqual(again.State, after.State) {
		s.t.Errorf("folding the history anew gives another state than deciding did:\n%s", difference(again.State, after.State))
	}
	return Result{s: s, events: events}
}

func (s Scenario) spec(command any) domain.CommandSpec {
	s.t.Helper()
	for _, spec := range s.aggregate.Commands {
		if reflect.TypeOf(spec.Prototype) == reflect.TypeOf(command) {
			return spec
		}
	}
	s.t.Fatalf("the definition of %s does not accept a %T", s.aggregate.Category, command)
	return domain.CommandSpec{}
}

// Then expects these events, in this order, and no others.
func (r Result) Then(want ...domain.Event) Scenario {
	r.s.t.Helper()
	r.accepted()
	if len(want) != len(r.events) {
		r.s.t.Fatalf("%d events follow: %s\nwant %d: %s", len(r.events), dump(r.events), len(want), dump(want))
	}
	for i := range want {
		if !reflect.DeepEqual(r.events[i], want[i]) {
			r.s.t.Fatalf("event %d differs:\n%s", i, difference(r.events[i], want[i]))
		}
	}
	return r.s
}

// Accepted expects that the command is accepted, whatever follows.
func (r Result) Accepted() Scenario {
	r.s.t.Helper()
	r.accepted()
	return r.s
}

func (r Result) accepted() {
	r.s.t.Helper()
	if r.err != nil {
		r.s.t.Fatalf("refused with %s: %v", orNoCode(domain.CodeOf(r.err)), r.err)
	}
}

// Rejected expects a refusal with a code and a sentence in both languages. The
// scenario that it answers with stands where it stood before.
func (r Result) Rejected(code string) Scenario {
	r.s.t.Helper()
	if r.err == nil {
		r.s.t.Fatalf("accepted, with %s\nwant it refused with %s", dump(r.events), code)
	}
	if got := domain.CodeOf(r.err); got != code {
		r.s.t.Fatalf("refused with %s: %v\nwant %s", orNoCode(got), r.err, code)
	}
	checkSentences(r.s.t, r.err)
	return r.s
}

// Events are those that followed, or nil where the command was refused.
func (r Result) Events() []domain.Event { return r.events }

// Err is the refusal, or nil.
func (r Result) Err() error { return r.err }

// When goes on with another command. The one before must have been accepted.
func (r Result) When(items ...any) Result {
	r.s.t.Helper()
	return r.Accepted().When(items...)
}

// State goes on to see the state after an accepted command.
func (r Result) State(see any) Scenario {
	r.s.t.Helper()
	return r.Accepted().State(see)
}

func orNoCode(code string) string {
	if code == "" {
		return "no code, which is a mistake of the program"
	}
	return code
}

// call gives the state to a func of its type.
func call(t TB, see, state any) {
	t.Helper()
	f := reflect.ValueOf(see)
	want := reflect.TypeOf(state)
	if f.Kind() != reflect.Func || f.Type().NumIn() != 1 || f.Type().In(0) != want {
		t.Fatalf("State takes a func(%s), not a %T", want, see)
		return
	}
	f.Call([]reflect.Value{reflect.ValueOf(state)})
}
