package domain

import (
	"fmt"
	"slices"
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
	// Holder is the record in whose data the event stands, and Path where: ""
	// for the whole of it. Its sealed fields were sealed there. Holder is nil
	// for an effect that is of no log.
	Holder *Recorded
	Path   string
}

// PlaceOf is where a field of the event was sealed, by its JSON pointer in the
// event.
func (e Effect) PlaceOf(field string) Place {
	return Place{Stream: e.Holder.Stream, Event: e.Holder.ID, Field: e.Path + field}
}

// Effective is a stream's history with the approved corrections applied, in
// order. The last approved correction that is not itself voided decides. The
// events of corrections themselves are not facts and do not appear.
//
// A proposal that was approved twice acts once, as of the later approval. A
// correction for privacy acts whenever it was approved, before the history's
// cut too: what it hides was never to be shown. So the history is whole, however
// it is to be seen.
//
// It is an error where an approval names no proposal before it, or a proposal
// names a revision that it could not know, or would amend or insert what is
// itself an event of corrections: those are voided or proposed anew.
func Effective(history []Recorded, asOf AsOf) ([]Effect, error) {
	c, err := correctionsOf(history, asOf)
	if err != nil {
		return nil, err
	}
	effects := make([]Effect, 0, len(history))
	keep := func(e Effect) {
		if asOf.Stood.IsZero() || !e.OccurredAt.After(asOf.Stood) {
			effects = append(effects, e)
		}
	}
	for i := range history {
		r := &history[i]
		if !asOf.Knows(r.Position) {
			break
		}
		switch change, changed := c.changes[r.Revision]; {
		case IsCorrection(r.Event), changed && change.void:
		case changed:
			keep(c.amended(r, change))
		default:
			own := c.content(r)
			f := r.Fact
			f.Event = own.event
			keep(Effect{f, r.Revision, r.Revision, own.holder, own.path})
		}
		for _, e := range c.inserts[r.Revision] {
			keep(e)
		}
	}
	return effects, nil
}

// corrections is what is in force of a history's corrections.
type corrections struct {
	changes   map[int64]change
	inserts   map[int64][]Effect
	resealed  map[int64]held
	approvals []approval // in force, the newest first
}

// change is what is to be had of a record instead of what it holds.
type change struct {
	void bool
	at   approval
	item int // of the proposal's amendments
}

// approval is an approved proposal.
type approval struct {
	at       *Recorded
	proposal *Recorded
}

func (a approval) terms() CorrectionProposed { return a.proposal.Event.(CorrectionProposed) }

// held is an event, the record that holds it, and where in that.
type held struct {
	event  Event
	holder *Recorded
	path   string
}

// IsCorrection reports whether an event is one of corrections, which every stream
// may record.
func IsCorrection(e Event) bool {
	switch e.(type) {
	case CorrectionProposed, CorrectionApproved, CorrectionRejected, CorrectionSettled:
		return true
	}
	return false
}

func correctionsOf(history []Recorded, asOf AsOf) (c corrections, err error) {
	approvals, err := approvalsOf(history, asOf)
	if err != nil || len(approvals) == 0 {
		return c, err
	}
	c = corrections{map[int64]change{}, map[int64][]Effect{}, map[int64]held{}, nil}
	// The newest approval decides first, so that what it voids never acts.
	applied := map[int64]bool{}
	for _, a := range slices.Backward(approvals) {
		if c.changes[a.at.Revision].void || applied[a.proposal.Revision] {
			continue
		}
		for i, r := range a.at.Event.(CorrectionApproved).Resealed {
			if _, newer := c.resealed[r.Revision]; !newer {
				c.resealed[r.Revision] = held{r.Event.Event, a.at, fmt.Sprintf("/resealed/%d/event/data", i)}
			}
		}
		c.apply(a)
		applied[a.proposal.Revision] = true
		c.approvals = append(c.approvals, a)
	}
	return c, nil
}

// approvalsOf lists the approvals that count, in order.
func approvalsOf(history []Recorded, asOf AsOf) (approvals []approval, err error) {
	proposals := map[int64]*Recorded{}
	for i := range history {
		r := &history[i]
		switch e := r.Event.(type) {
		case CorrectionProposed:
			if err := checkProposal(e, r.Revision, history); err != nil {
				return nil, err
			}
			proposals[r.Revision] = r
		case CorrectionApproved:
			p := proposals[e.Proposal]
			if p == nil {
				return nil, fmt.Errorf("revision %d approves revision %d, which is no proposal", r.Revision, e.Proposal)
			}
			if err := checkResealed(e, r.Revision, history); err != nil {
				return nil, err
			}
			if asOf.Knows(r.Position) || p.Event.(CorrectionProposed).Kind == Privacy {
				approvals = append(approvals, approval{r, p})
			}
		}
	}
	return approvals, nil
}

// apply adds an approved proposal, under all that newer ones decided already.
func (c corrections) apply(a approval) {
	p := a.terms()
	decide := func(revision int64, ch change) {
		if _, decided := c.changes[revision]; !decided {
			c.changes[revision] = ch
		}
	}
	for _, revision := range p.Void {
		decide(revision, change{void: true, at: a})
	}
	for i, amendment := range p.Amend {
		decide(amendment.Revision, change{at: a, item: i})
	}
	holder := c.content(a.proposal)
	inserted := map[int64][]Effect{}
	for i, in := range holder.event.(CorrectionProposed).Insert {
		f := Fact{Event: in.Event.Event, OccurredAt: in.OccurredAt, Actor: a.proposal.Actor, Role: a.proposal.Role}
		path := fmt.Sprintf("%s/insert/%d/event/data", holder.path, i)
		inserted[in.After] = append(inserted[in.After], Effect{f, a.proposal.Revision, -1, holder.holder, path})
	}
	for after, effects := range inserted {
		c.inserts[after] = append(effects, c.inserts[after]...)
	}
}

// content is what a record holds, sealed anew where a correction for privacy
// did that.
func (c corrections) content(r *Recorded) held {
	if again, ok := c.resealed[r.Revision]; ok {
		return again
	}
	return held{r.Event, r, ""}
}

// amended is the fact in the place of a record.
func (c corrections) amended(r *Recorded, ch change) Effect {
	holder := c.content(ch.at.proposal)
	amendment := holder.event.(CorrectionProposed).Amend[ch.item]
	f := r.Fact
	f.Event, f.OccurredAt = amendment.Event.Event, amendment.OccurredAt
	path := fmt.Sprintf("%s/amend/%d/event/data", holder.path, ch.item)
	return Effect{f, ch.at.proposal.Revision, r.Revision, holder.holder, path}
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
		if IsCorrection(a.Event.Event) || IsCorrection(history[a.Revision].Event) {
			return fmt.Errorf("revision %d amends an event of corrections, revision %d", at, a.Revision)
		}
	}
	for _, i := range p.Insert {
		if err := checkTarget(at, i.After); err != nil {
			return err
		}
		if IsCorrection(i.Event.Event) {
			return fmt.Errorf("revision %d inserts %s: only facts are inserted", at, i.Event.Event.EventType())
		}
	}
	return nil
}

func checkResealed(e CorrectionApproved, at int64, history []Recorded) error {
	for _, r := range e.Resealed {
		if err := checkTarget(at, r.Revision); err != nil {
			return err
		}
		if was := history[r.Revision].Event.EventType(); r.Event.Event.EventType() != was {
			return fmt.Errorf("revision %d seals revision %d anew as %s, which is %s", at, r.Revision, r.Event.Event.EventType(), was)
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
	for i := range effects {
		if at := effects[i].OccurredAt; at.After(f.Last) {
			f.Last = at
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
