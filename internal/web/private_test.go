package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var anyLink = regexp.MustCompile(`href="(/[^"#]*)`)

// nothingPrivate follows every link from the board, in every form, and looks
// for what was sealed.
func nothingPrivate(t *testing.T, s *site) {
	seen, staff := map[string]bool{}, map[string]bool{}
	queue := []string{"/", "/api/openapi.json", "/metrics", "/readyz"}
	for address, list := range s.addresses(t) {
		queue = append(queue, withSuffix(address, ".json"))
		if list {
			queue = append(queue, withSuffix(address, ".csv")+"")
		}
	}
	const enough = 250
	for len(queue) > 0 && len(seen) < enough {
		target := queue[0]
		queue = queue[1:]
		if seen[target] || staff[target] {
			continue
		}
		if target == "/staff" || strings.HasPrefix(target, "/staff/") {
			require.Equal(t, http.StatusForbidden, s.get(target).Code, "it is for those who signed in: %s", target)
			staff[target] = true
			continue
		}
		seen[target] = true
		w := s.get(target)
		if w.Code == http.StatusPermanentRedirect {
			continue
		}
		require.Equal(t, http.StatusOK, w.Code, "a link that leads nowhere: %s", target)
		body := w.Body.String()
		for _, private := range append(strings.Fields(secret), "补办", "已告知") {
			require.NotContains(t, body, private, target)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			for _, m := range anyLink.FindAllStringSubmatch(body, -1) {
				queue = append(queue, html.UnescapeString(m[1]))
			}
		}
	}
	require.Greater(t, len(seen), 200)
	require.Contains(t, staff, "/staff/new?of=request")
}
