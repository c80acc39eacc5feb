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
	if categories := f.field.Refers(); len(categories) > 0 {
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
	case f.field.HoldsTexts():
		usage += fmt.Sprintf(a.say("; each as %s", "；每项写作 %s"), f.field.Sample())
	case f.field.InShort():
		usage += fmt.Sprintf(a.say("; each as %s, several with commas between them", "；每项写作 %s，多项以逗号分隔"), f.field.Sample())
	case f.field.Seal == catalogue.SealedPersonal:
		usage += a.say("; of who is on record, subject-<id>=name", "；已有记录的人员写作 subject-<编号>=姓名")
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
	case f.field.InShort():
		return f.field.ShortForm(func(part catalogue.Field) string {
			if part.Kind == catalogue.KindMoney {
				return "yuan"
			}
			return flagName(part.Name)
		})
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

// isJSON says that the field has parts, which no flag can hold but as JSON.
func (f *fieldFlag) isJSON() bool { return f.field.HasParts() && !f.field.InShort() }

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
		_, err := f.field.Typed(s, nil)
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
		text := f.values[0]
		if f.isJSON() || f.field.Kind == catalogue.KindText {
			var err error
			if text, err = f.app.textOf(text); err != nil {
				return nil, fmt.Errorf("--%s: %w", f.name, err)
			}
		}
		return f.typed(text)
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
		value, err := f.typed(s)
		if err != nil {
			return nil, err
		}
		text = append(text, value...)
	}
	return append(text, ']'), nil
}

// typed is the JSON of one value. A refusal names the flag.
func (f *fieldFlag) typed(s string) (jsontext.Value, error) {
	value, err := f.field.Typed(s, nil)
	if refused := (*domain.Rejection)(nil); errors.As(err, &refused) {
		return nil, &domain.Rejection{
			Code: refused.Code, Message: "--" + f.name + ": " + refused.Message, Chinese: "--" + f.name + "：" + refused.Chinese,
		}
	}
	return value, err
}

// listed are the values of a flag that repeats. Of a list of texts, and of one
// that is typed in short, @FILE holds one in each line.
func (f *fieldFlag) listed() ([]string, error) {
	if f.field.Kind != catalogue.KindText && !f.field.InShort() {
		return f.values, nil
	}
	var all []string
	for _, s := range f.values {
		text, err := f.app.textOf(s)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", f.name, err)
		}
		lines := []string{text}
		if text != s { // a file
			lines = slices.DeleteFunc(strings.FieldsFunc(text, isLineBreak), isBlank)
		}
		for _, line := range lines {
			all = append(all, f.field.ItemsIn(line)...)
		}
	}
	return all, nil
}

func isLineBreak(r rune) bool { return r == '\n' || r == '\r' }

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
