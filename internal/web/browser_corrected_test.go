package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// print keeps the page as it is printed, as PDF, where $SUNLEDGER_SCREENSHOTS
// says so.
func (b *tab) print(name string) {
	b.t.Helper()
	folder := os.Getenv("SUNLEDGER_SCREENSHOTS")
	if folder == "" {
		return
	}
	printed, err := chromedp.Call(b, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".pdf"), printed.Data, 0o666))
	_, err = chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(b.t, err)
	b.shoot(name + "-printed")
	_, err = chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: ""})
	require.NoError(b.t, err)
}

// What a correction made of a record is seen, heard and printed.
func TestCorrectionsInABrowser(t *testing.T) {
	s := founded(t)
	id, _ := s.mistaken()
	history, err := s.History(t.Context(), "request-"+id)
	require.NoError(t, err)
	amended, proposed := "/events/"+itoa(int(history[0].Position)), "/events/"+itoa(int(history[8].Position))
	tabs := openTabs(t, s)
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
	}{
		{"desktop-en", 1280, "en", "light"}, {"desktop-zh", 1280, "zh", "light"},
		{"phone-en", 390, "en", "light"}, {"phone-zh", 390, "zh", "dark"}, {"smallest-phone-en", 320, "en", "light"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for name, path := range map[string]string{
				"request": "/requests/" + id, "amended": amended, "proposal": proposed, "requests": "/requests",
			} {
				b.open(path)
				b.accessible(name)
				b.shoot("corrected-" + name + "-" + c.name)
				if c.width == 1280 {
					b.print("corrected-" + name + "-" + c.name)
				}
			}
			b.open("/requests/" + id)
			require.Equal(t, "line-through", eval[string](b, `getComputedStyle(document.querySelector("#r7 del a")).textDecorationLine`))
			require.Equal(t, "none", eval[string](b, `getComputedStyle(document.querySelector("#r7 .word")).textDecorationLine`), "the word that says so is not struck out")
			b.click(".added .says a")
			require.Equal(t, "/events/"+itoa(int(history[10].Position)), eval[string](b, `location.pathname`), "a forgotten event leads to its proposal")
		})
	}
}
