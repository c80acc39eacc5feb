package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	accounts "github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// staff is an account that holds roles at a place, and can sign in under its
// name.
func (s *site) staff(name, place string, roles ...domain.Role) ledger.Actor {
	s.t.Helper()
	actor := ledgertest.Open(s.t, s.Ledger, s.actor, name, place, roles...)
	s.letSignIn(actor.Account(), name, cheapHashes[operatorPassword])
	return actor
}

// as is a browser in which somebody is signed in.
func (s *site) as(login string) *browser {
	s.t.Helper()
	b := s.local()
	w := b.post("/sign-in", credentials(login, operatorPassword))
	require.Equal(s.t, http.StatusSeeOther, w.Code, w.Body)
	return b
}

// delegate lends an account a role of another one.
func (s *site) delegate(from, to ledger.Actor, role domain.Role, place string, until domain.Date) {
	s.t.Helper()
	s.mustBy(from, to.Account(), accounts.Delegate{Role: role, Place: place, Until: until})
}

var (
	postForms = regexp.MustCompile(`(?s)<form class="work[^"]*" method="post" action="([^"]*)".*?</form>`)
	inputs    = regexp.MustCompile(`<input[^>]*>`)
	areas     = regexp.MustCompile(`(?s)<textarea[^>]*\bname="([^"]*)"[^>]*>\n?(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>`)
	chosen    = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	attribute = regexp.MustCompile(`\b(name|value)="([^"]*)"`)
)

// A sheet of paper: a form as a page shows it, with what stands in it.
type paper struct {
	action string
	values url.Values
}

// paperOn is the form of a page that holds a text.
func paperOn(t testing.TB, w *httptest.ResponseRecorder, holds string) paper {
	t.Helper()
	for _, found := range postForms.FindAllStringSubmatch(w.Body.String(), -1) {
		if !strings.Contains(found[0], holds) {
			continue
		}
		p := paper{html.UnescapeString(found[1]), url.Values{}}
		for _, input := range inputs.FindAllString(found[0], -1) {
			attributes := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(input, -1) {
				attributes[a[1]] = html.UnescapeString(a[2])
			}
			p.values.Set(attributes["name"], attributes["value"])
		}
		for _, area := range areas.FindAllStringSubmatch(found[0], -1) {
			p.values.Set(area[1], html.UnescapeString(area[2]))
		}
		for _, s := range selects.FindAllStringSubmatch(found[0], -1) {
			value := ""
			if c := chosen.FindStringSubmatch(s[2]); c != nil {
				value = html.UnescapeString(c[1])
			}
			p.values.Set(s[1], value)
		}
		return p
	}
	require.Failf(t, "no form", "holds %q: %s", holds, said(w))
	return paper{}
}

// fill is the form with other values; names and values in turn.
func (p paper) fill(pairs ...string) paper {
	filled := paper{p.action, url.Values{}}
	for name, values := range p.values {
		filled.values[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		filled.values.Set(pairs[i], pairs[i+1])
	}
	return filled
}

// send sends a form.
func (b *browser) send(p paper, headers ...string) *httptest.ResponseRecorder {
	return b.post(p.action, p.values, headers...)
}

// sent sends a form that is taken, and gives the public page that it leads to.
func (b *browser) sent(t *testing.T, p paper) *httptest.ResponseRecorder {
	t.Helper()
	w := b.send(p, "Accept-Language", "en")
	require.Equal(t, http.StatusSeeOther, w.Code, "%s", said(w))
	next := w.Header().Get("Location")
	require.Regexp(t, `^/streams/[^?]+\?after=\d+#r\d+$`, next)
	page, _, _ := strings.Cut(next, "#")
	shown := b.s.get(page, "Accept-Language", "en")
	require.Equal(t, http.StatusOK, shown.Code, "%s", said(shown))
	return shown
}

// said is what a page says, without its frame.
func said(w *httptest.ResponseRecorder) string {
	_, main, _ := strings.Cut(w.Body.String(), "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return main
}
