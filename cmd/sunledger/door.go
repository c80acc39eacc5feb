package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// besideStore is a log that is reached through the door of the server that holds
// it open. When that server has ended it cannot be reached any more, and the next
// server opens another door.
type besideStore struct {
	eventstore.Store
	at   address
	door doorway
}

// errDoorClosed is what whoever waits at a door is told when it is closed.
var errDoorClosed = fmt.Errorf("%w: the server that holds it open has ended", eventstore.ErrUnavailable)

// doorEvery is how often who waits looks whether the door is still there.
const doorEvery = time.Second

// Wait implements [eventstore.Reader]. It does not wait for a server that has
// ended.
func (s *besideStore) Wait(ctx context.Context, after eventstore.Position) error {
	waiting, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		for s.isOpen(waiting) {
			select {
			case <-time.After(doorEvery):
			case <-waiting.Done():
				return
			}
		}
		stop(errDoorClosed)
	}()
	err := s.Store.Wait(waiting, after)
	if err != nil && errors.Is(context.Cause(waiting), errDoorClosed) {
		return errDoorClosed
	}
	return err
}

// isOpen reports whether the door that was taken is that of the ledger, and
// somebody behind it.
func (s *besideStore) isOpen(ctx context.Context) bool {
	if now, err := readDoorway(s.at); err != nil || now != s.door {
		return false
	}
	c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", s.door.Address)
	if err != nil {
		return ctx.Err() != nil // who does not wait any more learns nothing
	}
	_ = c.Close()
	return true
}

// doorTries is how often the next door is looked for, which with its pauses is
// for about five minutes.
const doorTries = 40

// nextDoor has a ledger that was reached through a door that is closed go on
// through that of the next server. It does not open the log itself, which would
// keep the next server out.
func (a *app) nextDoor(ctx context.Context, l *openLedger, tries int) error {
	fmt.Fprintf(a.stderr, a.say("the server of %s has ended: waiting for the next\n", "%s 的服务器已停止：等待下一服务器\n"), l.at)
	pause := 100 * time.Millisecond
	for range tries {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
		pause = min(2*pause, 10*time.Second)
		store, err := openBeside(ctx, l.at, a.logger)
		if err != nil {
			continue
		}
		through, err := newLedger(ctx, l.at, store, nil)
		if err != nil {
			_ = store.Close() // of a server that ends again
			continue
		}
		before := l.store
		l.store, l.Ledger = store, through
		fmt.Fprint(a.stderr, a.say("following again, through the next server\n", "已通过下一服务器继续\n"))
		return before.Close()
	}
	return domain.Reject("door_closed",
		"the server of %[1]s has ended, and no other was started: start one and follow again, with --after POSITION for where to go on",
		"%[1]s 的服务器已停止，且无其他服务器启动：请启动服务器后重新跟随，可用 --after 位置 指明从何处继续", l.at)
}
