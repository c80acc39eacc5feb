package web

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// Config is what a handler is made of. Ledger and Views are
// required; the views are opened, and not built once.
type Config struct {
	Ledger *ledger.Ledger
	Views  *projections.Views

	// Logger is told of every request and of what went wrong; nil is
	// [slog.Default]. It learns no query, no address of a reader, no token and
	// no body.
	Logger *slog.Logger
	// Registry takes the metrics and is served at /metrics; nil is a new one.
	// A registry serves one handler.
	Registry *prometheus.Registry

	// Auth says who somebody is. Without one nobody can sign in, and no
	// command is taken.
	Auth Authenticator
	// Now is the clock of sessions and of how guessing is slowed; nil is
	// [time.Now].
	Now func() time.Time

	// PublicURL is the address that readers know, such as
	// https://ledger.example.cn, printed on sheets; empty is what the request
	// says.
	PublicURL string
	// HTTPS says that readers come by TLS although the handler does not see
	// it, because a proxy ends it. What that proxy says in X-Forwarded-For is
	// believed then.
	HTTPS bool

	// MaxBehind is how far the views may lag behind the log, in positions,
	// for /readyz to say yes. 0 is 1,000.
	MaxBehind uint64
	// MaxWait bounds how long ?after= waits for the views. 0 is 10 seconds.
	MaxWait time.Duration
	// MaxPastWait is how long a page of the past waits for its views to be
	// built, before its reader is told how far that is. 0 is 2 seconds.
	MaxPastWait time.Duration
	// MaxAge is how old a page may be that many ask for while something is recorded, and
	// twice that while it is being made anew: it says as of when it is, and ?after= is
	// never answered with an older one. A list may be ten seconds old where nothing that
	// it shows was recorded since. 0 is one second; below that every page is as new as
	// the views.
	MaxAge time.Duration
	// MaxLive bounds how many readers follow /live at once. 0 is 1,000.
	MaxLive int
	// Heartbeat is how often a silent /live says that it is alive. 0 is 15
	// seconds.
	Heartbeat time.Duration
}

// Handler serves one ledger. It is safe for use by many goroutines.
type Handler struct {
	cfg     Config
	serve   http.Handler
	public  publicPages
	metrics *metrics
	live    *live
	reach   *reach
	kept    *kept
	pages   sync.Map // templates by language and zone

	sessions    *sessions
	throttle    *throttle
	proving     chan struct{} // holds one for each password that is checked
	uploads     chan struct{} // and one for each file that is taken
	crossOrigin *http.CrossOriginProtection
}

// New makes a handler. It panics where the registry has its metrics already:
// that is a mistake of the program.
func New(c Config) *Handler {
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.Registry == nil {
		c.Registry = prometheus.NewRegistry()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.MaxBehind = orDefault(c.MaxBehind, 1000)
	c.MaxWait = orDefault(c.MaxWait, 10*time.Second)
	c.MaxPastWait = orDefault(c.MaxPastWait, 2*time.Second)
	c.MaxLive = orDefault(c.MaxLive, 1000)
	c.MaxAge = orDefault(c.MaxAge, time.Second)
	c.Heartbeat = orDefault(c.Heartbeat, 15*time.Second)
	h := &Handler{
		cfg: c, public: publicPages{c.Ledger.Public(), c.Views, c.MaxPastWait, c.Auth != nil}, live: newLive(c.MaxLive), reach: newReach(), kept: newKept(c.Now, c.Views.ChangedAt, c.MaxAge),
		sessions: newSessions(c.Now), throttle: newThrottle(c.Now), proving: make(chan struct{}, maxProving), uploads: make(chan struct{}, maxUploads),
		crossOrigin: ownOrigin(c.PublicURL),
	}
	h.metrics = newMetrics(c, h.live, h.sessions)
	h.serve = h.observed(h.routes())
	return h
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.serve.ServeHTTP(w, r) }

// Close ends all streams of events, and any that are asked for later. All else
// goes on.
func (h *Handler) Close() { h.live.close() }
