package domain

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

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
