package keyring

import (
	"context"
	"sync"
	"time"
)

// leaseTime is for how long the cache is used without asking the file whether
// another process changed keys. Whoever changes one waits for twice as long
// before it says so; then every process has asked. Asking each time would cost
// ten times what sealing does.
const leaseTime = 50 * time.Millisecond

// A lease is the right to use the cache until a moment.
type lease struct {
	mu    sync.RWMutex
	until time.Time
}

func (l *lease) valid() bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return time.Now().Before(l.until)
}

// refresh makes sure that the cache holds nothing that was destroyed or renewed
// more than a leaseTime ago.
func (k *Keyring) refresh(ctx context.Context) error {
	if k.lease.valid() {
		return nil
	}
	k.lease.mu.Lock()
	defer k.lease.mu.Unlock()
	asked := time.Now()
	if asked.Before(k.lease.until) {
		return nil
	}
	var changes int64
	if err := k.changes.QueryRowContext(ctx).Scan(&changes); err != nil {
		return k.failure("looking for changes", err)
	}
	k.cache.changed(changes)
	k.lease.until = asked.Add(leaseTime)
	return nil
}

// settle waits until every process knows of a change that was committed before.
func settle(ctx context.Context) error {
	t := time.NewTimer(2 * leaseTime)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
