package domain

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// Object is a JSON object whose members are known only together with something
// else, such as the event that they change.
type Object jsontext.Value

// MaxObjectBytes bounds an Object in a command.
const MaxObjectBytes = 1 << 20

// MarshalJSONTo writes the object as it is.
func (o Object) MarshalJSONTo(enc *jsontext.Encoder) error { return enc.WriteValue(jsontext.Value(o)) }

// UnmarshalJSONFrom reads an object and nothing else.
func (o *Object) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	switch {
	case err != nil:
		return err
	case v.Kind() != '{':
		return errors.New("a JSON object belongs here")
	case len(v) > MaxObjectBytes:
		return errors.New("the object is too large")
	}
	*o = Object(v.Clone())
	return nil
}
