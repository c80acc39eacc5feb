package keyring

import (
	"context"
	"errors"
	"sync"
)

// errNoOwner says that a place names neither a stream nor a subject.
var errNoOwner = errors.New("keyring: a place without a stream or a subject has no key")

// Ensure makes the keys of all owners that have none, in one transaction. They
// are durable when it returns. An owner that was erased stays so, and sealing
// for it says so. A cancelled Ensure may have made the keys.
func (k *Keyring) Ensure(ctx context.Context, owners ...string) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if err := k.refresh(ctx); err != nil {
		return err
	}
	var missing []string
	for _, o := range owners {
		if k.cache.get(o) == nil {
			missing = append(missing, o)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err := k.make(ctx, missing...)
	return err
}

// A maker gathers the owners that need a key while a transaction runs, for the
// next one: what many callers wait for costs one sync of the disk.
type maker struct {
	mu      sync.Mutex
	next    *batch // being gathered, or nil
	running bool
	closed  bool
	ending  sync.WaitGroup
}

type batch struct {
	owners map[string]bool
	made   map[string]*ring // once ended
	err    error            // once ended
	ended  chan struct{}
}

// make makes the keys of owners that have none. It answers with the rings that
// it made, also for other callers, and not with those that were there.
func (k *Keyring) make(ctx context.Context, owners ...string) (map[string]*ring, error) {
	b, err := k.join(owners)
	if err != nil {
		return nil, err
	}
	select {
	case <-b.ended:
		return b.made, b.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (k *Keyring) join(owners []string) (*batch, error) {
	for _, o := range owners {
		if o == "" {
			return nil, errNoOwner
		}
	}
	m := &k.maker
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, ErrClosed
	}
	if m.next == nil {
		m.next = &batch{owners: map[string]bool{}, ended: make(chan struct{})}
	}
	for _, o := range owners {
		m.next.owners[o] = true
	}
	if !m.running {
		m.running = true
		m.ending.Go(k.makeBatches)
	}
	return m.next, nil
}

// makeBatches ends when nobody waits any more.
func (k *Keyring) makeBatches() {
	m := &k.maker
	for {
		m.mu.Lock()
		b := m.next
		m.next = nil
		m.running = b != nil
		m.mu.Unlock()
		if b == nil {
			return
		}
		if b.made, b.err = k.commit(context.Background(), b.owners); b.err != nil {
			b.err = k.failure("making keys", b.err)
		}
		close(b.ended)
	}
}

// close refuses new batches, and waits for those that were begun.
func (m *maker) close() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	m.ending.Wait()
}
