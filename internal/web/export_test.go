package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// TakeForms adds a page for staff that takes a form, and says what it was
// given.
func (h *Handler) TakeForms(path string, take func(domain.Standing, url.Values) (next string, err error)) {
	route := staffRoute{path: path}
	route.act = func(_ context.Context, v *staffVisit) (staffAnswer, error) {
		next, err := take(v.account, v.posted)
		return staffAnswer{next: next}, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", h.serve)
	mux.Handle("POST "+path, h.observed(h.people(h.staff(route, route.act))))
	h.serve = mux
}

// PublicPages are the types that public pages are functions of.
func PublicPages() []reflect.Type {
	f := reflect.TypeOf(readRoute{}.read)
	return []reflect.Type{f.In(0), f.In(2)}
}

// LocalPath is where a reader may be sent.
func LocalPath(s string) string { return localPath(s) }

// BeginSessions begins sessions of as many accounts as it takes, as signing in
// that often would.
func (h *Handler) BeginSessions(n int) {
	for i := range n {
		h.sessions.begin(ledger.Actor{}, fmt.Sprint("account-", i/sessionsOfAccount))
	}
}

// FailToSignIn counts what a failure of each login name counts, each from
// an address of its own.
func (h *Handler) FailToSignIn(logins ...string) {
	for _, login := range logins {
		from := &http.Request{RemoteAddr: "client of " + login}
		h.throttle.attempt(nameKey(login), h.clientKey("sign in", from))
	}
}

// ListingTexts are the keys of texts that listings and items make of their names.
func ListingTexts() []string {
	var all []string
	for _, k := range kinds() {
		all = append(all, k.texts()...)
	}
	return all
}

// LonePaths are the paths of all pages that are of no single thing.
func LonePaths() []string {
	var all []string
	for _, r := range readRoutes() {
		if !strings.Contains(r.path, "{") {
			all = append(all, r.path)
		}
	}
	return all
}
