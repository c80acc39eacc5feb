package web

import (
	"container/list"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// How guessing is slowed: some failures are free, then each one doubles the
// time to wait until the next attempt.
const (
	freeFailures   = 5
	maxDelay       = 15 * time.Minute
	forgetFailures = time.Hour
	maxSlowed      = 10_000
)

// throttle counts failures by what they have in common. It is bounded: where it
// is full, the one whose last failure is longest ago is forgotten.
type throttle struct {
	now func() time.Time

	mu    sync.Mutex
	byKey map[throttleKey]*list.Element
	// order has them in the order of their last failure, the oldest first.
	order *list.List
}

// throttleKey is a digest, so that names and addresses do not lie in memory
// and a long name takes no more room than a short one.
type throttleKey [sha256.Size]byte

// failures are those of one key.
type failures struct {
	key  throttleKey
	n    int
	last time.Time
}

// until is when the next attempt may come.
func (f *failures) until() time.Time {
	if f.n < freeFailures {
		return time.Time{}
	}
	delay := maxDelay
	if doublings := f.n - freeFailures; doublings < 10 {
		delay = min(delay, time.Second<<doublings)
	}
	return f.last.Add(delay)
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, byKey: map[throttleKey]*list.Element{}, order: list.New()}
}

// attempt counts an attempt as failed before it is made, so that many at once
// are no way around the delay; or says how long to wait, and counts nothing.
// What did not fail is taken back.
func (t *throttle) attempt(keys ...throttleKey) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if wait := t.longest(keys); wait > 0 {
		return wait
	}
	t.count(keys)
	return 0
}

// takeBack takes one failure of each key back.
func (t *throttle) takeBack(keys ...throttleKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, key := range keys {
		if at, ok := t.byKey[key]; ok {
			if f := at.Value.(*failures); f.n > 1 {
				f.n--
			} else {
				t.drop(at)
			}
		}
	}
}

// forget forgets all failures of a key.
func (t *throttle) forget(key throttleKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at, ok := t.byKey[key]; ok {
		t.drop(at)
	}
}

func (t *throttle) longest(keys []throttleKey) (wait time.Duration) {
	t.sweep()
	now := t.now()
	for _, key := range keys {
		if at, ok := t.byKey[key]; ok {
			wait = max(wait, at.Value.(*failures).until().Sub(now))
		}
	}
	return wait
}

func (t *throttle) count(keys []throttleKey) {
	t.sweep()
	now := t.now()
	for _, key := range keys {
		at, ok := t.byKey[key]
		if !ok {
			if t.order.Len() >= maxSlowed {
				t.drop(t.order.Front())
			}
			at = t.order.PushBack(&failures{key: key})
			t.byKey[key] = at
		}
		f := at.Value.(*failures)
		f.n, f.last = f.n+1, now
		t.order.MoveToBack(at)
	}
}

func (t *throttle) sweep() {
	now := t.now()
	for at := t.order.Front(); at != nil && now.Sub(at.Value.(*failures).last) >= forgetFailures; at = t.order.Front() {
		t.drop(at)
	}
}

func (t *throttle) drop(at *list.Element) {
	delete(t.byKey, at.Value.(*failures).key)
	t.order.Remove(at)
}

// nameKey is that of a login name, whatever way it is written.
func nameKey(login string) throttleKey {
	return sha256.Sum256([]byte("name " + strings.ToLower(strings.TrimSpace(login))))
}

// clientKey is that of where a request comes from, for one purpose: a program
// with an old token does not keep people from signing in.
func (h *Handler) clientKey(purpose string, r *http.Request) throttleKey {
	return sha256.Sum256([]byte(purpose + " " + h.clientOf(r)))
}

// clientOf is the address that a request comes from; of IPv6 the network, which
// one client has as a whole. Behind a proxy it is what the proxy says, the last
// one that X-Forwarded-For names: all readers come from the proxy's own, and
// one of them could keep the others out.
func (h *Handler) clientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); h.cfg.HTTPS && r.TLS == nil && len(forwarded) > 0 {
		last := forwarded[len(forwarded)-1]
		host = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	if network, err := ip.Prefix(64); ip.Is6() && err == nil {
		return network.String()
	}
	return ip.String()
}
