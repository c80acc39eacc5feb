package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A readRoute is one page, with its JSON and, where it is a list, its CSV.
type readRoute struct {
	// Path is a pattern of [http.ServeMux]; Alias, if any, is what the path is
	// called with a suffix where it has no name of its own.
	path, alias string
	read        func(publicPages, context.Context, *visit) (answer, error)
	// list says that there is a CSV.
	list bool
	// english says what it is, for the description of the API.
	english string
	params  []param
	// counts is the schema of the JSON where it has counts of people.
	counts object
}

// readRoutes is every page that everybody may read. Each is a function of
// [publicPages], and so is given nothing that is not public.
func readRoutes() []readRoute {
	routes := []readRoute{
		{"/", "/board", publicPages.board, false, "the board: the county's requests, and what it reports of the year, in figures", nil, boardSchema},
		{"/requests", "", publicPages.requests, true, "requests that a filter gives, a page at a time", requestParams, requestsSchema},
		{"/requests/{id}", "", publicPages.request, false, "one request as it stands, and its history", nil, requestSchema},
		{"/matters", "", publicPages.matters, true, "the three lists of matters, with papers, basis, time limit, authority and fee", nil, nil},
		{"/events", "", publicPages.events, true, "the ledger, newest first", eventParams, nil},
		{"/events/{position}", "", publicPages.event, false, "one event, with what is public of it", nil, nil},
		{"/streams/{stream}", "", publicPages.stream, true, "the history of one stream, oldest first", nil, nil},
		{"/corrections", "", publicPages.corrections, true, "corrections, those proposed last first: kind, basis, place, who, how late, and what rests on them", correctionParams, correctionsSchema},
		{"/about", "", publicPages.about, false, "what this ledger is, who records in it, and how to check it", nil, nil},
	}
	for _, k := range kinds() {
		routes = append(routes, k.route())
	}
	return routes
}

const liveRoute = "GET /live"

// maxCommandBytes bounds the body of a command.
const maxCommandBytes = 2 << 20

// readTime is how long a page may take to be made, commandTime a command.
const (
	readTime    = 30 * time.Second
	commandTime = 30 * time.Second
)

// routes is every address there is.
func (h *Handler) routes() http.Handler {
	mux := http.NewServeMux()
	for _, route := range readRoutes() {
		pattern := route.path
		if pattern == "/" {
			pattern = "/{$}"
		}
		mux.HandleFunc("GET "+pattern, h.page(route))
		if route.alias != "" {
			mux.HandleFunc("GET "+route.alias, h.page(route))
		}
	}
	h.handleStaff(mux)
	mux.HandleFunc(liveRoute, h.plain(h.serveLive))
	mux.HandleFunc("GET /static/{name}", h.plain(h.serveAsset))
	mux.HandleFunc("GET /favicon.ico", h.plain(h.serveAsset))
	mux.HandleFunc("GET /robots.txt", h.plain(h.serveAsset))
	mux.HandleFunc("POST /api/commands/{name}", h.plain(h.serveCommand))
	mux.HandleFunc("POST "+filesPath, h.plain(h.takeFile))
	mux.HandleFunc("GET /api"+publicFilePattern, h.plain(h.serveFileToProgram))
	mux.HandleFunc("GET "+publicFilePattern, h.plain(h.servePublicFile))
	mux.HandleFunc("GET "+staffFilePattern, h.people(h.serveStaffFile))
	mux.HandleFunc("GET /api/openapi.json", h.plain(h.serveOpenAPI))
	mux.HandleFunc("GET /healthz", h.plain(h.serveAlive))
	mux.HandleFunc("GET /readyz", h.plain(h.serveReady))
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.cfg.Registry, promhttp.HandlerOpts{}))

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The suffix says the form of an answer and is no part of the path.
		// So a stream whose id ends in one is only found with another one
		// after it.
		form := formOf(r.URL.Path)
		if form != asHTML && !strings.HasPrefix(r.URL.Path, "/api/") {
			r.URL.Path = strings.TrimSuffix(r.URL.Path, form.suffix())
			r.URL.RawPath = strings.TrimSuffix(r.URL.RawPath, form.suffix())
		} else {
			form = asHTML
		}
		*r = *r.WithContext(context.WithValue(r.Context(), formKey{}, form))
		if holdsSecret(r.URL.RawQuery) {
			// Addresses stand in the logs of proxies and in the histories of
			// browsers.
			forgetQuery(r)
			h.refuse(w, r, secretInURL)
			return
		}
		if _, pattern := mux.Handler(r); pattern == "" {
			h.refuse(w, r, unmatched(mux, w, r))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// unmatched is the refusal of an address that no route takes, or not with that
// method. The mux knows which methods there are.
func unmatched(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) error {
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "" {
			allow = append(allow, method)
		}
	}
	if len(allow) == 0 {
		return noSuchPage
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	return wrongMethod
}

// plain is a handler that writes its answer itself.
func (h *Handler) plain(serve func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if formIn(r.Context()) != asHTML {
			h.refuse(w, r, noSuchPage)
			return
		}
		if err := serve(w, r); err != nil {
			h.refuse(w, r, err)
		}
	}
}

// page is a handler of a route that is read.
func (h *Handler) page(route readRoute) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		limit, away := readTime, h.reach.isAway()
		if away {
			limit = awayTime
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		v, err := h.visit(ctx, w, r)
		if err == nil && v.form == asCSV && !route.list {
			err = noSuchPage
		}
		if err == nil && route.alias != "" && r.URL.Path == route.alias && v.form == asHTML {
			to := url.URL{Path: path.Clean(route.path), RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		var c *copied
		if err == nil {
			c, err = h.read(ctx, route, v)
		}
		if err == nil && c.elsewhere != "" {
			// Found, not moved for ever: a correction can be corrected.
			http.Redirect(w, r, c.elsewhere, http.StatusFound)
			return
		}
		if err == nil {
			if stands := h.standsAt(c); stands > 0 {
				w.Header().Set("Sunledger-Stands-At", strconv.FormatUint(stands, 10))
			}
			err = c.send(w, r)
		}
		if away && errors.Is(err, context.DeadlineExceeded) {
			err = unavailable
		}
		if err != nil {
			h.refuse(w, r, err)
		}
	}
}

// standsAt is the position up to which nothing was recorded that a list would show and
// does not, for an open page not to ask again: 0 where that is not known.
func (h *Handler) standsAt(c *copied) uint64 {
	position := h.cfg.Views.Position()
	if !c.stands(h.cfg.Views.ChangedAt) {
		return 0
	}
	return position
}

// read is the answer to a visit. One of the present may be kept.
func (h *Handler) read(ctx context.Context, route readRoute, v *visit) (*copied, error) {
	fresh := func() (*copied, error) {
		a, err := route.read(h.public, ctx, v)
		if err != nil {
			return nil, err
		}
		if a.elsewhere != "" {
			to := url.URL{Path: a.elsewhere + v.form.suffix(), RawQuery: v.URL.RawQuery}
			return &copied{elsewhere: to.String()}, nil
		}
		return h.copyOf(v, a)
	}
	if !v.asOf.IsNow() || !v.away.IsZero() || v.form == asAtom {
		return fresh()
	}
	key := keptKey{h.address(v) + v.URL.Path + "?" + v.URL.RawQuery, v.form, v.lang}
	return h.kept.get(ctx, key, wanted{v.today, h.cfg.Views.Position(), v.least}, fresh)
}
