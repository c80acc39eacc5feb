package domain

import "time"

// Follow is the state after more facts, as a history is seen from an AsOf that
// their [Effective] history was made with. Like [State.Evolve] it consumes the
// state that it is given.
//
// As of now, a fact that does not follow is an [*InadmissibleError], as in
// [Aggregate.Evolve]. Seen as it stood, a fact that rests on one that is cut off
// has not happened either: a foreign source may date a step before the case that
// it belongs to. Neither has, as far as was known, one that rests on what a
// correction for privacy hides, before it was corrected too.
func (a Aggregate) Follow(f Folded, asOf AsOf, effects ...Effect) (Folded, error) {
	if asOf.IsNow() {
		return a.Evolve(f, effects...)
	}
	for _, e := range effects {
		if next, err := a.Evolve(f, e); err == nil {
			f = next
		}
	}
	return f, nil
}

// Cut is implemented by a state that knows of its future: a foreign case comes
// with the day of its end. It is what the state was known to be by a time.
type Cut interface {
	AsStood(by time.Time) any
}

// AsStood is the state as a history is seen from an AsOf that it was folded for.
func (f Folded) AsStood(asOf AsOf) any {
	if c, ok := f.State.(Cut); ok && !asOf.Stood.IsZero() {
		return c.AsStood(asOf.Stood)
	}
	return f.State
}

// Shows reports whether a record belongs to what is seen from there: it was
// known, and either occurred by then or speaks of earlier facts as a correction
// does.
func (a AsOf) Shows(r Recorded) bool {
	return a.Knows(r.Position) && (a.Stood.IsZero() || IsCorrection(r.Event) || !r.OccurredAt.After(a.Stood))
}
