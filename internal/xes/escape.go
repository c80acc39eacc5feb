package xes

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// appendValue appends text as it stands in an XML attribute between double quotes.
// Line ends and tabs become character references: a reader would make plain
// spaces of them otherwise. What XML cannot hold at all is an error.
func appendValue(b []byte, text string) ([]byte, error) {
	start := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		var escaped string
		switch {
		case r == '&':
			escaped = "&amp;"
		case r == '<':
			escaped = "&lt;"
		case r == '>':
			escaped = "&gt;"
		case r == '"':
			escaped = "&quot;"
		case r == '\t':
			escaped = "&#x9;"
		case r == '\n':
			escaped = "&#xA;"
		case r == '\r':
			escaped = "&#xD;"
		case r == utf8.RuneError && n == 1:
			return b, fmt.Errorf("%s is not UTF-8", quote(text))
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
			return b, fmt.Errorf("%s has the character U+%04X, which XML cannot hold", quote(text), r)
		default:
			i += n
			continue
		}
		b = append(append(b, text[start:i]...), escaped...)
		i += n
		start = i
	}
	return append(b, text[start:]...), nil
}

// isXMLName reports whether s can name an XML attribute: whether the decoder
// reads it as one.
func isXMLName(s string) bool {
	token, err := xml.NewDecoder(strings.NewReader("<log " + s + `=""/>`)).RawToken()
	start, ok := token.(xml.StartElement)
	return err == nil && ok && len(start.Attr) == 1 && xmlName(start.Attr[0].Name) == s
}

// writable is a text of ours with U+FFFD in the place of what XML cannot hold.
func writable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, text)
}
