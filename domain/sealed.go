package domain

import (
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
)

// Audience says who may read a field. Every field of every event declares one
// with a struct tag, audience:"public|village|restricted".
type Audience string

const (
	// Public is for everybody, on the internet too.
	Public Audience = "public"
	// Village is for those whom the rule names, on paper in the village, and
	// never on the internet.
	Village Audience = "village"
	// Restricted is for the roles that need it in their work.
	Restricted Audience = "restricted"
)

// Subject is the random id of a person of whom something is held. It says
// nothing of them by itself. The zero Subject is nobody.
type Subject = uuid.UUID

// ErrErased says that a sealed field can never be read again: its key was
// destroyed. Readers show it as [erased].
var ErrErased = errors.New("erased: the key of this field was destroyed")

// ErrWithheld says that a sealed field is not for this reader. A [Sealer] that
// opens for one reader only gives it; readers show the field as they show it to
// the public.
var ErrWithheld = errors.New("withheld: this field is not for this reader")

// ErrProcessingRestricted says that what is held on a person is kept and, until a
// day, not used.
var ErrProcessingRestricted = errors.New("kept and not used: its processing is restricted")

// Envelope is a sealed value: what a [Sealer] made of it. It is opaque here.
type Envelope []byte

// Place is where a sealed value stands. It is bound to the value, so that an
// envelope moved elsewhere does not open.
type Place struct {
	Stream string
	Event  uuid.UUID
	// Field is the path of the field in the event, as a JSON pointer
	// (RFC 6901), such as /requester or /attributes/3.
	Field string
	// Subject is the person whose key seals the value, or the zero Subject
	// where the key is the stream's.
	Subject Subject
}

// Owner names the key: "subject-" and the subject, or the stream.
func (p Place) Owner() string {
	if p.Subject == uuid.Nil {
		return p.Stream
	}
	return "subject-" + p.Subject.String()
}

// Sealer seals and opens values. The keyring implements it.
type Sealer interface {
	// Seal encrypts text for a place. The key is durable when it returns. A
	// key that was destroyed gives [ErrErased]: nothing new is sealed for who
	// was erased.
	Seal(at Place, text []byte) (Envelope, error)
	// Open is the text that was sealed at the place. It gives [ErrErased]
	// where the key was destroyed, and another error where the envelope is
	// not of this place or was altered.
	Open(at Place, e Envelope) ([]byte, error)
	// Fingerprint is a keyed digest of text under the key of the place's
	// owner: equal texts give equal fingerprints, and it says nothing once
	// the key is destroyed. Event and Field are not part of it.
	Fingerprint(at Place, text []byte) ([]byte, error)
}

// Sealed is a value that not everybody may read. It is clear where a command
// made it, and an envelope where it came from the log; it is opened with
// [Sealed.Open], on demand and for who may see it. It never prints or encodes
// its value by itself.
//
// The zero Sealed is no value.
type Sealed[T any] struct {
	value    T
	clear    bool
	envelope Envelope
}

// Text is free text, sealed with a key of its stream.
type Text = Sealed[string]

// Clear is a value that is not sealed yet. Use [Note] for text.
func Clear[T any](value T) Sealed[T] { return Sealed[T]{value: value, clear: true} }

// Note is free text that is not sealed yet; an empty string is no value.
func Note(text string) Text {
	if text == "" {
		return Text{}
	}
	return Clear(text)
}

// FromEnvelope is a value that was sealed before.
func FromEnvelope[T any](e Envelope) Sealed[T] { return Sealed[T]{envelope: e} }

// IsZero reports whether there is no value.
func (s Sealed[T]) IsZero() bool { return !s.clear && s.envelope == nil }

// Value is the value while it is clear, and false where it is sealed or absent.
func (s Sealed[T]) Value() (T, bool) { return s.value, s.clear }

// Envelope is the sealed form, or nil while the value is clear or absent.
func (s Sealed[T]) Envelope() Envelope { return s.envelope }

// Open is the value: as it is while clear, decrypted where it is sealed. The
// place is the one that it was sealed at.
func (s Sealed[T]) Open(with Sealer, at Place) (T, error) {
	var v T
	if s.clear || s.envelope == nil {
		return s.value, nil
	}
	text, err := with.Open(at, s.envelope)
	if err != nil {
		return v, err
	}
	return v, unmarshalClear(text, &v)
}

// Reopen makes a sealed value clear, so that it can be sealed at another place. It
// changes nothing where the value is clear or absent, or cannot be opened.
func (s *Sealed[T]) Reopen(with Sealer, at Place) error {
	if s.clear || s.envelope == nil {
		return nil
	}
	v, err := s.Open(with, at)
	if err == nil {
		*s = Clear(v)
	}
	return err
}

// Reopen makes a sealed text clear, as for [Sealed].
func (p *Personal) Reopen(with Sealer, at Place) error {
	at.Subject = p.Subject
	return p.text.Reopen(with, at)
}

// Holds is a zero value of what is sealed, for those who describe types.
func (s Sealed[T]) Holds() any {
	var v T
	return v
}

// Format never shows the value, whatever the verb.
func (s Sealed[T]) Format(f fmt.State, verb rune) { formatSealed(f, verb, s) }

// Format never shows the text, whatever the verb.
func (p Personal) Format(f fmt.State, verb rune) { formatSealed(f, verb, p) }

func formatSealed(f fmt.State, verb rune, s interface {
	fmt.Stringer
	fmt.GoStringer
}) {
	text := s.String()
	if verb == 'v' && f.Flag('#') {
		text = s.GoString()
	}
	_, _ = io.WriteString(f, text)
}

// String never shows the value.
func (s Sealed[T]) String() string {
	if s.IsZero() {
		return ""
	}
	return "[sealed]"
}

// GoString never shows the value.
func (s Sealed[T]) GoString() string { return "domain.Sealed{" + s.String() + "}" }

// Personal is a text about a person, sealed with the key of that person, so
// that erasing the person erases it wherever it stands.
type Personal struct {
	// Subject is the person. A command may leave it out for somebody of whom
	// nothing is held yet.
	Subject Subject
	text    Text
}

// About is a text about a person that is not sealed yet.
func About(who Subject, text string) Personal {
	return Personal{Subject: who, text: Note(text)}
}

// IsZero reports whether there is neither a person nor a text.
func (p Personal) IsZero() bool { return p.Subject == uuid.Nil && p.text.IsZero() }

// Or is p, with the given subject where it has a text and no subject.
func (p Personal) Or(who Subject) Personal {
	if p.Subject == uuid.Nil && !p.text.IsZero() {
		p.Subject = who
	}
	return p
}

// Value is the text while it is clear, and false where it is sealed or absent.
func (p Personal) Value() (string, bool) { return p.text.Value() }

// Open is the text; at needs no Subject.
func (p Personal) Open(with Sealer, at Place) (string, error) {
	at.Subject = p.Subject
	return p.text.Open(with, at)
}

// String never shows the text.
func (p Personal) String() string { return p.text.String() }

// GoString never shows the text.
func (p Personal) GoString() string { return "domain.Personal{" + p.String() + "}" }

// IsErased reports whether err says that a key was destroyed.
func IsErased(err error) bool { return errors.Is(err, ErrErased) }
