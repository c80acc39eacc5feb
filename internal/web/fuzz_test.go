package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// Whatever stands in an address is answered or refused: it never breaks
// anything.
func FuzzAddress(f *testing.F) {
	s := furnished(f)
	for _, seed := range [][2]string{
		{"/requests", "list=agent&page=2&size=1&sort=longest"}, {"/requests.csv", "q=%25_%5C&received=2016-03&closed=0001-01"},
		{"/requests.json", "place=-&matter=%00&rating=5"}, {"/events", "before=18446744073709551615&type=request.*"}, {"/events/7", "lang=en"},
		{"/streams/request-", "after=0"}, {"/requests/..%2f", ""}, {"/board.json", "lang=%ff"}, {"//", "%zz"}, {"/live", ""}, {"/static/x", "v=1"}, {"/", "knownAt=9&stoodAt=2016-04-01"}, {"/requests", "knownAt=%22%3E&stoodAt=7"},
	} {
		f.Add(seed[0], seed[1], "zh")
	}
	f.Fuzz(func(t *testing.T, path, query, accept string) {
		u := &url.URL{Scheme: "http", Host: "example.cn", Path: path, RawQuery: query}
		if path == "" || path[0] != '/' || path == "/live" || u.Query().Get("after") != "" {
			return // the first is no address; the others wait, as they should
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = u
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%q ? %q: %d\n%s", path, query, w.Code, w.Body)
		}
	})
}
