package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/request"
)

// axePath is where CONTRIBUTING.md says that axe-core is.
const axePath = "../../.ci/browser/node_modules/axe-core/axe.min.js"

// needBrowser is a browser and axe-core, or the end of the test: it is skipped
// where one of them is missing, and fails where $SUNLEDGER_REQUIRE_BROWSER says
// so.
func needBrowser(t *testing.T) (browser, axe string) {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("SUNLEDGER_REQUIRE_BROWSER") != "" {
		missing = t.Fatalf
	}
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		missing("this test needs a browser: apt-get install chromium-headless-shell")
	}
	script, err := os.ReadFile(axePath)
	if err != nil {
		missing("this test needs axe-core: npm --prefix .ci/browser ci (%v)", err)
	}
	return browser, string(script)
}

// A tab is a page of a real browser.
type tab struct {
	context.Context
	t    *testing.T
	url  string
	seen map[string]bool
	// unseen says that axe-core need not see it; screens say why.
	unseen bool
}

// running is the browser of all tests, which the first of them starts; end ends
// it.
var running struct {
	sync.Once
	browser context.Context
	err     error
	end     func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if running.end != nil {
		running.end()
	}
	os.Exit(code)
}

func startBrowser(path string) {
	folder, err := os.MkdirTemp("", "sunledger-browser-*")
	if err != nil {
		running.err = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(folder), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("no-first-run", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	browser, end := chromedp.NewContext(allocator)
	running.browser = browser
	running.end = func() {
		_ = chromedp.Cancel(browser) // waits for the browser, so that its folder can go
		end()
		stop()
		_ = os.RemoveAll(folder)
	}
	running.err = chromedp.Do(browser)
}

// openTabs serves the site to the browser; each call of the answer is a new tab of
// a width, a language and a colour scheme, which shares nothing with another.
func openTabs(t *testing.T, s *site) func(t *testing.T, width int64, lang, scheme string) *tab {
	t.Helper()
	path, axe := needBrowser(t)
	running.Do(func() { startBrowser(path) })
	require.NoError(t, running.err)
	server := httptest.NewServer(s.handler)
	t.Cleanup(func() {
		s.handler.Close()
		server.Close()
	})
	return func(t *testing.T, width int64, lang, scheme string) *tab {
		t.Helper()
		ctx, closeTab := chromedp.NewContext(running.browser, chromedp.WithNewBrowserContext())
		t.Cleanup(closeTab)
		require.NoError(t, chromedp.Do(ctx))
		limited, cancel := context.WithTimeout(ctx, 2*time.Minute)
		t.Cleanup(cancel)
		b := &tab{Context: limited, t: t, url: server.URL, seen: map[string]bool{}}
		_, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "function loadAxe() {\n" + axe + "\n}"})
		require.NoError(t, err)
		_, err = chromedp.Call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 844, DeviceScaleFactor: 1, Mobile: width < 600})
		require.NoError(t, err)
		_, err = chromedp.Call(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
		require.NoError(t, err)
		_, err = chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		require.NoError(t, err)
		return b
	}
}

func (b *tab) open(path string) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b, chromedp.Navigate(b.url+path)), path)
}

// click clicks what a selector finds and waits for the page that it leads to.
func (b *tab) click(selector string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b, chromedp.Click(chromedp.CSS(selector)))
	require.NoError(b.t, err, selector)
}

func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err, script)
	return v
}

func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, `document.querySelector(`+fmt.Sprintf("%q", selector)+`).textContent.trim()`)
}

// accessible finds nothing wrong with the page for axe-core, and nothing that
// scrolls sideways; on a screen that axe-core need not see, the latter alone.
func (b *tab) accessible(what string) {
	b.t.Helper()
	if b.unseen {
		b.fits(what)
		return
	}
	found := eval[[]string](b, `window.axe || loadAxe(); axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]}).then(r =>
		r.violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.slice(0, 5).map(n => "   " + n.html + "\n   " + n.failureSummary).join("\n")))`)
	require.Empty(b.t, found, "%s: %s", what, strings.Join(found, "\n"))
	b.fits(what)
}

// fits finds nothing that scrolls sideways.
func (b *tab) fits(what string) {
	b.t.Helper()
	require.False(b.t, eval[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`), "%s scrolls sideways", what)
}

func TestInABrowser(t *testing.T) {
	s := furnished(t)
	tabs := openTabs(t, s)
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
		axe          bool // as of screens
		pages        []string
	}{
		{"desktop, English", 1280, "en", "light", false, nil},
		{"phone, Chinese, dark", 390, "zh", "dark", false, nil},
		{"smallest phone, English", 320, "en", "light", true, []string{"/requests", "/matters", "/events", "/streams/matter-B07", "/about", "/nothing"}},
		{"desktop, Chinese, dark", 1280, "zh", "dark", true, []string{"/requests", "/matters", "/events", "/streams/matter-B07", "/about"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			b.unseen = !c.axe
			fromFigureToEvent(b, c.lang)
			for _, path := range c.pages {
				b.open(path)
				b.accessible(path)
			}
			b.open("/")
			eval[bool](b, `document.querySelectorAll("details").forEach(d => d.open = true); true`)
			b.accessible("the board with all tables open")
			backToNow(b)
		})
	}
	t.Run("the keyboard", func(t *testing.T) { byKeyboard(tabs(t, 1280, "en", "light")) })
	t.Run("without script", func(t *testing.T) { withoutScript(tabs(t, 390, "en", "light")) })
	t.Run("live", func(t *testing.T) { livePage(s, tabs(t, 1280, "en", "light")) })
}

// fromFigureToEvent asks "says who?" of a figure on the board, three times.
func fromFigureToEvent(b *tab, lang string) {
	b.t.Helper()
	b.open("/")
	b.accessible("the board")
	require.Equal(b.t, lang, eval[string](b, `document.documentElement.lang`))
	figure := b.text(".share-late .n")

	b.click(".share-late .n")
	b.accessible("the list")
	require.Equal(b.t, figure, b.text("#total"), "the list holds what the figure says")
	title := b.text(".rows tbody tr:first-child .c-title a")

	b.click(".rows tbody tr:first-child .c-title a")
	b.accessible("the request")
	require.Equal(b.t, title, b.text("h1"))
	says := b.text(".timeline .entry:last-child .says")

	b.click(".timeline .entry:last-child .says a")
	b.accessible("the event")
	require.Equal(b.t, says, b.text("h1"))
	require.Contains(b.t, eval[string](b, `location.pathname`), "/events/")

	b.click("a.language")
	require.NotEqual(b.t, lang, eval[string](b, `document.documentElement.lang`), "the switch stays on the page")
	b.accessible("the event in the other language")
	b.click(".brand")
	require.NotEqual(b.t, lang, eval[string](b, `document.documentElement.lang`), "and is remembered")
	b.click("a.language")
}

// backToNow looks at the board of another time, follows a figure there, and
// comes back.
func backToNow(b *tab) {
	b.t.Helper()
	b.open("/")
	now := b.text(".grand .n")
	require.NoError(b.t, chromedp.Do(b, chromedp.Click(chromedp.CSS(".moment summary"))))
	require.NoError(b.t, chromedp.Do(b, chromedp.SendKeys(chromedp.CSS("#stood-at"), "2016-04-20")))
	b.click(".moment button")
	then := b.text(".grand .n")
	require.NotEqual(b.t, now, then)
	require.NotEmpty(b.t, b.text(".past"))
	eval[bool](b, `document.querySelectorAll("details").forEach(d => d.open = true); true`)
	b.accessible("the board of another time")
	b.click(".grand .n")
	require.Equal(b.t, then, b.text("#total"), "the list is of that time, too")
	b.accessible("the list of another time")
	b.click(".past a")
	require.Equal(b.t, now, b.text("#total"))
}

// byKeyboard goes to the content and opens a figure without a mouse.
func byKeyboard(b *tab) {
	b.open("/")
	require.NoError(b.t, chromedp.Do(b, chromedp.KeyEvent("\t")))
	require.Equal(b.t, "#main", eval[string](b, `document.activeElement.getAttribute("href")`), "the first stop is the way past the menu")
	require.NoError(b.t, chromedp.Do(b, chromedp.KeyEvent("\r"), chromedp.KeyEvent("\t")))
	require.Equal(b.t, "/requests", eval[string](b, `document.activeElement.getAttribute("href")`))
	require.NotEqual(b.t, "none", eval[string](b, `getComputedStyle(document.activeElement).outlineStyle`), "one sees where one is")
	_, err := chromedp.RunResponse(b, chromedp.KeyEvent("\r"))
	require.NoError(b.t, err)
	require.Equal(b.t, "44", b.text("#total"))
}

func withoutScript(b *tab) {
	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(b.t, err)
	b.open("/requests?phase=open")
	b.click(".filter button")
	path, err := chromedp.Run(b, chromedp.Location())
	require.NoError(b.t, err)
	require.Contains(b.t, path, "/requests?")
	b.click(".rows tbody tr:first-child .c-title a")
}

// livePage stays open while something is recorded.
func livePage(s *site, b *tab) {
	b.open("/?lang=en")
	total := b.text(".grand .n")
	s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	poll := func(condition string) {
		_, err := chromedp.Run(b, chromedp.Poll[bool](condition))
		require.NoError(b.t, err, condition)
	}
	poll(`document.querySelector(".grand .n").textContent === "45"`)
	require.Equal(b.t, "44", total)

	// A reader in the middle of a table is asked first.
	eval[bool](b, `document.querySelector(".months details").open = true; true`)
	s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	poll(`document.querySelector("#news button") !== null`)
	require.Equal(b.t, "45", b.text(".grand .n"))
	b.accessible("the board with news")
	require.NoError(b.t, chromedp.Do(b, chromedp.Click(chromedp.CSS("#news button"))))
	poll(`document.querySelector(".grand .n").textContent === "46"`)
	require.Empty(b.t, b.text("#news"))
}
