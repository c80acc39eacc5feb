package web

import (
	"context"
	"net/http"
	"net/url"
	"reflect"

	"github.com/sunledger/sunledger/domain"
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
