package xes

import (
	"fmt"
	"strings"
	"time"
)

// ParseDate reads the value of a date attribute, an xs:dateTime such as
// 2011-10-18T09:06:20.547+02:00, and returns that instant in the value's own
// offset. Seconds may have a fraction of any length, of which nine digits
// count. 24:00:00 is midnight at the end of the day. White space around the
// value does not count.
//
// xs:dateTime allows a value without a zone, and some producers write it. It is
// read as UTC, because the standard says that its dates are UTC, and because
// an instant must not depend on the machine that reads it. The text itself,
// kept in the attribute, still shows that there was no zone.
//
// Refused: years outside 0001–9999, offsets beyond 14 hours, leap seconds (23:59:60,
// which xs:dateTime has none of), a date without a time, a space in place of T.
func ParseDate(value string) (time.Time, error) {
	t, ok := parseDate(strings.Trim(value, " \t\r\n"))
	if !ok {
		return time.Time{}, fmt.Errorf("%s is not a date: write it as 2011-10-18T09:06:20.547+02:00, with T, time and zone", quote(value))
	}
	return t, nil
}

func parseDate(s string) (time.Time, bool) {
	const shape = "0000-00-00T00:00:00"
	if len(s) < len(shape) {
		return time.Time{}, false
	}
	for i := range len(shape) {
		if shape[i] == '0' && (s[i] < '0' || s[i] > '9') || shape[i] != '0' && s[i] != shape[i] {
			return time.Time{}, false
		}
	}
	year, month, day := number(s[0:4]), number(s[5:7]), number(s[8:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	nanos, rest, ok := fraction(s[len(shape):])
	if !ok || year < 1 || month < 1 || month > 12 || day < 1 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	if hour > 23 && (hour > 24 || minute > 0 || second > 0 || nanos > 0) {
		return time.Time{}, false
	}
	zone, ok := offset(rest)
	if !ok {
		return time.Time{}, false
	}
	if time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return time.Time{}, false // no such day in that month
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, zone)
	return t, t.Year() <= 9999 // 9999-12-31T24:00:00 is in the year after
}

// fraction reads an optional ".547" and returns what follows it.
func fraction(s string) (nanos int, rest string, ok bool) {
	if !strings.HasPrefix(s, ".") {
		return 0, s, true
	}
	n := leadingDigits(s[1:])
	if n == 0 {
		return 0, s, false
	}
	digits, rest := s[1:1+n], s[1+n:]
	for i := range 9 {
		nanos *= 10
		if i < n {
			nanos += int(digits[i] - '0')
		}
	}
	return nanos, rest, true
}

// offset reads "", "Z" or "+02:00".
func offset(s string) (*time.Location, bool) {
	if s == "" || s == "Z" {
		return time.UTC, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' || leadingDigits(s[1:3]) != 2 || leadingDigits(s[4:6]) != 2 {
		return nil, false
	}
	hours, minutes := number(s[1:3]), number(s[4:6])
	if minutes > 59 || hours*60+minutes > 14*60 {
		return nil, false
	}
	seconds := (hours*60 + minutes) * 60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), true
}

// number reads digits that are known to be digits.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
