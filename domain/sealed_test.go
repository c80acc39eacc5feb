package domain_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

var forms = domain.NewWriters()

// plainSealer writes the place and the text side by side, so that tests see
// what was sealed where. It erases on demand.
type plainSealer struct{ erased map[string]bool }

func (s plainSealer) prefix(at domain.Place) []byte {
	return fmt.Appendf(nil, "%s|%s|%s|%s|", at.Owner(), at.Stream, at.Event, at.Field)
}

func (s plainSealer) Seal(at domain.Place, text []byte) (domain.Envelope, error) {
	if s.erased[at.Owner()] {
		return nil, domain.ErrErased
	}
	return append(s.prefix(at), text...), nil
}

func (s plainSealer) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	if s.erased[at.Owner()] {
		return nil, domain.ErrErased
	}
	text, ok := bytes.CutPrefix(e, s.prefix(at))
	if !ok {
		return nil, errors.New("moved")
	}
	return text, nil
}

func (s plainSealer) Fingerprint(at domain.Place, text []byte) ([]byte, error) {
	if s.erased[at.Owner()] {
		return nil, domain.ErrErased
	}
	return fmt.Appendf(nil, "%s#%d", at.Owner(), len(text)), nil
}

type letter struct {
	From  domain.Personal                   `json:"from,omitzero"`
	Text  domain.Text                       `json:"text,omitzero"`
	Tags  domain.Sealed[[]domain.Attribute] `json:"tags,omitzero"`
	Parts []struct {
		Note domain.Text `json:"note"`
	} `json:"parts,omitzero"`
}

var (
	person  = uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000001")
	eventID = uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000002")
)

func decodeCommand(t *testing.T, text string) letter {
	var l letter
	require.NoError(t, json.Unmarshal([]byte(text), &l, json.WithUnmarshalers(domain.ClearInput()), json.RejectUnknownMembers(true)))
	return l
}

const letterText = `{"from":{"subject":"7b1f7c5e-0000-4000-8000-000000000001","text":"张三"},"text":"secret","tags":[{"type":"string","key":"k","value":"v"}],"parts":[{"note":"inner"}]}`

func TestSealedFieldsFromCommandToLogAndBack(t *testing.T) {
	l := decodeCommand(t, letterText)
	text, ok := l.Text.Value()
	require.True(t, ok)
	require.Equal(t, "secret", text)

	var s plainSealer
	data, err := forms.Marshal(l, domain.Sealing(s, "letter-1", eventID))
	require.NoError(t, err)
	require.NotContains(t, string(data), "secret")
	require.NotContains(t, string(data), "张三")
	require.Contains(t, string(data), `"subject":"7b1f7c5e-0000-4000-8000-000000000001"`)

	var back letter
	require.NoError(t, json.Unmarshal(data, &back, json.RejectUnknownMembers(true)))
	_, clear := back.Text.Value()
	require.False(t, clear, "decoding leaves fields sealed")
	require.Contains(t, string(back.Parts[0].Note.Envelope()), "letter-1|letter-1|"+eventID.String()+"|/parts/0/note|", "sealed with the key of the stream, at its place")

	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(data), string(again), "what is sealed encodes as it was")

	at := domain.Place{Stream: "letter-1", Event: eventID, Field: "/text"}
	opened, err := back.Text.Open(s, at)
	require.NoError(t, err)
	require.Equal(t, "secret", opened)
	at.Field = "/from"
	opened, err = back.From.Open(s, at)
	require.NoError(t, err)
	require.Equal(t, "张三", opened)
	at.Field = "/tags"
	tags, err := back.Tags.Open(s, at)
	require.NoError(t, err)
	require.Equal(t, []domain.Attribute{{Type: "string", Key: "k", Value: "v"}}, tags)

	shown, err := forms.Marshal(back, domain.Revealing(s, "letter-1", eventID))
	require.NoError(t, err)
	require.Equal(t, letterText, string(shown))
}

func TestMaskedShowsNothing(t *testing.T) {
	l := decodeCommand(t, letterText)
	data, err := forms.Marshal(l, domain.Masking())
	require.NoError(t, err)
	require.Equal(t, `{"from":"[sealed]","text":"[sealed]","tags":"[sealed]","parts":[{"note":"[sealed]"}]}`, string(data))
}

func TestErasedIsShownAsThat(t *testing.T) {
	l := decodeCommand(t, letterText)
	data, err := forms.Marshal(l, domain.Sealing(plainSealer{}, "letter-1", eventID))
	require.NoError(t, err)
	var back letter
	require.NoError(t, json.Unmarshal(data, &back))

	gone := plainSealer{erased: map[string]bool{"subject-" + person.String(): true}}
	shown, err := forms.Marshal(back, domain.Revealing(gone, "letter-1", eventID))
	require.NoError(t, err)
	require.Contains(t, string(shown), `"text":"[erased]"`)
	require.Contains(t, string(shown), `"text":"secret"`, "the stream's own key stands")

	_, err = forms.Marshal(l, domain.Sealing(gone, "letter-1", eventID))
	require.ErrorIs(t, err, domain.ErrErased, "nothing new is sealed for who was erased")
}

func TestAMovedEnvelopeDoesNotOpen(t *testing.T) {
	l := decodeCommand(t, `{"text":"secret"}`)
	data, err := forms.Marshal(l, domain.Sealing(plainSealer{}, "letter-1", eventID))
	require.NoError(t, err)
	var back letter
	require.NoError(t, json.Unmarshal(data, &back))
	_, err = forms.Marshal(back, domain.Revealing(plainSealer{}, "letter-2", eventID))
	require.ErrorContains(t, err, "/text")
}

func TestClearValuesNeverLeak(t *testing.T) {
	l := decodeCommand(t, letterText)
	_, err := json.Marshal(l)
	require.Error(t, err, "a clear value does not encode by accident")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%t", "%x", "%08c"} {
		for _, shown := range []string{fmt.Sprintf(verb+verb, l.Text, l.From), fmt.Sprintf(verb, l)} {
			require.NotContains(t, shown, "secret", verb)
			require.NotContains(t, shown, "张三", verb)
			require.NotContains(t, shown, person.String(), verb)
			require.NotContains(t, shown, "736563726574", "in hexadecimal")
		}
	}
}

func TestFingerprintsStandForSealedFields(t *testing.T) {
	l := decodeCommand(t, letterText)
	data, err := forms.Marshal(l, domain.Fingerprinting(plainSealer{}, "letter-1", eventID))
	require.NoError(t, err)
	require.NotContains(t, string(data), "secret")
	require.NotContains(t, string(data), "张三")
}

// Whoever gets a subject by the command is erased with it: the trace of their
// text stands under the same key as the text.
func TestAFingerprintStandsUnderTheKeyOfItsPerson(t *testing.T) {
	l := decodeCommand(t, `{"from":"李四","text":"a"}`)
	subject := domain.Act{CommandID: eventID}.NewSubject("from")
	gone := plainSealer{erased: map[string]bool{"subject-" + subject.String(): true}}
	_, err := forms.Marshal(l, domain.Fingerprinting(gone, "letter-1", eventID))
	require.ErrorIs(t, err, domain.ErrErased)
	_, err = forms.Marshal(l, domain.Fingerprinting(gone, "letter-1", person))
	require.NoError(t, err, "another command gives another subject")
}

func TestPersonalText(t *testing.T) {
	l := decodeCommand(t, `{"from":"李四"}`)
	_, err := forms.Marshal(l, domain.Sealing(plainSealer{}, "letter-1", eventID))
	require.ErrorContains(t, err, "names no subject")
	_, err = forms.Marshal(letter{From: domain.About(person, "")}, domain.Sealing(plainSealer{}, "letter-1", eventID))
	require.ErrorContains(t, err, "nothing to seal")
	require.Equal(t, person, l.From.Or(person).Subject)
	require.True(t, domain.Personal{}.Or(person).IsZero(), "nobody stays nobody")
	require.True(t, decodeCommand(t, `{"text":"","from":""}`).Text.IsZero(), "an empty text is no value")
}

func TestSealedFormIsStrict(t *testing.T) {
	for _, text := range []string{
		`{"text":"clear"}`, `{"text":{}}`, `{"text":{"sealed":""}}`, `{"text":null}`, `{"text":{"sealed":"AA==","x":1}}`,
		`{"text":{"subject":"7b1f7c5e-0000-4000-8000-000000000001","sealed":"AA=="}}`,
		`{"from":{"sealed":"AA=="}}`, `{"from":{"subject":"00000000-0000-0000-0000-000000000000","sealed":"AA=="}}`, `{"text":{"sealed":"?"}}`,
	} {
		var l letter
		require.Error(t, json.Unmarshal([]byte(text), &l, json.RejectUnknownMembers(true)), text)
	}
}
