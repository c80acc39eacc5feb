package catalogue

import (
	"bytes"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Public is a recorded event as everybody may see it. Nothing else can be had
// from it: whoever is given a Public cannot show what is not public, with or
// without care. [Catalogue.Publish] makes one.
type Public struct {
	catalogue *Catalogue
	record    domain.Recorded
	hidden    bool
}

// Publish is a recorded event for everybody. One that is hidden says that it
// happened, who recorded it and when, and nothing of what it held.
func (c *Catalogue) Publish(r domain.Recorded, hidden bool) Public { return Public{c, r, hidden} }

// SeenFrom reports whether it is shown as of a moment; see [domain.AsOf.Shows].
func (p Public) SeenFrom(a domain.AsOf) bool { return a.Shows(p.record) }

// Hidden reports whether a correction for privacy took its place.
func (p Public) Hidden() bool { return p.hidden }

// Stream is where it stands, and Revision and Position its places there and in
// the log.
func (p Public) Stream() string { return p.record.Stream }

// Revision is its place in the stream.
func (p Public) Revision() int64 { return p.record.Revision }

// Position is its place in the log.
func (p Public) Position() uint64 { return p.record.Position }

// ID identifies it in every copy of the log.
func (p Public) ID() uuid.UUID { return p.record.ID }

// Type is its wire name.
func (p Public) Type() string { return p.record.Event.EventType() }

// OccurredAt is when it happened, in UTC.
func (p Public) OccurredAt() time.Time { return p.record.OccurredAt }

// RecordedAt is when it was recorded, in UTC.
func (p Public) RecordedAt() time.Time { return p.record.RecordedAt }

// Actor is the account that recorded it, and Role what it acted as.
func (p Public) Actor() (account string, role domain.Role) { return p.record.Actor, p.record.Role }

// CommandID is that of the command that it follows from.
func (p Public) CommandID() uuid.UUID { return p.record.CommandID }

// CorrelationID is shared by what belongs together.
func (p Public) CorrelationID() uuid.UUID { return p.record.CorrelationID }

// CausationID is what led to it.
func (p Public) CausationID() uuid.UUID { return p.record.CausationID }

// Evidence is what the decision rested on.
func (p Public) Evidence() []domain.Ref { return p.record.Evidence }

// hiddenSentence is what a hidden event says.
var hiddenSentence = map[domain.Lang]string{
	domain.English: "[hidden by a correction for privacy]",
	domain.Chinese: "〔因隐私更正不予显示〕",
}

// HiddenSentence is what stands for an event that is not shown to anybody.
func HiddenSentence(lang domain.Lang) string { return hiddenSentence[lang] }

// Sentence is the line that people read of it.
func (p Public) Sentence(lang domain.Lang, zone *time.Location) string {
	if p.hidden {
		return hiddenSentence[lang]
	}
	return p.catalogue.Sentence(p.record, Reading{Lang: lang, Zone: zone})
}

// Fields lists what there is to read of it, field by field.
func (p Public) Fields(lang domain.Lang, zone *time.Location) []Shown {
	if p.hidden {
		return nil
	}
	return p.catalogue.FieldsOf(p.record, Reading{Lang: lang, Zone: zone})
}

// Data is it as JSON, {} where it is hidden.
func (p Public) Data() (jsontext.Value, error) {
	if p.hidden {
		return jsontext.Value("{}"), nil
	}
	return p.catalogue.Mask(p.record.Event)
}

// Correction is what was proposed or decided, where it is an event of
// corrections that may be shown.
func (p Public) Correction() (domain.Event, bool) {
	switch e := p.record.Event.(type) {
	case domain.CorrectionProposed:
		if p.hidden {
			return nil, false
		}
		return domain.CorrectionProposed{Kind: e.Kind, RestsOn: e.RestsOn, Basis: e.Basis, Void: e.Void}, true
	case domain.CorrectionApproved, domain.CorrectionRejected, domain.CorrectionSettled:
		return e, true
	}
	return nil, false
}

// Amendments are the records that a proposal of a correction would change, each as
// it would have them: stream, revision, time and event are those of the record,
// and all else is that of the proposal. There are none where it is hidden.
func (p Public) Amendments() []Public {
	proposal, ok := p.record.Event.(domain.CorrectionProposed)
	if !ok || p.hidden {
		return nil
	}
	all := make([]Public, len(proposal.Amend))
	for i, a := range proposal.Amend {
		r := p.record
		r.Event, r.OccurredAt, r.Revision = a.Event.Event, a.OccurredAt, a.Revision
		all[i] = p.catalogue.Publish(r, false)
	}
	return all
}

// Difference is a field in which two versions of a record differ.
type Difference struct {
	Field Field
	// Before and After are what it holds, masked where that is not public; nil
	// where the version has no such field.
	Before, After jsontext.Value
}

// Differences are the fields in which p differs from an earlier version of the
// same record, in the order of the catalogue. Of what is sealed only its presence
// can be compared, and of what is hidden nothing.
func (p Public) Differences(earlier Public) ([]Difference, error) {
	if p.hidden || earlier.hidden {
		return nil, nil
	}
	before, err := earlier.members()
	if err != nil {
		return nil, err
	}
	after, err := p.members()
	if err != nil {
		return nil, err
	}
	var all []Difference
	for _, f := range p.catalogue.Fields(p.record.Event) {
		if !bytes.Equal(before[f.Name], after[f.Name]) {
			all = append(all, Difference{f, before[f.Name], after[f.Name]})
		}
	}
	return all, nil
}

func (p Public) members() (m map[string]jsontext.Value, err error) {
	data, err := p.Data()
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	return m, err
}
