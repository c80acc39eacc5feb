package catalogue

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The same event is the same bytes everywhere: times are written in UTC, and an
// optional list that is empty is left out, by its omitempty tag.

// inUTC writes every time in UTC.
var inUTC = json.MarshalToFunc(func(enc *jsontext.Encoder, t time.Time) error {
	if t.Location() == time.UTC {
		return errors.ErrUnsupported
	}
	return json.MarshalEncode(enc, t.UTC())
})

// refuseVariants looks for what reads as the same event and is not written as
// it: such data was not made by this catalogue.
func refuseVariants(v reflect.Value, fields []Field) error {
	for i := range fields {
		f := &fields[i]
		if f.Seal != Unsealed || f.Kind != KindTime && f.Kind != KindObject && !f.List {
			continue
		}
		fv := v.FieldByIndex(f.index)
		if !f.List {
			if err := f.refuseVariant(fv, fields); err != nil {
				return err
			}
			continue
		}
		if f.Optional && fv.Len() == 0 && !fv.IsNil() {
			return fmt.Errorf("%s is empty: leave it out instead", f.Name)
		}
		for i := range fv.Len() {
			if err := f.refuseVariant(fv.Index(i), fields); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *Field) refuseVariant(v reflect.Value, outer []Field) error {
	switch f.Kind {
	case KindTime:
		if t := v.Interface().(time.Time); t.Location() != time.UTC {
			return fmt.Errorf("%s is not in UTC: write it with a Z", f.Name)
		}
	case KindObject:
		return refuseVariants(v, f.parts(outer))
	}
	return nil
}
