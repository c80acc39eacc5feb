package web

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// copied is an answer in one form and language, as it is sent.
type copied struct {
	// elsewhere is the address that answers instead, or "". Nothing else is set then.
	elsewhere string
	tag       string
	position  uint64
	views     []string // see answer
	header    http.Header
	body      []byte // nil where the reader has it
	small     func() ([]byte, error)
}

// heldBy reports whether a reader has it already.
func (c *copied) heldBy(r *http.Request) bool {
	return strings.Contains(r.Header.Get("If-None-Match"), c.tag)
}

// send sends it.
func (c *copied) send(w http.ResponseWriter, r *http.Request) error {
	header := w.Header()
	for name, values := range c.header {
		header[name] = values
	}
	header.Set("ETag", c.tag)
	if c.heldBy(r) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if c.small == nil { // it is not kept
		return send(w, r, http.StatusOK, c.body)
	}
	return sendEither(w, r, http.StatusOK, c.body, c.small)
}

// stands reports whether all that it depends on is known, and nothing of it was
// changed since it was made: see [projections.Views.ChangedAt].
func (c *copied) stands(changedAt func(views ...string) uint64) bool {
	return c.views != nil && changedAt(c.views...) <= c.position
}

// size is about how much memory it takes.
func (c *copied) size() int { return len(c.body) + len(c.body)/4 + 1<<10 }

// kept keeps the pages that everybody reads, as they were made of late. Who asks
// for one that nothing was recorded since, or nothing that it shows, gets it at once.
// Else it is made anew, by one for all who ask for it meanwhile; but of one that
// many ask for, and while others are being made, a copy of a moment ago will do: it
// says as of when it is.
type kept struct {
	mu         sync.Mutex
	young, old map[keptKey]*keptCopy // two generations
	bytes      int                   // in young
	making     map[keptKey]*making
	now        func() time.Time
	// changedAt is when some views were changed: see [projections.Views.ChangedAt].
	changedAt func(views ...string) uint64
	// busy bounds how old a copy may be where something was recorded since, of one that
	// many ask for or while others are being made.
	busy time.Duration
}

// keptKey is what an answer of the present depends on but for what was recorded.
type keptKey struct {
	address string // with the host and the query
	form    form
	lang    domain.Lang
}

// keptCopy is a copy that was begun at a time, when the views were at a position.
type keptCopy struct {
	*copied
	made  uint64
	today domain.Date
	begun time.Time
	// asked is how often it was asked for in the second that began at since.
	asked int
	since time.Time
}

// making is a copy that somebody makes; copy is nil where nothing came of it.
type making struct {
	done chan struct{}
	copy *keptCopy
}

const (
	// maxKeptBytes bounds how much a generation holds.
	maxKeptBytes = 16 << 20
	// keptUnchanged bounds how long a copy is kept where nothing is recorded, since
	// one that is made finds out whether the log is away.
	keptUnchanged = 2 * time.Second
	// keptStanding bounds how long a copy is kept where nothing that it shows changed:
	// what it says as of is not the present any more.
	keptStanding = 10 * time.Second
	// keptOften is how often in a second few ask for a copy.
	keptOften = 4
)

func newKept(now func() time.Time, changedAt func(...string) uint64, busy time.Duration) *kept {
	return &kept{young: map[keptKey]*keptCopy{}, making: map[keptKey]*making{}, now: now, changedAt: changedAt, busy: busy}
}

// wanted is what a copy must be: of a day, made when the views were at a position
// or, while others are being made, of a position at the least.
type wanted struct {
	today        domain.Date
	views, least uint64
}

// get is a copy that is kept, or one that is made.
func (k *kept) get(ctx context.Context, key keptKey, want wanted, fresh func() (*copied, error)) (*copied, error) {
	k.mu.Lock()
	if c := k.look(key); c.is(want) {
		now := k.now()
		age, often := now.Sub(c.begun), c.often(now)
		if c.made == want.views && age < keptUnchanged || age < keptStanding && k.stands(c) || age < k.busy && (often || len(k.making) > 0) {
			k.mu.Unlock()
			return c.copied, nil
		}
		if k.making[key] != nil && age < 2*k.busy { // a later one is on its way
			k.mu.Unlock()
			return c.copied, nil
		}
	}
	others := k.making[key]
	if others == nil {
		mine := &making{done: make(chan struct{})}
		k.making[key] = mine
		k.mu.Unlock()
		return k.make(key, mine, want, fresh)
	}
	k.mu.Unlock()
	select {
	case <-others.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if others.copy.is(want) {
		return others.copy.copied, nil
	}
	return fresh()
}

// is reports whether it is a copy that will do, whenever it was made.
func (c *keptCopy) is(want wanted) bool {
	return c != nil && c.today == want.today && c.position >= want.least
}

// stands reports whether nothing that a copy shows was changed since it was made.
func (k *kept) stands(c *keptCopy) bool {
	return k.busy > 0 && c.stands(k.changedAt)
}

// often counts that it is asked for, and reports whether many do.
func (c *keptCopy) often(now time.Time) bool {
	if now.Sub(c.since) >= time.Second {
		c.asked, c.since = 0, now
	}
	c.asked++
	return c.asked > keptOften
}

// make makes a copy and keeps it. Whoever waits hears of the end, whatever it is.
func (k *kept) make(key keptKey, mine *making, want wanted, fresh func() (*copied, error)) (*copied, error) {
	begun := k.now()
	defer func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.making, key)
		if mine.copy != nil {
			k.keep(key, mine.copy)
		}
		close(mine.done)
	}()
	c, err := fresh()
	if err != nil || c.body == nil {
		return c, err
	}
	body := c.body
	c.small = sync.OnceValues(func() ([]byte, error) { return packed(body) })
	mine.copy = &keptCopy{copied: c, made: max(want.views, c.position), today: want.today, begun: begun}
	return c, nil
}

// look is the copy that is kept, or nil. The caller holds mu.
func (k *kept) look(key keptKey) *keptCopy {
	if c := k.young[key]; c != nil {
		return c
	}
	c := k.old[key]
	if c != nil {
		delete(k.old, key)
		k.keep(key, c)
	}
	return c
}

// keep keeps a copy. The caller holds mu.
func (k *kept) keep(key keptKey, c *keptCopy) {
	if k.bytes > maxKeptBytes {
		k.old, k.young, k.bytes = k.young, map[keptKey]*keptCopy{}, 0
	}
	if before := k.young[key]; before != nil {
		k.bytes -= before.size()
		c.asked, c.since = before.asked, before.since
	}
	k.young[key] = c
	k.bytes += c.size()
}
