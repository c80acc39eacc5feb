package domain

import "strings"

// Requirement is a field that has to be filled in.
type Requirement struct {
	given         bool
	name, chinese string
}

// Given is a requirement by the JSON name of a field and its Chinese name.
func Given(given bool, name, chinese string) Requirement { return Requirement{given, name, chinese} }

// Said is the requirement of a text that is more than spaces.
func Said(text, name, chinese string) Requirement {
	return Given(strings.TrimSpace(text) != "", name, chinese)
}

// Require refuses with field_missing the first that is not given.
func Require(fields ...Requirement) error {
	for _, f := range fields {
		if !f.given {
			return Reject("field_missing", "%[1]s is missing: it is required", "缺少%[2]s：为必填", f.name, f.chinese)
		}
	}
	return nil
}

// MaxAmount is the greatest amount that a record of property may name, a
// trillion yuan: a larger one is a slip of the pen, and thousands of them add up
// without overflow.
const MaxAmount = 1_000_000_000_000 * Yuan

// CheckAmount refuses an amount that is not more than nothing, or that is beyond
// [MaxAmount]. The field is named by its JSON and its Chinese name.
func CheckAmount(m Money, name, chinese string) error {
	if m <= 0 || m > MaxAmount {
		return Reject("amount_out_of_range",
			"%[1]s is more than 0 and at most %[4]s yuan, not %[3]s: correct it",
			"%[2]s须大于 0 且不超过 %[4]s 元，不能是 %[3]s 元：请更正", name, chinese, m, MaxAmount)
	}
	return nil
}

// CheckValue is CheckAmount, where nothing is admitted as well.
func CheckValue(m Money, name, chinese string) error {
	if m == 0 {
		return nil
	}
	return CheckAmount(m, name, chinese)
}

// CheckPast refuses a document's day that is missing, or that lies after the day
// of the act.
func CheckPast(act Act, on Date, name, chinese string) error {
	if on.IsZero() || on.After(act.Day()) {
		return Reject("not_yet",
			"%[1]s is a day up to %[4]s, on which this is done, not %[3]q: write it as 2016-09-09",
			"%[2]s须填写且不晚于办理日 %[4]s，不能是 %[3]q：格式如 2016-09-09", name, chinese, on.String(), act.Day())
	}
	return nil
}
