package keyring

import (
	"fmt"
	"io"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// TermKind says what a term about a person is. The words stand in what is
// indexed and never change.
type TermKind string

// The kinds of terms.
const (
	// PersonName is a name, or a word of one.
	PersonName TermKind = "name"
	// PhoneNumber is a number of a mobile phone, or of another with its area
	// code.
	PhoneNumber TermKind = "phone"
	// IDNumber is the citizen's identity number.
	IDNumber TermKind = "idNumber"
)

// A Term is something that a person is found by, in its normal form: equal
// terms are ==. It never prints what it is. The zero Term is none.
type Term struct {
	kind TermKind
	text string
}

// Kind is what the term is.
func (t Term) Kind() TermKind { return t.kind }

// Format writes a placeholder, whatever the verb.
func (t Term) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "["+string(t.kind)+"]") }

const (
	// MaxTerms is the most terms that are taken from one text, numbers first.
	MaxTerms = 64
	// MaxTermText is how much of a text is looked at, in bytes.
	MaxTermText = 64 << 10
)

// Terms are what a person can be found by of a text about them, such as
// "王松滨 13800001234": the phone and ID numbers in it, and every word of the
// rest, which may be a name. Words with nothing but a space, a hyphen, an
// apostrophe or a middle dot between them are also one term together: "王 五",
// "Wang Wu" and "买买提·艾力" are found as a whole and by their parts.
//
// Full-width letters and digits are taken as the usual ones, and capital
// letters as small. No term is given twice. More than [MaxTerms] terms, and
// what lies beyond [MaxTermText], are left out.
func Terms(text string) []Term {
	numbers, rest := takeNumbers(normalRunes(text))
	terms := make([]Term, 0, 4)
	seen := map[Term]bool{}
	add := func(t Term) (more bool) {
		if !seen[t] {
			seen[t] = true
			terms = append(terms, t)
		}
		return len(terms) < MaxTerms
	}
	for _, t := range numbers {
		if !add(t) {
			return terms
		}
	}
	for name := range namesIn(rest) {
		if !add(Term{PersonName, name}) {
			return terms
		}
	}
	return terms
}

// ParseTerm is the term that somebody asks for. A name is taken as a whole. It
// refuses a text that is not one term of the kind; the refusal does not repeat
// the text.
func ParseTerm(kind TermKind, text string) (Term, error) {
	if len(text) > MaxTermText {
		return Term{}, refuseTerm(kind)
	}
	runes := normalRunes(text)
	if kind == PersonName {
		name, ok := wholeName(runes)
		if !ok || slices.ContainsFunc(runes, isDigit) {
			return Term{}, refuseTerm(kind)
		}
		return Term{kind, name}, nil
	}
	numbers, rest := takeNumbers(runes)
	_, more := wholeName(rest)
	if len(numbers) != 1 || numbers[0].kind != kind || more {
		return Term{}, refuseTerm(kind)
	}
	return numbers[0], nil
}

func refuseTerm(kind TermKind) *domain.Rejection {
	switch kind {
	case PersonName:
		return domain.Reject("not_a_name",
			"this is not one name of at most 60 letters: give one name, without numbers and commas",
			"这不是一个姓名（最多 60 个字）：请只填写一个姓名，不含数字和逗号")
	case PhoneNumber:
		return domain.Reject("not_a_phone_number",
			"this is not one phone number: give the 11 digits of a mobile phone, or the area code and the number, such as 0536-6012345",
			"这不是一个电话号码：请填写 11 位手机号码，或区号加号码，例如 0536-6012345")
	case IDNumber:
		return domain.Reject("not_an_id_number",
			"this is not one identity number: give its 18 characters, of which the last is checked (GB 11643), or the 15 digits of an old one",
			"这不是一个公民身份号码：请填写 18 位号码（末位为校验码，GB 11643），或旧的 15 位号码")
	}
	return domain.Reject("not_a_kind_of_term",
		"a person is found by name, phone or idNumber, and by nothing else: give one of these",
		"只能按姓名、电话号码或公民身份号码查找：请选择其中一种")
}
