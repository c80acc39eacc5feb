package catalogue

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Kind says what a field holds.
type Kind string

// The kinds of fields. In JSON a date is 2006-01-02, a time is RFC 3339, money
// is an integer number of fen, and an attribute keeps a foreign value as it
// came.
const (
	KindText    Kind = "text"
	KindCoded   Kind = "coded"
	KindInteger Kind = "integer"
	KindBoolean Kind = "boolean"
	KindDate    Kind = "date"
	KindTime    Kind = "time"
	KindMoney   Kind = "money"
	KindUUID    Kind = "uuid"
	KindEvent   Kind = "event"
	KindObject  Kind = "object"
	// KindJSON is any JSON object.
	KindJSON Kind = "json"
)

// Seal says with whose key a field is sealed.
type Seal string

// The seals.
const (
	Unsealed       Seal = ""
	SealedStream   Seal = "stream"
	SealedPersonal Seal = "subject"
)

// Field describes a field of an event or a command.
type Field struct {
	// Name is the JSON name.
	Name string
	Kind Kind
	// List says that there are any number of them.
	List bool
	// Optional fields may be left out.
	Optional bool
	// Audience says who may see it; commands have none.
	Audience domain.Audience
	// Seal says whether and how it is sealed.
	Seal Seal
	// English and Chinese say what it means.
	English, Chinese string
	// MaxBytes bounds a text.
	MaxBytes int
	// Codes lists the values of a coded field.
	Codes []domain.Code
	// Fields describes the parts of an object; nil for a foreign attribute
	// inside another, which repeats itself.
	Fields []Field

	index []int
}

var (
	typeText      = reflect.TypeFor[string]()
	typePersonal  = reflect.TypeFor[domain.Personal]()
	typeCoded     = reflect.TypeFor[domain.Coded]()
	typeAttribute = reflect.TypeFor[domain.Attribute]()
	scalarKinds   = map[reflect.Type]Kind{
		reflect.TypeFor[domain.Date]():    KindDate,
		reflect.TypeFor[domain.Money]():   KindMoney,
		reflect.TypeFor[domain.Payload](): KindEvent,
		reflect.TypeFor[domain.Object]():  KindJSON,
		reflect.TypeFor[time.Time]():      KindTime,
		reflect.TypeFor[uuid.UUID]():      KindUUID,
	}
)

// describe lists the fields of a struct. It panics where one lacks a tag or is
// of a type that has no place in an event: both are policy.
func describe(t reflect.Type, event bool) []Field {
	fields := make([]Field, 0, t.NumField())
	prefix := t.String() + "."
	for i := range t.NumField() {
		sf := t.Field(i)
		if !sf.IsExported() {
			continue
		}
		where := prefix + sf.Name
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		f := Field{
			Name:     name,
			Audience: domain.Audience(sf.Tag.Get("audience")),
			English:  sf.Tag.Get("en"),
			Chinese:  sf.Tag.Get("zh"),
			index:    sf.Index,
		}
		if t == typeAttribute {
			f.Audience, f.English, f.Chinese = domain.Public, name, name
		}
		f.shape(sf.Type, event, where)
		f.leaveOut(options, where)
		f.limit(sf.Tag.Get("max"), where)
		f.check(event, where)
		fields = append(fields, f)
	}
	return fields
}

func (f *Field) shape(t reflect.Type, event bool, where string) {
	if t == typePersonal {
		f.Kind, f.Seal = KindText, SealedPersonal
		return
	}
	if s, ok := reflect.Zero(t).Interface().(interface{ Holds() any }); ok {
		f.Seal = SealedStream
		t = reflect.TypeOf(s.Holds())
	}
	if _, scalar := scalarKinds[t]; t.Kind() == reflect.Slice && !scalar {
		f.List = true
		t = t.Elem()
	}
	if t == typePersonal && f.Seal != Unsealed {
		panic("catalogue: " + where + " seals a person within what is sealed: make it a domain.Personal, or a list of them")
	}
	kind, scalar := scalarKinds[t]
	switch {
	case scalar:
		f.Kind = kind
	case t.Implements(typeCoded):
		f.Kind = KindCoded
		f.Codes = reflect.Zero(t).Interface().(domain.Coded).Codes()
	case t == typePersonal && f.List:
		f.Kind, f.Seal = KindText, SealedPersonal
	case t == typeText:
		f.Kind = KindText
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		f.Kind = KindInteger
	case t.Kind() == reflect.Bool:
		f.Kind = KindBoolean
	case t == typeAttribute:
		f.Kind = KindObject
		if !strings.HasPrefix(where, "domain.Attribute") {
			f.Fields = describe(t, event)
		}
	case t.Kind() == reflect.Struct:
		f.Kind = KindObject
		f.Fields = describe(t, event && f.Seal == Unsealed)
		if len(f.Fields) == 0 || f.Seal != Unsealed && slices.ContainsFunc(f.Fields, Field.seals) {
			panic("catalogue: " + where + " is an object that holds nothing (seal a whole list, not its items), or seals within what is sealed")
		}
	default:
		panic(fmt.Sprintf("catalogue: %s is a %s: events and commands hold text, codes, integers, booleans, dates, times, money, ids, and lists and structs of them", where, t))
	}
}

// seals reports whether anything in a field is sealed.
func (f Field) seals() bool { return f.Seal != Unsealed || slices.ContainsFunc(f.Fields, Field.seals) }

// leaveOut reads the option of the json tag. There is one way to leave a field
// out, so that equal events are equal bytes: omitempty for a list, which is
// left out whether it is nil or empty, omitzero for anything else.
func (f *Field) leaveOut(option, where string) {
	want := "omitzero"
	if f.List && f.Seal != SealedStream {
		want = "omitempty"
	}
	if option != "" && option != want {
		panic("catalogue: " + where + " has the json option " + option + ": an optional list has omitempty, any other optional field omitzero")
	}
	f.Optional = option != ""
}

// limit sets the bound of a text: the max tag, or what is usual.
func (f *Field) limit(tag, where string) {
	switch f.MaxBytes = MaxNameBytes; {
	case tag != "":
		n, err := strconv.Atoi(tag)
		if err != nil {
			panic("catalogue: " + where + " has a max tag that is no number")
		}
		f.MaxBytes = n
	case f.Seal != Unsealed:
		f.MaxBytes = MaxTextBytes
	}
}

func (f *Field) check(event bool, where string) {
	switch {
	case f.Name == "" || f.Name == "-":
		panic("catalogue: " + where + " has no json name")
	case f.English == "" || f.Chinese == "":
		panic("catalogue: " + where + " says not what it means: give it en and zh tags")
	case !event:
	case f.Audience != domain.Public && f.Audience != domain.Village && f.Audience != domain.Restricted:
		panic("catalogue: " + where + " says not who may see it: give it an audience tag: public, village or restricted")
	case (f.Audience == domain.Public) != (f.Seal == Unsealed):
		panic("catalogue: " + where + ": what is not public is sealed, and what is sealed is not public: use domain.Sealed, domain.Text or domain.Personal, or make it public")
	}
}
