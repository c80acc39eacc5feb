package domain

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// CorrectionCategory begins the wire names of the events of corrections. They
// stand in the stream that they correct, whatever its category.
const CorrectionCategory = "correction"

// CorrectionKind says why a record is corrected.
type CorrectionKind string

// The kinds of correction.
const (
	Clerical   CorrectionKind = "clerical"   // a slip of the pen
	Retraction CorrectionKind = "retraction" // it did not happen
	Legal      CorrectionKind = "legal"      // a court or a superior set it aside
	Privacy    CorrectionKind = "privacy"    // it should never have been shown
)

// Codes lists the kinds with their names.
func (CorrectionKind) Codes() []Code {
	return []Code{
		{string(Clerical), "clerical", "笔误"},
		{string(Retraction), "retraction", "撤回"},
		{string(Legal), "legal", "依法更正"},
		{string(Privacy), "privacy", "隐私"},
	}
}

// CorrectionProposed asks for a set of changes to one stream. It changes
// nothing until somebody else approves it. Revisions are those of the stream
// that it stands in; they are the same in every copy of the log.
type CorrectionProposed struct {
	Kind   CorrectionKind `json:"kind" audience:"public" en:"kind of correction" zh:"更正类型"`
	Reason Text           `json:"reason" audience:"restricted" en:"why" zh:"理由"`
	Basis  string         `json:"basis" audience:"public" en:"document, decision or audit finding that it rests on" zh:"依据"`
	// Void takes events out of the effective history. Voiding an approval
	// undoes that correction.
	Void   []int64     `json:"void,omitempty" audience:"public" en:"revisions that are void" zh:"作废的记录"`
	Amend  []Amendment `json:"amend,omitempty" audience:"public" en:"events as they should have been" zh:"修改的记录"`
	Insert []Insertion `json:"insert,omitempty" audience:"public" en:"events that were forgotten" zh:"补记的记录"`
}

// Amendment is an event as it should have been recorded. Its actor stays.
type Amendment struct {
	Revision   int64     `json:"revision" audience:"public" en:"the event" zh:"记录"`
	Event      Payload   `json:"event" audience:"public" en:"the event as it should have been" zh:"更正后的记录"`
	OccurredAt time.Time `json:"occurredAt" audience:"public" en:"when it happened" zh:"发生时间"`
}

// Insertion is an event that was not recorded. Its actor is who proposed it.
type Insertion struct {
	After      int64     `json:"after" audience:"public" en:"the event before it" zh:"前一记录"`
	Event      Payload   `json:"event" audience:"public" en:"the event" zh:"记录"`
	OccurredAt time.Time `json:"occurredAt" audience:"public" en:"when it happened" zh:"发生时间"`
}

// CorrectionApproved puts a proposal into force.
type CorrectionApproved struct {
	Proposal int64 `json:"proposal" audience:"public" en:"revision of the proposal" zh:"更正申请"`
}

// CorrectionRejected ends a proposal without effect.
type CorrectionRejected struct {
	Proposal int64 `json:"proposal" audience:"public" en:"revision of the proposal" zh:"更正申请"`
	Reason   Text  `json:"reason" audience:"restricted" en:"why not" zh:"理由"`
}

// EventType is correction.proposed.
func (CorrectionProposed) EventType() string { return "correction.proposed" }

// EventType is correction.approved.
func (CorrectionApproved) EventType() string { return "correction.approved" }

// EventType is correction.rejected.
func (CorrectionRejected) EventType() string { return "correction.rejected" }

// Corrections lists the events that every stream may record.
func Corrections() []EventSpec {
	specs := []Wording{
		Says(CorrectionProposed{}, "Correction proposed ({kind}); basis: {basis}", "申请更正（{kind}），依据：{basis}"),
		Says(CorrectionApproved{}, "Correction #{proposal} approved", "批准更正 #{proposal}"),
		Says(CorrectionRejected{}, "Correction #{proposal} rejected", "驳回更正 #{proposal}"),
	}
	out := make([]EventSpec, len(specs))
	for i, w := range specs {
		out[i] = EventSpec{Wording: w}
	}
	return out
}

// Payload is an event inside another one: {"type":"…","data":{…}}.
type Payload struct {
	Event Event

	name string
	data jsontext.Value
}

type payloadJSON struct {
	Type string         `json:"type"`
	Data jsontext.Value `json:"data"`
}

// MarshalJSONTo writes the type and the event, sealing its fields where the
// encoder seals.
func (p Payload) MarshalJSONTo(enc *jsontext.Encoder) error {
	if p.Event == nil {
		return fmt.Errorf("an embedded event of type %q was not resolved", p.name)
	}
	for _, t := range []jsontext.Token{
		jsontext.BeginObject, jsontext.String("type"), jsontext.String(p.Event.EventType()), jsontext.String("data"),
	} {
		if err := enc.WriteToken(t); err != nil {
			return err
		}
	}
	if err := json.MarshalEncode(enc, p.Event); err != nil {
		return err
	}
	return enc.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom reads the type and keeps the data until [Payload.Resolve].
func (p *Payload) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var in payloadJSON
	if err := json.UnmarshalDecode(dec, &in, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	*p = Payload{name: in.Type, data: in.Data}
	return nil
}

// Resolve decodes the data with whoever knows the types.
func (p *Payload) Resolve(decode func(eventType string, data []byte) (Event, error)) error {
	if p.Event != nil {
		return nil
	}
	e, err := decode(p.name, p.data)
	if err == nil {
		*p = Payload{Event: e}
	}
	return err
}
