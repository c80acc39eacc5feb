package web_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSmoke(t *testing.T) {
	s := furnished(t)
	for _, p := range []string{"/", "/board.json", "/requests", "/requests.json", "/requests.csv", "/matters", "/matters.json", "/matters.csv", "/events", "/events.json", "/events.csv", "/events/5", "/events/5.json", "/streams/matter-B07", "/about", "/about.json", "/api/openapi.json", "/healthz", "/readyz", "/metrics", "/assets/sheet.css"} {
		w := s.get(p)
		require.Equal(t, http.StatusOK, w.Code, "%s\n%s", p, w.Body)
	}
	t.Log(s.get("/board.json").Body.String()[:1500])
}
