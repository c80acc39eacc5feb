package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/sunledger/sunledger/projections"
)

// live bounds and ends the streams of events.
type live struct {
	clients atomic.Int64
	max     int64
	// ended is done once no stream goes on.
	ended context.Context
	close context.CancelFunc
}

func newLive(clients int) *live {
	l := &live{max: int64(clients)}
	l.ended, l.close = context.WithCancel(context.Background())
	return l
}

// enter takes a place, and gives it back with the function; nil where there is
// none.
func (l *live) enter() func() {
	if l.clients.Add(1) > l.max || l.ended.Err() != nil {
		l.clients.Add(-1)
		return nil
	}
	return func() { l.clients.Add(-1) }
}

// liveWrite bounds how long a client may take to receive one message.
const liveWrite = 10 * time.Second

// serveLive streams the position of the views as it moves, and whether the log
// is away as that turns (text/event-stream). A page that hears of either asks for
// itself again; the stream tells nothing else.
func (h *Handler) serveLive(w http.ResponseWriter, r *http.Request) error {
	leave := h.live.enter()
	if leave == nil {
		return tooManyFollow
	}
	defer leave()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	stop := context.AfterFunc(h.live.ended, cancel)
	defer stop()

	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy that collects would keep it for itself
	if r.Method == http.MethodHead {
		return nil
	}
	out := http.NewResponseController(w)
	send := func(format string, args ...any) error {
		// A server without deadlines, as in some tests, is no hindrance.
		_ = out.SetWriteDeadline(time.Now().Add(liveWrite))
		if _, err := fmt.Fprintf(w, format, args...); err != nil {
			return err
		}
		return out.Flush()
	}
	tellLog := func(r *reaching) error { return send("event: log\ndata: {\"away\":%t}\n\n", !r.since.IsZero()) }
	position, log := h.cfg.Views.Position(), h.reach.now.Load()
	err := send("retry: 5000\nevent: position\nid: %d\ndata: {\"position\":%[1]d}\n\n", position)
	if err == nil {
		err = tellLog(log)
	}
	for err == nil {
		var moved bool
		if moved, err = h.await(ctx, position+1, log.over); err != nil {
			break
		}
		switch {
		case moved:
			position = h.cfg.Views.Position()
			err = send("event: position\nid: %d\ndata: {\"position\":%[1]d}\n\n", position)
		case log.over.Err() != nil:
			log = h.reach.now.Load()
			err = tellLog(log)
		default:
			err = send(": alive\n\n")
		}
	}
	return nil // the client is gone, the server ends, or the views have stopped
}

// await waits for a position, at most as long as between two heartbeats, or until
// something else is over.
func (h *Handler) await(ctx context.Context, position uint64, over context.Context) (moved bool, err error) {
	beat, cancel := context.WithTimeout(ctx, h.cfg.Heartbeat)
	defer cancel()
	defer context.AfterFunc(over, cancel)()
	err = h.cfg.Views.WaitFor(beat, position)
	var stopped *projections.StoppedError
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err()
	case errors.As(err, &stopped):
		return false, err
	}
	return false, nil
}
