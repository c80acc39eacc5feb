package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/sunledger/sunledger/projections"
)

// serveAlive says that the process answers, and nothing of what it serves.
func (h *Handler) serveAlive(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, struct {
		Status string `json:"status"`
	}{"alive"})
}

// readiness is the body of /readyz.
type readiness struct {
	Ready bool `json:"ready"`
	// Reason says why not.
	Reason string            `json:"reason,omitzero"`
	State  projections.State `json:"state"`
	// Position and Head are as in [projections.Status].
	Position    uint64 `json:"position"`
	Head        uint64 `json:"head"`
	Behind      uint64 `json:"behind"`
	Built       uint64 `json:"built,omitzero"`
	BuiltEvents uint64 `json:"builtEvents,omitzero"`
}

// readyWithin is how long the log may take to say where it ends.
const readyWithin = 2 * time.Second

// serveReady says whether readers should be sent here: 200 once the views have
// caught up, for as long as their lag stays within the limit and the log can be
// reached, and 503 otherwise.
func (h *Handler) serveReady(w http.ResponseWriter, r *http.Request) error {
	asking, stop := context.WithTimeout(r.Context(), readyWithin)
	s := h.cfg.Views.Status(asking)
	stop()
	answer := readiness{
		State: s.State, Position: s.Position, Head: s.Head, Behind: s.Behind, Built: s.Built, BuiltEvents: s.BuiltEvents,
	}
	_, err := h.cfg.Ledger.Identity(r.Context())
	switch {
	case err != nil:
		refusal, _ := refusalOf(err)
		answer.Reason = refusal.Message
	case s.LogAway:
		answer.Reason = "the log cannot be reached"
	case !s.Served:
		answer.Reason = "the views are not built yet"
	case s.State == projections.Stopped:
		answer.Reason = "the views have stopped: the log of the server says why"
	case s.Behind > h.cfg.MaxBehind:
		answer.Reason = fmt.Sprintf("the views lag %d positions behind, at most %d are admitted", s.Behind, h.cfg.MaxBehind)
	default:
		answer.Ready = true
		return writeJSON(w, http.StatusOK, answer)
	}
	return writeJSON(w, http.StatusServiceUnavailable, answer)
}
