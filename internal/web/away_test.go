package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// While the log is away, what the views hold is shown, and said to be so; what
// only the log has is refused.
func TestLogAway(t *testing.T) {
	s := founded(t)
	id := s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	quiet := slog.New(slog.DiscardHandler)
	log := &away{Store: s.Store()}
	views, err := projections.Open(t.Context(), projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard, Logger: quiet})
	require.NoError(t, err)
	l, err := ledger.Open(t.Context(), ledger.Config{Store: log, Catalogue: catalogue.Standard, Rules: s.Rules(), Now: s.clock.Now})
	require.NoError(t, err)
	var later atomic.Int64 // how much
	h := web.New(web.Config{Ledger: l, Views: views, Logger: quiet, Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer func() {
		stop()
		running.Wait()
		require.NoError(t, views.Close())
	}()
	running.Go(func() { _ = views.Run(ctx) })
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.NoError(t, views.WaitFor(t.Context(), head))

	ask := func(target, known string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("If-None-Match", known)
		r.Header.Set("Accept-Language", "en")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	const says, zh = "The log cannot be reached.", "暂时无法访问日志。"
	lists := []string{"/", "/requests", "/matters", "/corrections", "/about"}
	before := map[string]string{}
	for _, target := range lists {
		w := ask(target, "")
		require.Equal(t, http.StatusOK, w.Code, target)
		require.NotContains(t, w.Body.String(), says, target)
		before[target] = w.Header().Get("ETag")
		require.Equal(t, http.StatusNotModified, ask(target, before[target]).Code, target)
	}

	server := httptest.NewServer(h)
	defer server.Close()
	lines := follow(t, server.URL)
	defer func() {
		h.Close()
		for range lines { // it ends
		}
	}()
	require.Equal(t, `data: {"away":false}`, next(t, lines, `data: {"away"`), "who comes hears how it stands")
	slot := func(target string) string {
		_, rest, _ := strings.Cut(ask(target, "").Body.String(), `<div id="away" aria-live="polite">`)
		in, _, found := strings.Cut(rest, "</div>")
		require.True(t, found, target)
		return in
	}
	require.Empty(t, slot("/"))

	// A board that finds it out by itself says so, before anybody looked.
	log.gone.Store(true)
	later.Store(int64(3 * time.Second)) // what was made before is not kept so long
	w := ask("/", before["/"])
	require.Equal(t, http.StatusOK, w.Code, "a copy without the word of it does not hold")
	require.Contains(t, w.Body.String(), says)
	require.NotContains(t, w.Body.String(), "Just recorded")

	running.Go(func() { h.Watch(ctx) })
	require.Equal(t, `data: {"away":true}`, next(t, lines, `data: {"away"`))
	require.Contains(t, slot("/requests"), says)
	for _, target := range lists {
		w := ask(target, before[target])
		require.Equal(t, http.StatusOK, w.Code, target)
		require.Contains(t, w.Body.String(), says, target)
		require.Contains(t, w.Body.String(), "This page shows what was known after record #", target)
		require.Contains(t, ask(target+"?lang=zh", "").Body.String(), zh, target)
	}
	require.Contains(t, ask("/board.json", "").Body.String(), "\"logAway\": {\n    \"since\": \"")
	for _, target := range []string{"/events", "/events/3", "/streams/matter-B07", "/requests/" + id, "/?knownAt=3"} {
		w := ask(target, "")
		require.Equal(t, http.StatusServiceUnavailable, w.Code, target)
		require.Contains(t, w.Body.String(), "log cannot be reached, and histories, single events and commands need it", target)
	}
	require.Equal(t, http.StatusServiceUnavailable, ask("/readyz", "").Code)
	require.Equal(t, http.StatusOK, ask("/healthz", "").Code)

	log.gone.Store(false)
	require.Equal(t, `data: {"away":false}`, next(t, lines, `data: {"away"`))
	require.Equal(t, http.StatusNotModified, ask("/requests", before["/requests"]).Code)
	require.Empty(t, slot("/"))
	require.NotContains(t, ask("/board.json", "").Body.String(), "logAway")
	require.Equal(t, http.StatusOK, ask("/events/3", "").Code)
}
