package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// A list whose items have a few plain parts is typed without JSON: of two parts
// as 2017-01-01=5000.00, and of three, the first two of which are the numbers of
// a span, as 1-40=10, or 7=10 for a span of one. A number with a text is typed as
// 2=text, one to a flag: texts hold commas.

// isShort says that the field is such a list.
func (f *fieldFlag) isShort() bool {
	parts := f.field.Fields
	if !f.field.List || f.field.Kind != catalogue.KindObject {
		return false
	}
	if f.hasTexts() {
		return true
	}
	if slices.ContainsFunc(parts, notPlain) {
		return false
	}
	return len(parts) == 2 || len(parts) == 3 && parts[0].Kind == catalogue.KindInteger && parts[1].Kind == catalogue.KindInteger
}

// hasTexts says that the items of the list are a number and a text.
func (f *fieldFlag) hasTexts() bool {
	parts := f.field.Fields
	return len(parts) == 2 && parts[0].Kind == catalogue.KindInteger && parts[1].Kind == catalogue.KindText &&
		!slices.ContainsFunc(parts, func(part catalogue.Field) bool { return part.List || part.Optional || part.Seal != catalogue.Unsealed })
}

func notPlain(part catalogue.Field) bool {
	return hasParts(part) || part.List || part.Optional || part.Kind == catalogue.KindText || part.Kind == catalogue.KindTime
}

// shortForm is due=yuan, or from-to=shares.
func (f *fieldFlag) shortForm() string {
	return f.joined(func(part catalogue.Field) string {
		if part.Kind == catalogue.KindMoney {
			return "yuan"
		}
		return flagName(part.Name)
	})
}

func (f *fieldFlag) shortSample() string {
	if len(f.field.Fields) == 3 {
		return "1-40=" + sampleOf(f.field.Fields[2])
	}
	return f.joined(sampleOf)
}

func (f *fieldFlag) joined(word func(catalogue.Field) string) string {
	parts := f.field.Fields
	last := len(parts) - 1
	words := make([]string, last)
	for i, part := range parts[:last] {
		words[i] = word(part)
	}
	return strings.Join(words, "-") + "=" + word(parts[last])
}

// short is the JSON of one item of such a list.
func (f *fieldFlag) short(s string) (jsontext.Value, error) {
	parts := f.field.Fields
	before, each, found := strings.Cut(s, "=")
	values := []string{before}
	if len(parts) == 3 {
		from, to, isSpan := strings.Cut(before, "-")
		if !isSpan {
			to = from
		}
		values = []string{from, to}
	}
	if !found {
		return nil, domain.Reject("usage", "--%[1]s: %[2]q is not of the form %[3]s, such as %[4]s", "--%[1]s：%[2]q 格式有误，应为 %[3]s，如 %[4]s",
			f.name, s, f.shortForm(), f.shortSample())
	}
	text := []byte{'{'}
	for i, value := range append(values, each) {
		if i > 0 {
			text = append(text, ',')
		}
		encoded, err := plainValue(parts[i].Kind, strings.TrimSpace(value))
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", f.name, err)
		}
		text = append(strconv.AppendQuote(text, parts[i].Name), ':')
		text = append(text, encoded...)
	}
	return append(text, '}'), nil
}

// listed are the values of a flag that repeats. Of a list of texts, and of one
// that is typed in short, @FILE holds one in each line.
func (f *fieldFlag) listed() ([]string, error) {
	if f.field.Kind != catalogue.KindText && !f.isShort() {
		return f.values, nil
	}
	var all []string
	for _, s := range f.values {
		text, err := f.app.textOf(s)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", f.name, err)
		}
		items := []string{text}
		if text != s { // a file
			items = slices.DeleteFunc(strings.FieldsFunc(text, isLineBreak), isBlank)
		}
		for _, item := range items {
			if f.isShort() && !f.hasTexts() {
				all = append(all, strings.Split(item, ",")...)
			} else {
				all = append(all, item)
			}
		}
	}
	return all, nil
}

func isLineBreak(r rune) bool { return r == '\n' || r == '\r' }

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
