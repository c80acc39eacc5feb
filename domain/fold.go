package domain

import (
	"fmt"
	"slices"
	"time"
)

// Effect is a fact of the effective history, and where it comes from.
type Effect struct {
	Fact
	// Revision is the record that holds it: its own, or the one of the
	// proposal that amended or inserted it.
	Revision int64
	// Amends is the revision of the record that it takes the place of, or of
	// its own; -1 where it was inserted.
	Amends int64
}

// Effective is a stream's history with the approved corrections applied, in
// order. The last approved correction that is not itself voided decides. The
// events of corrections themselves are not facts and do not appear.
//
// A proposal that was approved twice acts once, as of the later approval.
//
// It is an error where an approval names no proposal before it, or a proposal
// names a revision that it could not know, or would amend or insert what is
// itself an event of corrections: those are voided or proposed anew.
func Effective(history []Recorded, asOf AsOf) ([]Effect, error) {
	n := slices.IndexFunc(history, func(r Recorded) bool { return !asOf.Knows(r.Position) })
	if n >= 0 {
		history = history[:n]
	}
	c, err := correctionsOf(history)
	if err != nil {
		return nil, err
	}
	effects := make([]Effect, 0, len(history))
	keep := func(e Effect) {
		if asOf.Stood.IsZero() || !e.OccurredAt.After(asOf.Stood) {
			effects = append(effects, e)
		}
	}
	for _, r := range history {
		switch change, changed := c.changes[r.Revision]; {
		case isCorrection(r.Event), changed && change.void:
		case changed:
			f := r.Fact
			f.Event, f.OccurredAt = change.event, change.occurredAt
			keep(Effect{f, change.by, r.Revision})
		default:
			keep(Effect{r.Fact, r.Revision, r.Revision})
		}
		for _, e := range c.inserts[r.Revision] {
			keep(e)
		}
	}
	return effects, nil
}

// corrections is what is in force of a history's corrections.
type corrections struct {
	changes map[int64]change
	inserts map[int64][]Effect
}

type change struct {
	void       bool
	event      Event
	occurredAt time.Time
	by         int64
}

type approval struct{ at, proposal int64 }

func isCorrection(e Event) bool {
	switch e.(type) {
	case CorrectionProposed, CorrectionApproved, CorrectionRejected:
		return true
	}
	return false
}

func correctionsOf(history []Recorded) (c corrections, err error) {
	var approvals []approval
	proposals := map[int64]Recorded{}
	for _, r := range history {
		switch e := r.Event.(type) {
		case CorrectionProposed:
			if err := checkProposal(e, r.Revision, history); err != nil {
				return c, err
			}
			proposals[r.Revision] = r
		case CorrectionApproved:
			if _, ok := proposals[e.Proposal]; !ok {
				return c, fmt.Errorf("revision %d approves revision %d, which is no proposal", r.Revision, e.Proposal)
			}
			approvals = append(approvals, approval{r.Revision, e.Proposal})
		}
	}
	if len(approvals) == 0 {
		return c, nil
	}
	c = corrections{map[int64]change{}, map[int64][]Effect{}}
	// The newest approval decides first, so that what it voids never acts.
	applied := map[int64]bool{}
	for _, a := range slices.Backward(approvals) {
		if !c.changes[a.at].void && !applied[a.proposal] {
			c.apply(proposals[a.proposal])
			applied[a.proposal] = true
		}
	}
	return c, nil
}

// apply adds an approved proposal, under all that newer ones decided already.
func (c corrections) apply(r Recorded) {
	p := r.Event.(CorrectionProposed)
	decide := func(revision int64, ch change) {
		if _, decided := c.changes[revision]; !decided {
			c.changes[revision] = ch
		}
	}
	for _, revision := range p.Void {
		decide(revision, change{void: true, by: r.Revision})
	}
	for _, a := range p.Amend {
		decide(a.Revision, change{event: a.Event.Event, occurredAt: a.OccurredAt, by: r.Revision})
	}
	inserted := map[int64][]Effect{}
	for _, i := range p.Insert {
		f := Fact{Event: i.Event.Event, OccurredAt: i.OccurredAt, Actor: r.Actor, Role: r.Role}
		inserted[i.After] = append(inserted[i.After], Effect{f, r.Revision, -1})
	}
	for after, effects := range inserted {
		c.inserts[after] = append(effects, c.inserts[after]...)
	}
}

func checkProposal(p CorrectionProposed, at int64, history []Recorded) error {
	for _, revision := range p.Void {
		if err := checkTarget(at, revision); err != nil {
			return err
		}
	}
	for _, a := range p.Amend {
		if err := checkTarget(at, a.Revision); err != nil {
			return err
		}
		if isCorrection(a.Event.Event) || isCorrection(history[a.Revision].Event) {
			return fmt.Errorf("revision %d amends an event of corrections, revision %d", at, a.Revision)
		}
	}
	for _, i := range p.Insert {
		if err := checkTarget(at, i.After); err != nil {
			return err
		}
		if isCorrection(i.Event.Event) {
			return fmt.Errorf("revision %d inserts %s: only facts are inserted", at, i.Event.Event.EventType())
		}
	}
	return nil
}

func checkTarget(at, revision int64) error {
	if revision < 0 || revision >= at {
		return fmt.Errorf("revision %d corrects revision %d, which did not stand before it", at, revision)
	}
	return nil
}

// Fold is the state of a stream: its effective history, evolved. An
// [*InadmissibleError] names the revision that does not follow.
// Seen as it stood, it is what [Aggregate.Follow] says.
func (a Aggregate) Fold(history []Recorded, asOf AsOf) (Folded, error) {
	effects, err := Effective(history, asOf)
	if err != nil {
		return Folded{}, err
	}
	return a.Follow(a.Empty(), asOf, effects...)
}

// Evolve is the state after more facts. The error names the revision that does
// not follow. Like [State.Evolve] it consumes the state that it is given.
func (a Aggregate) Evolve(f Folded, effects ...Effect) (Folded, error) {
	state, done, err := a.evolve(f.State, effects)
	if err != nil {
		e := effects[done]
		return f, &InadmissibleError{Revision: e.Revision, Type: e.Event.EventType(), Err: err}
	}
	for _, e := range effects {
		if e.OccurredAt.After(f.Last) {
			f.Last = e.OccurredAt
		}
	}
	f.State = state
	f.Facts += len(effects)
	return f, nil
}

// InadmissibleError says that an event of a history does not follow from what
// was before it. It does not unwrap: the fault lies in the log, and must never
// pass for the refusal of a command that met it.
type InadmissibleError struct {
	// Revision is that of the record that holds the event.
	Revision int64
	// Type is the event's wire name.
	Type string
	// Err says why, mostly a [*Rejection].
	Err error
}

func (e *InadmissibleError) Error() string {
	return fmt.Sprintf("%s at revision %d: %v", e.Type, e.Revision, e.Err)
}
