package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/web"
)

var (
	menuOf   = regexp.MustCompile(`(?s)<nav aria-label="Main">\n<ul class="groups">(.*?)</ul>\n(?:<ul class="entries" aria-label="([^"]*)">(.*?)</ul>\n)?</nav>`)
	menuLink = regexp.MustCompile(`<li><a href="([^"]*)"(?: aria-current="([^"]*)")?>([^<]*)</a></li>`)
)

// menu is the navigation of a page: groups and entries, each as href, aria-current
// and text, and the name of the group.
func menu(t *testing.T, page string) (groups, entries [][]string, of string) {
	t.Helper()
	m := menuOf.FindStringSubmatch(page)
	require.NotNil(t, m)
	return menuLink.FindAllStringSubmatch(m[1], -1), menuLink.FindAllStringSubmatch(m[3], -1), html.UnescapeString(m[2])
}

// current are the texts of those that are marked, each with the mark.
func current(links [][]string) (all []string) {
	for _, l := range links {
		if l[2] != "" {
			all = append(all, l[2]+": "+l[3])
		}
	}
	return all
}

// Whoever follows the groups comes to every list, and sees where they are.
func TestNavigation(t *testing.T) {
	s := founded(t)
	s.settle()
	groups, _, _ := menu(t, s.get("/?lang=en").Body.String())
	reached := map[string]bool{}
	for _, g := range groups {
		first := s.get(g[1] + "?lang=en")
		require.Equal(t, http.StatusOK, first.Code, g[1])
		marked, entries, of := menu(t, first.Body.String())
		require.Equal(t, []string{"true: " + g[3]}, current(marked))
		require.Equal(t, g[3], of)
		require.Equal(t, g[1], entries[0][1])
		for _, e := range entries {
			require.False(t, reached[e[1]], "%s stands once", e[1])
			reached[e[1]] = true
			_, again, _ := menu(t, s.get(e[1]+"?lang=en").Body.String())
			require.Equal(t, []string{"page: " + e[3]}, current(again))
		}
	}
	for _, path := range web.LonePaths() {
		require.True(t, reached[path], "%s stands in the navigation", path)
	}

	// A thing belongs to its list.
	for path, want := range map[string][]string{
		"/communities/c0":         {"true: Communities"},
		"/events/1":               {"true: All records"},
		"/streams/community-c0":   {"true: All records"},
		"/communities?town=-":     {"page: Communities"},
		"/communities/c0?lang=en": {"true: Communities"},
	} {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		_, entries, _ := menu(t, s.get(path+separator+"lang=en").Body.String())
		require.Equal(t, want, current(entries), path)
	}
	groups, entries, of := menu(t, s.get("/nothing?lang=en").Body.String())
	require.Empty(t, current(groups))
	require.Empty(t, entries)
	require.Empty(t, of)
}
