package web

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// reach is whether the log can be reached, as far as is known.
type reach struct{ now atomic.Pointer[reaching] }

// reaching is one spell of the log being away, or there.
type reaching struct {
	// since is when the log went away; the zero time where it is there.
	since time.Time
	// over is done once the next spell has begun.
	over context.Context
	end  context.CancelFunc
}

func newReach() *reach {
	r := &reach{}
	r.turn(time.Time{})
	return r
}

// turn begins a spell.
func (r *reach) turn(since time.Time) {
	next := &reaching{since: since}
	next.over, next.end = context.WithCancel(context.Background())
	if last := r.now.Swap(next); last != nil {
		last.end()
	}
}

// awaySince is since when the log cannot be reached; the zero time where it can.
func (r *reach) awaySince() time.Time { return r.now.Load().since }

func (r *reach) isAway() bool { return !r.awaySince().IsZero() }

// The log is asked where it ends every now and then, so that no reader of what
// the views hold waits for a server that does not answer.
const (
	reachEvery  = 2 * time.Second
	reachWithin = 5 * time.Second
	// awayTime is how long a page that needs the log may try while that is
	// away.
	awayTime = 3 * time.Second
)

// Watch keeps an eye on the log until the context ends: without it pages only
// notice for themselves that the log is away. [Server.Serve] does it.
func (h *Handler) Watch(ctx context.Context) {
	for {
		h.lookForLog(ctx)
		select {
		case <-time.After(reachEvery):
		case <-ctx.Done():
			return
		}
	}
}

func (h *Handler) lookForLog(ctx context.Context) {
	began := time.Now()
	asking, stop := context.WithTimeout(ctx, reachWithin)
	away := h.cfg.Views.Status(asking).LogAway
	stop()
	if ctx.Err() != nil {
		return
	}
	switch since := h.reach.awaySince(); {
	case away && since.IsZero():
		h.reach.turn(began)
		h.cfg.Logger.Warn("web: the log cannot be reached; pages show what the views hold", slog.Uint64("position", h.cfg.Views.Position()))
	case !away && !since.IsZero():
		h.reach.turn(time.Time{})
		h.cfg.Logger.Info("web: the log can be reached again", slog.Duration("after", time.Since(since).Round(time.Second)))
	}
}

// awayJSON says in the JSON of a page that the log cannot be reached.
type awayJSON struct {
	Since time.Time `json:"since"`
}
