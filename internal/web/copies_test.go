package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/web"
)

// A copy of a list is given for as long as nothing changes that it shows, and says up
// to where that is; what changes it makes another.
func TestCopiesOfListsStand(t *testing.T) {
	e := owning(t)
	s := e.site
	h := web.New(web.Config{Ledger: s.Ledger, Views: s.views, Logger: slog.New(slog.DiscardHandler), Now: s.clock.Now, MaxAge: time.Second})
	get := func() (body string, stands string) {
		s.settle()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/assets?lang=en", nil))
		require.Equal(t, http.StatusOK, w.Code)
		return w.Body.String(), w.Header().Get("Sunledger-Stands-At")
	}
	at := func() string { return strconv.FormatUint(s.views.Position(), 10) }
	s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1}) // so that the views have moved on since they were opened
	first, stands := get()
	require.Equal(t, at(), stands)
	s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	same, stands := get()
	require.Equal(t, first, same, "a request is no asset")
	require.Equal(t, at(), stands)
	s.must("", asset.Register{
		Owner: yuejiazhuang, Class: domain.OperatingAsset, Kind: domain.Building, Name: "新仓库", Location: "村东", Quantity: 10, Unit: domain.SquareMetres,
		OriginalValue: 1000 * domain.Yuan, NetValue: 1000 * domain.Yuan, Origin: asset.OnBooks,
	})
	second, stands := get()
	require.NotEqual(t, first, second)
	require.Contains(t, second, "新仓库")
	require.Equal(t, at(), stands)
	s.must("c0", community.Rename{Name: "新庄社区", NameEnglish: "Newtown"})
	third, _ := get()
	require.Contains(t, third, "Newtown", "what is joined changes it, too")
}
