package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// formField is an input for one field of an event or a command.
type formField struct {
	// Name is that of the input, Code that of the field.
	Name, Code, Label string
	// Kind is how it is put in: text, area, lines, several, number, money, date,
	// moment, choice, or group and groups of inputs for the parts of objects.
	Kind     string
	Value    string
	Options  []option
	Multiple bool
	// Optional says that it may be left empty, Required that a browser asks for it.
	Optional, Required bool
	// Sealed says that it is not for everybody. Withheld says that its value
	// is not for this reader: left empty, it stays as it is.
	Sealed, Withheld bool
	// Note says how it is typed, or is "".
	Note string
	// Known is the list that what it names is chosen from, or "".
	Known string
	// Values are the inputs of several.
	Values []string
	// Groups are those of a group or of groups.
	Groups []formGroup
	// Wrong says that it is why the form was refused.
	Wrong bool
}

// formGroup is the inputs for the parts of an object.
type formGroup struct {
	Legend string
	Fields []formField
}

// fieldInput is the name of the input for a field.
func fieldInput(f catalogue.Field) string { return "f-" + f.Name }

// momentLayout is how a browser writes a time of the ledger's zone.
const momentLayout = "2006-01-02T15:04:05"

// formFields are the inputs for an event: with what was typed, or else with its
// present values as texts.
func formFields(v voice, fields []catalogue.Field, present map[string]string, withheld map[string]bool, typed url.Values) []formField {
	all := make([]formField, len(fields))
	for i, f := range fields {
		value := present[f.Name]
		if typed != nil {
			value = typedText(typed, fieldInput(f))
		}
		in := v.inputOf(f, fieldInput(f), value)
		if in.Withheld = withheld[f.Name]; in.Withheld {
			in.Note = v.T("propose.withheld")
		}
		all[i] = in
	}
	return all
}

// inputOf is the input for a field, with a value.
func (v voice) inputOf(f catalogue.Field, name, value string) formField {
	label, help := v.labelOf(f)
	in := formField{
		Name: name, Code: f.Name, Label: label, Kind: "text",
		Value: value, Optional: f.Optional, Sealed: f.Seal != catalogue.Unsealed,
	}
	switch {
	case f.Kind == catalogue.KindCoded, f.Kind == catalogue.KindBoolean:
		in.Kind, in.Multiple, in.Options = "choice", f.List, v.choices(f, in.Value)
	case f.InShort():
		form := f.ShortForm(func(part catalogue.Field) string { return bilingual{part.English, part.Chinese}.In(v.lang) })
		in.Kind, in.Note = "lines", v.T("form.short", "form", form, "sample", f.Sample())
	case f.List:
		in.Kind, in.Note = "lines", v.T("propose.lines")
	case f.Kind == catalogue.KindInteger:
		in.Kind = "number"
	case f.Kind == catalogue.KindMoney:
		in.Kind, in.Note = "money", v.T("propose.yuan")
	case f.Kind == catalogue.KindDate:
		in.Kind = "date"
	case f.Kind == catalogue.KindTime:
		in.Kind = "moment"
	case f.HasParts(), f.MaxBytes > catalogue.MaxNameBytes && f.Seal == catalogue.SealedStream, strings.Contains(in.Value, "\n"):
		in.Kind = "area"
	}
	if f.Seal == catalogue.SealedPersonal {
		in.note(v.T("form.person"))
	}
	if help != "" {
		in.Note = strings.TrimSpace(help + " " + in.Note)
	}
	return in
}

// note adds a sentence to how the field is typed.
func (f *formField) note(text string) { f.Note = strings.TrimSpace(f.Note + " " + text) }

// labelOf is what a field is called, and what its description says further, as a
// sentence.
func (v voice) labelOf(f catalogue.Field) (label, help string) {
	label, help = namedAs(bilingual{f.English, f.Chinese}.In(v.lang))
	if help != "" {
		help = v.capital(help) + map[domain.Lang]string{domain.English: ".", domain.Chinese: "。"}[v.lang]
	}
	return v.capital(label), help
}

// namedAs is the name that a description begins with, and the rest of it: what
// comes after the first colon or semicolon that stands in no brackets.
func namedAs(description string) (name, rest string) {
	depth := 0
	for i, r := range description {
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			depth--
		case ':', ';', '：', '；':
			if depth == 0 {
				return description[:i], strings.TrimSpace(description[i+utf8.RuneLen(r):])
			}
		}
	}
	return description, ""
}

// choices are the values of a coded field, or yes and no.
func (v voice) choices(f catalogue.Field, chosen string) []option {
	all := []option{{Value: "", Label: v.T("staff.choose"), Selected: chosen == ""}}
	if f.List {
		all = nil
	}
	codes := f.Codes
	if f.Kind == catalogue.KindBoolean {
		codes = []domain.Code{{Code: "true", English: "yes", Chinese: "是"}, {Code: "false", English: "no", Chinese: "否"}}
	}
	for _, c := range codes {
		label := v.capital(bilingual{c.English, c.Chinese}.In(v.lang))
		all = append(all, option{Value: c.Code, Label: label, Selected: slices.Contains(strings.Split(chosen, "\n"), c.Code)})
	}
	return all
}

// typedText is what was typed into an input, with the ends of lines as texts
// have them.
func typedText(form url.Values, name string) string {
	text := strings.ReplaceAll(strings.Join(form[name], "\n"), "\r\n", "\n")
	return strings.TrimSpace(text)
}

// presentTexts are the values of an event, of which what is not for its reader is
// masked, as inputs have them; and the names of the fields that are masked.
func presentTexts(fields []catalogue.Field, data []byte, zone *time.Location) (texts map[string]string, withheld map[string]bool, err error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, nil, err
	}
	texts, withheld = map[string]string{}, map[string]bool{}
	for _, f := range fields {
		switch raw, has := members[f.Name]; {
		case !has:
		case masks(f, raw):
			withheld[f.Name] = true
		default:
			texts[f.Name] = strings.TrimSpace(inputText(f, raw, zone))
		}
	}
	return texts, withheld, nil
}

// masks reports whether anything of a value is not shown.
func masks(f catalogue.Field, raw jsontext.Value) bool {
	if f.Seal == catalogue.Unsealed && f.Kind != catalogue.KindObject {
		return false
	}
	for _, mask := range []string{domain.MaskSealed, domain.MaskErased, domain.MaskRestricted} {
		if strings.Contains(string(raw), `"`+mask+`"`) {
			return true
		}
	}
	return false
}

// inputText is a value of an event as an input has it.
func inputText(f catalogue.Field, raw jsontext.Value, zone *time.Location) string {
	if f.List {
		var items []jsontext.Value
		if json.Unmarshal(raw, &items) != nil {
			return string(raw)
		}
		text := inputText
		if f.InShort() {
			text = shortText
		}
		f.List = false
		lines := make([]string, len(items))
		for i, item := range items {
			lines[i] = text(f, item, zone)
		}
		return strings.Join(lines, "\n")
	}
	var text string
	_ = json.Unmarshal(raw, &text) // of what is no string, the JSON stands
	switch f.Kind {
	case catalogue.KindTime:
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return t.In(zone).Format(momentLayout)
		}
	case catalogue.KindMoney:
		if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
			return domain.Money(n).String()
		}
	case catalogue.KindText:
		var person struct {
			Subject string `json:"subject"`
			Text    string `json:"text"`
		}
		if f.Seal == catalogue.SealedPersonal && json.Unmarshal(raw, &person) == nil {
			return person.Text
		}
	}
	if raw.Kind() == '"' {
		return text
	}
	return string(raw)
}

// shortText is an item of a list that is typed in short.
func shortText(f catalogue.Field, raw jsontext.Value, zone *time.Location) string {
	var parts map[string]jsontext.Value
	if json.Unmarshal(raw, &parts) != nil {
		return string(raw)
	}
	texts := make([]string, len(f.Fields))
	for i, part := range f.Fields {
		texts[i] = inputText(part, parts[part.Name], zone)
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], "-") + "=" + texts[last]
}

// jsonOf is the value that was typed into an input.
func jsonOf(f catalogue.Field, text string, zone *time.Location) (jsontext.Value, error) {
	if !f.List {
		value, err := f.Typed(text, zone)
		return value, saying(f, err)
	}
	items := []jsontext.Value{}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		for _, item := range f.ItemsIn(line) {
			value, err := f.Typed(strings.TrimSpace(item), zone)
			if err != nil {
				return nil, saying(f, err)
			}
			items = append(items, value)
		}
	}
	return json.Marshal(items)
}

// saying puts the field before a refusal of what was typed there.
func saying(f catalogue.Field, err error) error {
	refused := (*domain.Rejection)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	english, _ := namedAs(f.English)
	chinese, _ := namedAs(f.Chinese)
	return &domain.Rejection{Code: refused.Code, Message: english + ": " + refused.Message, Chinese: chinese + "：" + refused.Chinese}
}

// changesOf is what a form changes of an event: what is typed otherwise than it
// stands, and the optional fields that were emptied. What is withheld and left
// empty stays as it is.
func changesOf(fields []catalogue.Field, present map[string]string, typed url.Values, zone *time.Location) (domain.Object, []string, error) {
	set := map[string]jsontext.Value{}
	var remove []string
	for _, f := range fields {
		text := typedText(typed, fieldInput(f))
		// A browser leaves out seconds that are 0.
		if t, ok := catalogue.ParseMoment(text, zone); ok && f.Kind == catalogue.KindTime {
			text = t.Format(momentLayout)
		}
		switch {
		case !typed.Has(fieldInput(f)) && !(f.List && f.Kind == catalogue.KindCoded), text == present[f.Name]: // both are empty where it is withheld
			continue
		case text == "" && f.Optional:
			remove = append(remove, f.Name)
			continue
		case text == "" && !f.List && f.Kind != catalogue.KindText:
			return nil, nil, domain.Reject("field_missing", "%[1]s is required: fill it in", "%[2]s为必填：请填写", f.English, f.Chinese)
		}
		value, err := jsonOf(f, text, zone)
		if err != nil {
			return nil, nil, err
		}
		set[f.Name] = value
	}
	if len(set) == 0 {
		return nil, remove, nil
	}
	data, err := json.Marshal(set, json.Deterministic(true))
	return domain.Object(data), remove, err
}
