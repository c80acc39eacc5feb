package catalogue

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// DecodeError says that a record of the log cannot be read. A reader stops
// there: it never skips.
type DecodeError struct {
	// Where is the record, such as request-7@4 (position 19), or "".
	Where string
	// Type is its wire name.
	Type string
	Err  error
}

func (e *DecodeError) Error() string {
	if e.Where == "" {
		return fmt.Sprintf("event %s: %v", e.Type, e.Err)
	}
	return fmt.Sprintf("%s: event %s: %v", e.Where, e.Type, e.Err)
}

// Unwrap gives what is wrong with it.
func (e *DecodeError) Unwrap() error { return e.Err }

// ErrUnknownType says that a log holds an event that this version of the
// program does not know.
var ErrUnknownType = errors.New("this version does not know the type: read the log with a newer version of sunledger")

var (
	strict  = json.JoinOptions(json.RejectUnknownMembers(true))
	written = json.JoinOptions(json.Deterministic(true))
)

// Encode is the data of an event for the log: JSON in the order of its fields,
// every clear field sealed for its place in the stream and the event. The
// event's type must be one that is recorded now.
func (c *Catalogue) Encode(e domain.Event, with domain.Sealer, stream string, id uuid.UUID) ([]byte, error) {
	entry, ok := c.events[e.EventType()]
	if !ok || entry.spec.Upcast != nil || entry.typ != reflect.TypeOf(e) {
		return nil, fmt.Errorf("event %s (%T) is not one that this catalogue records", e.EventType(), e)
	}
	return encode(e, domain.Sealing(with, stream, id))
}

// Reencode is the data of an event that was decoded and never opened: the same
// bytes that it was decoded from, unless it is of a retired version.
func (c *Catalogue) Reencode(e domain.Event) ([]byte, error) { return encode(e, nil) }

// Reveal is an event as JSON for who may read all of it.
func (c *Catalogue) Reveal(r domain.Recorded, with domain.Sealer) ([]byte, error) {
	return c.RevealTo(r, Reading{Open: with})
}

// RevealTo is an event as JSON for somebody who reads it; language and zone have
// no part in it.
func (c *Catalogue) RevealTo(r domain.Recorded, as Reading) ([]byte, error) {
	if as.Open == nil {
		return c.Mask(r.Event)
	}
	e := withoutCopies(r.Event)
	return encode(e, domain.Revealing(c.opener(e, as), r.Stream, r.ID))
}

// Mask is an event as JSON for the public.
func (c *Catalogue) Mask(e domain.Event) ([]byte, error) {
	return encode(publicly(e), domain.Masking())
}

// withoutCopies leaves the copies of other records out of the approval of a
// correction for privacy: each is shown where it stands, or hidden there.
func withoutCopies(e domain.Event) domain.Event {
	if a, ok := e.(domain.CorrectionApproved); ok {
		a.Resealed = nil
		return a
	}
	return e
}

// publicly is an event as far as the public is told of it: a correction for
// privacy says only that it happened, and a document's title may say more.
func publicly(e domain.Event) domain.Event {
	if p, ok := e.(domain.CorrectionProposed); ok && p.Kind == domain.Privacy && p.RestsOn == domain.OnDocument {
		p.Basis = ""
		return p
	}
	return withoutCopies(e)
}

var (
	eventWriters = domain.NewWriters(inUTC)
	asTheyStand  = json.JoinOptions(written, json.WithMarshalers(inUTC))
)

// encode writes sealed fields in a form; nil is as they stand.
func encode(e domain.Event, form domain.Form) (data []byte, err error) {
	if form == nil {
		data, err = json.Marshal(e, asTheyStand)
	} else {
		data, err = eventWriters.Marshal(e, form, written)
	}
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.EventType(), err)
	}
	return data, nil
}

// Decode is the event of some data, in its current version, with its sealed
// fields sealed. Data that no event of the type has is a [*DecodeError]:
// unknown, repeated, missing or ill-typed members, a null, an empty list that
// could be left out, a time that is not in UTC, anything but one JSON object. A
// type that the catalogue does not have wraps [ErrUnknownType].
func (c *Catalogue) Decode(eventType string, data []byte) (domain.Event, error) {
	e, err := c.decodeAsRecorded(eventType, data)
	if err != nil {
		return nil, &DecodeError{Type: eventType, Err: err}
	}
	for { // New saw to it that every chain ends
		up := c.events[e.EventType()].spec.Upcast
		if up == nil {
			return e, nil
		}
		e = up(e)
	}
}

// decodeAsRecorded decodes without upcasting.
func (c *Catalogue) decodeAsRecorded(eventType string, data []byte) (domain.Event, error) {
	entry, ok := c.events[eventType]
	if !ok {
		return nil, ErrUnknownType
	}
	if err := refuseNull(data); err != nil {
		return nil, err
	}
	v := reflect.New(entry.typ)
	if err := json.Unmarshal(data, v.Interface(), strict); err != nil {
		return nil, err
	}
	if err := refuseAbsent(data, entry.fields); err != nil {
		return nil, err
	}
	if err := refuseVariants(v.Elem(), entry.fields); err != nil {
		return nil, err
	}
	e := v.Elem().Interface().(domain.Event)
	switch p := e.(type) {
	case domain.CorrectionProposed:
		return p, c.resolve(p)
	case domain.CorrectionApproved:
		for i := range p.Resealed {
			if err := p.Resealed[i].Event.Resolve(c.Decode); err != nil {
				return nil, err
			}
		}
	}
	return e, nil
}

// resolve decodes the events that a proposal carries.
func (c *Catalogue) resolve(p domain.CorrectionProposed) error {
	for i := range p.Amend {
		if err := p.Amend[i].Event.Resolve(c.Decode); err != nil {
			return err
		}
	}
	for i := range p.Insert {
		if err := p.Insert[i].Event.Resolve(c.Decode); err != nil {
			return err
		}
	}
	return nil
}
