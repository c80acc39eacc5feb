package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// formField is an input for one field of an event.
type formField struct {
	// Name is that of the input, Code that of the field.
	Name, Code, Label string
	// Kind is how it is put in: text, area, lines, number, money, date,
	// moment, or choice.
	Kind     string
	Value    string
	Options  []option
	Multiple bool
	Optional bool
	// Sealed says that it is not for everybody. Withheld says that its value
	// is not for this reader: left empty, it stays as it is.
	Sealed, Withheld bool
	Max              int
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
		in := formField{
			Name: fieldInput(f), Code: f.Name, Label: v.capital(bilingual{f.English, f.Chinese}.In(v.lang)), Kind: "text",
			Value: present[f.Name], Optional: f.Optional, Sealed: f.Audience != domain.Public, Withheld: withheld[f.Name], Max: f.MaxBytes,
		}
		if typed != nil {
			in.Value = typedText(typed, in.Name)
		}
		switch {
		case f.Kind == catalogue.KindCoded, f.Kind == catalogue.KindBoolean:
			in.Kind, in.Multiple, in.Options = "choice", f.List, v.choices(f, in.Value)
		case f.List:
			in.Kind = "lines"
		case f.Kind == catalogue.KindInteger:
			in.Kind = "number"
		case f.Kind == catalogue.KindMoney:
			in.Kind = "money"
		case f.Kind == catalogue.KindDate:
			in.Kind = "date"
		case f.Kind == catalogue.KindTime:
			in.Kind = "moment"
		case f.Kind == catalogue.KindObject, f.Kind == catalogue.KindJSON, f.Kind == catalogue.KindEvent,
			f.MaxBytes > catalogue.MaxNameBytes && f.Seal == catalogue.SealedStream, strings.Contains(in.Value, "\n"):
			in.Kind = "area"
		}
		all[i] = in
	}
	return all
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
		f.List = false
		lines := make([]string, len(items))
		for i, item := range items {
			lines[i] = inputText(f, item, zone)
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

// jsonOf is the value that was typed into an input.
func jsonOf(f catalogue.Field, text string, zone *time.Location) (jsontext.Value, error) {
	if f.List {
		item := f
		item.List = false
		items := []jsontext.Value{}
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			value, err := jsonOf(item, line, zone)
			if err != nil {
				return nil, err
			}
			items = append(items, value)
		}
		return json.Marshal(items)
	}
	switch f.Kind {
	case catalogue.KindInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, badField(f, text, "a whole number", "整数")
		}
		return json.Marshal(n)
	case catalogue.KindMoney:
		m, err := domain.ParseMoney(strings.TrimPrefix(text, "¥"))
		if err != nil {
			return nil, badField(f, text, "an amount in yuan, such as 12.50", "以元为单位的金额，如 12.50")
		}
		return json.Marshal(int64(m))
	case catalogue.KindBoolean:
		return json.Marshal(text == "true")
	case catalogue.KindDate:
		if _, err := domain.ParseDate(text); err != nil {
			return nil, badField(f, text, "a day, such as 2016-09-09", "日期，如 2016-09-09")
		}
	case catalogue.KindTime:
		t, ok := parseMoment(text, zone)
		if !ok {
			return nil, badField(f, text, "a time, such as 2016-09-09T10:00", "时间，如 2016-09-09T10:00")
		}
		return json.Marshal(t.UTC().Format(time.RFC3339Nano))
	case catalogue.KindObject, catalogue.KindJSON, catalogue.KindEvent:
		value := jsontext.Value(text)
		if !value.IsValid() {
			return nil, badField(f, "…", "a JSON object", "JSON 对象")
		}
		return value, nil
	}
	return json.Marshal(text)
}

// parseMoment reads a time as browsers write it, or as people do.
func parseMoment(text string, zone *time.Location) (time.Time, bool) {
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	for _, layout := range []string{momentLayout, "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// maxSaid bounds how much of a wrong value is said again.
const maxSaid = 60

func badField(f catalogue.Field, text, english, chinese string) error {
	if runes := []rune(text); len(runes) > maxSaid {
		text = string(runes[:maxSaid]) + "…"
	}
	if f.Audience != domain.Public {
		text = "…" // it stands in the form, and nowhere else
	}
	return domain.Reject("field_invalid",
		"%[1]s: %[3]q is not %[4]s", "%[2]s：“%[3]s”不是%[5]s", f.English, f.Chinese, text, english, chinese)
}

// changesOf is what a form changes of an event: what is typed otherwise than it
// stands, and the optional fields that were emptied. What is withheld and left
// empty stays as it is.
func changesOf(fields []catalogue.Field, present map[string]string, withheld map[string]bool, typed url.Values, zone *time.Location) (domain.Object, []string, error) {
	set := map[string]jsontext.Value{}
	var remove []string
	for _, f := range fields {
		text := typedText(typed, fieldInput(f))
		switch {
		case !typed.Has(fieldInput(f)) && !(f.List && f.Kind == catalogue.KindCoded), text == present[f.Name], withheld[f.Name] && text == "":
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
