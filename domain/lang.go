package domain

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
