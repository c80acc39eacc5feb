package xes

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// Keys of attributes that an export adds. They stand on nothing that is given
// back as it came.
const (
	// KeyRecorded marks an event that was not in the log: it was recorded in
	// the ledger, later, or a correction put it there. Its value is the type
	// of the ledger's event, such as request.reopened.
	KeyRecorded = "sunledger:event"
	// KeyErased marks a trace of which only what is public is left.
	KeyErased = "sunledger:erased"
)

// MaskName stands for the name of a step that is neither public nor readable.
const MaskName = domain.MaskErased

// asItCame is the attributes of a fact of an imported request: those that came
// in, opened, where nothing was changed and its key is there. Of what was
// erased it gives what is public, and of what was recorded or corrected here a
// name and a time.
func (ex *exporter) asItCame(history []domain.Recorded, e domain.Effect) (attributes []domain.Attribute, erased bool, err error) {
	record := history[e.Revision] // that of the proposal, where it was corrected
	if record.CommandID != history[0].CommandID {
		return recordedHere(e), false, nil
	}
	sealed, public := foreignParts(e.Event)
	attributes, err = sealed.Open(ex.ledger.Sealer(), domain.Place{Stream: record.Stream, Event: record.ID, Field: "/original"})
	if domain.IsErased(err) {
		return publicOnly(e.Event, public), true, nil
	}
	return attributes, false, err
}

// foreignParts is what came in with an event, sealed, and what of it is public.
func foreignParts(e domain.Event) (sealed domain.Sealed[[]domain.Attribute], public []domain.Attribute) {
	switch e := e.(type) {
	case request.Imported:
		return e.Original, e.Attributes
	case request.StepRecorded:
		return e.Original, e.Attributes
	}
	return sealed, nil
}

// publicOnly is a step with its name and time under the standard's own keys,
// whatever the log called them, and a case without.
func publicOnly(e domain.Event, public []domain.Attribute) []domain.Attribute {
	step, ok := e.(request.StepRecorded)
	if !ok {
		return public
	}
	attributes := nameAndTime(step.Name, step.At)
	for _, a := range public {
		if a.Key != keyName && a.Key != keyTimestamp {
			attributes = append(attributes, a)
		}
	}
	return attributes
}

// recordedHere is a fact that the log did not have. A step has its own name,
// any other event is named by its type.
func recordedHere(e domain.Effect) []domain.Attribute {
	mark := domain.Attribute{Type: TypeString, Key: KeyRecorded, Value: e.Event.EventType()}
	switch event := e.Event.(type) {
	case request.Imported:
		return append(slices.Clone(event.Attributes), mark)
	case request.StepRecorded:
		return append(nameAndTime(event.Name, e.OccurredAt), mark)
	}
	return append(nameAndTime(e.Event.EventType(), e.OccurredAt), mark)
}

func nameAndTime(name string, at time.Time) []domain.Attribute {
	if name == "" {
		name = MaskName
	}
	attributes := []domain.Attribute{{Type: TypeString, Key: keyName, Value: writable(name)}}
	if !at.IsZero() {
		attributes = append(attributes, domain.Attribute{Type: TypeDate, Key: keyTimestamp, Value: at.UTC().Format(time.RFC3339Nano)})
	}
	return attributes
}
