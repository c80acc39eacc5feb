package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/web"
)

var longSearch = "/requests?q=" + strings.Repeat("_", 30_000)

func refusals(t *testing.T, s *site) {
	for target, status := range map[string]int{
		"/nothing":                      http.StatusNotFound,
		"/requests/" + uuid.NewString(): http.StatusNotFound,
		"/requests/../../etc":           http.StatusNotFound,
		"/events/0":                     http.StatusNotFound,
		"/events/999999999":             http.StatusNotFound,
		"/events/18446744073709551615":  http.StatusNotFound,
		"/events/-1":                    http.StatusNotFound,
		"/events/abc":                   http.StatusNotFound,
		"/streams/request-none":         http.StatusNotFound,
		"/streams/nothing":              http.StatusNotFound,
		"/streams/x%00-1":               http.StatusNotFound,
		"/live.json":                    http.StatusNotFound,
		"/api/nothing":                  http.StatusNotFound,
		"/requests?sort=best":           http.StatusBadRequest,
		"/requests?phase=half":          http.StatusBadRequest,
		"/requests?status=gone":         http.StatusBadRequest,
		"/requests?received=2016-13":    http.StatusBadRequest,
		"/requests?page=0":              http.StatusBadRequest,
		"/requests?size=10001":          http.StatusBadRequest,
		"/requests?rating=6":            http.StatusBadRequest,
		longSearch:                      http.StatusBadRequest,
		"/events?type=request.unheard":  http.StatusBadRequest,
		"/events?before=x":              http.StatusBadRequest,
		"/events?size=1001":             http.StatusBadRequest,
	} {
		w := s.get(target, "Accept-Language", "en")
		if w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently {
			w = s.get(w.Header().Get("Location"), "Accept-Language", "en")
		}
		require.Equal(t, status, w.Code, "%s\n%s", target, w.Body)
		requireStrict(t, w.Header())
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"), target)
		require.Contains(t, w.Body.String(), w.Header().Get("X-Request-Id"), "%s: a reader can name the request", target)
		if strings.HasPrefix(target, "/requests?") {
			w = s.get(withSuffix(target, ".json"))
			require.Equal(t, status, w.Code, target)
			require.Contains(t, w.Body.String(), `"code": "query_invalid"`, target)
			require.Contains(t, w.Body.String(), `"messageZh": "`, target)
		}
	}
	w := s.get("/requests?sort=best", "Accept-Language", "zh")
	require.Contains(t, w.Body.String(), `<html lang="zh">`)
	require.Contains(t, w.Body.String(), "参数 sort")
	require.Equal(t, http.StatusOK, s.ask(http.MethodHead, "/live", "").Code, "and ends")
	for target, allow := range map[string]string{"/healthz": "GET, HEAD", "/live": "GET, HEAD", "/api/commands/request.accept": "POST"} {
		method := http.MethodDelete
		w := s.ask(method, target, "")
		require.Equal(t, http.StatusMethodNotAllowed, w.Code, target)
		require.Equal(t, allow, w.Header().Get("Allow"), target)
	}
}

func TestNothingThereYet(t *testing.T) {
	s := openSite(t, func(c *web.Config) { c.MaxWait = time.Millisecond })
	for _, target := range []string{"/", "/requests", "/board.json", "/events"} {
		w := s.get(target, "Accept-Language", "en")
		require.Equal(t, http.StatusServiceUnavailable, w.Code, target)
		require.NotEmpty(t, w.Header().Get("Retry-After"))
		require.Contains(t, w.Body.String(), "no ledger here yet", target)
	}
	require.Equal(t, http.StatusOK, s.get("/healthz").Code)
	require.Equal(t, http.StatusServiceUnavailable, s.get("/readyz").Code)
	require.Contains(t, s.get("/readyz").Body.String(), `"ready": false`)
}

func TestAPositionThatDoesNotCome(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.MaxWait = time.Millisecond })
	s.settle()
	w := s.get("/board.json?after=1000000")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "5", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), `"code": "not_yet"`)
	require.Equal(t, http.StatusOK, s.get("/").Code)
	require.Contains(t, s.get("/", "Accept-Language", "en").Body.String(), "No request is on record yet")
}

// What goes wrong inside is logged under the number of the request, and no
// reader sees it.
func TestInternalsStayInside(t *testing.T) {
	var log bytes.Buffer
	s := founded(t, func(c *web.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	s.settle()
	require.NoError(t, s.Store().Close())
	w := s.get("/events/3.json?q="+strings.ReplaceAll(secret, " ", "+"), "Authorization", "Bearer "+s.token)
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), `"code": "internal"`)
	require.NotContains(t, w.Body.String(), "closed")
	require.Contains(t, log.String(), w.Header().Get("X-Request-Id"))
	require.Contains(t, log.String(), "store is closed")
	for _, not := range []string{secret, "13800001234", s.token, "192.0.2.1"} {
		require.NotContains(t, log.String(), not, "the log of the server holds nothing of the reader's")
	}
}

func TestTLS(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.HTTPS, c.PublicURL = true, "https://ledger.example.cn/" })
	s.settle()
	w := s.get("/matters?lang=en")
	require.NotEmpty(t, w.Header().Get("Strict-Transport-Security"))
	require.Contains(t, w.Header().Get("Set-Cookie"), "Secure")
	require.Contains(t, w.Body.String(), `<p class="printed">https://ledger.example.cn/matters</p>`)
}
