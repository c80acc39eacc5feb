package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// bearerOf is the account whose token a program sends. A cookie proves nothing
// here: a browser sends it by itself, whoever wrote the request.
func (h *Handler) bearerOf(r *http.Request) (ledger.Actor, error) {
	if h.cfg.Auth == nil {
		return ledger.Actor{}, writingOff
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if token = strings.TrimSpace(token); token == "" || !strings.EqualFold(scheme, "Bearer") {
		return ledger.Actor{}, noToken
	}
	// A token travels in clear without TLS, but it is not held back here: the
	// one who sends it has done so already.
	actor, err := h.cfg.Auth.Authenticate(r.Context(), token)
	if refusal := (*domain.Rejection)(nil); !errors.As(err, &refusal) {
		// Nobody guesses 256 random bits, so a right token never waits for the
		// wrong ones that others sent from the same address.
		return actor, err
	}
	if wait := h.throttle.attempt(h.clientKey("token", r)); wait > 0 {
		return ledger.Actor{}, slowDown(wait)
	}
	return ledger.Actor{}, err
}
