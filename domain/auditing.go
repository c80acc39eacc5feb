package domain

import (
	"slices"
	"strconv"
	"strings"
)

// Officer is one who holds or held a post, as the community that it is in has it
// on record.
type Officer struct {
	// Title is the post in English, TitleChinese in Chinese.
	Title, TitleChinese string
	Name                string
	// Person is nobody where it was not said who they are; Kin are the relatives
	// that they declared.
	Person Subject
	Kin    []Subject
	// From is the first day, and Until the last one, or no date.
	From, Until Date
}

// InOffice reports whether they held the post on any day from one to another.
func (o Officer) InOffice(from, to Date) bool {
	return !o.From.After(to) && (o.Until.IsZero() || !o.Until.Before(from))
}

// Officers are what a community offers to those who must be independent of who
// holds a post there: all who are on record, those of the past too.
type Officers []Officer

// Held is a grant of one of some roles, for one of some places, that was in force
// on any day from one to another. Those that were revoked are not among the
// grants.
func (s Standing) Held(roles []Role, places []string, from, to Date) (Grant, bool) {
	for _, g := range s.Grants {
		if slices.Contains(roles, g.Role) && slices.Contains(places, g.Place) &&
			!g.From.After(to) && (g.To.IsZero() || !g.To.Before(from)) {
			return g, true
		}
	}
	return Grant{}, false
}

// AuditOnRecord is what an audit offers: to corrections that rest on one of its
// findings, and to the audit that it looked at again.
type AuditOnRecord struct {
	// Audited is the collective or the community, by its stream.
	Audited string
	// Reported is the day of its report, or no date while there is none.
	Reported Date
	// Findings are the numbers of those that stand.
	Findings []int
}

// FindingOf names a finding of an audit, as the basis of a correction does:
// audit-<id>#<number>.
func FindingOf(audit string, number int) string { return audit + "#" + strconv.Itoa(number) }

// ParseFinding is the audit and the number of a finding that [FindingOf] named.
func ParseFinding(s string) (audit string, number int, ok bool) {
	audit, digits, _ := strings.Cut(s, "#")
	number, err := strconv.Atoi(digits)
	ok = err == nil && number > 0 && OfCategory(audit, "audit") && FindingOf(audit, number) == s
	return audit, number, ok
}
