package xes

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
)

// CaseID is the id of the request that a case becomes: the same for the same
// digest of a source, in hexadecimal, and the same number in it, from 1.
func CaseID(digest string, number int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "sunledger/import/%s/%d", digest, number))
}

// translation is a case in the words of the ledger, and what is odd about it.
type translation struct {
	mapping Mapping
	number  int
	trace   Trace
	now     time.Time

	command  request.Import
	oddities []Oddity
}

// translate never fails: what the ledger cannot show it leaves out of what is
// public, and all is in what is sealed.
func translate(m Mapping, digest string, number int, t Trace, now time.Time) translation {
	tr := translation{mapping: m, number: number, trace: t, now: now}
	of := m.Case
	tr.command = request.Import{
		ID:         CaseID(digest, number),
		Source:     domain.StreamOf("import", digest),
		Number:     number,
		Channel:    tr.text(0, of.Channel),
		StartedAt:  tr.time(0, of.StartedAt),
		Due:        tr.time(0, of.Due),
		PlannedEnd: tr.time(0, of.PlannedEnd),
		EndedAt:    tr.time(0, of.EndedAt),
		Original:   original(t.Attributes),
		Steps:      make([]request.ImportedStep, len(t.Events)),
	}
	public := slices.Clone(of.Public)
	if i := slices.Index(public, keyName); i >= 0 {
		if tr.command.Name = tr.text(0, keyName); tr.command.Name != "" {
			public = slices.Delete(public, i, i+1)
		}
	}
	tr.command.Attributes = publicOf(t.Attributes, public)
	for i, e := range t.Events {
		tr.command.Steps[i] = request.ImportedStep{
			Name:       tr.text(i+1, m.Step.Name),
			At:         tr.time(i+1, m.Step.At),
			Attributes: publicOf(e.Attributes, m.Step.Public),
			Original:   original(e.Attributes),
		}
	}
	tr.compare()
	return tr
}

func original(attributes []domain.Attribute) domain.Sealed[[]domain.Attribute] {
	if len(attributes) == 0 {
		return domain.Sealed[[]domain.Attribute]{}
	}
	return domain.Clear(attributes)
}

func publicOf(attributes []domain.Attribute, keys []string) (public []domain.Attribute) {
	for _, a := range attributes {
		if slices.Contains(keys, a.Key) {
			public = append(public, a)
		}
	}
	return public
}

// find is the attribute of a step, or of the case for step 0.
func (t *translation) find(step int, key string) *domain.Attribute {
	attributes := t.trace.Attributes
	if step > 0 {
		attributes = t.trace.Events[step-1].Attributes
	}
	for i := range attributes {
		if key != "" && attributes[i].Key == key {
			return &attributes[i]
		}
	}
	return nil
}

// text is what may stand in a public field: one line, not too long.
func (t *translation) text(step int, key string) string {
	a := t.find(step, key)
	if a == nil {
		return ""
	}
	if len(a.Value) > catalogue.MaxNameBytes || !catalogue.OneLine(a.Value) {
		t.odd(NotShown, step)
		return ""
	}
	return a.Value
}

// time is a date, written in whatever type. The zero time means none here, and
// JSON has no years beyond four digits, so the ends of time are left out.
func (t *translation) time(step int, key string) time.Time {
	a := t.find(step, key)
	if a == nil || a.Value == "" {
		return time.Time{}
	}
	at, err := ParseDate(a.Value)
	at = at.UTC()
	if err != nil || at.IsZero() || at.Year() < 1 || at.Year() > 9999 {
		t.odd(NotADate, step)
		return time.Time{}
	}
	if at.After(t.now) {
		t.odd(InTheFuture, step)
	}
	return at
}

// odd notes the first of a kind.
func (t *translation) odd(kind OddityKind, step int) {
	if slices.ContainsFunc(t.oddities, func(o Oddity) bool { return o.Kind == kind }) {
		return
	}
	line := t.trace.Line
	if step > 0 {
		line = t.trace.Events[step-1].Line
	}
	t.oddities = append(t.oddities, Oddity{kind, t.number, step, line})
}

// compare looks for times that contradict each other.
func (t *translation) compare() {
	c := &t.command
	if t.mapping.Case.StartedAt != "" && c.StartedAt.IsZero() {
		t.odd(NoStart, 0)
	}
	if before(c.EndedAt, c.StartedAt) {
		t.odd(EndBeforeStart, 0)
	}
	if before(c.Due, c.StartedAt) {
		t.odd(DueBeforeStart, 0)
	}
	if len(c.Steps) == 0 {
		t.odd(NoSteps, 0)
	}
	var first, last, previous time.Time
	for i, s := range c.Steps {
		if s.Name == "" && t.find(i+1, t.mapping.Step.Name) == nil {
			t.odd(StepWithoutName, i+1)
		}
		if s.At.IsZero() {
			if t.mapping.Step.At != "" {
				t.odd(StepWithoutTime, i+1)
			}
			continue
		}
		if before(s.At, previous) {
			t.odd(StepsOutOfOrder, i+1)
		}
		if first.IsZero() || s.At.Before(first) {
			first = s.At
		}
		if s.At.After(last) {
			last = s.At
		}
		previous = s.At
	}
	if before(c.EndedAt, last) {
		t.odd(EndBeforeLastStep, 0)
	}
	if before(first, c.StartedAt) {
		t.odd(StartAfterFirstStep, 0)
	}
}

// before reports whether a is earlier than b and both are known.
func before(a, b time.Time) bool { return !a.IsZero() && !b.IsZero() && a.Before(b) }
