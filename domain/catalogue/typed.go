package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// What follows is how people type the values of fields, on the command line and
// in forms: an amount in yuan, a person who is on record as subject-<id>=name, an
// item of a list without JSON. Whether a value is right is judged where all
// commands are, by [Catalogue.DecodeCommand].
//
// A list whose items have a few plain parts is typed in short: of two parts as
// 2017-01-01=5000.00, and of three, the first two of which are the numbers of a
// span, as 1-40=10, or 7=10 for a span of one. A number with a text is typed as
// 2=text, one in a line: texts hold commas.

// InShort says that the field is such a list.
func (f Field) InShort() bool {
	parts := f.Fields
	if !f.List || f.Kind != KindObject {
		return false
	}
	if f.HoldsTexts() {
		return true
	}
	if slices.ContainsFunc(parts, notPlain) {
		return false
	}
	return len(parts) == 2 || len(parts) == 3 && parts[0].Kind == KindInteger && parts[1].Kind == KindInteger
}

// HoldsTexts says that the items of the list are a number and a text.
func (f Field) HoldsTexts() bool {
	parts := f.Fields
	return f.List && f.Kind == KindObject && len(parts) == 2 && parts[0].Kind == KindInteger && parts[1].Kind == KindText &&
		!slices.ContainsFunc(parts, func(part Field) bool { return part.List || part.Optional || part.Seal != Unsealed })
}

func notPlain(part Field) bool {
	return part.HasParts() || part.List || part.Optional || part.Kind == KindText || part.Kind == KindTime
}

// HasParts says that a value of the field is an object.
func (f Field) HasParts() bool {
	switch f.Kind {
	case KindObject, KindEvent, KindJSON:
		return true
	}
	return false
}

// ShortForm is the form of an item that is typed in short, in words for its
// parts: due=yuan, or from-to=shares.
func (f Field) ShortForm(word func(part Field) string) string {
	last := len(f.Fields) - 1
	words := make([]string, last)
	for i, part := range f.Fields[:last] {
		words[i] = word(part)
	}
	return strings.Join(words, "-") + "=" + word(f.Fields[last])
}

// Sample is a value as it could be typed, of a list an item.
func (f Field) Sample() string {
	switch f.Kind {
	case KindCoded:
		return f.Codes[0].Code
	case KindInteger:
		return "1"
	case KindDate:
		return "2016-09-09"
	case KindTime:
		return "2016-09-09T10:00:00+08:00"
	case KindMoney:
		return "12.50"
	case KindBoolean:
		return "true"
	case KindUUID:
		return "5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10"
	case KindObject, KindEvent, KindJSON:
		switch {
		case !f.InShort():
			return "@file.json"
		case len(f.Fields) == 3:
			return "1-40=" + f.Fields[2].Sample()
		}
		return f.ShortForm(Field.Sample)
	}
	if categories := f.Refers(); len(categories) > 0 {
		return categories[0] + "-…"
	}
	return "…"
}

// Refers are the categories whose streams a field names, as its help has it: the
// words before each -<id>.
func (f Field) Refers() (categories []string) {
	if f.Kind != KindText || f.Seal != Unsealed {
		return nil
	}
	before := strings.Split(f.English, "-<id>")
	for _, text := range before[:len(before)-1] {
		categories = append(categories, text[strings.LastIndexFunc(text, notLower)+1:])
	}
	return categories
}

func notLower(r rune) bool { return r < 'a' || r > 'z' }

// ItemsIn are the items in one line of a list: several with commas between them
// where they are typed in short, else one.
func (f Field) ItemsIn(line string) []string {
	if !f.InShort() || f.HoldsTexts() {
		return []string{line}
	}
	return strings.Split(strings.ReplaceAll(line, "，", ","), ",")
}

// Typed is the JSON of a value that was typed, of a list that of one item. A time
// without a zone is one of the zone, unless that is nil. What is not of the form
// that the field asks for is refused, without the text where the field is sealed.
func (f Field) Typed(text string, zone *time.Location) (jsontext.Value, error) {
	switch f.Kind {
	case KindObject:
		if f.InShort() {
			return f.typedInShort(text, zone)
		}
		return f.typedJSON(text)
	case KindJSON, KindEvent:
		return f.typedJSON(text)
	case KindInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, f.mistyped(text, "a whole number", "整数")
		}
		return strconv.AppendInt(nil, n, 10), nil
	case KindBoolean:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, f.mistyped(text, "true or false", "true 或 false")
		}
		return strconv.AppendBool(nil, b), nil
	case KindMoney:
		m, err := domain.ParseMoney(strings.TrimPrefix(text, "¥"))
		if err != nil {
			return nil, f.mistyped(text, "an amount of money: write yuan with at most two decimals, such as 1234.50", "金额：请以元为单位，最多两位小数，如 1234.50")
		}
		return strconv.AppendInt(nil, int64(m), 10), nil
	case KindDate:
		if _, err := domain.ParseDate(text); err != nil {
			return nil, f.mistyped(text, "a date: write it as 2016-09-09", "日期：请写作 2016-09-09")
		}
	case KindTime:
		t, ok := ParseMoment(text, zone)
		if !ok {
			return nil, f.mistyped(text, "a time: write it as 2016-09-09T10:00:00+08:00", "时间：请写作 2016-09-09T10:00:00+08:00")
		}
		text = t.UTC().Format(time.RFC3339Nano)
	case KindText:
		if f.Seal == SealedPersonal {
			return typedPerson(text)
		}
	}
	return jsontext.AppendQuote(nil, text)
}

// ParseMoment reads a time: RFC 3339, or, in a zone that is not nil, as browsers
// and people write it.
func ParseMoment(text string, zone *time.Location) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t, true
	}
	if zone == nil {
		return time.Time{}, false
	}
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

const subjectPrefix = "subject-"

// typedPerson is a text about a person. Of one who is on record, their id stands
// before it.
func typedPerson(text string) (jsontext.Value, error) {
	id, isKnown := strings.CutPrefix(strings.TrimSpace(text), subjectPrefix)
	if !isKnown {
		return jsontext.AppendQuote(nil, text)
	}
	id, said, _ := cutEqual(id)
	who, err := uuid.Parse(id)
	if err != nil || len(id) != len(uuid.Nil.String()) || said == "" {
		return nil, domain.Reject("field_invalid",
			"write a person who is on record as subject-<id>=name, with their whole id", "已有记录的人员请写作 subject-<编号>=姓名，编号须完整")
	}
	quoted, err := jsontext.AppendQuote(nil, said)
	return fmt.Appendf(nil, `{"subject":%q,"text":%s}`, who, quoted), err
}

// cutEqual cuts a text at its first equals sign, in either width.
func cutEqual(text string) (before, after string, found bool) {
	i := strings.IndexAny(text, "=＝")
	if i < 0 {
		return text, "", false
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+size:]), true
}

func (f Field) typedInShort(text string, zone *time.Location) (jsontext.Value, error) {
	before, each, found := cutEqual(text)
	if !found {
		words := func(chinese bool) string {
			return f.ShortForm(func(part Field) string {
				switch {
				case chinese:
					return part.Chinese
				case part.Kind == KindMoney:
					return "yuan"
				}
				return part.Name
			})
		}
		return nil, domain.Reject("field_invalid", "%[1]q is not of the form %[2]s, such as %[4]s", "%[1]q 格式有误，应为 %[3]s，如 %[4]s",
			f.quotable(text), words(false), words(true), f.Sample())
	}
	values := []string{before, each}
	if len(f.Fields) == 3 {
		from, to, isSpan := strings.Cut(before, "-")
		if !isSpan {
			to = from
		}
		values = []string{from, to, each}
	}
	item := []byte{'{'}
	for i, value := range values {
		if i > 0 {
			item = append(item, ',')
		}
		encoded, err := f.Fields[i].Typed(strings.TrimSpace(value), zone)
		if err != nil {
			return nil, err
		}
		item = append(strconv.AppendQuote(item, f.Fields[i].Name), ':')
		item = append(item, encoded...)
	}
	return append(item, '}'), nil
}

func (f Field) typedJSON(text string) (jsontext.Value, error) {
	if value := jsontext.Value(text); value.IsValid() {
		return value, nil
	}
	return nil, domain.Reject("field_invalid", "this is not JSON: each name once, in quotes", "不是有效的 JSON：名称须加引号且不重复")
}

func (f Field) mistyped(text, english, chinese string) error {
	return domain.Reject("field_invalid", "%[1]q is not %[2]s", "“%[1]s”不是%[3]s", f.quotable(text), english, chinese)
}

// maxSaid bounds how much of a wrong value is said again.
const maxSaid = 60

// quotable is what may be said again of a text that was typed: it stands where it
// was typed, and of what is sealed nowhere else.
func (f Field) quotable(text string) string {
	if f.Seal != Unsealed {
		return "…"
	}
	if runes := []rune(text); len(runes) > maxSaid {
		return string(runes[:maxSaid]) + "…"
	}
	return text
}
