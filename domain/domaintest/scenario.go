package domaintest

import (
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// TB is the part of testing.TB that is used here; *rapid.T has it too.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Zone is the zone of every scenario, that of Asia/Shanghai since 1991.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Moment is when what stands after it in Given or When happens.
type Moment struct{ time.Time }

// At is a moment in [Zone]: a day such as 2016-09-01, meaning nine in the
// morning, or a minute such as 2016-09-01 14:30. It panics on anything else.
func At(s string) Moment {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Zone)
	if err != nil {
		t, err = time.ParseInLocation(time.DateOnly, s, Zone)
		t = t.Add(9 * time.Hour)
	}
	if err != nil {
		panic("domaintest.At: " + err.Error())
	}
	return Moment{t}
}

// Scenario is a history of one stream and the circumstances of what comes next.
type Scenario struct {
	t         TB
	aggregate domain.Aggregate
	act       domain.Act
	recorded  time.Duration
	book      func(domain.Date) domain.Rules
	evidence  []offer
	facts     []domain.Fact
}

type offer struct {
	stream string
	value  any
}

// For begins a scenario: an empty stream <category>-1, an actor "tester" in no
// role, 1 September 2016, and the rule set that the built-in book has for each
// day.
func For(t TB, a domain.Aggregate) Scenario {
	return Scenario{
		t: t, aggregate: a, book: built,
		act: domain.Act{
			Actor: "tester", Stream: domain.StreamOf(a.Category, "1"), Zone: Zone,
			OccurredAt: At("2016-09-01").UTC(),
		},
	}
}

var load = sync.OnceValues(func() (*rules.Book, error) { return rules.Load() })

// built is the built-in set of a day, or nil before the first.
func built(day domain.Date) domain.Rules {
	book, err := load()
	if err != nil {
		panic(err)
	}
	set, err := book.On(day)
	if err != nil {
		return nil
	}
	return set
}

// RuleSet is a built-in rule set, by its name. Whoever changes it changes a copy.
func RuleSet(t TB, name string) *rules.Set {
	t.Helper()
	book, err := load()
	if err != nil {
		t.Fatalf("the built-in rules do not load: %v", err)
	}
	set, err := book.Named(name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return set
}

// Stream names the stream.
func (s Scenario) Stream(name string) Scenario {
	s.act.Stream = name
	return s
}

// As names who acts from now on.
func (s Scenario) As(actor string, role domain.Role) Scenario {
	s.act.Actor, s.act.Role = actor, role
	return s
}

// Holding says what the actor holds from now on, by itself or lent to it, on
// whatever day it acts.
func (s Scenario) Holding(grants ...domain.Grant) Scenario {
	s.act.Authority = domain.Authority{Standings: []domain.Standing{{Account: s.act.Actor, Name: s.act.Actor, Grants: grants}}}
	return s
}

// Founding says that the ledger is being begun, by who holds everything.
func (s Scenario) Founding() Scenario {
	s.act.Authority = domain.Authority{Founding: true}
	return s
}

// Rules is judged by the same set every day; nil is no rules, as for a foreign
// history.
func (s Scenario) Rules(set domain.Rules) Scenario {
	s.book = func(domain.Date) domain.Rules { return set }
	return s
}

// Foreign marks the history as imported or made up.
func (s Scenario) Foreign() Scenario {
	s.act.Foreign = true
	return s
}

// RecordedLater says that commands are recorded so much later than they
// happened; otherwise it is the same moment.
func (s Scenario) RecordedLater(by time.Duration) Scenario {
	s.recorded = by
	return s
}

// Attaching names one file of each kind as the evidence of every command from
// now on, and no others.
func (s Scenario) Attaching(kinds ...domain.AttachmentKind) Scenario {
	s.act.Attachments = nil
	for _, k := range kinds {
		s.act.Attachments = append(s.act.Attachments, domain.Attachment{Kind: k, Audience: k.Audience()})
	}
	return s
}

// Evidence is what another stream offers from now on to a command that names it
// in Relies; nil takes it away. A stream that was never given offers nothing.
func (s Scenario) Evidence(stream string, value any) Scenario {
	s.evidence = append(slices.Clip(s.evidence), offer{stream, value})
	return s
}

// Given adds events to the history, each at the [Moment] before it. They must
// follow from what was before, but they are not judged by policies.
func (s Scenario) Given(items ...any) Scenario {
	s.t.Helper()
	for _, item := range items {
		switch x := item.(type) {
		case Moment:
			s.act.OccurredAt = x.UTC()
		case domain.Event:
			s.knows(x)
			s.facts = append(slices.Clip(s.facts), s.act.FactOf(x))
		default:
			s.t.Fatalf("Given takes events and moments, not a %T", item)
		}
	}
	s.fold()
	return s
}

// State hands the present state to see, a func of the aggregate's state type.
func (s Scenario) State(see any) Scenario {
	s.t.Helper()
	call(s.t, see, s.fold().State)
	return s
}

// Facts is the history so far, for [CheckFold].
func (s Scenario) Facts() []domain.Fact { return slices.Clone(s.facts) }

// fold makes the state from nothing each time, because evolving consumes it.
func (s Scenario) fold() domain.Folded {
	s.t.Helper()
	f, err := evolve(s.aggregate, s.aggregate.Empty(), s.facts...)
	if err != nil {
		s.t.Fatalf("the given history does not follow: %v", err)
	}
	return f
}

// knows refuses an event that the definition does not record.
func (s Scenario) knows(e domain.Event) {
	s.t.Helper()
	if !slices.ContainsFunc(s.aggregate.Events, func(spec domain.EventSpec) bool {
		return spec.Prototype.EventType() == e.EventType()
	}) {
		s.t.Fatalf("the definition of %s does not record %s", s.aggregate.Category, e.EventType())
	}
}

// now is the act of a command: its evidence is what it relies on, as the
// executor would hand it over.
func (s Scenario) now(relies []domain.Ref) domain.Act {
	act := s.act
	act.RecordedAt = act.OccurredAt.Add(s.recorded)
	act.CommandID = uuid.NewSHA1(uuid.NameSpaceOID, []byte(act.Stream+act.OccurredAt.String()))
	act.Rules = s.book(act.Day())
	act.Authority.Day = domain.DateOf(act.RecordedAt, act.Zone)
	for i := 0; i < len(relies); i++ {
		var value any
		for _, o := range s.evidence {
			if o.stream == relies[i].Stream {
				value = o.value
			}
		}
		act = act.WithEvidence(relies[i], value)
		relies = domain.Successors(relies, value)
	}
	return act
}

func evolve(a domain.Aggregate, f domain.Folded, facts ...domain.Fact) (domain.Folded, error) {
	effects := make([]domain.Effect, len(facts))
	for i, fact := range facts {
		effects[i] = domain.Effect{Fact: fact, Revision: int64(f.Facts + i), Amends: int64(f.Facts + i)}
	}
	return a.Evolve(f, effects...)
}
