package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/internal/web"
)

func TestSecretsInAddressesAreRefused(t *testing.T) {
	s := founded(t)
	s.settle()
	const leaked = "slt_leaked-into-an-address"
	for _, target := range []string{
		"/?token=" + leaked,
		"/requests?phase=open&Access_Token=" + leaked,
		"/requests.json?api_key=" + leaked,
		"/sign-in?login=operator&PASSWORD=" + leaked,
		"/staff?authorization=Bearer+" + leaked,
		"/healthz?t%6Fken=" + leaked,
		"/nothing?x;token=" + leaked,
		"/live?token=" + leaked + "&%zz",
		"/static/sheet.css?%20token=" + leaked,
		"/api/openapi.json?token",
		"/requests?apikey=" + leaked,
		"/requests?API_KEY=" + leaked,
		"/sign-in?passwd=" + leaked,
		"/requests?q=" + leaked,
		"/?x=%20%73lt_leaked",
		"/requests?q=slt_%zz",
	} {
		w := s.get(target, "Accept-Language", "en")
		require.Equal(t, http.StatusBadRequest, w.Code, target)
		require.Contains(t, w.Body.String(), "change that secret now", target)
		require.NotContains(t, w.Body.String(), leaked, target)
		for _, values := range w.Header() {
			require.NotContains(t, strings.Join(values, " "), leaked, target)
		}
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	}
	w := s.ask(http.MethodPost, "/api/commands/request.submit?token="+s.token, submit, "Content-Type", "application/json", "Authorization", "Bearer "+s.token)
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, w.Body.String(), `"code": "secret_in_url"`)
	require.Contains(t, s.get("/?token=x&lang=zh").Body.String(), `<html lang="zh">`)
	for _, target := range []string{"/requests?q=token", "/requests?q=a%3Dtoken%3D", "/requests?sort=due&q=password", "/requests?q=aslt_b", "/requests?q=passwd"} {
		require.Equal(t, http.StatusOK, s.get(target).Code, target)
	}
}

// Whatever is sent and however it goes wrong, the log of the server and its
// metrics hold no password, no token, no session and no address of a reader.
func TestLogsHoldNoSecret(t *testing.T) {
	var log bytes.Buffer
	s := founded(t, func(c *web.Config) {
		c.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	b := s.local()
	b.signIn(t)
	formToken, cookie := b.formToken(t), b.cookies["sunledger"]
	b.get("/?token="+s.token, "Authorization", "Bearer "+s.token)
	b.post("/sign-in", credentials("login-name-in-the-log", "password-in-the-log"))
	b.get("/staff?next=secret-in-the-query")
	b.post("/sign-out", url.Values{"form-token": {"wrong-" + formToken}})
	s.send(t, "request.submit", submit)
	s.send(t, "request.submit", submit, "Authorization", "Bearer slt_wrong-in-the-log")
	require.NoError(t, s.Store().Close())
	s.send(t, "request.submit", submit)
	b.get("/streams/slt_in-the-path")
	require.GreaterOrEqual(t, strings.Count(log.String(), "web: request"), 10)
	require.Contains(t, log.String(), "store is closed")
	metrics := s.get("/metrics").Body.String()
	for _, not := range []string{
		s.token, operatorLogin + " ", operatorPassword, url.QueryEscape(operatorPassword), formToken, cookie,
		"in-the-log", "in-the-query", "in-the-path", "127.0.0.1", "192.0.2.1",
	} {
		require.NotContains(t, log.String(), not)
		require.NotContains(t, metrics, not)
	}
}

func TestOnlyLocalAddressesAreGoneTo(t *testing.T) {
	for _, s := range []string{"/", "/staff", "/requests?phase=open&page=2", "/events/7#top", "/streams/request-1", "/requests?q=a//b"} {
		require.Equal(t, s, web.LocalPath(s))
	}
	require.Equal(t, "/requests?q=%E8%BD%A6", web.LocalPath("/requests?q=%E8%BD%A6"))
	for _, s := range []string{
		"", "staff", "?x", "#x", "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/%5cevil.example",
		"/staff//evil.example", "/%2fevil.example", "/.//evil.example", "/..//evil.example", "/../x", "/a/%2e%2e/b", "javascript:alert(1)", "data:text/html,x",
		"/\tx", "/x\r\nSet-Cookie: a=b", "/x%0d%0aSet-Cookie:%20a=b", "/\x00", "/%00", "/%zz", " /staff", "http:/staff", "/staff?token=x", "/\u007f",
		"/" + strings.Repeat("x", 2000),
	} {
		require.Empty(t, web.LocalPath(s), "%q", s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`/?[/\\.%25fFcC:@a\x00-\x20]{0,12}`)).Draw(t, "address")
		base, _ := url.Parse("https://ledger.example.cn/sign-in")
		local := web.LocalPath(s)
		if local == "" {
			return
		}
		to, err := base.Parse(local)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.ContainsAny(local, "\r\n\\") || strings.HasPrefix(local, "//") {
			t.Fatalf("%q leads to %q", s, local)
		}
	})
}

// What a request says reaches no header as it is.
func TestHeadersCannotBeInjected(t *testing.T) {
	s := founded(t)
	s.settle()
	for _, next := range []string{"/x\r\nSet-Cookie: a=b", "//evil.example", "https://evil.example", "/\\evil.example", "/x%0d%0aX: y", "/sign-out", "/sign-in?next=/sign-in", ""} {
		b := s.local()
		target := "/sign-in?" + url.Values{"next": {next}}.Encode()
		require.Contains(t, b.get(target).Body.String(), `method="post" action="/sign-in"`, "%q", next)
		w := b.post(target, credentials(operatorLogin, operatorPassword))
		require.Equal(t, http.StatusSeeOther, w.Code)
		require.Equal(t, "/staff", w.Header().Get("Location"), "%q", next)
		require.Len(t, w.Header().Values("Set-Cookie"), 1)
		w = b.get(target)
		require.Equal(t, "/staff", w.Header().Get("Location"), "%q", next)
	}
	for _, target := range []string{
		"//evil.example/", "//evil.example/..", "//evil.example/%2e%2e", "/\\evil.example/..", "/%0d%0aX-Injected:%20y", "//evil.example/.json",
		"/requests?lang=en%0d%0aX-Injected:%20y", "/requests/x%0d%0aX-Injected:%20y.csv", "/staff?x=%0d%0aX-Injected:%20y",
	} {
		w := s.local().get(target, "Accept-Language", "en\r\nX-Injected: y")
		require.Empty(t, w.Header().Get("X-Injected"), target)
		for name, values := range w.Header() {
			require.NotContains(t, strings.Join(values, ""), "\n", "%s %s", target, name)
		}
		if to := w.Header().Get("Location"); to != "" {
			require.Regexp(t, `^/([^/\\]|$)`, to, target)
		}
	}
}

// Nothing but what the routes name can be read, however it is spelt.
func TestPathTraversal(t *testing.T) {
	s := founded(t)
	s.settle()
	for _, target := range []string{
		"/static/../config.go", "/static/..%2fconfig.go", "/static/%2e%2e%2fconfig.go", "/static/..%2fassets%2fsheet.css", "/static/..%5csheet.css",
		"/static/..%2flocales%2factive.en.json", "/static/..%2ftemplates%2flayout.html", "/static/%2fetc%2fpasswd", "/static/.", "/static/..", "/static/%2e%2e",
		"/static/sheet.css%00.svg", "/static/sheet.css/", "/streams/..%2f..%2fetc%2fpasswd", "/streams/%2e%2e%2fcounty-self", "/streams/county-..%2fself",
		"/streams/county-self%00", "/requests/..%2f..%2fetc%2fpasswd", "/requests/%2e%2e", "/events/..%2f1", "/api/commands/..%2f..%2fetc", "/staff/..%2fevents", "/staff/../../etc/passwd",
	} {
		for _, suffix := range []string{"", ".json", ".csv"} {
			w := s.get(target + suffix)
			for range 3 {
				if w.Code/100 != 3 {
					break
				}
				to := w.Header().Get("Location")
				require.Regexp(t, `^/([^/\\]|$)`, to, target)
				w = s.get(to)
			}
			body := w.Body.String()
			require.NotEqual(t, http.StatusInternalServerError, w.Code, target)
			for _, not := range []string{"package web", "root:", `{{define`, `"nav.board"`, "--paper:"} {
				require.NotContains(t, body, not, target+suffix)
			}
			if strings.Contains(target, "%") {
				require.Contains(t, []int{http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed}, w.Code, target+suffix)
			}
		}
	}
	require.Equal(t, http.StatusOK, s.get("/static/sheet.css").Code)
}
