package domain

import (
	"strings"
	"unicode"
)

// PlainName is a name in the form in which names are compared: without white space
// and invisible characters, full-width forms of ASCII as ASCII, in small letters.
// Who is the same once it is so written may still be two.
func PlainName(name string) string {
	const fullWidth = 'Ａ' - 'A'
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= fullWidth
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
