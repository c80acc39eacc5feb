package domain

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// What stands in the place of a sealed value where it is not shown.
const (
	MaskSealed = "[sealed]"
	MaskErased = "[erased]"
	// MaskRestricted stands for what is kept and not used.
	MaskRestricted = "[restricted]"
)

// In the log a sealed value is {"sealed":"<base64 envelope>"}, and a personal
// one also names its subject. In a command it is the value itself.
type envelopeJSON struct {
	Subject *Subject `json:"subject,omitzero"`
	Sealed  Envelope `json:"sealed"`
}

type personalJSON struct {
	Subject Subject `json:"subject,omitzero"`
	Text    string  `json:"text"`
}

var errClear = errors.New("domain: a sealed field was encoded while it is clear: encode events with the catalogue, which seals them")

// secret is what Sealed and Personal have in common for the codecs.
type secret interface {
	owner() Subject
	personal() bool
	sealedForm() Envelope
	clearForm() (any, bool) // what is encrypted
	shownForm(opened jsontext.Value) any
}

func (s Sealed[T]) owner() Subject                 { return uuid.Nil }
func (s Sealed[T]) personal() bool                 { return false }
func (p Personal) personal() bool                  { return true }
func (s Sealed[T]) sealedForm() Envelope           { return s.envelope }
func (s Sealed[T]) clearForm() (any, bool)         { return s.value, s.clear }
func (s Sealed[T]) shownForm(v jsontext.Value) any { return v }
func (p Personal) owner() Subject                  { return p.Subject }
func (p Personal) sealedForm() Envelope            { return p.text.envelope }
func (p Personal) clearForm() (any, bool)          { return p.text.clearForm() }
func (p Personal) shownForm(opened jsontext.Value) any {
	return struct {
		Subject Subject        `json:"subject"`
		Text    jsontext.Value `json:"text"`
	}{p.Subject, opened}
}

// MarshalJSONTo writes the sealed form; a clear value is an error, so that it
// cannot slip into a log, a page or a file by accident.
func (s Sealed[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return encodeSealed(enc, s) }

// MarshalJSONTo writes the sealed form, as for [Sealed].
func (p Personal) MarshalJSONTo(enc *jsontext.Encoder) error { return encodeSealed(enc, p) }

func encodeSealed(enc *jsontext.Encoder, s secret) error {
	if _, clear := s.clearForm(); clear {
		return errClear
	}
	return writeEnvelope(enc, s.owner(), s.sealedForm())
}

func writeEnvelope(enc *jsontext.Encoder, who Subject, e Envelope) error {
	out := envelopeJSON{Sealed: e}
	if who != uuid.Nil {
		out.Subject = &who
	}
	return json.MarshalEncode(enc, out)
}

// UnmarshalJSONFrom reads the sealed form and leaves it sealed.
func (s *Sealed[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	_, e, err := readEnvelope(dec, false)
	*s = Sealed[T]{envelope: e}
	return err
}

// UnmarshalJSONFrom reads the sealed form and leaves it sealed.
func (p *Personal) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	who, e, err := readEnvelope(dec, true)
	*p = Personal{Subject: who, text: Text{envelope: e}}
	return err
}

func readEnvelope(dec *jsontext.Decoder, personal bool) (Subject, Envelope, error) {
	var in envelopeJSON
	if err := json.UnmarshalDecode(dec, &in, json.RejectUnknownMembers(true)); err != nil {
		return uuid.Nil, nil, err
	}
	switch {
	case len(in.Sealed) == 0:
		return uuid.Nil, nil, errors.New("a sealed field without an envelope")
	case personal != (in.Subject != nil), personal && *in.Subject == uuid.Nil:
		return uuid.Nil, nil, errors.New("a sealed field with the wrong kind of key: only a personal field names a subject")
	case in.Subject == nil:
		return uuid.Nil, in.Sealed, nil
	}
	return *in.Subject, in.Sealed, nil
}

// A Form is how a sealed value is written.
type Form func(*jsontext.Encoder, secret) error

// Writers write values with their sealed fields in one form or another. What a
// writer has learnt of the types that it met stays with it, so they are made once
// and used by all.
type Writers struct{ idle sync.Pool }

// writer writes one value at a time, in the form of that value.
type writer struct {
	form Form
	with json.Options
}

// NewWriters makes writers which write other types by some marshalers.
func NewWriters(others ...*json.Marshalers) *Writers {
	return &Writers{sync.Pool{New: func() any {
		w := &writer{}
		sealed := json.MarshalToFunc(func(enc *jsontext.Encoder, s secret) error { return w.form(enc, s) })
		w.with = json.WithMarshalers(json.JoinMarshalers(append([]*json.Marshalers{sealed}, others...)...))
		return w
	}}}
}

// Marshal is [json.Marshal], with sealed fields in a form.
func (all *Writers) Marshal(v any, f Form, options ...json.Options) ([]byte, error) {
	w := all.idle.Get().(*writer)
	w.form = f
	data, err := json.Marshal(v, append(options, w.with)...)
	w.form = nil
	all.idle.Put(w)
	return data, err
}

// Sealing encodes an event for the log: every clear field is sealed at its
// place in the event, and what is sealed stays as it is.
func Sealing(with Sealer, stream string, event uuid.UUID) Form {
	return func(enc *jsontext.Encoder, s secret) error {
		at := Place{stream, event, pointerOf(enc), s.owner()}
		text, clear, err := plaintext(s)
		if err != nil {
			return err
		}
		if s.personal() && s.owner() == uuid.Nil {
			return fmt.Errorf("%s: a text about a person names no subject", at.Field)
		}
		e := s.sealedForm()
		switch {
		case !clear && e == nil:
			return fmt.Errorf("%s: there is nothing to seal: leave the field out", at.Field)
		case clear:
			if e, err = with.Seal(at, text); err != nil {
				return fmt.Errorf("%s: %w", at.Field, err)
			}
		}
		return writeEnvelope(enc, s.owner(), e)
	}
}

// Revealing encodes an event for somebody who may read what the sealer opens. A
// field whose key was destroyed is shown as [MaskErased], one that is withheld
// ([ErrWithheld]) as [MaskSealed], with nothing that tells whose it is.
func Revealing(with Sealer, stream string, event uuid.UUID) Form {
	return func(enc *jsontext.Encoder, s secret) error {
		text, clear, err := plaintext(s)
		if err != nil {
			return err
		}
		if !clear {
			at := Place{stream, event, pointerOf(enc), s.owner()}
			text, err = with.Open(at, s.sealedForm())
			if errors.Is(err, ErrWithheld) {
				return enc.WriteToken(jsontext.String(MaskSealed))
			}
			if mask := maskFor(err); mask != "" {
				text, err = jsontext.AppendQuote(nil, mask)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", at.Field, err)
			}
		}
		return json.MarshalEncode(enc, s.shownForm(text))
	}
}

// maskFor is what stands for a field that is not opened, or "".
func maskFor(err error) string {
	switch {
	case errors.Is(err, ErrErased):
		return MaskErased
	case errors.Is(err, ErrProcessingRestricted):
		return MaskRestricted
	}
	return ""
}

// Masking encodes an event for the public: [MaskSealed] stands for every sealed
// field, and nothing tells whose it is.
func Masking() Form {
	return func(enc *jsontext.Encoder, _ secret) error { return enc.WriteToken(jsontext.String(MaskSealed)) }
}

// Fingerprinting encodes a command so that equal commands give equal bytes,
// and nothing of a sealed field can be learnt from them once its key is
// destroyed. What is said about a person who has no subject yet stands under
// the key of the one that the command gives them, so that erasing them erases
// its trace too.
func Fingerprinting(with Sealer, stream string, command uuid.UUID) Form {
	return func(enc *jsontext.Encoder, s secret) error {
		text, _, err := plaintext(s)
		if err != nil {
			return err
		}
		who := s.owner()
		if s.personal() && who == uuid.Nil {
			who = NewSubject(command, strings.TrimPrefix(pointerOf(enc), "/"))
		}
		f, err := with.Fingerprint(Place{Stream: stream, Subject: who}, text)
		if err != nil {
			return err
		}
		return enc.WriteToken(jsontext.String(base64.StdEncoding.EncodeToString(f)))
	}
}

// pointerOf is the place of the value that is written next. The encoder's own
// pointer is that of the last one: in an object its name, but in a list the item
// before.
func pointerOf(enc *jsontext.Encoder) string {
	at := enc.StackPointer()
	kind, n := enc.StackIndex(enc.StackDepth())
	if kind != '[' {
		return string(at)
	}
	if n > 0 {
		at = at.Parent()
	}
	return string(at) + "/" + strconv.FormatInt(n, 10)
}

// plaintext is the JSON of a clear value.
func plaintext(s secret) (jsontext.Value, bool, error) {
	v, clear := s.clearForm()
	if !clear {
		return nil, false, nil
	}
	text, err := json.Marshal(v, json.Deterministic(true))
	return text, true, err
}

func unmarshalClear(text []byte, v any) error {
	return json.Unmarshal(text, v, json.RejectUnknownMembers(true))
}

// inClear is implemented by pointers to the sealed types.
type inClear interface {
	readClear(dec *jsontext.Decoder) error
}

// ClearInput decodes a command: sealed fields come as they are, and a personal
// one as {"subject":"<uuid>","text":"…"} or as its text alone.
func ClearInput() *json.Unmarshalers { return clearInput }

var clearInput = json.UnmarshalFromFunc(func(dec *jsontext.Decoder, s inClear) error {
	return s.readClear(dec)
})

func (s *Sealed[T]) readClear(dec *jsontext.Decoder) error {
	var v T
	if err := json.UnmarshalDecode(dec, &v, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	*s = Clear(v)
	if text, ok := any(v).(string); ok && text == "" {
		*s = Sealed[T]{}
	}
	return nil
}

func (p *Personal) readClear(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '"' {
		return p.text.readClear(dec)
	}
	var in personalJSON
	if err := json.UnmarshalDecode(dec, &in, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	*p = About(in.Subject, in.Text)
	return nil
}
