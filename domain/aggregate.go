package domain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// State is what the facts of one stream add up to. S is the type itself; its
// zero value is a stream that holds nothing.
type State[S any] interface {
	// Evolve answers with the state after a fact, or with an error where the
	// fact is not admissible in this state: the legal order of steps lives
	// here and nowhere else. It is one pure switch. It consumes its receiver:
	// the caller uses the answer from then on, and never the old value.
	Evolve(Fact) (S, error)
	// Judge says whether an event may follow in this state and in the
	// circumstances of the act: quorums, deadlines, authority, evidence. The
	// same function judges before an event is appended and when a history is
	// checked years later.
	Judge(Event, Act) error
}

// Command is what somebody wants of a stream with state S: a plain struct whose
// fields have json, en and zh tags.
type Command[S any] interface {
	// CommandType is the wire name: the category, a dot, and a verb, such as
	// request.accept.
	CommandType() string
	// Decide says which events follow. It is thin, because order and policy
	// are judged elsewhere. No events and no error: nothing is to be done.
	Decide(S, Act) ([]Event, error)
}

// Reliant is implemented by a command that rests on other streams.
type Reliant[S any] interface {
	// Relies names them. The executor folds each, hands over what it offers
	// in the [Act], and writes it into the metadata as stream@revision.
	Relies(S) []Ref
}

// Keyed is implemented by a command that opens a stream with an id of its own
// choosing, such as the code of a matter. Other new streams get an id that
// derives from the command's.
type Keyed interface {
	StreamID() string
}

// Offerer is implemented by a state that other streams rest on.
type Offerer interface {
	// Offers is a small value of a type that package domain names, or nil
	// while there is nothing to rest on.
	Offers() any
}

// ForeignDated is implemented by a state whose history may come from a foreign
// source, with its dates in any order.
type ForeignDated interface {
	ForeignDates() bool
}

// SelfDated is implemented by an event of a foreign source that brings the time
// at which it happened.
type SelfDated interface {
	// Happened is that time in UTC, or the zero time where the source has
	// none: then the command's holds.
	Happened() time.Time
}

// Fixed is implemented by an event that says what a stream is, such as whose
// ledger this is. It is neither voided nor inserted, and amended as far as it
// allows.
type Fixed interface {
	Event
	// Amends refuses an amendment that changes more than it may.
	Amends(to Event) error
}

// Prompt is implemented by an event that is judged by the day from which the public
// knows of it, [Act.PublicFrom], as what is posted or put out to tender is. It is not
// inserted but recorded: inserted it would count from the day of its proposal, of
// which the public knows nothing before it is approved.
type Prompt interface {
	Event
	// CountsFromRecording says so and does nothing.
	CountsFromRecording()
}

// Replaced is implemented by an event that no correction touches, such as a
// credential: a newer one takes its place, and the old must never come back, nor
// one come in by a correction.
type Replaced interface {
	// ReplacedBy is the command that gives a newer one.
	ReplacedBy() string
}

// EventSpec describes an event that an aggregate records.
type EventSpec struct {
	Wording
	// Upcast turns an event of a retired version into its successor, whose
	// wire name is Successor; nil for what is recorded now.
	Upcast    func(Event) Event
	Successor string
}

// Wording is an event and the line that people read of it. {field} stands for
// the field of that JSON name. What stands in brackets, as [, seat {seat}], is left
// out where a field in it is absent.
type Wording struct {
	// Prototype is the zero event.
	Prototype        Event
	English, Chinese string
}

// Says gives an event its line in both languages.
func Says(prototype Event, english, chinese string) Wording {
	return Wording{prototype, english, chinese}
}

// CommandSpec describes a command that an aggregate accepts.
type CommandSpec struct {
	// Name is the wire name; Category is that of the streams it acts on.
	Name, Category string
	// Prototype is the zero command.
	Prototype any
	// Opens says that it begins a new stream, Continues that it may also go on
	// with one that was begun: such a command names its stream itself.
	Opens, Continues bool
	// English and Chinese say in a few words what it does.
	English, Chinese string
	// Permits say who may issue it: which role, held at which level at least.
	Permits []Permit

	decide func(command, state any, act Act) ([]Event, error)
	relies func(command, state any) []Ref
}

// Aggregate is everything about one kind of stream, with its types erased. It
// is made by [Define] and never changes.
type Aggregate struct {
	// Category is the first part of its streams' names.
	Category string
	Events   []EventSpec
	Commands []CommandSpec
	// Readers may read what is not public, by audience.
	Readers map[Audience][]Permit

	zero   any
	evolve func(state any, facts []Effect) (any, int, error)
	judge  func(state any, e Event, act Act) error
}

// Option is a part of a definition. S ties it to its aggregate.
type Option[S any] func(*Aggregate)

// Define makes the aggregate of a category: 1 or more letters a to z. It
// panics where a definition contradicts itself, because that is a mistake of
// the program and shows the first time that it starts.
func Define[S State[S]](category string, options ...Option[S]) Aggregate {
	var zero S
	a := Aggregate{
		Category: category,
		zero:     zero,
		evolve: func(state any, effects []Effect) (any, int, error) {
			s := state.(S)
			for i, e := range effects {
				next, err := s.Evolve(e.Fact)
				if err != nil {
					return nil, i, err
				}
				s = next
			}
			return s, len(effects), nil
		},
		judge: func(state any, e Event, act Act) error { return state.(S).Judge(e, act) },
	}
	for _, o := range options {
		o(&a)
	}
	return a
}

// Records lists the events that an aggregate may record.
func Records[S State[S]](events ...Wording) Option[S] {
	return func(a *Aggregate) {
		for _, w := range events {
			a.addEvent(EventSpec{Wording: w})
		}
	}
}

// Retired lists a version of an event that is recorded no more, with its
// upcaster. Its line is its successor's. A sealed field keeps its JSON name and
// its place: it was sealed for them, and does not open elsewhere.
func Retired[S State[S], Old, New Event](upcast func(Old) New) Option[S] {
	return func(a *Aggregate) {
		var old Old
		var successor New
		a.addEvent(EventSpec{
			Wording:   Wording{Prototype: old},
			Upcast:    func(e Event) Event { return upcast(e.(Old)) },
			Successor: successor.EventType(),
		})
	}
}

func (a *Aggregate) addEvent(e EventSpec) {
	name := e.Prototype.EventType()
	if !strings.HasPrefix(name, a.Category+".") {
		panic(fmt.Sprintf("domain: event %s is not of category %s", name, a.Category))
	}
	if slices.ContainsFunc(a.Events, func(f EventSpec) bool { return f.Prototype.EventType() == name }) {
		panic("domain: event " + name + " is listed twice")
	}
	a.Events = append(a.Events, e)
}

// Opens names a command that begins a new stream, what it does, and who may
// issue it.
func Opens[S State[S], C Command[S]](english, chinese string, permits ...Permit) Option[S] {
	return accept[S, C](CommandSpec{Opens: true}, english, chinese, permits)
}

// OpensOrContinues names a command that begins a stream, or goes on with it if it
// was begun before. The command is [Keyed].
func OpensOrContinues[S State[S], C interface {
	Command[S]
	Keyed
}](english, chinese string, permits ...Permit) Option[S] {
	return accept[S, C](CommandSpec{Opens: true, Continues: true}, english, chinese, permits)
}

// Accepts names a command on a stream that exists, what it does, and who may
// issue it.
func Accepts[S State[S], C Command[S]](english, chinese string, permits ...Permit) Option[S] {
	return accept[S, C](CommandSpec{}, english, chinese, permits)
}

// Shows says who may read the fields of an audience, other than the public.
func Shows[S State[S]](audience Audience, permits ...Permit) Option[S] {
	return func(a *Aggregate) {
		if a.Readers == nil {
			a.Readers = map[Audience][]Permit{}
		}
		a.Readers[audience] = append(a.Readers[audience], permits...)
	}
}

func accept[S State[S], C Command[S]](spec CommandSpec, english, chinese string, permits []Permit) Option[S] {
	return func(a *Aggregate) {
		var c C
		spec := spec // each definition has its own
		spec.Name, spec.Category, spec.Prototype = c.CommandType(), a.Category, c
		spec.English, spec.Chinese, spec.Permits = english, chinese, permits
		spec.decide = func(command, state any, act Act) ([]Event, error) {
			return command.(C).Decide(state.(S), act)
		}
		spec.relies = func(any, any) []Ref { return nil }
		if _, ok := any(c).(Reliant[S]); ok {
			spec.relies = func(command, state any) []Ref {
				return command.(Reliant[S]).Relies(state.(S))
			}
		}
		if !strings.HasPrefix(spec.Name, a.Category+".") {
			panic(fmt.Sprintf("domain: command %s is not of category %s", spec.Name, a.Category))
		}
		if len(permits) == 0 {
			panic("domain: nobody may issue " + spec.Name + ": name the roles that may, and at which level")
		}
		if slices.ContainsFunc(a.Commands, func(o CommandSpec) bool { return o.Name == spec.Name }) {
			panic("domain: command " + spec.Name + " is listed twice")
		}
		a.Commands = append(a.Commands, spec)
	}
}

// Folded is a state with what the kernel itself needs to know of the history.
type Folded struct {
	// State is of the aggregate's own type.
	State any
	// Last is when the latest fact occurred; the zero time for none.
	Last time.Time
	// Facts is the number of facts that the state is made of.
	Facts int
}

// Empty is a stream that holds nothing.
func (a Aggregate) Empty() Folded { return Folded{State: a.zero} }

// PlacedAt is the stream of the place in which a command has its effect: where the
// command says so, or where its stream belongs.
func (c CommandSpec) PlacedAt(command any, f Folded) string {
	if p, ok := command.(Placed); ok {
		return p.PlacedAt()
	}
	return f.PlacedAt()
}

// PlacedAt is the stream of the place that a stream belongs to; "" is the whole
// county.
func (f Folded) PlacedAt() string {
	if p, ok := f.State.(Placed); ok && f.Facts > 0 {
		return p.PlacedAt()
	}
	return ""
}

// Relies names the streams that a command rests on.
func (c CommandSpec) Relies(command any, f Folded) []Ref {
	if c.relies == nil {
		return nil // a command of corrections, which asks as it is decided
	}
	return c.relies(command, f.State)
}

// NotFound is the refusal of a command on a stream that nothing began.
func NotFound(stream string) error {
	return Reject("not_found",
		"%s does not exist: look for the right id, or begin it first", "%s 不存在：请核对编号，或先新建", stream)
}

// Decide decides a command: it says which events follow, each judged and
// admissible, in the state that the one before it made; and that last state.
//
// It also keeps the rules of time that hold for every stream: an event does
// not occur after it is recorded, nor before the event that it follows.
func (a Aggregate) Decide(c CommandSpec, command any, f Folded, act Act) ([]Event, Folded, error) {
	if c.Opens && !c.Continues && f.Facts > 0 {
		return nil, f, Reject("already_exists",
			"%s already exists: %s begins a new one; change this one with another command, or choose another id",
			"%s 已存在：%s 用于新建；请改用其他命令，或另选编号", act.Stream, c.Name)
	}
	if !c.Opens && f.Facts == 0 {
		return nil, f, NotFound(act.Stream)
	}
	if err := f.CheckTimes(act); err != nil {
		return nil, f, err
	}
	events, err := c.decide(command, f.State, act)
	if err != nil {
		return nil, f, err
	}
	for _, e := range events {
		if f, err = a.Admit(f, e, act); err != nil {
			return nil, f, err
		}
	}
	return events, f, nil
}

// Judge says whether an event may follow, as its [State.Judge] does.
func (a Aggregate) Judge(f Folded, e Event, act Act) error { return a.judge(f.State, e, act) }

// Admit judges one event and gives the state after it.
func (a Aggregate) Admit(f Folded, e Event, act Act) (Folded, error) {
	if err := a.judge(f.State, e, act); err != nil {
		return f, err
	}
	after, err := a.Evolve(f, Effect{Fact: act.FactOf(e)})
	var inadmissible *InadmissibleError
	if errors.As(err, &inadmissible) {
		err = inadmissible.Err // not of a history: whoever asked is refused
	}
	return after, err
}

// CheckTimes refuses an act that occurred after it was recorded, or before the
// last event of its stream.
func (f Folded) CheckTimes(act Act) error {
	if act.OccurredAt.After(act.RecordedAt) {
		return act.inTheFuture(act.OccurredAt)
	}
	if foreign, ok := f.State.(ForeignDated); ok && foreign.ForeignDates() {
		return nil
	}
	if act.OccurredAt.Before(f.Last) {
		return Reject("before_the_last_event",
			"it cannot have happened at %s: the last event of %s happened at %s; a fact learned late is inserted by a correction",
			"发生时间 %s 早于 %s 的最后一件事（%s）：补记应通过更正插入",
			act.local(act.OccurredAt), act.Stream, act.local(f.Last))
	}
	return nil
}
