package catalogue_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

const permitsFile = "testdata/permits.txt"

// permitted is who may issue each command, by its own file: one line a command,
// its name and then role@level for each permit. The file is written by hand or
// with -update, and read by people who ask who may do what.
func permitted(t *testing.T) map[string][][2]string {
	t.Helper()
	if *update {
		var lines strings.Builder
		for _, c := range catalogue.Standard.Commands() {
			lines.WriteString(c.Name)
			for _, p := range c.Permits {
				fmt.Fprintf(&lines, " %s@%s", p.Role, p.Level)
			}
			lines.WriteString("\n")
		}
		require.NoError(t, os.WriteFile(permitsFile, []byte(lines.String()), 0o600))
	}
	text, err := os.ReadFile(permitsFile)
	require.NoError(t, err)
	all := map[string][][2]string{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		require.NotContains(t, all, words[0], "listed twice")
		require.Greater(t, len(words), 1, "%s: nobody may issue it", words[0])
		for _, w := range words[1:] {
			role, level, ok := strings.Cut(w, "@")
			require.True(t, ok, line)
			all[words[0]] = append(all[words[0]], [2]string{role, level})
		}
	}
	return all
}

// matrixRoles and matrixLevels are written out, so that a mistake in the lists
// of the program does not become the expectation.
var (
	matrixRoles = []string{
		"errand-agent", "window-clerk", "recorder", "accountant", "cashier", "reporting-clerk", "finance-review-group",
		"supervision-committee", "auditor", "first-secretary", "records-corrector", "system-operator", "import-program",
	}
	matrixLevels = map[string]int{"community": 1, "town": 2, "county": 3}
	// matrixPlaces are three nested places, and their like elsewhere.
	matrixPlaces = map[string]struct{ inside, outside string }{
		"community": {"community-1", "community-2"}, "town": {"town-1", "town-2"}, "county": {"county-self", ""},
	}
	matrixWithin = map[string][]string{
		"community": {"community-1", "town-1", "county-self"}, "town": {"town-1", "county-self"}, "county": {"county-self"},
	}
	matrixDays = map[string]domain.Date{
		"the day before": domain.NewDate(2016, 8, 31), "the first day": domain.NewDate(2016, 9, 1), "a day inside": domain.NewDate(2016, 9, 15),
		"the last day": domain.NewDate(2016, 9, 30), "the day after": domain.NewDate(2016, 10, 1),
	}
)

// Every command, by every role, for something in a community, in a town or of
// the whole county, the role being held at each level, inside the place and
// outside it, before its days, in them and after, by oneself and lent: the one
// function that all surfaces use says what the table says.
func TestRoleMatrix(t *testing.T) {
	table := permitted(t)
	names := []string{}
	for _, c := range catalogue.Standard.Commands() {
		names = append(names, c.Name)
		require.NotEmpty(t, table[c.Name], "%s is a new command: say in %s who may issue it (go test ./domain/catalogue -run TestRoleMatrix -update)", c.Name, permitsFile)
	}
	require.ElementsMatch(t, names, slices.Collect(maps.Keys(table)), "%s names commands that are gone", permitsFile)
	require.Len(t, domain.Grantable(), len(matrixRoles), "a new role belongs into the matrix")
	cases := 0
	for _, spec := range catalogue.Standard.Commands() {
		for _, role := range matrixRoles {
			for about, within := range matrixWithin {
				for level, place := range matrixPlaces {
					for day, date := range matrixDays {
						inDates := !strings.HasPrefix(day, "the day")
						for _, where := range []string{place.inside, place.outside} {
							if where == "" {
								continue // nothing is outside the county
							}
							want := inDates && where == place.inside && slices.Contains(within, where) && suffices(table[spec.Name], role, level)
							grant := domain.Grant{Role: domain.Role(role), Place: where, From: domain.NewDate(2016, 9, 1), To: domain.NewDate(2016, 9, 30)}
							for _, lent := range []bool{false, true} {
								a := holder(grant, lent)
								a.Day = date
								got, err := a.Allow(spec.Permits, domain.Scope{Places: within})
								if (err == nil) != want {
									t.Errorf("%s by %s at %s about a %s on %s (lent: %t): got %v, want allowed: %t", spec.Name, role, where, about, day, lent, err, want)
								}
								if want {
									require.Equal(t, role, string(got.Role))
								}
								cases++
							}
						}
					}
				}
			}
		}
	}
	require.Equal(t, len(names)*len(matrixRoles)*3*5*len(matrixDays)*2, cases, "nothing was left out")
}

// holder holds a grant by itself, or has it lent by one that does.
func holder(g domain.Grant, lent bool) domain.Authority {
	if !lent {
		return domain.Authority{Standings: []domain.Standing{{Account: "a", Grants: []domain.Grant{g}}}}
	}
	own := g
	g.By = "b"
	return domain.Authority{Standings: []domain.Standing{
		{Account: "a", Grants: []domain.Grant{g}}, {Account: "b", Grants: []domain.Grant{own}},
	}}
}

func suffices(permits [][2]string, role, level string) bool {
	return slices.ContainsFunc(permits, func(p [2]string) bool { return p[0] == role && matrixLevels[level] >= matrixLevels[p[1]] })
}

// What is for the account's own holder is for everybody of their own account,
// and of no other.
func TestRoleMatrixOfOnesOwnAccount(t *testing.T) {
	table := permitted(t)
	nobody := domain.Authority{Day: domain.NewDate(2016, 9, 1), Standings: []domain.Standing{{Account: "a"}}}
	own := 0
	for _, spec := range catalogue.Standard.Commands() {
		want := slices.ContainsFunc(table[spec.Name], func(p [2]string) bool { return p[0] == "account-holder" })
		_, err := nobody.Allow(spec.Permits, domain.Scope{Places: matrixWithin["county"], Own: true})
		require.Equal(t, want, err == nil, "%s of one's own account: %v", spec.Name, err)
		_, err = nobody.Allow(spec.Permits, domain.Scope{Places: matrixWithin["county"]})
		require.Equal(t, "role_missing", domain.CodeOf(err), "%s of another account", spec.Name)
		if want {
			own++
		}
	}
	require.Equal(t, 1, own, "account.set-credential alone")
}

// No role, no account: the founding alone goes before all of it.
func TestRoleMatrixOfNobody(t *testing.T) {
	for _, spec := range catalogue.Standard.Commands() {
		for what, a := range map[string]domain.Authority{
			"account_unknown":   {},
			"account_suspended": {Standings: []domain.Standing{{Account: "a", Suspended: true}}},
			"account_closed":    {Standings: []domain.Standing{{Account: "a", Closed: true}}},
		} {
			for _, role := range domain.Grantable() {
				for i := range a.Standings {
					a.Standings[i].Grants = append(a.Standings[i].Grants, domain.Grant{Role: role, Place: domain.WholeCounty})
				}
			}
			_, err := a.Allow(spec.Permits, domain.Scope{Places: matrixWithin["county"], Own: true})
			require.Equal(t, what, domain.CodeOf(err), spec.Name)
		}
	}
}
