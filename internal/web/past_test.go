package web_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// pastJSON is what the JSON of pages of the past has in common.
type pastJSON struct {
	AsOf struct {
		KnownAt    uint64
		RecordedAt time.Time
		StoodAt    time.Time
	}
	Today    string
	Position uint64
	Total    int
	History  []struct{ Position uint64 }
}

func TestPagesOfThePast(t *testing.T) {
	s := furnished(t, func(c *web.Config) { c.MaxPastWait = time.Minute })
	known, id := s.halfDone(t)
	for name, test := range map[string]func(*testing.T, *site, uint64, string){
		"every address":       pastAddresses,
		"links stay there":    pastLinks,
		"figures are lists":   pastFigures,
		"histories are cut":   pastHistories,
		"as it stood":         pastStood,
		"what cannot be":      pastRefusals,
		"kept copies":         pastTags,
		"a page of right now": pastOfNow,
	} {
		t.Run(name, func(t *testing.T) { test(t, s, known, id) })
	}
}

// halfDone is a request in the middle of the log that began before the day as of
// which the tests look, and a position at which it was half done.
func (s *site) halfDone(t *testing.T) (known uint64, id string) {
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	for e, err := range s.Events(t.Context(), head/3) {
		require.NoError(t, err)
		category, id, _ := strings.Cut(e.Stream, "-")
		if category == "request" && e.Revision > 1 && e.OccurredAt.Before(time.Date(2016, 4, 20, 0, 0, 0, 0, time.UTC)) {
			return e.Position - 1, id
		}
	}
	t.Fatal("no request was half done")
	return 0, ""
}

func pastAddresses(t *testing.T, s *site, known uint64, id string) {
	for _, address := range []string{"/", "/requests", "/requests?phase=open&sort=due", "/requests/" + id, "/matters", "/events", "/events/7", "/streams/request-" + id, "/about"} {
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		address += separator + "knownAt=" + strconv.FormatUint(known, 10)
		for lang, says := range map[string]string{"en": "This is what was known after record #", "zh": "按账本 #"} {
			w := s.get(address, "Accept-Language", lang)
			require.Equal(t, http.StatusOK, w.Code, "%s\n%s", address, w.Body)
			body := w.Body.String()
			require.Contains(t, body, `class="past"`, address)
			require.Contains(t, body, says, address)
			require.NotContains(t, body, "live.js", "%s: nothing is new in the past", address)
			require.NotContains(t, body, "ZgotmplZ", address)
			requireStrict(t, w.Header())
		}
		var page pastJSON
		target := strings.Replace(address, "?", ".json?", 1)
		if strings.HasPrefix(target, "/.json") {
			target = "/board" + target[1:]
		}
		s.json(t, target, &page)
		require.Equal(t, known, page.AsOf.KnownAt, target)
		require.False(t, page.AsOf.RecordedAt.IsZero(), target)
		require.LessOrEqual(t, page.Position, known, target)
	}
	require.Contains(t, s.get("/board?knownAt=9").Header().Get("Location"), "?knownAt=9")
	require.NotContains(t, s.get("/").Body.String(), `class="past"`)
}

var internalLink = regexp.MustCompile(`( data-now)? href="(/[^"]*)"`)

// Whoever follows links from a page of the past stays there, until they choose
// to go back to now.
func pastLinks(t *testing.T, s *site, known uint64, id string) {
	moment := fmt.Sprintf("knownAt=%d&stoodAt=2016-04-20", known)
	seen := map[string]bool{}
	for _, address := range []string{"/", "/requests?page=2&size=5", "/requests/" + id, "/matters", "/events", "/events/9", "/streams/request-" + id, "/about"} {
		separator := map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")]
		body := s.get(address+separator+moment, "Accept-Language", "en").Body.String()
		for _, link := range internalLink.FindAllStringSubmatch(body, -1) {
			target := strings.ReplaceAll(link[2], "&amp;", "&")
			switch {
			case link[1] != "":
				require.Equal(t, address, target, "back to now is the same page")
			case strings.HasPrefix(target, "/static/"), strings.HasPrefix(target, "/api/"), target == "/staff":
				require.NotContains(t, target, "knownAt")
			default:
				require.Equal(t, 1, strings.Count(target, "knownAt="+strconv.FormatUint(known, 10)), "%s: %s", address, target)
				require.Equal(t, 1, strings.Count(target, "stoodAt=2016-04-20"), "%s: %s", address, target)
				path, _, _ := strings.Cut(target, "#")
				if !seen[path] && len(seen) < 150 {
					seen[path] = true
					require.Equal(t, http.StatusOK, s.get(path).Code, "%s links to %s", address, path)
				}
			}
		}
		require.Contains(t, body, `name="stoodAt" value="2016-04-20"`, "the form shows what was asked for")
		for _, form := range regexp.MustCompile(`(?s)<form.*?</form>`).FindAllString(body, -1) {
			require.Equal(t, 1, strings.Count(form, `name="knownAt"`), "%s: forms stay there, too", address)
		}
	}
	// Where nothing is said of what was known, links say it: they all lead to
	// one moment, whatever is recorded meanwhile.
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Contains(t, s.get("/?stoodAt=2016-04-20").Body.String(), fmt.Sprintf(`href="/requests?knownAt=%d&amp;stoodAt=2016-04-20"`, head))
	require.Contains(t, s.get("/?stoodAt=2016-04-20").Body.String(), fmt.Sprintf(`http://example.com/?knownAt=%d&amp;stoodAt=2016-04-20`, head), "the printed sheet")
}

func pastFigures(t *testing.T, s *site, known uint64, _ string) {
	checked := 0
	body := s.get(fmt.Sprintf("/?knownAt=%d&lang=en", known)).Body.String()
	for _, m := range countLink.FindAllStringSubmatch(body, -1) {
		var list pastJSON
		s.json(t, withSuffix(strings.ReplaceAll(m[1], "&amp;", "&"), ".json")+"&size=1", &list)
		require.Equal(t, m[2], strconv.Itoa(list.Total), m[1])
		require.Equal(t, known, list.AsOf.KnownAt)
		checked++
	}
	require.Greater(t, checked, 30)
}

func pastHistories(t *testing.T, s *site, known uint64, id string) {
	at := strconv.FormatUint(known, 10)
	for _, target := range []string{"/requests/" + id + ".json", "/streams/request-" + id + ".json", "/events.json"} {
		var now, then struct{ History, Events []struct{ Position uint64 } }
		s.json(t, target, &now)
		s.json(t, target+"?knownAt="+at, &then)
		shown := append(then.History, then.Events...)
		require.NotEmpty(t, shown, target)
		for _, e := range shown {
			require.LessOrEqual(t, e.Position, known, target)
		}
		if len(now.History) > 0 {
			require.Less(t, len(then.History), len(now.History), target)
		}
	}
	require.Contains(t, s.get("/events.csv?knownAt="+at).Header().Get("Content-Disposition"), "-known-"+at)
	later := strconv.FormatUint(known+1, 10)
	require.Equal(t, http.StatusOK, s.get("/events/"+later).Code)
	require.Equal(t, http.StatusNotFound, s.get("/events/"+later+"?knownAt="+at).Code)
	var last struct{ Next, Previous uint64 }
	s.json(t, "/events/"+at+".json?knownAt="+at, &last)
	require.Zero(t, last.Next, "nothing came after it then")
	require.Equal(t, known-1, last.Previous)
	require.Equal(t, http.StatusNotFound, s.get("/streams/request-"+id+"?knownAt=5").Code)
	require.Equal(t, http.StatusNotFound, s.get("/requests/"+id+"?knownAt=5").Code)
}

func pastStood(t *testing.T, s *site, _ uint64, _ string) {
	var then pastJSON
	s.json(t, "/board.json?stoodAt=2016-04-20", &then)
	require.Equal(t, "2016-04-20", then.Today)
	require.Equal(t, "2016-04-20T23:59:59+08:00", then.AsOf.StoodAt.In(time.FixedZone("", 8*3600)).Format(time.RFC3339))
	var events struct {
		Events []struct{ OccurredAt time.Time }
	}
	s.json(t, "/events.json?stoodAt=2016-04-20&size=1000", &events)
	require.NotEmpty(t, events.Events)
	for _, e := range events.Events {
		require.False(t, e.OccurredAt.After(then.AsOf.StoodAt))
	}
	body := s.get("/?stoodAt=2016-04-20", "Accept-Language", "zh").Body.String()
	require.Contains(t, body, "显示截至2016年4月20日 23:59已发生的事")
	body = s.get("/?knownAt=0", "Accept-Language", "en").Body.String()
	require.Contains(t, body, "Nothing was on record then.")
	require.Contains(t, body, "No request is on record yet.")
}

func pastRefusals(t *testing.T, s *site, _ uint64, _ string) {
	for query, code := range map[string]string{
		"knownAt=soon": "query_invalid", "stoodAt=-1": "query_invalid", "knownAt=2016-13-01": "query_invalid", "stoodAt=%00": "query_invalid",
		"knownAt=" + strings.Repeat("9", 5000): "query_invalid", "knownAt=999999": "as_of_ahead", "stoodAt=2017-01-01": "as_of_ahead", "stoodAt=0": "as_of_no_event",
	} {
		for _, path := range []string{"/board.json", "/events.json", "/about.json"} {
			w := s.get(path + "?" + query)
			require.Equal(t, http.StatusBadRequest, w.Code, "%s?%s", path, query)
			require.Contains(t, w.Body.String(), `"code": "`+code+`"`, query)
		}
	}
	require.Contains(t, s.get("/?knownAt=soon", "Accept-Language", "en").Body.String(), "KnownAt=&#34;soon&#34; is neither a time nor a position: write 2016-09-09T10:00:00&#43;08:00")
	require.Contains(t, s.get("/?stoodAt=soon", "Accept-Language", "zh").Body.String(), "参数 stoodAt=")
	require.Equal(t, http.StatusOK, s.get("/?knownAt=&stoodAt=").Code, "what a form sends empty is nothing")
	require.NotContains(t, s.get("/?knownAt=&stoodAt=").Body.String(), `class="past"`)
}

func pastTags(t *testing.T, s *site, _ uint64, _ string) {
	tags := map[string]string{}
	for _, query := range []string{"", "?knownAt=40", "?knownAt=40&stoodAt=2016-03-05", "?knownAt=40&stoodAt=2016-03-05%2010:00", "?stoodAt=2016-03-05"} {
		tag := s.get("/requests" + query).Header().Get("ETag")
		require.NotContains(t, tags, tag, "%q and %q", query, tags[tag])
		tags[tag] = query
		require.Equal(t, http.StatusNotModified, s.get("/requests"+query, "If-None-Match", tag).Code, query)
	}
}

// The page as of the last position shows what the page of now shows.
func pastOfNow(t *testing.T, s *site, _ uint64, _ string) {
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	for _, target := range []string{"/requests.json", "/matters.json", "/events.json"} {
		now, then := map[string]any{}, map[string]any{}
		s.json(t, target, &now)
		s.json(t, fmt.Sprintf("%s?knownAt=%d", target, head), &then)
		require.EqualValues(t, head, then["asOf"].(map[string]any)["knownAt"])
		delete(then, "asOf")
		delete(then, "today") // the day of the last record
		delete(now, "today")
		require.Equal(t, now, then, target)
	}
}

// heldLog does not let anybody pass over it before it may.
type heldLog struct {
	eventstore.Store
	gate chan struct{}
}

func (l heldLog) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		select {
		case <-l.gate:
			l.Store.ReadAll(ctx, after)(yield)
		case <-ctx.Done():
			yield(eventstore.Recorded{}, ctx.Err())
		}
	}
}

func TestAPastThatIsBeingBuilt(t *testing.T) {
	s := founded(t)
	s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	quiet := slog.New(slog.DiscardHandler)
	log := heldLog{s.Store(), make(chan struct{})}
	views, err := projections.Open(t.Context(), projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard, Logger: quiet})
	require.NoError(t, err)
	defer func() { require.NoError(t, views.Close()) }()
	h := web.New(web.Config{Ledger: s.Ledger, Views: views, Logger: quiet, MaxAge: -1, MaxPastWait: 100 * time.Millisecond})
	ask := func(target string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		return w
	}
	var w *httptest.ResponseRecorder
	require.Eventually(t, func() bool {
		w = ask("/?knownAt=5&lang=en")
		return strings.Contains(w.Body.String(), "are being computed from the log, 0% so far")
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	require.NotEmpty(t, w.Header().Get("Refresh"), "the page asks again by itself")
	w = ask("/?knownAt=6&lang=zh")
	require.Contains(t, w.Body.String(), "正在由账本计算另一时刻的数据")
	w = ask("/board.json?knownAt=5")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), `"code": "past_building"`)
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	require.Empty(t, w.Header().Get("Refresh"))
	close(log.gate)
	require.Eventually(t, func() bool { return ask("/?knownAt=5").Code == http.StatusOK }, 10*time.Second, 5*time.Millisecond)
}
