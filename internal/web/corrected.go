package web

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// corrected is what a correction made of a record.
type corrected struct {
	// By is the index of the correction among those of the page.
	By int `json:"by"`
	// Void says that the record counts no more; otherwise Now stands for it.
	Void bool         `json:"void,omitzero"`
	Now  *replacement `json:"now,omitzero"`
	// Changes are the fields in which Now is another.
	Changes []change `json:"changes,omitzero"`

	// Note is the correction, for the page.
	Note correctionNote `json:"-"`
}

// replacement is an event that stands for a record, or that was forgotten.
type replacement struct {
	// By is as in [corrected].
	By         int            `json:"by"`
	Type       string         `json:"type"`
	Says       bilingual      `json:"says"`
	OccurredAt time.Time      `json:"occurredAt"`
	Data       jsontext.Value `json:"data"`

	Note  correctionNote   `json:"-"`
	event catalogue.Public // as everybody may see it
}

// correctionNote is a correction as pages speak of it, with the positions of its
// events, 0 for none.
type correctionNote struct {
	ledger.PublicCorrection
	Proposer, Decider   actor
	Proposal, Decision  uint64
	Stream, BasisStream string
}

// Targets are the records that it corrects, as stream@revision is.
func (n correctionNote) Targets() []domain.Ref {
	var all []domain.Ref
	for _, revision := range n.Corrects {
		all = append(all, domain.Ref{Stream: n.Stream, Revision: revision})
	}
	return all
}

// Waits reports whether nobody has decided yet.
func (n correctionNote) Waits() bool { return n.Status == domain.CorrectionWaits }

// standing is how the records of one stream stand, and where its records are.
type standing struct {
	ledger.Stands
	notes []correctionNote
	names actors
	zone  *time.Location
	stood time.Time
	// history is the stream, each record at its revision.
	history []catalogue.Public
}

// standingOf is how the records of a stream stand as of what a visit sees, and
// no later than a position, if that is not 0.
func (p publicPages) standingOf(ctx context.Context, v *visit, history []catalogue.Public, upTo uint64, names actors) (standing, error) {
	s := standing{names: names, zone: v.zone, stood: v.asOf.Stood, history: history}
	asOf := v.asOf.AsOf
	if asOf.Known == nil && upTo > 0 {
		asOf.Known = &upTo
	}
	stream := history[0].Stream()
	var err error
	if s.Stands, err = p.ledger.Stands(ctx, stream, asOf); err != nil {
		return s, err
	}
	s.notes = make([]correctionNote, len(s.Corrections))
	for i, c := range s.Corrections {
		n := correctionNote{PublicCorrection: c, Stream: stream, BasisStream: c.RestsOn.Stream(c.Basis)}
		for _, r := range history {
			account, role := r.Actor()
			switch r.Revision() {
			case c.Proposed:
				n.Proposal, n.Proposer = r.Position(), names.actor(account, role)
			case c.Decided:
				n.Decision, n.Decider = r.Position(), names.actor(account, role)
			}
		}
		s.notes[i] = n
	}
	return s, nil
}

// corrections are all of the stream, for JSON.
func (s standing) corrections() []ledger.PublicCorrection {
	return append([]ledger.PublicCorrection{}, s.Corrections...)
}

// mark says of each entry of the stream what became of it.
func (s standing) mark(history []entry) error {
	for i := range history {
		if err := s.markOne(&history[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s standing) markOne(e *entry) error {
	if c, ok := s.Records[e.Revision]; ok {
		e.Corrected = &corrected{By: c.By, Void: c.Void, Note: s.notes[c.By]}
		if c.Now != nil {
			now, err := s.replacement(*c.Now)
			if err != nil {
				return err
			}
			e.Corrected.Now = &now
			if e.Corrected.Changes, err = differencesOf(e.event, now.event, s.zone, s.names); err != nil {
				return err
			}
		}
	}
	for _, in := range s.Inserted[e.Revision] {
		if !s.stood.IsZero() && in.OccurredAt.After(s.stood) {
			continue
		}
		added, err := s.replacement(in)
		if err != nil {
			return err
		}
		e.Inserted = append(e.Inserted, added)
	}
	for _, n := range s.notes {
		if n.Waits() && slices.Contains(n.Corrects, e.Revision) {
			e.Waiting = append(e.Waiting, n)
		}
	}
	return s.propose(e)
}

func (s standing) replacement(r ledger.Replacement) (replacement, error) {
	data, err := r.Event.Data()
	return replacement{
		By: r.By, Type: r.Event.Type(), Says: saysOf(r.Event, s.zone, s.names), OccurredAt: r.OccurredAt, Data: data,
		Note: s.notes[r.By], event: r.Event,
	}, err
}

// own is the correction that an event proposes or decides, or nil.
func (s standing) own(revision int64) *correctionNote {
	for i, n := range s.notes {
		if n.Proposed == revision || n.Decided == revision {
			return &s.notes[i]
		}
	}
	return nil
}

// Moved reports whether something else stands for when it happened.
func (e entry) Moved() bool {
	return e.Corrected != nil && e.Corrected.Now != nil && !e.Corrected.Now.OccurredAt.Equal(e.OccurredAt)
}

// Reworded reports whether what stands for it reads otherwise than it does.
func (e entry) Reworded() bool { return e.StandsSaying() != e.Says }

// Alike reports whether what stands for it reads as it does and happened then,
// so that what was corrected is not in its line.
func (e entry) Alike() bool { return !e.Reworded() && !e.Moved() }

// StandsSaying is its line, as that stands.
func (e entry) StandsSaying() bilingual {
	if e.Corrected != nil && e.Corrected.Now != nil {
		return e.Corrected.Now.Says
	}
	return e.Says
}

// StandsAt is when it happened, as that stands.
func (e entry) StandsAt() time.Time {
	if e.Moved() {
		return e.Corrected.Now.OccurredAt
	}
	return e.OccurredAt
}

// became is what a correction made of it, as a table holds it.
func (e entry) became(v voice) string {
	switch {
	case e.Corrected == nil:
		return ""
	case e.Corrected.Void:
		return v.T("corrected.void") + " @" + strconv.FormatInt(e.Corrected.Note.Decided, 10)
	}
	return v.T("corrected.amended") + " @" + strconv.FormatInt(e.Corrected.Note.Decided, 10)
}
