package rules

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// slot is the place of one rule in Sections: its names and tags, and the rule.
type slot struct {
	section, field reflect.StructField
	rule           ruleValue
	value          reflect.Value // of the Rule, addressable
}

// ruleValue is implemented by pointers to every Rule.
type ruleValue interface {
	IsZero() bool
	plain() plainRule
	stamp(set string)
}

// plainRule is a rule without its type.
type plainRule struct {
	value            any
	english, chinese string // basis
	assumed          bool
	set              string
}

// slots yields the place of every rule, in the order of the structs. A field
// that is no rule is not yielded; a test forbids it.
func slots(s *Sections) iter.Seq[slot] {
	return func(yield func(slot) bool) {
		all := reflect.ValueOf(s).Elem()
		for i := range all.NumField() {
			for j := range all.Field(i).NumField() {
				v := all.Field(i).Field(j)
				rule, ok := v.Addr().Interface().(ruleValue)
				if ok && !yield(slot{all.Type().Field(i), all.Field(i).Type().Field(j), rule, v}) {
					return
				}
			}
		}
	}
}

// pointer is the place of the rule in a file.
func (s slot) pointer() string { return "/" + jsonName(s.section) + "/" + jsonName(s.field) }

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// check refuses a value that is outside the bounds of the field, or that finds
// itself invalid. Without bounds an integer is at least 0.
func (s slot) check() error {
	value := s.rule.plain().value
	if v, ok := value.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return err
		}
	}
	least, _ := strconv.ParseInt(s.field.Tag.Get("min"), 10, 64)
	most, err := strconv.ParseInt(s.field.Tag.Get("max"), 10, 64)
	if err != nil {
		most = 1<<63 - 1
	}
	for n := range integers(reflect.ValueOf(value)) {
		if n < least || n > most {
			return fmt.Errorf("%d is not from %d to %d", n, least, most)
		}
	}
	return nil
}

// integers yields those that a value is made of.
func integers(v reflect.Value) iter.Seq[int64] {
	return func(yield func(int64) bool) { yieldIntegers(v, yield) }
}

func yieldIntegers(v reflect.Value, yield func(int64) bool) bool {
	switch {
	case v.CanInt():
		return yield(v.Int())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if !yieldIntegers(v.Field(i), yield) {
				return false
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if !yieldIntegers(v.Index(i), yield) {
				return false
			}
		}
	}
	return true
}

// membersAt are the names that a file may use in the object at a pointer, where
// a document of the given Go type is expected.
func membersAt(t reflect.Type, at jsontext.Pointer) []string {
	t = elem(t)
	for token := range at.Tokens() {
		if t.Kind() == reflect.Slice {
			t = elem(t.Elem())
			continue
		}
		var next reflect.Type
		for _, f := range members(t) {
			if jsonName(f) == token {
				next = elem(f.Type)
			}
		}
		if next == nil {
			return nil
		}
		t = next
	}
	var names []string
	for _, f := range members(t) {
		names = append(names, jsonName(f))
	}
	return names
}

func elem(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func members(t reflect.Type) []reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var fields []reflect.StructField
	for _, f := range reflect.VisibleFields(t) {
		if f.Tag.Get("json") != "" {
			fields = append(fields, f)
		}
	}
	return fields
}
