package catalogue

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// opener opens the sealed fields of one event for one reader.
type opener struct {
	domain.Sealer
	catalogue *Catalogue
	event     domain.Event
	as        Reading
}

// opener is nil for the public.
func (c *Catalogue) opener(e domain.Event, as Reading) domain.Sealer {
	if as.Open == nil {
		return nil
	}
	return opener{as.Open, c, e, as}
}

// Open opens what the reader may read, where it was sealed.
func (o opener) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	if o.as.May != nil {
		event, field := within(o.event, at.Field)
		if !o.as.May(event, o.catalogue.audienceOf(event, field)) {
			return nil, domain.ErrWithheld
		}
	}
	at.Field = o.as.Path + at.Field
	return o.Sealer.Open(at, e)
}

// within is the innermost event that a JSON pointer leads into, and the rest of
// the pointer there.
func within(e domain.Event, pointer string) (domain.Event, string) {
	parts := strings.Split(pointer, "/") // the first is empty: /amend/0/event/data/requester
	if len(parts) < 6 || parts[3] != "event" || parts[4] != "data" {
		return e, pointer
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil {
		return e, pointer
	}
	var carried []domain.Payload
	switch e := e.(type) {
	case domain.CorrectionProposed:
		for _, a := range e.Amend {
			carried = append(carried, a.Event)
		}
		if parts[1] == "insert" {
			carried = nil
			for _, n := range e.Insert {
				carried = append(carried, n.Event)
			}
		}
	case domain.CorrectionApproved:
		for _, r := range e.Resealed {
			carried = append(carried, r.Event)
		}
	}
	if i < 0 || i >= len(carried) || carried[i].Event == nil {
		return e, pointer
	}
	return within(carried[i].Event, "/"+strings.Join(parts[5:], "/"))
}

// audienceOf is who may see the field at a JSON pointer: what the innermost
// field there says. Where nothing says it, nobody but who may read everything.
func (c *Catalogue) audienceOf(e domain.Event, pointer string) domain.Audience {
	if f := c.fieldAt(e, pointer); f.Name != "" {
		return f.Audience
	}
	return domain.Restricted
}

// fieldAt is the innermost field that a JSON pointer leads to, the zero Field
// where there is none.
func (c *Catalogue) fieldAt(e domain.Event, pointer string) (innermost Field) {
	fields := c.fields[reflect.TypeOf(e)]
	for _, part := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if i := indexOf(fields, []byte(part)); i >= 0 {
			innermost, fields = fields[i], fields[i].Fields
		}
	}
	return innermost
}
