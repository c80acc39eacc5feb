package catalogue

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// schema is the version of the metadata's own shape.
const schema = 1

// metadata is what stands beside every event. The names that begin with '$'
// are EventStoreDB's own convention.
type metadata struct {
	CorrelationID uuid.UUID    `json:"$correlationId"`
	CausationID   uuid.UUID    `json:"$causationId"`
	Actor         string       `json:"actor"`
	Role          domain.Role  `json:"role"`
	OccurredAt    time.Time    `json:"occurredAt"`
	RecordedAt    time.Time    `json:"recordedAt"`
	CommandID     uuid.UUID    `json:"commandId"`
	CommandDigest []byte       `json:"commandDigest"`
	Evidence      []domain.Ref `json:"evidence,omitzero"`
	Attachments   []attachment `json:"attachments,omitzero"`
	Schema        int          `json:"schema"`
}

// Stored is a record as a store gives it.
type Stored struct {
	ID       uuid.UUID
	Stream   string
	Revision int64
	Position uint64
	Type     string
	Data     []byte
	Metadata []byte
}

// EncodeMetadata is the metadata of a record. Times are written in UTC.
func (c *Catalogue) EncodeMetadata(r domain.Recorded) ([]byte, error) {
	attachments, err := attachmentsToWrite(r.Attachments)
	if err != nil {
		return nil, err
	}
	m := metadata{
		CorrelationID: r.CorrelationID,
		CausationID:   r.CausationID,
		Actor:         r.Actor,
		Role:          r.Role,
		OccurredAt:    r.OccurredAt.UTC(),
		RecordedAt:    r.RecordedAt.UTC(),
		CommandID:     r.CommandID,
		CommandDigest: r.CommandDigest,
		Evidence:      r.Evidence,
		Attachments:   attachments,
		Schema:        schema,
	}
	if text, ok := m.appendCanonical(make([]byte, 0, canonicalSize)); ok {
		return text, nil
	}
	return json.Marshal(m, written)
}

// Read decodes a whole record. Every error is a [*DecodeError] that names the
// record.
func (c *Catalogue) Read(s Stored) (domain.Recorded, error) {
	fail := func(err error) (domain.Recorded, error) {
		where := fmt.Sprintf("%s@%d (position %d)", s.Stream, s.Revision, s.Position)
		return domain.Recorded{}, &DecodeError{Where: where, Type: s.Type, Err: err}
	}
	e, err := c.Decode(s.Type, s.Data)
	if err != nil {
		return fail(err.(*DecodeError).Err)
	}
	var m metadata
	if !m.readCanonical(s.Metadata) {
		if err := m.readStrict(s.Metadata); err != nil {
			return fail(fmt.Errorf("metadata: %w", err))
		}
	}
	if m.Schema != schema {
		return fail(fmt.Errorf("metadata of schema %d: this version knows %d; read the log with a newer version of sunledger", m.Schema, schema))
	}
	if err := m.check(); err != nil {
		return fail(fmt.Errorf("metadata: %w", err))
	}
	return domain.Recorded{
		Fact:          domain.Fact{Event: e, OccurredAt: m.OccurredAt.UTC(), Actor: m.Actor, Role: m.Role},
		ID:            s.ID,
		Stream:        s.Stream,
		Revision:      s.Revision,
		Position:      s.Position,
		RecordedAt:    m.RecordedAt.UTC(),
		CommandID:     m.CommandID,
		CommandDigest: m.CommandDigest,
		CorrelationID: m.CorrelationID,
		CausationID:   m.CausationID,
		Evidence:      m.Evidence,
		Attachments:   attachmentsRead(m.Attachments),
	}, nil
}

// readStrict reads metadata in any form that is lawful.
func (m *metadata) readStrict(data []byte) error {
	if err := refuseNull(data); err != nil {
		return err
	}
	return json.Unmarshal(data, m, strict)
}

// check looks for what every record has: who, when and by which command.
func (m *metadata) check() error {
	switch {
	case m.Actor == "":
		return errors.New("it names no actor")
	case m.CommandID == uuid.Nil:
		return errors.New("it names no command")
	case m.OccurredAt.IsZero(), m.RecordedAt.IsZero():
		return errors.New("it lacks one of its times")
	case m.Attachments != nil && len(m.Attachments) == 0:
		return errors.New("an empty list of attachments: leave it out")
	}
	for i, a := range m.Attachments {
		if err := a.check(); err != nil {
			return fmt.Errorf("attachment %d: %w", i, err)
		}
	}
	return nil
}
