package keyring

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// normalRunes is a text in the form in which terms are compared: full-width
// forms of ASCII as ASCII, small letters, and no invisible characters. It is
// the part of Unicode's NFKC that occurs in Chinese forms, by hand.
func normalRunes(text string) []rune {
	if len(text) > MaxTermText {
		end := MaxTermText
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	const fullWidth = 'Ａ' - 'A'
	runes := make([]rune, 0, len(text))
	for _, r := range text {
		switch {
		case r >= '！' && r <= '～':
			r -= fullWidth
		case unicode.IsSpace(r): // the ideographic space too
			r = ' '
		case unicode.Is(unicode.Cf, r): // joiners and marks of direction
			continue
		}
		runes = append(runes, unicode.ToLower(r))
	}
	return runes
}

// boundary stands in the place of a number that was taken out.
const boundary = ','

// labels stand before what they name, often without a space.
var labels = strings.NewReplacer("联系电话", ",", "电话号码", ",", "手机号码", ",", "手机号", ",", "电话", ",", "手机", ",",
	"公民身份号码", ",", "身份证号码", ",", "身份证号", ",", "身份证", ",", "姓名", ",")

// maxName is how many letters a name has at most: the names of citizens in
// other scripts are long, and what is longer is a sentence.
const maxName = 60

// namesIn yields what may be a name: every word, and the words of a run
// together where a run has few.
func namesIn(text []rune) iter.Seq[string] {
	const fewWords = 5
	return func(yield func(string) bool) {
		for run := range strings.FieldsFuncSeq(labels.Replace(string(text)), endsName) {
			words := strings.FieldsFunc(run, joinsName)
			if len(words) > 1 && len(words) <= fewWords {
				words = append(words, strings.Join(words, ""))
			}
			for _, w := range words {
				if utf8.RuneCountInString(w) <= maxName && !yield(w) {
					return
				}
			}
		}
	}
}

// wholeName is a text as one name, without what may stand between its words.
func wholeName(text []rune) (name string, ok bool) {
	run := strings.TrimFunc(string(text), endsOrJoinsName)
	name = strings.Join(strings.FieldsFunc(run, joinsName), "")
	return name, name != "" && utf8.RuneCountInString(name) <= maxName && !strings.ContainsFunc(name, endsName)
}

// joinsName reports what may stand between the words of one name.
func joinsName(r rune) bool {
	switch r {
	case ' ', '-', '\'', '’', '·', '•', '‧', '・', '･', '．':
		return true
	}
	return false
}

// endsName reports what is neither in a name nor between its words. Digits
// that are no number that is known are no name either.
func endsName(r rune) bool {
	return !joinsName(r) && !unicode.IsLetter(r) && !unicode.IsMark(r)
}

func endsOrJoinsName(r rune) bool { return endsName(r) || joinsName(r) }
