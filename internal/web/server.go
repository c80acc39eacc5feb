package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of a connection. A body has limits of its own, by route.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 20 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
	// shutdownGrace is how long requests that were accepted may take to end.
	shutdownGrace = 30 * time.Second
)

// Server serves a handler with limits, and ends without breaking off what it
// accepted.
type Server struct {
	handler *Handler
	http    *http.Server
}

// NewServer is a server of a handler.
func NewServer(h *Handler) *Server {
	return &Server{handler: h, http: &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(h.cfg.Logger.Handler(), slog.LevelDebug),
	}}
}

// Serve answers on a listener until the context ends, and watches the log
// meanwhile. Then it accepts nothing
// new, ends the streams of events, lets every request that it accepted finish,
// and returns nil; or an error where one took longer than half a minute. It
// closes the listener. A server serves once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	watching, stop := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { s.handler.Watch(watching) })
	defer watch.Wait()
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(l) }()
	select {
	case err := <-failed:
		s.handler.Close()
		return fmt.Errorf("web: %w", err)
	case <-ctx.Done():
	}
	s.handler.Close()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := s.http.Shutdown(grace); err != nil {
		return fmt.Errorf("web: requests were still running %s after the end was asked for: %w", shutdownGrace, errors.Join(err, s.http.Close()))
	}
	<-failed
	return nil
}
