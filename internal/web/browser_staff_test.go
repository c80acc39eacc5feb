package web_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// fill types into a field.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b, chromedp.SendKeys(chromedp.CSS(selector), text)), selector)
}

// shoot keeps a picture of the page, as PNG, and its printed sheets, as PDF, where
// $SUNLEDGER_SCREENSHOTS says so.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("SUNLEDGER_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o666))
	sheets, err := chromedp.Call(b, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".pdf"), sheets.Data, 0o666))
}

// The way in and out, as somebody with a browser goes it.
func TestSigningInInABrowser(t *testing.T) {
	s := furnished(t)
	tabs := openTabs(t, s)
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
		account      string
	}{
		{"desktop-en", 1280, "en", "light", "system operator"},
		{"desktop-zh", 1280, "zh", "light", "系统运维"},
		{"phone-en", 390, "en", "dark", "system operator"},
		{"phone-zh", 390, "zh", "light", "系统运维"},
		{"smallest-phone-en", 320, "en", "light", "system operator"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.clock.Pass(time.Hour) // the wrong passwords before it are forgotten
			b := tabs(t, c.width, c.lang, c.scheme)
			b.open("/requests")
			b.click(`a[href="/staff"]`)
			require.Equal(t, "/sign-in", eval[string](b, `location.pathname`))
			b.accessible("the form")
			b.shoot("sign-in-" + c.name)

			b.fill("#login", operatorLogin)
			b.fill("#password", "not the password")
			b.click(".entry-form button")
			require.Equal(t, operatorLogin, eval[string](b, `document.querySelector("#login").value`))
			require.Empty(t, eval[string](b, `document.querySelector("#password").value`))
			b.accessible("the form with what was wrong")
			b.shoot("sign-in-refused-" + c.name)

			b.fill("#password", operatorPassword)
			b.click(".entry-form button")
			require.Equal(t, "/staff", eval[string](b, `location.pathname`))
			require.Equal(t, c.account, b.text(".session a"))
			require.Equal(t, c.lang, eval[string](b, `document.documentElement.lang`))
			require.NotContains(t, eval[string](b, `document.cookie`), "sunledger", "no script sees the session")
			b.accessible("the desk")
			b.shoot("staff-" + c.name)

			b.open("/about")
			require.False(t, eval[bool](b, `document.querySelector(".session") !== null`), "a public page is the same for everybody")
			b.click(`a[href="/staff"]`)
			b.click(".session button")
			require.Equal(t, "/", eval[string](b, `location.pathname`))
			b.open("/staff")
			require.Equal(t, "/sign-in?"+url.Values{"next": {"/staff"}}.Encode(), eval[string](b, `location.pathname + location.search`))
		})
	}
}
