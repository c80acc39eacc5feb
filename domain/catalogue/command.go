package catalogue

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Limits of what a command may hold. An attachment is the place for more.
const (
	// MaxTextBytes bounds a sealed free text, MaxNameBytes any other text,
	// unless a field has a max tag of its own.
	MaxTextBytes = 64 << 10
	MaxNameBytes = 1000
	// MaxItems bounds a list.
	MaxItems = 10_000
)

// DecodeCommand is the command of a wire name from its JSON: one object, every
// field that is not optional present, none unknown or repeated, coded values
// from their lists, texts and lists within their limits. Anything else is a
// [*domain.Rejection] that names the field, the rule and the way out.
func (c *Catalogue) DecodeCommand(name string, data []byte) (domain.CommandSpec, any, error) {
	spec, err := c.Command(name)
	if err != nil {
		return spec, nil, err
	}
	if err := refuseNull(data); err != nil {
		return spec, nil, invalid(spec.Name, err)
	}
	if err := c.checkPresence(spec, data); err != nil {
		return spec, nil, err
	}
	v := reflect.New(reflect.TypeOf(spec.Prototype))
	if err := json.Unmarshal(data, v.Interface(), strict, json.WithUnmarshalers(domain.ClearInput())); err != nil {
		return spec, nil, invalid(spec.Name, err)
	}
	command := v.Elem().Interface()
	return spec, command, c.CheckCommand(spec, command)
}

// CheckCommand checks the values of a command that was made as a value.
func (c *Catalogue) CheckCommand(spec domain.CommandSpec, command any) error {
	return checkFields(spec.Name, "", c.Fields(spec.Prototype), reflect.ValueOf(command))
}

var commandWriters = domain.NewWriters()

// Digest is a keyed digest of a command to a stream: under one id, equal
// commands have equal digests, and it tells nothing of what is sealed in them
// once the key is destroyed.
func (c *Catalogue) Digest(spec domain.CommandSpec, command any, id uuid.UUID, occurredAt time.Time, with domain.Sealer, stream string) ([]byte, error) {
	text, err := commandWriters.Marshal(command, domain.Fingerprinting(with, stream, id), written)
	if err != nil {
		return nil, fmt.Errorf("command %s: %w", spec.Name, err)
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", spec.Name, stream)
	if !occurredAt.IsZero() {
		fmt.Fprintf(h, "%s\n", occurredAt.UTC().Format(time.RFC3339Nano))
	}
	h.Write(text)
	return h.Sum(nil)[:16], nil
}

func (c *Catalogue) checkPresence(spec domain.CommandSpec, data []byte) error {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(data, &members); err != nil {
		return invalid(spec.Name, err)
	}
	for _, f := range c.Fields(spec.Prototype) {
		if _, present := members[f.Name]; !present && !f.Optional {
			return missing(spec.Name, f.Name, f)
		}
		delete(members, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		return domain.Reject("field_unknown",
			"%s has no field %q: it takes %s",
			"%s 没有字段 %q：可用字段有 %s", spec.Name, name, strings.Join(names(c.Fields(spec.Prototype)), ", "))
	}
	return nil
}

func names(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

func missing(command, path string, f Field) error {
	return domain.Reject("field_missing",
		"%[1]s: %[2]s is missing (%[3]s): it is required",
		"%[1]s：缺少 %[2]s（%[4]s），为必填", command, path, f.English, f.Chinese)
}

// invalid says where in the JSON of a command something is wrong.
func invalid(command string, err error) error {
	where, reason := "", err.Error()
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic):
		where = fieldPath(semantic.JSONPointer)
		if semantic.Err != nil {
			reason = semantic.Err.Error()
		} else if semantic.GoType != nil {
			reason = fmt.Sprintf("a JSON %s does not fit here", semantic.JSONKind)
		}
	case errors.As(err, &syntactic):
		where = fieldPath(syntactic.JSONPointer)
		reason = syntactic.Err.Error()
	}
	if where != "" {
		where += ": "
	}
	return domain.Reject("command_invalid",
		"%s: %s%s; see the command's help or schema", "%s：%s%s；请查看命令说明", command, where, reason)
}

func fieldPath(p jsontext.Pointer) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
}

func checkFields(command, prefix string, fields []Field, v reflect.Value) error {
	for _, f := range fields {
		fv := v.FieldByIndex(f.index)
		path := prefix + f.Name
		if fv.IsZero() {
			if !f.Optional && (f.Kind == KindText || f.Kind == KindCoded || f.Kind == KindDate) && !f.List {
				return missing(command, path, f)
			}
			continue
		}
		if err := f.checkValue(command, path, fv); err != nil {
			return err
		}
	}
	return nil
}

func (f Field) checkValue(command, path string, v reflect.Value) error {
	if f.Seal == SealedStream || f.Seal == SealedPersonal && !f.List {
		v = clearOf(v)
	}
	if !f.List {
		return f.checkItem(command, path, v)
	}
	if v.Len() > MaxItems {
		return tooLong(command, path, v.Len(), MaxItems, "items", "项")
	}
	for i := range v.Len() {
		item := v.Index(i)
		if f.Seal == SealedPersonal {
			item = clearOf(item)
		}
		if err := f.checkItem(command, fmt.Sprintf("%s.%d", path, i), item); err != nil {
			return err
		}
	}
	return nil
}

// clearOf is what a sealed field of a command holds.
func clearOf(v reflect.Value) reflect.Value {
	return v.MethodByName("Value").Call(nil)[0]
}

func (f Field) checkItem(command, path string, v reflect.Value) error {
	switch f.Kind {
	case KindText:
		return f.checkText(command, path, v.String())
	case KindTime:
		return checkTime(command, path, v.Interface().(time.Time))
	case KindCoded:
		return f.checkCode(command, path, v.String())
	case KindObject:
		if v.Type() == typeAttribute {
			return nil // kept as it came; its source checked it, and a record has its own limit
		}
		return checkFields(command, path+".", f.Fields, v)
	}
	return nil
}

// checkTime bounds a time to the years that RFC 3339 can write, in any zone.
func checkTime(command, path string, t time.Time) error {
	if year := t.UTC().Year(); year < 1 || year > 9998 {
		return domain.Reject("time_out_of_range",
			"%s: %s is in the year %d: write a time of the years 1 to 9998",
			"%s：%s 的年份为 %d：请填写 1 至 9998 年", command, path, year)
	}
	return nil
}

// checkText wants more than spaces of what is required, of an item of a list,
// and of a text about a person: a subject without a text says nothing.
func (f Field) checkText(command, path, text string) error {
	if (!f.Optional || f.List || f.Seal == SealedPersonal) && strings.TrimSpace(text) == "" {
		return missing(command, path, f)
	}
	if len(text) > f.MaxBytes {
		return tooLong(command, path, len(text), f.MaxBytes, "bytes", "字节")
	}
	if f.Seal == Unsealed && !OneLine(text) || strings.ContainsFunc(text, disrupts) {
		return domain.Reject("control_character",
			"%s: %s holds a control character: write plain text, on one line where it is public",
			"%s：%s 含控制字符：请填写普通文字，公开内容限单行", command, path)
	}
	return nil
}

// OneLine reports whether a text is plain text on one line, as every public one
// has to be: no control character, no separator of lines, and nothing that
// makes it read in another order than it is written.
func OneLine(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r\t\u2028\u2029", r) || disrupts(r) })
}

// disrupts is a control character, but for those that lay out text, or one that
// embeds, overrides or isolates the direction of text (Unicode TR 9). The marks
// of direction that foreign names may need are none of them.
func disrupts(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return unicode.IsControl(r)
}

func (f Field) checkCode(command, path, value string) error {
	codes := make([]string, len(f.Codes))
	for i, c := range f.Codes {
		if c.Code == value {
			return nil
		}
		codes[i] = c.Code
	}
	return domain.Reject("code_unknown",
		"%s: %s is %q: choose one of %s",
		"%s：%s 为 %q：请选择 %s 之一", command, path, value, strings.Join(codes, ", "))
}

func tooLong(command, path string, size, limit int, unit, unitChinese string) error {
	return domain.Reject("too_long",
		"%[1]s: %[2]s has %[3]d %[5]s, at most %[4]d are accepted: shorten it, or attach it as a file",
		"%[1]s：%[2]s 有 %[3]d %[6]s，最多 %[4]d：请缩短，或作为附件", command, path, size, limit, unit, unitChinese)
}
