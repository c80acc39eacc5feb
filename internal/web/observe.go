package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

type requestKey struct{}

// requestID is the number under which a request is logged. Readers see it on
// every error.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// observed is a handler with what all requests share: a number, headers, a line
// in the log, metrics, and an answer where it panics. The line has no query and
// no address of a reader: what people search for is theirs.
func (h *Handler) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		var random [8]byte
		_, _ = rand.Read(random[:]) // never fails
		id := hex.EncodeToString(random[:])
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		seen := &observer{ResponseWriter: w}
		seen.Header().Set("X-Request-Id", id)
		h.setSecurityHeaders(seen, r)
		defer func() {
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				h.cfg.Logger.Error("web: a handler panicked", "request", id, "panic", p, "stack", string(debug.Stack()))
				if seen.status == 0 {
					h.refuse(seen, r, broken)
				}
			}
			route := r.Pattern
			if route == "" {
				route = "none"
			}
			took := time.Since(began)
			h.metrics.observe(route, r.Method, seen.code(), took)
			h.cfg.Logger.LogAttrs(r.Context(), slog.LevelInfo, "web: request",
				slog.String("request", id), slog.String("method", knownMethod(r.Method)), slog.String("route", route),
				slog.Int("status", seen.code()), slog.Int64("bytes", seen.bytes), slog.Duration("took", took))
		}()
		next.ServeHTTP(seen, r)
	})
}

// observer notes what was answered.
type observer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (o *observer) code() int {
	if o.status == 0 {
		return http.StatusOK
	}
	return o.status
}

func (o *observer) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observer) Write(b []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (o *observer) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// knownMethod keeps what a client makes up out of metrics and logs.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
