package request

import (
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Imported begins a request that was handled elsewhere. Times are the source's,
// in UTC, and zero where it has none; they may contradict each other.
type Imported struct {
	Source     string             `json:"source" audience:"public" en:"stream of the import" zh:"导入来源"`
	Number     int                `json:"number" audience:"public" en:"place in the source, from 1" zh:"来源中的序号"`
	Name       string             `json:"name,omitzero" audience:"public" en:"name of the case" zh:"办件名称"`
	Channel    string             `json:"channel,omitzero" audience:"public" en:"how it came in" zh:"渠道"`
	StartedAt  time.Time          `json:"startedAt,omitzero" audience:"public" en:"when it began" zh:"开始时间"`
	Due        time.Time          `json:"due,omitzero" audience:"public" en:"when it was due" zh:"期限"`
	PlannedEnd time.Time          `json:"plannedEnd,omitzero" audience:"public" en:"when it was planned to end" zh:"计划结束时间"`
	EndedAt    time.Time          `json:"endedAt,omitzero" audience:"public" en:"when it ended" zh:"结束时间"`
	Attributes []domain.Attribute `json:"attributes,omitempty" audience:"public" en:"attributes that the mapping makes public" zh:"公开字段"`
	// Original is every attribute of the case exactly as it came.
	Original domain.Sealed[[]domain.Attribute] `json:"original,omitzero" audience:"restricted" en:"the case as it came" zh:"原始记录"`
}

// StepRecorded is a step of handling.
type StepRecorded struct {
	// Name is absent only where a source has none, or does not make it public.
	Name string `json:"name,omitzero" audience:"public" en:"what was done" zh:"步骤"`
	// At is the source's time of an imported step, and absent otherwise.
	At         time.Time          `json:"at,omitzero" audience:"public" en:"when, as the source says" zh:"来源记载的时间"`
	Attributes []domain.Attribute `json:"attributes,omitempty" audience:"public" en:"attributes that the mapping makes public" zh:"公开字段"`
	Note       domain.Text        `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
	// Original is every attribute of an imported step exactly as it came.
	Original domain.Sealed[[]domain.Attribute] `json:"original,omitzero" audience:"restricted" en:"the step as it came" zh:"原始记录"`
}

// AsStood leaves out the end of an imported case that lay ahead: its source tells
// of it at the beginning.
func (r Request) AsStood(by time.Time) any {
	if r.Imported && r.Status == StatusEnded && r.ClosedAt.After(by) {
		r.ClosedAt, r.Status = time.Time{}, StatusHandling
	}
	return r
}

// EventType is request.imported.
func (Imported) EventType() string { return "request.imported" }

// Happened is when the case began.
func (e Imported) Happened() time.Time { return e.StartedAt }

// EventType is request.step-recorded.
func (StepRecorded) EventType() string { return "request.step-recorded" }

// Happened is when the source says that the step was taken.
func (e StepRecorded) Happened() time.Time { return e.At }

// Import brings in a case that was handled elsewhere, with its steps in the
// source's order. Times may be in any zone.
type Import struct {
	// ID is the request's: it derives from the source's digest and the case's
	// number, so that importing it again finds it there.
	ID         uuid.UUID                         `json:"id" en:"id of the request" zh:"申请编号"`
	Source     string                            `json:"source" en:"stream of the import" zh:"导入来源"`
	Number     int                               `json:"number" en:"place in the source, from 1" zh:"来源中的序号"`
	Name       string                            `json:"name,omitzero" en:"name of the case, where it is public" zh:"办件名称（公开时）"`
	Channel    string                            `json:"channel,omitzero" en:"how it came in" zh:"渠道"`
	StartedAt  time.Time                         `json:"startedAt,omitzero" en:"when it began" zh:"开始时间"`
	Due        time.Time                         `json:"due,omitzero" en:"when it was due" zh:"期限"`
	PlannedEnd time.Time                         `json:"plannedEnd,omitzero" en:"when it was planned to end" zh:"计划结束时间"`
	EndedAt    time.Time                         `json:"endedAt,omitzero" en:"when it ended" zh:"结束时间"`
	Attributes []domain.Attribute                `json:"attributes,omitempty" en:"attributes that the mapping makes public" zh:"公开字段"`
	Original   domain.Sealed[[]domain.Attribute] `json:"original,omitzero" en:"the case as it came" zh:"原始记录"`
	Steps      []ImportedStep                    `json:"steps,omitempty" en:"steps, in the source's order" zh:"步骤"`
}

// ImportedStep is a step of a case that was handled elsewhere.
type ImportedStep struct {
	Name       string                            `json:"name,omitzero" en:"what was done, where it is public" zh:"步骤（公开时）"`
	At         time.Time                         `json:"at,omitzero" en:"when" zh:"时间"`
	Attributes []domain.Attribute                `json:"attributes,omitempty" en:"attributes that the mapping makes public" zh:"公开字段"`
	Original   domain.Sealed[[]domain.Attribute] `json:"original,omitzero" en:"the step as it came" zh:"原始记录"`
}

// CommandType is request.import.
func (Import) CommandType() string { return "request.import" }

// StreamID is the id that the importer derived.
func (c Import) StreamID() string { return c.ID.String() }

// Decide records the case, then each of its steps.
func (c Import) Decide(Request, domain.Act) ([]domain.Event, error) {
	if c.ID == uuid.Nil {
		return nil, domain.Reject("id_invalid",
			"an imported case needs an id: derive it from the digest of its source and its number there",
			"导入办件须有编号：请由来源摘要和序号生成")
	}
	events := make([]domain.Event, 0, 1+len(c.Steps))
	events = append(events, Imported{
		Source: c.Source, Number: c.Number, Name: c.Name, Channel: c.Channel,
		StartedAt: utc(c.StartedAt), Due: utc(c.Due), PlannedEnd: utc(c.PlannedEnd), EndedAt: utc(c.EndedAt),
		Attributes: c.Attributes, Original: c.Original,
	})
	for _, s := range c.Steps {
		events = append(events, StepRecorded{Name: s.Name, At: utc(s.At), Attributes: s.Attributes, Original: s.Original})
	}
	return events, nil
}

// utc keeps no time a zero one.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
