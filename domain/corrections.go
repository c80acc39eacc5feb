package domain

import "slices"

// CorrectionStatus is how a proposal stands.
type CorrectionStatus string

// The statuses.
const (
	CorrectionWaits       CorrectionStatus = "proposed" // nobody has decided
	CorrectionIsInForce   CorrectionStatus = "approved"
	CorrectionWasRejected CorrectionStatus = "rejected"
	CorrectionWasUndone   CorrectionStatus = "undone" // its approval was voided
)

// Codes lists the statuses with their names.
func (CorrectionStatus) Codes() []Code {
	return []Code{
		{string(CorrectionWaits), "proposed", "待审批"},
		{string(CorrectionIsInForce), "approved", "已批准"},
		{string(CorrectionWasRejected), "rejected", "已驳回"},
		{string(CorrectionWasUndone), "undone", "已撤销"},
	}
}

// Correction is a proposal and what became of it.
type Correction struct {
	// Proposal holds a [CorrectionProposed].
	Proposal *Recorded
	Status   CorrectionStatus
	// Decided is the approval or the rejection, nil while it waits.
	Decided *Recorded
	// Resting is what rested on the corrected facts in other streams, and More
	// how many were not listed; Settled says what became of them.
	Resting []string
	More    int
	Settled []CorrectionSettled
}

// Terms are what was proposed.
func (c Correction) Terms() CorrectionProposed { return c.Proposal.Event.(CorrectionProposed) }

// Unsettled is what rests on the corrected facts and was not looked at yet, of a
// correction that is in force.
func (c Correction) Unsettled() []string {
	if c.Status != CorrectionIsInForce {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Resting), func(r string) bool {
		return slices.ContainsFunc(c.Settled, func(s CorrectionSettled) bool { return s.Resting == r })
	})
}

// CorrectionsOf lists the corrections of a stream in the order of their
// proposals, each with what became of it.
func CorrectionsOf(history []Recorded) ([]Correction, error) {
	inForce, err := correctionsOf(history, AsOf{})
	if err != nil {
		return nil, err
	}
	var all []Correction
	of := func(proposal int64) *Correction {
		for i := range all {
			if all[i].Proposal.Revision == proposal {
				return &all[i]
			}
		}
		return nil
	}
	for i := range history {
		r := &history[i]
		switch e := r.Event.(type) {
		case CorrectionProposed:
			all = append(all, Correction{Proposal: r, Status: CorrectionWaits})
		case CorrectionApproved:
			c := of(e.Proposal)
			c.Decided, c.Resting, c.More = r, e.Resting, e.More
			c.Status = CorrectionWasUndone
			if slices.ContainsFunc(inForce.approvals, func(a approval) bool { return a.proposal.Revision == e.Proposal }) {
				c.Status = CorrectionIsInForce
			}
		case CorrectionRejected:
			if c := of(e.Proposal); c != nil && c.Decided == nil {
				c.Decided, c.Status = r, CorrectionWasRejected
			}
		case CorrectionSettled:
			for k := range all {
				if all[k].Decided != nil && all[k].Decided.Revision == e.Approval {
					all[k].Settled = append(all[k].Settled, e)
				}
			}
		}
	}
	for i := range all {
		if all[i].Status == CorrectionWaits && inForce.changes[all[i].Proposal.Revision].void {
			all[i].Status = CorrectionWasRejected // hidden for privacy, nobody can approve it
		}
	}
	return all, nil
}

// PlaceOf is the stream of the place that a stream belongs to, "" for the whole
// county. One whose facts are all void belongs where they had put it: its
// corrections are still a matter of that place.
func (a Aggregate) PlaceOf(history []Recorded) string {
	if f, err := a.Fold(history, AsOf{}); err == nil && f.Facts > 0 {
		return f.PlacedAt()
	}
	f := a.Empty()
	for i := range history {
		if r := &history[i]; !IsCorrection(r.Event) {
			if next, err := a.Evolve(f, Effect{Fact: r.Fact, Revision: r.Revision, Amends: r.Revision, Holder: r}); err == nil {
				f = next
			}
		}
	}
	return f.PlacedAt()
}

// Hidden are the revisions whose content is not shown any more, to anybody and
// in no view of the past, because a correction for privacy took their place: what
// it amends or voids, and proposals from before the approval that held the same.
// The value is the revision of the approval.
func Hidden(history []Recorded) (map[int64]int64, error) {
	inForce, err := correctionsOf(history, AsOf{})
	if err != nil || len(inForce.approvals) == 0 {
		return nil, err
	}
	var hidden map[int64]int64
	for _, a := range inForce.approvals {
		p := a.terms()
		if p.Kind != Privacy {
			continue
		}
		if hidden == nil {
			hidden = map[int64]int64{}
		}
		for _, revision := range p.Targets() {
			hidden[revision] = a.at.Revision
			if e, undone := history[revision].Event.(CorrectionApproved); undone {
				hidden[e.Proposal] = a.at.Revision
			}
		}
		for i := range history[:a.at.Revision] {
			older, ok := history[i].Event.(CorrectionProposed)
			if ok && &history[i] != a.proposal && slices.ContainsFunc(older.Amend, func(m Amendment) bool { return slices.Contains(p.Targets(), m.Revision) }) {
				hidden[history[i].Revision] = a.at.Revision
			}
		}
	}
	return hidden, nil
}

// First is the first revision that a proposal makes another, or that is decided
// anew where it undoes a correction.
func (p CorrectionProposed) First(history []Recorded) int64 {
	first := int64(len(history))
	for _, revision := range p.Targets() {
		first = min(first, revision)
		if e, undone := history[revision].Event.(CorrectionApproved); undone {
			first = min(first, history[e.Proposal].Event.(CorrectionProposed).First(history))
		}
	}
	for _, i := range p.Insert {
		first = min(first, i.After)
	}
	return first
}

// Contents is what each record of a history holds and where that was sealed
// last, corrections and hidden records included, by revision.
func Contents(history []Recorded) ([]Effect, error) {
	c, err := correctionsOf(history, AsOf{})
	if err != nil {
		return nil, err
	}
	all := make([]Effect, len(history))
	for i := range history {
		r := &history[i]
		own := c.content(r)
		f := r.Fact
		f.Event = own.event
		all[i] = Effect{f, r.Revision, r.Revision, own.holder, own.path}
	}
	return all, nil
}

// Targets are the revisions that a proposal voids or amends.
func (p CorrectionProposed) Targets() []int64 {
	all := slices.Clone(p.Void)
	for _, a := range p.Amend {
		all = append(all, a.Revision)
	}
	return all
}
