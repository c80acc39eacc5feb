package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// corrected is a history with what its corrections made of each record.
type corrected struct {
	history []domain.Recorded
	// contents is what each record holds, and where that was sealed last.
	contents []domain.Effect
	// hidden are the records that are not shown any more, with the revision of
	// the approval.
	hidden map[int64]int64
	// now is what stands for a record, inserted what comes after it.
	now         map[int64]domain.Effect
	inserted    map[int64][]domain.Effect
	corrections []domain.Correction
	// known are the corrections as they stood where the history is seen from.
	known []domain.Correction
}

// correctedOf takes the whole history, however it is to be seen: what a correction
// for privacy hides is hidden in every past, too.
func correctedOf(history []domain.Recorded, asOf domain.AsOf) (c corrected, err error) {
	c = corrected{history: history, now: map[int64]domain.Effect{}, inserted: map[int64][]domain.Effect{}}
	if c.contents, err = domain.Contents(history); err != nil {
		return c, err
	}
	if c.hidden, err = domain.Hidden(history); err != nil {
		return c, err
	}
	if c.corrections, err = domain.CorrectionsOf(history); err != nil {
		return c, err
	}
	ahead := slices.IndexFunc(history, func(r domain.Recorded) bool { return !asOf.Knows(r.Position) })
	if ahead < 0 {
		ahead = len(history)
	}
	if c.known, err = domain.CorrectionsOf(history[:ahead]); err != nil {
		return c, err
	}
	effects, err := domain.Effective(history, asOf)
	if err != nil {
		return c, err
	}
	for _, e := range effects {
		if e.Amends >= 0 {
			c.now[e.Amends] = e
			continue
		}
		after := c.after(e)
		c.inserted[after] = append(c.inserted[after], e)
	}
	return c, nil
}

// after is the revision that an inserted effect comes after.
func (c corrected) after(e domain.Effect) int64 {
	terms := c.contents[e.Revision].Event.(domain.CorrectionProposed)
	for i, in := range terms.Insert {
		if strings.HasSuffix(e.Path, fmt.Sprintf("/insert/%d/event/data", i)) {
			return in.After
		}
	}
	return e.Revision
}

// isHidden reports whether the content of a record is not shown any more.
func (c corrected) isHidden(revision int64) bool {
	_, hidden := c.hidden[revision]
	return hidden
}

// record is a record as it may be shown, with the path in its data at which the
// event was sealed.
func (c corrected) record(revision int64) (r domain.Recorded, path string) {
	r = c.history[revision]
	content := c.contents[revision]
	r.Event, r.ID = content.Event, content.Holder.ID
	return r, content.Path
}

// stands is an effect as a record to be read, with the path at which it was
// sealed.
func stands(e domain.Effect) (domain.Recorded, string) {
	return domain.Recorded{Fact: e.Fact, ID: e.Holder.ID, Stream: e.Holder.Stream, Revision: e.Revision}, e.Path
}

// change is the correction that made a record another, and whether it is void; nil
// where the record stands as it is.
func (c corrected) change(revision int64) (by *domain.Correction, void bool) {
	if e, stands := c.now[revision]; stands {
		if e.Revision == revision {
			return nil, false
		}
		return c.proposed(e.Revision), false
	}
	for i := range c.corrections {
		k := &c.corrections[i]
		if k.Status != domain.CorrectionIsInForce || !slices.Contains(k.Terms().Void, revision) {
			continue
		}
		if by == nil || k.Decided.Revision > by.Decided.Revision {
			by = k
		}
	}
	return by, by != nil
}

// proposed is the correction that was proposed at a revision, or nil.
func (c corrected) proposed(revision int64) *domain.Correction {
	return proposedAt(c.corrections, revision)
}

// status is proposed as it was known.
func (c corrected) status(revision int64) *domain.Correction { return proposedAt(c.known, revision) }

func proposedAt(all []domain.Correction, revision int64) *domain.Correction {
	for i := range all {
		if all[i].Proposal.Revision == revision {
			return &all[i]
		}
	}
	return nil
}
