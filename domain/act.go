package domain

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Role is what an account acts as. The roles are listed in roles.go.
type Role string

// Rules is the rule set that is in force on the day of an act. Package rules
// implements it and gives typed access with rules.Of.
type Rules interface {
	// Name is what events record of it, such as zhucheng-2015.
	Name() string
}

// Act is the circumstances of a command, or of the event that followed from it:
// all that a decision may know besides the history of its own stream.
type Act struct {
	// Actor is the account that acts, Role what it acts as.
	Actor string
	Role  Role
	// Authority is what the actor may act upon.
	Authority Authority
	// Stream is the stream that is acted on.
	Stream string
	// CommandID identifies the command; ids of new things derive from it.
	CommandID uuid.UUID
	// OccurredAt is when it happened, RecordedAt when it is recorded.
	OccurredAt time.Time
	RecordedAt time.Time
	// Zone is the ledger's zone: days are days there.
	Zone *time.Location
	// Foreign says that the history is imported or a demonstration, whose
	// times of recording say nothing about the public's notice.
	Foreign bool
	// Rules is the rule set in force on the day.
	Rules Rules
	// Attachments are the files that the command names as its evidence.
	Attachments []Attachment

	evidence []offer
}

type offer struct {
	ref   Ref
	value any
}

// Day is the day on which it happened, in the ledger's zone.
func (a Act) Day() Date { return DateOf(a.OccurredAt, a.Zone) }

// PublicFrom is the day from which periods that protect the public count: that
// of recording where it is later than the event, save in foreign histories.
func (a Act) PublicFrom() Date {
	if !a.Foreign && a.RecordedAt.After(a.OccurredAt) {
		return DateOf(a.RecordedAt, a.Zone)
	}
	return a.Day()
}

// FactOf is an event that follows from the act: it happened when the act did,
// unless it brings its own time.
func (a Act) FactOf(e Event) Fact {
	f := Fact{Event: e, OccurredAt: a.OccurredAt, Actor: a.Actor, Role: a.Role}
	if d, ok := e.(SelfDated); ok && !d.Happened().IsZero() {
		f.OccurredAt = d.Happened()
	}
	return f
}

// NewSubject is a subject for a person of whom nothing is held yet, as
// [NewSubject] says.
func (a Act) NewSubject(name string) Subject { return NewSubject(a.CommandID, name) }

// NewSubject is the subject that a command gives to a person of whom nothing is
// held yet. The name is the path of the command's field, such as requester or
// members/3.
func NewSubject(command uuid.UUID, name string) Subject {
	return uuid.NewSHA1(command, []byte("subject/"+name))
}

// WithEvidence is the act with what a stream offers, as it stood at ref. For a
// stream that holds nothing the revision is [Latest] and the value nil.
func (a Act) WithEvidence(ref Ref, value any) Act {
	a.evidence = append(slices.Clip(a.evidence), offer{ref, value})
	return a
}

// Evidence lists the streams that were handed over, each as it stood. One that
// holds nothing is left out.
func (a Act) Evidence() []Ref {
	var refs []Ref
	for _, o := range a.evidence {
		if o.ref.Revision != Latest {
			refs = append(refs, o.ref)
		}
	}
	return refs
}

// UnnamedEvidenceError says that a judgement asked for a stream that was not
// handed over: a command did not name it in Relies, which is a mistake of the
// program, or a correction makes an event rest on another stream than before.
type UnnamedEvidenceError struct{ Stream string }

func (e *UnnamedEvidenceError) Error() string {
	return fmt.Sprintf("the command rests on %s but does not name it in Relies", e.Stream)
}

// Evidence is what another stream offers to those who rest on it, as a value of
// type T. It refuses with no_such_evidence where the stream holds nothing or
// offers something else, and gives an [*UnnamedEvidenceError] for a stream that
// was not handed over.
func Evidence[T any](a Act, stream string) (T, error) {
	var none T
	for _, o := range a.evidence {
		if o.ref.Stream != stream {
			continue
		}
		if v, ok := Offered[T](o.value); ok {
			return v, nil
		}
		return none, Reject("no_such_evidence",
			"%s does not exist: name one that is recorded",
			"%s 不存在：请指明已登记的对象", stream)
	}
	return none, &UnnamedEvidenceError{stream}
}
