package catalogue

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Reading is how somebody reads the ledger.
type Reading struct {
	Lang domain.Lang
	// Zone is the zone in which times are shown.
	Zone *time.Location
	// Open opens sealed fields; nil shows none, as for the public.
	Open domain.Sealer
	// Path is where the event stands in the data of the record that holds it,
	// as a JSON pointer; "" is the whole of it. An amended or inserted event
	// stands in its proposal: see [domain.Effect].
	Path string
	// May says whether the reader may read the fields of an audience in an
	// event; nil is all that Open opens. An event that stands within another
	// one is asked about by itself.
	May func(domain.Event, domain.Audience) bool
}

// What stands for a value that is not shown, or is not there.
var (
	notPublic = map[domain.Lang]string{domain.English: "[not public]", domain.Chinese: "〔不公开〕"}
	erased    = map[domain.Lang]string{domain.English: "[erased]", domain.Chinese: "〔已删除〕"}
	unused    = map[domain.Lang]string{domain.English: "[kept, not used]", domain.Chinese: "〔限制处理〕"}
	absent    = "—"
	colon     = map[domain.Lang]string{domain.English: ": ", domain.Chinese: "："}
	separator = map[domain.Lang]string{domain.English: ", ", domain.Chinese: "、"}
)

// Sentence is the line that people read of a recorded event. An event of a
// type that the catalogue does not have gives its wire name.
func (c *Catalogue) Sentence(r domain.Recorded, as Reading) string {
	entry, ok := c.events[r.Event.EventType()]
	if !ok {
		return r.Event.EventType()
	}
	format := entry.spec.English
	if as.Lang == domain.Chinese {
		format = entry.spec.Chinese
	}
	var b strings.Builder
	for format != "" {
		before, rest, _ := strings.Cut(format, "[")
		text, _ := c.filled(r, before, as)
		b.WriteString(text)
		var part string
		if part, format, _ = strings.Cut(rest, "]"); part != "" {
			if text, whole := c.filled(r, part, as); whole {
				b.WriteString(text)
			}
		}
	}
	return b.String()
}

// filled is a part of a wording with its fields, and whether all of them are
// there.
func (c *Catalogue) filled(r domain.Recorded, format string, as Reading) (text string, whole bool) {
	var b strings.Builder
	whole = true
	for {
		before, rest, found := strings.Cut(format, "{")
		b.WriteString(before)
		if !found {
			return b.String(), whole
		}
		name, after, _ := strings.Cut(rest, "}")
		value := c.shown(r, name, as)
		whole = whole && value != absent
		b.WriteString(value)
		format = after
	}
}

// Shown is a field of a recorded event, by its JSON name, as people read it.
type Shown struct {
	Field Field
	Text  string
}

// FieldsOf lists what there is to read of an event, field by field. Absent
// optional fields are left out.
func (c *Catalogue) FieldsOf(r domain.Recorded, as Reading) []Shown {
	var out []Shown
	r.Event = as.told(r.Event)
	v := reflect.ValueOf(r.Event)
	for _, f := range c.fields[v.Type()] {
		if f.Optional && v.FieldByIndex(f.index).IsZero() {
			continue
		}
		out = append(out, Shown{f, c.shown(r, f.Name, as)})
	}
	return out
}

// told is an event as far as a reader is told of it.
func (as Reading) told(e domain.Event) domain.Event {
	if as.Open == nil {
		return publicly(e)
	}
	return withoutCopies(e)
}

func (c *Catalogue) shown(r domain.Recorded, name string, as Reading) string {
	r.Event = as.told(r.Event)
	v := reflect.ValueOf(r.Event)
	for _, f := range c.fields[v.Type()] {
		if f.Name == name {
			at := domain.Place{Stream: r.Stream, Event: r.ID, Field: "/" + name}
			as.Open = c.opener(r.Event, as)
			return f.show(v.FieldByIndex(f.index), at, as)
		}
	}
	return "{" + name + "}"
}

func (f Field) show(v reflect.Value, at domain.Place, as Reading) string {
	if v.IsZero() && (f.Optional || f.Kind == KindText) {
		return absent
	}
	if f.Seal != Unsealed && (f.Seal != SealedPersonal || !f.List) {
		opened, shown := open(v, at, as)
		if !shown.IsValid() {
			return opened
		}
		v = shown
	}
	if !f.List {
		return f.showItem(v, as)
	}
	items := make([]string, v.Len())
	for i := range items {
		item := v.Index(i)
		if f.Seal == SealedPersonal {
			at := at
			at.Field += "/" + strconv.Itoa(i)
			text, shown := open(item, at, as)
			if !shown.IsValid() {
				items[i] = text
				continue
			}
			item = shown
		}
		items[i] = f.showItem(item, as)
	}
	return strings.Join(items, separator[as.Lang])
}

// open gives what a sealed value holds, or the text that stands for it.
func open(v reflect.Value, at domain.Place, as Reading) (string, reflect.Value) {
	if as.Open == nil {
		return notPublic[as.Lang], reflect.Value{}
	}
	answer := v.MethodByName("Open").Call([]reflect.Value{reflect.ValueOf(as.Open), reflect.ValueOf(at)})
	if err, failed := answer[1].Interface().(error); failed {
		switch {
		case domain.IsErased(err):
			return erased[as.Lang], reflect.Value{}
		case errors.Is(err, domain.ErrWithheld):
			return notPublic[as.Lang], reflect.Value{}
		case errors.Is(err, domain.ErrProcessingRestricted):
			return unused[as.Lang], reflect.Value{}
		}
		return "[" + err.Error() + "]", reflect.Value{}
	}
	return "", answer[0]
}

func (f Field) showItem(v reflect.Value, as Reading) string {
	switch x := v.Interface().(type) {
	case domain.Coded:
		return domain.Label(x, v.String(), as.Lang)
	case domain.Date:
		return x.String()
	case time.Time:
		return x.In(as.Zone).Format("2006-01-02 15:04")
	case domain.Money:
		return "¥" + x.String()
	case uuid.UUID:
		return x.String()
	case domain.Attribute:
		return x.Key + "=" + x.Value
	case domain.Payload:
		return x.Event.EventType()
	case bool:
		return yesNo(x, as.Lang)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	}
	return f.showObject(v, as)
}

func (f Field) showObject(v reflect.Value, as Reading) string {
	var parts []string
	for _, p := range f.Fields {
		if pv := v.FieldByIndex(p.index); !pv.IsZero() {
			parts = append(parts, fmt.Sprintf("%s%s%s", p.label(as.Lang), colon[as.Lang], p.show(pv, domain.Place{}, Reading{Lang: as.Lang, Zone: as.Zone})))
		}
	}
	return strings.Join(parts, separator[as.Lang])
}

func (f Field) label(lang domain.Lang) string {
	if lang == domain.Chinese {
		return f.Chinese
	}
	return f.English
}

func yesNo(b bool, lang domain.Lang) string {
	switch {
	case b && lang == domain.Chinese:
		return "是"
	case b:
		return "yes"
	case lang == domain.Chinese:
		return "否"
	}
	return "no"
}
