package catalogue

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Standard is the catalogue of the ledger.
var Standard = New(Counties, Accounts, Logins, Subjects, Imports, Towns, Communities, Matters, Requests, Reforms, Assets, Tenders, Contracts, Debts, Books, Audits, Decisions, Villages, Collectives,
	PartyOrganisations, Activities, Enterprises, Trainings, Projects)

// Catalogue is a set of aggregates with everything that follows from their
// definitions. It never changes after [New].
type Catalogue struct {
	aggregates []domain.Aggregate
	// corrections are the events and commands of every stream.
	corrections domain.Aggregate
	byCategory  map[string]domain.Aggregate
	events      map[string]eventEntry
	commands    map[string]domain.CommandSpec
	fields      map[reflect.Type][]Field
	recorders   map[string][]domain.Permit // by the event
}

type eventEntry struct {
	spec   domain.EventSpec
	typ    reflect.Type
	fields []Field
}

// New makes a catalogue. It panics where two aggregates claim the same name or
// a field lacks a tag: mistakes of the program that show when it first starts.
func New(aggregates ...domain.Aggregate) *Catalogue {
	c := &Catalogue{
		aggregates: aggregates,
		byCategory: map[string]domain.Aggregate{},
		events:     map[string]eventEntry{},
		commands:   map[string]domain.CommandSpec{},
		fields:     map[reflect.Type][]Field{},
		recorders:  map[string][]domain.Permit{},
	}
	for _, a := range aggregates {
		if _, twice := c.byCategory[a.Category]; twice || a.Category == domain.CorrectionCategory {
			panic("catalogue: category " + a.Category + " is taken")
		}
		c.byCategory[a.Category] = a
		c.add(a)
	}
	c.corrections = domain.Corrections()
	c.add(c.corrections)
	for name := range c.events {
		c.checkChain(name)
	}
	return c
}

func (c *Catalogue) add(a domain.Aggregate) {
	for _, e := range a.Events {
		c.addEvent(e)
	}
	for _, s := range a.Commands {
		c.commands[s.Name] = s
		c.addRecorders(s)
		c.fields[reflect.TypeOf(s.Prototype)] = describe(reflect.TypeOf(s.Prototype), false)
	}
}

// checkChain follows the upcasters of a retired version to what is recorded now.
func (c *Catalogue) checkChain(name string) {
	at := name
	for range len(c.events) {
		entry, known := c.events[at]
		switch {
		case !known:
			panic("catalogue: retired event " + name + " becomes " + at + ", which no aggregate records")
		case entry.spec.Upcast == nil:
			return
		}
		at = entry.spec.Successor
	}
	panic("catalogue: retired event " + name + " goes round in a circle: its upcasters end at no event that is recorded")
}

func (c *Catalogue) addEvent(spec domain.EventSpec) {
	name, typ := spec.Prototype.EventType(), reflect.TypeOf(spec.Prototype)
	if _, twice := c.events[name]; twice {
		panic("catalogue: event " + name + " is taken")
	}
	if typ.Kind() != reflect.Struct {
		panic(fmt.Sprintf("catalogue: event %s is a %s: make it a plain struct", name, typ))
	}
	c.fields[typ] = describe(typ, true)
	c.events[name] = eventEntry{spec, typ, c.fields[typ]}
}

// Aggregates lists all aggregates, in the order of the table.
func (c *Catalogue) Aggregates() []domain.Aggregate { return slices.Clone(c.aggregates) }

// Aggregate is the aggregate of a stream, by the stream's category.
func (c *Catalogue) Aggregate(stream string) (domain.Aggregate, error) {
	category, _ := domain.SplitStream(stream)
	a, ok := c.byCategory[category]
	if !ok {
		return a, domain.Reject("category_unknown",
			"%q is of no category that this version knows (%s): check the name of the stream",
			"%q 不属于任何已知类别（%s）：请核对流名称",
			stream, strings.Join(c.Categories(), ", "))
	}
	return a, nil
}

// Categories lists the categories in the order of the table.
func (c *Catalogue) Categories() []string {
	names := make([]string, len(c.aggregates))
	for i, a := range c.aggregates {
		names[i] = a.Category
	}
	return names
}

// Command is the command of a wire name.
func (c *Catalogue) Command(name string) (domain.CommandSpec, error) {
	s, ok := c.commands[name]
	if !ok {
		return s, domain.Reject("command_unknown",
			"there is no command %q: the catalogue lists them all",
			"没有命令 %q：请查看命令目录", name)
	}
	return s, nil
}

// Corrections is the events and commands that every stream has.
func (c *Catalogue) Corrections() domain.Aggregate { return c.corrections }

// Commands lists all commands, in the order of the table, those of corrections
// last.
func (c *Catalogue) Commands() []domain.CommandSpec {
	var all []domain.CommandSpec
	for _, a := range c.aggregates {
		all = append(all, a.Commands...)
	}
	return append(all, c.corrections.Commands...)
}

// Events lists all events, in the order of the table, those of corrections
// last.
func (c *Catalogue) Events() []domain.EventSpec {
	var all []domain.EventSpec
	for _, a := range c.aggregates {
		all = append(all, a.Events...)
	}
	return append(all, c.corrections.Events...)
}

// KnowsEvent reports whether the catalogue has an event of the wire name.
func (c *Catalogue) KnowsEvent(name string) bool {
	_, ok := c.events[name]
	return ok
}

// Fields describes the fields of an event or a command of the table, given a
// value of its type.
func (c *Catalogue) Fields(prototype any) []Field {
	return c.fields[reflect.TypeOf(prototype)]
}
