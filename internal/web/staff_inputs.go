package web

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// The inputs for a command. Their names are f- and the path of the field, such as
// f-owner, or f-lines.0.amount in the first object of a list.

const (
	inputPrefix = "f-"
	// A list of objects, and one of things that are on record, begins with as
	// many empty rows, and has as many at most.
	rowsAtFirst = 3
	maxRows     = 500
	// addRows is the button that asks for more of them.
	addRows = "more"
)

// commandInputs are the inputs for the fields of a command, with what was typed.
func (v voice) commandInputs(fields []catalogue.Field, prefix string, typed url.Values, more string) []formField {
	all := make([]formField, len(fields))
	for i, f := range fields {
		name := prefix + f.Name
		in := v.inputOf(f, name, typedText(typed, name))
		in.Required = prefix == inputPrefix && !f.Optional && !f.List
		rows := max(rowsAtFirst, rowsIn(typed, name))
		if more == name {
			rows = min(maxRows, rows+rowsAtFirst)
		}
		switch categories := f.Refers(); {
		case f.Kind == catalogue.KindObject && f.Fields != nil && !f.InShort():
			in.Kind, in.Required = "group", false
			if !f.List {
				in.Groups = []formGroup{{Fields: v.commandInputs(f.Fields, name+".", typed, more)}}
				break
			}
			in.Kind = "groups"
			for n := range rows {
				in.Groups = append(in.Groups, formGroup{
					v.T("form.row", "number", strconv.Itoa(n+1)), v.commandInputs(f.Fields, name+"."+strconv.Itoa(n)+".", typed, more),
				})
			}
		case len(categories) > 0:
			in.Known = knownAs(categories)
			if f.List {
				_, in.Note = v.labelOf(f) // none of them on lines
				in.Kind, in.Values = "several", slices.Concat(written(typed[name]), make([]string, rowsAtFirst))
			}
			in.note(v.T("form.known"))
		}
		all[i] = in
	}
	return all
}

// written are the values that are not empty.
func written(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// knownAs names the list of what a field can refer to.
func knownAs(categories []string) string { return "known-" + strings.Join(categories, "-") }

// rowsIn is how many rows of a list of objects a form has.
func rowsIn(typed url.Values, name string) int {
	rows := 0
	for key := range typed {
		rest, in := strings.CutPrefix(key, name+".")
		number, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); in && err == nil && n >= rows && n < maxRows {
			rows = n + 1
		}
	}
	return rows
}

// isBlank reports whether nothing was typed into the inputs of an object.
func isBlank(typed url.Values, prefix string) bool {
	for key, values := range typed {
		if strings.HasPrefix(key, prefix) && len(written(values)) > 0 {
			return false
		}
	}
	return true
}

// A mistyped value is refused at its input.
type mistyped struct {
	input string
	error
}

func (e *mistyped) Unwrap() error { return e.error }

// typedObject is the object that was typed into the inputs of its fields. What is
// left empty is left out; a list that is required is empty then.
func typedObject(fields []catalogue.Field, prefix string, typed url.Values, zone *time.Location) (jsontext.Value, error) {
	members := map[string]jsontext.Value{}
	for _, f := range fields {
		name := prefix + f.Name
		value, err := typedField(f, name, typed, zone)
		if wrong := (*mistyped)(nil); err != nil && !errors.As(err, &wrong) {
			err = &mistyped{name, err}
		}
		if err != nil {
			return nil, err
		}
		if value != nil {
			members[f.Name] = value
		}
	}
	return json.Marshal(members, json.Deterministic(true))
}

func typedField(f catalogue.Field, name string, typed url.Values, zone *time.Location) (jsontext.Value, error) {
	var text string
	if f.Kind == catalogue.KindObject && f.Fields != nil && !f.InShort() {
		if !isBlank(typed, name+".") {
			return typedParts(f, name, typed, zone)
		}
	} else if text = typedText(typed, name); text != "" {
		return jsonOf(f, text, zone)
	}
	if f.List && !f.Optional {
		return jsontext.Value("[]"), nil
	}
	return nil, nil
}

func typedParts(f catalogue.Field, name string, typed url.Values, zone *time.Location) (jsontext.Value, error) {
	if !f.List {
		return typedObject(f.Fields, name+".", typed, zone)
	}
	rows := []jsontext.Value{}
	for n := range rowsIn(typed, name) {
		row := name + "." + strconv.Itoa(n) + "."
		if isBlank(typed, row) {
			continue
		}
		value, err := typedObject(f.Fields, row, typed, zone)
		if err != nil {
			return nil, err
		}
		rows = append(rows, value)
	}
	return json.Marshal(rows)
}

var pathInRefusal = regexp.MustCompile(`^(?:[a-z-]+\.[a-z-]+: )?([A-Za-z][A-Za-z0-9.]*)\b`)

// blame marks the input that a refusal is about, as far as it says, and gives it.
func blame(fields []formField, err error) *formField {
	name := ""
	refused, wrong := (*domain.Rejection)(nil), (*mistyped)(nil)
	switch {
	case errors.As(err, &wrong):
		name = wrong.input
	case errors.As(err, &refused):
		if found := pathInRefusal.FindStringSubmatch(refused.Message); found != nil {
			name = inputPrefix + found[1]
		}
	}
	return find(fields, name)
}

func find(fields []formField, name string) *formField {
	for i := range fields {
		in := &fields[i]
		if in.Name == name {
			in.Wrong = true
			return in
		}
		for _, g := range in.Groups {
			if found := find(g.Fields, name); found != nil {
				return found
			}
		}
	}
	return nil
}

var fieldWord = regexp.MustCompile(`\b[a-z]+[A-Z][A-Za-z]*\b`)

// labelled is a refusal that calls the fields as the form does, and leaves out the
// name of the command, which stands over it. A name of one word is a word of the
// language already.
func labelled(text, command string, fields []formField) string {
	text = strings.TrimPrefix(strings.TrimPrefix(text, command+": "), command+"：")
	return fieldWord.ReplaceAllStringFunc(text, func(word string) string {
		if i := slices.IndexFunc(fields, func(f formField) bool { return f.Code == word }); i >= 0 {
			return "“" + fields[i].Label + "”"
		}
		return word
	})
}
