package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// cloudEvent is an event in the JSON format of CloudEvents 1.0. The names of
// extension attributes are lower case letters and digits, as the specification
// has it. Numbers among them are text: its Integer holds 32 bits, and a
// position may need more.
type cloudEvent struct {
	SpecVersion     string    `json:"specversion"`
	ID              uuid.UUID `json:"id"`
	Source          string    `json:"source"` // urn:uuid: and the ledger, the same in all its copies
	Type            string    `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time"`
	DataContentType string    `json:"datacontenttype"`

	Position      string      `json:"position"`
	Revision      string      `json:"revision"`
	RecordedAt    time.Time   `json:"recordedat"`
	Actor         string      `json:"actor"`
	Role          domain.Role `json:"role"`
	CorrelationID uuid.UUID   `json:"correlationid"`
	CausationID   uuid.UUID   `json:"causationid"`
	Evidence      string      `json:"evidence,omitzero"` // stream@revision, parted by spaces

	// Hidden says that a correction for privacy hides the data, which is absent
	// then.
	Hidden bool           `json:"hidden,omitzero"`
	Data   jsontext.Value `json:"data,omitzero"`
}

// newCloudEvent is an event as the public may see it.
func newCloudEvent(l *openLedger, r domain.Recorded, hidden bool) (cloudEvent, error) {
	var data jsontext.Value
	if !hidden {
		var err error
		if data, err = l.Catalogue().Mask(r.Event); err != nil {
			return cloudEvent{}, err
		}
	}
	evidence := make([]string, len(r.Evidence))
	for i, ref := range r.Evidence {
		evidence[i] = ref.String()
	}
	return cloudEvent{
		SpecVersion:     "1.0",
		ID:              r.ID,
		Source:          l.identity.Ledger.URN(),
		Type:            r.Event.EventType(),
		Subject:         r.Stream,
		Time:            r.OccurredAt,
		DataContentType: "application/json",
		Position:        strconv.FormatUint(r.Position, 10),
		Revision:        strconv.FormatInt(r.Revision, 10),
		RecordedAt:      r.RecordedAt,
		Actor:           r.Actor,
		Role:            r.Role,
		CorrelationID:   r.CorrelationID,
		CausationID:     r.CausationID,
		Evidence:        strings.Join(evidence, " "),
		Hidden:          hidden,
		Data:            data,
	}, nil
}
