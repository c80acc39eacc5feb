package xes

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// checkValue judges a value by its type. XML Schema allows white space around
// all but strings; it is judged away and kept.
func checkValue(typ, value string) error {
	text := strings.Trim(value, " \t\r\n")
	switch typ {
	case TypeDate:
		_, err := ParseDate(value)
		return err
	case TypeInt:
		return checkInt(text)
	case TypeFloat:
		if !isDouble(text) {
			return fmt.Errorf("%s is not a float: write digits, such as 4.13 or 2.4E7, or INF, -INF or NaN", quote(value))
		}
	case TypeBoolean:
		switch text {
		case "true", "false", "1", "0":
		default:
			return fmt.Errorf("%s is not a boolean: write true or false, in lower case", quote(value))
		}
	case TypeID:
		if !isUUID(text) {
			return fmt.Errorf("%s is not an id: an id is a UUID, 8-4-4-4-12 hexadecimal digits; for another identifier use <string>", quote(value))
		}
	}
	return nil
}

func checkInt(text string) error {
	_, err := strconv.ParseInt(text, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return fmt.Errorf("%s does not fit an int of 64 bits: use <float>, or <string> to keep the digits", quote(text))
	}
	if err != nil {
		return fmt.Errorf("%s is not an int: write digits only, or use <float> or <string>", quote(text))
	}
	return nil
}

// isDouble follows the lexical space of xs:double, which is narrower than what
// strconv reads: no hexadecimal, no underscores, no "inf" or "nan".
func isDouble(s string) bool {
	switch s {
	case "INF", "+INF", "-INF", "NaN":
		return true
	}
	s = withoutSign(s)
	whole := leadingDigits(s)
	s = s[whole:]
	fraction := 0
	if strings.HasPrefix(s, ".") {
		fraction = leadingDigits(s[1:])
		s = s[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = withoutSign(s[1:])
	return s != "" && leadingDigits(s) == len(s)
}

func withoutSign(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return false
		}
	}
	return true
}
