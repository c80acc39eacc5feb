package web_test

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// away is a log that may be away.
type away struct {
	eventstore.Store
	gone atomic.Bool
}

func (s *away) read(records iter.Seq2[eventstore.Recorded, error]) iter.Seq2[eventstore.Recorded, error] {
	if s.gone.Load() {
		return func(yield func(eventstore.Recorded, error) bool) {
			yield(eventstore.Recorded{}, eventstore.ErrUnavailable)
		}
	}
	return records
}

func (s *away) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadAllBackward(ctx, before))
}

func (s *away) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadAll(ctx, after))
}

func (s *away) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.read(s.Store.ReadStream(ctx, stream, from))
}

// A server is sent readers once its views have caught up, and for as long as
// they keep up. What needs no views is there all the time.
func TestViewsThatLag(t *testing.T) {
	s := founded(t)
	quiet := slog.New(slog.DiscardHandler)
	log := &away{Store: s.Store()}
	views, err := projections.Open(t.Context(), projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard, Logger: quiet})
	require.NoError(t, err)
	defer func() { require.NoError(t, views.Close()) }()
	h := web.New(web.Config{Ledger: s.Ledger, Views: views, Logger: quiet, MaxAge: -1, MaxBehind: 2})
	ask := func(target string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		return w
	}
	for target, status := range map[string]int{
		"/": 503, "/requests": 503, "/board.json": 503, "/requests.csv": 503, "/readyz": 503,
		"/healthz": 200, "/events/3": 200, "/streams/matter-B07": 200, "/metrics": 200, "/api/openapi.json": 200,
	} {
		require.Equal(t, status, ask(target).Code, target)
	}
	require.Contains(t, ask("/board.json").Body.String(), `"code": "views_building"`)
	require.Contains(t, ask("/readyz").Body.String(), "not built yet")

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = views.Run(ctx)
	}()
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	require.NoError(t, views.WaitFor(t.Context(), head))
	stop()
	<-ended
	require.Equal(t, http.StatusOK, ask("/readyz").Code)
	require.Equal(t, http.StatusOK, ask("/").Code)

	log.gone.Store(true)
	require.Equal(t, http.StatusServiceUnavailable, ask("/readyz").Code)
	require.Contains(t, ask("/readyz").Body.String(), "the log cannot be reached")
	log.gone.Store(false)

	for _, id := range []string{"x1", "x2", "x3"} {
		s.must("", community.Register{ID: id, Town: "town-shunwang", Name: id})
	}
	w := ask("/readyz")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), "lag 3 positions behind")
	require.Equal(t, http.StatusOK, ask("/").Code, "an old board is better than none")
}
