package pebble

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync"

	engine "github.com/cockroachdb/pebble/v2"
)

// engineLog takes what the engine says: warnings and errors go on to slog, the
// rest is dropped, and what the engine calls fatal stops the store and not the
// process.
type engineLog struct {
	out  *slog.Logger
	once sync.Once
	// broken is closed at the first fatal error; cause is set before.
	broken chan struct{}
	cause  error
}

func newEngineLog(out *slog.Logger, dir string) *engineLog {
	return &engineLog{out: out.With("log", dir), broken: make(chan struct{})}
}

func (l *engineLog) Infof(string, ...any) {}

func (l *engineLog) Errorf(format string, args ...any) {
	l.out.Error("storage engine", "error", fmt.Sprintf(format, args...))
}

// Fatalf is called when the engine cannot go on. It expects the call not to
// return: the calling goroutine ends here, with its deferred unlocks, while
// readers go on and appends are refused.
func (l *engineLog) Fatalf(format string, args ...any) {
	l.fail(fmt.Errorf(format, args...))
	runtime.Goexit()
}

// check notes an error that must not reach the engine, and then never returns.
func (l *engineLog) check(err error) {
	if err != nil {
		l.fail(err)
		select {}
	}
}

// fail notes the first fatal error. Later ones follow from it.
func (l *engineLog) fail(err error) {
	l.once.Do(func() {
		l.out.Error("storage engine stopped; the log takes no appends until it is opened anew", "error", err)
		l.cause = err
		close(l.broken)
	})
}

func (l *engineLog) listener() *engine.EventListener {
	return &engine.EventListener{
		BackgroundError: func(err error) { l.out.Error("storage engine, in the background", "error", err) },
		DataCorruption: func(info engine.DataCorruptionInfo) {
			l.out.Error("storage engine found damage", "file", info.Path, "error", info.Details)
		},
		DiskSlow: func(info engine.DiskSlowInfo) {
			l.out.Warn("disk is slow", "what", info.String())
		},
		LowDiskSpace: func(info engine.LowDiskSpaceInfo) {
			l.out.Warn("disk is nearly full", "what", info.String())
		},
		WriteStallBegin: func(info engine.WriteStallBeginInfo) {
			l.out.Warn("appends wait for the disk", "reason", info.Reason)
		},
	}
}
