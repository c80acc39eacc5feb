package domain

import "strings"

// Lang is a language that people are answered in: a BCP 47 tag.
type Lang string

// The two languages, both first-class.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// Code is one value of a coded field, with its names.
type Code struct {
	Code    string
	English string
	Chinese string
}

// Coded is implemented by string types whose values come from a closed list.
// The one list serves checking, labels, help, forms and schemas.
type Coded interface {
	// Codes lists every value in the order in which people expect them.
	Codes() []Code
}

// Label is the name of a coded value in a language, or the code itself where
// the list does not have it.
func Label(c Coded, code string, lang Lang) string {
	for _, v := range c.Codes() {
		if v.Code == code {
			if lang == Chinese {
				return v.Chinese
			}
			return v.English
		}
	}
	return code
}

// CheckCode refuses with code_unknown what the list of a coded type does not
// have, and says what it has.
func CheckCode[T interface {
	~string
	Coded
}](value T) error {
	var codes []string
	for _, v := range value.Codes() {
		if v.Code == string(value) {
			return nil
		}
		codes = append(codes, v.Code)
	}
	return Reject("code_unknown",
		"%q is not one of the choices: write %s",
		"“%s”不在可选范围内：请填写 %s", string(value), strings.Join(codes, ", "))
}
