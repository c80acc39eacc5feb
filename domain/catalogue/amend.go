package catalogue

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Amend is an event with some of its fields changed: the members of set take the
// place of the fields of the same name, sealed ones in clear, and the optional
// fields in remove are left out. The rest stays as it is. It never changes the
// event that it is given. What the event cannot hold is refused.
func (c *Catalogue) Amend(e domain.Event, set domain.Object, remove []string) (domain.Event, error) {
	name := e.EventType()
	entry, ok := c.events[name]
	if !ok || entry.typ != reflect.TypeOf(e) {
		return nil, fmt.Errorf("event %s (%T) is not one that this catalogue records", name, e)
	}
	v := reflect.New(entry.typ)
	v.Elem().Set(reflect.ValueOf(e))
	changed, err := c.clearFields(name, v.Elem(), entry.fields, set, remove)
	if err != nil {
		return nil, err
	}
	if len(set) > 0 {
		if err := decodeClear(name, jsontext.Value(set), v.Interface()); err != nil {
			return nil, err
		}
	}
	if err := checkFields(name, "", changed, v.Elem()); err != nil {
		return nil, err
	}
	return v.Elem().Interface().(domain.Event), nil
}

// MaySeal reports whether some fields of an event, the members of set, are sealed
// or may hold what is.
func (c *Catalogue) MaySeal(e domain.Event, set domain.Object) bool {
	var members map[string]jsontext.Value
	if len(set) > 0 && json.Unmarshal(set, &members) != nil {
		return true
	}
	return slices.ContainsFunc(c.fields[reflect.TypeOf(e)], func(f Field) bool {
		_, named := members[f.Name]
		return named && (f.Seal != Unsealed || len(f.Fields) > 0)
	})
}

// clearFields empties the fields that are set or removed, so that nothing of
// their old values stays, and nothing of it is shared.
func (c *Catalogue) clearFields(name string, v reflect.Value, fields []Field, set domain.Object, remove []string) ([]Field, error) {
	var members map[string]jsontext.Value
	if len(set) > 0 {
		if err := refuseNull(set); err != nil {
			return nil, invalid(name, err)
		}
		if err := json.Unmarshal(set, &members); err != nil {
			return nil, invalid(name, err)
		}
	}
	var changed []Field
	for i := range fields {
		f := &fields[i]
		_, isSet := members[f.Name]
		removed := slices.Contains(remove, f.Name)
		if removed && !f.Optional {
			return nil, domain.Reject("field_missing", "%[1]s: %[2]s is required and cannot be left out", "%[1]s：%[2]s 为必填，不能删去", name, f.Name)
		}
		if removed && isSet {
			return nil, domain.Reject("field_twice", "%[1]s: %[2]s is both set and left out", "%[1]s：%[2]s 既更正又删去", name, f.Name)
		}
		if isSet || removed {
			v.FieldByIndex(f.index).SetZero()
			changed = append(changed, *f)
		}
		delete(members, f.Name)
	}
	for unknown := range members {
		return nil, unknownField(name, unknown, fields)
	}
	for _, r := range remove {
		if indexOf(fields, []byte(r)) < 0 {
			return nil, unknownField(name, r, fields)
		}
	}
	return changed, nil
}

func unknownField(name, field string, fields []Field) error {
	return domain.Reject("field_unknown", "%s has no field %q: it has %s", "%s 没有字段 %q：可用字段有 %s", name, field, strings.Join(names(fields), ", "))
}

// decodeClear decodes an event, or a part of one, whose sealed fields are clear.
func decodeClear(name string, data jsontext.Value, into any) error {
	if err := json.Unmarshal(data, into, strict, json.WithUnmarshalers(domain.ClearInput())); err != nil {
		return invalid(name, err)
	}
	return nil
}

// DecodeClear is a new event from its JSON, with sealed fields in clear. It is
// held to the limits of a command.
func (c *Catalogue) DecodeClear(eventType string, data domain.Object) (domain.Event, error) {
	entry, ok := c.events[eventType]
	if !ok || entry.spec.Upcast != nil {
		return nil, domain.Reject("event_unknown", "there is no event %q: the catalogue lists them all", "没有记录类型 %q：请查看目录", eventType)
	}
	if err := refuseNull(data); err != nil {
		return nil, invalid(eventType, err)
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, invalid(eventType, err)
	}
	for _, f := range entry.fields {
		if _, present := members[f.Name]; !present && !f.Optional {
			return nil, missing(eventType, f.Name, f)
		}
	}
	v := reflect.New(entry.typ)
	if err := decodeClear(eventType, jsontext.Value(data), v.Interface()); err != nil {
		return nil, err
	}
	if err := checkFields(eventType, "", entry.fields, v.Elem()); err != nil {
		return nil, err
	}
	return v.Elem().Interface().(domain.Event), nil
}

// Reopen is an event with its sealed fields opened, to be sealed at another
// place: from says where they were sealed. What was erased stays as it is, and
// shows as erased wherever it stands.
func (c *Catalogue) Reopen(e domain.Event, with domain.Sealer, from domain.Place) (domain.Event, error) {
	return c.mapSealed(e, from, func(v reflect.Value, at domain.Place) error {
		answer := v.Addr().MethodByName("Reopen").Call([]reflect.Value{reflect.ValueOf(with), reflect.ValueOf(at)})
		if err, failed := answer[0].Interface().(error); failed && !errors.Is(err, domain.ErrErased) {
			return err
		}
		return nil
	})
}

// NameSubjects is an event in which every text about a person names a subject:
// one that has none takes that of the same field of the event before it, or else
// a new one.
func (c *Catalogue) NameSubjects(e, before domain.Event, fresh func(path string) domain.Subject) (domain.Event, error) {
	return c.mapSealed(e, domain.Place{}, func(v reflect.Value, at domain.Place) error {
		p, ok := v.Interface().(domain.Personal)
		if !ok {
			return nil
		}
		who := fresh(strings.TrimPrefix(at.Field, "/"))
		if before != nil {
			if was, ok := c.personalAt(before, at.Field); ok {
				who = was.Subject
			}
		}
		v.Set(reflect.ValueOf(p.Or(who)))
		return nil
	})
}

func (c *Catalogue) personalAt(e domain.Event, path string) (found domain.Personal, ok bool) {
	_, _ = c.mapSealed(e, domain.Place{}, func(v reflect.Value, at domain.Place) error {
		if p, personal := v.Interface().(domain.Personal); personal && at.Field == path && p.Subject != uuid.Nil {
			found, ok = p, true
		}
		return nil
	})
	return found, ok
}

// SealsByStream reports whether an event holds something sealed with the key of its
// stream, or to be sealed with it.
func (c *Catalogue) SealsByStream(e domain.Event) (found bool) {
	_, _ = c.mapSealed(e, domain.Place{}, func(v reflect.Value, _ domain.Place) error {
		_, byStream := v.Interface().(interface{ Envelope() domain.Envelope })
		found = found || byStream
		return nil
	})
	return found
}

// Person is a text about a person in a record, and where it was sealed.
type Person struct {
	Text domain.Personal
	At   domain.Place
}

// People lists the texts about people in a record, those of the events that a
// proposal carries too.
func (c *Catalogue) People(r domain.Recorded) []Person {
	var all []Person
	_, _ = c.mapSealed(r.Event, domain.Place{Stream: r.Stream, Event: r.ID}, func(v reflect.Value, at domain.Place) error {
		if p, ok := v.Interface().(domain.Personal); ok {
			all = append(all, Person{p, at})
		}
		return nil
	})
	return all
}

// ShownPerson is a text about a person in a record, as somebody reads it.
func (c *Catalogue) ShownPerson(r domain.Recorded, p Person, as Reading) Shown {
	event, pointer := within(r.Event, p.At.Field)
	shown := Shown{Field: c.fieldAt(event, pointer)}
	as.Open = c.opener(r.Event, as)
	text, value := open(reflect.ValueOf(p.Text), p.At, as)
	if shown.Text = text; value.IsValid() {
		shown.Text = value.String()
	}
	return shown
}

// mapSealed is a copy of an event in which do has changed the sealed values that
// are there. Lists and nested objects on the way are copied.
func (c *Catalogue) mapSealed(e domain.Event, at domain.Place, do func(v reflect.Value, at domain.Place) error) (domain.Event, error) {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	switch p := e.(type) {
	case domain.CorrectionProposed:
		return c.mapProposal(p, at, do)
	case domain.CorrectionApproved:
		return e, nil // what it carries is the older records', sealed there
	}
	fields := c.fields[v.Type()]
	if err := mapFields(v, fields, fields, at, do); err != nil {
		return nil, err
	}
	return v.Interface().(domain.Event), nil
}

// mapProposal goes through the events that a proposal carries too.
func (c *Catalogue) mapProposal(p domain.CorrectionProposed, at domain.Place, do func(v reflect.Value, at domain.Place) error) (domain.Event, error) {
	carried := func(list string, i int, payload *domain.Payload) error {
		inner := at
		inner.Field = fmt.Sprintf("%s/%s/%d/event/data", at.Field, list, i)
		e, err := c.mapSealed(payload.Event, inner, do)
		*payload = domain.Payload{Event: e}
		return err
	}
	p.Amend, p.Insert = slices.Clone(p.Amend), slices.Clone(p.Insert)
	for i := range p.Amend {
		if err := carried("amend", i, &p.Amend[i].Event); err != nil {
			return nil, err
		}
	}
	for i := range p.Insert {
		if err := carried("insert", i, &p.Insert[i].Event); err != nil {
			return nil, err
		}
	}
	if !p.Reason.IsZero() {
		reason := at
		reason.Field += "/reason"
		if err := do(reflect.ValueOf(&p).Elem().FieldByName("Reason"), reason); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func mapFields(v reflect.Value, fields, outer []Field, at domain.Place, do func(v reflect.Value, at domain.Place) error) error {
	for i := range fields {
		f := &fields[i]
		fv := v.FieldByIndex(f.index)
		if fv.IsZero() || f.Seal == Unsealed && f.Kind != KindObject {
			continue
		}
		inner := at
		inner.Field += "/" + f.Name
		switch {
		case f.Seal == SealedStream, f.Seal == SealedPersonal && !f.List:
			if err := do(fv, inner); err != nil {
				return err
			}
		case f.List:
			list := reflect.MakeSlice(fv.Type(), fv.Len(), fv.Len())
			reflect.Copy(list, fv)
			fv.Set(list)
			for k := range list.Len() {
				item := inner
				item.Field += "/" + strconv.Itoa(k)
				if err := mapItem(list.Index(k), f, outer, item, do); err != nil {
					return err
				}
			}
		default:
			if err := mapItem(fv, f, outer, inner, do); err != nil {
				return err
			}
		}
	}
	return nil
}

func mapItem(v reflect.Value, f *Field, outer []Field, at domain.Place, do func(v reflect.Value, at domain.Place) error) error {
	if f.Seal == SealedPersonal {
		return do(v, at)
	}
	if v.Type() == typeAttribute {
		return nil
	}
	return mapFields(v, f.parts(outer), f.parts(outer), at, do)
}
