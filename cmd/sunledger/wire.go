package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// openStore opens the log of a ledger, and begins one in a folder that has
// none. It is the one place that knows which stores there are. What goes wrong
// is returned; the logger is told of what a store notices by itself.
func openStore(at address, logger *slog.Logger) (eventstore.Store, error) {
	store, err := pebble.Open(at.log(), pebble.WithLogger(logger))
	var locked *pebble.LockedError
	if errors.As(err, &locked) {
		return nil, inUse(at, locked.Holder)
	}
	if err != nil {
		return nil, err
	}
	return store, nil
}

func inUse(at address, by pebble.Holder) error {
	holder, chinese := "another process", "另一进程"
	if by.PID != 0 {
		holder = fmt.Sprintf("process %d (%s) on %s since %s", by.PID, by.Program, by.Host, by.Since.Format(time.RFC3339))
		chinese = fmt.Sprintf("%s 上的进程 %d（%s）自 %s 起", by.Host, by.PID, by.Program, by.Since.Format(time.RFC3339))
	}
	return domain.Reject("ledger_in_use",
		"the ledger %[1]s is held open by %[2]s: stop that process first, or, if it is a server, ask the server",
		"账本 %[1]s 正被%[3]s占用：请先停止该进程；若为服务器，请通过服务器操作", at, holder, chinese)
}
