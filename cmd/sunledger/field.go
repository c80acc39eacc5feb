package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// fieldFlag is the flag of one field of a command. It turns what was typed
// into the field's JSON and leaves judging it to the catalogue, so that there
// is one check for the command line, the API and imports.
type fieldFlag struct {
	app    *app
	field  catalogue.Field
	name   string
	values []string
}

// fieldFlags are the flags of one command, in the order of its fields.
type fieldFlags []*fieldFlag

// taken are the flags that every generated command has.
var taken = []string{"at", "key", "if-revision", "attach", "json", "ledger", "lang", "help"}

func (a *app) fieldFlags(spec domain.CommandSpec) fieldFlags {
	var flags fieldFlags
	for _, f := range catalogue.Standard.Fields(spec.Prototype) {
		name := flagName(f.Name)
		if slices.Contains(taken, name) {
			name = spec.Category + "-" + name
		}
		flags = append(flags, &fieldFlag{app: a, field: f, name: name})
	}
	return flags
}

var fieldWord = regexp.MustCompile(`\b[a-z]+[A-Z][A-Za-z]*\b`)

// named is a refusal that calls the fields by their flags. A name of one word is
// the same in both; programs read the names of the fields.
func (flags fieldFlags) named(err error) error {
	var refused *domain.Rejection
	if !errors.As(err, &refused) || len(flags) == 0 || flags[0].app.json {
		return err
	}
	byFlag := func(text string) string {
		return fieldWord.ReplaceAllStringFunc(text, func(word string) string {
			if i := slices.IndexFunc(flags, func(f *fieldFlag) bool { return f.field.Name == word }); i >= 0 {
				return "--" + flags[i].name
			}
			return word
		})
	}
	said := *refused
	said.Message, said.Chinese = byFlag(err.Error()), byFlag(refused.Chinese)
	var usage *usageError
	if errors.As(err, &usage) {
		return &usageError{usage.command, &said}
	}
	return &said
}

// flagName is limit-days for limitDays.
func flagName(field string) string {
	var b strings.Builder
	for _, r := range field {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (f *fieldFlag) addTo(c *cobra.Command) {
	flag := c.Flags().VarPF(f, f.name, "", f.usage())
	if f.field.Kind == catalogue.KindBoolean {
		flag.NoOptDefVal = "true"
	}
	if !f.field.Optional {
		_ = c.MarkFlagRequired(f.name)
	}
	if f.field.Kind == catalogue.KindCoded {
		_ = c.RegisterFlagCompletionFunc(f.name, cobra.FixedCompletions(f.choices(), cobra.ShellCompDirectiveNoFileComp))
	}
	if categories := referred(f.field); len(categories) > 0 {
		_ = c.RegisterFlagCompletionFunc(f.name, cobra.FixedCompletions(beginnings(categories), cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace))
	}
}

// choices are the codes with their names, as shells show them.
func (f *fieldFlag) choices() []cobra.Completion {
	var all []cobra.Completion
	for _, code := range f.field.Codes {
		all = append(all, cobra.CompletionWithDesc(code.Code, f.app.say(code.English, code.Chinese)))
	}
	return all
}

func (f *fieldFlag) usage() string {
	a := f.app
	usage := a.say(f.field.English, f.field.Chinese)
	switch f.field.Kind {
	case catalogue.KindCoded:
		codes := make([]string, len(f.field.Codes))
		for i, code := range f.field.Codes {
			codes[i] = code.Code
			if a.lang == domain.Chinese {
				codes[i] += " " + code.Chinese
			}
		}
		usage += a.say(": ", "：") + strings.Join(codes, a.say(", ", "、"))
	case catalogue.KindMoney:
		usage += a.say(" (in yuan, such as 12.50)", "（单位：元，如 12.50）")
	}
	switch {
	case f.hasTexts() && f.isShort():
		usage += fmt.Sprintf(a.say("; each as %s", "；每项写作 %s"), f.sample())
	case f.isShort():
		usage += fmt.Sprintf(a.say("; each as %s, several with commas between them", "；每项写作 %s，多项以逗号分隔"), f.sample())
	}
	if f.repeats() {
		usage += a.say("; may be repeated", "；可重复")
	}
	if !f.field.Optional {
		usage += a.say(" (required)", "（必填）")
	}
	return usage
}

// Type names the value in the help.
func (f *fieldFlag) Type() string {
	switch {
	case f.isShort():
		return f.shortForm()
	case f.isJSON():
		return "json"
	case f.field.Kind == catalogue.KindCoded:
		return "code"
	case f.field.Kind == catalogue.KindMoney:
		return "yuan"
	case f.field.Kind == catalogue.KindBoolean:
		return "" // its value may be left out
	}
	return string(f.field.Kind)
}

// sample is a value for an example in the help.
func (f *fieldFlag) sample() string {
	if f.isShort() {
		return f.shortSample()
	}
	return sampleOf(f.field)
}

func sampleOf(field catalogue.Field) string {
	switch field.Kind {
	case catalogue.KindCoded:
		return field.Codes[0].Code
	case catalogue.KindInteger:
		return "1"
	case catalogue.KindDate:
		return "2016-09-09"
	case catalogue.KindTime:
		return "2016-09-09T10:00:00+08:00"
	case catalogue.KindMoney:
		return "12.50"
	case catalogue.KindBoolean:
		return "true"
	case catalogue.KindUUID:
		return "5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10"
	case catalogue.KindObject, catalogue.KindEvent, catalogue.KindJSON:
		return "@file.json"
	}
	if categories := referred(field); len(categories) > 0 {
		return categories[0] + "-…"
	}
	return "…"
}

var streamInHelp = regexp.MustCompile(`([a-z]+)-<id>`)

// referred are the categories whose streams a field names, as its help has it.
func referred(field catalogue.Field) (categories []string) {
	if field.Kind != catalogue.KindText {
		return nil
	}
	for _, m := range streamInHelp.FindAllStringSubmatch(field.English, -1) {
		categories = append(categories, m[1])
	}
	return categories
}

// isJSON says that the field has parts, which no flag can hold but as JSON.
func (f *fieldFlag) isJSON() bool { return hasParts(f.field) && !f.isShort() }

func hasParts(field catalogue.Field) bool {
	switch field.Kind {
	case catalogue.KindObject, catalogue.KindEvent, catalogue.KindJSON:
		return true
	}
	return false
}

func (f *fieldFlag) repeats() bool { return f.field.List && !f.isJSON() }

// String is the default, of which there is none.
func (f *fieldFlag) String() string { return "" }

// Set takes a value that can be told from its form; the rest waits for json.
func (f *fieldFlag) Set(s string) error {
	if !f.repeats() {
		f.values = f.values[:0]
	}
	f.values = append(f.values, s)
	switch f.field.Kind {
	case catalogue.KindInteger, catalogue.KindBoolean, catalogue.KindMoney:
		_, err := f.value(s)
		return err
	}
	return nil
}

// json is the command's JSON: the fields whose flags were given.
func (flags fieldFlags) json() (jsontext.Value, error) {
	text := []byte{'{'}
	for _, f := range flags {
		if len(f.values) == 0 {
			continue
		}
		if len(text) > 1 {
			text = append(text, ',')
		}
		value, err := f.json()
		if err != nil {
			return nil, err
		}
		text = append(strconv.AppendQuote(text, f.field.Name), ':')
		text = append(text, value...)
	}
	return append(text, '}'), nil
}

func (f *fieldFlag) json() (jsontext.Value, error) {
	if !f.repeats() {
		return f.value(f.values[0])
	}
	values, err := f.listed()
	if err != nil {
		return nil, err
	}
	text := []byte{'['}
	for i, s := range values {
		if i > 0 {
			text = append(text, ',')
		}
		value, err := f.value(s)
		if err != nil {
			return nil, err
		}
		text = append(text, value...)
	}
	return append(text, ']'), nil
}

// value is the JSON of one value.
func (f *fieldFlag) value(s string) (jsontext.Value, error) {
	switch {
	case f.isShort():
		return f.short(s)
	case f.isJSON(), f.field.Kind == catalogue.KindText && !f.field.List:
		text, err := f.app.textOf(s)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", f.name, err)
		}
		if f.isJSON() {
			return jsontext.Value(text), nil
		}
		s = text
	}
	return plainValue(f.field.Kind, s)
}

// plainValue is the JSON of a value that has no parts.
func plainValue(kind catalogue.Kind, s string) (jsontext.Value, error) {
	switch kind {
	case catalogue.KindInteger:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, domain.Reject("usage", "%q is not a whole number", "%q 不是整数", s)
		}
		return strconv.AppendInt(nil, n, 10), nil
	case catalogue.KindBoolean:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return nil, domain.Reject("usage", "%q is neither true nor false", "%q 不是 true 或 false", s)
		}
		return strconv.AppendBool(nil, b), nil
	case catalogue.KindMoney:
		m, err := domain.ParseMoney(s)
		if err != nil {
			return nil, domain.Reject("usage", "%[1]s", "%[2]q 不是金额：请以元为单位，最多两位小数，如 1234.50", err.Error(), s)
		}
		return strconv.AppendInt(nil, int64(m), 10), nil
	}
	return jsontext.AppendQuote(nil, s)
}
