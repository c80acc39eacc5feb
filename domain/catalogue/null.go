package catalogue

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// errNull is what is wrong with JSON that holds a null. What is absent is left
// out, so that there is one way to say it.
var errNull = errors.New("null stands where a value belongs: leave the field out instead")

// refuseNull looks for a null outside of strings. JSON that is broken passes:
// the decoder that comes next says what is wrong with it.
func refuseNull(data []byte) error {
	if !bytes.Contains(data, []byte("null")) {
		return nil
	}
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		t, err := dec.ReadToken()
		if err != nil {
			return nil
		}
		if t.Kind() == 'n' {
			return errNull
		}
	}
}
