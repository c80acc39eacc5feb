package rules

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Range is a closed range of integers, From at most To.
type Range struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Has reports whether n is in the range.
func (r Range) Has(n int) bool { return r.From <= n && n <= r.To }

// String is the range as 1–5.
func (r Range) String() string { return fmt.Sprintf("%d–%d", r.From, r.To) }

// UnmarshalJSONFrom reads {"from": 1, "to": 5}. Neither end has a default.
func (r *Range) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var in struct {
		From *int `json:"from"`
		To   *int `json:"to"`
	}
	if err := json.UnmarshalDecode(dec, &in, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	if in.From == nil || in.To == nil {
		return errors.New("a range has from and to")
	}
	*r = Range{*in.From, *in.To}
	return nil
}

// Validate refuses a range that is the wrong way round.
func (r Range) Validate() error {
	if r.From > r.To {
		return fmt.Errorf("from is %d and to is %d: the lesser comes first", r.From, r.To)
	}
	return nil
}
