package ledger

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Stands says what corrections made of the records of one stream.
type Stands struct {
	// Corrections are all that were proposed, in order.
	Corrections []PublicCorrection
	// Records are those that a correction in force changed, by revision.
	Records map[int64]Changed
	// Inserted are the events that were forgotten, by the revision that each
	// comes after.
	Inserted map[int64][]Replacement
}

// PublicCorrection is a correction as everybody may see it.
type PublicCorrection struct {
	// Hidden says that a later correction for privacy hides it. It has no Basis
	// then, nor has one for privacy that rests on a document.
	Hidden  bool                    `json:"hidden,omitzero"`
	Kind    domain.CorrectionKind   `json:"kind"`
	RestsOn domain.CorrectionBasis  `json:"restsOn"`
	Basis   string                  `json:"basis"`
	Status  domain.CorrectionStatus `json:"status"`
	// Proposed and Decided are revisions; Decided is -1 while it waits.
	Proposed   int64     `json:"proposed"`
	ProposedAt time.Time `json:"proposedAt"`
	ProposedBy string    `json:"proposedBy"`
	Decided    int64     `json:"decided"`
	DecidedAt  time.Time `json:"decidedAt,omitzero"`
	DecidedBy  string    `json:"decidedBy,omitzero"`
	// Corrects are the revisions that it voids, amends, or inserts after.
	Corrects []int64 `json:"corrects"`
	// Unsettled is what rests on it elsewhere and was not looked at yet.
	Unsettled []string `json:"unsettled,omitempty"`
}

// Changed is what a correction made of a record.
type Changed struct {
	// By is the index of the correction.
	By int `json:"by"`
	// Void says that it counts no more; otherwise Now is what stands for it.
	Void bool         `json:"void,omitzero"`
	Now  *Replacement `json:"now,omitempty"`
}

// Replacement is an event that stands for another, or was inserted.
type Replacement struct {
	By         int       `json:"by"`
	OccurredAt time.Time `json:"occurredAt"`
	// Event is what stands, as everybody may see it.
	Event catalogue.Public `json:"-"`
}

// standsOf describes the corrections of a history as of a moment.
func standsOf(c *catalogue.Catalogue, history []domain.Recorded, asOf domain.AsOf) (Stands, error) {
	s := Stands{Records: map[int64]Changed{}, Inserted: map[int64][]Replacement{}}
	known := history
	if i := slices.IndexFunc(history, func(r domain.Recorded) bool { return !asOf.Knows(r.Position) }); i >= 0 {
		known = history[:i]
	}
	corrections, err := domain.CorrectionsOf(known)
	if err != nil || len(corrections) == 0 {
		return s, err
	}
	byRevision := map[int64]int{}
	for i, k := range corrections {
		byRevision[k.Proposal.Revision] = i
		s.Corrections = append(s.Corrections, publicCorrection(k))
	}
	effects, err := domain.Effective(history, domain.AsOf{Known: asOf.Known})
	if err != nil {
		return s, err
	}
	stands := map[int64]bool{}
	after := int64(0)
	for _, e := range effects {
		by, corrected := byRevision[e.Revision]
		now := Replacement{By: by, OccurredAt: e.OccurredAt, Event: c.Publish(recordOf(e), false)}
		switch {
		case e.Amends < 0:
			s.Inserted[after] = append(s.Inserted[after], now)
			continue
		case e.Revision != e.Amends && corrected:
			s.Records[e.Amends] = Changed{By: by, Now: &now}
		}
		stands[e.Amends], after = true, e.Amends
	}
	for i, k := range corrections {
		for _, revision := range k.Terms().Void {
			if k.Status == domain.CorrectionIsInForce && !stands[revision] {
				s.Records[revision] = Changed{By: i, Void: true}
			}
		}
	}
	return s, nil
}

// recordOf is an effect as a record, for those who show one. Only what is public
// may be read of it: its sealed fields were sealed elsewhere.
func recordOf(e domain.Effect) domain.Recorded {
	r := *e.Holder
	r.Fact = e.Fact
	return r
}

func publicCorrection(k domain.Correction) PublicCorrection {
	p := k.Terms()
	out := PublicCorrection{
		Kind: p.Kind, RestsOn: p.RestsOn, Basis: p.Basis, Status: k.Status,
		Proposed: k.Proposal.Revision, ProposedAt: k.Proposal.RecordedAt, ProposedBy: k.Proposal.Actor, Decided: -1,
		Corrects: p.Targets(), Unsettled: k.Unsettled(),
	}
	if p.Kind == domain.Privacy && p.RestsOn == domain.OnDocument {
		out.Basis = "" // as everybody is told of it
	}
	for _, i := range p.Insert {
		out.Corrects = append(out.Corrects, i.After)
	}
	if k.Decided != nil {
		out.Decided, out.DecidedAt, out.DecidedBy = k.Decided.Revision, k.Decided.RecordedAt, k.Decided.Actor
	}
	return out
}
