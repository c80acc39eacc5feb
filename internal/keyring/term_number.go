package keyring

import (
	"regexp"
	"strings"
)

// takeNumbers finds phone and ID numbers in a normal text, and gives the rest,
// with a boundary where a number or other digits stood.
//
// A number may be written in groups with a space, a hyphen or brackets between
// them, and never begins or ends within a group.
func takeNumbers(text []rune) (numbers []Term, rest []rune) {
	rest = make([]rune, 0, len(text))
	for i := 0; i < len(text); {
		if !beginsNumber(text, i) {
			rest = append(rest, text[i])
			i++
			continue
		}
		groups, end := digitGroups(text, i)
		numbers = append(numbers, numbersOf(groups)...)
		rest = append(rest, boundary)
		i = end
	}
	return numbers, rest
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func beginsNumber(text []rune, i int) bool {
	return isDigit(text[i]) || text[i] == '+' && i+1 < len(text) && isDigit(text[i+1])
}

// digitGroups reads groups of digits that may be parts of one number, and says
// where they end. A group keeps the + before it and the x after it.
func digitGroups(text []rune, i int) (groups []string, end int) {
	for {
		start := i
		if text[i] == '+' {
			i++
		}
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		if i < len(text) && text[i] == 'x' {
			i++
		}
		groups = append(groups, string(text[start:i]))
		end = i
		for i < len(text) && i-end < 2 && strings.ContainsRune(" -()‐‑–—", text[i]) {
			i++
		}
		if i == len(text) || !beginsNumber(text, i) {
			return groups, end
		}
	}
}

// maxGroups is how many groups one number is written in at most: +86, and an
// ID number in fours.
const maxGroups = 6

// numbersOf reads groups from the left, each number as short as it can be. What
// is a number by itself is no part of another.
func numbersOf(groups []string) (numbers []Term) {
next:
	for i := 0; i < len(groups); {
		joined := ""
		for j := i; j < len(groups) && j < i+maxGroups; j++ {
			if j > i && startsAnew(groups[j]) {
				break
			}
			joined += groups[j]
			if t, ok := numberOf(joined); ok {
				numbers = append(numbers, t)
				i = j + 1
				continue next
			}
		}
		i++
	}
	return numbers
}

func startsAnew(group string) bool {
	_, whole := numberOf(group)
	return whole || group[0] == '+'
}

func numberOf(s string) (Term, bool) {
	if id, ok := idNumber(s); ok {
		return Term{IDNumber, id}, true
	}
	if phone, ok := phoneNumber(strings.TrimSuffix(s, "x")); ok {
		return Term{PhoneNumber, phone}, true
	}
	return Term{}, false
}

// Phone numbers are as in the numbering plan of China's telecommunication
// networks (电信网编号计划, Ministry of Industry and Information Technology,
// 2017): a mobile number has 11 digits and begins with 13 to 19; an area code
// is 010, 02x, or 03xx to 09xx, and the number after it has 7 or 8 digits, of
// which the first is 2 to 8. The country code is 86 (ITU-T E.164), with which
// the 0 of an area code is left out; 00 goes before it where a + cannot.
var (
	countryCode = regexp.MustCompile(`^(?:\+|00)?86`)
	mobile      = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	landline    = regexp.MustCompile(`^0(?:(?:10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})$`)
)

// phoneNumber is a number as it is dialled within the country.
func phoneNumber(s string) (string, bool) {
	if national := countryCode.ReplaceAllString(s, ""); national != s {
		if mobile.MatchString(national) {
			return national, true
		}
		if s = "0" + strings.TrimPrefix(national, "0"); landline.MatchString(s) {
			return s, true
		}
		return "", false
	}
	return s, mobile.MatchString(s) || landline.MatchString(s)
}

// An identity number is as in GB 11643-1999: six digits for the place, eight
// for the date of birth, three in sequence, and a check character (ISO 7064,
// MOD 11-2). One of 1989 has 15 digits: no century, and no check character.
var (
	idOf1999 = regexp.MustCompile(`^[1-9][0-9]{16}[0-9x]$`)
	idOf1989 = regexp.MustCompile(`^[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}$`)
)

// idNumber is a number with 18 characters. One of 15 digits becomes the one
// that took its place, so that a person is found by either.
func idNumber(s string) (string, bool) {
	switch {
	case idOf1989.MatchString(s):
		s = s[:6] + "19" + s[6:]
		return s + checkCharacter(s), true
	case idOf1999.MatchString(s):
		return s, checkCharacter(s[:17]) == s[17:]
	}
	return "", false
}

// checkCharacter is that of 17 digits by ISO 7064, MOD 11-2.
func checkCharacter(digits string) string {
	sum := 0
	for _, d := range digits {
		sum = (sum + int(d-'0')) * 2 % 11
	}
	check := (12 - sum) % 11
	return "0123456789x"[check : check+1]
}
