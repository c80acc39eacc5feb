package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"
)

// Everything here reads the same site.
func TestReading(t *testing.T) {
	s := furnished(t)
	for name, test := range map[string]func(*testing.T, *site){
		"every address in every form":      everyAddress,
		"every figure is what it links to": figuresAreLists,
		"the board in figures":             boardFigures,
		"one request":                      oneRequest,
		"one event":                        oneEvent,
		"languages":                        languages,
		"filters":                          filters,
		"pages of a list":                  pagesOfAList,
		"a page that did not change":       unchanged,
		"a page is small on its way":       compressed,
		"nothing private is public":        nothingPrivate,
		"golden files":                     golden,
		"after a position":                 afterAPosition,
		"health":                           health,
		"assets":                           assets,
		"what is refused":                  refusals,
	} {
		t.Run(name, func(t *testing.T) { test(t, s) })
	}
}

// addresses are one of each kind of page, and whether it is a list.
func (s *site) addresses(t *testing.T) map[string]bool {
	id := s.someRequest(t)
	return map[string]bool{
		"/board": false, "/requests": true, "/requests?phase=open&sort=due": true, "/requests/" + id: false, "/matters": true,
		"/events": true, "/events?type=request.*": true, "/events/7": false, "/streams/matter-B07": true,
		"/streams/request-" + id: true, "/streams/county-self": true, "/about": false,
	}
}

func (s *site) someRequest(t *testing.T) string {
	var list struct {
		Requests []struct {
			ID string `json:"id"`
		} `json:"requests"`
	}
	s.json(t, "/requests.json?matter=B07&rated=yes", &list)
	require.NotEmpty(t, list.Requests)
	return list.Requests[0].ID
}

// json reads a page as JSON.
func (s *site) json(t *testing.T, target string, into any) {
	t.Helper()
	w := s.get(target)
	require.Equal(t, http.StatusOK, w.Code, "%s\n%s", target, w.Body)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), into, json.MatchCaseInsensitiveNames(true)), target)
}

func withSuffix(address, suffix string) string {
	path, query, asked := strings.Cut(address, "?")
	if asked {
		query = "?" + query
	}
	return path + suffix + query
}

func everyAddress(t *testing.T, s *site) {
	for address, list := range s.addresses(t) {
		forms := map[string]string{"": "text/html; charset=utf-8", ".json": "application/json; charset=utf-8"}
		if list {
			forms[".csv"] = "text/csv; charset=utf-8; header=present"
		} else {
			require.Equal(t, http.StatusNotFound, s.get(withSuffix(address, ".csv")).Code, address)
		}
		if address == "/board" {
			require.Equal(t, http.StatusPermanentRedirect, s.get("/board").Code)
		}
		for suffix, kind := range forms {
			target := withSuffix(address, suffix)
			if target == "/board" {
				target = "/"
			}
			for _, lang := range []string{"zh", "en"} {
				w := s.get(target, "Accept-Language", lang)
				require.Equal(t, http.StatusOK, w.Code, "%s\n%s", target, w.Body)
				require.Equal(t, kind, w.Header().Get("Content-Type"), target)
				require.Regexp(t, `^W/"\d+\.2016-07-15\.`+lang, w.Header().Get("ETag"), target)
				require.Equal(t, "no-cache", w.Header().Get("Cache-Control"), target)
				requireStrict(t, w.Header())
				if suffix == "" {
					body := w.Body.String()
					require.Contains(t, body, `<html lang="`+lang+`">`, target)
					require.Equal(t, 1, strings.Count(body, "<h1"), target)
					require.NotContains(t, body, "style=", "the policy forbids inline styles")
					require.NotRegexp(t, `<script(?: defer)?>|\son\w+=|javascript:`, body, target)
					require.NotContains(t, body, "ZgotmplZ", target)
				}
				if suffix == ".csv" {
					require.True(t, strings.HasPrefix(w.Body.String(), "\ufeff"), "Excel needs the mark")
					require.Contains(t, w.Header().Get("Content-Disposition"), "attachment", target)
				}
				head := s.ask(http.MethodHead, target, "", "Accept-Language", lang)
				require.Equal(t, http.StatusOK, head.Code, target)
				require.Equal(t, w.Header().Get("ETag"), head.Header().Get("ETag"), target)
			}
			for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, "BREW"} {
				w := s.ask(method, target, "")
				require.Equal(t, http.StatusMethodNotAllowed, w.Code, "%s %s", method, target)
				require.Equal(t, "GET, HEAD", w.Header().Get("Allow"), target)
			}
		}
	}
}

func requireStrict(t *testing.T, h http.Header) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		require.Contains(t, policy, part)
	}
	require.NotContains(t, policy, "unsafe")
	require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
	require.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
	require.Equal(t, "same-origin", h.Get("Cross-Origin-Opener-Policy"))
	require.NotEmpty(t, h.Get("Permissions-Policy"))
	require.Empty(t, h.Get("Strict-Transport-Security"), "only where the reader came by TLS")
	require.Len(t, h.Get("X-Request-Id"), 16)
}

var countLink = regexp.MustCompile(`href="([^"]+)" data-count="(\d+)"`)

// A figure of a page that counts requests leads to a list of exactly as many.
func figuresAreLists(t *testing.T, s *site) {
	checked := 0
	for _, page := range []string{"/?lang=en", "/?lang=zh", "/matters"} {
		for _, m := range countLink.FindAllStringSubmatch(s.get(page).Body.String(), -1) {
			target := strings.ReplaceAll(m[1], "&amp;", "&")
			want, err := strconv.Atoi(m[2])
			require.NoError(t, err)
			var list struct {
				Total int `json:"total"`
			}
			// The total is that of the whole list, however little of it is read.
			one := "?size=1"
			if strings.Contains(target, "?") {
				one = "&size=1"
			}
			s.json(t, withSuffix(target, ".json")+one, &list)
			require.Equal(t, want, list.Total, "%s says %d, its list %s %d", page, want, target, list.Total)
			checked++
		}
	}
	require.Greater(t, checked, 100, "the board has many figures")
	// The figures of days lead to the very request in the middle.
	body := s.get("/?lang=en").Body.String()
	for _, figure := range []struct{ key, member string }{{"median", "medianDays"}, {"p90", "p90Days"}} {
		m := regexp.MustCompile(`figure-` + figure.key + `">.*?href="([^"#]+)#row-(\d+)"`).FindStringSubmatch(body)
		require.NotNil(t, m, figure.key)
		row, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		var list struct {
			Page, Size int
			Requests   []struct{ Days int }
		}
		s.json(t, withSuffix(strings.ReplaceAll(m[1], "&amp;", "&"), ".json"), &list)
		var board struct{ Requests map[string]any }
		s.json(t, "/board.json", &board)
		require.EqualValues(t, board.Requests[figure.member], list.Requests[row-1-(list.Page-1)*list.Size].Days)
	}
}

func boardFigures(t *testing.T, s *site) {
	var board struct {
		Position   uint64
		RecordedAt string
		Requests   struct {
			Total, Open, Closed, ClosedLate, PeopleServed int
			MedianDays                                    *int
			ByChannel, ByList                             map[string]int
		}
		Latest []map[string]any
	}
	s.json(t, "/board.json", &board)
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, head, board.Position)
	require.NotEmpty(t, board.RecordedAt)
	require.Equal(t, 44, board.Requests.Total)
	require.Equal(t, board.Requests.Total, board.Requests.Open+board.Requests.Closed)
	require.Positive(t, board.Requests.ClosedLate)
	require.NotNil(t, board.Requests.MedianDays)
	require.Equal(t, map[string]int{"window": 17, "phone": 9, "online": 9, "visit": 9}, board.Requests.ByChannel)
	sum := 0
	for _, n := range board.Requests.ByList {
		sum += n
	}
	require.Equal(t, 44, sum)
	require.Len(t, board.Latest, 6)
}

func oneRequest(t *testing.T, s *site) {
	id := s.someRequest(t)
	body := s.get("/requests/"+id, "Accept-Language", "en").Body.String()
	for _, says := range []string{
		"Senior citizen card", "Submitted (window); people served:", "Entrusted to 韩淑玲", "Completed: ", "Rated ",
		"system operator", `href="/streams/request-` + id + `#r0"`, "is not public",
	} {
		require.Contains(t, body, says)
	}
	require.Contains(t, s.get("/requests/"+id, "Accept-Language", "zh").Body.String(), "老年优待证")
	var page struct {
		Request struct {
			Stream   string
			Revision int64
		}
		History []struct {
			Revision int64
			Type     string
			Says     map[string]string
			Data     map[string]any
			Evidence []string
		}
	}
	s.json(t, "/requests/"+id+".json", &page)
	require.Equal(t, "request-"+id, page.Request.Stream)
	require.Len(t, page.History, int(page.Request.Revision)+1)
	require.Equal(t, "request.submitted", page.History[0].Type)
	require.Equal(t, "[sealed]", page.History[0].Data["requester"])
	require.Len(t, page.History[1].Evidence, 2)
	require.Equal(t, "matter-B07@0", page.History[1].Evidence[0])
	require.True(t, strings.HasPrefix(page.History[1].Evidence[1], "account-"), "who accepted it, and in which role, is evidence, too")
	require.NotEqual(t, page.History[0].Says["en"], page.History[0].Says["zh"])
}

func oneEvent(t *testing.T, s *site) {
	var events struct {
		Events []struct {
			Position uint64
			Stream   string
			Type     string
			About    map[string]string
		}
		Next uint64
	}
	s.json(t, "/events.json?type=request.submitted&size=1", &events)
	require.Len(t, events.Events, 1)
	require.NotEmpty(t, events.Events[0].About["zh"])
	require.NotZero(t, events.Next)
	at := strconv.FormatUint(events.Events[0].Position, 10)
	body := s.get("/events/"+at, "Accept-Language", "en").Body.String()
	for _, says := range []string{"[not public]", "how it came in", "Code of the matter", "matter-", "community-c", "Correlation", "#" + at} {
		require.Contains(t, strings.ToLower(body), strings.ToLower(says))
	}
	require.Contains(t, s.get("/events/"+at, "Accept-Language", "zh").Body.String(), "〔不公开〕")

	// From the newest to the first, a page at a time, every event once.
	seen := map[uint64]bool{}
	before, pages := uint64(0), 0
	for {
		target := "/events.json?size=40"
		if before > 0 {
			target += "&before=" + strconv.FormatUint(before, 10)
		}
		events.Next, events.Events = 0, nil
		s.json(t, target, &events)
		for _, e := range events.Events {
			require.False(t, seen[e.Position], "%d twice", e.Position)
			seen[e.Position] = true
		}
		pages++
		if before = events.Next; before == 0 {
			break
		}
	}
	var board struct{ Events int }
	s.json(t, "/board.json", &board)
	require.Len(t, seen, board.Events)
	require.Greater(t, pages, 3)
}

func languages(t *testing.T, s *site) {
	for _, c := range []struct{ target, accept, cookie, want string }{
		{"/", "", "", "zh"},
		{"/", "de", "", "zh"},
		{"/", "en-GB,en;q=0.9", "", "en"},
		{"/", "zh-TW,zh;q=0.9,en;q=0.8", "", "zh"},
		{"/", "fr;q=0.9,en;q=0.8,zh;q=0.7", "", "en"},
		{"/", "zh", "en", "en"},
		{"/?lang=zh", "en", "en", "zh"},
		{"/?lang=xx", "en", "", "en"},
		{"/", strings.Repeat("x-", 3000), "", "zh"},
	} {
		headers := []string{"Accept-Language", c.accept}
		if c.cookie != "" {
			headers = append(headers, "Cookie", "lang="+c.cookie)
		}
		w := s.get(c.target, headers...)
		require.Contains(t, w.Body.String(), `<html lang="`+c.want+`">`, "%+v", c)
		require.Contains(t, w.Header().Values("Vary"), "Accept-Language, Cookie")
	}
	w := s.get("/requests?phase=open&lang=en")
	require.Contains(t, w.Header().Get("Set-Cookie"), "lang=en; Path=/; Max-Age=")
	require.Contains(t, w.Header().Get("Set-Cookie"), "SameSite=Lax")
	require.Contains(t, w.Body.String(), `href="/requests?lang=zh&amp;phase=open" hreflang="zh"`, "the switch stays on the page")
}

func filters(t *testing.T, s *site) {
	total := func(query string) int {
		var list struct{ Total int }
		s.json(t, "/requests.json"+query, &list)
		return list.Total
	}
	require.Equal(t, 44, total(""))
	require.Equal(t, 44, total("?list=&channel=&q="), "what a form sends empty is no filter")
	require.Equal(t, 11, total("?place=c1"))
	require.Equal(t, 11, total("?q=Lianchi"))
	require.Equal(t, 22, total("?q=优待"))
	require.Zero(t, total("?place=-"))
	require.Equal(t, total("?phase=open"), total("?status=submitted")+total("?status=accepted")+total("?status=entrusted")+total("?status=handling"))
	body := s.get("/requests?phase=open&place=c1&sort=due", "Accept-Language", "en").Body.String()
	require.Contains(t, body, `<a href="/requests?place=c1&amp;sort=due">`, "a filter can be taken away alone")
	require.Contains(t, body, "Lianchi")
	csv := s.get("/requests.csv?place=c1", "Accept-Language", "en").Body.String()
	require.Equal(t, 11+1, strings.Count(csv, "\r\n"))
	require.Contains(t, csv, "Senior citizen card")
}

func pagesOfAList(t *testing.T, s *site) {
	seen := map[string]bool{}
	for page := 1; page <= 5; page++ {
		var list struct{ Requests []struct{ ID string } }
		s.json(t, "/requests.json?size=10&page="+strconv.Itoa(page), &list)
		for _, r := range list.Requests {
			require.False(t, seen[r.ID])
			seen[r.ID] = true
		}
	}
	require.Len(t, seen, 44)
	body := s.get("/requests?size=10&page=2", "Accept-Language", "en").Body.String()
	require.Contains(t, body, `href="/requests?size=10" rel="prev"`)
	require.Contains(t, body, `href="/requests?page=3&amp;size=10" rel="next"`)
	require.Equal(t, http.StatusOK, s.get("/requests?page=99999").Code)
}

func unchanged(t *testing.T, s *site) {
	tag := s.get("/", "Accept-Language", "en").Header().Get("ETag")
	w := s.get("/", "Accept-Language", "en", "If-None-Match", tag)
	require.Equal(t, http.StatusNotModified, w.Code)
	require.Zero(t, w.Body.Len())
	require.Equal(t, http.StatusOK, s.get("/", "Accept-Language", "zh", "If-None-Match", tag).Code, "another language is another page")
}

func compressed(t *testing.T, s *site) {
	plain := s.get("/").Body.String()
	w := s.get("/", "Accept-Encoding", "br, gzip")
	require.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	require.Less(t, w.Body.Len()*3, len(plain))
	z, err := gzip.NewReader(w.Body)
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	require.Equal(t, plain, string(text))
	for accepted, coding := range map[string]string{"gzip;q=0": "", "gzip;q=0.0, br": "", "GZIP; q=0.5": "gzip", "x-gzip": ""} {
		require.Equal(t, coding, s.get("/", "Accept-Encoding", accepted).Header().Get("Content-Encoding"), accepted)
	}
}

func afterAPosition(t *testing.T, s *site) {
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.get("/board.json?after="+strconv.FormatUint(head, 10)).Code)
	require.Equal(t, http.StatusBadRequest, s.get("/board.json?after=soon").Code)
	require.Equal(t, http.StatusBadRequest, s.get("/board.json?after=-1").Code)
}

func health(t *testing.T, s *site) {
	require.Contains(t, s.get("/healthz").Body.String(), `"alive"`)
	w := s.get("/readyz")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `"ready": true`)
	metrics := s.get("/metrics").Body.String()
	for _, name := range []string{
		`sunledger_http_requests_total{method="GET",route="GET /healthz",status="200"}`, "sunledger_http_request_duration_seconds_bucket",
		"sunledger_views_position", "sunledger_views_behind 0", `sunledger_views_state{state="ready"} 1`, "sunledger_live_clients 0", "go_goroutines", "process_",
	} {
		require.Contains(t, metrics, name)
	}
}

func assets(t *testing.T, s *site) {
	for name, kind := range map[string]string{
		"/static/sheet.css": "text/css; charset=utf-8", "/static/live.js": "text/javascript; charset=utf-8",
		"/static/mark.svg": "image/svg+xml", "/favicon.ico": "image/svg+xml", "/robots.txt": "text/plain; charset=utf-8",
	} {
		w := s.get(name)
		require.Equal(t, http.StatusOK, w.Code, name)
		require.Equal(t, kind, w.Header().Get("Content-Type"), name)
		requireStrict(t, w.Header())
	}
	linked := regexp.MustCompile(`/static/sheet\.css\?v=\w+`).FindString(s.get("/").Body.String())
	require.Contains(t, s.get(linked).Header().Get("Cache-Control"), "immutable")
	for _, wrong := range []string{"/static/", "/static/..%2fserver.go", "/static/none.css", "/static/%2e%2e"} {
		require.NotEqual(t, http.StatusOK, s.get(wrong).Code, wrong)
	}
}
