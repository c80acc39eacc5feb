package ledger

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// judging is the ledger with the eyes of a judgement: in what others rest on,
// too, what cannot follow has not happened. So one such event in the stream of a
// place does not keep all that lies there from being judged.
func (l *Ledger) judging() *Ledger {
	return &Ledger{
		store: l.store, catalogue: l.catalogue, keys: l.keys, rules: l.rules, files: l.files, now: l.now,
		judges: true,
	}
}

// folded is the state of a history. While commands are carried out a history that
// does not follow is an error.
func (l *Ledger) folded(a domain.Aggregate, history []domain.Recorded) (domain.Folded, error) {
	if !l.judges {
		return a.Fold(history, domain.AsOf{})
	}
	_, f := whatFollows(a, history)
	return f, nil
}

// whatFollows is a history without what cannot follow in it, and its state.
// Revisions stay where they are: nothing stands in the place of what is left out.
func whatFollows(a domain.Aggregate, history []domain.Recorded) ([]domain.Recorded, domain.Folded) {
	if f, err := a.Fold(history, domain.AsOf{}); err == nil {
		return history, f
	}
	history = slices.Clone(history)
	f := a.Empty()
	for i := range history {
		next, err := follow(a, f, history[:i+1])
		if err != nil {
			history[i].Event = nothing
			continue
		}
		f = next
	}
	return history, f
}

// nothing stands in the place of what has not happened: no fact, and of
// corrections none that there is.
var nothing = domain.CorrectionSettled{Approval: -1}

// follow is the state after the last record of a history, in which f is the state
// before it. A correction may change whatever came before.
func follow(a domain.Aggregate, f domain.Folded, history []domain.Recorded) (domain.Folded, error) {
	r := &history[len(history)-1]
	if domain.IsCorrection(r.Event) {
		return a.Fold(history, domain.AsOf{})
	}
	return a.Evolve(f, factOf(r))
}

// factOf is a record by itself, as it was recorded.
func factOf(r *domain.Recorded) domain.Effect {
	return domain.Effect{Fact: r.Fact, Revision: r.Revision, Amends: r.Revision, Holder: r}
}
